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
mod log;
mod message;
mod runs;

pub use board::{Board, NameWidths};
pub use chosen::Chosen;
pub use console::{Focus, State};
pub use dialog::{
    Confirm, Demand, Dialog, Disclosure, LogPart, Menu, MenuChoice, MenuItem, MenuKind, Merge,
    Opening, Pager, PagerKind, Preview,
};
pub use first_run::{Choice, FirstRun, Found};
pub use history::{ChangeLine, History};
pub use key_names::KeyNames;
pub use listing::{Filter, Listing, Range, RowId, RowKind, Scope};
pub use log::{
    Around, Colours, Json, LineHead, LineOrder, LogLimits, LogLine, LogPane, LogRow, LogText,
    MOST_SOURCES, Mark, NextOnly, Only, PaneSource, Rate, RawLine, Reading, Room, RowText, Scroll,
    Search, Sequence, SiftJob, Sifted, Sought, SourceKey, StreamTail, Times, Window,
};
pub use marks::Marks;
pub use message::{Message, Tone};
pub use page::{Page, PageKind, Tab};
pub use prompt::{Form, Prompt, PromptKind};
pub use runs::{RunView, Runs};
pub use session::{Session, Settings};
pub use sign_in::{KeepChoice, NoKeyring, Passphrase, SignInForm, Store};
