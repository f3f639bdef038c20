//! Whether an operation may send its call, given how its process reads right before.

use crate::model::{Action, Outcome, Process, ProcessState, SkipReason};
use crate::plan::{Token, rests, unsafe_log};

/// What an operation does first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// Its call is sent.
    Send,
    /// The process is on its way down: that is watched, and nothing sent meanwhile (`FAULTS` M1).
    Await,
}

/// How a start begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rise {
    /// With the call: it is down.
    Send,
    /// With waiting for a stop that is under way (`FAULTS` M1).
    Await,
    /// It is on its way up without us: that is watched, and nothing sent (`FAULTS` M4).
    Follow,
}

/// How a restart begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FirstHalf {
    /// With a stop.
    Stop,
    /// With waiting for a stop that is under way.
    Await,
    /// It is down: there is nothing to stop.
    Nothing,
}

/// Whether a stop may be sent.
///
/// # Errors
///
/// The outcome, when nothing is to be done.
pub(super) fn to_stop(token: Option<&Token>, now: &Process) -> Result<Admission, Outcome> {
    // EXITED may be a moment between two lives.
    if now.state.is_down() && now.state != ProcessState::Exited {
        return Err(Outcome::Unneeded(now.state));
    }
    same_as_chosen(token, now)?;
    if now.state.is_down() {
        return Err(Outcome::Unneeded(now.state));
    }
    Ok(if now.state == ProcessState::Stopping {
        Admission::Await
    } else {
        Admission::Send
    })
}

/// Whether a start may be sent: only to what is down. What is being started already is no success
/// before it runs.
///
/// # Errors
///
/// The outcome, when nothing is to be done.
pub(super) fn to_start(token: Option<&Token>, now: &Process) -> Result<Rise, Outcome> {
    if now.state == ProcessState::Running {
        return Err(Outcome::Unneeded(now.state));
    }
    if now.state.is_up() {
        return Ok(Rise::Follow);
    }
    same_as_chosen(token, now)?;
    Ok(if now.state.is_down() {
        Rise::Send
    } else {
        Rise::Await
    })
}

/// How a restart begins.
///
/// # Errors
///
/// The outcome, when nothing is to be done: a plain restart leaves alone what rests.
pub(super) fn to_restart(
    action: Action,
    token: Option<&Token>,
    now: &Process,
) -> Result<FirstHalf, Outcome> {
    let stopping = now.state == ProcessState::Stopping;
    if action == Action::Restart && (rests(now) || stopping) {
        return Err(Outcome::Skipped(SkipReason::WasDown(now.state)));
    }
    same_as_chosen(token, now)?;
    Ok(if stopping {
        FirstHalf::Await
    } else if now.state.is_down() {
        FirstHalf::Nothing
    } else {
        FirstHalf::Stop
    })
}

/// Whether a signal may be sent.
///
/// # Errors
///
/// The outcome, when nothing is to be done.
pub(super) fn to_signal(token: Option<&Token>, now: &Process) -> Result<(), Outcome> {
    if !now.state.has_pid() {
        return Err(Outcome::Skipped(SkipReason::WasDown(now.state)));
    }
    same_as_chosen(token, now)
}

/// Whether its logs may be emptied.
///
/// # Errors
///
/// The outcome, when nothing is to be done.
pub(super) fn to_clear(token: Option<&Token>, now: &Process) -> Result<(), Outcome> {
    if let Some(reason) = unsafe_log(now) {
        return Err(Outcome::Skipped(reason));
    }
    same_as_chosen(token, now)
}

