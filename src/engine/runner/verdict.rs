//! What one read of a process means for a goal: pure.

use std::time::Duration;

use super::answer::{Answer, Goal};
use crate::model::{Health, Outcome, Process, ProcessState, Standing, Untrusted};
use crate::plan::Phase;

/// One read, and how long it has read like that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glance<'a> {
    /// The process right before the call.
    pub(super) before: &'a Process,
    /// The process now.
    pub(super) read: &'a Process,
    /// How long every read has shown the same.
    pub(super) still: Duration,
    /// How long it may have had the pid it has.
    pub(super) held: Duration,
    /// From when on a reading is believed.
    pub(super) settle: Duration,
}

/// What a read means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Look again.
    Wait(Phase),
    /// The call had no effect: it may be sent once more.
    Resend,
    /// The goal is reached.
    Reached,
    /// It is up under another pid though it was to go down.
    Replaced,
    /// It ended in another way.
    Ended(Outcome),
}

/// What a read means for a goal.
pub(super) fn judge(goal: Goal, answer: &Answer, glance: &Glance<'_>) -> Verdict {
    match goal {
        Goal::Down => after_stop(answer, glance),
        Goal::Up => after_start(answer, glance),
    }
}

fn after_stop(answer: &Answer, glance: &Glance<'_>) -> Verdict {
    let taken = matches!(answer, Answer::Accepted);
    match glance.read.state {
        // It died by itself, and perhaps is about to be started again.
        ProcessState::Exited if !taken && !glance.is_settled() => Verdict::Wait(Phase::Checking),
        ProcessState::Stopped | ProcessState::Exited | ProcessState::Fatal => Verdict::Reached,
        ProcessState::Stopping => Verdict::Wait(Phase::Stopping),
        ProcessState::Unknown(_) => Verdict::Wait(Phase::Checking),
        ProcessState::Starting | ProcessState::Running | ProcessState::Backoff => {
            still_up(answer, glance)
        }
    }
}

fn still_up(answer: &Answer, glance: &Glance<'_>) -> Verdict {
    if glance.is_replaced() {
        // What crashes all the time has another pid without anybody's doing.
        let flapped = glance.before.state != ProcessState::Running;
        return if flapped && matches!(answer, Answer::Lost(_)) {
            Verdict::Wait(Phase::Checking)
        } else {
            Verdict::Replaced
        };
    }
    match answer {
        Answer::Accepted => Verdict::Wait(Phase::Stopping),
        Answer::Doubted(_) | Answer::Lost(_) if !glance.is_settled() => {
            Verdict::Wait(Phase::Checking)
        }
        Answer::Doubted(fault) => Verdict::Ended(Outcome::Refused(fault.clone())),
        Answer::Lost(_) => Verdict::Resend,
    }
}

fn after_start(answer: &Answer, glance: &Glance<'_>) -> Verdict {
    match glance.read.state {
        ProcessState::Running if glance.held >= glance.settle => Verdict::Reached,
        ProcessState::Running | ProcessState::Starting => Verdict::Wait(Phase::Starting),
        ProcessState::Backoff => Verdict::Wait(Phase::Retrying(ProcessState::Backoff)),
        ProcessState::Stopping => Verdict::Wait(Phase::Stopping),
        ProcessState::Unknown(_) => Verdict::Wait(Phase::Checking),
        // EXITED may be a moment between two lives, and an old reading may be one from before
        // the call: what is down is believed only when it stays.
        ProcessState::Stopped | ProcessState::Exited | ProcessState::Fatal
            if !glance.is_settled() =>
        {
            Verdict::Wait(match answer {
                Answer::Accepted => Phase::Starting,
                Answer::Doubted(_) | Answer::Lost(_) => Phase::Checking,
            })
        }
        ProcessState::Stopped | ProcessState::Exited | ProcessState::Fatal => {
            still_down(answer, glance)
        }
    }
}

