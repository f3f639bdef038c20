//! A table: columns with widths, rows of cells, a cursor and marks.

use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};

use super::canvas::Canvas;
use super::glyphs::Glyphs;
use super::text::{clip, clip_line, line_width};
use crate::model::{Align, display_width, shorten_middle};

/// Columns before the first cell: cursor, mark, blank, glyph, blank.
pub const MARGIN: usize = 5;

/// How wide a column may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width {
    /// Below this it says nothing.
    pub least: usize,
    /// As wide as what is in it.
    pub wanted: usize,
    /// Whether it takes what is left over.
    pub grows: bool,
}

/// One column.
#[derive(Clone, Debug)]
pub struct TableColumn<'a> {
    /// What stands above it.
    pub title: Line<'a>,
    /// The side it is set against.
    pub align: Align,
    /// How wide it may be.
    pub width: Width,
    /// Blanks before it, besides the one between all columns.
    pub lead: usize,
    /// Its turn to give way where room is short, 0 first; none for what always stays.
    pub drop_rank: Option<u8>,
}

/// Where a text that is too long is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Names: they differ at their end.
    Middle,
    /// Sentences.
    End,
}

/// What stands in one place.
#[derive(Clone, Debug)]
pub struct TableCell<'a> {
    /// The text, uncut.
    pub text: Line<'a>,
    /// Where it is cut.
    pub cut: Cut,
}

/// One row.
#[derive(Clone, Debug)]
pub struct TableRow<'a> {
    /// The sign before it.
    pub glyph: Span<'a>,
    /// Its cells, one a column.
    pub cells: Vec<TableCell<'a>>,
    /// Whether it is marked.
    pub marked: bool,
    /// Whether it is the current one.
    pub current: bool,
}

/// A table as it is drawn.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// The columns, in order.
    pub columns: Vec<TableColumn<'a>>,
    /// The rows that are on screen, top to bottom.
    pub rows: Vec<TableRow<'a>>,
    /// How the current row is drawn while the table has the keys; none while it has not.
    pub cursor: Option<Style>,
    /// How marked rows are drawn.
    pub mark: Style,
    /// Which signs may be used.
    pub glyphs: Glyphs,
}

impl Table<'_> {
    /// Writes the column heads into the first row of an area, and the rows below them.
    pub fn draw(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let layout = lay_out(&self.columns, area.width);
        let mut head = vec![Span::raw("   S ")];
        for (at, width) in &layout {
            let column = &self.columns[*at];
            let title = clip_line(column.title.clone(), *width, self.glyphs.ellipsis());
            push_aligned(&mut head, title, *width, column);
        }
        canvas.line(area, 0, &Line::from(head));
        let below = Rect {
            y: area.y.saturating_add(1),
            height: area.height.saturating_sub(1),
            ..area
        };
        self.draw_rows(below, canvas);
    }

    /// Writes the rows alone.
    pub fn draw_rows(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let layout = lay_out(&self.columns, area.width);
        for (at, row) in self.rows.iter().enumerate() {
            canvas.line(area, at, &self.row(row, &layout));
            if row.marked {
                // A mark adds to the colour of a state, and never takes it away.
                let fg = self.mark.fg.filter(|color| *color != Color::Reset);
                canvas.tint(area, at, Style { fg, ..self.mark });
            }
            if let (true, Some(cursor)) = (row.current, self.cursor) {
                canvas.tint(area, at, cursor);
            }
        }
    }

    fn row(&self, row: &TableRow<'_>, layout: &[(usize, usize)]) -> Line<'static> {
        let sign = |is: bool, sign: &'static str| Span::raw(if is { sign } else { " " });
        let mut spans = vec![
            sign(row.current, ">"),
            sign(row.marked, "*"),
            Span::raw(" "),
            Span::styled(row.glyph.content.to_string(), row.glyph.style),
            Span::raw(" "),
        ];
        for (at, width) in layout {
            if let Some(cell) = row.cells.get(*at) {
                let text = cell.fit(*width, self.glyphs);
                push_aligned(&mut spans, text, *width, &self.columns[*at]);
            }
        }
        Line::from(spans)
    }
}

impl TableCell<'_> {
    fn fit(&self, width: usize, glyphs: Glyphs) -> Line<'static> {
        let owned = |span: &Span<'_>| Span::styled(span.content.to_string(), span.style);
        match (self.text.spans.as_slice(), self.cut) {
            ([only], Cut::Middle) => {
                let text = shorten_middle(&only.content, width, glyphs.ellipsis());
                Line::from(Span::styled(text.into_owned(), only.style))
            }
            ([only], Cut::End) => {
                let text = clip(&only.content, width, glyphs.ellipsis());
                Line::from(Span::styled(text, only.style))
            }
            (many, _) => {
                let line: Line<'static> = many.iter().map(owned).collect();
                clip_line(line, width, glyphs.ellipsis())
            }
        }
    }
}

