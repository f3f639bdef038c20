//! One supervised program on one node, as supervisord last described it.

use std::time::Duration;

use jiff::Timestamp;

use super::id::ProcessId;
use super::text::Untrusted;

/// A process state, by supervisord's number (`PROTOCOL` 2.3): names differ between servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProcessState {
    /// 0: not running because nobody started it, or because it was stopped by hand.
    Stopped,
    /// 10: started, not yet alive for `startsecs`.
    Starting,
    /// 20: alive for at least `startsecs`.
    Running,
    /// 30: died too early, supervisord will try again.
    Backoff,
    /// 40: told to stop, still alive.
    Stopping,
    /// 100: ended by itself.
    Exited,
    /// 200: could not be started, supervisord gave up.
    Fatal,
    /// 1000, or a number we do not know.
    Unknown(i64),
}

impl ProcessState {
    /// The state that supervisord means by this number.
    #[must_use]
    pub fn from_code(code: i64) -> Self {
        match code {
            0 => Self::Stopped,
            10 => Self::Starting,
            20 => Self::Running,
            30 => Self::Backoff,
            40 => Self::Stopping,
            100 => Self::Exited,
            200 => Self::Fatal,
            other => Self::Unknown(other),
        }
    }

    /// supervisord's own word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Stopped => "STOPPED",
            Self::Starting => "STARTING",
            Self::Running => "RUNNING",
            Self::Backoff => "BACKOFF",
            Self::Stopping => "STOPPING",
            Self::Exited => "EXITED",
            Self::Fatal => "FATAL",
            Self::Unknown(_) => "UNKNOWN",
        }
    }

    /// Whether it is none of the states that supervisord knows what to do in.
    #[must_use]
    pub fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Whether a start may be sent: never while STOPPING, where it is swallowed (`FAULTS` M1).
    #[must_use]
    pub fn is_down(self) -> bool {
        match self {
            Self::Stopped | Self::Exited | Self::Fatal => true,
            Self::Starting | Self::Running | Self::Backoff | Self::Stopping | Self::Unknown(_) => {
                false
            }
        }
    }

    /// Whether a stop has something to do.
    #[must_use]
    pub fn is_up(self) -> bool {
        match self {
            Self::Starting | Self::Running | Self::Backoff => true,
            Self::Stopped | Self::Stopping | Self::Exited | Self::Fatal | Self::Unknown(_) => false,
        }
    }

    /// Whether a signal can be delivered.
    #[must_use]
    pub fn has_pid(self) -> bool {
        matches!(self, Self::Starting | Self::Running | Self::Stopping)
    }
}

/// How a process is doing, worst first: the order of the default sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Health {
    /// supervisord gave up on it.
    Fatal,
    /// It dies and is started again.
    Backoff,
    /// It ended with a code nobody expected.
    ExitedBadly,
    /// supervisord does not know, or reported a state we do not know.
    Unknown,
    /// The node gives no data: the state is the last one known.
    NoData,
    /// It is being stopped.
    Stopping,
    /// It is being started.
    Starting,
    /// It was stopped, or never started.
    Stopped,
    /// It ended as expected.
    Exited,
    /// All is well.
    Running,
}

impl Health {
    /// Every health, worst first.
    pub const ALL: [Self; 10] = [
        Self::Fatal,
        Self::Backoff,
        Self::ExitedBadly,
        Self::Unknown,
        Self::NoData,
        Self::Stopping,
        Self::Starting,
        Self::Stopped,
        Self::Exited,
        Self::Running,
    ];

    /// The ASCII sign that stands for it without colour.
    #[must_use]
    pub fn glyph(self) -> char {
        match self {
            Self::Fatal => '!',
            Self::Backoff => '~',
            Self::ExitedBadly => 'x',
            Self::Unknown | Self::NoData => '?',
            Self::Stopping => 'v',
            Self::Starting => '^',
            Self::Stopped => '-',
            Self::Exited => '.',
            Self::Running => '+',
        }
    }

