//! A fleet of 38 nodes at a fixed instant, with trouble of every kind, folded in as polls tell it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use supdeck::engine::Event;
use supdeck::model::{
    CredentialSource, Endpoint, Environment, EnvironmentName, Layer, LinkError, NodeEntry, NodeId,
    Process, ProcessId, ProcessState, Report, Roster, Snapshot, Untrusted,
};
use supdeck::tui::msg::Msg;
use supdeck::tui::state::{Settings, State};
use supdeck::tui::update::update;

/// The instant at which screens are drawn.
pub fn now() -> Timestamp {
    clock("12:04:31")
}

/// A time of that day.
pub fn clock(time: &str) -> Timestamp {
    format!("2026-07-12T{time}Z").parse().unwrap()
}

/// The environments, with the names of their nodes.
const ENVIRONMENTS: [(&str, &[(&str, usize)]); 3] = [
    ("prod", &[("web", 10), ("api", 8), ("wrk", 6)]),
    ("stage", &[("stg", 9)]),
    ("dev", &[("dev", 5)]),
];

/// Every node of an environment.
fn members(stems: &[(&str, usize)]) -> Vec<NodeId> {
    let names = stems
        .iter()
        .flat_map(|(stem, count)| (1..=*count).map(move |at| format!("{stem}-{at:02}")));
    names.map(|name| NodeId::new(&name)).collect()
}

/// The configured fleet: prod is protected.
pub fn roster() -> Roster {
    let environments: Vec<Environment> = ENVIRONMENTS
        .iter()
        .map(|(name, stems)| Environment {
            name: EnvironmentName::new(name),
            members: members(stems),
            protected: *name == "prod",
            read_only: false,
        })
        .collect();
    let nodes = environments
        .iter()
        .flat_map(|environment| {
            environment
                .members
                .iter()
                .map(|id| entry(id, &environment.name))
        })
        .collect();
    Roster::new(nodes, environments)
}

fn entry(id: &NodeId, environment: &EnvironmentName) -> NodeEntry {
    let role = id.as_str().split('-').next().unwrap();
    NodeEntry {
        id: id.clone(),
        endpoint: Endpoint::Https {
            host: format!("{id}.example"),
            port: 9001,
            prefix: String::new(),
        },
        user: Some("deploy".to_owned()),
        source: CredentialSource::Keyring,
        credential: id.to_string(),
        labels: BTreeMap::from([
            ("dc".to_owned(), "fra1".to_owned()),
            ("role".to_owned(), role.to_owned()),
            ("tier".to_owned(), environment.to_string()),
        ]),
        allow_plaintext: false,
        ca_file: None,
    }
}

/// The programs of a kind of node.
fn programs(stem: &str) -> &'static [(&'static str, &'static str)] {
    match stem {
        "web" => &[
            ("web", "front_00"),
            ("web", "front_01"),
            ("web", "ssr_00"),
            ("logship", "logship"),
            ("metrics", "metrics"),
        ],
        "api" => &[
            ("api", "web_00"),
            ("api", "web_01"),
            ("api", "web_02"),
            ("api", "ws_00"),
            ("logship", "logship"),
            ("metrics", "metrics"),
        ],
        "wrk" => &[
            ("cron", "cron"),
            ("worker", "mail_00"),
            ("worker", "mail_01"),
            ("worker", "sync_00"),
            ("worker", "sync_01"),
            ("logship", "logship"),
        ],
        "stg" => &[
            ("api", "web_00"),
            ("api", "web_01"),
            ("batch", "import"),
            ("logship", "logship"),
            ("metrics", "metrics"),
        ],
        _ => &[
            ("api", "web_00"),
            ("batch", "import"),
            ("logship", "logship"),
        ],
    }
}

/// Uptimes that look as if somebody deployed now and then.
const UPTIMES: [&str; 6] = ["22m18s", "4h12m", "3d4h", "6d11h", "12d22h", "41d7h"];

fn seed(id: &ProcessId) -> u32 {
    let text = format!("{}/{}", id.node, id.namespec());
    text.bytes().fold(7, |sum: u32, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    })
}

