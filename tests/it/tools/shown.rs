//! `supdeck config show`: every value with where it comes from, and no secret.

use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use supdeck::config::{self, Config};

use crate::support::home::Home;

#[test]
fn every_value_says_where_it_comes_from() {
    let home = Home::new();
    home.write(
        "fleet/web.toml",
        "[nodes.\"web[01-12]\"]\nurl = \"https://{node}.example.com/sup\"\nuser = \"deploy\"\n\
         credential = \"web\"\nlabels = { dc = \"fra1\", \"a.b\" = \"x\" }\n\n\
         [poll]\ninterval = \"5s\"\nease = 7\n",
    );
    home.write(
        "c.toml",
        "include = [\"fleet/*.toml\"]\n[poll]\ninterval = \"1m 30s\"\n\n[keys]\nrestart = \"R\"\n\n\
         [theme.roles]\nfatal = \"red bold\"\n\n\
         [nodes.\"db[1-2]\"]\nurl = \"http://{node}:9001\"\nuser = \"ops\"\nallow_plaintext = true\n\
         password_command = [\"pass\", \"show\", \"hunter2\"]\n\n\
         [nodes.one]\nurl = \"unix:///run/supervisor.sock\"\nuser = \"me\"\npassword_env = \"ONE\"\n\n\
         [environments.prod]\nnodes = \"@*!one\"\nprotected = true\n",
    );
    let told = home.see(&["config", "show", "--config", "c.toml"]);
    assert!(!told.contains("hunter2"), "{told}");
    assert_snapshot!(told, @r#"
    read_only = false                           # default

    [nodes."db[1-2]"]                           # c.toml:11
    url = "http://{node}:9001"
    user = "ops"
    password_command = ["pass", "…"]
    allow_plaintext = true

    [nodes.one]                                 # c.toml:17
    url = "unix:///run/supervisor.sock"
    user = "me"
    password_env = "ONE"

    [nodes."web[01-12]"]                        # fleet/web.toml:1
    url = "https://{node}.example.com:443/sup"
    user = "deploy"
    credential = "web"
    labels = { "a.b" = "x", dc = "fra1" }

    [environments.prod]                         # c.toml:22
    nodes = "db[1-2],web[01-12]"
    protected = true

    [poll]
    interval = "1m 30s"                         # c.toml:3
    ease = 7                                    # fleet/web.toml:9
    parallel = 64                               # default
    connect_timeout = "3s"                      # default
    answer_timeout = "10s"                      # default
    retry_first = "1s"                          # default
    retry_max = "30s"                           # default

    [confirm]
    limit = 5                                   # default
    restart_single = true                       # default

    [theme]
    name = "default"                            # default

    [theme.roles]
    fatal = "red bold"                          # c.toml:9

    [keys]
    restart = ["R"]                             # c.toml:6

    [log]
    lines = 50000                               # default
    bytes = 16777216                            # default

    [journal]
    path = "~/.local/state/supdeck/journal.jsonl" # default
    --
    -- exit 0
    "#);
}

#[test]
fn a_config_with_mistakes_is_not_shown() {
    let home = Home::new();
    home.write(
        "c.toml",
        "[nodes.a]\nurl = 'http://a:1'\npassword = 'hunter2'\n",
    );
    let told = home.see(&["config", "show", "--config", "c.toml"]);
    assert!(
        told.starts_with("--\nc.toml:3:1: ") && told.ends_with("-- exit 64"),
        "{told}"
    );
    assert!(!told.contains("hunter2"), "{told}");
}

/// The example shows every setting, so what it has and the verb leaves out was forgotten.
#[test]
fn every_setting_of_the_example_is_shown_with_its_line() {
    let mut table = "";
    let mut wanted = Vec::new();
    let mut text = String::new();
    for (number, line) in (1..).zip(config::EXAMPLE.lines()) {
        let value = line.strip_prefix('#').unwrap_or(line);
        table = line.strip_prefix('[').unwrap_or(table);
        let is_other = table.starts_with("nodes") || table.starts_with("environments");
        let (key, rest) = value.split_once(" = ").unwrap_or((value, ""));
        let is_setting = !rest.is_empty() && !key.contains([' ', '#', '"']);
        if is_setting && !is_other && key != "include" && !line.starts_with("# ") {
            wanted.push(format!("# example.toml:{number}"));
            text += value;
        } else if line.starts_with('[') && !is_other || value.starts_with("[theme.roles]") {
            text += value;
        }
        text += "\n";
    }
    let home = Home::new();
    home.write("example.toml", &text);
    let shown = home.see(&["config", "show", "--config", "example.toml"]);
    assert!(wanted.len() > 15, "{text}");
    for place in wanted {
        let is_there = shown.lines().any(|line| line.ends_with(&place));
        assert!(is_there, "{place}\n{text}\n{shown}");
    }
}

/// What is shown, read again, is the same config; its files and lines are others.
#[test]
fn what_is_shown_is_a_config_that_means_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/config/valid");
    let files = std::fs::read_dir(folder).unwrap();
    let files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    for file in files.into_iter().filter(|file| file.is_file()) {
        let config = Config::load(std::slice::from_ref(&file)).unwrap();
        let shown = config::show(&config, Path::new("/var/journal.jsonl")).join("\n");
        // Only the program of a command is shown, so another command is read.
        let again = Config::parse(Path::new("shown.toml"), &shown);
        let again = again.unwrap_or_else(|error| panic!("{error:?}\n{shown}"));
        let texts = [&config, &again].map(|config| {
            let entries: Vec<_> = config
                .roster
                .nodes()
                .map(|it| (&it.id, &it.endpoint, &it.user, &it.credential, &it.labels))
                .collect();
            format!("{entries:?}{:?}", config.roster.environments())
        });
        assert_eq!(texts[0], texts[1], "{}", file.display());
        let settings = |config: &Config| {
            let Config {
                poll,
                log,
                confirm,
                read_only,
                ..
            } = config;
            format!("{poll:?} {log:?} {confirm:?} {read_only}")
        };
        assert_eq!(settings(&config), settings(&again));
        assert_eq!(config.theme.name, again.theme.name);
        assert_eq!(config.keys.iter().count(), again.keys.iter().count());
    }
}
