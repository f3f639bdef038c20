//! How letters of a log line look, as its process asked for: colours and emphasis.

/// A colour that a process asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hue {
    /// One of the sixteen that the terminal's own theme names: 0 to 15.
    Ansi(u8),
    /// One of the fixed table: 16 to 255.
    Indexed(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
}

/// What sets letters apart besides their colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Emphasis {
    /// Heavier, or brighter.
    Bold,
    /// Fainter.
    Dim,
    /// Slanted.
    Italic,
    /// With a line below, of whatever shape.
    Underlined,
    /// Letters and ground exchanged.
    Reversed,
    /// Crossed out.
    Struck,
}

/// How letters look. Blinking and hidden ones look like others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ink {
    /// The colour of the letters; the terminal's own if none.
    pub letters: Option<Hue>,
    /// The colour behind them; the terminal's own if none.
    pub ground: Option<Hue>,
    emphasis: u8,
}

impl Emphasis {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Bold,
        Self::Dim,
        Self::Italic,
        Self::Underlined,
        Self::Reversed,
        Self::Struck,
    ];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Ink {
    /// Whether letters are set apart so.
    #[must_use]
    pub fn has(self, emphasis: Emphasis) -> bool {
        self.emphasis & emphasis.bit() != 0
    }

    /// The emphases that letters have.
    pub fn emphases(self) -> impl Iterator<Item = Emphasis> {
        Emphasis::ALL
            .into_iter()
            .filter(move |emphasis| self.has(*emphasis))
    }

    /// How letters look after `ESC [ … m` with these parameters (ECMA-48 8.3.117, and ISO 8613-6
    /// for more colours than eight). What is not understood changes nothing.
    #[must_use]
    pub(super) fn after(mut self, parameters: &[u8]) -> Self {
        let mut rest = parameters.split(|byte| *byte == b';');
        while let Some(parameter) = rest.next() {
            let mut parts = parameter.split(|byte| *byte == b':').map(number);
            match parts.next().flatten() {
                Some(code @ (38 | 48 | 58)) if parameter.contains(&b':') => {
                    self.colour(code, of_parts(parts));
                }
                Some(code @ (38 | 48 | 58)) => {
                    self.colour(code, of_next(rest.by_ref().map(number)));
                }
                Some(4) if parts.next() == Some(Some(0)) => self.clear(Emphasis::Underlined),
                Some(code) => self.plain(code),
                None => {}
            }
        }
        self
    }

    fn colour(&mut self, code: u8, hue: Option<Hue>) {
        match (code, hue) {
            (38, Some(_)) => self.letters = hue,
            (48, Some(_)) => self.ground = hue,
            // The colour of the underline is left to the terminal.
            _ => {}
        }
    }

    fn plain(&mut self, code: u8) {
        match code {
            0 => *self = Self::default(),
            1 => self.set(Emphasis::Bold),
            2 => self.set(Emphasis::Dim),
            3 => self.set(Emphasis::Italic),
            4 | 21 => self.set(Emphasis::Underlined),
            7 => self.set(Emphasis::Reversed),
            9 => self.set(Emphasis::Struck),
            22 => {
                self.clear(Emphasis::Bold);
                self.clear(Emphasis::Dim);
            }
            23 => self.clear(Emphasis::Italic),
            24 => self.clear(Emphasis::Underlined),
            27 => self.clear(Emphasis::Reversed),
            29 => self.clear(Emphasis::Struck),
            30..=37 => self.letters = Some(Hue::Ansi(code - 30)),
            39 => self.letters = None,
            40..=47 => self.ground = Some(Hue::Ansi(code - 40)),
            49 => self.ground = None,
            90..=97 => self.letters = Some(Hue::Ansi(code - 90 + 8)),
            100..=107 => self.ground = Some(Hue::Ansi(code - 100 + 8)),
            _ => {}
        }
    }

    fn set(&mut self, emphasis: Emphasis) {
        self.emphasis |= emphasis.bit();
    }

    fn clear(&mut self, emphasis: Emphasis) {
        self.emphasis &= !emphasis.bit();
    }
}

