//! Logs: what is told and what is marked add up to the file, whatever happens to it.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use supdeck::engine::{Event, Request};
use supdeck::model::{
    Action, GroupName, LogGap, LogPiece, LogSource, NodeId, ProcessId, ProcessState, Stream,
    Subject,
};
use supdeck::plan::Batch;

use tokio::time::timeout;

use super::runs::{Deck, PATIENCE, batch};
use crate::support::fake::{self, Fake, Trouble};
use crate::support::real::{Program, Real};

/// Everything told of one output: bytes, and at which of them a mark stood.
#[derive(Clone, Debug, Default)]
struct Tape {
    /// Bytes told; none for each that was skipped.
    bytes: Vec<Option<u8>>,
    gaps: Vec<(usize, LogGap)>,
}

impl Tape {
    fn take(&mut self, piece: LogPiece) {
        match piece {
            LogPiece::Bytes(bytes) => self.bytes.extend(bytes.raw().iter().copied().map(Some)),
            LogPiece::Gap(gap) => {
                self.gaps.push((self.bytes.len(), gap.clone()));
                if let LogGap::Skipped(count) | LogGap::Earlier(count) = gap {
                    let count = usize::try_from(count).unwrap();
                    self.bytes.extend(vec![None; count]);
                }
            }
        }
    }

    fn has(&self, wanted: impl Fn(&LogGap) -> bool) -> bool {
        self.gaps.iter().any(|(_, gap)| wanted(gap))
    }

    fn text(&self) -> String {
        let bytes: Vec<u8> = self.bytes.iter().flatten().copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Whether it is what the file says, as far as it goes.
    fn agrees_with(&self, file: &[u8]) -> bool {
        let told = self.bytes.iter().zip(file);
        self.bytes.len() <= file.len()
            && told.fold(true, |same, (told, byte)| {
                same && told.is_none_or(|told| told == *byte)
            })
    }

    /// The numbers of the whole lines, with where each ends.
    fn numbers(&self) -> Vec<(usize, u64)> {
        let bytes: Vec<u8> = self.bytes.iter().map(|byte| byte.unwrap_or(b'?')).collect();
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let mut begin = 0;
        ends.map(|(end, _)| {
            let line = String::from_utf8_lossy(&bytes[begin..end]).into_owned();
            begin = end + 1;
            let number = line.rsplit(' ').next().unwrap().parse();
            (
                end,
                number.unwrap_or_else(|_| panic!("half a line: {line:?}")),
            )
        })
        .collect()
    }

    /// Every line came once and in order; one is missing only where a mark stands.
    fn is_in_order(&self) -> bool {
        self.numbers().windows(2).all(|pair| {
            let [(end, before), (_, now)] = pair else {
                return true;
            };
            let marked = self
                .gaps
                .iter()
                .any(|(at, gap)| *gap == LogGap::Rotated && *at == end + 1);
            *now == before + 1 || (marked && now > before)
        })
    }
}

/// A log under test.
struct Pane {
    deck: Deck,
    source: LogSource,
    tapes: BTreeMap<Stream, Tape>,
}

impl Pane {
    fn open(deck: Deck, source: LogSource) -> Self {
        deck.bench.ask(Request::Follow(source.clone()));
        Self {
            deck,
            source,
            tapes: BTreeMap::new(),
        }
    }

    fn of(deck: Deck, name: &str) -> Self {
        let id = ProcessId::new(&NodeId::new("a"), name, name);
        Self::open(deck, LogSource::Process(id))
    }

    fn tape(&self, stream: Stream) -> Tape {
        self.tapes.get(&stream).cloned().unwrap_or_default()
    }

    fn take(&mut self, event: Event) {
        if let Event::Logged(chunk) = event {
            assert_eq!(chunk.source, self.source);
            self.tapes
                .entry(chunk.stream)
                .or_default()
                .take(chunk.piece);
        }
    }

    async fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        let waiting = async {
            while !holds(self) {
                let event = self.deck.bench.next().await;
                self.take(event);
            }
        };
        let held = timeout(PATIENCE, waiting).await;
        assert!(held.is_ok(), "waited in vain; told was {:?}", self.tapes);
    }

