//! Chance that always falls the same way: numbers that follow from a seed and nothing else.

/// A stream of numbers (splitmix64). It is a value: a copy goes on as the original would.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The stream of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Another stream for everything of that name.
    pub(super) fn of(self, name: &str) -> Self {
        let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, fnv);
        Self(scramble(self.0 ^ hash))
    }

    /// Another stream for that moment.
    pub(super) fn at(self, moment: i64) -> Self {
        Self(scramble(self.0 ^ moment.cast_unsigned()))
    }

    /// The next number below `limit`; 0 for a limit of 0.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let number = scramble(self.0);
        u32::try_from(number % u64::from(limit.max(1))).unwrap_or(0)
    }

    /// Whether something happens that does so once in so many times.
    pub(super) fn once_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// One of these, which must not be none.
    pub(super) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        let count = u32::try_from(of.len()).unwrap_or(u32::MAX);
        of[self.below(count) as usize]
    }
}

fn scramble(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
