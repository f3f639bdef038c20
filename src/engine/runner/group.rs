//! Groups made what the config files say: added, or stopped and removed, or both in turn.
//!
//! Every process is stopped by a call of its own: the answer to a call for a whole group cannot be
//! read when a name in it is not ASCII (`FAULTS` M8).

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::errand::{Errand, link_error};
use super::perform::misdirected;
use crate::engine::CallFailure;
use crate::model::{
    Action, Fault, GroupName, LinkError, Outcome, Process, ProcessId, ProcessState, Reached,
    Untrusted,
};
use crate::plan::Phase;

/// No process of a group is told more often to stop.
const STOPS_AT_MOST: u8 = 2;

/// One of the two calls that change which groups there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Add,
    Remove,
}

/// How often and when a process was told to stop.
type Told = BTreeMap<ProcessId, (u8, Instant)>;

/// Adds, removes or replaces a group.
///
/// # Errors
///
/// The outcome, when the group is not known to be as wanted.
pub(super) async fn change(errand: &mut Errand, name: &GroupName) -> Result<Reached, Outcome> {
    let began = Instant::now();
    match errand.operation.action {
        Action::AddGroup => {
            settle(errand, Change::Add, name).await?;
            Ok(Reached {
                up_after: Some(began.elapsed()),
                ..Reached::default()
            })
        }
        Action::RemoveGroup => {
            take_away(errand, name).await?;
            Ok(Reached {
                down_after: Some(began.elapsed()),
                ..Reached::default()
            })
        }
        Action::ReplaceGroup => {
            take_away(errand, name).await?;
            let down = began.elapsed();
            persist(errand, Change::Add, name)
                .await
                .map_err(left_removed)?;
            Ok(Reached {
                down_after: Some(down),
                up_after: Some(began.elapsed().saturating_sub(down)),
                ..Reached::default()
            })
        }
        action @ (Action::Start
        | Action::Stop
        | Action::Restart
        | Action::RestartOrStart
        | Action::Signal(_)
        | Action::ClearLogs
        | Action::RestartSupervisor
        | Action::ShutDownSupervisor) => Err(misdirected(action, "a group")),
    }
}

async fn take_away(errand: &mut Errand, name: &GroupName) -> Result<(), Outcome> {
    bring_down(errand, name).await?;
    persist(errand, Change::Remove, name).await
}

/// Stops all of a group and waits until nothing in it runs.
async fn bring_down(errand: &mut Errand, name: &GroupName) -> Result<(), Outcome> {
    let limits = errand.limits;
    let (began, mut answered) = (Instant::now(), Instant::now());
    let mut told = Told::new();
    let mut pause = limits.look;
    loop {
        match members(errand, name).await {
            Ok(members) if members.iter().all(|member| member.state.is_down()) => return Ok(()),
            Ok(members) => {
                answered = Instant::now();
                tell(errand, &members, &mut told).await?;
                if is_overdue(errand, name, began).await {
                    return Err(Outcome::Overdue {
                        state: ProcessState::Stopping,
                        waited: began.elapsed(),
                    });
                }
            }
            Err(error) if told.is_empty() => return Err(Outcome::Unreached(error)),
            Err(error) if answered.elapsed() >= limits.checking => {
                return Err(Outcome::Lost { error });
            }
            Err(_) => errand.reach(Phase::Checking).await,
        }
        sleep(pause).await;
        pause = limits.slower(pause);
    }
}

/// Tells those to stop that were not told, or that a while after did not react.
async fn tell(errand: &mut Errand, members: &[Process], told: &mut Told) -> Result<(), Outcome> {
    let limits = errand.limits;
    let due = |member: &&Process| match told.get(&member.id) {
        None => true,
        Some((times, at)) => *times < STOPS_AT_MOST && at.elapsed() >= limits.settle,
    };
    let due: Vec<_> = members
        .iter()
        .filter(|member| member.state.is_up())
        .filter(due)
        .cloned()
        .collect();
    errand.sending(Phase::Stopping).await;
    if due
        .iter()
        .any(|member| member.uptime() <= Some(Duration::from_secs(1)))
    {
        sleep(limits.stop_age).await;
    }
    let connection = errand.connection.clone();
    for member in due {
        let turn = connection.mutate().await;
        let result = connection.stop(&turn, &member.id).await;
        let times = told.get(&member.id).map_or(0, |(times, _)| *times);
        match result {
            Err(CallFailure::Link(error)) if error.surely_not_executed() && told.is_empty() => {
                return Err(Outcome::Unreached(error));
            }
            // Every other answer is settled by the next read.
            Ok(()) | Err(CallFailure::Link(_) | CallFailure::Fault(_)) => {
                told.insert(member.id, (times + 1, Instant::now()));
            }
        }
    }
    Ok(())
}

async fn is_overdue(errand: &Errand, name: &GroupName, began: Instant) -> bool {
    let limits = errand.limits;
    if began.elapsed() >= limits.most {
        return true;
    }
    if began.elapsed() < limits.lookup {
        return false;
    }
    let programs = errand.programs().await;
    let longest = programs
        .iter()
        .filter(|program| program.group == name.raw())
        .filter_map(|program| program.number("stopwaitsecs"))
        .max();
    began.elapsed() >= longest.map_or(limits.stop, Duration::from_secs) + limits.stop_margin
}

