//! HTTP and XML-RPC, as supervisord really speaks them.
//!
//! What travels is a [`Call`]: only methods of the closed enum [`Method`] can be built. A
//! [`Transport`] sends it to one node and turns everything that can go wrong into a
//! [`LinkError`](crate::model::LinkError). A [`Supervisor`] is the typed face of one node: what the
//! engine talks to. Nothing here keeps a password, retries a change or follows a redirect.

mod value;

mod call;
mod method;

mod decode;
mod encode;

mod error;
mod limits;

mod cause;
mod clients;
mod credentials;
mod last_answer;
mod mask;
mod permission;
mod reach;
mod resolver;
mod response;
mod transport;

mod configs;
mod logs;
mod processes;

mod logtail;
mod multicall;
mod supervisor;

pub use call::Call;
pub use clients::Clients;
pub use credentials::Credentials;
pub use decode::{Answer, decode};
pub use encode::encode;
pub use error::{CallError, DecodeError};
pub use last_answer::LastAnswer;
pub use limits::Limits;
pub use logs::{LogData, LogName, LogRange};
pub use logtail::LogTail;
pub use method::Method;
pub use multicall::{LogQuestion, LogState, LookAnswer, LookQuestion};
pub use permission::{Access, Permission};
pub use reach::{Reach, Resolved, reach};
pub use supervisor::Supervisor;
pub use transport::Transport;
pub use value::Value;
