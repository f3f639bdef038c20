//! One operation at its turn: what it works with, and what it has done so far.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OnceCell, mpsc};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::limits::Limits;
use super::perform::perform;
use crate::engine::{CallFailure, Connection};
use crate::model::{
    Fault, Layer, LinkError, NodeId, Outcome, Process, ProcessId, ProgramConfig, SkipReason,
};
use crate::plan::{Operation, Phase, RunStep, Schedule};

/// How the programs of the nodes are configured, asked for at most once per node and run.
#[derive(Clone, Debug)]
pub(super) struct Programs(Arc<BTreeMap<NodeId, OnceCell<Vec<ProgramConfig>>>>);

impl Programs {
    /// Nothing known yet of the nodes of a schedule.
    pub(super) fn of(schedule: &Schedule) -> Self {
        let nodes = schedule.operations.iter();
        let unknown = nodes.map(|operation| (operation.subject.node().clone(), OnceCell::new()));
        Self(Arc::new(unknown.collect()))
    }
}

/// One operation at its turn.
#[derive(Debug)]
pub(super) struct Errand {
    /// What is to be done.
    pub(super) operation: Operation,
    /// The way to its node.
    pub(super) connection: Connection,
    /// How long it waits for what.
    pub(super) limits: Limits,
    programs: Programs,
    steps: mpsc::Sender<RunStep>,
    phase: Phase,
    sent: bool,
}

impl Errand {
    /// An operation that has sent nothing yet.
    pub(super) fn new(
        operation: Operation,
        connection: Connection,
        programs: Programs,
        (limits, steps): (Limits, mpsc::Sender<RunStep>),
    ) -> Self {
        Self {
            operation,
            connection,
            limits,
            programs,
            steps,
            phase: Phase::Reading,
            sent: false,
        }
    }

    /// Follows the operation to its outcome, or to the end of the engine.
    pub(super) async fn run(mut self, stop: CancellationToken) -> Outcome {
        match stop.run_until_cancelled(perform(&mut self)).await {
            Some(outcome) => outcome,
            None if self.sent => Outcome::Lost {
                error: LinkError::Broken {
                    reason: "supdeck ended before a read could settle it".into(),
                },
            },
            None => Outcome::Cancelled,
        }
    }

    /// Tells the run which phase it is in, if that is new.
    pub(super) async fn reach(&mut self, phase: Phase) {
        if phase != self.phase {
            self.phase = phase;
            // The run waits for every operation, so somebody listens.
            let _ = self
                .steps
                .send(RunStep::Reached(self.operation.id, phase))
                .await;
        }
    }

    /// Notes that a mutating call is about to be sent: from here on nothing is certain but what a
    /// read shows.
    pub(super) async fn sending(&mut self, phase: Phase) {
        self.sent = true;
        self.reach(phase).await;
    }

    /// Reads a process; none when the node no longer lists it.
    pub(super) async fn read(&self, id: &ProcessId) -> Result<Option<Process>, LinkError> {
        match self.connection.process(id).await {
            Ok(process) => Ok(Some(process)),
            Err(CallFailure::Fault(fault)) if fault.code == Fault::BAD_NAME => Ok(None),
            Err(failure) => Err(link_error(failure)),
        }
    }

    /// Reads a process right before a call is sent to it, and does not wait long for that.
    ///
    /// # Errors
    ///
    /// The outcome, when there is nothing to send a call to.
    pub(super) async fn fresh(&self, id: &ProcessId) -> Result<Process, Outcome> {
        let patience = self.limits.fresh;
        let late = || LinkError::TimedOut {
            layer: Layer::Answer,
            after: patience,
        };
        let read = timeout(patience, self.read(id)).await;
        match read.unwrap_or_else(|_| Err(late())) {
            Ok(Some(process)) => Ok(process),
            Ok(None) => Err(Outcome::Skipped(SkipReason::Gone)),
            Err(error) => Err(Outcome::Unreached(error)),
        }
    }

    /// As [`Errand::fresh`], but not in the first moments of a process, in which a stop is lost.
    ///
    /// # Errors
    ///
    /// As [`Errand::fresh`].
    pub(super) async fn ripe(&self, id: &ProcessId) -> Result<Process, Outcome> {
        let process = self.fresh(id).await?;
        // supervisord counts whole seconds: an age of one may be a millisecond.
        if process
            .uptime()
            .is_none_or(|age| age > Duration::from_secs(1))
        {
            return Ok(process);
        }
        sleep(self.limits.stop_age).await;
        self.fresh(id).await
    }

    /// How the programs of the node are configured, as far as it tells.
    pub(super) async fn programs(&self) -> &[ProgramConfig] {
        let Some(cell) = self.programs.0.get(self.operation.subject.node()) else {
            return &[];
        };
        let asked = cell.get_or_try_init(|| self.connection.programs()).await;
        asked.map_or(&[], Vec::as_slice)
    }

    /// A duration in whole seconds from the configuration of a process, such as `stopwaitsecs`.
    pub(super) async fn configured(&self, id: &ProcessId, key: &str) -> Option<Duration> {
        let programs = self.programs().await;
        let program = programs
            .iter()
            .find(|program| program.group == id.group.raw() && program.name == id.name.raw())?;
        program.number(key).map(Duration::from_secs)
    }
}

/// A failure of a call that only reads.
pub(super) fn link_error(failure: CallFailure) -> LinkError {
    match failure {
        CallFailure::Link(error) => error,
        CallFailure::Fault(fault) if fault.code == Fault::SHUTDOWN_STATE => LinkError::ShuttingDown,
        CallFailure::Fault(Fault { code, text }) => LinkError::Fault { code, text },
    }
}
