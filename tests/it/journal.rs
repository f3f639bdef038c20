//! The journal as a file: several writers, hostile text, huge files, and places it cannot live in.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use jiff::{Timestamp, Zoned};
use supdeck::journal::{Counts, Denial, Entry, Journal, JournalError, Kept, Kind, Who, tail};
use supdeck::model::{
    Action, EnvironmentName, LinkError, NodeId, Outcome, OutcomeClass, ProcessId, ProcessState,
    Reached, Signal, SkipReason, Subject,
};
use tempfile::TempDir;

/// Where the writers of the test below find the journal.
const SHARED: &str = "SUPDECK_TEST_JOURNAL";
const WRITERS: usize = 4;
const RECORDS: usize = 2_000;

fn who() -> Who {
    Who {
        user: "ali".into(),
        sudo_user: None,
        ssh_client: Some("192.0.2.7".into()),
        pid: 4711,
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn place() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state/supdeck/journal.jsonl");
    (directory, path)
}

fn operated(group: &str, name: &str, action: Action, outcome: Outcome) -> Entry {
    Entry::Operated {
        run: 41,
        action,
        subject: Subject::Process(ProcessId::new(&NodeId::new("stg-02"), group, name)),
        outcome,
        took: Duration::from_millis(11_523),
    }
}

fn running() -> Outcome {
    Outcome::Done(Reached {
        state: Some(ProcessState::Running),
        up_after: Some(Duration::from_millis(10_400)),
        ..Reached::default()
    })
}

/// Every line the entry leads to, in file order.
fn lines_of(entries: &[Entry]) -> Vec<String> {
    let (_directory, path) = place();
    let journal = Journal::open(&path, who()).unwrap();
    let now: Zoned = "2026-07-12T12:00:00[UTC]".parse().unwrap();
    for entry in entries {
        journal
            .append(at("2026-07-12T11:58:02.123456Z"), entry)
            .unwrap();
    }
    let found = tail(&path, entries.len()).unwrap();
    assert_eq!(found.skipped, 0);
    found
        .records
        .iter()
        .map(|record| record.line(&now).into_string())
        .collect()
}

#[test]
fn a_line_says_who_did_what_and_how_it_ended() {
    let down = Outcome::Skipped(SkipReason::WasDown(ProcessState::Stopped));
    let lost = Outcome::Lost {
        error: LinkError::TimedOut {
            layer: supdeck::model::Layer::Answer,
            after: Duration::from_secs(5),
        },
    };
    let hup = Action::Signal(Signal::Hup);
    let lines = lines_of(&[
        operated("api", "web_02", Action::Restart, running()),
        operated("cron", "cron", Action::Stop, lost),
        operated("cron", "cron", Action::Restart, down),
        operated("cron", "cron", hup, Outcome::Done(Reached::default())),
        Entry::Operated {
            run: 42,
            action: Action::RestartSupervisor,
            subject: Subject::Node(NodeId::new("stg-02")),
            outcome: Outcome::Done(Reached::default()),
            took: Duration::ZERO,
        },
    ]);
    assert_eq!(
        lines,
        [
            "11:58:02 ali restarted api:web_02 on stg-02: RUNNING after 10.4s",
            "11:58:02 ali tried to stop cron on stg-02: sent, then no answer in 5s",
            "11:58:02 ali did not restart cron on stg-02: was STOPPED at its turn, left alone",
            "11:58:02 ali sent HUP to cron on stg-02: done",
            "11:58:02 ali restarted supervisord on stg-02: done",
        ]
    );
}

#[test]
fn sessions_batches_sign_ins_and_refusals_have_lines_too() {
    use OutcomeClass::{Failed, Ok, Skipped};
    let node = NodeId::new("dev-03");
    let user = Some("deploy".to_owned());
    let counts: Counts = [Ok, Ok, Failed, Skipped].into_iter().collect();
    let prod = Denial::ReadOnlyEnvironment(EnvironmentName::new("prod"));
    let (action, took) = (Action::Stop, Duration::from_secs(3));
    let lines = lines_of(&[
        Entry::SessionBegan,
        Entry::RunBegan {
            run: 7,
            action,
            targets: 4,
        },
        Entry::RunEnded {
            run: 7,
            action,
            counts,
            took,
        },
        Entry::SignedIn {
            node: node.clone(),
            login: "deploy".into(),
            kept: Kept::Keyring,
        },
        Entry::SignInRefused {
            node,
            login: None,
            error: LinkError::Unauthorized { user },
        },
        Entry::Denied {
            action: Action::ClearLogs,
            targets: 1,
            denial: prod,
        },
        Entry::SessionEnded,
    ]);
    assert_eq!(
        lines,
        [
            "11:58:02 ali opened the console",
            "11:58:02 ali began batch #7, stop 4 targets",
            "11:58:02 ali finished batch #7, stop 4 targets: ok 2, failed 1, skipped 1",
            "11:58:02 ali signed in to dev-03 as deploy: password kept in the keyring",
            "11:58:02 ali could not sign in to dev-03: 401 Unauthorized, user deploy",
            "11:58:02 ali may not clear the logs of 1 target: environment prod is read-only",
            "11:58:02 ali closed the console",
        ]
    );
}

#[test]
fn a_line_of_another_day_has_its_date_and_sudo_shows_the_person() {
    let (_directory, path) = place();
    let who = Who {
        user: "root".into(),
        sudo_user: Some("ali".into()),
        ..who()
    };
    let journal = Journal::open(&path, who).unwrap();
    journal
        .append(at("2026-07-11T22:30:00Z"), &Entry::SessionBegan)
        .unwrap();
    let record = tail(&path, 1).unwrap().records.remove(0);
    let line = |now: &str| record.line(&now.parse().unwrap()).into_string();
    let there = "2026-07-12T08:00:00[Europe/Istanbul]";
    assert_eq!(line(there), "01:30:00 ali (as root) opened the console");
    let here = "2026-07-12T08:00:00[UTC]";
    assert_eq!(
        line(here),
        "2026-07-11 22:30:00 ali (as root) opened the console"
    );
}

#[test]
fn the_file_is_json_lines_with_a_stable_shape() {
    let (_directory, path) = place();
    let journal = Journal::open(&path, who()).unwrap();
    let entry = operated("api", "web_02", Action::Restart, running());
    journal.append(at("2026-07-12T11:58:02Z"), &entry).unwrap();
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        concat!(
            r#"{"at":"2026-07-12T11:58:02.000Z","user":"ali","ssh_client":"192.0.2.7","pid":4711,"#,
            r#""kind":"operated","run":41,"action":"restart","node":"stg-02","#,
            r#""target":"api:web_02","#,
            r#""outcome":{"class":"ok","words":"RUNNING after 10.4s"},"duration_ms":11523}"#,
            "\n"
        )
    );
}

