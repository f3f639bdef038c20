//! What happens to which process in which order: pure, with no clock and no socket.

mod batch;
mod run;
mod schedule;

pub use batch::{Batch, Permission, rests, unsafe_log};
pub use run::{Phase, Progress, Run, RunStep, Summary};
pub use schedule::{Mode, Operation, OperationId, RunId, Schedule, Token};
