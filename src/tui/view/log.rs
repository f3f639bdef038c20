//! The log pane.
use super::scene::Scene;
use crate::tui::state::LogPane;
use crate::tui::widget::Canvas;
use ratatui::layout::Rect;
pub fn draw(_scene: Scene<'_>, _pane: &LogPane, _area: Rect, _canvas: &mut Canvas<'_>) {}
