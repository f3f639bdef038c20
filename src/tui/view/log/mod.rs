//! The log pane as it is drawn: what it says above, the lines with what stands before them, and
//! what it says below. Text of a log comes as [`Painted`](crate::model::Painted) or
//! [`Clean`](crate::model::Clean), never otherwise.

mod pane;

mod head;
mod legend;

mod gutter;
mod rows;

mod ink;
mod text;

mod empty;
mod foot;

pub use head::facts;
pub use pane::draw;
