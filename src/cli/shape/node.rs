//! A node, as JSON tells it.

use serde::Serialize;

use crate::model::rollup::NodeRow;
use crate::model::{LinkError, LinkKind};

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NodeShape {
    /// Its name.
    pub node: String,
    /// Where it listens.
    pub url: String,
    /// Its environments.
    pub environments: Vec<String>,
    /// `up`, `down`, `auth` where it refuses us, or `unasked`.
    pub link: &'static str,
    /// Why it is not up.
    pub error: Option<String>,
    /// What that points to, and what to do next.
    pub advice: Option<&'static str>,
    /// supervisord's version.
    pub version: Option<String>,
    /// What supervisord calls itself.
    pub identification: Option<String>,
    /// supervisord's pid.
    pub pid: Option<u32>,
    /// How long its answer took.
    pub answer_ms: Option<u64>,
    /// How many processes it has.
    pub processes: usize,
    /// How many of them want somebody to look.
    pub bad: usize,
}

impl NodeShape {
    /// A node as it was last seen.
    #[must_use]
    pub fn of(row: &NodeRow<'_>) -> Self {
        let error = row.node.link.error();
        let snapshot = row.node.snapshot.as_ref();
        let took = row.node.rtt.map(|rtt| rtt.as_millis());
        Self {
            node: row.id().to_string(),
            url: row.endpoint().into_string(),
            environments: row.environments.iter().map(ToString::to_string).collect(),
            link: match error.map(LinkError::kind) {
                Some(LinkKind::Auth) => "auth",
                Some(LinkKind::Down) => "down",
                None if row.node.link.is_up() => "up",
                None => "unasked",
            },
            error: error.map(ToString::to_string),
            advice: error.map(LinkError::advice),
            version: snapshot.map(|snapshot| snapshot.version.clean().into_string()),
            identification: snapshot.map(|snapshot| snapshot.identification.clean().into_string()),
            pid: snapshot.and_then(|snapshot| snapshot.pid),
            answer_ms: took.map(|took| u64::try_from(took).unwrap_or(u64::MAX)),
            processes: row.tally.total(),
            bad: row.tally.bad(),
        }
    }
}
