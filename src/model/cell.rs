//! What a table holds: the text of one cell, the key it sorts by, and the rows that have both.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::column::Column;
use super::process::Health;
use super::text::Clean;

/// What one row shows in one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text, uncut.
    pub text: Clean,
    /// How the thing it speaks of is doing, where that gives it a colour.
    pub health: Option<Health>,
}

impl Cell {
    /// A cell without a colour.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            text: Clean::text(text),
            health: None,
        }
    }

    /// A number, or nothing for zero: what is not there need not be read.
    #[must_use]
    pub fn count(number: usize, health: Health) -> Self {
        if number == 0 {
            return Self::default();
        }
        Self::plain(&number.to_string()).with(health)
    }

    /// The same text in the colour of a health.
    #[must_use]
    pub fn with(self, health: Health) -> Self {
        Self {
            health: Some(health),
            ..self
        }
    }
}

impl From<Clean> for Cell {
    fn from(text: Clean) -> Self {
        Self { text, health: None }
    }
}

/// What a row sorts by in one column. Numbers come first, then texts, then rows without a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// Sorts by size; what it counts is the column's own affair.
    Number(i64),
    /// Sorts as people count: `web-2` before `web-10`.
    Text(String),
    /// There is no value.
    Nothing,
}

impl SortKey {
    /// A number where there is one.
    #[must_use]
    pub fn number(value: Option<impl TryInto<i64>>) -> Self {
        value.map_or(Self::Nothing, |value| {
            Self::Number(value.try_into().unwrap_or(i64::MAX))
        })
    }

    /// A text; an empty one is no value.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(text)
        }
    }

    /// Compares in the direction asked for; rows without a value stay last in both.
    #[must_use]
    pub fn compare(&self, other: &Self, order: Order) -> Ordering {
        match (self, other, order) {
            (Self::Nothing, _, _) | (_, Self::Nothing, _) | (_, _, Order::Up) => self.cmp(other),
            (_, _, Order::Down) => other.cmp(self),
        }
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.cmp(right),
            (Self::Text(left), Self::Text(right)) => compare_naturally(left, right),
            (Self::Nothing, Self::Nothing) => Ordering::Equal,
            (Self::Number(_), Self::Text(_) | Self::Nothing) | (Self::Text(_), Self::Nothing) => {
                Ordering::Less
            }
            (Self::Text(_) | Self::Nothing, Self::Number(_)) | (Self::Nothing, Self::Text(_)) => {
                Ordering::Greater
            }
        }
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The direction of a sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Smallest, or worst, first.
    #[default]
    Up,
    /// Largest first.
    Down,
}

impl Order {
    /// The other direction.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }
}

/// One row of a table. A column that the kind of row does not have is empty.
pub trait Row {
    /// The ASCII sign before it: how it is doing, without colour.
    fn glyph(&self) -> char;
    /// What it shows in a column; `now` by our clock lets ages tick between polls.
    fn cell(&self, column: Column, now: Timestamp) -> Cell;
    /// What it sorts by in a column; the same at any time, so that rows do not move by themselves.
    fn key(&self, column: Column) -> SortKey;
}

/// Sorts rows by a column. Stable: equal rows keep the order they came in.
pub fn sort_rows<R: Row>(rows: &mut Vec<R>, column: Column, order: Order) {
    let mut keyed: Vec<(SortKey, R)> = rows.drain(..).map(|row| (row.key(column), row)).collect();
    keyed.sort_by(|(left, _), (right, _)| left.compare(right, order));
    rows.extend(keyed.into_iter().map(|(_, row)| row));
}

/// Compares runs of digits by their value and everything else by its letters.
fn compare_naturally(left: &str, right: &str) -> Ordering {
    let (mut left_rest, mut right_rest) = (left, right);
    while !left_rest.is_empty() && !right_rest.is_empty() {
        let (left_run, right_run);
        (left_run, left_rest) = split_run(left_rest);
        (right_run, right_rest) = split_run(right_rest);
        let order = compare_runs(left_run, right_run);
        if order != Ordering::Equal {
            return order;
        }
    }
    let rest = left_rest.len().cmp(&right_rest.len());
    rest.then_with(|| left.cmp(right))
}

/// The digits, or the letters, that a text begins with, and the rest of it.
fn split_run(text: &str) -> (&str, &str) {
    let digits = starts_with_digit(text);
    let end = text.find(|letter: char| letter.is_ascii_digit() != digits);
    text.split_at(end.unwrap_or(text.len()))
}

fn compare_runs(left: &str, right: &str) -> Ordering {
    if starts_with_digit(left) && starts_with_digit(right) {
        let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
        left.len().cmp(&right.len()).then_with(|| left.cmp(right))
    } else {
        left.cmp(right)
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> SortKey {
        SortKey::text(text)
    }

    #[test]
    fn names_sort_as_people_count() {
        let mut names = ["web-10", "web-2", "web-02b", "web", "api-3", "web-02"].map(text);
        names.sort();
        assert_eq!(
            names,
            ["api-3", "web", "web-02", "web-2", "web-02b", "web-10"].map(text)
        );
    }

    #[test]
    fn rows_without_a_value_are_last_in_both_directions() {
        let sorted = |order| {
            let mut keys = [
                SortKey::Nothing,
                SortKey::Number(3),
                text(""),
                SortKey::Number(-1),
            ];
            keys.sort_by(|left, right| left.compare(right, order));
            keys
        };
        let (low, high) = (SortKey::Number(-1), SortKey::Number(3));
        assert_eq!(
            sorted(Order::Up)[..2],
            [low.clone(), high.clone()],
            "smallest first"
        );
        assert_eq!(sorted(Order::Down)[..2], [high, low], "largest first");
        assert_eq!(
            sorted(Order::Down)[2..],
            [SortKey::Nothing, SortKey::Nothing]
        );
    }

    proptest::proptest! {
        #[test]
        fn natural_order_is_an_order(a in "[a-c0-2-]{0,6}", b in "[a-c0-2-]{0,6}", c in "[a-c0-2-]{0,6}") {
            let (ab, bc, ac) = (
                compare_naturally(&a, &b), compare_naturally(&b, &c), compare_naturally(&a, &c));
            proptest::prop_assert_eq!(ab, compare_naturally(&b, &a).reverse());
            proptest::prop_assert_eq!(ab == Ordering::Equal, a == b);
            if ab == bc {
                proptest::prop_assert_eq!(ac, ab);
            }
        }
    }
}
