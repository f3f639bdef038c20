//! What is claimed of cut actions, compared with what the nodes did (`FAULTS` 46, R8, R9): no false word, nothing done twice.

mod node;

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrand::Rng;
use supdeck::engine::Pace;
use supdeck::model::{
    Action, NodeEntry, NodeId, Outcome, OutcomeClass, ProcessId, ProcessState, Signal, Subject,
};
use supdeck::plan::{Batch, Mode, Progress};
use tokio::task::JoinSet;

use self::node::{Deed, Node, SIGNAL, START, STOP};
use super::runs::Deck;
use crate::support::effort::{count, tell};
use crate::support::fake::{Fake, Fate, Program};
use crate::support::proxy::{End, Network, Proxy, Way};
use crate::support::real::{self, Real};

const PROGRAMS: [&str; 6] = ["p0", "p1", "p2", "p3", "p4", "p5"];
const CHANGES: [&str; 3] = [STOP, START, SIGNAL];

/// Nodes behind cutting proxies, and an engine over them.
struct Field {
    nodes: Vec<Node>,
    proxies: Vec<Proxy>,
    deck: Deck,
    /// What is done while most of the processes run.
    actions: &'static [Action],
    random: Rng,
    score: Score,
    /// Mutating calls that were cut.
    cuts: Arc<AtomicUsize>,
}

/// What a node knows about one target of an action.
#[derive(Debug)]
struct Truth {
    deeds: Vec<String>,
    pids: (i64, i64),
    state: ProcessState,
}

/// What was claimed and done, all in all.
#[derive(Debug, Default)]
struct Score {
    cuts: usize,
    changes: usize,
    lost: usize,
    /// No read can settle what became of them.
    signals: usize,
    lost_signals: usize,
    failed: usize,
    lies: String,
}

/// Short enough that thousands of actions take no minutes; long enough for a loaded machine.
fn hasty(pace: &mut Pace) {
    pace.interval = Duration::from_millis(500);
    pace.answer = Duration::from_secs(1);
    pace.runs.look = Duration::from_millis(10);
    pace.runs.slowest_look = Duration::from_millis(100);
    pace.runs.settle = Duration::from_millis(50);
    pace.runs.stop_age = Duration::from_millis(1);
    pace.runs.checking = Duration::from_millis(800);
}

/// The same for nodes whose processes are real.
fn patient(pace: &mut Pace) {
    hasty(pace);
    pace.answer = Duration::from_secs(2);
    pace.runs.look = Duration::from_millis(50);
    pace.runs.settle = Duration::from_millis(300);
    pace.runs.stop_age = Duration::from_millis(200);
    pace.runs.checking = Duration::from_secs(3);
}

/// Programs that are quick, slow, and need a second try.
fn program(index: usize, name: &str) -> Program {
    let program = Program::new(name);
    let slowly = Duration::from_millis(30);
    match index % 3 {
        0 => program,
        1 => program.stops_after(slowly).starts_after(slowly),
        _ => program.starts_after(slowly).fate(Fate::Flaky(1)),
    }
}

async fn fakes() -> Vec<Node> {
    let mut nodes = Vec::new();
    for _ in 0..12 {
        let programs = PROGRAMS.iter().enumerate();
        let fake = programs.fold(Fake::new(), |fake, (index, name)| {
            fake.program(program(index, name))
        });
        nodes.push(Node::Fake(fake.listen().await));
    }
    nodes
}

fn reals() -> Vec<Node> {
    let real = || {
        let programs = PROGRAMS.iter();
        let builder = programs.fold(Real::builder(), |builder, name| {
            builder.program(real::Program::steady(name))
        });
        Node::Real(builder.start(), 0)
    };
    vec![real(), real(), real()]
}

/// A cut at a byte where there is still something to lose, or none.
fn cut(random: &mut Rng, request: usize) -> Network {
    let end = match random.u8(..100) {
        0..48 => End::Close,
        48..96 => End::Reset,
        _ => End::Swallow,
    };
    if random.u8(..10) < 4 {
        Network::up(Way::ending(random.usize(..=request), end))
    } else {
        // The shortest answer is longer.
        Network::down(Way::ending(random.usize(..200), end))
    }
}

