//! The forms that ask for passwords, and what becomes of them.

use zeroize::Zeroizing;

use crate::engine::{Keep, Request, Scope as Asked, SignInResult, StoreChoice};
use crate::model::{CredentialSource, LinkError, NodeId, Roster};
use crate::secrets::{Scope, Secret};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::msg::Edit;
use crate::tui::state::{
    Dialog, KeepChoice, NoKeyring, PageKind, Passphrase, RowId, SignInForm, State, Store,
};

/// Letters taken of a password.
const LONGEST: usize = 4096;

/// Opens the form for the node under the cursor.
pub fn open(state: &mut State) -> Vec<Effect> {
    let id = match (&state.listing().cursor, &state.page().kind) {
        (Some(RowId::Node(id)), _) | (_, PageKind::Node(id)) => Some(id.clone()),
        (Some(RowId::Process(id)), _) => Some(id.node.clone()),
        _ => None,
    };
    if let Some(id) = id {
        return open_for(state, &id);
    }
    state.tell("there is no node here to sign in to");
    Vec::new()
}

/// Opens the form for one node.
pub fn open_for(state: &mut State, id: &NodeId) -> Vec<Effect> {
    let Some(entry) = state.roster.node(id) else {
        return Vec::new();
    };
    if entry.user.is_none() {
        state.warn(format!(
            "{id} has no user in the config: add user = \"…\" to sign in"
        ));
        return Vec::new();
    }
    let keep = match (&entry.source, &state.session.store) {
        (CredentialSource::Keyring, Store::Keyring | Store::Sealed) => KeepChoice::Lasting,
        _ => KeepChoice::Session,
    };
    state.dialogs.push(Dialog::SignIn(SignInForm {
        node: id.clone(),
        password: Zeroizing::new(String::new()),
        keep,
        on_keep: false,
        trying: false,
        refused: None,
    }));
    ask_once_more(state, id)
}

/// A keyring that was locked may be open by now: then nobody has to type what it holds.
fn ask_once_more(state: &State, id: &NodeId) -> Vec<Effect> {
    let error = state.fleet.node(id).and_then(|node| node.link.error());
    match error {
        Some(LinkError::NoCredential { .. }) => {
            vec![Effect::Ask(Request::Poll(Asked::Nodes(vec![id.clone()])))]
        }
        _ => Vec::new(),
    }
}

/// No keyring can be reached: says so once, with what can be done instead.
pub fn no_keyring(state: &mut State, reason: String) {
    if state.session.store == Store::Keyring {
        state.session.store = Store::Nowhere {
            reason: reason.clone(),
        };
        // Below whatever is being answered now: it waits its turn.
        let screen = Dialog::NoKeyring(NoKeyring::new(reason));
        state.dialogs.insert(0, screen);
    }
}

/// The keyring answers after all.
pub fn keyring_answers(state: &mut State) {
    state.session.store = Store::Keyring;
    state.tell("the keyring answers again; passwords are kept there from now on");
}

/// The sealed file wants its passphrase.
pub fn locked(state: &mut State, trouble: Option<String>) {
    for dialog in state.dialogs.iter_mut().rev() {
        if let Dialog::Passphrase(form) = dialog {
            form.trying = false;
            form.refused = trouble;
            return;
        }
    }
    match trouble {
        None => {
            state.session.store = Store::Locked;
            state.dialogs.insert(0, passphrase(None));
        }
        // Its form was left while it was tried.
        Some(trouble) => state.warn(trouble),
    }
}

/// The sealed file is open.
pub fn unlocked(state: &mut State) {
    state
        .dialogs
        .retain(|dialog| !matches!(dialog, Dialog::Passphrase(_)));
    state.session.store = Store::Sealed;
    state.tell(match state.dialogs.last() {
        Some(Dialog::SignIn(_)) => "the sealed file is open; enter tries the password",
        _ => "the sealed file is open; passwords are kept there from now on",
    });
}

/// The form for a passphrase, with a second field where a new file is made.
fn passphrase(again: Option<Zeroizing<String>>) -> Dialog {
    Dialog::Passphrase(Passphrase {
        typed: Zeroizing::new(String::new()),
        again,
        on_again: false,
        trying: false,
        refused: None,
    })
}

