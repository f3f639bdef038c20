//! The demo fleet: scripted supervisords that live in this process and never touch the network.
//!
//! A [`World`] is a pure function of a seed, the instant it opens at, the time since then, and what
//! was done to it: two worlds with the same seed and clock that are asked the same are the same,
//! down to the bytes of their logs. Nothing ticks. Each [`DemoNode`] stands before a task that owns
//! one pretended supervisord and brings it up to date whenever it is asked, by the rules measured
//! on the real ones (`PROTOCOL` 2, `FAULTS` 3.2): so a start takes its `startsecs`, a start that is
//! sent while a process is stopping is swallowed, and a log can be read again at any offset.

mod clock;
mod dice;

mod cast;
mod oddities;
mod part;
mod program;

mod prose;
mod sheet;
mod tape;
mod voice;

mod actor;
mod portrait;
mod reading;
mod supervisor;

mod node;
mod world;

pub use clock::Clock;
pub use node::DemoNode;
pub use world::World;
