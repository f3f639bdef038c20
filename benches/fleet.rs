//! What a fleet costs: a refresh beside a bare client that asks the same of the same nodes, the
//! program with a screen on while processes change, and nodes that hang beside healthy ones.
//!
//! `cargo bench --bench fleet` takes a few minutes; words after `--` choose parts of it:
//! `refresh`, `steady`, `trouble`, `death`, `restart`. `--nodes 2000` takes another fleet than one of 1,000 nodes, of 50
//! processes each. It prints the rows of the README's table.
//!
//! The nodes are scripted and live in a process of their own, so that what they cost is not ours;
//! for `death` and `restart` they are real.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]
#![expect(clippy::panic, reason = "a measurement that cannot go on ends")]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, SysconfVar, sysconf};
use quick_xml::Reader;
use supdeck::engine::{
    Clock, Engine, Event, Journaling, Pace, Request, Scope, Setup, Stage, raise_file_limit,
};
use supdeck::journal::Who;
use supdeck::model::{CredentialSource, Endpoint, Fleet, NodeEntry, NodeId, Roster};
use supdeck::plan::Permission;
use supdeck::secrets::{Credentials, VaultPlace};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use support::fake::{self, Fake, Phase, Trouble};
use support::pty::{Pty, Spawn};
use support::real::{self, Program, Real};

#[path = "../tests/it/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "a part of what the tests share")]
mod support;

/// Processes of a node.
const EACH: usize = 50;
/// Nodes that are asked side by side, by us as by the bare client.
const AT_ONCE: usize = 64;
/// How often a refresh and a start are measured; the median counts.
const ROUNDS: usize = 7;
const STARTS: usize = 3;
/// Processes that are killed.
const DEATHS: usize = 30;
/// Rows of a table that are surely on screen.
const VISIBLE: usize = 40;
/// How long the program is left alone, and then watched.
const SETTLE: Duration = Duration::from_secs(20);
const SPAN: Duration = Duration::from_secs(30);
/// What a poll sends.
const QUESTION: [&str; 4] = [
    "supervisor.getAllProcessInfo",
    "supervisor.getSupervisorVersion",
    "supervisor.getIdentification",
    "supervisor.getPID",
];

fn main() {
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    raise_file_limit();
    if let [serve, nodes, changes, bad] = &words[..]
        && serve == "serve"
    {
        let [nodes, bad] = [nodes, bad].map(|word| word.parse().unwrap());
        let changes = changes.parse().unwrap();
        return runtime().block_on(serve_fleet(nodes, changes, bad));
    }
    let named = words.iter().position(|word| word == "--nodes");
    let nodes = named.map_or(1_000, |at| words[at + 1].parse().unwrap());
    let parts = ["refresh", "steady", "trouble", "death", "restart"];
    let chosen: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_chosen =
        |part: &str| chosen.contains(&part) || !parts.iter().any(|any| chosen.contains(any));
    println!("| {nodes} nodes of {EACH} processes | seen |\n|---|---|");
    if is_chosen("refresh") {
        refresh(nodes);
    }
    if is_chosen("steady") {
        steady(nodes);
    }
    if is_chosen("trouble") {
        trouble(nodes);
    }
    if is_chosen("death") {
        death();
    }
    if is_chosen("restart") {
        restart();
    }
}

/// As many threads as the program itself has.
fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

/// The nodes, in the process that is nothing else, until its standard input ends.
async fn serve_fleet(nodes: usize, changes: u64, bad: usize) {
    let mut fakes = Vec::new();
    for number in 0..nodes {
        let mut builder = Fake::new()
            .prepared()
            .main_log(b"2026-11-20 16:00:00,000 INFO begin\n");
        for process in 0..EACH {
            let group = process / 5;
            let name = format!("group_{group:02}:process_{process:02}");
            let log = format!("/var/log/supervisor/node{number:04}_{process:02}.log");
            builder = builder.program(fake::Program::new(&name).log_path(&log));
        }
        if is_bad(number, bad) && number % 3 != 2 {
            let slow = Trouble::Drip(Duration::from_secs(1));
            let troubles = [Trouble::Silent, slow];
            builder = builder.trouble(troubles[number % 3].clone());
        }
        fakes.push(builder.listen().await);
    }
    // Only now, so that no port is given to another.
    for (number, fake) in fakes.iter_mut().enumerate() {
        if is_bad(number, bad) && number % 3 == 2 {
            fake.kill().await;
        }
    }
    let mut ports = String::new();
    for fake in &fakes {
        if let Endpoint::Http { port, .. } = fake.endpoint() {
            write!(ports, "{port} ").unwrap();
        }
    }
    println!("{ports}");
    let ended = tokio::task::spawn_blocking(|| std::io::stdin().lines().count());
    tokio::pin!(ended);
    let mut due =
        tokio::time::interval(Duration::from_secs(1) / u32::try_from(changes.max(1)).unwrap());
    loop {
        tokio::select! {
            _ = &mut ended => return,
            _ = due.tick(), if changes > 0 => change(&fakes[fastrand::usize(..fakes.len())]),
        }
    }
}

