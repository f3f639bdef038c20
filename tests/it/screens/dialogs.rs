//! The dialogs and menus, on top of the page they are about.

use std::time::Duration;

use supdeck::engine::{Event, Warning};
use supdeck::model::{
    ConfigChanges, GroupName, LinkError, NodeId, Outcome, ProcessState, Reached, SkipReason,
    Untrusted,
};
use supdeck::plan::{OperationId, Phase, RunId, RunStep};
use supdeck::tui::state::Dialog;

use super::super::support::build::{calm, troubled};
use super::super::support::screen::Screen;
use super::{keeps, shows, shows_at};

const SMALL: (u16, u16) = (80, 24);

/// Some processes of stage are marked.
fn on_stage() -> Screen {
    Screen::new(troubled())
        .press("5 /")
        .type_in("env:stage api")
        .press("enter space space space space")
}

#[test]
fn confirm_outside_protected_environments() {
    shows("confirm", || on_stage().press("R"));
    shows_at("confirm-rolling", SMALL, || on_stage().press("R h"));
    shows_at("confirm-stop", SMALL, || on_stage().press("T"));
}

/// Everything of one group in prod, two of them hidden by the filter.
pub fn in_prod() -> Screen {
    Screen::new(troubled())
        .press("5 /")
        .type_in("sync_00 wrk-0[23]")
        .press("enter * /")
        .press("ctrl-u")
        .type_in("api env:prod web_")
        .press("enter *")
}

#[test]
fn confirm_in_a_protected_environment() {
    shows("confirm-protected", || {
        in_prod().press("T").wait(400).type_in("2")
    });
    shows_at("confirm-protected-scrolled", SMALL, || {
        in_prod().press("T pgdn")
    });
}

#[test]
fn a_confirmed_batch_names_every_target() {
    let mut screen = in_prod().press("T").at((200, 50));
    let mut seen = String::new();
    for _ in 0..4 {
        seen.push_str(&screen.see());
        screen = screen.press("down down down down down down down down");
    }
    let Some(Dialog::Confirm(confirm)) = screen.state.dialogs.last() else {
        panic!("the dialog is open");
    };
    for operation in &confirm.schedule.operations {
        let node = operation.subject.node().as_str();
        let label = operation.subject.label();
        let named = seen
            .lines()
            .any(|row| row.contains(node) && row.contains(label.as_str()));
        assert!(named, "{node} {label}");
    }
}

/// A batch in which everything happened.
pub fn under_way() -> Screen {
    let run = RunId(1);
    let reached =
        |operation, phase| Event::Progressed(run, RunStep::Reached(OperationId(operation), phase));
    let ended = |operation, outcome| {
        Event::Progressed(run, RunStep::Ended(OperationId(operation), outcome))
    };
    let ok = |pids: (u32, u32)| {
        Outcome::Done(Reached {
            state: Some(ProcessState::Running),
            pids: (Some(pids.0), Some(pids.1)),
            down_after: Some(Duration::from_millis(1200)),
            up_after: Some(Duration::from_millis(10_400)),
        })
    };
    let failed = Outcome::Failed {
        state: ProcessState::Fatal,
        reason: Untrusted::from("can't find command '/srv/api/web'"),
    };
    let lost = Outcome::Lost {
        error: LinkError::Broken {
            reason: "reset by peer".to_owned(),
        },
    };
    let skipped = Outcome::Skipped(SkipReason::WasDown(ProcessState::Stopped));
    let begun = Screen::new(calm())
        .press("5 /")
        .type_in("env:stage api")
        .press("enter * R h h h")
        .wait(400)
        .press("y");
    let screen = begun.told((0..9).map(|at| reached(at, Phase::Reading)));
    screen
        .wait(52_000)
        .told([
            ended(0, ok((2231, 8810))),
            ended(1, ok((2240, 8822))),
            ended(2, ok((2231, 9011))),
            ended(3, failed),
            ended(4, skipped),
            ended(5, lost),
            reached(6, Phase::Starting),
            reached(7, Phase::Stopping),
            reached(8, Phase::Checking),
        ])
        .wait(4_000)
}

