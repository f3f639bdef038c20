//! Which dialog is drawn: the topmost.

use ratatui::layout::Rect;

use crate::tui::state::Dialog;
use crate::tui::view::scene::Scene;
use crate::tui::widget::Canvas;

use super::{confirm, forms, menu, pager, preview, questions, run, trouble};

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
        Dialog::Merge(merge) => questions::draw_merge(scene, merge, area, canvas),
    }
}
