//! A Polish keyboard at the display itself: keys go the way a hand's do, through the layout, and not through the driver, which
//! makes letters of nothing. AltGr is held for "ą".

use std::process::Command;

use crate::window::until;

/// The Polish programmer's layout, until dropped.
pub struct PolishKeyboard;

impl PolishKeyboard {
    /// On the one window that is open.
    pub fn plugged_in() -> Self {
        run("setxkbmap", &["pl"]);
        run("xdotool", &["search", "--sync", "--onlyvisible", "--name", "^Centrala$", "windowfocus", "--sync"]);
        Self
    }

    pub fn types(&self, text: &str) {
        let strokes: Vec<String> = text.chars().flat_map(strokes).collect();
        let strokes: Vec<&str> = strokes.iter().map(String::as_str).collect();
        run("xdotool", &strokes);
    }
}

impl Drop for PolishKeyboard {
    fn drop(&mut self) {
        run("setxkbmap", &["us"]);
    }
}

/// Waits for a window of the system itself with this title (a regular expression), and closes it as a hand would.
pub fn close_dialog(title: &str) {
    run(
        "timeout",
        &[
            "30",
            "xdotool",
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            title,
            "windowfocus",
            "--sync",
            "key",
            "Escape",
        ],
    );
    // As long as it is there it takes the keys that come after.
    let search = || Command::new("xdotool").args(["search", "--onlyvisible", "--name", title]).output();
    until(&format!("{title} is closed"), || search().expect("xdotool runs").stdout.is_empty());
}

/// One letter: the key that bears it, with what must be held.
fn strokes(letter: char) -> Vec<String> {
    const ON_ALT_GR: [(char, &str); 10] = [
        ('ą', "a"),
        ('ć', "c"),
        ('ę', "e"),
        ('ł', "l"),
        ('ń', "n"),
        ('ó', "o"),
        ('ś', "s"),
        ('ź', "x"),
        ('ż', "z"),
        ('€', "5"),
    ];
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let marked = ON_ALT_GR.iter().find(|(on, _)| *on == small);
    let key = match (marked, letter) {
        (Some((_, key)), _) => (*key).to_owned(),
        (None, ' ') => "space".to_owned(),
        (None, _) => small.to_string(),
    };
    let held = [(letter.is_uppercase(), "Shift_L"), (marked.is_some(), "ISO_Level3_Shift")];
    let held = held.into_iter().filter_map(|(is_held, key)| is_held.then_some(key));
    let act = |act: &str, key: &str| [act.to_owned(), key.to_owned()];
    let down = held.clone().flat_map(|key| act("keydown", key));
    let up = held.flat_map(|key| act("keyup", key));
    down.chain(act("key", &key)).chain(up).collect()
}

fn run(program: &str, args: &[&str]) {
    let done = Command::new(program).args(args).status().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(done.success(), "{program} {args:?}");
}
