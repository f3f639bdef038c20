//! Completions as shells ask for them, and the manual as `man` shows it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::home::Home;

const CONFIG: &str = "[nodes.\"web[01-03]\"]\nurl = 'http://{node}:1'\n[nodes.db]\n\
    url = 'http://db:1'\n[environments]\nprod.nodes = 'web[01-03]'\ncanary.nodes = 'db'\n";

/// A shell in a home with a config, which finds the program on its path; none if it is not here.
fn shell(home: &Home, name: &str, words: &[&str]) -> Option<Output> {
    home.write(".config/supdeck/config.toml", CONFIG);
    home.write("other.toml", "[nodes.only]\nurl = 'http://only:1'\n");
    let program = Path::new(env!("CARGO_BIN_EXE_supdeck")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new(name);
    command
        .args(words)
        .env_clear()
        .env("HOME", home.path())
        .env("PATH", format!("{}:{path}", program.display()))
        .current_dir(home.path());
    match command.output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            leave_out(name);
            None
        }
        Err(error) => panic!("{name}: {error}"),
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a test that leaves something out has to say so"
)]
fn leave_out(shell: &str) {
    eprintln!("{shell} is left out: it is not here");
}

fn text(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && error.is_empty(), "{error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What Bash offers for a line: what it would put in the place of the part after the last of the
/// characters at which it cuts words.
fn offered(line: &str) -> String {
    let script = r#"
        source <(supdeck completions bash) || exit 1
        complete -p supdeck >/dev/null || exit 1
        COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9
        COMP_WORDS=($1) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _supdeck supdeck "${1##*[ :@=]}" "" 2>/dev/null
        echo "${COMPREPLY[*]}"
    "#;
    let home = Home::new();
    let output = shell(&home, "bash", &["--norc", "-c", script, "bash", line]);
    text(&output.unwrap()).trim().to_owned()
}

#[test]
fn bash_knows_the_names_of_the_config() {
    for (line, expected) in [
        ("supdeck nod", "nodeset"),
        ("supdeck status --form", "--format"),
        ("supdeck status --format j", "json jsonl"),
        ("supdeck status -n web", "web01 web02 web03"),
        ("supdeck status -n @", "prod canary"),
        ("supdeck status -n web01,@pr", "prod"),
        ("supdeck ping web01,!d", "web01,!db"),
        ("supdeck restart env:", "prod canary"),
        ("supdeck restart !env:c", "canary"),
        ("supdeck restart node:d", "db"),
        ("supdeck restart state:ba", "backoff bad"),
        ("supdeck restart api:* on we", "web01 web02 web03"),
        ("supdeck restart api --env-confirm p", "prod"),
        ("supdeck --config other.toml status -n ", "only"),
        ("supdeck completions ", "bash zsh fish powershell"),
        ("supdeck status -n nothing", ""),
    ] {
        let offered = offered(line);
        let names = offered.split(" --").next().unwrap();
        assert_eq!(names, expected, "{line}");
    }
}

#[test]
fn zsh_takes_the_script() {
    let script = "autoload -U compinit; compinit -u -D; source <(supdeck completions zsh); \
        print -r -- $_comps[supdeck]";
    if let Some(output) = shell(&Home::new(), "zsh", &["-fc", script]) {
        assert_eq!(text(&output), "_clap_dynamic_completer_supdeck\n");
    }
}

#[test]
fn fish_knows_the_names_of_the_config() {
    let script = "supdeck completions fish | source; \
        complete -C 'supdeck status -n web01,@'; complete -C 'supdeck restart env:p'";
    if let Some(output) = shell(&Home::new(), "fish", &["--no-config", "-c", script]) {
        assert_eq!(text(&output), "web01,@prod\nweb01,@canary\nenv:prod\n");
    }
}

#[test]
fn every_shell_has_a_script_that_asks_the_program() {
    let home = Home::new();
    for name in ["bash", "zsh", "fish", "powershell"] {
        let output = home.run(&["completions", name]);
        let script = text(&output);
        let asks = ["SUPDECK_COMPLETE=", "$env:SUPDECK_COMPLETE ="];
        assert!(asks.iter().any(|ask| script.contains(ask)), "{script}");
        assert!(script.contains("supdeck"), "{script}");
    }
    assert_eq!(home.run(&["completions", "tcsh"]).status.code(), Some(64));
}

#[test]
fn a_broken_config_offers_no_names_and_says_nothing() {
    let home = Home::new();
    home.write("bad.toml", "nonsense");
    let words = ["--", "supdeck", "--config", "bad.toml", "status", "-n", ""];
    let mut command = home.command(&words);
    let asked = command.env("SUPDECK_COMPLETE", "fish").output().unwrap();
    assert_eq!(text(&asked), "");
}

#[test]
fn every_verb_has_a_page_that_man_can_show() {
    let home = Home::new();
    let made = home.run(&["man", "--folder", "man/man1"]);
    assert_eq!(home.told(&made), "--\n-- exit 0");
    let pages = fs::read_dir(home.path().join("man/man1")).unwrap();
    let mut pages: Vec<_> = pages.map(|page| page.unwrap().path()).collect();
    pages.sort();
    assert!(pages.len() > 30, "{pages:?}");
    let main = home.run(&["man"]).stdout;
    assert_eq!(
        fs::read(home.path().join("man/man1/supdeck.1")).unwrap(),
        main
    );
    for page in pages {
        let path = page.to_str().unwrap();
        let words = ["--warnings", "-E", "utf8", "-l", path];
        let Some(output) = shell(&home, "man", &words) else {
            return;
        };
        let shown = text(&output);
        assert!(
            shown.contains("NAME") && shown.contains("SYNOPSIS"),
            "{shown}"
        );
        let name = page.file_stem().unwrap().to_str().unwrap();
        assert!(shown.contains("EXAMPLES"), "{name}");
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let home = Home::new();
    home.write("file", "");
    let told = home.see(&["man", "--out", "file/man1"]);
    assert!(
        told.contains("the pages could not be written to file/man1: "),
        "{told}"
    );
    assert!(told.ends_with("exit 1"), "{told}");
}
