//! What a selector looks at: the facts of one row, borrowed from it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use crate::model::id::EnvironmentName;
use crate::model::process::{Health, Standing};
use crate::model::rollup::{EnvironmentRow, GroupRow, NodeRow, ProcessRow};

/// The facts of one row. A term about a fact that is not there does not match.
#[derive(Clone, Copy, Debug, Default)]
pub struct Candidate<'a> {
    /// The group of a process, or the group itself.
    pub group: Option<&'a str>,
    /// What the row itself is called.
    pub name: Option<&'a str>,
    /// The node it is on, or the node itself.
    pub node: Option<&'a str>,
    /// The environments it is in.
    pub environments: &'a [EnvironmentName],
    /// The labels of its node.
    pub labels: Option<&'a BTreeMap<String, String>>,
    /// The word for its state, where it is not that of its health.
    pub word: Option<&'static str>,
    /// How it is doing.
    pub health: Option<Health>,
    /// Since when it runs.
    pub uptime: Option<Duration>,
    /// Its last exit status.
    pub exit_status: Option<i64>,
    /// Its pid.
    pub pid: Option<u32>,
}

impl<'a> Candidate<'a> {
    /// Group and name where they differ, as in [`crate::model::ProcessId::label`].
    pub(super) fn label_parts(&self) -> Option<(Option<&'a str>, &'a str)> {
        let name = self.name?;
        Some((self.group.filter(|group| *group != name), name))
    }

    /// The label as one text.
    pub(super) fn label(&self) -> Option<Cow<'a, str>> {
        let (group, name) = self.label_parts()?;
        Some(match group {
            Some(group) => Cow::Owned(format!("{group}:{name}")),
            None => Cow::Borrowed(name),
        })
    }

    /// The node and the environments: names of one piece.
    pub(super) fn places(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let environments = self.environments.iter().map(EnvironmentName::as_str);
        self.node.into_iter().chain(environments)
    }
}

impl<'a> From<&ProcessRow<'a>> for Candidate<'a> {
    fn from(row: &ProcessRow<'a>) -> Self {
        let current = row.standing == Standing::Current;
        Self {
            group: Some(row.process.id.group.raw()),
            name: Some(row.process.id.name.raw()),
            node: Some(row.process.id.node.as_str()),
            environments: row.environments,
            labels: row.entry.map(|entry| &entry.labels),
            word: None,
            health: Some(row.health()),
            uptime: row.process.uptime().filter(|_| current),
            exit_status: row.exit_status(),
            pid: row.pid(),
        }
    }
}

impl<'a> From<&NodeRow<'a>> for Candidate<'a> {
    fn from(row: &NodeRow<'a>) -> Self {
        Self {
            name: Some(row.node.id.as_str()),
            node: Some(row.node.id.as_str()),
            environments: row.environments,
            labels: row.entry.map(|entry| &entry.labels),
            word: Some(row.health().word()),
            health: row.health().health(),
            ..Self::default()
        }
    }
}

impl<'a> From<&'a EnvironmentRow> for Candidate<'a> {
    fn from(row: &'a EnvironmentRow) -> Self {
        Self {
            name: Some(row.title()),
            environments: row.name.as_slice(),
            health: row.health(),
            ..Self::default()
        }
    }
}

impl<'a> From<&'a GroupRow> for Candidate<'a> {
    fn from(row: &'a GroupRow) -> Self {
        Self {
            group: Some(row.name.raw()),
            name: Some(row.name.raw()),
            environments: &row.environments,
            health: Some(row.health()),
            ..Self::default()
        }
    }
}
