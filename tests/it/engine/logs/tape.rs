//! What was told of one output, laid out as the file it stands for.

use supdeck::model::{LogGap, LogPiece, LogPlace};

/// Everything told of one output: bytes, and at which of them a mark stood.
#[derive(Clone, Default)]
pub struct Tape {
    /// Bytes told; none for each that was skipped.
    pub bytes: Vec<Option<u8>>,
    /// Marks, and how many bytes stood before each.
    pub gaps: Vec<(usize, LogGap)>,
    /// Answers about what lies before.
    pub history: Vec<LogPiece>,
    /// Where the file that was told last begins in all that was told.
    begin: usize,
    file: Option<u32>,
}

impl Tape {
    pub fn take(&mut self, piece: LogPiece) {
        match piece {
            LogPiece::Bytes(place, bytes) => self.put(place, bytes.raw()),
            LogPiece::Gap(gap) => {
                if let LogGap::Skipped { bytes, .. } = gap {
                    let count = usize::try_from(bytes).unwrap();
                    self.bytes.extend(vec![None; count]);
                }
                self.gaps.push((self.bytes.len(), gap));
            }
            LogPiece::Older(..) | LogPiece::NoOlder(_) => self.history.push(piece),
        }
    }

    /// Takes bytes, which have to lie where everything told so far of their file ends.
    fn put(&mut self, place: LogPlace, bytes: &[u8]) {
        let offset = usize::try_from(place.offset).unwrap();
        if self.file.is_none() && self.gaps.is_empty() {
            self.bytes.extend(vec![None; offset]);
        } else if self.file != Some(place.file) {
            self.begin = self.bytes.len();
        }
        self.file = Some(place.file);
        assert_eq!(self.begin + offset, self.bytes.len(), "{place:?}");
        assert!(place.offset + bytes.len() as u64 <= place.size, "{place:?}");
        self.bytes.extend(bytes.iter().copied().map(Some));
    }

    pub fn has(&self, wanted: impl Fn(&LogGap) -> bool) -> bool {
        self.count(wanted) > 0
    }

    pub fn count(&self, wanted: impl Fn(&LogGap) -> bool) -> usize {
        self.gaps.iter().filter(|(_, gap)| wanted(gap)).count()
    }

    /// The marks without their places.
    pub fn marks(&self) -> Vec<&LogGap> {
        self.gaps.iter().map(|(_, gap)| gap).collect()
    }

    /// Everything that was told, without what was skipped.
    pub fn raw(&self) -> Vec<u8> {
        self.bytes.iter().flatten().copied().collect()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.raw()).into_owned()
    }

    /// Whether what was told of the last file is what the file says, as far as it goes, and every
    /// byte of it was told or marked.
    pub fn agrees_with(&self, file: &[u8]) -> bool {
        let told = &self.bytes[self.begin..];
        told.len() <= file.len()
            && told
                .iter()
                .zip(file)
                .all(|(told, byte)| told.is_none_or(|told| told == *byte))
    }

    /// The numbers of the whole lines between each two marks that may cut a line.
    pub fn runs(&self) -> Vec<Vec<u64>> {
        let cuts = self.gaps.iter().filter(|(_, gap)| may_cut(gap));
        let mut bounds: Vec<usize> = cuts.map(|(at, _)| *at).collect();
        bounds.push(self.bytes.len());
        let mut from = 0;
        let mut runs = Vec::new();
        for to in bounds {
            let known: Vec<u8> = self.bytes[from..to].iter().flatten().copied().collect();
            let is_cut = |is_edge: bool| is_edge && (from > 0 || to < self.bytes.len());
            let lines: Vec<_> = known.split(|byte| *byte == b'\n').collect();
            let last = lines.len() - 1;
            let number = |(at, line): (usize, &&[u8])| {
                let found = number(line);
                assert!(
                    found.is_some() || at == last || is_cut(at == 0),
                    "half a line: {:?}",
                    String::from_utf8_lossy(line)
                );
                found.filter(|_| at < last)
            };
            runs.push(lines.iter().enumerate().filter_map(number).collect());
            from = to;
        }
        runs
    }

    /// The numbers of all whole lines.
    pub fn numbers(&self) -> Vec<u64> {
        self.runs().concat()
    }

    /// Every line came once and in order; one is missing only where a mark stands.
    pub fn is_in_order(&self) -> bool {
        let follows = |run: &Vec<u64>| run.windows(2).all(|pair| pair[1] == pair[0] + 1);
        self.runs().iter().all(follows) && self.numbers().is_sorted_by(|a, b| a < b)
    }
}

impl std::fmt::Debug for Tape {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = self.text();
        let end = text.char_indices().rev().nth(500).map_or(0, |(at, _)| at);
        let (told, gaps) = (self.bytes.len(), &self.gaps);
        write!(
            formatter,
            "{told} bytes ending in {:?}, {gaps:?}",
            &text[end..]
        )
    }
}

/// So many lines.
pub fn many_lines(count: u64, line: impl Fn(u64) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

/// Whether a mark may stand inside a line.
fn may_cut(gap: &LogGap) -> bool {
    match gap {
        LogGap::Skipped { .. } | LogGap::Rotated(_) | LogGap::Truncated(_) => true,
        LogGap::NoLog
        | LogGap::Interrupted(_)
        | LogGap::Resumed
        | LogGap::Restarted(..)
        | LogGap::SupervisorRestarted(..) => false,
    }
}

/// The number of a whole line: `out 7`, `<7>`.
fn number(line: &[u8]) -> Option<u64> {
    let line = std::str::from_utf8(line).ok()?;
    let bare = line.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
    let spoken = ["out ", "err ", "line "]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    bare.or(spoken)?.parse().ok()
}
