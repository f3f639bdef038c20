//! Where a message goes: to the topmost thing that takes it.

use jiff::{SignedDuration, Timestamp};

use crate::plan::Permission;
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::msg::{Done, Edit, Msg};
use crate::tui::seen::Seen;
use crate::tui::state::{Dialog, Focus, Message, Opening, State, Tab, Tone};

use super::{
    acting, copying, dialogs, engine, finding, logs, marking, menus, moving, pagers, prompts,
    scrolling, signing_in, starting, tables, targets,
};

/// Keys that repeat by themselves come closer than this.
const REPEAT: SignedDuration = SignedDuration::from_millis(150);

/// Changes the state by one message; what is to be done outside comes back.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let effects = fold(state, msg);
    logs::settle(state);
    effects
}

fn fold(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Tick(now) => {
            tick(state, now);
            Vec::new()
        }
        Msg::Drawn(seen) => {
            drawn(state, seen);
            Vec::new()
        }
        Msg::Engine(event) => engine::fold(state, event),
        Msg::Performed(Done::Told(text)) => {
            state.tell(text);
            Vec::new()
        }
        Msg::Performed(Done::Failed(text)) => {
            state.warn(text);
            Vec::new()
        }
        Msg::Command(Command::Back | Command::Leave) | Msg::Typed(Edit::Cancel)
            if repeats(state) =>
        {
            Vec::new()
        }
        Msg::Command(command) => pressed(state, |state| commanded(state, command)),
        Msg::Performed(Done::Sifted(slice)) => logs::sifted(state, slice),
        Msg::Source(at) => pressed(state, |state| logs::toggle_source(state, at)),
        Msg::Letter(letter) => pressed(state, |state| lettered(state, letter)),
        Msg::Typed(edit) => pressed(state, |state| typed(state, edit)),
        Msg::Pasted(text) => pressed(state, |state| pasted(state, &text)),
    }
}

/// Whether a key that steps back comes too soon to be meant: held down it takes one step.
fn repeats(state: &mut State) -> bool {
    let last = state.stepped.replace(state.now);
    last.is_some_and(|at| state.now.duration_since(at) < REPEAT)
}

/// Ages are shown in seconds: within one, time alone changes nothing on screen.
fn tick(state: &mut State, now: Timestamp) {
    state.dirty |= now.as_second() != state.now.as_second();
    state.now = now;
    let over = |message: &mut Message| message.is_over(now);
    if state.message.take_if(over).is_some() {
        state.dirty = true;
    }
    logs::tick(state);
}

/// Any key takes bad news away and asks for a frame.
fn pressed(state: &mut State, act: impl FnOnce(&mut State) -> Vec<Effect>) -> Vec<Effect> {
    if state
        .message
        .as_ref()
        .is_some_and(|message| message.tone == Tone::Error)
    {
        state.message = None;
    }
    state.dirty = true;
    let effects = act(state);
    tables::settle(state);
    effects
}

fn drawn(state: &mut State, seen: Seen) {
    let resized = state.seen.table_rows != seen.table_rows;
    state.seen = seen;
    scrolling::settle(state);
    let opening = match state.dialogs.last_mut() {
        Some(Dialog::Confirm(confirm)) => Some(&mut confirm.opening),
        Some(Dialog::AllowActions(opening)) => Some(opening),
        Some(Dialog::NoKeyring(screen)) => Some(&mut screen.opening),
        _ => None,
    };
    match opening {
        Some(opening) if seen.dialog_painted => opening.paint(state.now),
        Some(opening) => opening.hide(),
        None => {}
    }
    if resized {
        let top = state.listing().top;
        tables::scroll_to_cursor(state);
        state.dirty |= state.listing().top != top;
    }
}

fn commanded(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Redraw => return vec![Effect::Redraw],
        Command::Suspend => return vec![Effect::Suspend],
        Command::Leave => {}
        _ => state.leaving = None,
    }
    let focus = state.focus();
    let command = match (command, focus) {
        // Only where nothing is left to step back from, the two differ.
        (Command::Leave, Focus::Log | Focus::Logs | Focus::Dialog | Focus::Menu) => Command::Back,
        (other, _) => other,
    };
    match focus {
        Focus::Text | Focus::Number | Focus::Dialog if state.prompt.is_some() => Vec::new(),
        Focus::Text | Focus::Number | Focus::Dialog => dialogs::command(state, command),
        Focus::Menu => menus::command(state, command),
        Focus::FirstRun => starting::command(state, command),
        Focus::Log | Focus::Logs => {
            logs::command(state, command).unwrap_or_else(|| on_page(state, command))
        }
        Focus::Table => on_page(state, command),
    }
}

/// Does what a command of the palette says, on the page.
pub fn run(state: &mut State, command: Command) -> Vec<Effect> {
    on_page(state, command)
}

