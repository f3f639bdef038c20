//! Pieces of logs: which log, how it is asked for, and what an answer about it means.

use crate::model::{Fault, LinkError, LogSource, ProcessId, Stream, Untrusted};

use super::call::Call;
use super::error::CallError;
use super::method::Method;
use super::value::Value;

/// supervisord's number for whatever went wrong inside it (`PROTOCOL` 2.2).
const FAILED: i64 = 30;
/// How supervisord says inside a multicall that it could not decode: for a tail with the error's own
/// name, for a read by stumbling over the codec's (`utf-8` on Python 3, `utf8` on 2).
const UNDECODABLE: [&str; 2] = ["UnicodeDecodeError", "'Faults' has no attribute 'utf"];

/// One log of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogName<'a> {
    /// Standard output of a process.
    Stdout(&'a ProcessId),
    /// Standard error of a process.
    Stderr(&'a ProcessId),
    /// supervisord's own.
    Main,
}

impl<'a> LogName<'a> {
    /// The log that is meant by one stream of a source.
    #[must_use]
    pub fn of(source: &'a LogSource, stream: Stream) -> Self {
        match (source, stream) {
            (LogSource::Process(id), Stream::Stderr) => Self::Stderr(id),
            (LogSource::Process(id), Stream::Stdout | Stream::Main) => Self::Stdout(id),
            (LogSource::Main(_), _) => Self::Main,
        }
    }

    /// Asks for bytes. From a negative offset with length 0: the last ones; supervisord cuts at
    /// bytes, and refuses what then is no UTF-8 (`PROTOCOL` 3.0, 3.1).
    pub(super) fn read(self, offset: i64, length: u32) -> Call {
        let range = [Value::Int(offset), Value::Int(length.into())];
        match self {
            Self::Stdout(id) => Call::new(Method::ReadProcessStdoutLog, named(id, range)),
            Self::Stderr(id) => Call::new(Method::ReadProcessStderrLog, named(id, range)),
            Self::Main => Call::new(Method::ReadLog, range.to_vec()),
        }
    }

    /// Asks for a range.
    pub(super) fn range(self, range: LogRange) -> Option<Call> {
        match range {
            LogRange::From(offset, length) => {
                Some(self.read(i64::try_from(offset).unwrap_or(i64::MAX), length))
            }
            LogRange::Last(length) => Some(self.read(-i64::from(length), 0)),
            LogRange::Nothing => None,
        }
    }

    /// Asks for the size alone; supervisord's own log has no such question (`PROTOCOL` 3.2).
    pub(super) fn size(self) -> Option<Call> {
        let range = [Value::Int(0), Value::Int(0)];
        match self {
            Self::Stdout(id) => Some(Call::new(Method::TailProcessStdoutLog, named(id, range))),
            Self::Stderr(id) => Some(Call::new(Method::TailProcessStderrLog, named(id, range))),
            Self::Main => None,
        }
    }
}

/// Which bytes of a log are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogRange {
    /// So many from this offset on. More than 256 KiB would hold everybody on that supervisord up.
    From(u64, u32),
    /// So many last ones.
    Last(u32),
    /// None: the size is what counts.
    Nothing,
}

fn named(id: &ProcessId, range: [Value; 2]) -> Vec<Value> {
    let [offset, length] = range;
    vec![Value::from(id.namespec().as_str()), offset, length]
}

/// What a log gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogData {
    /// Bytes, fewer than asked for where the log ends.
    Bytes(Untrusted),
    /// supervisord cannot send this range: invalid UTF-8, or a character cut by one of its ends.
    /// Move the ends by 1 to 3 bytes, or use the stream (`PROTOCOL` 3.2). Every try writes a
    /// traceback into supervisord's log.
    Undecodable,
    /// There is no log: not configured, or no file.
    NoLog,
}

/// The outcome of a read, sorted into data and trouble.
pub(super) fn data(answer: Result<Value, CallError>) -> Result<LogData, CallError> {
    match answer {
        Ok(value) => match value.bytes() {
            Some(bytes) => Ok(LogData::Bytes(Untrusted::new(bytes))),
            None => Err(CallError::shape(format!(
                "a piece of a log was asked for, {} came",
                value.kind()
            ))),
        },
        Err(CallError::Link(LinkError::Status { status: 500, .. })) => Ok(LogData::Undecodable),
        Err(CallError::Fault(fault)) => of_fault(fault).map_err(CallError::Fault),
        Err(other) => Err(other),
    }
}

/// What a fault of a read means for the log.
pub(super) fn of_fault(fault: Fault) -> Result<LogData, Fault> {
    let told = String::from_utf8_lossy(fault.text.raw());
    let undecodable = UNDECODABLE.iter().any(|sign| told.contains(sign));
    match fault.code {
        Fault::NO_FILE => Ok(LogData::NoLog),
        FAILED if undecodable => Ok(LogData::Undecodable),
        _ => Err(fault),
    }
}

/// The size in a tail's answer `[data, size, overflow]`.
pub(super) fn size(answer: &Value) -> Option<u64> {
    let [_, size, _] = answer.items()? else {
        return None;
    };
    u64::try_from(size.int()?).ok()
}
