//! Which colour a thing has: roles, and the styles a theme file gives them.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use thiserror::Error;

use crate::model::Health;

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident $name:literal;)*) => {
        /// What is drawn, as a theme names it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $($(#[$doc])* $variant,)*
        }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in a theme file.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

roles! {
    /// A process that runs.
    Running "running";
    /// A process that is being started.
    Starting "starting";
    /// A process that is being stopped.
    Stopping "stopping";
    /// A process that dies and is started again.
    Backoff "backoff";
    /// A process that was stopped.
    Stopped "stopped";
    /// A process that ended as expected.
    Exited "exited";
    /// A process that ended with a code nobody expected.
    ExitedBadly "exited_badly";
    /// A process that supervisord gave up on.
    Fatal "fatal";
    /// A node that gives no data, and what was last known of it.
    NoData "nodata";
    /// A node that refuses us.
    Auth "auth";
    /// The current row.
    Cursor "cursor";
    /// A marked row.
    Mark "mark";
    /// Titles and column heads.
    Title "title";
    /// Lines and boxes.
    Rule "rule";
    /// A key that can be pressed.
    Key "key";
    /// What a key does.
    Hint "hint";
    /// Good news.
    Message "message";
    /// Bad news.
    Error "error";
    /// Standard output.
    Stdout "stdout";
    /// Standard error.
    Stderr "stderr";
    /// Something that happened to a log.
    LogMark "log_mark";
    /// A line that says it is about a fault.
    LineError "line_error";
    /// A line that says it warns.
    LineWarning "line_warning";
    /// What a search found.
    Match "match";
    /// A protected environment.
    Protected "protected";
}

impl Role {
    /// The role of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// The role of a process that is doing so.
    #[must_use]
    pub fn of(health: Health) -> Self {
        match health {
            Health::Fatal => Self::Fatal,
            Health::Backoff => Self::Backoff,
            Health::ExitedBadly => Self::ExitedBadly,
            Health::Unknown | Health::NoData => Self::NoData,
            Health::Stopping => Self::Stopping,
            Health::Starting => Self::Starting,
            Health::Stopped => Self::Stopped,
            Health::Exited => Self::Exited,
            Health::Running => Self::Running,
        }
    }
}

/// What is wrong with a theme.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ThemeError {
    /// No role is called so.
    #[error("no role is called {name:?}{}", nearest.map(|n| format!("; did you mean {n:?}?")).unwrap_or_default())]
    UnknownRole {
        /// As written.
        name: String,
        /// The nearest there is.
        nearest: Option<&'static str>,
    },
    /// A word of a style is neither a colour nor a modifier.
    #[error(
        "{role}: {word:?} is neither a colour nor a modifier; styles are written like \"red bold\""
    )]
    UnknownWord {
        /// The role it is written for.
        role: &'static str,
        /// The word.
        word: String,
    },
    /// The file is not TOML, or not one text a role.
    #[error("{0}")]
    Broken(String),
}

/// The styles of all roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: Vec<Style>,
}

impl Theme {
    /// A theme in which nothing has a style, to be filled in with [`Self::set`].
    #[must_use]
    pub fn plain() -> Self {
        Self {
            styles: vec![Style::new(); Role::ALL.len()],
        }
    }

    /// Reads a theme file: one `role = "colour modifiers"` a line.
    ///
    /// # Errors
    ///
    /// Returns every mistake in it.
    pub fn parse(text: &str) -> Result<Self, Vec<ThemeError>> {
        let broken = |error: toml::de::Error| vec![ThemeError::Broken(error.to_string())];
        let written: BTreeMap<String, String> = toml::from_str(text).map_err(broken)?;
        let mut theme = Self::plain();
        let mistakes: Vec<ThemeError> = written
            .iter()
            .filter_map(|(role, style)| theme.set(role, style).err())
            .collect();
        if mistakes.is_empty() {
            Ok(theme)
        } else {
            Err(mistakes)
        }
    }