#[test]
fn a_batch_under_way() {
    shows("run", under_way);
    shows_at("run-ascii", SMALL, || under_way().ascii());
    shows_at("run-in-the-background", SMALL, || {
        under_way().press("esc").wait(6_000)
    });
    shows_at("leave", SMALL, || {
        under_way().press("esc :").type_in("quit").press("enter")
    });
}

#[test]
fn menus() {
    shows("menu-actions", || on_stage().press("a"));
    shows_at("menu-marks", SMALL, || on_stage().press("m"));
    shows_at("menu-sort", SMALL, || on_stage().press("o"));
    shows_at("menu-signals", SMALL, || on_stage().press("K"));
    shows_at("menu-node", SMALL, || {
        Screen::new(troubled()).press("2 j j j a")
    });
    shows_at("menu-read-only", SMALL, || on_stage().press("W a"));
}

#[test]
fn troubles_and_forms() {
    let node = |name: &str| {
        Screen::new(troubled())
            .press("2 /")
            .type_in(name)
            .press("enter enter")
    };
    shows("trouble-silent", || node("web-09"));
    shows("trouble-tls", || node("stg-07"));
    shows_at("trouble-auth", SMALL, || node("dev-03"));
    shows("sign-in", || node("dev-03").press("i").type_in("secret"));
    shows_at("sign-in-keep", SMALL, || node("dev-03").press("i tab"));
    let bare = || {
        let why = "Secret Service over D-Bus: DBUS_SESSION_BUS_ADDRESS is unset";
        Screen::new(troubled()).told([Event::Warned(Warning::NoKeyring(why.to_owned()))])
    };
    shows("no-keyring", bare);
    shows_at("passphrase-new", SMALL, || {
        bare().wait(300).press("4").type_in("open")
    });
    let locked = || {
        let tried = [None, Some("wrong passphrase".to_owned())];
        Screen::new(troubled()).told(tried.map(|why| Event::Warned(Warning::Locked(why))))
    };
    shows_at("passphrase", SMALL, locked);
}

#[test]
fn what_is_typed_as_a_password_is_never_drawn() {
    let mut screen = Screen::new(troubled())
        .press("2 /")
        .type_in("dev-03")
        .press("enter enter i")
        .type_in("hunter2");
    let text = screen.see();
    assert!(!text.contains("hunter2"));
    assert!(text.contains("*******_"));
}

#[test]
fn previews_and_questions() {
    let names = |names: &[&str]| names.iter().map(|name| GroupName::new(name)).collect();
    let changes = ConfigChanges {
        added: names(&["cache"]),
        changed: names(&["api", "logship"]),
        removed: names(&["metrics"]),
    };
    let preview = || {
        Screen::new(troubled())
            .press("2 /")
            .type_in("api-01")
            .press("enter a u")
            .told([Event::Reread(NodeId::new("api-01"), Ok(changes.clone()))])
            .press("j space")
    };
    shows_at("preview", SMALL, preview);
    shows_at("allow-actions", SMALL, || {
        Screen::new(troubled()).press("W W")
    });
}

#[test]
fn pagers() {
    shows("help", || Screen::new(troubled()).press("5 ?"));
    shows_at("help-searched", SMALL, || {
        Screen::new(troubled()).press("5 ?").type_in("mark")
    });
    shows("details", || Screen::new(troubled()).press("5 d"));
    shows_at("journal", SMALL, || Screen::new(troubled()).press("J"));
    shows_at("runs", SMALL, || Screen::new(troubled()).press("B"));
    shows_at("commands", SMALL, || on_stage().press("R t"));
    shows_at("debug-log", SMALL, || Screen::new(troubled()).press("f12"));
}

#[test]
fn a_remapped_key_shows_everywhere() {
    let mut screen = Screen::new(troubled()).press("5");
    let keys = ["X".to_owned()];
    let help = ["h".to_owned()];
    screen.look.keymap =
        supdeck::tui::keymap::Keymap::new([("restart", &keys[..]), ("help", &help[..])]).unwrap();
    let text = screen.see();
    assert!(
        text.contains("X restart") && text.contains("h help"),
        "{text}"
    );
    keeps("hints-remapped", text.lines().last().unwrap());
}
