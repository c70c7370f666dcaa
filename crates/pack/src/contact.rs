//! Is it written so that it can be dialled, or opened?

/// Letters of the longest word that may stand in a telephone number: "wew.".
const WORD: usize = 5;
/// Digits of the shortest number: 112.
const DIGITS: usize = 3;

/// Digits with spaces, `+`, `-` and brackets, and short words such as "wew." between them.
pub(crate) fn is_phone(text: &str) -> bool {
    let is_number = |part: &str| part.chars().all(|c| c.is_ascii_digit() || "+-()".contains(c));
    let is_word = |part: &str| {
        let word = part.strip_suffix('.').unwrap_or(part);
        !word.is_empty() && word.chars().count() <= WORD && word.chars().all(char::is_alphabetic)
    };
    text.chars().filter(char::is_ascii_digit).count() >= DIGITS
        && text.split([' ', '\u{a0}']).all(|part| is_number(part) || is_word(part))
}

/// An address of the web that says how it is opened.
pub(crate) fn is_http(text: &str) -> bool {
    without_scheme(text).is_some_and(is_domain)
}

/// An address of the web, or a bare domain, with a path or without: "gov.pl/web/rpp".
pub(crate) fn is_web(text: &str) -> bool {
    is_domain(without_scheme(text).unwrap_or(text))
}

fn without_scheme(text: &str) -> Option<&str> {
    text.strip_prefix("https://").or(text.strip_prefix("http://"))
}

/// Names with dots between them, the last one of letters; what follows them has no white space.
fn is_domain(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    let last = host.rsplit_once('.').map(|(_, last)| last);
    last.is_some_and(|last| last.len() >= 2 && last.chars().all(char::is_alphabetic))
        && host.split('.').all(is_name)
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_dialled_is_a_phone() {
        for good in ["112", "42 638 44 44", "42 638-59-69", "+48 (42) 638 44 44 wew. 12", "19\u{a0}239"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in
            ["", "12", "tel:112", "42 638 44 44;", "<b>112</b>", "42/638 44 44", "42 638 44 44 sekretariat", "112\n997"]
        {
            assert!(!is_phone(bad), "{bad}");
        }
    }

    #[test]
    fn what_can_be_opened_is_an_address_of_the_web() {
        for good in ["zus.pl", "gov.pl/web/rpp", "https://www.zus.pl", "http://a.pl/x?y[z]=1#t"] {
            assert!(is_web(good), "{good}");
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.pl",
            "//a.pl",
            "https://",
            "a.pl x",
            "zus",
            "a..pl",
            "x@a.pl",
            "a.pl:80",
        ] {
            assert!(!is_web(bad), "{bad}");
        }
        assert!(is_http("https://a.pl") && !is_http("a.pl") && !is_http("https://"));
    }
}
