//! What lies in the folder of a service on SQLite: copies of it, and nothing in the clear.

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
    let (code, error) = failed(new.path(), &["restore", &bare.to_string_lossy()]);
    assert!(code == Some(1) && error.contains("intake-key.txt is missing"), "{error}");
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
    assert!(!new.path().join("ledger.sqlite").exists());
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
