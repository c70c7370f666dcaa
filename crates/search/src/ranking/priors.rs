//! What is likelier before a word is compared: a small weight, never enough to beat a better match.
//!
//! Two come from the editors (`often`, `replaced_by`), one from how titles are written: an act that changes, repeats or
//! ends something ("Zmiana treści zezwolenia …") stands a little below the one that grants it, unless it was asked for.

use std::sync::LazyLock;

use crate::answer::Explanation;
use crate::article::stored::Words;
use crate::explain::highlight::HighlightTerms;
use crate::index::Index;
use crate::matching::score::Scored;
use centrala_polish::few_words::FewWords;
use centrala_polish::terms;
use centrala_polish::tokens::words;

const OFTEN: f32 = 1.15;
/// The same where nothing but the first letters of one word is known: they say little else.
const OFTEN_BEGUN: f32 = 1.4;
const LATER: f32 = 0.85;
/// An older generation's share of the score of the current one.
const REPLACED: f32 = 0.99;

/// Lemmas of the acts that come after the first one.
static LATER_ACTS: LazyLock<FewWords<'_, ()>> = LazyLock::new(|| {
    let acts = "zmiana wymiana wtórnik duplikat wygaszanie wygaśnięcie cofnięcie przywrócenie zwrot dodatkowy ponowny powtórny \
                przedłużanie unieważnienie odwołanie reklamacja umarzanie rozłożenie uzupełnienie sprostowanie odtworzenie";
    words(acts).iter().flat_map(terms::written).map(|lemma| &*lemma.leak()).collect()
});

/// What is known of each document of an index.
pub struct Priors<'a>(pub &'a Index);

impl Priors<'_> {
    pub fn weight(&self, document: u32, begun: bool) -> f32 {
        match self.0.often[document as usize] {
            true if begun => OFTEN_BEGUN,
            true => OFTEN,
            false => 1.0,
        }
    }

    /// What weighed on this document, whose title is `title`.
    pub fn reasons(&self, document: u32, title: Words<'_>, wanted: &HighlightTerms<'_>) -> Vec<Explanation> {
        let often = self.0.often[document as usize].then_some(Explanation::Often);
        let older = self.0.successors[document as usize].map(|_| Explanation::Older);
        let later = (of_title(title, wanted) < 1.0).then_some(Explanation::LaterAct);
        [often, older, later].into_iter().flatten().collect()
    }

    /// Lowers older generations under the current one, where both were found.
    pub fn lower_replaced(&self, hits: &mut [Scored]) {
        for at in 0..hits.len() {
            let Some(successor) = self.0.successors[hits[at].document as usize] else { continue };
            if let Some(current) = hits.iter().find(|hit| hit.document == successor).map(|hit| hit.score) {
                hits[at].score = hits[at].score.min(REPLACED * current);
            }
        }
    }
}

/// How the beginning of a title weighs: it names the act.
pub fn of_title(title: Words<'_>, wanted: &HighlightTerms<'_>) -> f32 {
    let mut named = title.each().take(4);
    let is_later = named
        .any(|(form, lemmas)| lemmas.clone().any(|lemma| LATER_ACTS.contains(lemma)) && !wanted.wants(form, lemmas));
    if is_later { LATER } else { 1.0 }
}
