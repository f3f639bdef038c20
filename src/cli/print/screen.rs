//! How wide and how colourful the output may be.

use std::collections::BTreeMap;

use console::{Style, Term};

use crate::cli::args::Color;
use crate::cli::call::Call;
use crate::config::{self, Config, RoleStyle};
use crate::model::Health;

/// Where results go.
#[derive(Clone, Debug)]
pub struct Screen {
    /// Columns of the terminal; none in a pipe, where nothing is cut.
    pub width: Option<usize>,
    /// The colours.
    pub palette: Palette,
    /// What stands for what was cut.
    pub ellipsis: &'static str,
}

/// The styles by what they are for; none where there is no colour.
#[derive(Clone, Debug, Default)]
pub struct Palette(BTreeMap<String, Style>);

impl Screen {
    /// Standard output, as the command line, the config and the terminal have it.
    pub fn of(call: &Call<'_>, config: &Config) -> Self {
        let terminal = Term::stdout();
        let is_terminal = terminal.is_term();
        let coloured = is_terminal && call.arguments.color == Color::Auto && wants_colour();
        let size = terminal.size_checked().filter(|_| is_terminal);
        Self {
            width: size.map(|(_, columns)| usize::from(columns).max(1)),
            palette: if coloured {
                Palette::of(config)
            } else {
                Palette::default()
            },
            ellipsis: if call.arguments.ascii || config.theme.ascii == Some(true) {
                "~"
            } else {
                "…"
            },
        }
    }
}

impl Palette {
    /// The colours of the config's theme.
    fn of(config: &Config) -> Self {
        let shipped = config::theme(&config.theme.name).unwrap_or_default();
        let roles = shipped.iter().chain(&config.theme.roles);
        let style = |role: &RoleStyle| (role.role.clone(), style(&role.style));
        Self(roles.map(style).collect())
    }

    /// A text in the style of a role of the theme.
    #[must_use]
    pub fn paint(&self, role: &str, text: &str) -> String {
        match self.0.get(role) {
            Some(style) => style.apply_to(text).to_string(),
            None => text.to_owned(),
        }
    }

    /// A text in the style of a health.
    #[must_use]
    pub fn health(&self, health: Health, text: &str) -> String {
        let role = match health {
            Health::Fatal => "fatal",
            Health::Backoff => "backoff",
            Health::ExitedBadly => "exited_badly",
            Health::Unknown | Health::NoData => "nodata",
            Health::Stopping => "stopping",
            Health::Starting => "starting",
            Health::Stopped => "stopped",
            Health::Exited => "exited",
            Health::Running => "running",
        };
        self.paint(role, text)
    }
}

/// Whether the environment lets a terminal have colours: `NO_COLOR` and `CLICOLOR` may forbid them.
#[must_use]
pub fn wants_colour() -> bool {
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let unwanted = std::env::var("CLICOLOR").is_ok_and(|value| value == "0");
    !forbidden && !unwanted
}

/// A style as theme files write it: `red bold`. The config has checked the words.
fn style(text: &str) -> Style {
    let words = text.split_whitespace().map(|word| match word {
        "gray" => "white".to_owned(),
        "dark-gray" => "black.bright".to_owned(),
        "white" => "white.bright".to_owned(),
        "underline" => "underlined".to_owned(),
        other => match other.strip_prefix("light-") {
            Some(colour) => format!("{colour}.bright"),
            None => other.to_owned(),
        },
    });
    let dotted: Vec<String> = words.collect();
    Style::from_dotted_str(&dotted.join(".")).force_styling(true)
}
