//! By which time lines are ordered, and which time stands before them.

/// In which order lines are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineOrder {
    /// As they reached us.
    #[default]
    Arrival,
    /// By the times they carry; the lines of one record stay together.
    Parsed,
}

impl LineOrder {
    /// What it is called in the title.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Arrival => "ARRIVAL",
            Self::Parsed => "PARSED TIME",
        }
    }
}

/// Which time stands before each line. It is also what orders the lines: a column of times that
/// go back and forth would be of no use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// None; lines stand as they arrived.
    #[default]
    Hidden,
    /// When each line reached us.
    Arrival,
    /// The time each line carries.
    Parsed,
}

impl Times {
    /// The order that goes with it.
    #[must_use]
    pub fn order(self) -> LineOrder {
        match self {
            Self::Hidden | Self::Arrival => LineOrder::Arrival,
            Self::Parsed => LineOrder::Parsed,
        }
    }

    /// The next in the cycle of the key.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Hidden => Self::Arrival,
            Self::Arrival => Self::Parsed,
            Self::Parsed => Self::Hidden,
        }
    }
}
