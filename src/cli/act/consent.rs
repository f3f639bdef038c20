//! What has to be said before anything is sent: a pure decision.

use std::collections::BTreeSet;

use super::task::Task;
use crate::cli::args::Safety;
use crate::cli::choice::Breadth;
use crate::config::nearest;
use crate::model::{Clean, EnvironmentName, Roster, Subject};

/// What is at stake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stakes {
    /// What will be acted on.
    targets: usize,
    /// What was chosen, acted on or not.
    chosen: usize,
    /// Protected environments in which something would change.
    protected: BTreeSet<EnvironmentName>,
    /// The one subject of something that cannot be undone, or that there are several.
    grave: Option<Grave>,
    breadth: Breadth,
}

/// Something that cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Grave {
    /// On one node.
    One(String),
    /// On several subjects.
    Many,
}

/// Whether somebody can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// Standard input and standard error are a terminal.
    Present,
    /// A script, a pipe, cron.
    Absent,
}

/// What a person has to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// Nothing: the command line has said it all.
    Nothing,
    /// Yes.
    Yes,
    /// This very text.
    Typed(String),
}

/// Refuses the confirmation of an environment that is not there: it would confirm nothing.
///
/// # Errors
///
/// Which name that is, in a sentence.
pub(super) fn check_names(safety: &Safety, roster: &Roster) -> Result<(), String> {
    let is_known = |name: &&String| roster.environment(&EnvironmentName::new(name)).is_some();
    let Some(name) = safety.env_confirm.iter().find(|name| !is_known(name)) else {
        return Ok(());
    };
    let known = roster.environments().iter();
    let known = known.map(|environment| environment.name.as_str());
    let hint =
        nearest(name, known).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    let name = Clean::text(name);
    Err(format!(
        "--env-confirm: no environment is called {name}{hint}"
    ))
}

impl Stakes {
    /// What the tasks put at stake.
    pub(super) fn of(tasks: &[Task], roster: &Roster, breadth: Breadth) -> Self {
        let subjects = || tasks.iter().flat_map(Task::at_stake);
        let places = subjects().flat_map(|subject| roster.environments_of(subject.node()));
        let protected = places.filter(|environment| environment.protected);
        let grave = tasks.iter().filter(|task| task.schedule.action.is_grave());
        let grave: Vec<&Subject> = grave.flat_map(Task::at_stake).collect();
        Self {
            targets: subjects().count(),
            chosen: tasks.iter().map(Task::chosen).sum(),
            protected: protected
                .map(|environment| environment.name.clone())
                .collect(),
            grave: match grave.as_slice() {
                [] => None,
                [only] => Some(Grave::One(only.node().to_string())),
                _ => Some(Grave::Many),
            },
            breadth,
        }
    }

    /// Refuses another number of targets than was expected.
    ///
    /// # Errors
    ///
    /// Why nothing is sent, in a sentence.
    pub(super) fn count(&self, safety: &Safety) -> Result<(), String> {
        if let Some(expected) = safety.expect_count
            && expected != self.chosen
        {
            let chosen = self.spell_chosen();
            return Err(format!("--expect-count says {expected}, and {chosen}"));
        }
        Ok(())
    }

    /// What has to be answered, given what the command line says.
    ///
    /// # Errors
    ///
    /// Why nothing is sent, in a sentence.
    pub(super) fn demand(&self, safety: &Safety, audience: Audience) -> Result<Demand, String> {
        self.count(safety)?;
        match (safety.yes, audience) {
            (true, _) => self.unasked(safety),
            (false, Audience::Present) => Ok(self.asked(safety)),
            (false, Audience::Absent) => {
                Err("nobody can be asked here; --yes says that it is meant".to_owned())
            }
        }
    }

    /// With `--yes` everything that a person would have to type has to be on the command line.
    fn unasked(&self, safety: &Safety) -> Result<Demand, String> {
        let unnamed = self.unnamed(safety);
        if !unnamed.is_empty() {
            let names = unnamed.join(",");
            return Err(format!(
                "{names} is protected; --env-confirm {names} says that it is meant"
            ));
        }
        let broad = self.breadth == Breadth::All || self.grave.is_some();
        if broad && safety.expect_count.is_none() {
            let (chosen, what) = (self.spell_chosen(), self.what());
            return Err(format!("{what} wants --expect-count as well; {chosen}"));
        }
        Ok(Demand::Nothing)
    }

