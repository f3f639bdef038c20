//! The console for as long as wanted on a fleet that is never well, with keys at random: it does not
//! panic, does not hang, and nothing is left over.
//!
//! `SUPDECK_SOAK_SECONDS=3600 cargo test --test it -- --nocapture soak::` prints what an hour came to.
#![expect(clippy::print_stdout, reason = "the report is half of what it is for")]

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use supdeck::model::Endpoint;

use crate::hostile::corpus::everything;
use crate::support::effort::count;
use crate::support::fake::{Fake, Program, Trouble};
use crate::support::proxy::{End, Network, Proxy, Way};
use crate::support::pty::{Pty, Spawn};
use crate::support::wait;

/// Nodes, with two processes each.
const NODES: usize = 16;
/// From one key to the next.
const STEP: Duration = Duration::from_millis(100);
/// The clock on screen moves every second: so long without a byte is a hang.
const HANG: Duration = Duration::from_secs(20);
/// What people press, and what they type in one go. Nothing here leaves, stops or starts a pager.
const KEYS: &[&str] = &[
    "1",
    "2",
    "3",
    "4",
    "5",
    "j",
    "k",
    "\x1b[A",
    "\x1b[B",
    "\x1b[5~",
    "\x1b[6~",
    "\x1b[H",
    "\x1b[F",
    "\x1b[C",
    "\x1b[D",
    " ",
    "*",
    "v",
    "l",
    "l",
    "l",
    "L",
    "\r",
    "\r",
    "\x1b",
    "\x1b",
    "\x1b",
    "\t",
    "o",
    "e",
    "z",
    "w",
    "t",
    "F",
    "C",
    "P",
    "x",
    "[",
    "]",
    "n",
    "N",
    "?",
    "J",
    "B",
    "m",
    "a",
    "R",
    "S",
    "T",
    "y",
    "y",
    "y",
    "h",
    "W",
    "\x12",
    "d",
    ">",
    "/web\r",
    "/\x1b[31m",
    "&line\r",
    "&\r",
    "\x1b[200~pasted\ny\n\x1b[201~",
    "\x1b[<0;1;1M",
];
/// Sizes a terminal is given, sensible and not.
const SIZES: &[(u16, u16)] = &[(80, 24), (120, 40), (200, 50), (40, 8), (1, 1), (300, 90)];

/// What the process takes at one moment.
#[derive(Clone, Copy, Debug)]
struct Sample {
    seconds: f64,
    kilobytes: u32,
    files: usize,
    threads: usize,
}

