//! How grave a line says it is.

use super::fields::{fields, looks_like_json};

/// How far into a line its level is looked for, in bytes: further on words are of the message.
const NEAR: usize = 96;
/// How far into a line of JSON, where fields come in any order, in bytes.
const NEAR_IN_JSON: usize = 2048;
/// The names of fields that hold a level.
const KEYS: [&str; 6] = [
    "level",
    "lvl",
    "severity",
    "levelname",
    "loglevel",
    "log.level",
];
/// The longest word for a level.
const LONGEST_WORD: usize = 11;

/// How grave a line says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// More than anybody reads.
    Trace,
    /// For those who look for a fault.
    Debug,
    /// What goes on; a notice too.
    Info,
    /// What may become a fault.
    Warn,
    /// A fault.
    Error,
    /// A fault that ends something: critical, alert, emergency, panic.
    Fatal,
}

impl Level {
    /// The level that a line names near its start, in one of the usual ways; none if it names none.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        if looks_like_json(text) {
            return in_json(text);
        }
        let near = &text.as_bytes()[..text.len().min(NEAR)];
        of_letter(near)
            .or_else(|| of_crash(near))
            .or_else(|| words(near).find_map(|word| word.level()))
    }

    /// Whether it is a fault.
    #[must_use]
    pub fn is_error(self) -> bool {
        self >= Self::Error
    }

    /// What lines call it; supervisord's own log has words of four letters.
    fn read(word: &[u8]) -> Option<Self> {
        let mut small = [0; LONGEST_WORD];
        let small = small.get_mut(..word.len())?;
        small.copy_from_slice(word);
        small.make_ascii_lowercase();
        Some(match &*small {
            b"trace" | b"trac" | b"trc" | b"blat" | b"verbose" => Self::Trace,
            b"debug" | b"debg" | b"dbug" | b"dbg" => Self::Debug,
            b"info" | b"inf" | b"information" | b"notice" => Self::Info,
            b"warn" | b"warning" | b"wrn" => Self::Warn,
            b"error" | b"erro" | b"eror" | b"err" | b"fail" | b"severe" => Self::Error,
            b"fatal" | b"ftl" | b"crit" | b"critical" | b"alert" | b"emerg" | b"emergency"
            | b"panic" => Self::Fatal,
            _ => return None,
        })
    }

    /// The numbers of bunyan and pino, and those of syslog (RFC 5424, section 6.2.1).
    fn of_number(text: &str) -> Option<Self> {
        let end = text.find(|letter: char| !letter.is_ascii_digit());
        match text[..end.unwrap_or(text.len())].parse().ok()? {
            10 => Some(Self::Trace),
            7 | 20 => Some(Self::Debug),
            5 | 6 | 30 => Some(Self::Info),
            4 | 40 => Some(Self::Warn),
            3 | 50 => Some(Self::Error),
            0..=2 | 60 => Some(Self::Fatal),
            _ => None,
        }
    }
}

fn in_json(text: &str) -> Option<Level> {
    let near = fields(text).take_while(|(_, at)| *at < NEAR_IN_JSON);
    let mut named = near.filter(|(name, _)| KEYS.contains(name));
    named.find_map(|(_, at)| match text[at..].strip_prefix('"') {
        Some(value) => Level::read(value.split('"').next()?.as_bytes()),
        None => Level::of_number(&text[at..]),
    })
}

/// `E1120 12:04:31` as glog has it, `[E 261120 12:04:31` as tornado.
fn of_letter(near: &[u8]) -> Option<Level> {
    let (letter, rest) = near.strip_prefix(b"[").unwrap_or(near).split_first()?;
    let digits = rest.strip_prefix(b" ").unwrap_or(rest);
    let count = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if !matches!(count, 4 | 6 | 8) || digits.get(count) != Some(&b' ') {
        return None;
    }
    match letter {
        b'D' => Some(Level::Debug),
        b'I' => Some(Level::Info),
        b'W' => Some(Level::Warn),
        b'E' => Some(Level::Error),
        b'C' | b'F' => Some(Level::Fatal),
        _ => None,
    }
}

/// How runtimes report what fell over.
fn of_crash(near: &[u8]) -> Option<Level> {
    let begins = |start: &str| near.starts_with(start.as_bytes());
    if begins("Traceback (most recent call last)") || begins("Exception in thread ") {
        return Some(Level::Error);
    }
    let panicked = || memchr::memmem::find(near, b"' panicked at ").is_some();
    (begins("thread '") && panicked()).then_some(Level::Fatal)
}

/// A word, and what stands around it.
struct Word<'a> {
    before: &'a [u8],
    letters: &'a [u8],
    after: &'a [u8],
}

/// The words of a text, near its start.
fn words(near: &[u8]) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let begin = at + near[at..].iter().position(u8::is_ascii_alphabetic)?;
        let length = near[begin..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        at = begin + length;
        Some(Word {
            before: &near[..begin],
            letters: &near[begin..at],
            after: &near[at..],
        })
    })
}

