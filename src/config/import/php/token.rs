//! The words of PHP, with the line of each; comments and what stands before `<?php` are left out.

use zeroize::Zeroizing;

use super::super::error::ImportError;

/// One word of PHP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `$name`.
    Variable(String),
    /// A text in quotes.
    Text(Zeroizing<String>),
    /// A text in quotes with a variable in it.
    Interpolated,
    /// A name or a number.
    Word(String),
    /// `=>`.
    Arrow,
    /// Any other sign.
    Sign(char),
}

/// A token and its line, from 1.
pub(super) type Placed = (Token, usize);

/// Reads all tokens.
///
/// # Errors
/// Where a text or a comment has no end.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, ImportError> {
    let start = text.find("<?php").map_or(0, |at| at + "<?php".len());
    let mut reader = Reader {
        rest: &text[start..],
        line: 1 + text[..start].matches('\n').count(),
    };
    let mut found = Vec::new();
    while let Some(token) = reader.token()? {
        found.push(token);
    }
    Ok(found)
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl Reader<'_> {
    fn token(&mut self) -> Result<Option<Placed>, ImportError> {
        self.skip_blank()?;
        let line = self.line;
        let Some(first) = self.rest.chars().next() else {
            return Ok(None);
        };
        let token = match first {
            '\'' | '"' => self.text(first)?,
            '$' => {
                self.take(1);
                Token::Variable(self.word())
            }
            '=' if self.rest.starts_with("=>") => {
                self.take(2);
                Token::Arrow
            }
            letter if is_word(letter) => Token::Word(self.word()),
            sign => {
                self.take(sign.len_utf8());
                Token::Sign(sign)
            }
        };
        Ok(Some((token, line)))
    }

    fn skip_blank(&mut self) -> Result<(), ImportError> {
        loop {
            let blank = self.rest.len() - self.rest.trim_start().len();
            self.take(blank);
            if self.rest.starts_with("//") || self.rest.starts_with('#') {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                let end = self
                    .rest
                    .find("*/")
                    .ok_or_else(|| ImportError::at(self.line, "this comment has no end", "*/"))?;
                self.take(end + 2);
            } else {
                return Ok(());
            }
        }
    }

    fn word(&mut self) -> String {
        let end = self.rest.find(|letter| !is_word(letter));
        let word = self.rest[..end.unwrap_or(self.rest.len())].to_owned();
        self.take(word.len());
        word
    }

    /// A text up to its second quote: `'` knows two escapes, `"` more, and variables.
    fn text(&mut self, quote: char) -> Result<Token, ImportError> {
        let line = self.line;
        let mut text = Zeroizing::new(String::new());
        let mut letters = self.rest.char_indices().skip(1);
        let mut interpolated = false;
        while let Some((at, letter)) = letters.next() {
            match letter {
                letter if letter == quote => {
                    self.take(at + 1);
                    return Ok(if interpolated {
                        Token::Interpolated
                    } else {
                        Token::Text(text)
                    });
                }
                '\\' => {
                    if let Some((_, escaped)) = letters.next() {
                        push_escape(&mut text, quote, escaped);
                    }
                }
                '$' if quote == '"' => {
                    interpolated = true;
                }
                other => text.push(other),
            }
        }
        let message = "this text has no closing quote";
        Err(ImportError::at(line, message, format!("a second {quote}")))
    }

    fn take(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at(bytes);
        self.line += taken.matches('\n').count();
        self.rest = rest;
    }
}

fn push_escape(text: &mut String, quote: char, escaped: char) {
    match (quote, escaped) {
        (_, '\\') => text.push('\\'),
        (quote, escaped) if quote == escaped => text.push(quote),
        ('"', '$') => text.push('$'),
        ('"', 'n') => text.push('\n'),
        ('"', 't') => text.push('\t'),
        (_, other) => {
            text.push('\\');
            text.push(other);
        }
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
