//! What the programs of the demo say, a quarter of a second at a time.

use super::clock::{Millis, SECOND};
use super::dice::Dice;
use super::prose;
use super::sheet::Outputs;

/// The manner in which a program writes its logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// An HTTP service: requests, slow queries, now and then a traceback.
    Api,
    /// A web front: an access log.
    Front,
    /// A renderer of pages: colours, now and then a stack.
    Render,
    /// A push service: an object in JSON a line.
    Push,
    /// A worker at a queue.
    Worker,
    /// A builder of reports: now and then a long stack with its cause.
    Report,
    /// A daemon of that name that hardly says anything.
    Quiet(&'static str),
    /// A long import with a bar that redraws itself.
    Batch,
    /// Bytes that try to act on the terminal.
    Hostile,
    /// Silence, then very much at once, in a small log that is rotated often.
    Bursts,
}

impl Voice {
    /// At how many bytes its logs are rotated.
    pub(super) fn log_limit(self) -> usize {
        match self {
            Self::Bursts => 64 * 1024,
            Self::Api
            | Self::Front
            | Self::Render
            | Self::Push
            | Self::Worker
            | Self::Report
            | Self::Quiet(_)
            | Self::Batch
            | Self::Hostile => 1024 * 1024,
        }
    }

    /// Its last words. Who is killed by a signal has none.
    pub(super) fn end(self, at: Millis, status: i64, outputs: &mut Outputs) {
        if self == Self::Batch {
            // The bar has no end of line.
            outputs.out.write(b"\n");
        }
        match (self, status) {
            (_, 0) => outputs.out.line(at, format_args!("INFO  bye")),
            (Self::Worker, 1) => no_queue(at, outputs),
            (Self::Batch, 137) => {
                let text =
                    format_args!("ERROR child killed by SIGKILL after 41873 rows, out of memory?");
                outputs.err.line(at, text);
            }
            _ => {}
        }
    }

    /// What it writes in the quarter second that begins here.
    pub(super) fn speak(self, mut dice: Dice, begin: Millis, outputs: &mut Outputs) {
        let at = begin + i64::from(dice.below(250));
        match self {
            Self::Api if dice.once_in(3) => request(&mut dice, at, outputs),
            Self::Front if dice.once_in(3) => access(&mut dice, at, outputs),
            Self::Worker if dice.once_in(5) => task(&mut dice, at, outputs),
            Self::Render if dice.once_in(3) => prose::render(&mut dice, at, outputs),
            Self::Push if dice.once_in(3) => prose::record(&mut dice, at, outputs),
            Self::Report if dice.once_in(12) => prose::report(&mut dice, at, outputs),
            Self::Batch => prose::import(begin, outputs),
            Self::Quiet(name) if dice.once_in(40) => {
                let count = dice.below(900);
                outputs.out.line(
                    at,
                    format_args!("INFO  {name}: {count} records in 10s, queue empty"),
                );
            }
            Self::Hostile if dice.once_in(6) => outputs.out.write(dice.pick(&HOSTILE)),
            Self::Bursts if dice.once_in(20) => burst(&mut dice, at, outputs),
            Self::Api
            | Self::Front
            | Self::Render
            | Self::Push
            | Self::Worker
            | Self::Report
            | Self::Quiet(_)
            | Self::Hostile
            | Self::Bursts => {}
        }
    }
}

/// Colours, a title change, a bell, a clear screen, hidden and reversed text, broken UTF-8, a
/// progress bar and an endless pile of accents.
const HOSTILE: [&[u8]; 7] = [
    b"\x1b[31mred\x1b[0m \x1b[1;32mgreen\x1b[0m plain\n",
    b"title \x1b]0;owned\x07 bell \x07 nul \0 end\n",
    b"clear \x1b[2J\x1b[H and home\n",
    b"broken \xff\xfe cut \xf0\x9f crlf\r\n",
    "pay\u{202e}gpj.exe zero\u{200b}width\n".as_bytes(),
    b"progress 10%\rprogress 55%\rprogress 99%\r\n",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} accents\n"
        .as_bytes(),
];

