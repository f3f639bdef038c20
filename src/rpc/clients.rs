//! The HTTP clients that nodes share, so that a thousand nodes cost a handful of them.

use std::path::Path;
use std::sync::OnceLock;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder};

use crate::model::{Endpoint, LinkError, NodeEntry};

use super::limits::Limits;
use super::resolver::Resolver;

/// Clients by what they trust: none reads the system's certificates but the one that needs them,
/// once, when the first node wants TLS.
#[derive(Debug)]
pub struct Clients {
    limits: Limits,
    plain: Client,
    system: OnceLock<Client>,
}

impl Clients {
    /// Clients that keep to these limits.
    ///
    /// # Errors
    ///
    /// When the TLS library cannot be set up.
    pub fn new(limits: Limits) -> Result<Self, LinkError> {
        let plain = build(trusting_nobody(&limits))?;
        Ok(Self {
            limits,
            plain,
            system: OnceLock::new(),
        })
    }

    /// The limits they keep to.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The client for a node. Reads files the first time: call it where blocking is allowed.
    pub(super) fn client(&self, entry: &NodeEntry) -> Result<Client, LinkError> {
        match (&entry.endpoint, &entry.ca_file) {
            (Endpoint::Http { .. }, _) => Ok(self.plain.clone()),
            (Endpoint::Unix { path }, _) => {
                build(trusting_nobody(&self.limits).unix_socket(path.as_path()))
            }
            (Endpoint::Https { .. }, None) => self.system(),
            (Endpoint::Https { .. }, Some(file)) => {
                build(builder(&self.limits).tls_certs_only(authorities(file)?))
            }
        }
    }

    fn system(&self) -> Result<Client, LinkError> {
        if let Some(client) = self.system.get() {
            return Ok(client.clone());
        }
        let client = build(builder(&self.limits))?;
        Ok(self.system.get_or_init(|| client).clone())
    }
}

/// What holds for every node (`FAULTS` M16, M21 to M23): no redirect, no proxy, no retry, no reuse
/// of a connection. A fresh one per call costs 0.25 ms, avoids a stall of 40 ms (`PROTOCOL` 1.2),
/// and makes "could not connect" mean "surely not executed".
fn builder(limits: &Limits) -> ClientBuilder {
    Client::builder()
        .redirect(Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .no_proxy()
        .http1_only()
        .pool_max_idle_per_host(0)
        .connect_timeout(limits.connect)
        .dns_resolver(Resolver {
            limit: limits.lookup,
        })
}

/// For links without TLS: reading the system's certificates costs milliseconds and 100 kB each.
fn trusting_nobody(limits: &Limits) -> ClientBuilder {
    builder(limits).tls_certs_only([])
}

fn build(builder: ClientBuilder) -> Result<Client, LinkError> {
    builder.build().map_err(|error| LinkError::Tls {
        reason: format!("the TLS library cannot be set up: {error}"),
    })
}

/// The certificates of a PEM file.
fn authorities(file: &Path) -> Result<Vec<Certificate>, LinkError> {
    let unusable = |why: String| LinkError::Tls {
        reason: format!("ca_file {}: {why}", file.display()),
    };
    let pem = std::fs::read(file).map_err(|error| unusable(error.to_string()))?;
    let found = Certificate::from_pem_bundle(&pem).map_err(|error| unusable(error.to_string()))?;
    if found.is_empty() {
        return Err(unusable("no certificate in it".into()));
    }
    Ok(found)
}
