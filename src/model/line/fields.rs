//! The named fields of a line of JSON, found without reading all of it.

/// The names in a line of JSON, at whatever depth, each with the place where its value begins.
pub(super) fn fields(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let begin = at + memchr::memchr(b'"', &bytes[at..])? + 1;
            let end = begin + closing_quote(&bytes[begin..])?;
            at = end + 1;
            let colon = skip_blanks(bytes, at);
            if bytes.get(colon) == Some(&b':') {
                at = skip_blanks(bytes, colon + 1);
                return Some((&text[begin..end], at));
            }
        }
    })
}

/// Whether a line looks like an object in JSON and nothing else.
pub(super) fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

fn closing_quote(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

fn skip_blanks(bytes: &[u8], from: usize) -> usize {
    let blanks = bytes[from..].iter().take_while(|byte| **byte == b' ');
    from + blanks.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_from_values() {
        let text = r#"{"a" : "b", "c\":": {"d":1, "e":[]}, "f": "g\\", "h":2, "open"#;
        let all: Vec<_> = fields(text).collect();
        let values: Vec<_> = all
            .iter()
            .map(|(name, at)| (*name, &text[*at..=*at]))
            .collect();
        let wanted = [
            ("a", "\""),
            (r#"c\":"#, "{"),
            ("d", "1"),
            ("e", "["),
            ("f", "\""),
            ("h", "2"),
        ];
        assert_eq!(values, wanted);
        assert_eq!(fields(r#"{"a":"#).collect::<Vec<_>>(), [("a", 5)]);
        assert_eq!(
            fields(r#""\"#).count() + fields("").count() + fields("\"").count(),
            0
        );
    }
}
