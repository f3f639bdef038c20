//! What a failed request means: the cause inside the HTTP library's error, in our own words.

use std::error::Error;
use std::io;

use jiff::Timestamp;
use rustls::CertificateError;
use rustls::pki_types::UnixTime;

use crate::model::{Clean, Layer, LinkError, Untrusted};

use super::limits::Limits;
use super::resolver::LookupError;

/// Where a request went, for messages.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// `host:port`, in clear.
    Tcp(String),
    /// `host:port`, over TLS.
    Tls(String),
    /// A path.
    Unix(String),
}

/// Why no answer began.
pub(super) fn of_request(error: &reqwest::Error, place: &Place, limits: &Limits) -> LinkError {
    let causes = causes(error);
    let told = causes.iter().find_map(|cause| told_by(*cause));
    if let Some(told) = told {
        return told;
    }
    let timed_out = error.is_timeout();
    if error.is_connect() {
        if timed_out {
            return LinkError::TimedOut {
                layer: Layer::Connect,
                after: limits.connect,
            };
        }
        return of_connect(&causes, place);
    }
    if timed_out {
        return LinkError::TimedOut {
            layer: Layer::Answer,
            after: limits.call,
        };
    }
    LinkError::Broken {
        reason: last_words(&causes),
    }
}

/// Why the rest of an answer did not come, after `bytes` of its body.
pub(super) fn of_body(error: &reqwest::Error, bytes: usize, limits: &Limits) -> LinkError {
    if error.is_timeout() {
        LinkError::TimedOut {
            layer: Layer::Rest,
            after: limits.call,
        }
    } else {
        LinkError::Cut { bytes }
    }
}

/// Why no connection came about. Nothing was sent in any of these cases.
fn of_connect(causes: &[&(dyn Error + 'static)], place: &Place) -> LinkError {
    let system = causes
        .iter()
        .rev()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    unopened(system.map(io::Error::kind), last_words(causes), place)
}

/// Why the system opened no connection.
pub(super) fn of_system(error: &io::Error, place: &Place) -> LinkError {
    unopened(Some(error.kind()), last_words(&causes(error)), place)
}

fn unopened(kind: Option<io::ErrorKind>, reason: String, place: &Place) -> LinkError {
    match place {
        Place::Unix(path) => LinkError::Socket {
            path: path.clone(),
            reason,
        },
        Place::Tls(_) if kind == Some(io::ErrorKind::UnexpectedEof) => LinkError::Tls {
            reason: "the node ended the connection during the handshake".into(),
        },
        Place::Tcp(address) | Place::Tls(address) => {
            let address = address.clone();
            if kind == Some(io::ErrorKind::ConnectionRefused) {
                LinkError::Refused { address }
            } else {
                LinkError::Unreachable { address, reason }
            }
        }
    }
}

/// What a cause says by its type alone.
fn told_by(cause: &(dyn Error + 'static)) -> Option<LinkError> {
    if let Some(lookup) = cause.downcast_ref::<LookupError>() {
        return Some(match lookup {
            LookupError::NotFound { host } => LinkError::NameNotFound { host: host.clone() },
            LookupError::TimedOut { after } => LinkError::TimedOut {
                layer: Layer::Name,
                after: *after,
            },
        });
    }
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return Some(LinkError::Tls {
            reason: handshake(tls),
        });
    }
    let http = cause.downcast_ref::<hyper::Error>()?;
    http.is_parse().then(|| LinkError::NotXmlRpc {
        sample: Untrusted::new(format!("no HTTP answer ({http})")),
    })
}

/// An error and all that is inside it. The standard library hides what an `io::Error` wraps from
/// `source`, and that is where TLS puts its reasons.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut all = Vec::new();
    let mut next = Some(error);
    while let Some(cause) = next {
        all.push(cause);
        let wrapped = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = match wrapped {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => cause.source(),
        };
    }
    all
}

/// The innermost words, without the number the system adds.
fn last_words(causes: &[&(dyn Error + 'static)]) -> String {
    let words = causes.last().map(ToString::to_string).unwrap_or_default();
    match words.split_once(" (os error") {
        Some((words, _)) => words.to_owned(),
        None => words,
    }
}

/// Why a handshake failed.
fn handshake(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(trouble) => certificate(trouble),
        rustls::Error::AlertReceived(alert) => format!("the node refused the handshake: {alert:?}"),
        rustls::Error::InvalidMessage(_) => "the node does not speak TLS on this port".into(),
        other => other.to_string(),
    }
}

/// Why a certificate was not accepted.
fn certificate(trouble: &CertificateError) -> String {
    match trouble {
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("certificate expired {}", day(*not_after))
        }
        CertificateError::Expired => "certificate expired".into(),
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("certificate is not valid before {}", day(*not_before))
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            format!("certificate is for {}", names(presented))
        }
        CertificateError::NotValidForName => "certificate is for another name".into(),
        CertificateError::UnknownIssuer => {
            "unknown issuer: self-signed, or its authority is not trusted here".into()
        }
        CertificateError::Revoked => "certificate was revoked".into(),
        CertificateError::BadSignature => "certificate has a bad signature".into(),
        CertificateError::Other(other) => format!("certificate refused: {other}"),
        other => format!("certificate refused: {other:?}"),
    }
}

/// The names in a certificate, of which there may be a thousand, as `DnsName("a.example")`.
fn names(presented: &[String]) -> String {
    let plain = |name: &String| {
        let inner = name
            .split_once("(\"")
            .map_or(name.as_str(), |(_, rest)| rest);
        inner.trim_end_matches("\")").to_owned()
    };
    let mut shown = presented.iter().take(3).map(plain).collect::<Vec<_>>();
    if presented.len() > shown.len() {
        shown.push(format!("{} more", presented.len() - shown.len()));
    }
    if shown.is_empty() {
        return "no name at all".into();
    }
    Clean::text(&shown.join(", ")).into_string()
}

fn day(time: UnixTime) -> String {
    i64::try_from(time.as_secs())
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .map_or_else(
            || "at an impossible time".into(),
            |instant| instant.strftime("%Y-%m-%d").to_string(),
        )
}
