//! A ticket from the form to the checked record: `TicketForm` (raw) → `Draft::accept` → `Ticket` (checked, numbered).
//!
//! Deliberately not here: the sentences shown for a problem (ui/src/text/errors.ts) and how a ticket is stored.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;

use crate::content::{Location, Question, QuestionKind, Service};
use crate::matter::Matter;
use crate::number::TicketNumber;
use crate::text::clean;

/// Longest description, in characters.
pub const DESCRIPTION_LIMIT: usize = 4_000;
/// Longest other text field (street, landmark, answer, e-mail), in characters.
pub const FIELD_LIMIT: usize = 300;
/// What the operator reads to the caller before asking for consent (art. 6(1)(a) and 13 GDPR).
pub const PRIVACY_SENTENCE: &str = "Czy mogę zapisać Pana/Pani e-mail lub telefon, żeby miasto mogło odpowiedzieć w tej \
    sprawie? To dobrowolne, a zgodę można w każdej chwili wycofać. Administratorem danych jest Prezydent Miasta Łodzi.";
/// Which sentence that is: kept with each consent. A changed sentence gets a new version.
pub const PRIVACY_VERSION: &str = "2026-11";

/// The form as it stands, complete or not; also the JSON of `centrala ticket new`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct TicketForm {
    pub service: Option<String>,
    #[serde(default)]
    pub place: Place,
    #[serde(default)]
    pub description: String,
    /// Question id → answer, of the service's own questions.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    #[serde(default)]
    pub contact: Option<Contact>,
}

/// Where. The building number keeps its slash ("30/32"); the flat has a field of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields, default)]
pub struct Place {
    pub street: Option<String>,
    pub number: Option<String>,
    pub flat: Option<String>,
    /// The other street of a corner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corner: Option<String>,
    /// Where no street was named, or to tell two of one name apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub osiedle: Option<String>,
    pub landmark: Option<String>,
}

/// How the reporter can be reached: voluntary, and only with consent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    pub email: Option<String>,
    pub phone: Option<String>,
    pub consent: bool,
}

/// A ticket that is not checked yet. Saved at every change; may be incomplete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Draft {
    pub id: Uuid,
    /// The call it belongs to; none for the command line.
    pub call: Option<Uuid>,
    /// The article it was opened from.
    pub procedure: Option<String>,
    /// The ticket that this one corrects: a sealed ticket never changes.
    #[serde(default)]
    pub supersedes: Option<Uuid>,
    /// The ticket of the same matter that this one only adds a caller's voice to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice_of: Option<Uuid>,
    pub form: TicketForm,
}

/// A checked ticket. Made only by [`Draft::accept`] and a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Ticket {
    pub id: Uuid,
    pub number: TicketNumber,
    pub created_at: DateTime<Utc>,
    pub call: Option<Uuid>,
    pub procedure: Option<String>,
    /// The ticket that this one corrects.
    pub supersedes: Option<Uuid>,
    /// The ticket of the same matter that this one adds a voice to; it need not say anything of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice_of: Option<Uuid>,
    pub service: String,
    /// The service's name and unit as they were on that day: the catalogue changes, a ticket does not.
    pub service_name: String,
    pub unit: String,
    pub place: Place,
    pub description: String,
    pub answers: BTreeMap<String, String>,
    pub contact: Option<Contact>,
    /// When consent was given, and to which version of the privacy sentence; present exactly when `contact` is.
    pub consent_at: Option<DateTime<Utc>>,
    pub consent_version: Option<String>,
}

