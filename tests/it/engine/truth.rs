//! What is claimed of cut actions, compared with what the nodes did (`FAULTS` 46, R8, R9): no false word, nothing done twice.

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

use super::runs::Deck;
use crate::support::effort::count;
use crate::support::fake::{Deed, Fake, Fate, Phase, Program};
use crate::support::proxy::{End, Network, Proxy, Way};

const NODES: usize = 16;
const PROGRAMS: [&str; 6] = ["p0", "p1", "p2", "p3", "p4", "p5"];
const CHANGES: [&str; 3] = [
    "supervisor.stopProcess",
    "supervisor.startProcess",
    "supervisor.signalProcess",
];

/// Nodes behind cutting proxies, and an engine over them.
struct Field {
    fakes: Vec<Fake>,
    proxies: Vec<Proxy>,
    deck: Deck,
    random: Rng,
    /// Mutating calls that were cut.
    cuts: Arc<AtomicUsize>,
}

/// What a node knows about one target of an action.
#[derive(Debug)]
struct Truth {
    deeds: Vec<String>,
    pids: (i64, i64),
    phase: Phase,
}

/// What was claimed and done, all in all.
#[derive(Debug, Default)]
struct Score {
    actions: usize,
    /// Of them, those that no read can settle.
    signals: usize,
    lost: usize,
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
    async fn new(seed: u64) -> Self {
        let (mut fakes, mut proxies) = (Vec::new(), Vec::new());
        for node in 0..NODES {
            let programs = PROGRAMS.iter().enumerate();
            let fake = programs.fold(Fake::new(), |fake, (index, name)| {
                fake.program(program(index, name))
            });
            let fake = fake.listen().await;
            proxies.push(Proxy::before(&fake.entry(&format!("n{node:02}"))).await);
            fakes.push(fake);
        }
        let entries: Vec<NodeEntry> = proxies.iter().map(Proxy::entry).collect();
        let mut field = Self {
            fakes,
            proxies,
            deck: Deck::with(entries, |builder| builder.pace(hasty)),
            random: Rng::with_seed(seed),
            cuts: Arc::default(),
        };
        field.cut();
        field
    }