/// Whether a node is one of so many in a hundred that are in trouble, a third each silent, dripping
/// and refusing; they lie among the others.
fn is_bad(number: usize, bad: usize) -> bool {
    number % 20 * 100 < bad * 20
}

/// A process dies, or is started again.
fn change(fake: &Fake) {
    let process = fastrand::usize(..EACH);
    let name = format!("group_{:02}:process_{process:02}", process / 5);
    let line = if fake.phase(&name) == Phase::Running {
        fake.change(&name, |program| program.set(Phase::Exited(1)));
        format!("WARN exited: process_{process:02} (exit status 1; not expected)")
    } else {
        fake.change(&name, |program| program.set(Phase::Running));
        format!(
            "INFO success: process_{process:02} entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)"
        )
    };
    fake.write_main(format!("2026-11-20 16:00:00,000 {line}\n").as_bytes());
}

/// The nodes, seen from here; they end with it.
struct Nodes {
    child: Child,
    ports: Vec<u16>,
}

impl Nodes {
    /// So many nodes, changes a second, and nodes in a hundred that are in trouble.
    fn start(nodes: usize, changes: u64, bad: usize) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args([
                "serve",
                &nodes.to_string(),
                &changes.to_string(),
                &bad.to_string(),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let ports = line.split_whitespace().map(|port| port.parse().unwrap());
        Self {
            ports: ports.collect(),
            child,
        }
    }

    fn roster(&self) -> Roster {
        let entry = |(number, port): (usize, &u16)| NodeEntry {
            id: NodeId::new(&format!("node{number:04}")),
            endpoint: Endpoint::Http {
                host: "127.0.0.1".into(),
                port: *port,
                prefix: String::new(),
            },
            user: None,
            source: CredentialSource::default(),
            credential: String::new(),
            labels: std::collections::BTreeMap::new(),
            allow_plaintext: false,
            ca_file: None,
        };
        Roster::new(
            self.ports.iter().enumerate().map(entry).collect(),
            Vec::new(),
        )
    }

    /// A console on them, 200x50.
    fn console(&self) -> Spawn {
        let mut config = String::new();
        for (number, port) in self.ports.iter().enumerate() {
            writeln!(
                config,
                "[nodes.node{number:04}]\nurl = \"http://127.0.0.1:{port}\""
            )
            .unwrap();
        }
        let spawn = Spawn::supdeck(&[]).file(".config/supdeck/config.toml", &config);
        spawn.size(200, 50)
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What something took.
#[derive(Clone, Copy)]
struct Spent {
    wall: f64,
    processor: f64,
}

impl Spent {
    /// What a piece of work in this process takes.
    async fn on(work: impl Future<Output = ()>) -> Self {
        let (began, before) = (Instant::now(), our_processor_time());
        work.await;
        Self {
            wall: began.elapsed().as_secs_f64(),
            processor: our_processor_time() - before,
        }
    }
}

/// The middle of what was measured, each by itself.
fn middle(all: &[Spent]) -> Spent {
    Spent {
        wall: median(all.iter().map(|spent| spent.wall).collect()),
        processor: median(all.iter().map(|spent| spent.processor).collect()),
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// One refresh of everything, beside the bare client.
fn refresh(count: usize) {
    let nodes = Nodes::start(count, 0, 0);
    runtime().block_on(async {
        let roster = Arc::new(nodes.roster());
        let mut fleet = Fleet::of(&roster);
        let mut engine = None;
        let first = Spent::on(async {
            let engine = engine.insert(start(&roster));
            reports(engine, &mut fleet, count).await;
        })
        .await;
        let Some(mut engine) = engine else { return };
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            tokio::time::sleep(Duration::from_secs(2)).await;
            bare.push(Spent::on(ask_all(&nodes.ports)).await);
            tokio::time::sleep(Duration::from_secs(2)).await;
            let refresh = async {
                engine.handle.ask(Request::Poll(Scope::All)).unwrap();
                reports(&mut engine, &mut fleet, count).await;
            };
            ours.push(Spent::on(refresh).await);
        }
        assert_eq!(fleet.processes().count(), count * EACH);
        let (ours, bare) = (middle(&ours), middle(&bare));
        for (what, spent) in [("first", first), ("later", ours), ("bare client", bare)] {
            println!(
                "| a refresh: {what} | {:.2} s, {:.2} s of processor; × {:.2}, × {:.2} |",
                spent.wall,
                spent.processor,
                spent.wall / bare.wall,
                spent.processor / bare.processor,
            );
        }
    });
}

/// An engine that polls when it is told to.
fn start(roster: &Arc<Roster>) -> Engine {
    let directory = tempfile::tempdir().unwrap();
    Engine::start(Setup {
        roster: Arc::clone(roster),
        pace: Pace {
            interval: Duration::from_hours(1),
            fan_out: AT_ONCE,
            ..Pace::default()
        },
        permission: Permission::ReadOnly,
        journaling: Journaling::Memory(Who::ask(|_| None)),
        credentials: Credentials::new(VaultPlace::new(directory.path().join("sealed"))),
        clock: Clock::System,
        stage: Stage::Real,
    })
}

/// Folds so many reports in.
async fn reports(engine: &mut Engine, fleet: &mut Fleet, count: usize) {
    let mut left = count;
    while left > 0 {
        if let Event::Reported(report) = engine.events.recv().await.unwrap() {
            report.result.as_ref().unwrap();
            fleet.apply(&report);
            left -= 1;
        }
    }
}

/// What a client cannot do without: send, drain, parse.
async fn ask_all(ports: &[u16]) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = JoinSet::new();
    for port in ports {
        let (port, places) = (*port, Arc::clone(&places));
        tasks.spawn(async move {
            let _place = places.acquire().await;
            ask(port).await
        });
    }
    let events: usize = tasks.join_all().await.into_iter().sum();
    assert!(events > ports.len() * EACH * 100);
}

async fn ask(port: u16) -> usize {
    let calls = QUESTION.map(|method| {
        format!(
            "<value><struct><member><name>methodName</name><value><string>{method}</string></value>\
             </member><member><name>params</name><value><array><data></data></array></value>\
             </member></struct></value>"
        )
    });
    let body = format!(
        "<?xml version='1.0'?><methodCall><methodName>system.multicall</methodName><params><param>\
         <value><array><data>{}</data></array></value></param></params></methodCall>",
        calls.concat()
    );
    let head = format!(
        "POST /RPC2 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/xml\r\n\
         Connection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all((head + &body).as_bytes()).await.unwrap();
    let mut answer = Vec::with_capacity(128 * 1024);
    stream.read_to_end(&mut answer).await.unwrap();
    let text = std::str::from_utf8(&answer).unwrap();
    let (_, xml) = text.split_once("\r\n\r\n").unwrap();
    let mut reader = Reader::from_str(xml);
    let mut events = 0;
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {
        events += 1;
    }
    events
}

/// The program on a screen while processes change, in the list of all of them.
fn steady(count: usize) {
    for changes in [0, 20] {
        let nodes = Nodes::start(count, changes, 0);
        let mut pty = nodes.console().open();
        pty.wait_for(&format!(" {count} of "));
        pty.press("5");
        pty.wait_for("RUNNING");
        rest(&mut pty, SETTLE);
        let pid = pty.supdeck();
        let (before, began) = (processor_time(pid), Instant::now());
        rest(&mut pty, SPAN);
        let share = (processor_time(pid) - before) / began.elapsed().as_secs_f64() * 100.0;
        println!(
            "| screen on, {changes} changes a second | {share:.1} % of a core, {} MB resident |",
            resident(pid)
        );
        pty.leave();
    }
}

/// Lets a program be, but reads what it writes.
fn rest(pty: &mut Pty, span: Duration) {
    let end = Instant::now() + span;
    while Instant::now() < end {
        pty.see();
        thread::sleep(Duration::from_millis(50));
    }
}

/// From the start of the program until all healthy nodes are on screen.
fn trouble(count: usize) {
    let mut healthy = f64::NAN;
    for bad in [0, 5, 40] {
        let nodes = Nodes::start(count, 0, bad);
        let wanted = count - count * bad / 100;
        let mut all = Vec::new();
        for _ in 0..STARTS {
            let spawn = nodes.console();
            let began = Instant::now();
            let mut pty = spawn.start();
            pty.wait_for(&format!(" {wanted} of "));
            all.push(began.elapsed().as_secs_f64());
            pty.leave();
        }
        let spent = median(all);
        if bad == 0 {
            healthy = spent;
        }
        println!(
            "| all healthy nodes on screen, {bad} % in trouble | {spent:.2} s after the start; × {:.2} |",
            spent / healthy
        );
    }
}

/// A console on real nodes, 200x50, with all their processes in sight.
fn real_console(reals: &[Real], processes: usize) -> Pty {
    let mut config = String::new();
    for (number, real) in reals.iter().enumerate() {
        let url = real.endpoint();
        writeln!(config, "[nodes.real{number:02}]\nurl = \"{url}\"").unwrap();
    }
    let spawn = Spawn::supdeck(&[]).file(".config/supdeck/config.toml", &config);
    let mut pty = spawn.size(200, 50).open();
    pty.press("5");
    pty.wait_until("all processes", |screen| {
        screen.matches("+ RUNNING").count() >= processes.min(VISIBLE)
    });
    pty
}

/// From the death of a process on one of five real nodes until its pid is gone from the screen.
fn death() {
    let real = || Real::builder().program(Program::steady("sleeper")).start();
    let reals: Vec<Real> = (0..5).map(|_| real()).collect();
    let mut pty = real_console(&reals, reals.len());
    rest(&mut pty, Duration::from_secs(5));
    let mut all = Vec::new();
    for _ in 0..DEATHS {
        let pid = reals[fastrand::usize(..reals.len())].children()[0];
        rest(&mut pty, Duration::from_millis(fastrand::u64(0..1_000)));
        let word = format!(" {pid} ");
        pty.wait_for(&word);
        let began = Instant::now();
        kill(Pid::from_raw(pid.cast_signed()), Signal::SIGKILL).unwrap();
        pty.wait_until("the death", |screen| !screen.contains(&word));
        all.push(began.elapsed().as_secs_f64() * 1e3);
        pty.wait_until("all processes", |screen| {
            screen.matches("+ RUNNING").count() == reals.len()
        });
        rest(&mut pty, Duration::from_secs(3));
    }
    let worst = all.iter().copied().fold(0.0, f64::max);
    println!(
        "| a process dies on a real node | drawn in {:.0} ms median, {worst:.0} ms worst of {DEATHS} |",
        median(all)
    );
    pty.leave();
}

/// A restart of 100 processes on 20 real nodes, from the yes to the last one RUNNING.
fn restart() {
    let names = ["one", "two", "three", "four", "five"];
    let real = |_| {
        let all = names.map(|name| Program::steady(name).extra("startsecs=1"));
        all.into_iter()
            .fold(Real::builder(), real::Builder::program)
            .start()
    };
    let reals: Vec<Real> = (0..20).map(real).collect();
    let mut pty = real_console(&reals, reals.len() * names.len());
    let mut all = Vec::new();
    for _ in 0..STARTS {
        pty.press("*");
        pty.wait_for("marked 100");
        pty.press("R");
        pty.wait_for("Confirm ");
        rest(&mut pty, Duration::from_secs(1));
        let began = Instant::now();
        pty.press("y");
        pty.wait_for("ok 100");
        all.push(began.elapsed().as_secs_f64());
        pty.press("q");
        pty.wait_away("ok 100");
        rest(&mut pty, Duration::from_secs(5));
    }
    println!(
        "| restart of 100 processes on 20 real nodes, startsecs 1 | all RUNNING {:.1} s after the yes |",
        median(all)
    );
    pty.leave();
}

/// Resident memory, in MB.
fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let mut lines = status.lines();
    let line = lines.find(|line| line.starts_with("VmRSS:")).unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes / 1_000
}

/// Time on a processor so far, in seconds.
fn processor_time(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let (_, rest) = stat.rsplit_once(") ").unwrap();
    let ticks = rest.split(' ').skip(11).take(2);
    let ticks: u32 = ticks.map(|ticks| ticks.parse::<u32>().unwrap()).sum();
    let each = u32::try_from(sysconf(SysconfVar::CLK_TCK).unwrap().unwrap()).unwrap();
    f64::from(ticks) / f64::from(each)
}

/// The same of this process, finer.
fn our_processor_time() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    [usage.user_time(), usage.system_time()]
        .map(|time| {
            Duration::from_secs(time.tv_sec().unsigned_abs())
                + Duration::from_micros(time.tv_usec().unsigned_abs())
        })
        .map(|time| time.as_secs_f64())
        .iter()
        .sum()
}
