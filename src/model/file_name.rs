//! File names made of names from nodes, which may hold anything.

use super::text::Clean;

/// The longest file name in bytes: file systems take 255, and somebody may add an ending.
const LONGEST: usize = 200;

/// One file name of these parts: no part leaves the directory, hides the file or reads as an option
/// (`FAULTS` 68). What is too long is cut before the last part.
#[must_use]
pub fn file_name(parts: &[&str], last: &str) -> String {
    let last = escaped(last);
    let room = LONGEST.saturating_sub(last.len() + 1);
    let mut name = escaped(&parts.join("_"));
    name.truncate(name.floor_char_boundary(room));
    if name.is_empty() {
        name.push('_');
    }
    // What begins a name must not hide it, nor be taken for an option.
    if name.starts_with(['.', '-', '~']) {
        name.replace_range(..1, "_");
    }
    let mut name = format!("{name}_{last}");
    name.truncate(name.floor_char_boundary(LONGEST));
    name
}

/// Letters, digits and the few signs that mean nothing to a file system or a shell.
fn escaped(part: &str) -> String {
    let mut before = '.';
    let part = Clean::text(part);
    let kept = part.as_str().chars().map(|letter| {
        let is_plain = letter.is_alphanumeric() || matches!(letter, '-' | '_');
        let is_dot = letter == '.' && before != '.';
        before = letter;
        if is_plain || is_dot { letter } else { '_' }
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_reads_as_what_it_is_about() {
        assert_eq!(
            file_name(&["api-02", "api:web_00"], "20260712T120431Z.log"),
            "api-02_api_web_00_20260712T120431Z.log"
        );
        assert_eq!(
            file_name(&["../../etc/passwd"], "x.log"),
            "___.__etc_passwd_x.log"
        );
        assert_eq!(file_name(&["-rf", "~"], "x"), "_rf___x");
        assert_eq!(file_name(&[], "x.log"), "__x.log");
        assert_eq!(file_name(&["очередь"], "x.log"), "очередь_x.log");
    }

    proptest! {
        #[test]
        fn whatever_comes_it_is_one_harmless_name(
            parts in prop::collection::vec(any::<String>(), 0..4),
            long in "\\PC{0,400}",
        ) {
            let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            parts.push(&long);
            let name = file_name(&parts, "20260712T120431Z.log");
            prop_assert!(name.len() <= LONGEST && name.ends_with("_20260712T120431Z.log"));
            prop_assert!(!name.starts_with(['.', '-', '~']) && !name.contains(".."));
            prop_assert!(!name.contains(['/', '\0', '\n', '\\', ' ', '*', '$']));
            let clean = Clean::text(&name);
            prop_assert_eq!(clean.as_str(), &name);
        }
    }
}