    /// Executes a batch; what the log says meanwhile is not lost.
    async fn run(&mut self, batch: &Batch) {
        let schedule = self.deck.compile(batch);
        let followed = self.deck.begin(schedule);
        loop {
            match self.deck.bench.next().await {
                Event::Finished(id) if id == followed.id => return,
                event => self.take(event),
            }
        }
    }
}

fn lines(stream: Stream, count: usize) -> impl Fn(&Pane) -> bool {
    move |pane| pane.tape(stream).numbers().len() >= count
}

fn marked(stream: Stream, wanted: fn(&LogGap) -> bool) -> impl Fn(&Pane) -> bool {
    move |pane| pane.tape(stream).has(wanted)
}

fn is_restarted(gap: &LogGap) -> bool {
    matches!(gap, LogGap::Restarted(Some(before), Some(now)) if before != now)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_outputs_come_whole_and_apart() {
    let real = Real::builder().program(Program::writer("w")).start();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "w");
    pane.until(|pane| lines(Stream::Stdout, 30)(pane) && lines(Stream::Stderr, 30)(pane))
        .await;
    for (stream, word) in [(Stream::Stdout, "out"), (Stream::Stderr, "err")] {
        let tape = pane.tape(stream);
        assert!(tape.agrees_with(&fs::read(real.log("w", stream)).unwrap()));
        assert!(tape.text().starts_with(&format!("{word} 1\n{word} 2\n")));
        assert!(tape.is_in_order());
        assert_eq!(tape.gaps, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_is_marked_and_no_line_comes_twice() {
    let writer = Program::writer("w")
        .extra("stdout_logfile_maxbytes=100")
        .extra("stdout_logfile_backups=2");
    let real = Real::builder().program(writer).start();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "w");
    pane.until(|pane| {
        let tape = pane.tape(Stream::Stdout);
        let marks = tape.gaps.iter();
        let rotated = marks.filter(|(_, gap)| *gap == LogGap::Rotated);
        rotated.count() >= 3 && tape.numbers().len() > 30
    })
    .await;
    let tape = pane.tape(Stream::Stdout);
    assert!(tape.is_in_order(), "{:?} {:?}", tape.text(), tape.gaps);
    assert_eq!(
        pane.tape(Stream::Stderr).gaps,
        [],
        "the other one was not rotated"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_is_marked_and_every_byte_still_comes() {
    let real = Real::builder().program(Program::writer("w")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    pane.until(lines(Stream::Stdout, 5)).await;
    pane.run(&batch(Action::Restart, &["w"])).await;
    pane.until(marked(Stream::Stdout, is_restarted)).await;
    let known = pane.tape(Stream::Stdout).numbers().len();
    pane.until(lines(Stream::Stdout, known + 5)).await;
    let tape = pane.tape(Stream::Stdout);
    assert!(tape.agrees_with(&fs::read(real.log("w", Stream::Stdout)).unwrap()));
    assert_eq!(tape.gaps.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cleared_log_is_marked_and_read_from_its_new_beginning() {
    let real = Real::builder().program(Program::writer("w")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    pane.until(lines(Stream::Stderr, 30)).await;
    pane.run(&batch(Action::ClearLogs, &["w"])).await;
    for stream in [Stream::Stdout, Stream::Stderr] {
        pane.until(marked(stream, |gap| *gap == LogGap::Rotated))
            .await;
        let known = pane.tape(stream).numbers().len();
        pane.until(lines(stream, known + 5)).await;
        assert!(pane.tape(stream).is_in_order());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_crash_of_supervisord_it_goes_on_at_the_same_byte() {
    let mut real = Real::builder().program(Program::writer("w")).start();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "w");
    pane.until(lines(Stream::Stdout, 5)).await;
    real.kill();
    pane.until(marked(Stream::Stdout, |gap| {
        matches!(gap, LogGap::Interrupted(_))
    }))
    .await;
    real.restart();
    pane.until(marked(Stream::Stdout, is_restarted)).await;
    let known = pane.tape(Stream::Stdout).numbers().len();
    pane.until(lines(Stream::Stdout, known + 5)).await;
    let tape = pane.tape(Stream::Stdout);
    assert!(tape.agrees_with(&fs::read(real.log("w", Stream::Stdout)).unwrap()));
    let marks: Vec<_> = tape.gaps.iter().map(|(_, gap)| gap).collect();
    assert!(
        matches!(
            marks[..],
            [
                LogGap::Interrupted(_),
                LogGap::Restarted(..),
                LogGap::Resumed
            ] | [
                LogGap::Interrupted(_),
                LogGap::Resumed,
                LogGap::Restarted(..)
            ]
        ),
        "{marks:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_node_interrupts_and_a_thawed_one_loses_nothing() {
    let real = Real::builder().program(Program::writer("w")).start();
    let deck = Deck::with(vec![real.node_entry("a")], |builder| {
        builder.pace(|pace| pace.answer = Duration::from_secs(1))
    });
    let mut pane = Pane::of(deck, "w");
    pane.until(lines(Stream::Stdout, 5)).await;
    real.freeze();
    pane.until(marked(Stream::Stdout, |gap| {
        matches!(gap, LogGap::Interrupted(_))
    }))
    .await;
    real.thaw();
    pane.until(marked(Stream::Stdout, |gap| *gap == LogGap::Resumed))
        .await;
    let known = pane.tape(Stream::Stdout).numbers().len();
    pane.until(lines(Stream::Stdout, known + 10)).await;
    let tape = pane.tape(Stream::Stdout);
    assert!(tape.agrees_with(&fs::read(real.log("w", Stream::Stdout)).unwrap()));
    assert!(tape.is_in_order());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_cannot_be_sent_are_counted_to_the_byte() {
    let real = Real::builder().program(Program::hostile("h")).start();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "h");
    pane.until(|pane| pane.tape(Stream::Stdout).bytes.len() > 1_000)
        .await;
    let tape = pane.tape(Stream::Stdout);
    assert!(tape.agrees_with(&fs::read(real.log("h", Stream::Stdout)).unwrap()));
    assert!(
        tape.text()
            .contains("\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} nul=\0 bad=")
    );
    assert!(
        tape.has(|gap| *gap == LogGap::Skipped(2)),
        "{:?}",
        tape.gaps
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_there_is_no_log_is_told_once_for_each_output() {
    let real = Real::builder()
        .program(
            Program::writer("none")
                .extra("stdout_logfile=NONE")
                .extra("stderr_logfile=NONE"),
        )
        .program(Program::writer("one").extra("redirect_stderr=true"))
        .start();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "none");
    let none = [(0, LogGap::NoLog)];
    pane.until(|pane| {
        let streams = [Stream::Stdout, Stream::Stderr];
        streams
            .iter()
            .all(|stream| !pane.tape(*stream).gaps.is_empty())
    })
    .await;
    assert_eq!(pane.tape(Stream::Stdout).gaps, none);
    assert_eq!(pane.tape(Stream::Stderr).gaps, none);

    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "one");
    pane.until(lines(Stream::Stdout, 10)).await;
    let text = pane.tape(Stream::Stdout).text();
    assert!(text.contains("out 3\n") && text.contains("err 3\n"));
    assert_eq!(pane.tape(Stream::Stderr).gaps, none);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removed_group_has_no_log_until_it_is_added_again() {
    let real = Real::builder().program(Program::writer("w")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    pane.until(lines(Stream::Stdout, 3)).await;
    let group = |action| Batch {
        subjects: vec![Subject::Group(NodeId::new("a"), GroupName::new("w"))],
        ..batch(action, &[])
    };
    pane.run(&group(Action::RemoveGroup)).await;
    pane.until(marked(Stream::Stderr, |gap| *gap == LogGap::NoLog))
        .await;
    pane.run(&group(Action::AddGroup)).await;
    let known = pane.tape(Stream::Stdout).numbers().len();
    pane.until(lines(Stream::Stdout, known + 3)).await;
    let file = fs::read(real.log("w", Stream::Stdout)).unwrap();
    assert!(pane.tape(Stream::Stdout).agrees_with(&file));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn supervisords_own_log_is_followed_from_its_end() {
    let real = Real::builder().program(Program::steady("web")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("web", ProcessState::Running).await;
    let mut pane = Pane::open(deck, LogSource::Main(NodeId::new("a")));
    let says =
        |text: &'static str| move |pane: &Pane| pane.tape(Stream::Main).text().contains(text);
    pane.until(says("success: web entered RUNNING state")).await;
    pane.run(&batch(Action::Stop, &["web"])).await;
    pane.until(says("stopped: web (terminated by SIGTERM)"))
        .await;
    let tape = pane.tape(Stream::Main);
    assert!(tape.agrees_with(&fs::read(real.log("", Stream::Main)).unwrap()));
    assert_eq!(tape.gaps, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_log_begins_near_its_end_and_at_a_line() {
    let text = (0..40_000).map(|number| format!("строка {number}\n"));
    let text: String = text.collect();
    let fake = Fake::new()
        .program(fake::Program::new("w").stdout(text.as_bytes()))
        .listen()
        .await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    pane.until(|pane| pane.tape(Stream::Stdout).text().ends_with(" 39999\n"))
        .await;
    let tape = pane.tape(Stream::Stdout);
    let [(0, LogGap::Earlier(before))] = tape.gaps[..] else {
        panic!("{:?}", tape.gaps)
    };
    assert!(tape.agrees_with(text.as_bytes()) && tape.bytes.len() == text.len());
    assert!(text.as_bytes()[usize::try_from(before).unwrap() - 1] == b'\n');
    fake.write("w:w", "строка 40000\n".as_bytes());
    pane.until(|pane| pane.tape(Stream::Stdout).text().ends_with(" 40000\n"))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_answers_repeat_and_lose_nothing() {
    let fake = Fake::new().program(fake::Program::new("w")).listen().await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    let read = "supervisor.readProcessStdoutLog";
    let mut written = String::new();
    for number in 0..6 {
        let line = format!("line {number}\n");
        let trouble = match number % 3 {
            0 => Trouble::LoseAnswer,
            1 => Trouble::CutAfter(150),
            _ => Trouble::LoseRequest,
        };
        fake.once(read, trouble);
        fake.write("w:w", line.as_bytes());
        written += &line;
        pane.until(|pane| pane.tape(Stream::Stdout).text() == written)
            .await;
    }
    assert!(pane.tape(Stream::Stdout).is_in_order());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_closed_says_nothing_more_and_opens_anew() {
    let fake = Fake::new()
        .program(fake::Program::new("w").stdout(b"line 1\n"))
        .listen()
        .await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    pane.until(lines(Stream::Stdout, 1)).await;
    pane.deck.bench.ask(Request::Unfollow(pane.source.clone()));
    fake.write("w:w", b"line 2\n");
    pane.deck.bench.polls("a", 10).await;
    let asked = fake.count("supervisor.tailProcessStdoutLog");
    pane.deck.bench.polls("a", 100).await;
    assert_eq!(fake.count("supervisor.tailProcessStdoutLog"), asked);
    let source = pane.source.clone();
    let mut pane = Pane::open(pane.deck, source);
    pane.until(lines(Stream::Stdout, 2)).await;
    assert_eq!(pane.tape(Stream::Stdout).text(), "line 1\nline 2\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_own_log_that_cannot_be_read_is_interrupted_once_and_resumed_once() {
    let fake = Fake::new().listen().await;
    fake.always("supervisor.readLog", Trouble::status("503 Busy"));
    let source = LogSource::Main(NodeId::new("a"));
    let mut pane = Pane::open(Deck::of(vec![fake.entry("a")]), source);
    pane.until(|_| fake.count("supervisor.readLog") >= 4).await;
    fake.calm();
    pane.until(|pane| pane.tape(Stream::Main).text().contains("started"))
        .await;
    let marks = pane.tape(Stream::Main).gaps;
    assert!(
        matches!(
            &marks[..],
            [(_, LogGap::Interrupted(_)), (_, LogGap::Resumed)]
        ),
        "{marks:?}"
    );
}
