//! Article text is hostile until cleaned: Markdown becomes HTML of a few harmless elements, everything else plain text.

use std::sync::LazyLock;

use ammonia::Builder;
use centrala_domain::{Procedure, text};
use pulldown_cmark::{Parser, html};

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(["p", "ul", "ol", "li", "strong", "em", "br", "h3", "h4", "a"].into())
        .tag_attributes([("a", ["href"].into())].into())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .clean_content_tags(["script", "style"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"));
    cleaner
});

/// HTML without anything that runs, loads or decorates.
pub fn clean_html(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// A procedure as an edition holds it: its two Markdown sections as cleaned HTML, control characters gone.
pub(crate) fn cleaned(mut procedure: Procedure) -> Procedure {
    let sections = &mut procedure.sections;
    for markdown in [&mut sections.how, &mut sections.time_and_place].into_iter().flatten() {
        *markdown = clean_html(&rendered(markdown));
    }
    let plain = [&mut procedure.title, &mut procedure.summary];
    for text in
        plain.into_iter().chain(&mut sections.documents).chain(&mut sections.legal_basis).chain(&mut sections.appeal)
    {
        *text = text::clean(text);
    }
    procedure
}

fn rendered(markdown: &str) -> String {
    let mut out = String::new();
    html::push_html(&mut out, Parser::new(&autolinked(&text::clean(markdown))));
    out
}

/// Bare web addresses become links (Markdown wants them in angle brackets).
fn autolinked(markdown: &str) -> String {
    let words = markdown.split_inclusive(char::is_whitespace).map(|word| {
        let address = word.trim_end().trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
        let is_address = address.starts_with("https://") || address.starts_with("http://");
        if is_address { format!("<{address}>{}", &word[address.len()..]) } else { word.to_owned() }
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_or_loads_survives() {
        let hostile = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
            "<a href=\" javascript:alert(1)\">x</a>",
            "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
            "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
            "<a href=\"//evil.example\">x</a>",
            "<a href=\"x\" onclick=\"alert(1)\" style=\"x:expression(1)\">x</a>",
            "<svg onload=alert(1)><a xlink:href=\"javascript:alert(1)\">x</a></svg>",
            "<iframe src=\"https://evil.example\"></iframe>",
            "<style>@import 'https://evil.example'</style>",
            "<link rel=stylesheet href=https://evil.example>",
            "<meta http-equiv=refresh content=0;url=https://evil.example>",
            "<base href=https://evil.example>",
            "<form action=https://evil.example><input autofocus onfocus=alert(1)></form>",
            "<math><mtext><style><img src onerror=alert(1)></style></mtext></math>",
            "<p style=\"background:url(https://evil.example)\" class=x id=y>tekst</p>",
            "<<script>script>alert(1)<</script>/script>",
            "<p><b onmouseover=alert(1)>x",
            "<object data=https://evil.example></object><embed src=https://evil.example>",
            "<video><source onerror=alert(1)></video>",
            "[x](javascript:alert(1))",
            "<javascript:alert(1)>",
        ];
        for text in hostile {
            let clean = clean_html(&rendered(text));
            let lower = clean.to_lowercase();
            let tags: Vec<&str> = lower.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
            for tag in &tags {
                let name: String =
                    tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                assert!(
                    ["p", "ul", "ol", "li", "strong", "em", "br", "h3", "h4", "a"].contains(&name.as_str()),
                    "{text} → {clean}"
                );
                let bad = ["on", "style", "src", "javascript", "data:"]
                    .iter()
                    .any(|bad| tag.contains(bad) && name != "strong");
                assert!(!bad || tag.contains("noopener") && !tag.contains("javascript"), "{text} → {clean}");
            }
        }
    }

    #[test]
    fn markdown_and_bare_addresses_become_html() {
        let html = clean_html(&rendered("- Wizyty: https://wizyty.uml.lodz.pl.\n- **Termin**: 7 dni"));
        assert!(
            html.contains("<li>Wizyty: <a href=\"https://wizyty.uml.lodz.pl\" rel=\"noopener noreferrer\">"),
            "{html}"
        );
        assert!(html.contains("<strong>Termin</strong>"), "{html}");
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        let once = clean_html(&rendered("a < b & c\n\n1. x\n2. https://a.pl/?a=1&b=2"));
        assert_eq!(clean_html(&once), once);
    }
}
