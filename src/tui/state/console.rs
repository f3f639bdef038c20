//! The whole state of the console: one owner, the loop.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Fleet, NodeId, ProgramConfig, Roster};

use super::board::Board;
use super::dialog::Dialog;
use super::first_run::FirstRun;
use super::history::History;
use super::listing::Listing;
use super::log::LogPane;
use super::marks::Marks;
use super::message::{Message, Tone};
use super::page::{Page, Tab};
use super::prompt::{Prompt, PromptKind};
use super::runs::Runs;
use super::session::{Session, Settings};
use crate::tui::seen::Seen;

/// Who takes the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The table.
    Table,
    /// The log pane, with one log in it.
    Log,
    /// The log pane, with several logs: its keys for them count.
    Logs,
    /// A dialog: its own keys, and the moving ones.
    Dialog,
    /// A menu: letters choose.
    Menu,
    /// A text field: letters are text.
    Text,
    /// A field for a number: digits are text, letters are the dialog's keys.
    Number,
    /// The first-run screen.
    FirstRun,
}

/// Everything the console shows and the user has chosen.
#[derive(Clone, Debug)]
pub struct State {
    /// The nodes that ought to exist.
    pub roster: Arc<Roster>,
    /// Everything observed so far.
    pub fleet: Fleet,
    /// What is counted over it.
    pub board: Board,
    /// What time it is.
    pub now: Timestamp,
    /// What holds for the whole session.
    pub session: Session,

    /// The tab shown.
    pub tab: Tab,
    /// The pages of each tab, the one shown last.
    pub pages: BTreeMap<Tab, Vec<Page>>,
    /// Rows chosen by hand.
    pub marks: Marks,
    /// Whether the table is held still.
    pub frozen: bool,

    /// What lies on top, the topmost last.
    pub dialogs: Vec<Dialog>,
    /// The prompt at the foot.
    pub prompt: Option<Prompt>,
    /// What was typed into prompts before, newest first.
    pub recall: Vec<(PromptKind, String)>,
    /// The log pane.
    pub log: Option<LogPane>,
    /// How many log panes were opened: what is looked through for one is not for the next.
    pub log_panes: u64,
    /// The batches of this session.
    pub runs: Runs,

    /// What changed since the start.
    pub history: History,
    /// The last lines of the journal, oldest first.
    pub journal: Vec<String>,
    /// Where each node's credential came from, in words.
    pub origins: BTreeMap<NodeId, String>,
    /// How programs are configured, of nodes that were asked.
    pub programs: BTreeMap<NodeId, Result<Arc<[ProgramConfig]>, String>>,

    /// What just happened.
    pub message: Option<Message>,
    /// When a key that steps back was last pressed.
    pub stepped: Option<Timestamp>,
    /// When the key that leaves was last pressed at the top: twice leaves.
    pub leaving: Option<Timestamp>,
    /// The first-run screen, while there is no config.
    pub first_run: Option<FirstRun>,
    /// What the last frame showed.
    pub seen: Seen,
    /// Whether the fleet changed since the board and the tables were made.
    pub stale: bool,
    /// Whether the screen has to be drawn again.
    pub dirty: bool,
}

impl State {
    /// The console before anything was observed.
    #[must_use]
    pub fn new(roster: Arc<Roster>, settings: Settings, now: Timestamp) -> Self {
        let fleet = Fleet::of(&roster);
        let first_page = |tab| (tab, vec![Page::of(tab)]);
        Self {
            board: Board::of(&fleet, &roster),
            roster,
            fleet,
            now,
            session: Session::new(settings, now),
            tab: Tab::Dashboard,
            pages: Tab::ALL.into_iter().map(first_page).collect(),
            marks: Marks::default(),
            frozen: false,
            dialogs: Vec::new(),
            prompt: None,
            recall: Vec::new(),
            log: None,
            log_panes: 0,
            runs: Runs::default(),
            history: History::default(),
            journal: Vec::new(),
            origins: BTreeMap::new(),
            programs: BTreeMap::new(),
            message: None,
            stepped: None,
            leaving: None,
            first_run: None,
            seen: Seen::default(),
            stale: true,
            dirty: true,
        }
    }

    /// Who takes the keys.
    #[must_use]
    pub fn focus(&self) -> Focus {
        if self.prompt.is_some() {
            return Focus::Text;
        }
        match self.dialogs.last() {
            Some(Dialog::Confirm(confirm)) if confirm.wants_number() => Focus::Number,
            Some(dialog) if dialog.takes_text() => Focus::Text,
            Some(Dialog::Menu(_)) => Focus::Menu,
            Some(_) => Focus::Dialog,
            None if self.first_run.is_some() => Focus::FirstRun,
            None => self.focus_of_page(),
        }
    }

    fn focus_of_page(&self) -> Focus {
        match &self.log {
            Some(log) if log.focused && log.sources.len() > 1 => Focus::Logs,
            Some(log) if log.focused => Focus::Log,
            Some(_) | None => Focus::Table,
        }
    }

    /// The page shown.
    #[must_use]
    pub fn page(&self) -> &Page {
        // Every tab has its first page from the start, and it is never popped.
        &self.pages[&self.tab][self.pages[&self.tab].len() - 1]
    }

    /// The page shown, to be changed.
    pub fn page_mut(&mut self) -> &mut Page {
        let stack = self
            .pages
            .entry(self.tab)
            .or_insert_with(|| vec![Page::of(self.tab)]);
        let last = stack.len() - 1;
        &mut stack[last]
    }

    /// The table with the cursor.
    #[must_use]
    pub fn listing(&self) -> &Listing {
        self.page().listing()
    }

    /// The table with the cursor, to be changed.
    pub fn listing_mut(&mut self) -> &mut Listing {
        self.page_mut().listing_mut()
    }

    /// Tells good news.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.say(Tone::Info, text.into());
    }

    /// Tells bad news.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.say(Tone::Error, text.into());
    }

    fn say(&mut self, tone: Tone, text: String) {
        self.message = Some(Message {
            at: self.now,
            tone,
            text,
        });
        self.dirty = true;
    }
}
