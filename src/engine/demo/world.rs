//! The whole demo fleet: who is in it, and the way to each node.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::cast::{ENVIRONMENTS, PLACES, ROLES, Role};
use super::clock::Clock;
use super::dice::Dice;
use super::node::DemoNode;
use super::part::Part;
use crate::model::{
    CredentialSource, Endpoint, Environment, EnvironmentName, NodeEntry, NodeId, Roster,
};

/// The demo fleet.
#[derive(Clone, Debug)]
pub struct World {
    roster: Roster,
    nodes: BTreeMap<NodeId, DemoNode>,
    clock: Clock,
}

impl World {
    /// Opens it: everything in it follows from the seed, this instant, and what is done to it.
    ///
    /// It has to be called inside a runtime. A task per node lives as long as a handle to it.
    #[must_use]
    pub fn new(seed: u64, clock: Timestamp) -> Self {
        let clock = Clock::starting_at(clock);
        let mut entries = Vec::new();
        let mut nodes = BTreeMap::new();
        for (role, id, place) in cast() {
            let part = Part::of(role, id.as_str());
            let dice = Dice::new(seed).of(id.as_str());
            entries.push(entry(role, &id, place, &part));
            let node = DemoNode::new(id.clone(), part, clock, dice);
            nodes.insert(id, node);
        }
        Self {
            roster: Roster::new(entries, environments()),
            nodes,
            clock,
        }
    }

    /// The nodes and environments it consists of.
    #[must_use]
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The way to one node; none for one it does not have.
    #[must_use]
    pub fn node(&self, id: &NodeId) -> Option<&DemoNode> {
        self.nodes.get(id)
    }

    /// The ways to all nodes, by name.
    #[must_use]
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (&NodeId, &DemoNode)> {
        self.nodes.iter()
    }

    /// The time in it, by which reports from it are to be dated.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock
    }
}

/// Every node with its role and place, in the order of the tables.
fn cast() -> impl Iterator<Item = (&'static Role, NodeId, &'static str)> {
    ROLES.iter().flat_map(|role| {
        let places = PLACES.iter().cycle();
        (1..=role.count).zip(places).map(move |(number, place)| {
            let id = NodeId::new(&format!("{}-{number:02}", role.name));
            (role, id, *place)
        })
    })
}

fn entry(role: &Role, id: &NodeId, place: &str, part: &Part) -> NodeEntry {
    let label = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    NodeEntry {
        id: id.clone(),
        endpoint: Endpoint::Https {
            host: format!("{id}.example"),
            port: 9001,
            prefix: String::new(),
        },
        user: part.user().map(str::to_owned),
        source: CredentialSource::default(),
        credential: id.to_string(),
        labels: BTreeMap::from([label("role", role.name), label("dc", place)]),
        allow_plaintext: false,
        ca_file: None,
    }
}

