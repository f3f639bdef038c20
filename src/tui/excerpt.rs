//! Text that is taken out of the console: to the clipboard, into a file, into a pager.

use crate::model::Clean;

/// Lines of clean text; it never ends with an empty line, so pasting it presses no Enter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt(String);

impl Excerpt {
    /// Text of our own making, each line cleaned once more: names of nodes may stand in it.
    #[must_use]
    pub fn of(text: &str) -> Self {
        text.lines().map(Clean::text).collect()
    }

    /// The lines, with a line end between any two.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lines as a file holds them: each has its end.
    #[must_use]
    pub fn into_file(self) -> String {
        let mut text = self.0;
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }
}

impl FromIterator<Clean> for Excerpt {
    fn from_iter<T: IntoIterator<Item = Clean>>(lines: T) -> Self {
        let mut text = String::new();
        for line in lines {
            text.push_str(line.as_str());
            text.push('\n');
        }
        text.truncate(text.trim_end_matches('\n').len());
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_ends_with_a_line_end_and_a_file_does() {
        let lines = ["a", "", "b", "", ""].map(Clean::text);
        let excerpt: Excerpt = lines.into_iter().collect();
        assert_eq!(excerpt.as_str(), "a\n\nb");
        assert_eq!(excerpt.into_file(), "a\n\nb\n");
        assert_eq!(Excerpt::of("x\r\n\n").as_str(), "x");
        assert_eq!(Excerpt::default().into_file(), "");
    }

    #[test]
    fn nothing_in_it_acts() {
        let excerpt = Excerpt::of("rm -rf\r\x1b[2J\u{202e}\nnext");
        assert_eq!(excerpt.as_str(), "rm -rf\\x0d\\x1b[2J<U+202E>\nnext");
    }
}
