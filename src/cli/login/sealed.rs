//! The sealed file, where there is no keyring: its passphrase is asked for.

use std::path::Path;

use super::sign_in::hidden_or_left;
use crate::cli::exit::Exit;
use crate::cli::session::{Happening, Session};
use crate::cli::show::{complain, refuse};
use crate::engine::{Event, Request, StoreChoice, Warning};
use crate::model::Clean;
use crate::secrets::Secret;

/// Opens the sealed file, or makes it, with a passphrase typed now.
///
/// # Errors
///
/// With how to end, after telling why.
pub(super) async fn unseal(session: &mut Session, path: &Path) -> Result<(), Exit> {
    let shown = Clean::text(&path.to_string_lossy()).into_string();
    let passphrase = if path.symlink_metadata().is_ok() {
        hidden_or_left(session, &format!("Passphrase of {shown}")).await?
    } else {
        new_passphrase(session, &shown).await?
    };
    session.ask(Request::Store(StoreChoice::Sealed(passphrase)));
    loop {
        match session.next().await {
            Happening::Told(Event::Warned(Warning::Unlocked)) => return Ok(()),
            Happening::Told(Event::Warned(Warning::Locked(Some(reason)))) => {
                complain(&format!("nothing is kept: {reason}"));
                return Err(Exit::INTERNAL);
            }
            Happening::Told(_) => {}
            Happening::Interrupted(_) | Happening::Ended => return Err(Exit::CANCELLED),
        }
    }
}

/// A passphrase that is typed twice, as nobody sees what it is.
async fn new_passphrase(session: &mut Session, path: &str) -> Result<Secret, Exit> {
    complain(&format!(
        "passwords can be kept in {path}, sealed under a passphrase"
    ));
    let first = hidden_or_left(session, "New passphrase").await?;
    let second = hidden_or_left(session, "Once more").await?;
    if first == second {
        Ok(first)
    } else {
        Err(refuse("these are two passphrases; nothing is kept"))
    }
}
