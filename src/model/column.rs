//! A table is data: what a fact is called, how it is set, and what gives way when room is short.

/// One fact about a row. The console's tables and `supdeck status` show the same ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// supervisord's word for a process, ours for the rest; sorts worst first.
    State,
    /// `group:name`, or the name alone where the group is its own.
    Process,
    /// The node, by name.
    Node,
    /// The environment shown beside a node: its first.
    Environment,
    /// The group, by name.
    Group,
    /// Time in the present state, by the node's clock.
    Uptime,
    /// The pid of a live process.
    Pid,
    /// The last exit status.
    Exit,
    /// Why it is as it is.
    Note,
    /// Nodes that answer, of all.
    Nodes,
    /// How many processes.
    Processes,
    /// RUNNING.
    Running,
    /// STARTING and STOPPING.
    Moving,
    /// BACKOFF.
    Flapping,
    /// What wants somebody to look.
    Bad,
    /// STOPPED, and EXITED as expected.
    Stopped,
    /// Last known only: the node gives no data.
    NoData,
    /// When the node last gave a good answer.
    LastOk,
    /// When it will be asked again.
    Retry,
    /// How long its last good answer took.
    Rtt,
    /// supervisord's version.
    Version,
    /// What is wrong, in words.
    Problem,
    /// Where a group runs: `prod 22/24  stage 2/2`.
    Spread,
    /// When something last changed.
    LastChange,
}

/// The side a column is set against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// Texts.
    Left,
    /// Numbers and durations.
    Right,
}

/// Everything fixed about one column.
struct Style {
    title: &'static str,
    name: &'static str,
    align: Align,
    /// Fewest and most columns of the terminal that it makes use of.
    widths: (u16, u16),
}

impl Column {
    /// The columns of processes, in order.
    pub const OF_PROCESSES: [Self; 9] = [
        Self::State,
        Self::Process,
        Self::Node,
        Self::Environment,
        Self::Uptime,
        Self::Pid,
        Self::Exit,
        Self::Note,
        Self::Group,
    ];

    /// The columns of nodes, in order.
    pub const OF_NODES: [Self; 10] = [
        Self::State,
        Self::Node,
        Self::Environment,
        Self::Processes,
        Self::Bad,
        Self::LastOk,
        Self::Retry,
        Self::Rtt,
        Self::Version,
        Self::Problem,
    ];

    /// The columns of environments, in order; the counts add up to [`Self::Processes`].
    pub const OF_ENVIRONMENTS: [Self; 10] = [
        Self::Environment,
        Self::Nodes,
        Self::Processes,
        Self::Running,
        Self::Flapping,
        Self::Bad,
        Self::Stopped,
        Self::Moving,
        Self::NoData,
        Self::LastChange,
    ];

    /// The columns of groups, in order; the counts add up to [`Self::Processes`].
    pub const OF_GROUPS: [Self; 11] = [
        Self::State,
        Self::Group,
        Self::Processes,
        Self::Running,
        Self::Flapping,
        Self::Bad,
        Self::Stopped,
        Self::Moving,
        Self::NoData,
        Self::Spread,
        Self::Problem,
    ];

    /// Every column.
    pub const ALL: [Self; 24] = [
        Self::State,
        Self::Process,
        Self::Node,
        Self::Environment,
        Self::Group,
        Self::Uptime,
        Self::Pid,
        Self::Exit,
        Self::Note,
        Self::Nodes,
        Self::Processes,
        Self::Running,
        Self::Moving,
        Self::Flapping,
        Self::Bad,
        Self::Stopped,
        Self::NoData,
        Self::LastOk,
        Self::Retry,
        Self::Rtt,
        Self::Version,
        Self::Problem,
        Self::Spread,
        Self::LastChange,
    ];

