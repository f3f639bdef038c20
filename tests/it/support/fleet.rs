//! Small fleets, and a driver that presses real keys and keeps what the console wants done.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use jiff::{SignedDuration, Timestamp};
use supdeck::engine::{Event, Request};
use supdeck::model::{
    CredentialSource, Endpoint, Environment, EnvironmentName, LinkError, NodeEntry, NodeId,
    Process, ProcessId, ProcessState, Report, Roster, Snapshot, Untrusted,
};
use supdeck::plan::{RunId, Schedule};
use supdeck::tui::effect::Effect;
use supdeck::tui::input;
use supdeck::tui::keymap::Keymap;
use supdeck::tui::msg::{Done, Msg};
use supdeck::tui::seen::Seen;
use supdeck::tui::state::{Confirm, Dialog, RowId, Settings, State, Tab};
use supdeck::tui::update::{settle, update};

/// The shipped keys, read once: property tests open thousands of consoles.
static SHIPPED: LazyLock<Keymap> = LazyLock::new(|| Keymap::new([]).unwrap());

/// When every test begins.
pub fn noon() -> Timestamp {
    "2026-07-12T12:00:00Z".parse().unwrap()
}

/// A process of this node: `group:name`, or one name for both.
pub fn process(node: &str, label: &str, state: ProcessState) -> Process {
    let changed = noon() - SignedDuration::from_secs(10);
    Process {
        id: process_id(node, label),
        state,
        pid: state.has_pid().then(|| pid(node, label)),
        exit_status: 0,
        started: Some(changed),
        stopped: (!state.has_pid()).then_some(changed),
        now: Some(noon()),
        spawn_error: Untrusted::default(),
        description: Untrusted::default(),
        stdout_log: "/var/log/out.log".into(),
        stderr_log: "/var/log/err.log".into(),
    }
}

/// A pid that stays with its process.
fn pid(node: &str, label: &str) -> u32 {
    let letters = node.bytes().chain(label.bytes());
    letters.fold(17, |sum, letter| {
        (sum * 31 + u32::from(letter)) % 30_000 + 100
    })
}

/// What a process is known by: `api-01` and `web:a`.
pub fn process_id(node: &str, label: &str) -> ProcessId {
    let (group, name) = label.split_once(':').unwrap_or((label, label));
    ProcessId::new(&NodeId::new(node), group, name)
}

/// One good poll of a node.
pub fn good(node: &str, at: Timestamp, processes: &[(&str, ProcessState)]) -> Report {
    let mut processes: Vec<Process> = processes
        .iter()
        .map(|(label, state)| process(node, label, *state))
        .collect();
    processes.sort_by(|a, b| a.id.cmp(&b.id));
    Report {
        node: NodeId::new(node),
        at,
        took: Duration::from_millis(84),
        next: Some(at + SignedDuration::from_secs(2)),
        result: Ok(Arc::new(Snapshot {
            version: "4.3.0".into(),
            identification: "supervisor".into(),
            pid: Some(77),
            clock: Some(at),
            processes,
        })),
    }
}

/// One bad poll of a node.
pub fn bad(node: &str, at: Timestamp, error: LinkError) -> Report {
    let pauses = matches!(error, LinkError::Unauthorized { .. });
    Report {
        node: NodeId::new(node),
        at,
        took: Duration::from_secs(5),
        next: (!pauses).then(|| at + SignedDuration::from_secs(8)),
        result: Err(error),
    }
}

/// A node nobody listens on.
pub fn refused() -> LinkError {
    LinkError::Refused {
        address: "10.0.3.19:9001".to_owned(),
    }
}

/// Nodes, environments, and what the first poll of each node says.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    nodes: Vec<NodeEntry>,
    environments: Vec<Environment>,
    reports: Vec<Report>,
}

impl Cast {
    /// Nobody yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Two nodes of a shop in `stage`, its database in the protected `prod`, and one that is down.
    ///
    /// Worst first its processes are `api-02/web:b api-01/cron db-01/backup api-01/web:a
    /// api-01/web:b api-02/cron api-02/web:a db-01/pg`.
    pub fn shop() -> Self {
        use ProcessState::{Exited, Fatal, Running, Stopped};
        Self::new()
            .node(
                "api-01",
                &[("cron", Stopped), ("web:a", Running), ("web:b", Running)],
            )
            .node(
                "api-02",
                &[("cron", Running), ("web:a", Running), ("web:b", Fatal)],
            )
            .node("db-01", &[("backup", Exited), ("pg", Running)])
            .silent("old-01")
            .environment("stage", &["api-01", "api-02"])
            .environment("prod", &["db-01"])
            .protected()
            .environment("attic", &["old-01"])
    }

    /// One node with so many running processes, `p00` first.
    pub fn many(count: usize) -> Self {
        let names: Vec<String> = (0..count).map(|number| format!("p{number:02}")).collect();
        let processes: Vec<_> = names
            .iter()
            .map(|name| (name.as_str(), ProcessState::Running))
            .collect();
        Self::new().node("n", &processes)
    }