#[test]
fn only_its_owner_may_read_it() {
    let (_directory, path) = place();
    drop(Journal::open(&path, who()).unwrap());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);

    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    drop(Journal::open(&path, who()).unwrap());
    assert_eq!(mode(&path), 0o600, "one that was too open is closed");
}

#[test]
fn hostile_names_stay_text() {
    let (_directory, path) = place();
    let journal = Journal::open(
        &path,
        Who {
            user: "a\nb\u{9b}".into(),
            ..who()
        },
    )
    .unwrap();
    let reason = "\u{1b}]0;x\u{7}\r\n{\"at\":1}\u{202e}".into();
    let failed = Outcome::Failed {
        state: ProcessState::Fatal,
        reason,
    };
    let long = "x".repeat(1_000_000);
    for name in ["\u{85}\u{2028}\0\u{7f}\"\\", "ünï-漢字-🚀", long.as_str()] {
        let entry = operated("g", name, Action::Start, failed.clone());
        journal.append(at("2026-07-12T11:58:02Z"), &entry).unwrap();
    }
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.len() < 8_000, "long names are cut");
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.lines().count(), 3);
    let acts = |c: char| (c.is_control() && c != '\n') || "\u{2028}\u{202e}".contains(c);
    assert_eq!(text.chars().find(|c| acts(*c)), None);
    let found = tail(&path, 9).unwrap();
    assert_eq!((found.records.len(), found.skipped), (3, 0));
    assert_eq!(found.records[1].target.as_deref(), Some("g:ünï-漢字-🚀"));
}

