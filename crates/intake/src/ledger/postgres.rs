//! The ledger in PostgreSQL, for when one machine is outgrown: a primary with a synchronous standby. The same SQL, the same
//! tables; only its words for them differ.
//!
//! Deliberately not here: TLS to the database. It is reached over a socket of the same machine or a private network.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use super::LedgerError;
use super::engine::{Engine, Row, Value};

/// The advisory lock of who writes ("CntI"): one at a time, as in SQLite. So statuses are counted in the order in which they
/// can be seen, and two programs that bring the same batch meet one after the other.
const WRITING: i64 = 0x436E_7449;
/// What the triggers of the migrations call.
const ONLY_ADDED_TO: &str = "CREATE OR REPLACE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$";
/// As long as SQLite waits for who is writing.
const PATIENCE: &str = "SET lock_timeout = '10s'";
const CONNECT: Duration = Duration::from_secs(5);

pub struct Postgres {
    client: Client,
    /// By the place of their text: each is a constant of this program.
    prepared: HashMap<&'static str, Prepared>,
}

#[derive(Clone)]
struct Prepared {
    statement: Statement,
    /// The values in the order of `$1`, `$2` …
    names: Vec<String>,
}

impl Postgres {
    pub fn connect(config: &Config) -> Result<Self, LedgerError> {
        let mut config = config.clone();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        let mut client = config.application_name("centrala-intake").connect(NoTls)?;
        refuse_forgetful(&mut client)?;
        client.batch_execute(PATIENCE)?;
        Ok(Self { client, prepared: HashMap::new() })
    }

    /// What opens connections to this database.
    pub fn opener(config: Config) -> super::Opener {
        Box::new(move || Ok(Box::new(Self::connect(&config)?)))
    }

    fn prepared(&mut self, sql: &'static str) -> Result<Prepared, LedgerError> {
        if let Some(prepared) = self.prepared.get(sql) {
            return Ok(prepared.clone());
        }
        let (text, names) = numbered(sql);
        let prepared = Prepared { statement: self.client.prepare(&text)?, names };
        self.prepared.insert(sql, prepared.clone());
        Ok(prepared)
    }
}

/// A receipt must outlive the power: a database that answers before it has written cannot promise that.
fn refuse_forgetful(client: &mut Client) -> Result<(), LedgerError> {
    for setting in ["fsync", "synchronous_commit"] {
        let row = client.query_one("SELECT current_setting($1)", &[&setting])?;
        if row.get::<_, String>(0) == "off" {
            return Err(LedgerError::Forgetful(setting));
        }
    }
    Ok(())
}

impl Engine for Postgres {
    fn begin(&mut self) -> Result<(), LedgerError> {
        self.run(&format!("BEGIN; SELECT pg_advisory_xact_lock({WRITING})"))
    }

    fn run(&mut self, sql: &str) -> Result<(), LedgerError> {
        Ok(self.client.batch_execute(sql)?)
    }

    fn migrate(&mut self, sql: &str) -> Result<(), LedgerError> {
        self.run(ONLY_ADDED_TO)?;
        self.run(&in_postgres_words(sql))
    }

    fn execute(&mut self, sql: &'static str, values: &[(&str, Value)]) -> Result<u64, LedgerError> {
        let Prepared { statement, names } = self.prepared(sql)?;
        Ok(self.client.execute(&statement, &in_order(&names, values)?)?)
    }

    fn query(&mut self, sql: &'static str, values: &[(&str, Value)]) -> Result<Vec<Row>, LedgerError> {
        let Prepared { statement, names } = self.prepared(sql)?;
        self.client.query(&statement, &in_order(&names, values)?)?.iter().map(row).collect()
    }

    fn version(&mut self) -> Result<u32, LedgerError> {
        let tables = "SELECT COALESCE(SUM((tablename = 'ledger_format')::int), 0)::int8, COUNT(*) FROM pg_tables
            WHERE schemaname = current_schema()";
        let found = self.client.query_one(tables, &[])?;
        match (found.get::<_, i64>(0), found.get::<_, i64>(1)) {
            (0, 0) => Ok(0),
            (0, _) => Err(LedgerError::NotALedger),
            _ => {
                let version: i64 = self.client.query_one("SELECT version FROM ledger_format", &[])?.get(0);
                u32::try_from(version).map_err(|_| LedgerError::NotALedger)
            }
        }
    }

    fn set_version(&mut self, version: u32) -> Result<(), LedgerError> {
        self.run(&format!(
            "CREATE TABLE IF NOT EXISTS ledger_format (version BIGINT NOT NULL);
             DELETE FROM ledger_format;
             INSERT INTO ledger_format (version) VALUES ({version})"
        ))
    }

