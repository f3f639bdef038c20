//! `supdeck import`: a cesi.conf becomes our config on standard output.

use std::path::Path;

use crate::config::{self, ImportedPassword};
use crate::model::Clean;

use super::exit::Exit;
use super::print;

/// Prints the config made from `file`; `keep` puts each password into the keyring, or says why not.
///
/// The config is printed even where a password could not be kept: the console asks for it then.
pub fn import(file: &Path, mut keep: impl FnMut(&ImportedPassword) -> Result<(), String>) -> Exit {
    let imported = match config::import(file) {
        Ok(imported) => imported,
        Err(error) => {
            let path = Clean::text(&file.to_string_lossy());
            print::err([format!("supdeck: {path}: {error}").as_str()]);
            return Exit::Usage;
        }
    };
    let mut told = imported.notes;
    let mut lost = 0;
    for password in &imported.passwords {
        let name = Clean::text(&format!("{} ({})", password.credential, password.user));
        match keep(password) {
            Ok(()) => told.push(format!("the password of {name} is in the keyring")),
            Err(reason) => {
                lost += 1;
                told.push(format!("the password of {name} was not kept: {reason}"));
            }
        }
    }
    let printed = print::out(imported.toml.lines());
    let told: Vec<String> = told.iter().map(|line| format!("supdeck: {line}")).collect();
    print::err(told.iter().map(String::as_str));
    if lost > 0 { Exit::Internal } else { printed }
}
