//! `supdeck ping`: at which step each kind of trouble is found, and what is said about it.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::support::fake::{Fake, Program, Trouble};
use crate::support::home::Home;
use crate::support::real::{Program as RealProgram, Real};

/// A poll that gives up soon.
const POLL: &str = "[poll]\nconnect_timeout = \"1s\"\nanswer_timeout = \"2s\"\n";

/// What a node without an RPC interface says.
const NO_METHOD: &[u8] = b"<?xml version='1.0'?><methodResponse><fault><value><struct>\
    <member><name>faultCode</name><value><int>1</int></value></member>\
    <member><name>faultString</name><value><string>UNKNOWN_METHOD</string></value></member>\
    </struct></value></fault></methodResponse>";

/// A node, the step at which it is found wanting, and words of what is said and advised.
const TROUBLES: [(&str, &str, &str, &str); 12] = [
    (
        "wrong",
        "auth",
        "401 Unauthorized, user ops",
        "what password_file ",
    ),
    (
        "nobody",
        "auth",
        "401 Unauthorized, no user given",
        "write user = ",
    ),
    (
        "missing",
        "auth",
        "no password: password_env NONE is not set",
        "mend password_env NONE",
    ),
    ("silent", "http", "no answer in 2s", "supervisord hangs"),
    ("page", "api", "not XML-RPC", "login page of a proxy"),
    ("lost", "http", "HTTP 404 Not Found", "check port and path"),
    (
        "bare",
        "api",
        "fault 1: UNKNOWN_METHOD",
        "[rpcinterface:supervisor]",
    ),
    (
        "refused",
        "tcp",
        "connection refused by 127.0.0.1:",
        "[inet_http_server]",
    ),
    (
        "nowhere",
        "dns",
        "name not found: no-such-host.invalid",
        "check url and DNS",
    ),
    (
        "socket",
        "tcp",
        "socket /nowhere/supervisor.sock: ",
        "[unix_http_server]",
    ),
    ("plain", "tls", "TLS: ", "write http://"),
    ("clear", "dns", "name not found", "check url and DNS"),
];

/// A home with a config of these nodes, each a name and the rest of its table.
fn home(nodes: &[(&str, String)]) -> Home {
    let home = Home::new();
    let nodes = nodes.iter();
    let nodes: String = nodes.fold(String::new(), |text, (name, rest)| {
        text + &format!("[nodes.{name}]\n{rest}\n")
    });
    home.write("c.toml", &format!("{POLL}{nodes}"));
    for (file, password) in [("right", "c4n4ry"), ("wrong", "other")] {
        home.write(file, password);
        let mode = fs::Permissions::from_mode(0o600);
        fs::set_permissions(home.path().join(file), mode).unwrap();
    }
    home
}

fn url(fake: &Fake) -> String {
    format!("url = \"{}\"", fake.endpoint())
}

