//! How an operator has set up her desk. Every setting has a value that one can begin to work with.
//!
//! Deliberately not here: where settings are kept (app), and what the names of actions and keys mean (the window).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

/// Characters; what fits a line of the window and of a slip.
const LONGEST_NAME: usize = 40;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct Settings {
    pub theme: Theme,
    pub zoom: Zoom,
    pub mode: Mode,
    pub desk_name: DeskName,
    /// Only those that were changed: an action of the window and its key, as "Ctrl+Shift+B".
    pub keys: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the rest of the computer.
    #[default]
    System,
    Light,
    Dark,
    /// High contrast.
    Contrast,
}

/// Where the operator sits: the counter is read from further away, and its calls are visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Phone,
    Counter,
}

/// How large everything is shown, in percent: one of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(from = "u16", into = "u16")]
#[specta(type = u16)]
pub struct Zoom(u16);

impl Zoom {
    pub const STEPS: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

    /// The step that is nearest.
    pub fn nearest(percent: u16) -> Self {
        Self(Self::STEPS.into_iter().min_by_key(|step| step.abs_diff(percent)).unwrap_or(100))
    }

    pub fn percent(self) -> u16 {
        self.0
    }

    /// 1 is as designed.
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self(100)
    }
}

impl From<u16> for Zoom {
    fn from(percent: u16) -> Self {
        Self::nearest(percent)
    }
}

impl From<Zoom> for u16 {
    fn from(zoom: Zoom) -> Self {
        zoom.0
    }
}

/// What people call this desk, "stanowisko przy oknie": one line, possibly empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(from = "String", into = "String")]
#[specta(type = String)]
pub struct DeskName(String);

impl DeskName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for DeskName {
    fn from(typed: String) -> Self {
        let line: String = typed.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        Self(line.trim().chars().take(LONGEST_NAME).collect::<String>().trim_end().to_owned())
    }
}

impl From<DeskName> for String {
    fn from(name: DeskName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zoom_is_always_one_of_the_steps() {
        for (asked, got) in [(0, 80), (100, 100), (137, 125), (138, 150), (200, 200), (u16::MAX, 200)] {
            assert_eq!(Zoom::from(asked).percent(), got, "{asked}");
        }
    }

    #[test]
    fn a_desks_name_is_one_short_line() {
        let named = |typed: &str| DeskName::from(typed.to_owned()).as_str().to_owned();
        assert_eq!(named("  Okno 3\n(parter) "), "Okno 3 (parter)");
        assert_eq!(named(&"ź".repeat(100)).chars().count(), LONGEST_NAME);
        assert_eq!(named(" \t"), "");
    }
}
