//! The first-run screen.
use super::scene::Scene;
use crate::tui::widget::Canvas;
use ratatui::layout::Rect;
pub fn draw(_scene: Scene<'_>, _area: Rect, _canvas: &mut Canvas<'_>) {}
