//! `supdeck import` from outside: where the config goes, and where the passwords do not.

use std::path::Path;

use insta::assert_snapshot;

use crate::support::home::Home;

#[test]
fn the_config_goes_out_and_the_rest_is_told_beside_it() {
    let home = Home::new();
    home.write(
        "supervisor.php",
        "<?php $config['supervisor_servers'] = array(\n\
         'web 1' => array('url' => 'http://web1/RPC2', 'username' => 'ops', 'password' => 'cAnArY'),\n\
         'db' => ['url' => 'http://db/RPC2', 'port' => 9002],\n);",
    );
    assert_snapshot!(home.see(&["import", "supervisor.php"]), @r#"
    # Made by supdeck import. The passwords are not in here.

    [nodes.web-1]
    url = "http://web1:9001"
    user = "ops"
    allow_plaintext = true

    [nodes.db]
    url = "http://db:9002"
    --
    supdeck: the node "web 1" is called web-1 now
    supdeck: nodes whose password travels in clear over plain http, as before: 1; put TLS before supervisord and remove allow_plaintext
    supdeck: the password of web-1 (ops) was not kept: DBUS_SESSION_BUS_ADDRESS is unset
    -- exit 1
    "#);
}

#[test]
fn what_comes_out_of_every_format_is_a_config() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures");
    for (file, nodes) in [
        ("config/cesi/old.conf", 4),
        ("config/cesi/new.conf.toml", 3),
        ("imports/multivisor.conf", 4),
        ("imports/supervisor.php", 6),
        ("imports/hosts", 18),
        ("imports/inventory.yml", 17),
        ("imports/listed.json", 2),
        // Candidates, all of them switched off.
        ("imports/ssh_config", 0),
    ] {
        let home = Home::new();
        let path = fixtures.join(file);
        let made = home.run(&["import", path.to_str().unwrap()]);
        assert!(!made.stdout.is_empty(), "{file}");
        home.write("made.toml", &String::from_utf8(made.stdout).unwrap());
        let told = home.see(&["--config", "made.toml", "config", "check"]);
        let praise = format!("The config is good: {nodes} node");
        assert!(told.starts_with(&praise), "{file}: {told}");
    }
}

#[test]
fn what_a_file_is_can_be_said() {
    let home = Home::new();
    home.write("fleet.txt", "web[1:2] ansible_password=cAnArY\n");
    assert_snapshot!(home.see(&["import", "fleet.txt"]), @r#"
    --
    supdeck: fleet.txt: this looks like none of the files that can be imported; expected cesi, multivisor, supervisord-monitor, ansible, ssh; --from tells which it is
    -- exit 64
    "#);
    assert_snapshot!(home.see(&["import", "--from", "ansible", "fleet.txt"]), @r#"
    # Made by supdeck import. The passwords are not in here.
    #
    # The addresses are guesses: an inventory says how to reach hosts by SSH, not where supervisord
    # listens. Write the port of [inet_http_server].

    [nodes."web[1-2]"]
    url = "http://{node}:9001" # a guess
    --
    supdeck: The addresses are guesses: an inventory says how to reach hosts by SSH, not where supervisord listens. Write the port of [inet_http_server].
    -- exit 0
    "#);
    assert_snapshot!(home.see(&["import", "--from", "nagios", "fleet.txt"]), @r#"
    --
    error: invalid value 'nagios' for '--from <FORMAT>': expected cesi, multivisor, supervisord-monitor, ansible, ssh

    For more information, try '--help'.
    -- exit 64
    "#);
}

#[test]
fn a_mistake_is_told_with_its_file_and_line() {
    let home = Home::new();
    home.write(".ssh/config", "Host *\n");
    home.write("inventory/hosts", "[web]\nweb[1:x]\n");
    assert_snapshot!(home.see(&["import", ".ssh/config"]), @r#"
    --
    supdeck: .ssh/config: there is no node in it; expected Host lines with names that have no * and no ?
    -- exit 64
    "#);
    assert_snapshot!(home.see(&["import", "inventory/hosts"]), @r#"
    --
    supdeck: inventory/hosts: line 2: what stands in [] is no range; expected a range such as [01:50] or [a:f]
    -- exit 64
    "#);
    assert_snapshot!(home.see(&["import", "gone"]), @r#"
    --
    supdeck: gone: the file cannot be read: No such file or directory (os error 2)
    -- exit 64
    "#);
}
