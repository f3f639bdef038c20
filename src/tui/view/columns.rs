//! The columns of a table: which, how wide, and what stands above them.

use ratatui::text::{Line, Span};

use crate::model::{Column, Order};
use crate::tui::state::{Listing, NameWidths, RowKind, Scope};
use crate::tui::theme::Role;
use crate::tui::widget::{TableColumn, Width};

use super::scene::Scene;

/// The longest name that a column is made as wide as.
const LONGEST: usize = 40;

/// The column a table is sorted by; none for the order of the config.
pub fn sorted_by(listing: &Listing) -> Option<Column> {
    match (listing.sort, listing.kind) {
        (None, RowKind::Environment | RowKind::Attention) => None,
        (None, RowKind::Process | RowKind::Node | RowKind::Group) => Some(Column::State),
        (chosen, _) => chosen,
    }
}

/// The columns of a table on a screen so wide, without those it is scrolled past.
pub fn columns(listing: &Listing, width: u16) -> Vec<Column> {
    let all: &[Column] = match listing.kind {
        RowKind::Process => &Column::OF_PROCESSES,
        RowKind::Node => &Column::OF_NODES,
        RowKind::Environment => &Column::OF_ENVIRONMENTS,
        RowKind::Group if listing.shift > 0 => &GROUP_BY_ENVIRONMENT,
        RowKind::Group => &Column::OF_GROUPS,
        RowKind::Attention => &[],
    };
    let mut columns: Vec<Column> = all
        .iter()
        .copied()
        .filter(|column| {
            is_name(*column, listing.kind)
                || (column.least_screen() <= width && is_telling(*column, listing))
        })
        .collect();
    if listing.kind != RowKind::Group {
        let anchor = columns
            .iter()
            .position(|column| is_name(*column, listing.kind));
        let from = anchor.map_or(0, |at| at + 1);
        let last = columns.len().saturating_sub(1);
        let to = (from + listing.shift).min(last.max(from));
        columns.drain(from..to);
    }
    columns
}

/// While one environment of a group is chosen, where it runs matters more than sums.
const GROUP_BY_ENVIRONMENT: [Column; 6] = [
    Column::State,
    Column::Group,
    Column::Processes,
    Column::Running,
    Column::Spread,
    Column::Problem,
];

/// Whether a column tells rows apart: on the page of a node it is the node in every row.
fn is_telling(column: Column, listing: &Listing) -> bool {
    match (&listing.scope, listing.kind) {
        (Scope::Nodes(nodes), RowKind::Process) if nodes.len() == 1 => {
            !matches!(column, Column::Node | Column::Environment)
        }
        (Scope::Environment(_), _) => column != Column::Environment,
        (Scope::Group { .. }, _) => column != Column::Group,
        (Scope::Everything | Scope::Nodes(_), _) => true,
    }
}

/// Whether it holds the name of the row, which never scrolls away.
pub fn is_name(column: Column, kind: RowKind) -> bool {
    match kind {
        RowKind::Process | RowKind::Attention => column == Column::Process,
        RowKind::Node => column == Column::Node,
        RowKind::Environment => column == Column::Environment,
        RowKind::Group => column == Column::Group,
    }
}

/// A column as the table draws it.
pub fn table_column(
    scene: Scene<'_>,
    listing: &Listing,
    column: Column,
    fills: Fills,
) -> TableColumn<'static> {
    let title = title(listing, column);
    let width = width(listing.kind, column, &scene.state.board.name_widths);
    let width = Width {
        grows: match fills {
            Fills::Texts => width.grows,
            Fills::Name => is_name(column, listing.kind),
        },
        ..width.at_least(&title)
    };
    let drop_rank = match (listing.kind, column) {
        (kind, column) if is_name(column, kind) => None,
        (RowKind::Group, Column::Spread) if listing.shift > 0 => None,
        (RowKind::Group, Column::Spread) => Some(4),
        (RowKind::Group, Column::Problem) => Some(5),
        _ => column.drop_rank(),
    };
    TableColumn {
        title: Line::from(Span::styled(title, scene.style(Role::Title))),
        align: column.align(),
        width,
        lead: 0,
        drop_rank,
    }
}

/// Who takes the room that is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fills {
    /// The columns of sentences.
    Texts,
    /// The names: there is no column of sentences.
    Name,
}

/// The title, with the sign of the order, or with the sign of the state that is counted.
fn title(listing: &Listing, column: Column) -> String {
    if sorted_by(listing) == Some(column) {
        let sign = match listing.direction {
            Order::Up => 'v',
            Order::Down => '^',
        };
        return format!("{}{sign}", column.title());
    }
    let sign = match column {
        Column::Running => "+ ",
        Column::Flapping => "~ ",
        Column::Bad if listing.kind != RowKind::Node => "! ",
        Column::Stopped => "- ",
        _ => "",
    };
    format!("{sign}{}", column.title())
}

fn width(kind: RowKind, column: Column, names: &NameWidths) -> Width {
    let least = usize::from(column.minimum_width());
    let most = usize::from(column.maximum_width());
    let up_to = |wanted: usize| Width {
        least,
        wanted,
        grows: false,
    };
    match column {
        // The last known state of a process has a question mark behind it.
        Column::State if kind == RowKind::Process => Width::exactly(most),
        Column::State => Width::exactly(least),
        Column::LastOk | Column::Retry => Width::exactly(8),
        Column::Process => of_names(names.process, least),
        Column::Group => of_names(names.group, least),
        Column::Node => of_names(names.node, least),
        Column::Environment => of_names(names.environment, least),
        Column::Note | Column::Problem | Column::Spread => Width {
            grows: true,
            ..Width::exactly(12)
        },
        // Counts stand well apart where nothing else wants the room.
        Column::Nodes
        | Column::Processes
        | Column::Running
        | Column::Moving
        | Column::Flapping
        | Column::Bad
        | Column::Stopped
        | Column::NoData
            if kind != RowKind::Environment =>
        {
            up_to(least)
        }
        _ => up_to(most),
    }
}

/// One blank more than the longest name keeps it apart from the next column.
fn of_names(longest: usize, least: usize) -> Width {
    let wanted = (longest + 1).clamp(least, LONGEST);
    Width {
        least: wanted.min(18),
        wanted,
        grows: false,
    }
}
