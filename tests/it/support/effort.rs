//! How hard a test is to try: a little each time, and as hard as wanted before a release.

/// How often: the number in an environment variable, or the usual one.
pub fn count(variable: &str, usual: usize) -> usize {
    std::env::var(variable).map_or(usual, |number| number.parse().unwrap())
}

/// Says what was counted, or left out, to whoever runs the test with `--nocapture`.
#[expect(clippy::print_stderr, reason = "a test has nowhere else to say it")]
pub fn tell(words: &str) {
    eprintln!("{words}");
}
