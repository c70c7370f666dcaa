//! The window's contract is generated; a stale one is refused.

use std::fs;
use std::path::Path;

#[test]
fn the_contract_is_fresh() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/api/contract.ts");
    if std::env::var_os("CENTRALA_WRITE_CONTRACT").is_some() {
        return centrala_desk::contract(&kept).expect("the contract can be written");
    }
    let dir = tempfile::tempdir().expect("a temporary folder");
    let fresh = dir.path().join("contract.ts");
    centrala_desk::contract(&fresh).expect("the contract can be written");
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    assert!(read(&kept) == read(&fresh), "ui/src/api/contract.ts is stale: run `cargo xtask contract` and commit it");
}
