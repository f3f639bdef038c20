//! One line of the journal: flat, self-contained, and the same for every kind of entry.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use crate::model::{Action, Clean, NodeId, OutcomeClass};

use super::entry::Entry;
use super::who::Who;

/// No text in a record is longer, in characters: a line stays small enough for one write.
const LONGEST: usize = 1_000;

/// One line of the journal. What does not apply to its kind is left out of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When, to the millisecond, in UTC.
    #[serde(serialize_with = "to_millisecond")]
    pub at: Timestamp,
    /// The OS user.
    pub user: String,
    /// Who became that user through sudo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sudo_user: Option<String>,
    /// The address an ssh session came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssh_client: Option<String>,
    /// The console's process; with `run` it tells the batches of several consoles apart.
    pub pid: u32,
    /// What kind of entry it is.
    pub kind: Kind,
    /// The number of the batch in its session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<u64>,
    /// What was done or asked for, such as `restart` or `signal HUP`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// What on the node: `group:name`, a group, or `supervisord`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// How many targets the batch has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<usize>,
    /// The name used to sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Ending>,
    /// How long it took, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
}

/// What kind of entry a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A console was opened.
    SessionBegan,
    /// A console was closed.
    SessionEnded,
    /// A batch begins.
    RunBegan,
    /// One target has its outcome.
    Operated,
    /// A batch is over.
    RunEnded,
    /// A node accepted a credential.
    SignedIn,
    /// A node did not accept a credential.
    SignInRefused,
    /// The console itself refused.
    Denied,
}

/// How something ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The class it counts in.
    #[serde(with = "Class")]
    pub class: OutcomeClass,
    /// The same in words.
    pub words: String,
}

/// How the file calls the classes.
#[derive(Serialize, Deserialize)]
#[serde(remote = "OutcomeClass", rename_all = "snake_case")]
enum Class {
    Ok,
    Failed,
    Lost,
    Skipped,
    Cancelled,
}

impl Record {
    /// The record of an entry.
    #[must_use]
    pub fn new(at: Timestamp, who: &Who, entry: &Entry) -> Self {
        let bare = Self {
            at,
            user: text(&who.user),
            sudo_user: who.sudo_user.as_deref().map(text),
            ssh_client: who.ssh_client.as_deref().map(text),
            pid: who.pid,
            kind: Kind::of(entry),
            run: None,
            action: None,
            node: None,
            target: None,
            targets: None,
            login: None,
            outcome: None,
            duration_ms: None,
        };
        bare.with_work(entry).with_access(entry)
    }

    /// Adds what an entry says about batches and their targets.
    fn with_work(self, entry: &Entry) -> Self {
        match entry {
            Entry::RunBegan {
                run,
                action,
                targets,
            } => self.in_run(*run).of(*action, Some(*targets)),
            Entry::Operated {
                run,
                action,
                subject,
                outcome,
                took,
            } => {
                let record = self.in_run(*run).of(*action, None).on(subject.node());
                let target = Some(text(subject.label().as_str()));
                Self {
                    target,
                    ..record.ending(outcome.class(), outcome).after(*took)
                }
            }
            Entry::RunEnded {
                run,
                action,
                counts,
                took,
            } => {
                let record = self.in_run(*run).of(*action, Some(counts.total()));
                record.ending(counts.class(), counts).after(*took)
            }
            Entry::SessionBegan
            | Entry::SessionEnded
            | Entry::SignedIn { .. }
            | Entry::SignInRefused { .. }
            | Entry::Denied { .. } => self,
        }
    }

    /// Adds what an entry says about signing in and being refused.
    fn with_access(self, entry: &Entry) -> Self {
        match entry {
            Entry::SignedIn { node, login, kept } => {
                let login = Some(text(login));
                Self {
                    login,
                    ..self.on(node).ending(OutcomeClass::Ok, kept)
                }
            }
            Entry::SignInRefused { node, login, error } => {
                let login = login.as_deref().map(text);
                Self {
                    login,
                    ..self.on(node).ending(OutcomeClass::Failed, error)
                }
            }
            Entry::Denied {
                action,
                targets,
                denial,
            } => self
                .of(*action, Some(*targets))
                .ending(OutcomeClass::Failed, denial),
            Entry::SessionBegan
            | Entry::SessionEnded
            | Entry::RunBegan { .. }
            | Entry::Operated { .. }
            | Entry::RunEnded { .. } => self,
        }
    }

    fn in_run(self, run: u64) -> Self {
        Self {
            run: Some(run),
            ..self
        }
    }

    fn of(self, action: Action, targets: Option<usize>) -> Self {
        Self {
            action: Some(name(action)),
            targets,
            ..self
        }
    }

    fn on(self, node: &NodeId) -> Self {
        Self {
            node: Some(text(node.as_str())),
            ..self
        }
    }

    fn ending(self, class: OutcomeClass, words: &impl ToString) -> Self {
        Self {
            outcome: Some(Ending {
                class,
                words: text(&words.to_string()),
            }),
            ..self
        }
    }

    fn after(self, took: Duration) -> Self {
        Self {
            duration_ms: Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
            ..self
        }
    }
}

impl Kind {
    fn of(entry: &Entry) -> Self {
        match entry {
            Entry::SessionBegan => Self::SessionBegan,
            Entry::SessionEnded => Self::SessionEnded,
            Entry::RunBegan { .. } => Self::RunBegan,
            Entry::Operated { .. } => Self::Operated,
            Entry::RunEnded { .. } => Self::RunEnded,
            Entry::SignedIn { .. } => Self::SignedIn,
            Entry::SignInRefused { .. } => Self::SignInRefused,
            Entry::Denied { .. } => Self::Denied,
        }
    }
}

/// Makes text inert and short. JSON itself would let C1 controls and bidi marks through.
fn text(raw: &str) -> String {
    let clean = Clean::text(raw).into_string();
    match clean.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}

/// How the file calls an action.
fn name(action: Action) -> String {
    let fixed = match action {
        Action::Start => "start",
        Action::Stop => "stop",
        Action::Restart => "restart",
        Action::RestartOrStart => "restart_or_start",
        Action::Signal(signal) => return format!("signal {signal}"),
        Action::ClearLogs => "clear_logs",
        Action::AddGroup => "add_group",
        Action::ReplaceGroup => "replace_group",
        Action::RemoveGroup => "remove_group",
        Action::RestartSupervisor => "restart_supervisor",
        Action::ShutDownSupervisor => "shut_down_supervisor",
    };
    fixed.to_owned()
}

fn to_millisecond<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{at:.3}"))
}