    /// The word for it in a column.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fatal => "FATAL",
            Self::Backoff => "BACKOFF",
            Self::ExitedBadly | Self::Exited => "EXITED",
            Self::Unknown => "UNKNOWN",
            Self::NoData => "NO DATA",
            Self::Stopping => "STOPPING",
            Self::Starting => "STARTING",
            Self::Stopped => "STOPPED",
            Self::Running => "RUNNING",
        }
    }

    /// The words for it after a count: `1 FATAL, 2 no data`.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::ExitedBadly => "EXITED badly",
            Self::NoData => "no data",
            Self::Fatal
            | Self::Backoff
            | Self::Unknown
            | Self::Stopping
            | Self::Starting
            | Self::Stopped
            | Self::Exited
            | Self::Running => self.word(),
        }
    }

    /// Whether somebody has to look: what `state:bad` means.
    #[must_use]
    pub fn is_bad(self) -> bool {
        match self {
            Self::Fatal | Self::Backoff | Self::ExitedBadly | Self::Unknown | Self::NoData => true,
            Self::Stopping | Self::Starting | Self::Stopped | Self::Exited | Self::Running => false,
        }
    }
}

/// Whether what we know of a process is current.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// From an answer that is still good.
    Current,
    /// Last known, from a node that gives no data now.
    LastKnown,
}

/// A process, as `getAllProcessInfo` describes it (`PROTOCOL` 2.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// What it is known by.
    pub id: ProcessId,
    /// Its state.
    pub state: ProcessState,
    /// Its pid, where it has one.
    pub pid: Option<u32>,
    /// Exit status of the last end; -1 when a signal killed it, 0 when there was none.
    pub exit_status: i64,
    /// When it was last started, by the node's clock.
    pub started: Option<Timestamp>,
    /// When it last ended, by the node's clock.
    pub stopped: Option<Timestamp>,
    /// The node's clock when it answered.
    pub now: Option<Timestamp>,
    /// Why the last start failed, or `Bad exit code n`.
    pub spawn_error: Untrusted,
    /// supervisord's own summary.
    pub description: Untrusted,
    /// Path of the stdout log on the node; empty for none.
    pub stdout_log: Untrusted,
    /// Path of the stderr log on the node; empty for none.
    pub stderr_log: Untrusted,
}

impl Process {
    /// How it is doing, given how good our knowledge is.
    #[must_use]
    pub fn health(&self, standing: Standing) -> Health {
        match standing {
            Standing::LastKnown => Health::NoData,
            Standing::Current => match self.state {
                ProcessState::Stopped => Health::Stopped,
                ProcessState::Starting => Health::Starting,
                ProcessState::Running => Health::Running,
                ProcessState::Backoff => Health::Backoff,
                ProcessState::Stopping => Health::Stopping,
                ProcessState::Exited if self.exited_badly() => Health::ExitedBadly,
                ProcessState::Exited => Health::Exited,
                ProcessState::Fatal => Health::Fatal,
                ProcessState::Unknown(_) => Health::Unknown,
            },
        }
    }

    /// Time since it was started, on the node's own clock; never negative.
    #[must_use]
    pub fn uptime(&self) -> Option<Duration> {
        if !self.state.has_pid() {
            return None;
        }
        Some(between(self.started?, self.now?))
    }

    /// Time since it came into a state without a pid, on the node's own clock.
    #[must_use]
    pub fn downtime(&self) -> Option<Duration> {
        if self.state.has_pid() {
            return None;
        }
        // After a start that failed, `stopped` is still the end of the run before.
        let last = self.stopped.into_iter().chain(self.started).max()?;
        Some(between(last, self.now?))
    }

