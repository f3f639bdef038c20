//! The steps on the way to an answer of a node, and which of them an error means.

use super::link::{Layer, LinkError};

/// One step on the way to an answer, in the order they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Looking up the name.
    Name,
    /// Opening the connection or the socket.
    Connect,
    /// The TLS handshake.
    Tls,
    /// A whole HTTP answer of 200.
    Http,
    /// User and password.
    SignIn,
    /// An answer as supervisord gives it.
    Api,
}

impl Step {
    /// All of them, the first taken first.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::Connect,
        Self::Tls,
        Self::Http,
        Self::SignIn,
        Self::Api,
    ];

    /// What people call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "dns",
            Self::Connect => "tcp",
            Self::Tls => "tls",
            Self::Http => "http",
            Self::SignIn => "auth",
            Self::Api => "api",
        }
    }

    /// The step at which an error stopped; every one before it was taken.
    ///
    /// A password that cannot be had stops us before anything is sent, and is told apart by
    /// [`LinkError::NoCredential`] and [`LinkError::PlaintextRefused`].
    #[must_use]
    pub fn of(error: &LinkError) -> Self {
        match error {
            LinkError::NameNotFound { .. } => Self::Name,
            LinkError::Refused { .. }
            | LinkError::Unreachable { .. }
            | LinkError::Socket { .. } => Self::Connect,
            LinkError::Tls { .. } => Self::Tls,
            LinkError::TimedOut { layer, .. } => match layer {
                Layer::Name => Self::Name,
                Layer::Connect => Self::Connect,
                Layer::Answer | Layer::Rest => Self::Http,
            },
            LinkError::Status { .. }
            | LinkError::Redirect { .. }
            | LinkError::Cut { .. }
            | LinkError::TooLarge { .. }
            | LinkError::Broken { .. } => Self::Http,
            LinkError::Unauthorized { .. }
            | LinkError::Forbidden
            | LinkError::NoCredential { .. }
            | LinkError::PlaintextRefused => Self::SignIn,
            LinkError::NotXmlRpc { .. }
            | LinkError::Shape { .. }
            | LinkError::Fault { .. }
            | LinkError::ShuttingDown
            | LinkError::ReadOnly => Self::Api,
        }
    }
}
