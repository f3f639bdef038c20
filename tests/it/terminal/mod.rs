//! The binary in a real terminal: what it takes, what it draws, and what it leaves behind.

mod first_run;
mod frames;
mod hang_up;
mod panic;
mod paste;
mod plain;
mod real_node;
mod refusal;
mod resize;
mod restore;
mod suspend;
mod taking;
mod tmux;
mod walk;
