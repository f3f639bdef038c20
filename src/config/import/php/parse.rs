//! Assignments to `$config[…]` and the literals they assign.

use zeroize::Zeroizing;

use super::super::error::ImportError;
use super::token::{Placed, Token, tokens};

/// A literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Php {
    /// A text or a number.
    Text(Zeroizing<String>),
    /// An array.
    Array(Vec<Entry>),
    /// Anything that PHP would have to run for.
    Computed,
}

/// One entry of an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Entry {
    /// Its key, if it has one that is a literal.
    pub key: Option<String>,
    /// Its value.
    pub value: Php,
    /// The line it begins on, from 1.
    pub line: usize,
}

/// `$config['a']['b'] = value;`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Assignment {
    /// The keys, `a` and `b`.
    pub keys: Vec<String>,
    /// What is assigned.
    pub value: Php,
    /// The line it begins on, from 1.
    pub line: usize,
}

/// Deeper arrays than any config has.
const DEEPEST: usize = 16;

/// Every assignment to a part of `$config` at that name, in the order of the file.
///
/// # Errors
/// Where the array that is assigned is not well formed.
pub(in super::super) fn assignments(
    text: &str,
    name: &str,
) -> Result<Vec<Assignment>, ImportError> {
    let tokens = tokens(text)?;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut reader = Reader {
            tokens: &tokens,
            at,
            depth: 0,
        };
        at += 1;
        if let Some(keys) = reader.target(name) {
            found.push(Assignment {
                keys,
                line: tokens[at - 1].1,
                value: reader.value()?,
            });
            at = reader.at;
        }
    }
    Ok(found)
}

