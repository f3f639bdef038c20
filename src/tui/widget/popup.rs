//! A box on top of the page: a head, rows that scroll, a tail, and buttons that stay in view.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::canvas::Canvas;
use super::glyphs::Glyphs;
use super::rule::Rule;
use super::text::clip_line;

/// Rows of a list below which head and tail scroll with it.
const FEW: usize = 3;

/// Where a box lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the middle.
    Middle,
    /// In the lower right corner: what it is about stays in view.
    Corner,
}

/// What is in a box.
pub struct Body<'a> {
    /// Stays above the rows.
    pub head: Vec<Line<'a>>,
    /// How many rows there are.
    pub rows: usize,
    /// Makes a row: only those in view are made.
    pub row: Box<dyn Fn(usize) -> Line<'a> + 'a>,
    /// Stays below the rows.
    pub tail: Vec<Line<'a>>,
    /// Below everything, in view whatever happens.
    pub buttons: Vec<Line<'a>>,
    /// Where the cursor stands: a line of tail and buttons taken together, and a column in it.
    pub cursor: Option<(usize, usize)>,
}

/// How a box is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Its lines.
    pub style: Style,
    /// Which signs may be used.
    pub glyphs: Glyphs,
}

/// A box on top of the page.
pub struct Popup<'a> {
    /// In its upper line.
    pub title: Line<'a>,
    /// In its lower line.
    pub foot: Line<'a>,
    /// Columns it takes with its lines, where there are so many.
    pub width: u16,
    /// Where it lies.
    pub place: Place,
    /// What is in it.
    pub body: Body<'a>,
    /// Rows scrolled; too many show the end.
    pub scroll: usize,
}

impl<'a> Body<'a> {
    /// A body of lines that scroll.
    #[must_use]
    pub fn lines(lines: Vec<Line<'a>>) -> Self {
        Self {
            head: Vec::new(),
            rows: lines.len(),
            row: Box::new(move |at| lines.get(at).cloned().unwrap_or_default()),
            tail: Vec::new(),
            buttons: Vec::new(),
            cursor: None,
        }
    }

    fn len(&self) -> usize {
        self.head.len() + self.rows + self.tail.len()
    }

    /// A line of head, rows and tail taken together.
    fn line(&self, at: usize) -> Line<'a> {
        let tail = self.head.len() + self.rows;
        if at < self.head.len() {
            self.head[at].clone()
        } else if at < tail {
            (self.row)(at - self.head.len())
        } else {
            self.tail.get(at - tail).cloned().unwrap_or_default()
        }
    }
}

/// Which lines are in view, and the rows that scroll among them.
struct View {
    lines: Vec<usize>,
    /// Of the rows that scroll: the first in view, how many fit, how many there are.
    window: (usize, usize, usize),
}

