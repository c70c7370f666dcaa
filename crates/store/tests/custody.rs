//! Who keeps the key of the desk's file: lost, locked, mixed up, tampered with.

use std::fs;
use std::path::Path;
use std::process::Command;

use centrala_domain::{Call, DeskCode};
use centrala_protocol::{Identities, UnsealError};
use centrala_store::{Custody, CustodyKind, FileKey, Keeping, Passphrase, Store, StoreError, has_recovery};
use chrono::DateTime;
use uuid::Uuid;

fn open(path: &Path, key: &FileKey) -> Store {
    let code = || DeskCode::numbered(7).expect("a code");
    Store::open(path, key, || (Uuid::nil(), code(), DateTime::UNIX_EPOCH)).expect("a desk")
}

/// A desk with one open call, its key in a key file.
fn desk(path: &Path) -> FileKey {
    let key = FileKey::of(path).expect("a key");
    open(path, &key).save_call(&Call::opened(Uuid::from_u128(1), DateTime::UNIX_EPOCH)).expect("saved");
    key
}

fn is_whole(path: &Path, key: &FileKey) -> bool {
    open(path, key).open_calls().expect("calls").len() == 1
}

fn fault(found: Result<FileKey, StoreError>) -> StoreError {
    found.err().expect("no key")
}

#[test]
fn a_passphrase_opens_the_desk_and_nothing_else_does() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let key = desk(&path);
    let in_the_open = fs::read_to_string(dir.path().join("desk.key")).expect("a key file");
    let chosen = Passphrase::chosen("żółty tramwaj nr 9").expect("long enough");
    Custody::beside(&path).keep(&key, Keeping::Passphrase(&chosen)).expect("kept");
    let digits = in_the_open.split('"').max_by_key(|word| word.len()).expect("the key's digits");
    assert_eq!(digits.len(), 64);
    for entry in fs::read_dir(dir.path()).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        assert!(!String::from_utf8_lossy(&fs::read(&entry).expect("bytes")).contains(digits), "{}", entry.display());
    }
    assert_eq!(Custody::beside(&path).kind().expect("read"), Some(CustodyKind::Passphrase));

    let with = |typed: &str| Custody::beside(&path).with_passphrase(Some(&Passphrase::new(typed))).key();
    assert!(matches!(fault(Custody::beside(&path).key()), StoreError::PassphraseNeeded));
    assert!(matches!(fault(with("żółty tramwaj nr 8")), StoreError::PassphraseWrong));
    assert!(is_whole(&path, &with("żółty tramwaj nr 9").expect("opened")));
    // Another keyboard composes the letters of their parts, and a pasted one brings a line end.
    assert!(is_whole(&path, &with("z\u{307}o\u{301}łty tramwaj nr 9\n").expect("opened")));
    assert!(matches!(Passphrase::chosen("krótkie"), Err(StoreError::PassphraseShort { shortest: 10 })));
}

#[test]
fn a_tampered_record_neither_opens_nor_eats_the_memory() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let key = desk(&path);
    let passphrase = Passphrase::chosen("żółty tramwaj nr 9").expect("long enough");
    Custody::beside(&path).keep(&key, Keeping::Passphrase(&passphrase)).expect("kept");
    let place = dir.path().join("desk.key");
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(&place).expect("bytes")).expect("JSON");
    let opened_with = |field: &str, value: serde_json::Value| {
        let mut changed = kept.clone();
        changed[field] = value;
        fs::write(&place, changed.to_string()).expect("written");
        fault(Custody::beside(&path).with_passphrase(Some(&passphrase)).key())
    };
    let spoilt: [(&str, serde_json::Value); 9] = [
        ("memory_kib", 4_000_000_000_u32.into()),
        ("memory_kib", 0.into()),
        ("passes", 1_000_000.into()),
        ("lanes", 0.into()),
        ("salt", "".into()),
        ("nonce", "00".into()),
        ("wrapped", "zz".into()),
        ("check", "0011223344556677".into()),
        ("format", "1".into()),
    ];
    for (field, value) in spoilt {
        assert!(matches!(opened_with(field, value.clone()), StoreError::KeyUnreadable), "{field} {value}");
    }
    assert!(matches!(opened_with("passes", 4.into()), StoreError::PassphraseWrong));
    assert!(matches!(opened_with("kind", "smart_card".into()), StoreError::NewerKey));
    assert!(matches!(opened_with("format", 2.into()), StoreError::NewerKey));
}

#[test]
fn a_lost_key_comes_back_with_the_recovery_key_and_with_no_other() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let key = desk(&path);
    let (city, other) = (Identities::generate(), Identities::generate());
    assert!(!has_recovery(&path));
    assert!(matches!(fault(Custody::beside(&path).recovered(&city)), StoreError::RecoveryMissing));
    open(&path, &key).wrap_for_recovery(&city.recipients()).expect("sealed");
    assert!(has_recovery(&path));

    fs::remove_file(dir.path().join("desk.key")).expect("lost");
    let custody = Custody::beside(&path);
    assert!(matches!(fault(custody.key()), StoreError::KeyMissing));
    assert!(matches!(fault(custody.recovered(&other)), StoreError::Recovery(UnsealError::NotForUs)));
    let recovered = custody.recovered(&city).expect("opened");
    custody.keep(&recovered, Keeping::File).expect("kept again");
    assert!(is_whole(&path, &custody.key().expect("there again")));
    // What it holds is the key file itself: age alone brings the desk back.
    let sealed = fs::read(dir.path().join("desk.recovery.age")).expect("bytes");
    let text = city.unseal(&sealed, 4096).expect("opened");
    assert_eq!(text, fs::read(dir.path().join("desk.key")).expect("bytes"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["desk.key", "desk.recovery.age"] {
            let mode = fs::metadata(dir.path().join(name)).expect(name).permissions().mode();
            assert_eq!(mode & 0o077, 0, "{name} has {mode:o}");
        }
    }
}

