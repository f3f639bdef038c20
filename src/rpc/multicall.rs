//! Several questions in one round trip: supervisord answers all of them at one frozen moment
//! (`PROTOCOL` 0).

use crate::model::{Fault, LinkError, NodeId, Process, ProcessId, Untrusted};

use super::call::Call;
use super::decode::read_fault;
use super::error::CallError;
use super::logs::{self, LogData, LogName, LogRange};
use super::method::Method;
use super::processes;
use super::value::Value;

/// What is wanted of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogQuestion<'a> {
    /// Which log.
    pub log: LogName<'a>,
    /// Which bytes of it.
    pub range: LogRange,
    /// Whether its size is wanted too.
    pub sized: bool,
}

/// A log at the moment of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogState {
    /// Its size in bytes, where it was asked for. None as well where supervisord cannot tell: its
    /// own log, and logs of more than 2 GiB.
    pub size: Option<u64>,
    /// The bytes of the range; no bytes where none were wanted.
    pub data: LogData,
}

/// What is wanted of a supervisord at one moment.
#[derive(Clone, Copy, Debug)]
pub struct LookQuestion<'a> {
    /// Logs.
    pub logs: &'a [LogQuestion<'a>],
    /// Who may have been restarted: supervisord, and these processes; none if that is not asked.
    pub lives: Option<&'a [ProcessId]>,
}

/// A supervisord at one moment. A fault that concerns one thing alone stays with that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAnswer {
    /// The logs, in the order of the questions.
    pub logs: Vec<Result<LogState, Fault>>,
    /// supervisord's own pid, where it was asked for.
    pub pid: Option<u32>,
    /// The processes, in the order of the questions.
    pub processes: Vec<Result<Process, Fault>>,
}

/// The results of a multicall in their order, each a value or a fault of its own.
pub(super) fn results(answer: Value, count: usize) -> Result<Vec<Result<Value, Fault>>, CallError> {
    let items = match answer {
        Value::Array(items) if items.len() == count => items,
        other => {
            return Err(CallError::shape(format!(
                "{count} results were asked for, {} of {} came",
                other.kind(),
                other.items().map_or(1, <[Value]>::len)
            )));
        }
    };
    let result = |item: Value| match read_fault(&item) {
        Some(fault) => Err(fault),
        None => Ok(item),
    };
    Ok(items.into_iter().map(result).collect())
}

impl LogQuestion<'_> {
    fn size(&self) -> Option<Call> {
        self.log.size().filter(|_| self.sized)
    }
}

impl LookQuestion<'_> {
    /// Every call it takes: first who lives, then each log's size and its bytes.
    pub(super) fn calls(&self) -> Vec<Call> {
        let pid = self.lives.map(|_| Call::plain(Method::GetPid));
        let life = |id: &ProcessId| {
            let name = Value::from(id.namespec().as_str());
            Call::new(Method::GetProcessInfo, vec![name])
        };
        let log = |log: &LogQuestion<'_>| log.size().into_iter().chain(log.log.range(log.range));
        pid.into_iter()
            .chain(self.lives.unwrap_or_default().iter().map(life))
            .chain(self.logs.iter().flat_map(log))
            .collect()
    }

    /// What the results of these calls say.
    ///
    /// # Errors
    ///
    /// When one of them concerns more than what it was about.
    pub(super) fn answer(
        &self,
        node: &NodeId,
        results: Vec<Result<Value, CallError>>,
    ) -> Result<LookAnswer, CallError> {
        let mut results = results.into_iter();
        let mut next = || {
            let missing = || Err(CallError::shape("a result is missing"));
            results.next().unwrap_or_else(missing)
        };
        let mut pid = None;
        if self.lives.is_some() {
            pid = split(next())?.ok().and_then(|value| value.int());
        }
        let mut processes = Vec::new();
        for _ in self.lives.unwrap_or_default() {
            processes.push(split(
                next().and_then(|value| processes::one(node, &value)),
            )?);
        }
        let mut logs = Vec::with_capacity(self.logs.len());
        for question in self.logs {
            let size = question.size().map(|_| next());
            let data = match question.log.range(question.range) {
                Some(_) => logs::data(next()),
                None => Ok(LogData::Bytes(Untrusted::default())),
            };
            logs.push(split(data)?.map(|data| LogState {
                size: size.and_then(Result::ok).as_ref().and_then(logs::size),
                data,
            }));
        }
        Ok(LookAnswer {
            logs,
            pid: pid.and_then(processes::pid),
            processes,
        })
    }
}

/// A fault stays with what it is about; all else is about the node.
fn split<T>(result: Result<T, CallError>) -> Result<Result<T, Fault>, LinkError> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(CallError::Fault(fault)) => Ok(Err(fault)),
        Err(CallError::Link(error)) => Err(error),
    }
}
