//! The forms that ask for passwords, and what becomes of them.

use zeroize::Zeroizing;

use crate::engine::{Keep, Request, SignInResult, StoreChoice};
use crate::model::NodeId;
use crate::secrets::Secret;
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::msg::Edit;
use crate::tui::state::{
    Dialog, KeepChoice, NoKeyring, PageKind, Passphrase, RowId, SignInForm, State,
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
    let keep = match state.session.no_keyring {
        Some(_) => KeepChoice::Session,
        None => KeepChoice::Lasting,
    };
    state.dialogs.push(Dialog::SignIn(SignInForm {
        node: id.clone(),
        password: Zeroizing::new(String::new()),
        keep,
        on_keep: false,
        trying: false,
        refused: None,
    }));
    Vec::new()
}

/// No keyring can be reached: says so once, with what can be done instead.
pub fn no_keyring(state: &mut State, reason: String) {
    if state.session.no_keyring.replace(reason.clone()).is_none() {
        // Below whatever is being answered now: it waits its turn.
        let screen = NoKeyring { reason, choice: 0 };
        state.dialogs.insert(0, Dialog::NoKeyring(screen));
    }
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
    open_passphrase(state, None, trouble);
}

/// The sealed file is open.
pub fn unlocked(state: &mut State) {
    state
        .dialogs
        .retain(|dialog| !matches!(dialog, Dialog::Passphrase(_)));
    state.tell("the sealed file is open; passwords are kept there from now on");
}

fn open_passphrase(state: &mut State, again: Option<Zeroizing<String>>, refused: Option<String>) {
    state.dialogs.push(Dialog::Passphrase(Passphrase {
        typed: Zeroizing::new(String::new()),
        again,
        on_again: false,
        trying: false,
        refused,
    }));
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
    let Some(Dialog::NoKeyring(screen)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    match command {
        Command::Down => screen.choice = (screen.choice + 1).min(3),
        Command::Up => screen.choice = screen.choice.saturating_sub(1),
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
            open_passphrase(state, Some(Zeroizing::new(String::new())), None);
            Vec::new()
        }
        _ => {
            state.tell("passwords typed now stay in memory until you quit");
            vec![Effect::Ask(Request::Store(StoreChoice::Memory))]
        }
    }
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
            state.tell("passwords typed now stay in memory until you quit");
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
    form.trying = true;
    form.refused = None;
    let secret = Secret::new(std::mem::take(&mut form.password));
    let node = form.node.clone();
    let (nodes, keep) = match form.keep {
        KeepChoice::Session => (vec![node], Keep::Session),
        KeepChoice::Lasting => (vec![node], Keep::Lasting),
        KeepChoice::LastingEnvironment => (neighbours(state, &node), Keep::Lasting),
    };
    vec![Effect::Ask(Request::SignIn {
        nodes,
        secret,
        keep,
    })]
}

/// The node first, then every other node of its environment with the same user.
fn neighbours(state: &State, node: &NodeId) -> Vec<NodeId> {
    let user = state.roster.node(node).and_then(|entry| entry.user.clone());
    let same_user = |id: &NodeId| {
        state
            .roster
            .node(id)
            .is_some_and(|entry| entry.user == user)
    };
    let home = state.roster.environments_of(node).next();
    let others = home
        .into_iter()
        .flat_map(|environment| &environment.members);
    let others = others.filter(|id| *id != node && same_user(id)).cloned();
    std::iter::once(node.clone()).chain(others).collect()
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
