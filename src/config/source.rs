//! The texts of a config, and where in them something stands.

use std::path::Path;
use std::sync::Arc;

use super::error::{Mistake, Origin, Position};

/// One of the files, in the order they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SourceId(usize);

/// A byte of one of the files, or the file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// Which file.
    pub source: SourceId,
    /// Which byte; none for the whole file.
    pub offset: Option<usize>,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub spot: Spot,
}

/// A mistake before its place is turned into line and column.
#[derive(Clone, Debug)]
pub(super) struct Slip {
    /// Where.
    pub spot: Spot,
    /// What.
    pub message: String,
    /// What was expected.
    pub hint: Option<String>,
    /// Whether something is there that is wrong, or something is not there.
    pub kind: SlipKind,
}

/// Two kinds of mistakes: in a file with a syntax error only the first kind is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlipKind {
    /// Something is there that is wrong.
    Wrong,
    /// Something is not there; perhaps it was, on a line that cannot be read.
    Missing,
}

impl Slip {
    /// A mistake with what was expected instead.
    pub(super) fn new(spot: Spot, message: String, hint: impl Into<String>) -> Self {
        Self {
            spot,
            message,
            hint: Some(hint.into()),
            kind: SlipKind::Wrong,
        }
    }

    /// Something that ought to be there.
    pub(super) fn missing(spot: Spot, message: String, hint: &str) -> Self {
        Self {
            kind: SlipKind::Missing,
            ..Self::new(spot, message, hint)
        }
    }

    /// A mistake whose message says it all.
    pub(super) fn plain(spot: Spot, message: String) -> Self {
        Self {
            spot,
            message,
            hint: None,
            kind: SlipKind::Wrong,
        }
    }
}

/// All files read so far.
#[derive(Debug, Default)]
pub(super) struct Sources(Vec<Source>);

#[derive(Debug)]
struct Source {
    path: Arc<Path>,
    text: Arc<str>,
    line_starts: Vec<usize>,
}

impl Sources {
    /// Adds a file; its text is empty where it could not be read.
    pub(super) fn add(&mut self, path: &Path, text: Arc<str>) -> SourceId {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        self.0.push(Source {
            path: Arc::from(path),
            text,
            line_starts,
        });
        SourceId(self.0.len() - 1)
    }

    /// The paths, in the order the files were read.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().map(|source| source.path.as_ref())
    }

    /// The line of a spot, from 1.
    pub(super) fn line(&self, spot: Spot) -> Option<usize> {
        let source = &self.0[spot.source.0];
        let offset = spot.offset?;
        Some(source.line_starts.partition_point(|start| *start <= offset))
    }

    /// Where a spot is, for people.
    pub(super) fn origin(&self, spot: Spot) -> Origin {
        let source = &self.0[spot.source.0];
        let position = self.line(spot).zip(spot.offset).map(|(line, offset)| {
            let start = source.line_starts[line - 1];
            let before = source.text.as_bytes().get(start..offset).unwrap_or(&[]);
            Position {
                line,
                column: 1 + String::from_utf8_lossy(before).chars().count(),
            }
        });
        Origin {
            file: Arc::clone(&source.path),
            position,
        }
    }

    /// A slip with its place found.
    pub(super) fn mistake(&self, slip: &Slip) -> Mistake {
        Mistake::new(self.origin(slip.spot), &slip.message, slip.hint.as_deref())
    }
}
