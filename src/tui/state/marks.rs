//! Rows chosen by hand: kept by identity across polls, sorts, filters and tabs.

use std::collections::BTreeSet;

use super::listing::{RowId, RowKind};

/// All marks, of every kind of row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    rows: BTreeSet<RowId>,
}

impl Marks {
    /// Whether the row is marked.
    #[must_use]
    pub fn has(&self, row: &RowId) -> bool {
        self.rows.contains(row)
    }

    /// Marks it.
    pub fn add(&mut self, row: RowId) {
        self.rows.insert(row);
    }

    /// Takes its mark.
    pub fn remove(&mut self, row: &RowId) {
        self.rows.remove(row);
    }

    /// Marks it, or takes its mark.
    pub fn toggle(&mut self, row: &RowId) {
        if !self.rows.remove(row) {
            self.rows.insert(row.clone());
        }
    }

    /// Takes every mark of the rows of one kind of table.
    pub fn clear(&mut self, kind: RowKind) {
        self.rows.retain(|row| !belongs(row, kind));
    }

    /// Keeps only marks that pass: rows that no longer exist lose theirs.
    pub fn retain(&mut self, keep: impl FnMut(&RowId) -> bool) {
        self.rows.retain(keep);
    }

    /// The marked rows that one kind of table can show.
    pub fn of(&self, kind: RowKind) -> impl Iterator<Item = &RowId> {
        self.rows.iter().filter(move |row| belongs(row, kind))
    }

    /// How many of them.
    #[must_use]
    pub fn count(&self, kind: RowKind) -> usize {
        self.of(kind).count()
    }

    /// Whether nothing at all is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

fn belongs(row: &RowId, kind: RowKind) -> bool {
    match row {
        RowId::Process(_) => matches!(kind, RowKind::Process | RowKind::Attention),
        RowId::Node(_) => matches!(kind, RowKind::Node | RowKind::Attention),
        RowId::Environment(_) => kind == RowKind::Environment,
        RowId::Group(_) => kind == RowKind::Group,
    }
}
