//! From what was chosen to a schedule: who is acted on, who is left out, and why.

use crate::model::{
    Action, Fleet, Health, Node, Process, ProcessState, Roster, SkipReason, Standing, Subject,
};

use super::schedule::{Mode, Operation, OperationId, Schedule, Token};

/// Whether anything may be changed at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Only reading.
    ReadOnly,
    /// Reading and acting, where the environment allows it.
    ReadWrite,
}

/// One action over what was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What is to be done.
    pub action: Action,
    /// To what, in this order.
    pub subjects: Vec<Subject>,
    /// How many at once.
    pub mode: Mode,
    /// Failures after which nothing new begins.
    pub stop_after: Option<usize>,
}

/// What becomes of one subject.
enum Verdict {
    Act(Option<Token>),
    Leave(SkipReason),
    Already(ProcessState),
}

impl Batch {
    /// Freezes the targets as they are known now.
    #[must_use]
    pub fn compile(&self, fleet: &Fleet, roster: &Roster, permission: Permission) -> Schedule {
        let mut schedule = Schedule {
            action: self.action,
            operations: Vec::new(),
            excluded: Vec::new(),
            unneeded: Vec::new(),
            mode: self.mode,
            stop_after: self.stop_after,
        };
        for subject in &self.subjects {
            let read_only =
                permission == Permission::ReadOnly || roster.is_read_only(subject.node());
            let verdict = if read_only {
                Verdict::Leave(SkipReason::ReadOnly)
            } else {
                self.verdict(subject, fleet)
            };
            match verdict {
                Verdict::Act(token) => schedule.operations.push(Operation {
                    id: OperationId(schedule.operations.len()),
                    subject: subject.clone(),
                    action: self.action,
                    token,
                }),
                Verdict::Leave(reason) => schedule.excluded.push((subject.clone(), reason)),
                Verdict::Already(state) => schedule.unneeded.push((subject.clone(), state)),
            }
        }
        schedule
    }

    fn verdict(&self, subject: &Subject, fleet: &Fleet) -> Verdict {
        let Some(node) = fleet.node(subject.node()).filter(|node| node.link.is_up()) else {
            return Verdict::Leave(SkipReason::NoData);
        };
        match subject {
            Subject::Process(id) => self.process_verdict(node, fleet.process(id)),
            Subject::Group(..) | Subject::Node(_) => Verdict::Act(None),
        }
    }

    fn process_verdict(&self, node: &Node, process: Option<&Process>) -> Verdict {
        let Some(process) = process else {
            return Verdict::Leave(SkipReason::Gone);
        };
        let state = process.state;
        if state.is_unknown() {
            return Verdict::Leave(SkipReason::StateUnknown);
        }
        let act = || Verdict::Act(Some(Token::of(process, supervisor_pid(node))));
        match self.action {
            // What is on its way up is not there yet: it is followed, and nothing is sent.
            Action::Start if state == ProcessState::Running => Verdict::Already(state),
            Action::Stop if state.is_down() => Verdict::Already(state),
            Action::Restart if rests(process) => Verdict::Leave(SkipReason::WasDown(state)),
            Action::Signal(_) if !state.has_pid() => Verdict::Leave(SkipReason::WasDown(state)),
            Action::ClearLogs => match unsafe_log(process) {
                Some(reason) => Verdict::Leave(reason),
                None => act(),
            },
            Action::Start
            | Action::Stop
            | Action::Restart
            | Action::RestartOrStart
            | Action::Signal(_)
            | Action::AddGroup
            | Action::ReplaceGroup
            | Action::RemoveGroup
            | Action::RestartSupervisor
            | Action::ShutDownSupervisor => act(),
        }
    }
}

fn supervisor_pid(node: &Node) -> Option<u32> {
    node.snapshot.as_ref().and_then(|snapshot| snapshot.pid)
}

/// Whether a restart leaves it alone: stopped on purpose, or ended as it was meant to.
#[must_use]
pub fn rests(process: &Process) -> bool {
    match process.health(Standing::Current) {
        Health::Stopped | Health::Exited => true,
        Health::Fatal
        | Health::Backoff
        | Health::ExitedBadly
        | Health::Unknown
        | Health::NoData
        | Health::Stopping
        | Health::Starting
        | Health::Running => false,
    }
}

/// Why its logs must not be emptied: without a process or a file nothing happens though success is
/// answered, and a device would be replaced by a file (`FAULTS` M17).
#[must_use]
pub fn unsafe_log(process: &Process) -> Option<SkipReason> {
    if !process.state.has_pid() {
        return Some(SkipReason::WasDown(process.state));
    }
    let mut paths = [&process.stdout_log, &process.stderr_log]
        .into_iter()
        .filter(|path| !path.is_empty())
        .peekable();
    if paths.peek().is_none() {
        return Some(SkipReason::Unlogged);
    }
    paths
        .find(|path| !leads_to_a_file(path.raw()))
        .map(|path| SkipReason::UnsafeLog(path.clone()))
}

/// Whether a path is known to end outside the places where devices, and ways to them, lie.
fn leads_to_a_file(path: &[u8]) -> bool {
    let parts = path.split(|byte| *byte == b'/');
    let mut parts = parts.filter(|part| !matches!(part, [] | [b'.']));
    let is_straight = path.starts_with(b"/") && parts.clone().all(|part| part != b"..");
    let is_special = matches!(parts.next(), None | Some(b"dev" | b"proc" | b"sys"));
    is_straight && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_lead_to_files() {
        for path in ["/var/log/web.log", "/devices/x", "//srv/./x", "/logs/dev/x"] {
            assert!(leads_to_a_file(path.as_bytes()), "{path}");
        }
        for path in [
            "/dev/null",
            "/dev",
            "//dev//stdout",
            "/./dev/stdout",
            "/var/../dev/null",
            "/proc/self/fd/1",
            "/sys/kernel/x",
            "web.log",
            "syslog",
            "../x",
            "/",
        ] {
            assert!(!leads_to_a_file(path.as_bytes()), "{path}");
        }
    }
}
