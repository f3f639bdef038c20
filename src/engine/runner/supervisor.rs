//! supervisord itself, restarted or shut down: sent once, and watched from outside.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::answer::{Answer, Goal};
use super::errand::{Errand, link_error};
use crate::model::{Layer, LinkError, Outcome, ProcessState, Reached, Snapshot};
use crate::plan::Phase;

/// How supervisord is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// And come back.
    Restart,
    /// For good.
    ShutDown,
}

/// What one look from outside shows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Look {
    /// It answers as before the call.
    Same,
    /// Another one answers: none of what ran before runs under its pid.
    Other,
    /// It says that it is ending.
    Ending,
    /// Nobody listens.
    Absent,
    /// No sense came from it.
    Silent(LinkError),
}

/// Restarts supervisord; done when it answers again.
///
/// # Errors
///
/// The outcome, when it is not known to be back.
pub(super) async fn restart(errand: &mut Errand) -> Result<Reached, Outcome> {
    end(errand, End::Restart).await
}

/// Ends supervisord; done when nobody listens any more.
///
/// # Errors
///
/// The outcome, when it is not known to have ended.
pub(super) async fn shut_down(errand: &mut Errand) -> Result<Reached, Outcome> {
    end(errand, End::ShutDown).await
}

async fn end(errand: &mut Errand, end: End) -> Result<Reached, Outcome> {
    let connection = errand.connection.clone();
    let turn = connection.mutate().await;
    let before = snapshot(errand).await.map_err(Outcome::Unreached)?;
    errand.sending(Phase::Stopping).await;
    let called = Instant::now();
    let result = match end {
        End::Restart => connection.restart_supervisor(&turn).await,
        End::ShutDown => connection.shut_down_supervisor(&turn).await,
    };
    drop(turn);
    match Answer::of(result, Goal::Down)? {
        Answer::Accepted => watch(errand, end, &before, None).await?,
        Answer::Doubted(fault) => return Err(Outcome::Refused(fault)),
        Answer::Lost(error) => {
            errand.reach(Phase::Checking).await;
            watch(errand, end, &before, Some(error)).await?;
        }
    }
    let after = Some(called.elapsed());
    Ok(match end {
        End::Restart => Reached {
            up_after: after,
            ..Reached::default()
        },
        End::ShutDown => Reached {
            down_after: after,
            ..Reached::default()
        },
    })
}

/// Looks until it is known how it ended; the looks themselves hurry supervisord on.
async fn watch(
    errand: &mut Errand,
    end: End,
    before: &Snapshot,
    lost: Option<LinkError>,
) -> Result<(), Outcome> {
    let limits = errand.limits;
    let began = Instant::now();
    let mut vigil = Vigil {
        end,
        lost,
        calm: None,
        was_ending: false,
    };
    loop {
        let look = look(errand, before).await;
        if let Some(ended) = vigil.judge(&look, Instant::now(), limits.settle) {
            return ended;
        }
        match look {
            Look::Ending | Look::Absent => errand.reach(Phase::Stopping).await,
            Look::Silent(_) => errand.reach(Phase::Checking).await,
            Look::Same | Look::Other => {}
        }
        if began.elapsed() >= limits.supervisor {
            return Err(late(look, began));
        }
        sleep(limits.look).await;
    }
}

/// What the looks have shown so far.
#[derive(Clone, Debug)]
struct Vigil {
    end: End,
    /// How the answer was lost, as long as nothing shows that the call came.
    lost: Option<LinkError>,
    /// Since when it answers as before the call.
    calm: Option<Instant>,
    was_ending: bool,
}

impl Vigil {
    /// What one look decides, if it does.
    fn judge(
        &mut self,
        look: &Look,
        now: Instant,
        settle: Duration,
    ) -> Option<Result<(), Outcome>> {
        match (look, self.end) {
            (Look::Absent, End::ShutDown) | (Look::Other, _) => Some(Ok(())),
            (Look::Same, End::Restart) if self.was_ending => Some(Ok(())),
            (Look::Same, end) => {
                let calm = now.duration_since(*self.calm.get_or_insert(now));
                match &self.lost {
                    // It never ended: the call did not come, and it is not sent again.
                    Some(error) if calm >= settle => Some(Err(Outcome::Lost {
                        error: error.clone(),
                    })),
                    // What has taken the call answers nothing but faults until it is back.
                    None if calm >= settle && end == End::Restart => Some(Ok(())),
                    Some(_) | None => None,
                }
            }
            (Look::Ending | Look::Absent, _) => {
                (self.was_ending, self.lost, self.calm) = (true, None, None);
                None
            }
            (Look::Silent(_), _) => {
                self.calm = None;
                None
            }
        }
    }
}

