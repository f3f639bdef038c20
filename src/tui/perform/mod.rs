//! Does what `update` wants done: asks the engine, copies, saves, lends the terminal.

mod after;
mod hands;

mod copy;
mod pager;
mod save;
mod suspend;
mod ways;

pub(super) use after::After;
pub(super) use hands::Hands;