fn still_down(answer: &Answer, glance: &Glance<'_>) -> Verdict {
    match answer {
        Answer::Lost(_) if glance.is_untouched() => return Verdict::Resend,
        Answer::Doubted(fault) if glance.is_untouched() => {
            return Verdict::Ended(Outcome::Refused(fault.clone()));
        }
        Answer::Accepted | Answer::Doubted(_) | Answer::Lost(_) => {}
    }
    if glance.read.health(Standing::Current) == Health::Exited {
        // A one-shot that has done its work.
        return Verdict::Reached;
    }
    Verdict::Ended(fallen(glance.read))
}

/// A process that was started and is down again.
pub(super) fn fallen(read: &Process) -> Outcome {
    let reason = match read.state {
        ProcessState::Exited if read.exit_status < 0 => "ended by a signal".into(),
        ProcessState::Exited => format!("exit {}", read.exit_status),
        ProcessState::Stopped => "it was started, and is STOPPED again".into(),
        ProcessState::Fatal
        | ProcessState::Starting
        | ProcessState::Running
        | ProcessState::Backoff
        | ProcessState::Stopping
        | ProcessState::Unknown(_) => String::new(),
    };
    Outcome::Failed {
        state: read.state,
        reason: if reason.is_empty() {
            read.spawn_error.clone()
        } else {
            Untrusted::from(reason.as_str())
        },
    }
}

/// The goal was not seen in time: a lost answer stays lost, an accepted call is still under way.
pub(super) fn overdue(answer: &Answer, read: &Process, waited: Duration) -> Outcome {
    match answer {
        Answer::Lost(error) => Outcome::Lost {
            error: error.clone(),
        },
        Answer::Accepted | Answer::Doubted(_) => Outcome::Overdue {
            state: read.state,
            waited,
        },
    }
}