fn push_aligned<'a>(
    spans: &mut Vec<Span<'a>>,
    text: Line<'a>,
    width: usize,
    column: &TableColumn<'_>,
) {
    let blanks = width.saturating_sub(line_width(&text));
    let (before, after) = match column.align {
        Align::Left => (0, blanks),
        Align::Right => (blanks, 0),
    };
    spans.push(Span::raw(" ".repeat(column.lead + before)));
    spans.extend(text.spans);
    spans.push(Span::raw(" ".repeat(after + 1)));
}

/// The columns that have room, each with its width.
///
/// It looks at columns alone and never at rows, so that nothing jumps while rows come and go.
fn lay_out(columns: &[TableColumn<'_>], width: u16) -> Vec<(usize, usize)> {
    let room = usize::from(width).saturating_sub(MARGIN);
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    let taken = |kept: &[usize]| -> usize {
        kept.iter()
            .map(|at| columns[*at].width.least + columns[*at].lead + 1)
            .sum()
    };
    while taken(&kept) > room + 1 {
        let ranked = kept
            .iter()
            .filter_map(|at| Some((columns[*at].drop_rank?, *at)));
        // Of two with the same rank the one further right goes.
        let Some((_, gone)) = ranked.min_by_key(|(rank, at)| (*rank, usize::MAX - at)) else {
            break;
        };
        kept.retain(|at| *at != gone);
    }
    let mut left = (room + 1).saturating_sub(taken(&kept));
    let mut widths: Vec<(usize, usize)> = kept
        .iter()
        .map(|at| (*at, columns[*at].width.least))
        .collect();
    for (at, width) in &mut widths {
        let more = columns[*at].width.wanted.saturating_sub(*width).min(left);
        *width += more;
        left -= more;
    }
    share(columns, &mut widths, left);
    widths
}

/// Gives what is left to the columns that grow, evenly; the last one takes the rest.
fn share(columns: &[TableColumn<'_>], widths: &mut [(usize, usize)], left: usize) {
    let growing = widths
        .iter()
        .filter(|(at, _)| columns[*at].width.grows)
        .count();
    let mut given = 0;
    let mut seen = 0;
    for (_, width) in widths.iter_mut().filter(|(at, _)| columns[*at].width.grows) {
        seen += 1;
        let more = if seen == growing {
            left - given
        } else {
            left / growing
        };
        *width += more;
        given += more;
    }
}

impl<'a> TableCell<'a> {
    /// A text that is cut at its end.
    #[must_use]
    pub fn text(text: impl Into<Line<'a>>) -> Self {
        Self {
            text: text.into(),
            cut: Cut::End,
        }
    }

    /// A name, cut in the middle.
    #[must_use]
    pub fn name(text: impl Into<Line<'a>>) -> Self {
        Self {
            text: text.into(),
            cut: Cut::Middle,
        }
    }
}

impl Width {
    /// Exactly so wide.
    #[must_use]
    pub fn exactly(width: usize) -> Self {
        Self {
            least: width,
            wanted: width,
            grows: false,
        }
    }

    /// As wide as a title at least.
    #[must_use]
    pub fn at_least(self, title: &str) -> Self {
        let title = display_width(title);
        Self {
            least: self.least.max(title),
            wanted: self.wanted.max(title),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(least: usize, wanted: usize, drop_rank: Option<u8>) -> TableColumn<'static> {
        TableColumn {
            title: Line::raw("X"),
            align: Align::Left,
            width: Width {
                least,
                wanted,
                grows: drop_rank == Some(9),
            },
            lead: 0,
            drop_rank,
        }
    }

    #[test]
    fn columns_give_way_by_rank_and_the_rest_is_shared_out() {
        let columns = [
            column(8, 8, None),
            column(10, 20, None),
            column(5, 5, Some(1)),
            column(8, 8, Some(9)),
        ];
        assert_eq!(lay_out(&columns, 60), [(0, 8), (1, 20), (2, 5), (3, 19)]);
        assert_eq!(lay_out(&columns, 37), [(0, 8), (1, 14), (3, 8)]);
        assert_eq!(
            lay_out(&columns, 10).len(),
            2,
            "what always stays is cut, not dropped"
        );
    }
}
