//! What a frame showed: only the layout knows, so drawing returns it and the loop folds it in.

/// How much of each thing was on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Columns and rows of the whole screen.
    pub size: (u16, u16),
    /// Rows the table with the focus has room for.
    pub table_rows: usize,
    /// Lines the log pane has room for.
    pub log_rows: usize,
    /// Columns the log pane has for text.
    pub log_columns: usize,
    /// Rows of the page that fit, and how many it has, where it may be taller than its room.
    pub page_rows: (usize, usize),
    /// Columns the log pane has in all.
    pub log_width: usize,
    /// Lines of the top dialog's body that fit, and how many it has.
    pub dialog_rows: (usize, usize),
    /// Whether a dialog was painted: from then on its keys count.
    pub dialog_painted: bool,
}

impl Seen {
    /// How many rows the page can be scrolled by.
    #[must_use]
    pub fn rows_below(&self) -> usize {
        let (fit, all) = self.page_rows;
        all.saturating_sub(fit)
    }
}
