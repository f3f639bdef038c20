//! A scripted supervisord on a real socket: it answers the real methods, misbehaves on demand, and
//! keeps the truth about what reached it.
//!
//! ```ignore
//! let fake = Fake::new()
//!     .program(Program::new("web:web_00"))
//!     .program(Program::new("web:web_01").stops_after(ms(300)))
//!     .password("ops", "secret")
//!     .listen()
//!     .await;
//! fake.once("supervisor.stopProcess", Trouble::LoseAnswer);
//! // … point the code under test at fake.endpoint() or fake.entry("a") …
//! assert_eq!(fake.count("supervisor.stopProcess"), 1);
//! ```

mod http;
mod methods;
mod prepared;
mod program;
mod trouble;
mod xml;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use supdeck::model::{CredentialSource, Endpoint, NodeEntry, NodeId};
use supdeck::rpc::Value;
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use program::{Fate, Phase, Program};
pub use trouble::{HEADER, PASSWORD, Trouble};

/// A fake that is not listening yet.
#[derive(Default)]
pub struct FakeBuilder {
    state: State,
}

/// A running fake; it ends when dropped.
pub struct Fake {
    shared: Arc<Shared>,
    place: Place,
    task: JoinHandle<()>,
}

enum Place {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

/// What reached the fake, in its order; calls inside a multicall follow it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub method: String,
    pub params: Vec<Value>,
}

/// Something it did because it was told to, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// What it was told.
    pub method: String,
    /// To what: `group:name`, or a group.
    pub to: String,
}

struct Shared {
    state: Mutex<State>,
    /// Turned at every change of a log, for streams.
    logs: watch::Sender<u64>,
    /// Turned to end every connection.
    connections: watch::Sender<u64>,
}

struct State {
    programs: Vec<Program>,
    version: String,
    identification: String,
    pid: i64,
    next_pid: i64,
    main_log: Vec<u8>,
    password: Option<(String, String)>,
    multicall: bool,
    shutting_down: bool,
    changes: [Vec<String>; 3],
    rules: Vec<trouble::Rule>,
    previous: Vec<u8>,
    prepares: bool,
    prepared: Option<prepared::Prepared>,
    seen: Vec<Seen>,
    deeds: Vec<Deed>,
    accepted: usize,
    refused: usize,
    open: usize,
    most_open: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            programs: Vec::new(),
            version: "4.3.0".into(),
            identification: "supervisor".into(),
            pid: 4242,
            next_pid: 5001,
            main_log: b"2026-11-20 16:00:00,000 INFO supervisord started with pid 4242\n".to_vec(),
            password: None,
            multicall: true,
            shutting_down: false,
            changes: [const { Vec::new() }; 3],
            rules: Vec::new(),
            previous: Vec::new(),
            prepares: false,
            prepared: None,
            seen: Vec::new(),
            deeds: Vec::new(),
            accepted: 0,
            refused: 0,
            open: 0,
            most_open: 0,
        }
    }
}

impl FakeBuilder {
    /// Adds a program.
    pub fn program(mut self, program: Program) -> Self {
        self.state
            .programs
            .push(program.numbered(&mut self.state.next_pid));
        self
    }

    /// Wants Basic authentication.
    pub fn password(mut self, user: &str, password: &str) -> Self {
        self.state.password = Some((user.into(), password.into()));
        self
    }

    /// Says it is this version.
    pub fn version(mut self, version: &str) -> Self {
        self.state.version = version.into();
        self
    }

    /// Says this is its identifier.
    pub fn identification(mut self, name: &str) -> Self {
        self.state.identification = name.into();
        self
    }

    /// Has this in its own log.
    pub fn main_log(mut self, bytes: &[u8]) -> Self {
        self.state.main_log = bytes.to_vec();
        self
    }

    /// Does not know `system.multicall`, as the implementation in Go.
    pub fn without_multicall(mut self) -> Self {
        self.state.multicall = false;
        self
    }

    /// Prepares its answers to polls and counts none of them: a thousand such fakes cost little. Its
    /// programs change only from outside.
    pub fn prepared(mut self) -> Self {
        self.state.prepares = true;
        self
    }

