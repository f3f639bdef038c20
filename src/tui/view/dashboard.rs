//! The dashboard: what needs somebody, the environments, what changed, the journal.

use ratatui::layout::Rect;

use crate::tui::state::RowId;
use crate::tui::widget::{Canvas, Rule};

use super::attention;
use super::dashboard_parts::{
    draw_batches, draw_changes, draw_environments, draw_fleet, draw_groups, draw_journal,
    fleet_rows,
};
use super::page::draw_divider;
use super::scene::Scene;
use super::sections::{Share, allot, below, stack};
use super::why;

/// From this width on there are two columns.
const TWO_COLUMNS: u16 = 160;
/// Lines of the journal that are always wanted.
const JOURNAL: usize = 12;
/// Changes that are wanted before anything less urgent.
const CHANGES: usize = 8;

/// Draws the dashboard.
pub fn draw(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    if area.width >= TWO_COLUMNS {
        let left = Rect {
            width: area.width * 59 / 100,
            ..area
        };
        let line = Rect {
            x: left.right(),
            width: 1,
            ..area
        };
        let right = Rect {
            x: line.right(),
            width: area.width - left.width - 1,
            ..area
        };
        draw_left(scene, left, canvas);
        draw_divider(scene, line, canvas);
        draw_right(scene, right, canvas);
    } else {
        draw_column(scene, area, canvas);
    }
}

/// Everything in one column, which scrolls where there is no room for the whole journal.
fn draw_column(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let heights = column(scene, area);
    let all: u16 = heights.iter().sum();
    let most = all.saturating_sub(area.height);
    let off = u16::try_from(scene.state.page().scroll).map_or(most, |off| off.min(most));
    canvas.seen.page_rows = (usize::from(area.height), usize::from(all));
    canvas.scrolled(area, (all, off), |area, canvas| {
        let [attention, environments, changes, journal, groups, fleet] = stack(area, heights);
        attention::draw(scene, attention, canvas);
        draw_environments(scene, environments, canvas);
        draw_changes(scene, changes, canvas);
        draw_journal(scene, usize::from(most - off), journal, canvas);
        draw_groups(scene, groups, canvas);
        draw_fleet(scene, fleet, canvas);
    });
}

/// The heights of the sections: what is urgent first, groups and nodes where room is left.
///
/// The room is shared out as if everything had to fit, so that the newest lines of the journal are
/// seen at first sight; then the journal is made whole, and what that pushes out lies below.
fn column(scene: Scene<'_>, area: Rect) -> [u16; 6] {
    let counts = Counts::of(scene);
    let urgent = [
        Share::rows(2, counts.attention),
        Share::rows(2, counts.environments + 1),
        Share::rows(3, counts.journal),
        Share::rows(2, counts.changes.clamp(1, CHANGES)),
    ];
    let whole_journal = urgent[2].wanted;
    let [attention, environments, journal, changes] = allot(area.height, urgent);
    let left = area.height - attention - environments - journal - changes;
    let [groups, fleet] = allot(left, overview(scene, &counts, area.width));
    [
        attention,
        environments,
        changes,
        whole_journal,
        groups,
        fleet,
    ]
}

/// The sections that only give an overview; before anything answered there is none.
fn overview(scene: Scene<'_>, counts: &Counts, width: u16) -> [Share; 2] {
    let nothing = Share {
        least: 0,
        wanted: 0,
    };
    if counts.groups == 0 {
        return [nothing, nothing];
    }
    let fleet = fleet_rows(scene, width).max(1);
    [
        Share::rows(3, counts.groups),
        Share::rows(fleet.min(3), fleet),
    ]
}

fn draw_left(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let counts = Counts::of(scene);
    let [groups, fleet] = overview(scene, &counts, area.width);
    let shares = [
        Share::rows(2, counts.attention),
        Share::rows(2, counts.environments + 1),
        groups,
        fleet,
    ];
    let [attention, environments, groups, fleet] = stack(area, allot(area.height, shares));
    attention::draw(scene, attention, canvas);
    draw_environments(scene, environments, canvas);
    draw_groups(scene, groups, canvas);
    draw_fleet(scene, fleet, canvas);
}

fn draw_right(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let counts = Counts::of(scene);
    // The journal first and whole, if need be with nothing beside it: this column does not scroll.
    let journal_rows = usize::from(area.height).saturating_sub(1);
    let shares = [
        Share::rows(journal_rows, counts.journal),
        Share::rows(2, counts.changes.max(2)),
        Share::rows(4, 6),
        Share::rows(1, counts.batches.clamp(1, 5)),
    ];
    let [journal, changes, why, batches] = allot(area.height, shares);
    let [changes, why, batches, journal] = stack(area, [changes, why, batches, journal]);
    draw_changes(scene, changes, canvas);
    draw_why(scene, why, canvas);
    draw_batches(scene, batches, canvas);
    draw_journal(scene, 0, journal, canvas);
}

/// Why what is under the cursor needs somebody.
fn draw_why(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let width = usize::from(area.width);
    let (title, lines) = match &scene.state.listing().cursor {
        Some(RowId::Process(id)) => (
            format!("WHY: {} on {}", id.label(), id.node),
            why::process(scene, id, width),
        ),
        Some(RowId::Node(id)) => (format!("WHY: {id}"), why::node(scene, id, width)),
        Some(RowId::Environment(_) | RowId::Group(_)) | None => ("WHY".to_owned(), Vec::new()),
    };
    if area.height < 2 {
        return;
    }
    scene.rule(Rule::new(scene.title(title)), area, canvas);
    for (at, line) in lines.iter().enumerate() {
        canvas.line(below(area), at, line);
    }
}

/// How many lines the sections could show.
struct Counts {
    attention: usize,
    environments: usize,
    changes: usize,
    groups: usize,
    batches: usize,
    journal: usize,
}

impl Counts {
    fn of(scene: Scene<'_>) -> Self {
        let state = scene.state;
        Self {
            attention: state.listing().order.len().max(1),
            environments: state.board.environment_rows.len().max(1),
            changes: state.history.lines().take(100).count(),
            groups: state.board.group_rows.len(),
            batches: state.runs.newest_first().take(5).count(),
            journal: state.journal.len().clamp(1, JOURNAL),
        }
    }
}
