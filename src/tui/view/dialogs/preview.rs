//! What an update of a node would do, group by group, with what restarts or stops by it.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::{Action, Clean, GroupName, display_width, shorten_middle};
use crate::tui::command::Command;
use crate::tui::state::Preview;
use crate::tui::theme::Role;
use crate::tui::update::entries;
use crate::tui::view::scene::Scene;
use crate::tui::view::words::count;
use crate::tui::widget::{Body, Canvas, Popup, pad, restyled, wrap};

use super::parts::{WIDTH, button_rows, popup, sentence, text_width};

/// The widest that a group's name is shown: beside it has to be room for what happens to it.
const GROUP: usize = 20;
/// Lines of the box that are no groups.
const AROUND: usize = 9;

/// Draws it.
pub fn draw(scene: Scene<'_>, preview: &Preview, area: Rect, canvas: &mut Canvas<'_>) {
    let width = text_width(WIDTH, area);
    let title = scene.title(format!("Update {}", preview.node));
    let (body, rows) = match (&preview.trouble, &preview.changes) {
        (Some(trouble), _) => (trouble_body(scene, trouble, width), 0),
        (None, None) => {
            let text = format!("Asking {} to read its config files again ...", preview.node);
            (Body::lines(sentence(&text, width)), 0)
        }
        (None, Some(changes)) if changes.is_empty() => {
            let text = "The files say what is active already: there is nothing to update.";
            (Body::lines(sentence(text, width)), 0)
        }
        (None, Some(changes)) => {
            let all: Vec<(Action, &GroupName)> = entries(changes).collect();
            let rows = all.len();
            (list(scene, preview, all, width), rows)
        }
    };
    let room = usize::from(area.height).saturating_sub(AROUND);
    Popup {
        foot: Line::raw(if rows > 0 {
            "each kind asks once more"
        } else {
            "esc closes"
        }),
        scroll: (preview.cursor + 1).saturating_sub(room),
        ..popup(title, body)
    }
    .draw(area, scene.frame(), canvas);
}

fn trouble_body<'a>(scene: Scene<'_>, trouble: &str, width: usize) -> Body<'a> {
    let text = format!("The files could not be read: {}", Clean::text(trouble));
    let lines = wrap(&text, width).into_iter();
    Body::lines(
        lines
            .map(|line| Line::from(scene.span(Role::Error, line)))
            .collect(),
    )
}

fn list<'a>(
    scene: Scene<'a>,
    preview: &'a Preview,
    all: Vec<(Action, &'a GroupName)>,
    width: usize,
) -> Body<'a> {
    let text = "The config files were read again; nothing has changed yet. An update would:";
    let mut head = sentence(text, width);
    head.push(Line::default());
    let longest = longest_name(&all);
    Body {
        head,
        rows: all.len(),
        row: Box::new(move |at| {
            all.get(at).map_or(Line::default(), |(action, group)| {
                let ellipsis = scene.look.glyphs.ellipsis();
                let name = group.clean();
                let name = pad(&shorten_middle(name.as_str(), longest, ellipsis), longest);
                let effect = effect(scene, preview, *action, group);
                row(scene, preview, (at, &name), effect)
            })
        }),
        tail: Vec::new(),
        buttons: button_rows(
            width,
            [
                scene.hint(Command::Mark, " tick, untick"),
                scene.hint(Command::Yes, " go on with what is ticked"),
                scene.keys(
                    &format!("{} esc", scene.key(Command::No)),
                    " leave it (default)",
                ),
            ],
        ),
        cursor: None,
    }
}

/// The columns of the names: new groups are nothing that the fleet knows.
fn longest_name(all: &[(Action, &GroupName)]) -> usize {
    let widths = all
        .iter()
        .map(|(_, group)| display_width(group.clean().as_str()));
    widths.max().unwrap_or(0).clamp(8, GROUP)
}

fn row(
    scene: Scene<'_>,
    preview: &Preview,
    (at, name): (usize, &str),
    (verb, role, effect): (&'static str, Role, String),
) -> Line<'static> {
    let current = at == preview.cursor;
    let tick = if preview.left_out.contains(&at) {
        "[ ]"
    } else {
        "[x]"
    };
    let sign = if current { '>' } else { ' ' };
    let line: Line<'static> = vec![
        Span::raw(format!("{sign} {tick} ")),
        scene.span(role, pad(verb, 8)),
        Span::raw(format!("{name} {effect}")),
    ]
    .into();
    if current {
        restyled(line, scene.style(Role::Cursor))
    } else {
        line
    }
}

/// What it means for the processes that the group has now.
fn effect(
    scene: Scene<'_>,
    preview: &Preview,
    action: Action,
    group: &GroupName,
) -> (&'static str, Role, String) {
    let node = scene.state.fleet.node(&preview.node);
    let processes = node.map_or(&[][..], |node| node.processes());
    let of_group = || {
        processes
            .iter()
            .filter(|process| process.id.group == *group)
    };
    let total = of_group().count();
    let up = of_group().filter(|process| process.state.is_up()).count();
    match action {
        Action::AddGroup => (
            "add",
            Role::Running,
            "starts what starts by itself".to_owned(),
        ),
        Action::ReplaceGroup => {
            let text = format!("stops {} of {}, starts anew", up, count(total, "process"));
            ("change", Role::Backoff, text)
        }
        Action::RemoveGroup => {
            let text = format!("stops {up} of {}, for good", count(total, "process"));
            ("remove", Role::Fatal, text)
        }
        Action::Start
        | Action::Stop
        | Action::Restart
        | Action::RestartOrStart
        | Action::Signal(_)
        | Action::ClearLogs
        | Action::RestartSupervisor
        | Action::ShutDownSupervisor => (action.verb(), Role::Message, String::new()),
    }
}