/// A command on the page itself.
fn on_page(state: &mut State, command: Command) -> Vec<Effect> {
    let tab = match command {
        Command::Dashboard => Some(Tab::Dashboard),
        Command::Nodes => Some(Tab::Nodes),
        Command::Environments => Some(Tab::Environments),
        Command::Groups => Some(Tab::Groups),
        Command::Processes => Some(Tab::Processes),
        _ => None,
    };
    if let Some(tab) = tab {
        moving::show(state, tab);
        return Vec::new();
    }
    scrolling::show_cursor_for(state, command);
    match command.family() {
        crate::tui::command::Family::Move => moving::command(state, command),
        crate::tui::command::Family::Find => finding::command(state, command),
        crate::tui::command::Family::Mark => marking::command(state, command),
        crate::tui::command::Family::Act => acting::command(state, command),
        crate::tui::command::Family::Look => looking(state, command),
        crate::tui::command::Family::Log => {
            let key = state.session.keys.of(Command::Logs);
            state.tell(format!("that key works in the log pane; {key} opens it"));
            Vec::new()
        }
        crate::tui::command::Family::Dialog => Vec::new(),
        crate::tui::command::Family::App => app(state, command),
    }
}

fn looking(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Logs | Command::NodeLog | Command::Zoom | Command::Wider | Command::Narrower => {
            logs::open(state, command)
        }
        Command::Details => pagers::details(state),
        Command::Freeze => {
            state.frozen = !state.frozen;
            state.stale = true;
            state.tell(if state.frozen {
                "the table is held still; p lets it go on"
            } else {
                "the table goes on"
            });
            Vec::new()
        }
        Command::Copy | Command::CopyCommands => {
            copying::copy(state, command, &targets::chosen(state))
        }
        Command::Refresh => acting::refresh(state),
        _ => Vec::new(),
    }
}

fn app(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::SignIn => signing_in::open(state),
        Command::ReadOnly => read_only(state),
        Command::Help | Command::Journal | Command::DebugLog | Command::Runs => {
            pagers::open(state, command)
        }
        Command::Palette => prompts::open_palette(state),
        Command::Interrupt => {
            state.tell("q q leaves supdeck, and so does :quit");
            Vec::new()
        }
        Command::Quit => dialogs::leave(state),
        Command::NotHere => {
            let keys = &state.session.keys;
            let verbs = [
                (Command::Restart, "restarts"),
                (Command::Start, "starts"),
                (Command::Stop, "stops"),
                (Command::Signal, "signals"),
                (Command::Help, "helps"),
            ];
            let verbs = verbs.map(|(command, does)| format!("{} {does}", keys.of(command)));
            state.tell(format!("nothing happened: {}", verbs.join(", ")));
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Read-only at once; back only after a question, and not where flag or config forbid it.
fn read_only(state: &mut State) -> Vec<Effect> {
    match (state.session.permission, state.session.locked) {
        (Permission::ReadWrite, _) => {
            state.session.permission = Permission::ReadOnly;
            let key = state.session.keys.of(Command::ReadOnly);
            state.tell(format!(
                "read-only: nothing can be changed from here until {key} is pressed again"
            ));
            vec![Effect::Ask(crate::engine::Request::Permit(
                Permission::ReadOnly,
            ))]
        }
        (Permission::ReadOnly, true) => {
            state.warn("read-only was asked for at the start, so it stays for this session");
            Vec::new()
        }
        (Permission::ReadOnly, false) => {
            state.dialogs.push(Dialog::AllowActions(Opening::default()));
            Vec::new()
        }
    }
}

fn lettered(state: &mut State, letter: char) -> Vec<Effect> {
    state.leaving = None;
    match state.focus() {
        Focus::Menu => menus::letter(state, letter),
        Focus::FirstRun => starting::letter(state, letter),
        Focus::Table | Focus::Log | Focus::Logs | Focus::Dialog | Focus::Text | Focus::Number => {
            Vec::new()
        }
    }
}

fn typed(state: &mut State, edit: Edit) -> Vec<Effect> {
    if state.prompt.is_some() {
        prompts::edit(state, edit)
    } else {
        dialogs::edit(state, edit)
    }
}

fn pasted(state: &mut State, text: &str) -> Vec<Effect> {
    if state.prompt.is_some() {
        return prompts::paste(state, text);
    }
    match state.dialogs.last_mut() {
        Some(Dialog::SignIn(_) | Dialog::Passphrase(_)) => signing_in::paste(state, text),
        Some(Dialog::Confirm(_)) => {
            state.warn("pasted text never confirms anything; type it");
            Vec::new()
        }
        _ => {
            state.tell("pasted text is not taken as keys; nothing happened");
            Vec::new()
        }
    }
}
