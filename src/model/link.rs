//! Whether we can talk to a node, since when, and why not.

use std::time::Duration;

use jiff::Timestamp;
use thiserror::Error;

use super::text::Untrusted;

/// Where on the way to an answer we waited in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Looking up the name.
    Name,
    /// Opening the connection.
    Connect,
    /// Waiting for the answer to begin.
    Answer,
    /// Waiting for the rest of an answer that had begun.
    Rest,
}

/// Why a node gave no good answer. Everything in it is safe to keep; texts from it are untrusted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LinkError {
    /// The host name does not resolve.
    #[error("name not found: {host}")]
    NameNotFound {
        /// The name that was looked up.
        host: String,
    },
    /// Nobody listens there.
    #[error("connection refused by {address}")]
    Refused {
        /// Where we knocked.
        address: String,
    },
    /// The system knows no way there, or has no socket left to go it.
    #[error("cannot reach {address}: {reason}")]
    Unreachable {
        /// Where we wanted to go.
        address: String,
        /// What the system said.
        reason: String,
    },
    /// Nothing came in time.
    #[error("{}", timed_out(*.layer, *.after))]
    TimedOut {
        /// On which layer.
        layer: Layer,
        /// After how long.
        after: Duration,
    },
    /// The TLS handshake failed.
    #[error("TLS: {reason}")]
    Tls {
        /// Why, in words.
        reason: String,
    },
    /// 401: the user name or password was not accepted.
    #[error("401 Unauthorized, {}", user.as_deref().map_or("no user given".into(), |user| format!("user {user}")))]
    Unauthorized {
        /// Who we said we were.
        user: Option<String>,
    },
    /// 403.
    #[error("403 Forbidden")]
    Forbidden,
    /// The credential that the node names cannot be had.
    #[error("no password: {reason}")]
    NoCredential {
        /// Why not, in words without the secret.
        reason: String,
    },
    /// A password would travel in clear.
    #[error(
        "a password over plain http is not sent; use https or a unix socket, or set allow_plaintext = true"
    )]
    PlaintextRefused,
    /// Another HTTP status than 200.
    #[error("HTTP {status} {}", reason.clean())]
    Status {
        /// The number.
        status: u16,
        /// The node's own word for it.
        reason: Untrusted,
    },
    /// A redirect, which we never follow.
    #[error("redirects to {}, not followed", location.clean())]
    Redirect {
        /// Where it points.
        location: Untrusted,
    },
    /// The answer is something else than XML-RPC.
    #[error("not XML-RPC: {}", sample.clean())]
    NotXmlRpc {
        /// Its content type and first bytes.
        sample: Untrusted,
    },
    /// The document ends in the middle.
    #[error("answer cut after {bytes} bytes")]
    Cut {
        /// How much came.
        bytes: usize,
    },
    /// The answer is larger than we accept.
    #[error("answer larger than {limit} bytes")]
    TooLarge {
        /// The cap that was hit.
        limit: usize,
    },
    /// The answer has the wrong shape for the question.
    #[error("unexpected answer: {what}")]
    Shape {
        /// What was expected where.
        what: String,
    },
    /// Fault 6: supervisord is going down or restarting.
    #[error("supervisord is shutting down or restarting")]
    ShuttingDown,
    /// A fault where none should come.
    #[error("fault {code}: {}", text.clean())]
    Fault {
        /// supervisord's number.
        code: i64,
        /// supervisord's text.
        text: Untrusted,
    },
    /// The unix socket is missing or not ours to open.
    #[error("socket {path}: {reason}")]
    Socket {
        /// Its path.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// The connection broke in another way.
    #[error("connection failed: {reason}")]
    Broken {
        /// What the system said.
        reason: String,
    },
    /// Read-only mode: the transport does not send this.
    #[error("read-only: nothing was sent")]
    ReadOnly,
}

/// The words for a time-out, by layer.
fn timed_out(layer: Layer, after: Duration) -> String {
    let seconds = after.as_secs_f32();
    match layer {
        Layer::Name => format!("name lookup timed out after {seconds}s"),
        Layer::Connect => format!("connect timed out after {seconds}s"),
        Layer::Answer => format!("no answer in {seconds}s"),
        Layer::Rest => format!("answer not complete after {seconds}s"),
    }
}

