//! What the loop has to do after an effect.

use crate::tui::msg::Msg;
use crate::tui::terminal::Ending;

/// What the loop has to do after an effect.
pub(in crate::tui) enum After {
    /// Go on.
    Nothing,
    /// Fold this in.
    Tell(Msg),
    /// Write this sequence to the terminal, then fold that in.
    Send(Vec<u8>, Msg),
    /// Leave.
    End(Ending),
}
