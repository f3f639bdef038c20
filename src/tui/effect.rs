//! What `update` wants done outside the state.

use crate::engine::Request;

/// Something to be done by the loop.
#[derive(Debug)]
pub enum Effect {
    /// Ask the engine.
    Ask(Request),
    /// Put a text on the clipboard; the words say what it is.
    Copy {
        /// The text, clean.
        text: String,
        /// What it is, such as "3 names".
        what: String,
    },
    /// Draw the whole screen anew.
    Redraw,
    /// Give the terminal back to the shell until it continues us.
    Suspend,
    /// Write the first config file and start over with it.
    Adopt(Adoption),
    /// Leave.
    Quit,
}

/// What the first-run screen was told to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adoption {
    /// Show the demo fleet; nothing is written.
    Demo,
    /// Write the annotated example as the first config.
    Example,
    /// Write this text as the first config.
    Write(String),
    /// Import this file as `supdeck import` does, and write the result.
    Import(std::path::PathBuf),
}
