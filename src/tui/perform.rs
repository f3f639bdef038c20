//! Does what `update` wants done: asks the engine, copies, suspends.

use nix::sys::signal::{Signal, kill, raise};
use nix::unistd::{Pid, getpgrp, getsid};

use crate::engine::Handle;

use super::effect::Effect;
use super::msg::{Done, Msg};
use super::terminal::{Ending, Endings, Guard, Multiplexer, clipboard_sequence};

/// What the loop has to do after an effect.
pub enum After {
    /// Go on.
    Nothing,
    /// Fold this in.
    Tell(Msg),
    /// Leave.
    End(Ending),
}

/// Does one effect.
///
/// # Errors
///
/// Returns what the system said of the terminal; mostly that it is gone.
pub async fn perform(
    effect: Effect,
    handle: &Handle,
    guard: &mut Guard,
    endings: &mut Endings,
) -> std::io::Result<After> {
    match effect {
        Effect::Ask(request) => Ok(match handle.ask(request) {
            Ok(()) => After::Nothing,
            Err(error) => After::Tell(Msg::Performed(Done::Failed(format!(
                "nothing was asked: {error}"
            )))),
        }),
        Effect::Copy { text, what } => {
            let done = match clipboard_sequence(&text, Multiplexer::around()) {
                Some(sequence) => {
                    guard.send(&sequence)?;
                    Done::Told(format!("copied {what}, {} bytes, by OSC 52", text.len()))
                }
                None => Done::Failed(format!("{what} are too much for a terminal's clipboard")),
            };
            Ok(After::Tell(Msg::Performed(done)))
        }
        Effect::Redraw => {
            guard.forget();
            Ok(After::Nothing)
        }
        Effect::Suspend if nobody_continues_us() => Ok(After::Tell(Msg::Performed(Done::Failed(
            "there is no shell to go back to: supdeck was started without one".to_owned(),
        )))),
        Effect::Suspend => {
            suspend_group(guard, endings).await?;
            Ok(After::Nothing)
        }
        Effect::Adopt(adoption) => Ok(After::End(Ending::Adopt(adoption))),
        Effect::Quit => Ok(After::End(Ending::Quit)),
    }
}

/// A shell with job control would have put us into a process group of our own; without one a
/// stopped console would stay stopped for ever, and the terminal with it.
fn nobody_continues_us() -> bool {
    getsid(None).is_ok_and(|leader| leader == getpgrp())
}

/// Ctrl-Z: as the shell expects it, the whole job stops, a wrapper around us included.
async fn suspend_group(guard: &mut Guard, endings: &mut Endings) -> std::io::Result<()> {
    super::terminal::restore();
    if kill(Pid::from_raw(0), Signal::SIGTSTP).is_ok() {
        endings.swallow_suspend().await;
    }
    suspend_self(guard)
}

/// Stops us until somebody continues us, with the terminal given back meanwhile.
///
/// # Errors
///
/// Returns what the system said of the terminal.
pub fn suspend_self(guard: &mut Guard) -> std::io::Result<()> {
    guard.lend(|| {
        // If the system refuses to stop us we simply go on.
        let _ = raise(Signal::SIGSTOP);
    })
}
