//! Every recorded answer reads as what it says, and no part of one reads as a whole.

use supdeck::model::{Fault, ProcessState};
use supdeck::rpc::{Answer, Call, DecodeError, Method, Supervisor, Value, decode, encode};

use super::{body, folder, recorded, transport};
use crate::support::fake::{Fake, Trouble};

/// Names of all answers of XML-RPC with status 200 and one document.
fn answers() -> Vec<String> {
    let twice = "deferred-unicode-keepalive-two-responses-desync.resp";
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "resp"))
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != twice)
        .filter(|name| {
            let bytes = recorded(name);
            let head = String::from_utf8_lossy(&bytes[..bytes.len() - body(&bytes).len()]);
            head.starts_with("HTTP/1.1 200") && head.contains("text/xml")
        })
        .collect();
    names.sort();
    assert!(names.len() > 90, "{} answers", names.len());
    names
}

fn value(name: &str) -> Value {
    match decode(body(&recorded(name))) {
        Ok(Answer::Value(value)) => value,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn every_recorded_answer_reads_as_what_its_name_says() {
    for name in answers() {
        let answer = decode(body(&recorded(&name)));
        match name
            .strip_prefix("fault-")
            .and_then(|rest| rest.split('-').next())
        {
            Some(code) => {
                let Ok(Answer::Fault(Fault { code: found, text })) = answer else {
                    panic!("{name}: {answer:?}");
                };
                assert_eq!(found.to_string(), code, "{name}");
                assert!(!text.is_empty(), "{name}");
            }
            None => assert!(matches!(answer, Ok(Answer::Value(_))), "{name}: {answer:?}"),
        }
    }
}

#[test]
fn a_cut_answer_is_cut_at_every_byte() {
    for name in answers() {
        let bytes = recorded(&name);
        let document = body(&bytes).trim_ascii_end();
        // Every byte of the small ones; of the big ones both ends, and some places between.
        let stride = if document.len() < 1000 {
            1
        } else {
            document.len() / 50
        };
        let end = if document.len() < 20_000 { 100 } else { 20 };
        let near = |at: usize| at < 300 || document.len() - at < end;
        for at in (0..document.len()).filter(|at| near(*at) || at % stride == 0) {
            assert_eq!(
                decode(&document[..at]),
                Err(DecodeError::Cut),
                "{name} at {at}"
            );
        }
        assert!(decode(document).is_ok(), "{name}");
    }
}

#[test]
fn logs_keep_every_byte() {
    let read = |name: &str| value(name).bytes().unwrap().to_vec();
    let all_controls: Vec<u8> = (0..0x20).chain([0x7f]).collect();
    let expected = [b"ctl:", all_controls.as_slice(), b":end\n"].concat();
    assert_eq!(read("log-read-allctl.resp"), expected);
    assert_eq!(
        read("log-read-crlf.resp"),
        b"line1\r\nline2\r\nprogress 1%\rprogress 2%\r\n"
    );
    assert_eq!(
        read("log-read-markup.resp"),
        b"a ]]> b & c < d > e &amp; &lt; <![CDATA[x]]> <?pi?> <!-- c --> \"q\" 's'\n"
    );
    assert_eq!(
        read("log-read-spaces.resp"),
        b"   leading and trailing   \n\n\n"
    );
    assert_eq!(read("log-read-empty.resp"), b"");
    assert!(String::from_utf8(read("log-read-emoji.resp")).is_ok());
    assert!(read("log-read-emoji.resp").ends_with("\u{ffff}FFFF \u{9b}C1\n".as_bytes()));
    assert_eq!(read("log-read-longline.resp").len(), 2048);
}

#[test]
fn before_4_0_invalid_utf_8_comes_through_as_it_is() {
    let tail = value("v3.3.5-log-tail-badutf8.resp");
    let items = tail.items().unwrap();
    assert_eq!(items[0].bytes().unwrap(), b"ok \xff\xfe \xe9\n");
    assert_eq!(items[1..], [Value::Int(8), Value::Bool(false)]);
}

#[test]
fn our_requests_are_the_recorded_ones() {
    let named = |method, name: &str| Call::new(method, vec![Value::from(name)]);
    let tail = |name: &str| {
        let params = vec![Value::from(name), Value::Int(0), Value::Int(200)];
        Call::new(Method::TailProcessStdoutLog, params)
    };
    let logs = ["h_ansi", "h_crlf", "h_emoji", "h_markup", "h_badutf8"];
    for (name, call) in [
        ("reloadConfig-nochange", Call::plain(Method::ReloadConfig)),
        (
            "getProcessInfo-unicode",
            named(Method::GetProcessInfo, "wörker-日本-🚀"),
        ),
        (
            "multicall-hostile-logs",
            Call::many(logs.map(tail).to_vec()),
        ),
        (
            "startProcess-nowait-ok",
            Call::new(
                Method::StartProcess,
                vec![Value::from("slowstart"), Value::Bool(false)],
            ),
        ),
    ] {
        let request = recorded(&format!("{name}.req"));
        assert_eq!(
            String::from_utf8(encode(&call)),
            String::from_utf8(body(&request).to_vec()),
            "{name}"
        );
    }
}

/// Plays a recording back over a real socket.
async fn playing(name: &str) -> Fake {
    let fake = Fake::new().trouble(Trouble::Raw(recorded(name))).listen();
    fake.await
}

#[tokio::test]
async fn a_recorded_process_list_reads_in_every_state() {
    let fake = playing("getAllProcessInfo-mixed-states.resp").await;
    let transport = transport(&fake);
    let processes = Supervisor::new(&transport, None).processes().await.unwrap();
    let states: Vec<_> = processes
        .iter()
        .map(|process| (process.id.name.raw(), process.state, process.pid.is_some()))
        .collect();
    assert_eq!(
        states,
        [
            ("alpha", ProcessState::Running, true),
            ("beta", ProcessState::Stopped, false),
            ("delta", ProcessState::Backoff, false),
            ("epsilon", ProcessState::Exited, false),
            ("eta", ProcessState::Stopping, true),
            ("gamma", ProcessState::Fatal, false),
            ("zeta", ProcessState::Starting, true),
        ]
    );
    let epsilon = &processes[3];
    assert_eq!(epsilon.exit_status, 3);
    assert_eq!(epsilon.spawn_error.raw(), b"Bad exit code 3");
    assert_eq!(processes[0].started.unwrap().as_second(), 1_795_191_256);
    assert_eq!(processes[0].stopped, None);
    assert_eq!(processes[0].uptime().unwrap().as_secs(), 5);
    assert_eq!(processes[1].started, None);
}

#[tokio::test]
async fn recorded_names_of_every_kind_stay_themselves() {
    let fake = playing("getAllProcessInfo-45-mixed-unicode-markup-names.resp").await;
    let transport = transport(&fake);
    let processes = Supervisor::new(&transport, None).processes().await.unwrap();
    let names: Vec<_> = processes
        .iter()
        .map(|process| process.id.name.raw())
        .collect();
    // The file's name says 45; it holds 44.
    assert_eq!(names.len(), 44);
    for name in ["a b:c/d", "odd&<name>%%41;?#x", "wörker-日本-🚀"] {
        assert!(names.contains(&name), "{name}");
    }
}

#[tokio::test]
async fn recorded_answers_of_3_3_read_as_well() {
    let fake = playing("v3.3.5-getAllProcessInfo.resp").await;
    let way = transport(&fake);
    assert_eq!(
        Supervisor::new(&way, None).processes().await.unwrap().len(),
        12
    );
    let fake = playing("v3.3.5-getAllConfigInfo.resp").await;
    let way = transport(&fake);
    let configs = Supervisor::new(&way, None).config_infos().await.unwrap();
    assert_eq!(configs.len(), 12);
    assert_eq!(configs[0].number("stopwaitsecs"), None);
    assert_eq!(configs[0].facts.len(), 4);
}

#[tokio::test]
async fn recorded_configs_tell_what_they_know() {
    let fake = playing("getAllConfigInfo.resp").await;
    let way = transport(&fake);
    let configs = Supervisor::new(&way, None).config_infos().await.unwrap();
    assert_eq!(configs.len(), 7);
    let alpha = &configs[0];
    assert_eq!(
        (alpha.group.as_str(), alpha.name.as_str()),
        ("alpha", "alpha")
    );
    assert_eq!(alpha.facts.len(), 27);
    assert_eq!(alpha.number("stopwaitsecs"), Some(10));
    let fact = |key: &str| {
        alpha
            .facts
            .iter()
            .find(|(name, _)| name == key)
            .unwrap()
            .1
            .raw()
    };
    assert_eq!(fact("command"), b"/bin/sleep 100000");
    assert_eq!(fact("autostart"), b"true");
    assert_eq!(fact("exitcodes"), b"0");
}

#[tokio::test]
async fn recorded_rereads_name_their_groups() {
    let fake = playing("reloadConfig-added-changed-removed.resp").await;
    let way = transport(&fake);
    let changes = Supervisor::new(&way, None).reread().await.unwrap();
    let raw = |names: &[supdeck::model::GroupName]| -> Vec<String> {
        names.iter().map(|name| name.raw().to_owned()).collect()
    };
    assert_eq!(raw(&changes.added), ["new1", "ng"]);
    assert_eq!(raw(&changes.changed), ["beta"]);
    assert_eq!(raw(&changes.removed), ["alpha"]);
    let fake = playing("reloadConfig-nochange.resp").await;
    let way = transport(&fake);
    assert!(
        Supervisor::new(&way, None)
            .reread()
            .await
            .unwrap()
            .is_empty()
    );
}