/// One thing to mend, at the field where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Problem {
    /// `service`, `street`, `number`, `flat`, `corner`, `osiedle`, `landmark`, `description`, `email`, `phone`, `consent`, `contact`, or
    /// `answers.<question id>`.
    pub field: String,
    pub code: ProblemCode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// Empty, and it is needed.
    Missing,
    /// No such service in this edition.
    UnknownService,
    /// This kind is handled elsewhere: the service says whom to call.
    NotHere,
    /// Neither a street, nor a landmark, nor an osiedle.
    NoPlace,
    /// A building number without a street.
    NumberWithoutStreet,
    /// Not a building number (104, 12a, 30/32).
    BadNumber,
    /// Not one of the question's options.
    NotAnOption,
    /// The service has no such question.
    UnknownQuestion,
    /// Not an e-mail address.
    BadEmail,
    /// Not a phone number of 9 to 15 digits.
    BadPhone,
    /// Contact without consent must not be kept.
    NoConsent,
    /// This service needs an e-mail or a phone of the reporter.
    ReporterNeeded,
    /// Longer than the field's limit.
    TooLong,
}

/// For the command line and the log; the window has its own sentences.
impl fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is needed",
            Self::UnknownService => "no such service in this edition",
            Self::NotHere => "is not taken here: the service says whom to call",
            Self::NoPlace => "a street, a landmark or an osiedle is needed",
            Self::NumberWithoutStreet => "a building number needs a street",
            Self::BadNumber => "is not a building number such as 104, 12a or 30/32",
            Self::NotAnOption => "is not one of the question's options",
            Self::UnknownQuestion => "the service has no such question",
            Self::BadEmail => "is not an e-mail address",
            Self::BadPhone => "is not a phone number of 9 to 15 digits",
            Self::NoConsent => "contact data are kept only with consent: true",
            Self::ReporterNeeded => "this service needs the reporter's e-mail or phone",
            Self::TooLong => "is too long",
        })
    }
}

impl Draft {
    /// Raw into checked, once: every problem at once, or what only lacks its number.
    ///
    /// `service` is the catalogue's entry for `form.service`, none if the catalogue has none.
    pub fn accept(&self, service: Option<&Service>, now: DateTime<Utc>) -> Result<Accepted, Vec<Problem>> {
        let form = self.form.cleaned();
        let problems = form.problems(service, self.voice_of.is_some());
        match service {
            Some(service) if problems.is_empty() => {
                Ok(Accepted { draft: Draft { form, ..self.clone() }, service: service.clone(), now })
            }
            _ => Err(problems),
        }
    }
}

/// A checked form. The number comes last, inside the transaction that saves the ticket, so none is ever spent on a
/// refused form.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    draft: Draft,
    service: Service,
    now: DateTime<Utc>,
}

impl Accepted {
    pub fn id(&self) -> Uuid {
        self.draft.id
    }

    pub fn numbered(self, number: TicketNumber) -> Ticket {
        let Self { draft, service, now } = self;
        let consented = draft.form.contact.is_some();
        Ticket {
            id: draft.id,
            number,
            created_at: now,
            call: draft.call,
            procedure: draft.procedure,
            supersedes: draft.supersedes,
            voice_of: draft.voice_of,
            service: service.code,
            service_name: service.name,
            unit: service.unit,
            place: draft.form.place,
            description: draft.form.description,
            answers: draft.form.answers,
            contact: draft.form.contact,
            consent_at: consented.then_some(now),
            consent_version: consented.then(|| PRIVACY_VERSION.to_owned()),
        }
    }
}

impl Ticket {
    /// The draft that it was.
    pub fn into_draft(self) -> Draft {
        let form = TicketForm {
            service: Some(self.service),
            place: self.place,
            description: self.description,
            answers: self.answers,
            contact: self.contact,
        };
        Draft {
            id: self.id,
            call: self.call,
            procedure: self.procedure,
            supersedes: self.supersedes,
            voice_of: self.voice_of,
            form,
        }
    }

    /// A new draft to correct a ticket that cannot be changed any more. Without the contact, which is asked for again: it must
    /// not outlive the sealing of the first.
    pub fn into_correction(self, id: Uuid) -> Draft {
        let corrected = self.id;
        Draft { id, supersedes: Some(corrected), ..Self { contact: None, ..self }.into_draft() }
    }
}

