//! The sources a config can name: a command, a variable, a file.

use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::model::CredentialSource;

use super::aside::Aside;
use super::command;
use super::error::SecretError;
use super::private_file;
use super::secret::{BadLine, Secret};

/// How long a password command may take.
pub const COMMAND_LIMIT: Duration = Duration::from_secs(10);
/// Bytes that a file or a command may give: no password is longer.
pub const SOURCE_LIMIT: usize = 64 * 1024;

/// Reads the source that a config names; none if it names none and the keyring is meant.
pub(super) async fn read(
    source: &CredentialSource,
    disk: &Aside,
) -> Option<Result<Secret, SecretError>> {
    match source {
        CredentialSource::Keyring => None,
        CredentialSource::Command(argv) => {
            let output = command::run(argv, COMMAND_LIMIT).await;
            let output = output.map_err(|trouble| SecretError::Command {
                program: argv.first().cloned().unwrap_or_default(),
                trouble,
            });
            Some(output.and_then(|output| first_line(source, &output)))
        }
        CredentialSource::Env(name) => Some(variable(source, name)),
        CredentialSource::File(path) => Some(file(source, path.clone(), disk).await),
    }
}

/// A variable is taken whole: who sets one means all of it.
fn variable(source: &CredentialSource, name: &str) -> Result<Secret, SecretError> {
    let value = std::env::var_os(name).ok_or_else(|| SecretError::EnvUnset {
        name: name.to_owned(),
    })?;
    let value = Zeroizing::new(value.as_bytes().to_vec());
    if value.is_empty() {
        return Err(bad(source, BadLine::Empty));
    }
    Secret::text(&value).ok_or_else(|| bad(source, BadLine::NotText))
}

async fn file(
    source: &CredentialSource,
    path: PathBuf,
    disk: &Aside,
) -> Result<Secret, SecretError> {
    let read = disk
        .run(move || private_file::read(&path, SOURCE_LIMIT))
        .await;
    let bytes = read.map_err(|_| SecretError::Hung {
        origin: source.clone(),
        limit: disk.limit(),
    })?;
    first_line(source, &bytes.map_err(SecretError::File)?)
}

fn first_line(source: &CredentialSource, bytes: &[u8]) -> Result<Secret, SecretError> {
    Secret::first_line(bytes).map_err(|bad_line| bad(source, bad_line))
}

fn bad(source: &CredentialSource, line: BadLine) -> SecretError {
    let origin = source.clone();
    match line {
        BadLine::Empty => SecretError::Empty { origin },
        BadLine::NotText => SecretError::NotText { origin },
    }
}
