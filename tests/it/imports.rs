//! Files of other tools, as they are found in the field, made into configs of ours.

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use supdeck::config::{self, Config, Format, Imported};
use tempfile::TempDir;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/fixtures/imports")
        .join(name)
}

/// What a fixture becomes: a valid config without a password, and what is said about it.
fn see(name: &str) -> String {
    let imported = config::import(&fixture(name)).unwrap();
    checked(&imported);
    format!("{}--\n{}", imported.toml, imported.notes.join("\n"))
}

fn checked(imported: &Imported) -> Config {
    let words = format!(
        "{}{}{:?}",
        imported.toml,
        imported.notes.concat(),
        imported.passwords
    );
    assert!(
        !words.contains("cAnA") && !words.contains("hunter2"),
        "{words}"
    );
    Config::parse(Path::new("import"), &imported.toml).unwrap()
}

/// What is said of a text that cannot be imported, as the file of that name.
fn refused(name: &str, text: &str) -> String {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    config::import(&path).unwrap_err().to_string()
}

#[test]
fn multivisor_names_hosts_and_ports_of_its_own() {
    assert_snapshot!(see("multivisor.conf"), @r#"
    # Made by supdeck import. The passwords are not in here.
    #
    # The ports are guesses: multivisor.conf names those of its own plug-in, which we do not talk to.
    # Write the port of [inet_http_server] instead.

    [nodes.lid001]
    url = "http://localhost:9001" # a guess

    [nodes.lid002]
    url = "http://[fd00::2]:9001" # a guess

    [nodes.baslid001]
    url = "http://baslid001:9001" # a guess

    [nodes.gallery-1]
    url = "http://gallery.example.com:9001" # a guess
    --
    [global] is the web server's own and was left out
    the node "gallery 1" is called gallery-1 now
    The ports are guesses: multivisor.conf names those of its own plug-in, which we do not talk to. Write the port of [inet_http_server] instead.
    "#);
}

#[test]
fn the_array_of_supervisord_monitor_is_read_without_php() {
    assert_snapshot!(see("supervisor.php"), @r#"
    # Made by supdeck import. The passwords are not in here.

    [nodes."server[01-02]"]
    url = "http://{node}.app:9001"
    user = "ops"
    credential = "supervisord-monitor-ops"
    allow_plaintext = true

    [nodes."10.1.0.60-demo-project-b"]
    url = "http://10.1.0.60:29001"

    [nodes.in-the-url]
    url = "https://front.example.com:443/sup"
    user = "me"

    [nodes.from-outside]
    url = "http://127.0.0.1:9002"
    user = "ops"

    [nodes.late]
    url = "http://late.app:9001"
    --
    the server "from outside" computes its password, which was left out
    the node "10.1.0.60:demo-project-b" is called 10.1.0.60-demo-project-b now
    the node "in the url" is called in-the-url now
    the node "from outside" is called from-outside now
    nodes whose password travels in clear over plain http, as before: 2; put TLS before supervisord and remove allow_plaintext
    "#);
    let imported = config::import(&fixture("supervisor.php")).unwrap();
    let kept = imported.passwords.iter();
    let kept: Vec<_> = kept
        .map(|it| (it.credential.as_str(), it.password.as_str()))
        .collect();
    let expected = [
        ("supervisord-monitor-ops", "cAnA'rY#1"),
        ("in-the-url", "cAnArY#2"),
    ];
    assert_eq!(kept, expected);
}

#[test]
fn an_ini_inventory_becomes_nodes_and_environments() {
    assert_snapshot!(see("hosts"), @r#"
    # Made by supdeck import. The passwords are not in here.
    #
    # The addresses are guesses: an inventory says how to reach hosts by SSH, not where supervisord
    # listens. Write the port of [inet_http_server].

    [nodes."mail.example.com"]
    url = "http://mail.example.com:9001" # a guess

    [nodes."web[01-12].example.com"]
    url = "http://{node}:9001" # a guess

    [nodes.db-a]
    url = "http://db-a:9001" # a guess

    [nodes.db-b]
    url = "http://db-b:9001" # a guess

    [nodes.db-c]
    url = "http://db-c:9001" # a guess

    [nodes."10.0.1.9"]
    url = "http://10.0.1.9:9001" # a guess

    [nodes."web99.example.com"]
    url = "http://10.0.0.99:9001" # a guess

    [environments.web]
    nodes = "web[01-12,99].example.com"

    [environments.db]
    nodes = "db-a,db-b,db-c,10.0.1.9"

    [environments.prod]
    nodes = "web[01-12,99].example.com,db-a,db-b,db-c,10.0.1.9"
    --
    the node broken was left out: its address has '{' in its host
    the environment "db" names "broken", which is no node; it was left out
    the environment "prod" names "broken", which is no node; it was left out
    The addresses are guesses: an inventory says how to reach hosts by SSH, not where supervisord listens. Write the port of [inet_http_server].
    "#);
}

#[test]
fn a_yaml_inventory_becomes_nodes_and_environments() {
    assert_snapshot!(see("inventory.yml"), @r#"
    # Made by supdeck import. The passwords are not in here.
    #
    # The addresses are guesses: an inventory says how to reach hosts by SSH, not where supervisord
    # listens. Write the port of [inet_http_server].

    [nodes."mail.example.com"]
    url = "http://mail.example.com:9001" # a guess

    [nodes."web[01-12].example.com"]
    url = "http://{node}:9001" # a guess

    [nodes.db-a]
    url = "http://db-a:9001" # a guess

    [nodes.db-b]
    url = "http://db-b:9001" # a guess

    [nodes.db-c]
    url = "http://db-c:9001" # a guess

    [nodes."web99.example.com"]
    url = "http://10.0.0.99:9001" # a guess

    [environments.web]
    nodes = "web[01-12,99].example.com"

    [environments.prod]
    nodes = "web[01-12,99].example.com,db-a,db-b,db-c"

    [environments.db]
    nodes = "db-a,db-b,db-c"
    --
    The addresses are guesses: an inventory says how to reach hosts by SSH, not where supervisord listens. Write the port of [inet_http_server].
    "#);
}

#[test]
fn the_json_that_ansible_prints_is_an_inventory_too() {
    let imported = config::import_from(&fixture("listed.json"), Format::Ansible).unwrap();
    checked(&imported);
    assert_snapshot!(imported.toml, @r#"
    # Made by supdeck import. The passwords are not in here.
    #
    # The addresses are guesses: an inventory says how to reach hosts by SSH, not where supervisord
    # listens. Write the port of [inet_http_server].

    [nodes.web1]
    url = "http://10.0.0.1:9001" # a guess

    [nodes.web2]
    url = "http://web2:9001" # a guess

    [environments.web]
    nodes = "web[1-2]"
    "#);
}

#[test]
fn hosts_of_ssh_are_candidates() {
    assert_snapshot!(see("ssh_config"), @r#"
    # Made by supdeck import. The passwords are not in here.
    #
    # Candidates: nothing in an SSH config says where a supervisord is.
    # Take the # away before those that have one, and write its port.

    #[nodes.bastion]
    #url = "http://bastion.example.com:9001" # a guess

    #[nodes."web-[01-02]"]
    #url = "http://{node}.internal.example.com:9001" # a guess

    #[nodes.db-1]
    #url = "http://10.0.0.5:9001" # a guess

    #[nodes.db-2]
    #url = "http://10.0.0.5:9001" # a guess

    #[nodes.plain]
    #url = "http://plain:9001" # a guess
    --
    the files it includes were not read; import each of them
    the node "db 1" is called db-1 now
    these nodes have the same address, http://10.0.0.5:9001: db-[1-2]
    Candidates: nothing in an SSH config says where a supervisord is. Take the # away before those that have one, and write its port.
    "#);
    let imported = config::import(&fixture("ssh_config")).unwrap();
    assert_eq!(checked(&imported).roster.nodes().len(), 0);
    let taken = imported.toml.lines().filter(|line| !line.starts_with("# "));
    let taken: Vec<_> = taken.map(|line| line.trim_start_matches('#')).collect();
    let config = Config::parse(Path::new("import"), &taken.join("\n")).unwrap();
    assert_eq!(config.roster.nodes().len(), 6);
}

#[test]
fn mistakes_are_told_with_their_line_and_never_quoted() {
    for (name, text, expected) in [
        ("multivisor.conf", "[supervisor:a]\nurl hunter2\n", "line "),
        (
            "supervisor.php",
            "<?php\n$config['supervisor_servers'] = array(\n'a' => array(\n'port' => '9001'\n'password' => 'hunter2'));",
            "line 5: a value follows right after another; expected a comma between them",
        ),
        (
            "supervisor.php",
            "<?php\n\n$config['supervisor_servers'] = load('hunter2');",
            "line 3: the array of servers is computed, and nothing is run here; expected array('name' => array('url' => '…', 'port' => '…'))",
        ),
        (
            "supervisor.php",
            "<?php $config['refresh'] = 10;",
            "there is no node in it; expected $config['supervisor_servers'] = array('name' => array('url' => …))",
        ),
        (
            "hosts",
            "[web]\nweb[1:3\n",
            "line 2: a [ has no closing ]; expected a range such as [01:50] or [a:f]",
        ),
        (
            "hosts",
            "a\nweb[1:9999999]\n",
            "line 2: there are too many hosts; expected at most 20000 of them",
        ),
        (
            "hosts",
            "[web:kids]\na\n",
            "line 1: this is no section of an inventory; expected [group], [group:children] or [group:vars]",
        ),
        (
            "i.yaml",
            "web:\n  hosts: {a: }\n  hosst: {b: hunter2}\n",
            "line 3: a group has a key that no group has; expected hosts, children or vars",
        ),
        ("i.yaml", "web:\n  hosts:\n    a: [hunter2\n", "line "),
        (
            "i.yaml",
            "- hosts: web\n",
            "line 1: this is no inventory; expected groups, such as web: with hosts: below it",
        ),
        (
            "ssh_config",
            "Host *\n  HostName x\n",
            "there is no node in it; expected Host lines with names that have no * and no ?",
        ),
        (
            "supervisord.conf",
            "[supervisord]\nlogfile=/tmp/x\n",
            "this looks like none of the files that can be imported; expected cesi, multivisor, supervisord-monitor, ansible, ssh; --from tells which it is",
        ),
        (
            "notes.txt",
            "hunter2",
            "this looks like none of the files that can be imported; ",
        ),
    ] {
        let told = refused(name, text);
        assert!(told.starts_with(expected), "{name}: {told}");
        assert!(!told.contains("hunter2"), "{told}");
    }
}

/// What such files are made of, and what they are not.
const PIECES: &str = "\n|\n  |\n    |[a-z]{1,3}|\\[[a-z:]{0,6}\\]|:|: |=|#|'|\"|\\{|\\}|\\[1:[0-9]{1,9}\\]|hosts:|children:|Host |\
    \\[supervisor:[a-z ]{0,4}\\]\n|url=[a-z0-9:/.]{0,9}|\\$config\\['supervisor_servers'\\] = |array\\(|\\)|=>|,|;|\
    ansible_host=[a-z0-9.]{0,6}|HostName |\\PC{0,4}";

proptest::proptest! {
    #[test]
    fn whatever_is_imported_is_a_valid_config(
        pieces in proptest::collection::vec(PIECES, 0..40),
        format in proptest::sample::select(&Format::ALL[..]),
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("any");
        fs::write(&path, pieces.concat()).unwrap();
        if let Ok(imported) = config::import_from(&path, format) {
            let config = Config::parse(Path::new("import"), &imported.toml);
            proptest::prop_assert!(config.is_ok(), "{config:?}\n{}", imported.toml);
        }
        let _ = config::import(&path);
    }
}
