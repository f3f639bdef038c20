//! The way to one node: sends a call, on a connection of its own, and brings the answer back.

use std::sync::Arc;
use std::time::Instant;

use reqwest::header::{CONNECTION, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder, Response, Url};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::model::{Endpoint, Layer, LinkError, NodeEntry, NodeId};

use super::call::Call;
use super::cause::{self, Place};
use super::clients::Clients;
use super::credentials::Credentials;
use super::decode::{Answer, decode};
use super::encode::encode;
use super::error::CallError;
use super::last_answer::LastAnswer;
use super::limits::Limits;
use super::mask::Mask;
use super::permission::{Access, Permission};
use super::response;
use super::value::Value;

/// The way to one node.
///
/// Every call has a fresh connection that the node is asked to close, at most [`Limits::calls`] of
/// them at once. A read that broke off is asked once more while its time lasts; a change never is.
#[derive(Debug)]
pub struct Transport {
    node: NodeId,
    client: Client,
    base: String,
    place: Place,
    plaintext: Plaintext,
    permission: Permission,
    limits: Limits,
    calls: Semaphore,
    streams: Arc<Semaphore>,
}

/// What a password on this way would mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plaintext {
    /// Nobody can read it on the way, or the config says so be it.
    Accepted,
    /// Anybody on the way could read it.
    Refused,
}

impl Transport {
    /// The way to a node. Reads the node's `ca_file`: call it where blocking is allowed.
    ///
    /// # Errors
    ///
    /// [`LinkError::Tls`] when a certificate file cannot be used, [`LinkError::Broken`] when the
    /// endpoint makes no URL.
    pub fn new(
        entry: &NodeEntry,
        clients: &Clients,
        permission: Permission,
    ) -> Result<Self, LinkError> {
        let (base, place) = address(&entry.endpoint);
        Url::parse(&base).map_err(|error| LinkError::Broken {
            reason: format!("{base} is no usable URL: {error}"),
        })?;
        let plaintext = if entry.endpoint.is_private() || entry.allow_plaintext {
            Plaintext::Accepted
        } else {
            Plaintext::Refused
        };
        Ok(Self {
            node: entry.id.clone(),
            client: clients.client(entry)?,
            base,
            place,
            plaintext,
            permission,
            limits: clients.limits().clone(),
            calls: Semaphore::new(clients.limits().calls),
            streams: Arc::new(Semaphore::new(clients.limits().streams)),
        })
    }

    /// The node it leads to.
    #[must_use]
    pub fn node(&self) -> &NodeId {
        &self.node
    }

    /// Asks, and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// [`CallError::Link`] when there is no good answer: [`LinkError::surely_not_executed`] tells
    /// whether a change may have happened all the same. [`CallError::Fault`] when supervisord said
    /// no.
    pub async fn call(
        &self,
        call: &Call,
        credentials: Option<Credentials<'_>>,
    ) -> Result<Value, CallError> {
        let answer = self.read(call, credentials, value).await?;
        Ok(Mask::of(credentials).faults(answer))
    }

    /// The same for an answer that may say what the last one said: then it is not read. Else it
    /// comes with its hash, for [`LastAnswer::keep`].
    pub(super) async fn call_for_news(
        &self,
        call: &Call,
        credentials: Option<Credentials<'_>>,
        last: &LastAnswer,
    ) -> Result<Option<(Value, u64)>, CallError> {
        let news = |body: &[u8]| {
            let hash = last.news(body);
            hash.map(|hash| Ok((value(body)?, hash))).transpose()
        };
        let answer = self.read(call, credentials, news).await?;
        let mask = Mask::of(credentials);
        Ok(answer.map(|(value, hash)| (mask.faults(value), hash)))
    }

    /// Asks, and makes something of the body of the answer.
    async fn read<T>(
        &self,
        call: &Call,
        credentials: Option<Credentials<'_>>,
        read: impl Fn(&[u8]) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        self.check(call, credentials)?;
        let begun = Instant::now();
        let first = self.attempt(call, credentials, begun, &read).await;
        let settled = match first {
            Err(CallError::Link(LinkError::Broken { .. } | LinkError::Cut { .. }))
                if !call.is_mutating() =>
            {
                self.attempt(call, credentials, begun, &read).await
            }
            settled => settled,
        };
        settled.map_err(|error| Mask::of(credentials).error(error))
    }

