//! Which verb is which function.

use super::args::{ConfigVerb, Verb};
use super::call::Call;
use super::exit::Exit;
use super::{act, check, import, info, journal, login, logs, nodeset, ping, shell, show, status};

/// Does what a verb says, and returns how it ended.
pub fn perform(call: &Call<'_>, verb: &Verb) -> Exit {
    match verb {
        Verb::Status(arguments) => status::status(call, arguments),
        Verb::Check(arguments) => status::check(call, arguments),
        Verb::Start(arguments) => act::start(call, arguments),
        Verb::Stop(arguments) => act::stop(call, arguments),
        Verb::Restart(arguments) => act::restart(call, arguments),
        Verb::Trystart(arguments) => act::trystart(call, arguments),
        Verb::Signal(arguments) => act::signal(call, arguments),
        Verb::Clear(arguments) => act::clear(call, arguments),
        Verb::Run(arguments) => act::run(call, arguments),
        Verb::Reread(arguments) => act::reread_verb(call, arguments),
        Verb::Update(arguments) => act::update(call, arguments),
        Verb::Reload(arguments) => act::reload(call, arguments),
        Verb::Kill(arguments) => act::kill(call, arguments),
        Verb::Logs(arguments) => logs::logs(call, arguments),
        Verb::Journal(journal) => journal::journal(call, *journal),
        Verb::Config(ConfigVerb::Check) => check::check(call),
        Verb::Config(ConfigVerb::Example) => check::example(),
        Verb::Config(ConfigVerb::Show) => check::show(call),
        Verb::Import(arguments) => import::import(arguments),
        Verb::Ping(arguments) => ping::ping(call, arguments),
        Verb::Login(arguments) => login::login(call, arguments),
        Verb::Logout(arguments) => login::logout(call, arguments),
        Verb::Nodeset(verb) => nodeset::nodeset(call, verb),
        Verb::Completions(arguments) => shell::completions(arguments.shell),
        Verb::Man(arguments) => shell::man(arguments),
        Verb::Info(info) if info.about_self => show::about_self(call),
        Verb::Info(arguments) => info::info(call, arguments),
        Verb::Demo(_) => show::refuse("this build has no console"),
    }
}
