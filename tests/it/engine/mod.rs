//! Tests of the engine: the seam from outside, on real sockets.

mod logs;
mod runs;
