//! A supervisord asked over its wire, in the name and with the permission of this moment.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::Instant;

use super::badge::{Badge, Pass};
use super::connection::LogAsk;
use super::event::CallFailure;
use crate::model::{
    ConfigChanges, GroupName, LinkError, LogSource, Process, ProcessId, ProgramConfig, Signal,
    Snapshot, Stream,
};
use crate::rpc::{
    CallError, LastAnswer, LogName, LogQuestion, LogTail, LookAnswer, LookQuestion, Supervisor,
    Transport,
};
use crate::secrets::Secret;

/// A supervisord.
#[derive(Clone, Debug)]
pub(super) struct Remote {
    /// Or why there can be none, such as a `ca_file` that cannot be read.
    transport: Result<Arc<Transport>, LinkError>,
    /// None for a supervisord without a password.
    badge: Option<Badge>,
    asked: watch::Sender<Instant>,
}

impl Remote {
    pub(super) fn new(transport: Result<Transport, LinkError>, badge: Option<Badge>) -> Self {
        Self {
            transport: transport.map(Arc::new),
            badge,
            asked: watch::Sender::new(Instant::now()),
        }
    }

    /// The name we sign in with.
    pub(super) fn user(&self) -> Option<&str> {
        self.badge.as_ref().map(|badge| badge.user.as_str())
    }

    /// Has the password ready, so that the next call does not wait for it.
    pub(super) async fn authenticate(&self) -> Result<(), LinkError> {
        self.pass().await.map(drop)
    }

    /// Asks something harmless with a password that somebody typed.
    pub(super) async fn try_password(&self, secret: &Secret) -> Result<(), CallFailure> {
        let pass = self.badge.as_ref().map(|badge| badge.with(secret.share()));
        let supervisor = self.supervisor(pass.as_ref())?;
        supervisor.snapshot().await?;
        Ok(())
    }

    pub(super) async fn snapshot(&self) -> Result<Snapshot, CallFailure> {
        self.ask(async |node| Ok(node.snapshot().await?)).await
    }

    pub(super) async fn news(
        &self,
        last: &mut LastAnswer,
    ) -> Result<Option<Snapshot>, CallFailure> {
        self.ask(async |node| Ok(node.news(last).await?)).await
    }

    pub(super) async fn process(&self, id: &ProcessId) -> Result<Process, CallFailure> {
        self.ask(async |node| node.process(id).await).await
    }

    pub(super) async fn start(&self, id: &ProcessId) -> Result<(), CallFailure> {
        self.ask(async |node| node.start(id).await).await
    }

    pub(super) async fn stop(&self, id: &ProcessId) -> Result<(), CallFailure> {
        self.ask(async |node| node.stop(id).await).await
    }

    pub(super) async fn signal(&self, id: &ProcessId, signal: Signal) -> Result<(), CallFailure> {
        self.ask(async |node| node.signal(id, signal).await).await
    }

    pub(super) async fn clear_logs(&self, id: &ProcessId) -> Result<(), CallFailure> {
        self.ask(async |node| node.clear_logs(id).await).await
    }

    pub(super) async fn reread(&self) -> Result<ConfigChanges, CallFailure> {
        self.ask(async |node| node.reread().await).await
    }

    pub(super) async fn add_group(&self, group: &GroupName) -> Result<(), CallFailure> {
        self.ask(async |node| node.add_group(group).await).await
    }

    pub(super) async fn remove_group(&self, group: &GroupName) -> Result<(), CallFailure> {
        self.ask(async |node| node.remove_group(group).await).await
    }

    pub(super) async fn restart_supervisor(&self) -> Result<(), CallFailure> {
        self.ask(async |node| node.restart().await).await
    }

    pub(super) async fn shut_down_supervisor(&self) -> Result<(), CallFailure> {
        self.ask(async |node| node.shut_down().await).await
    }

    pub(super) async fn programs(&self) -> Result<Vec<ProgramConfig>, CallFailure> {
        self.ask(async |node| node.config_infos().await).await
    }

    pub(super) async fn look(
        &self,
        logs: &[LogAsk],
        lives: Option<&[ProcessId]>,
    ) -> Result<LookAnswer, CallFailure> {
        let questions = logs.iter().map(|ask| LogQuestion {
            log: LogName::of(&ask.source, ask.stream),
            range: ask.range,
            sized: ask.sized,
        });
        let logs: Vec<_> = questions.collect();
        let question = LookQuestion { logs: &logs, lives };
        self.ask(async |node| node.look(question).await).await
    }

    pub(super) async fn follow(
        &self,
        source: &LogSource,
        stream: Stream,
    ) -> Result<Option<LogTail>, CallFailure> {
        self.ask(async |node| Ok(node.follow(LogName::of(source, stream)).await?))
            .await
    }

    /// When it was asked anything last: an answer that came, or did not.
    pub(super) fn asked(&self) -> watch::Receiver<Instant> {
        self.asked.subscribe()
    }

    /// Asks in our name; a password that was refused is forgotten.
    async fn ask<T>(
        &self,
        question: impl AsyncFnOnce(Supervisor<'_>) -> Result<T, CallError>,
    ) -> Result<T, CallFailure> {
        let pass = self.pass().await?;
        let result = question(self.supervisor(pass.as_ref())?).await;
        self.asked.send_replace(Instant::now());
        if let (Err(CallError::Link(LinkError::Unauthorized { .. })), Some(badge), Some(pass)) =
            (&result, &self.badge, pass)
        {
            badge.refused(pass).await;
        }
        Ok(result?)
    }

    async fn pass(&self) -> Result<Option<Pass>, LinkError> {
        match &self.badge {
            Some(badge) => Ok(Some(badge.pass().await?)),
            None => Ok(None),
        }
    }

    fn supervisor<'a>(&'a self, pass: Option<&'a Pass>) -> Result<Supervisor<'a>, LinkError> {
        let transport = self.transport.as_ref().map_err(Clone::clone)?;
        Ok(Supervisor::new(transport, pass.map(Pass::credentials)))
    }
}
