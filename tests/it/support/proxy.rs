//! A proxy on loopback that does to bytes what networks do to them, and counts what passed.
//!
//! ```ignore
//! let proxy = Proxy::before(&fake.entry("a")).await;
//! proxy.switch(Network::down(Way::ending(100, End::Reset)));
//! // … point the code under test at proxy.entry() …
//! assert_eq!(proxy.counts().connections, 1);
//! ```

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use supdeck::model::{Endpoint, NodeEntry};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;

/// What happens to a connection, direction by direction. Nothing, by default.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// To the node.
    pub up: Way,
    /// From the node.
    pub down: Way,
}

/// What happens to the bytes of one direction.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// Every piece is this much late,
    pub latency: Duration,
    /// and up to this much more.
    pub jitter: Duration,
    /// So many bytes in a second, if that is limited.
    pub bandwidth: Option<u32>,
    /// Pieces are no longer than this.
    pub slice: Option<usize>,
    /// After so many bytes of a connection this happens to it.
    pub end: Option<(usize, End)>,
    /// An end in order is passed on this much later.
    pub slow_close: Duration,
}

/// What happens to a connection in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is closed in order, on both sides.
    Close,
    /// It is reset, on both sides.
    Reset,
    /// Nothing passes this way any more, and nobody is told.
    Swallow,
}

/// What went through so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections on which a client said something.
    pub connections: usize,
    /// Of them, those open now.
    pub open: usize,
    /// Connections that met their [`End`].
    pub ended: usize,
    /// Bytes passed on to the node.
    pub up: usize,
    /// Bytes passed on to the client.
    pub down: usize,
}

/// Decides about a connection by the first bytes of its client.
type Rule = Arc<dyn Fn(&[u8]) -> Network + Send + Sync>;

/// A running proxy; it ends, with all its connections, when dropped.
pub struct Proxy {
    entry: NodeEntry,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    node: SocketAddr,
    rule: watch::Sender<Rule>,
    counters: Counters,
}

#[derive(Default)]
struct Counters {
    connections: AtomicUsize,
    open: AtomicUsize,
    ended: AtomicUsize,
    up: AtomicUsize,
    down: AtomicUsize,
}

impl Network {
    /// Trouble on the way to the node alone.
    pub fn up(up: Way) -> Self {
        Self {
            up,
            ..Self::default()
        }
    }

    /// Trouble on the way from the node alone.
    pub fn down(down: Way) -> Self {
        Self {
            down,
            ..Self::default()
        }
    }
}

impl Way {
    /// So many bytes pass, and then this happens.
    pub fn ending(after: usize, end: End) -> Self {
        Self {
            end: Some((after, end)),
            ..Self::default()
        }
    }

    fn lateness(&self) -> Duration {
        self.latency + self.jitter.mul_f64(fastrand::f64())
    }
}

