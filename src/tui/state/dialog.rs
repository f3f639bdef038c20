//! Dialogs and menus: what lies on top of the page.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::model::{Action, Column, ConfigChanges, LogSource, NodeId, ProcessId, Signal};
use crate::plan::{Batch, RunId, Schedule};

use super::chosen::Chosen;
use super::sign_in::{NoKeyring, Passphrase, SignInForm};

/// Keys typed before a dialog was painted, and so soon after, were meant for something else.
const TYPE_AHEAD: SignedDuration = SignedDuration::from_millis(300);

/// Since when a dialog takes keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    painted: Option<Timestamp>,
}

impl Opening {
    /// Notes that the dialog is on screen now.
    pub fn paint(&mut self, now: Timestamp) {
        self.painted.get_or_insert(now);
    }

    /// Notes that it is not: the screen has become too small for it.
    pub fn hide(&mut self) {
        self.painted = None;
    }

    /// Whether a key that confirms counts.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.painted
            .is_some_and(|painted| now.duration_since(painted) >= TYPE_AHEAD)
    }
}

/// What it takes to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// The key `y`.
    Key,
    /// This word or number, typed out, then Enter.
    Typed(String),
}

/// A sentence of the dialog about what will be, or what is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The sentence; clean.
    pub text: String,
    /// Whether it warns.
    pub warns: bool,
}

/// Whether an action is really meant. It holds what will run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// What was chosen, to compile again when a switch in the dialog is used.
    pub batch: Batch,
    /// What will run.
    pub schedule: Schedule,
    /// Targets that the filter hides.
    pub hidden: BTreeSet<ProcessId>,
    /// Environments that are touched, in words, such as "prod" or "prod, stage".
    pub places: String,
    /// Those of them that are protected, in words.
    pub protected: Option<String>,
    /// What will be, and what is left out.
    pub disclosures: Vec<Disclosure>,
    /// What it takes.
    pub demand: Demand,
    /// What was typed so far.
    pub typed: String,
    /// Lines scrolled.
    pub scroll: usize,
    /// Since when it takes keys.
    pub opening: Opening,
}

/// Which menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuKind {
    /// What can be done.
    Actions,
    /// What can be marked.
    Marks,
    /// By what the table can be sorted.
    Sort,
    /// Which signal.
    Signals,
    /// What is copied of a log.
    Copies,
}

/// Which lines of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogPart {
    /// The line that was gone to last.
    Line,
    /// Those that the search finds.
    Hits,
    /// Those on screen.
    Screen,
    /// All that are kept and shown.
    All,
}

/// What an entry of a menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuChoice {
    /// Open the dialog of an action.
    Act(Action),
    /// Open the menu of signals.
    Signals,
    /// Open the dialog of a signal.
    Signal(Signal),
    /// Ask for the preview of an update.
    Reread,
    /// Open the logs.
    Logs,
    /// Open the details.
    Details,
    /// Copy names.
    Copy,
    /// Copy supervisorctl commands.
    CopyCommands,
    /// Copy lines of the log.
    CopyLines(LogPart),
    /// Mark all shown.
    MarkShown,
    /// Mark what is bad.
    MarkBad,
    /// Mark the cursor's group.
    MarkGroup,
    /// Mark the cursor's node.
    MarkNode,
    /// Mark the cursor's environment.
    MarkEnvironment,
    /// Mark what failed or was lost in the last batch.
    MarkFailed,
    /// Mark what is not, unmark what is.
    Invert,
    /// Show only marked rows, or all again.
    OnlyMarked,
    /// Drop all marks.
    Unmark,
    /// Sort by a column.
    Sort(Column),
    /// Sort as the table is by itself.
    SortDefault,
}

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// The key that chooses it.
    pub key: char,
    /// What it does.
    pub label: String,
    /// Counts, or why it cannot be chosen.
    pub note: String,
    /// Whether it can be chosen.
    pub enabled: bool,
    /// What it does, for the program.
    pub choice: MenuChoice,
}

/// A menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// Which.
    pub kind: MenuKind,
    /// Its title.
    pub title: String,
    /// What it does, in a line; empty where what was chosen says what it is about.
    pub about: String,
    /// Its entries.
    pub items: Vec<MenuItem>,
    /// The entry under the cursor.
    pub cursor: usize,
    /// What was under the table's cursor or marked when it was opened: what its actions are about.
    pub chosen: Chosen,
}

/// What an update of a node would do, group by group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Which node.
    pub node: NodeId,
    /// What the files say; none while it is asked for.
    pub changes: Option<ConfigChanges>,
    /// Why it could not be read.
    pub trouble: Option<String>,
    /// Entries that were unticked.
    pub left_out: BTreeSet<usize>,
    /// The entry under the cursor.
    pub cursor: usize,
}

/// What a pager shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagerKind {
    /// The keys that work here.
    Help,
    /// The last lines of the journal.
    Journal,
    /// supdeck's own log.
    DebugLog,
    /// Everything known of one process.
    Process(ProcessId),
    /// The batches of this session.
    Runs,
    /// The commands that would do the same, as text.
    Commands(String),
}

/// A scrolling text on top of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// What it shows.
    pub kind: PagerKind,
    /// Lines scrolled.
    pub scroll: usize,
    /// Letters typed to search; only the help takes them.
    pub search: String,
}

impl Pager {
    /// A pager at its top.
    #[must_use]
    pub fn new(kind: PagerKind) -> Self {
        Self {
            kind,
            scroll: 0,
            search: String::new(),
        }
    }
}

/// Whether so many logs are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The logs that one pane would show.
    pub wanted: Vec<LogSource>,
    /// How many were chosen: there may be more than a pane can tell apart.
    pub chosen: usize,
}

/// What lies on top of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Is this really meant?
    Confirm(Box<Confirm>),
    /// How a batch is going.
    Run(RunId),
    /// A menu.
    Menu(Menu),
    /// Why a node does not answer.
    Trouble(NodeId),
    /// A password is asked for.
    SignIn(SignInForm),
    /// There is no keyring.
    NoKeyring(NoKeyring),
    /// The passphrase of the sealed file is asked for.
    Passphrase(Passphrase),
    /// What an update would do.
    Preview(Preview),
    /// A scrolling text.
    Pager(Pager),
    /// A batch is under way, and the user wants to leave.
    Leave,
    /// Read-only mode is to be switched off.
    AllowActions(Opening),
    /// Many logs are to be opened in one pane.
    Merge(Merge),
}

impl Dialog {
    /// Whether letters are text in it.
    #[must_use]
    pub fn takes_text(&self) -> bool {
        match self {
            Self::Confirm(confirm) => matches!(confirm.demand, Demand::Typed(_)),
            Self::SignIn(_) | Self::Passphrase(_) => true,
            Self::Pager(pager) => pager.kind == PagerKind::Help,
            Self::Run(_)
            | Self::Menu(_)
            | Self::Trouble(_)
            | Self::NoKeyring(_)
            | Self::Preview(_)
            | Self::Leave
            | Self::AllowActions(_)
            | Self::Merge(_) => false,
        }
    }
}

impl Confirm {
    /// Whether it waits for a number to be typed.
    #[must_use]
    pub fn wants_number(&self) -> bool {
        match &self.demand {
            Demand::Key => false,
            Demand::Typed(word) => word.bytes().all(|byte| byte.is_ascii_digit()),
        }
    }
}
