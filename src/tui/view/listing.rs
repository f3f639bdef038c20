//! A listing as a table: only the rows on screen are made.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::model::rollup::{self, EnvironmentRow, GroupRow};
use crate::model::{Align, Column, EnvironmentName, Health, Row};
use crate::tui::state::{Listing, RowId, RowKind};
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, Table, TableCell, TableColumn, TableRow, Width};

use super::columns::{Fills, columns, is_name, table_column};
use super::empty;
use super::scene::Scene;

/// From this width on a text stands well apart from the number before it.
const ROOMY: u16 = 100;

/// Draws a table with its column heads; notes how many rows the one with the cursor has room for.
pub fn draw(scene: Scene<'_>, listing: &Listing, area: Rect, canvas: &mut Canvas<'_>) {
    let rows = usize::from(area.height.saturating_sub(1));
    if scene.has_cursor(listing) {
        canvas.seen.table_rows = rows;
    }
    let shown = columns(listing, area.width);
    let table = Table {
        columns: heads(scene, listing, &shown, area.width),
        rows: listing
            .window(rows)
            .iter()
            .filter_map(|id| table_row(scene, listing, id, &shown))
            .collect(),
        cursor: cursor_style(scene, listing),
        mark: scene.style(Role::Mark),
        glyphs: scene.look.glyphs,
    };
    table.draw(area, canvas);
    if listing.order.is_empty() {
        empty::draw(scene, listing, area, canvas);
    }
}

/// How the cursor is drawn where the keys are.
pub fn cursor_style(scene: Scene<'_>, listing: &Listing) -> Option<Style> {
    let here = scene.has_cursor(listing) && !scene.log_has_focus();
    here.then(|| scene.style(Role::Cursor))
}

fn heads(
    scene: Scene<'_>,
    listing: &Listing,
    shown: &[Column],
    width: u16,
) -> Vec<TableColumn<'static>> {
    let sentences = [Column::Note, Column::Problem, Column::Spread];
    let fills = if shown.iter().any(|column| sentences.contains(column)) {
        Fills::Texts
    } else {
        Fills::Name
    };
    let fills = if listing.kind == RowKind::Environment {
        Fills::Texts
    } else {
        fills
    };
    let mut heads: Vec<TableColumn<'static>> = shown
        .iter()
        .map(|column| table_column(scene, listing, *column, fills))
        .collect();
    if listing.kind == RowKind::Environment {
        heads.push(TableColumn {
            title: Line::default(),
            align: Align::Left,
            width: Width::exactly(9),
            lead: 0,
            drop_rank: Some(1),
        });
    }
    if width >= ROOMY {
        let sides: Vec<Align> = heads.iter().map(|head| head.align).collect();
        let pairs = heads.iter_mut().skip(1).zip(&sides);
        for (head, before) in pairs {
            head.lead = usize::from((*before, head.align) == (Align::Right, Align::Left));
        }
    }
    heads
}

/// A row by its identity; none if it is gone since the order was made.
fn table_row(
    scene: Scene<'_>,
    listing: &Listing,
    id: &RowId,
    shown: &[Column],
) -> Option<TableRow<'static>> {
    let state = scene.state;
    let (fleet, roster) = (&state.fleet, &state.roster);
    let mut row = match id {
        RowId::Process(id) => cells(scene, listing, &rollup::process(fleet, roster, id)?, shown),
        RowId::Node(id) => cells(scene, listing, &rollup::node(fleet, roster, id)?, shown),
        RowId::Environment(name) => environment_row(scene, listing, name.as_ref(), shown)?,
        RowId::Group(name) => group_row(scene, listing, group(scene, name)?, shown),
    };
    row.marked = state.marks.has(id);
    row.current = listing.cursor.as_ref() == Some(id);
    Some(row)
}