    /// A node that answers with these processes.
    pub fn node(mut self, name: &str, processes: &[(&str, ProcessState)]) -> Self {
        self.nodes.push(entry(name));
        self.reports.push(good(name, noon(), processes));
        self
    }

    /// A node that gives no answer.
    pub fn silent(mut self, name: &str) -> Self {
        self.nodes.push(entry(name));
        self.reports.push(bad(name, noon(), refused()));
        self
    }

    /// A node that was not asked yet.
    pub fn unasked(mut self, name: &str) -> Self {
        self.nodes.push(entry(name));
        self
    }

    /// An environment of these nodes.
    pub fn environment(mut self, name: &str, members: &[&str]) -> Self {
        self.environments.push(Environment {
            name: EnvironmentName::new(name),
            members: members.iter().map(|member| NodeId::new(member)).collect(),
            protected: false,
            read_only: false,
        });
        self
    }

    /// Something has to be typed for the environment named last.
    pub fn protected(mut self) -> Self {
        self.environments.last_mut().unwrap().protected = true;
        self
    }

    /// Nothing may be changed in the environment named last.
    pub fn read_only(mut self) -> Self {
        self.environments.last_mut().unwrap().read_only = true;
        self
    }

    /// The console over it, on a screen with room for 20 rows.
    pub fn open(self) -> Driver {
        self.open_with(Settings::default())
    }

    /// The same with other settings.
    pub fn open_with(self, settings: Settings) -> Driver {
        let roster = Arc::new(Roster::new(self.nodes, self.environments));
        let mut driver = Driver {
            state: State::new(roster, settings, noon()),
            keymap: SHIPPED.clone(),
            effects: Vec::new(),
            seen: Seen {
                size: (80, 24),
                table_rows: 20,
                log_rows: 10,
                log_columns: 78,
                page_rows: (20, 20),
                log_width: 80,
                dialog_rows: (10, 10),
                dialog_painted: false,
            },
        };
        for report in self.reports {
            driver.tell(Event::Reported(report));
        }
        driver.look();
        driver
    }
}

fn entry(name: &str) -> NodeEntry {
    NodeEntry {
        id: NodeId::new(name),
        endpoint: Endpoint::Unix {
            path: PathBuf::from(format!("/run/{name}.sock")),
        },
        user: Some("deploy".to_owned()),
        source: CredentialSource::Keyring,
        credential: name.to_owned(),
        labels: std::collections::BTreeMap::new(),
        allow_plaintext: false,
        ca_file: None,
    }
}

/// The console without a terminal: keys in, effects kept.
pub struct Driver {
    /// Its state.
    pub state: State,
    /// What it wanted done and nobody took yet.
    pub effects: Vec<Effect>,
    /// What the next frame will say that it showed.
    pub seen: Seen,
    keymap: Keymap,
}