impl Draft {
    /// The same words as another caller's voice in a matter that is logged already: of its service, so that the two come
    /// to the same unit, and at its place where none was named.
    pub fn into_voice(self, of: &Matter) -> Self {
        let same_service = self.form.service.as_deref() == Some(of.service.as_str());
        let form = TicketForm {
            service: Some(of.service.clone()),
            place: if self.form.place.is_somewhere() { self.form.place } else { of.place.clone() },
            // Answers belong to the questions of one service.
            answers: if same_service { self.form.answers } else { BTreeMap::new() },
            ..self.form
        };
        Self { voice_of: Some(of.ticket), form, ..self }
    }
}

impl TicketForm {
    /// As it may be kept before it is saved: without a contact that nobody has consented to.
    pub fn keepable(&self) -> Self {
        let contact = self.contact.clone().filter(|contact| contact.consent);
        Self { contact, ..self.clone() }
    }

    /// Without control characters, outer spaces, empty answers and an empty contact.
    fn cleaned(&self) -> Self {
        let answers = self.answers.iter().map(|(id, answer)| (id.clone(), clean(answer)));
        Self {
            service: cleaned(&self.service),
            place: Place {
                street: cleaned(&self.place.street),
                number: cleaned(&self.place.number),
                flat: cleaned(&self.place.flat),
                corner: cleaned(&self.place.corner),
                osiedle: cleaned(&self.place.osiedle),
                landmark: cleaned(&self.place.landmark),
            },
            description: clean(&self.description),
            answers: answers.filter(|(_, answer)| !answer.is_empty()).collect(),
            contact: self.contact.as_ref().and_then(Contact::cleaned),
        }
    }

    /// A voice has told its matter by pointing at a ticket: nothing but its place and contact is asked of it.
    fn problems(&self, service: Option<&Service>, is_voice: bool) -> Vec<Problem> {
        let mut problems = Problems::default();
        match (&self.service, service) {
            (None, _) => problems.add("service", ProblemCode::Missing),
            (Some(_), None) => problems.add("service", ProblemCode::UnknownService),
            (Some(_), Some(service)) if service.elsewhere => problems.add("service", ProblemCode::NotHere),
            (Some(_), Some(_)) => {}
        }
        self.place.check(service.is_some_and(|s| s.location == Location::Required), &mut problems);
        if self.description.is_empty() && !is_voice {
            problems.add("description", ProblemCode::Missing);
        }
        problems.limit("description", &self.description, DESCRIPTION_LIMIT);
        if let Some(service) = service {
            self.check_answers(&service.questions, is_voice, &mut problems);
        }
        match &self.contact {
            Some(contact) => contact.check(&mut problems),
            None if service.is_some_and(|s| s.reporter_required) => {
                problems.add("contact", ProblemCode::ReporterNeeded)
            }
            None => {}
        }
        problems.0
    }

    fn check_answers(&self, questions: &[Question], is_voice: bool, problems: &mut Problems) {
        for question in questions {
            let field = format!("answers.{}", question.id);
            match self.answers.get(&question.id) {
                None if question.required && !is_voice => problems.add(&field, ProblemCode::Missing),
                Some(answer) if !question.takes(answer) => problems.add(&field, ProblemCode::NotAnOption),
                Some(answer) => problems.limit(&field, answer, FIELD_LIMIT),
                None => {}
            }
        }
        for id in self.answers.keys().filter(|id| !questions.iter().any(|q| q.id == **id)) {
            problems.add(&format!("answers.{id}"), ProblemCode::UnknownQuestion);
        }
    }
}

impl Question {
    fn takes(&self, answer: &str) -> bool {
        match self.kind {
            QuestionKind::Text => true,
            QuestionKind::Choice => self.options.iter().any(|option| option == answer),
            QuestionKind::YesNo => matches!(answer, "tak" | "nie"),
        }
    }
}

impl Place {
    /// Whether anything tells where.
    pub fn is_somewhere(&self) -> bool {
        self.street.is_some() || self.landmark.is_some() || self.osiedle.is_some()
    }