impl Proxy {
    /// One before a node on a port; a client reaches it by [`Proxy::entry`].
    pub async fn before(node: &NodeEntry) -> Self {
        let Endpoint::Http { host, port, prefix } = &node.endpoint else {
            panic!("no port: {}", node.endpoint);
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let calm: Rule = Arc::new(|_| Network::default());
        let shared = Arc::new(Shared {
            node: SocketAddr::new(host.parse().unwrap(), *port),
            rule: watch::Sender::new(calm),
            counters: Counters::default(),
        });
        let entry = NodeEntry {
            endpoint: Endpoint::Http {
                host: here.ip().to_string(),
                port: here.port(),
                prefix: prefix.clone(),
            },
            ..node.clone()
        };
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self {
            entry,
            shared,
            task,
        }
    }

    /// The entry of the node, by way of the proxy.
    pub fn entry(&self) -> NodeEntry {
        self.entry.clone()
    }

    /// From now on this happens to every connection, to those that are open too.
    pub fn switch(&self, network: Network) {
        self.decide(move |_| network.clone());
    }

    /// The same, decided anew for each connection by the first bytes of its client.
    pub fn decide(&self, rule: impl Fn(&[u8]) -> Network + Send + Sync + 'static) {
        self.shared.rule.send_replace(Arc::new(rule));
    }

    /// What went through so far.
    pub fn counts(&self) -> Counts {
        let counters = &self.shared.counters;
        Counts {
            connections: counters.connections.load(Relaxed),
            open: counters.open.load(Relaxed),
            ended: counters.ended.load(Relaxed),
            up: counters.up.load(Relaxed),
            down: counters.down.load(Relaxed),
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(connection(client, Arc::clone(&shared)));
        while connections.try_join_next().is_some() {}
    }
}

/// Counts a connection as long as it lives, however it ends.
struct Open(Arc<Shared>);

impl Open {
    fn new(shared: &Arc<Shared>) -> Self {
        shared.counters.connections.fetch_add(1, Relaxed);
        shared.counters.open.fetch_add(1, Relaxed);
        Self(Arc::clone(shared))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.counters.open.fetch_sub(1, Relaxed);
    }
}

async fn connection(mut client: TcpStream, shared: Arc<Shared>) {
    let mut first = Vec::with_capacity(16 * 1024);
    if !matches!(client.read_buf(&mut first).await, Ok(1..)) {
        return;
    }
    let _open = Open::new(&shared);
    let Ok(mut node) = TcpStream::connect(shared.node).await else {
        let _ = client.set_zero_linger();
        return;
    };
    let mut rules = shared.rule.subscribe();
    let decide = |rules: &mut watch::Receiver<Rule>| rules.borrow_and_update()(&first);
    let network = watch::Sender::new(decide(&mut rules));
    let left = {
        let (from_client, to_client) = client.split();
        let (from_node, to_node) = node.split();
        let watched = network.subscribe();
        let up = Pump {
            way: &|| watched.borrow().up.clone(),
            passed: &shared.counters.up,
            ended: &shared.counters.ended,
            count: 0,
        };
        let down = Pump {
            way: &|| watched.borrow().down.clone(),
            passed: &shared.counters.down,
            ended: &shared.counters.ended,
            count: 0,
        };
        let both = both(
            up.carry(&first, from_client, to_node),
            down.carry(&[], from_node, to_client),
        );
        tokio::pin!(both);
        loop {
            tokio::select! {
                left = &mut both => break left,
                Ok(()) = rules.changed() => drop(network.send_replace(decide(&mut rules))),
            }
        }
    };
    if left == Left::Broken {
        let _ = (client.set_zero_linger(), node.set_zero_linger());
    }
}

/// How a direction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// Its sender has closed it.
    Closed,
    /// Both sides are to be closed.
    Cut,
    /// Both sides are to be reset.
    Broken,
}

/// Ends when the client has closed, or when something concerns both directions.
async fn both(up: impl Future<Output = Left>, down: impl Future<Output = Left>) -> Left {
    tokio::pin!(up, down);
    tokio::select! {
        left = &mut up => left,
        left = &mut down => match left {
            Left::Closed => up.await,
            Left::Cut | Left::Broken => left,
        }
    }
}

/// One direction of one connection.
struct Pump<'a, F> {
    way: &'a F,
    passed: &'a AtomicUsize,
    ended: &'a AtomicUsize,
    count: usize,
}

impl<F: Fn() -> Way> Pump<'_, F> {
    /// Carries bytes until one side closes, or until something happens to both.
    async fn carry(mut self, first: &[u8], mut from: ReadHalf<'_>, mut to: WriteHalf<'_>) -> Left {
        let mut bytes = first.to_vec();
        let mut swallows = false;
        loop {
            if !swallows {
                match self.pass(&bytes, &mut to).await {
                    Ok(None) => {}
                    Ok(Some(End::Swallow)) => swallows = true,
                    Ok(Some(End::Close)) => return Left::Cut,
                    Ok(Some(End::Reset)) | Err(_) => return Left::Broken,
                }
            }
            bytes.clear();
            bytes.reserve(16 * 1024);
            match from.read_buf(&mut bytes).await {
                Ok(1..) => {}
                Ok(0) if swallows => return Left::Closed,
                Ok(0) => {
                    sleep((self.way)().slow_close).await;
                    let _ = to.shutdown().await;
                    return Left::Closed;
                }
                Err(_) => return Left::Broken,
            }
        }
    }

    /// Passes bytes on, piece by piece; what happens to the connection among them.
    async fn pass(&mut self, bytes: &[u8], to: &mut WriteHalf<'_>) -> io::Result<Option<End>> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let way = (self.way)();
            sleep(way.lateness()).await;
            let left = way
                .end
                .map_or(usize::MAX, |(at, _)| at.saturating_sub(self.count));
            let most = way.slice.unwrap_or(usize::MAX).min(left).min(rest.len());
            let (piece, after) = rest.split_at(most);
            to.write_all(piece).await?;
            self.count += piece.len();
            self.passed.fetch_add(piece.len(), Relaxed);
            if let Some((_, end)) = way.end.filter(|_| most == left) {
                self.ended.fetch_add(1, Relaxed);
                return Ok(Some(end));
            }
            if let Some(bandwidth) = way.bandwidth {
                sleep(Duration::from_secs(most.try_into().unwrap()) / bandwidth).await;
            }
            rest = after;
        }
        Ok(None)
    }
}