impl Field {
    async fn new(nodes: Vec<Node>, pace: fn(&mut Pace), seed: u64) -> Self {
        let mut proxies = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            proxies.push(Proxy::before(&node.entry(&name(index))).await);
        }
        let entries: Vec<NodeEntry> = proxies.iter().map(Proxy::entry).collect();
        let mut field = Self {
            nodes,
            proxies,
            deck: Deck::with(entries, |builder| builder.pace(pace)),
            actions: &[Action::Stop, Action::Restart, Action::Signal(Signal::Hup)],
            random: Rng::with_seed(seed),
            score: Score::default(),
            cuts: Arc::default(),
        };
        field.begin_to_cut();
        field
    }

    /// From now on most changes are cut, and some reads; polls are left alone.
    fn begin_to_cut(&mut self) {
        for proxy in &self.proxies {
            let random = Mutex::new(self.random.fork());
            let cuts = Arc::clone(&self.cuts);
            proxy.decide(move |first| {
                let says = |words: &str| {
                    let mut windows = first.windows(words.len());
                    windows.any(|window| window == words.as_bytes())
                };
                let is_change = CHANGES.iter().any(|method| says(method));
                let share = match says("supervisor.getAllProcessInfo") {
                    true => 0,
                    false if is_change => 70,
                    false => 15,
                };
                let mut random = random.lock().unwrap();
                if random.u8(..100) >= share {
                    return Network::default();
                }
                cuts.fetch_add(usize::from(is_change), Relaxed);
                cut(&mut random, first.len())
            });
        }
    }

    /// Every process, with the number of its node.
    fn targets(&self) -> Vec<(usize, ProcessId)> {
        let nodes = 0..self.nodes.len();
        let of_node = |index: usize| {
            let node = NodeId::new(&name(index));
            PROGRAMS.map(|name| (index, ProcessId::new(&node, name, name)))
        };
        nodes.flat_map(of_node).collect()
    }

    /// Waits until the fleet is known as it is.
    async fn until_known(&mut self) {
        let names: Vec<_> = (0..self.nodes.len()).map(name).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        self.deck.bench.nudge(&names);
        let known = |(index, id): (usize, ProcessId)| {
            let (node, spec) = (&self.nodes[index], id.namespec());
            (node.state(&spec), node.pid(&spec), id)
        };
        let wanted: Vec<_> = self.targets().into_iter().map(known).collect();
        let is_known = |fleet: &supdeck::model::Fleet| {
            wanted.iter().all(|(state, pid, id)| {
                fleet.process(id).is_some_and(|process| {
                    process.state == *state && i64::from(process.pid.unwrap_or(0)) == *pid
                })
            })
        };
        self.deck.bench.until_fleet(is_known).await;
    }

    fn choose(&mut self) -> Action {
        let (targets, fleet) = (self.targets(), &self.deck.bench.fleet);
        let is_up = |id: &ProcessId| fleet.process(id).is_some_and(|p| p.state.is_up());
        let up = targets.iter().filter(|(_, id)| is_up(id)).count();
        if up * 2 < targets.len() {
            Action::Start
        } else {
            self.actions[self.random.usize(..self.actions.len())]
        }
    }

    /// One action over all processes, and what became of each.
    async fn round(&mut self) {
        self.until_known().await;
        let action = self.choose();
        let targets = self.targets();
        let pid = |(index, id): &(usize, ProcessId)| self.nodes[*index].pid(&id.namespec());
        let before: Vec<i64> = targets.iter().map(pid).collect();
        for node in &mut self.nodes {
            node.take_deeds();
        }
        let schedule = self.deck.compile(&Batch {
            action,
            subjects: targets
                .iter()
                .map(|(_, id)| Subject::Process(id.clone()))
                .collect(),
            mode: Mode::default(),
            stop_after: None,
        });
        let followed = self.deck.begin(schedule);
        let followed = self.deck.finish(followed).await;
        let deeds: Vec<Vec<Deed>> = self.nodes.iter_mut().map(Node::take_deeds).collect();
        for ((index, id), before) in targets.into_iter().zip(before) {
            let (node, spec) = (&self.nodes[index], id.namespec());
            let truth = Truth {
                deeds: of_process(&deeds[index], &spec),
                pids: (before, node.pid(&spec)),
                state: node.state(&spec),
            };
            let subject = Subject::Process(id);
            let mut operations = followed.run.operations();
            let ended = operations.find(|(operation, _)| operation.subject == subject);
            match ended {
                Some((_, Progress::Ended(outcome))) => self.score.add(action, outcome, &truth),
                _ if truth.deeds.is_empty() => {}
                _ => writeln!(self.score.lies, "{action}: not asked for, {truth:?}").unwrap(),
            }
        }
    }

    /// Goes on until so many calls were cut.
    async fn play(mut self, cuts: usize, seed: u64) -> Score {
        while self.cuts.load(Relaxed) < cuts {
            self.round().await;
            assert!(
                self.score.lies.is_empty(),
                "seed {seed}:\n{}",
                self.score.lies
            );
        }
        self.score.cuts = self.cuts.load(Relaxed);
        self.score
    }
}