/// What was done to the console.
#[derive(Clone, Copy, Debug, Default)]
struct Deeds {
    keys: usize,
    faults: usize,
    sizes: usize,
    lines: usize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_nodes_and_fingers_do_it_goes_on_and_leaves_nothing_over() {
    let seconds = count("SUPDECK_SOAK_SECONDS", 20);
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    fastrand::seed(seed);
    let mut nodes = Vec::new();
    for _ in 0..NODES {
        let fake = Fake::new().program(Program::new("web:a"));
        let fake = fake.program(Program::new("db:db")).listen().await;
        let proxy = Proxy::before(&fake.entry("n")).await;
        nodes.push((fake, proxy));
    }
    let mut pty = console(&nodes);
    pty.wait_for(&format!("{NODES} of {NODES} nodes answer"));
    let pid = pty.supdeck();
    let begin = Instant::now();
    let first = watch(&mut pty, pid, begin, 50);
    let (deeds, samples) = misuse(&mut pty, &nodes, pid, Duration::from_secs(seconds as u64));

    for (fake, proxy) in &nodes {
        fake.calm();
        proxy.switch(Network::default());
    }
    pty.resize(120, 40);
    // Out of whatever is open, and back to where it began.
    for key in ["\x1b"; 12] {
        pty.press(key);
        watch(&mut pty, pid, begin, 3);
    }
    let most = |samples: &[Sample], of: fn(&Sample) -> usize| samples.iter().map(of).max().unwrap();
    let (files, threads) = (most(&first, |s| s.files), most(&first, |s| s.threads));
    wait::until("nothing is left over", || {
        pty.see();
        let now = sample(pid, begin);
        // Threads for what blocks end by themselves after a while.
        now.files <= files && now.threads <= threads + 2
    });
    let last = sample(pid, begin);
    report(deeds, &first, &samples, last);
    assert!(last.kilobytes < 128_000, "{last:?}");
    let crash = pty.home().join(".local/state/supdeck/crash.txt");
    assert!(!crash.exists(), "{}", fs::read_to_string(crash).unwrap());
    for key in [":q\r", "y", "\x1b", ":q\r", "y"] {
        pty.press(key);
        pty.see();
        sleep(Duration::from_millis(500));
    }
    assert_eq!(pty.exit_code(), 0);
    assert!(!pty.modes().alternate_screen);
}

/// The console on these nodes, with little room for logs.
fn console(nodes: &[(Fake, Proxy)]) -> Pty {
    let mut config = "[poll]\ninterval = \"1s\"\nanswer_timeout = \"2s\"\nretry_max = \"2s\"\n\
                      [log]\nlines = 2000\nbytes = 262144\n"
        .to_owned();
    for (at, (_, proxy)) in nodes.iter().enumerate() {
        let Endpoint::Http { host, port, .. } = proxy.entry().endpoint else {
            panic!("it listens on a port");
        };
        let node = format!("[nodes.n{at:02}]\nurl = \"http://{host}:{port}\"\n");
        config.push_str(&node);
    }
    Spawn::supdeck(&[])
        .file(".config/supdeck/config.toml", &config)
        .size(120, 40)
        .start()
}

/// Looks on for so many steps.
fn watch(pty: &mut Pty, pid: u32, begin: Instant, steps: usize) -> Vec<Sample> {
    (0..steps)
        .map(|_| {
            pty.see();
            sleep(STEP);
            sample(pid, begin)
        })
        .collect()
}

/// Keys, faults, sizes and lines at random for so long.
fn misuse(
    pty: &mut Pty,
    nodes: &[(Fake, Proxy)],
    pid: u32,
    time: Duration,
) -> (Deeds, Vec<Sample>) {
    let hostile = everything();
    let begin = Instant::now();
    let (mut deeds, mut samples) = (Deeds::default(), Vec::new());
    let mut heard = (pty.log().len(), Instant::now());
    while begin.elapsed() < time {
        pty.press(fastrand::choice(KEYS).unwrap());
        deeds.keys += 1;
        let (fake, proxy) = &nodes[fastrand::usize(..NODES)];
        let bytes = fastrand::choice(&hostile).unwrap();
        fake.write("db:db", &[bytes, &b"\n"[..]].concat());
        fake.write_err("web:a", format!("line {}\n", deeds.lines).as_bytes());
        deeds.lines += 2;
        if fastrand::u8(..5) == 0 {
            harm(fake, proxy);
            deeds.faults += 1;
        }
        if fastrand::u8(..40) == 0 {
            let (columns, rows) = *fastrand::choice(SIZES).unwrap();
            pty.resize(columns, rows);
            deeds.sizes += 1;
        }
        sleep(STEP);
        let written = pty.log().len();
        if written > heard.0 {
            heard = (written, Instant::now());
        } else if heard.1.elapsed() > HANG / 2 {
            pty.resize(120, 40);
        }
        assert!(heard.1.elapsed() < HANG, "it hangs\n{}", pty.see());
        samples.push(sample(pid, begin));
    }
    (deeds, samples)
}

/// Something happens to a node, or it is well again.
fn harm(fake: &Fake, proxy: &Proxy) {
    let end = *fastrand::choice([End::Close, End::Reset, End::Swallow].iter()).unwrap();
    let cut = Network::down(Way::ending(fastrand::usize(..4000), end));
    match fastrand::u8(..12) {
        0 => proxy.switch(cut),
        1 => proxy.switch(Network::up(Way::ending(fastrand::usize(..400), end))),
        2 => proxy.switch(Network::down(Way {
            latency: Duration::from_millis(fastrand::u64(..1500)),
            jitter: Duration::from_millis(fastrand::u64(..500)),
            slice: Some(100),
            bandwidth: Some(4000),
            ..Way::default()
        })),
        3 => fake.always("system.multicall", Trouble::Silent),
        4 => fake.always("system.multicall", Trouble::html()),
        5 => fake.always("supervisor.startProcess", Trouble::LoseAnswer),
        6 => fake.once("supervisor.stopProcess", Trouble::Mute),
        7 => fake.replace(),
        8 => fake.shutting_down(true),
        _ => {
            fake.shutting_down(false);
            fake.calm();
            proxy.switch(Network::default());
        }
    }
}

/// What the process takes now.
fn sample(pid: u32, begin: Instant) -> Sample {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let field = |name: &str| -> u32 {
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    };
    Sample {
        seconds: begin.elapsed().as_secs_f64(),
        kilobytes: field("VmRSS:"),
        files: fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count(),
        threads: field("Threads:") as usize,
    }
}

/// Prints what came of it: memory as a straight line through the second half.
fn report(deeds: Deeds, first: &[Sample], samples: &[Sample], last: Sample) {
    let half = &samples[samples.len() / 2..];
    let points = half.iter().map(|s| (s.seconds, f64::from(s.kilobytes)));
    let (count, time, memory) = points.clone().fold((0.0, 0.0, 0.0), |(n, t, m), point| {
        (n + 1.0, t + point.0, m + point.1)
    });
    let (time, memory) = (time / count, memory / count);
    let (above, below) = points.fold((0.0, 0.0), |(above, below), (t, m): (f64, f64)| {
        let late = t - time;
        (above + late * (m - memory), below + late * late)
    });
    let per_minute = 60.0 * above / below / memory * 100.0;
    let most = samples.iter().map(|s| s.kilobytes).max().unwrap();
    let begin = first.last().unwrap();
    println!("{deeds:?}, panics 0, hangs 0");
    println!("memory in the second half: {memory:.0} kB, {per_minute:+.3} % a minute");
    println!(
        "memory: {} kB, {most} kB at most, {} kB",
        begin.kilobytes, last.kilobytes
    );
    println!(
        "files: {}, {}; threads: {}, {}",
        begin.files, last.files, begin.threads, last.threads
    );
}
