//! Follows logs: their ends first, then every byte that comes, or a mark where bytes are missing.
//!
//! Data comes from reads at exact offsets, so bytes told and bytes marked as left out add up to the
//! file. When to read, supervisord's log stream tells: it rings within a millisecond, but it has no
//! offsets, loses bytes at a rotation, and does not look for a tenth of a second after each look
//! (`PROTOCOL` 3.3, 8). So it is the bell, we look ourselves while it is blind, and its bytes are
//! used only where calls cannot send them. One [`Lookout`](lookout::Lookout) per node looks at all
//! logs that are followed there at one moment and in one call.

mod pace;

mod allowance;
mod around;
mod end;
mod narrow;

mod reader;
mod tail;

mod bell;
mod blind;
mod ear;
mod heard;

mod followed;

mod timing;

mod after;
mod look;
mod lookout;
mod marks;
mod older;

mod lookouts;

pub(super) use lookouts::Lookouts;
