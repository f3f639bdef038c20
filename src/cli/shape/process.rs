//! A process, as JSON tells it.

use jiff::Timestamp;
use serde::Serialize;

use crate::model::rollup::ProcessRow;

/// A process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProcessShape {
    /// Its node.
    pub node: String,
    /// Its group.
    pub group: String,
    /// Its name in the group.
    pub name: String,
    /// The environments of its node.
    pub environments: Vec<String>,
    /// supervisord's word for its state.
    pub state: &'static str,
    /// Whether somebody has to look.
    pub bad: bool,
    /// Its pid while it lives.
    pub pid: Option<u32>,
    /// Time in its state, by the clock of its node.
    pub seconds_in_state: Option<u64>,
    /// The status of its last end while it is down; -1 when a signal killed it.
    pub exit_status: Option<i64>,
    /// When it was last started, by the clock of its node.
    pub started: Option<Timestamp>,
    /// When it last ended, by the clock of its node.
    pub stopped: Option<Timestamp>,
    /// What went wrong with it; empty unless something did.
    pub reason: String,
}

impl ProcessShape {
    /// A process as it reads now.
    #[must_use]
    pub fn of(row: &ProcessRow<'_>, now: Timestamp) -> Self {
        let process = row.process;
        let names = row.environments.iter();
        Self {
            node: row.node.id.to_string(),
            group: process.id.group.raw().to_owned(),
            name: process.id.name.raw().to_owned(),
            environments: names.map(ToString::to_string).collect(),
            state: process.state.word(),
            bad: row.health().is_bad(),
            pid: row.pid(),
            seconds_in_state: row.age(now).map(|age| age.as_secs()),
            exit_status: row.exit_status(),
            started: process.started,
            stopped: process.stopped,
            reason: row.reason().into_string(),
        }
    }
}
