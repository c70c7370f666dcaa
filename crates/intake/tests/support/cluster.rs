//! A PostgreSQL of our own: a private cluster in a temporary folder, reached by a socket in it. It ends and the folder goes
//! when the [`Cluster`] is dropped, or when this process ends, however that happens.
//!
//! Debian's package `postgresql` brings the programs. initdb and postgres refuse to run as root: then they run as its
//! user `postgres`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use postgres::{Client, Config, NoTls};

pub struct Cluster {
    folder: PathBuf,
    /// A shell that minds PostgreSQL.
    minder: Option<Child>,
}

/// Stops PostgreSQL when our end of its input is closed: the system does that even for a process that was killed. A word
/// before that means that the folder is needed again.
const MINDER: &str = r#"
    "$@" &
    read word
    kill -INT $!
    wait $!
    [ -n "$word" ] || rm -rf "$FOLDER"
"#;

impl Cluster {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder").keep();
        if is_root() {
            done(Command::new("chown").arg("postgres").arg(&folder));
        }
        let data = folder.join("data");
        done(program("initdb").arg("-D").arg(data).args(["-U", "centrala", "-A", "trust", "-E", "UTF8", "--locale=C"]));
        let mut cluster = Self { folder, minder: None };
        cluster.go_on();
        cluster
    }

    /// After [`Self::halt`].
    pub fn go_on(&mut self) {
        let mut minder = as_user(Path::new("sh"));
        minder.args(["-c", MINDER, "minder"]).arg(programs().join("postgres")).env("FOLDER", &self.folder);
        minder.arg("-D").arg(self.folder.join("data")).arg("-k").arg(&self.folder).args(["-c", "listen_addresses="]);
        minder.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        self.minder = Some(minder.spawn().expect("a shell starts"));
        let end = Instant::now() + Duration::from_secs(60);
        while self.config("postgres").connect(NoTls).is_err() {
            assert!(Instant::now() < end, "PostgreSQL does not start");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Drops every connection and stops.
    pub fn halt(&mut self) {
        self.end(b"again\n");
    }

    fn end(&mut self, word: &[u8]) {
        if let Some(mut minder) = self.minder.take() {
            minder.stdin.take().expect("its input").write_all(word).expect("said");
            minder.wait().expect("ended");
        }
    }

    /// Of a database of this name, made where there is none.
    pub fn database(&self, name: &str) -> Config {
        let mut client = self.client("postgres");
        let known = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).expect("an answer");
        if known.is_none() {
            client.batch_execute(&format!("CREATE DATABASE {name}")).expect("made");
        }
        self.config(name)
    }

    pub fn client(&self, database: &str) -> Client {
        self.config(database).connect(NoTls).expect("a connection")
    }

    pub fn config(&self, database: &str) -> Config {
        let mut config = Config::new();
        config.host_path(&self.folder).user("centrala").dbname(database);
        config
    }

    /// As the command line takes it.
    pub fn url(&self, database: &str) -> String {
        format!("host={} user=centrala dbname={database}", self.folder.display())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.end(b"");
    }
}

fn program(name: &str) -> Command {
    as_user(&programs().join(name))
}

fn as_user(path: &Path) -> Command {
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(path).current_dir("/");
    command
}

/// Debian keeps them by version; the newest.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL (Debian's package postgresql)");
    let version = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let newest = versions.filter_map(|entry| Some(entry.ok()?.path())).max_by_key(version);
    newest.expect("a version of PostgreSQL").join("bin")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

fn done(command: &mut Command) {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
