//! Rows made from a fleet and its roster: nothing is dropped, so the sums are the totals.
//!
//! A process of a node that gives no data counts as no data, wherever it is counted. A node in
//! several environments counts in each of them, and once in every total.

mod attention;
mod environment;
mod group;
mod node;
mod process;

#[cfg(test)]
mod sums;

pub use attention::{Attention, Severity, attention};
pub use environment::{EnvironmentRow, environments};
pub use group::{GroupRow, GroupShare, groups};
pub use node::{NodeHealth, NodeRow, node, nodes};
pub use process::{ProcessRow, process, processes};
