//! In 80 columns and 24 rows no dialog cuts a word of ours, however long the names on the nodes.

use std::time::Duration;

use supdeck::engine::{CallFailure, Event, Warning};
use supdeck::model::ProcessState::{Backoff, Exited, Fatal, Running, Starting, Stopped, Stopping};
use supdeck::model::{
    ConfigChanges, Fault, GroupName, Layer, LinkError, NodeId, Outcome, ProcessState, Reached,
    SkipReason,
};
use supdeck::plan::{OperationId, Phase, RunId, RunStep};
use supdeck::tui::state::{Dialog, State};

use super::super::support::fleet::{Cast, bad, good, noon};
use super::super::support::screen::Screen;

const NODES: [&str; 3] = [
    "payments-gateway-eu-west-1a-01",
    "payments-gateway-eu-west-1a-02",
    "payments-gateway-eu-west-1a-03",
];
const PROCESSES: [(&str, ProcessState); 6] = [
    ("settlement-reconciliation:importer_00", Running),
    ("settlement-reconciliation:importer_01", Stopped),
    ("settlement-reconciliation:importer_02", Fatal),
    ("settlement-reconciliation:importer_03", Starting),
    ("settlement-reconciliation:importer_04", Backoff),
    ("settlement-reconciliation:importer_05", Exited),
];

/// Three nodes in two environments, the second of them protected, and nothing with a short name.
fn fleet() -> State {
    let cast = NODES
        .iter()
        .fold(Cast::new(), |cast, node| cast.node(node, &PROCESSES));
    cast.environment("staging-europe-west-1", &NODES[..2])
        .environment("production-europe-west", &NODES[2..])
        .protected()
        .open()
        .state
}

/// Everything on the first two nodes is marked.
fn chosen() -> Screen {
    Screen::new(fleet())
        .press("5 /")
        .type_in("env:staging-europe-west-1")
        .press("enter *")
}

/// All that a dialog shows, page by page.
fn pages(mut screen: Screen) -> Vec<String> {
    let mut all = vec![screen.see()];
    for _ in 0..20 {
        screen = screen.press("pgdn");
        let page = screen.see();
        if all.last() == Some(&page) {
            break;
        }
        all.push(page);
    }
    all
}

/// Whether what stands before the line of a box ends in an ellipsis.
fn is_cut(row: &str) -> bool {
    let mut after = row.split('…').skip(1).map(str::trim_start);
    after.any(|rest| rest.starts_with(['│', '─']))
}

/// Every row of a box is whole: what is cut at its end would show an ellipsis before the line.
fn is_whole(what: &str, screen: Screen) {
    assert!(!screen.state.dialogs.is_empty(), "{what}: nothing is asked");
    for page in pages(screen) {
        let cut = page.lines().find(|row| is_cut(row));
        assert_eq!(cut, None, "{what}:\n{page}");
    }
}

#[test]
fn the_last_known_state_of_a_process() {
    let moving: Vec<_> = [("a", Starting), ("b", Stopping), ("c", Backoff)].into();
    let up = good(NODES[0], noon(), &moving);
    let down = bad(NODES[0], noon(), LinkError::Forbidden);
    let silent = Screen::new(fleet()).told([up, down].map(Event::Reported));
    let seen = silent.press("5").see();
    for word in ["STARTING? ", "STOPPING? ", "BACKOFF? "] {
        assert!(seen.contains(word), "{word}:\n{seen}");
    }
}

#[test]
fn the_question_before_a_batch() {
    is_whole("restart", chosen().press("R"));
    is_whole("rolling", chosen().press("R h h h"));
    is_whole("start", chosen().press("S"));
    is_whole("stop", chosen().press("T"));
    is_whole("a signal", chosen().press("K h"));
    is_whole("clear the logs", chosen().press("a D"));
    let hidden = || {
        chosen()
            .press("/")
            .press("ctrl-u")
            .type_in("importer_00")
            .press("enter")
    };
    is_whole("hidden", hidden().press("R"));
    is_whole("protected", Screen::new(fleet()).press("5 * R"));
    let mut protected = Screen::new(fleet()).press("5 * R");
    let first = protected.see();
    assert!(first.contains("Type the number of targets"), "{first}");
    for key in ["B", "X"] {
        is_whole(key, Screen::new(fleet()).press("2 a").press(key));
        is_whole(key, Screen::new(fleet()).press("2 * a").press(key));
    }
}

