//! How a desk is set up stays with its folder.

use std::collections::BTreeMap;

use centrala_domain::{DeskName, Mode, Settings, Theme, Zoom};
use centrala_testkit::TestDesk;

#[test]
fn settings_come_back_and_are_there_before_the_desk_is_open() {
    let desk = TestDesk::new();
    assert_eq!(desk.desk.start().expect("a start").settings, Settings::default());
    let mine = Settings {
        theme: Theme::Contrast,
        zoom: Zoom::nearest(200),
        mode: Mode::Counter,
        desk_name: DeskName::from("okno 3".to_owned()),
        keys: BTreeMap::from([("search".to_owned(), "Ctrl+L".to_owned())]),
    };
    desk.desk.save_settings(&mine).expect("kept");
    assert_eq!(desk.folder.settings(), mine, "from the folder alone");
    let start = desk.reopened().desk.start().expect("a start");
    assert_eq!(start.settings, mine);
}
