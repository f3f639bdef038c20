//! Small questions: no keyring, leaving with a batch under way, allowing actions again.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::Clean;
use crate::tui::command::Command;
use crate::tui::state::{Merge, NoKeyring};
use crate::tui::theme::Role;
use crate::tui::update::result;
use crate::tui::view::scene::Scene;
use crate::tui::widget::{Body, Canvas, Popup, restyled};

use super::parts::{WIDTH, button_rows, fact, popup, sentence, text_width};

/// What can be done on a host without a keyring, in the order of the digits.
const STORES: [&str; 4] = [
    "ask once per password, keep it in memory (default)",
    "run a command:  password_command = [\"pass\", \"show\", \"supdeck/{node}\"]",
    "read it from the environment:  password_env = \"SUPDECK_PASSWORD\"",
    "a sealed file, opened with a passphrase once a session",
];

/// There is no keyring.
pub fn draw_no_keyring(scene: Scene<'_>, screen: &NoKeyring, area: Rect, canvas: &mut Canvas<'_>) {
    let width = text_width(WIDTH, area);
    let mut lines = vec![Line::default()];
    lines.extend(sentence(
        "No OS keyring can be reached from this session.",
        width,
    ));
    lines.push(Line::default());
    let reason = Clean::text(&screen.reason);
    lines.extend(fact(scene, "tried", reason.as_str(), width));
    let usual = "on a jump host, over SSH, without a desktop";
    lines.extend(fact(scene, "usual", usual, width));
    lines.push(Line::default());
    lines.extend((0..STORES.len()).map(|at| store(scene, screen, at)));
    Popup {
        foot: Line::raw("enter: choose   esc: 1"),
        ..popup(scene.title("No keyring"), Body::lines(lines))
    }
    .draw(area, scene.frame(), canvas);
}

fn store(scene: Scene<'_>, screen: &NoKeyring, at: usize) -> Line<'static> {
    let current = at == screen.choice;
    let sign = if current { '>' } else { ' ' };
    let line = Line::from(vec![
        Span::raw(format!("{sign} ")),
        scene.span(Role::Key, (at + 1).to_string()),
        Span::raw(format!("  {}", STORES[at])),
    ]);
    if current {
        restyled(line, scene.style(Role::Cursor))
    } else {
        line
    }
}

/// A batch is under way, and the user wants to leave.
pub fn draw_leave(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let width = text_width(WIDTH, area);
    let mut lines = vec![Line::default()];
    for view in scene.state.runs.under_way() {
        lines.extend(sentence(&result(view), width));
    }
    lines.push(Line::default());
    lines.extend(sentence(
        "Leaving now drops what is queued. What was sent is done by supervisord in any case, \
         but nobody watches how it ends.",
        width,
    ));
    let mut body = Body::lines(lines);
    body.buttons = button_rows(
        width,
        [
            scene.keys(
                &format!("{} esc", scene.key(Command::No)),
                " wait (default)",
            ),
            scene.hint(Command::DropQueued, " drop what is queued, and stay"),
            scene.hint(Command::Yes, " leave now"),
        ],
    );
    popup(scene.title("A batch is under way"), body).draw(area, scene.frame(), canvas);
}

/// Read-only mode is to be switched off.
pub fn draw_allow(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let width = text_width(WIDTH, area);
    let mut lines = vec![Line::default()];
    lines.extend(sentence(
        "This console is read-only: nothing is sent that could change a node.",
        width,
    ));
    lines.extend(sentence(
        "Allow actions again? Each of them still asks.",
        width,
    ));
    let mut body = Body::lines(lines);
    body.buttons = button_rows(
        width,
        [
            scene.hint(Command::Yes, " allow actions"),
            scene.keys(
                &format!("{} esc", scene.key(Command::No)),
                " stay read-only (default)",
            ),
        ],
    );
    Popup {
        foot: Line::raw("keys typed in the first 0.3s are dropped"),
        ..popup(scene.title("Allow actions"), body)
    }
    .draw(area, scene.frame(), canvas);
}

/// Many logs are to be opened in one pane.
pub fn draw_merge(scene: Scene<'_>, merge: &Merge, area: Rect, canvas: &mut Canvas<'_>) {
    let width = text_width(WIDTH, area);
    let wanted = merge.wanted.len();
    let mut lines = vec![Line::default()];
    if merge.chosen > wanted {
        lines.extend(sentence(
            &format!(
                "{} processes are chosen. A pane tells {wanted} logs apart: the first {wanted} \
                 would be opened.",
                merge.chosen
            ),
            width,
        ));
    }
    lines.extend(sentence(
        &format!("Open {wanted} logs in one pane? Each is read from its node all the time."),
        width,
    ));
    let mut body = Body::lines(lines);
    body.buttons = button_rows(
        width,
        [
            scene.hint(Command::Yes, " open them"),
            scene.keys(
                &format!("{} esc", scene.key(Command::No)),
                " leave it (default)",
            ),
        ],
    );
    popup(scene.title("Many logs"), body).draw(area, scene.frame(), canvas);
}
