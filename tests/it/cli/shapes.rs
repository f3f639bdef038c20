//! The shapes of JSON: what scripts rely on.

use insta::assert_snapshot;

use super::desk::Desk;
use crate::support::fake::{Fake, Phase, Program};

/// A document without what differs from run to run.
fn still(text: &str) -> String {
    let cases = [
        (r#""\d{4}-\d\d-\d\dT[0-9:.]+Z""#, r#""TIME""#),
        (r#"("answer_ms"): \d+"#, "$1: 0"),
        (r#"("seconds"): [0-9.]+"#, "$1: 0.0"),
        (r#"("seconds_in_state"): \d+"#, "$1: 0"),
        (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
        (r"after \d\.\ds", "after 0.0s"),
    ];
    cases.iter().fold(text.to_owned(), |text, (pattern, by)| {
        let pattern = regex::Regex::new(pattern).unwrap();
        pattern.replace_all(&text, *by).into_owned()
    })
}

async fn fleet() -> (Desk, Fake) {
    let fake = Fake::new()
        .program(Program::new("api:w\u{f6}rker"))
        .program(
            Program::new("batch")
                .at(Phase::Fatal)
                .spawn_error("no such command"),
        )
        .listen()
        .await;
    let desk = Desk::new()
        .fake("n1", &fake)
        .absent("n2")
        .environment("prod", "n1", "protected = true")
        .environment("all", "n[1-2]", "");
    (desk, fake)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_status() {
    let (desk, _fake) = fleet().await;
    let out = desk.out("status --format json", 4);
    assert_snapshot!(still(&out), @r#"
    {
      "at": "TIME",
      "nodes": [
        {
          "node": "n1",
          "url": "http://127.0.0.1:PORT",
          "environments": [
            "prod",
            "all"
          ],
          "link": "up",
          "error": null,
          "advice": null,
          "version": "4.3.0",
          "identification": "supervisor",
          "pid": 4242,
          "answer_ms": 0,
          "processes": 2,
          "bad": 1
        },
        {
          "node": "n2",
          "url": "http://127.0.0.1:PORT",
          "environments": [
            "all"
          ],
          "link": "down",
          "error": "connection refused by 127.0.0.1:PORT",
          "advice": "the host answers, nobody listens on that port: is supervisord running, is [inet_http_server] on?",
          "version": null,
          "identification": null,
          "pid": null,
          "answer_ms": null,
          "processes": 0,
          "bad": 0
        }
      ],
      "processes": [
        {
          "node": "n1",
          "group": "api",
          "name": "w\u00f6rker",
          "environments": [
            "prod",
            "all"
          ],
          "state": "RUNNING",
          "bad": false,
          "pid": 5001,
          "seconds_in_state": 0,
          "exit_status": null,
          "started": "TIME",
          "stopped": null,
          "reason": ""
        },
        {
          "node": "n1",
          "group": "batch",
          "name": "batch",
          "environments": [
            "prod",
            "all"
          ],
          "state": "FATAL",
          "bad": true,
          "pid": null,
          "seconds_in_state": 0,
          "exit_status": 0,
          "started": "TIME",
          "stopped": "TIME",
          "reason": "no such command"
        }
      ]
    }
    "#);
    let lines = desk.out("status --format jsonl", 4);
    let kinds: Vec<String> = lines.lines().map(kind).collect();
    assert_eq!(kinds, ["node", "node", "process", "process"]);
}

fn kind(line: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    value["kind"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_environments_and_groups() {
    let (desk, _fake) = fleet().await;
    assert_snapshot!(still(&desk.out("status --of envs --format json", 4)), @r#"
    {
      "at": "TIME",
      "environments": [
        {
          "environment": "prod",
          "nodes": 1,
          "answering": 1,
          "protected": true,
          "read_only": false,
          "processes": 2,
          "running": 1,
          "backoff": 0,
          "failed": 1,
          "stopped": 0,
          "moving": 0,
          "no_data": 0
        },
        {
          "environment": "all",
          "nodes": 2,
          "answering": 1,
          "protected": false,
          "read_only": false,
          "processes": 2,
          "running": 1,
          "backoff": 0,
          "failed": 1,
          "stopped": 0,
          "moving": 0,
          "no_data": 0
        }
      ]
    }
    "#);
    assert_snapshot!(still(&desk.out("status --of groups --format json", 4)), @r#"
    {
      "at": "TIME",
      "groups": [
        {
          "group": "batch",
          "nodes": 1,
          "environments": [
            "prod",
            "all"
          ],
          "processes": 1,
          "running": 0,
          "backoff": 0,
          "failed": 1,
          "stopped": 0,
          "moving": 0,
          "no_data": 0
        },
        {
          "group": "api",
          "nodes": 1,
          "environments": [
            "prod",
            "all"
          ],
          "processes": 1,
          "running": 1,
          "backoff": 0,
          "failed": 0,
          "stopped": 0,
          "moving": 0,
          "no_data": 0
        }
      ]
    }
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_run() {
    let (desk, _fake) = fleet().await;
    let line = "stop batch | api:* --yes --env-confirm prod --format json";
    assert_snapshot!(still(&desk.out(line, 4)), @r#"
    {
      "began": "TIME",
      "ended": "TIME",
      "exit": 4,
      "outcomes": [
        {
          "node": "n1",
          "group": "batch",
          "name": "batch",
          "action": "stop",
          "class": "ok",
          "changed": false,
          "words": "already FATAL",
          "state": "FATAL",
          "fault": null,
          "seconds": null
        },
        {
          "node": "n1",
          "group": "api",
          "name": "w\u00f6rker",
          "action": "stop",
          "class": "ok",
          "changed": true,
          "words": "STOPPED after 0.0s",
          "state": "STOPPED",
          "fault": null,
          "seconds": 0.0
        }
      ],
      "recap": [
        {
          "node": "n1",
          "ok": 2,
          "changed": 1,
          "failed": 0,
          "lost": 0,
          "skipped": 0,
          "cancelled": 0,
          "unreachable": false
        },
        {
          "node": "n2",
          "ok": 0,
          "changed": 0,
          "failed": 0,
          "lost": 0,
          "skipped": 0,
          "cancelled": 0,
          "unreachable": true
        }
      ],
      "unreachable": [
        {
          "node": "n2",
          "error": "connection refused by 127.0.0.1:PORT"
        }
      ]
    }
    "#);
    let lines = desk.out("start api:* --yes --env-confirm prod --format jsonl", 4);
    let kinds: Vec<String> = lines.lines().map(kind).collect();
    assert_eq!(kinds, ["outcome", "unreachable", "recap", "recap"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_info_and_reread() {
    let fake = Fake::new()
        .program(Program::new("api"))
        .changes(&["new"], &["api"], &[])
        .listen()
        .await;
    let desk = Desk::new()
        .fake("n1", &fake)
        .text("labels = { dc = \"fra1\" }\n");
    assert_snapshot!(still(&desk.out("info n1 --format json", 0)), @r#"
    [
      {
        "node": "n1",
        "url": "http://127.0.0.1:PORT",
        "environments": [],
        "link": "up",
        "error": null,
        "advice": null,
        "version": "4.3.0",
        "identification": "supervisor",
        "pid": 4242,
        "answer_ms": 0,
        "processes": 1,
        "bad": 0,
        "labels": {
          "dc": "fra1"
        },
        "user": null,
        "credential_source": null,
        "clock_ahead_seconds": 0
      }
    ]
    "#);
    assert_snapshot!(still(&desk.out("reread n1 --format json", 0)), @r#"
    [
      {
        "node": "n1",
        "added": [
          "new"
        ],
        "changed": [
          "api"
        ],
        "removed": []
      }
    ]
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kept_result_is_the_document_that_was_printed() {
    use std::os::unix::fs::PermissionsExt;
    let (desk, _fake) = fleet().await;
    let out = desk.out("stop api:* -n n1 --yes --env-confirm prod --format json", 0);
    let folder = desk.home.path().join(".local/state/supdeck/runs");
    let kept: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    let [only] = kept.as_slice() else {
        panic!("one file a run: {kept:?}");
    };
    assert_eq!(std::fs::read_to_string(only).unwrap(), out);
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(only), mode(&folder)), (0o600, 0o700));
    let name = only.file_name().unwrap().to_str().unwrap();
    assert!(name.contains("Z-stop-") && !name.contains(':'), "{name}");
}
