//! Text → words. A symbol (KA-01305), an amount (800+, 800plus), a number with a slash (30/32), a phone number and an
//! abbreviation with dots (m.o.p.s.) are one word.

use centrala_domain::text::fold;

/// One word and where it stands in the text (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// As written.
    pub text: String,
    /// Without marks, in lower case: the word of the index.
    pub folded: String,
    pub from: usize,
    pub to: usize,
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((from, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut to = from + first.len_utf8();
        while let Some((at, next)) = chars.next_if(|(at, next)| belongs(text, *at, *next)) {
            to = at + next.len_utf8();
        }
        tokens.push(token(text, from, to));
    }
    joined(text, tokens)
}

/// Letters and digits; a plus behind a digit; a slash or hyphen inside a number or symbol.
fn belongs(text: &str, at: usize, c: char) -> bool {
    if c.is_alphanumeric() {
        return true;
    }
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match c {
        '+' => digit(before) && !after.is_some_and(char::is_alphanumeric),
        '/' => digit(before) && digit(after),
        '-' => before.is_some_and(|c| c.is_ascii_uppercase()) && digit(after),
        c => is_mark(c),
    }
}

/// Combining marks of decomposed text belong to their letter.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn token(text: &str, from: usize, to: usize) -> Token {
    let folded = fold(&text[from..to]);
    let amount = folded.strip_suffix("plus").filter(|amount| !amount.is_empty() && is_digits(amount));
    let folded = amount.map(|amount| format!("{amount}+")).unwrap_or(folded);
    Token { text: text[from..to].to_owned(), folded, from, to }
}

/// "800 plus" → "800+"; groups of digits that make nine → one phone number; letters with dots → one abbreviation.
fn joined(text: &str, tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(mut token) = rest.next() {
        if is_number(&token) {
            if rest.next_if(|next| next.folded == "plus").is_some_and(|plus| {
                token.to = plus.to;
                true
            }) {
                token.folded.push('+');
            }
            while let Some(next) = rest.next_if(|next| continues_phone(text, &token, next)) {
                token.folded.push_str(&next.folded);
                token.to = next.to;
            }
            token.text = text[token.from..token.to].to_owned();
        }
        out.push(token);
    }
    abbreviations(text, &out)
}

/// Three letters or more with the same between each: "z.u.s", "m o p s". Two may be an end and a beginning, or "i w".
fn abbreviations(text: &str, tokens: &[Token]) -> Vec<Token> {
    let between = |one: &Token, next: &Token| {
        let between = &text[one.to..next.from];
        (is_letter(one) && is_letter(next) && SPELLED.contains(&between)).then_some(between)
    };
    let mut out = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let [first, second, ..] = rest {
        let first_gap = between(first, second);
        let alike = |pair: &&[Token]| first_gap.is_some() && between(&pair[0], &pair[1]) == first_gap;
        let length = 1 + rest.windows(2).take_while(alike).count();
        let word = match &rest[..length] {
            [first, _, .., last] if length > 2 => Some(Token {
                text: text[first.from..last.to].to_owned(),
                folded: rest[..length].iter().map(|letter| letter.folded.as_str()).collect(),
                from: first.from,
                to: last.to,
            }),
            _ => None,
        };
        // Of two letters the second may begin an abbreviation: "w Ł.K.S".
        rest = &rest[if word.is_some() { length } else { 1 }..];
        out.push(word.unwrap_or_else(|| first.clone()));
    }
    out.extend_from_slice(rest);
    out
}

/// What stands between the letters of a spelled abbreviation.
const SPELLED: [&str; 5] = [".", " ", "-", ". ", ", "];

fn is_letter(token: &Token) -> bool {
    token.folded.len() == 1 && token.folded.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_number(token: &Token) -> bool {
    is_digits(&token.folded)
}

fn is_digits(folded: &str) -> bool {
    folded.bytes().all(|byte| byte.is_ascii_digit())
}

/// Groups of two or three digits, one character apart, nine digits in all: 42 638-44-44.
fn continues_phone(text: &str, so_far: &Token, next: &Token) -> bool {
    let between = &text[so_far.to..next.from];
    let total = so_far.folded.len() + next.folded.len();
    is_number(so_far)
        && is_number(next)
        && (2..=3).contains(&next.folded.len())
        && total <= 9
        && matches!(between, " " | "-" | "\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|token| token.folded).collect()
    }

    #[test]
    fn symbols_amounts_slashes_and_phones_are_one_word() {
        assert_eq!(folded("KA-01305 i 800+, 800 plus, 800plus"), ["ka-01305", "i", "800+", "800+", "800+"]);
        assert_eq!(folded("m.o.p.s, M.O.P.S. w Ł.K.S"), ["mops", "mops", "w", "lks"]);
        assert_eq!(folded("do m o p s, z-u-s, idę w m. o. p. s."), ["do", "mops", "zus", "ide", "w", "mops"]);
        assert_eq!(folded("s.c. i m.in. 1.2.3"), ["s", "c", "i", "m", "in", "1", "2", "3"]);
        assert_eq!(folded("ul. Smugowa 30/32"), ["ul", "smugowa", "30/32"]);
        assert_eq!(folded("tel. 42 638-44-44"), ["tel", "426384444"]);
    }

    #[test]
    fn words_keep_their_place_in_the_text() {
        let text = "Wydanie „dowodu” – w sali";
        for token in words(text) {
            assert_eq!(&text[token.from..token.to], token.text);
        }
        assert_eq!(folded("e-dowód Łódź"), ["e", "dowod", "lodz"]);
    }
}
