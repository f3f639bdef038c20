//! Looking up names, with a limit of its own: so that "DNS is slow" never reads "the host is dead".

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

/// The system's resolver, on tokio's threads for blocking work.
pub(super) struct Resolver {
    /// How long one lookup may take.
    pub(super) limit: Duration,
}

/// Why there is no address.
#[derive(Debug, Error)]
pub(super) enum LookupError {
    /// The system knows no address of that name.
    #[error("{host} has no address")]
    NotFound {
        /// The name.
        host: String,
    },
    /// The system did not answer in time.
    #[error("the lookup took longer than {after:?}")]
    TimedOut {
        /// The limit.
        after: Duration,
    },
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let limit = self.limit;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let lookup = tokio::net::lookup_host((host.as_str(), 0));
            let found = tokio::time::timeout(limit, lookup).await;
            let found = found.map(|found| found.map(Iterator::collect::<Vec<SocketAddr>>));
            match found {
                Ok(Ok(addresses)) => Ok(Box::new(addresses.into_iter()) as Addrs),
                Ok(Err(_)) => Err(LookupError::NotFound { host }.into()),
                Err(_) => Err(LookupError::TimedOut { after: limit }.into()),
            }
        })
    }
}