/// The few kinds of trouble that look different on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    /// No way to it, or no sense from it.
    Down,
    /// It answers, and refuses us.
    Auth,
}

impl LinkError {
    /// Which kind of trouble it is.
    #[must_use]
    pub fn kind(&self) -> LinkKind {
        match self {
            Self::Unauthorized { .. } | Self::Forbidden | Self::NoCredential { .. } => {
                LinkKind::Auth
            }
            Self::NameNotFound { .. }
            | Self::Refused { .. }
            | Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Tls { .. }
            | Self::PlaintextRefused
            | Self::Status { .. }
            | Self::Redirect { .. }
            | Self::NotXmlRpc { .. }
            | Self::Cut { .. }
            | Self::TooLarge { .. }
            | Self::Shape { .. }
            | Self::ShuttingDown
            | Self::Fault { .. }
            | Self::Socket { .. }
            | Self::Broken { .. }
            | Self::ReadOnly => LinkKind::Down,
        }
    }

    /// Whether a request that met this was surely not executed (`FAULTS` 3.1).
    ///
    /// True only for what fails before a request byte is written on a fresh connection, and for
    /// statuses that supervisord sends before it looks at the method.
    #[must_use]
    pub fn surely_not_executed(&self) -> bool {
        match self {
            Self::NameNotFound { .. }
            | Self::Refused { .. }
            | Self::Unreachable { .. }
            | Self::Tls { .. }
            | Self::Unauthorized { .. }
            | Self::Forbidden
            | Self::NoCredential { .. }
            | Self::PlaintextRefused
            | Self::Socket { .. }
            | Self::ShuttingDown
            | Self::ReadOnly => true,
            Self::TimedOut { layer, .. } => matches!(layer, Layer::Name | Layer::Connect),
            Self::Status { status, .. } => matches!(status, 400 | 404 | 405),
            Self::Redirect { .. }
            | Self::NotXmlRpc { .. }
            | Self::Cut { .. }
            | Self::TooLarge { .. }
            | Self::Shape { .. }
            | Self::Fault { .. }
            | Self::Broken { .. } => false,
        }
    }

    /// What the trouble points to, and what to do next, in words.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::NameNotFound { .. } => "the name does not resolve from here: check url and DNS",
            Self::Refused { .. } => REFUSED,
            Self::Unreachable { .. } => "no connection was made: check the network of this host",
            Self::TimedOut { layer, .. } => layer.advice(),
            Self::Tls { .. } => TLS,
            Self::Unauthorized { .. } => UNAUTHORIZED,
            Self::Forbidden => "the front before supervisord refuses this user; polling is paused",
            Self::NoCredential { .. } => "sign in, or mend the source that the config names",
            Self::PlaintextRefused => {
                "anybody on the way could read the password; nothing was sent"
            }
            Self::Status { .. } => {
                "an HTTP server answers, not as supervisord: check port and path"
            }
            Self::Redirect { .. } => REDIRECT,
            Self::NotXmlRpc { .. } => {
                "something else answers here: the login page of a proxy, or no supervisord at all"
            }
            Self::Cut { .. } | Self::Broken { .. } => {
                "the connection ended too early; it is tried again"
            }
            Self::TooLarge { .. } => "no supervisord answers that much: check what listens there",
            Self::Shape { .. } => "it speaks XML-RPC, but not as supervisord does",
            Self::ShuttingDown => SHUTTING_DOWN,
            Self::Fault { .. } => "supervisord answered with a fault: its own log may say why",
            Self::Socket { .. } => "check the path, and that your user may open it",
            Self::ReadOnly => "read-only mode is on; config or flags may forbid switching it off",
        }
    }
}

/// Advice that does not fit beside its error.
const REFUSED: &str = "the host answers, nobody listens on that port: is supervisord running, is [inet_http_server] on?";
const TLS: &str =
    "the certificate was not accepted: check its dates, its name, and ca_file in the config";
const UNAUTHORIZED: &str = "sign in; polling is paused so that no account gets locked out";
const REDIRECT: &str =
    "a redirect can point to an action on another node, so it is not followed: fix the url";
