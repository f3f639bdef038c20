//! What lies on top of the page: one file a dialog; only the topmost is drawn.

mod confirm;
mod details;
mod forms;
mod help;
mod menu;
mod pager;
mod preview;
mod questions;
mod run;
mod targets;
mod trouble;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::state::Dialog;
use crate::tui::theme::Role;
use crate::tui::widget::{Body, Canvas, Place, Popup, wrap};

use super::scene::Scene;

/// Columns of a box where there are so many.
const WIDTH: u16 = 86;

/// Draws the topmost dialog, if there is one.
pub fn draw(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(dialog) = scene.state.dialogs.last() else {
        return;
    };
    match dialog {
        Dialog::Confirm(confirm) => confirm::draw(scene, confirm, area, canvas),
        Dialog::Run(id) => run::draw(scene, *id, area, canvas),
        Dialog::Menu(menu) => menu::draw(scene, menu, area, canvas),
        Dialog::Trouble(id) => trouble::draw(scene, id, area, canvas),
        Dialog::SignIn(form) => forms::draw_sign_in(scene, form, area, canvas),
        Dialog::NoKeyring(screen) => questions::draw_no_keyring(scene, screen, area, canvas),
        Dialog::Passphrase(form) => forms::draw_passphrase(scene, form, area, canvas),
        Dialog::Preview(preview) => preview::draw(scene, preview, area, canvas),
        Dialog::Pager(pager) => pager::draw(scene, pager, area, canvas),
        Dialog::Leave => questions::draw_leave(scene, area, canvas),
        Dialog::AllowActions(_) => questions::draw_allow(scene, area, canvas),
    }
}

/// A box in the middle, as wide as most are.
fn popup<'a>(title: Span<'a>, body: Body<'a>) -> Popup<'a> {
    Popup {
        title: Line::from(title),
        foot: Line::default(),
        width: WIDTH,
        place: Place::Middle,
        body,
        scroll: 0,
    }
}

/// Columns for text in a box of that width on a screen.
fn text_width(width: u16, area: Rect) -> usize {
    usize::from(width.min(area.width)).saturating_sub(4)
}

/// A sentence, wrapped to a box.
fn sentence(text: &str, width: usize) -> Vec<Line<'static>> {
    wrap(text, width).into_iter().map(Line::raw).collect()
}

/// A named fact whose value is wrapped below itself.
fn fact(scene: Scene<'_>, name: &str, value: &str, width: usize) -> Vec<Line<'static>> {
    const NAME: usize = 12;
    let wrapped = wrap(value, width.saturating_sub(NAME + 2)).into_iter();
    wrapped
        .enumerate()
        .map(|(at, line)| {
            let name = if at == 0 { name } else { "" };
            Line::from(vec![
                scene.span(
                    Role::Hint,
                    format!("  {}", crate::tui::widget::pad(name, NAME)),
                ),
                Span::raw(line),
            ])
        })
        .collect()
}

/// Buttons in one line, well apart.
fn buttons(parts: impl IntoIterator<Item = Vec<Span<'static>>>) -> Line<'static> {
    let mut spans = vec![Span::raw("   ")];
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            spans.push(Span::raw("     "));
        }
        spans.extend(part);
    }
    Line::from(spans)
}
