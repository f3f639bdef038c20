//! Follows a log: its end first, then every byte that comes, or a mark where bytes are missing.
//!
//! supervisord's own stream and `tail*Log` lose bytes at a rotation, a burst or a cut character
//! (`FAULTS` M11 to M13, `PROTOCOL` 3.2, 3.3). So a follower polls: it asks for the size, and reads
//! from the exact offset where it ended. What it tells is exact: bytes told and bytes marked as
//! left out add up to the log.

mod allowance;
mod end;
mod follow;
mod narrow;
mod pace;
mod reader;

pub(super) use follow::follow;
