//! Tasks and channels: everything that runs beside the fronts.
//!
//! A front holds a [`Handle`] and receives [`Event`]s. Behind it one dispatcher awaits only its
//! inbox and hands work to tasks: a poller per node, a runner per run, a follower per open log.
//! Both channels are bounded, and the dispatcher never sends events itself: workers do. So a slow
//! front slows workers down, and can never stop the dispatcher from taking the next request.

mod event;
mod request;

mod connection;
mod kit;
mod nudge;
mod order;
mod remote;
mod scribe;

mod follower;
mod runner;

pub use connection::{Connection, Connections};
pub use event::{CallFailure, Event, SignInResult, Warning};
pub use kit::Kit;
pub use nudge::Nudges;
pub use order::Order;
pub use remote::LogData;
pub use request::{Keep, Request, Scope, StoreChoice};
pub use runner::Limits;
pub use scribe::{Scribe, Unwritten};