/// A process that was chosen while it went down has arrived there: that is no change.
fn same_as_chosen(token: Option<&Token>, now: &Process) -> Result<(), Outcome> {
    if now.state.is_unknown() {
        return Err(Outcome::Skipped(SkipReason::StateUnknown));
    }
    let Some(token) = token else {
        return Ok(());
    };
    if token.state == ProcessState::Stopping && now.state.is_down() {
        return Ok(());
    }
    token.check(now).map_err(Outcome::Skipped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::runner::verdict::tests::process;

    fn chosen(state: ProcessState, pid: Option<u32>) -> Token {
        Token::of(&process(state, pid), None)
    }

    #[test]
    fn what_is_as_wanted_needs_nothing() {
        let ran = chosen(ProcessState::Running, Some(7));
        let stopped = process(ProcessState::Stopped, None);
        assert_eq!(
            to_stop(Some(&ran), &stopped),
            Err(Outcome::Unneeded(ProcessState::Stopped))
        );
        let running = process(ProcessState::Running, Some(8));
        let down = chosen(ProcessState::Stopped, None);
        assert_eq!(
            to_start(Some(&down), &running),
            Err(Outcome::Unneeded(ProcessState::Running))
        );
        for state in [ProcessState::Starting, ProcessState::Backoff] {
            let rising = process(state, None);
            assert_eq!(to_start(Some(&down), &rising), Ok(Rise::Follow));
        }
    }

    #[test]
    fn an_end_of_its_own_is_a_change_and_not_a_stop() {
        let ran = chosen(ProcessState::Running, Some(7));
        let exited = process(ProcessState::Exited, None);
        assert_eq!(
            to_stop(Some(&ran), &exited),
            Err(Outcome::Skipped(SkipReason::Changed {
                from: ProcessState::Running,
                to: ProcessState::Exited
            }))
        );
        let gone = chosen(ProcessState::Exited, None);
        assert_eq!(
            to_stop(Some(&gone), &exited),
            Err(Outcome::Unneeded(ProcessState::Exited))
        );
    }

    #[test]
    fn another_process_under_the_same_name_is_left_alone() {
        let ran = chosen(ProcessState::Running, Some(7));
        let other = process(ProcessState::Running, Some(8));
        let replaced = Outcome::Skipped(SkipReason::Replaced);
        assert_eq!(to_stop(Some(&ran), &other), Err(replaced.clone()));
        assert_eq!(
            to_restart(Action::Restart, Some(&ran), &other),
            Err(replaced.clone())
        );
        assert_eq!(to_signal(Some(&ran), &other), Err(replaced));
    }

    #[test]
    fn a_start_waits_for_what_is_stopping() {
        let token = chosen(ProcessState::Stopping, Some(7));
        let stopping = process(ProcessState::Stopping, Some(7));
        assert_eq!(to_start(Some(&token), &stopping), Ok(Rise::Await));
        let arrived = process(ProcessState::Stopped, None);
        assert_eq!(to_start(Some(&token), &arrived), Ok(Rise::Send));
    }

    #[test]
    fn a_restart_leaves_alone_what_rests_unless_asked() {
        let stopped = process(ProcessState::Stopped, None);
        let token = chosen(ProcessState::Stopped, None);
        assert_eq!(
            to_restart(Action::Restart, Some(&token), &stopped),
            Err(Outcome::Skipped(SkipReason::WasDown(ProcessState::Stopped)))
        );
        assert_eq!(
            to_restart(Action::RestartOrStart, Some(&token), &stopped),
            Ok(FirstHalf::Nothing)
        );
        let fatal = process(ProcessState::Fatal, None);
        let token = chosen(ProcessState::Fatal, None);
        assert_eq!(
            to_restart(Action::Restart, Some(&token), &fatal),
            Ok(FirstHalf::Nothing)
        );
        let running = process(ProcessState::Running, Some(7));
        let token = chosen(ProcessState::Running, Some(7));
        assert_eq!(
            to_restart(Action::Restart, Some(&token), &running),
            Ok(FirstHalf::Stop)
        );
    }

    #[test]
    fn in_a_state_nobody_knows_it_is_left_alone() {
        let odd = process(ProcessState::Unknown(999), None);
        let left = Outcome::Skipped(SkipReason::StateUnknown);
        assert_eq!(to_start(None, &odd), Err(left.clone()));
        assert_eq!(to_stop(None, &odd), Err(left.clone()));
        for action in [Action::Restart, Action::RestartOrStart] {
            assert_eq!(to_restart(action, None, &odd), Err(left.clone()));
        }
    }

    #[test]
    fn no_device_is_ever_emptied() {
        let mut running = process(ProcessState::Running, Some(7));
        running.stdout_log = "/dev/null".into();
        assert!(matches!(
            to_clear(None, &running),
            Err(Outcome::Skipped(SkipReason::UnsafeLog(_)))
        ));
        running.stdout_log = "".into();
        running.stderr_log = "".into();
        assert_eq!(
            to_clear(None, &running),
            Err(Outcome::Skipped(SkipReason::Unlogged))
        );
    }
}
