//! `supdeck man`: the manual, made of the same texts as the help.

use std::io;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::json::JSON;
use crate::cli::args::{Arguments, ManArguments};
use crate::cli::exit::Exit;
use crate::cli::{print, show};
use crate::model::Clean;

/// Prints the main page, or writes a page for every verb into a folder.
pub fn man(arguments: &ManArguments) -> Exit {
    let Some(folder) = &arguments.folder else {
        return match main_page(Man::new(program())) {
            Ok(page) => print::out(page.lines()),
            Err(error) => failed("the page could not be made", &error),
        };
    };
    let mut program = program();
    program.build();
    let made = std::fs::create_dir_all(folder);
    match made.and_then(|()| write_all(program, folder)) {
        Ok(()) => Exit::DONE,
        Err(error) => {
            let folder = Clean::text(&folder.to_string_lossy()).into_string();
            failed(
                &format!("the pages could not be written to {folder}"),
                &error,
            )
        }
    }
}

fn program() -> Command {
    Arguments::command().disable_help_subcommand(true)
}

/// A page for a verb, and for each verb below it.
fn write_all(verb: Command, folder: &Path) -> io::Result<()> {
    for below in verb.get_subcommands().filter(|below| !below.is_hide_set()) {
        write_all(below.clone(), folder)?;
    }
    let is_main = verb.get_name() == env!("CARGO_PKG_NAME");
    let man = Man::new(verb);
    let file = folder.join(man.get_filename());
    let page = if is_main { main_page(man) } else { page(man) };
    std::fs::write(file, page?)
}

/// The page of the program itself also says what its JSON holds.
fn main_page(man: Man) -> io::Result<String> {
    let json = JSON.replace('-', "\\-");
    Ok(format!("{}.SH JSON\n.nf\n{json}.fi\n", page(man)?))
}

/// A page as `man` reads it.
fn page(man: Man) -> io::Result<String> {
    let man = man
        .source(concat!("supdeck ", env!("CARGO_PKG_VERSION")))
        .manual("supdeck");
    let mut page = Vec::new();
    man.render(&mut page)?;
    Ok(with_examples(&String::from_utf8_lossy(&page)))
}

/// What stands behind the options are examples, whose lines are not to be filled up.
fn with_examples(page: &str) -> String {
    let Some((before, extra)) = page.split_once(".SH EXTRA\n") else {
        return page.to_owned();
    };
    let (extra, after) = match extra.find("\n.SH ") {
        Some(end) => extra.split_at(end + 1),
        None => (extra, ""),
    };
    let examples = extra.trim_start_matches("Examples:\n");
    format!("{before}.SH EXAMPLES\n.nf\n{examples}.fi\n{after}")
}

fn failed(what: &str, error: &io::Error) -> Exit {
    show::complain(&format!("{what}: {error}"));
    Exit::INTERNAL
}
