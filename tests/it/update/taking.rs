//! What is taken out of the log pane, and supervisord's own log from wherever one is.

use supdeck::engine::{Event, Request};
use supdeck::model::{LogChunk, LogGap, LogPiece, LogPlace, LogSource, Stream, Untrusted};
use supdeck::tui::effect::{Content, Effect, Save};
use supdeck::tui::state::{Dialog, Form, PromptKind};

use crate::support::fleet::{Cast, Driver, process_id};

/// A pane on the logs of some of `p00`, `p01` …, as its lines are fed to it.
struct Logs {
    desk: Driver,
    end: u64,
}

impl Logs {
    fn of(count: usize) -> Self {
        let mut desk = Cast::many(count).open();
        desk.press("5 * l");
        desk.effects.clear();
        Self { desk, end: 0 }
    }

    fn chunk(&mut self, name: &str, piece: LogPiece) {
        let chunk = LogChunk {
            source: LogSource::Process(process_id("n", name)),
            stream: Stream::Stdout,
            at: self.desk.state.now,
            piece,
        };
        self.desk.tell(Event::Logged(chunk));
    }

    fn says(&mut self, name: &str, bytes: &[u8]) {
        let place = LogPlace {
            file: 0,
            offset: self.end,
            size: 0,
        };
        self.end += bytes.len() as u64;
        self.chunk(name, LogPiece::Bytes(place, Untrusted::new(bytes)));
    }

    /// Presses keys; lines are looked through at once.
    fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            self.desk.press(key);
            while let Some(at) = self.desk.effects.iter().position(is_sift) {
                let Effect::Sift(job) = self.desk.effects.remove(at) else {
                    unreachable!()
                };
                let done = supdeck::tui::msg::Done::Sifted(job.sift());
                self.desk.fold(supdeck::tui::msg::Msg::Performed(done));
            }
        }
        self
    }

    fn copied(&mut self, keys: &str) -> (String, String) {
        self.press(keys);
        match self.desk.effects.pop() {
            Some(Effect::Copy { excerpt, what }) => (excerpt.as_str().to_owned(), what),
            other => panic!("{other:?} is no copy; {:?} was told", self.desk.told()),
        }
    }

    fn saved(&mut self, keys: &str) -> Save {
        self.press(keys);
        match self.desk.effects.pop() {
            Some(Effect::Save(save)) => save,
            other => panic!("{other:?} saves nothing; {:?} was told", self.desk.told()),
        }
    }
}

fn is_sift(effect: &Effect) -> bool {
    matches!(effect, Effect::Sift(_))
}

fn clean(save: &Save) -> &str {
    match &save.content {
        Content::Clean(excerpt) => excerpt.as_str(),
        Content::Raw(bytes) => panic!("raw: {bytes:?}"),
    }
}

#[test]
fn y_copies_the_screen_the_hits_or_the_line_gone_to() {
    let mut log = Logs::of(1);
    for number in 0..40 {
        log.says("p00", format!("INFO line {number}\n").as_bytes());
    }
    log.says("p00", b"ERROR \x1b[31mbroken\x1b[0m\x07\nINFO after\n");
    let (screen, what) = log.copied("y");
    assert_eq!(what, "10 lines");
    assert!(screen.starts_with("INFO line 32\n") && screen.ends_with("\\x07\nINFO after"));
    assert_eq!(
        log.copied("[ y"),
        ("ERROR broken\\x07".to_owned(), "1 line".to_owned())
    );
    let (hits, what) = log.copied("/ 3 enter y");
    assert_eq!(what, "13 lines");
    assert_eq!(hits.lines().next(), Some("INFO line 3"));
}

#[test]
fn the_menu_copies_any_part_and_says_how_much_that_is() {
    let mut log = Logs::of(1);
    log.press("Y");
    let notes = |log: &Logs| match log.desk.state.dialogs.last() {
        Some(Dialog::Menu(menu)) => menu
            .items
            .iter()
            .map(|item| (item.enabled, item.note.clone()))
            .collect::<Vec<_>>(),
        other => panic!("{other:?} is no menu"),
    };
    assert!(notes(&log).iter().all(|(enabled, _)| !enabled));
    log.press("a");
    assert!(log.desk.effects.is_empty());
    log.press("esc");
    for number in 0..100 {
        log.says("p00", format!("line {number}\n").as_bytes());
    }
    log.press("Y");
    assert_eq!(notes(&log)[3], (true, "100 lines".to_owned()));
    assert_eq!(log.copied("a").0.lines().count(), 100);
    assert_eq!(log.copied("Y s").1, "10 lines");
}