impl Popup<'_> {
    /// Draws it over an area, and notes how much of it was in view.
    pub fn draw(&self, area: Rect, frame: Frame, canvas: &mut Canvas<'_>) {
        canvas.seen.dialog_painted = true;
        let outer = self.outer(area.intersection(canvas.area()));
        if outer.width < 4 || outer.height < 2 {
            return;
        }
        canvas.clear(outer);
        let inner = inner(outer);
        let buttons = self.body.buttons.len().min(usize::from(inner.height));
        let room = usize::from(inner.height) - buttons;
        let view = self.view(room);
        self.draw_lines((inner, frame.glyphs), &view, canvas);
        for (at, button) in self.body.buttons.iter().take(buttons).enumerate() {
            canvas.line(inner, room + at, button);
            self.place_cursor(self.body.tail.len() + at, (inner, room + at), canvas);
        }
        let (first, fit, total) = view.window;
        canvas.seen.dialog_rows = (fit, total);
        self.draw_box((outer, first), frame, canvas);
    }

    fn outer(&self, area: Rect) -> Rect {
        let lines = self.body.len() + self.body.buttons.len() + 2;
        let height = u16::try_from(lines).unwrap_or(u16::MAX).min(area.height);
        let width = self.width.min(area.width);
        let (x, y) = (area.width - width, area.height - height);
        let (x, y) = match self.place {
            Place::Middle => (x / 2, y / 2),
            Place::Corner => (x.saturating_sub(3), y),
        };
        Rect::new(area.x + x, area.y + y, width, height)
    }

    /// With room enough head and tail stay and the rows scroll; else everything scrolls.
    fn view(&self, room: usize) -> View {
        let fixed = self.body.head.len() + self.body.tail.len();
        let pinned = fixed + self.body.rows.min(FEW) <= room;
        let (total, fit) = if pinned {
            (self.body.rows, (room - fixed).min(self.body.rows))
        } else {
            (self.body.len(), room.min(self.body.len()))
        };
        let first = self.scroll.min(total - fit);
        let head = self.body.head.len();
        let lines = if pinned {
            let tail = head + self.body.rows;
            let shown = (head + first)..(head + first + fit);
            (0..head)
                .chain(shown)
                .chain(tail..self.body.len())
                .collect()
        } else {
            (first..first + fit).collect()
        };
        View {
            lines,
            window: (first, fit, total),
        }
    }

    /// What is too long for the box is seen to be cut.
    fn draw_lines(&self, (inner, glyphs): (Rect, Glyphs), view: &View, canvas: &mut Canvas<'_>) {
        let tail = self.body.head.len() + self.body.rows;
        for (row, at) in view.lines.iter().enumerate() {
            let line = self.body.line(*at);
            let line = clip_line(line, usize::from(inner.width), glyphs.ellipsis());
            canvas.line(inner, row, &line);
            if let Some(line) = at.checked_sub(tail) {
                self.place_cursor(line, (inner, row), canvas);
            }
        }
    }

    /// The terminal's cursor, if it stands in this line of tail and buttons.
    fn place_cursor(&self, line: usize, (inner, row): (Rect, usize), canvas: &mut Canvas<'_>) {
        let Some((_, column)) = self.body.cursor.filter(|(at, _)| *at == line) else {
            return;
        };
        let offset =
            |base: u16, by: usize| base.saturating_add(u16::try_from(by).unwrap_or(u16::MAX));
        let at = Position::new(offset(inner.x, column), offset(inner.y, row));
        canvas.cursor = inner.contains(at).then_some(at);
    }

    fn draw_box(&self, (outer, first): (Rect, usize), frame: Frame, canvas: &mut Canvas<'_>) {
        let [top_left, top_right, bottom_left, bottom_right] = frame.glyphs.corners();
        let (fit, total) = canvas.seen.dialog_rows;
        let shown = if fit < total {
            Line::raw(format!("{}-{} of {total}", first + 1, first + fit))
        } else {
            Line::default()
        };
        let last = usize::from(outer.height - 1);
        let upper = Rule::new(self.title.clone()).words(shown);
        let upper = edge(upper, (top_left, top_right), outer.width, frame);
        canvas.line(outer, 0, &upper);
        let lower = Rule::new(self.foot.clone());
        let lower = edge(lower, (bottom_left, bottom_right), outer.width, frame);
        canvas.line(outer, last, &lower);
        let down = Line::styled(frame.glyphs.down().to_string(), frame.style);
        for row in 1..last {
            for x in [outer.x, outer.right() - 1] {
                let side = Rect {
                    x,
                    width: 1,
                    ..outer
                };
                canvas.line(side, row, &down);
            }
        }
    }
}

/// An upper or lower line: a rule between two corners.
fn edge(rule: Rule<'_>, corners: (char, char), width: u16, frame: Frame) -> Line<'_> {
    let corner = |sign: char| Span::styled(sign.to_string(), frame.style);
    let between = rule.line(width.saturating_sub(2), frame.glyphs, frame.style);
    let mut spans = vec![corner(corners.0)];
    spans.extend(between.spans);
    spans.push(corner(corners.1));
    Line::from(spans)
}

/// Between the lines, with a blank on either side.
fn inner(outer: Rect) -> Rect {
    Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: outer.width - 4,
        height: outer.height - 2,
    }
}
