//! How words meet texts: pieces, whole names, globs and regexes, in smart case.

use regex::Regex;

use crate::model::typed_regex::compile;

/// A text to look for, prepared so that no candidate has to be copied.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    /// In small letters where case is ignored.
    text: String,
    case: Case,
}

/// Whether capitals matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Ignored,
    /// Ignored, and the needle is ASCII: bytes can be compared.
    IgnoredInAscii,
    Exact,
}

impl Needle {
    /// Prepares a text; a capital in it makes it exact.
    pub(super) fn new(text: &str) -> Self {
        let case = if text.chars().any(char::is_uppercase) {
            Case::Exact
        } else if text.is_ascii() {
            Case::IgnoredInAscii
        } else {
            Case::Ignored
        };
        Self {
            text: text.chars().map(|letter| case.fold(letter)).collect(),
            case,
        }
    }

    /// Whether it is somewhere in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        match self.case {
            Case::Exact => text.contains(&self.text),
            Case::Ignored => self.is_among(text.chars()),
            Case::IgnoredInAscii => {
                let (wanted, found) = (self.text.as_bytes(), text.as_bytes());
                let Some(first) = wanted.first() else {
                    return true;
                };
                // Most places differ in their first byte, which is quickly seen.
                found.windows(wanted.len()).any(|window| {
                    window[0].eq_ignore_ascii_case(first) && window.eq_ignore_ascii_case(wanted)
                })
            }
        }
    }

    /// Whether it is somewhere in `group:name`.
    pub(super) fn is_in_label(&self, group: &str, name: &str) -> bool {
        if self.text.contains(':') {
            let colon = std::iter::once(':');
            self.is_among(group.chars().chain(colon).chain(name.chars()))
        } else {
            self.is_in(group) || self.is_in(name)
        }
    }

    /// Whether it is somewhere in the letters.
    fn is_among(&self, letters: impl Iterator<Item = char> + Clone) -> bool {
        let mut rest = letters.map(|letter| self.case.fold(letter));
        loop {
            let mut here = rest.clone();
            if self.text.chars().all(|letter| here.next() == Some(letter)) {
                return true;
            }
            if rest.next().is_none() {
                return false;
            }
        }
    }

    /// Whether it is all of a text.
    fn is_all_of(&self, text: &str) -> bool {
        match self.case {
            Case::Exact => text == self.text,
            Case::IgnoredInAscii => text.eq_ignore_ascii_case(&self.text),
            Case::Ignored => {
                let letters = text.chars().map(|letter| self.case.fold(letter));
                letters.eq(self.text.chars())
            }
        }
    }
}

impl Case {
    fn fold(self, letter: char) -> char {
        match self {
            Self::Exact => letter,
            Self::IgnoredInAscii => letter.to_ascii_lowercase(),
            Self::Ignored if letter.is_ascii() => letter.to_ascii_lowercase(),
            // The few letters with two small ones are told apart well enough by the first.
            Self::Ignored => letter.to_lowercase().next().unwrap_or(letter),
        }
    }
}

/// What a whole name has to be.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// Exactly this.
    Whole(Needle),
    /// What the glob allows.
    Glob(Regex),
}

impl Pattern {
    /// Reads a name that may be a glob.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        if is_glob(text) {
            glob(text).map(Self::Glob)
        } else {
            Ok(Self::literal(text))
        }
    }

    /// Takes a name as it stands.
    pub(super) fn literal(text: &str) -> Self {
        Self::Whole(Needle::new(text))
    }

    /// Whether the name is one of those meant.
    pub(super) fn matches(&self, name: &str) -> bool {
        match self {
            Self::Whole(needle) => needle.is_all_of(name),
            Self::Glob(regex) => regex.is_match(name),
        }
    }
}

/// Whether a word is meant as a glob.
pub(super) fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Compiles a glob that has to match a whole name.
pub(super) fn glob(text: &str) -> Result<Regex, String> {
    let mut out = String::from(r"(?s)\A");
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        match letter {
            '*' => out.push_str(".*"),
            '?' => out.push('.'),
            '[' => {
                let (class, after) = class(rest.as_str())
                    .ok_or_else(|| format!("the [ in {text} has no closing ]"))?;
                out.push_str(&class);
                rest = after.chars();
            }
            other => push_escaped(&mut out, other),
        }
    }
    out.push_str(r"\z");
    compile(&out, text).map_err(|reason| format!("the glob {text} is broken: {reason}"))
}

/// Compiles a regex that may match anywhere.
pub(super) fn regex(text: &str) -> Result<Regex, String> {
    compile(text, text).map_err(|reason| format!("the regex /{text}/ is broken: {reason}"))
}

/// The regex of a glob's `[…]` and what follows it; none if it is not closed.
fn class(text: &str) -> Option<(String, &str)> {
    let (mut out, body) = match text.strip_prefix(['!', '^']) {
        Some(body) => ("[^".to_owned(), body),
        None => ("[".to_owned(), text),
    };
    // A bracket that comes first stands for itself, as in every shell.
    let skip = usize::from(body.starts_with(']'));
    let end = skip + body[skip..].find(']')?;
    for letter in body[..end].chars() {
        if letter == '-' {
            out.push('-');
        } else {
            push_escaped(&mut out, letter);
        }
    }
    out.push(']');
    Some((out, &body[end + 1..]))
}

fn push_escaped(out: &mut String, letter: char) {
    out.push_str(&regex::escape(letter.encode_utf8(&mut [0; 4])));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_beyond_ascii_fold_too() {
        assert!(Needle::new("größe").is_in("api_GRÖßE_01"));
        assert!(!Needle::new("Größe").is_in("api_größe_01"));
        assert!(Pattern::literal("öl").matches("ÖL"));
        assert!(Pattern::read("ö?").unwrap().matches("ÖL"));
        assert!(Needle::new("").is_in("") && Needle::new("").is_in_label("a", "b"));
    }

    #[test]
    fn a_glob_has_to_match_a_whole_name() {
        let yes = |pattern: &str, name: &str| Pattern::read(pattern).unwrap().matches(name);
        assert!(yes("web-*", "web-"));
        assert!(yes("a.b*", "a.b") && !yes("a.b*", "axb"));
        assert!(yes("[]x]*", "]") && yes("[^a]*", "b") && !yes("[!a]*", "a"));
        assert!(yes("[a&&b^~]*", "&") && yes("[\\]*", "\\"));
        assert!(yes("a*b", "a\nb"), "a name may hold anything");
        assert!(!yes("a?", "a") && !yes("*b", "abc"));
    }

    #[test]
    fn a_capital_in_an_escape_is_none() {
        assert!(regex(r"^\S+web\D$").unwrap().is_match("xWEBx"));
        assert!(!regex(r"^\\Web").unwrap().is_match(r"\web"));
    }

    proptest::proptest! {
        #[test]
        fn a_word_is_found_in_a_label_as_in_its_text(
            needle in "[aBéÉ:_1]{0,4}", group in "[abéÉ:_]{0,6}", name in "[abÉ:_1]{0,6}",
        ) {
            let label = format!("{group}:{name}");
            let plain = if needle.chars().any(char::is_uppercase) {
                label.contains(&needle)
            } else {
                label.to_lowercase().contains(&needle)
            };
            proptest::prop_assert_eq!(Needle::new(&needle).is_in_label(&group, &name), plain);
            proptest::prop_assert_eq!(Needle::new(&needle).is_in(&label), plain);
        }
    }
}
