//! What a node said last: an answer that says the same need not be read again.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use memchr::memmem;

/// What ticks in an answer stands between one of these and the next tag: the clock of the node, and
/// how long a process has been up. Its pid, in between, is told elsewhere as well.
const TICKING: [&[u8]; 2] = [
    b"<name>now</name>\n<value><int>",
    b"<name>description</name>\n<value><string>pid ",
];

/// What a node said last, apart from what ticks; nothing at first.
#[derive(Debug, Default)]
pub struct LastAnswer {
    // Nobody but us knows the keys, so no node can choose two answers of the same hash.
    keys: RandomState,
    hash: Option<u64>,
}

impl LastAnswer {
    /// The next answer counts as new, whatever it says.
    pub fn forget(&mut self) {
        self.hash = None;
    }

    /// The hash of an answer, if it says something else than the last one.
    pub(super) fn news(&self, body: &[u8]) -> Option<u64> {
        let mut hasher = self.keys.build_hasher();
        for piece in settled(body, TICKING[0]) {
            for piece in settled(piece, TICKING[1]) {
                hasher.write(piece);
            }
        }
        Some(hasher.finish()).filter(|hash| self.hash != Some(*hash))
    }

    /// Takes the answer of this hash for the last one: it could be read.
    pub(super) fn keep(&mut self, hash: u64) {
        self.hash = Some(hash);
    }
}

/// The pieces of a text without what follows a mark up to the next tag.
fn settled<'a>(text: &'a [u8], mark: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memmem::find(text, mark).map(|at| at + mark.len());
        rest = end.map(|end| {
            let ticking = &text[end..];
            let next = memchr::memchr(b'<', ticking).unwrap_or(ticking.len());
            &ticking[next..]
        });
        Some(&text[..end.unwrap_or(text.len())])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(now: &str, state: &str, description: &str) -> Vec<u8> {
        let member = |name: &str, value: &str| {
            format!("<member>\n<name>{name}</name>\n<value>{value}</value>\n</member>\n")
        };
        [
            member("now", &format!("<int>{now}</int>")),
            member("state", &format!("<int>{state}</int>")),
            member("description", &format!("<string>{description}</string>")),
        ]
        .concat()
        .into_bytes()
    }

    fn says_the_same(one: &[u8], other: &[u8]) -> bool {
        let mut last = LastAnswer::default();
        last.keep(last.news(one).unwrap());
        last.news(other).is_none()
    }

    #[test]
    fn what_ticks_is_no_news_and_all_else_is() {
        let first = answer("1795191827", "20", "pid 7, uptime 0:00:04");
        let later = answer("1795191829", "20", "pid 7, uptime 0:00:06");
        let ended = answer("1795191829", "100", "Nov 20 04:23 PM");
        assert!(says_the_same(&first, &first));
        assert!(says_the_same(&first, &later));
        assert!(!says_the_same(&first, &ended));
        let failed = |why: &str| answer("1", "200", why);
        assert!(!says_the_same(&failed("no file"), &failed("no right")));
        assert!(!says_the_same(&first, &[&first[..], b"x"].concat()));
    }

    #[test]
    fn an_answer_that_could_not_be_read_stays_news() {
        let mut last = LastAnswer::default();
        let body = answer("1", "20", "");
        assert!(last.news(&body).is_some());
        let hash = last.news(&body).unwrap();
        last.keep(hash);
        assert_eq!(last.news(&body), None);
        last.forget();
        assert_eq!(last.news(&body), Some(hash));
    }

    #[test]
    fn an_answer_that_ends_inside_of_what_ticks_is_hashed_too() {
        for end in 0..100 {
            let body = answer("1795191827", "20", "pid 7, uptime 0:00:04");
            assert!(LastAnswer::default().news(&body[..end]).is_some());
        }
    }
}
