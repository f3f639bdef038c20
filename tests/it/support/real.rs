//! Real supervisords on this machine: started for one test, gone with all their children after it.

mod call;
mod install;
mod program;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use supdeck::model::{CredentialSource, Endpoint, NodeEntry, NodeId, Stream};
use tempfile::TempDir;

use super::python::Installed;
use super::wait;

pub use install::Version;
pub use program::Program;

/// The environment variable that marks every process of a node, orphans too.
const TAG: &str = "SUPDECK_TEST_NODE";
/// Runs supervisord from the directory it was installed into.
const LAUNCH: &str = "import site, sys; place = sys.argv.pop(1); sys.path.insert(0, place); \
    site.addsitedir(place); from supervisor.supervisord import main; main()";
/// Runs supervisorctl from there.
const CONTROL: &str = "import site, sys; place = sys.argv.pop(1); sys.path.insert(0, place); \
    site.addsitedir(place); from supervisor.supervisorctl import main; main()";
/// Somebody else may take a free port before supervisord does; not this often.
const TRIES: usize = 5;

/// A real supervisord.
#[derive(Debug)]
pub struct Real {
    directory: TempDir,
    installed: Installed,
    endpoint: Endpoint,
    login: Option<(String, String)>,
    child: Child,
}

/// What a real supervisord is to be.
#[derive(Clone, Debug)]
pub struct Builder {
    version: Version,
    programs: Vec<Program>,
    groups: Vec<String>,
    login: Option<(String, String)>,
    place: Place,
    main_log: Option<String>,
}

/// Where it is to listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Tcp,
    Unix,
}

impl Builder {
    /// Another version than the latest.
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// Adds a program.
    pub fn program(mut self, program: Program) -> Self {
        self.programs.push(program);
        self
    }

    /// Joins programs in a group.
    pub fn group(mut self, name: &str, programs: &[&str]) -> Self {
        self.groups.push(format!(
            "[group:{name}]\nprograms={}\n\n",
            programs.join(",")
        ));
        self
    }

    /// Asks for a user name and a password.
    pub fn login(mut self, user: &str, password: &str) -> Self {
        self.login = Some((user.into(), password.into()));
        self
    }

    /// Writes its own log somewhere else: a path, or `syslog`.
    pub fn main_log(mut self, path: &str) -> Self {
        self.main_log = Some(path.into());
        self
    }

    /// Listens on a unix socket instead of a port.
    pub fn unix(mut self) -> Self {
        self.place = Place::Unix;
        self
    }

    /// Starts it, and waits until it answers.
    pub fn start(self) -> Real {
        let number = self.version.number();
        let installed = self.version.install();
        let installed = installed.unwrap_or_else(|| panic!("supervisor {number} is not here"));
        let mut said = String::new();
        for _ in 0..TRIES {
            match self.attempt(&installed) {
                Ok(real) => return real,
                Err(reason) => said = reason,
            }
        }
        panic!("supervisor {number} does not start: {said}");
    }

    fn attempt(&self, installed: &Installed) -> Result<Real, String> {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("log")).unwrap();
        let endpoint = match self.place {
            Place::Unix => Endpoint::Unix {
                path: directory.path().join("sock"),
            },
            Place::Tcp => {
                let free = TcpListener::bind("127.0.0.1:0")
                    .unwrap()
                    .local_addr()
                    .unwrap();
                let (host, prefix) = (free.ip().to_string(), String::new());
                Endpoint::Http {
                    host,
                    port: free.port(),
                    prefix,
                }
            }
        };
        self.write(directory.path(), &endpoint);
        let child = spawn(installed, directory.path());
        let (installed, login) = (installed.clone(), self.login.clone());
        let mut real = Real {
            directory,
            installed,
            endpoint,
            login,
            child,
        };
        real.await_answer().map(|()| real)
    }

    fn write(&self, directory: &Path, endpoint: &Endpoint) {
        let here = directory.display();
        let server = match endpoint {
            Endpoint::Http { host, port, .. } | Endpoint::Https { host, port, .. } => {
                format!("[inet_http_server]\nport={host}:{port}\n")
            }
            Endpoint::Unix { path } => format!("[unix_http_server]\nfile={}\n", path.display()),
        };
        let login = self.login.as_ref().map(|(user, password)| {
            let file = directory.join("password");
            fs::write(&file, password).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
            format!(
                "username={user}\npassword={}\n",
                password.replace('%', "%%")
            )
        });
        let usual = || format!("{here}/supervisord.log");
        let main_log = self.main_log.clone().unwrap_or_else(usual);
        let programs = self.programs.iter().enumerate();
        let programs = programs.map(|(index, program)| program.section(directory, index));
        let text = format!(
            "[supervisord]\nlogfile={main_log}\npidfile={here}/supervisord.pid\n\
             childlogdir={here}/log\ndirectory={here}\nidentifier=real\n\n\
             [rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = \
             supervisor.rpcinterface:make_main_rpcinterface\n\n{server}{}\n{}{}",
            login.unwrap_or_default(),
            programs.collect::<String>(),
            self.groups.concat(),
        );
        fs::write(directory.join("supervisord.conf"), text).unwrap();
    }
}

impl Real {
    /// One of the latest version, on a free port, without a password and without programs.
    pub fn builder() -> Builder {
        Builder {
            version: Version::V4_3_0,
            programs: Vec::new(),
            groups: Vec::new(),
            login: None,
            place: Place::Tcp,
            main_log: None,
        }
    }

