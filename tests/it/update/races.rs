//! Races between a person and the polls: rows move, vanish and change between the last frame and the
//! confirming key, and what is sent is still what was on screen (`FAULTS` 15, 111 to 113, R10).

use std::collections::BTreeSet;

use fastrand::Rng;
use supdeck::model::Action;
use supdeck::model::ProcessState::{self, Backoff, Exited, Fatal, Running, Starting, Stopped};
use supdeck::plan::Token;
use supdeck::tui::state::{Demand, Dialog};

use crate::support::effort::{count, tell};
use crate::support::fleet::{Cast, Driver, process_id, targets};

const NODES: [&str; 3] = ["n-1", "n-2", "n-3"];
const LABELS: [&str; 6] = ["web:a", "web:b", "web:c", "cron", "pg", "zz:top"];
const KEYS: [(&str, Action); 3] = [
    ("R", Action::Restart),
    ("S", Action::Start),
    ("T", Action::Stop),
];
const STATES: [ProcessState; 6] = [Running, Stopped, Fatal, Backoff, Exited, Starting];

fn processes(random: &mut Rng) -> Vec<(&'static str, ProcessState)> {
    let mut all = Vec::new();
    for label in LABELS {
        if random.u8(..4) > 0 {
            all.push((label, STATES[random.usize(..STATES.len())]));
        }
    }
    all
}

/// Something happens that nobody pressed a key for.
fn disturb(desk: &mut Driver, random: &mut Rng) {
    let node = NODES[random.usize(..NODES.len())];
    match random.u8(..10) {
        0 => desk.lose(node),
        1 => desk.poll(node, &[]),
        2..8 => desk.poll(node, &processes(random)),
        8 => desk.wait(random.i64(0..400)),
        _ => desk.look(),
    };
}

/// A console with the cursor somewhere and perhaps some marks, sorted by something.
fn desk(random: &mut Rng) -> Driver {
    let mut cast = Cast::new();
    for node in NODES {
        cast = cast.node(node, &processes(random));
    }
    cast = cast.environment("one", &NODES[..2]);
    if random.bool() {
        cast = cast.protected();
    }
    let mut desk = cast.open();
    desk.press("5");
    for _ in 0..random.u8(..4) {
        desk.press(["space", "j", "O", "G k", "*"][random.usize(..5)])
            .look();
    }
    desk.times(random.usize(..8), "j").look();
    desk
}

/// What the last frame showed to be acted on: the marks, or else the row under the cursor.
fn shown(desk: &Driver) -> BTreeSet<String> {
    let marked = desk.marked();
    if marked.is_empty() {
        [desk.cursor()].into()
    } else {
        marked.into_iter().collect()
    }
}

fn token(desk: &Driver, target: &str) -> Option<Token> {
    let (node, label) = target.split_once('/').unwrap();
    let process = desk.state.fleet.process(&process_id(node, label))?;
    // Every node of these tests has the same supervisord.
    Some(Token::of(process, Some(77)))
}

/// Answers the question as it demands, with polls between the keys.
fn confirm(desk: &mut Driver, random: &mut Rng) {
    desk.read();
    let Some(Dialog::Confirm(confirm)) = desk.state.dialogs.last() else {
        return;
    };
    let keys = match &confirm.demand {
        Demand::Key => vec!["y".to_owned()],
        Demand::Typed(word) => {
            let letters = word.chars().map(String::from);
            letters.chain(["enter".to_owned()]).collect()
        }
    };
    for key in keys {
        disturb(desk, random);
        desk.read().key(&key);
    }
}

#[test]
fn whatever_happens_between_the_frame_and_the_last_key_no_other_target_is_sent() {
    let seed = fastrand::u64(..);
    let mut random = Rng::with_seed(seed);
    let wanted = count("SUPDECK_RACES", 2_000);
    let (mut races, mut tries) = (0, 0);
    while races < wanted {
        tries += 1;
        assert!(
            tries < wanted * 10,
            "seed {seed}: {races} of {tries} were sent"
        );
        let mut desk = desk(&mut random);
        if desk.rows().is_empty() {
            continue;
        }
        let shown = shown(&desk);
        for _ in 0..random.u8(..4) {
            let node = NODES[random.usize(..NODES.len())];
            desk.poll(node, &processes(&mut random));
        }
        let (key, action) = KEYS[random.usize(..KEYS.len())];
        desk.press(key);
        // What was known when the key was pressed is what the question is about.
        let frozen: Vec<_> = shown
            .iter()
            .map(|target| (target, token(&desk, target)))
            .collect();
        for _ in 0..random.u8(..6) {
            disturb(&mut desk, &mut random);
        }
        confirm(&mut desk, &mut random);
        for (_, schedule) in desk.runs() {
            races += 1;
            assert_eq!(schedule.action, action, "seed {seed}");
            for (target, operation) in targets(&schedule).iter().zip(&schedule.operations) {
                let known = frozen.iter().find(|(shown, _)| *shown == target);
                let Some((_, token)) = known else {
                    panic!("seed {seed}: {target} was sent, {shown:?} was on screen");
                };
                assert_eq!(operation.token, *token, "seed {seed}: {target}");
            }
        }
    }
    tell(&format!(
        "selection races: {races} batches sent in {tries} races, seed {seed}: 0 wrong targets"
    ));
}
