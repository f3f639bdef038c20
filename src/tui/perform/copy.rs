//! Puts a text on the clipboard, by the first way that takes it, and says which.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::timeout;

use crate::tui::excerpt::Excerpt;
use crate::tui::msg::{Done, Msg};
use crate::tui::terminal::{OSC_52_LIMIT, clipboard_sequence};

use super::after::After;
use super::ways::{Tool, Way};

/// How long a tool has: one that hangs holds nothing up but this copy.
const PATIENCE: Duration = Duration::from_secs(2);

/// Tries one way after the other.
pub(super) async fn copy(excerpt: Excerpt, what: String, ways: Vec<Way>) -> After {
    let text = excerpt.as_str();
    let size = format!("{what}, {} bytes", text.len());
    let mut reasons = Vec::new();
    for way in ways {
        let copied = || Msg::Performed(Done::Told(format!("copied {size}, by {way}")));
        match way {
            Way::Terminal(within) => match clipboard_sequence(text, within) {
                Some(sequence) => return After::Send(sequence, copied()),
                None => reasons.push(format!("{way} carries at most {OSC_52_LIMIT}")),
            },
            Way::Tool(tool) => match timeout(PATIENCE, give(tool, text)).await {
                Ok(Ok(status)) if status.success() => return After::Tell(copied()),
                Ok(Ok(status)) => reasons.push(format!("{way} ended with {status}")),
                Ok(Err(error)) => reasons.push(format!("{way}: {}", words(&error))),
                Err(_) => reasons.push(format!("{way} did not end in {PATIENCE:?}")),
            },
        }
    }
    let reasons = reasons.join("; ");
    After::Tell(Msg::Performed(Done::Failed(format!(
        "nothing was copied of {size}: {reasons}"
    ))))
}

/// Runs a tool, without a shell, and waits for its end. Those that go on serving the clipboard do
/// so in the background, in a group of their own: Ctrl-Z stops ours.
async fn give(tool: Tool, text: &str) -> io::Result<ExitStatus> {
    let mut child = Command::new(tool.program)
        .args(tool.arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // How it ended says more than that it did not read on.
        let _ = stdin.write_all(text.as_bytes()).await;
    }
    child.wait().await
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "not found".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terminal::Multiplexer;

    const OSC: Way = Way::Terminal(Multiplexer::None);

    /// A tool that a shell plays.
    fn shell(script: &'static [&'static str]) -> Way {
        Way::Tool(Tool {
            program: "sh",
            arguments: script,
        })
    }

    async fn tried(text: &str, ways: Vec<Way>) -> (bool, String) {
        let lines = text.lines().count();
        let after = copy(Excerpt::of(text), format!("{lines} lines"), ways).await;
        match after {
            After::Send(_, Msg::Performed(Done::Told(text))) => (true, text),
            After::Tell(Msg::Performed(Done::Told(text) | Done::Failed(text))) => (false, text),
            _ => panic!("nothing was told"),
        }
    }

    #[tokio::test]
    async fn the_first_way_that_takes_it_is_told() {
        let failing = shell(&["-c", "exit 3"]);
        let deaf = shell(&["-c", "exec <&-; exit 0"]);
        let checking = shell(&["-c", "test \"$(cat)\" = \"$(printf 'a\\nb')\""]);
        let missing = Way::Tool(Tool {
            program: "no-such-program-here",
            arguments: &[],
        });
        let by = |way: &str| format!("copied 2 lines, 3 bytes, by {way}");
        assert_eq!(tried("a\nb", vec![OSC]).await, (true, by("OSC 52")));
        let ways = vec![missing, failing, checking, OSC];
        assert_eq!(tried("a\nb", ways).await, (false, by("sh")));
        assert_eq!(tried("a\nb", vec![deaf]).await, (false, by("sh")));
        assert_eq!(
            tried("a\nb", vec![missing, failing, OSC]).await,
            (true, by("OSC 52"))
        );
    }

    #[tokio::test]
    async fn where_nothing_takes_it_every_reason_is_told() {
        let text = "x".repeat(60_000);
        let missing = Way::Tool(Tool {
            program: "no-such-program-here",
            arguments: &[],
        });
        let (_, told) = tried(&text, vec![OSC, missing, shell(&["-c", "exit 3"])]).await;
        assert_eq!(
            told,
            "nothing was copied of 1 lines, 60000 bytes: OSC 52 carries at most 56244; \
             no-such-program-here: not found; sh ended with exit status: 3"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_tool_that_hangs_is_given_up() {
        let (_, told) = tried("a", vec![shell(&["-c", "exec sleep 600"])]).await;
        assert_eq!(
            told,
            "nothing was copied of 1 lines, 1 bytes: sh did not end in 2s"
        );
    }
}
