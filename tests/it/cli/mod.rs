//! The binary from outside, without its screen: exit codes, and what it says where.

mod config;

mod desk;
mod dry_runs;

mod words;

mod look;
mod shapes;
mod table;

mod states;
mod verbs;

mod rhythm;
mod safety;

mod trouble;

mod cancel;
mod prompts;

mod logs;
mod manual;
mod update;