fn cells(
    scene: Scene<'_>,
    listing: &Listing,
    row: &dyn Row,
    shown: &[Column],
) -> TableRow<'static> {
    let glyph = row.glyph();
    let style = scene.style(role_of(glyph));
    let cell = |column: &Column| {
        let cell = row.cell(*column, scene.state.now);
        let style = match (column, cell.health) {
            (Column::State, _) => style,
            (_, Some(health)) => scene.style(Role::of(health)),
            (_, None) => Style::new(),
        };
        let span = Span::styled(cell.text.into_string(), style);
        let named = is_name(*column, listing.kind)
            || matches!(column, Column::Node | Column::Environment | Column::Group);
        if named {
            TableCell::name(span)
        } else {
            TableCell::text(span)
        }
    };
    TableRow {
        glyph: Span::styled(glyph.to_string(), style),
        cells: shown.iter().map(cell).collect(),
        marked: false,
        current: false,
    }
}

/// The role of a sign: each stands for one state.
pub fn role_of(glyph: char) -> Role {
    match glyph {
        'a' => Role::Auth,
        other => {
            let health = Health::ALL
                .into_iter()
                .find(|health| health.glyph() == other);
            Role::of(health.unwrap_or(Health::Stopped))
        }
    }
}

fn environment_row(
    scene: Scene<'_>,
    listing: &Listing,
    name: Option<&EnvironmentName>,
    shown: &[Column],
) -> Option<TableRow<'static>> {
    let all = &scene.state.board.environment_rows;
    let known = all.iter().find(|row| row.name.as_ref() == name)?;
    let row = EnvironmentRow {
        last_change: last_change(scene, name),
        ..known.clone()
    };
    let mut cells = cells(scene, listing, &row, shown);
    let badge = match (row.read_only, row.protected) {
        (true, _) => "read-only",
        (false, true) => "protected",
        (false, false) => "",
    };
    cells
        .cells
        .push(TableCell::text(scene.span(Role::Protected, badge)));
    Some(cells)
}

/// When something last changed in an environment: the history is newest first.
fn last_change(scene: Scene<'_>, name: Option<&EnvironmentName>) -> Option<jiff::Timestamp> {
    let roster = &scene.state.roster;
    let here = |line: &&crate::tui::state::ChangeLine| {
        let names = roster.environment_names(line.transition.node());
        name.map_or(names.is_empty(), |name| names.contains(name))
    };
    scene
        .state
        .history
        .lines()
        .find(here)
        .map(|line| line.transition.at())
}

fn group<'a>(scene: Scene<'a>, name: &crate::model::GroupName) -> Option<&'a GroupRow> {
    let rows = &scene.state.board.group_rows;
    let at = rows.binary_search_by(|row| row.name.cmp(name)).ok()?;
    rows.get(at)
}

fn group_row(
    scene: Scene<'_>,
    listing: &Listing,
    row: &GroupRow,
    shown: &[Column],
) -> TableRow<'static> {
    let mut cells = cells(scene, listing, row, shown);
    if let Some(at) = shown.iter().position(|column| *column == Column::Spread) {
        cells.cells[at] = TableCell::text(spread(scene, listing, row));
    }
    cells
}

/// Where a group runs, environment by environment; the one that is chosen stands out.
fn spread(scene: Scene<'_>, listing: &Listing, row: &GroupRow) -> Line<'static> {
    let environments = scene.state.roster.environments();
    let chosen = listing
        .shift
        .checked_sub(1)
        .and_then(|at| environments.get(at));
    let chosen = chosen.map(|environment| &environment.name);
    let mut spans: Vec<Span<'static>> = Vec::new();
    let mut push = |span: Span<'static>| {
        if !spans.is_empty() {
            spans.push(Span::raw("  "));
        }
        spans.push(span);
    };
    if let Some(name) = chosen
        && !row.environments.contains(name)
    {
        push(scene.span(Role::Match, format!("[{name} -]")));
    }
    for share in &row.shares {
        let (running, total) = (share.tally.of(Health::Running), share.tally.total());
        let name = share
            .environment
            .as_ref()
            .map_or("none", EnvironmentName::as_str);
        let text = format!("{name} {running}/{total}");
        if share.environment.as_ref() == chosen && chosen.is_some() {
            push(scene.span(Role::Match, format!("[{text}]")));
        } else if let Some(worst) = share.tally.worst().filter(|health| health.is_bad()) {
            push(scene.span(Role::of(worst), text));
        } else {
            push(Span::raw(text));
        }
    }
    Line::from(spans)
}
