//! What the first-run screen offers on this host: found by looking at files, nothing contacted.

use std::path::PathBuf;

use crate::config::{Found as FoundFile, FoundServer, Places, find_local};
use crate::model::Clean;

use super::state::{Choice, FirstRun, Found};

/// The first-run screen of this host; none where there is no place for a config.
#[must_use]
pub fn first_run(places: &Places) -> Option<FirstRun> {
    compose(places, find_local())
}

fn compose(places: &Places, files: Vec<FoundFile>) -> Option<FirstRun> {
    let found: Vec<Found> = files.into_iter().filter_map(found).collect();
    let mut choices: Vec<(Choice, String)> = found
        .iter()
        .map(|found| (found.choice.clone(), words(found)))
        .collect();
    choices.push((
        Choice::Example,
        "Write a commented example config, to be edited".to_owned(),
    ));
    let demo = "Look around in a demo fleet (no network, nothing is saved)".to_owned();
    choices.push((Choice::Demo, demo));
    Some(FirstRun {
        looked: places.looked_for().map(PathBuf::from).collect(),
        found,
        choices,
        cursor: 0,
        target: places.user.clone()?,
        asked: None,
    })
}

fn found(file: FoundFile) -> Option<Found> {
    let config = file.config();
    let (what, choice) = match file.server {
        FoundServer::Supervisord {
            section, address, ..
        } => (format!("[{section}] {address}"), Choice::Local(config?)),
        FoundServer::Cesi { nodes } => (
            format!("{nodes} [node:...] sections"),
            Choice::Import(file.path.clone()),
        ),
        FoundServer::Unreadable => return None,
    };
    Some(Found {
        path: file.path,
        what,
        choice,
    })
}

fn words(found: &Found) -> String {
    let path = Clean::text(&found.path.display().to_string());
    match &found.choice {
        Choice::Import(_) => format!("Import {path} (its passwords into the keyring)"),
        Choice::Local(_) => format!("Use the supervisord of {path}, {}", found.what),
        Choice::Example | Choice::Demo => path.into_string(),
    }
}
