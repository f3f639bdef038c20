//! A box on top of the page: a head, rows that scroll, a tail, and buttons that stay in view.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::canvas::Canvas;
use super::glyphs::Glyphs;
use super::text::{clip_line, line_width};

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
    /// Where the cursor stands: a line of the tail, and a column in it.
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
        self.draw_lines(inner, &view, canvas);
        for (at, button) in self.body.buttons.iter().take(buttons).enumerate() {
            self.put(inner, room + at, button, canvas);
        }
        self.draw_box(outer, frame, view.window, canvas);
        let (_, fit, total) = view.window;
        canvas.seen.dialog_rows = (fit, total);
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

    fn draw_lines(&self, inner: Rect, view: &View, canvas: &mut Canvas<'_>) {
        let tail = self.body.head.len() + self.body.rows;
        for (row, at) in view.lines.iter().enumerate() {
            self.put(inner, row, &self.body.line(*at), canvas);
            if let Some((line, column)) = self.body.cursor
                && tail + line == *at
            {
                let offset = |base: u16, by: usize| {
                    base.saturating_add(u16::try_from(by).unwrap_or(u16::MAX))
                };
                let at = Position::new(offset(inner.x, column), offset(inner.y, row));
                canvas.cursor = inner.contains(at).then_some(at);
            }
        }
    }

    fn put(&self, inner: Rect, row: usize, line: &Line<'_>, canvas: &mut Canvas<'_>) {
        canvas.line(inner, row, line);
    }

    fn draw_box(
        &self,
        outer: Rect,
        frame: Frame,
        window: (usize, usize, usize),
        canvas: &mut Canvas<'_>,
    ) {
        let [top_left, top_right, bottom_left, bottom_right] = frame.glyphs.corners();
        let (first, fit, total) = window;
        let shown = if fit < total {
            Line::raw(format!("{}-{} of {total}", first + 1, first + fit))
        } else {
            Line::default()
        };
        let last = usize::from(outer.height - 1);
        canvas.line(
            outer,
            0,
            &edge(
                (top_left, top_right),
                &self.title,
                (&shown, outer.width),
                frame,
            ),
        );
        let foot = Line::default();
        canvas.line(
            outer,
            last,
            &edge(
                (bottom_left, bottom_right),
                &self.foot,
                (&foot, outer.width),
                frame,
            ),
        );
        let down = Line::styled(frame.glyphs.down().to_string(), frame.style);
        for row in 1..last {
            canvas.line(Rect { width: 1, ..outer }, row, &down);
            let right = Rect {
                x: outer.right() - 1,
                width: 1,
                ..outer
            };
            canvas.line(right, row, &down);
        }
    }
}

/// An upper or lower line with its words on the left and, where they fit, on the right.
fn edge<'a>(
    corners: (char, char),
    title: &Line<'a>,
    (words, width): (&Line<'a>, u16),
    frame: Frame,
) -> Line<'a> {
    let width = usize::from(width);
    let stroke =
        |count: usize| Span::styled(frame.glyphs.across().to_string().repeat(count), frame.style);
    let mut spans = vec![Span::styled(corners.0.to_string(), frame.style)];
    let title = clip_line(
        title.clone(),
        width.saturating_sub(6),
        frame.glyphs.ellipsis(),
    );
    let mut used = 2;
    if line_width(&title) > 0 {
        used += line_width(&title) + 3;
        spans.extend([stroke(1), Span::raw(" ")]);
        spans.extend(title.spans);
        spans.push(Span::raw(" "));
    }
    let room = width.saturating_sub(used);
    let taken = line_width(words);
    if taken > 0 && taken + 4 <= room {
        spans.extend([stroke(room - taken - 3), Span::raw(" ")]);
        spans.extend(words.spans.iter().cloned());
        spans.extend([Span::raw(" "), stroke(1)]);
    } else {
        spans.push(stroke(room));
    }
    spans.push(Span::styled(corners.1.to_string(), frame.style));
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
