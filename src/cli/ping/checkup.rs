//! What was found at each step to one node.

use std::time::Duration;

use jiff::SignedDuration;

use super::fix::{blames_config, fix};
use crate::config::Origin;
use crate::engine::Reach;
use crate::model::{Endpoint, Layer, Link, LinkError, Node, NodeEntry, Step};

/// What was found at one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// It went well; what is worth a word, or nothing.
    Fine(String),
    /// It went well, and took so long.
    Took(Duration),
    /// It went, and somebody should look.
    Odd(String),
    /// It did not go.
    Failed,
    /// An earlier one did not go.
    Untried,
    /// The way to this node does not have it.
    Unneeded,
}

/// What is found beyond the steps: the version and the clock.
pub(super) const FACTS: [&str; 2] = ["version", "clock"];
/// A clock further off than this is worth a word: supervisord tells whole seconds.
const SKEW: SignedDuration = SignedDuration::from_secs(5);

/// What was found of one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checkup {
    /// Its name.
    pub(super) node: String,
    /// Its address.
    pub(super) url: String,
    /// What was found at each step of [`Step::ALL`], and of each of [`FACTS`].
    pub(super) findings: Vec<Finding>,
    /// Why it gives no good answer.
    pub(super) error: Option<LinkError>,
    /// What to do about it.
    pub(super) fix: Option<String>,
    /// Where it is configured, where that may be what is wrong.
    pub(super) place: Option<String>,
    /// What somebody should know though it answers, as sentences.
    pub(super) remarks: Vec<String>,
}

impl Checkup {
    /// What a poll and the first steps to a node found.
    pub(super) fn of(entry: &NodeEntry, node: &Node, reach: Option<&Reach>) -> Self {
        let steps = Steps { entry, node, reach };
        let mut checkup = Self {
            node: entry.id.to_string(),
            url: entry.endpoint.to_string(),
            findings: Step::ALL.map(|step| steps.finding(step)).to_vec(),
            error: steps.error(),
            fix: None,
            place: None,
            remarks: Vec::new(),
        };
        let facts = [checkup.version(node), checkup.clock(node)];
        checkup.findings.extend(facts);
        if entry.user.is_some() && !entry.endpoint.is_private() && entry.allow_plaintext {
            let remark = "the password travels in clear: put TLS before supervisord";
            checkup.remarks.push(remark.to_owned());
        }
        checkup
    }

    /// The same with what to do; `origin` is where the node stands in the config.
    pub(super) fn with_fix(mut self, entry: &NodeEntry, origin: Option<&Origin>) -> Self {
        if let Some(error) = &self.error {
            self.fix = Some(fix(entry, error));
            self.place = origin
                .filter(|_| blames_config(error))
                .map(ToString::to_string);
        }
        self
    }

    /// Whether it gives a good answer.
    pub(super) fn is_well(&self) -> bool {
        let bad = |finding: &Finding| matches!(finding, Finding::Failed | Finding::Untried);
        self.error.is_none() && !self.findings[..Step::ALL.len()].iter().any(bad)
    }

    fn version(&mut self, node: &Node) -> Finding {
        let Some(snapshot) = node.snapshot.as_ref().filter(|_| node.link.is_up()) else {
            return Finding::Untried;
        };
        let version = snapshot.version.clean().into_string();
        match shortcoming(&version) {
            Some(remark) => {
                self.remarks.push(format!("supervisor {version} {remark}"));
                Finding::Odd(version)
            }
            None => Finding::Fine(version),
        }
    }

    fn clock(&mut self, node: &Node) -> Finding {
        if !node.link.is_up() {
            return Finding::Untried;
        }
        // Only processes carry the time of their node.
        let Some(skew) = node.clock_skew() else {
            return Finding::Unneeded;
        };
        let shown = format!("{:+}s", skew.as_secs());
        if skew.abs() <= SKEW {
            return Finding::Fine(shown);
        }
        let side = if skew.is_negative() {
            "behind"
        } else {
            "ahead of"
        };
        self.remarks.push(format!(
            "its clock is {}s {side} ours: let both follow the same time server",
            skew.abs().as_secs()
        ));
        Finding::Odd(shown)
    }
}

