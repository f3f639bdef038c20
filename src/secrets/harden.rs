//! What the process does before its first secret: no core dumps, no tracing, private files.

use nix::errno::Errno;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::stat::{Mode, umask};

/// The variable that leaves the process open to debuggers.
const ALLOW_DEBUG: &str = "SUPDECK_ALLOW_DEBUG";

/// Whether the process is closed to debuggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hardening {
    /// No core dump, and nobody of the same user may read its memory.
    Closed,
    /// `SUPDECK_ALLOW_DEBUG=1`: a debugger may look, and so may anybody of the same user.
    OpenToDebuggers,
}

/// Hardens the process (`FAULTS` 4.2): the first thing `main` does.
///
/// Files get no rights for others in any case. Children inherit the umask and the core limit.
///
/// # Errors
///
/// What the system said, if it refuses; the process is then as open as before.
pub fn harden() -> Result<Hardening, Errno> {
    umask(Mode::S_IRWXG | Mode::S_IRWXO);
    if std::env::var_os(ALLOW_DEBUG).is_some_and(|value| value == "1") {
        return Ok(Hardening::OpenToDebuggers);
    }
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_dumpable(false)?;
    Ok(Hardening::Closed)
}