impl Glance<'_> {
    fn is_settled(&self) -> bool {
        self.still >= self.settle
    }

    /// Whether it has begun another life since.
    fn is_replaced(&self) -> bool {
        let (before, read) = (self.before, self.read);
        before.pid != read.pid || before.started != read.started
    }

    /// Whether nothing happened to it since.
    fn is_untouched(&self) -> bool {
        let facts = |p: &Process| (p.state, p.pid, p.started, p.stopped, p.exit_status);
        facts(self.before) == facts(self.read)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Fault, LinkError, NodeId, ProcessId};
    use jiff::Timestamp;

    /// A process of the tests, started at second 100.
    pub(in crate::engine::runner) fn process(state: ProcessState, pid: Option<u32>) -> Process {
        Process {
            id: ProcessId::new(&NodeId::new("n"), "g", "p"),
            state,
            pid,
            exit_status: 0,
            started: Timestamp::from_second(100).ok(),
            stopped: None,
            now: Timestamp::from_second(200).ok(),
            spawn_error: Untrusted::default(),
            description: Untrusted::default(),
            stdout_log: Untrusted::default(),
            stderr_log: Untrusted::default(),
        }
    }

    fn seen(
        goal: Goal,
        answer: &Answer,
        (before, read): (&Process, &Process),
        still: u64,
    ) -> Verdict {
        let still = Duration::from_millis(still);
        let glance = Glance {
            before,
            read,
            still,
            held: still,
            settle: Duration::from_secs(1),
        };
        judge(goal, answer, &glance)
    }

    fn lost() -> Answer {
        Answer::Lost(LinkError::Cut { bytes: 7 })
    }

    fn doubted(code: i64) -> Answer {
        Answer::Doubted(Fault {
            code,
            text: "NAME".into(),
        })
    }

    #[test]
    fn fault_70_while_stopping_is_not_stopped() {
        let before = process(ProcessState::Running, Some(7));
        let stopping = process(ProcessState::Stopping, Some(7));
        let pair = (&before, &stopping);
        let not_running = doubted(Fault::NOT_RUNNING);
        assert_eq!(
            seen(Goal::Down, &not_running, pair, 9_000),
            Verdict::Wait(Phase::Stopping)
        );
        let stopped = process(ProcessState::Stopped, None);
        assert_eq!(
            seen(Goal::Down, &not_running, (&before, &stopped), 0),
            Verdict::Reached
        );
    }

    #[test]
    fn a_lost_stop_is_sent_again_only_after_two_reads_of_the_same_process() {
        let before = process(ProcessState::Running, Some(7));
        let pair = (&before, &before);
        assert_eq!(
            seen(Goal::Down, &lost(), pair, 999),
            Verdict::Wait(Phase::Checking)
        );
        assert_eq!(seen(Goal::Down, &lost(), pair, 1_000), Verdict::Resend);
        let other = process(ProcessState::Running, Some(8));
        assert_eq!(
            seen(Goal::Down, &lost(), (&before, &other), 1_000),
            Verdict::Replaced
        );
        assert_eq!(
            seen(Goal::Down, &Answer::Accepted, pair, 9_000),
            Verdict::Wait(Phase::Stopping)
        );
    }

    #[test]
    fn a_process_that_died_by_itself_is_down_only_when_it_stays() {
        let before = process(ProcessState::Running, Some(7));
        let exited = process(ProcessState::Exited, None);
        let pair = (&before, &exited);
        assert_eq!(
            seen(Goal::Down, &doubted(70), pair, 0),
            Verdict::Wait(Phase::Checking)
        );
        assert_eq!(
            seen(Goal::Down, &doubted(70), pair, 1_000),
            Verdict::Reached
        );
        assert_eq!(
            seen(Goal::Down, &Answer::Accepted, pair, 0),
            Verdict::Reached
        );
    }

    #[test]
    fn running_counts_when_it_is_held_and_backoff_never_ends_a_start() {
        let before = process(ProcessState::Stopped, None);
        let running = process(ProcessState::Running, Some(7));
        let taken = Answer::Accepted;
        assert_eq!(
            seen(Goal::Up, &taken, (&before, &running), 999),
            Verdict::Wait(Phase::Starting)
        );
        assert_eq!(
            seen(Goal::Up, &taken, (&before, &running), 1_000),
            Verdict::Reached
        );
        let backoff = process(ProcessState::Backoff, None);
        for answer in [taken, lost(), doubted(50)] {
            assert_eq!(
                seen(Goal::Up, &answer, (&before, &backoff), 99_000),
                Verdict::Wait(Phase::Retrying(ProcessState::Backoff))
            );
        }
    }

    #[test]
    fn what_is_down_after_a_start_is_told_apart() {
        let before = process(ProcessState::Stopped, None);
        let mut ended = process(ProcessState::Exited, None);
        ended.started = Timestamp::from_second(150).ok();
        let pair = (&before, &ended);
        let taken = Answer::Accepted;
        assert_eq!(
            seen(Goal::Up, &taken, pair, 0),
            Verdict::Wait(Phase::Starting)
        );
        assert_eq!(seen(Goal::Up, &taken, pair, 1_000), Verdict::Reached);
        ended.exit_status = 3;
        ended.spawn_error = "Bad exit code 3".into();
        let failed = Outcome::Failed {
            state: ProcessState::Exited,
            reason: "exit 3".into(),
        };
        assert_eq!(
            seen(Goal::Up, &taken, (&before, &ended), 1_000),
            Verdict::Ended(failed)
        );
        let mut fatal = process(ProcessState::Fatal, None);
        fatal.started = ended.started;
        fatal.spawn_error = "Exited too quickly".into();
        let failed = Outcome::Failed {
            state: ProcessState::Fatal,
            reason: "Exited too quickly".into(),
        };
        assert_eq!(
            seen(Goal::Up, &lost(), (&before, &fatal), 1_000),
            Verdict::Ended(failed)
        );
    }

    #[test]
    fn a_start_that_had_no_effect_is_sent_again_if_lost_and_believed_if_refused() {
        let before = process(ProcessState::Fatal, None);
        let pair = (&before, &before);
        assert_eq!(
            seen(Goal::Up, &lost(), pair, 0),
            Verdict::Wait(Phase::Checking)
        );
        assert_eq!(seen(Goal::Up, &lost(), pair, 1_000), Verdict::Resend);
        assert!(matches!(
            seen(Goal::Up, &doubted(30), pair, 1_000),
            Verdict::Ended(Outcome::Refused(_))
        ));
        let swallowed = process(ProcessState::Stopped, None);
        assert!(matches!(
            seen(Goal::Up, &Answer::Accepted, (&swallowed, &swallowed), 1_000),
            Verdict::Ended(Outcome::Failed { .. })
        ));
    }
}
