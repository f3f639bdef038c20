//! The file that a run leaves behind: its results, for whoever asks tomorrow.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::results::Results;
use super::told::document;
use crate::cli::print;

/// Writes the results where nothing was before, for our eyes only: a 0600 file in a 0700 directory.
///
/// # Errors
///
/// What the system says.
pub(super) fn keep(results: &Results, verb: &str, directory: &Path) -> io::Result<PathBuf> {
    if !directory.exists() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)?;
    }
    let time = results.began.strftime("%Y%m%dT%H%M%SZ");
    let path = directory.join(format!("{time}-{verb}-{}.json", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    let text = print::json(&document(results))?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    Ok(path)
}
