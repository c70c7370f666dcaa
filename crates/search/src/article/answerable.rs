//! Which questions a sentence can answer. Runs when an index is built.
//!
//! It is read off the sentence's words: a sum of money, a term of days, hours, an address. How directly it answers is 1
//! to 4: a label of the right section is 3, a bare mention 1. Not here: how lists and facts answer (`lines`).

use std::collections::HashSet;

use centrala_domain::text::fold;

use crate::analysis::intent::Slot;
use crate::answer::Section;
use centrala_polish::terms;
use centrala_polish::tokens::{Token, words};

/// A sentence's words, as they are asked about here.
struct Seen<'a> {
    text: &'a str,
    section: Section,
    tokens: Vec<Token>,
    names: HashSet<String>,
}

impl Seen<'_> {
    /// Does it hold any of these, as forms or lemmas?
    fn any(&self, wanted: &str) -> bool {
        wanted.split(' ').any(|name| self.names.contains(name))
    }

    fn has_digit(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }

    fn is_in(&self, section: Section) -> bool {
        self.section == section
    }

    /// "30 dni", "do 3 miesięcy", "miesiąc".
    fn has_term(&self) -> bool {
        const SPANS: [&str; 6] = ["dzien", "doba", "tydzien", "miesiac", "godzina", "rok"];
        let counted = self.tokens.windows(2).any(|pair| {
            pair[0].folded.bytes().all(|byte| byte.is_ascii_digit())
                && terms::written(&pair[1]).iter().any(|lemma| SPANS.contains(&lemma.as_str()))
        });
        counted || self.any("niezwlocznie") || self.says("od ręki") || self.is_labelled("termin") && self.any("miesiac")
    }

    /// "do 15 września", "31 marca", "od kwietnia".
    fn has_date(&self) -> bool {
        self.any("styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien")
    }

    fn has_weekday(&self) -> bool {
        self.any("pn wt sr czw sob poniedzialek wtorek sroda czwartek piatek sobota niedziela")
    }

    fn says(&self, words: &str) -> bool {
        self.text.contains(words)
    }

    /// Begins with a name and a colon: "Termin: …", "Termin na zgłoszenie zmian: …".
    fn is_labelled(&self, label: &str) -> bool {
        self.text.split_once(':').is_some_and(|(before, _)| fold(before).starts_with(label))
    }
}

/// The questions that a sentence of a section can answer, and how directly.
pub fn answered_by(section: Section, text: &str) -> Vec<(Slot, u8)> {
    let tokens = words(text);
    let names =
        tokens.iter().flat_map(|token| terms::written(token).into_iter().chain([token.folded.clone()])).collect();
    let seen = Seen { text, section, tokens, names };
    let all = [
        (Slot::Fee, fee(&seen)),
        (Slot::HowMuch, how_much(&seen)),
        (Slot::HowLong, how_long(&seen)),
        (Slot::Deadline, deadline(&seen)),
        (Slot::Hours, hours(&seen)),
        (Slot::When, deadline(&seen).max(hours(&seen))),
        (Slot::Where, place(&seen)),
        (Slot::Place, place(&seen)),
        (Slot::Contact, contact(&seen)),
        (Slot::Visit, visit(&seen)),
        (Slot::Documents, documents(&seen)),
        (Slot::Appeal, u8::from(seen.any("odwolanie odwolac odwolywac sprzeciw zazalenie zgadzac"))),
        (Slot::Law, u8::from(seen.any("ustawa rozporzadzenie uchwala zarzadzenie kodeks"))),
        (Slot::Online, online(&seen)),
        (Slot::Post, u8::from(seen.any("poczta listem listownie korespondencyjnie"))),
        (Slot::Proxy, proxy(&seen)),
    ];
    all.into_iter().filter(|(_, directness)| *directness > 0).collect()
}

fn fee(seen: &Seen) -> u8 {
    const COST: &str = "oplata placic zaplacic oplacic wplacac kosztowac koszt bezplatny bezplatnie stawka \
        cennik darmo";
    if !seen.any(COST) {
        return 0;
    }
    if seen.any("zl") || seen.any("bezplatny bezplatnie darmo") { 2 } else { 1 }
}

fn how_much(seen: &Seen) -> u8 {
    if seen.any("zl") { 2 } else { u8::from(seen.has_digit() && seen.any("limit kg m2 sztuka najwyzej")) }
}

/// How long one waits; what a caller is bound to do within a term is a deadline instead.
fn how_long(seen: &Seen) -> u8 {
    const WAIT: &str = "czekac poczekac trwac potrwac wydawac wydac dostac otrzymac odpowiedz odpowiadac \
        rozpatrywac rozpatrzenie sprawdzac zalatwiac powstawac zamawiac";
    if !seen.has_term() {
        return 0;
    }
    if seen.is_in(Section::TimeAndPlace) && seen.says("Termin:") {
        return 3;
    }
    2 * u8::from(seen.any(WAIT) && !is_duty(seen))
}

