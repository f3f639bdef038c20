//! One supervisord as the engine talks to it: typed questions, typed answers.

use crate::model::{
    ConfigChanges, Fault, GroupName, LinkError, Process, ProcessId, ProgramConfig, Signal,
    Snapshot, Untrusted,
};

use super::call::Call;
use super::configs;
use super::credentials::Credentials;
use super::error::CallError;
use super::last_answer::LastAnswer;
use super::logs::{self, LogData, LogName};
use super::logtail::{self, LogTail};
use super::method::Method;
use super::multicall::{self, LookAnswer, LookQuestion};
use super::processes;
use super::transport::Transport;
use super::value::Value;

/// One supervisord, asked in somebody's name.
///
/// Every process is called `group:name`. What starts or stops never waits for the end: supervisord
/// answers at once, and reading the state tells what came of it (`FAULTS` 3.3). There are no calls
/// for whole groups: their answers are cut at non-ASCII names (`PROTOCOL` 1.1).
#[derive(Clone, Copy, Debug)]
pub struct Supervisor<'a> {
    transport: &'a Transport,
    credentials: Option<Credentials<'a>>,
}

impl<'a> Supervisor<'a> {
    /// The supervisord at the end of a transport; without credentials where it wants none.
    #[must_use]
    pub fn new(transport: &'a Transport, credentials: Option<Credentials<'a>>) -> Self {
        Self {
            transport,
            credentials,
        }
    }

    /// Everything a poll wants, in one round trip where supervisord knows `system.multicall`.
    ///
    /// # Errors
    ///
    /// Why there is no data; a fault counts as that too.
    pub async fn snapshot(&self) -> Result<Snapshot, LinkError> {
        let answer = self.ask(&Call::many(FACTS.map(Call::plain).to_vec())).await;
        self.facts(answer).await
    }

    /// The same, if it is news: nothing where the answer says what the last one said.
    ///
    /// # Errors
    ///
    /// As for [`Supervisor::snapshot`].
    pub async fn news(&self, last: &mut LastAnswer) -> Result<Option<Snapshot>, LinkError> {
        let call = Call::many(FACTS.map(Call::plain).to_vec());
        let answer = self.transport.call_for_news(&call, self.credentials, last);
        let (answer, hash) = match answer.await {
            Ok(None) => return Ok(None),
            Ok(Some((value, hash))) => (Ok(value), Some(hash)),
            Err(error) => (Err(error), None),
        };
        let snapshot = self.facts(answer).await?;
        if let Some(hash) = hash {
            last.keep(hash);
        }
        Ok(Some(snapshot))
    }

    /// What a poll says.
    async fn facts(&self, answer: Result<Value, CallError>) -> Result<Snapshot, LinkError> {
        let [list, facts @ ..] = match answer {
            Ok(answer) => {
                let results = multicall::results(answer, FACTS.len())?;
                let results = <[_; FACTS.len()]>::try_from(results);
                results.map_err(|_| CallError::shape("a result is missing"))?
            }
            // The implementation in Go has no multicall at all (`PROTOCOL` 5.1).
            Err(CallError::Fault(_)) => self.one_by_one(&FACTS.map(Call::plain)).await?,
            Err(CallError::Link(link)) => return Err(link),
        };
        let processes = processes::list(self.transport.node(), &list.map_err(CallError::from)?)?;
        Ok(snapshot(processes, facts))
    }

    /// All processes.
    ///
    /// # Errors
    ///
    /// As for every call: no good answer, or a fault.
    pub async fn processes(&self) -> Result<Vec<Process>, CallError> {
        let answer = self.ask(&Call::plain(Method::GetAllProcessInfo)).await?;
        processes::list(self.transport.node(), &answer)
    }

    /// One process, read now.
    ///
    /// # Errors
    ///
    /// [`Fault::BAD_NAME`] when the node does not list it.
    pub async fn process(&self, id: &ProcessId) -> Result<Process, CallError> {
        let answer = self.ask(&named(Method::GetProcessInfo, id)).await?;
        let process = processes::one(self.transport.node(), &answer)?;
        if process.id == *id {
            Ok(process)
        } else {
            Err(CallError::shape("another process than was asked for"))
        }
    }

