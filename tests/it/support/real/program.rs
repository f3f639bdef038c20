//! Programs for a real supervisord to run: each shows one behaviour a console has to cope with.

use std::fs;
use std::path::Path;

/// One `[program:x]` section.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its name.
    pub name: String,
    run: Run,
    extra: Vec<String>,
}

#[derive(Clone, Debug)]
enum Run {
    /// A command line.
    Line(String),
    /// A shell script: supervisord's own quoting rules stay out of it.
    Script(String),
}

impl Program {
    /// A program with a command line of its own.
    pub fn new(name: &str, command: &str) -> Self {
        Self {
            name: name.into(),
            run: Run::Line(command.into()),
            extra: Vec::new(),
        }
    }

    fn script(name: &str, script: &str) -> Self {
        Self {
            name: name.into(),
            run: Run::Script(script.into()),
            extra: Vec::new(),
        }
    }

    /// Adds a line to its section, such as `startsecs=3`; the last one of a name wins.
    pub fn extra(mut self, line: &str) -> Self {
        self.extra.push(line.into());
        self
    }

    /// Runs until it is stopped.
    pub fn steady(name: &str) -> Self {
        Self::script(name, "exec sleep 100000")
    }

    /// Runs, and is not started by itself.
    pub fn manual(name: &str) -> Self {
        Self::steady(name).extra("autostart=false")
    }

    /// Ignores TERM: a stop takes `seconds`, until supervisord kills it.
    pub fn stubborn(name: &str, seconds: u32) -> Self {
        let script = "trap '' TERM; while :; do sleep 1; done";
        Self::script(name, script).extra(&format!("stopwaitsecs={seconds}"))
    }

    /// Dies at once, every time: BACKOFF, and FATAL after about 3 s.
    pub fn crash_loop(name: &str) -> Self {
        let script = "echo starting; echo 'cannot go on' >&2; exit 1";
        Self::script(name, script).extra("startretries=2")
    }

    /// Dies twice, then runs: BACKOFF, and RUNNING after about 4 s.
    pub fn flaky(name: &str) -> Self {
        let script = "echo x >> \"$0.tries\"\n\
            [ $(wc -l < \"$0.tries\") -gt 2 ] || exit 1\n\
            exec sleep 100000";
        Self::script(name, script).extra("startretries=5")
    }

    /// STARTING for 3 s.
    pub fn slow_start(name: &str) -> Self {
        Self::steady(name).extra("startsecs=3")
    }

    /// Ends at once with this code; only 0 is expected.
    pub fn one_shot(name: &str, code: u8) -> Self {
        let program = Self::script(name, &format!("exit {code}"));
        program
            .extra("startsecs=0")
            .extra("autorestart=false")
            .extra("exitcodes=0")
    }

    /// Writes numbered lines, about ten a second, to both outputs.
    pub fn writer(name: &str) -> Self {
        let script = "i=0\nwhile :; do\n\
            i=$((i + 1)); echo \"out $i\"; echo \"err $i\" >&2; sleep 0.1\ndone";
        Self::script(name, script)
    }

    /// Writes what no terminal should get: escapes, NUL, bytes that are no UTF-8.
    pub fn hostile(name: &str) -> Self {
        let script = "while :; do\n\
            printf '\\033[31mred\\033[0m \\033]0;title\\007 nul=\\000 bad=\\377\\376 cut=\\360\\237\\r\\n'\n\
            sleep 0.2\ndone";
        Self::script(name, script)
    }

    /// Cannot be started: there is no such command.
    pub fn bad_command(name: &str) -> Self {
        Self::new(name, "/no/such/binary --at-all").extra("startretries=1")
    }

    /// Its section, with its script written where the section says.
    pub fn section(&self, directory: &Path, index: usize) -> String {
        let command = match &self.run {
            Run::Line(line) => line.replace('%', "%%"),
            Run::Script(script) => {
                let path = directory.join(format!("program-{index}.sh"));
                fs::write(&path, script).unwrap();
                format!("/bin/sh {}", path.display())
            }
        };
        let name = &self.name;
        let log = directory.join("log");
        let log = log.display();
        let mut lines = vec![
            format!("[program:{name}]"),
            format!("command={command}"),
            "startsecs=1".into(),
            "stopwaitsecs=5".into(),
            format!("stdout_logfile={log}/{name}.out"),
            format!("stderr_logfile={log}/{name}.err"),
        ];
        for line in &self.extra {
            let key = line.split('=').next().unwrap_or(line);
            lines.retain(|known| known.split('=').next() != Some(key));
            lines.push(line.clone());
        }
        lines.join("\n") + "\n\n"
    }
}
