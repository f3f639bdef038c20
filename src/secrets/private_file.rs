//! Files that only their owner may touch: read with every check on the open descriptor, replaced whole.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::unistd::geteuid;
use zeroize::Zeroizing;

use super::error::FileError;

/// Reads a regular file that is ours or root's and closed to everybody else.
///
/// The descriptor is opened without following a link and without waiting for a pipe's other end,
/// and what is checked is the descriptor, so the file cannot be swapped between check and read.
pub(super) fn read(path: &Path, limit: usize) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC).bits())
        .open(path)
        .map_err(|error| refused(path, &error))?;
    let length = check(&file, path)?;
    let too_large = || FileError::TooLarge {
        path: path.to_owned(),
        limit,
    };
    let length = usize::try_from(length).map_err(|_| too_large())?;
    if length > limit {
        return Err(too_large());
    }
    // Room for all of it at once: a vector that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(length + 64));
    let read = file.take(limit as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| refused(path, &error))?;
    if bytes.len() > limit {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Opens a lock file beside the file it guards, making it if it is not there.
pub(super) fn open_lock(path: &Path) -> Result<File, FileError> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC).bits())
        .open(path)
        .map_err(|error| refused(path, &error))?;
    check(&file, path)?;
    Ok(file)
}

/// Puts new content in the place of a file: all of it or nothing, even if the power fails.
///
/// Callers hold the file's lock, so a leftover of a crashed writer is surely nobody's.
pub(super) fn replace(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let fresh = beside(path, ".new");
    let written = remove_if_there(&fresh)
        .and_then(|()| write_new(&fresh, content))
        .and_then(|()| std::fs::rename(&fresh, path))
        .and_then(|()| sync_folder(path));
    written.map_err(|error| {
        // The file itself is as it was; what may stay behind is only the unfinished copy.
        let _ = remove_if_there(&fresh);
        refused(path, &error)
    })
}

/// Makes the folder of a private file, open to its owner alone, or checks the one that is there.
pub(super) fn prepare_folder(path: &Path) -> Result<(), FileError> {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .and_then(|()| std::fs::metadata(folder))
        .map_err(|error| refused(folder, &error))
        .and_then(|facts| {
            check_owner(folder, facts.uid())?;
            let mode = facts.mode() & 0o7777;
            if mode & 0o022 != 0 {
                return Err(exposed(folder, mode, 0o700));
            }
            Ok(())
        })
}

/// A sibling of a file: its name with something after it.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Checks the open file and gives its length.
fn check(file: &File, path: &Path) -> Result<u64, FileError> {
    let facts = file.metadata().map_err(|error| refused(path, &error))?;
    if !facts.is_file() {
        return Err(FileError::NotRegular {
            path: path.to_owned(),
        });
    }
    check_owner(path, facts.uid())?;
    let mode = facts.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(exposed(path, mode, 0o600));
    }
    Ok(facts.len())
}

fn check_owner(path: &Path, owner: u32) -> Result<(), FileError> {
    if owner == 0 || owner == geteuid().as_raw() {
        return Ok(());
    }
    Err(FileError::Foreign {
        path: path.to_owned(),
        owner,
    })
}

fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC).bits())
        .open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn exposed(path: &Path, mode: u32, wanted: u32) -> FileError {
    FileError::Exposed {
        path: path.to_owned(),
        mode,
        wanted,
    }
}

/// The words for what the system said.
fn refused(path: &Path, error: &io::Error) -> FileError {
    let path = path.to_owned();
    match error.raw_os_error().map(Errno::from_raw) {
        Some(Errno::ENOENT) => FileError::Missing { path },
        Some(Errno::ELOOP) => FileError::Link { path },
        // What opening a socket, or a pipe for writing, gives.
        Some(Errno::ENXIO | Errno::EISDIR) => FileError::NotRegular { path },
        Some(errno) => FileError::Refused {
            path,
            reason: errno.desc().to_owned(),
        },
        None => FileError::Refused {
            path,
            reason: error.to_string(),
        },
    }
}
