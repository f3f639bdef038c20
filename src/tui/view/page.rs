//! The page below the header: its tables, and the log pane beside or below them.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::EnvironmentName;
use crate::tui::state::{Listing, LogPane, PageKind, RowKind};
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, Rule};

use super::scene::Scene;
use super::words::{count, grouped};
use super::{dashboard, listing, log, node};

/// From this width on the log pane lies beside the table.
const BESIDE: u16 = 140;
/// Rows a table keeps beside a log pane below it: rule, head and two rows.
const FEW: u16 = 4;

/// Draws the page, and the log pane if one is open.
pub fn draw(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(pane) = &scene.state.log else {
        draw_page(scene, area, canvas);
        return;
    };
    if pane.zoomed {
        log::draw(scene, pane, area, canvas);
    } else if area.width >= BESIDE {
        let (left, line, right) = beside(area, pane);
        draw_page(scene, left, canvas);
        draw_divider(scene, line, canvas);
        log::draw(scene, pane, right, canvas);
    } else {
        let (above, below) = stacked(area, pane);
        draw_page(scene, above, canvas);
        log::draw(scene, pane, below, canvas);
    }
}

fn beside(area: Rect, pane: &LogPane) -> (Rect, Rect, Rect) {
    let share = area.width * pane.share.min(90) / 100;
    let left = Rect {
        width: area.width - share - 1,
        ..area
    };
    let line = Rect {
        x: left.right(),
        width: 1,
        ..area
    };
    let right = Rect {
        x: line.right(),
        width: share,
        ..area
    };
    (left, line, right)
}

fn stacked(area: Rect, pane: &LogPane) -> (Rect, Rect) {
    let share = area.height * pane.share.min(90) / 100;
    let share = share.clamp(FEW.min(area.height), area.height.saturating_sub(FEW).max(1));
    let above = Rect {
        height: area.height - share,
        ..area
    };
    let below = Rect {
        y: above.bottom(),
        height: share,
        ..area
    };
    (above, below)
}

/// A line down between two panes.
pub fn draw_divider(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let down = scene.span(Role::Rule, scene.look.glyphs.down().to_string());
    for row in 0..usize::from(area.height) {
        canvas.line(area, row, &Line::from(down.clone()));
    }
}

fn draw_page(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let page = scene.state.page();
    match &page.kind {
        PageKind::Dashboard => dashboard::draw(scene, area, canvas),
        PageKind::Node(id) => node::draw(scene, id, area, canvas),
        PageKind::Table | PageKind::Environment(_) | PageKind::Group(_) => {
            draw_tables(scene, &page.listings, area, canvas);
        }
    }
}

/// One table below the other, each with a rule; the one with the cursor has the greater part.
fn draw_tables(scene: Scene<'_>, listings: &[Listing], area: Rect, canvas: &mut Canvas<'_>) {
    let mut y = area.y;
    for (at, height) in heights(listings, area.height).into_iter().enumerate() {
        let part = Rect { y, height, ..area };
        y += height;
        let rule = match listings.len() {
            1 => Rule::default(),
            _ => titled(scene, &listings[at]),
        };
        scene.rule(rule, part, canvas);
        let below = Rect {
            y: part.y.saturating_add(1),
            height: part.height.saturating_sub(1),
            ..part
        };
        listing::draw(scene, &listings[at], below, canvas);
    }
}

fn heights(listings: &[Listing], height: u16) -> Vec<u16> {
    let [first, rest @ ..] = listings else {
        return Vec::new();
    };
    if rest.is_empty() {
        return vec![height];
    }
    // The first takes what its rows need, but leaves the second at least half.
    let wanted = u16::try_from(first.order.len().max(1))
        .unwrap_or(u16::MAX)
        .saturating_add(2);
    let upper = wanted.min(height / 2);
    vec![upper, height - upper]
}

fn titled(scene: Scene<'_>, listing: &Listing) -> Rule<'static> {
    let noun = match listing.kind {
        RowKind::Node => "NODES",
        RowKind::Process => "PROCESSES",
        RowKind::Environment => "ENVIRONMENTS",
        RowKind::Group => "GROUPS",
        RowKind::Attention => "NEEDS ATTENTION",
    };
    let text = format!("{noun} {}", grouped(listing.order.len()));
    let focused = scene.has_cursor(listing) && !scene.log_has_focus();
    let title = if focused {
        scene.title(format!("[{text}]"))
    } else {
        ratatui::text::Span::raw(text)
    };
    let marked = scene.state.marks.count(listing.kind);
    let words = match (listing.filter.text.is_empty(), marked) {
        (false, _) => format!("{} of {}", listing.order.len(), listing.total),
        (true, 0) => String::new(),
        (true, marked) => format!("{} marked", count(marked, "row")),
    };
    Rule::new(title).words(words)
}

/// The name of an environment, with words for none.
pub fn environment_title(name: Option<&EnvironmentName>) -> &str {
    name.map_or("no environment", EnvironmentName::as_str)
}
