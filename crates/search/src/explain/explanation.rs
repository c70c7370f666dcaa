//! Why a hit is there: the members that won, told with the words that the operator sees marked.

use centrala_domain::text::fold;

use crate::hits::answer::{Fragment, Why};
use crate::hits::corrected::spelled;
use centrala_polish::terms;
use centrala_polish::tokens::{Token, words};
use crate::query::groups::Group;

/// The winning members' reasons, each once. `shown` is the hit's title and snippet, marked.
pub fn reasons<'a>(groups: &[Group], winners: &[Option<usize>], shown: impl Iterator<Item = &'a Fragment>) -> Vec<Why> {
    let marked: Vec<Token> = shown.filter(|part| part.marked).flat_map(|part| words(&part.text)).collect();
    let won = groups.iter().zip(winners).filter_map(|(group, winner)| group.members.get((*winner)?));
    let mut reasons: Vec<Why> = Vec::new();
    for why in won.flat_map(|member| told(&member.why, &marked)) {
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    reasons
}

/// A reason, behind what the typed words say for themselves: "dowód" may win as "dowód osobisty" where it stands, too.
fn told(why: &Why, marked: &[Token]) -> Vec<Why> {
    let own: Vec<Why> = if let Why::Synonym { typed, .. } = why {
        words(typed).iter().filter_map(|word| stands(word, marked)).collect()
    } else {
        Vec::new()
    };
    own.into_iter().chain([written(why, marked)]).collect()
}

/// The typed word among the marked ones, as it is or in another form.
fn stands(typed: &Token, marked: &[Token]) -> Option<Why> {
    if marked.iter().any(|token| token.folded == typed.folded) {
        return Some(Why::Word { word: typed.text.clone() });
    }
    let lemmas = terms::typed(typed);
    let same = |token: &&Token| terms::written(token).iter().any(|lemma| lemmas.contains(lemma));
    let found = marked.iter().find(same)?.text.to_lowercase();
    Some(Why::Form { typed: typed.text.clone(), found })
}

/// With Polish marks, and in the form that stands in the article.
fn written(why: &Why, marked: &[Token]) -> Why {
    match why.clone() {
        Why::Form { typed, found } => form(typed, found, marked),
        Why::Prefix { typed, found } => Why::Prefix { typed, found: spelled(&found, marked) },
        Why::Typo { typed, found } => Why::Typo { typed, found: spelled(&found, marked) },
        Why::Split { typed, found } => {
            let found = found.split(' ').map(|word| spelled(word, marked)).collect::<Vec<_>>().join(" ");
            Why::Split { typed, found }
        }
        other @ (Why::Word { .. }
        | Why::Synonym { .. }
        | Why::Often
        | Why::Older
        | Why::LaterAct
        | Why::Chosen { .. }
        | Why::Favourite
        | Why::Recent
        | Why::Meaning { .. }) => other,
    }
}

/// A lemma answers for all its forms: where the typed one stands there too, it is simply that word.
fn form(typed: String, lemma: String, marked: &[Token]) -> Why {
    let mut forms = marked.iter().filter(|token| terms::written(token).contains(&lemma)).peekable();
    let first = forms.peek().map(|token| token.text.to_lowercase());
    if forms.any(|token| token.folded == fold(&typed)) {
        return Why::Word { word: typed };
    }
    Why::Form { typed, found: first.unwrap_or_else(|| spelled(&lemma, marked)) }
}