/// What is known of the way to a node.
struct Steps<'a> {
    entry: &'a NodeEntry,
    node: &'a Node,
    reach: Option<&'a Reach>,
}

impl Steps<'_> {
    fn finding(&self, step: Step) -> Finding {
        if !self.has(step) {
            return Finding::Unneeded;
        }
        match (&self.node.link, self.stopped()) {
            (Link::Up { .. }, _) => self.fine(step),
            (_, Some(end)) if step == end => Finding::Failed,
            (_, Some(end)) if step < end && !self.is_skipped(step) => self.fine(step),
            _ => Finding::Untried,
        }
    }

    /// Whether the way to this node has that step.
    fn has(&self, step: Step) -> bool {
        match step {
            Step::Name => self.reach.is_none_or(|reach| reach.name.is_some()),
            Step::Tls => matches!(self.entry.endpoint, Endpoint::Https { .. }),
            Step::SignIn => self.entry.user.is_some() || self.stopped() == Some(Step::SignIn),
            Step::Connect | Step::Http | Step::Api => true,
        }
    }

    /// The step at which the poll stopped.
    fn stopped(&self) -> Option<Step> {
        self.error().as_ref().map(Step::of)
    }

    /// Why there is no good answer, with what the first steps alone tell besides.
    fn error(&self) -> Option<LinkError> {
        let error = self.node.link.error()?;
        let reached = self
            .reach
            .and_then(|reach| match (&reach.name, &reach.connect) {
                (Some(Err(error)), _) | (_, Some(Err(error))) => Some(error),
                (_, _) => None,
            });
        Some(match (error, reached) {
            // What ended for want of a password was never sent: there may be no way, either.
            (unsent, Some(reached)) if is_unsent(unsent) => reached.clone(),
            // One limit is for both, and the port alone did open.
            (
                LinkError::TimedOut {
                    layer: Layer::Connect,
                    after,
                },
                None,
            ) if self.has(Step::Tls) => LinkError::Tls {
                reason: format!("the handshake timed out after {}s", after.as_secs_f32()),
            },
            (error, _) => error.clone(),
        })
    }

    /// Whether a step before the one that failed was left out all the same.
    fn is_skipped(&self, step: Step) -> bool {
        self.error().as_ref().is_some_and(is_unsent) && matches!(step, Step::Tls | Step::Http)
    }

    fn fine(&self, step: Step) -> Finding {
        let reach = self.reach;
        let took = match step {
            Step::Name => reach
                .and_then(|reach| reach.name.as_ref()?.as_ref().ok())
                .map(|resolved| resolved.took),
            Step::Connect => reach.and_then(|reach| reach.connect.as_ref()?.as_ref().ok().copied()),
            Step::Http => self.node.rtt.filter(|_| self.node.link.is_up()),
            Step::Tls | Step::SignIn | Step::Api => None,
        };
        took.map_or_else(|| Finding::Fine(String::new()), Finding::Took)
    }
}

/// Whether a poll ended before anything was sent, for want of a password.
fn is_unsent(error: &LinkError) -> bool {
    matches!(
        error,
        LinkError::NoCredential { .. } | LinkError::PlaintextRefused
    )
}

