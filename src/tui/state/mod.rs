//! What the console shows and what the user has chosen: plain data.

mod console;
mod session;

mod board;
mod chosen;
mod listing;
mod marks;
mod page;

mod dialog;
mod first_run;
mod prompt;
mod sign_in;

mod history;
mod key_names;
mod log_pane;
mod message;
mod runs;

pub use board::{Board, NameWidths};
pub use chosen::Chosen;
pub use console::{Focus, State};
pub use dialog::{
    Confirm, Demand, Dialog, Disclosure, Menu, MenuChoice, MenuItem, MenuKind, Opening, Pager,
    PagerKind, Preview,
};
pub use first_run::{Choice, FirstRun, Found};
pub use history::{ChangeLine, History};
pub use key_names::KeyNames;
pub use listing::{Filter, Listing, Range, RowId, RowKind, Scope};
pub use log_pane::{LogLine, LogPane, LogText, Scroll};
pub use marks::Marks;
pub use message::{Message, Tone};
pub use page::{Page, PageKind, Tab};
pub use prompt::{Prompt, PromptKind};
pub use runs::{RunView, Runs};
pub use session::{Session, Settings};
pub use sign_in::{KeepChoice, NoKeyring, Passphrase, SignInForm, Store};