    /// What is refused before anything is sent.
    fn check(&self, call: &Call, credentials: Option<Credentials<'_>>) -> Result<(), LinkError> {
        if call.is_mutating() && self.permission.access() == Access::ReadOnly {
            return Err(LinkError::ReadOnly);
        }
        self.check_plaintext(credentials)
    }

    fn check_plaintext(&self, credentials: Option<Credentials<'_>>) -> Result<(), LinkError> {
        if credentials.is_some() && self.plaintext == Plaintext::Refused {
            return Err(LinkError::PlaintextRefused);
        }
        Ok(())
    }

    async fn attempt<T>(
        &self,
        call: &Call,
        credentials: Option<Credentials<'_>>,
        begun: Instant,
        read: impl Fn(&[u8]) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        // Waiting for a turn is not waiting for the node, and what has a turn ends in time.
        let Ok(_turn) = self.calls.acquire().await else {
            return Err(LinkError::Broken {
                reason: "the transport is closed".into(),
            }
            .into());
        };
        let mut body = self.exchange(call, credentials, begun).await?;
        Mask::of(credentials).body(&mut body);
        read(&body)
    }

    async fn exchange(
        &self,
        call: &Call,
        credentials: Option<Credentials<'_>>,
        begun: Instant,
    ) -> Result<Vec<u8>, LinkError> {
        let request = self
            .client
            .post(format!("{}/RPC2", self.base))
            .header(CONTENT_TYPE, "text/xml")
            .header(CONNECTION, "close")
            .timeout(self.limits.call.saturating_sub(begun.elapsed()))
            .body(encode(call));
        let answer = self.send(request, credentials).await?;
        let cap = if call.reads_log() {
            self.limits.piece
        } else {
            self.limits.body
        };
        response::xml(answer, cap, &self.limits).await
    }

    /// Sends a request and lets only an answer of 200 come back.
    async fn send(
        &self,
        request: RequestBuilder,
        credentials: Option<Credentials<'_>>,
    ) -> Result<Response, LinkError> {
        let request = match credentials {
            // This marks the header as sensitive, so no debug output shows it.
            Some(who) => request.basic_auth(who.user, Some(who.password)),
            None => request,
        };
        let answer = request
            .send()
            .await
            .map_err(|error| cause::of_request(&error, &self.place, &self.limits))?;
        response::check_status(&answer, credentials.map(|who| who.user))?;
        Ok(answer)
    }

    /// Opens a stream: no limit on the whole, and never `Connection: close`, which makes
    /// supervisord hold everything back until 64 KiB have piled up (`PROTOCOL` 3.3).
    pub(super) async fn open_stream(
        &self,
        path: &str,
        credentials: Option<Credentials<'_>>,
    ) -> Result<(Response, OwnedSemaphorePermit), LinkError> {
        self.check_plaintext(credentials)?;
        let turn = Arc::clone(&self.streams).try_acquire_owned();
        let turn = turn.map_err(|_| LinkError::Broken {
            reason: format!("{} log streams are open already", self.limits.streams),
        })?;
        let request = self.client.get(format!("{}{path}", self.base));
        let opening = self.send(request, credentials);
        let answer = tokio::time::timeout(self.limits.call, opening).await;
        let answer = answer.map_err(|_| LinkError::TimedOut {
            layer: Layer::Answer,
            after: self.limits.call,
        })?;
        let answer = answer.map_err(|error| Mask::of(credentials).link(error))?;
        Ok((answer, turn))
    }

    /// The limits it keeps to.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }
}

/// The value that a body holds.
fn value(body: &[u8]) -> Result<Value, CallError> {
    match decode(body).map_err(|error| error.into_link(body))? {
        Answer::Value(value) => Ok(value),
        Answer::Fault(fault) => Err(fault.into()),
    }
}

/// The URL before the method's path, and how messages call the place.
fn address(endpoint: &Endpoint) -> (String, Place) {
    let bracketed = |host: &str, port: u16| {
        if host.contains(':') {
            format!("[{host}]:{port}")
        } else {
            format!("{host}:{port}")
        }
    };
    match endpoint {
        Endpoint::Http { host, port, .. } => {
            (endpoint.to_string(), Place::Tcp(bracketed(host, *port)))
        }
        Endpoint::Https { host, port, .. } => {
            (endpoint.to_string(), Place::Tls(bracketed(host, *port)))
        }
        // The host is not looked up; the name only stands in the Host header.
        Endpoint::Unix { path } => (
            "http://localhost".into(),
            Place::Unix(path.display().to_string()),
        ),
    }
}
