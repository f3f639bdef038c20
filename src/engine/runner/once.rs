//! Signals and emptied logs: sent at most once, because no read can show whether they arrived.

use super::admit::{to_clear, to_signal};
use super::errand::Errand;
use crate::engine::CallFailure;
use crate::model::{Outcome, Process, ProcessId, Reached, Signal};
use crate::plan::Phase;

/// Sends a signal.
///
/// # Errors
///
/// The outcome, when supervisord did not confirm it.
pub(super) async fn signal(
    errand: &mut Errand,
    id: &ProcessId,
    signal: Signal,
) -> Result<Reached, Outcome> {
    let connection = errand.connection.clone();
    let turn = connection.mutate().await;
    let before = errand.fresh(id).await?;
    to_signal(errand.operation.token.as_ref(), &before)?;
    errand.sending(Phase::Reading).await;
    confirmed(&before, connection.signal(&turn, id, signal).await)
}

/// Empties both logs of a process.
///
/// # Errors
///
/// The outcome, when supervisord did not confirm it.
pub(super) async fn clear_logs(errand: &mut Errand, id: &ProcessId) -> Result<Reached, Outcome> {
    let connection = errand.connection.clone();
    let turn = connection.mutate().await;
    let before = errand.fresh(id).await?;
    to_clear(errand.operation.token.as_ref(), &before)?;
    errand.sending(Phase::Reading).await;
    confirmed(&before, connection.clear_logs(&turn, id).await)
}

/// Here the answer is all there is.
fn confirmed(before: &Process, result: Result<(), CallFailure>) -> Result<Reached, Outcome> {
    match result {
        Ok(()) => Ok(Reached {
            state: Some(before.state),
            pids: (before.pid, before.pid),
            down_after: None,
            up_after: None,
        }),
        Err(CallFailure::Fault(fault)) => Err(Outcome::Refused(fault)),
        Err(CallFailure::Link(error)) if error.surely_not_executed() => {
            Err(Outcome::Unreached(error))
        }
        Err(CallFailure::Link(error)) => Err(Outcome::Lost { error }),
    }
}
