//! `supdeck ping`, also known as `doctor`: every step to every node, and how to mend what is wrong.
//!
//! A poll tells at which step it stopped; looking up the name and opening the connection are taken
//! alone besides, so that their times and addresses can be told.

mod checkup;
mod examine;
mod fix;
mod shape;
mod shown;
mod table;

pub use examine::ping;
