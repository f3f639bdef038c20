//! Which keys are hinted at where, the ones that matter most first.

use crate::tui::command::Command;

/// One hint: a command's key, or keys as they are written.
pub enum Hint {
    /// The key of a command, and what it does here.
    Key(Command, &'static str),
    /// Keys that are no command's, and what they do.
    Text(&'static str, &'static str),
}

use Hint::{Key, Text};

/// On the dashboard.
pub const DASHBOARD: &[Hint] = &[
    Key(Command::Open, "open"),
    Key(Command::Logs, "logs"),
    Key(Command::Restart, "restart"),
    Key(Command::Filter, "filter"),
    Key(Command::Journal, "journal"),
    Key(Command::Palette, "command"),
    Key(Command::ActionMenu, "actions"),
    Key(Command::MarkMenu, "mark"),
];

/// On the page of a node.
pub const NODE: &[Hint] = &[
    Key(Command::Open, "logs"),
    Key(Command::Details, "details"),
    Key(Command::Restart, "restart"),
    Key(Command::Start, "start"),
    Key(Command::Stop, "stop"),
    Key(Command::NodeLog, "supervisord log"),
    Key(Command::ActionMenu, "actions"),
    Key(Command::Back, "back"),
];

/// In a table of nodes.
pub const NODES: &[Hint] = &[
    Key(Command::Open, "open"),
    Key(Command::Refresh, "ask now"),
    Key(Command::SignIn, "sign in"),
    Key(Command::Filter, "filter"),
    Key(Command::ActionMenu, "actions"),
    Key(Command::Mark, "mark"),
    Key(Command::NodeLog, "supervisord log"),
    Key(Command::SortMenu, "sort"),
];

/// In the table of environments.
pub const ENVIRONMENTS: &[Hint] = &[
    Key(Command::Open, "open"),
    Key(Command::Mark, "mark"),
    Key(Command::Restart, "restart"),
    Key(Command::Start, "start"),
    Key(Command::Stop, "stop"),
    Key(Command::Filter, "filter"),
    Key(Command::ActionMenu, "actions"),
];

/// In the table of groups.
pub const GROUPS: &[Hint] = &[
    Key(Command::Open, "open"),
    Key(Command::Right, "one environment"),
    Key(Command::Mark, "mark"),
    Key(Command::Restart, "restart"),
    Key(Command::Filter, "filter"),
    Key(Command::ActionMenu, "actions"),
    Key(Command::Start, "start"),
    Key(Command::Stop, "stop"),
];

/// In a table of processes.
pub const PROCESSES: &[Hint] = &[
    Key(Command::Mark, "mark"),
    Key(Command::Restart, "restart"),
    Key(Command::Start, "start"),
    Key(Command::Stop, "stop"),
    Key(Command::Logs, "logs"),
    Key(Command::Filter, "filter"),
    Key(Command::ActionMenu, "actions"),
    Key(Command::MarkMenu, "mark by"),
    Key(Command::SortMenu, "sort"),
    Key(Command::Range, "range"),
    Key(Command::Copy, "copy"),
    Key(Command::Signal, "signal"),
    Key(Command::Palette, "command"),
];

/// In the log pane with one log.
pub const LOG: &[Hint] = &[
    Key(Command::Search, "search"),
    Key(Command::Only, "only"),
    Key(Command::Follow, "follow"),
    Key(Command::Wrap, "wrap"),
    Key(Command::Zoom, "zoom"),
    Key(Command::NextPane, "table"),
    Key(Command::Back, "close"),
    Key(Command::Copy, "copy"),
    Key(Command::Save, "save"),
    Key(Command::Times, "times"),
    Key(Command::NextError, "next error"),
    Key(Command::Stdout, "stdout"),
    Key(Command::Stderr, "stderr"),
    Key(Command::PageOut, "pager"),
    Key(Command::ClearView, "clear"),
    Key(Command::Restart, "restart"),
    Key(Command::Wider, "wider"),
];

/// In the log pane with several logs.
pub const LOGS: &[Hint] = &[
    Key(Command::Search, "search"),
    Key(Command::Only, "only"),
    Key(Command::Source, "hide A"),
    Key(Command::Solo, "one alone"),
    Key(Command::Follow, "follow"),
    Key(Command::Times, "times"),
    Key(Command::Zoom, "zoom"),
    Key(Command::Back, "close"),
    Key(Command::Wrap, "wrap"),
    Key(Command::AllSources, "all"),
    Key(Command::Copy, "copy"),
    Key(Command::Save, "save"),
    Key(Command::NextError, "next error"),
    Key(Command::Stdout, "stdout"),
    Key(Command::Stderr, "stderr"),
    Key(Command::NextPane, "table"),
    Key(Command::PageOut, "pager"),
    Key(Command::ClearView, "clear"),
];

/// On the first-run screen, where a file is to be written.
pub const FIRST_RUN_ASKED: &[Hint] = &[
    Key(Command::Copy, "write it"),
    Key(Command::Back, "not now"),
];

/// On the first-run screen.
pub const FIRST_RUN: &[Hint] = &[
    Key(Command::Down, "move"),
    Key(Command::Open, "choose"),
    Text("1-9", "choose"),
    Key(Command::Back, "quit"),
];

/// In the dialog that asks.
pub const CONFIRM: &[Hint] = &[
    Key(Command::Yes, "yes"),
    Key(Command::No, "no"),
    Key(Command::How, "how"),
    Key(Command::AsCommands, "as commands"),
    Key(Command::DropHidden, "drop hidden"),
    Key(Command::Down, "scroll"),
];

/// In the dialog that wants something typed.
pub const CONFIRM_TYPED: &[Hint] = &[Text("enter", "go on"), Text("esc", "cancel")];

/// In the dialog of a batch.
pub const RUN: &[Hint] = &[
    Key(Command::Back, "keep it going here"),
    Key(Command::Pause, "pause"),
    Key(Command::DropQueued, "drop queued"),
    Key(Command::Retry, "retry failed"),
    Key(Command::Yes, "copy report"),
];

/// Over a batch that has ended, with something to retry.
pub const RUN_FAILED: &[Hint] = &[
    Key(Command::Retry, "retry failed"),
    Key(Command::Yes, "copy report"),
    Key(Command::Back, "close"),
];

/// Over a batch that has ended well.
pub const RUN_ENDED: &[Hint] = &[
    Key(Command::Yes, "copy report"),
    Key(Command::Back, "close"),
];

/// In a menu.
pub const MENU: &[Hint] = &[
    Text("letter", "choose"),
    Key(Command::Down, "down"),
    Key(Command::Open, "choose"),
    Text("esc", "close"),
];

/// Where a node does not answer.
pub const TROUBLE: &[Hint] = &[
    Key(Command::Refresh, "ask now"),
    Key(Command::SignIn, "sign in"),
    Key(Command::Open, "node"),
    Text("esc", "close"),
];

/// In a form for a password.
pub const FORM: &[Hint] = &[
    Text("enter", "try"),
    Text("tab", "next field"),
    Text("esc", "leave it"),
];

/// Where there is no keyring.
pub const NO_KEYRING: &[Hint] = &[Key(Command::Down, "down"), Key(Command::Open, "choose")];

/// In the preview of an update.
pub const PREVIEW: &[Hint] = &[
    Key(Command::Mark, "tick"),
    Key(Command::Yes, "go on"),
    Key(Command::No, "leave it"),
];

/// In the help.
pub const HELP: &[Hint] = &[
    Text("letters", "search"),
    Text("down", "scroll"),
    Text("esc", "close"),
];

/// In a scrolling text.
pub const PAGER: &[Hint] = &[
    Key(Command::Down, "down"),
    Key(Command::PageDown, "page"),
    Key(Command::Yes, "copy"),
    Text("esc", "close"),
];

/// Where yes or no is asked.
pub const QUESTION: &[Hint] = &[Key(Command::Yes, "yes"), Key(Command::No, "no")];
