//! What has bitten others: prints behind the screen, queues without end, bursts, locks.

use crate::source::{Source, is_name, ours, sources};
use crate::{none, places};

#[test]
fn lints_are_expected_never_allowed() {
    let mut offenders = Vec::new();
    for source in sources() {
        let found = ["#[allow(", "#![allow("].into_iter();
        let found = found.flat_map(|text| source.code.match_indices(text));
        offenders.extend(found.map(|(at, _)| source.place(at)));
    }
    none("use #[expect(.., reason = \"…\")]", offenders);
}

#[test]
fn nothing_prints_behind_the_screen() {
    let outside = |source: &&Source| !source.path.starts_with("src/cli/print");
    let sources = ours().filter(outside);
    let macros = ["println!", "print!", "eprintln!", "eprint!", "dbg!"];
    none(
        "log it, draw it, or print it in cli/print",
        places(sources, &macros),
    );
}

#[test]
fn channels_are_bounded() {
    let forbidden = [
        "unbounded_channel",
        "UnboundedSender",
        "UnboundedReceiver",
        "mpsc::channel()",
    ];
    none(
        "a queue without an end hides a fault until memory ends",
        places(ours(), &forbidden),
    );
}

#[test]
fn an_interval_skips_what_it_missed() {
    let mut offenders = Vec::new();
    for source in ours().filter(|source| source.shipped.contains("tokio::time")) {
        for at in ["interval", "interval_at"]
            .into_iter()
            .flat_map(|word| source.words(word))
        {
            let called = source.shipped[at..]
                .trim_start_matches(is_name)
                .starts_with('(');
            let before = source.shipped[..at].trim_end();
            let ours = before.ends_with('.') || before.ends_with("fn");
            let near: Vec<_> = source.shipped[at..].lines().take(8).collect();
            if called && !ours && !near.join("\n").contains("MissedTickBehavior::Skip") {
                offenders.push(source.place(at));
            }
        }
    }
    none(
        "set MissedTickBehavior::Skip right away, or a laptop that wakes up polls in a burst",
        offenders,
    );
}

#[test]
fn state_has_one_owner_and_no_lock() {
    none(
        "no lock in our own code",
        places(ours(), &["Mutex", "RwLock"]),
    );
}

#[test]
fn methods_are_named_in_one_closed_list() {
    let mut offenders = Vec::new();
    for source in ours().filter(|source| source.path != "src/rpc/method.rs") {
        for quoted in [
            "\"supervisor.",
            "\"system.list",
            "\"system.method",
            "\"system.multicall",
        ] {
            let found = source.raw.match_indices(quoted);
            offenders.extend(found.map(|(at, _)| source.place(at)));
        }
    }
    none("a method that is not in `Method` cannot be sent", offenders);
}
