//! How a program of the demo is set up, and what becomes of it once it runs.

use super::clock::{Millis, SECOND};
use super::voice::Voice;
use crate::model::{ProgramConfig, Untrusted};

/// A program as its config file has it. Two that differ in anything are a change to reread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// Its group.
    pub(super) group: &'static str,
    /// Its name in the group.
    pub(super) name: &'static str,
    /// What is executed.
    pub(super) command: &'static str,
    /// What becomes of it.
    pub(super) life: Life,
    /// What it writes.
    pub(super) voice: Voice,
    /// Seconds it has to stay up to count as RUNNING.
    pub(super) startsecs: u32,
    /// Seconds after which a stop becomes a kill.
    pub(super) stopwaitsecs: u32,
    /// Failed starts after which supervisord gives up.
    pub(super) startretries: u32,
    /// Whether it comes up with supervisord.
    pub(super) autostart: bool,
    /// Whether it is started again when it ends by itself.
    pub(super) autorestart: bool,
    /// How long it takes to end when told to.
    pub(super) lingers: Millis,
}

/// What becomes of a program once it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// It runs until it is told to end.
    Steady,
    /// There is nothing to execute.
    NoCommand,
    /// It dies at once, every time.
    DiesYoung,
    /// It dies at once six times, then runs for a while.
    Flaps,
    /// It ends by itself: after so long, with this status.
    Errand(Millis, i64),
}

impl Life {
    /// When the n-th life ends by itself, after how long and with which status.
    pub(super) fn end(self, spawns: u32) -> Option<(Millis, i64)> {
        match self {
            Self::Steady | Self::NoCommand => None,
            Self::Flaps if spawns.is_multiple_of(7) => Some((12 * SECOND, 1)),
            Self::DiesYoung | Self::Flaps => Some((400, 1)),
            Self::Errand(lasts, status) => Some((lasts, status)),
        }
    }
}

impl Program {
    /// A program with supervisord's own defaults that runs until it is told to end.
    pub(super) const fn daemon(
        group: &'static str,
        name: &'static str,
        command: &'static str,
        voice: Voice,
    ) -> Self {
        Self {
            group,
            name,
            command,
            life: Life::Steady,
            voice,
            startsecs: 1,
            stopwaitsecs: 10,
            startretries: 3,
            autostart: true,
            autorestart: true,
            lingers: 180,
        }
    }

    /// The file that is executed.
    pub(super) fn executable(&self) -> &'static str {
        self.command.split(' ').next().unwrap_or(self.command)
    }

    /// Where the log of an output lies: `out` or `err`.
    pub(super) fn log_path(&self, output: &str) -> String {
        format!("/var/log/{}/{}.{output}.log", self.group, self.name)
    }

    /// What `getAllConfigInfo` says: a 3.x tells four members, later ones nearly all (`PROTOCOL` 2.5).
    pub(super) fn config(&self, version: &str) -> ProgramConfig {
        let flag = |on: bool| if on { "1" } else { "0" }.to_owned();
        let mut facts = vec![
            ("autostart", flag(self.autostart)),
            ("group_prio", "999".to_owned()),
            ("inuse", flag(true)),
            ("process_prio", "999".to_owned()),
        ];
        if !version.starts_with('3') {
            facts.extend([
                (
                    "autorestart",
                    if self.autorestart { "true" } else { "false" }.to_owned(),
                ),
                ("command", self.command.to_owned()),
                ("directory", "none".to_owned()),
                ("exitcodes", "0".to_owned()),
                ("startretries", self.startretries.to_string()),
                ("startsecs", self.startsecs.to_string()),
                ("stderr_logfile", self.log_path("err")),
                ("stdout_logfile", self.log_path("out")),
                ("stopsignal", "15".to_owned()),
                ("stopwaitsecs", self.stopwaitsecs.to_string()),
                ("uid", "1000".to_owned()),
            ]);
        }
        let fact = |(key, value): (&str, String)| (key.to_owned(), Untrusted::new(value));
        ProgramConfig {
            group: self.group.to_owned(),
            name: self.name.to_owned(),
            facts: facts.into_iter().map(fact).collect(),
        }
    }
}
