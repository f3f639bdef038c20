//! The one-line prompt at the foot of the screen.

use tui_input::Input;

/// How a log is written into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Clean text, harmless to `cat`.
    Clean,
    /// Bytes as the node sent them.
    Raw,
}

impl Form {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Clean => Self::Raw,
            Self::Raw => Self::Clean,
        }
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// The filter of the table.
    Filter,
    /// A command of the palette.
    Palette,
    /// What is searched for in the log.
    Search,
    /// Which lines of the log are shown.
    Only,
    /// Where the log is to be saved, and how.
    Save(Form),
}

/// A prompt.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What is asked for.
    pub kind: PromptKind,
    /// What was typed.
    pub input: Input,
    /// What stood there before, for Esc.
    pub before: String,
    /// What was being typed when the history was looked into.
    pub draft: String,
    /// Why it is not understood, while it is not.
    pub error: Option<String>,
    /// Where in the history of this kind of prompt it stands; 0 is what is being typed.
    pub recalled: usize,
}
