//! Why a log pane shows no line: nothing came, or nothing of it is to be shown.

use crate::model::Clean;
use crate::tui::command::Command;
use crate::tui::state::LogPane;
use crate::tui::view::scene::Scene;
use crate::tui::view::words::grouped;

/// Why there is no line.
pub fn words(scene: Scene<'_>, pane: &LogPane) -> String {
    let kept: usize = pane.sources.iter().map(|source| source.lines().len()).sum();
    let words = match &pane.only {
        _ if kept == 0 => "nothing came yet".to_owned(),
        Some(only) if !pane.base.is_empty() => {
            let (text, all) = (Clean::text(&only.text), grouped(pane.base.len()));
            let key = scene.key(Command::Back);
            format!("none of {all} lines is shown by \"{text}\"; {key} shows all")
        }
        Some(_) | None => format!("all {} lines are hidden by switches", grouped(kept)),
    };
    format!("-- {words} --")
}
