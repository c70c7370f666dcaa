//! Why a hit is there: the alternatives that won, told with the words that the operator sees marked.

use centrala_domain::text::fold;

use crate::answer::{Explanation, Fragment};
use crate::explain::did_you_mean::spelled;
use crate::matching::query_terms::QueryTerm;
use centrala_polish::terms;
use centrala_polish::tokens::{Token, words};

/// The winning alternatives' reasons, each once. `shown` is the hit's title and snippet, marked.
pub fn explained<'a>(
    terms: &[QueryTerm],
    winners: &[Option<usize>],
    shown: impl Iterator<Item = &'a Fragment>,
) -> Vec<Explanation> {
    let marked: Vec<Token> = shown.filter(|part| part.marked).flat_map(|part| words(&part.text)).collect();
    let won = terms.iter().zip(winners).filter_map(|(term, winner)| term.alternatives.get((*winner)?));
    let mut reasons: Vec<Explanation> = Vec::new();
    for why in won.flat_map(|alternative| told(&alternative.why, &marked)) {
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    reasons
}

/// A reason, behind what the typed words say for themselves: "dowód" may win as "dowód osobisty" where it stands, too.
fn told(why: &Explanation, marked: &[Token]) -> Vec<Explanation> {
    let own: Vec<Explanation> = if let Explanation::Synonym { typed, .. } = why {
        words(typed).iter().filter_map(|word| stands(word, marked)).collect()
    } else {
        Vec::new()
    };
    own.into_iter().chain([written(why, marked)]).collect()
}

/// The typed word among the marked ones, as it is or in another form.
fn stands(typed: &Token, marked: &[Token]) -> Option<Explanation> {
    if marked.iter().any(|token| token.folded == typed.folded) {
        return Some(Explanation::Word { word: typed.text.clone() });
    }
    let lemmas = terms::typed(typed);
    let same = |token: &&Token| terms::written(token).iter().any(|lemma| lemmas.contains(lemma));
    let found = marked.iter().find(same)?.text.to_lowercase();
    Some(Explanation::Form { typed: typed.text.clone(), found })
}

/// With Polish marks, and in the form that stands in the article.
fn written(why: &Explanation, marked: &[Token]) -> Explanation {
    match why.clone() {
        Explanation::Form { typed, found } => form(typed, found, marked),
        Explanation::Prefix { typed, found } => Explanation::Prefix { typed, found: spelled(&found, marked) },
        Explanation::Typo { typed, found } => Explanation::Typo { typed, found: spelled(&found, marked) },
        Explanation::Split { typed, found } => {
            let found = found.split(' ').map(|word| spelled(word, marked)).collect::<Vec<_>>().join(" ");
            Explanation::Split { typed, found }
        }
        other @ (Explanation::Word { .. }
        | Explanation::Synonym { .. }
        | Explanation::Often
        | Explanation::Older
        | Explanation::LaterAct
        | Explanation::Chosen { .. }
        | Explanation::Favourite
        | Explanation::Recent
        | Explanation::AskedAs { .. }
        | Explanation::Meaning { .. }) => other,
    }
}

/// A lemma answers for all its forms: where the typed one stands there too, it is simply that word.
fn form(typed: String, lemma: String, marked: &[Token]) -> Explanation {
    let mut forms = marked.iter().filter(|token| terms::written(token).contains(&lemma)).peekable();
    let first = forms.peek().map(|token| token.text.to_lowercase());
    if forms.any(|token| token.folded == fold(&typed)) {
        return Explanation::Word { word: typed };
    }
    Explanation::Form { typed, found: first.unwrap_or_else(|| spelled(&lemma, marked)) }
}
