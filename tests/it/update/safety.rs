//! The promise: no key changes anything on a node but through a question that could be read.

use proptest::prelude::*;
use supdeck::engine::{Event, Request};
use supdeck::model::ProcessState::{self, Backoff, Exited, Fatal, Running, Stopped};
use supdeck::plan::Schedule;
use supdeck::tui::effect::Effect;
use supdeck::tui::state::{Demand, Dialog, RowId, State};

use crate::support::fleet::{Cast, Driver};

/// Every key a keyboard has, by the names of the keymap.
fn keyboard() -> Vec<String> {
    let named = [
        "space",
        "enter",
        "esc",
        "tab",
        "shift-tab",
        "backspace",
        "delete",
        "insert",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pgup",
        "pgdn",
    ];
    let printable = ('!'..='~').map(String::from);
    let chords = ["ctrl-", "alt-", "ctrl-alt-"]
        .into_iter()
        .flat_map(|with| ('a'..='z').map(move |letter| format!("{with}{letter}")));
    let chorded = ["ctrl-", "alt-"]
        .into_iter()
        .flat_map(move |with| named.map(move |name| format!("{with}{name}")));
    let functions = (1..=12).map(|number| format!("f{number}"));
    let named = named.map(str::to_owned).into_iter();
    printable
        .chain(chords)
        .chain(chorded)
        .chain(functions)
        .chain(named)
        .collect()
}

/// The keys a slip of the finger presses: no capital, no digit, no sign, and not `y`.
fn light_keys() -> Vec<String> {
    let light = |name: &String| {
        let mut letters = name.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => letter.is_lowercase() && letter != 'y',
            _ => true,
        }
    };
    keyboard().into_iter().filter(light).collect()
}

/// Keys that lead somewhere, so that a random walk gets into dialogs.
fn likely_keys() -> Vec<String> {
    let keys = "R S T K a A * space v j k g G 1 2 3 4 5 y y n w x h t m b D B X u i l q esc enter \
                W : / ? r p 0 1 2 3 4 5 6 7 8 9 tab down up";
    keys.split_whitespace().map(str::to_owned).collect()
}

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Look,
    Wait(i64),
    Poll(usize, Vec<(usize, ProcessState)>),
    Lose(usize),
    EndBatch,
}

fn step(keys: Vec<String>) -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => prop::sample::select(keys).prop_map(Step::Key),
        4 => Just(Step::Look),
        4 => prop::sample::select(vec![10i64, 150, 299, 300, 1000]).prop_map(Step::Wait),
        1 => (0usize..3, processes()).prop_map(|(node, all)| Step::Poll(node, all)),
        1 => (0usize..3).prop_map(Step::Lose),
        1 => Just(Step::EndBatch),
    ]
}

fn processes() -> impl Strategy<Value = Vec<(usize, ProcessState)>> {
    let states = vec![Running, Running, Running, Stopped, Fatal, Backoff, Exited];
    prop::collection::vec((0usize..4, prop::sample::select(states)), 0..4)
}

const NODES: [&str; 3] = ["n-1", "n-2", "n-3"];
const LABELS: [&str; 4] = ["web:a", "web:b", "cron", "pg"];

fn labelled(all: &[(usize, ProcessState)]) -> Vec<(&'static str, ProcessState)> {
    let mut all: Vec<_> = all
        .iter()
        .map(|(at, state)| (LABELS[*at], *state))
        .collect();
    all.sort_by_key(|(label, _)| *label);
    all.dedup_by_key(|(label, _)| *label);
    all
}

fn fleet() -> impl Strategy<Value = Cast> {
    (prop::collection::vec(processes(), 3), any::<[bool; 2]>()).prop_map(|(all, kinds)| {
        let mut cast = Cast::new();
        for (name, processes) in NODES.into_iter().zip(&all) {
            cast = cast.node(name, &labelled(processes));
        }
        cast = cast.environment("one", &NODES[..2]);
        if kinds[0] {
            cast = cast.protected();
        }
        cast = cast.environment("two", &NODES[1..]);
        if kinds[1] {
            cast = cast.read_only();
        }
        cast
    })
}

/// The question on top, what would run if it were confirmed, and since when it could be read.
struct Question {
    schedule: Schedule,
    painted: Option<jiff::Timestamp>,
}

/// Watches from outside which question lies on top and when it was drawn first.
#[derive(Default)]
struct Witness {
    question: Option<Question>,
}

impl Witness {
    /// The question is a new one as soon as anything but its rhythm is different.
    fn follow(&mut self, state: &State) {
        let Some(confirm) = state.dialogs.iter().rev().find_map(|dialog| match dialog {
            Dialog::Confirm(confirm) => Some(confirm),
            _ => None,
        }) else {
            self.question = None;
            return;
        };
        match &mut self.question {
            Some(known) if known.schedule.operations == confirm.schedule.operations => {
                known.schedule = confirm.schedule.clone();
            }
            _ => {
                self.question = Some(Question {
                    schedule: confirm.schedule.clone(),
                    painted: None,
                });
            }
        }
    }

