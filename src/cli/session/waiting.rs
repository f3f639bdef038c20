//! Who is waited for, said on a terminal once the wait is noticed.

use std::time::Duration;

use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A wait that is shorter is not worth a line.
pub(super) const UNNOTICED: Duration = Duration::from_millis(400);
/// How often the line is drawn anew.
const TIMES_A_SECOND: u8 = 4;
/// Names that are said.
const NAMES: usize = 3;

/// The line that says who is waited for; nothing where standard error is no terminal.
#[derive(Debug)]
pub(super) struct Waiting(ProgressBar);

impl Waiting {
    /// Not shown yet.
    pub(super) fn new() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Shows it from now on.
    pub(super) fn show(&self) {
        let target = ProgressDrawTarget::term(Term::stderr(), TIMES_A_SECOND);
        self.0.set_draw_target(target);
        if let Ok(style) = ProgressStyle::with_template("{wide_msg}") {
            self.0.set_style(style);
        }
        self.0.tick();
    }

    /// Says who has not answered yet.
    pub(super) fn on<'a>(&self, awaited: impl ExactSizeIterator<Item = &'a str>, total: usize) {
        let count = awaited.len();
        let names: Vec<&str> = awaited.take(NAMES).collect();
        let more = if count > NAMES { " …" } else { "" };
        let names = names.join(" ");
        self.0.set_message(format!(
            "{} of {total} nodes answered; waiting for {names}{more}",
            total - count
        ));
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}
