//! The known word nearest to one that is not known.

/// The candidate that was probably meant, if any is near enough.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a word of this length into another; it would only cost time.
    if word.len() > 100 {
        return None;
    }
    let allowed = word.chars().count().div_ceil(3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The hint for an unknown word: what was probably meant, else all there is.
pub(super) fn suggestion(word: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("known are {}", candidates.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_a_stranger_is_not() {
        let known = ["url", "user", "labels", "password_file"];
        for (word, meant) in [
            ("usr", Some("user")),
            ("ulr", Some("url")),
            ("lables", Some("labels")),
            ("pasword_file", Some("password_file")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
    }
}
