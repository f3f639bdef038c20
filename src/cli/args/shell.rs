//! `supdeck completions` and `supdeck man`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// For which shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Args)]
pub struct CompletionsArguments {
    /// Which shell: bash, zsh, fish or powershell
    #[arg(value_name = "SHELL", value_enum, hide_possible_values = true)]
    pub shell: ShellName,
}

/// A shell that completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShellName {
    /// Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// `PowerShell`.
    #[value(name = "powershell")]
    PowerShell,
}

/// Where the manual goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct ManArguments {
    /// Write every page into this folder; without it the main one is printed
    #[arg(long, value_name = "FOLDER", visible_alias = "out")]
    pub folder: Option<PathBuf>,
}
