//! The task of one open log.

use std::time::Duration;

use tokio::time::sleep;

use super::end::find_end;
use super::pace::{LOOKS_PER_READ, Look, rest};
use super::reader::Reader;
use crate::engine::{CallFailure, Connection, Event, Kit};
use crate::model::{Fault, LinkError, LogChunk, LogGap, LogPiece, LogSource, Stream};

/// Tells what a log says until it is dropped.
pub(in crate::engine) async fn follow(source: LogSource, kit: Kit) {
    let Some(connection) = kit.connections.of(source.node()).cloned() else {
        return;
    };
    let streams: &[Stream] = match &source {
        LogSource::Process(_) => &[Stream::Stdout, Stream::Stderr],
        LogSource::Main(_) => &[Stream::Main],
    };
    let mut follower = Follower {
        readers: streams.iter().copied().map(Reader::new).collect(),
        source,
        connection,
        kit,
        pid: None,
        is_away: false,
        is_unknown: false,
    };
    let mut pause = Duration::ZERO;
    for number in 0.. {
        pause = rest(follower.look(number).await, pause);
        sleep(pause).await;
    }
}

struct Follower {
    source: LogSource,
    connection: Connection,
    kit: Kit,
    readers: Vec<Reader>,
    /// The last pid the process had.
    pid: Option<u32>,
    is_away: bool,
    /// Whether the node does not list the process any more.
    is_unknown: bool,
}

impl Follower {
    /// Tells what is new. Whether the process was restarted is asked now and then only.
    async fn look(&mut self, number: u32) -> Look {
        match self.try_look(number).await {
            Ok(look) => look,
            Err(CallFailure::Fault(fault)) if fault.code == Fault::BAD_NAME => {
                self.miss_process().await;
                Look::Away
            }
            Err(failure) => {
                self.lose(failure.into_link()).await;
                Look::Away
            }
        }
    }

    async fn try_look(&mut self, number: u32) -> Result<Look, CallFailure> {
        if number.is_multiple_of(LOOKS_PER_READ) {
            self.look_at_process().await?;
        }
        let sizes = self.connection.log_sizes(&self.source).await?;
        let mut look = Look::Quiet;
        for (stream, size) in sizes {
            if self.advance(stream, size).await? == Look::News {
                look = Look::News;
            }
        }
        Ok(look)
    }

    /// Whether another process writes the log now.
    async fn look_at_process(&mut self) -> Result<(), CallFailure> {
        let LogSource::Process(id) = &self.source else {
            return Ok(());
        };
        let process = self.connection.process(id).await?;
        let Some(now) = process.pid else {
            return Ok(());
        };
        let before = self.pid.replace(now);
        if before.is_some_and(|before| before != now) {
            self.mark(LogGap::Restarted(before, Some(now))).await;
        }
        Ok(())
    }

    async fn advance(&mut self, stream: Stream, size: Option<u64>) -> Result<Look, CallFailure> {
        let (connection, source) = (self.connection.clone(), self.source.clone());
        // A future of its own for each read: one that borrowed could not change threads.
        let read = move |offset, length| {
            let (connection, source) = (connection.clone(), source.clone());
            async move { connection.read_log(&source, stream, offset, length).await }
        };
        let Some(at) = self
            .readers
            .iter()
            .position(|reader| reader.stream == stream)
        else {
            return Ok(Look::Quiet);
        };
        let mut told = Vec::new();
        let result = match size {
            Some(size) => self.readers[at].advance(&read, size, &mut told).await,
            None => match find_end(&read, self.readers[at].offset()).await {
                Ok(size) => self.readers[at].advance(&read, size, &mut told).await,
                Err(failure) => Err(failure),
            },
        };
        let look = if told.is_empty() {
            Look::Quiet
        } else {
            Look::News
        };
        // Only now: nothing was asked yet of a log whose size supervisord does not tell.
        if result.is_ok() {
            self.regain().await;
        }
        // What was taken is told, whatever came after it: it is not asked for again.
        for piece in told {
            self.tell(stream, piece).await;
        }
        result.map(|()| look)
    }

    /// The node does not list the process: its group was removed.
    async fn miss_process(&mut self) {
        if !self.is_unknown {
            self.regain().await;
            self.is_unknown = true;
            for reader in &self.readers {
                self.tell(reader.stream, LogPiece::Gap(LogGap::NoLog)).await;
            }
        }
    }

    async fn lose(&mut self, error: LinkError) {
        if !self.is_away {
            self.is_away = true;
            self.mark(LogGap::Interrupted(error)).await;
        }
    }

    async fn regain(&mut self) {
        if self.is_away {
            self.is_away = false;
            self.mark(LogGap::Resumed).await;
        }
        self.is_unknown = false;
    }

    /// A mark that concerns the whole source is told once, with its first output.
    async fn mark(&self, gap: LogGap) {
        if let Some(first) = self.readers.first() {
            self.tell(first.stream, LogPiece::Gap(gap)).await;
        }
    }

    async fn tell(&self, stream: Stream, piece: LogPiece) {
        let chunk = LogChunk {
            source: self.source.clone(),
            stream,
            at: self.kit.clock.now(),
            piece,
        };
        self.kit.tell(Event::Logged(chunk)).await;
    }
}
