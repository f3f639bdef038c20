//! Small fleets for the tests of this room.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::fleet::{Change, Fleet};
use super::id::{EnvironmentName, NodeId, ProcessId};
use super::link::LinkError;
use super::process::{Process, ProcessState};
use super::report::Report;
use super::roster::{CredentialSource, Endpoint, Environment, NodeEntry, Roster};
use super::snapshot::Snapshot;
use super::text::Untrusted;

/// An instant of 2026-07-12: `at("12:03:49")`.
pub(super) fn at(clock: &str) -> Timestamp {
    format!("2026-07-12T{clock}Z").parse().unwrap()
}

pub(super) fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// A node on its own socket.
pub(super) fn entry(name: &str) -> NodeEntry {
    NodeEntry {
        id: NodeId::new(name),
        endpoint: Endpoint::Unix {
            path: PathBuf::from(format!("/run/{name}.sock")),
        },
        user: None,
        source: CredentialSource::Keyring,
        credential: name.to_owned(),
        labels: [("dc".to_owned(), "fra1".to_owned())].into(),
        allow_plaintext: false,
        ca_file: None,
    }
}

pub(super) fn environment(name: &str, members: &[&str]) -> Environment {
    Environment {
        name: EnvironmentName::new(name),
        members: members.iter().map(|member| NodeId::new(member)).collect(),
        protected: false,
        read_only: false,
    }
}

/// Nodes and environments by name.
pub(super) fn roster(nodes: &[&str], environments: &[(&str, &[&str])]) -> Roster {
    Roster::new(
        nodes.iter().map(|name| entry(name)).collect(),
        environments
            .iter()
            .map(|(name, members)| environment(name, members))
            .collect(),
    )
}

/// A process that came into its state 10 s before 12:00:00 on the node's clock.
pub(super) fn process(node: &str, label: &str, state: ProcessState) -> Process {
    let (group, name) = label.split_once(':').unwrap_or((label, label));
    let changed = Some(at("11:59:50"));
    Process {
        id: ProcessId::new(&NodeId::new(node), group, name),
        state,
        pid: state.has_pid().then_some(100),
        exit_status: 0,
        started: Some(
            changed
                .filter(|_| state.has_pid())
                .unwrap_or(at("08:00:00")),
        ),
        stopped: changed.filter(|_| !state.has_pid()),
        now: Some(at("12:00:00")),
        spawn_error: Untrusted::default(),
        description: Untrusted::default(),
        stdout_log: Untrusted::default(),
        stderr_log: Untrusted::default(),
    }
}

pub(super) fn good(node: &str, when: &str, processes: Vec<Process>) -> Report {
    let at = at(when);
    Report {
        node: NodeId::new(node),
        at,
        took: Duration::from_millis(84),
        next: Some(at + seconds(2)),
        result: Ok(Arc::new(Snapshot {
            version: "4.3.0".into(),
            clock: Some(at),
            processes,
            ..Snapshot::default()
        })),
    }
}

pub(super) fn bad(node: &str, when: &str, error: LinkError) -> Report {
    let at = at(when);
    Report {
        node: NodeId::new(node),
        at,
        took: seconds(5),
        next: (!matches!(error, LinkError::Unauthorized { .. })).then(|| at + seconds(8)),
        result: Err(error),
    }
}

pub(super) fn refused() -> LinkError {
    LinkError::Refused {
        address: "10.0.3.19:9001".to_owned(),
    }
}

pub(super) fn unauthorized() -> LinkError {
    LinkError::Unauthorized {
        user: Some("deploy".to_owned()),
    }
}

/// A fleet after these reports, one after the other.
pub(super) fn fleet(roster: &Roster, reports: &[Report]) -> Fleet {
    let mut fleet = Fleet::of(roster);
    for report in reports {
        assert_ne!(fleet.apply(report), Change::Same, "{report:?}");
    }
    fleet
}
