//! What tantivy keeps of a document: its stored fields, its values, and its words for expansions. Postings with impacts
//! lie beside it (`postings`).

use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};

#[derive(Clone)]
pub struct Fields {
    pub schema: Schema,
    /// Every folded word of the document, those of its phrasings too: no frequencies.
    pub vocabulary: Field,
    pub id: Field,
    pub title: Field,
    /// The article's lines (`article::stored`), of which a hit shows the one that answers.
    pub lines: Field,
    /// Position of the document's unit in the sidecar.
    pub unit: Field,
    /// Positions of its categories in the sidecar.
    pub category: Field,
    /// 1 where callers ask for it often.
    pub often: Field,
    /// The document that has taken its place.
    pub successor: Field,
}

impl Fields {
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        Self {
            vocabulary: schema.add_text_field("vocabulary", TextOptions::default().set_indexing_options(indexing)),
            id: schema.add_text_field("id", STORED),
            title: schema.add_text_field("title", STORED),
            lines: schema.add_text_field("lines", STORED),
            unit: schema.add_u64_field("unit", FAST),
            category: schema.add_u64_field("category", FAST),
            often: schema.add_u64_field("often", FAST),
            successor: schema.add_u64_field("successor", FAST),
            schema: schema.build(),
        }
    }
}

/// Words already cut and analysed, as tantivy takes them.
pub fn pre_tokenized<'a>(words: impl IntoIterator<Item = &'a str>) -> PreTokenizedString {
    let token = |(position, text): (usize, &str)| Token { position, text: text.to_owned(), ..Token::default() };
    PreTokenizedString { text: String::new(), tokens: words.into_iter().enumerate().map(token).collect() }
}
