//! Reads the text of a selector.

use std::time::Duration;

use super::expression::{Factor, Selector, SelectorError, Sign};
use super::pattern::{Needle, Pattern, glob, is_glob, regex};
use super::term::{Comparison, Fact, Fuzzy, Term, begins_with};

/// More than anybody types: each word costs time with every key.
const TEXT_LIMIT: usize = 1000;

/// Every state that can be asked for; `bad` besides.
const STATES: [&str; 13] = [
    "fatal", "backoff", "exited", "unknown", "nodata", "stopping", "starting", "stopped",
    "running", "down", "auth", "asking", "ok",
];

/// The comparisons as they are typed, the longer ones first.
const COMPARISONS: [(&str, Comparison); 6] = [
    ("!=", Comparison::Unequal),
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("=", Comparison::Equal),
    ("<", Comparison::Less),
    (">", Comparison::More),
];

/// What a word without a key is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A piece of whatever a row says of itself: it is seen at once what that leaves.
    Pieces,
    /// The whole name of a process: what it leaves may be acted on unseen.
    Names,
}

/// Reads a whole selector.
pub(super) fn parse(text: &str, reading: Reading) -> Result<Selector, SelectorError> {
    if text.chars().count() > TEXT_LIMIT {
        return Err(SelectorError {
            message: format!("a filter has at most {TEXT_LIMIT} letters"),
            column: TEXT_LIMIT + 1,
        });
    }
    let mut reader = Reader {
        text,
        rest: text,
        reading,
    };
    let mut alternatives = vec![Vec::new()];
    while let Some(letter) = reader.peek() {
        if letter == '|' {
            reader.next();
            alternatives.push(Vec::new());
        } else if letter.is_whitespace() {
            reader.next();
        } else {
            let column = reader.column();
            let factor = reader
                .factor()
                .map_err(|message| SelectorError { message, column })?;
            if let Some(all) = alternatives.last_mut() {
                all.push(factor);
            }
        }
    }
    // A side of `|` that is still to be typed must not choose everything.
    alternatives.retain(|all| !all.is_empty());
    Ok(Selector {
        text: text.to_owned(),
        alternatives,
    })
}

/// The text, and what of it is still to be read.
struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
    reading: Reading,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.rest = &self.rest[letter.len_utf8()..];
        Some(letter)
    }

    fn column(&self) -> usize {
        let read = self.text.len() - self.rest.len();
        self.text[..read].chars().count() + 1
    }

    fn factor(&mut self) -> Result<Factor, String> {
        let mut sign = Sign::Wanted;
        while self.peek() == Some('!') {
            self.next();
            sign = match sign {
                Sign::Wanted => Sign::Unwanted,
                Sign::Unwanted => Sign::Wanted,
            };
        }
        let term = self.term()?;
        Ok(Factor { term, sign })
    }

    fn term(&mut self) -> Result<Term, String> {
        match self.peek() {
            Some('/') => {
                self.next();
                let pattern = self.enclosed('/').ok_or("a regex ends with a second /")?;
                if pattern.is_empty() {
                    return Err("nothing stands between the two /".to_owned());
                }
                regex(pattern).map(Term::Regex)
            }
            Some('"') => {
                let text = self.quoted()?;
                Ok(self.literal(&text, None))
            }
            Some('~') => {
                self.next();
                match self.word() {
                    "" => Err("~ wants letters after it".to_owned()),
                    word => Ok(Term::Fuzzy(Fuzzy::new(word))),
                }
            }
            Some(_) | None => self.keyed_or_plain(),
        }
    }

    fn keyed_or_plain(&mut self) -> Result<Term, String> {
        let word = self.word();
        let Some(key) = word.strip_suffix(':').filter(|_| self.peek() == Some('"')) else {
            return read_word(word, self.reading);
        };
        let value = self.quoted()?;
        let pattern = Pattern::literal(&value);
        Ok(match keyed(key, pattern) {
            Ok(term) => term,
            Err(value_pattern) => {
                let fact = Fact {
                    key: key.to_owned(),
                    value: value_pattern,
                };
                self.literal(&format!("{key}:{value}"), Some(fact))
            }
        })
    }

    /// A text that is taken as it stands.
    fn literal(&self, text: &str, fact: Option<Fact>) -> Term {
        match self.reading {
            Reading::Pieces => Term::Word(Needle::new(text), fact),
            Reading::Names => Term::Called(Pattern::literal(text), fact),
        }
    }

    /// Up to the next space or `|`, or to a quote right after a colon.
    fn word(&mut self) -> &'a str {
        let mut before = ' ';
        let end = self.rest.find(|letter: char| {
            let quote = letter == '"' && before == ':';
            before = letter;
            letter.is_whitespace() || letter == '|' || quote
        });
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    fn quoted(&mut self) -> Result<String, String> {
        self.next();
        let raw = self
            .enclosed('"')
            .ok_or("a quoted text ends with a second \"")?;
        let mut text = String::with_capacity(raw.len());
        let mut letters = raw.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => text.extend(letters.next()),
                other => text.push(other),
            }
        }
        Ok(text)
    }

    /// Up to an end that no backslash stands before; the end is read, too.
    fn enclosed(&mut self, end: char) -> Option<&'a str> {
        let mut escaped = false;
        let at = self.rest.find(|letter: char| {
            let here = letter == end && !escaped;
            escaped = letter == '\\' && !escaped;
            here
        })?;
        let inside = &self.rest[..at];
        self.rest = &self.rest[at + end.len_utf8()..];
        Some(inside)
    }
}

