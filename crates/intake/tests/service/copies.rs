//! What lies in the folder of a service on SQLite: copies of it, and nothing in the clear.

use std::path::Path;

use centrala_protocol::SealedRecord;

use crate::command_line::{done, failed};
use crate::desk::{City, Desk, PHONE};

#[test]
fn a_copy_made_while_it_runs_brings_the_service_back() {
    let city = City::new();
    let desk = city.desk();
    let batch = desk.tickets(2);
    let receipt = desk.upload(&batch);
    let copies = tempfile::tempdir().expect("a folder");
    let (bare, whole) = (copies.path().join("bare"), copies.path().join("whole"));
    done(city.folder.path(), &["backup", &bare.to_string_lossy()]);
    let said = done(city.folder.path(), &["backup", &whole.to_string_lossy(), "--with-keys"]);
    assert!(said.starts_with("2 tickets copied"), "{said}");
    let (code, error) = failed(city.folder.path(), &["backup", &whole.to_string_lossy()]);
    assert!(code == Some(1) && error.contains("nothing is overwritten"), "{error}");
    drop(city);

    let new = tempfile::tempdir().expect("a folder");
    for place in [new.path().to_owned(), new.path().join("deep/inside")] {
        let (code, error) = failed(&place, &["restore", &bare.to_string_lossy()]);
        let missing = place.join("keys/intake-key.txt");
        assert_eq!(code, Some(1));
        assert!(error.contains(&format!("{} is missing", missing.display())), "{error}");
        assert_eq!(names(new.path()), [""; 0], "as it says: nothing was changed");
    }
    let said = done(new.path(), &["restore", &whole.to_string_lossy()]);
    assert!(said.starts_with("2 tickets restored"), "{said}");
    let (code, error) = failed(new.path(), &["restore", &whole.to_string_lossy()]);
    assert!(code == Some(1) && error.contains("nothing is overwritten"), "{error}");
    let city = City::on(new);
    let desk = Desk { url: city.server.url(), ..desk };
    assert_eq!(desk.read(&desk.commit(batch.id())), receipt, "the desk notices nothing");
    assert_eq!(city.desk().keys, desk.keys);
}

#[test]
fn a_copy_with_one_changed_bit_is_not_restored() {
    let city = City::new();
    let desk = city.desk();
    let batch = desk.tickets(1);
    desk.upload(&batch);
    let copies = tempfile::tempdir().expect("a folder");
    done(city.folder.path(), &["backup", &copies.path().to_string_lossy(), "--with-keys"]);
    let place = copies.path().join("ledger.sqlite");
    let mut bytes = std::fs::read(&place).expect("a copy");
    let header = b"age-encryption.org/v1";
    let record = bytes.windows(header.len()).position(|window| window == header).expect("a sealed record");
    bytes[record + 300] ^= 1;
    std::fs::write(&place, bytes).expect("changed");
    let new = tempfile::tempdir().expect("a folder");
    let (code, error) = failed(new.path(), &["restore", &copies.path().to_string_lossy()]);
    assert!(code == Some(1) && error.contains("damaged"), "{error}");
    assert_eq!(names(new.path()), [""; 0], "no ledger, no keys, no half of either");
}

#[test]
fn a_copy_of_another_city_is_not_restored_under_these_keys() {
    let [city, other] = [(); 2].map(|()| City::new());
    let copies = tempfile::tempdir().expect("a folder");
    done(city.folder.path(), &["backup", &copies.path().to_string_lossy(), "--with-keys"]);
    let City { server, folder } = other;
    server.stop().expect("a good end");
    std::fs::remove_file(folder.path().join("ledger.sqlite")).expect("lost");
    let before = names(folder.path());
    let (code, error) = failed(folder.path(), &["restore", &copies.path().to_string_lossy()]);
    assert!(code == Some(1) && error.contains("not those of this ledger; nothing was changed"), "{error}");
    assert_eq!(names(folder.path()), before);
}