fn deadline(seen: &Seen) -> u8 {
    if !seen.has_term() && !seen.has_date() {
        return 0;
    }
    match (seen.is_in(Section::TimeAndPlace), is_duty(seen)) {
        (true, _) => 3,
        (false, true) => 2,
        (false, false) => 1,
    }
}

fn is_duty(seen: &Seen) -> bool {
    seen.any(
        "trzeba musiec powinien zglosic zglaszac zlozyc skladac zawiadomic zawiadamiac najpozniej wczesniej \
        ciag",
    )
}

fn hours(seen: &Seen) -> u8 {
    let always = seen.says("całą dobę") || seen.any("codziennie");
    let at_hours = seen.has_digit() && (seen.has_weekday() || seen.any("godz robocze przyjecie"));
    match (always || at_hours, seen.is_in(Section::TimeAndPlace)) {
        (true, true) => 3,
        (true, false) => 2,
        (false, _) => u8::from(seen.has_weekday()),
    }
}

fn place(seen: &Seen) -> u8 {
    let named = seen.any("ul al pok sala punkt") && seen.has_digit();
    match (named, seen.is_in(Section::TimeAndPlace)) {
        (true, true) => 3,
        (true, false) => 1,
        (false, _) => 0,
    }
}

fn contact(seen: &Seen) -> u8 {
    let number =
        |token: &Token| (3..=9).contains(&token.folded.len()) && token.folded.bytes().all(|byte| byte.is_ascii_digit());
    let phone = seen.tokens.iter().any(|token| number(token) && token.folded.len() == 9);
    let short = seen.any("tel telefon infolinia") && seen.tokens.iter().any(number);
    match (phone || short || seen.says("@"), seen.is_in(Section::TimeAndPlace)) {
        (true, true) => 4,
        (true, false) => 2,
        (false, _) => 0,
    }
}

fn visit(seen: &Seen) -> u8 {
    if seen.any("wizyta umowic umawiac umawianie umowienie") { 2 } else { 0 }
}

fn documents(seen: &Seen) -> u8 {
    if seen.any("dokument zalacznik formularz druk zdjecie") {
        return if seen.any("dolaczac dolaczyc przyniesc potrzebny pokazac przygotowac zebrac wypelnic") {
            2
        } else {
            1
        };
    }
    u8::from(seen.any("dolaczac dolaczyc"))
}

fn online(seen: &Seen) -> u8 {
    if seen.any("internet online epuap elektronicznie elektroniczny mobywatel zdalnie") {
        return 2;
    }
    u8::from(seen.any("portal e-mail mail gov emp sow esp") || seen.says("e-mail"))
}

fn proxy(seen: &Seen) -> u8 {
    if seen.any("pelnomocnik pelnomocnictwo upowaznic upowaznienie zlecic") {
        return 2;
    }
    u8::from(seen.any("osobiscie opiekun przedstawiciel"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directness(section: Section, text: &str, slot: Slot) -> u8 {
        answered_by(section, text).into_iter().find(|(one, _)| *one == slot).map_or(0, |(_, directness)| directness)
    }

    #[test]
    fn waiting_is_not_a_deadline_of_the_caller() {
        let wait = "Na nowy dokument czeka się do 30 dni.";
        let duty = "Urodzenie trzeba zgłosić w ciągu 21 dni.";
        assert_eq!(directness(Section::Summary, wait, Slot::HowLong), 2);
        assert_eq!(directness(Section::Summary, duty, Slot::HowLong), 0);
        assert_eq!(directness(Section::Summary, duty, Slot::Deadline), 2);
    }

    #[test]
    fn hours_places_and_money_are_seen() {
        let open = "Poniedziałek, środa 8–17, wtorek 8–20.";
        assert_eq!(directness(Section::TimeAndPlace, open, Slot::Hours), 3);
        assert_eq!(directness(Section::TimeAndPlace, "ul. Lecznicza 6, tel. 42 256 51 15.", Slot::Where), 3);
        assert_eq!(directness(Section::TimeAndPlace, "ul. Lecznicza 6, tel. 42 256 51 15.", Slot::Hours), 0);
        assert_eq!(directness(Section::Summary, "Zwykły paszport kosztuje 140 zł.", Slot::Fee), 2);
        assert_eq!(
            directness(Section::Summary, "Becikowe to 1000 zł wypłacane raz.", Slot::Fee),
            0,
            "not what one pays"
        );
    }
}
