//! What a document of the index is: four parts in two families, a vocabulary, and what an answer needs.

use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};

/// Part and weight in BM25F: title, summary, body, and place (unit, category, symbol).
pub const PARTS: [(&str, f32); 4] = [("title", 3.0), ("summary", 1.5), ("body", 1.0), ("place", 0.5)];
pub const PART_COUNT: usize = PARTS.len();

#[derive(Clone)]
pub struct Fields {
    pub schema: Schema,
    /// Folded words of each part.
    pub forms: [Field; PART_COUNT],
    /// Lemmas of each part; several may stand for one word.
    pub lemmas: [Field; PART_COUNT],
    /// Every folded word of the document, for expansions: no frequencies.
    pub vocabulary: Field,
    pub id: Field,
    pub title: Field,
    /// The article's lines (`stored`), of which a hit shows the one that answers.
    pub lines: Field,
    /// Position of the document's unit in the side file.
    pub unit: Field,
    /// Positions of its categories in the side file.
    pub category: Field,
    /// Place of its title in Polish alphabetical order.
    pub rank: Field,
    /// 1 where callers ask for it often.
    pub often: Field,
    /// `rank` of the procedure that has taken its place.
    pub successor: Field,
}

impl Fields {
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let mut family = |name: &str, record: IndexRecordOption, norms: bool| {
            let indexing =
                TextFieldIndexing::default().set_tokenizer("raw").set_index_option(record).set_fieldnorms(norms);
            schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
        };
        let forms = PARTS.map(|(part, _)| family(&format!("{part}_forms"), IndexRecordOption::WithFreqs, true));
        let lemmas = PARTS.map(|(part, _)| family(&format!("{part}_lemmas"), IndexRecordOption::WithFreqs, false));
        let vocabulary = family("vocabulary", IndexRecordOption::Basic, false);
        Self {
            forms,
            lemmas,
            vocabulary,
            id: schema.add_text_field("id", STORED),
            title: schema.add_text_field("title", STORED),
            lines: schema.add_text_field("lines", STORED),
            unit: schema.add_u64_field("unit", FAST),
            category: schema.add_u64_field("category", FAST),
            rank: schema.add_u64_field("rank", FAST),
            often: schema.add_u64_field("often", FAST),
            successor: schema.add_u64_field("successor", FAST),
            schema: schema.build(),
        }
    }
}

/// Words already cut and analysed, as tantivy takes them.
pub fn pre_tokenized(words: Vec<String>) -> PreTokenizedString {
    let token = |(position, text): (usize, String)| Token { position, text, ..Token::default() };
    PreTokenizedString { text: String::new(), tokens: words.into_iter().enumerate().map(token).collect() }
}
