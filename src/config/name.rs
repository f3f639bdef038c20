//! The grammar of the names we give: nodes, environments, credentials, labels, users.

use thiserror::Error;

/// Longest name we take, in bytes.
const LONGEST: usize = 128;

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum NameError {
    #[error("is empty")]
    Empty,
    #[error("is longer than {LONGEST} characters")]
    Long,
    #[error("begins with {0:?}")]
    Begins(char),
    #[error("has {0:?} in it")]
    Letter(char),
}

/// What a name may be, for the hint beside a [`NameError`].
pub(super) const NAMES: &str =
    "a name is letters, digits, '.', '_' and '-', and begins with a letter or digit";

/// Checks the name of a node, an environment, a credential or a label.
///
/// The characters that mean something in a nodeset or a selector are left out on purpose.
pub(super) fn check(name: &str) -> Result<(), NameError> {
    let mut letters = name.chars();
    let first = letters.next().ok_or(NameError::Empty)?;
    if name.len() > LONGEST {
        return Err(NameError::Long);
    }
    if let Some(bad) = name.chars().find(|letter| !is_in_names(*letter)) {
        return Err(NameError::Letter(bad));
    }
    if !first.is_ascii_alphanumeric() {
        return Err(NameError::Begins(first));
    }
    Ok(())
}

/// Checks a user name: basic authentication cannot carry a colon in it (RFC 7617, section 2).
pub(super) fn check_user(user: &str) -> Result<(), NameError> {
    if user.is_empty() {
        return Err(NameError::Empty);
    }
    if user.contains(':') {
        return Err(NameError::Letter(':'));
    }
    Ok(())
}

/// A name made from any text, for imports: what is not allowed becomes a dash.
pub(super) fn made_from(text: &str) -> String {
    let dashed: String = text
        .trim()
        .chars()
        .map(|letter| if is_in_names(letter) { letter } else { '-' })
        .take(LONGEST - 8)
        .collect();
    let name = dashed.trim_start_matches(|letter: char| !letter.is_ascii_alphanumeric());
    if name.is_empty() {
        "unnamed".to_owned()
    } else {
        name.to_owned()
    }
}

fn is_in_names(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-')
}
