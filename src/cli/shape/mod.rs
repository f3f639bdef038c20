//! The shapes of JSON: what a script may rely on. Fields are added, never renamed or taken away.
//!
//! Names of groups and processes are exactly what their node sent; texts for people are clean. Times
//! are RFC 3339 in UTC, durations say their unit, what is not there is `null`.

mod count;
mod node;
mod process;
mod tagged;

pub use count::{EnvironmentShape, GroupShape};
pub use node::NodeShape;
pub use process::ProcessShape;
pub use tagged::Tagged;
