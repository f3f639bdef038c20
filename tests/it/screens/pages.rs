//! The tabs and pages, empty, loading, in trouble, filtered, marked.

use std::sync::Arc;

use supdeck::engine::Event;
use supdeck::model::{NodeId, ProgramConfig, Roster, Untrusted};
use supdeck::tui::state::{Choice, FirstRun, Found, Settings, State};

use super::super::support::build::{asking, calm, clock, failure, now, silent, troubled};
use super::super::support::screen::{SIZES, Screen};
use super::{keeps, shows, shows_at};

const SMALL: (u16, u16) = (80, 24);

#[test]
fn dashboard() {
    shows("dashboard", || Screen::new(troubled()));
}

#[test]
fn the_dashboard_has_the_last_12_lines_of_the_journal_at_every_size() {
    for size in SIZES.into_iter().chain([(60, 12), (200, 24)]) {
        let mut screen = Screen::new(troubled()).at(size).press("G");
        let mut seen = screen.see();
        for _ in 0..12 {
            screen = screen.press("k");
            seen.push_str(&screen.see());
        }
        for line in screen.state.journal.iter().rev().take(12) {
            let begin: String = line.chars().take(40).collect();
            assert!(seen.contains(&begin), "{line} at {size:?}:\n{seen}");
        }
    }
}

#[test]
fn dashboard_scrolled() {
    let screen = || Screen::new(troubled()).press("G");
    shows_at("dashboard-scrolled", SMALL, screen);
    let top = Screen::new(troubled()).see();
    assert_eq!(screen().press("esc").press("g").see(), top, "and back");
}

#[test]
fn dashboard_while_all_is_well() {
    shows("dashboard-calm", || Screen::new(calm()));
}

#[test]
fn every_tab() {
    shows("nodes", || Screen::new(troubled()).press("2"));
    shows("environments", || Screen::new(troubled()).press("3"));
    shows("groups", || Screen::new(troubled()).press("4"));
    shows("groups-one-environment", || {
        Screen::new(troubled()).press("4 right right")
    });
    shows("processes", || Screen::new(troubled()).press("5"));
}

#[test]
fn processes_filtered_and_marked() {
    shows("processes-marked", marked);
    shows_at("processes-marked-ascii", SMALL, || marked().ascii());
    shows_at("processes-scrolled-sideways", SMALL, || {
        marked().press("right right")
    });
    let hidden = || marked().press("/").type_in(" api-01").press("enter");
    shows_at("processes-marks-hidden", SMALL, hidden);
    shows_at("processes-filter-prompt", SMALL, || {
        Screen::new(troubled()).press("5 /").type_in("sync up<")
    });
    shows_at("palette-prompt", SMALL, || {
        Screen::new(troubled()).press(":").type_in("s")
    });
}

fn marked() -> Screen {
    Screen::new(troubled())
        .press("5 /")
        .type_in("api env:prod web_")
        .press("enter j j j space space space")
}

#[test]
fn without_colour_state_is_still_told() {
    let mut screen = marked().themed("mono").at(SMALL);
    keeps("processes-mono.styles", &screen.see_styles());
    let mut screen = marked().at(SMALL);
    keeps("processes.styles", &screen.see_styles());
    let mut screen = Screen::new(troubled()).themed("mono").at(SMALL);
    keeps("dashboard-mono.styles", &screen.see_styles());
    for letter in ["FATAL", "STOPPING", "STARTING", "STOPPED", "RUNNING"] {
        assert!(marked().themed("mono").see().contains(letter), "{letter}");
    }
}

#[test]
fn the_four_ways_to_be_empty() {
    shows_at("empty-loading", SMALL, || Screen::new(asking()).press("5"));
    shows_at("empty-failed", SMALL, || {
        Screen::new(nobody_answers()).press("5")
    });
    let nothing = || {
        Screen::new(troubled())
            .press("5 /")
            .type_in("nowhere")
            .press("enter")
    };
    shows_at("empty-filtered", SMALL, nothing);
    let none = || {
        let roster = Arc::new(Roster::default());
        Screen::new(State::new(roster, Settings::default(), now())).press("5")
    };
    shows_at("empty-no-nodes", SMALL, none);
    shows_at("dashboard-loading", SMALL, || Screen::new(asking()));
}

fn nobody_answers() -> State {
    let state = asking();
    let nodes: Vec<NodeId> = state.roster.nodes().map(|entry| entry.id.clone()).collect();
    let events = nodes.iter().map(|id| {
        let report = failure(id.as_str(), silent(), now(), Some(clock("12:04:41")));
        Event::Reported(report)
    });
    let mut state = Screen::new(state).told(events).state;
    state.message = None;
    state
}

#[test]
fn node_page() {
    shows("node", || {
        Screen::new(troubled())
            .press("2 j j j enter")
            .told([programs()])
    });
    shows_at("node-skewed", SMALL, || {
        skewed()
            .press("2 / ")
            .type_in("web-01")
            .press("enter enter")
    });
}

fn programs() -> Event {
    let fact = |name: &str, value: &str| (name.to_owned(), Untrusted::from(value));
    let program = ProgramConfig {
        group: "api".to_owned(),
        name: "web_02".to_owned(),
        facts: vec![
            fact("command", "/srv/api/web --port 8082"),
            fact("startsecs", "10"),
            fact("startretries", "3"),
            fact("stopwaitsecs", "30"),
        ],
    };
    Event::Inspected(NodeId::new("api-03"), Ok(Arc::from([program])))
}

/// One node whose clock is wrong.
fn skewed() -> Screen {
    use super::super::support::build::{processes, report};
    let id = NodeId::new("web-01");
    let wrong = processes(&id, clock("12:04:51"));
    Screen::new(calm()).told([Event::Reported(report(&id, wrong, clock("12:04:30")))])
}

#[test]
fn environment_and_group_pages() {
    shows("environment", || Screen::new(troubled()).press("3 enter"));
    shows("group", || Screen::new(troubled()).press("4 enter"));
}

#[test]
fn first_run() {
    shows("first-run", || Screen::new(fresh()));
    shows_at("first-run-asked", SMALL, || {
        Screen::new(fresh()).press("enter")
    });
}

/// A console without a config.
pub fn fresh() -> State {
    let mut state = State::new(Arc::new(Roster::default()), Settings::default(), now());
    let import = Choice::Import("~/multivisor.conf".into());
    let found = |path: &str, what: &str| Found {
        path: path.into(),
        what: what.to_owned(),
        choice: import.clone(),
    };
    state.first_run = Some(FirstRun {
        looked: vec![
            "~/.config/supdeck/supdeck.toml".into(),
            "/etc/supdeck/supdeck.toml".into(),
        ],
        found: vec![
            found(
                "/etc/supervisor/supervisord.conf",
                "[inet_http_server] 127.0.0.1:9001",
            ),
            found("~/multivisor.conf", "38 [supervisor:...] sections"),
        ],
        choices: vec![
            (
                import.clone(),
                "Import the 38 nodes of multivisor.conf".to_owned(),
            ),
            (
                Choice::Local(String::new()),
                "Use the supervisord of this host".to_owned(),
            ),
            (
                Choice::Example,
                "Write a commented example config".to_owned(),
            ),
            (
                Choice::Demo,
                "Look around in a demo fleet (no network, nothing is saved)".to_owned(),
            ),
        ],
        cursor: 0,
        target: "~/.config/supdeck/supdeck.toml".into(),
        asked: None,
    });
    state
}