    /// From now on most changes are cut, and some reads; polls are left alone.
    fn cut(&mut self) {
        for proxy in &self.proxies {
            let random = Mutex::new(self.random.fork());
            let cuts = Arc::clone(&self.cuts);
            proxy.decide(move |first| {
                let says =
                    |words: &str| first.windows(words.len()).any(|at| at == words.as_bytes());
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

    fn targets(&self) -> impl Iterator<Item = (&Fake, ProcessId)> {
        let nodes = self.fakes.iter().enumerate();
        nodes.flat_map(|(node, fake)| {
            let node = NodeId::new(&format!("n{node:02}"));
            PROGRAMS.map(|name| (fake, ProcessId::new(&node, name, name)))
        })
    }

    /// Waits until the fleet is known as it is.
    async fn until_known(&mut self) {
        let names: Vec<_> = (0..NODES).map(|node| format!("n{node:02}")).collect();
        self.deck
            .bench
            .nudge(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let wanted: Vec<_> = self
            .targets()
            .map(|(fake, id)| {
                let spec = spec(&id);
                (state(fake.phase(&spec)), fake.pid(&spec), id)
            })
            .collect();
        let is_known = |fleet: &supdeck::model::Fleet| {
            wanted.iter().all(|(state, pid, id)| {
                fleet.process(id).is_some_and(|process| {
                    process.state == *state && i64::from(process.pid.unwrap_or(0)) == *pid
                })
            })
        };
        self.deck.bench.until_fleet(is_known).await;
    }

    /// One action over all processes, and what became of each.
    async fn round(&mut self, score: &mut Score) {
        self.until_known().await;
        let up = self
            .targets()
            .filter(|(fake, id)| fake.phase(&spec(id)) == Phase::Running);
        let action = if up.count() * 2 < NODES * PROGRAMS.len() {
            Action::Start
        } else {
            let actions = [Action::Stop, Action::Restart, Action::Signal(Signal::Hup)];
            actions[self.random.usize(..actions.len())]
        };
        let before: Vec<i64> = self
            .targets()
            .map(|(fake, id)| fake.pid(&spec(&id)))
            .collect();
        for fake in &self.fakes {
            fake.take_deeds();
        }
        let schedule = self.deck.compile(&Batch {
            action,
            subjects: self.targets().map(|(_, id)| Subject::Process(id)).collect(),
            mode: Mode::default(),
            stop_after: None,
        });
        let followed = self.deck.begin(schedule);
        let followed = self.deck.finish(followed).await;
        let deeds: Vec<Vec<Deed>> = self.fakes.iter().map(Fake::take_deeds).collect();
        for (index, (fake, id)) in self.targets().enumerate() {
            let spec = spec(&id);
            let truth = Truth {
                deeds: of_process(&deeds[index / PROGRAMS.len()], &spec),
                pids: (before[index], fake.pid(&spec)),
                phase: fake.phase(&spec),
            };
            let mut ended = followed.run.operations();
            let ended =
                ended.find(|(operation, _)| operation.subject == Subject::Process(id.clone()));
            let Some((_, Progress::Ended(outcome))) = ended else {
                if !truth.deeds.is_empty() {
                    writeln!(score.lies, "{action} {id:?}: not asked for, {truth:?}").unwrap();
                }
                continue;
            };
            score.actions += 1;
            let is_lost = usize::from(outcome.class() == OutcomeClass::Lost);
            if matches!(action, Action::Signal(_)) {
                score.signals += 1;
                score.lost_signals += is_lost;
            } else {
                score.lost += is_lost;
            }
            score.failed += usize::from(outcome.class() == OutcomeClass::Failed);
            if !truth.bears_out(action, outcome) {
                writeln!(score.lies, "{action} {id:?}: {outcome:?}, {truth:?}").unwrap();
            }
        }
    }
}

fn spec(id: &ProcessId) -> String {
    format!("{}:{}", id.group.raw(), id.name.raw())
}

fn of_process(deeds: &[Deed], spec: &str) -> Vec<String> {
    let deeds = deeds.iter().filter(|deed| deed.to == spec);
    deeds.map(|deed| deed.method.clone()).collect()
}

fn state(phase: Phase) -> ProcessState {
    match phase {
        Phase::Stopped => ProcessState::Stopped,
        Phase::Starting => ProcessState::Starting,
        Phase::Running => ProcessState::Running,
        Phase::Backoff => ProcessState::Backoff,
        Phase::Stopping => ProcessState::Stopping,
        Phase::Exited(_) => ProcessState::Exited,
        Phase::Fatal => ProcessState::Fatal,
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
        // What was begun is always a beginning of the whole.
        let is_once = self.deeds.len() <= all.len() && all[..self.deeds.len()] == self.deeds;
        let is_whole = self.deeds.len() == all.len();
        let phase = state(self.phase);
        is_once
            && match outcome {
                Outcome::Done(reached) => {
                    let pid = |pid: Option<u32>| i64::from(pid.unwrap_or(0));
                    let goal = match action {
                        Action::Stop => phase == ProcessState::Stopped,
                        Action::Start => pid(reached.pids.1) == self.pids.1,
                        Action::Signal(_) => true,
                        _ => {
                            (pid(reached.pids.0), pid(reached.pids.1)) == self.pids
                                && self.pids.0 != self.pids.1
                        }
                    };
                    let rests = action == Action::Stop || phase == ProcessState::Running;
                    is_whole && goal && rests
                }
                Outcome::Failed { state, .. } => !is_whole && *state == phase,
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
    let wanted = count("SUPDECK_CUTS", 2_000);
    let seed = fastrand::u64(..);
    let mut field = Field::new(seed).await;
    let mut score = Score::default();
    while field.cuts.load(Relaxed) < wanted {
        field.round(&mut score).await;
        assert!(score.lies.is_empty(), "seed {seed}:\n{}", score.lies);
    }
    let cuts = field.cuts.load(Relaxed);
    let Score {
        actions,
        signals,
        lost,
        lost_signals,
        failed,
        ..
    } = score;
    eprintln!(
        "cut actions: {cuts} calls cut in {actions} actions, seed {seed}: 0 false claims, 0 done \
         twice; unknown {lost} of {} starts, stops and restarts and {lost_signals} of {signals} \
         signals, failed or not executed {failed}",
        actions - signals
    );
    assert!(lost * 4 < actions - signals, "{lost} stayed unknown");
}
