//! No size of a terminal breaks anything, whatever is on screen.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use supdeck::tui::state::State;

use super::super::support::build::{asking, calm, troubled};
use super::super::support::screen::Screen;
use super::dialogs::{in_prod, under_way};
use super::logs::{followed, json, merged};
use super::pages::fresh;

/// Every view and dialog, as a state to be drawn.
fn moods() -> Vec<State> {
    let keys = [
        "",
        "2",
        "3",
        "4",
        "5",
        "3 enter",
        "4 enter",
        "2 j j j j enter",
        "5 d",
        "5 ?",
        "J",
        "B",
        "f12",
        "5 a",
        "5 m",
        "5 o",
        "5 K",
        "5 /",
        ":",
        "2 enter",
        "2 j enter i",
        "W W",
        "5 R",
        "5 p v j",
        "2 j j j j a u",
        "4 right right right",
    ];
    let mut all: Vec<State> = keys
        .iter()
        .map(|keys| Screen::new(troubled()).press(keys).state)
        .collect();
    all.extend([asking(), calm(), fresh()]);
    all.push(in_prod().press("T").wait(400).type_in("2").state);
    all.push(under_way().state);
    all.push(under_way().press("esc").state);
    all.push(followed().state);
    all.push(followed().press("w k k").state);
    all.push(followed().press("z right right").state);
    all.push(
        followed()
            .press("/")
            .type_in("order")
            .press("enter t t w")
            .state,
    );
    all.push(merged().state);
    all.push(merged().press("z t w k k").state);
    all.push(json().press("x w").state);
    all
}

#[test]
fn every_view_stands_every_small_size() {
    for state in moods() {
        let mut screen = Screen::new(state);
        for rows in 0..=12 {
            for columns in (0..=30).chain([59, 60, 61, 80]) {
                screen.resize((columns, rows));
            }
        }
    }
}

#[test]
fn every_view_stands_every_size() {
    // Made once: each takes a story of a morning.
    let all = moods();
    let sizes = (0u16..260, 0u16..70, 0..all.len());
    let mut runner = TestRunner::new(ProptestConfig::with_cases(64));
    let result = runner.run(&sizes, |(columns, rows, which)| {
        let screen = Screen::new(all[which].clone()).ascii();
        let text = screen.at((columns, rows)).see();
        for row in text.lines() {
            prop_assert!(supdeck::model::display_width(row) <= usize::from(columns));
        }
        Ok(())
    });
    result.unwrap();
}

#[test]
fn too_small_a_screen_says_so() {
    let text = Screen::new(troubled()).at((52, 10)).see();
    assert!(text.contains("60x12 needed, this is 52x10"), "{text}");
    let text = under_way().press("esc").at((52, 10)).see();
    assert!(text.contains("batch #1 restart"), "{text}");
}
