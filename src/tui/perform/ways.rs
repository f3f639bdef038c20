//! The ways a text can take to the clipboard here, the most promising first.

use std::fmt;

use crate::tui::terminal::Multiplexer;

/// A program that takes a text for the clipboard on its standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tool {
    /// Its name, to be found in `PATH`.
    pub program: &'static str,
    /// What it is told.
    pub arguments: &'static [&'static str],
}

const PBCOPY: Tool = Tool {
    program: "pbcopy",
    arguments: &[],
};
const WL_COPY: Tool = Tool {
    program: "wl-copy",
    arguments: &[],
};
const XCLIP: Tool = Tool {
    program: "xclip",
    arguments: &["-selection", "clipboard", "-in"],
};
const XSEL: Tool = Tool {
    program: "xsel",
    arguments: &["--clipboard", "--input"],
};
/// As it is set up by default tmux hears no sequence of ours, but asks the terminal if told to.
const TMUX: Tool = Tool {
    program: "tmux",
    arguments: &["load-buffer", "-w", "-"],
};

/// One way to the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The terminal is asked by a sequence.
    Terminal(Multiplexer),
    /// A program of this host is.
    Tool(Tool),
}

impl fmt::Display for Way {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Terminal(within) => within.fmt(formatter),
            Self::Tool(tool) => formatter.write_str(tool.program),
        }
    }
}

/// The ways there are, by what the environment says.
///
/// Over SSH the clipboard of this host is somebody else's, and its tools succeed all the same: the
/// terminal comes first there. Elsewhere the tools do, because a terminal does not tell whether it
/// took the text.
pub(super) fn ways(variable: impl Fn(&str) -> Option<String>) -> Vec<Way> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let is_set = |name: &str| set(name).is_some();
    let tools = [
        (cfg!(target_os = "macos"), PBCOPY),
        (is_set("WAYLAND_DISPLAY"), WL_COPY),
        (is_set("DISPLAY"), XCLIP),
        (is_set("DISPLAY"), XSEL),
    ];
    let of_host = tools.into_iter().filter(|(is_here, _)| *is_here);
    let of_host = of_host.map(|(_, tool)| Way::Tool(tool));
    let tmux = is_set("TMUX").then_some(Way::Tool(TMUX));
    let terminal = tmux
        .into_iter()
        .chain([Way::Terminal(Multiplexer::of(set))]);
    if is_set("SSH_TTY") || is_set("SSH_CONNECTION") {
        terminal.chain(of_host).collect()
    } else {
        of_host.chain(terminal).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(set: &[(&str, &str)]) -> String {
        let ways = ways(|name| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        });
        let words: Vec<String> = ways
            .iter()
            .filter(|way| **way != Way::Tool(PBCOPY))
            .map(ToString::to_string)
            .collect();
        words.join(", ")
    }

    #[test]
    fn over_ssh_the_terminal_comes_first() {
        let ssh = ("SSH_CONNECTION", "10.0.0.1 40000 10.0.0.2 22");
        assert_eq!(told(&[ssh]), "OSC 52");
        assert_eq!(
            told(&[ssh, ("DISPLAY", "localhost:10.0")]),
            "OSC 52, xclip, xsel"
        );
        assert_eq!(
            told(&[("SSH_TTY", "/dev/pts/1"), ("TERM", "screen")]),
            "OSC 52 through screen"
        );
        assert_eq!(
            told(&[ssh, ("TMUX", "/tmp/tmux"), ("DISPLAY", ":0")]),
            "tmux, OSC 52 through tmux, xclip, xsel"
        );
    }

    #[test]
    fn at_a_desk_its_own_tools_come_first() {
        assert_eq!(told(&[]), "OSC 52");
        assert_eq!(told(&[("DISPLAY", "")]), "OSC 52");
        assert_eq!(
            told(&[("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")]),
            "wl-copy, xclip, xsel, OSC 52"
        );
    }
}
