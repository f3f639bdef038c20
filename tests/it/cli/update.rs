//! `supdeck reread` and `supdeck update` on a real supervisord.

use std::fs;

use super::desk::Desk;
use crate::support::real::{Program, Real};
use crate::support::wait;

/// Adds one group, changes one and takes one away.
fn rewrite(real: &Real) {
    let path = real.config();
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace("[program:old]", "[program:new]");
    let (before, after) = text.split_once("[program:changed]\n").unwrap();
    let text = format!("{before}[program:changed]\npriority=7\n{after}");
    fs::write(path, text).unwrap();
}

#[test]
fn groups_become_what_the_files_say_after_a_look_at_what_that_is() {
    let real = Real::builder()
        .program(Program::steady("same"))
        .program(Program::steady("changed"))
        .program(Program::steady("old"))
        .start();
    wait::until("it runs", || real.state_of("old") == "RUNNING");
    let desk = Desk::new().real("n1", &real);
    assert_eq!(desk.out("reread n1", 0), "n1: no changes\n");
    assert_eq!(desk.code("update n1 --yes"), 0);
    rewrite(&real);
    let lines = "n1: changed: changed\nn1: new: available\nn1: old: disappeared\n";
    assert_eq!(desk.out("reread n1", 0), lines);
    let theirs = real.supervisorctl(&["reread"]).0;
    assert_eq!(desk.out("reread n1 --format ctl", 0), theirs);
    let told = desk.run("update n1");
    assert_eq!(told.code, 64, "{told:?}");
    for line in ["remove 1 group", "update 1 group", "add 1 group"] {
        assert!(told.err.contains(line), "{line}: {told:?}");
    }
    assert_eq!(real.state_of("old"), "RUNNING", "nothing was changed");

    let out = desk.out(
        "update n1 --group changed --yes --expect-count 1 --format ctl",
        0,
    );
    assert_eq!(out, "changed: stopped\nchanged: updated process group\n");
    let out = desk.out("update n1 --yes", 0);
    assert!(
        out.contains("n1: ok=2 changed=2 failed=0 lost=0 skipped=0"),
        "{out}"
    );
    assert_eq!(real.state_of("old"), "", "it is gone");
    assert_ne!(real.state_of("new"), "");
    assert_eq!(desk.out("reread n1", 0), "n1: no changes\n");
}

#[test]
fn files_that_do_not_parse_are_told_and_nothing_changes() {
    let real = Real::builder().program(Program::steady("api")).start();
    fs::write(real.config(), "[program:api]\ncommand").unwrap();
    let desk = Desk::new().real("n1", &real);
    for line in ["reread n1", "update n1 --yes"] {
        let told = desk.run(line);
        assert_eq!(told.code, 2, "{line}: {told:?}");
        assert!(
            told.err.contains("n1: fault 92: CANT_REREAD"),
            "{line}: {told:?}"
        );
    }
}