    fn check(&self, required: bool, problems: &mut Problems) {
        if required && !self.is_somewhere() {
            problems.add("street", ProblemCode::NoPlace);
        }
        if let Some(number) = &self.number {
            if self.street.is_none() {
                problems.add("street", ProblemCode::NumberWithoutStreet);
            }
            if !is_building_number(number) {
                problems.add("number", ProblemCode::BadNumber);
            }
        }
        let texts = [
            ("street", &self.street),
            ("flat", &self.flat),
            ("corner", &self.corner),
            ("osiedle", &self.osiedle),
            ("landmark", &self.landmark),
        ];
        for (field, text) in texts {
            problems.limit(field, text.as_deref().unwrap_or_default(), FIELD_LIMIT);
        }
    }

    /// One line for lists: "ul. Piotrkowska 104 m. 5, przy bramie", "ul. Piotrkowska / ul. Tuwima", "osiedle Ruda".
    pub fn line(&self) -> String {
        let flat = self.flat.as_ref().map(|flat| format!("m. {flat}"));
        let corner = self.corner.as_ref().map(|street| format!("/ {street}"));
        let address: Vec<&str> =
            [&self.street, &self.number, &flat, &corner].into_iter().filter_map(|part| part.as_deref()).collect();
        let osiedle = self.osiedle.as_ref().map(|name| format!("osiedle {name}"));
        let parts = [address.join(" "), osiedle.unwrap_or_default(), self.landmark.clone().unwrap_or_default()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Łódź writes numbers with a slash ("30/32") and letters ("12a"): digits first, then letters, parts joined by / or -.
pub fn is_building_number(text: &str) -> bool {
    let part = |part: &str| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        (1..=5).contains(&digits)
            && part[digits..].len() <= 2
            && part[digits..].bytes().all(|b| b.is_ascii_alphabetic())
    };
    text.split(['/', '-']).all(part) && text.split(['/', '-']).count() <= 4
}

impl Contact {
    fn cleaned(&self) -> Option<Self> {
        let contact = Self { email: cleaned(&self.email), phone: cleaned(&self.phone), consent: self.consent };
        (contact.email.is_some() || contact.phone.is_some()).then_some(contact)
    }

    fn check(&self, problems: &mut Problems) {
        if self.email.as_deref().is_some_and(|email| !is_email(email)) {
            problems.add("email", ProblemCode::BadEmail);
        }
        if self.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            problems.add("phone", ProblemCode::BadPhone);
        }
        if !self.consent {
            problems.add("consent", ProblemCode::NoConsent);
        }
    }
}

/// One @, something before it, a dot inside the domain, no spaces. The mail server has the last word.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((user, domain)) = text.split_once('@') else { return false };
    let labels: Vec<&str> = domain.split('.').collect();
    !user.is_empty()
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
        && !text.chars().any(char::is_whitespace)
        && !domain.contains('@')
        && text.chars().count() <= FIELD_LIMIT
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (9..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'))
}

fn cleaned(text: &Option<String>) -> Option<String> {
    text.as_deref().map(clean).filter(|text| !text.is_empty())
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, field: &str, code: ProblemCode) {
        self.0.push(Problem { field: field.to_owned(), code });
    }

