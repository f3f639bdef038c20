//! The first-run screen: nothing is written until `y`.

use std::path::PathBuf;

use supdeck::tui::effect::{Adoption, Effect};
use supdeck::tui::state::{Choice, FirstRun};

use crate::support::fleet::{Cast, Driver};

fn open() -> Driver {
    let mut desk = Cast::new().open();
    let local = Choice::Local("[nodes.local]\n".to_owned());
    desk.state.first_run = Some(FirstRun {
        looked: vec![PathBuf::from("config.toml")],
        found: Vec::new(),
        choices: vec![
            (
                Choice::Import(PathBuf::from("cesi.conf")),
                "import".to_owned(),
            ),
            (local, "local".to_owned()),
            (Choice::Example, "example".to_owned()),
            (Choice::Demo, "demo".to_owned()),
        ],
        cursor: 0,
        target: PathBuf::from("config.toml"),
        asked: None,
    });
    desk
}

fn adopted(desk: &mut Driver) -> Option<Adoption> {
    desk.effects.drain(..).find_map(|effect| match effect {
        Effect::Adopt(adoption) => Some(adoption),
        _ => None,
    })
}

fn asked(desk: &Driver) -> Option<usize> {
    desk.state
        .first_run
        .as_ref()
        .and_then(|screen| screen.asked)
}

#[test]
fn what_writes_asks_and_y_writes() {
    let wants = [
        ("1", Adoption::Import(PathBuf::from("cesi.conf"))),
        ("2", Adoption::Write("[nodes.local]\n".to_owned())),
        ("3", Adoption::Example),
    ];
    for (key, adoption) in wants {
        let mut desk = open();
        desk.press(key);
        assert!(asked(&desk).is_some());
        assert_eq!(adopted(&mut desk), None);
        desk.press("y");
        assert_eq!(adopted(&mut desk), Some(adoption));
    }
}

#[test]
fn nothing_but_y_writes() {
    let all = "abcdefghijklmnopqrstuvwxzABCDEFGHIJKLMNOPQRSTUVWXYZ0123567890+-*/:?[] \
               enter esc space tab backspace ctrl-y alt-y f5 up down pgdn";
    let mut desk = open();
    for word in all.split_whitespace() {
        let keys: Vec<String> = if word.len() > 6 {
            word.chars().map(String::from).collect()
        } else {
            vec![word.to_owned()]
        };
        for key in keys {
            desk.press("1").press(&key).wait(1000).press("n esc");
            assert_eq!(adopted(&mut desk), None, "{key}");
            desk.state.dialogs.clear();
        }
    }
}

#[test]
fn y_alone_writes_nothing() {
    let mut desk = open();
    desk.press("y");
    assert!(desk.effects.is_empty());
    desk.press("2 n y");
    assert_eq!(adopted(&mut desk), None);
    desk.press("2 esc y");
    assert_eq!(adopted(&mut desk), None);
    assert!(!desk.quits());
}

#[test]
fn arrows_and_enter_choose_and_looking_around_needs_no_y() {
    let mut desk = open();
    desk.press("down enter");
    assert_eq!(asked(&desk), Some(1));
    desk.press("n 4");
    assert_eq!(adopted(&mut desk), Some(Adoption::Demo));
    desk.press("9 0");
    assert!(desk.effects.is_empty());
}

#[test]
fn q_leaves_esc_does_not() {
    let mut desk = open();
    desk.wait(300).press("esc").wait(300).press("esc ctrl-c");
    assert!(!desk.quits());
    desk.wait(300).press("q");
    assert!(desk.quits());
}
