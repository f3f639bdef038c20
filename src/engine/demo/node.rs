//! The way to one node of the demo: calls that take time and are answered by its own task.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

use super::clock::Clock;
use super::dice::Dice;
use super::part::Part;
use super::supervisor::Supervisor;
use crate::engine::{CallFailure, LogAsk};
use crate::model::{
    ConfigChanges, GroupName, LinkError, NodeId, Process, ProcessId, ProgramConfig, Signal,
    Snapshot,
};
use crate::rpc::LookAnswer;

/// Calls that may wait for one node.
const WAITING: usize = 16;
/// The one password of the demo.
const PASSWORD: &str = "demo";

type Reply<T> = oneshot::Sender<Result<T, CallFailure>>;

/// A question to a supervisord, and where the answer goes.
#[derive(Debug)]
enum Call {
    SignIn(Reply<()>),
    Snapshot(Reply<Snapshot>),
    Process(ProcessId, Reply<Process>),
    Start(ProcessId, Reply<()>),
    Stop(ProcessId, Reply<()>),
    Signal(ProcessId, Signal, Reply<()>),
    ClearLogs(ProcessId, Reply<()>),
    Reread(Reply<ConfigChanges>),
    AddGroup(GroupName, Reply<()>),
    RemoveGroup(GroupName, Reply<()>),
    Restart(Reply<()>),
    ShutDown(Reply<()>),
    Programs(Reply<Vec<ProgramConfig>>),
    Look(Vec<LogAsk>, Option<Vec<ProcessId>>, Reply<LookAnswer>),
}

/// A way to ask one node of the demo. Clones ask the same one; it ends with the last of them.
#[derive(Clone, Debug)]
pub struct DemoNode {
    calls: mpsc::Sender<Call>,
    clock: Clock,
    dice: Dice,
    latency: u32,
    user: Option<&'static str>,
}

impl DemoNode {
    /// Puts a task before the supervisord that plays this part. Call it inside a runtime.
    pub(super) fn new(id: NodeId, part: Part, clock: Clock, dice: Dice) -> Self {
        let (latency, user) = (part.latency, part.user());
        let mut supervisor = Supervisor::new(id, part, clock, dice);
        let (calls, mut inbox) = mpsc::channel(WAITING);
        tokio::spawn(async move {
            while let Some(call) = inbox.recv().await {
                supervisor.answer(call);
            }
        });
        Self {
            calls,
            clock,
            dice,
            latency,
            user,
        }
    }

