//! The files that can be imported, and how each is known.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use thiserror::Error;

use super::error::ImportError;
use super::foreign::Foreign;
use super::{ansible, cesi, monitor, multivisor, ssh};

/// A kind of file that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A cesi.conf, in its INI or its TOML form.
    Cesi,
    /// A multivisor.conf.
    Multivisor,
    /// The PHP config of supervisord-monitor.
    SupervisordMonitor,
    /// An Ansible inventory, INI or YAML.
    Ansible,
    /// An OpenSSH client config: only candidates.
    Ssh,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Cesi,
        Self::Multivisor,
        Self::SupervisordMonitor,
        Self::Ansible,
        Self::Ssh,
    ];

    /// What it is called on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cesi => "cesi",
            Self::Multivisor => "multivisor",
            Self::SupervisordMonitor => "supervisord-monitor",
            Self::Ansible => "ansible",
            Self::Ssh => "ssh",
        }
    }

    /// What a file probably is, by its name and by what is in it.
    pub(super) fn of(path: &Path, text: &str) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        let ends_in = |end: &str| {
            path.extension()
                .is_some_and(|it| it.eq_ignore_ascii_case(end))
        };
        let begins = |starts: &[&str]| {
            let mut lines = text.lines().map(str::trim_start);
            lines.any(|line| starts.iter().any(|start| line.starts_with(start)))
        };
        if text.trim_start().starts_with("<?php") || ends_in("php") {
            Some(Self::SupervisordMonitor)
        } else if begins(&["[supervisor:"]) {
            Some(Self::Multivisor)
        } else if begins(&["[node:", "[environment:", "[[nodes]]"]) || name.starts_with("cesi.conf")
        {
            Some(Self::Cesi)
        } else if begins(&["[supervisord]", "[inet_http_server]", "[program:"]) {
            // One supervisord's own config: it names no other node.
            None
        } else if name == "ssh_config" || path.ends_with(".ssh/config") || ssh::is_likely(text) {
            Some(Self::Ssh)
        } else if ["hosts", "inventory"]
            .iter()
            .any(|start| name.starts_with(start))
            || ends_in("yml")
            || ends_in("yaml")
            || text.trim_start().starts_with('{')
            || begins(&["[", "all:"])
        {
            Some(Self::Ansible)
        } else {
            None
        }
    }

    /// Reads a text of this kind.
    pub(super) fn read(self, text: &str) -> Result<Foreign, ImportError> {
        let foreign = match self {
            Self::Cesi => cesi::read(text),
            Self::Multivisor => multivisor::read(text),
            Self::SupervisordMonitor => monitor::read(text),
            Self::Ansible => ansible::read(text),
            Self::Ssh => Ok(ssh::read(text)),
        }?;
        if foreign.nodes.is_empty() {
            return Err(ImportError::NoNodes { format: self });
        }
        Ok(foreign)
    }

    /// What its nodes look like.
    pub(super) fn nodes(self) -> &'static str {
        match self {
            Self::Cesi => "[node:NAME] sections or [[nodes]] tables",
            Self::Multivisor => "[supervisor:NAME] sections",
            Self::SupervisordMonitor => {
                "$config['supervisor_servers'] = array('name' => array('url' => …))"
            }
            Self::Ansible => "hosts, alone or below a [group]",
            Self::Ssh => "Host lines with names that have no * and no ?",
        }
    }

    /// All that is known, in words.
    pub(super) fn known() -> String {
        let names = Self::ALL.map(Self::name);
        names.join(", ")
    }
}

/// No file of that name can be imported.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("expected {}", Format::known())]
pub struct ParseFormatError;

impl FromStr for Format {
    type Err = ParseFormatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|format| format.name() == text);
        found.ok_or(ParseFormatError)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}
