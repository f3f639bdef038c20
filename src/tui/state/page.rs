//! Tabs and the pages one drills down through.

use crate::model::{EnvironmentName, GroupName, NodeId};

use super::listing::{Listing, RowKind, Scope};

/// The five tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tab {
    /// What needs attention.
    Dashboard,
    /// Every node.
    Nodes,
    /// Every environment.
    Environments,
    /// Every group.
    Groups,
    /// Every process.
    Processes,
}

impl Tab {
    /// All five, in order.
    pub const ALL: [Self; 5] = [
        Self::Dashboard,
        Self::Nodes,
        Self::Environments,
        Self::Groups,
        Self::Processes,
    ];

    /// Its name where there is room.
    #[must_use]
    pub fn long_name(self) -> &'static str {
        match self {
            Self::Dashboard => "Dashboard",
            Self::Nodes => "Nodes",
            Self::Environments => "Environments",
            Self::Groups => "Groups",
            Self::Processes => "All processes",
        }
    }

    /// Its name where there is little room.
    #[must_use]
    pub fn short_name(self) -> &'static str {
        match self {
            Self::Dashboard => "Dash",
            Self::Nodes => "Nodes",
            Self::Environments => "Envs",
            Self::Groups => "Groups",
            Self::Processes => "Procs",
        }
    }
}

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// The dashboard; its listing is what needs attention.
    Dashboard,
    /// A plain table.
    Table,
    /// One environment: its nodes above, its processes below.
    Environment(Option<EnvironmentName>),
    /// One group, in the environments chosen.
    Group(GroupName),
    /// One node: facts, processes, why.
    Node(NodeId),
}

/// A page: one or two listings, one of them in focus.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it is about.
    pub kind: PageKind,
    /// Its tables, top to bottom; never empty.
    pub listings: Vec<Listing>,
    /// Which of them has the cursor.
    pub focus: usize,
    /// Rows that are scrolled off its top; only the dashboard is ever taller than its room.
    pub scroll: usize,
}

impl Page {
    /// The first page of a tab.
    #[must_use]
    pub fn of(tab: Tab) -> Self {
        let (kind, rows) = match tab {
            Tab::Dashboard => (PageKind::Dashboard, RowKind::Attention),
            Tab::Nodes => (PageKind::Table, RowKind::Node),
            Tab::Environments => (PageKind::Table, RowKind::Environment),
            Tab::Groups => (PageKind::Table, RowKind::Group),
            Tab::Processes => (PageKind::Table, RowKind::Process),
        };
        Self {
            kind,
            listings: vec![Listing::new(rows, Scope::Everything)],
            focus: 0,
            scroll: 0,
        }
    }

    /// The page of one node.
    #[must_use]
    pub fn node(id: &NodeId) -> Self {
        let scope = Scope::Nodes(vec![id.clone()]);
        let listings = vec![Listing::new(RowKind::Process, scope)];
        Self {
            kind: PageKind::Node(id.clone()),
            listings,
            focus: 0,
            scroll: 0,
        }
    }

    /// The processes of some nodes.
    #[must_use]
    pub fn nodes(ids: Vec<NodeId>) -> Self {
        let listings = vec![Listing::new(RowKind::Process, Scope::Nodes(ids))];
        Self {
            kind: PageKind::Table,
            listings,
            focus: 0,
            scroll: 0,
        }
    }

    /// The page of one environment.
    #[must_use]
    pub fn environment(name: Option<&EnvironmentName>) -> Self {
        let scope = Scope::Environment(name.cloned());
        let listings = vec![
            Listing::new(RowKind::Node, scope.clone()),
            Listing::new(RowKind::Process, scope),
        ];
        Self {
            kind: PageKind::Environment(name.cloned()),
            listings,
            focus: 0,
            scroll: 0,
        }
    }

    /// The page of one group, everywhere or in one environment.
    #[must_use]
    pub fn group(name: &GroupName, within: Option<&EnvironmentName>) -> Self {
        let scope = Scope::Group {
            group: name.clone(),
            within: within.cloned(),
        };
        let listings = vec![Listing::new(RowKind::Process, scope)];
        Self {
            kind: PageKind::Group(name.clone()),
            listings,
            focus: 0,
            scroll: 0,
        }
    }

    /// The table with the cursor.
    #[must_use]
    pub fn listing(&self) -> &Listing {
        &self.listings[self.focus.min(self.listings.len() - 1)]
    }

    /// The table with the cursor, to be changed.
    pub fn listing_mut(&mut self) -> &mut Listing {
        let last = self.listings.len() - 1;
        &mut self.listings[self.focus.min(last)]
    }
}
