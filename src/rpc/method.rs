//! The methods we may ever call: a closed list, so nothing else can be sent (`FAULTS` case 53).

/// A method of supervisord's XML-RPC interface (`PROTOCOL` 2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// All processes, as structs.
    GetAllProcessInfo,
    /// One process.
    GetProcessInfo,
    /// The program configuration, as last read by supervisord.
    GetAllConfigInfo,
    /// supervisord's version.
    GetSupervisorVersion,
    /// The identifier of this supervisord.
    GetIdentification,
    /// supervisord's own pid.
    GetPid,
    /// supervisord's own state.
    GetState,
    /// A piece of supervisord's own log.
    ReadLog,
    /// A piece of a process's standard output.
    ReadProcessStdoutLog,
    /// A piece of a process's standard error.
    ReadProcessStderrLog,
    /// End and size of a process's standard output.
    TailProcessStdoutLog,
    /// End and size of a process's standard error.
    TailProcessStderrLog,
    /// Several calls in one.
    Multicall,
    /// Start one process.
    StartProcess,
    /// Stop one process.
    StopProcess,
    /// Send a signal to one process.
    SignalProcess,
    /// Empty both logs of one process.
    ClearProcessLogs,
    /// Read the config files again. Changes what a later add would do.
    ReloadConfig,
    /// Take a group from the config into the running set.
    AddProcessGroup,
    /// Take a stopped group out of the running set.
    RemoveProcessGroup,
    /// Restart supervisord itself.
    Restart,
    /// End supervisord itself.
    Shutdown,
}

impl Method {
    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::GetAllProcessInfo => "supervisor.getAllProcessInfo",
            Self::GetProcessInfo => "supervisor.getProcessInfo",
            Self::GetAllConfigInfo => "supervisor.getAllConfigInfo",
            Self::GetSupervisorVersion => "supervisor.getSupervisorVersion",
            Self::GetIdentification => "supervisor.getIdentification",
            Self::GetPid => "supervisor.getPID",
            Self::GetState => "supervisor.getState",
            Self::ReadLog => "supervisor.readLog",
            Self::ReadProcessStdoutLog => "supervisor.readProcessStdoutLog",
            Self::ReadProcessStderrLog => "supervisor.readProcessStderrLog",
            Self::TailProcessStdoutLog => "supervisor.tailProcessStdoutLog",
            Self::TailProcessStderrLog => "supervisor.tailProcessStderrLog",
            Self::Multicall => "system.multicall",
            Self::StartProcess => "supervisor.startProcess",
            Self::StopProcess => "supervisor.stopProcess",
            Self::SignalProcess => "supervisor.signalProcess",
            Self::ClearProcessLogs => "supervisor.clearProcessLogs",
            Self::ReloadConfig => "supervisor.reloadConfig",
            Self::AddProcessGroup => "supervisor.addProcessGroup",
            Self::RemoveProcessGroup => "supervisor.removeProcessGroup",
            Self::Restart => "supervisor.restart",
            Self::Shutdown => "supervisor.shutdown",
        }
    }

    /// Whether it changes something on the node, by itself: read-only mode never sends it.
    #[must_use]
    pub fn is_mutating(self) -> bool {
        match self {
            Self::GetAllProcessInfo
            | Self::GetProcessInfo
            | Self::GetAllConfigInfo
            | Self::GetSupervisorVersion
            | Self::GetIdentification
            | Self::GetPid
            | Self::GetState
            | Self::ReadLog
            | Self::ReadProcessStdoutLog
            | Self::ReadProcessStderrLog
            | Self::TailProcessStdoutLog
            | Self::TailProcessStderrLog
            | Self::Multicall => false,
            Self::StartProcess
            | Self::StopProcess
            | Self::SignalProcess
            | Self::ClearProcessLogs
            | Self::ReloadConfig
            | Self::AddProcessGroup
            | Self::RemoveProcessGroup
            | Self::Restart
            | Self::Shutdown => true,
        }
    }

    /// Whether its answer is a piece of a log, which is capped more tightly than a list.
    #[must_use]
    pub fn reads_log(self) -> bool {
        matches!(
            self,
            Self::ReadLog
                | Self::ReadProcessStdoutLog
                | Self::ReadProcessStderrLog
                | Self::TailProcessStdoutLog
                | Self::TailProcessStderrLog
        )
    }
}
