//! The answer to a poll made beforehand, so that one process can be a fleet of a thousand nodes.

use supdeck::rpc::Value;

use super::State;
use super::program::now;
use super::xml;

/// Where the clock stands in an answer.
const CLOCK: &[u8] = b"<name>now</name>\n<value><int>";
/// Where the uptime of a process stands.
const UPTIME: &[u8] = b", uptime ";

/// The answer to a poll, but for what ticks.
pub(super) struct Prepared {
    body: Vec<u8>,
    began: i64,
    second: i64,
    clocks: Vec<usize>,
    uptimes: Vec<usize>,
}

impl Prepared {
    /// What the state answers now.
    fn new(state: &mut State) -> Self {
        let calls = [
            "supervisor.getAllProcessInfo",
            "supervisor.getSupervisorVersion",
            "supervisor.getIdentification",
            "supervisor.getPID",
        ];
        let results = calls.map(|method| state.execute(method, &[]).unwrap_or(Value::Nil));
        let body = xml::response(&Ok(Value::Array(results.to_vec())));
        Self {
            began: now(),
            second: 0,
            clocks: places(&body, CLOCK),
            uptimes: places(&body, UPTIME),
            body,
        }
    }

    /// The answer of this second.
    fn body(&mut self) -> &[u8] {
        let second = now();
        if self.second != second {
            self.second = second;
            let up = 3600 + second - self.began;
            let uptime = format!("{}:{:02}:{:02}", up / 3600, up / 60 % 60, up % 60);
            for (places, words) in [(&self.clocks, second.to_string()), (&self.uptimes, uptime)] {
                for at in places {
                    self.body[*at..*at + words.len()].copy_from_slice(words.as_bytes());
                }
            }
        }
        &self.body
    }
}

impl State {
    /// The answer to a poll, if this is one, it has no trouble and such answers are to be prepared.
    pub(super) fn prepared(&mut self, request: &[u8]) -> Option<&[u8]> {
        let is_poll = || {
            let multicall = places(request, b"system.multicall");
            let list = places(request, b"getAllProcessInfo");
            !multicall.is_empty() && !list.is_empty()
        };
        if !self.prepares || !self.rules.is_empty() || !is_poll() {
            return None;
        }
        if self.prepared.is_none() {
            self.prepared = Some(Prepared::new(self));
        }
        self.prepared.as_mut().map(Prepared::body)
    }
}

/// Where these bytes end, each time they are there.
fn places(text: &[u8], wanted: &[u8]) -> Vec<usize> {
    let found = memchr::memmem::find_iter(text, wanted);
    found.map(|at| at + wanted.len()).collect()
}