fn environments() -> Vec<Environment> {
    let members = |name: &'static str| {
        cast()
            .filter(move |(role, ..)| role.environment == name)
            .map(|(_, id, _)| id)
    };
    ENVIRONMENTS
        .iter()
        .map(|(name, protected)| Environment {
            name: EnvironmentName::new(name),
            members: members(name).collect(),
            protected: *protected,
            read_only: false,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::sleep;

    use super::*;
    use crate::engine::{CallFailure, LogAsk, LogData, LogRange};
    use crate::model::{
        Fault, GroupName, Health, LinkError, LogSource, Process, ProcessId, ProcessState, Signal,
        Snapshot, Standing, Stream, Tally,
    };

    fn world() -> World {
        World::new(7, "2026-07-12T12:04:00Z".parse().unwrap())
    }

    fn id(node: &str, group: &str, name: &str) -> ProcessId {
        ProcessId::new(&NodeId::new(node), group, name)
    }

    fn node<'a>(world: &'a World, name: &str) -> &'a DemoNode {
        world.node(&NodeId::new(name)).unwrap()
    }

    async fn process(world: &World, id: &ProcessId) -> Process {
        node(world, id.node.as_str()).process(id).await.unwrap()
    }

    /// Reads until the process is in that state, and returns it as it was then.
    async fn reach(world: &World, id: &ProcessId, state: ProcessState) -> Process {
        let reached = async {
            loop {
                let now = process(world, id).await;
                if now.state == state {
                    return now;
                }
            }
        };
        let limit = Duration::from_mins(2);
        tokio::time::timeout(limit, reached)
            .await
            .unwrap_or_else(|_| panic!("never {}", state.word()))
    }

    async fn poll(world: &World) -> Vec<Result<Snapshot, CallFailure>> {
        let mut answers = Vec::new();
        for (_, node) in world.nodes() {
            answers.push(node.snapshot().await);
        }
        answers
    }

    async fn read(world: &World, source: &LogSource, stream: Stream, from: u64) -> Vec<u8> {
        let node = node(world, source.node().as_str());
        match log(node, source, stream, LogRange::From(from, u32::MAX)).await {
            (_, LogData::Bytes(bytes)) => bytes.raw().to_vec(),
            (_, other) => panic!("{other:?}"),
        }
    }

    async fn log(
        node: &DemoNode,
        source: &LogSource,
        stream: Stream,
        range: LogRange,
    ) -> (u64, LogData) {
        let ask = LogAsk {
            source: source.clone(),
            stream,
            range,
            sized: true,
        };
        let look = node.look(&[ask], None).await.unwrap();
        let state = look.logs.into_iter().next().unwrap().unwrap();
        (state.size.unwrap(), state.data)
    }

    fn code<T: std::fmt::Debug>(answer: Result<T, CallFailure>) -> i64 {
        match answer {
            Err(CallFailure::Fault(fault)) => fault.code,
            other => panic!("no fault: {other:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_fleet_is_what_the_tables_say() {
        let world = world();
        assert_eq!(world.roster().nodes().len(), 38);
        let sizes: Vec<_> = world
            .roster()
            .environments()
            .iter()
            .map(|e| e.members.len())
            .collect();
        assert_eq!(sizes, [24, 9, 5]);
        let mut tally = Tally::default();
        for snapshot in poll(&world).await {
            let processes = snapshot.unwrap().processes;
            assert!(processes.is_sorted_by_key(|p| (p.id.group.clone(), p.id.name.clone())));
            for process in processes {
                tally.add(process.health(Standing::Current));
            }
        }
        assert!((200..=412).contains(&tally.total()), "{tally:?}");
        assert_eq!(tally.of(Health::Fatal), 2);
        assert_eq!(tally.of(Health::ExitedBadly), 1);
        assert_eq!(tally.of(Health::Exited), 1);
        assert_eq!(tally.of(Health::Stopped), 5);
        assert!(tally.of(Health::Running) > 190, "{tally:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_trouble_reads_as_on_a_real_node() {
        let world = world();
        let web = process(&world, &id("api-03", "api", "web_02")).await;
        assert_eq!(web.state, ProcessState::Fatal);
        assert_eq!(web.spawn_error.raw(), b"can't find command '/srv/api/web'");
        let mail = process(&world, &id("wrk-04", "worker", "mail_00")).await;
        assert_eq!(mail.state, ProcessState::Fatal);
        assert!(mail.spawn_error.raw().starts_with(b"Exited too quickly"));
        let batch = process(&world, &id("stg-01", "batch", "import")).await;
        assert_eq!(
            (batch.state, batch.exit_status),
            (ProcessState::Exited, 137)
        );
        assert_eq!(batch.spawn_error.raw(), b"Bad exit code 137");
    }

    #[tokio::test(start_paused = true)]
    async fn what_flaps_goes_round() {
        let world = world();
        let sync = id("wrk-02", "worker", "sync_01");
        for _ in 0..3 {
            reach(&world, &sync, ProcessState::Backoff).await;
            reach(&world, &sync, ProcessState::Running).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn lost_nodes_answer_once_and_then_say_why_not() {
        let world = world();
        for snapshot in poll(&world).await {
            snapshot.unwrap();
        }
        sleep(Duration::from_secs(10)).await;
        let why = |answer: Result<Snapshot, CallFailure>| match answer {
            Err(CallFailure::Link(error)) => error.to_string(),
            other => panic!("it answers: {other:?}"),
        };
        assert_eq!(
            why(node(&world, "web-09").snapshot().await),
            "connect timed out after 3s"
        );
        assert_eq!(
            why(node(&world, "stg-07").snapshot().await),
            "TLS: certificate expired 2026-07-11"
        );
        let dev = node(&world, "dev-03");
        assert_eq!(why(dev.snapshot().await), "401 Unauthorized, user deploy");
        assert!(dev.sign_in("wrong").await.is_err());
        assert!(dev.snapshot().await.is_err());
        assert_eq!(dev.sign_in("demo").await, Ok(()));
        assert!(dev.snapshot().await.is_ok());
        assert!(dev.sign_in("wrong").await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_takes_its_time_and_a_start_meanwhile_is_swallowed() {
        let world = world();
        let slow = id("api-06", "api", "web_01");
        let api = node(&world, "api-06");
        assert_eq!(code(api.start(&slow).await), Fault::ALREADY_STARTED);
        api.stop(&slow).await.unwrap();
        assert_eq!(process(&world, &slow).await.state, ProcessState::Stopping);
        assert_eq!(code(api.stop(&slow).await), Fault::NOT_RUNNING);
        api.start(&slow).await.unwrap();
        reach(&world, &slow, ProcessState::Stopped).await;
        sleep(Duration::from_mins(1)).await;
        assert_eq!(process(&world, &slow).await.state, ProcessState::Stopped);
        assert_eq!(code(api.stop(&slow).await), Fault::NOT_RUNNING);
        api.start(&slow).await.unwrap();
        assert_eq!(process(&world, &slow).await.state, ProcessState::Starting);
        reach(&world, &slow, ProcessState::Running).await;
    }

    #[tokio::test(start_paused = true)]
    async fn starts_of_what_is_broken_end_as_they_must() {
        let world = world();
        let web = id("api-03", "api", "web_02");
        assert_eq!(
            code(node(&world, "api-03").start(&web).await),
            Fault::NO_FILE
        );
        let mail = id("wrk-04", "worker", "mail_00");
        node(&world, "wrk-04").start(&mail).await.unwrap();
        reach(&world, &mail, ProcessState::Backoff).await;
        assert_eq!(
            code(node(&world, "wrk-04").start(&mail).await),
            Fault::ALREADY_STARTED
        );
        reach(&world, &mail, ProcessState::Fatal).await;
        let nobody = id("wrk-04", "worker", "nobody");
        assert_eq!(
            code(node(&world, "wrk-04").start(&nobody).await),
            Fault::BAD_NAME
        );
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_killed_is_started_again_with_another_pid() {
        let world = world();
        let front = id("web-01", "web", "front_00");
        let before = process(&world, &front).await;
        let web = node(&world, "web-01");
        web.signal(&front, Signal::Hup).await.unwrap();
        assert_eq!(process(&world, &front).await.pid, before.pid);
        web.signal(&front, Signal::Kill).await.unwrap();
        let dead = reach(&world, &front, ProcessState::Exited).await;
        assert_eq!((dead.exit_status, dead.pid), (-1, None));
        assert_eq!(
            code(web.signal(&front, Signal::Hup).await),
            Fault::NOT_RUNNING
        );
        let after = reach(&world, &front, ProcessState::Running).await;
        assert_ne!(after.pid, before.pid);
    }

    #[tokio::test(start_paused = true)]
    async fn an_update_makes_reread_find_nothing_more() {
        let world = world();
        let stg = node(&world, "stg-02");
        let (api, cron) = (GroupName::new("api"), GroupName::new("cron-new"));
        let changes = stg.reread().await.unwrap();
        assert_eq!(
            (changes.added, changes.changed),
            (vec![cron.clone()], vec![api.clone()])
        );
        assert_eq!(code(stg.remove_group(&api).await), 91);
        assert_eq!(code(stg.add_group(&api).await), 90);
        stg.stop(&id("stg-02", "api", "web_00")).await.unwrap();
        reach(
            &world,
            &id("stg-02", "api", "web_00"),
            ProcessState::Stopped,
        )
        .await;
        stg.remove_group(&api).await.unwrap();
        assert_eq!(code(stg.remove_group(&api).await), Fault::BAD_NAME);
        stg.add_group(&api).await.unwrap();
        stg.add_group(&cron).await.unwrap();
        reach(
            &world,
            &id("stg-02", "cron-new", "cron-new"),
            ProcessState::Running,
        )
        .await;
        assert!(stg.reread().await.unwrap().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_restarted_supervisord_comes_back_with_the_same_pid() {
        let world = world();
        let web = node(&world, "web-01");
        let before = web.snapshot().await.unwrap();
        web.restart_supervisor().await.unwrap();
        let shutting_down = Err(CallFailure::Link(LinkError::ShuttingDown));
        assert_eq!(web.snapshot().await, shutting_down);
        sleep(Duration::from_secs(2)).await;
        let after = web.snapshot().await.unwrap();
        assert_eq!(after.pid, before.pid);
        let pids =
            |snapshot: &Snapshot| snapshot.processes.iter().map(|p| p.pid).collect::<Vec<_>>();
        assert!(pids(&after).iter().all(Option::is_some));
        assert_ne!(pids(&after), pids(&before));
    }

    #[tokio::test(start_paused = true)]
    async fn a_supervisord_that_was_shut_down_stays_away() {
        let world = world();
        let web = node(&world, "web-02");
        web.shut_down_supervisor().await.unwrap();
        assert_eq!(
            web.snapshot().await,
            Err(CallFailure::Link(LinkError::ShuttingDown))
        );
        sleep(Duration::from_secs(5)).await;
        let address = "web-02.example:9001".to_owned();
        assert_eq!(
            web.snapshot().await,
            Err(CallFailure::Link(LinkError::Refused { address }))
        );
    }

    #[tokio::test(start_paused = true)]
    async fn logs_grow_and_what_was_read_stays() {
        let world = world();
        let source = LogSource::Process(id("api-01", "api", "web_00"));
        let first = read(&world, &source, Stream::Stdout, 0).await;
        assert!(!first.is_empty());
        sleep(Duration::from_secs(30)).await;
        let tail = read(&world, &source, Stream::Stdout, first.len() as u64).await;
        assert!(!tail.is_empty());
        let whole = read(&world, &source, Stream::Stdout, 0).await;
        let joined = [first, tail].concat();
        assert_eq!(whole[..joined.len()], joined);
        let api = node(&world, "api-01");
        for stream in [Stream::Stdout, Stream::Stderr] {
            let (size, _) = log(api, &source, stream, LogRange::Nothing).await;
            assert!(size > 0, "{stream:?} {size:?}");
        }
        let none = log(api, &source, Stream::Main, LogRange::From(0, 9)).await;
        assert_eq!(none, (0, LogData::NoLog));
    }

    #[tokio::test(start_paused = true)]
    async fn a_stopped_process_writes_nothing_and_cleared_logs_begin_anew() {
        let world = world();
        let web = id("api-01", "api", "web_00");
        let source = LogSource::Process(web.clone());
        let api = node(&world, "api-01");
        let before = read(&world, &source, Stream::Stdout, 0).await;
        api.clear_logs(&web).await.unwrap();
        assert!(read(&world, &source, Stream::Stdout, 0).await.len() < before.len());
        api.stop(&web).await.unwrap();
        reach(&world, &web, ProcessState::Stopped).await;
        let last = read(&world, &source, Stream::Stdout, 0).await;
        assert!(last.ends_with(b"INFO  bye\n"));
        sleep(Duration::from_mins(1)).await;
        assert_eq!(read(&world, &source, Stream::Stdout, 0).await, last);
        let main = read(&world, &LogSource::Main(web.node.clone()), Stream::Main, 0).await;
        assert!(main.ends_with(b"INFO stopped: web_00 (exit status 0)\n"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_bursty_log_is_rotated() {
        let world = world();
        let source = LogSource::Process(id("stg-04", "logship", "logship"));
        let mut last = 0;
        let rotated = async {
            loop {
                let stg = node(&world, "stg-04");
                let (now, _) = log(stg, &source, Stream::Stdout, LogRange::Nothing).await;
                if now < last {
                    return;
                }
                last = now;
            }
        };
        tokio::time::timeout(Duration::from_mins(10), rotated)
            .await
            .unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn worlds_of_one_seed_are_the_same_whenever_they_are_read() {
        let (one, other) = (world(), world());
        let flapping = LogSource::Process(id("wrk-02", "worker", "sync_01"));
        for _ in 0..5 {
            // Only one of them is read on the way.
            read(&one, &flapping, Stream::Stderr, 0).await;
            sleep(Duration::from_secs(47)).await;
        }
        // Asked side by side they answer at the same moments, as both are as far away.
        let (ones, others) = tokio::join!(poll(&one), poll(&other));
        assert!(ones.iter().any(Result::is_ok));
        assert_eq!(ones, others);
        for stream in [Stream::Stdout, Stream::Stderr] {
            let (ones, others) = tokio::join!(
                read(&one, &flapping, stream, 0),
                read(&other, &flapping, stream, 0)
            );
            assert_eq!(ones, others);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn another_seed_makes_another_world() {
        let opening = "2026-07-12T12:04:00Z".parse().unwrap();
        let (one, other) = (World::new(1, opening), World::new(2, opening));
        let pids = |answers: Vec<Result<Snapshot, CallFailure>>| -> Vec<_> {
            answers
                .into_iter()
                .map(|answer| answer.unwrap().pid)
                .collect()
        };
        assert_ne!(pids(poll(&one).await), pids(poll(&other).await));
    }

    #[tokio::test(start_paused = true)]
    async fn one_clock_is_ahead_and_one_node_is_far_away() {
        let world = world();
        let skewed = node(&world, "wrk-05")
            .snapshot()
            .await
            .unwrap()
            .clock
            .unwrap();
        assert!(skewed.duration_since(world.clock().now()).as_secs() >= 6);
        let asked = world.clock().now();
        node(&world, "stg-05").snapshot().await.unwrap();
        assert!(world.clock().now().duration_since(asked).as_millis() >= 230);
    }
}