#[test]
fn what_became_of_the_targets_while_it_is_asked() {
    let asked = chosen().press("S");
    let lost = bad(NODES[0], noon(), LinkError::Forbidden);
    is_whole("no data by now", asked.told([Event::Reported(lost)]));
    let moved: Vec<_> = PROCESSES
        .iter()
        .map(|(name, _)| (*name, Stopping))
        .collect();
    let moved = NODES.map(|node| Event::Reported(good(node, noon(), &moved)));
    let notes = chosen().press("R").told(moved);
    let seen = pages(notes).concat();
    assert!(seen.contains("STOPPING by now"), "{seen}");
    let seen = pages(
        Screen::new(fleet())
            .press("5 / ")
            .type_in("importer_02")
            .press("enter R"),
    );
    assert!(seen.concat().contains("will only be started"), "{seen:?}");
}

#[test]
fn how_a_batch_goes_and_ends() {
    let run = RunId(1);
    let step = |step| Event::Progressed(run, step);
    let phases = [
        Phase::Reading,
        Phase::Stopping,
        Phase::Starting,
        Phase::Retrying(Backoff),
        Phase::Checking,
    ];
    let reached = phases
        .into_iter()
        .enumerate()
        .map(|(at, phase)| step(RunStep::Reached(OperationId(at), phase)));
    let begun = || chosen().press("R a").wait(400).press("y");
    is_whole("phases", begun().told(reached).wait(50 * 60_000));
    for outcome in outcomes() {
        let ended = (0..3).map(|at| step(RunStep::Ended(OperationId(at), outcome.clone())));
        is_whole(&format!("{outcome:?}"), begun().told(ended));
    }
    is_whole("paused", begun().press("p").told([step(RunStep::Paused)]));
    is_whole(
        "leaving",
        begun().press("esc :").type_in("quit").press("enter"),
    );
    is_whole("all batches", begun().press("esc B"));
}

fn outcomes() -> Vec<Outcome> {
    let broken = || LinkError::Broken {
        reason: "reset by peer".to_owned(),
    };
    let skips = [
        SkipReason::Changed {
            from: Stopping,
            to: Starting,
        },
        SkipReason::Replaced,
        SkipReason::WasDown(Stopped),
        SkipReason::Gone,
        SkipReason::NoData,
        SkipReason::StateUnknown,
        SkipReason::UnsafeLog("/var/log/settlement-reconciliation/importer_00.log".into()),
        SkipReason::ReadOnly,
    ];
    let mut all = vec![
        Outcome::Done(Reached {
            state: Some(Running),
            pids: (Some(4_194_303), Some(4_194_304)),
            down_after: Some(Duration::from_millis(120_200)),
            up_after: Some(Duration::from_millis(120_400)),
        }),
        Outcome::Unneeded(Running),
        Outcome::Unreached(broken()),
        Outcome::Refused(Fault {
            code: Fault::BAD_NAME,
            text: "BAD_NAME: settlement-reconciliation:importer_00".into(),
        }),
        Outcome::Failed {
            state: Fatal,
            reason: "can't find command '/srv/settlement/bin/importer --all'".into(),
        },
        Outcome::Lost { error: broken() },
        Outcome::Overdue {
            state: Stopping,
            waited: Duration::from_mins(2),
        },
        Outcome::Cancelled,
    ];
    all.extend(skips.map(Outcome::Skipped));
    all
}

#[test]
fn menus() {
    for keys in ["a", "m", "o", "K"] {
        is_whole(keys, chosen().press(keys));
        is_whole(keys, Screen::new(fleet()).press("5 G").press(keys));
    }
    for keys in ["2 a", "2 * a", "2 o", "2 m", "3 a", "4 a", "4 m", "5 W a"] {
        is_whole(keys, Screen::new(fleet()).press(keys));
    }
}