const SHUTTING_DOWN: &str =
    "it comes back by itself after a restart; after a shutdown start it on the host";

impl Layer {
    /// What waiting in vain there points to.
    fn advice(self) -> &'static str {
        match self {
            Self::Name => "DNS does not answer in time: check the resolver of this host",
            Self::Connect => "name found, no TCP answer: a dead host or a firewall, not a password",
            Self::Answer => "connected, no answer: supervisord hangs, is stopped, or is overloaded",
            Self::Rest => "the answer began and stalled: a slow link or an overloaded node",
        }
    }
}

/// Whether we can talk to a node, since when, and why not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// No answer and no failure yet.
    #[default]
    Unasked,
    /// The last poll was good.
    Up {
        /// First good answer of this stretch.
        since: Timestamp,
    },
    /// The last poll failed; we try again.
    Down {
        /// First failure of this stretch.
        since: Timestamp,
        /// Failures in this stretch.
        tries: u32,
        /// The last one.
        error: LinkError,
    },
    /// It refused our credential: not asked again until told, so that no account gets locked out.
    Paused {
        /// When it refused.
        since: Timestamp,
        /// How.
        error: LinkError,
    },
}

impl Link {
    /// Whether the last poll was good.
    #[must_use]
    pub fn is_up(&self) -> bool {
        matches!(self, Self::Up { .. })
    }

    /// Why the last poll was not good.
    #[must_use]
    pub fn error(&self) -> Option<&LinkError> {
        match self {
            Self::Unasked | Self::Up { .. } => None,
            Self::Down { error, .. } | Self::Paused { error, .. } => Some(error),
        }
    }

    /// Since when it is as it is.
    #[must_use]
    pub fn since(&self) -> Option<Timestamp> {
        match self {
            Self::Unasked => None,
            Self::Up { since } | Self::Down { since, .. } | Self::Paused { since, .. } => {
                Some(*since)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timed_out(layer: Layer) -> LinkError {
        LinkError::TimedOut {
            layer,
            after: Duration::from_millis(2500),
        }
    }

    #[test]
    fn a_timeout_says_where_it_waited() {
        assert_eq!(
            timed_out(Layer::Connect).to_string(),
            "connect timed out after 2.5s"
        );
        assert_eq!(timed_out(Layer::Answer).to_string(), "no answer in 2.5s");
    }

    #[test]
    fn after_the_first_byte_nothing_is_sure() {
        assert!(timed_out(Layer::Connect).surely_not_executed());
        assert!(timed_out(Layer::Name).surely_not_executed());
        assert!(!timed_out(Layer::Answer).surely_not_executed());
        assert!(!timed_out(Layer::Rest).surely_not_executed());
        assert!(!LinkError::Cut { bytes: 3 }.surely_not_executed());
        let status = |status| LinkError::Status {
            status,
            reason: Untrusted::default(),
        };
        assert!(status(404).surely_not_executed());
        assert!(!status(500).surely_not_executed());
    }

    #[test]
    fn text_from_a_node_is_clean_in_the_words_of_an_error() {
        let error = LinkError::Status {
            status: 500,
            reason: "no\x1b[2J".into(),
        };
        assert_eq!(error.to_string(), "HTTP 500 no\\x1b[2J");
    }

    #[test]
    fn only_refusals_of_ours_are_kept_apart_from_down() {
        assert_eq!(LinkError::Forbidden.kind(), LinkKind::Auth);
        assert_eq!(
            LinkError::NoCredential {
                reason: String::new()
            }
            .kind(),
            LinkKind::Auth
        );
        assert_eq!(LinkError::PlaintextRefused.kind(), LinkKind::Down);
        assert_eq!(timed_out(Layer::Answer).kind(), LinkKind::Down);
    }

    #[test]
    fn a_link_knows_since_when_and_why() {
        let since = Timestamp::UNIX_EPOCH;
        let down = Link::Down {
            since,
            tries: 1,
            error: LinkError::Forbidden,
        };
        assert_eq!(
            (down.since(), down.error()),
            (Some(since), Some(&LinkError::Forbidden))
        );
        assert!(Link::Up { since }.is_up() && !down.is_up());
        assert_eq!((Link::Unasked.since(), Link::Unasked.error()), (None, None));
    }
}
