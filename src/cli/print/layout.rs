//! Which columns fit, and how wide each is.

use crate::model::{Cell, Column, display_width};

/// Blanks between two columns.
pub(super) const GAP: usize = 2;
/// The sign before the state and the blank after it.
pub(super) const SIGN: usize = 2;
/// The width of a screen from which every column is shown.
const WIDE: u16 = u16::MAX;

/// One row as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The sign of its health.
    pub glyph: char,
    /// What it shows, a cell for each column asked for.
    pub cells: Vec<Cell>,
}

/// Columns, and who wanted them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The columns, in order.
    pub of: Vec<Column>,
    /// Who wanted them.
    pub given: Given,
}

/// Who wanted columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// Nobody in particular: some are left out for want of room.
    Usual,
    /// Somebody asked for them by name.
    Asked,
}

/// A column that fits, and where it stood among those asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) column: Column,
    pub(super) at: usize,
    pub(super) width: usize,
}

/// The columns that fit into a width, the first one always among them; all of them without one.
pub(super) fn fit(columns: &Columns, lines: &[Line], width: Option<usize>) -> Vec<Place> {
    let screen = width.map_or(WIDE, |width| u16::try_from(width).unwrap_or(WIDE));
    let asked = columns.given == Given::Asked;
    let mut places: Vec<Place> = columns
        .of
        .iter()
        .enumerate()
        .filter(|(_, column)| asked || column.least_screen() <= screen)
        .map(|(at, column)| Place {
            column: *column,
            at,
            width: natural(*column, at, lines),
        })
        .collect();
    let Some(width) = width else {
        return places;
    };
    while total(&places) > width {
        let over = total(&places) - width;
        if !squeeze(&mut places, over) && (asked || !drop_one(&mut places)) {
            break;
        }
    }
    places
}

/// The width in which nothing of a column is cut.
fn natural(column: Column, at: usize, lines: &[Line]) -> usize {
    let cell = |line: &Line| display_width(line.cells[at].text.as_str());
    let longest = lines.iter().map(cell).max().unwrap_or(0);
    longest.max(column.title().len())
}

fn total(places: &[Place]) -> usize {
    let sign = if has_sign(places) { SIGN } else { 0 };
    let gaps = GAP * places.len().saturating_sub(1);
    sign + gaps + places.iter().map(|place| place.width).sum::<usize>()
}

/// Whether rows begin with the sign of their state.
pub(super) fn has_sign(places: &[Place]) -> bool {
    places
        .first()
        .is_some_and(|place| place.column == Column::State)
}

/// How room is won: long names give way first, then long sentences, then both in turn.
const STEPS: [(Text, usize); 5] = [
    (Text::Name, 40),
    (Text::Sentence, 32),
    (Text::Name, 18),
    (Text::Sentence, 12),
    (Text::Name, 12),
];

/// Makes what may be cut narrower, step by step; whether anything could be gained.
fn squeeze(places: &mut [Place], over: usize) -> bool {
    let mut left = over;
    for (kind, least) in STEPS {
        for place in places.iter_mut() {
            if text(place.column) == Some(kind) {
                let gain = place.width.saturating_sub(least).min(left);
                place.width -= gain;
                left -= gain;
            }
        }
    }
    left < over
}

/// A text that may be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// At its end.
    Sentence,
    /// In its middle: names differ at their ends.
    Name,
}

/// Whether a column may be cut; none for numbers and words, of which a part means something else.
pub(super) fn text(column: Column) -> Option<Text> {
    match column {
        Column::Note | Column::Problem | Column::Spread => Some(Text::Sentence),
        Column::Process | Column::Group | Column::Node | Column::Environment => Some(Text::Name),
        Column::State
        | Column::Uptime
        | Column::Pid
        | Column::Exit
        | Column::Nodes
        | Column::Processes
        | Column::Running
        | Column::Moving
        | Column::Flapping
        | Column::Bad
        | Column::Stopped
        | Column::NoData
        | Column::LastOk
        | Column::Retry
        | Column::Rtt
        | Column::Version
        | Column::LastChange => None,
    }
}

/// Leaves out the column that gives way first; whether there was one.
fn drop_one(places: &mut Vec<Place>) -> bool {
    let first = places
        .iter()
        .enumerate()
        .filter_map(|(index, place)| Some((place.column.drop_rank()?, index)))
        .min();
    match first {
        Some((_, index)) => {
            places.remove(index);
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Clean;

    fn line(texts: [&str; 9]) -> Line {
        Line {
            glyph: '+',
            cells: texts.map(|text| Cell::from(Clean::text(text))).to_vec(),
        }
    }

    fn shown(width: Option<usize>) -> (Vec<Column>, usize) {
        let name = "worker:a-process-with-a-very-long-name_00";
        let note = "a sentence that says at some length what went wrong with it";
        let lines = [line([
            "RUNNING",
            name,
            "web-01.example.com",
            "production",
            "41d07h",
            "4711",
            "",
            note,
            "worker",
        ])];
        let usual = Columns {
            of: Column::OF_PROCESSES.to_vec(),
            given: Given::Usual,
        };
        let places = fit(&usual, &lines, width);
        let columns = places.iter().map(|place| place.column).collect();
        (columns, total(&places))
    }

    #[test]
    fn in_a_pipe_nothing_is_cut_or_left_out() {
        let (columns, _) = shown(None);
        assert_eq!(columns, Column::OF_PROCESSES);
    }

    #[test]
    fn no_screen_is_too_narrow_until_only_names_are_left() {
        for width in 40..200 {
            let (columns, total) = shown(Some(width));
            assert!(total <= width, "{width}");
            assert!(columns.starts_with(&[Column::State, Column::Process, Column::Node]));
        }
        let (columns, _) = shown(Some(80));
        assert!(columns.contains(&Column::Uptime) && columns.contains(&Column::Pid));
        assert!(!columns.contains(&Column::Exit), "it wants a wide screen");
    }
}