/// Runs one of the tests below in a process of its own, in the folder, by `command`.
fn child(command: &mut Command, name: &str, folder: &Path) {
    let output = command.env("CENTRALA_CUSTODY_TEST", folder).output().expect("a child");
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains(&format!("{name} done")), "{told}");
}

fn this_test() -> std::path::PathBuf {
    std::env::current_exe().expect("this test")
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_session_a_new_key_goes_into_a_key_file_and_a_kept_one_is_waited_for() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(this_test());
    command.args(["--exact", "child_without_a_session", "--nocapture"]);
    // Never the keychain of whoever runs this.
    child(command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"), "session", dir.path());
}

#[test]
fn child_without_a_session() {
    let Some(folder) = std::env::var_os("CENTRALA_CUSTODY_TEST") else { return };
    let path = Path::new(&folder).join("desk.sqlite");
    let custody = Custody::beside(&path).keychain_first(true);
    let key = custody.key().expect("a key all the same");
    assert_eq!(custody.kind().expect("read"), Some(CustodyKind::File));
    assert!(matches!(custody.keep(&key, Keeping::Keychain), Err(StoreError::KeychainSilent(_))));
    assert_eq!(custody.kind().expect("read"), Some(CustodyKind::File), "still where it was");

    let record = r#"{"format":1,"kind":"keychain","account":"00112233445566778899aabbccddeeff"}"#;
    let place = Path::new(&folder).join("desk.key");
    fs::write(&place, record).expect("written");
    assert!(matches!(fault(custody.key()), StoreError::KeychainSilent(_)));
    assert_eq!(fs::read_to_string(&place).expect("read"), record, "no new key takes its place");
    assert!(!path.exists(), "and no file was made");
    println!("session done");
}

/// A real keychain, in a session and a home of its own: `cargo test -p centrala-store --test custody -- --ignored` where
/// `dbus-run-session` and `gnome-keyring` are installed.
#[test]
#[ignore = "needs dbus-run-session and gnome-keyring"]
fn a_keychain_keeps_the_key_and_a_locked_or_emptied_one_is_said() {
    let dir = tempfile::tempdir().expect("a folder");
    let home = tempfile::tempdir().expect("a home");
    for (name, session) in [
        ("kept", "printf haslo | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec \"$0\" \"$@\""),
        ("locked", "gnome-keyring-daemon --start --components=secrets >/dev/null; exec \"$0\" \"$@\""),
        ("emptied", "printf haslo | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec \"$0\" \"$@\""),
    ] {
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "bash", "-c", session]).arg(this_test());
        command.args(["--exact", &format!("child_{name}"), "--nocapture"]);
        for variable in ["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"] {
            command.env(variable, home.path());
        }
        command.env_remove("DISPLAY").env_remove("DBUS_SESSION_BUS_ADDRESS");
        child(&mut command, name, dir.path());
    }
}

#[test]
fn child_kept() {
    let Some(folder) = std::env::var_os("CENTRALA_CUSTODY_TEST") else { return };
    let path = Path::new(&folder).join("desk.sqlite");
    let custody = Custody::beside(&path).keychain_first(true);
    let key = custody.key().expect("a new key");
    assert_eq!(custody.kind().expect("read"), Some(CustodyKind::Keychain));
    open(&path, &key).save_call(&Call::opened(Uuid::from_u128(1), DateTime::UNIX_EPOCH)).expect("saved");
    assert!(is_whole(&path, &Custody::beside(&path).existing().expect("out of the keychain")));
    // Away and back: the entry goes with the custody, the key stays the same.
    custody.keep(&key, Keeping::File).expect("kept");
    custody.keep(&key, Keeping::Keychain).expect("kept");
    assert!(is_whole(&path, &custody.existing().expect("out of the keychain")));
    println!("kept done");
}

#[test]
fn child_locked() {
    let Some(folder) = std::env::var_os("CENTRALA_CUSTODY_TEST") else { return };
    let path = Path::new(&folder).join("desk.sqlite");
    let before = fs::read(Path::new(&folder).join("desk.key")).expect("a record");
    assert!(matches!(fault(Custody::beside(&path).key()), StoreError::KeychainLocked));
    assert_eq!(fs::read(Path::new(&folder).join("desk.key")).expect("a record"), before);
    println!("locked done");
}

#[test]
fn child_emptied() {
    let Some(folder) = std::env::var_os("CENTRALA_CUSTODY_TEST") else { return };
    let (path, record) = (Path::new(&folder).join("desk.sqlite"), Path::new(&folder).join("desk.key"));
    let custody = Custody::beside(&path);
    let key = custody.existing().expect("out of the keychain");
    let pointing = fs::read(&record).expect("a record");
    custody.keep(&key, Keeping::File).expect("the entry goes");
    fs::write(&record, pointing).expect("as of an older copy of the folder");
    assert!(matches!(fault(custody.key()), StoreError::KeychainWithoutKey));
    println!("emptied done");
}
