//! How words meet texts: pieces, whole names, globs and regexes, in smart case.

use regex::{Regex, RegexBuilder};

/// The largest compiled regex, in bytes: text typed by people may ask for more than we have.
const REGEX_BYTES: usize = 1 << 20;

/// A text to look for, prepared so that no candidate has to be copied.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    letters: Vec<char>,
    case: Case,
}

/// Whether capitals matter.
#[derive(Clone, Copy, Debug)]
enum Case {
    Ignored,
    Exact,
}

impl Needle {
    /// Prepares a text; a capital in it makes it exact.
    pub(super) fn new(text: &str) -> Self {
        let case = if text.chars().any(char::is_uppercase) {
            Case::Exact
        } else {
            Case::Ignored
        };
        Self {
            letters: text.chars().map(|letter| case.fold(letter)).collect(),
            case,
        }
    }

    /// Whether the text is somewhere in the letters.
    pub(super) fn is_in(&self, letters: impl Iterator<Item = char> + Clone) -> bool {
        let mut rest = letters.map(|letter| self.case.fold(letter));
        loop {
            let mut here = rest.clone();
            if self
                .letters
                .iter()
                .all(|letter| here.next() == Some(*letter))
            {
                return true;
            }
            if rest.next().is_none() {
                return false;
            }
        }
    }

    /// Whether the text is all of it.
    fn is_all_of(&self, text: &str) -> bool {
        let letters = text.chars().map(|letter| self.case.fold(letter));
        letters.eq(self.letters.iter().copied())
    }
}

impl Case {
    fn fold(self, letter: char) -> char {
        match self {
            Self::Exact => letter,
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

/// Compiles under a size limit; `typed` is what the person wrote and decides about case.
fn compile(pattern: &str, typed: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(!has_capital(typed))
        .size_limit(REGEX_BYTES)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            // The last line says what; those before draw the pattern over several lines.
            other => {
                let text = other.to_string();
                let last = text.lines().last().unwrap_or_default();
                last.trim_start_matches("error: ").to_owned()
            }
        })
}

/// Whether there is a capital that is not part of an escape such as `\W`.
fn has_capital(pattern: &str) -> bool {
    let mut escaped = false;
    pattern.chars().any(|letter| {
        let capital = letter.is_uppercase() && !escaped;
        escaped = letter == '\\' && !escaped;
        capital
    })
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
