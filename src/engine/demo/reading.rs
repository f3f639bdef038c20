//! What a pretended supervisord gives of its logs.

use super::clock::Millis;
use super::sheet::Sheet;
use super::supervisor::{Supervisor, find};
use crate::engine::{CallFailure, LogAsk, LogData, LogRange, LogState, LookAnswer};
use crate::model::{Fault, LogSource, ProcessId, Stream, Untrusted};

impl Supervisor {
    /// Logs and lives at this moment.
    pub(super) fn look(
        &mut self,
        logs: &[LogAsk],
        lives: Option<&[ProcessId]>,
    ) -> Result<LookAnswer, CallFailure> {
        let now = self.admit()?;
        let lives = lives.map(|ids| {
            let life = |id| Ok(find(&mut self.actors, id)?.describe(now));
            (self.pid, ids.iter().map(life).collect())
        });
        let (pid, processes) = lives.map_or((None, Vec::new()), |(pid, all)| (Some(pid), all));
        Ok(LookAnswer {
            logs: logs.iter().map(|ask| self.log(ask, now)).collect(),
            pid,
            processes,
        })
    }

    fn log(&mut self, ask: &LogAsk, now: Millis) -> Result<LogState, Fault> {
        let Some(sheet) = self.sheet(ask, now)? else {
            return Ok(LogState {
                size: ask.sized.then_some(0),
                data: LogData::NoLog,
            });
        };
        let bytes = match ask.range {
            LogRange::From(offset, length) => {
                sheet.read(offset..offset.saturating_add(length.into()))
            }
            LogRange::Last(length) => {
                sheet.read(sheet.size().saturating_sub(length.into())..u64::MAX)
            }
            LogRange::Nothing => &[],
        };
        Ok(LogState {
            size: ask.sized.then_some(sheet.size()),
            data: LogData::Bytes(Untrusted::new(bytes)),
        })
    }

    fn sheet(&mut self, ask: &LogAsk, now: Millis) -> Result<Option<&Sheet>, Fault> {
        match (&ask.source, ask.stream) {
            (LogSource::Main(_), Stream::Main) => Ok(Some(&self.desk.log)),
            (LogSource::Process(id), Stream::Stdout) => Ok(find(&mut self.actors, id)?
                .outputs(now)
                .map(|outputs| &outputs.out)),
            (LogSource::Process(id), Stream::Stderr) => Ok(find(&mut self.actors, id)?
                .outputs(now)
                .map(|outputs| &outputs.err)),
            (LogSource::Main(_), Stream::Stdout | Stream::Stderr)
            | (LogSource::Process(_), Stream::Main) => Ok(None),
        }
    }
}
