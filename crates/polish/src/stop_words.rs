//! Words that say nothing about the matter: dropped from a query that has others, and from an everyday phrase.

use std::sync::LazyLock;

use crate::few_words::FewWords;
use crate::terms;
use crate::tokens::Token;

static WORDS: LazyLock<FewWords<'_, ()>> = LazyLock::new(|| {
    "a aby albo ale bez bo by co czy czym dla do gdy gdzie go i ich ile im ja jak jako jesli jezeli juz \
    kiedy kto lub mi mnie moge moglabym moglbym moze mozemy mozesz mozna mu na nad nam nie niz no o od \
    on ona oraz pan pani po pod prosze przed przez przy sie ta tam te tego tej ten to tu tym u w we z za \
    ze zeby"
        .split_whitespace()
        .collect()
});

/// In any form: "jaką", "będę", "złożyłam". A lemma that is also a matter's own word ("moc") does not stand here.
static LEMMAS: LazyLock<FewWords<'_, ()>> = LazyLock::new(|| {
    "byc byly miec musiec chciec zrobic robic zalatwic zalatwiac trzeba potrzebowac potrzebny pojsc dostac \
    zlozyc skladac otrzymac wiedziec wystarczyc kosztowac jaki jakis ktory moj swoj nasz kto ktos cos gdzies \
     kiedys czyjs czyj ten tamten taki kazdy inny zaden wszystko siebie"
        .split_whitespace()
        .collect()
});

/// The quick look, for words of an article.
pub fn is_stop_word(folded: &str) -> bool {
    WORDS.contains(folded)
}

/// The thorough one, for words of a question: also verbs and pronouns that only frame it ("co mam zrobić, żeby dostać").
pub fn is_filler(token: &Token) -> bool {
    is_stop_word(&token.folded) || terms::is_any_typed(token, |lemma| LEMMAS.contains(lemma))
}
