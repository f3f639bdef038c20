//! TOML with every syntax error in it, not only those up to the first bad one.

use std::collections::BTreeMap;

use toml::de::{DeTable, Error};

/// What is wrong in a text, by the byte where it is.
pub(super) type SyntaxErrors = BTreeMap<usize, String>;

/// All syntax errors of a text, and the text to read the rest from, which has the same places.
///
/// The parser goes on after most errors, but it ends at a line that is a word without a value:
/// such lines become blanks, and the text is looked at once more.
pub(super) fn errors(text: &str) -> (SyntaxErrors, String) {
    let mut found = collect(&DeTable::parse_recoverable(text).1);
    if found.is_empty() {
        return (found, text.to_owned());
    }
    let mut rest = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let wrong = found.range(rest.len()..rest.len() + line.len()).next();
        if wrong.is_some() && is_word(line) {
            let blank = line
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' });
            rest.extend(blank);
        } else {
            rest.push_str(line);
        }
    }
    found.extend(collect(&DeTable::parse_recoverable(&rest).1));
    (found, rest)
}

/// Whether a line neither gives a key its value nor opens or closes anything.
fn is_word(line: &str) -> bool {
    !line.contains(['=', '[', ']', '{', '}', '"', '\''])
}

fn collect(errors: &[Error]) -> SyntaxErrors {
    let place = |error: &Error| error.span().map_or(0, |span| span.start);
    errors
        .iter()
        .map(|error| (place(error), error.message().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_after_a_word_without_a_value_are_found() {
        let text = "x\na = yes\n[t]\nword # é\nb = no\n";
        let (errors, rest) = errors(text);
        let lines: Vec<usize> = errors
            .keys()
            .map(|at| 1 + text[..*at].matches('\n').count())
            .collect();
        assert_eq!(lines, [1, 2, 4, 5]);
        assert_eq!(rest.len(), text.len());
    }

    #[test]
    fn a_good_text_stays_as_it_is() {
        let text = "a = 1\n\n[t]\nb = [\n  2,\n]\n";
        assert_eq!(errors(text), (SyntaxErrors::new(), text.to_owned()));
    }
}
