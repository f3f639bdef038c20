//! How soon a line is told after it was written, and what that costs supervisord: ours beside
//! `supervisorctl tail -f`, in one run, on a real supervisord.
//!
//! `cargo bench --bench follow` takes about five minutes; `cargo bench --bench follow -- 20`
//! measures for 20 s each. It prints the rows of the README's table.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]
#![expect(clippy::panic, reason = "a measurement that cannot go on ends")]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nix::unistd::{SysconfVar, sysconf};
use supdeck::engine::{Clock, Engine, Event, Journaling, Pace, Request, Setup, Stage};
use supdeck::journal::Who;
use supdeck::model::{LogPiece, LogSource, NodeId, ProcessId, Roster, Stream};
use supdeck::plan::Permission;
use supdeck::secrets::{Credentials, VaultPlace};
use support::real::{Program, Real, Version};
use tokio::time::{Instant, timeout_at};

#[path = "../tests/it/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "a part of what the tests share")]
mod support;

/// Writes numbered lines with the time they were written at: alone, at gaps of half a second in the
/// mean, or five within 40 ms and then a pause.
const WRITER: &str = r"
import random, sys, time
n = 0
def line():
    global n
    n += 1
    sys.stdout.write('%d %d\n' % (n, time.time_ns()))
    sys.stdout.flush()
while True:
    if sys.argv[1] == 'alone':
        time.sleep(random.expovariate(2))
        line()
    elif sys.argv[1] == 'bursts':
        time.sleep(0.3 + random.expovariate(1))
        for _ in range(5):
            line()
            time.sleep(random.random() / 50)
    else:
        time.sleep(100000)
";
/// Runs supervisorctl from the directory it was installed into.
const CONTROL: &str = "import site, sys; place = sys.argv.pop(1); sys.path.insert(0, place); \
    site.addsitedir(place); from supervisor.supervisorctl import main; main()";
/// Logs that say nothing.
const IDLE: usize = 20;

/// What was told of a log in a while.
#[derive(Default)]
struct Heard {
    lines: Vec<(u64, Duration)>,
    rest: Vec<u8>,
}

impl Heard {
    fn take(&mut self, bytes: &[u8]) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        self.rest.extend_from_slice(bytes);
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            let words = String::from_utf8(line).unwrap();
            let Some((number, at)) = words.trim().split_once(' ') else {
                continue;
            };
            let (Ok(number), Ok(at)) = (number.parse(), at.parse()) else {
                continue;
            };
            let late = now.saturating_sub(Duration::from_nanos(at));
            self.lines.push((number, late));
        }
    }

    /// Drops what was written before it began.
    fn begin(&mut self) {
        self.lines.clear();
    }

    fn print(mut self, what: &str, processor: f64) {
        let lost = match (self.lines.first(), self.lines.last()) {
            (Some((first, _)), Some((last, _))) => {
                (last - first + 1).saturating_sub(self.lines.len() as u64)
            }
            _ => 0,
        };
        self.lines.sort_by_key(|(_, late)| *late);
        let at = |share: usize| {
            let index = (self.lines.len() * share / 100).min(self.lines.len().saturating_sub(1));
            let late = self.lines.get(index).map_or(Duration::ZERO, |it| it.1);
            late.as_secs_f64() * 1000.0
        };
        println!(
            "| {what} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {lost} | {processor:.2} % |",
            self.lines.len(),
            at(50),
            at(90),
            at(99),
            at(100),
        );
    }
}

fn main() {
    let seconds = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let span = Duration::from_secs(seconds.unwrap_or(60));
    let scripts = tempfile::tempdir().unwrap();
    let script = scripts.path().join("writer.py");
    fs::write(&script, WRITER).unwrap();
    let program =
        |name: &str, how: &str| Program::new(name, &format!("python3 {} {how}", script.display()));
    println!("| way | lines | p50 ms | p90 ms | p99 ms | most ms | lost | supervisord |");
    println!("|---|---|---|---|---|---|---|---|");
    for how in ["alone", "bursts"] {
        let real = Real::builder().program(program("w", how)).start();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(followed(&real, how, span));
        drop(runtime);
        tailed(&real, how, span);
    }
    let mut builder = Real::builder();
    for number in 0..IDLE {
        builder = builder.program(program(&format!("i{number}"), "idle"));
    }
    idle(&builder.start(), span);
}

