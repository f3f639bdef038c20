//! Why a node does not answer, and what can be done about it.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::{Clean, Link, LinkError, LinkKind, NodeId, rollup};
use crate::model::{elapsed, spell_age, spell_moment};
use crate::tui::command::Command;
use crate::tui::view::scene::Scene;
use crate::tui::view::words::{count, credential, trouble_title};
use crate::tui::widget::{Body, Canvas, Popup};

use super::parts::{WIDTH, button_rows, fact, popup, sentence, text_width};

/// Draws it.
pub fn draw(scene: Scene<'_>, id: &NodeId, area: Rect, canvas: &mut Canvas<'_>) {
    let state = scene.state;
    let Some(row) = rollup::node(&state.fleet, &state.roster, id) else {
        return;
    };
    let width = text_width(WIDTH, area);
    let Some(error) = row.node.link.error() else {
        let lines = sentence(&format!("{id} answers again."), width);
        let close = Popup {
            foot: Line::raw("esc closes"),
            ..popup(scene.title("Node answers"), Body::lines(lines))
        };
        close.draw(area, scene.frame(), canvas);
        return;
    };
    let mut lines = vec![Line::default()];
    lines.extend(sentence(&headline(id, error), width));
    lines.push(Line::default());
    let mut add = |name: &str, value: &str| lines.extend(fact(scene, name, value, width));
    add("tried", &format!("{}/RPC2", row.endpoint()));
    add("error", Clean::text(&error.to_string()).as_str());
    add(
        "since",
        &since(scene, &row.node.link, &row.retry(state.now)),
    );
    if error.kind() == LinkKind::Auth {
        add("sign-in", &credential(state, id));
    }
    add("last good", &row.last_ok(state.now));
    add("means", error.advice());
    let known = row.node.processes().len();
    if known > 0 {
        let text = format!(
            "{} as last known, left out of batches",
            count(known, "process")
        );
        add("keeps", &text);
    }
    let mut body = Body::lines(lines);
    body.buttons = button_rows(
        width,
        [
            scene.hint(Command::Refresh, " ask now"),
            scene.hint(Command::SignIn, " sign in"),
            scene.hint(Command::Yes, " copy error + curl line"),
            scene.keys("esc", " close"),
        ],
    );
    let mut popup = popup(scene.title(trouble_title(error)), body);
    popup.foot = Line::raw(nothing_sent(error));
    popup.draw(area, scene.frame(), canvas);
}

fn headline(id: &NodeId, error: &LinkError) -> String {
    match error {
        LinkError::Tls { .. } => format!("The TLS certificate of {id} was not accepted."),
        LinkError::Unauthorized { .. } => {
            format!("{id} refused the user name or password (HTTP 401).")
        }
        LinkError::NoCredential { .. } => format!("There is no password for {id}."),
        LinkError::PlaintextRefused => format!("The password for {id} would travel in clear."),
        LinkError::ShuttingDown => format!("{id} is shutting down or restarting."),
        LinkError::NameNotFound { .. }
        | LinkError::Unreachable { .. }
        | LinkError::Refused { .. }
        | LinkError::TimedOut { .. }
        | LinkError::Forbidden
        | LinkError::Status { .. }
        | LinkError::Redirect { .. }
        | LinkError::NotXmlRpc { .. }
        | LinkError::Cut { .. }
        | LinkError::TooLarge { .. }
        | LinkError::Shape { .. }
        | LinkError::Fault { .. }
        | LinkError::Socket { .. }
        | LinkError::Broken { .. }
        | LinkError::ReadOnly => format!("{id} gives no data."),
    }
}

fn since(scene: Scene<'_>, link: &Link, retry: &str) -> String {
    let now = scene.state.now;
    let begun = |since| {
        format!(
            "{} ({})",
            spell_moment(since, now),
            spell_age(elapsed(since, now))
        )
    };
    match link {
        Link::Unasked | Link::Up { .. } => String::new(),
        Link::Down { since, tries, .. } => {
            let noun = if *tries == 1 { "try" } else { "tries" };
            format!("{}, {tries} {noun}, next {retry}", begun(*since))
        }
        Link::Paused { since, .. } => {
            format!(
                "{}; paused, so that no account gets locked out",
                begun(*since)
            )
        }
    }
}

/// Whether anything of ours reached the node is what people ask first.
fn nothing_sent(error: &LinkError) -> &'static str {
    match error {
        LinkError::Tls { .. } => "nothing was sent: the check failed before the password",
        LinkError::PlaintextRefused => "nothing was sent",
        LinkError::NameNotFound { .. }
        | LinkError::Unreachable { .. }
        | LinkError::Refused { .. }
        | LinkError::TimedOut { .. }
        | LinkError::Unauthorized { .. }
        | LinkError::Forbidden
        | LinkError::NoCredential { .. }
        | LinkError::Status { .. }
        | LinkError::Redirect { .. }
        | LinkError::NotXmlRpc { .. }
        | LinkError::Cut { .. }
        | LinkError::TooLarge { .. }
        | LinkError::Shape { .. }
        | LinkError::ShuttingDown
        | LinkError::Fault { .. }
        | LinkError::Socket { .. }
        | LinkError::Broken { .. }
        | LinkError::ReadOnly => "",
    }
}
