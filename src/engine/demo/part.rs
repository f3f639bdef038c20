//! What one node of the demo plays: its role, and what is odd about it.

use std::time::Duration;

use jiff::Timestamp;

use super::cast::Role;
use super::clock::{DAY, Millis};
use super::oddities::{self, Oddity, Opening, Outage};
use super::program::Program;
use crate::model::{Layer, LinkError};

/// Who the one node with a password knows us as.
const USER: &str = "deploy";
/// How long a connect to a dead host is tried.
const CONNECT_LIMIT: Duration = Duration::from_secs(3);

/// Everything the tables say about one node.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// supervisord's version.
    pub(super) version: &'static str,
    /// Milliseconds an answer takes at least.
    pub(super) latency: u32,
    /// How far its clock is ahead.
    pub(super) skew: Millis,
    /// Why it cannot be reached, and from when on.
    pub(super) outage: Option<(Outage, Duration)>,
    /// What supervisord has loaded, and how it stands at first.
    pub(super) loaded: Vec<(Program, Opening)>,
    /// What its config files say.
    pub(super) files: Vec<Program>,
}

impl Part {
    /// The part of a node with this role.
    pub(super) fn of(role: &Role, node: &str) -> Self {
        let mut part = Self {
            version: role.version,
            latency: role.latency,
            skew: 0,
            outage: None,
            loaded: role
                .programs
                .iter()
                .map(|program| (*program, Opening::Running))
                .collect(),
            files: role.programs.to_vec(),
        };
        for oddity in oddities::of(node) {
            part.take(oddity);
        }
        part.loaded
            .sort_by_key(|(program, _)| (program.group, program.name));
        part.files
            .sort_by_key(|program| (program.group, program.name));
        part
    }

    /// Who it wants us to sign in as; none where no password is wanted.
    pub(super) fn user(&self) -> Option<&'static str> {
        matches!(self.outage, Some((Outage::PasswordChanged, _))).then_some(USER)
    }

    fn take(&mut self, oddity: &Oddity) {
        match *oddity {
            Oddity::Runs(program, opening) => {
                self.loaded.retain(|(other, _)| !same(other, &program));
                self.loaded.push((program, opening));
                self.write(program);
            }
            Oddity::OnDisk(program) => self.write(program),
            Oddity::OffDisk(group) => self.files.retain(|program| program.group != group),
            Oddity::Unreachable(outage, from) => self.outage = Some((outage, from)),
            Oddity::Latency(latency) => self.latency = latency,
            Oddity::Skew(skew) => self.skew = skew,
            Oddity::Version(version) => self.version = version,
        }
    }

    fn write(&mut self, program: Program) {
        self.files.retain(|other| !same(other, &program));
        self.files.push(program);
    }
}

impl Outage {
    /// What it looks like to whoever asks, in a demo that opened at this moment.
    pub(super) fn error(self, opening: Millis) -> LinkError {
        match self {
            Self::ConnectTimesOut => LinkError::TimedOut {
                layer: Layer::Connect,
                after: CONNECT_LIMIT,
            },
            Self::CertificateExpired => {
                let yesterday = Timestamp::from_millisecond(opening - DAY).unwrap_or_default();
                LinkError::Tls {
                    reason: format!("certificate expired {}", yesterday.strftime("%Y-%m-%d")),
                }
            }
            Self::PasswordChanged => LinkError::Unauthorized {
                user: Some(USER.to_owned()),
            },
        }
    }
}

fn same(one: &Program, other: &Program) -> bool {
    (one.group, one.name) == (other.group, other.name)
}