    /// Gives a role another style.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the role's name or with the style.
    pub fn set(&mut self, role: &str, style: &str) -> Result<(), ThemeError> {
        let known = Role::named(role).ok_or_else(|| ThemeError::UnknownRole {
            name: role.to_owned(),
            nearest: nearest(role),
        })?;
        let mut parsed = Style::new();
        for word in style.split_whitespace() {
            parsed = extend(parsed, word).ok_or_else(|| ThemeError::UnknownWord {
                role: known.name(),
                word: word.to_owned(),
            })?;
        }
        self.styles[known as usize] = parsed;
        Ok(())
    }

    /// Whether anything in it has a colour.
    #[must_use]
    pub fn has_colour(&self) -> bool {
        let colours = self.styles.iter().filter_map(|style| style.fg);
        colours.into_iter().any(|colour| colour != Color::Reset)
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

/// A style with one word more: the first colour is the text's, and no background is ever set.
fn extend(style: Style, word: &str) -> Option<Style> {
    let modifier = match word {
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "underline" => Modifier::UNDERLINED,
        "reverse" => Modifier::REVERSED,
        _ => return Some(style.fg(color(word)?)),
    };
    Some(style.add_modifier(modifier))
}

/// The 16 colours a terminal gives names to, and its own.
fn color(word: &str) -> Option<Color> {
    Some(match word {
        "reset" => Color::Reset,
        "black" => Color::Black,
        "red" => Color::Red,
        "green" => Color::Green,
        "yellow" => Color::Yellow,
        "blue" => Color::Blue,
        "magenta" => Color::Magenta,
        "cyan" => Color::Cyan,
        "gray" => Color::Gray,
        "dark-gray" => Color::DarkGray,
        "light-red" => Color::LightRed,
        "light-green" => Color::LightGreen,
        "light-yellow" => Color::LightYellow,
        "light-blue" => Color::LightBlue,
        "light-magenta" => Color::LightMagenta,
        "light-cyan" => Color::LightCyan,
        "white" => Color::White,
        _ => return None,
    })
}

/// The role whose name differs least, if it differs little.
fn nearest(name: &str) -> Option<&'static str> {
    let distance = |role: &Role| strsim::damerau_levenshtein(name, role.name());
    let near = Role::ALL.iter().min_by_key(|role| distance(role))?;
    (distance(near) <= 3).then(|| near.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: [(&str, &str); 4] = [
        ("default", include_str!("../../config/themes/default.toml")),
        ("light", include_str!("../../config/themes/light.toml")),
        ("mono", include_str!("../../config/themes/mono.toml")),
        (
            "blue-orange",
            include_str!("../../config/themes/blue-orange.toml"),
        ),
    ];

    #[test]
    fn the_shipped_themes_give_every_role_a_style_the_terminal_can_show() {
        for (name, text) in SHIPPED {
            let written: BTreeMap<String, String> = toml::from_str(text).unwrap();
            let theme = Theme::parse(text).unwrap();
            for role in Role::ALL {
                assert!(
                    written.contains_key(role.name()),
                    "{name} lacks {}",
                    role.name()
                );
                let style = theme.style(*role);
                assert_eq!(style.bg, None, "{name}: {}", role.name());
                // Slots 7 and 15 vanish on light backgrounds.
                assert!(
                    !matches!(style.fg, Some(Color::White | Color::Gray)),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn the_theme_without_colour_has_none() {
        let theme = Theme::parse(SHIPPED[2].1).unwrap();
        for role in Role::ALL {
            assert!(matches!(theme.style(*role).fg, None | Some(Color::Reset)));
        }
        assert!(!theme.has_colour());
        assert!(Theme::parse(SHIPPED[0].1).unwrap().has_colour());
    }

    #[test]
    fn mistakes_name_the_role_and_the_word() {
        let mistakes = Theme::parse("fatl = \"red\"\nmark = \"pink bold\"").unwrap_err();
        let texts: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts[0],
            "no role is called \"fatl\"; did you mean \"fatal\"?"
        );
        assert!(texts[1].starts_with("mark: \"pink\" is neither"));
    }
}
