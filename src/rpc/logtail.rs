//! Logs as streams: what a process writes, byte for byte, as soon as supervisord looks.
//!
//! `PROTOCOL` 3.3: the stream begins with the last 1024 bytes and never ends by itself. It has no
//! offsets, may lose what was written just before a rotation, and is dropped when the file is
//! truncated. So it tells when to read; exact bytes come from reads.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Response;
use tokio::sync::OwnedSemaphorePermit;

use crate::model::{LinkError, ProcessId};

use super::cause;
use super::credentials::Credentials;
use super::limits::Limits;
use super::logs::LogName;
use super::transport::Transport;

/// An open stream. Dropping it closes the connection.
#[derive(Debug)]
pub struct LogTail {
    response: Response,
    limits: Limits,
    _turn: OwnedSemaphorePermit,
}

impl LogTail {
    /// The next bytes, cut anywhere; none when the stream has ended, tidily or not: the file was
    /// truncated, or supervisord restarts. Waits for ever on a quiet log. Cancelling loses nothing.
    ///
    /// # Errors
    ///
    /// When the connection failed in another way.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, LinkError> {
        match self.response.chunk().await {
            Ok(chunk) => Ok(chunk.map(|bytes| bytes.to_vec())),
            Err(error) => match cause::of_body(&error, 0, &self.limits) {
                LinkError::Cut { .. } => Ok(None),
                other => Err(other),
            },
        }
    }
}

/// Opens a stream; none where there is no log: unknown name, no file, none configured.
pub(super) async fn open(
    transport: &Transport,
    log: LogName<'_>,
    credentials: Option<Credentials<'_>>,
) -> Result<Option<LogTail>, LinkError> {
    match transport.open_stream(&path(log), credentials).await {
        Ok((response, turn)) => Ok(Some(LogTail {
            response,
            limits: transport.limits().clone(),
            _turn: turn,
        })),
        // 410 before 4.2.3.
        Err(LinkError::Status {
            status: 404 | 410, ..
        }) => Ok(None),
        Err(other) => Err(other),
    }
}

fn path(log: LogName<'_>) -> String {
    match log {
        LogName::Stdout(id) => format!("/logtail/{}/stdout", encoded(id)),
        LogName::Stderr(id) => format!("/logtail/{}/stderr", encoded(id)),
        LogName::Main => "/mainlogtail".into(),
    }
}

/// supervisord decodes the path twice, so the name is encoded twice.
fn encoded(id: &ProcessId) -> String {
    let once = utf8_percent_encode(&id.namespec(), NON_ALPHANUMERIC).to_string();
    utf8_percent_encode(&once, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NodeId;

    #[test]
    fn a_name_is_encoded_twice() {
        let id = ProcessId::new(&NodeId::new("n"), "odd", "a%;é");
        assert_eq!(
            path(LogName::Stderr(&id)),
            "/logtail/odd%253Aa%2525%253B%25C3%25A9/stderr"
        );
        assert_eq!(path(LogName::Main), "/mainlogtail");
    }
}
