//! Configs of other tools turned into ours: other consoles' and what else names many hosts.
//!
//! Each reader makes a [`Foreign`](foreign::Foreign) of its text: nodes, environments, and what it
//! could not take over. One conversion makes our config of that, and sets the passwords apart.

mod error;
mod format;

mod address;
mod foreign;
mod sections;

mod cesi;
mod cesi_ini;
mod cesi_toml;
mod monitor;
mod multivisor;
mod php;

mod ansible;
mod ssh;

mod convert;
mod entries;

pub(super) use cesi::read as read_cesi;
pub use convert::{Imported, ImportedPassword, import, import_from};
pub use error::ImportError;
pub use format::{Format, ParseFormatError};