    /// PostgreSQL checks its pages itself (`data_checksums`).
    fn check(&mut self) -> Result<(), LedgerError> {
        self.run("SELECT 1")
    }

    /// Frees the old rows for what comes next. Its log and its copies forget by their own terms.
    fn forget_deleted(&mut self) -> Result<(), LedgerError> {
        self.run("VACUUM ticket, attachment, status")
    }

    fn copy_to(&mut self, _: &Path) -> Result<(), LedgerError> {
        Err(LedgerError::NoCopy)
    }
}

/// The migrations are written for SQLite. Text is compared by its bytes there: so it must be here.
fn in_postgres_words(sql: &str) -> String {
    let words = [
        (" TEXT", " TEXT COLLATE \"C\""),
        (" INTEGER", " BIGINT"),
        (" BLOB", " BYTEA"),
        (") STRICT;", ");"),
        ("BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;", "EXECUTE FUNCTION only_added_to();"),
    ];
    words.into_iter().fold(sql.to_owned(), |text, (sqlite, postgres)| text.replace(sqlite, postgres))
}

/// `:name` becomes `$1`, each name the same number wherever it stands.
fn numbered(sql: &str) -> (String, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut parts = sql.split(':');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
        let name = format!(":{}", &part[..end]);
        let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        text.push_str(&format!("${}{}", at + 1, &part[end..]));
    }
    (text, names)
}

fn in_order<'a>(names: &[String], values: &'a [(&str, Value)]) -> Result<Vec<&'a (dyn ToSql + Sync)>, LedgerError> {
    let value = |name: &String| {
        let found = values.iter().find(|(known, _)| known == name);
        let missing = || LedgerError::Database(format!("no value {name}"));
        found.map(|(_, value)| value as &(dyn ToSql + Sync)).ok_or_else(missing)
    };
    names.iter().map(value).collect()
}

fn row(found: &postgres::Row) -> Result<Row, LedgerError> {
    let column = |(at, column): (usize, &postgres::Column)| {
        let value = match *column.type_() {
            Type::INT4 => {
                found.try_get::<_, Option<i32>>(at)?.map_or(Value::Null, |number| Value::Number(number.into()))
            }
            Type::INT8 => found.try_get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Number),
            Type::BYTEA => found.try_get::<_, Option<Vec<u8>>>(at)?.map_or(Value::Null, Value::Bytes),
            _ => found.try_get::<_, Option<String>>(at)?.map_or(Value::Null, Value::Text),
        };
        Ok((column.name().to_owned(), value))
    };
    Ok(Row(found.columns().iter().enumerate().map(column).collect::<Result<_, LedgerError>>()?))
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Number(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::BYTEA)
    }

    to_sql_checked!();
}

impl From<postgres::Error> for LedgerError {
    fn from(error: postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else { return Self::Unreachable(error.to_string()) };
        let named = [
            (SqlState::DISK_FULL, Self::DiskFull),
            (SqlState::T_R_DEADLOCK_DETECTED, Self::Busy),
            (SqlState::T_R_SERIALIZATION_FAILURE, Self::Busy),
            (SqlState::LOCK_NOT_AVAILABLE, Self::Busy),
            (SqlState::TOO_MANY_CONNECTIONS, Self::Busy),
            (SqlState::READ_ONLY_SQL_TRANSACTION, Self::ReadOnly),
            (SqlState::ADMIN_SHUTDOWN, Self::Unreachable("it is stopping".into())),
            (SqlState::CRASH_SHUTDOWN, Self::Unreachable("it has crashed".into())),
            (SqlState::CANNOT_CONNECT_NOW, Self::Unreachable("it is starting".into())),
        ];
        let found = named.into_iter().find(|(state, _)| state == told.code());
        // Without the detail: it quotes values.
        found.map_or_else(|| Self::Database(format!("{}: {}", told.code().code(), told.message())), |(_, named)| named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_values_become_numbered_ones() {
        let (text, names) = numbered("SET a = :at, b = :at\nWHERE c > :since AND d = :a_1;");
        assert_eq!(text, "SET a = $1, b = $1\nWHERE c > $2 AND d = $3;");
        assert_eq!(names, [":at", ":since", ":a_1"]);
        assert_eq!(numbered("SELECT 1"), ("SELECT 1".to_owned(), vec![]));
    }

    #[test]
    fn a_table_is_said_in_postgresqls_words() {
        let table = "CREATE TABLE x (\n    a INTEGER PRIMARY KEY,\n    b TEXT NOT NULL,\n    c BLOB\n) STRICT;";
        let said = "CREATE TABLE x (\n    a BIGINT PRIMARY KEY,\n    b TEXT COLLATE \"C\" NOT NULL,\n    c BYTEA\n);";
        assert_eq!(in_postgres_words(table), said);
    }
}
