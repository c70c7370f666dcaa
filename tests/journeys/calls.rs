//! A shift below the window: calls that are coded by themselves, articles that changed or are held for outdated, drafts
//! that go on to the next shift.

use std::path::Path;

use centrala_domain::{DeliberateAct, Kind, Outcome, Procedure, Target};
use centrala_testkit::{TestDesk, pothole};

/// The same desk the next time it is opened, with an edition in which this article is another.
fn with_changed(desk: TestDesk, id: &str, change: impl FnOnce(&mut Procedure)) -> TestDesk {
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/content");
    let (mut info, mut content) = centrala_pack::check(&built_in).expect("the built-in content");
    info.number += 1;
    change(content.procedures.iter_mut().find(|procedure| procedure.id == id).expect("the article"));
    centrala_pack::build(&info, &content, &desk.folder.edition_file()).expect("an edition");
    desk.reopened()
}

#[test]
fn an_information_call_ends_coded_and_a_chosen_end_wins() {
    let desk = TestDesk::new();
    let mut call = desk.desk.open_call().expect("a call");
    assert_eq!(desk.desk.save_call(&call).expect("saved").proposed, Outcome::Dropped);
    call.procedure = Some("KA-01305".into());
    assert_eq!(desk.desk.save_call(&call).expect("saved").proposed, Outcome::Informed);
    let article = Target { kind: Kind::Procedure, id: "KA-01147".into() };
    desk.desk.note_use(Some(call.id), &article, "", DeliberateAct::Chosen).expect("read");
    let ended = desk.desk.end_call(call.id).expect("ended");
    assert_eq!((ended.call.outcome, ended.read, ended.tickets.len()), (Some(Outcome::Informed), 1, 0));

    let mut call = desk.desk.open_call().expect("a call");
    call.outcome = Some(Outcome::NotOurs);
    desk.desk.save_call(&call).expect("saved");
    assert_eq!(desk.desk.end_call(call.id).expect("ended").call.outcome, Some(Outcome::NotOurs));
    let shift = desk.desk.shift().expect("the day");
    assert_eq!((shift.calls, shift.with_article, shift.hours[0].hour), (2, 1, 10), "ten o'clock in Łódź");
}

#[test]
fn a_call_that_ends_with_a_matter_of_others_is_coded_so() {
    let desk = TestDesk::new();
    let matter = Target { kind: Kind::Elsewhere, id: "spoza.pogotowie-energetyczne".into() };
    let mut call = desk.desk.open_call().expect("a call");
    call.elsewhere = Some(matter.id.clone());
    assert_eq!(desk.desk.save_call(&call).expect("saved").proposed, Outcome::NotOurs, "its card is open");
    let restored = desk.desk.start().expect("a start").calls.remove(0);
    assert_eq!((restored.call.elsewhere, restored.proposed), (Some(matter.id.clone()), Outcome::NotOurs));

    desk.desk.note_use(Some(call.id), &matter, "nie ma prądu", DeliberateAct::Entered).expect("used");
    (call.elsewhere, call.procedure) = (None, Some("KA-01305".into()));
    assert_eq!(desk.desk.save_call(&call).expect("saved").proposed, Outcome::NotOurs, "what opens by itself says less");
    let article = Target { kind: Kind::Procedure, id: "KA-01305".into() };
    assert_eq!(desk.desk.end_call(call.id).expect("ended").call.outcome, Some(Outcome::NotOurs));

    let call = desk.desk.open_call().expect("a call");
    desk.desk.note_use(Some(call.id), &article, "", DeliberateAct::Copied).expect("used");
    assert_eq!(desk.desk.end_call(call.id).expect("ended").call.outcome, Some(Outcome::Informed));
    let shift = desk.desk.shift().expect("the day");
    assert_eq!((shift.calls, shift.with_article), (2, 1));
}

#[test]
fn what_changed_since_the_last_shift_is_told_and_only_then() {
    let desk = TestDesk::new();
    assert_eq!(desk.desk.home().expect("home").last_worked, None);
    centrala_testkit::unlocked(&desk.folder)
        .execute(
            "INSERT INTO call (id, opened_at, ended_at, query, note) \
             VALUES ('01930000-0000-7000-8000-000000000001', '2026-11-20 09:00:00+00:00', '2026-11-20 09:05:00+00:00', '', '')",
            [],
        )
        .expect("a call of Friday");
    assert_eq!(desk.desk.home().expect("home").changed, []);
    let desk = with_changed(desk, "KA-01305", |procedure| procedure.summary.push_str(" Nowość."));
    let home = desk.desk.home().expect("home");
    let changed: Vec<_> = home.changed.iter().map(|title| title.id.as_str()).collect();
    assert_eq!((changed, home.changed_total), (vec!["KA-01305"], 1));
    assert_eq!(home.last_worked.map(|day| day.to_string()).as_deref(), Some("2026-11-20"));
}

#[test]
fn an_outdated_article_is_flagged_for_the_editors_without_anything_of_a_callers() {
    let desk = TestDesk::new();
    assert!(desk.desk.flag_article("KA-01305", "meldunek 44051401359", "").expect("flagged"));
    assert!(desk.desk.article("KA-01305").expect("the article").flagged);
    assert!(
        !desk.desk.flag_article("KA-01305", "Meldunek", "tel. 600 700 800").expect("flagged"),
        "the note is not kept"
    );
    let flags = desk.desk.flags().expect("flags");
    assert_eq!((flags.len(), flags[0].query.as_str(), flags[0].note.as_str()), (1, "meldunek", ""));
    assert!(desk.desk.flag_article("KA-01305", "meldunek", "Adres jest nowy").expect("flagged"));
    assert_eq!(desk.desk.flags().expect("flags")[0].note, "Adres jest nowy");
    let desk = with_changed(desk, "KA-01305", |procedure| procedure.version.push('9'));
    assert!(!desk.desk.article("KA-01305").expect("the article").flagged, "the next version is another one");
    desk.desk.unflag_article("KA-01147").expect("nothing to take back");
}

#[test]
fn a_draft_that_is_handed_over_greets_the_next_shift() {
    let desk = TestDesk::new();
    let call = desk.desk.open_call().expect("a call");
    let mut draft = desk.desk.propose_ticket(call.id, "dziura w jezdni", None).expect("a draft");
    draft.form = pothole();
    desk.desk.save_draft(&draft).expect("saved");
    desk.desk.hand_over(draft.id, " dopytać ").expect("handed over");
    desk.desk.end_call(call.id).expect("the call ends without it");
    let desk = desk.reopened();
    let start = desk.desk.start().expect("a start");
    assert_eq!((start.calls.len(), start.handed_over), (0, 1));
    let left = desk.desk.shift().expect("the day").drafts;
    assert_eq!(left[0].handover.as_ref().map(|handover| handover.note.as_str()), Some("dopytać"));
    let next = desk.desk.open_call().expect("a call");
    let taken = desk.desk.take_draft(draft.id, next.id).expect("taken");
    assert_eq!((taken.draft.call, taken.draft.form), (Some(next.id), draft.form));
    assert_eq!(desk.desk.start().expect("a start").handed_over, 0);
}