/// Does nothing by itself: the test below starts it in processes of their own.
#[test]
fn one_of_several_writers() {
    let Ok(path) = std::env::var(SHARED) else {
        return;
    };
    let who = Who {
        pid: std::process::id(),
        ..who()
    };
    let journal = Journal::open(Path::new(&path), who).unwrap();
    for number in 0..RECORDS {
        let name = "n".repeat(number % 900);
        let entry = operated(&number.to_string(), &name, Action::Restart, running());
        journal.append(at("2026-07-12T11:58:02Z"), &entry).unwrap();
    }
}

#[test]
fn several_processes_tear_no_record() {
    let (_directory, path) = place();
    let start = |_| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "journal::one_of_several_writers"])
            .env(SHARED, &path)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap()
    };
    let writers: Vec<_> = (0..WRITERS).map(start).collect();
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    let found = tail(&path, usize::MAX).unwrap();
    assert_eq!((found.records.len(), found.skipped), (WRITERS * RECORDS, 0));
    let mut pids: Vec<_> = found.records.iter().map(|record| record.pid).collect();
    pids.sort_unstable();
    assert!(
        pids.chunks(RECORDS)
            .all(|chunk| chunk.iter().all(|pid| *pid == chunk[0]))
    );
}

#[test]
fn the_end_of_a_huge_journal_is_read_without_the_rest() {
    let (_directory, path) = place();
    let journal = Journal::open(&path, who()).unwrap();
    journal
        .append(at("2026-07-12T09:00:00Z"), &Entry::SessionBegan)
        .unwrap();
    // Two gigabytes of nothing: sparse, so it costs no disk; whoever reads it all is found out.
    let mut file = OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(2 << 30)).unwrap();
    file.write_all(b"\n").unwrap();
    for number in 0..20 {
        let entry = operated(
            "api",
            &format!("web_{number:02}"),
            Action::Restart,
            running(),
        );
        journal.append(at("2026-07-12T11:58:02Z"), &entry).unwrap();
    }

    let before = bytes_read();
    let last = tail(&path, 12).unwrap();
    assert_eq!((last.records.len(), last.skipped), (12, 0));
    assert_eq!(last.records[0].target.as_deref(), Some("api:web_08"));
    assert_eq!(last.records[11].target.as_deref(), Some("api:web_19"));
    assert!(
        bytes_read() - before < 1 << 20,
        "twelve lines cost more than a megabyte"
    );

    let all = tail(&path, 100).unwrap();
    assert_eq!(all.records.len(), 20, "the search ends in the desert");
    assert!(all.skipped > 0);
    assert!(
        bytes_read() - before < 64 << 20,
        "the whole desert was crossed"
    );
}

/// What this thread has read so far, by the kernel's own count.
fn bytes_read() -> u64 {
    let io = fs::read_to_string("/proc/thread-self/io").unwrap();
    let count = io.lines().find_map(|line| line.strip_prefix("rchar: "));
    count.unwrap().parse().unwrap()
}

