//! The small tables: `[confirm]`, `[log]`, `[journal]`, `[sealed_file]`.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::file::resolved;
use super::section::Section;
use super::source::Slip;

/// When a dialog asks how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmSettings {
    /// Above so many targets the dialog also says how much of each group is touched.
    pub limit: usize,
    /// Whether the restart of one process outside protected environments asks at all.
    pub restart_single: bool,
}

impl Default for ConfirmSettings {
    fn default() -> Self {
        Self {
            limit: 5,
            restart_single: true,
        }
    }
}

impl ConfirmSettings {
    /// Takes what a file says; what it does not say stays.
    pub(super) fn read(&mut self, mut section: Section<'_>) -> Vec<Slip> {
        if let Some(limit) = section.number("limit", &(1..=1000)) {
            self.limit = usize::try_from(limit).unwrap_or(usize::MAX);
        }
        if let Some(asks) = section.flag("restart_single") {
            self.restart_single = asks;
        }
        section.close()
    }
}

/// How much of a log is kept in memory; whichever limit is met first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// Lines of one log pane.
    pub lines: usize,
    /// Bytes of one log pane.
    pub bytes: usize,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self {
            lines: 50_000,
            bytes: 16 * 1024 * 1024,
        }
    }
}

impl LogSettings {
    /// Takes what a file says; what it does not say stays.
    pub(super) fn read(&mut self, mut section: Section<'_>) -> Vec<Slip> {
        if let Some(lines) = section.number("lines", &(100..=10_000_000)) {
            self.lines = usize::try_from(lines).unwrap_or(usize::MAX);
        }
        if let Some(bytes) = section.number("bytes", &(65_536..=4_294_967_296)) {
            self.bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        }
        section.close()
    }
}

/// Takes the journal's path from a file, if it says one.
pub(super) fn read_journal(
    journal: &mut Option<PathBuf>,
    mut section: Section<'_>,
    file: &Path,
) -> Vec<Slip> {
    if let Some(path) = section.text("path") {
        if path.value.is_empty() {
            let message = "journal.path is empty".to_owned();
            section.slip(Slip::new(path.spot, message, "expected the path of a file"));
        } else {
            *journal = Some(resolved(&path.value, file));
        }
    }
    section.close()
}

/// How long the sealed file may be opened without its passphrase being typed again.
const STAYS: RangeInclusive<Duration> = Duration::from_mins(1)..=Duration::from_hours(24);

/// Takes from a file how long the sealed file stays open, if it says so.
pub(super) fn read_sealed_file(
    stays_open: &mut Option<Duration>,
    mut section: Section<'_>,
) -> Vec<Slip> {
    if let Some(duration) = section.duration("stays_open", &STAYS) {
        *stays_open = Some(duration);
    }
    section.close()
}
