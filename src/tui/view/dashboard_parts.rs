//! The sections of the dashboard that have no cursor.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::rollup::{GroupRow, NodeHealth};
use crate::model::{Clean, EnvironmentName, Health, NodeId, shorten_middle, spell_clock};
use crate::tui::command::Command;
use crate::tui::state::{Listing, RowId, RowKind, RunView, Scope};
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, Rule, clip_line, pad};

use super::changes::{self, Names};
use super::listing;
use super::listing::role_of;
use super::page::environment_title;
use super::scene::Scene;
use super::sections::below;
use super::words::count;

/// Columns of a group's name.
const GROUP: usize = 20;
/// Below this width changes are told without their environment.
const NARROW: u16 = 90;

/// A section of lines under a rule, if it has room for any.
fn section(
    scene: Scene<'_>,
    rule: Rule<'_>,
    (area, lines): (Rect, impl Iterator<Item = Line<'static>>),
    canvas: &mut Canvas<'_>,
) {
    if area.height < 2 {
        return;
    }
    scene.rule(rule, area, canvas);
    let body = below(area);
    let width = usize::from(area.width).saturating_sub(1);
    for (at, line) in lines.take(usize::from(body.height)).enumerate() {
        canvas.line(
            body,
            at,
            &clip_line(line, width, scene.look.glyphs.ellipsis()),
        );
    }
}

/// The environments as their own tab shows them, without a cursor.
pub fn draw_environments(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height < 2 {
        return;
    }
    let rows = &scene.state.board.environment_rows;
    let title = scene.title(format!("ENVIRONMENTS {}", rows.len()));
    scene.rule(Rule::new(title), area, canvas);
    let listing = Listing {
        order: rows
            .iter()
            .map(|row| RowId::Environment(row.name.clone()))
            .collect(),
        total: rows.len(),
        ..Listing::new(RowKind::Environment, Scope::Everything)
    };
    listing::draw(scene, &listing, below(area), canvas);
}

/// What changed since the start, newest first.
pub fn draw_changes(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let since = spell_clock(scene.state.session.started);
    let rule = Rule::new(scene.title("RECENT CHANGES")).words(format!("since you started {since}"));
    let names = if area.width < NARROW {
        Names::NodeAndProcess
    } else {
        Names::All
    };
    let mut lines = scene.state.history.lines().peekable();
    if lines.peek().is_none() {
        let none = std::iter::once(Line::raw("  nothing changed yet"));
        section(scene, rule, (area, none), canvas);
        return;
    }
    let lines = lines.map(|line| {
        let mut line = changes::line(scene, line, names);
        line.spans.insert(0, Span::raw(" "));
        line
    });
    section(scene, rule, (area, lines), canvas);
}

/// The last lines of the journal, newest first; so many rows of the page lie below the screen.
pub fn draw_journal(scene: Scene<'_>, rows_below: usize, area: Rect, canvas: &mut Canvas<'_>) {
    let words = match &scene.state.session.journal_trouble {
        Some(trouble) => {
            let text = format!("cannot be written: {}", Clean::text(trouble));
            Line::from(scene.span(Role::Error, text))
        }
        None => Line::raw(where_the_rest_is(scene, rows_below)),
    };
    let rule = Rule::new(scene.title("JOURNAL")).words(words);
    let lines = &scene.state.journal;
    if lines.is_empty() {
        let none = Line::raw("  nothing was done yet");
        section(scene, rule, (area, std::iter::once(none)), canvas);
        return;
    }
    let lines = lines
        .iter()
        .rev()
        .map(|line| Line::raw(format!("  {}", Clean::text(line))));
    section(scene, rule, (area, lines), canvas);
}

fn where_the_rest_is(scene: Scene<'_>, rows_below: usize) -> String {
    let more = format!("{} shows more", scene.key(Command::Journal));
    if rows_below == 0 {
        return more;
    }
    let end = scene.key(Command::Bottom);
    format!("{end}: {rows_below} more below   {more}")
}

/// The groups, worst first.
pub fn draw_groups(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height < 2 {
        return;
    }
    let mut rows: Vec<&GroupRow> = scene.state.board.group_rows.iter().collect();
    rows.sort_by_key(|row| row.health());
    let title = scene.title(format!("GROUPS {}", rows.len()));
    let rule = Rule::new(title).words("worst first");
    let lines = rows
        .into_iter()
        .map(|row| group_line(scene, row, area.width));
    section(scene, rule, (area, lines), canvas);
}

fn group_line(scene: Scene<'_>, row: &GroupRow, width: u16) -> Line<'static> {
    let health = row.health();
    let name = row.name.clean();
    let ellipsis = scene.look.glyphs.ellipsis();
    let name = pad(&shorten_middle(name.as_str(), GROUP - 1, ellipsis), GROUP);
    let (running, total) = (row.tally.of(Health::Running), row.tally.total());
    let (problem, spread) = if width < NARROW {
        (row.problem(), String::new())
    } else {
        (pad(&row.problem(), 32), format!(" {}", row.spread()))
    };
    Line::from(vec![
        Span::raw("  "),
        scene.glyph(health),
        Span::raw(format!(
            " {name}{}",
            pad(&format!("{running} of {total} running"), 21)
        )),
        scene.span(Role::of(health), problem),
        Span::raw(spread),
    ])
}

/// The batches of this session.
pub fn draw_batches(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let words = format!("{} shows the last", scene.key(Command::Runs));
    let rule = Rule::new(scene.title("YOUR BATCHES")).words(words);
    let mut runs = scene.state.runs.newest_first().peekable();
    if runs.peek().is_none() {
        let none = std::iter::once(Line::raw("  none in this session"));
        section(scene, rule, (area, none), canvas);
        return;
    }
    let lines = runs.map(|view| Line::from(batch_line(scene, view)));
    section(scene, rule, (area, lines), canvas);
}

/// `#41 11:57:02 restart  12 targets  ok 11  failed 1`.
pub fn batch_line(scene: Scene<'_>, view: &RunView) -> Vec<Span<'static>> {
    let summary = view.run.summary();
    let text = format!(
        "  {} {} {}  {}",
        view.id,
        spell_clock(view.began),
        view.run.schedule().action,
        count(summary.total(), "target")
    );
    let mut spans = vec![Span::raw(text)];
    let counts = [
        (summary.ok, "ok", Role::Running),
        (summary.failed, "failed", Role::Fatal),
        (summary.lost, "lost", Role::NoData),
        (summary.skipped, "skipped", Role::Stopped),
        (summary.cancelled, "dropped", Role::Stopped),
        (summary.now, "now", Role::Starting),
        (summary.queued, "queued", Role::Stopped),
    ];
    for (number, word, role) in counts.into_iter().filter(|(number, ..)| *number > 0) {
        spans.push(scene.span(role, format!("  {word} {number}")));
    }
    spans
}

/// One cell a node, environment by environment.
pub fn draw_fleet(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let rule = Rule::new(scene.title("FLEET, one cell a node"))
        .words("+ ok  ! fatal  ~ flapping  x exited  ? no data  a auth");
    let lines = fleet_lines(scene, area.width);
    section(scene, rule, (area, lines.into_iter()), canvas);
}

/// How many lines that takes.
pub fn fleet_rows(scene: Scene<'_>, width: u16) -> usize {
    let cells = cells_a_line(scene, width);
    let rows = &scene.state.board.environment_rows;
    rows.iter().map(|row| row.nodes.div_ceil(cells)).sum()
}

fn cells_a_line(scene: Scene<'_>, width: u16) -> usize {
    let name = scene.state.board.name_widths.environment.max(4);
    (usize::from(width).saturating_sub(name + 4) / 2).max(1)
}

fn fleet_lines(scene: Scene<'_>, width: u16) -> Vec<Line<'static>> {
    let cells = cells_a_line(scene, width);
    let name_width = scene.state.board.name_widths.environment.max(4);
    let mut lines = Vec::new();
    for row in &scene.state.board.environment_rows {
        let members = members(scene, row.name.as_ref());
        for (at, chunk) in members.chunks(cells).enumerate() {
            let name = if at == 0 {
                environment_title(row.name.as_ref())
            } else {
                ""
            };
            let name = shorten_middle(name, name_width, scene.look.glyphs.ellipsis());
            let mut spans = vec![Span::raw(format!("  {} ", pad(&name, name_width)))];
            for id in chunk {
                let health = scene.state.board.node_health.get(id);
                let glyph = health.map_or(' ', |health| NodeHealth::glyph(*health));
                spans.push(scene.span(role_of(glyph), glyph.to_string()));
                spans.push(Span::raw(" "));
            }
            lines.push(Line::from(spans));
        }
    }
    lines
}

fn members(scene: Scene<'_>, name: Option<&EnvironmentName>) -> Vec<NodeId> {
    let state = scene.state;
    if let Some(environment) = name.and_then(|name| state.roster.environment(name)) {
        return environment.members.clone();
    }
    let nodes = state.fleet.nodes().map(|node| &node.id);
    let free = nodes.filter(|id| state.roster.environment_names(id).is_empty());
    free.cloned().collect()
}