#[test]
fn bad_and_torn_lines_are_counted_and_passed_over() {
    let (_directory, path) = place();
    let journal = Journal::open(&path, who()).unwrap();
    let append = |text: &[u8]| {
        OpenOptions::new()
            .append(true)
            .open(&path)
            .unwrap()
            .write_all(text)
            .unwrap();
    };
    journal
        .append(at("2026-07-12T09:00:00Z"), &Entry::SessionBegan)
        .unwrap();
    append(b"{\"at\":\"yesterday\"}\n\xff\xfe\n\n");
    append(br#"{"at":"2026-07-12T09:00:00.000Z","user":"al"#);
    let torn = tail(&path, 10).unwrap();
    assert_eq!((torn.records.len(), torn.skipped), (1, 3));

    // The next record starts on a line of its own: only the torn one is lost.
    journal
        .append(at("2026-07-12T10:00:00Z"), &Entry::SessionEnded)
        .unwrap();
    let found = tail(&path, 10).unwrap();
    assert_eq!((found.records.len(), found.skipped), (2, 3));
    assert_eq!(found.records[1].kind, Kind::SessionEnded);
}

#[test]
fn a_journal_nobody_wrote_is_empty() {
    let (_directory, path) = place();
    assert_eq!(tail(&path, 12).unwrap(), supdeck::journal::Tail::default());
}

#[test]
fn a_place_it_cannot_live_in_is_a_clear_error() {
    let (directory, _) = place();
    let file = directory.path().join("file");
    File::create(&file).unwrap();
    let error = Journal::open(&file.join("journal.jsonl"), who()).unwrap_err();
    assert!(
        error.to_string().starts_with("cannot open the journal "),
        "{error}"
    );

    let error = Journal::open(Path::new("/dev/null"), who()).unwrap_err();
    assert_eq!(
        error,
        JournalError::NotAFile {
            path: "/dev/null".into()
        }
    );

    // Under sudo such a link would let anybody append to a file of root's.
    let link = directory.path().join("link");
    symlink(&file, &link).unwrap();
    assert!(matches!(
        Journal::open(&link, who()),
        Err(JournalError::Open { .. })
    ));
    assert_eq!(fs::metadata(&file).unwrap().len(), 0);
}

/// Needs a resource limit, so it does its work in a process of its own, started by the test below.
#[test]
fn one_writer_on_a_full_disk() {
    let Ok(path) = std::env::var(FULL) else {
        return;
    };
    let journal = Journal::open(Path::new(&path), who()).unwrap();
    let error = (0..10_000).find_map(|_| {
        journal
            .append(at("2026-07-12T11:58:02Z"), &Entry::SessionBegan)
            .err()
    });
    let error = error.expect("the limit was never met");
    assert!(
        error.to_string().starts_with("cannot write the journal "),
        "{error}"
    );
}

/// Where the writer above finds its journal.
const FULL: &str = "SUPDECK_TEST_FULL";

#[test]
fn a_full_disk_is_a_clear_error_and_tears_at_most_one_record() {
    let (_directory, path) = place();
    // The signal that tells of the limit is ignored across exec, so that writes fail instead.
    let script =
        r#"trap "" XFSZ; ulimit -f 4; exec "$0" --exact journal::one_writer_on_a_full_disk"#;
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .env(FULL, &path)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let found = tail(&path, 10_000).unwrap();
    assert!(found.records.len() > 5 && found.skipped <= 1, "{found:?}");

    let journal = Journal::open(&path, who()).unwrap();
    journal
        .append(at("2026-07-12T12:00:00Z"), &Entry::SessionEnded)
        .unwrap();
    assert_eq!(tail(&path, 1).unwrap().records[0].kind, Kind::SessionEnded);
}

#[test]
fn the_person_is_found_behind_sudo_and_ssh() {
    let who = Who::ask(|name| match name {
        "SUDO_USER" => Some("ali".into()),
        "SSH_CONNECTION" => Some("192.0.2.7 50514 198.51.100.1 22".into()),
        _ => None,
    });
    assert_eq!(who.sudo_user.as_deref(), Some("ali"));
    assert_eq!(who.ssh_client.as_deref(), Some("192.0.2.7"));
    let id = Command::new("id").arg("-un").output().unwrap();
    assert_eq!(who.user, String::from_utf8(id.stdout).unwrap().trim());
    assert_eq!(who.pid, std::process::id());
}
