//! The loop: one message after the other, one owner of the state, a frame when one is due.

use std::io;
use std::time::Duration;

use crossterm::event::Event as TerminalEvent;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use crate::engine::{Clock, Engine};

use super::input;
use super::msg::Msg;
use super::perform::{After, Hands};
use super::state::State;
use super::terminal::{Ending, Endings, Guard, Keyboard, Line, Summons, TerminalError};
use super::update::{settle, update};
use super::view::{Look, draw};

/// Events folded in before the next look at the keys.
const EVENTS_AT_ONCE: usize = 512;
/// Frames that nobody waits for are at least this far apart.
const FRAME: Duration = Duration::from_millis(33);
/// Making a frame may take this share of the time: one part in so many.
const FRAME_SHARE: u32 = 4;
/// Sorting again what changed by itself may take this share: only a fleet of many thousand
/// processes, of which one always changes, ever has to wait for it.
const SORT_SHARE: u32 = 64;

/// Everything the console needs.
pub struct Console {
    /// What it shows at first.
    pub state: State,
    /// How it looks, and its keys.
    pub look: Look,
    /// What stands behind it.
    pub engine: Engine,
    /// What time it is.
    pub clock: Clock,
}

/// Shows the console until the user leaves, a signal comes, or the terminal is gone.
///
/// # Errors
///
/// Returns why there is no console on this terminal.
pub async fn run(console: Console, keyboard: &mut Keyboard) -> Result<Ending, TerminalError> {
    // Before the terminal is ours: a signal in between must not leave it as it is then.
    let endings = Endings::new()?;
    let guard = Guard::enter()?;
    let handle = console.engine.handle.clone();
    let line = keyboard.listen()?;
    let mut turning = Loop {
        hands: Hands::new(guard, handle.clone(), line.reins.clone()),
        console,
        endings,
        line,
        due: Instant::now(),
        sort_due: Instant::now(),
    };
    let ending = turning.turn().await;
    turning.hands.rest().await;
    handle.stop().await;
    ending.or_else(|error| {
        // A terminal that cannot be written to is as good as gone.
        tracing::warn!("the terminal cannot be used any more: {error}");
        Ok(Ending::HangUp)
    })
}

/// The running console.
struct Loop<'line> {
    console: Console,
    hands: Hands,
    endings: Endings,
    line: &'line mut Line,
    due: Instant,
    sort_due: Instant,
}

/// When tables are sorted again for a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Somebody pressed a key and looks.
    Now,
    /// Not too often.
    WhenDue,
}

impl Loop<'_> {
    async fn turn(&mut self) -> io::Result<Ending> {
        let mut tick = interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
        self.fold(Msg::Tick(self.console.clock.now())).await?;
        self.frame(Sort::Now)?;
        loop {
            let is_ours = !self.hands.has_guest();
            let wants_frame = self.console.state.dirty && is_ours;
            let folded = tokio::select! { biased;
                summons = self.endings.next() => match summons {
                    Summons::End(ending) => return Ok(ending),
                    Summons::Suspend => {
                        self.hands.suspend()?;
                        self.console.state.dirty = true;
                        None
                    }
                },
                _ = self.line.gone.recv() => return Ok(Ending::HangUp),
                event = self.line.events.recv(), if is_ours => match event {
                    Some(event) => self.heard(event).await?,
                    None => return Ok(Ending::HangUp),
                },
                after = self.hands.next() => {
                    self.console.state.dirty = true;
                    self.follow(after?).await?
                }
                () = sleep_until(self.due), if wants_frame => {
                    self.frame(Sort::WhenDue)?;
                    None
                }
                _ = tick.tick() => self.fold(Msg::Tick(self.console.clock.now())).await?,
                Some(event) = self.console.engine.events.recv() => self.events(event).await?,
            };
            if let Some(ending) = folded {
                return Ok(ending);
            }
        }
    }

    /// A key is answered by a frame of its own, once no other key waits.
    async fn heard(&mut self, event: TerminalEvent) -> io::Result<Option<Ending>> {
        self.endings.take_interrupts();
        if let TerminalEvent::Resize(..) = event {
            // Even if the size is what it was: some terminals wrap what they show.
            self.hands.guard.forget();
            self.console.state.dirty = true;
        }
        let focus = self.console.state.focus();
        if let Some(msg) = input::read(event, focus, &self.console.look.keymap) {
            self.console.state.now = self.console.clock.now();
            if let Some(ending) = self.fold(msg).await? {
                return Ok(Some(ending));
            }
        }
        if self.line.events.is_empty() {
            self.frame(Sort::Now)?;
        }
        Ok(None)
    }

    async fn events(&mut self, first: crate::engine::Event) -> io::Result<Option<Ending>> {
        let mut next = Some(first);
        let mut folded = 0;
        while let Some(event) = next {
            if let Some(ending) = self.fold(Msg::Engine(event)).await? {
                return Ok(Some(ending));
            }
            folded += 1;
            next = (folded < EVENTS_AT_ONCE)
                .then(|| self.console.engine.events.try_recv().ok())
                .flatten();
        }
        Ok(None)
    }

    async fn fold(&mut self, msg: Msg) -> io::Result<Option<Ending>> {
        self.follow(After::Tell(msg)).await
    }

    /// Does what is to be done after an effect, and after what that brings.
    async fn follow(&mut self, after: After) -> io::Result<Option<Ending>> {
        let mut waiting = vec![after];
        while let Some(after) = waiting.pop() {
            let msg = match after {
                After::Nothing => continue,
                After::Tell(msg) => msg,
                After::Send(sequence, msg) => {
                    self.hands.guard.send(&sequence)?;
                    msg
                }
                After::End(ending) => return Ok(Some(ending)),
            };
            for effect in update(&mut self.console.state, msg) {
                waiting.push(self.hands.perform(effect, &mut self.endings).await?);
            }
        }
        Ok(None)
    }

    /// One frame, if anything changed and the terminal is not lent; what it showed is folded in.
    fn frame(&mut self, sort: Sort) -> io::Result<()> {
        let state = &mut self.console.state;
        if !state.dirty || self.hands.has_guest() {
            return Ok(());
        }
        let began = Instant::now();
        tui_logger::move_events();
        let is_late = sort == Sort::WhenDue && began < self.sort_due;
        let is_held = is_late && std::mem::take(&mut state.stale);
        settle(state);
        if is_held {
            // The rows in sight are drawn as they are now; their order follows.
            state.stale = true;
        } else {
            self.sort_due = began + began.elapsed() * SORT_SHARE;
        }
        let look = &self.console.look;
        let seen = self.hands.guard.draw(|frame| draw(state, look, frame))?;
        state.dirty = false;
        // A slow link may have held the frame: what it showed is on screen only now.
        state.now = self.console.clock.now();
        update(state, Msg::Drawn(seen));
        self.hands.guard.set_title(&title(state))?;
        let spent = began.elapsed();
        self.due = Instant::now() + FRAME.max(spent * FRAME_SHARE);
        Ok(())
    }
}

/// The window's title says how many things need somebody.
fn title(state: &State) -> String {
    match state.board.attention.len() {
        0 => "supdeck".to_owned(),
        some => format!("supdeck {some}!"),
    }
}
