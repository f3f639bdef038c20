//! From the state to a frame: reads only, and tells what the frame showed.
//!
//! A frame has a header, a line about what is looked at, the page, what just happened and the keys
//! that matter. Dialogs lie on top. Every text of a node comes as [`Clean`](crate::model::Clean).

mod frame;
mod scene;

mod foot;
mod header;
mod hint_lists;
mod hints;
mod status;

mod columns;
mod empty;
mod listing;
mod log;
mod page;

mod attention;
mod changes;
mod dashboard;
mod dashboard_parts;
mod node;
mod sections;
mod why;

mod dialogs;
mod first_run;

mod words;

pub use crate::tui::widget::Glyphs;
pub use frame::draw;
pub use scene::Look;