    fn limit(&mut self, field: &str, text: &str, limit: usize) {
        if text.chars().count() > limit {
            self.add(field, ProblemCode::TooLong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::DeskCode;

    fn pothole() -> Service {
        let question = |id: &str, kind, options: &[&str], required| Question {
            id: id.into(),
            label: id.into(),
            kind,
            options: options.iter().map(|o| (*o).to_owned()).collect(),
            required,
        };
        Service {
            code: "drogi.ubytek-jezdni".into(),
            group: "drogi".into(),
            name: "Ubytek w jezdni".into(),
            unit: "zdit".into(),
            promise: None,
            questions: vec![
                question("rozmiar", QuestionKind::Choice, &["mały", "duży"], false),
                question("miejsce", QuestionKind::Text, &[], true),
            ],
            location: Location::Required,
            reporter_required: false,
            reporter_why: None,
            emergency: None,
            not_here: None,
            elsewhere: false,
            keywords: vec![],
            asked_as: vec![],
            basis: "sourced".into(),
            source_url: None,
        }
    }

    fn draft(change: impl FnOnce(&mut TicketForm)) -> Draft {
        let mut form = TicketForm {
            service: Some("drogi.ubytek-jezdni".into()),
            place: Place { street: Some("ul. Smugowa".into()), number: Some("30/32".into()), ..Place::default() },
            description: "Głęboki ubytek".into(),
            answers: BTreeMap::from([("miejsce".into(), "prawy pas".into())]),
            contact: None,
        };
        change(&mut form);
        Draft { id: Uuid::nil(), call: None, procedure: None, supersedes: None, voice_of: None, form }
    }

    fn accept(draft: &Draft, service: Option<&Service>) -> Result<Ticket, Vec<Problem>> {
        let desk = DeskCode::numbered(7).expect("a code");
        let accepted = draft.accept(service, DateTime::UNIX_EPOCH)?;
        Ok(accepted.numbered(TicketNumber::new(&desk, 1)))
    }

    fn codes(change: impl FnOnce(&mut TicketForm)) -> Vec<(String, ProblemCode)> {
        let problems = accept(&draft(change), Some(&pothole())).expect_err("a form with problems");
        problems.into_iter().map(|p| (p.field, p.code)).collect()
    }

    #[test]
    fn a_complete_form_becomes_a_ticket_without_any_personal_data() {
        let ticket = accept(&draft(|_| {}), Some(&pothole())).expect("a ticket");
        assert_eq!((ticket.unit.as_str(), ticket.place.line().as_str()), ("zdit", "ul. Smugowa 30/32"));
        assert_eq!((ticket.contact, ticket.consent_at), (None, None));
    }

    #[test]
    fn every_problem_is_named_at_once_at_its_field() {
        let found = codes(|form| {
            form.place = Place { number: Some("przy bramie".into()), ..Place::default() };
            form.description = " \u{0} ".into();
            form.answers = BTreeMap::from([("rozmiar".into(), "ogromny".into()), ("kolor".into(), "x".into())]);
            form.contact = Some(Contact { email: Some("a@b".into()), phone: Some("12".into()), consent: false });
        });
        let expected = [
            ("street", ProblemCode::NoPlace),
            ("street", ProblemCode::NumberWithoutStreet),
            ("number", ProblemCode::BadNumber),
            ("description", ProblemCode::Missing),
            ("answers.rozmiar", ProblemCode::NotAnOption),
            ("answers.miejsce", ProblemCode::Missing),
            ("answers.kolor", ProblemCode::UnknownQuestion),
            ("email", ProblemCode::BadEmail),
            ("phone", ProblemCode::BadPhone),
            ("consent", ProblemCode::NoConsent),
        ];
        assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)).to_vec());
    }

    #[test]
    fn an_unknown_service_is_said_and_spends_no_number() {
        let problems = accept(&draft(|_| {}), None).expect_err("no such service");
        assert_eq!(problems, [Problem { field: "service".into(), code: ProblemCode::UnknownService }]);
    }

    #[test]
    fn a_landmark_alone_is_a_place_and_an_empty_contact_is_none() {
        let form = draft(|form| {
            form.place = Place { landmark: Some("przy stawie w parku Źródliska".into()), ..Place::default() };
            form.contact = Some(Contact { email: Some("  ".into()), phone: None, consent: false });
        });
        assert_eq!(accept(&form, Some(&pothole())).expect("a ticket").contact, None);
    }

    #[test]
    fn a_service_that_needs_the_reporter_says_so() {
        let noise = Service { reporter_required: true, ..pothole() };
        let problems = accept(&draft(|_| {}), Some(&noise)).expect_err("a reporter is needed");
        assert_eq!(problems, [Problem { field: "contact".into(), code: ProblemCode::ReporterNeeded }]);
    }

