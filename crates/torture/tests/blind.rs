//! A checker that sees nothing proves nothing: each harm, done on purpose, is named.

use std::path::Path;

use centrala_store::FileKey;
use centrala_torture::check::{Harm, desk_file, goes_on, judge, open, perform};
use centrala_torture::world::World;
use rusqlite::Connection;
use tempfile::TempDir;

const SEED: u64 = 5;
const STEPS: u64 = 40;
/// The file itself forbids such harm to what is sealed.
const WITHOUT_GUARDS: &str = "PRAGMA foreign_keys = OFF;
    DROP TRIGGER no_ticket_just_vanishes; DROP TRIGGER sealed_ticket_never_changes";

/// A desk on which the first acts were done, and the world that it should be.
fn desk() -> (TempDir, World) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = open(folder.path()).expect("opens");
    let mut world = World::default();
    while world.step < STEPS {
        let (act, after) = world.next(SEED);
        perform(&mut store, &act, &after).expect("done").expect("and shown rightly");
        world = after;
    }
    (folder, world)
}

fn spoil(folder: &Path, sql: &str) {
    let file = Connection::open(desk_file(folder)).expect("the file");
    FileKey::existing(&desk_file(folder)).expect("its key").unlock(&file).expect("unlocked");
    file.execute_batch(WITHOUT_GUARDS).expect("no guards");
    file.execute_batch(sql).expect("spoilt");
}

fn harm(sql: &str) -> Harm {
    let (folder, world) = desk();
    spoil(folder.path(), sql);
    judge(folder.path(), SEED, &world).expect_err("harm is seen")
}

#[test]
fn a_desk_that_nobody_harmed_is_found_well_and_works_on() {
    let (folder, world) = desk();
    assert_eq!(judge(folder.path(), SEED, &world).expect("well"), world);
    goes_on(folder.path(), &world, SEED).expect("the next act");
}

#[test]
fn an_act_that_was_acknowledged_and_is_not_there_is_lost() {
    let (folder, world) = desk();
    for steps in 1..20 {
        let ahead = world.until(SEED, STEPS + steps);
        if ahead.seen == world.seen {
            continue;
        }
        let harm = judge(folder.path(), SEED, &ahead).expect_err("seen");
        assert!(matches!(harm, Harm::Lost(_)), "{steps} acts ahead: {harm}");
    }
}

#[test]
fn a_ticket_and_a_draft_that_vanish_are_lost() {
    let ticket = "DELETE FROM ticket WHERE rowid = (SELECT min(rowid) FROM ticket)";
    assert!(matches!(harm(ticket), Harm::Lost(_)));
    assert!(matches!(harm("DELETE FROM draft"), Harm::Lost(_)));
}

#[test]
fn words_that_stand_in_two_tickets_are_doubled() {
    let twice = "UPDATE ticket SET description = (SELECT description FROM ticket LIMIT 1)";
    assert!(matches!(harm(twice), Harm::Doubled(_)));
}

#[test]
fn changed_words_and_a_broken_chain_are_corrupt() {
    let changed = "UPDATE ticket SET description = description || '!' WHERE rowid = (SELECT min(rowid) FROM ticket)";
    assert!(matches!(harm(changed), Harm::Corrupt(_)));
    let chain = "DROP TRIGGER audit_is_never_rewritten; UPDATE audit SET at = '' WHERE seq = 2";
    assert!(matches!(harm(chain), Harm::Corrupt(_)));
}

#[test]
fn a_number_that_would_be_given_twice_is_seen_at_the_next_acts() {
    let (folder, mut world) = desk();
    spoil(folder.path(), "UPDATE desk SET next_running = next_running + 1");
    let mut wrong = goes_on(folder.path(), &world, SEED);
    while wrong.is_ok() {
        world = world.next(SEED).1;
        wrong = goes_on(folder.path(), &world, SEED);
    }
    assert!(matches!(wrong, Err(Harm::Corrupt(_))), "{wrong:?}");
}
