//! Every command of the console, declared once: the config names, the help, the hints and the
//! README's key table come from this list.

/// Where a command applies, and under which heading the help shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Moving about.
    Move,
    /// Finding rows.
    Find,
    /// Choosing rows.
    Mark,
    /// Changing something remote; always asks.
    Act,
    /// Seeing more.
    Look,
    /// The log pane.
    Log,
    /// Inside a dialog.
    Dialog,
    /// The program itself.
    App,
}

impl Family {
    /// Every family, in the order of the help.
    pub const ALL: [Self; 8] = [
        Self::Move,
        Self::Find,
        Self::Mark,
        Self::Act,
        Self::Look,
        Self::Log,
        Self::Dialog,
        Self::App,
    ];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "MOVE",
            Self::Find => "FIND",
            Self::Mark => "MARK",
            Self::Act => "ACT, always asks",
            Self::Look => "LOOK",
            Self::Log => "LOG PANE",
            Self::Dialog => "DIALOGS",
            Self::App => "APP",
        }
    }

    /// Whether its keys may mean something else in another family: the log pane and dialogs have
    /// keys of their own, everything else shares one table.
    #[must_use]
    pub fn layer(self) -> Layer {
        match self {
            Self::Log => Layer::Log,
            Self::Dialog => Layer::Dialog,
            Self::Move | Self::Find | Self::Mark | Self::Act | Self::Look | Self::App => {
                Layer::Table
            }
        }
    }
}

/// Which keys are looked at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Tables, and whatever the other layers leave over.
    Table,
    /// The log pane, before the table's keys.
    Log,
    /// A dialog or menu: nothing else.
    Dialog,
}

impl Layer {
    /// Its section in `keymap.toml` and in `[keys]`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Log => "log",
            Self::Dialog => "dialog",
        }
    }
}

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident $family:ident $name:literal $help:literal;)*) => {
        /// What the user meant by a key.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $(#[doc = $help] $variant,)*
        }

        impl Command {
            /// Every command, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the config and in the palette.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it does, in a few words.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }

            /// Where it belongs.
            #[must_use]
            pub fn family(self) -> Family {
                match self { $(Self::$variant => Family::$family,)* }
            }

            /// The command of that name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|command| command.name() == name)
            }
        }
    };
}

commands! {
    Down Move "down" "one row down";
    Up Move "up" "one row up";
    Top Move "top" "first row";
    Bottom Move "bottom" "last row";
    HalfDown Move "half_down" "half a page down";
    HalfUp Move "half_up" "half a page up";
    PageDown Move "page_down" "a page down";
    PageUp Move "page_up" "a page up";
    Left Move "left" "columns to the left";
    Right Move "right" "columns to the right";
    Dashboard Move "dashboard" "tab 1, the dashboard";
    Nodes Move "nodes" "tab 2, the nodes";
    Environments Move "environments" "tab 3, the environments";
    Groups Move "groups" "tab 4, the groups";
    Processes Move "processes" "tab 5, all processes";
    NextTab Move "next_tab" "next tab";
    PreviousTab Move "previous_tab" "previous tab";
    NextPane Move "next_pane" "next pane";
    Open Move "open" "open what is under the cursor";
    Back Move "back" "one step back";
    Leave Move "leave" "one step back; twice at the top leaves supdeck";

    Filter Find "filter" "show only rows that match";
    SortMenu Find "sort" "sort by another column";
    Reverse Find "reverse" "reverse the order";

    Mark Mark "mark" "mark the row and go down";
    Range Mark "range" "mark a range, from here to there";
    MarkAll Mark "mark_all" "mark all rows shown, or unmark them";
    MarkMenu Mark "mark_menu" "mark by state, group, node ...";
    UnmarkAll Mark "unmark_all" "drop all marks";

    Restart Act "restart" "restart what is marked, or the current row";
    Start Act "start" "start it";
    Stop Act "stop" "stop it";
    Signal Act "signal" "send it a signal";
    ActionMenu Act "actions" "all actions";

    Logs Look "logs" "stdout and stderr, live";
    Details Look "details" "everything known of it";
    NodeLog Look "node_log" "supervisord's own log";
    Zoom Look "zoom" "give the log pane the whole screen, and back";
    Wider Look "wider" "more room for the log pane";
    Narrower Look "narrower" "less room for the log pane";
    Freeze Look "freeze" "hold the table still, and let it go on";
    Copy Look "copy" "copy the names";
    CopyCommands Look "copy_commands" "copy as supervisorctl commands";
    Refresh Look "refresh" "poll now";

    Follow Log "follow" "back to the newest line, and stay there";
    Wrap Log "wrap" "wrap long lines, or cut them";
    Stdout Log "stdout" "show or hide stdout";
    Stderr Log "stderr" "show or hide stderr";
    Search Log "search" "find a text or a /regex/; every line stays";
    NextHit Log "next_hit" "the next match of the search";
    PreviousHit Log "previous_hit" "the match before";
    Only Log "only" "only lines with a text or /regex/; ! negates";
    MoreContext Log "more_context" "more lines around what the filter lets pass";
    LessContext Log "less_context" "fewer lines around it";
    NextError Log "next_error" "the next line that says it is an error";
    PreviousError Log "previous_error" "the error before";
    Source Log "source" "show or hide one of several logs";
    AllSources Log "all_sources" "show all logs again";
    Solo Log "solo" "one log alone, then the next, then all";
    Times Log "times" "by arrival, by the lines' own times, no times";
    Colours Log "colours" "show colours that are in the log, or not";
    Json Log "json" "spread JSON over several rows, or not";
    ClearView Log "clear_view" "empty the view, never the log";

    CopyMenu Log "copy_menu" "copy the screen, or all that is kept";
    Save Log "save" "save to a new file, as clean text or raw bytes";
    PageOut Log "pager" "show all that is kept in $PAGER";

    Yes Dialog "yes" "do it";
    No Dialog "no" "leave it";
    How Dialog "how" "parallel or rolling";
    Also Dialog "also" "also start what is stopped";
    DropHidden Dialog "drop_hidden" "leave out what the filter hides";
    AsCommands Dialog "as_commands" "show the same as supervisorctl commands";
    Pause Dialog "pause" "pause the run, and go on";
    DropQueued Dialog "drop_queued" "drop what is queued";
    Retry Dialog "retry" "retry what failed or was lost";

    SignIn App "sign_in" "sign in to the node";
    ReadOnly App "read_only" "forbid every action, or allow them again";
    Runs App "runs" "the batches of this session";
    Journal App "journal" "the activity journal";
    DebugLog App "debug_log" "supdeck's own log";
    Palette App "palette" "type a command";
    Help App "help" "the keys that work here";
    Redraw App "redraw" "draw the screen anew";
    Suspend App "suspend" "suspend to the shell";
    Interrupt App "interrupt" "leave a prompt or dialog; never quits";
    Quit App "quit" "leave supdeck";
    NotHere App "not_here" "say which key does that";
}

impl Command {
    /// Whether it can lead to a change on a node. Such a command has no lower-case, Ctrl or Alt
    /// key unless the user binds one by hand.
    #[must_use]
    pub fn acts(self) -> bool {
        self.family() == Family::Act && self != Self::ActionMenu
    }
}
