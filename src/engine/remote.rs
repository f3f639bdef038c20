//! A supervisord asked over its wire, with the credential and the permission of this moment.

use std::ops::Range;

use super::event::CallFailure;
use crate::model::{
    ConfigChanges, GroupName, LinkError, LogSource, Process, ProcessId, ProgramConfig, Signal,
    Snapshot, Stream, Untrusted,
};

/// What a log gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogData {
    /// Bytes, fewer than asked for where the log ends.
    Bytes(Untrusted),
    /// supervisord cannot send this range: invalid UTF-8, or a character cut by one of its ends.
    Undecodable,
    /// There is no log: not configured, or no file.
    NoLog,
}

/// A supervisord.
#[derive(Clone, Debug)]
pub(super) struct Remote;

fn unjoined<T>() -> Result<T, CallFailure> {
    Err(CallFailure::Link(LinkError::Broken {
        reason: "not joined yet".into(),
    }))
}

impl Remote {
    pub(super) async fn snapshot(&self) -> Result<Snapshot, CallFailure> {
        unjoined()
    }
    pub(super) async fn process(&self, _id: &ProcessId) -> Result<Process, CallFailure> {
        unjoined()
    }
    pub(super) async fn start(&self, _id: &ProcessId) -> Result<(), CallFailure> {
        unjoined()
    }
    pub(super) async fn stop(&self, _id: &ProcessId) -> Result<(), CallFailure> {
        unjoined()
    }
    pub(super) async fn signal(&self, _id: &ProcessId, _s: Signal) -> Result<(), CallFailure> {
        unjoined()
    }
    pub(super) async fn clear_logs(&self, _id: &ProcessId) -> Result<(), CallFailure> {
        unjoined()
    }
    pub(super) async fn reread(&self) -> Result<ConfigChanges, CallFailure> {
        unjoined()
    }
    pub(super) async fn add_group(&self, _group: &GroupName) -> Result<(), CallFailure> {
        unjoined()
    }
    pub(super) async fn remove_group(&self, _group: &GroupName) -> Result<(), CallFailure> {
        unjoined()
    }
    pub(super) async fn restart_supervisor(&self) -> Result<(), CallFailure> {
        unjoined()
    }
    pub(super) async fn shut_down_supervisor(&self) -> Result<(), CallFailure> {
        unjoined()
    }
    pub(super) async fn programs(&self) -> Result<Vec<ProgramConfig>, CallFailure> {
        unjoined()
    }
    pub(super) async fn log_sizes(
        &self,
        _source: &LogSource,
    ) -> Result<Vec<(Stream, Option<u64>)>, CallFailure> {
        unjoined()
    }
    pub(super) async fn read_log(
        &self,
        _source: &LogSource,
        _stream: Stream,
        _range: Range<u64>,
    ) -> Result<LogData, CallFailure> {
        unjoined()
    }
}