    /// What `reloadConfig` finds: added, changed, removed groups.
    pub fn changes(mut self, added: &[&str], changed: &[&str], removed: &[&str]) -> Self {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        self.state.changes = [owned(added), owned(changed), owned(removed)];
        self
    }

    /// Misbehaves from the first request on.
    pub fn trouble(mut self, trouble: Trouble) -> Self {
        self.state.rules.push(trouble::Rule::always(None, trouble));
        self
    }

    /// Listens on a free port of 127.0.0.1.
    pub async fn listen(self) -> Fake {
        self.listen_on("127.0.0.1:0").await.unwrap()
    }

    /// Listens on an address, if this host has it.
    pub async fn listen_on(self, address: &str) -> std::io::Result<Fake> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(self.state));
        let task = tokio::spawn(http::serve_tcp(listener, Arc::clone(&shared)));
        Ok(Fake {
            shared,
            place: Place::Tcp(address),
            task,
        })
    }

    /// Listens on a unix socket.
    pub fn listen_unix(self, path: &Path) -> Fake {
        let listener = UnixListener::bind(path).unwrap();
        let shared = Arc::new(Shared::new(self.state));
        let task = tokio::spawn(http::serve_unix(listener, Arc::clone(&shared)));
        Fake {
            shared,
            place: Place::Unix(path.to_owned()),
            task,
        }
    }
}

