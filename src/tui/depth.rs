//! How many colours the terminal shows, for the colours that processes put into their logs.

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None, or none are wanted.
    None,
    /// The sixteen that the terminal's own theme names.
    #[default]
    Sixteen,
    /// A fixed table of 256.
    Table,
    /// Any.
    Any,
}

impl Depth {
    /// What the environment says of the terminal.
    #[must_use]
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let colours = variable("COLORTERM").unwrap_or_default();
        let term = variable("TERM").unwrap_or_default();
        if matches!(colours.as_str(), "truecolor" | "24bit") {
            Self::Any
        } else if term.contains("256color") {
            Self::Table
        } else {
            Self::Sixteen
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_says_it() {
        let depth = |colours: &str, term: &str| {
            Depth::of(|name| match name {
                "COLORTERM" => Some(colours.to_owned()),
                "TERM" => Some(term.to_owned()),
                _ => None,
            })
        };
        assert_eq!(depth("truecolor", "xterm"), Depth::Any);
        assert_eq!(depth("", "tmux-256color"), Depth::Table);
        assert_eq!(depth("yes", "xterm"), Depth::Sixteen);
    }
}