async fn look(errand: &Errand, before: &Snapshot) -> Look {
    match snapshot(errand).await {
        Ok(now) if is_other(before, &now) => Look::Other,
        Ok(_) => Look::Same,
        Err(LinkError::ShuttingDown) => Look::Ending,
        Err(LinkError::Refused { .. } | LinkError::Socket { .. }) => Look::Absent,
        Err(error) => Look::Silent(error),
    }
}

async fn snapshot(errand: &Errand) -> Result<Snapshot, LinkError> {
    let patience = errand.limits.fresh;
    let read = timeout(patience, errand.connection.snapshot()).await;
    match read {
        Ok(result) => result.map_err(link_error),
        Err(_) => Err(LinkError::TimedOut {
            layer: Layer::Answer,
            after: patience,
        }),
    }
}

/// Whether another supervisord answers, or the same one after a restart, which keeps its pid.
fn is_other(before: &Snapshot, now: &Snapshot) -> bool {
    if before.pid != now.pid {
        return true;
    }
    let mut ran = before
        .processes
        .iter()
        .filter(|process| process.state == ProcessState::Running)
        .peekable();
    let kept = |pid| now.processes.iter().any(|process| process.pid == pid);
    ran.peek().is_some() && ran.all(|process| !kept(process.pid))
}

fn late(look: Look, began: Instant) -> Outcome {
    match look {
        Look::Silent(error) => Outcome::Lost { error },
        Look::Ending | Look::Absent | Look::Same | Look::Other => Outcome::Overdue {
            state: ProcessState::from_code(-1),
            waited: began.elapsed(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::runner::verdict::tests::process;

    fn vigil(end: End, lost: Option<LinkError>) -> Vigil {
        Vigil {
            end,
            lost,
            calm: None,
            was_ending: false,
        }
    }

    #[test]
    fn a_call_that_had_no_effect_on_supervisord_is_lost_and_not_repeated() {
        let settle = Duration::from_secs(1);
        let begin = Instant::now();
        for end in [End::Restart, End::ShutDown] {
            let mut vigil = vigil(end, Some(LinkError::Cut { bytes: 0 }));
            assert_eq!(vigil.judge(&Look::Same, begin, settle), None);
            let ended = vigil.judge(&Look::Same, begin + settle, settle);
            assert!(
                matches!(ended, Some(Err(Outcome::Lost { .. }))),
                "{ended:?}"
            );
        }
    }

    #[test]
    fn whoever_was_seen_ending_is_back_when_it_answers_and_gone_when_nobody_does() {
        let now = Instant::now();
        let lost = Some(LinkError::Cut { bytes: 0 });
        let mut back = vigil(End::Restart, lost.clone());
        assert_eq!(back.judge(&Look::Ending, now, Duration::ZERO), None);
        assert_eq!(back.judge(&Look::Absent, now, Duration::ZERO), None);
        assert_eq!(back.judge(&Look::Same, now, Duration::ZERO), Some(Ok(())));
        let mut gone = vigil(End::ShutDown, lost);
        assert_eq!(gone.judge(&Look::Ending, now, Duration::ZERO), None);
        assert_eq!(gone.judge(&Look::Same, now, Duration::ZERO), None);
        assert_eq!(gone.judge(&Look::Absent, now, Duration::ZERO), Some(Ok(())));
    }

    #[test]
    fn another_supervisord_is_known_by_what_runs_in_it() {
        let snapshot = |pid, child| Snapshot {
            pid: Some(pid),
            processes: vec![process(ProcessState::Running, Some(child))],
            ..Snapshot::default()
        };
        assert!(!is_other(&snapshot(1, 7), &snapshot(1, 7)));
        assert!(is_other(&snapshot(1, 7), &snapshot(1, 8)));
        assert!(is_other(&snapshot(1, 7), &snapshot(2, 7)));
        let empty = Snapshot {
            pid: Some(1),
            ..Snapshot::default()
        };
        assert!(!is_other(&empty, &empty));
    }
}
