//! How hard a test is to try: a little each time, and as hard as wanted before a release.

/// How often: the number in an environment variable, or the usual one.
pub fn count(variable: &str, usual: usize) -> usize {
    std::env::var(variable).map_or(usual, |number| number.parse().unwrap())
}
