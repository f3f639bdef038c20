//! A line of JSON, laid out to be read.

use serde_json::{Deserializer, Value};

use crate::model::text::Clean;

/// How many opening braces of a line are tried: text before an object may hold some, too.
const TRIES: usize = 8;
/// Columns for each level.
const STEP: usize = 2;
/// Levels that are set in: deeper ones stand below one another.
const DEEPEST: usize = 20;

/// The object that a line is or holds, a field on each line, the text around it before and after.
///
/// Order, numbers and escapes stay as they were written; a text goes on on a line of its own after
/// each line feed in it. None if there is no object with a field in it.
#[must_use]
pub fn pretty_json(text: &str) -> Option<Vec<Clean>> {
    let braces = text.match_indices('{').map(|(at, _)| at).take(TRIES);
    let (begin, length) = braces
        .into_iter()
        .find_map(|at| Some((at, object_length(&text[at..])?)))?;
    let (before, rest) = text.split_at(begin);
    let (object, after) = rest.split_at(length);
    let mut layout = Layout::default();
    layout.object(object);
    let around = [before, after].map(str::trim);
    let [before, after] = around.map(|text| (!text.is_empty()).then(|| text.to_owned()));
    let lines = before.into_iter().chain(layout.lines).chain(after);
    Some(lines.map(|line| Clean::text(&line)).collect())
}

/// The length of the object that a text begins with.
fn object_length(text: &str) -> Option<usize> {
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let has_fields = value.as_object().is_some_and(|object| !object.is_empty());
    has_fields.then(|| values.byte_offset())
}

/// Lines as they are filled. What it is given was seen to be JSON.
#[derive(Default)]
struct Layout {
    lines: Vec<String>,
    line: String,
    depth: usize,
}

impl Layout {
    fn object(&mut self, json: &str) {
        let mut rest = json;
        while let Some(letter) = rest.chars().next() {
            rest = &rest[letter.len_utf8()..];
            match letter {
                '"' => rest = self.text(rest),
                '{' | '[' => rest = self.open(letter, rest),
                '}' | ']' => {
                    self.depth -= 1;
                    self.break_line();
                    self.line.push(letter);
                }
                ',' => {
                    self.line.push(letter);
                    self.break_line();
                }
                ':' => self.line.push_str(": "),
                ' ' | '\t' | '\n' | '\r' => {}
                other => self.line.push(other),
            }
        }
        self.lines.push(std::mem::take(&mut self.line));
    }

    /// An empty one closes where it opened.
    fn open<'a>(&mut self, letter: char, rest: &'a str) -> &'a str {
        self.line.push(letter);
        let inside = rest.trim_start();
        if let Some(after) = inside.strip_prefix(['}', ']']) {
            self.line.push_str(&inside[..1]);
            return after;
        }
        self.depth += 1;
        self.break_line();
        rest
    }

    /// A text up to its closing quote, a line of it on each line.
    fn text<'a>(&mut self, inside: &'a str) -> &'a str {
        self.line.push('"');
        let mut letters = inside.char_indices();
        while let Some((at, letter)) = letters.next() {
            self.line.push(letter);
            match letter {
                '"' => return &inside[at + 1..],
                '\\' => {
                    let escaped = letters.next().map(|(_, escaped)| escaped);
                    self.line.extend(escaped);
                    if escaped == Some('n') {
                        self.depth += 1;
                        self.break_line();
                        self.depth -= 1;
                    }
                }
                _ => {}
            }
        }
        ""
    }

    fn break_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        let columns = self.depth.min(DEEPEST) * STEP;
        self.line.extend(std::iter::repeat_n(' ', columns));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pretty(text: &str) -> Option<Vec<String>> {
        let lines = pretty_json(text)?;
        Some(lines.into_iter().map(Clean::into_string).collect())
    }

    #[test]
    fn fields_keep_their_order_and_their_writing() {
        let lines =
            pretty(r#"{"z":1.10,"a":[1, {"b":{}}],"c":[ ],"n":123456789012345678901234,"z":null}"#);
        let wanted = [
            "{",
            "  \"z\": 1.10,",
            "  \"a\": [",
            "    1,",
            "    {",
            "      \"b\": {}",
            "    }",
            "  ],",
            "  \"c\": [],",
            "  \"n\": 123456789012345678901234,",
            "  \"z\": null",
            "}",
        ];
        assert_eq!(lines.unwrap(), wanted);
    }

    #[test]
    fn a_text_is_broken_at_its_line_feeds_and_stays_inert() {
        let lines = pretty(r#"{"e":"a\n\tat \"b\"\u001b[2J\\n {},:[","x":"\u202e"}"#);
        let wanted = [
            "{",
            r#"  "e": "a\n"#,
            r#"    \tat \"b\"\u001b[2J\\n {},:[","#,
            r#"  "x": "\u202e""#,
            "}",
        ];
        assert_eq!(lines.unwrap(), wanted);
        assert_eq!(
            pretty("{\"a\u{202e}\":1}").unwrap()[1],
            "  \"a<U+202E>\": 1"
        );
    }

    #[test]
    fn text_around_the_object_stays() {
        let lines = pretty("12:04 INFO {x} got {\"a\":1} <1 zero-width>");
        let wanted = [
            "12:04 INFO {x} got",
            "{",
            "  \"a\": 1",
            "}",
            "<1 zero-width>",
        ];
        assert_eq!(lines.unwrap(), wanted);
    }

    #[test]
    fn what_is_no_object_is_left_alone() {
        for text in [
            "",
            "plain",
            "{}",
            "{x}",
            "[1]",
            "{\"a\":1",
            "{\"a\":\"\\x1b\"}",
            "5",
            "}{",
        ] {
            assert_eq!(pretty(text), None, "{text}");
        }
        let deep = format!("{}1{}", "{\"a\":".repeat(100), "}".repeat(100));
        let lines = pretty(&deep).unwrap();
        assert_eq!(lines.len(), 2 * 100 + 1);
        assert!(lines.iter().all(|line| line.len() < 50));
        assert_eq!(pretty(&"{\"a\":".repeat(10_000)), None);
        assert_eq!(pretty(&format!("{}{{\"a\":1}}", "{ ".repeat(TRIES))), None);
    }
}
