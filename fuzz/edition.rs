//! What must hold for any file that is brought as an edition, for instance on a stick: the body of the fuzz target, and of
//! the test that replays its corpus on stable Rust.

use std::fs;
use std::path::Path;

use centrala_domain::{Content, Procedure, Unit, UnitKind};
use centrala_pack::{Edition, EditionInfo, PackError, build};

/// Whatever it is, it is refused, or all of it can be read; and reading changes nothing.
pub fn arrive(folder: &Path, bytes: &[u8]) {
    drop(read(folder, bytes));
}

pub fn read(folder: &Path, bytes: &[u8]) -> Result<Content, PackError> {
    let file = folder.join("edition.sqlite");
    fs::write(&file, bytes).expect("written");
    let content = Edition::open(&file).and_then(|edition| {
        let content = edition.content()?;
        let ids: Vec<String> = content.procedures.iter().map(|procedure| procedure.id.clone()).collect();
        drop(edition.titles(&ids));
        drop(ids.iter().map(|id| edition.procedure(id)).collect::<Result<Vec<_>, _>>());
        Ok(content)
    });
    assert!(fs::read(&file).expect("the file") == bytes, "an edition is only read");
    content
}

/// A small true one.
pub fn good(folder: &Path) -> Vec<u8> {
    let procedure = Procedure {
        id: "KA-00001".into(),
        title: "Wydanie dowodu osobistego".into(),
        unit: "uml".into(),
        summary: "Wniosek składa się w urzędzie; opłata 17 zł.".into(),
        ..Procedure::default()
    };
    let unit = Unit {
        id: "uml".into(),
        name: "Urząd Miasta Łodzi".into(),
        short: "UMŁ".into(),
        asked_as: Vec::new(),
        former: vec![],
        parent: None,
        kind: UnitKind::Office,
        address: None,
        phone: None,
        email: None,
        hours: None,
        web: None,
        note: None,
        as_of: None,
        source_url: None,
    };
    let date = "2026-11-25".parse().expect("a day");
    let info = EditionInfo { number: 1, date, name: "Próba".into(), sample: true };
    let content = Content { procedures: vec![procedure], units: vec![unit], ..Content::default() };
    let file = folder.join("good.sqlite");
    build(&info, &content, &file).expect("it builds");
    fs::read(file).expect("the file")
}
