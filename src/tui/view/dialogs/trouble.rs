//! Why a node does not answer, and what can be done about it.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::rollup::NodeRow;
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
    let (title, foot, mut body) = match row.node.link.error() {
        None => {
            let lines = sentence(&format!("{id} answers again."), width);
            ("Node answers", "", Body::lines(lines))
        }
        Some(error) => {
            let body = Body::lines(explain(scene, &row, error, width));
            (trouble_title(error), nothing_sent(error), body)
        }
    };
    let refused = error_kind(&row) == Some(LinkKind::Auth);
    let sign_in = refused.then(|| scene.hint(Command::SignIn, " sign in"));
    let rest = [
        scene.hint(Command::Refresh, " ask now"),
        scene.hint(Command::Yes, " copy error + curl line"),
        scene.keys("esc", " close"),
    ];
    let keys = sign_in.into_iter().chain(rest);
    body.buttons = button_rows(width, keys);
    Popup {
        foot: Line::raw(foot),
        ..popup(scene.title(title), body)
    }
    .draw(area, scene.frame(), canvas);
}

fn error_kind(row: &NodeRow<'_>) -> Option<LinkKind> {
    row.node.link.error().map(LinkError::kind)
}

/// What was tried, what came of it, and what that points to.
fn explain(
    scene: Scene<'_>,
    row: &NodeRow<'_>,
    error: &LinkError,
    width: usize,
) -> Vec<Line<'static>> {
    let now = scene.state.now;
    let mut lines = vec![Line::default()];
    lines.extend(sentence(&headline(row.id(), error), width));
    lines.push(Line::default());
    let mut add = |name: &str, value: &str| lines.extend(fact(scene, name, value, width));
    add("tried", &format!("{}/RPC2", row.endpoint()));
    add("error", Clean::text(&error.to_string()).as_str());
    add("since", &since(scene, &row.node.link, &row.retry(now)));
    if error.kind() == LinkKind::Auth {
        add("sign-in", &credential(scene.state, row.id()));
    }
    add("last good", &row.last_ok(now));
    add("means", error.advice());
    let known = row.node.processes().len();
    if known > 0 {
        let known = count(known, "process");
        add(
            "keeps",
            &format!("{known} as last known, left out of batches"),
        );
    }
    lines
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
