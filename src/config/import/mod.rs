//! Configs of other consoles turned into ours: cesi.conf, in its INI form and its TOML form.

mod cesi;
mod convert;
mod ini_form;
mod toml_form;

pub use cesi::ImportError;
pub(super) use cesi::read;
pub use convert::{Imported, ImportedPassword, import};
