//! A record as one line of English, for the dashboard and `supdeck journal`.

use jiff::Zoned;

use crate::model::{Clean, OutcomeClass};

use super::record::{Kind, Record};

/// What one did, and what one did not.
struct Verb {
    past: String,
    plain: String,
}

impl Record {
    /// The line with its time in the zone of `now`; with its date too, if that is another day.
    ///
    /// `11:58:02 ali restarted api:web_02 on stg-02: RUNNING after 10.4s`
    #[must_use]
    pub fn line(&self, now: &Zoned) -> Clean {
        let at = self.at.to_zoned(now.time_zone().clone());
        let form = if at.date() == now.date() {
            "%H:%M:%S"
        } else {
            "%Y-%m-%d %H:%M:%S"
        };
        Clean::text(&format!("{} {}", at.strftime(form), self.sentence()))
    }

    /// The line without its time.
    fn sentence(&self) -> String {
        let who = self.person();
        let node = self.node.as_deref().unwrap_or("a node");
        let login = self
            .login
            .as_deref()
            .map_or(String::new(), |name| format!(" as {name}"));
        let said = match self.kind {
            Kind::SessionBegan => format!("{who} opened the console"),
            Kind::SessionEnded => format!("{who} closed the console"),
            Kind::RunBegan => format!("{who} began {}", self.batch()),
            Kind::RunEnded => format!("{who} finished {}", self.batch()),
            Kind::Operated => {
                let target = self.target.as_deref().unwrap_or("something");
                format!("{who} {} {target} on {node}", self.deed())
            }
            Kind::SignedIn => format!("{who} signed in to {node}{login}"),
            Kind::SignInRefused => format!("{who} could not sign in to {node}{login}"),
            Kind::Denied => format!("{who} may not {}", self.whole()),
        };
        match &self.outcome {
            Some(ending) => format!("{said}: {}", ending.words),
            None => said,
        }
    }

    fn person(&self) -> String {
        match &self.sudo_user {
            Some(person) if *person != self.user => format!("{person} (as {})", self.user),
            _ => self.user.clone(),
        }
    }

    /// The batch by its number: `batch #41, restart 12 targets`.
    fn batch(&self) -> String {
        let number = self.run.map_or(String::new(), |run| format!(" #{run}"));
        format!("batch{number}, {}", self.whole())
    }

    /// The batch by its content: `restart 12 targets`.
    fn whole(&self) -> String {
        let count = match self.targets.unwrap_or(0) {
            1 => "1 target".to_owned(),
            many => format!("{many} targets"),
        };
        format!("{} {count}", self.verb().plain)
    }

    /// What became of one operation: done, tried, or not even tried.
    fn deed(&self) -> String {
        let verb = self.verb();
        match self.outcome.as_ref().map(|ending| ending.class) {
            Some(OutcomeClass::Ok) => verb.past,
            Some(OutcomeClass::Failed | OutcomeClass::Lost) | None => {
                format!("tried to {}", verb.plain)
            }
            Some(OutcomeClass::Skipped | OutcomeClass::Cancelled) => {
                format!("did not {}", verb.plain)
            }
        }
    }

    /// The words for the action; one that a newer supdeck wrote has only general ones.
    fn verb(&self) -> Verb {
        let action = self.action.as_deref().unwrap_or_default();
        let (past, plain) = match action {
            "start" => ("started", "start"),
            "stop" => ("stopped", "stop"),
            "restart" | "restart_or_start" | "restart_supervisor" => ("restarted", "restart"),
            "clear_logs" => ("cleared the logs of", "clear the logs of"),
            "add_group" => ("added group", "add group"),
            "replace_group" => ("updated group", "update group"),
            "remove_group" => ("removed group", "remove group"),
            "shut_down_supervisor" => ("shut down", "shut down"),
            _ => ("acted on", "act on"),
        };
        match action.strip_prefix("signal ") {
            Some(signal) => Verb {
                past: format!("sent {signal} to"),
                plain: format!("send {signal} to"),
            },
            None => Verb {
                past: past.to_owned(),
                plain: plain.to_owned(),
            },
        }
    }
}