impl Driver {
    /// Presses keys one after the other; spaces stand between their names. Nothing is drawn.
    pub fn press(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.key(name);
        }
        self
    }

    /// Presses one key.
    pub fn key(&mut self, name: &str) -> &mut Self {
        let event = TerminalEvent::Key(key(name));
        if let Some(msg) = input::read(event, self.state.focus(), &self.keymap) {
            self.fold(msg);
        }
        self
    }

    /// Presses one key so many times.
    pub fn times(&mut self, count: usize, name: &str) -> &mut Self {
        for _ in 0..count {
            self.key(name);
        }
        self
    }

    /// Types a text letter by letter.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            match letter {
                ' ' => self.key("space"),
                other => self.key(other.encode_utf8(&mut [0; 4])),
            };
        }
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        let event = TerminalEvent::Paste(text.to_owned());
        if let Some(msg) = input::read(event, self.state.focus(), &self.keymap) {
            self.fold(msg);
        }
        self
    }

    /// Lets the engine tell something.
    pub fn tell(&mut self, event: Event) -> &mut Self {
        self.fold(Msg::Engine(event));
        self
    }

    /// Polls a node, with this answer.
    pub fn poll(&mut self, node: &str, processes: &[(&str, ProcessState)]) -> &mut Self {
        let report = good(node, self.state.now, processes);
        self.tell(Event::Reported(report))
    }

    /// Polls a node in vain.
    pub fn lose(&mut self, node: &str) -> &mut Self {
        let report = bad(node, self.state.now, refused());
        self.tell(Event::Reported(report))
    }

    /// Draws a frame.
    pub fn look(&mut self) -> &mut Self {
        settle(&mut self.state);
        let seen = Seen {
            dialog_painted: !self.state.dialogs.is_empty(),
            ..self.seen
        };
        self.fold(Msg::Drawn(seen));
        self
    }

    /// Lets time go by.
    pub fn wait(&mut self, milliseconds: i64) -> &mut Self {
        let now = self.state.now + SignedDuration::from_millis(milliseconds);
        self.fold(Msg::Tick(now));
        self
    }

    /// Draws what lies on top, and gives it the time to be read.
    pub fn read(&mut self) -> &mut Self {
        self.look().wait(300)
    }

    /// Folds any message in.
    pub fn fold(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.state, msg);
        self.effects.extend(effects);
        self
    }

    /// What the console wanted of the engine since somebody looked, the rest dropped.
    pub fn requests(&mut self) -> Vec<Request> {
        let asked = |effect| match effect {
            Effect::Ask(request) => Some(request),
            Effect::Copy { .. }
            | Effect::Save(_)
            | Effect::Page(_)
            | Effect::Sift(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Adopt(_)
            | Effect::Quit => None,
        };
        self.effects.drain(..).filter_map(asked).collect()
    }

    /// Has everything looked through that it wanted looked through, to the end.
    pub fn sift(&mut self) -> &mut Self {
        let is_job = |effect: &mut Effect| matches!(effect, Effect::Sift(_));
        loop {
            let jobs: Vec<Effect> = self.effects.extract_if(.., is_job).collect();
            if jobs.is_empty() {
                return self;
            }
            for job in jobs {
                if let Effect::Sift(job) = job {
                    self.fold(Msg::Performed(Done::Sifted(job.sift())));
                }
            }
        }
    }

    /// The batches it wanted to run since somebody looked.
    pub fn runs(&mut self) -> Vec<(RunId, Schedule)> {
        let runs = |request| match request {
            Request::Run(id, schedule) => Some((id, schedule)),
            _ => None,
        };
        self.requests().into_iter().filter_map(runs).collect()
    }

    /// The targets of the one batch it wanted to run.
    pub fn sent(&mut self) -> Vec<String> {
        match self.runs().as_slice() {
            [(_, schedule)] => targets(schedule),
            other => panic!("{} batches instead of one", other.len()),
        }
    }

    /// Whether it wanted to leave.
    pub fn quits(&mut self) -> bool {
        self.effects
            .drain(..)
            .any(|effect| matches!(effect, Effect::Quit))
    }

    /// The rows of the table in focus.
    pub fn rows(&self) -> Vec<String> {
        self.state.listing().order.iter().map(name).collect()
    }

    /// The row under the cursor; empty for none.
    pub fn cursor(&self) -> String {
        let listing = self.state.listing();
        assert_eq!(
            listing.cursor.as_ref(),
            listing.order.get(listing.index),
            "the cursor and its place say the same"
        );
        listing.cursor.as_ref().map(name).unwrap_or_default()
    }

    /// The marks of the table in focus.
    pub fn marked(&self) -> Vec<String> {
        let kind = self.state.listing().kind;
        self.state.marks.of(kind).map(name).collect()
    }

    /// The dialog that asks, which has to be on top.
    pub fn asked(&self) -> &Confirm {
        match self.state.dialogs.last() {
            Some(Dialog::Confirm(confirm)) => confirm,
            other => panic!(
                "no question is asked; on top lies {other:?}, and {:?} was told",
                self.told()
            ),
        }
    }

    /// What the line above the hints says.
    pub fn told(&self) -> &str {
        self.state.message.as_ref().map_or("", |m| m.text.as_str())
    }

    /// The tab shown, and how deep it was drilled into.
    pub fn place(&self) -> (Tab, usize) {
        (self.state.tab, self.state.pages[&self.state.tab].len())
    }
}

/// The targets of a batch, in order.
pub fn targets(schedule: &Schedule) -> Vec<String> {
    let name = |operation: &supdeck::plan::Operation| {
        let subject = &operation.subject;
        format!("{}/{}", subject.node(), subject.label())
    };
    schedule.operations.iter().map(name).collect()
}

/// What a row is called in these tests: `api-01/web:a`, `api-01`, `prod`, `web`.
pub fn name(row: &RowId) -> String {
    match row {
        RowId::Process(id) => format!("{}/{}", id.node, id.label()),
        RowId::Node(id) => id.to_string(),
        RowId::Environment(name) => name.as_ref().map_or("-".to_owned(), ToString::to_string),
        RowId::Group(name) => name.clean().into_string(),
    }
}

/// The event of a key by the name the keymap gives it, as terminals send it.
pub fn key(name: &str) -> KeyEvent {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    for (prefix, modifier) in [
        ("ctrl-", KeyModifiers::CONTROL),
        ("alt-", KeyModifiers::ALT),
    ] {
        if let Some(tail) = rest.strip_prefix(prefix) {
            modifiers |= modifier;
            rest = tail;
        }
    }
    let mut letters = rest.chars();
    let code = match (letters.next(), letters.next()) {
        (Some(letter), None) => KeyCode::Char(letter),
        _ => code(rest),
    };
    if matches!(code, KeyCode::Char(letter) if letter.is_uppercase()) || code == KeyCode::BackTab {
        modifiers |= KeyModifiers::SHIFT;
    }
    KeyEvent::new_with_kind(code, modifiers, KeyEventKind::Press)
}

fn code(name: &str) -> KeyCode {
    match name {
        "space" => KeyCode::Char(' '),
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "shift-tab" => KeyCode::BackTab,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "insert" => KeyCode::Insert,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        function => KeyCode::F(function.strip_prefix('f').unwrap().parse().unwrap()),
    }
}
