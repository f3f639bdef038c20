//! The first-run screen: nothing is contacted and nothing is written until chosen.

use crate::tui::command::Command;
use crate::tui::effect::{Adoption, Effect};
use crate::tui::state::{Choice, State};

/// A command on the first-run screen.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    let Some(screen) = &mut state.first_run else {
        return Vec::new();
    };
    let last = screen.choices.len().saturating_sub(1);
    match command {
        Command::Down => screen.cursor = (screen.cursor + 1).min(last),
        Command::Up => screen.cursor = screen.cursor.saturating_sub(1),
        Command::Open => {
            let at = screen.cursor;
            return choose(state, at);
        }
        Command::Back | Command::Leave | Command::No if screen.asked.is_some() => {
            screen.asked = None;
        }
        Command::Yes => return write(state),
        Command::Leave | Command::Quit => return vec![Effect::Quit],
        Command::Back | Command::Interrupt => state.tell("q leaves"),
        Command::Help => return super::pagers::open(state, command),
        _ => {}
    }
    Vec::new()
}

/// A digit chooses.
pub fn letter(state: &mut State, letter: char) -> Vec<Effect> {
    match letter
        .to_digit(10)
        .and_then(|digit| (digit as usize).checked_sub(1))
    {
        Some(at) => choose(state, at),
        None => Vec::new(),
    }
}

/// What only looks happens at once; what writes asks first.
fn choose(state: &mut State, at: usize) -> Vec<Effect> {
    let Some(screen) = &mut state.first_run else {
        return Vec::new();
    };
    let Some((choice, _)) = screen.choices.get(at) else {
        return Vec::new();
    };
    screen.cursor = at;
    match choice {
        Choice::Demo => vec![Effect::Adopt(Adoption::Demo)],
        Choice::Import(_) | Choice::Local(_) | Choice::Example => {
            screen.asked = Some(at);
            Vec::new()
        }
    }
}

fn write(state: &mut State) -> Vec<Effect> {
    let Some(screen) = &mut state.first_run else {
        return Vec::new();
    };
    let asked = screen.asked.take().and_then(|at| screen.choices.get(at));
    let adoption = match asked.map(|(choice, _)| choice) {
        None => return Vec::new(),
        Some(Choice::Demo) => Adoption::Demo,
        Some(Choice::Import(path)) => Adoption::Import(path.clone()),
        Some(Choice::Local(text)) => Adoption::Write(text.clone()),
        Some(Choice::Example) => Adoption::Example,
    };
    vec![Effect::Adopt(adoption)]
}