struct Reader<'a> {
    tokens: &'a [Placed],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    /// `$config['name']['more'] =`, which tells what is assigned to.
    fn target(&mut self, name: &str) -> Option<Vec<String>> {
        if *self.next()? != Token::Variable("config".to_owned()) {
            return None;
        }
        let mut keys = Vec::new();
        while self.accept('[') {
            match self.next()? {
                Token::Text(key) => keys.push(key.to_string()),
                Token::Word(number) => keys.push(number.clone()),
                _ => return None,
            }
            if !self.accept(']') {
                return None;
            }
        }
        let named = keys.first().is_some_and(|first| first == name);
        (named && self.accept('=') && !self.accept('=')).then_some(keys)
    }

    fn value(&mut self) -> Result<Php, ImportError> {
        let first = self.next().cloned();
        let value = match first {
            Some(Token::Text(text)) => Php::Text(text),
            Some(Token::Sign('[')) => self.array(']')?,
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("array") && self.accept('(') => {
                self.array(')')?
            }
            Some(Token::Word(word)) if word.chars().all(|letter| letter.is_ascii_digit()) => {
                Php::Text(Zeroizing::new(word))
            }
            Some(_) | None => Php::Computed,
        };
        if self.is_at_end_of_value() {
            return Ok(value);
        }
        if matches!(
            self.peek(),
            Some(Token::Text(_) | Token::Word(_) | Token::Variable(_))
        ) && value != Php::Computed
        {
            let message = "a value follows right after another";
            return Err(ImportError::at(
                self.line(),
                message,
                "a comma between them",
            ));
        }
        self.skip_value();
        Ok(Php::Computed)
    }

    /// The entries up to the bracket that ends them.
    fn array(&mut self, end: char) -> Result<Php, ImportError> {
        let line = self.line();
        self.depth += 1;
        if self.depth > DEEPEST {
            let expected = format!("at most {DEEPEST} levels");
            return Err(ImportError::at(
                line,
                "arrays are nested too deeply",
                expected,
            ));
        }
        let mut entries = Vec::new();
        while !self.accept(end) {
            if self.peek().is_none() {
                let message = "this array has no end";
                return Err(ImportError::at(line, message, format!("a closing {end}")));
            }
            entries.push(self.entry()?);
            if !self.accept(',') && self.peek() != Some(&Token::Sign(end)) {
                let expected = format!("a comma or a closing {end}");
                return Err(ImportError::at(
                    self.line(),
                    "an entry has no end",
                    expected,
                ));
            }
        }
        self.depth -= 1;
        Ok(Php::Array(entries))
    }

    fn entry(&mut self) -> Result<Entry, ImportError> {
        let line = self.line();
        let first = self.value()?;
        if self.peek() != Some(&Token::Arrow) {
            return Ok(Entry {
                key: None,
                value: first,
                line,
            });
        }
        self.at += 1;
        let key = match first {
            Php::Text(text) => Some(text.to_string()),
            Php::Array(_) | Php::Computed => None,
        };
        Ok(Entry {
            key,
            value: self.value()?,
            line,
        })
    }

    fn is_at_end_of_value(&self) -> bool {
        matches!(
            self.peek(),
            None | Some(Token::Arrow | Token::Sign(',' | ';' | ')' | ']'))
        )
    }

    /// Goes to the end of what has to be computed, over all brackets in it.
    fn skip_value(&mut self) {
        let mut open = 0_usize;
        while let Some(token) = self.peek() {
            match token {
                Token::Sign('(' | '[' | '{') => open += 1,
                Token::Sign(')' | ']' | '}') if open > 0 => open -= 1,
                _ if open == 0 && self.is_at_end_of_value() => return,
                _ => {}
            }
            self.at += 1;
        }
    }

    fn accept(&mut self, sign: char) -> bool {
        let here = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(here);
        here
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn next(&mut self) -> Option<&Token> {
        self.at += 1;
        self.tokens.get(self.at - 1).map(|(token, _)| token)
    }

    /// The line of what comes next, or the last one.
    fn line(&self) -> usize {
        let here = self.tokens.get(self.at).or(self.tokens.last());
        here.map_or(1, |(_, line)| *line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<Php, ImportError> {
        let text = format!("<?php\n$config['x'] = {text};");
        Ok(assignments(&text, "x")?.remove(0).value)
    }

    fn text(text: &str) -> Php {
        Php::Text(Zeroizing::new(text.to_owned()))
    }

    #[test]
    fn literals_are_read_as_php_reads_them() {
        assert_eq!(value(r"'it\'s \\ \n'"), Ok(text(r"it's \ \n")));
        assert_eq!(value(r#""\"\$1\t""#), Ok(text("\"$1\t")));
        assert_eq!(value("9001"), Ok(text("9001")));
        assert_eq!(value("[ /* none */ ]"), Ok(Php::Array(Vec::new())));
        for computed in [
            "getenv('X')",
            "\"a$b\"",
            "'a' . 'b'",
            "$y",
            "f(1, [2])['a']",
            "-1",
        ] {
            assert_eq!(value(computed), Ok(Php::Computed), "{computed}");
        }
    }

    #[test]
    fn arrays_have_both_forms_keys_and_no_need_of_them() {
        let Ok(Php::Array(entries)) = value("array('a' => [1,], 'b', # c\n 3 => true)") else {
            panic!("no array");
        };
        let seen: Vec<_> = entries
            .iter()
            .map(|it| (it.key.as_deref(), it.line))
            .collect();
        assert_eq!(seen, [(Some("a"), 2), (None, 2), (Some("3"), 3)]);
    }

    #[test]
    fn mistakes_have_their_line() {
        for (text, line) in [
            ("array('a' => '1'\n'b' => 2)", 3),
            ("array(\n'a' => '1'", 3),
            ("'open", 2),
            ("[ /* open ]", 2),
        ] {
            let Err(ImportError::Syntax { line: told, .. }) = value(text) else {
                panic!("{text} was read");
            };
            assert_eq!(told, line, "{text}");
        }
        assert!(value(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn only_what_is_assigned_counts() {
        let text = "<html> $config['x'] = 0 <?php // $config['x'] = 1;\n\
            if ($config['x'] == 2) { $config['y'] = 3; }\n$config[\"x\"]['a']['b'] = 4;";
        let found = assignments(text, "x").unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].keys.join("."), found[0].line),
            ("x.a.b".to_owned(), 3)
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in r#"(\$config\['x'\] = |array\(|\[|\]|\)|=>|'|"|,|;|/\*|//|\n|\\|[a-z0-9. ]|\PC){0,40}"#) {
            let _ = assignments(&text, "x");
        }
    }
}
