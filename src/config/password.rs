//! Where the password of a node comes from; never the password itself.

use std::path::Path;

use crate::model::CredentialSource;

use super::entry::filled;
use super::file::resolved;
use super::section::Section;
use super::source::{Located, Slip};

/// The keys that name a source; without any of them it is the keyring.
const SOURCES: [&str; 3] = ["password_command", "password_env", "password_file"];

const FOUR_SOURCES: &str = "leave it out for the keyring of your system, or name one of \
    password_command = [\"pass\", \"show\", \"…\"], password_env = \"…\", password_file = \"…\"";

/// Reads which source an entry names, with `{node}` not yet filled in.
pub(super) fn read(section: &mut Section<'_>) -> Option<Located<CredentialSource>> {
    refuse_inline(section);
    let found = [read_command(section), read_env(section), read_file(section)];
    let named = SOURCES.map(|key| section.has(key));
    let mut sources = SOURCES.iter().zip(named).filter(|(_, named)| *named);
    if let (Some((first, _)), Some((second, _))) = (sources.next(), sources.next()) {
        let message = format!("{} has both {first} and {second}", section.name());
        let spot = section.key_spot(second);
        section.slip(Slip::new(
            spot,
            message,
            "a password has one source: keep one",
        ));
        return None;
    }
    found.into_iter().flatten().next()
}

/// The source for one node.
pub(super) fn fill(source: &CredentialSource, node: &str, file: &Path) -> CredentialSource {
    match source {
        CredentialSource::Keyring => CredentialSource::Keyring,
        CredentialSource::Command(argv) => {
            CredentialSource::Command(argv.iter().map(|word| filled(word, node)).collect())
        }
        CredentialSource::Env(name) => CredentialSource::Env(filled(name, node)),
        CredentialSource::File(path) => {
            CredentialSource::File(resolved(&filled(&path.to_string_lossy(), node), file))
        }
    }
}

/// Asking for the key makes it known, so it is told once, and as what it is.
fn refuse_inline(section: &mut Section<'_>) {
    if section.has("password") {
        let message = format!(
            "{} has a password; none may stand in a config",
            section.name()
        );
        let spot = section.key_spot("password");
        section.slip(Slip::new(spot, message, FOUR_SOURCES));
    }
}

fn read_command(section: &mut Section<'_>) -> Option<Located<CredentialSource>> {
    let Located { value: argv, spot } = section.texts("password_command")?;
    if argv.first().is_none_or(|program| program.value.is_empty()) {
        let message = format!("{} names no program", section.full("password_command"));
        let hint = "expected a program and its arguments, such as [\"pass\", \"show\", \"web\"]";
        section.slip(Slip::new(spot, message, hint));
        return None;
    }
    let argv = argv.into_iter().map(|word| word.value).collect();
    Some(Located {
        value: CredentialSource::Command(argv),
        spot,
    })
}

fn read_env(section: &mut Section<'_>) -> Option<Located<CredentialSource>> {
    let Located { value: name, spot } = section.text("password_env")?;
    if name.is_empty() || name.contains('=') {
        let message = format!(
            "{} names no environment variable",
            section.full("password_env")
        );
        let hint = "expected the variable's name, such as \"WEB_PASSWORD\"";
        section.slip(Slip::new(spot, message, hint));
        return None;
    }
    Some(Located {
        value: CredentialSource::Env(name),
        spot,
    })
}

fn read_file(section: &mut Section<'_>) -> Option<Located<CredentialSource>> {
    let Located { value: path, spot } = section.text("password_file")?;
    if path.is_empty() {
        let message = format!("{} is empty", section.full("password_file"));
        section.slip(Slip::new(spot, message, "expected the path of a file"));
        return None;
    }
    Some(Located {
        value: CredentialSource::File(path.into()),
        spot,
    })
}