/// As [`settle`], but what was begun is not given up because the node was away for a moment.
async fn persist(errand: &mut Errand, change: Change, name: &GroupName) -> Result<(), Outcome> {
    let limits = errand.limits;
    let began = Instant::now();
    let mut pause = limits.look;
    loop {
        let again = match settle(errand, change, name).await {
            Err(Outcome::Unreached(error)) => Outcome::Unreached(error),
            // It runs yet, or again: supervisord needs a moment more.
            Err(Outcome::Refused(fault)) if fault.code == Fault::STILL_RUNNING => {
                Outcome::Refused(fault)
            }
            other => return other,
        };
        if began.elapsed() >= limits.checking {
            return Err(again);
        }
        errand.reach(Phase::Checking).await;
        sleep(pause).await;
        pause = limits.slower(pause);
    }
}

/// Sends a call, at most twice, until a read shows that it works.
async fn settle(errand: &mut Errand, change: Change, name: &GroupName) -> Result<(), Outcome> {
    match call(errand, change, name).await? {
        None => confirm(errand, change, name).await,
        Some(error) => {
            errand.reach(Phase::Checking).await;
            if is_done(errand, change, name).await? {
                return Ok(());
            }
            match call(errand, change, name).await? {
                None => confirm(errand, change, name).await,
                Some(_) if is_done(errand, change, name).await? => Ok(()),
                Some(_) => Err(Outcome::Lost { error }),
            }
        }
    }
}

async fn confirm(errand: &mut Errand, change: Change, name: &GroupName) -> Result<(), Outcome> {
    if is_done(errand, change, name).await? {
        return Ok(());
    }
    Err(Outcome::Failed {
        state: ProcessState::from_code(-1),
        reason: Untrusted::from(match change {
            Change::Add => "supervisord said yes, and does not list the group",
            Change::Remove => "supervisord said yes, and still lists the group",
        }),
    })
}

/// One call; the error, when its answer was lost.
async fn call(
    errand: &mut Errand,
    change: Change,
    name: &GroupName,
) -> Result<Option<LinkError>, Outcome> {
    let connection = errand.connection.clone();
    let turn = connection.mutate().await;
    let (result, reached_before) = match change {
        Change::Add => {
            errand.sending(Phase::Starting).await;
            (
                connection.add_group(&turn, name).await,
                Fault::ALREADY_ADDED,
            )
        }
        Change::Remove => {
            errand.sending(Phase::Stopping).await;
            (connection.remove_group(&turn, name).await, Fault::BAD_NAME)
        }
    };
    match result {
        Ok(()) => Ok(None),
        Err(CallFailure::Fault(fault)) if fault.code == reached_before => Ok(None),
        Err(CallFailure::Fault(fault)) if fault.code != Fault::SHUTDOWN_STATE => {
            Err(Outcome::Refused(fault))
        }
        Err(failure) => match link_error(failure) {
            error if error.surely_not_executed() => Err(Outcome::Unreached(error)),
            error => Ok(Some(error)),
        },
    }
}

/// Reads until the change shows, or until two reads a while apart show that it does not.
async fn is_done(errand: &mut Errand, change: Change, name: &GroupName) -> Result<bool, Outcome> {
    let limits = errand.limits;
    let mut answered = Instant::now();
    let mut contrary: Option<Instant> = None;
    let mut pause = limits.look;
    loop {
        match members(errand, name).await {
            Ok(members) if members.is_empty() == (change == Change::Remove) => return Ok(true),
            Ok(_) => {
                answered = Instant::now();
                if contrary.get_or_insert(answered).elapsed() >= limits.settle {
                    return Ok(false);
                }
            }
            Err(error) if answered.elapsed() >= limits.checking => {
                return Err(Outcome::Lost { error });
            }
            Err(_) => errand.reach(Phase::Checking).await,
        }
        sleep(pause).await;
        pause = limits.slower(pause);
    }
}

/// The processes of a group, as the node lists them now.
async fn members(errand: &Errand, name: &GroupName) -> Result<Vec<Process>, LinkError> {
    let snapshot = errand.connection.snapshot().await.map_err(link_error)?;
    let all = snapshot.processes.into_iter();
    Ok(all.filter(|process| process.id.group == *name).collect())
}

/// A group that we removed and could not add: never to be read as if nothing was done.
fn left_removed(outcome: Outcome) -> Outcome {
    let why = match &outcome {
        Outcome::Unreached(error) => error.to_string(),
        Outcome::Refused(fault) => fault.to_string(),
        Outcome::Done(_)
        | Outcome::Unneeded(_)
        | Outcome::Failed { .. }
        | Outcome::Lost { .. }
        | Outcome::Overdue { .. }
        | Outcome::Skipped(_)
        | Outcome::Cancelled => return outcome,
    };
    Outcome::Failed {
        state: ProcessState::Stopped,
        reason: Untrusted::from(format!("removed, and not added again: {why}").as_str()),
    }
}
