//! The activity log: who did what to which process and how it ended.