    /// Begins a start. Never send it while the process is STOPPING (`FAULTS` M1).
    ///
    /// # Errors
    ///
    /// A fault such as [`Fault::ALREADY_STARTED`], which is not final (`FAULTS` M4).
    pub async fn start(&self, id: &ProcessId) -> Result<(), CallError> {
        self.change(&unwaited(Method::StartProcess, id)).await
    }

    /// Begins a stop.
    ///
    /// # Errors
    ///
    /// A fault such as [`Fault::NOT_RUNNING`], which also comes while STOPPING (`FAULTS` M3).
    pub async fn stop(&self, id: &ProcessId) -> Result<(), CallError> {
        self.change(&unwaited(Method::StopProcess, id)).await
    }

    /// Sends a signal. Each call is delivered: never repeat it.
    ///
    /// # Errors
    ///
    /// [`Fault::NOT_RUNNING`] where there is no pid.
    pub async fn signal(&self, id: &ProcessId, signal: Signal) -> Result<(), CallError> {
        let params = vec![namespec(id), Value::from(signal.name())];
        self.change(&Call::new(Method::SignalProcess, params)).await
    }

    /// Empties both logs. Says yes and does nothing when the process is not running, and destroys
    /// a log that is a device (`FAULTS` M17): the caller has to know both.
    ///
    /// # Errors
    ///
    /// As for every call.
    pub async fn clear_logs(&self, id: &ProcessId) -> Result<(), CallError> {
        self.change(&named(Method::ClearProcessLogs, id)).await
    }

    /// Lets supervisord read its config files again; nothing running changes.
    ///
    /// # Errors
    ///
    /// A fault with supervisord's own words when the files are wrong; the old config stays.
    pub async fn reread(&self) -> Result<ConfigChanges, CallError> {
        let answer = self.ask(&Call::plain(Method::ReloadConfig)).await?;
        configs::changes(&answer)
    }

    /// Takes a group from the config; what has autostart starts.
    ///
    /// # Errors
    ///
    /// A fault when it is there already, or not in the config.
    pub async fn add_group(&self, group: &GroupName) -> Result<(), CallError> {
        self.change(&grouped(Method::AddProcessGroup, group)).await
    }

    /// Takes a group out; each of its processes must be down.
    ///
    /// # Errors
    ///
    /// A fault while any process of it is up.
    pub async fn remove_group(&self, group: &GroupName) -> Result<(), CallError> {
        self.change(&grouped(Method::RemoveProcessGroup, group))
            .await
    }

    /// Restarts supervisord itself, with everything in it. Its pid stays the same.
    ///
    /// # Errors
    ///
    /// As for every call.
    pub async fn restart(&self) -> Result<(), CallError> {
        self.change(&Call::plain(Method::Restart)).await
    }

    /// Ends supervisord, with everything in it.
    ///
    /// # Errors
    ///
    /// As for every call.
    pub async fn shut_down(&self) -> Result<(), CallError> {
        self.change(&Call::plain(Method::Shutdown)).await
    }

    /// How every program is configured. Slow on big nodes: seconds for a thousand programs.
    ///
    /// # Errors
    ///
    /// As for every call.
    pub async fn config_infos(&self) -> Result<Vec<ProgramConfig>, CallError> {
        let answer = self.ask(&Call::plain(Method::GetAllConfigInfo)).await?;
        configs::programs(&answer)
    }

    /// Bytes of a log from an offset on; with length 0 and a negative offset its last ones. Never
    /// ask for a whole log: 50 MB block that supervisord for minutes (`PROTOCOL` 3.1).
    ///
    /// # Errors
    ///
    /// As for every call; what only this log lacks is [`LogData`].
    pub async fn read_log(
        &self,
        log: LogName<'_>,
        offset: i64,
        length: u32,
    ) -> Result<LogData, CallError> {
        logs::data(self.ask(&log.read(offset, length)).await)
    }