    /// Whether it is EXITED with a status nobody expected: supervisord remembers that in
    /// `spawnerr`; a signal gives -1.
    #[must_use]
    pub fn exited_badly(&self) -> bool {
        let unexpected =
            self.spawn_error.raw().starts_with(b"Bad exit code") || self.exit_status < 0;
        self.state == ProcessState::Exited && unexpected
    }
}

/// The time between two instants, zero where the clock went back.
fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or(Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::{at, process, seconds};

    const STATES: [ProcessState; 8] = [
        ProcessState::Stopped,
        ProcessState::Starting,
        ProcessState::Running,
        ProcessState::Backoff,
        ProcessState::Stopping,
        ProcessState::Exited,
        ProcessState::Fatal,
        ProcessState::Unknown(1000),
    ];

    #[test]
    fn states_are_known_by_their_numbers() {
        let codes = [0, 10, 20, 30, 40, 100, 200, 1000];
        assert_eq!(codes.map(ProcessState::from_code), STATES);
        assert_eq!(ProcessState::from_code(77), ProcessState::Unknown(77));
    }

    #[test]
    fn a_start_and_a_stop_are_never_both_open_and_stopping_takes_neither() {
        for state in STATES {
            assert!(!(state.is_down() && state.is_up()), "{state:?}");
            assert!(!(state.is_down() && state.has_pid()), "{state:?}");
        }
        assert!(!ProcessState::Stopping.is_down());
        assert!(!ProcessState::Stopping.is_up());
    }

    #[test]
    fn healths_are_listed_worst_first_with_signs_of_their_own() {
        assert!(Health::ALL.is_sorted());
        let last_bad = Health::ALL
            .iter()
            .rposition(|health| health.is_bad())
            .unwrap();
        let first_good = Health::ALL
            .iter()
            .position(|health| !health.is_bad())
            .unwrap();
        assert!(last_bad < first_good);
        let signs: std::collections::HashSet<_> = Health::ALL.iter().map(|h| h.glyph()).collect();
        assert_eq!(
            signs.len(),
            Health::ALL.len() - 1,
            "unknown and no data share one"
        );
    }

    #[test]
    fn an_exit_is_bad_by_what_supervisord_remembers_or_by_a_signal() {
        let mut exited = process("n1", "batch", ProcessState::Exited);
        exited.exit_status = 3;
        assert_eq!(
            exited.health(Standing::Current),
            Health::Exited,
            "3 may be expected"
        );
        exited.spawn_error = "Bad exit code 3".into();
        assert_eq!(exited.health(Standing::Current), Health::ExitedBadly);
        exited.spawn_error = Untrusted::default();
        exited.exit_status = -1;
        assert_eq!(exited.health(Standing::Current), Health::ExitedBadly);
        assert_eq!(exited.health(Standing::LastKnown), Health::NoData);
        exited.state = ProcessState::Stopped;
        assert!(
            !exited.exited_badly(),
            "a stop by hand kills by a signal, too"
        );
    }

    #[test]
    fn time_is_taken_on_the_nodes_own_clock() {
        let running = process("n1", "web", ProcessState::Running);
        assert_eq!(running.uptime(), Some(seconds(10)));
        assert_eq!(running.downtime(), None);
        let stopped = process("n1", "web", ProcessState::Stopped);
        assert_eq!(stopped.downtime(), Some(seconds(10)));
        assert_eq!(stopped.uptime(), None);
    }

    #[test]
    fn a_clock_that_went_back_gives_no_negative_time() {
        let mut running = process("n1", "web", ProcessState::Running);
        running.started = Some(at("13:00:00"));
        assert_eq!(running.uptime(), Some(Duration::ZERO));
    }

    #[test]
    fn a_failed_start_counts_from_the_start_not_from_the_end_of_the_run_before() {
        let mut fatal = process("n1", "web", ProcessState::Fatal);
        fatal.stopped = Some(at("03:00:00"));
        fatal.started = Some(at("11:58:00"));
        assert_eq!(fatal.downtime(), Some(seconds(120)));
    }
}