    /// The entry a config would give for it; its password lies in a 0600 file.
    pub fn node_entry(&self, name: &str) -> NodeEntry {
        let source = match &self.login {
            Some(_) => CredentialSource::File(self.directory.path().join("password")),
            None => CredentialSource::Keyring,
        };
        NodeEntry {
            id: NodeId::new(name),
            endpoint: self.endpoint.clone(),
            user: self.login.as_ref().map(|(user, _)| user.clone()),
            source,
            credential: name.into(),
            labels: BTreeMap::new(),
            allow_plaintext: false,
            ca_file: None,
        }
    }

    /// Where it listens.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Its own pid.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its config file, to be changed before a reread.
    pub fn config(&self) -> PathBuf {
        self.directory.path().join("supervisord.conf")
    }

    /// The file an output of a program goes to, or its own log.
    pub fn log(&self, program: &str, stream: Stream) -> PathBuf {
        let directory = self.directory.path();
        match stream {
            Stream::Stdout => directory.join("log").join(format!("{program}.out")),
            Stream::Stderr => directory.join("log").join(format!("{program}.err")),
            Stream::Main => directory.join("supervisord.log"),
        }
    }

    /// One call by hand; `params` are `<param>`s. Fails after 3 s without an answer.
    pub fn call(&self, method: &str, params: &str) -> io::Result<String> {
        let login = self
            .login
            .as_ref()
            .map(|(user, password)| (user.as_str(), password.as_str()));
        call::call(&self.endpoint, login, method, params)
    }

    /// The same without a password.
    pub fn call_unknown(&self, method: &str) -> io::Result<String> {
        call::call(&self.endpoint, None, method, "")
    }

    /// What its own `supervisorctl` prints, and how it exits.
    pub fn supervisorctl(&self, words: &[&str]) -> (String, i32) {
        let output = Command::new(&self.installed.python)
            .args(["-c", CONTROL])
            .arg(&self.installed.site)
            .args(["-s", &self.endpoint.to_string()])
            .args(words)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (text, output.status.code().unwrap())
    }

    /// The state of `group:name`, in supervisord's own word.
    pub fn state_of(&self, process: &str) -> String {
        let param = format!("<param><value><string>{process}</string></value></param>");
        let answer = self.call("supervisor.getProcessInfo", &param).unwrap();
        let member = answer
            .split_once("<name>statename</name>")
            .map_or("", |(_, rest)| rest);
        let begin = member.split_once("<string>").map_or("", |(_, rest)| rest);
        begin.split('<').next().unwrap_or("").to_owned()
    }

    /// Kills supervisord alone, as a crash would; its children live on without it.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again after a kill, at the same place, and waits until it answers.
    pub fn restart(&mut self) {
        let _ = fs::remove_file(self.directory.path().join("supervisord.pid"));
        self.child = spawn(&self.installed, self.directory.path());
        self.await_answer().unwrap();
    }

    /// Stops it in its tracks: it takes connections and answers none.
    pub fn freeze(&self) {
        self.signal(Signal::SIGSTOP);
        wait::until("supervisord is frozen", || {
            process_state(self.pid()) == Some('T')
        });
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal(Signal::SIGCONT);
    }

    /// Every other process that belongs to it, orphans too.
    pub fn children(&self) -> Vec<u32> {
        let mut found = tagged(&tag(self.directory.path()));
        found.retain(|pid| *pid != self.pid());
        found
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.pid().cast_signed()), signal).unwrap();
    }

    /// Waits until it answers; the reason, should it end instead.
    fn await_answer(&mut self) -> Result<(), String> {
        let path = self.directory.path().join("supervisord.pid");
        let mut ended = None;
        // The pid file is written once the port is its own: no stranger can answer for it.
        wait::until("supervisord answers", || {
            ended = self.child.try_wait().unwrap();
            let pid = fs::read_to_string(&path).unwrap_or_default();
            let is_ours = pid.trim() == self.pid().to_string();
            ended.is_some() || (is_ours && self.call("supervisor.getState", "").is_ok())
        });
        let console = self.directory.path().join("console");
        let said = || fs::read_to_string(&console).unwrap_or_default();
        ended.map_or(Ok(()), |status| Err(format!("{status}: {}", said())))
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        // Without its head nothing is started again; then the rest can be collected.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let tag = tag(self.directory.path());
        wait::until("all processes of a node are gone", || {
            let left = tagged(&tag);
            for pid in &left {
                let _ = kill(Pid::from_raw(pid.cast_signed()), Signal::SIGKILL);
            }
            left.is_empty()
        });
    }
}

fn spawn(installed: &Installed, directory: &Path) -> Child {
    let console = File::create(directory.join("console")).unwrap();
    Command::new(&installed.python)
        .args(["-c", LAUNCH])
        .arg(&installed.site)
        .args(["--nodaemon", "--configuration", "supervisord.conf"])
        .current_dir(directory)
        .envs([("LC_ALL", "C.UTF-8"), ("PYTHONUTF8", "1")])
        .env(TAG, directory)
        .stdin(Stdio::null())
        .stdout(console.try_clone().unwrap())
        .stderr(console)
        .spawn()
        .unwrap()
}

fn tag(directory: &Path) -> String {
    format!("{TAG}={}", directory.display())
}

/// Every living process with this in its environment.
pub fn tagged(tag: &str) -> Vec<u32> {
    let all = fs::read_dir("/proc").unwrap().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let is_ours = |pid: &u32| {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment
            .split(|byte| *byte == 0)
            .any(|variable| variable == tag.as_bytes())
    };
    pids.filter(is_ours).collect()
}

/// The letter the kernel gives for what a process does.
fn process_state(pid: u32) -> Option<char> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    line.rsplit_once(") ")?.1.chars().next()
}
