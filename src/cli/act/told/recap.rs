//! How each node fared, in the shape that Ansible made known.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::cli::act::results::Results;
use crate::model::{NodeId, Outcome, OutcomeClass};

/// How one node fared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Recap {
    /// Its name.
    pub(super) node: String,
    /// Confirmed, `changed` included.
    pub(super) ok: usize,
    /// Confirmed, and something was done for it.
    pub(super) changed: usize,
    /// Failed, or surely not executed.
    pub(super) failed: usize,
    /// Unknown.
    pub(super) lost: usize,
    /// Left alone.
    pub(super) skipped: usize,
    /// Never begun.
    pub(super) cancelled: usize,
    /// Whether it did not even say what it has.
    pub(super) unreachable: bool,
}

impl fmt::Display for Recap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            node,
            ok,
            changed,
            failed,
            lost,
            skipped,
            ..
        } = self;
        write!(
            formatter,
            "{node}: ok={ok} changed={changed} failed={failed} lost={lost} skipped={skipped}"
        )?;
        if self.cancelled > 0 {
            write!(formatter, " cancelled={}", self.cancelled)?;
        }
        if self.unreachable {
            formatter.write_str(" unreachable=1")?;
        }
        Ok(())
    }
}

/// Every node that was meant, by name.
pub(super) fn recaps(results: &Results) -> Vec<Recap> {
    let mut all: BTreeMap<&NodeId, Recap> = BTreeMap::new();
    for (node, _) in &results.silent {
        all.entry(node).or_default().unreachable = true;
    }
    for ended in results.ended() {
        let recap = all.entry(ended.subject.node()).or_default();
        match ended.outcome.class() {
            OutcomeClass::Ok => recap.ok += 1,
            OutcomeClass::Failed => recap.failed += 1,
            OutcomeClass::Lost => recap.lost += 1,
            OutcomeClass::Skipped => recap.skipped += 1,
            OutcomeClass::Cancelled => recap.cancelled += 1,
        }
        recap.changed += usize::from(matches!(ended.outcome, Outcome::Done(_)));
    }
    all.into_iter()
        .map(|(node, recap)| Recap {
            node: node.to_string(),
            ..recap
        })
        .collect()
}
