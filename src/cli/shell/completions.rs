//! `supdeck completions`: what makes a shell ask us.

use std::io;

use clap_complete::env::{EnvCompleter, Fish, Powershell, Zsh};

use super::bash;
use super::complete::VARIABLE;
use crate::cli::args::ShellName;
use crate::cli::exit::Exit;
use crate::cli::{print, show};

/// Prints the script of a shell. It finds the program on the path, wherever it is installed.
pub fn completions(shell: ShellName) -> Exit {
    let script = match shell {
        ShellName::Bash => Ok(bash::script()),
        ShellName::Zsh => script(&Zsh),
        ShellName::Fish => script(&Fish),
        ShellName::PowerShell => script(&Powershell),
    };
    match script {
        Ok(script) => print::out(script.trim().lines()),
        Err(error) => {
            show::complain(&format!("the script could not be made: {error}"));
            Exit::INTERNAL
        }
    }
}

fn script(shell: &dyn EnvCompleter) -> io::Result<String> {
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "supdeck", "supdeck", "supdeck", &mut script)?;
    Ok(String::from_utf8_lossy(&script).into_owned())
}
