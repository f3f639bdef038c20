//! `supdeck import`: another tool's config becomes ours on standard output.

use crate::config::{self, ImportedPassword};
use crate::model::Clean;
use crate::secrets::{CredentialKey, Keyring, Secret};

use super::args::ImportArguments;
use super::exit::Exit;
use super::{print, show};

/// Prints the config made from a file, and puts its passwords into the keyring.
///
/// The config is printed even where a password could not be kept: the console asks for it then.
pub fn import(arguments: &ImportArguments) -> Exit {
    let imported = match arguments.from {
        Some(format) => config::import_from(&arguments.file, format),
        None => config::import(&arguments.file),
    };
    let imported = match imported {
        Ok(imported) => imported,
        Err(error) => {
            let path = Clean::text(&arguments.file.to_string_lossy()).into_string();
            return show::refuse(&format!("{path}: {error}"));
        }
    };
    let mut exit = print::out(imported.toml.lines());
    let mut told = imported.notes;
    for password in &imported.passwords {
        let name = Clean::text(&format!("{} ({})", password.credential, password.user));
        told.push(match keep(password) {
            Ok(()) => format!("the password of {name} is in the keyring"),
            Err(reason) => {
                exit = exit | Exit::INTERNAL;
                format!("the password of {name} was not kept: {reason}")
            }
        });
    }
    for sentence in &told {
        show::complain(sentence);
    }
    exit
}

/// Puts one imported password into the keyring.
///
/// # Errors
///
/// Why it could not be put there, in words.
pub fn keep(password: &ImportedPassword) -> Result<(), String> {
    let key = CredentialKey::new(&password.credential, &password.user);
    let secret = Secret::new(password.password.clone());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime
        .block_on(Keyring::default().write(&key, &secret))
        .map_err(|trouble| trouble.to_string())
}
