//! How a process of the demo looks from outside.

use super::actor::Actor;
use super::clock::{Millis, SECOND, whole_second};
use crate::model::{Process, ProcessState, Untrusted};

impl Actor {
    /// As `getProcessInfo` describes it (`PROTOCOL` 2.6).
    pub(super) fn describe(&self, now: Millis) -> Process {
        Process {
            id: self.id.clone(),
            state: self.state,
            pid: self.state.has_pid().then_some(self.pid),
            exit_status: self.exit_status,
            started: self.started.and_then(whole_second),
            stopped: self.stopped.and_then(whole_second),
            now: whole_second(now),
            spawn_error: Untrusted::from(self.spawn_error.as_str()),
            description: Untrusted::new(self.description(now)),
            stdout_log: Untrusted::new(self.program.log_path("out")),
            stderr_log: Untrusted::new(self.program.log_path("err")),
        }
    }

    fn description(&self, now: Millis) -> String {
        match self.state {
            ProcessState::Running => {
                format!(
                    "pid {}, uptime {}",
                    self.pid,
                    uptime(now - self.started.unwrap_or(now))
                )
            }
            ProcessState::Backoff | ProcessState::Fatal => self.spawn_error.clone(),
            ProcessState::Stopped | ProcessState::Exited => {
                let at = self.stopped.and_then(whole_second);
                at.map_or("Not started".to_owned(), |at: jiff::Timestamp| {
                    at.strftime("%b %d %I:%M %p").to_string()
                })
            }
            ProcessState::Starting | ProcessState::Stopping | ProcessState::Unknown(_) => {
                String::new()
            }
        }
    }
}

/// A length of time as supervisord writes it.
fn uptime(lasted: Millis) -> String {
    let seconds = lasted.max(0) / SECOND;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    let clock = format!("{hours}:{minutes:02}:{:02}", seconds % 60);
    match days {
        0 => clock,
        1 => format!("1 day, {clock}"),
        _ => format!("{days} days, {clock}"),
    }
}
