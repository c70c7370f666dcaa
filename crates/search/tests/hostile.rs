//! The fuzzer's corpus, replayed: nothing that can be typed or pasted breaks the search.

mod content;
#[path = "../../../fuzz/query.rs"]
mod query;

use std::fs;

use content::{INDEX, root};

#[test]
fn nothing_that_was_ever_pasted_breaks_the_search() {
    let mut replayed = 0;
    for entry in fs::read_dir(root("fuzz/corpus/query")).expect("the corpus") {
        let bytes = fs::read(entry.expect("a file").path()).expect("its bytes");
        // Every beginning too: it is typed letter by letter.
        let longest = bytes.len().min(60);
        (0..=longest).for_each(|end| query::ask(&INDEX, &bytes[..end]));
        query::ask(&INDEX, &bytes);
        replayed += 1;
    }
    assert!(replayed >= 30, "{replayed} inputs: is the corpus there?");
}
