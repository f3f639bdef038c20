//! `supdeck logout`: forgets passwords.

use super::account::{Account, accounts};
use super::hidden;
use crate::cli::args::LogoutArguments;
use crate::cli::call::Call;
use crate::cli::choice::nodes;
use crate::cli::exit::Exit;
use crate::cli::session::{Interrupts, inside, refuse};
use crate::cli::show::complain;
use crate::cli::{check, print};
use crate::engine::vault_place;
use crate::model::{Clean, NodeId, Roster, fold_names};
use crate::secrets::{CredentialKey, Credentials, SealedFile};

/// Takes the passwords of nodes out of the keyring and out of the sealed file. Nothing is contacted.
pub fn logout(call: &Call<'_>, arguments: &LogoutArguments) -> Exit {
    let config = match check::load(call) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    let meant = match nodes(&config.roster, &arguments.nodes) {
        Ok(meant) => meant,
        Err(pointed) => return refuse(&pointed),
    };
    let entries = meant
        .iter()
        .filter_map(|id| config.roster.node(id).cloned());
    let (accounts, others) = accounts(&Roster::new(entries.collect(), Vec::new()));
    for sentence in others {
        complain(&sentence);
    }
    if accounts.is_empty() {
        return Exit::USAGE;
    }
    inside(async {
        let mut credentials = Credentials::new(vault_place(&config, call.places));
        let opened = unlock(call, &mut credentials).await;
        let mut exit = opened;
        if opened != Exit::CANCELLED {
            for account in &accounts {
                exit = exit | forget(&mut credentials, account, &config.roster).await;
            }
        }
        exit
    })
}

/// Opens the sealed file, if there is one: what it holds is to be forgotten, too.
async fn unlock(call: &Call<'_>, credentials: &mut Credentials) -> Exit {
    if credentials.sealed_file() != SealedFile::Locked {
        return Exit::DONE;
    }
    let path = call.places.sealed_file();
    let path = Clean::text(&path.to_string_lossy()).into_string();
    let Ok(mut interrupts) = Interrupts::new() else {
        return Exit::INTERNAL;
    };
    let question = format!("Passphrase of {path}");
    let asked = tokio::select! {
        asked = hidden::ask(&question) => asked,
        _ = interrupts.next() => return Exit::CANCELLED,
    };
    let unlocked = match asked {
        Ok(passphrase) => credentials.unlock_sealed(&passphrase).await,
        Err(error) => {
            complain(&format!("what {path} holds stays there: {error}"));
            return Exit::INTERNAL;
        }
    };
    match unlocked {
        Ok(()) => Exit::DONE,
        Err(error) => {
            complain(&format!("what {path} holds stays there: {error}"));
            Exit::INTERNAL
        }
    }
}

async fn forget(credentials: &mut Credentials, account: &Account, roster: &Roster) -> Exit {
    let title = account.title();
    let Some(entry) = account.nodes.first().and_then(|node| roster.node(node)) else {
        return Exit::DONE;
    };
    match credentials.erase(entry).await {
        Ok(()) => {
            let sharing = sharing(account, roster);
            let line = format!("The password of {title} is forgotten{sharing}.");
            print::out([line.as_str()])
        }
        Err(error) => {
            complain(&format!(
                "the password of {title} stays where it is: {error}"
            ));
            Exit::INTERNAL
        }
    }
}

/// Who else had it, in words.
fn sharing(account: &Account, roster: &Roster) -> String {
    let shares = roster.nodes().filter(|entry| {
        CredentialKey::of(entry).as_ref() == Some(&account.key)
            && !account.nodes.contains(&entry.id)
    });
    let names: Vec<&NodeId> = shares.map(|entry| &entry.id).collect();
    if names.is_empty() {
        return String::new();
    }
    let names = fold_names(names.into_iter().map(NodeId::as_str));
    format!("; {names} shared it")
}
