//! A menu: entries with their keys, counts, and why some cannot be chosen.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::model::{display_width, shorten_middle};
use crate::tui::state::{Chosen, Menu, MenuItem, MenuKind};
use crate::tui::theme::Role;
use crate::tui::view::scene::Scene;
use crate::tui::widget::{Body, Canvas, Place, Popup, pad, restyled};

use super::parts::{popup, text_width};

/// Columns of the box.
const WIDTH: u16 = 72;
/// Columns of an entry's words.
const LABEL: usize = 32;
/// Lines of the box that are no entries.
const AROUND: usize = 4;

/// Draws it.
pub fn draw(scene: Scene<'_>, menu: &Menu, area: Rect, canvas: &mut Canvas<'_>) {
    let width = text_width(WIDTH, area);
    let mut head = Vec::new();
    let about = if menu.about.is_empty() {
        names(scene, &menu.chosen, width)
    } else {
        scene.clip(&menu.about, width)
    };
    if !about.is_empty() {
        head.extend([Line::raw(about), Line::default()]);
    }
    let body = Body {
        head,
        rows: menu.items.len(),
        row: Box::new(|at| row(scene, menu, at, width)),
        tail: Vec::new(),
        buttons: Vec::new(),
        cursor: None,
    };
    let room = usize::from(area.height).saturating_sub(AROUND);
    Popup {
        foot: Line::raw(foot(menu.kind)),
        width: WIDTH,
        place: Place::Corner,
        scroll: (menu.cursor + 1).saturating_sub(room),
        ..popup(scene.title(menu.title.clone()), body)
    }
    .draw(area, scene.frame(), canvas);
}

/// The names that have room, and how many more there are.
fn names(scene: Scene<'_>, chosen: &Chosen, width: usize) -> String {
    let total = chosen.processes.len();
    let mut text = String::new();
    for (at, id) in chosen.processes.iter().enumerate() {
        let more = match total - at - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let name = format!("{} {}", id.node, id.label());
        if at == 0 {
            // One is always named, if need be without its middle.
            let room = width.saturating_sub(more.len());
            text = shorten_middle(&name, room, scene.look.glyphs.ellipsis()).into_owned();
        } else if display_width(&text) + 2 + display_width(&name) + more.len() <= width {
            text = format!("{text}, {name}");
        } else {
            return format!("{text} and {} more", total - at);
        }
    }
    text
}

fn foot(kind: MenuKind) -> &'static str {
    match kind {
        MenuKind::Actions => "R S T K and the typed ones ask first   esc closes",
        MenuKind::Marks => "numbers: how many it would add   esc closes",
        MenuKind::Sort | MenuKind::Copies => "esc closes",
        MenuKind::Signals => "asks first   esc closes",
    }
}

fn row(scene: Scene<'_>, menu: &Menu, at: usize, width: usize) -> Line<'static> {
    let Some(item) = menu.items.get(at) else {
        return Line::default();
    };
    let line = entry(scene, item, width);
    if at == menu.cursor {
        restyled(line, scene.style(Role::Cursor))
    } else {
        line
    }
}

fn entry(scene: Scene<'_>, item: &MenuItem, width: usize) -> Line<'static> {
    let note_width = width.saturating_sub(LABEL + 4);
    let note = pad(&scene.clip(&item.note, note_width), note_width);
    // Struck through says it; the note says why where that cannot be shown.
    let style = if item.enabled {
        Style::new()
    } else {
        Style::new().add_modifier(Modifier::CROSSED_OUT)
    };
    let label = scene.clip(&item.label, LABEL - 1);
    let blanks = " ".repeat(LABEL.saturating_sub(display_width(&label)));
    Line::from(vec![
        scene.span(Role::Key, item.key.to_string()),
        Span::raw("  "),
        Span::styled(label, style),
        Span::raw(blanks),
        scene.span(Role::Hint, note),
    ])
}
