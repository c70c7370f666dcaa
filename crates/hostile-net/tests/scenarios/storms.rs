//! Weather that nobody has thought of: seeds. `CENTRALA_NETWORK_SEEDS` says how many, `CENTRALA_NETWORK_SEED` the first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use centrala_hostile_net::{HostileNetwork, seeded};

use crate::courier::Courier;
use crate::each_misfortune::arrives_once_under;
use crate::town::{LATE, SHORT_PATIENCE, Town, acknowledges_all};

/// In how many requests of a batch's way there is a storm.
const STORM: usize = 15;
/// Most of the time each waits for something late.
const SIDE_BY_SIDE: usize = 4;

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
fn whatever_the_weather_a_batch_arrives_once() {
    let (first, seeds) = (number("CENTRALA_NETWORK_SEED", 1), number("CENTRALA_NETWORK_SEEDS", 24));
    let next = AtomicU64::new(first);
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some(seed) = Some(next.fetch_add(1, Ordering::SeqCst)).filter(|seed| *seed < first + seeds) {
                    // Shown where it fails: this is a seed to begin with.
                    println!("seed {seed}");
                    arrives_once_under(seeded(seed, STORM, LATE), SHORT_PATIENCE, &[]);
                }
            });
        }
    });
}

#[test]
fn desks_that_share_one_storm_get_each_its_own() {
    let town = Town::new();
    let network = HostileNetwork::before(town.intake.address(), seeded(42, 60, LATE)).expect("a network");
    let desks: Vec<_> = (0..4).map(|_| town.desk()).collect();
    let sealed: Vec<BTreeMap<_, _>> = thread::scope(|scope| {
        let carrying = desks.iter().map(|desk| {
            let network = &network;
            scope.spawn(move || {
                let (batch, sealed) = desk.batch(2);
                let mut courier =
                    Courier::new(desk.by_way_of(network, SHORT_PATIENCE), &desk.grant.keys.verifier, &batch);
                acknowledges_all(&courier.carry().0, &sealed);
                sealed
            })
        });
        let carrying: Vec<_> = carrying.collect();
        carrying.into_iter().map(|desk| desk.join().expect("arrived")).collect()
    });
    assert_eq!(town.ledger(), sealed.into_iter().flatten().collect());
}
