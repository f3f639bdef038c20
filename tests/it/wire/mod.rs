//! The wire: recorded bytes of real supervisords, hostile ones, and a fake on a real socket.

mod calls;
mod cuts;
mod echo;
mod fake;
mod fixtures;
mod hostile;
mod logs;
mod strange;
mod tls;
mod trouble;

use std::path::PathBuf;

use supdeck::model::{LinkError, NodeEntry};
use supdeck::rpc::{
    Access, Call, CallError, Clients, Credentials, Limits, Method, Permission, Transport, Value,
};

use crate::support::fake::Fake;

/// Every byte that a real supervisord sent, headers and all.
fn recorded(name: &str) -> Vec<u8> {
    let path = folder().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/wire")
}

/// What follows the headers.
fn body(message: &[u8]) -> &[u8] {
    let end = message.windows(4).position(|window| window == b"\r\n\r\n");
    &message[end.unwrap() + 4..]
}

/// A way to a fake, with read and write access.
fn transport(fake: &Fake) -> Transport {
    transport_with(&fake.entry("fake"), Limits::default())
}

fn transport_with(entry: &NodeEntry, limits: Limits) -> Transport {
    let clients = Clients::new(limits).unwrap();
    Transport::new(entry, &clients, Permission::new(Access::ReadWrite)).unwrap()
}

/// Asks something harmless.
async fn ask(transport: &Transport) -> Result<Value, CallError> {
    transport.call(&Call::plain(Method::GetState), None).await
}

/// Why something harmless could not be asked.
async fn link_error(transport: &Transport) -> LinkError {
    match ask(transport).await {
        Err(CallError::Link(error)) => error,
        other => panic!("a link error was expected, not {other:?}"),
    }
}

const WHO: Credentials<'static> = Credentials {
    user: "ops",
    password: "päss:word",
};