/// A number that grows with time, so that requests look as if they were counted.
fn number(at: Millis) -> i64 {
    8000 + at.div_euclid(SECOND) % 90_000
}

fn request(dice: &mut Dice, at: Millis, outputs: &mut Outputs) {
    let (order, ms) = (number(at), 9 + dice.below(12));
    let out = &mut outputs.out;
    match dice.below(120) {
        0 => timeout(dice, at, outputs),
        1..4 => {
            let waited = 120 + dice.below(300);
            out.line(
                at,
                format_args!("WARN  pool exhausted, waited {waited}ms for a connection (size=20)"),
            );
            out.line(
                at + 12,
                format_args!("INFO  request POST /v1/orders 201 {}ms", waited + ms),
            );
        }
        4..6 => {
            let slow = 250 + dice.below(400);
            out.line(at, format_args!(
                "WARN  slow query {slow}ms: SELECT id, sku, qty FROM reservation WHERE order_id = $1 FOR UPDATE"
            ));
        }
        6..20 => out.line(at, format_args!("INFO  request GET /healthz 200 1ms")),
        20..32 => out.line(
            at,
            format_args!("INFO  request POST /v1/orders 201 {}ms", ms * 3),
        ),
        32..35 => out.line(
            at,
            format_args!("INFO  request GET /v1/orders/{order} 404 3ms"),
        ),
        _ => out.line(
            at,
            format_args!("INFO  request GET /v1/orders/{order} 200 {ms}ms"),
        ),
    }
}

fn timeout(dice: &mut Dice, at: Millis, outputs: &mut Outputs) {
    let trace = dice.below(0x00ff_ffff);
    outputs.err.line(
        at,
        format_args!("ERROR upstream inventory: timeout after 2000ms trace={trace:06x}"),
    );
    outputs.err.write(
        b"Traceback (most recent call last):\n  \
          File \"/srv/api/app/orders.py\", line 211, in reserve\n    \
          raise UpstreamTimeout(svc, ms)\n\
          app.errors.UpstreamTimeout: inventory 2000ms\n",
    );
    outputs.out.line(
        at + 52,
        format_args!("INFO  request POST /v1/orders 503 2051ms"),
    );
}

fn access(dice: &mut Dice, at: Millis, outputs: &mut Outputs) {
    const PATHS: [&str; 6] = [
        "/",
        "/cart",
        "/search?q=lamp",
        "/static/app.js",
        "/login",
        "/p/4711",
    ];
    let (path, host, size) = (dice.pick(&PATHS), dice.below(250), 400 + dice.below(40_000));
    let status = dice.pick(&[200, 200, 200, 200, 304, 302, 404]);
    outputs.out.line(
        at,
        format_args!("10.2.0.{host} \"GET {path} HTTP/1.1\" {status} {size}"),
    );
    if dice.once_in(150) {
        outputs.err.line(
            at,
            format_args!("WARN  render of {path} took {}ms", 800 + dice.below(900)),
        );
    }
}

fn task(dice: &mut Dice, at: Millis, outputs: &mut Outputs) {
    let (id, ms) = (number(at), 40 + dice.below(700));
    outputs
        .out
        .line(at, format_args!("INFO  message {id} done in {ms}ms"));
    if dice.once_in(60) {
        outputs.err.line(
            at,
            format_args!(
                "\x1b[33mWARN\x1b[0m  message {id} put back, try 2 of 5: 421 too many connections"
            ),
        );
    }
}

fn no_queue(at: Millis, outputs: &mut Outputs) {
    outputs.err.line(
        at,
        format_args!("ERROR cannot connect to queue at 10.2.9.4:5672"),
    );
    outputs.err.write(
        b"Traceback (most recent call last):\n  \
          File \"/srv/worker/run\", line 88, in main\n    \
          queue = connect(settings.QUEUE_URL)\n\
          ConnectionRefusedError: [Errno 111] Connection refused\n",
    );
}

fn burst(dice: &mut Dice, at: Millis, outputs: &mut Outputs) {
    for line in 1..=120 {
        let bytes = dice.below(1 << 20);
        outputs.out.line(
            at,
            format_args!("DEBUG flush {line:>3} of 120: wrote {bytes:>7} bytes to segment"),
        );
    }
}