fn name(index: usize) -> String {
    format!("n{index:02}")
}

fn of_process(deeds: &[Deed], spec: &str) -> Vec<String> {
    let deeds = deeds.iter().filter(|(_, to)| to == spec);
    deeds.map(|(method, _)| method.clone()).collect()
}

impl Score {
    fn add(&mut self, action: Action, outcome: &Outcome, truth: &Truth) {
        let is_lost = usize::from(outcome.class() == OutcomeClass::Lost);
        if matches!(action, Action::Signal(_)) {
            self.signals += 1;
            self.lost_signals += is_lost;
        } else {
            self.changes += 1;
            self.lost += is_lost;
        }
        self.failed += usize::from(outcome.class() == OutcomeClass::Failed);
        if !truth.bears_out(action, outcome) {
            writeln!(self.lies, "{action}: {outcome:?}, {truth:?}").unwrap();
        }
    }

    fn tell(&self, whose: &str) {
        let Self {
            cuts,
            changes,
            lost,
            signals,
            lost_signals,
            failed,
            ..
        } = self;
        tell(&format!(
            "{whose}: {cuts} calls cut in {} actions: 0 false claims, 0 done twice; unknown {lost} \
             of {changes} starts, stops and restarts and {lost_signals} of {signals} signals, \
             failed or not executed {failed}",
            changes + signals
        ));
    }
}

impl Truth {
    /// Whether nothing was done twice, or what was not asked for, and the claim is true.
    fn bears_out(&self, action: Action, outcome: &Outcome) -> bool {
        let all = match action {
            Action::Stop => &CHANGES[..1],
            Action::Start => &CHANGES[1..2],
            Action::Signal(_) => &CHANGES[2..],
            _ => &CHANGES[..2],
        };
        // What was done is always a beginning of the whole.
        let is_once = self.deeds.len() <= all.len() && all[..self.deeds.len()] == self.deeds;
        let is_whole = self.deeds.len() == all.len();
        is_once
            && match outcome {
                Outcome::Done(reached) => {
                    let pid = |pid: Option<u32>| i64::from(pid.unwrap_or(0));
                    let goal = match action {
                        Action::Stop => self.pids.1 == 0,
                        Action::Start => pid(reached.pids.1) == self.pids.1,
                        Action::Signal(_) => true,
                        _ => {
                            (pid(reached.pids.0), pid(reached.pids.1)) == self.pids
                                && self.pids.0 != self.pids.1
                        }
                    };
                    is_whole && goal && reached.state == Some(self.state)
                }
                Outcome::Failed { state, .. } => !is_whole && *state == self.state,
                Outcome::Lost { .. } | Outcome::Overdue { .. } => true,
                Outcome::Unneeded(_)
                | Outcome::Unreached(_)
                | Outcome::Refused(_)
                | Outcome::Skipped(_)
                | Outcome::Cancelled => self.deeds.is_empty(),
            }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_claim_about_a_cut_action_is_false_and_nothing_is_done_twice() {
    const FIELDS: usize = 3;
    let cuts = count("SUPDECK_CUTS", 2_000).div_ceil(FIELDS);
    let mut fields = JoinSet::new();
    for _ in 0..FIELDS {
        let seed = fastrand::u64(..);
        let field = Field::new(fakes().await, hasty, seed).await;
        fields.spawn(field.play(cuts, seed));
    }
    while let Some(score) = fields.join_next().await {
        let score = score.unwrap();
        score.tell("scripted nodes");
        assert!(
            score.lost * 4 <= score.changes,
            "{} stayed unknown",
            score.lost
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_is_any_about_a_real_supervisord_by_its_own_log() {
    let seed = fastrand::u64(..);
    let mut field = Field::new(reals(), patient, seed).await;
    // What a signal did is in no log of supervisord.
    field.actions = &[Action::Stop, Action::Restart];
    let score = field.play(count("SUPDECK_REAL_CUTS", 60), seed).await;
    score.tell("real nodes");
}
