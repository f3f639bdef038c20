//! Environments and groups: what is counted in them.

use serde::Serialize;

use crate::model::rollup::{EnvironmentRow, GroupRow};
use crate::model::{Health, Tally};

/// Processes by how they are doing; the numbers add up to `processes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All of them.
    pub processes: usize,
    /// RUNNING.
    pub running: usize,
    /// BACKOFF.
    pub backoff: usize,
    /// FATAL, EXITED with a code nobody expected, UNKNOWN.
    pub failed: usize,
    /// STOPPED, and EXITED as expected.
    pub stopped: usize,
    /// STARTING and STOPPING.
    pub moving: usize,
    /// Last known only: their node gives no data.
    pub no_data: usize,
}

impl Counts {
    fn of(tally: &Tally) -> Self {
        let sum = |of: &[Health]| of.iter().map(|health| tally.of(*health)).sum();
        Self {
            processes: tally.total(),
            running: tally.of(Health::Running),
            backoff: tally.of(Health::Backoff),
            failed: sum(&[Health::Fatal, Health::ExitedBadly, Health::Unknown]),
            stopped: sum(&[Health::Stopped, Health::Exited]),
            moving: sum(&[Health::Starting, Health::Stopping]),
            no_data: tally.of(Health::NoData),
        }
    }
}

/// An environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EnvironmentShape {
    /// Its name; `null` for the nodes that are in none.
    pub environment: Option<String>,
    /// How many nodes it has.
    pub nodes: usize,
    /// How many of them answer.
    pub answering: usize,
    /// Whether every action in it wants it named.
    pub protected: bool,
    /// Whether nothing in it may be changed from here.
    pub read_only: bool,
    /// Its processes.
    #[serde(flatten)]
    pub counts: Counts,
}

impl EnvironmentShape {
    /// An environment as it was last seen.
    #[must_use]
    pub fn of(row: &EnvironmentRow) -> Self {
        Self {
            environment: row.name.as_ref().map(ToString::to_string),
            nodes: row.nodes,
            answering: row.answering,
            protected: row.protected,
            read_only: row.read_only,
            counts: Counts::of(&row.tally),
        }
    }
}

/// The group of one name on all nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupShape {
    /// Its name.
    pub group: String,
    /// How many nodes have it.
    pub nodes: usize,
    /// The environments that have it.
    pub environments: Vec<String>,
    /// Its processes.
    #[serde(flatten)]
    pub counts: Counts,
}

impl GroupShape {
    /// A group as it was last seen.
    #[must_use]
    pub fn of(row: &GroupRow) -> Self {
        Self {
            group: row.name.raw().to_owned(),
            nodes: row.nodes,
            environments: row.environments.iter().map(ToString::to_string).collect(),
            counts: Counts::of(&row.tally),
        }
    }
}