    fn paint(&mut self, state: &State) {
        let on_top = matches!(state.dialogs.last(), Some(Dialog::Confirm(_)));
        if let Some(question) = self.question.as_mut().filter(|_| on_top) {
            question.painted.get_or_insert(state.now);
        }
    }

    /// What may be sent if this key is the next one; none if nothing may.
    fn allows(&self, state: &State, key: &str) -> Option<Schedule> {
        let question = self.question.as_ref()?;
        let Some(Dialog::Confirm(confirm)) = state.dialogs.last() else {
            return None;
        };
        let read_for = state.now.duration_since(question.painted?);
        let confirms = match &confirm.demand {
            Demand::Key => key == "y",
            Demand::Typed(word) => key == "enter" && confirm.typed == *word,
        };
        (confirms && read_for.as_millis() >= 300).then(|| question.schedule.clone())
    }
}

fn take(desk: &mut Driver, witness: &mut Witness, step: &Step) -> Result<(), TestCaseError> {
    let allowed = match step {
        Step::Key(key) => witness.allows(&desk.state, key),
        _ => None,
    };
    match step {
        Step::Key(key) => drop(desk.key(key)),
        Step::Look => drop(desk.look()),
        Step::Wait(milliseconds) => drop(desk.wait(*milliseconds)),
        Step::Poll(node, all) => drop(desk.poll(NODES[*node], &labelled(all))),
        Step::Lose(node) => drop(desk.lose(NODES[*node])),
        Step::EndBatch => end_batches(desk),
    }
    for effect in std::mem::take(&mut desk.effects) {
        if let Effect::Ask(Request::Run(_, sent)) = effect {
            prop_assert_eq!(Some(sent), allowed.clone(), "sent by {:?}", step);
        }
    }
    witness.follow(&desk.state);
    if matches!(step, Step::Look) {
        witness.paint(&desk.state);
    }
    Ok(())
}

fn end_batches(desk: &mut Driver) {
    let under_way: Vec<_> = desk.state.runs.under_way().map(|view| view.id).collect();
    for id in under_way {
        desk.tell(Event::Finished(id));
    }
}

/// What holds whatever is pressed, once a frame is due.
fn check(desk: &Driver) -> Result<(), TestCaseError> {
    let state = &desk.state;
    for kind in [state.listing().kind] {
        for row in state.marks.of(kind) {
            prop_assert!(exists(state, row), "{row:?} is marked and does not exist");
        }
    }
    let listing = state.listing();
    prop_assert!(listing.order.is_empty() || listing.index < listing.order.len());
    prop_assert_eq!(listing.cursor.as_ref(), listing.order.get(listing.index));
    prop_assert!(listing.order.len() <= listing.total);
    prop_assert!(listing.order.iter().all(|row| exists(state, row)));
    Ok(())
}

fn exists(state: &State, row: &RowId) -> bool {
    match row {
        RowId::Process(id) => state.fleet.process(id).is_some(),
        RowId::Node(id) => state.fleet.node(id).is_some(),
        RowId::Environment(name) => name
            .as_ref()
            .is_none_or(|name| state.roster.environment(name).is_some()),
        RowId::Group(name) => state.fleet.processes().any(|(_, p)| p.id.group == *name),
    }
}

fn walk(mut desk: Driver, steps: &[Step]) -> Result<usize, TestCaseError> {
    let mut witness = Witness::default();
    for step in steps {
        take(&mut desk, &mut witness, step)?;
        if matches!(step, Step::Look) && !desk.state.frozen {
            check(&desk)?;
        }
    }
    Ok(desk.state.runs.newest_first().count())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn nothing_is_sent_but_what_a_question_named_and_a_key_confirmed(
        cast in fleet(),
        steps in prop::collection::vec(step(keyboard()), 1..40),
    ) {
        walk(cast.open(), &steps)?;
    }

    #[test]
    fn nor_when_the_keys_are_those_that_lead_somewhere(
        cast in fleet(),
        steps in prop::collection::vec(step(likely_keys()), 1..60),
    ) {
        walk(cast.open(), &steps)?;
    }

    #[test]
    fn light_keys_send_nothing_at_all(
        cast in fleet(),
        marks in prop::sample::select(vec!["", "*", "2 *", "5 * ", "5 space space"]),
        steps in prop::collection::vec(step(light_keys()), 1..60),
    ) {
        let mut desk = cast.open();
        desk.press(marks);
        prop_assert_eq!(walk(desk, &steps)?, 0);
    }
}

#[test]
fn a_walk_that_confirms_is_seen_as_one() {
    let desk = || {
        let mut desk = Cast::shop().open();
        desk.press("5 G k");
        desk
    };
    let steps = |wait| {
        [
            Step::Key("R".to_owned()),
            Step::Look,
            Step::Wait(wait),
            Step::Key("y".to_owned()),
        ]
    };
    assert_eq!(walk(desk(), &steps(300)).unwrap(), 1);
    assert_eq!(walk(desk(), &steps(299)).unwrap(), 0);
}