impl Word<'_> {
    /// The level it names, if it stands where levels stand.
    fn level(&self) -> Option<Level> {
        let level = Level::read(self.letters)?;
        (self.is_label() || self.is_shouted() || self.is_value()).then_some(level)
    }

    /// `[error]`, `[core:error]`, `<error>`, `(error)`, `error: `.
    fn is_label(&self) -> bool {
        matches!(
            (self.before.last(), self.after.first()),
            (Some(b'[' | b':'), Some(b']'))
                | (Some(b'<'), Some(b'>'))
                | (Some(b'('), Some(b')'))
                | (None | Some(b' '), Some(b':'))
        )
    }

    /// In capitals, and not a part of a name or a path.
    fn is_shouted(&self) -> bool {
        self.letters.iter().all(u8::is_ascii_uppercase)
            && matches!(
                self.before.last(),
                None | Some(b' ' | b'[' | b'(' | b'<' | b'|' | b':' | b'"')
            )
            && matches!(
                self.after.first(),
                None | Some(b' ' | b']' | b')' | b'>' | b'|' | b':' | b',' | b'"' | b'/' | b'!')
            )
    }

    /// `level=error`, with or without quotes.
    fn is_value(&self) -> bool {
        let before = self.before.strip_suffix(b"\"").unwrap_or(self.before);
        let Some(before) = before.strip_suffix(b"=") else {
            return false;
        };
        let name = before
            .rsplit(|byte| matches!(byte, b' ' | b'[' | b'(' | b','))
            .next();
        name.is_some_and(|name| {
            KEYS.iter()
                .any(|key| key.as_bytes().eq_ignore_ascii_case(name))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_are_understood() {
        for (line, level) in [
            (
                "2026-11-20 12:00:00,123 INFO spawned: 'api' with pid 7",
                Level::Info,
            ),
            (
                "2026-11-20 12:00:00,123 CRIT Supervisor is running as root",
                Level::Fatal,
            ),
            ("2026-11-20 12:00:00,123 BLAT read event", Level::Trace),
            (
                "2026-11-20 12:04:31,123 - my.logger - WARNING - slow",
                Level::Warn,
            ),
            (
                "[2026-11-20 12:04:31,123: ERROR/MainProcess] lost",
                Level::Error,
            ),
            (
                "2026/11/20 12:04:31 [error] 7#7: *1 open() failed",
                Level::Error,
            ),
            (
                "[Fri Nov 20 12:04:31.1 2026] [core:notice] [pid 7] up",
                Level::Info,
            ),
            ("E1120 12:04:31.123456  7 main.go:3] no", Level::Error),
            ("[W 261120 12:04:31 web:2246] 404 GET /", Level::Warn),
            (
                "time=\"2026-11-20T12:04:31Z\" level=warning msg=\"x\"",
                Level::Warn,
            ),
            (
                "ts=2026-11-20T12:04:31Z caller=a.go:1 level=\"debug\" msg=x",
                Level::Debug,
            ),
            ("12:04PM ERR lost err=EOF", Level::Error),
            (
                "{\"msg\":\"level\",\"user\":{\"level\":\"gold\"},\"level\":\"error\"}",
                Level::Error,
            ),
            ("{\"severity\" : \"CRITICAL\"}", Level::Fatal),
            ("{\"level\":30,\"time\":1763640271123}", Level::Info),
            ("{\"level\":3}", Level::Error),
            ("Traceback (most recent call last):", Level::Error),
            (
                "Exception in thread \"main\" java.lang.Error: x",
                Level::Error,
            ),
            ("thread 'main' panicked at src/main.rs:1:1:", Level::Fatal),
            ("panic: runtime error: index out of range", Level::Fatal),
            ("Warning: deprecated", Level::Warn),
            ("npm ERR! code 1", Level::Error),
            ("[INFO] ready", Level::Info),
            ("TRACE|x", Level::Trace),
        ] {
            assert_eq!(Level::of(line), Some(level), "{line}");
        }
    }

    #[test]
    fn words_of_the_message_are_no_level() {
        for line in [
            "",
            "no error here",
            "10.0.0.1 - - [20/Nov/2026:12:04:31 +0000] \"GET /info HTTP/1.1\" 200 0",
            "GET /ERROR HTTP/1.1",
            "MY_ERROR=1 set",
            "code=ERROR",
            "Errors: 0",
            "thread 'main' is up",
            "I 12 is no date",
            "{\"msg\":\"\\\"level\\\":\\\"error\\\"\"}",
            "{\"level\":99}",
            "{\"level\":",
            "{\"level\":\"",
        ] {
            assert_eq!(Level::of(line), None, "{line}");
        }
        let far = format!("{}ERROR", "x ".repeat(60));
        assert_eq!(Level::of(&far), None);
    }

    #[test]
    fn what_is_a_fault_is_an_error() {
        assert!(Level::Fatal.is_error() && Level::Error.is_error() && !Level::Warn.is_error());
    }
}
