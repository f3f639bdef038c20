//! stub
use crate::tui::keymap::Keymap;
use crate::tui::seen::Seen;
use crate::tui::state::State;
use crate::tui::theme::Theme;
pub use crate::tui::widget::Glyphs;
/// Look
pub struct Look {
    /// t
    pub theme: Theme,
    /// k
    pub keymap: Keymap,
    /// g
    pub glyphs: Glyphs,
}
/// draw
pub fn draw(_: &State, _: &Look, _: &mut ratatui::Frame<'_>) -> Seen {
    Seen::default()
}