    /// Size of a log in bytes, 0 for none; none for supervisord's own, which has no such question.
    ///
    /// # Errors
    ///
    /// As for every call.
    pub async fn log_size(&self, log: LogName<'_>) -> Result<Option<u64>, CallError> {
        let Some(call) = log.size() else {
            return Ok(None);
        };
        match self.ask(&call).await {
            Ok(answer) => match logs::size(&answer) {
                Some(size) => Ok(Some(size)),
                None => Err(CallError::shape("the end of a log was asked for")),
            },
            // A log of more than 2 GiB is too long for XML-RPC's numbers.
            Err(CallError::Link(LinkError::Status { status: 500, .. })) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Logs and lives at one moment, in one round trip where supervisord knows `system.multicall`.
    /// There a log that cannot be decoded leaves no traceback in supervisord's own, as it does when
    /// it is asked for alone (`PROTOCOL` 3.0).
    ///
    /// # Errors
    ///
    /// As for every call; a fault of one log or process alone stays with that.
    pub async fn look(&self, question: LookQuestion<'_>) -> Result<LookAnswer, CallError> {
        let calls = question.calls();
        let results = match self.ask(&Call::many(calls.clone())).await {
            Ok(answer) => {
                let results = multicall::results(answer, calls.len())?.into_iter();
                results.map(|one| one.map_err(CallError::from)).collect()
            }
            // No multicall at all, or one with the size of a log of more than 2 GiB in it.
            Err(CallError::Fault(_) | CallError::Link(LinkError::Status { status: 500, .. })) => {
                self.each(&calls).await?
            }
            Err(other) => return Err(other),
        };
        question.answer(self.transport.node(), results)
    }

    /// Opens the stream of a log: its last 1024 bytes, then what is written. None for no log.
    ///
    /// # Errors
    ///
    /// Why it could not be opened.
    pub async fn follow(&self, log: LogName<'_>) -> Result<Option<LogTail>, LinkError> {
        logtail::open(self.transport, log, self.credentials).await
    }

    async fn ask(&self, call: &Call) -> Result<Value, CallError> {
        self.transport.call(call, self.credentials).await
    }

    /// A call whose only good answer is "true".
    async fn change(&self, call: &Call) -> Result<(), CallError> {
        let answer = self.ask(call).await?;
        match answer.bool() {
            Some(true) => Ok(()),
            Some(false) => Err(CallError::shape("supervisord answered false")),
            None => Err(CallError::shape(format!(
                "true was expected, {} came",
                answer.kind()
            ))),
        }
    }

    /// Asks one after the other, as far as the node answers at all; over one of them it may stumble.
    async fn each(&self, calls: &[Call]) -> Result<Vec<Result<Value, CallError>>, CallError> {
        let mut results = Vec::with_capacity(calls.len());
        for call in calls {
            let result = self.ask(call).await;
            if let Err(CallError::Link(error)) = &result
                && !matches!(error, LinkError::Status { status: 500, .. })
            {
                return Err(error.clone().into());
            }
            results.push(result);
        }
        Ok(results)
    }

    async fn one_by_one<const N: usize>(
        &self,
        calls: &[Call; N],
    ) -> Result<[Result<Value, Fault>; N], LinkError> {
        let mut results = [const { Ok(Value::Nil) }; N];
        for (slot, call) in results.iter_mut().zip(calls) {
            *slot = match self.ask(call).await {
                Ok(value) => Ok(value),
                Err(CallError::Fault(fault)) => Err(fault),
                Err(CallError::Link(link)) => return Err(link),
            };
        }
        Ok(results)
    }
}

/// What a poll asks, the processes first.
const FACTS: [Method; 4] = [
    Method::GetAllProcessInfo,
    Method::GetSupervisorVersion,
    Method::GetIdentification,
    Method::GetPid,
];

/// A fact that could not be had is left open: the processes are what a poll is for.
fn snapshot(processes: Vec<Process>, facts: [Result<Value, Fault>; 3]) -> Snapshot {
    let [version, identification, pid] = facts.map(Result::unwrap_or_default);
    let text = |value: &Value| Untrusted::new(value.bytes().unwrap_or_default());
    Snapshot {
        version: text(&version),
        identification: text(&identification),
        pid: pid.int().and_then(processes::pid),
        clock: processes.iter().find_map(|process| process.now),
        processes,
    }
}

fn namespec(id: &ProcessId) -> Value {
    Value::from(id.namespec().as_str())
}

fn named(method: Method, id: &ProcessId) -> Call {
    Call::new(method, vec![namespec(id)])
}

fn unwaited(method: Method, id: &ProcessId) -> Call {
    Call::new(method, vec![namespec(id), Value::Bool(false)])
}

fn grouped(method: Method, group: &GroupName) -> Call {
    Call::new(method, vec![Value::from(group.raw())])
}
