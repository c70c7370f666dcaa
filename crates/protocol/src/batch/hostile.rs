//! What a stranger, or a desk gone bad, may send. Each case is refused with its own code: a wrong one means that it was stopped
//! by luck, further on than it should have been.

use rusqlite::{Connection, MAIN_DB};

use super::{PAGE_SIZE, SIZE_LIMIT, SealedBatch, open};
use crate::fixtures::{City, desk};
use crate::sealing::Identities;
use crate::signing::{DeskSigner, DeskVerifier};

/// Changes that anyone who can seal to the intake can make inside a good batch, and the code that each must get.
const INSIDE: &[(&str, &str, &str)] = &[
    ("a view", "schema", "CREATE VIEW v AS SELECT 1"),
    ("a trigger", "schema", "CREATE TRIGGER t AFTER INSERT ON ticket BEGIN SELECT 1; END"),
    ("a table more", "schema", "CREATE TABLE extra (a TEXT)"),
    ("a table with an empty name", "schema", r#"CREATE TABLE "" (a TEXT)"#),
    ("an index", "schema", "CREATE INDEX i ON ticket (id)"),
    ("an index over an expression", "schema", "CREATE INDEX i ON ticket (length(record))"),
    ("a column more", "schema", "ALTER TABLE ticket ADD COLUMN note TEXT"),
    ("a column of another name", "schema", "ALTER TABLE ticket RENAME COLUMN number TO nr"),
    ("a generated column", "schema", "ALTER TABLE ticket ADD COLUMN g TEXT AS (hex(record))"),
    ("a table less", "schema", "DROP TABLE attachment; VACUUM"),
    ("a view in a table's place", "schema", "DROP TABLE ticket; CREATE VIEW ticket AS SELECT 1 AS id; VACUUM"),
    ("a full-text table", "schema", "CREATE VIRTUAL TABLE f USING fts5(a)"),
    ("statistics", "schema", "ANALYZE main"),
    ("a table that counts for itself", "schema", "CREATE TABLE c (a INTEGER PRIMARY KEY AUTOINCREMENT)"),
    (
        "a loose table",
        "schema",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')')",
    ),
    (
        "a space more in the schema",
        "schema",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'CREATE TABLE', 'CREATE  TABLE')",
    ),
    (
        "two tables on one page",
        "schema",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'attachment'",
    ),
    (
        "a page that does not exist",
        "unsound",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 4000 WHERE name = 'attachment'",
    ),
    (
        "a name with a NUL in it",
        "schema",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'ticket' || char(0) || 'x' WHERE name = 'ticket'",
    ),
    (
        "a schema that is no SQL",
        "unsound",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE ticket (' WHERE name = 'ticket'",
    ),
    (
        "a number where a text belongs",
        "unsound",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')');
         PRAGMA writable_schema = RESET; UPDATE ticket SET sha256 = x'00'; PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = sql || ' STRICT'",
    ),
    (
        "nothing where a text belongs",
        "unsound",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '');
         PRAGMA writable_schema = RESET; UPDATE ticket SET sha256 = NULL; PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = (SELECT sql FROM good.sqlite_schema AS g WHERE g.name = sqlite_schema.name)",
    ),
    ("another application", "other_application", "PRAGMA application_id = 1"),
    ("no application", "other_application", "PRAGMA application_id = 0"),
    ("a newer format", "other_format", "PRAGMA user_version = 2"),
    ("no format", "other_format", "PRAGMA user_version = 0"),
    (
        "pages freed, to hide something in",
        "header",
        "CREATE TABLE x (a); INSERT INTO x VALUES (zeroblob(9000)); DROP TABLE x",
    ),
    ("pages that move by themselves", "header", "PRAGMA auto_vacuum = FULL; VACUUM"),
    ("no manifest", "manifest_count", "DELETE FROM manifest"),
    (
        "two manifests",
        "manifest_count",
        "INSERT INTO manifest SELECT 2, batch, desk, epoch, sequence, previous_sha256, made_at, tickets, attachments,
         signing_key, signature FROM manifest",
    ),
    ("an id of another version", "value", "UPDATE manifest SET batch = '0f2c1f9a-5d3e-4b1a-9c1d-0123456789ab'"),
    ("an id in capitals", "value", "UPDATE ticket SET id = '0193ABCD-0000-7000-8000-000000000001' WHERE position = 1"),
    ("an id that is a path", "value", "UPDATE manifest SET batch = '../../etc/passwd'"),
    ("a desk that is none", "value", "UPDATE manifest SET desk = 'L7'"),
    ("a desk that is SQL", "value", "UPDATE manifest SET desk = 'Ł7''; DROP TABLE ticket; --'"),
    ("a sequence below nothing", "value", "UPDATE manifest SET sequence = -1"),
    ("an epoch beyond counting", "value", "UPDATE manifest SET epoch = 1099511627776"),
    ("a time in another spelling", "value", "UPDATE manifest SET made_at = '1970-01-01T01:00:00.000000+01:00'"),
    ("a time that is none", "value", "UPDATE manifest SET made_at = 'wczoraj'"),
    ("a signature that is none", "value", "UPDATE manifest SET signature = 'AAAA'"),
    ("a key id that is none", "value", "UPDATE manifest SET signing_key = 'key'"),
    ("a number with a NUL behind it", "value", "UPDATE ticket SET number = number || char(0)"),
    ("a number in small letters", "value", "UPDATE ticket SET number = lower(number)"),
    ("a number that does not fit its letter", "value", "UPDATE ticket SET number = replace(number, '-000', '-001')"),
    ("a text that is no text", "value", "UPDATE ticket SET number = CAST(x'c5ff' AS TEXT)"),
    ("a hash in capitals", "value", "UPDATE ticket SET sha256 = upper(sha256)"),
    ("a hash of a hash's length", "value", "UPDATE ticket SET sha256 = replace(hex(zeroblob(32)), '0', 'g')"),
    ("no sequence", "chain", "UPDATE manifest SET sequence = 0"),
    ("a second batch with none before it", "chain", "UPDATE manifest SET sequence = 2"),
    ("a first batch with one before it", "chain", "UPDATE manifest SET previous_sha256 = lower(hex(zeroblob(32)))"),
    ("a ticket less than was said", "count", "DELETE FROM ticket WHERE position = 2"),
    (
        "a ticket more than was said",
        "count",
        "INSERT INTO ticket SELECT 9, '0193abcd-0000-7000-8000-000000000001', number, sha256, record FROM ticket WHERE position = 1",
    ),
    ("a count that is wrong", "count", "UPDATE manifest SET tickets = 4"),
    ("attachments that are not counted", "count", "UPDATE manifest SET attachments = 0"),
    ("no ticket at all", "empty", "DELETE FROM ticket; UPDATE manifest SET tickets = 0; VACUUM"),
    (
        "too many tickets",
        "too_many_tickets",
        "WITH RECURSIVE n (i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 501)
         INSERT INTO ticket SELECT i, id, number, sha256, x'' FROM n, ticket WHERE position = 1",
    ),
    (
        "too many attachments",
        "too_many_attachments",
        "WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 21)
         INSERT INTO attachment SELECT i, id, ticket, sha256, x'' FROM n, attachment WHERE position = 1",
    ),
    (
        "more rows than any batch has",
        "too_much_work",
        "WITH RECURSIVE n (i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
         INSERT INTO ticket SELECT i, '', '', '', x'' FROM n",
    ),
    ("a huge record", "record_too_large", "UPDATE ticket SET record = zeroblob(262145) WHERE position = 1"),
    (
        "a huge attachment",
        "attachment_too_large",
        "UPDATE attachment SET content = zeroblob(8388609) WHERE position = 1; VACUUM",
    ),
    (
        "an attachment beyond SQLite's own limit",
        "unsound",
        "UPDATE attachment SET content = zeroblob(9000000) WHERE position = 1; VACUUM",
    ),
    (
        "one ticket twice",
        "twice",
        "UPDATE ticket SET id = (SELECT id FROM ticket WHERE position = 1) WHERE position = 2",
    ),
    (
        "a ticket and an attachment of one id",
        "twice",
        "UPDATE attachment SET id = (SELECT id FROM ticket WHERE position = 1) WHERE position = 1",
    ),
    (
        "an attachment to nothing",
        "orphan",
        "UPDATE attachment SET ticket = '0193abcd-0000-7000-8000-000000000001' WHERE position = 1",
    ),
    ("a record's bytes changed", "hash", "UPDATE ticket SET record = CAST(record || x'00' AS BLOB) WHERE position = 1"),
    ("an attachment's bytes changed", "hash", "UPDATE attachment SET content = zeroblob(9000) WHERE position = 1"),
    (
        "records swapped",
        "hash",
        "UPDATE ticket SET record = (SELECT record FROM ticket AS o WHERE o.position = 3 - ticket.position) WHERE position < 3",
    ),
    (
        "a ticket under another id",
        "signature",
        "UPDATE ticket SET id = '0193abcd-0000-7000-8000-000000000001' WHERE position = 2",
    ),
    (
        "records swapped together with their hashes",
        "signature",
        "CREATE TEMP TABLE was AS SELECT position, sha256, record FROM ticket;
         UPDATE ticket SET (sha256, record) = (SELECT sha256, record FROM was WHERE was.position = 3 - ticket.position)
         WHERE position < 3",
    ),
    ("tickets in another order", "signature", "UPDATE ticket SET position = 9 WHERE position = 1"),
    (
        "a ticket under another number",
        "signature",
        "UPDATE ticket SET number = (SELECT number FROM ticket WHERE position = 1) WHERE position = 2",
    ),
    (
        "an attachment at another ticket",
        "signature",
        "UPDATE attachment SET ticket = (SELECT id FROM ticket WHERE position = 2) WHERE position = 1",
    ),
    (
        "a ticket left out, and not counted",
        "signature",
        "DELETE FROM ticket WHERE position = 3; UPDATE manifest SET tickets = 2",
    ),
    ("another epoch", "signature", "UPDATE manifest SET epoch = 2"),
    (
        "another place in the chain",
        "signature",
        "UPDATE manifest SET sequence = 2, previous_sha256 = lower(hex(zeroblob(32)))",
    ),
    ("another time", "signature", "UPDATE manifest SET made_at = '1970-01-02T00:00:00.000000Z'"),
    ("another batch's id", "signature", "UPDATE manifest SET batch = '01930000-0000-7000-9000-0000000000ff'"),
    ("another desk's name", "unknown_key", "UPDATE manifest SET desk = 'Ł8'"),
    ("a key that nobody knows", "unknown_key", "UPDATE manifest SET signing_key = '0123456789abcdef'"),
];

