//! Several reads in one round trip: supervisord shows all of them one frozen state (`PROTOCOL` 0).

use crate::model::{Fault, LinkError};

use super::call::Call;
use super::decode::read_fault;
use super::error::CallError;
use super::logs::{self, LogData, LogName};
use super::value::Value;

/// From where a log is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogQuestion<'a> {
    /// Which log.
    pub log: LogName<'a>,
    /// First byte wanted.
    pub offset: u64,
    /// Bytes wanted at most; keep it below 256 KiB for the sake of everybody on that supervisord.
    pub length: u32,
}

/// A log at the moment of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogState {
    /// Its size in bytes. Smaller than the offset: it was rotated or cleared. None where
    /// supervisord cannot tell: its own log, and logs of more than 2 GiB.
    pub size: Option<u64>,
    /// The bytes from the offset on.
    pub data: LogData,
}

/// The results of a multicall in their order, each a value or a fault of its own.
pub(super) fn results(
    answer: &Value,
    count: usize,
) -> Result<Vec<Result<Value, Fault>>, CallError> {
    let Some(items) = answer.items().filter(|items| items.len() == count) else {
        return Err(CallError::shape(format!(
            "{count} results were asked for, {} of {} came",
            answer.kind(),
            answer.items().map_or(1, <[Value]>::len)
        )));
    };
    let result = |item: &Value| match read_fault(item) {
        Some(fault) => Err(fault),
        None => Ok(item.clone()),
    };
    Ok(items.iter().map(result).collect())
}

/// For each log: its size, then its bytes.
pub(super) fn log_call(questions: &[LogQuestion<'_>]) -> Call {
    let both = |question: &LogQuestion<'_>| {
        let read = question.log.read(
            i64::try_from(question.offset).unwrap_or(i64::MAX),
            question.length,
        );
        question.log.size().into_iter().chain([read])
    };
    Call::many(questions.iter().flat_map(both).collect())
}

/// One state per question. A fault that concerns one log alone stays with that log.
pub(super) fn log_states(
    questions: &[LogQuestion<'_>],
    answer: &Value,
) -> Result<Vec<Result<LogState, Fault>>, CallError> {
    let asked: usize = questions.iter().map(answers_wanted).sum();
    let mut results = results(answer, asked)?.into_iter();
    let mut states = Vec::with_capacity(questions.len());
    for question in questions {
        let size = match answers_wanted(question) {
            2 => results.next(),
            _ => None,
        };
        let Some(read) = results.next() else {
            return Err(CallError::shape("a result is missing"));
        };
        states.push(state(size, read)?);
    }
    Ok(states)
}

fn answers_wanted(question: &LogQuestion<'_>) -> usize {
    match question.log {
        LogName::Stdout(_) | LogName::Stderr(_) => 2,
        LogName::Main => 1,
    }
}

fn state(
    size: Option<Result<Value, Fault>>,
    read: Result<Value, Fault>,
) -> Result<Result<LogState, Fault>, CallError> {
    let size = size.and_then(Result::ok);
    let size = size.as_ref().and_then(logs::size);
    match logs::data(read.map_err(CallError::from)) {
        Ok(data) => Ok(Ok(LogState { size, data })),
        Err(CallError::Fault(fault)) => Ok(Err(fault)),
        Err(CallError::Link(LinkError::ShuttingDown)) => Err(LinkError::ShuttingDown.into()),
        Err(other @ CallError::Link(_)) => Err(other),
    }
}
