//! What can be done to a subject.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::id::{GroupName, NodeId, ProcessId};
use super::text::Clean;

/// What one action acts on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// One process.
    Process(ProcessId),
    /// One group of one node: what an update touches.
    Group(NodeId, GroupName),
    /// supervisord itself.
    Node(NodeId),
}

impl Subject {
    /// The node it lies on.
    #[must_use]
    pub fn node(&self) -> &NodeId {
        match self {
            Self::Process(id) => &id.node,
            Self::Group(node, _) | Self::Node(node) => node,
        }
    }

    /// What people call it on its node.
    #[must_use]
    pub fn label(&self) -> Clean {
        match self {
            Self::Process(id) => id.label(),
            Self::Group(_, group) => group.clean(),
            Self::Node(_) => Clean::text("supervisord"),
        }
    }
}

/// A signal by its name without `SIG`: supervisord takes names, so numbers never travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Signal {
    /// Reload, by custom.
    Hup,
    /// Interrupt.
    Int,
    /// Quit, by custom gracefully.
    Quit,
    /// Cannot be caught.
    Kill,
    /// The program's own meaning, by custom reopen logs.
    Usr1,
    /// The program's own meaning.
    Usr2,
    /// Terminate.
    Term,
    /// Go on.
    Cont,
    /// Stop, cannot be caught.
    Stop,
    /// The window changed; some servers finish their workers gracefully.
    Winch,
}

impl Signal {
    /// Every signal we offer, the usual ones first.
    pub const ALL: [Self; 10] = [
        Self::Hup,
        Self::Term,
        Self::Int,
        Self::Quit,
        Self::Usr1,
        Self::Usr2,
        Self::Winch,
        Self::Cont,
        Self::Stop,
        Self::Kill,
    ];

    /// Its name, as supervisord takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hup => "HUP",
            Self::Int => "INT",
            Self::Quit => "QUIT",
            Self::Kill => "KILL",
            Self::Usr1 => "USR1",
            Self::Usr2 => "USR2",
            Self::Term => "TERM",
            Self::Cont => "CONT",
            Self::Stop => "STOP",
            Self::Winch => "WINCH",
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// No signal has that name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no signal is called {0:?}; known are HUP TERM INT QUIT USR1 USR2 WINCH CONT STOP KILL")]
pub struct ParseSignalError(String);

impl FromStr for Signal {
    type Err = ParseSignalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let name = upper.strip_prefix("SIG").unwrap_or(&upper);
        let found = Self::ALL.into_iter().find(|signal| signal.name() == name);
        found.ok_or_else(|| ParseSignalError(text.to_owned()))
    }
}

/// What can be done to a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Bring a process up.
    Start,
    /// Bring a process down.
    Stop,
    /// Down, then up; what is down stays down.
    Restart,
    /// Down if it is up, then up in any case.
    RestartOrStart,
    /// Send a signal once.
    Signal(Signal),
    /// Empty the log files of a running process.
    ClearLogs,
    /// Make a group what the config files say: add it.
    AddGroup,
    /// Make a group what the config files say: stop it, remove it, add it.
    ReplaceGroup,
    /// Make a group what the config files say: stop it and remove it.
    RemoveGroup,
    /// Restart supervisord itself, with everything in it.
    RestartSupervisor,
    /// End supervisord, with everything in it.
    ShutDownSupervisor,
}

impl Action {
    /// The verb for a button or a journal line, in lower case.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Restart | Self::RestartOrStart => "restart",
            Self::Signal(_) => "signal",
            Self::ClearLogs => "clear logs of",
            Self::AddGroup => "add",
            Self::ReplaceGroup => "update",
            Self::RemoveGroup => "remove",
            Self::RestartSupervisor => "restart supervisord on",
            Self::ShutDownSupervisor => "shut down supervisord on",
        }
    }

    /// Whether it always wants something typed, whatever the environment says (`FAULTS` 3.6).
    #[must_use]
    pub fn is_grave(self) -> bool {
        match self {
            Self::ClearLogs | Self::RestartSupervisor | Self::ShutDownSupervisor => true,
            Self::Signal(signal) => signal == Signal::Kill,
            Self::Start
            | Self::Stop
            | Self::Restart
            | Self::RestartOrStart
            | Self::AddGroup
            | Self::ReplaceGroup
            | Self::RemoveGroup => false,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signal(signal) => write!(formatter, "signal {signal}"),
            Self::ClearLogs => formatter.write_str("clear logs"),
            Self::RestartSupervisor => formatter.write_str("restart supervisord"),
            Self::ShutDownSupervisor => formatter.write_str("shut down supervisord"),
            Self::Start
            | Self::Stop
            | Self::Restart
            | Self::RestartOrStart
            | Self::AddGroup
            | Self::ReplaceGroup
            | Self::RemoveGroup => formatter.write_str(self.verb()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_read_with_and_without_their_prefix() {
        for signal in Signal::ALL {
            assert_eq!(signal.name().parse(), Ok(signal));
            assert_eq!(
                format!("sig{}", signal.name().to_lowercase()).parse(),
                Ok(signal)
            );
        }
        assert!(
            "9".parse::<Signal>()
                .unwrap_err()
                .to_string()
                .contains("known are HUP")
        );
        assert!("SIGSIGHUP".parse::<Signal>().is_err());
    }

    #[test]
    fn what_cannot_be_undone_is_grave() {
        assert!(Action::Signal(Signal::Kill).is_grave());
        assert!(Action::ShutDownSupervisor.is_grave());
        assert!(!Action::Signal(Signal::Hup).is_grave());
        assert!(!Action::Stop.is_grave());
        assert_eq!(Action::Signal(Signal::Usr1).to_string(), "signal USR1");
    }

    #[test]
    fn a_subject_knows_its_node_and_its_name() {
        let node = NodeId::new("n1");
        let process = Subject::Process(ProcessId::new(&node, "api", "web"));
        let group = Subject::Group(node.clone(), GroupName::new("api"));
        let supervisor = Subject::Node(node.clone());
        for (subject, label) in [
            (process, "api:web"),
            (group, "api"),
            (supervisor, "supervisord"),
        ] {
            assert_eq!(subject.node(), &node);
            assert_eq!(subject.label().as_str(), label);
        }
    }
}
