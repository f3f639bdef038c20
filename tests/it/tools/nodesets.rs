//! `supdeck nodeset` from outside.

use std::io::Write;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::home::Home;

/// What it prints for these words with this to read.
fn piped(words: &[&str], text: &str) -> String {
    let home = Home::new();
    let mut command = home.command(&[&["nodeset"], words].concat());
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    // A program that refuses early does not read on.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    home.told(&child.wait_with_output().unwrap())
}

#[test]
fn names_come_from_the_line_and_from_standard_input() {
    let lines = "a1 a2\n\nb1,b2  # the rest\n#c1\n";
    assert_eq!(piped(&["-f"], lines), "a[1-2],b[1-2]\n--\n-- exit 0");
    assert_eq!(
        piped(&["fold", "-", "c"], lines),
        "a[1-2],b[1-2],c\n--\n-- exit 0"
    );
    assert_eq!(piped(&["count"], ""), "0\n--\n-- exit 0");
    assert_eq!(
        piped(&["-e", "-S", "\\n", "b", "a"], "z"),
        "a\nb\n--\n-- exit 0"
    );
    assert_eq!(
        piped(&["expand", "-S,", "a[1-2]"], ""),
        "a1,a2\n--\n-- exit 0"
    );
}

#[test]
fn each_word_is_a_set_for_itself() {
    assert_eq!(piped(&["-e", "a", "b,c&c"], ""), "a c\n--\n-- exit 0");
    assert_eq!(piped(&["-e", "a,b,c&c"], ""), "c\n--\n-- exit 0");
}

#[test]
fn mistakes_are_shown_where_they_are() {
    assert_snapshot!(piped(&["-c", "a", "web[1-"], ""), @r#"
    --
    supdeck: this [ has no closing ]
      web[1-
         ^
    -- exit 64
    "#);
    assert_snapshot!(piped(&["-c", "a,n[1-999999999][1-999999999]"], ""), @r#"
    --
    supdeck: a nodeset mentions at most 20000 names
      a,n[1-999999999][1-999999999]
        ^
    -- exit 64
    "#);
    assert_snapshot!(piped(&["-c"], "a1\nb[3-1]\n"), @r#"
    --
    supdeck: 3-1 counts backwards
      b[3-1]
        ^
    -- exit 64
    "#);
}

#[test]
fn the_config_is_read_for_a_group_alone() {
    let home = Home::new();
    home.write("bad.toml", "nonsense");
    let told = home.see(&["--config", "bad.toml", "nodeset", "-c", "a,b"]);
    assert_eq!(told, "2\n--\n-- exit 0");
    let told = home.see(&["--config", "bad.toml", "nodeset", "-c", "@prod"]);
    assert!(
        told.ends_with("-- exit 64") && told.contains("bad.toml:1:"),
        "{told}"
    );
    home.write(
        "c.toml",
        "[nodes.\"web[1-3]\"]\nurl = 'http://{node}:1'\nlabels = { dc = 'fra1' }\n\
         [environments.prod]\nnodes = 'web[1-2]'\n",
    );
    let see = |text| home.see(&["--config", "c.toml", "nodeset", "-f", text]);
    assert_eq!(see("@*!@prod"), "web3\n--\n-- exit 0");
    assert_eq!(see("@dc:fra1"), "web[1-3]\n--\n-- exit 0");
    assert_snapshot!(see("web1,@stage"), @r#"
    --
    supdeck: no group is called stage
      web1,@stage
           ^
    -- exit 64
    "#);
}

#[test]
fn many_names_are_read_and_too_many_refused() {
    let many: Vec<String> = (1..=20_000).map(|number| format!("n{number}\n")).collect();
    assert_eq!(piped(&["-f"], &many.concat()), "n[1-20000]\n--\n-- exit 0");
    let told = piped(&["-f", "-", "x"], &many.concat());
    assert!(told.ends_with("-- exit 64"), "{told}");
    let told = piped(&["-c"], &" ".repeat(4 * 1024 * 1024 + 1));
    assert!(told.contains("larger than 4 MiB"), "{told}");
}
