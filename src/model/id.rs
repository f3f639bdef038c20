//! Identities: what a row, a mark and an operation are known by.

use std::fmt;
use std::sync::Arc;

use super::text::Clean;

macro_rules! configured_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Our own grammar allows only printable ASCII in it, so it may be shown as it is.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a name that the config has checked.
            #[must_use]
            pub fn new(name: &str) -> Self {
                Self(Arc::from(name))
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.0)
            }
        }
    };
}

configured_name! {
    /// The name of a node.
    NodeId
}

configured_name! {
    /// The name of an environment.
    EnvironmentName
}

macro_rules! remote_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// It comes from a node, so it has no `Display`: draw its [`Clean`] form, send its raw one.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the name as the node sent it.
            #[must_use]
            pub fn new(raw: &str) -> Self {
                Self(Arc::from(raw))
            }

            /// The name exactly as the node sent it: for the wire and for comparing, never to draw.
            #[must_use]
            pub fn raw(&self) -> &str {
                &self.0
            }

            /// The name as it may be shown.
            #[must_use]
            pub fn clean(&self) -> Clean {
                Clean::text(&self.0)
            }
        }
    };
}

remote_name! {
    /// The name of a supervisord process group.
    GroupName
}

remote_name! {
    /// The name of a process inside its group.
    ProcessName
}

/// One supervised program on one node: `node/group:name`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProcessId {
    /// The node it runs on.
    pub node: NodeId,
    /// Its group there.
    pub group: GroupName,
    /// Its name in the group.
    pub name: ProcessName,
}

impl ProcessId {
    /// Joins the three parts.
    #[must_use]
    pub fn new(node: &NodeId, group: &str, name: &str) -> Self {
        Self {
            node: node.clone(),
            group: GroupName::new(group),
            name: ProcessName::new(name),
        }
    }

    /// What supervisord calls it, always `group:name` (`PROTOCOL` 2.4): for the wire.
    #[must_use]
    pub fn namespec(&self) -> String {
        format!("{}:{}", self.group.raw(), self.name.raw())
    }

    /// What people call it: `name` where the group is its own, else `group:name`.
    #[must_use]
    pub fn label(&self) -> Clean {
        if self.group.raw() == self.name.raw() {
            self.name.clean()
        } else {
            Clean::text(&self.namespec())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_without_a_group_is_called_by_its_name_alone() {
        let node = NodeId::new("n1");
        let alone = ProcessId::new(&node, "cron", "cron");
        let grouped = ProcessId::new(&node, "api", "web_00");
        assert_eq!(alone.label().as_str(), "cron");
        assert_eq!(alone.namespec(), "cron:cron");
        assert_eq!(grouped.label().as_str(), "api:web_00");
    }

    #[test]
    fn what_is_shown_is_clean_and_what_is_sent_is_raw() {
        let id = ProcessId::new(&NodeId::new("n1"), "a\x1b[2J", "b");
        assert_eq!(id.label().as_str(), "a\\x1b[2J:b");
        assert_eq!(id.namespec(), "a\x1b[2J:b");
    }

    #[test]
    fn processes_sort_by_node_group_and_name() {
        let id = |node, group, name| ProcessId::new(&NodeId::new(node), group, name);
        let mut all = [
            id("b", "a", "a"),
            id("a", "b", "a"),
            id("a", "a", "b"),
            id("a", "a", "a"),
        ];
        all.sort();
        assert_eq!(
            all,
            [
                id("a", "a", "a"),
                id("a", "a", "b"),
                id("a", "b", "a"),
                id("b", "a", "a")
            ]
        );
    }
}
