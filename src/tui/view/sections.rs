//! How the room of a page is shared out among its sections.

use ratatui::layout::Rect;

/// What a section makes use of, with its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Below this it says nothing and is left out.
    pub least: u16,
    /// More than this would stay empty.
    pub wanted: u16,
}

impl Share {
    /// Rows below a rule: at least so many, at most so many.
    pub fn rows(least: usize, wanted: usize) -> Self {
        let ruled = |rows: usize| u16::try_from(rows + 1).unwrap_or(u16::MAX);
        Self {
            least: ruled(least.min(wanted)),
            wanted: ruled(wanted),
        }
    }
}

/// Heights by importance: the least of each that has room, then more, first come first served.
pub fn allot<const N: usize>(room: u16, shares: [Share; N]) -> [u16; N] {
    let mut left = room;
    let mut heights = shares.map(|share| {
        let height = if share.least <= left { share.least } else { 0 };
        left -= height;
        height
    });
    for (height, share) in heights.iter_mut().zip(shares) {
        if *height > 0 {
            let more = share.wanted.saturating_sub(*height).min(left);
            *height += more;
            left -= more;
        }
    }
    heights
}

/// Cuts an area into parts of these heights, top to bottom.
pub fn stack<const N: usize>(area: Rect, heights: [u16; N]) -> [Rect; N] {
    let mut y = area.y;
    heights.map(|height| {
        let part = Rect {
            y,
            height: height.min(area.bottom().saturating_sub(y)),
            ..area
        };
        y += part.height;
        part
    })
}

/// What lies below the rule of a section.
pub fn below(area: Rect) -> Rect {
    Rect {
        y: area.y.saturating_add(1),
        height: area.height.saturating_sub(1),
        ..area
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_gets_its_least_first_and_nobody_gets_too_much() {
        let shares = [Share::rows(2, 9), Share::rows(2, 4), Share::rows(3, 3)];
        assert_eq!(allot(40, shares), [10, 5, 4]);
        assert_eq!(allot(12, shares), [5, 3, 4]);
        assert_eq!(allot(6, shares), [3, 3, 0]);
        assert_eq!(allot(0, shares), [0, 0, 0]);
    }
}
