//! What to do about a node that gives no good answer.

use crate::model::{CredentialSource, Fault, LinkError, NodeEntry, Step};

/// What to do, with the command that does it where there is one.
pub(super) fn fix(entry: &NodeEntry, error: &LinkError) -> String {
    password(entry, error)
        .or_else(|| special(error).map(str::to_owned))
        .unwrap_or_else(|| error.advice().to_owned())
}

/// What to do about a password.
fn password(entry: &NodeEntry, error: &LinkError) -> Option<String> {
    let node = &entry.id;
    match (error, &entry.source) {
        (LinkError::Unauthorized { user: Some(user) }, CredentialSource::Keyring) => Some(format!(
            "`supdeck login {node}` asks for the password of {user} anew; supervisord.conf has it"
        )),
        (LinkError::Unauthorized { user: Some(_) }, source) => Some(format!(
            "what {source} gives is not the password in its supervisord.conf"
        )),
        (LinkError::NoCredential { .. }, CredentialSource::Keyring) => {
            Some(format!("`supdeck login {node}` asks for it"))
        }
        (LinkError::NoCredential { .. }, source) => Some(format!("mend {source}")),
        (_, _) => None,
    }
}

/// What to do where it is more than advice for anybody.
fn special(error: &LinkError) -> Option<&'static str> {
    Some(match error {
        LinkError::Unauthorized { user: None } => {
            "supervisord wants a user: write user = \"…\" beside the url"
        }
        LinkError::PlaintextRefused => {
            "use https or a unix socket, or write allow_plaintext = true"
        }
        LinkError::Socket { reason, .. } if reason.contains("ermission") => {
            "the socket is another user's: chown and chmod in [unix_http_server] let yours open it"
        }
        LinkError::Socket { .. } => {
            "is supervisord running, and is this the file of its [unix_http_server]?"
        }
        LinkError::Status { status: 404, .. } => {
            "no /RPC2 there: check port and path of the url, and the front before supervisord"
        }
        LinkError::Fault { code, .. } if *code == Fault::UNKNOWN_METHOD => {
            "supervisord.conf lacks [rpcinterface:supervisor]; copy it from `echo_supervisord_conf`"
        }
        LinkError::Tls { reason } if is_plain(reason) => {
            "supervisord itself speaks no TLS: write http:// if no front stands before it"
        }
        _ => return None,
    })
}

/// Whether there may be no TLS at all.
fn is_plain(reason: &str) -> bool {
    reason.contains("does not speak TLS") || reason.contains("handshake timed out")
}

/// Whether what is wrong may be wrong in the config.
pub(super) fn blames_config(error: &LinkError) -> bool {
    match Step::of(error) {
        Step::Name | Step::Connect | Step::Tls | Step::Api => true,
        Step::Http => matches!(error, LinkError::Status { .. } | LinkError::Redirect { .. }),
        Step::SignIn => !matches!(error, LinkError::Forbidden),
    }
}
