//! A database that goes away and comes back, and one that cannot keep a promise.

use centrala_intake::{Server, Settings};
use centrala_protocol::Verdict;

use crate::cluster::Cluster;
use crate::desk::{City, verdicts};

fn settings(cluster: &Cluster, data: &std::path::Path, database: &str) -> Settings {
    let mut settings = Settings::local(data);
    settings.place.postgres = Some(cluster.database(database));
    settings
}

#[test]
fn while_the_database_is_away_desks_wait_and_then_go_on() {
    let mut cluster = Cluster::start();
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&settings(&cluster, folder.path(), "city")).expect("started");
    let city = City { server, folder };
    let desk = city.desk();
    let (before, after) = (desk.tickets(1), desk.tickets(1));
    let receipt = desk.upload(&before);
    cluster.halt();
    let refused = desk.announce(&after);
    assert_eq!((refused.refused(), refused.header("retry-after")), ((503, "busy".into()), "5"));
    cluster.go_on();
    assert_eq!(verdicts(&desk.upload(&after)), [Verdict::Stored]);
    assert_eq!(desk.read(&desk.commit(before.id())), receipt);
}

#[test]
fn a_database_that_forgets_in_a_power_cut_is_refused() {
    let cluster = Cluster::start();
    let folder = tempfile::tempdir().expect("a folder");
    let settings = settings(&cluster, folder.path(), "city");
    let forget = "ALTER DATABASE city SET synchronous_commit = off";
    cluster.client("postgres").batch_execute(forget).expect("set");
    let error = Server::start(&settings).map(|_| ()).expect_err("no start");
    assert!(error.to_string().contains("synchronous_commit = off"), "{error}");
}

#[test]
fn a_database_with_other_tables_is_left_as_it_is() {
    let cluster = Cluster::start();
    let folder = tempfile::tempdir().expect("a folder");
    let settings = settings(&cluster, folder.path(), "city");
    cluster.client("city").batch_execute("CREATE TABLE something (x BIGINT)").expect("made");
    let error = Server::start(&settings).map(|_| ()).expect_err("no start");
    assert!(error.to_string().contains("not an intake's ledger"), "{error}");
}

#[test]
fn the_audit_cannot_be_changed_in_postgresql_either() {
    let cluster = Cluster::start();
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&settings(&cluster, folder.path(), "city")).expect("started");
    server.office().note_reading("jan", "tickets", None, chrono::Utc::now()).expect("noted");
    for act in ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"] {
        let error = cluster.client("city").batch_execute(act).expect_err("refused");
        assert!(error.as_db_error().is_some_and(|told| told.message().contains("only added to")), "{error}");
    }
}