#[test]
fn why_a_node_does_not_answer() {
    for error in errors() {
        let report = bad(NODES[0], noon(), error);
        let told = Screen::new(fleet()).told([Event::Reported(report)]);
        let trouble = told.press("2 /").type_in(NODES[0]).press("enter enter");
        let what = format!("{:?}", trouble.state.fleet.node(&NodeId::new(NODES[0])));
        is_whole(&what, trouble);
    }
}

fn errors() -> Vec<LinkError> {
    let text = || "an answer that nobody expected from it".to_owned();
    vec![
        LinkError::NameNotFound { host: text() },
        LinkError::Refused { address: text() },
        LinkError::Unreachable {
            address: text(),
            reason: text(),
        },
        LinkError::TimedOut {
            layer: Layer::Connect,
            after: Duration::from_secs(5),
        },
        LinkError::Tls { reason: text() },
        LinkError::Unauthorized { user: Some(text()) },
        LinkError::Forbidden,
        LinkError::NoCredential { reason: text() },
        LinkError::PlaintextRefused,
        LinkError::Status {
            status: 500,
            reason: text().as_str().into(),
        },
        LinkError::Redirect {
            location: text().as_str().into(),
        },
        LinkError::NotXmlRpc {
            sample: text().as_str().into(),
        },
        LinkError::Cut { bytes: 100 },
        LinkError::ShuttingDown,
        LinkError::Broken { reason: text() },
    ]
}

#[test]
fn passwords() {
    let form = || {
        Screen::new(fleet())
            .press("2 /")
            .type_in(NODES[0])
            .press("enter i")
    };
    is_whole("sign in", form().type_in("secret"));
    is_whole("keep", form().press("tab"));
    let locked = || Event::Warned(Warning::Locked(None));
    is_whole("the sealed file", Screen::new(fleet()).told([locked()]));
    is_whole(
        "keep in it",
        form().told([locked(), Event::Warned(Warning::Unlocked)]),
    );
    let none = || Event::Warned(Warning::NoKeyring("the bus does not answer".to_owned()));
    is_whole("no keyring", Screen::new(fleet()).told([none()]));
    let new = Screen::new(fleet()).told([none()]).wait(400).press("4");
    is_whole("a new file", new);
}

#[test]
fn previews_and_texts() {
    let groups = |count: usize| -> Vec<GroupName> {
        let name = |at| GroupName::new(&format!("settlement-reconciliation-{at}"));
        (0..count).map(name).collect()
    };
    let preview = |answer: Result<ConfigChanges, CallFailure>| {
        Screen::new(fleet())
            .press("2 a u")
            .told([Event::Reread(NodeId::new(NODES[0]), answer)])
    };
    let changes = ConfigChanges {
        added: groups(2),
        changed: vec![GroupName::new("settlement-reconciliation")],
        removed: groups(3),
    };
    is_whole("update", preview(Ok(changes.clone())));
    let mut new = Screen::new(Cast::shop().open().state);
    let name = "a-group-nobody-knows";
    new = new.press("2 G a u").told([Event::Reread(
        NodeId::new("db-01"),
        Ok(ConfigChanges {
            added: vec![GroupName::new(name)],
            ..ConfigChanges::default()
        }),
    )]);
    assert!(new.see().contains(name), "{}", new.see());
    let mut new = new.press("y");
    assert!(new.see().contains(name), "{}", new.see());
    is_whole("nothing to update", preview(Ok(ConfigChanges::default())));
    for keys in ["?", "5 ?", "5 d", "J", "B", "W W", "5 * R t"] {
        let what = format!("{keys:?}");
        is_whole(&what, Screen::new(fleet()).press(keys));
    }
}

#[test]
fn a_cut_word_would_be_seen() {
    let mut screen = chosen().press("a");
    let Some(Dialog::Menu(menu)) = screen.state.dialogs.last_mut() else {
        panic!("the menu is open");
    };
    menu.items[0].note = "more than there is room for beside what it is called".to_owned();
    assert!(screen.see().lines().any(is_cut));
}
