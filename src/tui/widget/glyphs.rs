//! The few signs that are not ASCII, and what stands for them where they cannot be shown.

/// Which signs a terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// Lines of boxes and the ellipsis; everything else is ASCII anyway.
    #[default]
    Unicode,
    /// ASCII alone.
    Ascii,
}

impl Glyphs {
    /// A line across.
    #[must_use]
    pub fn across(self) -> char {
        self.pick('─', '-')
    }

    /// A line down.
    #[must_use]
    pub fn down(self) -> char {
        self.pick('│', '|')
    }

    /// The corners of a box: top left, top right, bottom left, bottom right.
    #[must_use]
    pub fn corners(self) -> [char; 4] {
        match self {
            Self::Unicode => ['┌', '┐', '└', '┘'],
            Self::Ascii => ['+'; 4],
        }
    }

    /// What stands for text that was cut off.
    #[must_use]
    pub fn ellipsis(self) -> &'static str {
        match self {
            Self::Unicode => "…",
            Self::Ascii => "~",
        }
    }

    fn pick(self, unicode: char, ascii: char) -> char {
        match self {
            Self::Unicode => unicode,
            Self::Ascii => ascii,
        }
    }
}
