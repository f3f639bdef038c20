//! One table: which rows, in which order, and where the cursor stands, all by identity.

use std::collections::BTreeSet;

use crate::model::{
    Column, EnvironmentName, GroupName, NodeId, Order, ProcessId, Roster, Selector,
};

/// What kind of rows a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKind {
    /// Processes and nodes that need somebody, worst first.
    Attention,
    /// Processes.
    Process,
    /// Nodes.
    Node,
    /// Environments.
    Environment,
    /// Groups.
    Group,
}

/// What a row is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowId {
    /// A process.
    Process(ProcessId),
    /// A node.
    Node(NodeId),
    /// An environment; none for the nodes that are in no environment.
    Environment(Option<EnvironmentName>),
    /// A group, wherever it is.
    Group(GroupName),
}

/// The part of the fleet a table is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Everything,
    /// One environment; none for the nodes that are in no environment.
    Environment(Option<EnvironmentName>),
    /// These nodes.
    Nodes(Vec<NodeId>),
    /// A group, everywhere or in one environment.
    Group {
        /// Which.
        group: GroupName,
        /// Where.
        within: Option<EnvironmentName>,
    },
}

impl Scope {
    /// Whether a process lies in it.
    #[must_use]
    pub fn has(&self, id: &ProcessId, roster: &Roster) -> bool {
        let of_group = match self {
            Self::Group { group, .. } => id.group == *group,
            Self::Everything | Self::Environment(_) | Self::Nodes(_) => true,
        };
        of_group && self.has_node(&id.node, roster)
    }

    /// Whether a node lies in it, or may have processes that do.
    #[must_use]
    pub fn has_node(&self, id: &NodeId, roster: &Roster) -> bool {
        let names = roster.environment_names(id);
        match self {
            Self::Everything => true,
            Self::Environment(None) => names.is_empty(),
            Self::Environment(Some(name)) => names.contains(name),
            Self::Nodes(nodes) => nodes.contains(id),
            Self::Group { within, .. } => within.as_ref().is_none_or(|name| names.contains(name)),
        }
    }
}

/// What hides rows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// As typed.
    pub text: String,
    /// As last understood.
    pub selector: Option<Selector>,
    /// Why the text is not understood, while it is not.
    pub error: Option<String>,
}

/// A range of marks: from its begin to the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Where it began.
    pub begin: RowId,
    /// What it marked: given back where the cursor leaves it again.
    pub taken: BTreeSet<RowId>,
}

/// One table.
#[derive(Clone, Debug)]
pub struct Listing {
    /// What kind of rows.
    pub kind: RowKind,
    /// Of which part of the fleet.
    pub scope: Scope,
    /// What hides rows.
    pub filter: Filter,
    /// Show only marked rows.
    pub only_marked: bool,
    /// By which column; none for the kind's own order, worst first.
    pub sort: Option<Column>,
    /// Which way.
    pub direction: Order,
    /// The rows shown, in order.
    pub order: Vec<RowId>,
    /// How many there are without the filter.
    pub total: usize,
    /// The current row.
    pub cursor: Option<RowId>,
    /// Where it stands in `order`.
    pub index: usize,
    /// Whether the user has put it there.
    pub placed: bool,
    /// The first row on screen.
    pub top: usize,
    /// Columns scrolled sideways; in the group table the environment column chosen.
    pub shift: usize,
    /// The range of marks that is being drawn.
    pub range: Option<Range>,
}

impl Listing {
    /// A table nothing was sorted into yet.
    #[must_use]
    pub fn new(kind: RowKind, scope: Scope) -> Self {
        Self {
            kind,
            scope,
            filter: Filter::default(),
            only_marked: false,
            sort: None,
            direction: Order::Up,
            order: Vec::new(),
            total: 0,
            cursor: None,
            index: 0,
            placed: false,
            top: 0,
            shift: 0,
            range: None,
        }
    }

    /// The rows on a screen that has room for so many.
    #[must_use]
    pub fn window(&self, rows: usize) -> &[RowId] {
        let end = (self.top + rows).min(self.order.len());
        &self.order[self.top.min(end)..end]
    }
}
