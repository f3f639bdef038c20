//! What can go wrong with one call: no way to the node, no sense in its answer, or a plain no.

use thiserror::Error;

use crate::model::{Fault, LinkError, Untrusted};

/// Bytes of an answer that are kept to say what it was.
const SAMPLE: usize = 80;

/// Why a call gave no value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CallError {
    /// We could not ask, or could not read the answer.
    #[error("{0}")]
    Link(#[from] LinkError),
    /// supervisord said no.
    #[error("{0}")]
    Fault(Fault),
}

impl CallError {
    /// An answer of the wrong shape for the question (`FAULTS` case 47).
    pub(super) fn shape(what: impl Into<String>) -> Self {
        Self::Link(LinkError::Shape { what: what.into() })
    }
}

impl From<Fault> for CallError {
    /// Fault 6 says that supervisord is going down, not that the call was wrong.
    fn from(fault: Fault) -> Self {
        if fault.code == Fault::SHUTDOWN_STATE {
            Self::Link(LinkError::ShuttingDown)
        } else {
            Self::Fault(fault)
        }
    }
}

impl From<CallError> for LinkError {
    /// For polls, where no fault is expected and any fault means no data.
    fn from(error: CallError) -> Self {
        match error {
            CallError::Link(link) => link,
            CallError::Fault(Fault { code, text }) => Self::Fault { code, text },
        }
    }
}

/// Why a body is no XML-RPC answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// The document ends before its root element does.
    #[error("the document ends in the middle")]
    Cut,
    /// The root is something else.
    #[error("the root is not methodResponse")]
    Foreign,
    /// A document type, which may define entities.
    #[error("a DOCTYPE is refused")]
    Doctype,
    /// A reference to an entity XML does not define, or to no character.
    #[error("the reference &{0}; is refused")]
    Reference(String),
    /// Text or an element after the root.
    #[error("something follows the root element")]
    Trailing,
    /// An element or text where the grammar of XML-RPC has none.
    #[error("unexpected {0}")]
    Unexpected(String),
    /// No XML.
    #[error("malformed XML: {0}")]
    Malformed(String),
    /// Elements nested too deeply.
    #[error("more than {0} levels")]
    TooDeep(usize),
    /// Too many values.
    #[error("more than {0} values")]
    TooMany(usize),
    /// One string is too long.
    #[error("a string of more than {0} bytes")]
    TooLong(usize),
}

impl DecodeError {
    /// What it means for the link: `body` is what could not be read.
    #[must_use]
    pub fn into_link(self, body: &[u8]) -> LinkError {
        match self {
            Self::Cut => LinkError::Cut { bytes: body.len() },
            Self::Foreign => LinkError::NotXmlRpc {
                sample: sample("", body),
            },
            Self::Doctype
            | Self::Reference(_)
            | Self::Trailing
            | Self::Unexpected(_)
            | Self::Malformed(_)
            | Self::TooDeep(_)
            | Self::TooMany(_)
            | Self::TooLong(_) => LinkError::Shape {
                what: self.to_string(),
            },
        }
    }
}

/// The first bytes of something that is not XML-RPC, after what it called itself.
pub(super) fn sample(kind: &str, body: &[u8]) -> Untrusted {
    let body = body.trim_ascii();
    let head = &body[..body.len().min(SAMPLE)];
    if kind.is_empty() {
        return Untrusted::new(head);
    }
    Untrusted::new([kind.as_bytes(), b", ", head].concat())
}
