//! The page of a node.
use super::scene::Scene;
use crate::tui::widget::Canvas;
use ratatui::layout::Rect;
pub fn draw(scene: Scene<'_>, _id: &crate::model::NodeId, area: Rect, canvas: &mut Canvas<'_>) {
    super::listing::draw(scene, scene.state.listing(), area, canvas);
}
