//! The log pane: what is kept of which logs, what of it is shown in which order, and where the
//! reader stands.
//!
//! Each source keeps its lines in a ring of its own, by number. What is shown are [`Sequence`]s of
//! the same lines: all that no switch hides, those of them that pass the filter, and those that the
//! search finds. A line is never changed once it is made, and held by whoever shows it.

mod line;
mod sequence;
mod times;

mod rate;
mod reading;
mod source;
mod tail;

mod find;
mod scroll;
mod sift;

mod rows;
mod window;

mod pane;
mod sources;

pub use find::{NextOnly, Only, Search};
pub use line::{LineHead, LogLine, LogText, Mark, SourceKey};
pub use pane::{Colours, Json, LogLimits, LogPane};
pub use rate::Rate;
pub use reading::Reading;
pub use rows::{LogRow, RowText};
pub use scroll::Scroll;
pub use sequence::Sequence;
pub use sift::{Around, SiftJob, Sifted, Sought};
pub use source::PaneSource;
pub use sources::MOST_SOURCES;
pub use tail::{RawLine, StreamTail};
pub use times::{LineOrder, Times};
pub use window::{Room, Window};
