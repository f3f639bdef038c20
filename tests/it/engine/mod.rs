//! Tests of the engine: the seam from outside, on real sockets.

mod bench;

mod demo;
mod journaling;
mod main_log;
mod passwords;
mod polling;
mod proxied;
mod read_only;
mod real_nodes;
mod sign_in;
mod stopping;
mod truth;
mod upheavals;

mod logs;
mod runs;
