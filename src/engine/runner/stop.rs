//! Stop: one call that does not wait, then reads until the process is down.

use tokio::time::Instant;

use super::admit::{Admission, to_stop};
use super::answer::{Answer, Goal};
use super::errand::Errand;
use super::watch::{Sight, Watch};
use crate::model::{Outcome, Process, ProcessId, Reached, Untrusted};
use crate::plan::Phase;

/// Stops a process.
///
/// # Errors
///
/// The outcome, when it is not known to be down.
pub(super) async fn stop(errand: &mut Errand, id: &ProcessId) -> Result<Reached, Outcome> {
    let connection = errand.connection.clone();
    let turn = connection.mutate().await;
    let before = errand.ripe(id).await?;
    let called = Instant::now();
    let sight = match to_stop(errand.operation.token.as_ref(), &before)? {
        Admission::Send => {
            let watch = Watch::only(errand, id, Goal::Down, before.clone());
            watch.send(turn).await?.settle().await?
        }
        Admission::Await => {
            drop(turn);
            errand.reach(Phase::Stopping).await;
            let watch = Watch::only(errand, id, Goal::Down, before.clone());
            watch.settle().await?
        }
    };
    let state = match sight {
        Sight::Reached(now) => Some(now.state),
        // A group is removed only when nothing in it runs.
        Sight::Gone => None,
        Sight::Replaced(now, answer) => return Err(replaced(&now, answer)),
    };
    Ok(Reached {
        state,
        pids: (before.pid, None),
        down_after: Some(called.elapsed()),
        up_after: None,
    })
}

/// A process that was to go down and is up under another pid.
fn replaced(now: &Process, answer: Answer) -> Outcome {
    match answer {
        Answer::Accepted => Outcome::Failed {
            state: now.state,
            reason: Untrusted::from("something started it again after the stop"),
        },
        Answer::Doubted(fault) => Outcome::Refused(fault),
        // Perhaps it was stopped and somebody started it; perhaps it died by itself, and the stop
        // never came.
        Answer::Lost(error) => Outcome::Lost { error },
    }
}