/// A password was tried.
pub fn fold(state: &mut State, node: &NodeId, result: SignInResult) {
    let form = state
        .dialogs
        .iter_mut()
        .rev()
        .find_map(|dialog| match dialog {
            Dialog::SignIn(form) if form.node == *node => Some(form),
            _ => None,
        });
    match (result, form) {
        (SignInResult::Refused(error), Some(form)) => {
            form.trying = false;
            form.refused = Some(error.to_string());
        }
        (SignInResult::Refused(error), None) => state.warn(format!("{node}: {error}")),
        (SignInResult::Accepted(kept), _) => {
            close_form(state, node);
            state.tell(format!("{node} took the password; {kept}"));
        }
        (SignInResult::NotKept(why), _) => {
            close_form(state, node);
            state.warn(format!(
                "{node} took the password; kept for this session only: {why}"
            ));
        }
    }
}

fn close_form(state: &mut State, node: &NodeId) {
    state
        .dialogs
        .retain(|dialog| !matches!(dialog, Dialog::SignIn(form) if form.node == *node));
}

/// A command while one of the forms is on top and no field takes letters.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    let now = state.now;
    let Some(Dialog::NoKeyring(screen)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    match command {
        Command::Down => screen.choice = (screen.choice + 1).min(3),
        Command::Up => screen.choice = screen.choice.saturating_sub(1),
        _ if !screen.opening.is_over(now) => {}
        Command::Nodes => return choose_store(state, 1),
        Command::Environments => return choose_store(state, 2),
        Command::Groups => return choose_store(state, 3),
        Command::Open => {
            let choice = screen.choice;
            return choose_store(state, choice);
        }
        Command::Dashboard | Command::Back | Command::No | Command::Interrupt => {
            return choose_store(state, 0);
        }
        _ => {}
    }
    Vec::new()
}

/// What to do on a host without a keyring.
fn choose_store(state: &mut State, choice: usize) -> Vec<Effect> {
    state.dialogs.pop();
    match choice {
        1 => {
            state.tell("set password_command = [\"pass\", \"show\", \"supdeck/{node}\"] on the nodes in the config");
            Vec::new()
        }
        2 => {
            state.tell(
                "set password_env = \"SUPDECK_PASSWORD\" on the nodes in the config, and export it",
            );
            Vec::new()
        }
        3 => {
            let form = passphrase(Some(Zeroizing::new(String::new())));
            state.dialogs.push(form);
            Vec::new()
        }
        _ => {
            stay_in_memory(state);
            vec![Effect::Ask(Request::Store(StoreChoice::Memory))]
        }
    }
}

/// What is typed now is for this session, the password in the form below included.
fn stay_in_memory(state: &mut State) {
    if let Some(Dialog::SignIn(form)) = state.dialogs.last_mut() {
        form.keep = KeepChoice::Session;
    }
    state.tell("passwords typed now stay in memory until you quit");
}

/// A key in a password field. It is never drawn.
pub fn edit(state: &mut State, edit: Edit) -> Vec<Effect> {
    match (state.dialogs.last_mut(), edit) {
        (Some(Dialog::SignIn(_)), Edit::Submit) => return submit(state),
        (Some(Dialog::SignIn(form)), Edit::Cancel) => {
            let text = format!("{} stays paused until you sign in", form.node);
            state.dialogs.pop();
            state.tell(text);
        }
        (Some(Dialog::SignIn(form)), other) => edit_sign_in(form, other),
        (Some(Dialog::Passphrase(_)), Edit::Submit) => return unlock(state),
        (Some(Dialog::Passphrase(_)), Edit::Cancel) => {
            state.dialogs.pop();
            stay_in_memory(state);
        }
        (Some(Dialog::Passphrase(form)), other) => edit_passphrase(form, other),
        (_, _) => {}
    }
    Vec::new()
}

fn edit_sign_in(form: &mut SignInForm, edit: Edit) {
    match edit {
        Edit::Complete | Edit::Uncomplete | Edit::Next | Edit::Previous => {
            form.on_keep = !form.on_keep;
        }
        Edit::Left | Edit::Right | Edit::Insert(' ') if form.on_keep => {
            form.keep = next_keep(form.keep, edit);
        }
        _ if form.on_keep => {}
        other => change(&mut form.password, other),
    }
}

fn edit_passphrase(form: &mut Passphrase, edit: Edit) {
    match (edit, &mut form.again) {
        (Edit::Complete | Edit::Uncomplete | Edit::Next | Edit::Previous, again) => {
            form.on_again = !form.on_again && again.is_some();
        }
        (other, Some(again)) if form.on_again => change(again, other),
        (other, _) => change(&mut form.typed, other),
    }
}

