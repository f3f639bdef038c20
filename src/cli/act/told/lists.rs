//! Results as one line a target: for screen readers, and as comma-separated values.

use super::document::class;
use super::recap::recaps;
use crate::cli::act::brief::words;
use crate::cli::act::results::{Ended, Results};

/// The names of the columns.
pub(super) const COLUMNS: [&str; 6] = ["node", "target", "action", "class", "words", "seconds"];

/// A sentence a target, and one a node.
pub(super) fn plain(results: &Results) -> Vec<String> {
    let sentence = |ended: &Ended| {
        let (label, node, action) = (ended.subject.label(), ended.subject.node(), ended.action);
        let (class, words) = (class(&ended.outcome), words(ended));
        format!("{action} {label} on {node}: {class}: {words}")
    };
    let silent = results.silent.iter();
    results
        .ended()
        .map(sentence)
        .chain(silent.map(|(node, error)| format!("{node}: unreachable: {error}")))
        .chain(recaps(results).iter().map(ToString::to_string))
        .collect()
}

/// The cells of every target, and of every node that did not even say what it has.
pub(super) fn rows(results: &Results) -> impl Iterator<Item = Vec<String>> {
    let silent = results.silent.iter().map(|(node, error)| {
        let [target, action, seconds] = [const { String::new() }; 3];
        let class = "unreachable".to_owned();
        vec![
            node.to_string(),
            target,
            action,
            class,
            error.clone(),
            seconds,
        ]
    });
    let ended = results.ended().map(|ended| {
        let seconds = ended.took.map(|took| format!("{:.3}", took.as_secs_f64()));
        vec![
            ended.subject.node().to_string(),
            ended.subject.label().into_string(),
            ended.action.to_string(),
            class(&ended.outcome).to_owned(),
            words(ended).into_string(),
            seconds.unwrap_or_default(),
        ]
    });
    ended.chain(silent)
}
