//! Runs a password command: argv without a shell, bounded in time and output, killed with its children.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::model::Clean;

use super::error::CommandTrouble;
use super::source::SOURCE_LIMIT;

/// How long after its end a command's output is awaited, if a child of it still holds the pipe.
const GRACE: Duration = Duration::from_millis(500);
/// Letters of a command's complaint that are shown.
const COMPLAINT: usize = 200;

/// What a command printed, as far as it is kept.
type Output = Zeroizing<Vec<u8>>;

/// Runs the command and gives what it printed on its standard output, at most [`SOURCE_LIMIT`] bytes.
pub(super) async fn run(argv: &[String], limit: Duration) -> Result<Output, CommandTrouble> {
    let mut child = spawn(argv)?;
    let mut family = Family::of(&child);
    let collected = timeout(limit, collect(&mut child)).await;
    let (status, stdout, stderr) = collected
        .map_err(|_| CommandTrouble::TimedOut { limit })?
        .map_err(|error| CommandTrouble::Unread {
            reason: error.to_string(),
        })?;
    family.leave();
    match (status.code(), status.signal()) {
        (Some(0), _) => Ok(stdout),
        (Some(status), _) => Err(CommandTrouble::Failed {
            status,
            stderr: complaint(&stderr, &stdout),
        }),
        (None, signal) => Err(CommandTrouble::Killed {
            signal: signal.unwrap_or_default(),
            stderr: complaint(&stderr, &stdout),
        }),
    }
}

/// The processes a command started, all in one group: killed unless the command ended by itself.
struct Family(Option<Pid>);

impl Family {
    fn of(child: &Child) -> Self {
        let leader = child.id().and_then(|id| i32::try_from(id).ok());
        Self(leader.map(Pid::from_raw))
    }

    /// What the command left running on purpose, such as an agent, is left alone.
    fn leave(&mut self) {
        self.0 = None;
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            // The leader is not reaped yet, so its number is still its own; it may have ended.
            let _ = killpg(leader, Signal::SIGKILL);
        }
    }
}

fn spawn(argv: &[String]) -> Result<Child, CommandTrouble> {
    let (program, rest) = argv.split_first().ok_or(CommandTrouble::NoWords)?;
    Command::new(program)
        .args(rest)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true)
        // With it gpg would draw its own prompt over our screen.
        .env_remove("GPG_TTY")
        .spawn()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => CommandTrouble::NotFound,
            _ => CommandTrouble::NotStarted {
                reason: error.to_string(),
            },
        })
}

/// Waits for the end while reading both pipes, so that a talkative command does not stall.
async fn collect(child: &mut Child) -> io::Result<(ExitStatus, Output, Output)> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let mut out = Zeroizing::new(Vec::with_capacity(SOURCE_LIMIT));
    let mut err = Zeroizing::new(Vec::with_capacity(SOURCE_LIMIT));
    let status = {
        let reading = async { tokio::try_join!(drain(stdout, &mut out), drain(stderr, &mut err)) };
        tokio::pin!(reading);
        tokio::select! {
            read = &mut reading => {
                read?;
                child.wait().await?
            }
            status = child.wait() => {
                if let Ok(read) = timeout(GRACE, reading).await {
                    read?;
                }
                status?
            }
        }
    };
    Ok((status, out, err))
}

/// Reads to the end and keeps what fits; the room is all there, so no copy is left behind.
async fn drain(pipe: Option<impl AsyncRead + Unpin>, kept: &mut Output) -> io::Result<()> {
    let Some(mut pipe) = pipe else {
        return Ok(());
    };
    let mut chunk = Zeroizing::new(vec![0; 4096]);
    loop {
        let length = pipe.read(&mut chunk).await?;
        if length == 0 {
            return Ok(());
        }
        let room = SOURCE_LIMIT - kept.len();
        kept.extend_from_slice(&chunk[..length.min(room)]);
    }
}

