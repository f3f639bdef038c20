//! INI files as Python reads them: quotes and backslashes are plain text, values may go on indented.

use ini::{Ini, ParseOption};

/// One section, keys in lower case as Python has them.
pub(super) struct IniSection {
    /// What stands in the brackets.
    pub name: String,
    entries: Vec<(String, String)>,
}

impl IniSection {
    /// The value of a key, without a comment behind it; the last one wins.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        let mut entries = self.entries.iter().rev();
        let (_, value) = entries.find(|(name, _)| name == key)?;
        Some(without_comment(value))
    }
}

/// Reads all sections in their order.
///
/// # Errors
/// With the line, from 1, and the reason, which repeat nothing of the file.
pub(super) fn sections(text: &str) -> Result<Vec<IniSection>, (usize, String)> {
    let options = ParseOption {
        enabled_quote: false,
        enabled_escape: false,
        enabled_indented_mutiline_value: true,
        enabled_preserve_key_leading_whitespace: false,
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ini = Ini::load_from_str_opt(text, options)
        .map_err(|error| (error.line, error.msg.to_string()))?;
    let sections = ini.iter().filter_map(|(name, properties)| {
        let entries = properties
            .iter()
            .map(|(key, value)| (key.trim().to_lowercase(), value.to_owned()));
        Some(IniSection {
            name: name?.trim().to_owned(),
            entries: entries.collect(),
        })
    });
    Ok(sections.collect())
}

/// supervisord and Python 2 end a value at a semicolon behind a space (`supervisor/options.py`,
/// `inline_comment_prefixes`), so `p#w;d` is whole.
fn without_comment(value: &str) -> &str {
    let end = value
        .match_indices(';')
        .find(|(at, _)| value[..*at].ends_with([' ', '\t']))
        .map_or(value.len(), |(at, _)| at);
    value[..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_python_reads_them() {
        let text = "[a]\nKey = \"q\\n\" ; why\npassword=p#w;d=e:f\nport : 9001\nlong=one,\n  two\n";
        let sections = sections(text).unwrap();
        let value = |key| sections[0].value(key);
        assert_eq!(value("key"), Some("\"q\\n\""));
        assert_eq!(value("password"), Some("p#w;d=e:f"));
        assert_eq!(value("port"), Some("9001"));
        assert_eq!(value("long"), Some("one,\ntwo"));
        assert_eq!(value("none"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = sections(&text);
        }
    }
}