/// The colour written `5:n`, `2:r:g:b`, or `2:space:r:g:b` as the standard has it.
fn of_parts(mut parts: impl Iterator<Item = Option<u8>> + Clone) -> Option<Hue> {
    let has_space = parts.clone().count() > 4;
    let mode = parts.next().flatten();
    if mode == Some(2) && has_space {
        parts.next();
    }
    of(mode, parts)
}

/// The colour written `5;n` or `2;r;g;b`, taken from the parameters that follow.
fn of_next(mut parameters: impl Iterator<Item = Option<u8>>) -> Option<Hue> {
    let mode = parameters.next().flatten();
    of(mode, parameters)
}

fn of(mode: Option<u8>, mut values: impl Iterator<Item = Option<u8>>) -> Option<Hue> {
    let mut next = || values.next().flatten();
    match mode {
        Some(5) => next().map(|index| match index {
            0..=15 => Hue::Ansi(index),
            16..=255 => Hue::Indexed(index),
        }),
        Some(2) => {
            // All three are taken, even if the first is out of range.
            let (red, green, blue) = (next(), next(), next());
            Some(Hue::Rgb(red?, green?, blue?))
        }
        _ => None,
    }
}

/// A parameter: nothing is zero, and no known one is above 255.
fn number(digits: &[u8]) -> Option<u8> {
    digits.iter().try_fold(0_u8, |number, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(parameters: &str) -> Ink {
        Ink::default().after(parameters.as_bytes())
    }

    fn letters(parameters: &str) -> Option<Hue> {
        after(parameters).letters
    }

    #[test]
    fn colours_are_read_in_every_form() {
        assert_eq!(letters("31"), Some(Hue::Ansi(1)));
        assert_eq!(letters("97"), Some(Hue::Ansi(15)));
        assert_eq!(letters("38;5;9"), Some(Hue::Ansi(9)));
        assert_eq!(letters("38:5:208"), Some(Hue::Indexed(208)));
        for rgb in [
            "38;2;1;2;3",
            "38:2:1:2:3",
            "38:2::1:2:3",
            "38:2:7:1:2:3:0:0",
        ] {
            assert_eq!(letters(rgb), Some(Hue::Rgb(1, 2, 3)), "{rgb}");
        }
        let both = after("1;33;48;5;17;4");
        assert_eq!(both.letters, Some(Hue::Ansi(3)));
        assert_eq!(both.ground, Some(Hue::Indexed(17)));
        let emphases: Vec<_> = both.emphases().collect();
        assert_eq!(emphases, [Emphasis::Bold, Emphasis::Underlined]);
    }

    #[test]
    fn what_was_set_is_taken_back() {
        for (set, back) in [
            ("1", "22"),
            ("2", "22"),
            ("3", "23"),
            ("4", "24"),
            ("4:3", "4:0"),
            ("21", "24"),
            ("7", "27"),
            ("9", "29"),
            ("31", "39"),
            ("101", "49"),
            ("1;3;38;5;200;44", ""),
            ("1;7;95", "0"),
        ] {
            assert_ne!(after(set), Ink::default(), "{set}");
            assert_eq!(
                after(set).after(back.as_bytes()),
                Ink::default(),
                "{set} {back}"
            );
        }
    }

    #[test]
    fn what_is_not_understood_changes_nothing() {
        for odd in [
            "5",
            "8",
            "58;5;1",
            "58:2::1:2:3",
            "38",
            "38;5",
            "38;5;256",
            "38;2;1;2",
            "38;2;256;1;1",
            "38:2:1:2",
            "38:9:1",
            "48;7",
            "999",
            "99999999999999999999",
            ":::",
            "38:",
            "73",
        ] {
            assert_eq!(after(odd), Ink::default(), "{odd}");
        }
        assert_eq!(letters("38;5;999;32"), Some(Hue::Ansi(2)));
        assert_eq!(letters("38;2;1;999;3;32"), Some(Hue::Ansi(2)));
        let many = "31;".repeat(1_000_000) + "38:2" + &":1".repeat(1_000_000);
        assert_eq!(letters(&many), Some(Hue::Rgb(1, 1, 1)));
    }
}
