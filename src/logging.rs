//! Our own debug log: off the screen, into the log pane and optionally a file.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use thiserror::Error;
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::fmt::{FmtContext, Layer};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;

use crate::model::Clean;

/// The debug log cannot be had.
#[derive(Debug, Error)]
pub enum LoggingError {
    /// The file cannot be opened.
    #[error("cannot open the log file {}: {error}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// It was started before.
    #[error("the debug log runs already")]
    Running,
}

/// Sends our debug records to the log pane, and to a file if one is named. Never to the terminal.
///
/// The pane gets them when the console's loop calls `tui_logger::move_events`: that is cheaper than
/// tui-logger's own thread, which wakes a hundred times a second.
///
/// # Errors
/// When the file cannot be opened, or this was called before.
pub fn init(file: Option<&Path>) -> Result<(), LoggingError> {
    let subscriber = subscriber(file.map(open).transpose()?);
    tracing::subscriber::set_global_default(subscriber).map_err(|_| LoggingError::Running)
}

fn subscriber(file: Option<File>) -> impl Subscriber + Send + Sync {
    let lines = file.map(|file| {
        let layer = Layer::new()
            .with_ansi(false)
            .event_format(Line)
            .with_writer(file);
        // A full disk is no reason to write over the screen.
        layer.log_internal_errors(false)
    });
    let registry = tracing_subscriber::registry().with(levels()).with(lines);
    #[cfg(feature = "tui")]
    let registry = {
        tui_logger::set_default_level(tui_logger::LevelFilter::Debug);
        registry.with(tui_logger::TuiTracingSubscriberLayer)
    };
    registry
}

/// Ours in detail; hyper, zbus, reqwest and the rest only when something is wrong.
fn levels() -> Targets {
    Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("supdeck", LevelFilter::DEBUG)
}

fn open(path: &Path) -> Result<File, LoggingError> {
    let file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path);
    file.map_err(|error| LoggingError::File {
        path: path.to_owned(),
        error,
    })
}

/// One record, one line: whatever it quotes cannot forge another.
struct Line;

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut fields = String::new();
        context.format_fields(Writer::new(&mut fields), event)?;
        let (at, metadata) = (Timestamp::now(), event.metadata());
        let (level, target) = (metadata.level(), metadata.target());
        writeln!(
            writer,
            "{at:.3} {level:>5} {target}: {}",
            Clean::text(&fields)
        )
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn ours_is_written_as_inert_lines_and_theirs_only_from_warn_on() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("debug.log");
        tracing::subscriber::with_default(subscriber(Some(open(&path).unwrap())), || {
            tracing::debug!(name = "a\x1b[2J", "first\nsecond \u{202e}");
            tracing::trace!("too small");
            tracing::info!(target: "hyper::client", "chatter");
            tracing::warn!(target: "zbus", "trouble");
        });
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(
            lines[0].contains("DEBUG supdeck::logging::tests: first\\x0asecond"),
            "{text}"
        );
        assert!(
            lines[0].contains("<U+202E>") && !lines[0].contains('\x1b'),
            "{text}"
        );
        assert!(lines[1].contains(" WARN zbus: trouble"), "{text}");
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn it_starts_once() {
        let _ = init(None);
        assert!(matches!(init(None), Err(LoggingError::Running)));
    }

    #[test]
    fn a_file_that_cannot_be_opened_is_named() {
        let error = init(Some(Path::new("/nonexistent/debug.log"))).unwrap_err();
        assert!(
            error.to_string().contains("/nonexistent/debug.log"),
            "{error}"
        );
    }
}