/// Reads a word without quotes.
fn read_word(word: &str, reading: Reading) -> Result<Term, String> {
    if word.is_empty() {
        return Err("! wants a word after it".to_owned());
    }
    if let Some(term) = read_comparison(word)? {
        return Ok(term);
    }
    let Some((key, value)) = word.split_once(':') else {
        return plain(word, None, reading);
    };
    match (key, value) {
        ("env" | "node" | "group" | "name" | "state" | "up" | "exit" | "pid", "") => {
            Err(format!("{key}: wants a value after it"))
        }
        ("state", value) => state(value),
        ("up" | "exit" | "pid", value) => compared(key, Comparison::Equal, value),
        (key, value) => match keyed(key, Pattern::read(value)?) {
            Ok(term) => Ok(term),
            Err(value) => {
                let key = key.to_owned();
                plain(word, Some(Fact { key, value }), reading)
            }
        },
    }
}

/// A word that stands for itself.
fn plain(word: &str, fact: Option<Fact>, reading: Reading) -> Result<Term, String> {
    Ok(match reading {
        Reading::Names => Term::Called(Pattern::read(word)?, fact),
        Reading::Pieces if is_glob(word) => Term::Glob(glob(word)?, fact),
        Reading::Pieces => Term::Word(Needle::new(word), fact),
    })
}

/// The term of a key that takes names; the pattern back if it is no such key.
fn keyed(key: &str, pattern: Pattern) -> Result<Term, Pattern> {
    match key {
        "env" => Ok(Term::Environment(pattern)),
        "node" => Ok(Term::Node(pattern)),
        "group" => Ok(Term::Group(pattern)),
        "name" => Ok(Term::Name(pattern)),
        _ => Err(pattern),
    }
}

fn state(value: &str) -> Result<Term, String> {
    let value = value.to_lowercase();
    if value == "bad" {
        Ok(Term::Bad)
    } else if STATES.iter().any(|state| begins_with(state, &value)) {
        Ok(Term::State(value))
    } else {
        Err(format!(
            "no state begins with {value}; known are bad, {}",
            STATES.join(", ")
        ))
    }
}

/// A word such as `exit!=0`; none if nothing is compared in it.
fn read_comparison(word: &str) -> Result<Option<Term>, String> {
    let key_end = word.find(|letter: char| !letter.is_ascii_alphabetic());
    let (key, rest) = word.split_at(key_end.unwrap_or(word.len()));
    let found = COMPARISONS
        .into_iter()
        .find_map(|(sign, comparison)| Some((comparison, rest.strip_prefix(sign)?)));
    match found {
        Some((comparison, value)) if !key.is_empty() => compared(key, comparison, value).map(Some),
        Some(_) | None => Ok(None),
    }
}

fn compared(key: &str, comparison: Comparison, value: &str) -> Result<Term, String> {
    let number = || {
        let number = value.parse::<i64>();
        number.map_err(|_| format!("{key} is compared with a whole number, such as {key}=1"))
    };
    match key {
        "up" => {
            if matches!(comparison, Comparison::Equal | Comparison::Unequal) {
                return Err("up is compared with < or >, such as up<5m".to_owned());
            }
            let limit = read_duration(value);
            let limit = limit.ok_or("up is compared with a duration, such as up<5m or up>1h30m")?;
            Ok(Term::Uptime(comparison, limit))
        }
        "exit" => Ok(Term::Exit(comparison, number()?)),
        "pid" => Ok(Term::Pid(comparison, number()?)),
        _ => Err(format!("up, exit and pid can be compared, {key} cannot")),
    }
}

/// Numbers with units, `1h30m`; none if there is anything else in it.
fn read_duration(text: &str) -> Option<Duration> {
    let mut seconds: u64 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let (number, tail) = rest.split_at(end);
        let mut letters = tail.chars();
        let unit = match letters.next()? {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return None,
        };
        let number: u64 = number.parse().ok()?;
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        rest = letters.as_str();
    }
    (!text.is_empty()).then_some(Duration::from_secs(seconds))
}