    /// Who the node wants us to sign in as; none where no password is wanted.
    #[must_use]
    pub fn user(&self) -> Option<&'static str> {
        self.user
    }

    /// Tries a password. Taken once, it is good from then on.
    ///
    /// # Errors
    ///
    /// Unauthorized for a wrong one; else as [`DemoNode::snapshot`].
    pub async fn sign_in(&self, password: &str) -> Result<(), CallFailure> {
        match self.user {
            Some(user) if password != PASSWORD => {
                self.travel().await;
                let user = Some(user.to_owned());
                Err(CallFailure::Link(LinkError::Unauthorized { user }))
            }
            Some(_) | None => self.ask(Call::SignIn).await,
        }
    }

    /// Everything a good poll says.
    ///
    /// # Errors
    ///
    /// Like every call here: how the node cannot be reached, or what it refuses.
    pub async fn snapshot(&self) -> Result<Snapshot, CallFailure> {
        self.ask(Call::Snapshot).await
    }

    /// One process.
    ///
    /// # Errors
    ///
    /// Fault 10 for one it does not have; else as [`DemoNode::snapshot`].
    pub async fn process(&self, id: &ProcessId) -> Result<Process, CallFailure> {
        self.ask(|reply| Call::Process(id.clone(), reply)).await
    }

    /// Tells a process to start and does not wait for it.
    ///
    /// # Errors
    ///
    /// Faults 10, 20 and 60; else as [`DemoNode::snapshot`].
    pub async fn start(&self, id: &ProcessId) -> Result<(), CallFailure> {
        self.ask(|reply| Call::Start(id.clone(), reply)).await
    }

    /// Tells a process to stop and does not wait for it.
    ///
    /// # Errors
    ///
    /// Faults 10 and 70; else as [`DemoNode::snapshot`].
    pub async fn stop(&self, id: &ProcessId) -> Result<(), CallFailure> {
        self.ask(|reply| Call::Stop(id.clone(), reply)).await
    }

    /// Sends a signal.
    ///
    /// # Errors
    ///
    /// Faults 10 and 70; else as [`DemoNode::snapshot`].
    pub async fn signal(&self, id: &ProcessId, signal: Signal) -> Result<(), CallFailure> {
        self.ask(|reply| Call::Signal(id.clone(), signal, reply))
            .await
    }

    /// Empties the logs of a running process.
    ///
    /// # Errors
    ///
    /// Fault 10; else as [`DemoNode::snapshot`].
    pub async fn clear_logs(&self, id: &ProcessId) -> Result<(), CallFailure> {
        self.ask(|reply| Call::ClearLogs(id.clone(), reply)).await
    }

    /// Compares what is loaded with what the config files say.
    ///
    /// # Errors
    ///
    /// As [`DemoNode::snapshot`].
    pub async fn reread(&self) -> Result<ConfigChanges, CallFailure> {
        self.ask(Call::Reread).await
    }

    /// Loads a group from the config files.
    ///
    /// # Errors
    ///
    /// Faults 10 and 90; else as [`DemoNode::snapshot`].
    pub async fn add_group(&self, group: &GroupName) -> Result<(), CallFailure> {
        self.ask(|reply| Call::AddGroup(group.clone(), reply)).await
    }

    /// Drops a group in which nothing runs.
    ///
    /// # Errors
    ///
    /// Faults 10 and 91; else as [`DemoNode::snapshot`].
    pub async fn remove_group(&self, group: &GroupName) -> Result<(), CallFailure> {
        self.ask(|reply| Call::RemoveGroup(group.clone(), reply))
            .await
    }

    /// Restarts supervisord with everything in it.
    ///
    /// # Errors
    ///
    /// As [`DemoNode::snapshot`].
    pub async fn restart_supervisor(&self) -> Result<(), CallFailure> {
        self.ask(Call::Restart).await
    }

    /// Ends supervisord for good.
    ///
    /// # Errors
    ///
    /// As [`DemoNode::snapshot`].
    pub async fn shut_down_supervisor(&self) -> Result<(), CallFailure> {
        self.ask(Call::ShutDown).await
    }

    /// How the programs are configured.
    ///
    /// # Errors
    ///
    /// As [`DemoNode::snapshot`].
    pub async fn programs(&self) -> Result<Vec<ProgramConfig>, CallFailure> {
        self.ask(Call::Programs).await
    }

    /// Logs and lives at one moment.
    ///
    /// # Errors
    ///
    /// As [`DemoNode::snapshot`]; a fault of one log or process alone stays with that.
    pub async fn look(
        &self,
        logs: &[LogAsk],
        lives: Option<&[ProcessId]>,
    ) -> Result<LookAnswer, CallFailure> {
        let (logs, lives) = (logs.to_vec(), lives.map(<[_]>::to_vec));
        self.ask(|reply| Call::Look(logs, lives, reply)).await
    }

    async fn ask<T>(&self, call: impl FnOnce(Reply<T>) -> Call) -> Result<T, CallFailure> {
        self.travel().await;
        let (reply, answer) = oneshot::channel();
        self.calls.send(call(reply)).await.map_err(|_| closed())?;
        let answer = answer.await.map_err(|_| closed())?;
        if let Err(CallFailure::Link(LinkError::TimedOut { after, .. })) = &answer {
            sleep(*after).await;
        }
        answer
    }

    /// Takes as long as the way there and back.
    async fn travel(&self) {
        let mut dice = self.dice.at(self.clock.millis());
        let takes = self.latency + dice.below(self.latency / 2);
        sleep(Duration::from_millis(takes.into())).await;
    }
}

impl Supervisor {
    /// Answers one call. Whoever asked may be gone by then, which is his own affair.
    fn answer(&mut self, call: Call) {
        match call {
            Call::SignIn(reply) => drop(reply.send(self.sign_in())),
            Call::Snapshot(reply) => drop(reply.send(self.snapshot())),
            Call::Process(id, reply) => drop(reply.send(self.process(&id))),
            Call::Start(id, reply) => drop(reply.send(self.start(&id))),
            Call::Stop(id, reply) => drop(reply.send(self.stop(&id))),
            Call::Signal(id, signal, reply) => drop(reply.send(self.signal(&id, signal))),
            Call::ClearLogs(id, reply) => drop(reply.send(self.clear_logs(&id))),
            Call::Reread(reply) => drop(reply.send(self.reread())),
            Call::AddGroup(group, reply) => drop(reply.send(self.add_group(&group))),
            Call::RemoveGroup(group, reply) => drop(reply.send(self.remove_group(&group))),
            Call::Restart(reply) => drop(reply.send(self.restart())),
            Call::ShutDown(reply) => drop(reply.send(self.shut_down())),
            Call::Programs(reply) => drop(reply.send(self.programs())),
            Call::Look(logs, lives, reply) => {
                drop(reply.send(self.look(&logs, lives.as_deref())));
            }
        }
    }
}

fn closed() -> CallFailure {
    CallFailure::Link(LinkError::Broken {
        reason: "the demo has ended".to_owned(),
    })
}