/// What somebody should know of a version (`PROTOCOL` 5).
fn shortcoming(version: &str) -> Option<&'static str> {
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().ok());
    let (major, minor) = (numbers.next()??, numbers.next()??);
    let patch = numbers.next().flatten().unwrap_or(0);
    if (major, minor) < (3, 2) {
        Some("cannot send signals, and has a known hole (CVE-2017-11610): update it")
    } else if (major, minor, patch) < (3, 3, 3) {
        Some("has a known hole for whoever may sign in (CVE-2017-11610): update it")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::*;
    use crate::engine::Resolved;
    use crate::model::{CredentialSource, Fleet, NodeId, Report, Roster, Snapshot};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn entry(endpoint: Endpoint) -> NodeEntry {
        NodeEntry {
            id: NodeId::new("web"),
            endpoint,
            user: Some("ops".to_owned()),
            source: CredentialSource::Keyring,
            credential: "web".to_owned(),
            labels: BTreeMap::new(),
            allow_plaintext: true,
            ca_file: None,
        }
    }

    fn https() -> Endpoint {
        Endpoint::Https {
            host: "web".to_owned(),
            port: 443,
            prefix: String::new(),
        }
    }

    /// What is found of a node that a poll gave this of.
    fn checkup(
        endpoint: Endpoint,
        result: Result<Snapshot, LinkError>,
        reach: Option<&Reach>,
    ) -> Checkup {
        let entry = entry(endpoint);
        let mut fleet = Fleet::of(&Roster::new(vec![entry.clone()], Vec::new()));
        fleet.apply(&Report {
            node: entry.id.clone(),
            at: NOW,
            took: Duration::from_millis(7),
            next: None,
            result: result.map(Arc::new),
        });
        let node = fleet.node(&entry.id).unwrap();
        Checkup::of(&entry, node, reach).with_fix(&entry, None)
    }

    fn reach(connect: Result<Duration, LinkError>) -> Reach {
        Reach {
            name: Some(Ok(Resolved {
                addresses: Vec::new(),
                took: Duration::from_millis(3),
            })),
            connect: Some(connect),
        }
    }

    fn no_password() -> LinkError {
        LinkError::NoCredential {
            reason: "none".to_owned(),
        }
    }

    #[test]
    fn a_clock_that_is_off_is_odd_and_no_failure() {
        for (seconds, expected) in [(0, "+0s"), (5, "+5s"), (-30, "-30s"), (3600, "+3600s")] {
            let snapshot = Snapshot {
                clock: Some(NOW + SignedDuration::from_secs(seconds)),
                ..Snapshot::default()
            };
            let checkup = checkup(https(), Ok(snapshot), None);
            let odd = seconds.abs() > 5;
            let finding = if odd { Finding::Odd } else { Finding::Fine };
            assert_eq!(checkup.findings[7], finding(expected.to_owned()));
            assert_eq!(
                checkup.remarks.len(),
                usize::from(odd),
                "{:?}",
                checkup.remarks
            );
            assert!(checkup.is_well());
        }
    }

    #[test]
    fn without_a_password_only_the_first_steps_are_known() {
        let way = reach(Ok(Duration::from_millis(1)));
        let found = checkup(https(), Err(no_password()), Some(&way));
        let took = |millis| Finding::Took(Duration::from_millis(millis));
        let expected = [
            took(3),
            took(1),
            Finding::Untried,
            Finding::Untried,
            Finding::Failed,
            Finding::Untried,
        ];
        assert_eq!(found.findings[..6], expected);
        assert_eq!(
            found.fix.as_deref(),
            Some("`supdeck login web` asks for it")
        );
    }

    #[test]
    fn no_way_says_more_than_no_password() {
        let refused = LinkError::Refused {
            address: "web:443".to_owned(),
        };
        let way = reach(Err(refused.clone()));
        let found = checkup(https(), Err(no_password()), Some(&way));
        assert_eq!(found.findings[1], Finding::Failed);
        assert_eq!(found.error, Some(refused));
    }

    #[test]
    fn a_port_that_opens_and_shakes_no_hands_is_no_dead_host() {
        let late = LinkError::TimedOut {
            layer: Layer::Connect,
            after: Duration::from_secs(3),
        };
        let way = reach(Ok(Duration::from_millis(1)));
        let found = checkup(https(), Err(late.clone()), Some(&way));
        assert_eq!(found.findings[2], Finding::Failed);
        let told = found.error.unwrap().to_string();
        assert_eq!(told, "TLS: the handshake timed out after 3s");
        let dead = checkup(https(), Err(late.clone()), Some(&reach(Err(late.clone()))));
        assert_eq!(
            (dead.error, &dead.findings[1]),
            (Some(late), &Finding::Failed)
        );
    }

    #[test]
    fn old_versions_are_told() {
        for version in ["3.0", "3.1.4", "3.3.2"] {
            assert!(shortcoming(version).is_some(), "{version}");
        }
        for version in ["3.3.3", "3.4.0", "4.0.0", "4.3.0", "4.4.0.dev0", "", "x.y"] {
            assert_eq!(shortcoming(version), None, "{version}");
        }
    }
}
