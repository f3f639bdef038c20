//! What the fake's methods do: the real ones' answers, faults and traps.

use supdeck::rpc::Value;

use super::xml::{fault, record, text};
use super::{Deed, Phase, Program, Seen, State};

/// How a method can end.
pub(super) enum Refusal {
    /// A fault, as a struct.
    Fault(Value),
    /// HTTP 500: alone. Inside a multicall it is fault 30 with these words.
    Broken(String),
}

type Result<T = Value> = std::result::Result<T, Refusal>;

/// The request and, of a multicall, each call inside.
pub(super) fn unfold(method: &str, params: &[Value]) -> Vec<Seen> {
    let mut all = vec![Seen {
        method: method.into(),
        params: params.to_vec(),
    }];
    if method == "system.multicall" {
        all.extend(params[0].items().unwrap().iter().map(inner));
    }
    all
}

fn inner(call: &Value) -> Seen {
    let name = call.member("methodName").and_then(Value::bytes).unwrap();
    Seen {
        method: String::from_utf8(name.to_vec()).unwrap(),
        params: call
            .member("params")
            .and_then(Value::items)
            .unwrap()
            .to_vec(),
    }
}

impl State {
    /// Executes a request.
    pub(super) fn execute(&mut self, method: &str, params: &[Value]) -> Result {
        if method == "system.multicall" {
            return self.multicall(params);
        }
        if self.shutting_down {
            return refuse(6, "SHUTDOWN_STATE");
        }
        match method {
            "supervisor.getAllProcessInfo" => {
                self.programs.sort_by_key(Program::namespec);
                Ok(Value::Array(
                    self.programs.iter_mut().map(Program::info).collect(),
                ))
            }
            "supervisor.getProcessInfo" => Ok(self.named(params)?.info()),
            "supervisor.getAllConfigInfo" => Ok(Value::Array(
                self.programs.iter().map(Program::config).collect(),
            )),
            "supervisor.getSupervisorVersion" => Ok(text(&self.version)),
            "supervisor.getIdentification" => Ok(text(&self.identification)),
            "supervisor.getPID" => Ok(Value::Int(self.pid)),
            "supervisor.getState" => Ok(record([
                ("statecode", Value::Int(1)),
                ("statename", text("RUNNING")),
            ])),
            "supervisor.readLog" => {
                let log = self.main_log.clone();
                read(&log, params)
            }
            "supervisor.readProcessStdoutLog" => read(self.log(params, 'o')?, &params[1..]),
            "supervisor.readProcessStderrLog" => read(self.log(params, 'e')?, &params[1..]),
            "supervisor.tailProcessStdoutLog" => self.tail(params, 'o'),
            "supervisor.tailProcessStderrLog" => self.tail(params, 'e'),
            change => self.change(change, params),
        }
    }

    fn change(&mut self, method: &str, params: &[Value]) -> Result {
        let to = params.first().and_then(Value::bytes).unwrap_or_default();
        let to = String::from_utf8(to.to_vec()).unwrap();
        // M1: it will say yes and start nothing.
        let is_swallowed =
            method == "supervisor.startProcess" && self.named(params)?.phase() == Phase::Stopping;
        let result = self.execute_change(method, params);
        if result.is_ok() && !is_swallowed {
            self.deeds.push(Deed {
                method: method.to_owned(),
                to,
            });
        }
        result
    }

    fn execute_change(&mut self, method: &str, params: &[Value]) -> Result {
        let done = match method {
            "supervisor.startProcess" => self.named(params)?.start(),
            "supervisor.stopProcess" => self.named(params)?.stop(),
            "supervisor.signalProcess" => {
                let signal = word(&params[1]);
                self.named(params)?.signal(&signal)
            }
            "supervisor.clearProcessLogs" => {
                let program = self.named(params)?;
                program.stdout.clear();
                program.stderr.clear();
                Ok(())
            }
            "supervisor.reloadConfig" => {
                let list = |names: &Vec<String>| names.iter().map(|name| text(name)).collect();
                let lists = self.changes.iter().map(|names| Value::Array(list(names)));
                return Ok(Value::Array(vec![Value::Array(lists.collect())]));
            }
            "supervisor.addProcessGroup" => self.add_group(&word(&params[0])),
            "supervisor.removeProcessGroup" => self.remove_group(&word(&params[0])),
            "supervisor.restart" | "supervisor.shutdown" => {
                self.shutting_down = true;
                Ok(())
            }
            _ => Err(1),
        };
        match done {
            Ok(()) => Ok(Value::Bool(true)),
            Err(code) => refuse(code, &format!("FAULT: {method}")),
        }
    }

