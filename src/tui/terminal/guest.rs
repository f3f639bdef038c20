//! Another program that has the terminal for a while, such as a pager.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};
use nix::unistd::Pid;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, Command};
use tokio::time::timeout;

/// How long it has to leave the terminal as it found it, when we are told to end.
const FAREWELL: Duration = Duration::from_millis(300);

/// A program that shows a text on the terminal, which is not ours meanwhile.
#[derive(Debug)]
pub struct Guest {
    child: Child,
    stdin: Option<ChildStdin>,
    text: String,
    fed: usize,
    /// How the terminal was set: one that was killed leaves it as it needed it.
    found: Option<Termios>,
}

impl Guest {
    /// Starts it on a text. It stays in our process group, so the terminal is its own.
    ///
    /// # Errors
    ///
    /// Returns why it could not be started.
    pub fn start(mut command: Command, text: String) -> io::Result<Self> {
        let found = tcgetattr(io::stdin()).ok();
        let mut child = command.stdin(Stdio::piped()).kill_on_drop(true).spawn()?;
        Ok(Self {
            stdin: child.stdin.take(),
            child,
            text,
            fed: 0,
            found,
        })
    }

    /// Feeds it, and waits for its end. Nothing is lost when it is dropped and called again.
    ///
    /// # Errors
    ///
    /// Returns what the system said.
    pub async fn ended(&mut self) -> io::Result<ExitStatus> {
        while let Some(stdin) = &mut self.stdin {
            let rest = &self.text.as_bytes()[self.fed..];
            tokio::select! {
                status = self.child.wait() => return status,
                written = stdin.write(rest) => match written {
                    Ok(some) if some > 0 => self.fed += some,
                    // All is written, or it reads no more.
                    Ok(_) | Err(_) => self.stdin = None,
                },
            }
        }
        self.child.wait().await
    }

    /// Tells it to end, and gives it a moment to tidy the terminal up.
    pub async fn dismiss(mut self) {
        let pid = self.child.id().and_then(|pid| i32::try_from(pid).ok());
        if let Some(pid) = pid {
            // It may just have ended.
            let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
        }
        // What does not listen is killed when it is dropped.
        let _ = timeout(FAREWELL, self.ended()).await;
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        if let Some(found) = &self.found {
            // The terminal may be gone.
            let _ = tcsetattr(io::stdin(), SetArg::TCSANOW, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[tokio::test]
    async fn it_gets_every_byte_however_often_it_is_waited_for() {
        let text = "0123456789".repeat(100_000);
        let mut guest = Guest::start(shell("test $(wc -c) = 1000000"), text).unwrap();
        let status = loop {
            if let Ok(ended) = timeout(Duration::from_micros(50), guest.ended()).await {
                break ended.unwrap();
            }
        };
        assert!(status.success());
    }

    #[tokio::test]
    async fn it_may_end_before_it_has_read_all() {
        let text = "x".repeat(1 << 20);
        let mut guest = Guest::start(shell("exit 4"), text).unwrap();
        assert_eq!(guest.ended().await.unwrap().code(), Some(4));
        let mut guest = Guest::start(shell("true"), String::new()).unwrap();
        assert!(guest.ended().await.unwrap().success());
    }

    #[tokio::test]
    async fn it_can_be_sent_away() {
        let folder = tempfile::tempdir().unwrap();
        let note = folder.path().join("note");
        let script = format!(
            "trap 'echo tidied > {0}; exit' TERM; echo up > {0}.up; while :; do sleep 0.01; done",
            note.display()
        );
        let guest = Guest::start(shell(&script), String::new()).unwrap();
        let up = folder.path().join("note.up");
        let deadline = std::time::Instant::now() + Duration::from_mins(1);
        while !up.exists() {
            assert!(std::time::Instant::now() < deadline);
            tokio::task::yield_now().await;
        }
        guest.dismiss().await;
        assert_eq!(std::fs::read_to_string(note).unwrap(), "tidied\n");
    }
}
