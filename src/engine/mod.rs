//! Tasks and channels: everything that runs beside the fronts.
//!
//! A front holds a [`Handle`] and receives [`Event`]s. Behind it one dispatcher awaits only its
//! inbox and hands work to tasks: a poller per node, a runner per run, a follower per open log.
//! Both channels are bounded, and the dispatcher never sends events itself: workers do. So a slow
//! front slows workers down, and can never stop the dispatcher from taking the next request.

pub mod demo;

mod event;
mod request;

mod clock;
mod pace;
mod setup;
mod start;

mod crew;
mod dispatcher;
mod handle;
mod kit;

mod connection;
mod reach;
mod remote;

mod ask;
mod badge;
mod keeper;
mod sign_in;

mod cadence;
mod nudge;
mod poller;

mod errand;
mod follower;
mod runner;

mod ledger;
mod scribe;

pub use clock::Clock;
pub use connection::{Connection, Connections, LogAsk, Turn};
pub use event::{CallFailure, Event, SignInResult, Warning};
pub use handle::{AskError, Handle};
pub use kit::Kit;
pub use nudge::Nudges;
pub use pace::Pace;
pub use reach::reach;
pub use request::{Request, Scope, StoreChoice};
pub use runner::Limits;
pub use scribe::{Journaling, Scribe, Unwritten};
pub use setup::{Setup, Stage, raise_file_limit, vault_place};
pub use start::Engine;

pub use crate::rpc::{LogData, LogRange, LogState, LookAnswer, Reach, Resolved};
pub use crate::secrets::Keep;
