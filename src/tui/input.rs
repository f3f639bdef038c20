//! From terminal events to messages: what a key means depends on who takes the keys.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use zeroize::Zeroizing;

use super::command::{Command, Family, Layer};
use super::keymap::{Key, Keymap};
use super::msg::{Edit, Msg};
use super::state::Focus;

/// What a terminal event means here; none for events that mean nothing.
#[must_use]
pub fn read(event: Event, focus: Focus, keymap: &Keymap) -> Option<Msg> {
    match event {
        // Some terminals tell of releases too: only a press acts.
        Event::Key(key) if key.kind != KeyEventKind::Release => read_key(key, focus, keymap),
        Event::Paste(text) => Some(Msg::Pasted(Zeroizing::new(text))),
        Event::Key(_)
        | Event::Mouse(_)
        | Event::Resize(..)
        | Event::FocusGained
        | Event::FocusLost => None,
    }
}

fn read_key(event: KeyEvent, focus: Focus, keymap: &Keymap) -> Option<Msg> {
    let key = Key::of(event);
    let command = match focus {
        Focus::Text => return text(event, key, keymap),
        Focus::Number => return number(event, key, keymap),
        Focus::Table => keymap.meaning(Layer::Table, key),
        // Its question is answered as in dialogs.
        Focus::FirstRun => keymap
            .meaning(Layer::Dialog, key)
            .or_else(|| keymap.meaning(Layer::Table, key)),
        Focus::Log | Focus::Logs => keymap
            .meaning(Layer::Log, key)
            .filter(|command| focus == Focus::Logs || *command != Command::Source)
            .or_else(|| keymap.meaning(Layer::Table, key)),
        Focus::Dialog => keymap.meaning(Layer::Dialog, key).or_else(|| {
            keymap
                .meaning(Layer::Table, key)
                .filter(|c| works_in_dialogs(*c))
        }),
        Focus::Menu => keymap
            .meaning(Layer::Table, key)
            .filter(|c| works_in_menus(*c)),
    };
    match (focus, command) {
        (Focus::FirstRun, None | Some(_)) if key.letter().is_some_and(|c| c.is_ascii_digit()) => {
            key.letter().map(Msg::Letter)
        }
        (_, Some(Command::Source)) => {
            let keys = keymap.keys(Command::Source);
            keys.iter().position(|known| *known == key).map(Msg::Source)
        }
        (_, Some(command)) => Some(Msg::Command(command)),
        (Focus::Menu | Focus::FirstRun | Focus::Table, None) => key.letter().map(Msg::Letter),
        (_, None) => None,
    }
}

/// Commands of the table that mean the same in a dialog.
fn works_in_dialogs(command: Command) -> bool {
    match command.family() {
        Family::Move | Family::App => command != Command::NotHere,
        Family::Mark => command == Command::Mark,
        Family::Look => matches!(
            command,
            Command::Refresh | Command::Logs | Command::NodeLog | Command::Copy
        ),
        Family::Find | Family::Act | Family::Log | Family::Dialog => false,
    }
}

/// Commands of the table that mean the same in a menu; letters are its own.
fn works_in_menus(command: Command) -> bool {
    matches!(
        command,
        Command::Down
            | Command::Up
            | Command::PageDown
            | Command::PageUp
            | Command::Open
            | Command::Back
            | Command::Leave
            | Command::Interrupt
            | Command::Redraw
            | Command::Suspend
    )
}

/// Keys in a text field: readline's, and the few that work everywhere.
fn text(event: KeyEvent, key: Key, keymap: &Keymap) -> Option<Msg> {
    let everywhere = keymap.meaning(Layer::Table, key);
    if let Some(Command::Suspend | Command::Redraw) = everywhere {
        return everywhere.map(Msg::Command);
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let edit = match event.code {
        KeyCode::Char(letter) if ctrl => control(letter)?,
        KeyCode::Char('b') if alt => Edit::WordLeft,
        KeyCode::Char('f') if alt => Edit::WordRight,
        KeyCode::Char(_) if alt => return None,
        KeyCode::Char(letter) => Edit::Insert(letter),
        KeyCode::Backspace => Edit::Backspace,
        KeyCode::Delete => Edit::Delete,
        KeyCode::Left => Edit::Left,
        KeyCode::Right => Edit::Right,
        KeyCode::Home => Edit::Home,
        KeyCode::End => Edit::End,
        KeyCode::Up => Edit::Previous,
        KeyCode::Down => Edit::Next,
        KeyCode::Tab => Edit::Complete,
        KeyCode::BackTab => Edit::Uncomplete,
        KeyCode::Enter => Edit::Submit,
        KeyCode::Esc => Edit::Cancel,
        KeyCode::PageUp => return Some(Msg::Command(Command::PageUp)),
        KeyCode::PageDown => return Some(Msg::Command(Command::PageDown)),
        _ => return None,
    };
    Some(Msg::Typed(edit))
}

/// Keys in a field for a number: digits and editing are its own, letters the dialog's.
fn number(event: KeyEvent, key: Key, keymap: &Keymap) -> Option<Msg> {
    match key.letter() {
        Some(letter) if !letter.is_ascii_digit() => {
            keymap.meaning(Layer::Dialog, key).map(Msg::Command)
        }
        Some(_) | None => text(event, key, keymap),
    }
}

fn control(letter: char) -> Option<Edit> {
    Some(match letter {
        'a' => Edit::Home,
        'e' => Edit::End,
        'b' => Edit::Left,
        'f' => Edit::Right,
        'd' => Edit::Delete,
        'h' => Edit::Backspace,
        'w' => Edit::DeleteWord,
        'u' => Edit::DeleteLine,
        'c' | 'g' => Edit::Cancel,
        // Enter, if it was pressed before the terminal was ours.
        'j' => Edit::Submit,
        _ => return None,
    })
}