/// An engine over one node.
fn engine(real: &Real) -> Engine {
    let roster = Roster::new(vec![real.node_entry("a")], Vec::new());
    let directory = tempfile::tempdir().unwrap();
    Engine::start(Setup {
        roster: Arc::new(roster),
        pace: Pace::default(),
        permission: Permission::ReadOnly,
        journaling: Journaling::Memory(Who::ask(|_| None)),
        credentials: Credentials::new(VaultPlace::new(directory.path().join("sealed"))),
        clock: Clock::System,
        stage: Stage::Real,
    })
}

fn source(name: &str) -> LogSource {
    LogSource::Process(ProcessId::new(&NodeId::new("a"), name, name))
}

/// Our own following.
async fn followed(real: &Real, how: &str, span: Duration) {
    let mut engine = engine(real);
    let before = spent(real.pid());
    let mut heard = listen(&mut engine, span).await;
    let without = spent(real.pid()) - before;
    engine.handle.ask(Request::Follow(source("w"))).unwrap();
    listen(&mut engine, Duration::from_secs(3)).await;
    let before = spent(real.pid());
    heard.begin();
    let heard = listen(&mut engine, span).await;
    let with = spent(real.pid()) - before;
    let share = (with - without) / span.as_secs_f64() * 100.0;
    heard.print(&format!("supdeck, {how}"), share);
}

async fn listen(engine: &mut Engine, span: Duration) -> Heard {
    let end = Instant::now() + span;
    let mut heard = Heard::default();
    while let Ok(event) = timeout_at(end, engine.events.recv()).await {
        if let Event::Logged(chunk) = event.unwrap() {
            match chunk.piece {
                LogPiece::Bytes(_, bytes) if chunk.stream == Stream::Stdout => {
                    heard.take(bytes.raw());
                }
                LogPiece::Gap(gap) if chunk.stream == Stream::Stdout => panic!("{gap:?}"),
                _ => {}
            }
        }
    }
    heard
}

/// What supervisord's own console does.
fn tailed(real: &Real, how: &str, span: Duration) {
    let without = {
        let before = spent(real.pid());
        thread::sleep(span / 4);
        (spent(real.pid()) - before) * 4.0
    };
    let mut child = control(real)
        .args(["tail", "-f", "w"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let (mut heard, mut line) = (Heard::default(), Vec::new());
    let begun = std::time::Instant::now();
    let mut before = None;
    while begun.elapsed() < span + Duration::from_secs(3) {
        line.clear();
        if lines.read_until(b'\n', &mut line).unwrap() == 0 {
            break;
        }
        heard.take(&line);
        if before.is_none() && begun.elapsed() > Duration::from_secs(3) {
            before = Some(spent(real.pid()));
            heard.begin();
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let with = spent(real.pid()) - before.unwrap_or(0.0);
    let share = (with - without) / span.as_secs_f64() * 100.0;
    heard.print(&format!("supervisorctl tail -f, {how}"), share);
}

/// `supervisorctl` of the version that the tests use.
fn control(real: &Real) -> Command {
    let installed = Version::V4_3_0.install().unwrap();
    let mut command = Command::new(&installed.python);
    command
        .args(["-u", "-c", CONTROL])
        .arg(&installed.site)
        .args(["--serverurl", &real.endpoint().to_string()]);
    command
}

/// What logs cost that say nothing.
fn idle(real: &Real, span: Duration) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut engine = engine(real);
        let before = spent(real.pid());
        listen(&mut engine, span).await;
        let without = spent(real.pid()) - before;
        let mut shares = Vec::new();
        for count in [1, IDLE] {
            for number in 0..count {
                let source = source(&format!("i{number}"));
                engine.handle.ask(Request::Follow(source)).unwrap();
            }
            listen(&mut engine, Duration::from_secs(3)).await;
            let before = spent(real.pid());
            listen(&mut engine, span).await;
            let with = spent(real.pid()) - before;
            shares.push((count, (with - without) / span.as_secs_f64() * 100.0));
        }
        for (count, share) in shares {
            println!("| supdeck, {count} idle logs | – | – | – | – | – | – | {share:.2} % |");
        }
    });
}

/// Seconds of a processor a process has had.
fn spent(pid: u32) -> f64 {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<_> = line.rsplit_once(") ").unwrap().1.split(' ').collect();
    let ticks: f64 = [11, 12]
        .iter()
        .map(|at| fields[*at].parse::<f64>().unwrap())
        .sum();
    let hertz = sysconf(SysconfVar::CLK_TCK).unwrap().unwrap();
    #[expect(clippy::cast_precision_loss, reason = "it is a hundred")]
    let hertz = hertz as f64;
    ticks / hertz
}
