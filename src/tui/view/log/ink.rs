//! How the looks that a process asked for are shown: as far as the terminal can, and never so that
//! nobody can read them.

use ratatui::style::{Color, Modifier, Style};

use crate::model::{Emphasis, Hue, Ink};
use crate::tui::depth::Depth;

/// Darker than this is as black as a dark ground, out of 255.
const DARK: u32 = 40;
/// Lighter than this is as white as a light ground.
const LIGHT: u32 = 215;
/// The steps of the fixed table's colour cube.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The style of letters that a process wrote with this ink.
///
/// What lies behind letters is only shown where it is a pair of colours, so that whoever asked for
/// it knew that one can be read on the other; alone it is reverse video.
pub fn style(ink: Ink, depth: Depth) -> Style {
    let plain = ink.emphases().fold(Style::new(), |style, emphasis| {
        style.add_modifier(modifier(emphasis))
    });
    let (letters, ground) = (ink.letters, ink.ground);
    match (letters, ground) {
        _ if depth == Depth::None => plain,
        (None, None) => plain,
        (None, Some(_)) => plain.add_modifier(Modifier::REVERSED),
        (Some(letters), Some(ground)) if letters == ground => plain,
        (Some(letters), Some(ground)) => plain.fg(color(letters, depth)).bg(color(ground, depth)),
        (Some(letters), None) => alone(letters, depth, plain),
    }
}

/// Letters on the terminal's own ground: what may vanish on a dark or on a light one is the
/// terminal's own colour instead.
fn alone(letters: Hue, depth: Depth, plain: Style) -> Style {
    match letters {
        Hue::Ansi(0 | 7 | 15) => plain,
        // In some themes it is the ground's own colour; dim it always is.
        Hue::Ansi(8) => plain.add_modifier(Modifier::DIM),
        Hue::Ansi(_) => plain.fg(color(letters, depth)),
        Hue::Indexed(_) | Hue::Rgb(..) => {
            let light = lightness(mixture(letters));
            if (DARK..=LIGHT).contains(&light) {
                plain.fg(color(letters, depth))
            } else {
                plain
            }
        }
    }
}

fn modifier(emphasis: Emphasis) -> Modifier {
    match emphasis {
        Emphasis::Bold => Modifier::BOLD,
        Emphasis::Dim => Modifier::DIM,
        Emphasis::Italic => Modifier::ITALIC,
        Emphasis::Underlined => Modifier::UNDERLINED,
        Emphasis::Reversed => Modifier::REVERSED,
        Emphasis::Struck => Modifier::CROSSED_OUT,
    }
}

/// The nearest colour that the terminal shows.
fn color(hue: Hue, depth: Depth) -> Color {
    match (hue, depth) {
        (Hue::Ansi(slot), _) => named(slot),
        (Hue::Indexed(slot), Depth::Table | Depth::Any) => Color::Indexed(slot),
        (Hue::Rgb(red, green, blue), Depth::Any) => Color::Rgb(red, green, blue),
        (Hue::Rgb(red, green, blue), Depth::Table) => {
            let [red, green, blue] = [red, green, blue].map(step);
            Color::Indexed(16 + 36 * red + 6 * green + blue)
        }
        (Hue::Indexed(_) | Hue::Rgb(..), Depth::Sixteen | Depth::None) => {
            named(nearest_slot(mixture(hue)))
        }
    }
}

/// The sixteen by the names the terminal's theme knows.
fn named(slot: u8) -> Color {
    match slot {
        0 => Color::Black,
        1 => Color::Red,
        2 => Color::Green,
        3 => Color::Yellow,
        4 => Color::Blue,
        5 => Color::Magenta,
        6 => Color::Cyan,
        7 => Color::Gray,
        8 => Color::DarkGray,
        9 => Color::LightRed,
        10 => Color::LightGreen,
        11 => Color::LightYellow,
        12 => Color::LightBlue,
        13 => Color::LightMagenta,
        14 => Color::LightCyan,
        _ => Color::White,
    }
}

/// Red, green and blue of a colour; of the sixteen only roughly, as themes differ.
fn mixture(hue: Hue) -> [u8; 3] {
    match hue {
        Hue::Rgb(red, green, blue) => [red, green, blue],
        Hue::Indexed(slot @ 232..) => [8 + 10 * (slot - 232); 3],
        Hue::Indexed(slot @ 16..) => {
            let place = usize::from(slot - 16);
            [place / 36, place / 6 % 6, place % 6].map(|step| STEPS[step])
        }
        Hue::Ansi(slot) | Hue::Indexed(slot) => {
            let full = if slot < 8 { 128 } else { 255 };
            [1, 2, 4].map(|bit| if slot & bit == 0 { 0 } else { full })
        }
    }
}

/// Which of the sixteen is nearest: each part counts if it is over half of the strongest.
fn nearest_slot(parts: [u8; 3]) -> u8 {
    let strongest = parts.into_iter().max().unwrap_or(0);
    let bits = parts
        .into_iter()
        .zip([1, 2, 4])
        .filter(|(part, _)| *part > strongest / 2)
        .fold(0, |slot, (_, bit)| slot | bit);
    match strongest {
        0..=63 => 0,
        64..=191 => bits,
        192.. => bits | 8,
    }
}

/// The nearest step of the colour cube.
fn step(part: u8) -> u8 {
    let near = (0..).zip(STEPS).min_by_key(|(_, at)| at.abs_diff(part));
    near.map_or(0, |(step, _)| step)
}

/// How light a colour looks, from 0 to 255.
fn lightness([red, green, blue]: [u8; 3]) -> u32 {
    (u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Painted;

    fn of(sequence: &str, depth: Depth) -> Style {
        let line = Painted::log_line(format!("\x1b[{sequence}mx").as_bytes());
        let ink = line.runs().next().unwrap().1;
        style(ink, depth)
    }

    #[test]
    fn colours_are_the_nearest_there_are() {
        let red = |depth| of("38;2;215;0;0", depth).fg;
        assert_eq!(red(Depth::Any), Some(Color::Rgb(215, 0, 0)));
        assert_eq!(red(Depth::Table), Some(Color::Indexed(160)));
        assert_eq!(red(Depth::Sixteen), Some(Color::LightRed));
        assert_eq!(of("38;5;28", Depth::Sixteen).fg, Some(Color::Green));
        assert_eq!(of("38;5;244", Depth::Sixteen).fg, Some(Color::Gray));
        assert_eq!(of("1;33", Depth::Sixteen).fg, Some(Color::Yellow));
    }

    #[test]
    fn without_colour_emphasis_is_left() {
        let style = of("1;4;31;42", Depth::None);
        assert_eq!((style.fg, style.bg), (None, None));
        assert_eq!(style.add_modifier, Modifier::BOLD | Modifier::UNDERLINED);
    }

    #[test]
    fn nothing_is_written_so_that_it_cannot_be_read() {
        for vanishing in ["30", "37", "97", "38;5;16", "38;2;250;250;250", "31;41"] {
            let style = of(vanishing, Depth::Any);
            assert_eq!((style.fg, style.bg), (None, None), "{vanishing}");
        }
        let ground_alone = of("47", Depth::Any);
        assert_eq!(ground_alone.bg, None);
        assert_eq!(ground_alone.add_modifier, Modifier::REVERSED);
        assert_eq!(of("90", Depth::Any).add_modifier, Modifier::DIM);
        let pair = of("30;42", Depth::Any);
        assert_eq!((pair.fg, pair.bg), (Some(Color::Black), Some(Color::Green)));
    }
}
