//! What `update` wants done outside the state.

use crate::engine::Request;

use super::excerpt::Excerpt;
use super::state::SiftJob;

/// Something to be done by the loop.
#[derive(Debug)]
pub enum Effect {
    /// Ask the engine.
    Ask(Request),
    /// Put a text on the clipboard; the words say what it is.
    Copy {
        /// The text.
        excerpt: Excerpt,
        /// What it is, such as "3 names".
        what: String,
    },
    /// Write a text into a new file.
    Save(Save),
    /// Show a text in the user's pager.
    Page(Excerpt),
    /// Look through the next slice of many lines, beside the loop.
    Sift(SiftJob),
    /// Draw the whole screen anew.
    Redraw,
    /// Give the terminal back to the shell until it continues us.
    Suspend,
    /// Write the first config file and start over with it.
    Adopt(Adoption),
    /// Leave.
    Quit,
}

/// A file to be written; one that exists is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Save {
    /// Where, as it was typed: below the working directory, or below the home with `~/`.
    pub path: String,
    /// What is written.
    pub content: Content,
    /// What that is, such as "4,989 lines".
    pub what: String,
}

/// What a saved file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Clean text: harmless to `cat`.
    Clean(Excerpt),
    /// Bytes as the node sent them, because they were asked for.
    Raw(Vec<u8>),
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
