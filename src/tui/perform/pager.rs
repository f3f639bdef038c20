//! The user's pager: which it is, and how it is called.

use std::ffi::OsStr;
use std::path::Path;

use tokio::process::Command;

/// The pager where the user names none.
const USUAL: &str = "less";
/// What makes less run a program on what it shows, or go by what another user set up.
const TRICKS: [&str; 2] = ["LESSOPEN", "LESSCLOSE"];

/// The pager as `$PAGER` names it: a program and its arguments, without a shell.
///
/// # Errors
///
/// In words, where its quotes do not match.
pub(super) fn pager(named: Option<&str>) -> Result<Vec<String>, String> {
    let named = named.unwrap_or(USUAL);
    let words = shell_words::split(named)
        .map_err(|error| format!("PAGER={named:?} is not understood: {error}"))?;
    if words.is_empty() {
        return Ok(vec![USUAL.to_owned()]);
    }
    Ok(words)
}

/// The command that runs it.
pub(super) fn command(words: &[String]) -> Command {
    let program = words.first().map_or(USUAL, String::as_str);
    let mut command = Command::new(program);
    command.args(words.iter().skip(1));
    for trick in TRICKS {
        command.env_remove(trick);
    }
    if stays_only_if_long(program, std::env::var("LESS").ok().as_deref()) {
        command.arg("-+F");
    }
    command
}

/// With `-F` less ends at once where all fits on the screen, and nobody has seen it.
fn stays_only_if_long(program: &str, options: Option<&str>) -> bool {
    let is_less = Path::new(program).file_name() == Some(OsStr::new(USUAL));
    is_less && options.is_some_and(|options| options.contains('F'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_without_a_shell() {
        let words = |named| pager(named).unwrap();
        assert_eq!(words(None), ["less"]);
        assert_eq!(words(Some("  ")), ["less"]);
        assert_eq!(words(Some("less -R +G")), ["less", "-R", "+G"]);
        assert_eq!(
            words(Some("bat --style 'a b' $HOME;id")),
            ["bat", "--style", "a b", "$HOME;id"]
        );
        let why = pager(Some("less 'x")).unwrap_err();
        assert!(
            why.starts_with("PAGER=\"less 'x\" is not understood"),
            "{why}"
        );
    }

    #[test]
    fn less_stays_and_runs_nothing_on_what_it_shows() {
        assert!(stays_only_if_long("/usr/bin/less", Some("-FRX")));
        assert!(!stays_only_if_long("less", Some("-R")));
        assert!(!stays_only_if_long("less", None));
        assert!(!stays_only_if_long("bat", Some("-FRX")));
        let command = command(&["less".to_owned()]);
        let removed = command
            .as_std()
            .get_envs()
            .filter(|(_, value)| value.is_none());
        let removed: Vec<_> = removed.map(|(name, _)| name).collect();
        assert_eq!(removed, ["LESSCLOSE", "LESSOPEN"]);
    }
}