    #[test]
    fn a_service_that_is_handled_elsewhere_takes_no_ticket() {
        let stray = Service { elsewhere: true, not_here: Some("986".into()), ..pothole() };
        let problems = accept(&draft(|_| {}), Some(&stray)).expect_err("whom to call is said instead");
        assert_eq!(problems, [Problem { field: "service".into(), code: ProblemCode::NotHere }]);
    }

    #[test]
    fn a_voice_needs_no_words_of_its_own_and_goes_where_its_ticket_went() {
        let first = accept(&draft(|_| {}), Some(&pothole())).expect("a ticket");
        let said = draft(|form| {
            *form = TicketForm { service: Some("drogi.zapadniecie".into()), ..TicketForm::default() };
            form.answers = BTreeMap::from([("glebokosc".into(), "pół metra".into())]);
        });
        let voice = Draft { id: Uuid::from_u128(2), ..said }.into_voice(&Matter::new(first.clone(), None));
        let ticket = accept(&voice, Some(&pothole())).expect("a voice");
        assert_eq!((ticket.voice_of, ticket.service, ticket.place), (Some(first.id), first.service, first.place));
        assert!(ticket.description.is_empty() && ticket.answers.is_empty());
    }

    #[test]
    fn a_draft_keeps_a_contact_only_with_consent() {
        let contact = |consent| Contact { phone: Some("600 700 800".into()), email: None, consent };
        let kept = |consent| draft(|form| form.contact = Some(contact(consent))).form.keepable().contact;
        assert_eq!((kept(false), kept(true)), (None, Some(contact(true))));
    }

    #[test]
    fn a_corner_and_an_osiedle_are_places_and_old_records_stay_readable() {
        let corner =
            Place { street: Some("ul. Piotrkowska".into()), corner: Some("ul. Tuwima".into()), ..Place::default() };
        assert_eq!(corner.line(), "ul. Piotrkowska / ul. Tuwima");
        let osiedle = Place { osiedle: Some("Ruda".into()), ..Place::default() };
        assert_eq!((osiedle.line().as_str(), osiedle.is_somewhere()), ("osiedle Ruda", true));
        let old = r#"{"street":"ul. Smugowa","number":"30/32","flat":null,"landmark":null}"#;
        let read: Place = serde_json::from_str(old).expect("an older record");
        assert_eq!(serde_json::to_string(&read).expect("JSON"), old, "and is written as it was");
    }

    #[test]
    fn a_correction_names_what_it_corrects_and_asks_for_the_contact_again() {
        let contact = Contact { phone: Some("600 700 800".into()), email: None, consent: true };
        let ticket = accept(&draft(|form| form.contact = Some(contact.clone())), Some(&pothole())).expect("a ticket");
        let correction = ticket.clone().into_correction(Uuid::from_u128(2));
        assert_eq!((correction.id, correction.supersedes), (Uuid::from_u128(2), Some(ticket.id)));
        assert_eq!((correction.form.contact, correction.form.description), (None, ticket.description.clone()));
        assert_eq!(ticket.into_draft().form.contact, Some(contact), "what is undone is as it was");
    }

    #[test]
    fn building_numbers_keep_slash_and_letter() {
        for right in ["1", "104", "12a", "30/32", "12A/14", "5-7"] {
            assert!(is_building_number(right), "{right}");
        }
        for wrong in ["", "a", "12/", "/3", "1 2", "123456", "12abc"] {
            assert!(!is_building_number(wrong), "{wrong}");
        }
    }

    #[test]
    fn the_form_refuses_an_unknown_field_by_name() {
        let error = serde_json::from_str::<TicketForm>(r#"{"service":null,"pesel":"1"}"#).expect_err("refused");
        assert!(error.to_string().contains("pesel"), "{error}");
    }
}