/// A process that runs.
pub fn process(node: &NodeId, group: &str, name: &str, at: Timestamp) -> Process {
    let id = ProcessId::new(node, group, name);
    let seed = seed(&id);
    let uptime: SignedDuration = UPTIMES[seed as usize % UPTIMES.len()]
        .parse::<jiff::Span>()
        .unwrap()
        .to_duration(jiff::SpanRelativeTo::days_are_24_hours())
        .unwrap();
    Process {
        state: ProcessState::Running,
        pid: Some(2000 + seed % 30_000),
        exit_status: 0,
        started: Some(now() - uptime),
        stopped: None,
        now: Some(at),
        spawn_error: Untrusted::default(),
        description: Untrusted::from("pid and uptime"),
        stdout_log: Untrusted::from(&*format!("/var/log/{group}-{name}.out")),
        stderr_log: Untrusted::from(&*format!("/var/log/{group}-{name}.err")),
        id,
    }
}

/// The processes of a node while all is well.
pub fn processes(node: &NodeId, at: Timestamp) -> Vec<Process> {
    let stem = node.as_str().split('-').next().unwrap();
    let mut all: Vec<Process> = programs(stem)
        .iter()
        .map(|(group, name)| process(node, group, name, at))
        .collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// A good poll.
pub fn report(node: &NodeId, processes: Vec<Process>, at: Timestamp) -> Report {
    let number = u64::from(node.as_str().bytes().last().unwrap());
    let clock = processes.iter().find_map(|process| process.now);
    let snapshot = Snapshot {
        version: Untrusted::from("4.2.5"),
        identification: Untrusted::from("supervisor"),
        pid: Some(912),
        clock,
        processes,
    };
    Report {
        node: node.clone(),
        at,
        took: Duration::from_millis(60 + number % 10 * 8),
        next: Some(at + SignedDuration::from_secs(2)),
        result: Ok(Arc::new(snapshot)),
    }
}

/// A bad poll; without a next one the node is paused.
pub fn failure(node: &str, error: LinkError, at: Timestamp, next: Option<Timestamp>) -> Report {
    Report {
        node: NodeId::new(node),
        at,
        took: Duration::from_secs(5),
        next,
        result: Err(error),
    }
}

/// The console with nothing observed yet.
pub fn asking() -> State {
    let mut state = State::new(Arc::new(roster()), Settings::default(), clock("09:00:00"));
    update(&mut state, Msg::Tick(now()));
    state
}

/// The console while every node answers and all runs.
pub fn calm() -> State {
    let mut fleet = Story::begin();
    fleet.poll_all("12:04:30");
    fleet.state
}

/// The console after a morning with trouble of every kind.
pub fn troubled() -> State {
    let mut story = Story::begin();
    story.change("09:02:31", "stg-01", "batch:import", |process| {
        end(process, 137, "Bad exit code 137");
    });
    story.change("09:12:44", "dev-05", "batch:import", |process| {
        end(process, 0, "");
    });
    story.fail("11:02:41", "dev-03", unauthorized(), None);
    story.change("11:48:02", "wrk-04", "worker:mail_00", |process| {
        die(
            process,
            ProcessState::Backoff,
            "Exited too quickly (process log may have details)",
        );
    });
    story.change("11:50:10", "wrk-04", "worker:mail_00", |process| {
        die(
            process,
            ProcessState::Fatal,
            "Exited too quickly (process log may have details)",
        );
    });
    story.fail("11:55:10", "stg-07", expired(), Some("12:05:21"));
    story.change("11:57:51", "api-04", "api:web_02", |process| {
        end(process, 0, "");
    });
    story.change("11:57:51", "api-04", "api:web_02", |process| {
        process.state = ProcessState::Stopped;
    });
    story.change("12:01:55", "wrk-02", "worker:sync_01", |process| {
        die(
            process,
            ProcessState::Backoff,
            "Exited too quickly (process log may have details)",
        );
    });
    story.change("12:02:11", "api-03", "api:web_02", |process| {
        die(
            process,
            ProcessState::Backoff,
            "can't find command '/srv/api/web'",
        );
    });
    story.change("12:02:17", "api-03", "api:web_02", |process| {
        die(
            process,
            ProcessState::Fatal,
            "can't find command '/srv/api/web'",
        );
    });
    story.fail("12:03:49", "web-09", silent(), Some("12:04:39"));
    story.change("12:04:27", "api-06", "api:web_01", |process| {
        process.state = ProcessState::Stopping;
    });
    story.change("12:04:29", "api-05", "api:web_01", |process| {
        process.state = ProcessState::Starting;
        process.started = Some(clock("12:04:29"));
    });
    story.poll_all("12:04:30");
    story.state.journal = journal();
    story.state
}

/// What the journal says of that morning.
fn journal() -> Vec<String> {
    [
        "09:00:00 anna opened the console",
        "10:02:07 anna began batch #39, stop 4 targets",
        "10:02:15 anna finished batch #39, stop 4 targets: ok 4",
        "10:31:22 anna began batch #40, restart 12 targets",
        "10:31:40 anna restarted api:ws_00 on api-03: RUNNING after 10.4s",
        "10:33:58 anna tried to restart worker:mail_01 on wrk-01: sent, then no answer in 10s",
        "10:34:02 anna finished batch #40, restart 12 targets: ok 11, lost 1",
        "11:02:44 anna could not sign in to dev-03 as deploy: 401 Unauthorized, user deploy",
        "11:57:44 anna began batch #41, stop 1 target",
        "11:57:51 anna stopped api:web_02 on api-04: STOPPED after 0.8s",
        "11:57:51 anna finished batch #41, stop 1 target: ok 1",
        "12:02:09 anna began batch #42, restart 1 target",
        "12:02:17 anna tried to restart api:web_02 on api-03: FATAL: can't find command '/srv/api/web'",
        "12:02:17 anna finished batch #42, restart 1 target: ok 0, failed 1",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// It ended by itself.
pub fn end(process: &mut Process, status: i64, why: &str) {
    process.state = ProcessState::Exited;
    process.pid = None;
    process.exit_status = status;
    process.stopped = process.now;
    process.spawn_error = Untrusted::from(why);
}

/// It could not be started.
pub fn die(process: &mut Process, state: ProcessState, why: &str) {
    process.state = state;
    process.pid = None;
    process.started = process.now;
    process.stopped = process.now;
    process.exit_status = 1;
    process.spawn_error = Untrusted::from(why);
}

/// 401.
pub fn unauthorized() -> LinkError {
    LinkError::Unauthorized {
        user: Some("deploy".to_owned()),
    }
}

/// A certificate that ran out.
pub fn expired() -> LinkError {
    LinkError::Tls {
        reason: "certificate expired 2026-07-11".to_owned(),
    }
}

/// Nobody opens the door.
pub fn silent() -> LinkError {
    LinkError::TimedOut {
        layer: Layer::Connect,
        after: Duration::from_secs(5),
    }
}

/// Polls folded into a console, one after the other.
struct Story {
    state: State,
    fleet: BTreeMap<NodeId, Vec<Process>>,
    lost: Vec<NodeId>,
}

impl Story {
    fn begin() -> Self {
        let roster = Arc::new(roster());
        let state = State::new(Arc::clone(&roster), Settings::default(), clock("09:00:00"));
        let at = clock("09:00:03");
        let mut story = Self {
            state,
            fleet: roster
                .nodes()
                .map(|entry| (entry.id.clone(), processes(&entry.id, at)))
                .collect(),
            lost: Vec::new(),
        };
        story.poll_all("09:00:03");
        // What answered for the first time is no change worth telling.
        story.state.history = supdeck::tui::state::History::default();
        story
    }

    fn tell(&mut self, report: Report) {
        update(&mut self.state, Msg::Tick(report.at));
        update(&mut self.state, Msg::Engine(Event::Reported(report)));
    }

    fn change(&mut self, time: &str, node: &str, label: &str, change: impl FnOnce(&mut Process)) {
        let id = NodeId::new(node);
        let at = clock(time);
        let processes = self.fleet.get_mut(&id).unwrap();
        for process in processes.iter_mut() {
            process.now = Some(at);
        }
        let process = processes
            .iter_mut()
            .find(|process| process.id.label().as_str() == label);
        change(process.unwrap());
        let processes = processes.clone();
        self.tell(report(&id, processes, at));
    }

    fn fail(&mut self, time: &str, node: &str, error: LinkError, next: Option<&str>) {
        let id = NodeId::new(node);
        let last = clock(time) - SignedDuration::from_secs(2);
        let mut processes = self.fleet[&id].clone();
        for process in &mut processes {
            process.now = Some(last);
        }
        self.tell(report(&id, processes, last));
        self.lost.push(id);
        self.tell(failure(node, error, clock(time), next.map(clock)));
    }

    /// A last poll of everybody who answers, and the clock at the instant of the screens.
    fn poll_all(&mut self, time: &str) {
        let at = clock(time);
        let fleet = self.fleet.clone();
        for (id, mut processes) in fleet {
            if !self.lost.contains(&id) {
                for process in &mut processes {
                    process.now = Some(at);
                }
                self.tell(report(&id, processes, at));
            }
        }
        self.state.message = None;
        update(&mut self.state, Msg::Tick(now()));
    }
}
