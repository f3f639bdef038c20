//! Anything that changes the screen's state.

use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::engine::Event;

use super::command::Command;
use super::seen::Seen;
use super::state::Sifted;

/// A key in a text field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A letter.
    Insert(char),
    /// Take the letter before the cursor.
    Backspace,
    /// Take the letter at the cursor.
    Delete,
    /// Take the word before the cursor.
    DeleteWord,
    /// Take everything before the cursor.
    DeleteLine,
    /// One letter left.
    Left,
    /// One letter right.
    Right,
    /// One word left.
    WordLeft,
    /// One word right.
    WordRight,
    /// To the begin.
    Home,
    /// To the end.
    End,
    /// The entry before, or the row above.
    Previous,
    /// The entry after, or the row below.
    Next,
    /// Complete the word, or go to the next field.
    Complete,
    /// Go to the previous field.
    Uncomplete,
    /// Take it as it stands.
    Submit,
    /// Leave it.
    Cancel,
}

/// How an effect ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Worked: a sentence to tell.
    Told(String),
    /// Did not work: a sentence to tell.
    Failed(String),
    /// A slice of lines was looked through.
    Sifted(Sifted),
}

/// Anything that changes the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A key that means a command here.
    Command(Command),
    /// A key that means a source of the log pane: the first is 0.
    Source(usize),
    /// A letter that means nothing as a command: menus take it, tables say so.
    Letter(char),
    /// A key in a text field.
    Typed(Edit),
    /// Pasted text: never keys, perhaps a password.
    Pasted(Zeroizing<String>),
    /// The engine tells something.
    Engine(Event),
    /// Time has come to this instant.
    Tick(Timestamp),
    /// A frame was drawn.
    Drawn(Seen),
    /// An effect ended.
    Performed(Done),
}
