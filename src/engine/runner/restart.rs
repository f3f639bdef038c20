//! Restart: a stop, then a start, driven by us and never left between the two in silence.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::admit::{FirstHalf, to_restart};
use super::answer::Goal;
use super::errand::Errand;
use super::start::{arrived, await_down, bring_up};
use super::watch::{Sight, Watch};
use crate::model::{Outcome, Process, ProcessId, ProcessState, Reached, Untrusted};
use crate::plan::Phase;

/// What the first half of a restart came to.
enum Halfway {
    /// It is down, and we brought it there.
    Down(Option<Duration>),
    /// It is up under another pid already, by us or by somebody else: not repeated.
    Replaced(Process),
}

/// Restarts a process; done when it runs under another pid.
///
/// # Errors
///
/// The outcome, when it is not known to do so.
pub(super) async fn restart(errand: &mut Errand, id: &ProcessId) -> Result<Reached, Outcome> {
    let connection = errand.connection.clone();
    let turn = connection.mutate().await;
    let before = errand.ripe(id).await?;
    let (action, token) = (errand.operation.action, errand.operation.token.as_ref());
    let called = Instant::now();
    let halfway = match to_restart(action, token, &before)? {
        FirstHalf::Nothing => {
            let now = bring_up(errand, id, (before.clone(), turn)).await?;
            return Ok(reached(&before, &now, (None, called.elapsed())));
        }
        FirstHalf::Await => {
            drop(turn);
            await_down(errand, id, before.clone()).await?;
            Halfway::Down(None)
        }
        FirstHalf::Stop => {
            let watch = Watch::only(errand, id, Goal::Down, before.clone());
            halfway(watch.send(turn).await?.settle().await?, called)?
        }
    };
    let half = Instant::now();
    let (now, down_after) = match halfway {
        Halfway::Down(down_after) => (second_half(errand, id).await?, down_after),
        Halfway::Replaced(now) => {
            errand.reach(Phase::Starting).await;
            let watch = Watch::only(errand, id, Goal::Up, now);
            (arrived(watch.settle().await?)?, None)
        }
    };
    Ok(reached(&before, &now, (down_after, half.elapsed())))
}

fn halfway(sight: Sight, called: Instant) -> Result<Halfway, Outcome> {
    match sight {
        Sight::Reached(_) => Ok(Halfway::Down(Some(called.elapsed()))),
        Sight::Replaced(now, _) => Ok(Halfway::Replaced(now)),
        Sight::Gone => Err(Outcome::Failed {
            state: ProcessState::Stopped,
            reason: "stopped, and the node no longer lists it".into(),
        }),
    }
}

/// Starts what we have stopped. As long as the start is surely not executed it is sent again.
async fn second_half(errand: &mut Errand, id: &ProcessId) -> Result<Process, Outcome> {
    let limits = errand.limits;
    let connection = errand.connection.clone();
    let stopped = Instant::now();
    let mut pause = limits.look;
    loop {
        let turn = connection.mutate().await;
        let tried = match errand.fresh(id).await {
            Ok(down) if down.state.is_down() => bring_up(errand, id, (down, turn)).await,
            // Somebody was faster: what runs now is another one than the one we stopped.
            Ok(other) => {
                drop(turn);
                let watch = Watch::only(errand, id, Goal::Up, other);
                arrived(watch.settle().await?)
            }
            Err(outcome) => Err(outcome),
        };
        match tried {
            Err(Outcome::Unreached(_)) if stopped.elapsed() < limits.checking => {
                errand.reach(Phase::Checking).await;
                sleep(pause).await;
                pause = limits.slower(pause);
            }
            other => return other.map_err(left_stopped),
        }
    }
}

/// A process that we stopped and could not start: never to be read as if nothing was done.
fn left_stopped(outcome: Outcome) -> Outcome {
    let why = match &outcome {
        Outcome::Unreached(error) => error.to_string(),
        Outcome::Refused(fault) => fault.to_string(),
        Outcome::Skipped(reason) => reason.to_string(),
        Outcome::Done(_)
        | Outcome::Unneeded(_)
        | Outcome::Failed { .. }
        | Outcome::Lost { .. }
        | Outcome::Overdue { .. }
        | Outcome::Cancelled => return outcome,
    };
    Outcome::Failed {
        state: ProcessState::Stopped,
        reason: Untrusted::from(format!("stopped, and not started: {why}").as_str()),
    }
}

fn reached(
    before: &Process,
    now: &Process,
    (down_after, up_after): (Option<Duration>, Duration),
) -> Reached {
    Reached {
        state: Some(now.state),
        pids: (before.pid, now.pid),
        down_after,
        up_after: Some(up_after),
    }
}
