//! `supdeck login`: asks for passwords, tries each on a node, and keeps what is taken.

use super::account::{Account, accounts};
use super::hidden;
use super::sealed::unseal;
use crate::cli::args::{LoginArguments, Selection};
use crate::cli::call::Call;
use crate::cli::exit::Exit;
use crate::cli::print;
use crate::cli::session::{self, Happening, Session, inside};
use crate::cli::show::{complain, refuse};
use crate::engine::{Event, Keep, Request, SignInResult};
use crate::model::{LinkError, LinkKind, NodeId};
use crate::secrets::Secret;

/// Puts the passwords of nodes into the keyring, each once.
pub fn login(call: &Call<'_>, arguments: &LoginArguments) -> Exit {
    let selection = Selection {
        nodes: arguments.nodes.clone(),
        words: Vec::new(),
    };
    let opened = match session::open(call, &selection) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let (accounts, others) = accounts(&opened.aim.roster);
    for sentence in others {
        complain(&sentence);
    }
    if accounts.is_empty() {
        return Exit::USAGE;
    }
    let given = match given(arguments, &accounts) {
        Ok(given) => given,
        Err(exit) => return exit,
    };
    let setup = opened.acting(call);
    inside(async {
        match session::start(setup) {
            Ok(session) => all(call, session, &accounts, given.as_ref()).await,
            Err(exit) => exit,
        }
    })
}

/// Signs in with one password after the other, until somebody wants to leave.
async fn all(
    call: &Call<'_>,
    mut session: Session,
    accounts: &[Account],
    given: Option<&Secret>,
) -> Exit {
    let mut exit = Exit::DONE;
    for account in accounts {
        let signing_in = SigningIn {
            call,
            session: &mut session,
            account,
        };
        let ended = signing_in.run(given).await;
        exit = exit | ended;
        if ended == Exit::CANCELLED {
            break;
        }
    }
    session.stop().await;
    exit
}

/// The password of standard input, if it is to come from there.
fn given(arguments: &LoginArguments, accounts: &[Account]) -> Result<Option<Secret>, Exit> {
    if !arguments.stdin {
        return Ok(None);
    }
    if accounts.len() > 1 {
        let titles: Vec<String> = accounts.iter().map(Account::title).collect();
        return Err(refuse(&format!(
            "--stdin gives one password, and there are {} here: {}",
            accounts.len(),
            titles.join(", ")
        )));
    }
    let read = hidden::first_line_of_input();
    read.map(Some)
        .map_err(|error| refuse(&format!("no password on standard input: {error}")))
}

/// One password on its way.
struct SigningIn<'a, 'call> {
    call: &'a Call<'call>,
    session: &'a mut Session,
    account: &'a Account,
}

impl SigningIn<'_, '_> {
    /// Asks for the password unless it is given, and tries it on one node after the other until one
    /// says yes or no: a wrong one is sent once only.
    async fn run(mut self, given: Option<&Secret>) -> Exit {
        let secret = match given {
            Some(secret) => secret.share(),
            None => match self.asked().await {
                Ok(secret) => secret,
                Err(exit) => return exit,
            },
        };
        for node in &self.account.nodes {
            match self.tried(node, &secret).await {
                Some(SignInResult::Refused(error)) if error.kind() == LinkKind::Down => {
                    complain(&format!("{node} could not be asked: {error}"));
                }
                Some(SignInResult::Refused(error)) => return refused(node, &error),
                Some(SignInResult::Accepted(place)) => return self.kept(node, &place),
                Some(SignInResult::NotKept(reason)) => {
                    return self.sealed(node, &secret, &reason).await;
                }
                None => return Exit::CANCELLED,
            }
        }
        complain(&format!(
            "nothing is kept for {}: no node could be asked",
            self.account.title()
        ));
        Exit::UNREACHED
    }

    /// The password as somebody types it now.
    async fn asked(&mut self) -> Result<Secret, Exit> {
        let question = format!("Password of {}", self.account.title());
        hidden_or_left(self.session, &question).await
    }

    /// What a node says to a password; none where somebody does not want to wait for it.
    async fn tried(&mut self, node: &NodeId, secret: &Secret) -> Option<SignInResult> {
        self.session.ask(Request::SignIn {
            nodes: vec![node.clone()],
            secret: secret.share(),
            keep: Keep::Lasting,
        });
        loop {
            match self.session.next().await {
                Happening::Told(Event::SignedIn(signed, result)) if signed == *node => {
                    return Some(result);
                }
                Happening::Told(_) => {}
                Happening::Interrupted(_) | Happening::Ended => return None,
            }
        }
    }

    /// There is no keyring: a sealed file may stand in for it.
    async fn sealed(&mut self, node: &NodeId, secret: &Secret, reason: &str) -> Exit {
        complain(&format!("{node} took the password; {reason}"));
        let unsealed = unseal(self.session, &self.call.places.sealed_file()).await;
        if let Err(exit) = unsealed {
            return exit;
        }
        match self.tried(node, secret).await {
            Some(SignInResult::Accepted(place)) => self.kept(node, &place),
            Some(SignInResult::NotKept(reason)) => {
                complain(&format!("the password was not kept: {reason}"));
                Exit::INTERNAL
            }
            Some(SignInResult::Refused(error)) => refused(node, &error),
            None => Exit::CANCELLED,
        }
    }

    fn kept(&self, node: &NodeId, place: &str) -> Exit {
        let title = self.account.title();
        let line = format!("The password of {title} is kept: {place}; {node} took it.");
        print::out([line.as_str()])
    }
}

fn refused(node: &NodeId, error: &LinkError) -> Exit {
    complain(&format!("{node} did not take it: {error}; nothing is kept"));
    Exit::FAILED
}

/// Asks on the terminal, until somebody wants to leave instead.
pub(super) async fn hidden_or_left(session: &mut Session, question: &str) -> Result<Secret, Exit> {
    let asking = hidden::ask(question);
    tokio::pin!(asking);
    loop {
        tokio::select! {
            asked = &mut asking => {
                let told = |error| refuse(&format!("no password was read: {error}"));
                return asked.map_err(told);
            }
            happening = session.next() => match happening {
                Happening::Told(_) => {}
                Happening::Interrupted(_) | Happening::Ended => return Err(Exit::CANCELLED),
            },
        }
    }
}
