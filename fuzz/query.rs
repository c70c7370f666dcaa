//! What must hold for any bytes that are typed or pasted: the body of the fuzz target, and of the test that replays its
//! corpus on stable Rust.

use centrala_search::{Engine, Fragment, Query};

/// Asks the bytes as text; whatever they are, the answer is whole.
pub fn ask(index: &Engine, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let answer = index.search(&Query { text, limit: 10, ..Query::default() }).expect("an answer");
    assert!(answer.hits.len() <= 10 && answer.hits.len() <= answer.total as usize);
    for hit in &answer.hits {
        assert_eq!(joined(&hit.title_fragments), hit.title, "the fragments are the title");
        assert!(hit.score.is_finite() && (0.0..=1.0).contains(&hit.coverage), "{hit:?}");
    }
}

fn joined(fragments: &[Fragment]) -> String {
    fragments.iter().map(|fragment| fragment.text.as_str()).collect()
}
