//! Config files to typed values, with the origin of each kept for error messages.
//!
//! [`Config::load`] reads the files that [`Places`] names, included ones first, and later ones win
//! over earlier ones. Nodes and environments must be unique over all of them. Whatever is wrong in
//! any file is collected and told at once as a [`ConfigError`]; nothing starts on a bad config.
//!
//! A file is opened only if nobody but its owner, us or root, can have written it. The current
//! directory is never looked at. No password can stand in a config: only where to find it.

mod error;
mod file;
mod place;

mod section;
mod source;
mod syntax;

mod entry;
mod environment;
mod name;
mod password;
mod url;

mod keys;
mod polling;
mod settings;
mod theme;

mod draft;
mod layer;
mod load;
mod nearest;
mod shipped;
mod shown;

mod import;
mod ini;
mod local;

pub use error::{ConfigError, Mistake, Origin, Position};
pub use file::{FileError, create};
pub use import::{
    Format, ImportError, Imported, ImportedPassword, ParseFormatError, import, import_from,
};
pub use keys::{KeyBinding, KeyBindings};
pub use load::Config;
pub use local::{Found, FoundServer, find_local};
pub use nearest::nearest;
pub use place::Places;
pub use polling::PollSettings;
pub use settings::{ConfirmSettings, LogSettings};
pub use shipped::{EXAMPLE, KEYMAP, THEMES, keymap, theme};
pub use shown::show;
pub use theme::{RoleStyle, ThemeSettings};