impl Shared {
    fn new(state: State) -> Self {
        Self {
            state: Mutex::new(state),
            logs: watch::Sender::new(0),
            connections: watch::Sender::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl Fake {
    /// A supervisord without programs, not listening yet.
    #[expect(clippy::new_ret_no_self, reason = "the builder is where a fake begins")]
    pub fn new() -> FakeBuilder {
        FakeBuilder::default()
    }

    /// Where it listens.
    pub fn endpoint(&self) -> Endpoint {
        match &self.place {
            Place::Tcp(address) => Endpoint::Http {
                host: address.ip().to_string(),
                port: address.port(),
                prefix: String::new(),
            },
            Place::Unix(path) => Endpoint::Unix { path: path.clone() },
        }
    }

    /// A roster entry that leads to it.
    pub fn entry(&self, name: &str) -> NodeEntry {
        let state = self.shared.lock();
        NodeEntry {
            id: NodeId::new(name),
            endpoint: self.endpoint(),
            user: state.password.as_ref().map(|(user, _)| user.clone()),
            source: CredentialSource::default(),
            credential: name.to_owned(),
            labels: BTreeMap::default(),
            allow_plaintext: false,
            ca_file: None,
        }
    }

    /// Misbehaves on the next request of that method, once. Rules are used in the order given;
    /// methods inside a multicall count, and then the whole multicall meets the trouble.
    pub fn once(&self, method: &str, trouble: Trouble) {
        let rule = trouble::Rule::once(Some(method), trouble);
        self.shared.lock().rules.push(rule);
    }

    /// Misbehaves on every request of that method.
    pub fn always(&self, method: &str, trouble: Trouble) {
        let rule = trouble::Rule::always(Some(method), trouble);
        self.shared.lock().rules.push(rule);
    }

    /// Misbehaves on every request, of streams too.
    pub fn trouble(&self, trouble: Trouble) {
        let rule = trouble::Rule::always(None, trouble);
        self.shared.lock().rules.push(rule);
    }

    /// Behaves again.
    pub fn calm(&self) {
        self.shared.lock().rules.clear();
    }

    /// Everything that reached it.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.lock().seen.clone()
    }

    /// Everything it did to its programs because it was told to, which is less than what reached it.
    pub fn deeds(&self) -> Vec<Deed> {
        self.shared.lock().deeds.clone()
    }

    /// The same, and forgets it and what reached it.
    pub fn take_deeds(&self) -> Vec<Deed> {
        let mut state = self.shared.lock();
        state.seen.clear();
        std::mem::take(&mut state.deeds)
    }

    /// How often a method reached it, alone or inside a multicall.
    pub fn count(&self, method: &str) -> usize {
        let state = self.shared.lock();
        state
            .seen
            .iter()
            .filter(|seen| seen.method == method)
            .count()
    }

    /// Connections it has accepted in all.
    pub fn accepted(&self) -> usize {
        self.shared.lock().accepted
    }

    /// Requests it has answered with 401.
    pub fn refused(&self) -> usize {
        self.shared.lock().refused
    }

    /// Connections open at this moment.
    pub fn open(&self) -> usize {
        self.shared.lock().open
    }

    /// The most connections that were open at once.
    pub fn most_open(&self) -> usize {
        self.shared.lock().most_open
    }

    /// What a program is doing, without asking over the wire.
    pub fn phase(&self, namespec: &str) -> Phase {
        let mut state = self.shared.lock();
        state.program(namespec).phase()
    }

    /// Pid of a program, without asking over the wire; 0 for none.
    pub fn pid(&self, namespec: &str) -> i64 {
        let mut state = self.shared.lock();
        state.program(namespec).pid()
    }

    /// Changes a program behind everybody's back.
    pub fn change(&self, namespec: &str, change: impl FnOnce(&mut Program)) {
        let mut state = self.shared.lock();
        change(state.program(namespec));
        state.prepared = None;
        drop(state);
        self.shared.logs.send_modify(|version| *version += 1);
    }

    /// Adds a program while running.
    pub fn add(&self, program: Program) {
        let mut state = self.shared.lock();
        let program = program.numbered(&mut state.next_pid);
        state.programs.push(program);
    }

    /// Takes a program away while running.
    pub fn remove(&self, namespec: &str) {
        let mut state = self.shared.lock();
        state
            .programs
            .retain(|program| program.namespec() != namespec);
    }

    /// Writes to a program's standard output log.
    pub fn write(&self, namespec: &str, bytes: &[u8]) {
        self.change(namespec, |program| program.stdout.extend_from_slice(bytes));
    }

    /// Writes to a program's standard error log.
    pub fn write_err(&self, namespec: &str, bytes: &[u8]) {
        self.change(namespec, |program| program.stderr.extend_from_slice(bytes));
    }

    /// Writes to its own log.
    pub fn write_main(&self, bytes: &[u8]) {
        self.shared.lock().main_log.extend_from_slice(bytes);
        self.shared.logs.send_modify(|version| *version += 1);
    }

    /// Answers fault 6 to everything from now on, or no longer.
    pub fn shutting_down(&self, yes: bool) {
        self.shared.lock().shutting_down = yes;
    }

    /// Another supervisord takes its place: new pid, every program restarted.
    pub fn replace(&self) {
        let mut state = self.shared.lock();
        state.pid += 1;
        let State {
            programs, next_pid, ..
        } = &mut *state;
        for program in programs {
            program.respawn(next_pid);
        }
    }

    /// Dies: connections end, new ones are refused.
    pub async fn kill(&mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
        self.shared.connections.send_modify(|deaths| *deaths += 1);
        if let Place::Unix(path) = &self.place {
            let _ = std::fs::remove_file(path);
        }
    }

    /// Listens again where it did, as if it had never died.
    pub fn revive(&mut self) {
        let shared = Arc::clone(&self.shared);
        self.task = match &self.place {
            Place::Tcp(address) => {
                let socket = tokio::net::TcpSocket::new_v4().unwrap();
                socket.set_reuseaddr(true).unwrap();
                socket.bind(*address).unwrap();
                tokio::spawn(http::serve_tcp(socket.listen(128).unwrap(), shared))
            }
            Place::Unix(path) => {
                let listener = UnixListener::bind(path).unwrap();
                tokio::spawn(http::serve_unix(listener, shared))
            }
        };
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
        self.shared.connections.send_modify(|deaths| *deaths += 1);
    }
}

impl State {
    fn program(&mut self, namespec: &str) -> &mut Program {
        let found = self
            .programs
            .iter_mut()
            .find(|program| program.namespec() == namespec);
        found.unwrap_or_else(|| panic!("the fake has no {namespec}"))
    }
}