    fn multicall(&mut self, params: &[Value]) -> Result {
        if !self.multicall {
            return refuse(1, "UNKNOWN_METHOD");
        }
        let calls = params[0].items().unwrap().to_vec();
        let mut results = Vec::new();
        for call in calls.iter().map(inner) {
            results.push(match self.execute(&call.method, &call.params) {
                Ok(value) => value,
                Err(Refusal::Fault(fault)) => fault,
                Err(Refusal::Broken(words)) => fault(30, &format!("FAILED: {words}")),
            });
        }
        Ok(Value::Array(results))
    }

    fn named(&mut self, params: &[Value]) -> Result<&mut Program> {
        let name = word(&params[0]);
        let found = self
            .programs
            .iter_mut()
            .find(|program| program.namespec() == name);
        found.ok_or_else(|| Refusal::Fault(fault(10, &format!("BAD_NAME: {name}"))))
    }

    fn log(&mut self, params: &[Value], stream: char) -> Result<&[u8]> {
        let program = self.named(params)?;
        if program.unlogged.contains(&stream) {
            return Err(Refusal::Fault(fault(20, "NO_FILE")));
        }
        Ok(if stream == 'o' {
            &program.stdout
        } else {
            &program.stderr
        })
    }

    fn tail(&mut self, params: &[Value], stream: char) -> Result {
        let none = self.named(params)?.unlogged.contains(&stream);
        let log = if none {
            &[][..]
        } else {
            self.log(params, stream)?
        };
        let (offset, length) = (number(&params[1]), number(&params[2]));
        let overflow = log.len() > offset + length;
        let data = if offset >= log.len() {
            &[][..]
        } else {
            &log[log.len().saturating_sub(length)..]
        };
        let words = "<class 'UnicodeDecodeError'>:'utf-8' codec can't decode byte";
        Ok(Value::Array(vec![
            decoded(data, words)?,
            Value::Int(i64::try_from(log.len()).unwrap()),
            Value::Bool(overflow),
        ]))
    }

    fn add_group(&mut self, group: &str) -> std::result::Result<(), i64> {
        if self.programs.iter().any(|program| program.is_in(group)) {
            return Err(90);
        }
        let added = Program::new(group).numbered(&mut self.next_pid);
        self.programs.push(added);
        Ok(())
    }

    fn remove_group(&mut self, group: &str) -> std::result::Result<(), i64> {
        let mut members = self
            .programs
            .iter_mut()
            .filter(|program| program.is_in(group))
            .peekable();
        if members.peek().is_none() {
            return Err(10);
        }
        if members.any(|program| program.pid() != 0) {
            return Err(91);
        }
        self.programs.retain(|program| !program.is_in(group));
        Ok(())
    }
}

/// As `readLog`: whole characters only.
fn read(log: &[u8], params: &[Value]) -> Result {
    let (offset, length) = (params[0].int().unwrap(), number(&params[1]));
    let size = log.len();
    let (from, to) = match (usize::try_from(offset), length) {
        (Ok(offset), 0) => (offset.min(size), size),
        (Ok(offset), length) => (offset.min(size), (offset + length).min(size)),
        (Err(_), 0) => {
            let last = usize::try_from(offset.unsigned_abs()).unwrap();
            (size.saturating_sub(last), size)
        }
        (Err(_), _) => return refuse(3, "BAD_ARGUMENTS"),
    };
    let words = "<class 'AttributeError'>:type object 'Faults' has no attribute 'utf-8'";
    decoded(&log[from..to], words)
}

/// Text for a string value; bytes that are none end in trouble with these words.
fn decoded(bytes: &[u8], words: &str) -> Result {
    match std::str::from_utf8(bytes) {
        Ok(_) => Ok(Value::String(bytes.to_vec())),
        Err(_) => Err(Refusal::Broken(words.into())),
    }
}

fn refuse<T>(code: i64, words: &str) -> Result<T> {
    Err(Refusal::Fault(fault(code, words)))
}

fn word(value: &Value) -> String {
    String::from_utf8(value.bytes().unwrap().to_vec()).unwrap()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.int().unwrap()).unwrap()
}