/// Passwords may be pasted, without a line end.
pub fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(Dialog::SignIn(form)) = state.dialogs.last_mut() {
        form.on_keep = false;
    }
    let line = text.lines().next().unwrap_or_default();
    line.chars()
        .take(LONGEST)
        .for_each(|letter| drop(edit(state, Edit::Insert(letter))));
    Vec::new()
}

fn next_keep(now: KeepChoice, edit: Edit) -> KeepChoice {
    let at = KeepChoice::ALL
        .iter()
        .position(|keep| *keep == now)
        .unwrap_or(0);
    let by = if edit == Edit::Left {
        KeepChoice::ALL.len() - 1
    } else {
        1
    };
    KeepChoice::ALL[(at + by) % KeepChoice::ALL.len()]
}

fn change(field: &mut Zeroizing<String>, edit: Edit) {
    match edit {
        // A string that grew in place would leave a copy of the secret behind.
        Edit::Insert(letter) if field.len() < LONGEST => {
            let mut longer = Zeroizing::new(String::with_capacity(field.len() + 4));
            longer.push_str(field);
            longer.push(letter);
            *field = longer;
        }
        Edit::Backspace => {
            field.pop();
        }
        Edit::DeleteLine | Edit::DeleteWord => *field = Zeroizing::new(String::new()),
        _ => {}
    }
}

fn submit(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::SignIn(form)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    if form.trying {
        return Vec::new();
    }
    if form.password.is_empty() {
        form.refused = Some("type the password first".to_owned());
        return Vec::new();
    }
    let (nodes, keep) = wanted(&state.roster, form);
    if keep == Keep::Lasting
        && nodes.iter().any(|id| is_kept_by_us(&state.roster, id))
        && let Some(question) = unsettled(&state.session.store)
    {
        state.dialogs.push(question);
        return Vec::new();
    }
    form.trying = true;
    form.refused = None;
    let secret = Secret::new(std::mem::take(&mut form.password));
    vec![Effect::Ask(Request::SignIn {
        nodes,
        secret,
        keep,
    })]
}

/// What must be answered before a password can be kept for good; none if it can.
fn unsettled(store: &Store) -> Option<Dialog> {
    match store {
        Store::Keyring | Store::Sealed => None,
        Store::Nowhere { reason } => Some(Dialog::NoKeyring(NoKeyring::new(reason.clone()))),
        Store::Locked => Some(passphrase(None)),
    }
}

/// Whether a password of this node is ours to keep: the config names no other source for it.
fn is_kept_by_us(roster: &Roster, id: &NodeId) -> bool {
    let entry = roster.node(id);
    entry.is_some_and(|entry| entry.source == CredentialSource::Keyring)
}

/// The nodes a form is for, its own first, and for how long the password is kept.
fn wanted(roster: &Roster, form: &SignInForm) -> (Vec<NodeId>, Keep) {
    let node = &form.node;
    let only = vec![node.clone()];
    match (form.keep, roster.home(node)) {
        (KeepChoice::Session, _) => (only, Keep::Session),
        (KeepChoice::Lasting, _) | (KeepChoice::LastingEnvironment, None) => (only, Keep::Lasting),
        (KeepChoice::LastingEnvironment, Some(home)) => {
            let entries = Scope::Environment(home.clone()).entries(roster, node);
            let others = entries.into_iter().map(|entry| entry.id.clone());
            let others = others.filter(|id| id != node);
            (only.into_iter().chain(others).collect(), Keep::Lasting)
        }
    }
}

fn unlock(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Passphrase(form)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    if form.trying {
        return Vec::new();
    }
    let refusal = match &form.again {
        _ if form.typed.is_empty() => Some("type a passphrase first"),
        Some(again) if **again != *form.typed => Some("the two passphrases differ"),
        Some(_) | None => None,
    };
    if let Some(refusal) = refusal {
        form.refused = Some(refusal.to_owned());
        return Vec::new();
    }
    form.trying = true;
    form.refused = None;
    let secret = Secret::new(std::mem::take(&mut form.typed));
    if form.again.is_some() {
        form.again = Some(Zeroizing::new(String::new()));
    }
    vec![Effect::Ask(Request::Store(StoreChoice::Sealed(secret)))]
}
