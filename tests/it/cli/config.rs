//! `supdeck config`, `import` and plain usage: exit codes, and what is said where.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::support::home::Home;

#[test]
fn a_good_config_is_praised() {
    let home = Home::new();
    home.write(
        ".config/supdeck/config.toml",
        "[nodes.\"web[1-3]\"]\nurl = \"http://{node}:9001\"\n[environments.prod]\nnodes = \"web1\"\n",
    );
    assert_snapshot!(home.see(&["config", "check"]), @r#"
    The config is good: 3 nodes, 1 environment.
      ~/.config/supdeck/config.toml
    --
    -- exit 0
    "#);
}

#[test]
fn every_mistake_in_two_files_is_told_at_once() {
    let home = Home::new();
    home.write(
        "a.toml",
        "[nodes.web-01]\nurl = \"http://web-01\"\nusr = \"deploy\"\n\n[pol]\ninterval = 2\n",
    );
    home.write(
        "b.toml",
        "[nodes.web-01]\nurl = \"http://web-01:9001\"\npassword = \"hunter2\"\n\n\
         [environments.prod]\nnodes = \"web-02\"\nprotected = \"yes\"\n",
    );
    let words = [
        "config", "check", "--config", "a.toml", "--config", "b.toml",
    ];
    assert_snapshot!(home.see(&words), @r#"
    --
    a.toml:2:7: nodes.web-01.url has no port; supervisord's usual one is 9001
    a.toml:3:1: nodes.web-01.usr is not a known key; did you mean "user"?
    a.toml:5:2: pol is not a known key; did you mean "poll"?
    b.toml:1:8: the node web-01 stands at a.toml:1:8 already; names are unique over all files
    b.toml:3:1: nodes.web-01 has a password; none may stand in a config; leave it out for the keyring of your system, or name one of password_command = ["pass", "show", "…"], password_env = "…", password_file = "…"
    b.toml:6:9: environments.prod.nodes names what is no node: web-02; did you mean "web-01"?
    b.toml:7:13: environments.prod.protected is "yes"; expected true or false
    supdeck: the config has 7 mistakes; nothing was started
    -- exit 64
    "#);
}

#[test]
fn the_example_is_printed_and_passes_the_check() {
    let home = Home::new();
    let example = home.run(&["config", "example"]);
    assert_eq!(example.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&example.stdout),
        supdeck::config::EXAMPLE
    );
    home.write("example.toml", supdeck::config::EXAMPLE);
    let check = home.run(&["--config", "example.toml", "config", "check"]);
    assert_eq!(check.status.code(), Some(0));
}

#[test]
fn without_a_config_the_check_says_where_it_looked() {
    let home = Home::new();
    // Planted beside us, and never read.
    home.write("config.toml", "nonsense");
    home.write(".supdeck/config.toml", "nonsense");
    home.write("supdeck/config.toml", "nonsense");
    let relative = home
        .command(&["config", "check"])
        .env("XDG_CONFIG_HOME", ".")
        .output()
        .unwrap();
    assert_snapshot!(home.told(&relative), @r#"
    --
    supdeck: there is no config yet; looked for
      ~/.config/supdeck/config.toml
      /etc/supdeck/config.toml
    -- exit 64
    "#);
    home.write("else/supdeck/config.toml", "");
    let absolute = home
        .command(&["config", "check"])
        .env("XDG_CONFIG_HOME", home.path().join("else"))
        .output()
        .unwrap();
    assert_snapshot!(home.told(&absolute), @r#"
    The config is good: 0 nodes, 0 environments.
      ~/else/supdeck/config.toml
    --
    -- exit 0
    "#);
}

#[test]
fn wrong_usage_is_64_and_help_is_0() {
    let home = Home::new();
    for words in [&["--nonsense"][..], &["journal", "-n", "x"], &["config"]] {
        assert_eq!(home.run(words).status.code(), Some(64), "{words:?}");
    }
    let help = home.run(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&help.stdout).contains("supdeck demo"));
    assert_eq!(home.run(&["--version"]).status.code(), Some(0));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = Home::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = home
        .command(&["config", "example"])
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(home.told(&output), "--\n-- exit 0");
}

#[test]
fn a_full_disk_is_a_failure() {
    let full = Path::new("/dev/full");
    if full.exists() {
        let home = Home::new();
        let sink = fs::OpenOptions::new().write(true).open(full).unwrap();
        let output = home
            .command(&["config", "example"])
            .stdout(sink)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn an_import_prints_the_config_and_never_a_password() {
    let home = Home::new();
    home.write(
        "cesi.conf",
        "[node:a]\nhost = 127.0.0.1\nport = 9001\nusername = me\npassword = hunter2\n",
    );
    let told = home.see(&["import", "cesi.conf"]);
    assert!(told.starts_with("# Made by supdeck import."), "{told}");
    assert!(told.contains("[nodes.a]\nurl = \"http://127.0.0.1:9001\"\nuser = \"me\"\n"));
    assert!(!told.contains("hunter2"));
    assert_eq!(home.run(&["import", "gone"]).status.code(), Some(64));
}
