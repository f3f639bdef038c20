//! What needs somebody, worst first: processes and nodes in one list.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::model::rollup::{Attention, Severity};
use crate::model::{Align, Clean, Subject};
use crate::tui::state::{Listing, RowId};
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, Rule, Table, TableCell, TableColumn, TableRow, Width};

use super::listing::cursor_style;
use super::scene::Scene;
use super::sections::below;
use super::words::{ago, count};
use super::{empty, sections};

/// Draws the section; notes how many rows it has room for.
pub fn draw(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let listing = scene.state.listing();
    let title = scene.title(format!("NEEDS ATTENTION {}", listing.order.len()));
    scene.rule(Rule::new(title).words("worst first"), area, canvas);
    let body = sections::below(area);
    canvas.seen.table_rows = usize::from(body.height);
    if listing.order.is_empty() {
        draw_peace(scene, area, canvas);
        return;
    }
    let table = Table {
        columns: columns(scene),
        rows: rows(scene, listing, usize::from(body.height)),
        cursor: cursor_style(scene, listing),
        mark: scene.style(Role::Mark),
        glyphs: scene.look.glyphs,
    };
    table.draw_rows(body, canvas);
}

/// Nothing to do is worth saying, but only if it is known.
fn draw_peace(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let listing = scene.state.listing();
    let board = &scene.state.board;
    let all_asked = board.answering == board.nodes && board.nodes > 0;
    if listing.filter.text.is_empty() && all_asked {
        let text = format!(
            "  + nothing needs you: {} on {}",
            count(board.tally.total(), "process"),
            count(board.nodes, "node")
        );
        let line = Line::from(scene.span(Role::Running, text));
        canvas.line(below(area), 0, &line);
    } else {
        // The words of an empty table leave a row for column heads; here are none.
        empty::draw(scene, listing, area, canvas);
    }
}

fn columns(scene: Scene<'_>) -> Vec<TableColumn<'static>> {
    let names = &scene.state.board.name_widths;
    let column = |width: Width, drop_rank| TableColumn {
        title: Line::default(),
        align: Align::Left,
        width,
        lead: 0,
        drop_rank,
    };
    let name_width = |longest: usize, most: usize| {
        let width = longest.clamp(4, most);
        Width {
            least: width.min(16),
            wanted: width,
            grows: false,
        }
    };
    let mut columns = vec![
        column(Width::exactly(7), None),
        column(name_width(names.environment, 12), Some(1)),
        column(name_width(names.process.max(13), 28), None),
        column(name_width(names.node, 20), None),
        column(Width::exactly(3), Some(2)),
    ];
    columns[4].align = Align::Right;
    let reason = Width {
        least: 10,
        wanted: 10,
        grows: true,
    };
    columns.push(column(reason, Some(0)));
    columns
}

fn rows(scene: Scene<'_>, listing: &Listing, room: usize) -> Vec<TableRow<'static>> {
    let window = listing.window(room).iter().enumerate();
    window
        .filter_map(|(at, id)| {
            let item = find(scene, id, listing.top + at)?;
            let mut row = row(scene, item);
            row.marked = scene.state.marks.has(id);
            row.current = listing.cursor.as_ref() == Some(id);
            Some(row)
        })
        .collect()
}

/// Without a filter it stands where it stands in the list.
fn find<'a>(scene: Scene<'a>, id: &RowId, hint: usize) -> Option<&'a Attention> {
    let all = &scene.state.board.attention;
    let is = |item: &&Attention| match (&item.subject, id) {
        (Subject::Process(subject), RowId::Process(id)) => subject == id,
        (Subject::Node(subject), RowId::Node(id)) => subject == id,
        (_, _) => false,
    };
    all.get(hint).filter(is).or_else(|| all.iter().find(is))
}

fn row(scene: Scene<'_>, item: &Attention) -> TableRow<'static> {
    let role = match item.severity {
        Severity::Auth => Role::Auth,
        Severity::Fatal
        | Severity::Backoff
        | Severity::ExitedBadly
        | Severity::Unknown
        | Severity::NoData => Role::of(item.severity.health()),
    };
    let style = scene.style(role);
    let (process, node) = match &item.subject {
        Subject::Process(id) => (id.label(), id.node.as_str()),
        Subject::Group(node, group) => (group.clean(), node.as_str()),
        Subject::Node(id) => (
            Clean::text(&format!("({})", count(item.processes, "process"))),
            id.as_str(),
        ),
    };
    let environment = item.environment.as_ref().map_or("", |name| name.as_str());
    let plain = |text: &str| Span::styled(text.to_owned(), Style::new());
    TableRow {
        glyph: Span::styled(item.severity.glyph().to_string(), style),
        cells: vec![
            TableCell::text(Span::styled(item.severity.word(), style)),
            TableCell::name(plain(environment)),
            TableCell::name(plain(process.as_str())),
            TableCell::name(plain(node)),
            TableCell::text(plain(&ago(scene.state, item.since))),
            TableCell::text(plain(&format!(" {}", item.reason))),
        ],
        marked: false,
        current: false,
    }
}
