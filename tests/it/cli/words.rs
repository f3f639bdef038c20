//! The words of the command line: what is refused, where it is pointed at, and what it means.

use insta::assert_snapshot;

use super::desk::{Desk, mutations};
use crate::support::fake::{Fake, Phase, Program};

/// Three nodes with the same programs, two of them in `prod`.
async fn three() -> (Desk, [Fake; 3]) {
    let node = || {
        Fake::new()
            .program(Program::new("cron"))
            .program(Program::new("api:web_00"))
            .program(Program::new("api:web_01"))
            .program(Program::new("api:worker").at(Phase::Stopped))
            .listen()
    };
    let fakes = [node().await, node().await, node().await];
    let mut desk = Desk::new();
    for (at, fake) in fakes.iter().enumerate() {
        desk = desk.fake(&format!("web{}", at + 1), fake);
    }
    let desk = desk
        .environment("prod", "web[1-2]", "")
        .environment("stage", "web3", "");
    (desk, fakes)
}

/// The processes a selection means, as `node/group:name`.
fn meant(desk: &Desk, words: &str) -> Vec<String> {
    let line = format!("status --format csv --columns node,process {words}");
    let out = desk.out(&line, 0);
    let mut rows: Vec<String> = out
        .lines()
        .skip(1)
        .map(|row| row.replace(',', "/"))
        .collect();
    rows.sort();
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_words_means_what_it_says() {
    let (desk, _fakes) = three().await;
    let cases = [
        ("cron on web1", "web1/cron"),
        ("cron on web1 on web3", "web1/cron web3/cron"),
        ("cron on web1,web3", "web1/cron web3/cron"),
        ("cron -n web[1-3],!web2", "web1/cron web3/cron"),
        ("cron -n web[1-3]&@stage", "web3/cron"),
        ("cron @stage", "web3/cron"),
        ("cron env:stage", "web3/cron"),
        (
            "api:* env:stage",
            "web3/api:web_00 web3/api:web_01 web3/api:worker",
        ),
        (
            "group:api env:stage",
            "web3/api:web_00 web3/api:web_01 web3/api:worker",
        ),
        ("api:web_* node:web3", "web3/api:web_00 web3/api:web_01"),
        ("web_01 on web3", "web3/api:web_01"),
        ("state:stopped on web3", "web3/api:worker"),
        ("/_0[0-9]$/ on web3", "web3/api:web_00 web3/api:web_01"),
        ("cron | web_00 on web3", "web3/api:web_00 web3/cron"),
        ("!api:* on web3", "web3/cron"),
        ("api:* !web_00 !state:stopped on web3", "web3/api:web_01"),
        ("cron !env:prod", "web3/cron"),
    ];
    for (words, expected) in cases {
        assert_eq!(meant(&desk, words).join(" "), expected, "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_is_a_whole_name_and_never_everything() {
    let (desk, fakes) = three().await;
    for words in ["web", "web_0", "api", "prod", "web1", "*"] {
        let told = desk.run(&format!("stop {words} --yes"));
        assert_eq!(told.code, 64, "{words}: {told:?}");
    }
    for words in ["", " -n web1", " @prod"] {
        let told = desk.run(&format!("stop{words} --yes"));
        assert!(
            told.err.contains("name what to stop, or say all"),
            "{told:?}"
        );
        assert_eq!(told.code, 64);
    }
    assert_eq!(fakes.iter().map(mutations).sum::<usize>(), 0);
    let hint = |words: &str| desk.run(&format!("stop {words} --yes")).err;
    assert!(hint("api").contains("there is a group of that name: api:*"));
    assert!(hint("web1").contains("there is a node of that name: all on web1"));
    assert!(hint("prod").contains("there is an environment of that name: env:prod"));
    assert!(hint("cron worker").contains("'a | b' takes both"));
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_shown_where_they_are() {
    let (desk, fakes) = three().await;
    let see = |line: &str| {
        let told = desk.run(line);
        assert_eq!((told.out.as_str(), told.code), ("", 64), "{line}");
        told.err
    };
    assert_snapshot!(see("restart cron on web1 web2"), @"
    supdeck: here on or with is expected: each takes one word, several nodes are one a,b
      cron on web1 web2
                   ^^^^
    ");
    assert_snapshot!(see("restart cron on"), @"
    supdeck: on wants nodes after it: node1,node2 or node[1-5] or node1,node[5-6]
      cron on
           ^^
    ");
    assert_snapshot!(see("restart cron on web1 with a with b"), @"
    supdeck: there is a with already: with a
      cron on web1 with a with b
                          ^^^^
    ");
    assert_snapshot!(see("restart cron on web1 with deply"), @"
    supdeck: no credential is called deply; it is the `credential` of a node in the config
      with deply
           ^^^^^
    ");
    assert_snapshot!(see("restart state:bd"), @"
    supdeck: no state begins with bd; known are bad, fatal, backoff, exited, unknown, nodata, stopping, starting, stopped, running, down, auth, asking, ok
      state:bd
      ^
    ");
    assert_snapshot!(see("restart cron -n web[1-"), @"
    supdeck: this [ has no closing ]
      web[1-
         ^
    ");
    assert_snapshot!(see("restart cron on web1,wb2"), @"
    supdeck: no node is called wb2; did you mean web2?
      web1,wb2
           ^
    ");
    assert_snapshot!(see("restart cron env:pro"), @"
    supdeck: no node of the config can have that; its environments are prod, stage
      cron env:pro
      ^
    ");
    assert_snapshot!(see("restart cron all"), @"
    supdeck: all stands alone, or it is not all
      cron all
           ^^^
    ");
    assert_snapshot!(see("run web1 cron stop nginx"), @"
    supdeck: the verb of this process is missing: they come in pairs
      web1 cron stop nginx
                     ^^^^^
    ");
    assert_snapshot!(see("run web1 cron halt"), @"
    supdeck: halt is no verb here; there are start, stop, restart, trystart, reload and status
      web1 cron halt
                ^^^^
    ");
    assert_eq!(
        fakes.iter().map(Fake::accepted).sum::<usize>(),
        0,
        "nobody was asked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_cannot_be_meant_is_not_asked() {
    let (desk, fakes) = three().await;
    assert_eq!(meant(&desk, "cron env:stage"), ["web3/cron"]);
    let asked: Vec<bool> = fakes.iter().map(|fake| fake.accepted() > 0).collect();
    assert_eq!(asked, [false, false, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_signs_in_as_others_do() {
    let fake = Fake::new()
        .program(Program::new("cron"))
        .password("deploy", "hunter2")
        .listen()
        .await;
    let desk = Desk::new();
    desk.home.write("password", "hunter2\n");
    std::os::unix::fs::chown(desk.home.path().join("password"), None, None).unwrap();
    restrict(&desk.home.path().join("password"));
    let endpoint = fake.endpoint();
    let password = desk.home.path().join("password");
    let desk = desk.text(&format!(
        "[nodes.a]\nurl = \"{endpoint}\"\n\
         [nodes.b]\nurl = \"http://127.0.0.1:1\"\nuser = \"deploy\"\ncredential = \"ci\"\n\
         password_file = \"{}\"\n",
        password.display()
    ));
    assert_eq!(desk.code("status on a"), 4, "it wants a password");
    assert_eq!(desk.code("status on a with ci"), 0);
    assert_eq!(desk.code("restart cron on a with ci --yes"), 0);
}

fn restrict(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