#[test]
fn a_gap_is_saved_and_not_copied() {
    let mut log = Logs::of(1);
    log.says("p00", b"before\n");
    log.chunk("p00", LogPiece::Gap(LogGap::Restarted(Some(1), Some(2))));
    log.says("p00", b"after\n");
    assert_eq!(log.copied("Y a").0, "before\nafter");
    let save = log.saved("s enter");
    assert_eq!(save.path, "n_p00_20260712T120000Z.log");
    assert_eq!(save.what, "3 lines");
    let text = clean(&save);
    assert!(text.contains("\n-- restarted: pid 1 -> 2, "), "{text}");
}

#[test]
fn raw_bytes_are_a_choice_and_are_those_of_the_node() {
    let mut log = Logs::of(1);
    let bytes = b"\x1b[31mred\x1b[0m\r\n10%\r99%\n\xff\xfe\ttab\n";
    log.says("p00", bytes);
    log.says("p00", b"no end");
    let save = log.saved("s enter");
    assert_eq!(clean(&save), "red\n99%\n\\xff\\xfe        tab");
    log.press("s tab");
    let kind = log.desk.state.prompt.as_ref().map(|prompt| prompt.kind);
    assert_eq!(kind, Some(PromptKind::Save(Form::Raw)));
    let save = log.saved("enter");
    assert_eq!(save.content, Content::Raw(bytes.to_vec()));
    let save = log.saved("s tab tab enter");
    assert!(matches!(save.content, Content::Clean(_)));
}

#[test]
fn of_several_logs_each_line_says_whose_it_is() {
    let mut log = Logs::of(2);
    log.says("p00", b"one\n");
    log.end = 0;
    log.says("p01", b"two\n");
    let save = log.saved("s enter");
    assert_eq!(save.path, "2_logs_20260712T120000Z.log");
    let whose: Vec<&str> = clean(&save)
        .lines()
        .map(|line| line.split_once(' ').unwrap().1)
        .collect();
    assert_eq!(whose, ["n p00 o| one", "n p01 o| two"]);
    log.press("1");
    assert_eq!(clean(&log.saved("s enter")).lines().count(), 1);
    assert_eq!(log.copied("Y a").0, "two");
}

#[test]
fn one_output_alone_names_the_file() {
    let mut log = Logs::of(1);
    log.says("p00", b"one\n");
    let save = log.saved("e s enter");
    assert_eq!(save.path, "n_p00_stdout_20260712T120000Z.log");
    log.press("s ctrl-u enter");
    assert_eq!(log.desk.told(), "nothing was saved: no name was typed");
    assert!(log.desk.effects.is_empty());
    log.press("s esc");
    assert!(log.desk.effects.is_empty() && log.desk.state.prompt.is_none());
    log.press("C s enter");
    assert_eq!(log.desk.told(), "there is no line to save yet");
}

#[test]
fn the_pager_gets_what_is_shown() {
    let mut log = Logs::of(1);
    log.press("|");
    assert_eq!(log.desk.told(), "there is no line to show yet");
    log.says("p00", b"one\ntwo\nthree\n");
    log.press("& o enter |");
    assert!(matches!(
        log.desk.effects.pop(),
        Some(Effect::Page(text)) if text.as_str() == "one\ntwo"
    ));
}

/// Presses `L`, and gives the node whose log is followed then.
fn followed(desk: &mut Driver) -> String {
    desk.press("L");
    let asked = desk.requests();
    let node = asked.iter().find_map(|request| match request {
        Request::Follow(LogSource::Main(node)) => Some(node.to_string()),
        _ => None,
    });
    node.unwrap_or_else(|| panic!("{asked:?}, and {:?} was told", desk.told()))
}

#[test]
fn supervisords_own_log_opens_from_wherever_a_node_is() {
    let ways = [
        "1",
        "2",
        "2 G",
        "2 G enter",
        "3 enter",
        "3 enter tab",
        "4 enter",
        "5",
        "5 G",
        "2 enter",
    ];
    for keys in ways {
        let mut desk = Cast::shop().open();
        desk.press(keys);
        let node = desk.cursor().split('/').next().unwrap().to_owned();
        assert!(!node.is_empty(), "{keys}");
        assert_eq!(followed(&mut desk), node, "{keys}");
    }
    let mut desk = Cast::shop().open();
    desk.press("5 l tab G tab");
    let LogSource::Process(id) = desk.state.log.as_ref().unwrap().sources[0].source.clone() else {
        panic!("the log of no process");
    };
    assert_ne!(desk.cursor().split('/').next(), Some(id.node.as_str()));
    assert_eq!(followed(&mut desk), id.node.as_str(), "the pane's own node");
    let mut desk = Cast::shop().open();
    desk.press("3 L");
    assert_eq!(
        desk.told(),
        "there is no node here whose log could be shown"
    );
}
