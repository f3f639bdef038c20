//! What the process does to itself before its first secret.

use nix::sys::resource::{Resource, getrlimit};
use nix::sys::stat::{Mode, umask};

use supdeck::secrets::{Hardening, harden};

use super::child;

#[tokio::test]
async fn a_hardened_process_dumps_no_core_and_cannot_be_traced() {
    let home = tempfile::tempdir().unwrap();
    let line = child::words("process::child_hardens");
    let closed = child::output(child::command(&line, home.path())).await;
    assert!(
        closed.contains("Closed umask 077 core 0 dumpable false"),
        "{closed}"
    );

    let mut command = child::command(&line, home.path());
    command.env("SUPDECK_ALLOW_DEBUG", "1");
    let open = child::output(command).await;
    assert!(open.contains("OpenToDebuggers umask 077"), "{open}");
    assert!(open.contains("dumpable true"), "{open}");
}

#[test]
#[ignore = "run by a_hardened_process_dumps_no_core_and_cannot_be_traced"]
fn child_hardens() {
    let hardening: Hardening = harden().unwrap();
    let mask = umask(Mode::empty());
    let (_, core) = getrlimit(Resource::RLIMIT_CORE).unwrap();
    let dumpable = nix::sys::prctl::get_dumpable().unwrap();
    child::tell(format_args!(
        "{hardening:?} umask {:03o} core {core} dumpable {dumpable}",
        mask.bits()
    ));
}