/// The last line of a command's standard error, with every line of its output struck out of it.
fn complaint(stderr: &[u8], stdout: &[u8]) -> Clean {
    let words = Zeroizing::new(String::from_utf8_lossy(stderr).into_owned());
    let output = Zeroizing::new(String::from_utf8_lossy(stdout).into_owned());
    let last = words.lines().rfind(|line| !line.trim().is_empty());
    let mut last = Zeroizing::new(last.unwrap_or_default().trim().to_owned());
    for secret in output
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        last = Zeroizing::new(last.replace(secret, "***"));
    }
    let shown: Zeroizing<String> = Zeroizing::new(last.chars().take(COMPLAINT).collect());
    Clean::text(&shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    fn shell(script: &str) -> Vec<String> {
        ["sh", "-c", script].map(str::to_owned).to_vec()
    }

    async fn run_shell(script: &str, limit: Duration) -> Result<String, CommandTrouble> {
        let output = run(&shell(script), limit).await?;
        Ok(String::from_utf8_lossy(&output).into_owned())
    }

    #[tokio::test]
    async fn the_output_comes_back_even_if_a_child_holds_the_pipe() {
        assert_eq!(run_shell("printf 'pw\\nx'", LONG).await.unwrap(), "pw\nx");
        let held = run_shell("echo pw; sleep 5 & exit 0", LONG).await;
        assert_eq!(held.unwrap(), "pw\n");
    }

    #[tokio::test]
    async fn stdin_is_empty_and_no_shell_reads_the_words() {
        assert_eq!(run_shell("cat; echo end", LONG).await.unwrap(), "end\n");
        let words = ["printf", "%s", "$HOME; `id`"].map(str::to_owned);
        assert_eq!(run(&words, LONG).await.unwrap().as_slice(), b"$HOME; `id`");
    }

    #[tokio::test]
    async fn a_flood_is_cut_and_a_hang_is_killed_with_its_children() {
        let flood = run_shell(
            "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2",
            LONG,
        );
        assert_eq!(flood.await.unwrap().len(), SOURCE_LIMIT);

        let folder = tempfile::tempdir().unwrap();
        let note = folder.path().join("pid");
        let script = format!("sleep 600 & echo $! > {}; wait", note.display());
        let limit = Duration::from_secs(2);
        let hung = run_shell(&script, limit).await;
        assert_eq!(hung, Err(CommandTrouble::TimedOut { limit }));
        let child = std::fs::read_to_string(note).unwrap();
        wait_until_gone(child.trim());
    }

    /// A killed child that nobody reaps stays in the table as a zombie: that is gone enough.
    fn wait_until_gone(pid: &str) {
        let deadline = std::time::Instant::now() + LONG;
        loop {
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"));
            match stat {
                Err(_) => return,
                Ok(stat) if stat.contains(") Z ") => return,
                Ok(stat) => assert!(std::time::Instant::now() < deadline, "still there: {stat}"),
            }
            std::thread::yield_now();
        }
    }

    #[tokio::test]
    async fn failures_say_what_the_command_said_but_not_the_password() {
        let script =
            "echo canary-pw; printf 'first\\ncannot open \\033[31mcanary-pw\\n\\n' >&2; exit 3";
        let failed = run_shell(script, LONG).await.unwrap_err();
        assert_eq!(
            failed.to_string(),
            "ended with status 3: cannot open \\x1b[31m***"
        );
        let killed = run_shell("kill -9 $$", LONG).await.unwrap_err();
        assert_eq!(killed.to_string(), "was killed by signal 9");
    }

    #[tokio::test]
    async fn what_cannot_run_says_why() {
        let trouble = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            async move { run(&words, LONG).await.unwrap_err().to_string() }
        };
        assert_eq!(trouble(&[]).await, "names no command");
        assert_eq!(trouble(&["no-such-program-here"]).await, "was not found");
        let folder = trouble(&["/"]).await;
        assert!(folder.starts_with("could not be started: "), "{folder}");
    }
}
