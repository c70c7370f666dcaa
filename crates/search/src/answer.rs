//! The question and the answer, as they cross to the window and the command line.

use centrala_domain::{Kind, Target};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What an operator typed, and the filters that are on.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Query {
    pub text: String,
    /// Any of these units (a unit includes its departments); empty is all.
    #[serde(default)]
    pub units: Vec<String>,
    /// Any of these categories (a category includes its children); empty is all.
    #[serde(default)]
    pub categories: Vec<String>,
    #[serde(default = "usual_limit")]
    pub limit: u32,
}

fn usual_limit() -> u32 {
    20
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Type)]
pub struct Answer {
    /// Microseconds, from the text to the last snippet.
    pub took_us: u32,
    /// Procedures under the filters that count as answers; `hits` are the first of them.
    pub total: u32,
    /// So many of `hits` stand in the list at once, the rest behind one row.
    pub shown: u32,
    pub hits: Vec<Hit>,
    /// Kinds of intervention, the likeliest first.
    pub services: Vec<Named>,
    pub units: Vec<Named>,
    pub elsewhere: Vec<Named>,
    /// The groups that have an answer, in the order in which they stand: the group of the best answer first.
    pub groups: Vec<Kind>,
    /// The one thing to open, of any kind; none where nothing is sure enough.
    pub best: Option<Target>,
    pub facets: Facets,
    /// Nothing answers the query surely: "słabe dopasowanie".
    pub weak: bool,
    /// The query as it would read with its slips mended, Polish marks included; none where it has no slip.
    pub corrected: Option<String>,
    /// Where the filters leave little: what would be left without them. Only what helps.
    pub without: Vec<Without>,
}

/// A document that is no procedure, found.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct Named {
    pub id: String,
    /// On the scale of the hits' scores.
    pub score: f32,
    /// The share of the query's words that it answers, rare ones weighing more, 0 to 1.
    pub coverage: f32,
    pub why: Vec<Explanation>,
}

/// Filters that could be dropped, and the hits that would leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Without {
    pub units: Vec<String>,
    pub categories: Vec<String>,
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct Hit {
    pub id: String,
    pub title: String,
    pub title_fragments: Vec<Fragment>,
    pub unit: String,
    pub score: f32,
    /// Where the article opens: the section that answers.
    pub section: Section,
    /// The line that answers, as plain text; never empty.
    pub answer: String,
    /// The same line, marked.
    pub snippet: Vec<Fragment>,
    pub why: Vec<Explanation>,
    /// The share of the query's words that this hit answers, rare ones weighing more, 0 to 1.
    pub coverage: f32,
}

/// A part of a procedure, in the order in which an article shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Summary,
    Steps,
    How,
    TimeAndPlace,
    Fees,
    Documents,
    LegalBasis,
    Appeal,
}

impl Section {
    pub const ALL: [Self; 8] = [
        Self::Summary,
        Self::Steps,
        Self::How,
        Self::TimeAndPlace,
        Self::Fees,
        Self::Documents,
        Self::LegalBasis,
        Self::Appeal,
    ];
}

/// A piece of text, marked where it is what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Fragment {
    pub text: String,
    pub marked: bool,
}

/// Why a hit is there, and why it stands where it stands: first for each word of the query, then what weighs besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Explanation {
    /// As it was typed.
    Word {
        word: String,
    },
    /// Another form of the same word: "dowodu" → "dowód".
    Form {
        typed: String,
        found: String,
    },
    /// The beginning of a word.
    Prefix {
        typed: String,
        found: String,
    },
    Typo {
        typed: String,
        found: String,
    },
    /// An everyday word → the official ones.
    Synonym {
        typed: String,
        means: String,
    },
    /// Callers ask for it in these words.
    AskedAs {
        typed: String,
    },
    /// Its meaning is near that of these words.
    Meaning {
        typed: String,
    },
    /// Words glued or torn apart.
    Split {
        typed: String,
        found: String,
    },
    /// Callers ask for it often: a little higher.
    Often,
    /// There is a newer description of the matter: under it.
    Older,
    /// A later act (a change, a duplicate) that was not asked for: a little lower.
    LaterAct,
    /// Opened so many times on this desk after such a query: a little higher.
    Chosen {
        times: u32,
    },
    Favourite,
    /// Among the articles read last.
    Recent,
}

/// How many hits each filter would leave, given the filters of the other kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct Facets {
    pub units: Vec<FacetCount>,
    pub categories: Vec<FacetCount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FacetCount {
    pub id: String,
    pub count: u32,
}