fn sealed(city: &City) -> SealedBatch {
    city.batch().seal(&city.intake.recipients(), &city.signer).expect("sealed")
}

fn inner(city: &City) -> Vec<u8> {
    city.intake.unseal(sealed(city).bytes(), SIZE_LIMIT).expect("the inner file")
}

/// The inner file after someone has had his way with it.
fn changed(plain: &[u8], sql: &str) -> Vec<u8> {
    let mut file = Connection::open_in_memory().expect("memory");
    file.deserialize_read_exact(MAIN_DB, plain, plain.len(), false).expect("a good file");
    // For the case that puts the true schema back over rows which it forbids.
    file.execute_batch("ATTACH ':memory:' AS good").expect("a second file");
    file.deserialize_read_exact("good", plain, plain.len(), true).expect("a good file");
    file.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    file.serialize(MAIN_DB).expect("its bytes").to_vec()
}

fn code(city: &City, sealed: &[u8]) -> &'static str {
    open(sealed, &city.intake, city.knows()).map_or_else(|fault| fault.code(), |_| "opened")
}

fn code_of_plain(city: &City, plain: &[u8]) -> &'static str {
    code(city, &city.intake.recipients().seal(plain).expect("sealed"))
}

#[test]
fn every_change_inside_a_batch_gets_its_own_code() {
    let city = City::new();
    let plain = inner(&city);
    assert_eq!(code_of_plain(&city, &plain), "opened", "the batch that all cases start from is good");
    let wrong: Vec<String> = INSIDE
        .iter()
        .map(|(name, expected, sql)| (name, expected, code_of_plain(&city, &changed(&plain, sql))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(name, expected, found)| format!("{name}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Bytes of the inner file overwritten: (what, where, with what, code).
const BYTES: &[(&str, usize, &[u8], &str)] = &[
    ("no SQLite file", 0, b"x", "header"),
    ("another page size", 16, &[2, 0], "header"),
    ("a write-ahead log to play back", 18, &[2, 2], "header"),
    ("reserved bytes", 20, &[8], "header"),
    ("other fractions", 21, &[63], "header"),
    ("more pages than there are", 28, &[0, 1], "header"),
    ("a list of freed pages", 35, &[3], "header"),
    ("an older schema format", 47, &[1], "header"),
    ("a vacuum's largest page", 55, &[3], "header"),
    ("UTF-16", 59, &[2], "header"),
    ("something in the reserve", 80, &[1], "header"),
    ("a manifest that is no table", PAGE_SIZE, &[2], "unsound"),
    ("more cells than fit a page", 2 * PAGE_SIZE + 3, &[0xff, 0xff], "unsound"),
];

#[test]
fn every_broken_page_gets_its_own_code() {
    let city = City::new();
    for (name, at, bytes, expected) in BYTES {
        let mut plain = inner(&city);
        plain[*at..at + bytes.len()].copy_from_slice(bytes);
        assert_eq!(code_of_plain(&city, &plain), *expected, "{name}");
    }
}

#[test]
fn two_attachments_cannot_share_their_pages() {
    let city = City::new();
    let mut plain = inner(&city);
    // Page 4 is the attachments'. A cell ends with the number of the page where its content goes on; the first cell
    // lies at the end of the page, the second before it.
    let page = 3 * PAGE_SIZE;
    let first_cell = page + usize::from(u16::from_be_bytes([plain[page + 8], plain[page + 9]]));
    let goes_on = plain[page + PAGE_SIZE - 4..page + PAGE_SIZE].to_vec();
    assert_ne!(plain[first_cell - 4..first_cell], goes_on, "each has pages of its own");
    plain[first_cell - 4..first_cell].copy_from_slice(&goes_on);
    assert_eq!(code_of_plain(&city, &plain), "unsound");
}

#[test]
fn what_is_no_batch_inside_is_refused() {
    let city = City::new();
    let good = inner(&city);
    let cases: [(&str, Vec<u8>); 6] = [
        ("nothing", Vec::new()),
        ("text", b"SELECT 1;".to_vec()),
        ("a header alone", good[..100].to_vec()),
        ("a page less", good[..good.len() - PAGE_SIZE].to_vec()),
        ("a byte more", [good.clone(), vec![0]].concat()),
        ("a million zeros", vec![0; 1 << 20]),
    ];
    for (name, plain) in cases {
        assert_eq!(code_of_plain(&city, &plain), "header", "{name}");
    }
}

fn with_passphrase(plain: &[u8]) -> Vec<u8> {
    let mut encryptor = age::scrypt::Recipient::new("hasło".to_owned().into());
    encryptor.set_work_factor(2);
    age::encrypt(&encryptor, plain).expect("sealed")
}

#[test]
fn what_is_not_sealed_as_a_batch_is_refused() {
    let city = City::new();
    let good = sealed(&city).bytes().to_vec();
    let header_end = good.windows(5).position(|bytes| bytes == b"\n--- ").expect("a header");
    let many_lines = [&b"age-encryption.org/v1\n"[..], &b"-> X25519 a\n\n".repeat(100_000)].concat();
    let mut other_version = good.clone();
    other_version[20] = b'2';
    let cases: [(&str, Vec<u8>, &str); 10] = [
        ("nothing", Vec::new(), "not_age"),
        ("the inner file, unsealed", inner(&city), "not_age"),
        ("another version of age", other_version, "not_age"),
        ("all header", many_lines, "not_age"),
        ("for another intake", Identities::generate().recipients().seal(b"x").expect("sealed"), "not_for_us"),
        ("for a passphrase", with_passphrase(b"x"), "not_for_us"),
        ("cut off", good[..good.len() - 1].to_vec(), "damaged"),
        ("cut off behind its header", good[..header_end + 60].to_vec(), "damaged"),
        ("a byte more", [good.clone(), vec![0]].concat(), "damaged"),
        ("a byte more than a batch may have", vec![0; SIZE_LIMIT + 1], "too_large"),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(code(&city, &bytes), expected, "{name}");
    }
}

#[test]
fn a_desk_cannot_sign_in_anothers_name() {
    let city = City::new();
    let other = DeskSigner::generate().expect("a key");
    let forged = city.batch().seal(&city.intake.recipients(), &other).expect("sealed");
    assert_eq!(code(&city, forged.bytes()), "unknown_key", "with its own key's id");
    let our_id = city.signer.verifier().id();
    let forged = changed(
        &city.intake.unseal(forged.bytes(), SIZE_LIMIT).expect("the inner file"),
        &format!("UPDATE manifest SET signing_key = '{our_id}'"),
    );
    assert_eq!(code_of_plain(&city, &forged), "signature", "with our key's id");
}

#[test]
fn a_lookup_that_returns_another_key_than_asked_is_not_believed() {
    let city = City::new();
    let other: DeskVerifier = DeskSigner::generate().expect("a key").verifier();
    let found = open(sealed(&city).bytes(), &city.intake, |code, _| (*code == desk()).then_some(other));
    assert_eq!(found.expect_err("refused").code(), "unknown_key");
}
