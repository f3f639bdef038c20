//! Start: only what is down, one call that does not wait, then reads until it runs and stays.

use tokio::time::Instant;

use super::admit::{Rise, to_start};
use super::answer::Goal;
use super::errand::Errand;
use super::watch::{Sight, Watch};
use crate::engine::connection::Turn;
use crate::model::{Outcome, Process, ProcessId, ProcessState, Reached, SkipReason};
use crate::plan::Phase;

/// Starts a process.
///
/// # Errors
///
/// The outcome, when it is not known to be up.
pub(super) async fn start(errand: &mut Errand, id: &ProcessId) -> Result<Reached, Outcome> {
    let connection = errand.connection.clone();
    let mut turn = connection.mutate().await;
    let mut before = errand.fresh(id).await?;
    match to_start(errand.operation.token.as_ref(), &before)? {
        Rise::Send => {}
        Rise::Follow => {
            drop(turn);
            return Err(await_up(errand, id, before).await?);
        }
        Rise::Await => {
            drop(turn);
            await_down(errand, id, before).await?;
            turn = connection.mutate().await;
            before = errand.fresh(id).await?;
            if !before.state.is_down() {
                return Err(moved(ProcessState::Stopping, &before));
            }
        }
    }
    let called = Instant::now();
    let now = bring_up(errand, id, (before, turn)).await?;
    Ok(Reached {
        state: Some(now.state),
        pids: (None, now.pid),
        down_after: None,
        up_after: Some(called.elapsed()),
    })
}

/// Waits for a process that is going down; a start that is sent meanwhile would be swallowed.
///
/// # Errors
///
/// The outcome, when it does not arrive there.
pub(super) async fn await_down(
    errand: &mut Errand,
    id: &ProcessId,
    before: Process,
) -> Result<Process, Outcome> {
    errand.reach(Phase::Stopping).await;
    let state = before.state;
    match Watch::only(errand, id, Goal::Down, before).settle().await? {
        Sight::Reached(now) => Ok(now),
        Sight::Replaced(now, _) => Err(moved(state, &now)),
        Sight::Gone => Err(Outcome::Skipped(SkipReason::Gone)),
    }
}

/// Waits for a process that supervisord, or somebody else, is bringing up: nothing of that was ours.
///
/// # Errors
///
/// The outcome, when it does not come up.
async fn await_up(
    errand: &mut Errand,
    id: &ProcessId,
    before: Process,
) -> Result<Outcome, Outcome> {
    errand.reach(Phase::Starting).await;
    let watch = Watch::only(errand, id, Goal::Up, before);
    arrived(watch.settle().await?).map(|now| Outcome::Unneeded(now.state))
}

/// Sends the start to a process that is down, and follows it up.
///
/// # Errors
///
/// The outcome, when it is not known to be up.
pub(super) async fn bring_up(
    errand: &mut Errand,
    id: &ProcessId,
    (before, turn): (Process, Turn<'_>),
) -> Result<Process, Outcome> {
    let watch = Watch::only(errand, id, Goal::Up, before);
    arrived(watch.send(turn).await?.settle().await?)
}

/// A process that was to come up, as it was last seen.
///
/// # Errors
///
/// The outcome, when it was taken away meanwhile.
pub(super) fn arrived(sight: Sight) -> Result<Process, Outcome> {
    match sight {
        Sight::Reached(now) | Sight::Replaced(now, _) => Ok(now),
        Sight::Gone => Err(Outcome::Failed {
            state: ProcessState::Stopped,
            reason: "the node no longer lists it".into(),
        }),
    }
}

fn moved(from: ProcessState, now: &Process) -> Outcome {
    Outcome::Skipped(SkipReason::Changed {
        from,
        to: now.state,
    })
}
