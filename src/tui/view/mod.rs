//! Views, for now.
/// x
#[derive(Clone, Debug)]
pub struct Look {
    /// x
    pub theme: super::theme::Theme,
    /// x
    pub keymap: super::keymap::Keymap,
    /// x
    pub glyphs: Glyphs,
}
/// x
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// x
    Ascii,
    /// x
    Unicode,
}
/// x
pub fn draw(_: &super::state::State, _: &Look, _: &mut ratatui::Frame<'_>) -> super::seen::Seen {
    super::seen::Seen::default()
}