/// What ping finds, as JSON; its exit code comes first.
fn found(home: &Home) -> (i32, Value) {
    let output = home.run(&["--config", "c.toml", "ping", "--format", "json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("c4n4ry"), "{text}");
    (
        output.status.code().unwrap(),
        serde_json::from_str(&text).unwrap(),
    )
}

/// The step that failed, what was said of it, and what to do.
fn failure(all: &Value, name: &str) -> (String, String, String) {
    let nodes = all["nodes"].as_array().unwrap();
    let node = nodes.iter().find(|node| node["node"] == name).unwrap();
    let steps = node["steps"].as_array().unwrap();
    let failed: Vec<_> = steps
        .iter()
        .filter(|step| step["finding"] == "failed")
        .collect();
    assert_eq!(failed.len(), 1, "{node}");
    assert_eq!(node["well"], false);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (
        text(&failed[0]["step"]),
        text(&node["error"]),
        text(&node["fix"]),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_trouble_is_found_at_its_step() {
    let guarded = Fake::new().password("ops", "c4n4ry").listen().await;
    let fake = |trouble| Fake::new().trouble(trouble).listen();
    let silent = fake(Trouble::Silent).await;
    let page = fake(Trouble::html()).await;
    let lost = fake(Trouble::status("404 Not Found")).await;
    let bare = fake(Trouble::Body(NO_METHOD.to_vec())).await;
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let with = |file| {
        format!(
            "{}\nuser = \"ops\"\npassword_file = \"{file}\"",
            url(&guarded)
        )
    };
    let tls = guarded.endpoint().to_string().replace("http:", "https:");
    let home = home(&[
        ("good", with("right")),
        ("wrong", with("wrong")),
        ("nobody", url(&guarded)),
        (
            "missing",
            format!("{}\nuser = \"ops\"\npassword_env = \"NONE\"", url(&guarded)),
        ),
        ("silent", url(&silent)),
        ("page", url(&page)),
        ("lost", url(&lost)),
        ("bare", url(&bare)),
        ("refused", format!("url = \"http://127.0.0.1:{port}\"")),
        (
            "nowhere",
            "url = \"http://no-such-host.invalid:9001\"".to_owned(),
        ),
        (
            "socket",
            "url = \"unix:///nowhere/supervisor.sock\"".to_owned(),
        ),
        ("plain", format!("url = \"{tls}\"")),
        (
            "clear",
            "url = \"http://no-such-host.invalid:1\"\nuser = \"ops\"".to_owned(),
        ),
    ]);
    let (code, all) = found(&home);
    assert_eq!(code, 4);
    for (name, step, error, fix) in TROUBLES {
        let told = failure(&all, name);
        assert_eq!(told.0, step, "{name}: {told:?}");
        assert!(told.1.contains(error), "{name}: {told:?}");
        assert!(told.2.contains(fix), "{name}: {told:?}");
    }
    let nodes = all["nodes"].as_array().unwrap();
    let good = nodes.iter().find(|node| node["node"] == "good").unwrap();
    assert_eq!(
        (&good["well"], &good["error"]),
        (&true.into(), &Value::Null)
    );
    let findings = good["steps"].as_array().unwrap().iter();
    let findings: Vec<_> = findings
        .map(|step| step["finding"].as_str().unwrap())
        .collect();
    let expected = [
        "unneeded", "fine", "unneeded", "fine", "fine", "fine", "fine", "unneeded",
    ];
    assert_eq!(findings, expected, "no process carries the time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_odd_is_told_and_is_no_failure() {
    let old = Fake::new()
        .version("3.1.3")
        .program(Program::new("web"))
        .listen()
        .await;
    let home = home(&[("old", url(&old))]);
    let (code, all) = found(&home);
    assert_eq!(code, 0);
    let node = &all["nodes"][0];
    assert_eq!(node["well"], true);
    let remarks = node["remarks"].as_array().unwrap();
    assert!(
        remarks[0]
            .as_str()
            .unwrap()
            .starts_with("supervisor 3.1.3 cannot send signals")
    );
    let steps = node["steps"].as_array().unwrap();
    assert_eq!(steps[6]["finding"], "odd");
    assert_eq!(steps[6]["detail"], "3.1.3");
    assert_eq!(steps[7]["finding"], "fine", "{steps:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_trouble_is_said_once_for_all_nodes_that_have_it() {
    let lost = Fake::new()
        .trouble(Trouble::status("404 Not Found"))
        .listen()
        .await;
    let fine = Fake::new().listen().await;
    let home = home(&[
        ("web1", url(&lost)),
        ("db", url(&fine)),
        ("web2", url(&lost)),
    ]);
    let output = home.run(&["--config", "c.toml", "doctor"]);
    assert_eq!(output.status.code(), Some(4));
    let text = String::from_utf8(output.stdout).unwrap();
    let (table, told) = text.split_once("\n\n").unwrap();
    let heads: Vec<_> = table.lines().next().unwrap().split_whitespace().collect();
    let expected = [
        "NODE", "DNS", "TCP", "TLS", "HTTP", "AUTH", "API", "VERSION", "CLOCK",
    ];
    assert_eq!(heads, expected);
    assert!(table.lines().all(|line| line.len() <= 80), "{table}");
    assert!(
        table
            .lines()
            .skip(1)
            .all(|line| line.starts_with("db ") || line.contains("FAILED"))
    );
    let place = "configured at c.toml:4:8 and 1 more";
    assert!(
        told.starts_with("web[1-2]: HTTP 404 Not Found\n  no /RPC2 there"),
        "{told}"
    );
    assert!(told.trim_end().ends_with(place), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scripts_have_their_formats() {
    let fine = Fake::new().listen().await;
    let home = home(&[("a", url(&fine)), ("b", url(&fine))]);
    let told = |words: &[&str]| {
        let words = [&["--config", "c.toml", "ping"], words].concat();
        String::from_utf8(home.run(&words).stdout).unwrap()
    };
    let lines = told(&["a", "--format", "jsonl"]);
    let line: Value = serde_json::from_str(lines.trim()).unwrap();
    assert_eq!(
        (&line["kind"], &line["node"]),
        (&"ping".into(), &"a".into())
    );
    let csv = told(&["--format", "csv"]);
    let head = "node,well,dns,tcp,tls,http,auth,api,version,clock,error,fix,configured_at,remarks";
    assert_eq!(csv.lines().next(), Some(head));
    assert_eq!(csv.lines().count(), 3);
    let plain = told(&["a", "--format", "plain"]);
    assert!(
        plain.starts_with("node: a\nurl: http://127.0.0.1:"),
        "{plain}"
    );
    assert!(!plain.ends_with("\n\n"), "{plain:?}");
    assert!(
        plain.contains("\napi: fine\nversion: fine, 4.3.0\n"),
        "{plain}"
    );
    let ctl = home.see(&["--config", "c.toml", "ping", "--format", "ctl"]);
    assert!(ctl.ends_with("-- exit 64"), "{ctl}");
    let stranger = home.see(&["--config", "c.toml", "ping", "c"]);
    assert!(stranger.contains("no node is called c") && stranger.ends_with("exit 64"));
}

#[test]
fn a_real_supervisord_is_well_until_it_is_frozen() {
    let real = Real::builder()
        .program(RealProgram::new("cat", "cat"))
        .login("ops", "c4n4ry")
        .start();
    let url = format!(
        "url = \"{}\"\nuser = \"ops\"\npassword_file = \"right\"",
        real.endpoint()
    );
    let home = home(&[("real", url)]);
    let (code, all) = found(&home);
    assert_eq!(code, 0, "{all}");
    let steps = all["nodes"][0]["steps"].as_array().unwrap();
    assert_eq!(steps[6]["detail"], "4.3.0");
    assert!(steps[3]["ms"].as_u64().is_some(), "{steps:?}");
    assert_eq!(steps[7]["finding"], "fine", "{steps:?}");
    real.freeze();
    let (code, all) = found(&home);
    real.thaw();
    assert_eq!(code, 4);
    assert_eq!(failure(&all, "real").0, "http");
}
