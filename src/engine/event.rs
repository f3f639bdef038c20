//! What the engine tells a front: past participle.

use std::sync::Arc;

use crate::model::{ConfigChanges, Fault, LinkError, LogChunk, NodeId, ProgramConfig, Report};
use crate::plan::{RunId, RunStep};
use crate::rpc::CallError;

/// Why a single call gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallFailure {
    /// We could not ask.
    #[error("{0}")]
    Link(LinkError),
    /// supervisord said no.
    #[error("{0}")]
    Fault(Fault),
}

impl CallFailure {
    /// The same where no fault is expected and any fault means no data.
    #[must_use]
    pub fn into_link(self) -> LinkError {
        match self {
            Self::Link(error) => error,
            Self::Fault(Fault { code, text }) => LinkError::Fault { code, text },
        }
    }
}

impl From<Fault> for CallFailure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<LinkError> for CallFailure {
    fn from(error: LinkError) -> Self {
        Self::Link(error)
    }
}

impl From<CallError> for CallFailure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Link(error) => Self::Link(error),
            CallError::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// How a sign-in ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInResult {
    /// The node took it; the words say where it is kept now.
    Accepted(String),
    /// The node took it, and it could not be kept longer than this session.
    NotKept(String),
    /// The node did not take it, or could not be asked.
    Refused(LinkError),
}

/// Something a person should know that belongs to no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The journal cannot be written: actions are refused until it can.
    Journal(String),
    /// No OS keyring can be reached from this session.
    NoKeyring(String),
    /// The OS keyring answers, after it did not: lasting passwords go there again.
    KeyringAnswers,
    /// The sealed file is there and wants its passphrase; why the last try failed.
    Locked(Option<String>),
    /// Lasting passwords go to the sealed file now.
    Unlocked,
    /// Something else, in a sentence.
    Other(String),
}

/// What the engine tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A node was polled.
    Reported(Report),
    /// Where a node's credential came from, in words.
    Authenticated(NodeId, String),
    /// A run took a step.
    Progressed(RunId, RunStep),
    /// A run ended, every operation with an outcome.
    Finished(RunId),
    /// A log said something.
    Logged(LogChunk),
    /// The config files of a node were read again.
    Reread(NodeId, Result<ConfigChanges, CallFailure>),
    /// The programs of a node were asked for.
    Inspected(NodeId, Result<Arc<[ProgramConfig]>, CallFailure>),
    /// A password was tried.
    SignedIn(NodeId, SignInResult),
    /// The journal grew: its last lines, oldest first.
    Journaled(Vec<String>),
    /// Something a person should know.
    Warned(Warning),
}
