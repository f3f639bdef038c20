//! Who runs in a terminal, as the kernel tells it.

use std::fs;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Whether it is stopped, as by Ctrl-Z.
pub fn is_stopped(pid: u32) -> bool {
    stat(pid).is_some_and(|process| process.state == 'T')
}

/// The process of this name in the session of this leader.
pub(super) fn in_session(leader: u32, name: &str) -> Option<u32> {
    let named = |pid: &u32| stat(*pid).is_some_and(|process| process.name == name);
    session(leader).into_iter().find(named)
}

/// Ends every process in the session of this leader.
pub(super) fn end_session(leader: u32) {
    for pid in session(leader) {
        // It may have ended by itself in the meantime.
        let _ = kill(Pid::from_raw(pid.cast_signed()), Signal::SIGKILL);
    }
}

fn session(leader: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").unwrap().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| stat(*pid).is_some_and(|process| process.session == leader))
        .collect()
}

struct Stat {
    name: String,
    state: char,
    session: u32,
}

/// The line of `/proc/PID/stat`: pid (name) state parent group session …
fn stat(pid: u32) -> Option<Stat> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (head, tail) = line.rsplit_once(") ")?;
    let mut words = tail.split(' ');
    Some(Stat {
        name: head.split_once('(')?.1.to_owned(),
        state: words.next()?.chars().next()?,
        session: words.nth(2)?.parse().ok()?,
    })
}
