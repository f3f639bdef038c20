//! How a run is going, in one line below everything else; only on a terminal.

use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::plan::{Phase, Progress as Standing, Run};

/// How often the line is drawn anew.
const TIMES_A_SECOND: u8 = 8;
/// Targets that are named.
const NAMES: usize = 2;

/// The line; nothing where standard error is no terminal.
#[derive(Debug)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// A line for a run of so many targets.
    pub(super) fn of(run: &Run, name: &str) -> Self {
        let target = ProgressDrawTarget::term(Term::stderr(), TIMES_A_SECOND);
        let total = run.summary().total() as u64;
        let bar = ProgressBar::with_draw_target(Some(total), target);
        if let Ok(style) = ProgressStyle::with_template("{prefix} [{bar:20}] {pos}/{len}{wide_msg}")
        {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_prefix(name.to_owned());
        Self(bar)
    }

    /// Shows where the run stands.
    pub(super) fn show(&self, run: &Run) {
        let summary = run.summary();
        let mut text = String::new();
        for (count, word) in [(summary.failed, "FAILED"), (summary.lost, "LOST")] {
            if count > 0 {
                text = format!("{text} {count} {word}");
            }
        }
        let under_way = run
            .operations()
            .filter_map(|(operation, progress)| match progress {
                Standing::Now(phase) => Some((operation, *phase)),
                Standing::Queued | Standing::Ended(_) => None,
            });
        for (operation, phase) in under_way.take(NAMES) {
            let (label, node) = (operation.subject.label(), operation.subject.node());
            text = format!("{text}  {label} on {node} {}", spell(phase));
        }
        self.0.set_message(text);
        self.0.set_position(summary.ended() as u64);
    }

    /// Says something above the line.
    pub(super) fn say(&self, sentence: &str) {
        self.0.suspend(|| crate::cli::show::complain(sentence));
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}

fn spell(phase: Phase) -> &'static str {
    match phase {
        Phase::Reading => "",
        Phase::Stopping => "stopping",
        Phase::Starting => "starting",
        Phase::Retrying(_) => "retrying",
        Phase::Checking => "checking",
    }
}
