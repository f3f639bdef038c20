//! Having lines looked through beside the loop, and folding in what was found.

use std::sync::Arc;

use crate::model::Needle;
use crate::tui::effect::Effect;
use crate::tui::state::{
    Around, LogPane, NextOnly, Only, Sequence, SiftJob, Sifted, Sought, State,
};

use super::find::arrive;

/// Has the search look through all lines that are shown.
pub fn search_again(log: &mut LogPane) -> Vec<Effect> {
    let generation = log.next_generation();
    let order = log.times.order();
    let lines: Vec<_> = log.shown().iter().cloned().collect();
    let Some(search) = &mut log.search else {
        return Vec::new();
    };
    search.hits = Sequence::new(order);
    search.under_way = Some(generation);
    vec![Effect::Sift(SiftJob {
        generation,
        sought: Sought::Hits,
        needle: search.needle.clone(),
        around: Around::default(),
        lines,
        begin: 0,
    })]
}

/// Has the filter look through all lines that no switch hides. What is shown stays until it is
/// done, so that nothing flickers.
pub fn filter_by(log: &mut LogPane, text: &str, needle: Needle) -> Vec<Effect> {
    let generation = log.next_generation();
    let job = SiftJob {
        generation,
        sought: Sought::Passing,
        needle: needle.clone(),
        around: Around::new(log.context),
        lines: log.base.iter().cloned().collect(),
        begin: 0,
    };
    log.next_only = Some(NextOnly {
        text: text.to_owned(),
        needle,
        generation,
        passed: Vec::new(),
        waiting: Vec::new(),
    });
    vec![Effect::Sift(job)]
}

/// Has everything looked through anew, because other lines are there than before.
pub fn look_again(log: &mut LogPane) -> Vec<Effect> {
    let filter = match (&log.next_only, &log.only) {
        (Some(next), _) => Some((next.text.clone(), next.needle.clone())),
        (None, Some(only)) => Some((only.text.clone(), only.needle.clone())),
        (None, None) => None,
    };
    match filter {
        // The search looks at what passes, once that is known.
        Some((text, needle)) => filter_by(log, &text, needle),
        None => search_again(log),
    }
}

/// Folds in what was found in a slice, and has the next one looked through.
pub fn sifted(state: &mut State, sifted: Sifted) -> Vec<Effect> {
    state.dirty = true;
    match sifted.sought {
        Sought::Hits => found_hits(state, sifted),
        Sought::Passing => found_passing(state, sifted),
    }
}

fn found_hits(state: &mut State, sifted: Sifted) -> Vec<Effect> {
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    let found: Vec<_> = sifted
        .found
        .iter()
        .filter(|line| log.shown().still_holds(line))
        .cloned()
        .collect();
    let Some(search) = &mut log.search else {
        return Vec::new();
    };
    if search.under_way != Some(sifted.generation) {
        return Vec::new();
    }
    for line in found {
        search.hits.insert(line);
    }
    if sifted.is_done() {
        search.under_way = None;
        arrive(state);
        return Vec::new();
    }
    let needle = search.needle.clone();
    vec![Effect::Sift(sifted.go_on(needle))]
}

fn found_passing(state: &mut State, mut sifted: Sifted) -> Vec<Effect> {
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    let is_ours = |next: &mut NextOnly| next.generation == sifted.generation;
    let Some(mut next) = log.next_only.take_if(is_ours) else {
        return Vec::new();
    };
    next.passed.append(&mut sifted.found);
    if !sifted.is_done() {
        let needle = next.needle.clone();
        log.next_only = Some(next);
        return vec![Effect::Sift(sifted.go_on(needle))];
    }
    let around = sifted.around;
    adopt(log, next, around);
    search_again(log)
}

/// The new filter takes the place of the old one.
fn adopt(log: &mut LogPane, next: NextOnly, mut around: Around) {
    let mut passed = next.passed;
    for line in &next.waiting {
        around.pass(&next.needle, line, |line| passed.push(line));
    }
    let still_there = passed.into_iter().filter(|line| log.base.still_holds(line));
    let still_there: Vec<Arc<_>> = still_there.collect();
    log.only = Some(Only {
        text: next.text,
        needle: next.needle,
        passed: Sequence::of(log.times.order(), still_there),
        around,
    });
    log.unsettle();
}
