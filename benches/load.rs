//! What open logs cost the whole program in a terminal: memory, processor, and how soon a key is
//! answered, on real supervisords.
//!
//! `cargo bench --bench load` takes two minutes; `cargo bench --bench load -- 10` follows the fast
//! log for ten minutes. It prints the rows of the README's table.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]
#![expect(clippy::panic, reason = "a measurement that cannot go on ends")]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use nix::unistd::{SysconfVar, sysconf};
use supdeck::model::Endpoint;

use support::pty::{Pty, Spawn};
use support::real::{Program, Real};

#[path = "../tests/it/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "a part of what the tests share")]
mod support;

/// From one key to the next while it is measured how soon they are answered.
const BETWEEN_KEYS: Duration = Duration::from_secs(1);
/// Writes 10,000 lines of 80 bytes a second.
const FAST: &str = r"
import sys, time
n = 0
due = time.monotonic()
while True:
    line = '{:012d} INFO request GET /v1/orders/{:012d} 200 14ms of 17 {:010d}\n'
    sys.stdout.write(''.join(line.format(n + i, n + i, i) for i in range(100)))
    sys.stdout.flush()
    n += 100
    due += 0.01
    time.sleep(max(0, due - time.monotonic()))
";
/// Appends 25 MB a second to its own log, past supervisord, for 20 s once it was told to.
const FLOOD: &str = r"
import os, sys, time
while not os.path.exists(sys.argv[2]):
    time.sleep(0.1)
block = b''.join(b'%010d flood flood flood flood flood flood flood flood flood\n' % i for i in range(3600))
log = open(sys.argv[1], 'ab', buffering=0)
due = time.monotonic()
end = due + 20
while due < end:
    log.write(block)
    due += len(block) / 25e6
    time.sleep(max(0, due - time.monotonic()))
time.sleep(100000)
";

fn main() {
    let minutes = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let span = Duration::from_secs(minutes.map_or(60, |minutes: u64| minutes * 60));
    println!("| what | seen |\n|---|---|");
    fast(span);
    flood();
}

/// One log of 10,000 lines a second.
fn fast(span: Duration) {
    let scripts = tempfile::tempdir().unwrap();
    let script = scripts.path().join("fast.py");
    fs::write(&script, FAST).unwrap();
    let command = format!("python3 {}", script.display());
    let real = Real::builder()
        .program(Program::new("fast", &command).extra("stdout_logfile_maxbytes=50MB"))
        .start();
    let mut pty = console(&real);
    pty.press("l");
    pty.wait_for("FOLLOW");
    let load = watch(&mut pty, span);
    let seconds = span.as_secs();
    println!("| 10,000 lines/s for {seconds} s | {load} |");
    pty.leave();
}

/// Eight logs of 25 MB a second each, merged.
fn flood() {
    let scripts = tempfile::tempdir().unwrap();
    let script = scripts.path().join("flood.py");
    let go = scripts.path().join("go");
    fs::write(&script, FLOOD).unwrap();
    let mut builder = Real::builder();
    for number in 0..8 {
        let log = scripts.path().join(format!("flood{number}.log"));
        let (script, go, log) = (script.display(), go.display(), log.display());
        let program = Program::new(
            &format!("flood{number}"),
            &format!("python3 {script} {log} {go}"),
        );
        builder = builder.program(
            program
                .extra(&format!("stdout_logfile={log}"))
                .extra("stdout_logfile_maxbytes=0"),
        );
    }
    let real = builder.start();
    let mut pty = console(&real);
    pty.press("*l");
    pty.wait_for("FOLLOW");
    fs::write(&go, "").unwrap();
    let load = watch(&mut pty, Duration::from_secs(20));
    let screen = pty.see();
    let said = screen.lines().rev().find(|line| line.contains("missing"));
    println!("| 8 logs of 25 MB/s each, 20 s | {load} |");
    println!(
        "| what it says of that | {} |",
        said.unwrap_or("nothing is missing").trim()
    );
    pty.leave();
}

/// A console on all processes of one node, 200x50.
fn console(real: &Real) -> Pty {
    let Endpoint::Http { host, port, .. } = real.endpoint() else {
        panic!("it listens on a port");
    };
    let config = format!("[nodes.one]\nurl = \"http://{host}:{port}\"\n");
    let spawn = Spawn::supdeck(&[]).file(".config/supdeck/config.toml", &config);
    let mut pty = spawn.size(200, 50).open();
    pty.press("5");
    pty.wait_for("RUNNING");
    pty
}

/// What was seen while a log was followed.
struct Load {
    /// Resident memory after a tenth of the time and at the end, in MB.
    memory: (u64, u64),
    /// Share of one core, in percent.
    processor: f64,
    /// From a key to its effect on screen, in ms, in order.
    keys: Vec<f64>,
}

impl std::fmt::Display for Load {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (early, late) = self.memory;
        let median = self.keys[self.keys.len() / 2];
        let worst = self.keys[self.keys.len() - 1];
        write!(
            formatter,
            "{early} MB resident after a tenth, {late} MB at the end; {:.1} % of a core; a key \
             answered in {median:.0} ms median, {worst:.0} ms worst of {}",
            self.processor,
            self.keys.len()
        )
    }
}

/// Presses a key now and then, and sees what the program takes meanwhile.
fn watch(pty: &mut Pty, span: Duration) -> Load {
    let pid = pty.supdeck();
    let begin = Instant::now();
    let spent = processor_time(pid);
    let mut keys = Vec::new();
    let mut early = 0;
    while begin.elapsed() < span {
        let wanted = if pty.see().contains("wrap off") {
            "wrap on"
        } else {
            "wrap off"
        };
        let pressed = Instant::now();
        pty.press("w");
        pty.wait_for(wanted);
        keys.push(pressed.elapsed().as_secs_f64() * 1e3);
        while pressed.elapsed() < BETWEEN_KEYS {
            pty.see();
            thread::sleep(Duration::from_millis(20));
        }
        if begin.elapsed() < span / 10 {
            early = resident(pid);
        }
    }
    keys.sort_by(f64::total_cmp);
    Load {
        memory: (early, resident(pid)),
        processor: (processor_time(pid) - spent) / begin.elapsed().as_secs_f64() * 100.0,
        keys,
    }
}

/// Resident memory, in MB.
fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
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