#[test]
fn of_an_erased_ticket_no_byte_is_left_in_the_files_and_a_copy_has_none_either() {
    let city = City::new();
    let desk = city.desk();
    let [erased, kept] = [1, 2].map(|n| desk.record(n, &"Głęboki ubytek na prawym pasie. ".repeat(300)));
    desk.upload(&desk.batch(vec![erased.clone(), kept.clone()]));
    let pieces = |record: &SealedRecord| {
        let files = ["ledger.sqlite", "ledger.sqlite-wal"].map(|name| std::fs::read(city.folder.path().join(name)));
        let files: Vec<u8> = files.into_iter().flat_map(|file| file.expect("a file")).collect();
        let lies = |piece: &&[u8]| files.windows(piece.len()).any(|window| window == *piece);
        record.bytes().chunks_exact(64).filter(lies).count()
    };
    assert!(pieces(&erased) > 100 && pieces(&kept) > 100);
    let number = centrala_domain::TicketNumber::new(&desk.code, 1);
    done(city.folder.path(), &["erase", number.as_str(), "--reason", "wniosek"]);
    assert_eq!(pieces(&erased), 0);
    assert!(pieces(&kept) > 100);
    let copies = tempfile::tempdir().expect("a folder");
    let said = done(city.folder.path(), &["backup", &copies.path().to_string_lossy(), "--with-keys"]);
    assert!(said.starts_with("1 tickets copied"), "{said}");
    let new = tempfile::tempdir().expect("a folder");
    done(new.path(), &["restore", &copies.path().to_string_lossy()]);
    assert!(done(new.path(), &["audit"]).contains("ticket_erased"));
}

#[test]
fn a_ledger_of_an_older_program_is_brought_up_and_its_audit_cannot_be_changed() {
    let city = City::new();
    let desk = city.desk();
    desk.upload(&desk.tickets(1));
    let City { server, folder } = city;
    server.stop().expect("a good end");
    let ledger = rusqlite::Connection::open(folder.path().join("ledger.sqlite")).expect("the ledger");
    let older = "DROP INDEX ticket_told; DROP INDEX ticket_supersedes; ALTER TABLE ticket DROP COLUMN supersedes;
        ALTER TABLE ticket DROP COLUMN told; ALTER TABLE ticket DROP COLUMN withdrawn_at;
        DROP TABLE audit; ALTER TABLE ticket DROP COLUMN erased_at; PRAGMA user_version = 1";
    ledger.execute_batch(older).expect("as format 1 was");
    drop(ledger);
    let number = centrala_domain::TicketNumber::new(&desk.code, 1);
    done(folder.path(), &["tickets", number.as_str(), "--json", "--with-contact"]);
    let ledger = rusqlite::Connection::open(folder.path().join("ledger.sqlite")).expect("the ledger");
    for act in ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"] {
        let error = ledger.execute_batch(act).expect_err("refused");
        assert!(error.to_string().contains("only added to"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn nobody_but_their_owner_may_look_into_the_files_of_the_city() {
    use std::os::unix::fs::PermissionsExt;
    let city = City::new();
    let desk = city.desk();
    desk.upload(&desk.tickets(1));
    let unfinished = desk.tickets(1);
    desk.announce(&unfinished);
    desk.patch(unfinished.id(), 0, &unfinished.bytes()[..1_000]);
    let rights = |file: &Path| std::fs::metadata(file).expect("it is there").permissions().mode() & 0o777;
    let ledger = city.folder.path().join("ledger.sqlite");
    assert_eq!(rights(&ledger), 0o600);
    std::fs::set_permissions(&ledger, std::fs::Permissions::from_mode(0o644)).expect("as an older program left it");

    let copies = tempfile::tempdir().expect("a folder");
    let copy = copies.path().join("copy");
    done(city.folder.path(), &["backup", &copy.to_string_lossy(), "--with-keys"]);
    let export = copies.path().join("tickets.csv");
    done(city.folder.path(), &["export", "csv", "--with-contact", "--out", &export.to_string_lossy()]);
    assert!(std::fs::read_to_string(&export).expect("an export").contains(PHONE));
    assert_eq!(rights(&export), 0o600);
    assert_eq!(rights(&copy), 0o700);
    let mut seen = 0;
    for folder in [city.folder.path(), &city.folder.path().join("keys"), &city.folder.path().join("uploads"), &copy] {
        for file in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            seen += 1;
            assert_eq!(rights(&file) & 0o077, 0, "{}", file.display());
        }
    }
    assert!(seen >= 10, "ledger, log, lock, keys, an upload and the copy: {seen}");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

#[test]
fn no_contact_stands_in_the_ledger_or_anywhere_else_in_the_clear() {
    let city = City::new();
    let desk = city.desk();
    desk.upload(&desk.tickets(2));
    let unfinished = desk.tickets(1);
    desk.announce(&unfinished);
    desk.patch(unfinished.id(), 0, unfinished.bytes());
    let mut read = 0;
    for folder in ["", "uploads"] {
        for entry in std::fs::read_dir(city.folder.path().join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let Ok(bytes) = std::fs::read(&path) else { continue };
            read += 1;
            for secret in [PHONE, "Smugowa"] {
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{secret} in {}", path.display());
            }
        }
    }
    assert!(read >= 3, "the ledger, its log and an upload were read: {read}");
}
