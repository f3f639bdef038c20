//! What messages do to the console: messages in, effects and fields out.

mod cursor;
mod filter;
mod marks;
mod prompts;
mod steps;

mod confirm;
mod menus;
mod races;
mod read_only;
mod runs;
mod safety;
mod scrolling;
mod update_preview;

mod first_run;
mod logs;
mod sign_in;
mod taking;
