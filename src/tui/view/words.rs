//! Small words that several views share.

use std::fmt::Write as _;

use std::time::Duration;

use crate::model::{
    Clean, Fleet, Health, LinkError, LogSource, NodeId, Process, ProcessId, Tally, Transition,
    elapsed, spell_age,
};
use crate::plan::Mode;
use crate::tui::state::State;

/// `3 nodes`, `1 node`, `2 processes`.
pub fn count(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix("ss")) {
        (1, _) => format!("1 {noun}"),
        (_, Some(_)) => format!("{} {noun}es", grouped(number)),
        (_, None) => format!("{} {noun}s", grouped(number)),
    }
}

/// A number with a comma between thousands: `12,345`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `84ms`, `1.2s`.
pub fn rtt(took: Duration) -> String {
    if took < Duration::from_secs(1) {
        format!("{}ms", took.as_millis())
    } else {
        format!("{:.1}s", took.as_secs_f32())
    }
}

/// `00:52`, `1:02:03`.
pub fn timer(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{minutes:02}:{rest:02}")
    }
}

/// The rhythm of a batch in words.
pub fn rhythm(mode: Mode, stop_after: Option<usize>) -> String {
    let mut text = match mode {
        Mode::Parallel { at_once } => format!("all side by side, at most {at_once} at once"),
        Mode::Rolling { at_once, delay } => {
            let pause = if delay.is_zero() {
                String::new()
            } else {
                format!(" and rests {}", spell_age(delay))
            };
            format!("rolling, {at_once} at a time, waits for each{pause}")
        }
    };
    match stop_after {
        None => {}
        Some(1) => text.push_str(", stops at the 1st failure"),
        Some(limit) => {
            let _ = write!(text, ", stops at {limit} failures");
        }
    }
    text
}

/// Counts by state that are not zero, worst last as they read best: what runs comes first.
pub fn tallied(tally: &Tally) -> impl Iterator<Item = (Health, usize)> {
    let all = std::iter::once(Health::Running).chain(
        Health::ALL
            .into_iter()
            .filter(|health| *health != Health::Running),
    );
    let tally = *tally;
    all.map(move |health| (health, tally.of(health)))
        .filter(|(_, count)| *count > 0)
}

/// What changed, in words: from what to what.
pub fn change(transition: &Transition) -> String {
    match transition {
        Transition::Process { from, to, .. } => match (from, to) {
            (Some(from), Some(to)) => format!("{} -> {}", from.word(), to.word()),
            (None, Some(to)) => format!("new, {}", to.word()),
            (_, None) => "gone from its node".to_owned(),
        },
        Transition::Restarted { .. } => "RUNNING -> RUNNING".to_owned(),
        Transition::Link { error: None, .. } => "node answers".to_owned(),
        Transition::Link { error: Some(_), .. } => "node gives no data".to_owned(),
    }
}

/// Why it changed, as far as anybody said.
pub fn cause(transition: &Transition) -> Clean {
    match transition {
        Transition::Process { note, .. } => note.clean(),
        Transition::Restarted { pids, .. } => Clean::text(&format!("pid {} -> {}", pids.0, pids.1)),
        Transition::Link { error, .. } => error
            .as_ref()
            .map_or(Clean::default(), |error| Clean::text(&error.to_string())),
    }
}

/// What it is about: a process, or the node itself.
pub fn subject(transition: &Transition) -> Clean {
    match transition {
        Transition::Process { id, .. } | Transition::Restarted { id, .. } => id.label(),
        Transition::Link { .. } => Clean::text("-"),
    }
}

/// Whose log it is: `api-02 api:web_00`.
pub fn log_name(source: &LogSource) -> String {
    match source {
        LogSource::Process(id) => format!("{} {}", id.node, id.label()),
        LogSource::Main(node) => format!("{node} supervisord"),
    }
}

