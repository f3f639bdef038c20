//! The first two steps to a node taken alone: its name and its port, or its socket.
//!
//! A call takes them too, and tells only which one failed; this tells how each went.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::net::{TcpStream, UnixStream, lookup_host};
use tokio::time::timeout;

use super::cause::{self, Place};
use super::limits::Limits;
use crate::model::{Endpoint, Layer, LinkError};

/// How the name and the connection of a node are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The addresses of its name; none where it has no name but an address or a socket.
    pub name: Option<Result<Resolved, LinkError>>,
    /// Whether its port or socket can be opened; none where there is no address to try.
    pub connect: Option<Result<Duration, LinkError>>,
}

/// What a name was resolved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Its addresses, as the resolver orders them.
    pub addresses: Vec<IpAddr>,
    /// How long that took.
    pub took: Duration,
}

/// Looks up the name and opens the connection, within the limits of a call. Nothing is sent.
pub async fn reach(endpoint: &Endpoint, limits: &Limits) -> Reach {
    let (host, port) = match endpoint {
        Endpoint::Http { host, port, .. } | Endpoint::Https { host, port, .. } => (host, *port),
        Endpoint::Unix { path } => {
            let place = Place::Unix(path.display().to_string());
            let opening = UnixStream::connect(path);
            return Reach {
                name: None,
                connect: Some(opened(opening, &place, limits).await),
            };
        }
    };
    if let Ok(address) = host.parse::<IpAddr>() {
        return Reach {
            name: None,
            connect: Some(connect(&[address], port, limits).await),
        };
    }
    let name = resolve(host, limits).await;
    let connect = match &name {
        Ok(resolved) => Some(connect(&resolved.addresses, port, limits).await),
        Err(_) => None,
    };
    Reach {
        name: Some(name),
        connect,
    }
}

async fn resolve(host: &str, limits: &Limits) -> Result<Resolved, LinkError> {
    let begun = Instant::now();
    let found = timeout(limits.lookup, lookup_host((host, 0))).await;
    let found = found.map_err(|_| LinkError::TimedOut {
        layer: Layer::Name,
        after: limits.lookup,
    })?;
    let not_found = LinkError::NameNotFound {
        host: host.to_owned(),
    };
    let addresses: Vec<IpAddr> = match found {
        Ok(found) => found.map(|address| address.ip()).collect(),
        Err(_) => return Err(not_found),
    };
    if addresses.is_empty() {
        return Err(not_found);
    }
    Ok(Resolved {
        addresses,
        took: begun.elapsed(),
    })
}

/// Tries one address after the other; what the last one said is told.
async fn connect(addresses: &[IpAddr], port: u16, limits: &Limits) -> Result<Duration, LinkError> {
    let addresses = addresses.iter().map(|ip| SocketAddr::new(*ip, port));
    let addresses: Vec<SocketAddr> = addresses.collect();
    let place = addresses
        .last()
        .map_or_else(String::new, SocketAddr::to_string);
    opened(
        TcpStream::connect(addresses.as_slice()),
        &Place::Tcp(place),
        limits,
    )
    .await
}

async fn opened<T>(
    opening: impl Future<Output = io::Result<T>>,
    place: &Place,
    limits: &Limits,
) -> Result<Duration, LinkError> {
    let begun = Instant::now();
    match timeout(limits.connect, opening).await {
        Ok(Ok(_)) => Ok(begun.elapsed()),
        Ok(Err(error)) => Err(cause::of_system(&error, place)),
        Err(_) => Err(LinkError::TimedOut {
            layer: Layer::Connect,
            after: limits.connect,
        }),
    }
}
