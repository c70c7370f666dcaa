//! ARCHITECTURE.md's floors against what Cargo knows: a crate may look down only.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// Every crate of the workspace and its floor. Dev-dependencies may look anywhere.
const FLOORS: &[(&str, u8)] = &[
    ("centrala-domain", 0),
    ("centrala-protocol", 1),
    ("centrala-paper", 1),
    ("centrala-store", 2),
    ("centrala-polish", 1),
    ("centrala-search", 2),
    ("centrala-finders", 2),
    ("centrala-model", 2),
    ("centrala-pack", 2),
    ("centrala-intake-client", 2),
    ("centrala-uploader", 3),
    ("centrala-app", 4),
    ("centrala-cli", 5),
    ("centrala-intake", 5),
    ("centrala-desk", 6),
    ("centrala-testkit", 6),
    ("centrala-hostile-net", 6),
    ("centrala-torture", 7),
    ("xtask", 8),
];

/// What only one floor may know.
const KEPT_TO: &[(&str, &[&str])] = &[
    ("tauri", &["centrala-desk"]),
    ("tantivy", &["centrala-search"]),
    ("ureq", &["centrala-intake-client"]),
    // The command line measures search against SQLite's own (`centrala bench search --against fts5`).
    (
        "rusqlite",
        &[
            "centrala-protocol",
            "centrala-store",
            "centrala-pack",
            "centrala-cli",
            "centrala-intake",
            "centrala-testkit",
            "centrala-torture",
            "xtask",
        ],
    ),
    ("krilla", &["centrala-paper"]),
    ("open", &["centrala-app"]),
    ("axum", &["centrala-intake"]),
    ("postgres", &["centrala-intake"]),
];

/// Package → what it depends on in the program itself (normal and build dependencies).
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages").iter();
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    packages
        .map(|package| {
            let all = package["dependencies"].as_array().expect("a list of dependencies").iter();
            (name(package), all.filter(|dependency| dependency["kind"] != "dev").map(name).collect())
        })
        .collect()
}

#[test]
fn every_crate_looks_down_only() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    for (package, dependencies) in dependencies() {
        let floor = floors.get(package.as_str());
        let floor = floor.unwrap_or_else(|| panic!("give {package} a floor in FLOORS and in ARCHITECTURE.md"));
        for below in dependencies.iter().filter_map(|name| floors.get(name.as_str()).map(|floor| (name, floor))) {
            assert!(
                below.1 < floor,
                "{package} (floor {floor}) may not use {} (floor {}): pass it as an argument",
                below.0,
                below.1
            );
        }
    }
}

#[test]
fn each_big_library_is_known_on_one_floor_only() {
    let dependencies = dependencies();
    for (library, allowed) in KEPT_TO {
        for (package, used) in &dependencies {
            let uses = used.iter().any(|name| name == library);
            assert!(!uses || allowed.contains(&package.as_str()), "{package} uses {library}: only {allowed:?} may");
        }
    }
}

#[test]
fn the_floors_below_the_command_line_are_synchronous() {
    // The intake is the city's, not the desk's: nothing stands on it, and it serves many at once.
    let below = |package: &str| FLOORS.iter().any(|(name, floor)| *name == package && *floor <= 4);
    for (package, used) in dependencies().iter().filter(|(name, _)| below(name) && *name != "centrala-intake") {
        assert!(
            !used.iter().any(|name| name == "tokio"),
            "{package} uses tokio: below the shell everything is synchronous"
        );
    }
}