/// Where a password of a node comes from, as the engine told or the config says.
pub fn credential(state: &State, node: &NodeId) -> String {
    let Some(entry) = state.roster.node(node) else {
        return "not in the config".to_owned();
    };
    let Some(user) = &entry.user else {
        return "no user, no password".to_owned();
    };
    let error = state.fleet.node(node).and_then(|node| node.link.error());
    match (state.origins.get(node), error) {
        (Some(origin), _) => format!("user {user}, {origin}"),
        (None, Some(LinkError::NoCredential { .. })) => format!("user {user}, no password yet"),
        (None, _) => format!("user {user}, from {}", entry.source),
    }
}

/// How long ago something was: `3m`.
pub fn ago(state: &State, at: Option<jiff::Timestamp>) -> String {
    at.map_or(String::new(), |at| spell_age(elapsed(at, state.now)))
}

/// The same process on the other nodes that answer, running or not.
pub fn siblings<'a>(
    fleet: &'a Fleet,
    id: &'a ProcessId,
) -> impl Iterator<Item = (&'a NodeId, &'a Process)> {
    fleet
        .nodes()
        .filter(|node| node.link.is_up() && node.id != id.node)
        .filter_map(|node| {
            let there = ProcessId {
                node: node.id.clone(),
                ..id.clone()
            };
            fleet.process(&there).map(|process| (&node.id, process))
        })
}

/// Names as short as they can be said: `api-01 02 04..08`.
pub fn fold_names(names: &[&str]) -> String {
    let split = |name: &str| {
        name.trim_end_matches(|letter: char| letter.is_ascii_digit())
            .len()
    };
    let follows = |before: &str, after: &str| {
        let (stem, digits) = before.split_at(split(before));
        let number = digits
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_add(1));
        number
            .is_some_and(|number| after == format!("{stem}{number:0width$}", width = digits.len()))
    };
    let mut words: Vec<String> = Vec::new();
    let mut stem = None;
    for run in names.chunk_by(|before, after| follows(before, after)) {
        let (first, last) = (run[0], run[run.len() - 1]);
        let short = |name: &str| name[split(name)..].to_owned();
        let known = stem == Some(&first[..split(first)]) && split(first) < first.len();
        stem = Some(&first[..split(first)]);
        words.push(if known {
            short(first)
        } else {
            first.to_owned()
        });
        match run.len() {
            1 => {}
            2 => words.push(short(last)),
            _ => words.push(format!("..{}", short(last))),
        }
    }
    words.join(" ").replace(" ..", "..")
}

/// What a failed link means, in a word for a title.
pub fn trouble_title(error: &LinkError) -> &'static str {
    match error {
        LinkError::Tls { .. } => "TLS check failed",
        LinkError::Unauthorized { .. } | LinkError::Forbidden | LinkError::NoCredential { .. } => {
            "Node refuses us"
        }
        LinkError::NameNotFound { .. }
        | LinkError::Unreachable { .. }
        | LinkError::Refused { .. }
        | LinkError::TimedOut { .. }
        | LinkError::Socket { .. }
        | LinkError::Broken { .. } => "Node unreachable",
        LinkError::PlaintextRefused
        | LinkError::Status { .. }
        | LinkError::Redirect { .. }
        | LinkError::NotXmlRpc { .. }
        | LinkError::Cut { .. }
        | LinkError::TooLarge { .. }
        | LinkError::Shape { .. }
        | LinkError::ShuttingDown
        | LinkError::Fault { .. }
        | LinkError::ReadOnly => "Node gives no data",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_where_they_run_on() {
        assert_eq!(
            fold_names(&["api-01", "api-02", "api-04", "api-05", "api-06", "db1"]),
            "api-01 02 04..06 db1"
        );
        assert_eq!(fold_names(&["alone"]), "alone");
        assert_eq!(fold_names(&["web-1", "web-3"]), "web-1 3");
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(12), "12");

        assert_eq!(count(1, "process"), "1 process");
        assert_eq!(count(1_000, "process"), "1,000 processes");
        assert_eq!(timer(Duration::from_secs(3723)), "1:02:03");
    }
}
