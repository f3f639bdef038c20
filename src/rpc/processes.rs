//! Process structs to processes: one bad field costs that field, never the list (`FAULTS` 32, 33).

use jiff::Timestamp;

use crate::model::{NodeId, Process, ProcessId, ProcessState, Untrusted};

use super::error::CallError;
use super::value::Value;

/// The second supervisord caps its times at; it stands for a clock we cannot trust.
const CAPPED: i64 = 2_147_483_647;

/// The answer of `getAllProcessInfo`: ordered by group, then name, twins left out.
pub(super) fn list(node: &NodeId, answer: &Value) -> Result<Vec<Process>, CallError> {
    let Some(items) = answer.items() else {
        return Err(CallError::shape(format!(
            "a list of processes was asked for, {} came",
            answer.kind()
        )));
    };
    let mut processes: Vec<Process> = items.iter().filter_map(|item| read(node, item)).collect();
    if processes.is_empty() && !items.is_empty() {
        return Err(CallError::shape("no item of the list is a process"));
    }
    // The sort is stable, so of twins the first one stays.
    processes.sort_by(|a, b| a.id.cmp(&b.id));
    let read = processes.len();
    processes.dedup_by(|later, earlier| later.id == earlier.id);
    if processes.len() < items.len() {
        tracing::debug!(
            %node,
            twins = read - processes.len(),
            unreadable = items.len() - read,
            "processes left out"
        );
    }
    Ok(processes)
}

/// The answer of `getProcessInfo`.
pub(super) fn one(node: &NodeId, answer: &Value) -> Result<Process, CallError> {
    read(node, answer)
        .ok_or_else(|| CallError::shape(format!("a process was asked for, {} came", answer.kind())))
}

/// One process; none without a name, for nothing could be done with it.
fn read(node: &NodeId, item: &Value) -> Option<Process> {
    let name = name(item, "name")?;
    let group = self::name(item, "group").unwrap_or_else(|| name.clone());
    Some(Process {
        id: ProcessId::new(node, &group, &name),
        state: ProcessState::from_code(number(item, "state").unwrap_or(1000)),
        pid: number(item, "pid").and_then(pid),
        exit_status: number(item, "exitstatus").unwrap_or(0),
        started: number(item, "start").and_then(instant),
        stopped: number(item, "stop").and_then(instant),
        now: number(item, "now").and_then(instant),
        spawn_error: text(item, "spawnerr"),
        description: text(item, "description"),
        stdout_log: text(item, "stdout_logfile"),
        stderr_log: text(item, "stderr_logfile"),
    })
}

/// A pid; 0 stands for none.
pub(super) fn pid(number: i64) -> Option<u32> {
    u32::try_from(number).ok().filter(|pid| *pid > 0)
}

fn name(item: &Value, key: &str) -> Option<String> {
    let bytes = item.member(key)?.bytes()?;
    (!bytes.is_empty()).then(|| String::from_utf8_lossy(bytes).into_owned())
}

fn number(item: &Value, key: &str) -> Option<i64> {
    item.member(key)?.int()
}

fn text(item: &Value, key: &str) -> Untrusted {
    let bytes = item.member(key).and_then(Value::bytes);
    Untrusted::new(bytes.unwrap_or_default())
}

/// 0 is "never", what is below is a clock gone wrong, and the cap is one too (cases 17, 18).
fn instant(seconds: i64) -> Option<Timestamp> {
    if (1..CAPPED).contains(&seconds) {
        Timestamp::from_second(seconds).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(members: &[(&str, Value)]) -> Value {
        let owned = |(name, value): &(&str, Value)| (name.as_bytes().to_vec(), value.clone());
        Value::Struct(members.iter().map(owned).collect())
    }

    fn read_list(items: Vec<Value>) -> Vec<Process> {
        list(&NodeId::new("n"), &Value::Array(items)).unwrap()
    }

    #[test]
    fn a_bad_field_costs_that_field() {
        let item = record(&[
            ("name", Value::from("api")),
            ("group", Value::Int(5)),
            ("state", Value::Odd(b"1e3".to_vec())),
            ("pid", Value::Int(-7)),
            ("start", Value::Int(i64::MAX)),
            ("stop", Value::Int(CAPPED)),
            ("now", Value::Int(1_795_191_256)),
            ("future", Value::Nil),
        ]);
        let [process] = &read_list(vec![item, Value::Int(1), record(&[])])[..] else {
            panic!("one process was expected");
        };
        assert_eq!(process.id.namespec(), "api:api");
        assert_eq!(process.state, ProcessState::Unknown(1000));
        assert_eq!(
            (process.pid, process.started, process.stopped),
            (None, None, None)
        );
        assert_eq!(process.now.unwrap().as_second(), 1_795_191_256);
    }

    #[test]
    fn of_twins_the_first_counts_and_the_order_is_ours() {
        let process = |group: &str, state: i64| {
            record(&[
                ("group", Value::from(group)),
                ("name", Value::from("x")),
                ("state", Value::Int(state)),
            ])
        };
        let read = read_list(vec![process("b", 20), process("a", 0), process("b", 200)]);
        let states: Vec<_> = read.iter().map(|p| (p.id.group.raw(), p.state)).collect();
        assert_eq!(
            states,
            [("a", ProcessState::Stopped), ("b", ProcessState::Running)]
        );
    }

    #[test]
    fn a_list_without_a_single_process_is_no_list_of_processes() {
        let node = NodeId::new("n");
        assert_eq!(list(&node, &Value::Array(vec![])), Ok(vec![]));
        assert!(list(&node, &Value::Array(vec![Value::Bool(true)])).is_err());
        assert!(list(&node, &Value::Bool(true)).is_err());
    }
}
