//! A buffer as an SVG, and that as a PNG: the pictures of the README are test output.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use resvg::{tiny_skia, usvg};

/// Width and height of a cell, in pixels before scaling: the font at 14.
const CELL: (f32, f32) = (8.43, 17.0);
/// Free room around the cells.
const EDGE: f32 = 10.0;

/// What the terminal's own colours are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Dark,
    Light,
}

impl Ground {
    fn colors(self) -> (&'static str, &'static str) {
        match self {
            Self::Dark => ("#16181d", "#d4d7dd"),
            Self::Light => ("#fbfbf8", "#25282e"),
        }
    }

    fn rgb(self, color: Color) -> Option<&'static str> {
        let dark = self == Self::Dark;
        Some(match color {
            Color::Black => "#16181d",
            Color::Red if dark => "#ff6b68",
            Color::Red => "#b3261e",
            Color::Green if dark => "#7fd07f",
            Color::Green => "#1d7a33",
            Color::Yellow if dark => "#e8c45c",
            Color::Yellow => "#8a6100",
            Color::Blue if dark => "#7aa7ff",
            Color::Blue => "#1f55c4",
            Color::Magenta if dark => "#d79bf0",
            Color::Magenta => "#8a2fa8",
            Color::Cyan if dark => "#67cfd6",
            Color::Cyan => "#00707a",
            _ => return None,
        })
    }
}

/// A run of cells in one style.
struct Run {
    column: usize,
    cells: usize,
    text: String,
    style: Style,
}

/// The buffer as an SVG.
pub fn draw(buffer: &Buffer, ground: Ground) -> String {
    let (width, height) = (
        f32::from(buffer.area.width) * CELL.0 + 2.0 * EDGE,
        f32::from(buffer.area.height) * CELL.1 + 2.0 * EDGE,
    );
    let (back, fore) = ground.colors();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.2} {height:.2}\" font-family=\"DejaVu Sans Mono, monospace\" \
         font-size=\"14\" xml:space=\"preserve\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{back}\"/>\n"
    );
    for (row, cells) in buffer.area.rows().enumerate() {
        for run in runs(buffer, cells) {
            push(&mut svg, row, &run, (ground, back, fore));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Cuts a row where the style changes; what is not ASCII goes alone, or it would drift.
fn runs(buffer: &Buffer, row: ratatui::layout::Rect) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    let mut covered = 0;
    for (column, place) in row.columns().enumerate() {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        let cell = &buffer[(place.x, place.y)];
        let cells = supdeck::model::display_width(cell.symbol()).max(1);
        covered = cells - 1;
        let plain = cell.symbol().is_ascii();
        match all.last_mut() {
            Some(run) if plain && run.style == cell.style() && run.text.is_ascii() => {
                run.text.push_str(cell.symbol());
                run.cells += 1;
            }
            _ => all.push(Run {
                column,
                cells,
                text: cell.symbol().to_owned(),
                style: cell.style(),
            }),
        }
    }
    all
}

#[expect(
    clippy::cast_precision_loss,
    reason = "columns and rows of a terminal are few"
)]
fn push(svg: &mut String, row: usize, run: &Run, (ground, back, fore): (Ground, &str, &str)) {
    let (x, y) = (
        EDGE + run.column as f32 * CELL.0,
        EDGE + row as f32 * CELL.1,
    );
    let width = run.cells as f32 * CELL.0;
    let has = |modifier| run.style.add_modifier.contains(modifier);
    let mut ink = run
        .style
        .fg
        .and_then(|color| ground.rgb(color))
        .unwrap_or(fore);
    if has(Modifier::REVERSED) {
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{}\" fill=\"{ink}\" \
             shape-rendering=\"crispEdges\"/>",
            CELL.1
        );
        ink = back;
    }
    let text = run.text.trim_end();
    if text.is_empty() {
        return;
    }
    let begin = text.len() - text.trim_start().len();
    let cells = if run.text.is_ascii() {
        text.len() - begin
    } else {
        run.cells
    };
    let mut attributes = String::new();
    if has(Modifier::BOLD) {
        attributes.push_str(" font-weight=\"bold\"");
    }
    let lines = [
        (Modifier::UNDERLINED, "underline"),
        (Modifier::CROSSED_OUT, "line-through"),
    ];
    for (_, name) in lines.into_iter().filter(|(modifier, _)| has(*modifier)) {
        let _ = write!(attributes, " text-decoration=\"{name}\"");
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.2}\" y=\"{:.2}\" fill=\"{ink}\" textLength=\"{:.2}\" \
         lengthAdjust=\"spacingAndGlyphs\"{attributes}>{}</text>",
        x + begin as f32 * CELL.0,
        y + 13.0,
        cells as f32 * CELL.0,
        escape(text.trim_start())
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// An SVG as a PNG, so many times as large.
pub fn rasterize(svg: &str, scale: f32) -> Vec<u8> {
    let mut options = usvg::Options::default();
    options.fontdb_mut().load_system_fonts();
    let tree = usvg::Tree::from_str(svg, &options).unwrap();
    let size = tree.size().to_int_size().scale_by(scale).unwrap();
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).unwrap();
    let transform = tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut pixels.as_mut());
    pixels.encode_png().unwrap()
}
