//! A log's stream as a doorbell: it rings as soon as supervisord sees that the log grew, and brings
//! the bytes that calls cannot (`PROTOCOL` 8).

use tokio::sync::mpsc;
use tokio_util::sync::DropGuard;

use crate::engine::connection::Connection;
use crate::engine::crew::Crew;
use crate::model::{LogSource, Stream};
use crate::rpc::LogTail;

/// Bytes that may wait for us in a stream. It is always drained, as a reader that stalls costs
/// supervisord memory; more than this at once is too much, and it is let go (`FAULTS` M12).
const WAITING: usize = 64 * 1024;

/// Which bell: no two ever have the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BellId(pub(super) u64);

/// What a bell tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ring {
    /// The stream is open.
    Opened,
    /// It brought these bytes.
    Heard(Vec<u8>),
    /// supervisord ended it: the file was truncated, or supervisord ends.
    Closed,
    /// There is no stream, or no more: no log, no such name, too many streams, too much output.
    Silent,
}

/// A stream that is open or being opened. Dropping it closes it.
#[derive(Debug)]
pub(super) struct Bell {
    id: BellId,
    _end: DropGuard,
}

/// Where bells are heard, and what they are made of.
#[derive(Debug)]
pub(super) struct Belfry {
    connection: Connection,
    crew: Crew,
    next: u64,
    rings: mpsc::Sender<(BellId, Ring)>,
}

impl Bell {
    /// Which one it is.
    pub(super) fn id(&self) -> BellId {
        self.id
    }
}

impl Belfry {
    /// One for a node, and where its bells are heard.
    pub(super) fn new(
        connection: Connection,
        crew: Crew,
    ) -> (Self, mpsc::Receiver<(BellId, Ring)>) {
        let (rings, heard) = mpsc::channel(64);
        let belfry = Self {
            connection,
            crew,
            next: 0,
            rings,
        };
        (belfry, heard)
    }

    /// Begins to listen to a log.
    pub(super) fn hang(&mut self, source: LogSource, stream: Stream) -> Bell {
        let id = BellId(self.next);
        self.next += 1;
        let (connection, rings) = (self.connection.clone(), self.rings.clone());
        let work = async move {
            let last = match connection.follow(&source, stream).await {
                Ok(Some(tail)) => listen(id, tail, &rings).await,
                Ok(None) | Err(_) => Ring::Silent,
            };
            // Nobody may listen any more.
            let _ = rings.send((id, last)).await;
        };
        Bell {
            id,
            _end: self.crew.spawn_stoppable(work).drop_guard(),
        }
    }
}

/// Rings until the stream ends, and says how it did.
async fn listen(id: BellId, mut tail: LogTail, rings: &mpsc::Sender<(BellId, Ring)>) -> Ring {
    if rings.send((id, Ring::Opened)).await.is_err() {
        return Ring::Silent;
    }
    let mut waiting = Vec::new();
    loop {
        tokio::select! {
            next = tail.next() => match next {
                Ok(Some(bytes)) => waiting.extend(bytes),
                Ok(None) => break,
                Err(_) => return Ring::Silent,
            },
            place = rings.reserve(), if !waiting.is_empty() => match place {
                Ok(place) => place.send((id, Ring::Heard(std::mem::take(&mut waiting)))),
                Err(_) => return Ring::Silent,
            },
        }
        if waiting.len() > WAITING {
            return Ring::Silent;
        }
    }
    if !waiting.is_empty() && rings.send((id, Ring::Heard(waiting))).await.is_err() {
        return Ring::Silent;
    }
    Ring::Closed
}
