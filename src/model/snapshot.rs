//! What one good poll of a node returned.

use jiff::Timestamp;

use super::id::GroupName;
use super::process::Process;
use super::text::Untrusted;

/// Everything one good answer of a node said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// supervisord's version, such as `4.3.0`.
    pub version: Untrusted,
    /// The `identifier` it gives itself.
    pub identification: Untrusted,
    /// supervisord's own pid; the same after its `restart` call.
    pub pid: Option<u32>,
    /// The node's clock when it answered, from its processes; none where it has none.
    pub clock: Option<Timestamp>,
    /// Its processes, ordered by group, then name.
    pub processes: Vec<Process>,
}

/// What `reloadConfig` found: names of groups that an update would touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigChanges {
    /// In the files, not yet active.
    pub added: Vec<GroupName>,
    /// Active, and different in the files: every process of it restarts.
    pub changed: Vec<GroupName>,
    /// Active, and gone from the files.
    pub removed: Vec<GroupName>,
}

impl ConfigChanges {
    /// Whether an update would do nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// How a program is configured, as far as `getAllConfigInfo` tells (3.x: hardly).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramConfig {
    /// Its group.
    pub group: String,
    /// Its name in the group.
    pub name: String,
    /// Every member of the answer but group and name, in its order, as text.
    pub facts: Vec<(String, Untrusted)>,
}

impl ProgramConfig {
    /// A fact that is a whole number, such as `stopwaitsecs`.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<u64> {
        let (_, value) = self.facts.iter().find(|(name, _)| name == key)?;
        std::str::from_utf8(value.raw()).ok()?.trim().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_a_number_only_where_it_reads_as_one() {
        let config = ProgramConfig {
            group: "api".to_owned(),
            name: "web".to_owned(),
            facts: vec![
                ("stopwaitsecs".to_owned(), " 30 ".into()),
                ("autostart".to_owned(), "true".into()),
                ("stdout_logfile".to_owned(), Untrusted::new([0xff])),
            ],
        };
        assert_eq!(config.number("stopwaitsecs"), Some(30));
        assert_eq!(config.number("autostart"), None);
        assert_eq!(config.number("stdout_logfile"), None);
        assert_eq!(config.number("startsecs"), None);
    }

    #[test]
    fn any_group_that_an_update_touches_is_a_change() {
        assert!(ConfigChanges::default().is_empty());
        let removed = ConfigChanges {
            removed: vec![GroupName::new("api")],
            ..ConfigChanges::default()
        };
        assert!(!removed.is_empty());
    }
}
