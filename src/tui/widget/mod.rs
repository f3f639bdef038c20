//! Pieces a screen is made of, which know nothing of fleets: canvas, glyphs, rules, tables, boxes.

mod canvas;
mod field;
mod glyphs;
mod popup;
mod rule;
mod table;
mod text;

pub use canvas::Canvas;
pub use field::{Field, field};
pub use glyphs::Glyphs;
pub use popup::{Body, Frame, Place, Popup};
pub use rule::Rule;
pub use table::{Cut, Table, TableCell, TableColumn, TableRow, Width};
pub use text::{clip, clip_line, line_width, pad, restyled, wrap, wrap_chars};