    fn asked(&self, safety: &Safety) -> Demand {
        let counted = safety.expect_count.is_some();
        match (&self.grave, self.unnamed(safety).as_slice()) {
            (Some(Grave::One(node)), _) if !counted => Demand::Typed(node.clone()),
            (Some(Grave::Many), _) if !counted => Demand::Typed(self.targets.to_string()),
            (_, []) => Demand::Yes,
            (_, [only]) => Demand::Typed((*only).to_owned()),
            (_, _) => Demand::Typed(self.targets.to_string()),
        }
    }

    /// Protected environments that the command line does not name.
    fn unnamed(&self, safety: &Safety) -> Vec<&str> {
        let names = self.protected.iter().map(EnvironmentName::as_str);
        let is_named = |name: &&str| safety.env_confirm.iter().any(|named| named == name);
        names.filter(|name| !is_named(name)).collect()
    }

    fn spell_chosen(&self) -> String {
        match self.chosen {
            1 => "1 is chosen".to_owned(),
            many => format!("{many} are chosen"),
        }
    }

    fn what(&self) -> &'static str {
        if self.grave.is_some() {
            "what cannot be undone"
        } else {
            "all"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stakes() -> Stakes {
        Stakes {
            targets: 3,
            chosen: 4,
            protected: BTreeSet::new(),
            grave: None,
            breadth: Breadth::Named,
        }
    }

    fn protected(names: &[&str]) -> Stakes {
        Stakes {
            protected: names
                .iter()
                .map(|name| EnvironmentName::new(name))
                .collect(),
            ..stakes()
        }
    }

    fn yes() -> Safety {
        Safety {
            yes: true,
            ..Safety::default()
        }
    }

    #[test]
    fn without_an_audience_only_yes_goes_on() {
        let silent = Safety::default();
        assert!(stakes().demand(&silent, Audience::Absent).is_err());
        assert_eq!(stakes().demand(&silent, Audience::Present), Ok(Demand::Yes));
        assert_eq!(
            stakes().demand(&yes(), Audience::Absent),
            Ok(Demand::Nothing)
        );
    }

    #[test]
    fn the_count_is_of_what_was_chosen_and_holds_for_everybody() {
        for audience in [Audience::Present, Audience::Absent] {
            for (count, passes) in [(3, false), (4, true), (5, false)] {
                let counted = Safety {
                    expect_count: Some(count),
                    ..yes()
                };
                assert_eq!(
                    stakes().demand(&counted, audience).is_ok(),
                    passes,
                    "{count}"
                );
            }
        }
    }

    #[test]
    fn protected_environments_are_named_or_typed() {
        let refused = protected(&["prod"]).demand(&yes(), Audience::Present);
        assert!(refused.unwrap_err().contains("--env-confirm prod"));
        let named = Safety {
            env_confirm: vec!["prod".to_owned()],
            ..yes()
        };
        let demand = protected(&["prod"]).demand(&named, Audience::Absent);
        assert_eq!(demand, Ok(Demand::Nothing));
        assert!(
            protected(&["prod", "live"])
                .demand(&named, Audience::Absent)
                .is_err()
        );
        let asked = |names: &[&str]| protected(names).demand(&Safety::default(), Audience::Present);
        assert_eq!(asked(&["prod"]), Ok(Demand::Typed("prod".to_owned())));
        assert_eq!(asked(&["prod", "live"]), Ok(Demand::Typed("3".to_owned())));
    }

    #[test]
    fn what_cannot_be_undone_is_typed_or_counted() {
        let grave = Stakes {
            grave: Some(Grave::One("web01".to_owned())),
            ..stakes()
        };
        let asked = grave.demand(&Safety::default(), Audience::Present);
        assert_eq!(asked, Ok(Demand::Typed("web01".to_owned())));
        assert!(grave.demand(&yes(), Audience::Absent).is_err());
        let counted = Safety {
            expect_count: Some(4),
            ..yes()
        };
        assert_eq!(
            grave.demand(&counted, Audience::Absent),
            Ok(Demand::Nothing)
        );
    }

    #[test]
    fn all_asks_even_with_yes() {
        let all = Stakes {
            breadth: Breadth::All,
            ..stakes()
        };
        assert!(
            all.demand(&yes(), Audience::Absent)
                .unwrap_err()
                .contains("4 are chosen")
        );
    }
}