    /// The column of that name, as [`Self::name`] gives it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// What stands above it.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.style().title
    }

    /// What it is called in the config, in `:sort` and in `--columns`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.style().name
    }

    /// The side it is set against.
    #[must_use]
    pub fn align(self) -> Align {
        self.style().align
    }

    /// The least width, in terminal columns, in which it says anything.
    #[must_use]
    pub fn minimum_width(self) -> u16 {
        self.style().widths.0
    }

    /// The width, in terminal columns, beyond which it is cut; `u16::MAX` takes all that is left.
    #[must_use]
    pub fn maximum_width(self) -> u16 {
        self.style().widths.1
    }

    /// Its turn to give way where room is short, 0 first; none for what always stays.
    #[must_use]
    pub fn drop_rank(self) -> Option<u8> {
        match self {
            Self::Version | Self::Group | Self::Moving => Some(0),
            Self::Rtt | Self::Exit | Self::LastChange => Some(1),
            Self::Note | Self::Spread => Some(2),
            Self::Pid | Self::Stopped => Some(3),
            Self::Uptime | Self::Retry => Some(4),
            Self::Environment | Self::LastOk => Some(5),
            Self::State
            | Self::Process
            | Self::Node
            | Self::Nodes
            | Self::Processes
            | Self::Running
            | Self::Flapping
            | Self::Bad
            | Self::NoData
            | Self::Problem => None,
        }
    }

    /// The screen width from which it is shown at all.
    #[must_use]
    pub fn least_screen(self) -> u16 {
        match self {
            Self::Exit | Self::Rtt | Self::Moving => 100,
            Self::Version | Self::Group => 140,
            Self::State
            | Self::Process
            | Self::Node
            | Self::Environment
            | Self::Uptime
            | Self::Pid
            | Self::Note
            | Self::Nodes
            | Self::Processes
            | Self::Running
            | Self::Flapping
            | Self::Bad
            | Self::Stopped
            | Self::NoData
            | Self::LastOk
            | Self::Retry
            | Self::Problem
            | Self::Spread
            | Self::LastChange => 0,
        }
    }

    fn style(self) -> Style {
        use Align::{Left, Right};
        let (title, name, align, widths) = match self {
            Self::State => ("STATE", "state", Left, (8, 9)),
            Self::Process => ("PROCESS", "process", Left, (12, 40)),
            Self::Node => ("NODE", "node", Left, (6, 24)),
            Self::Environment => ("ENV", "env", Left, (4, 14)),
            Self::Group => ("GROUP", "group", Left, (8, 32)),
            Self::Uptime => ("UPTIME", "uptime", Right, (6, 7)),
            Self::Pid => ("PID", "pid", Right, (5, 7)),
            Self::Exit => ("EXIT", "exit", Right, (4, 4)),
            Self::Note => ("NOTE", "note", Left, (8, u16::MAX)),
            Self::Nodes => ("NODES", "nodes", Right, (5, 9)),
            Self::Processes => ("PROCS", "procs", Right, (5, 7)),
            Self::Running => ("RUN", "run", Right, (5, 7)),
            Self::Moving => ("MOVE", "move", Right, (4, 7)),
            Self::Flapping => ("FLAP", "flap", Right, (4, 7)),
            Self::Bad => ("BAD", "bad", Right, (3, 7)),
            Self::Stopped => ("STOP", "stop", Right, (4, 7)),
            Self::NoData => ("NODATA", "nodata", Right, (6, 7)),
            Self::LastOk => ("LAST OK", "last_ok", Left, (8, 12)),
            Self::Retry => ("RETRY", "retry", Left, (6, 9)),
            Self::Rtt => ("RTT", "rtt", Right, (5, 7)),
            Self::Version => ("VERSION", "version", Left, (7, 12)),
            Self::Problem => ("PROBLEM", "problem", Left, (12, u16::MAX)),
            Self::Spread => ("WHERE", "where", Left, (12, u16::MAX)),
            Self::LastChange => ("LAST", "last", Left, (8, 12)),
        };
        Style {
            title,
            name,
            align,
            widths,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_column_is_found_by_its_own_name() {
        let names: HashSet<_> = Column::ALL.map(Column::name).into();
        assert_eq!(names.len(), Column::ALL.len());
        for column in Column::ALL {
            assert_eq!(Column::named(column.name()), Some(column));
            assert!(column.minimum_width() <= column.maximum_width());
            assert!(usize::from(column.minimum_width()) >= column.title().len().min(8));
        }
        assert_eq!(Column::named("STATE"), None);
    }

    #[test]
    fn process_columns_give_way_in_the_agreed_order() {
        let mut dropped: Vec<_> = Column::OF_PROCESSES
            .into_iter()
            .filter(|column| column.least_screen() == 0 && column.drop_rank().is_some())
            .collect();
        dropped.sort_by_key(|column| column.drop_rank());
        assert_eq!(
            dropped,
            [
                Column::Note,
                Column::Pid,
                Column::Uptime,
                Column::Environment
            ]
        );
    }
}
