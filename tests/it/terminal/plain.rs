//! Without colour, without UTF-8: everything is still there.

use crate::support::pty::Spawn;

/// The numbers of every "select graphic rendition" in what was written.
fn renditions(log: &[u8]) -> Vec<String> {
    let log = String::from_utf8_lossy(log).into_owned();
    let sequences = log.split("\x1b[").skip(1);
    let numbers = sequences.filter_map(|rest| {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != ';')?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    numbers.collect()
}

/// Whether one of them chooses a colour; 39 and 49 are the terminal's own.
fn is_colour(rendition: &str) -> bool {
    let numbers = rendition
        .split(';')
        .filter_map(|number| number.parse().ok());
    numbers
        .into_iter()
        .any(|number: u8| matches!(number, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107))
}

#[test]
fn colours_are_used_where_nobody_minds() {
    let mut pty = Spawn::demo().processes();
    assert!(renditions(pty.log()).iter().any(|one| is_colour(one)));
}

#[test]
fn no_colour_means_none_and_the_cursor_is_still_reversed() {
    let spawns = [
        Spawn::demo().env("NO_COLOR", "1"),
        Spawn::demo().env("CLICOLOR", "0"),
        Spawn::supdeck(&["--color", "never", "demo", "--seed", "7"]),
    ];
    for spawn in spawns {
        let mut pty = spawn.processes();
        pty.press("jj/api\r");
        pty.wait_away("no filter");
        let renditions = renditions(pty.log());
        let coloured: Vec<_> = renditions.iter().filter(|one| is_colour(one)).collect();
        assert!(coloured.is_empty(), "{coloured:?}");
        assert!(
            renditions
                .iter()
                .any(|one| one.split(';').any(|number| number == "7"))
        );
    }
}

#[test]
fn ascii_is_ascii() {
    let spawns = [
        Spawn::supdeck(&["--ascii", "demo", "--seed", "7"]),
        Spawn::demo().env("LANG", "C"),
        Spawn::demo().env("LC_ALL", "POSIX"),
    ];
    for spawn in spawns {
        let mut pty = spawn.open();
        for key in ["5", "4", "3", "2", "1"] {
            pty.press(key);
            pty.wait_for(&format!("[{key} "));
        }
        pty.press("?");
        pty.wait_for("MOVE");
        let odd: Vec<_> = pty.log().iter().filter(|byte| !byte.is_ascii()).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
}
