//! How the console looks: the `[theme]` table and the theme files, whose styles the console reads.

use super::error::Origin;
use super::nearest::suggestion;
use super::section::Section;
use super::shipped::THEMES;
use super::source::{Located, Slip, Sources};

/// How one role is drawn, as text such as `"red bold"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleStyle {
    /// What is drawn so, such as `fatal` or `cursor`.
    pub role: String,
    /// A colour and modifiers, separated by spaces.
    pub style: String,
    /// Where it was written.
    pub origin: Origin,
}

/// How the console looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeSettings {
    /// The name of a shipped theme.
    pub name: String,
    /// Lines and ellipses in ASCII; none: as the locale says.
    pub ascii: Option<bool>,
    /// Roles drawn in another way than the theme says.
    pub roles: Vec<RoleStyle>,
}

impl Default for ThemeSettings {
    fn default() -> Self {
        Self {
            name: "default".to_owned(),
            ascii: None,
            roles: Vec::new(),
        }
    }
}

impl ThemeSettings {
    /// Takes what a file says; what it does not say stays.
    pub(super) fn read(&mut self, mut section: Section<'_>, sources: &Sources) -> Vec<Slip> {
        if let Some(name) = section.text("name") {
            self.choose(name, &mut section);
        }
        if let Some(ascii) = section.flag("ascii") {
            self.ascii = Some(ascii);
        }
        let mut slips = Vec::new();
        if let Some(roles) = section.section("roles") {
            let (roles, wrong) = read_roles(roles, sources);
            self.roles
                .retain(|old| roles.iter().all(|new| new.role != old.role));
            self.roles.extend(roles);
            slips = wrong;
        }
        slips.extend(section.close());
        slips
    }

    fn choose(&mut self, name: Located<String>, section: &mut Section<'_>) {
        if THEMES.iter().any(|(known, _)| *known == name.value) {
            self.name = name.value;
        } else {
            let (message, hint) = unknown(&name.value);
            section.slip(Slip::new(name.spot, message, hint));
        }
    }
}

/// What to say of a theme that is not shipped.
pub(super) fn unknown(name: &str) -> (String, String) {
    let known = THEMES.map(|(name, _)| name);
    (
        format!("no theme is called {name:?}"),
        suggestion(name, &known),
    )
}

/// Reads a table of role = "style".
pub(super) fn read_roles(
    mut section: Section<'_>,
    sources: &Sources,
) -> (Vec<RoleStyle>, Vec<Slip>) {
    let mut roles = Vec::new();
    for key in section.keys() {
        if let Some(style) = section.text(key.value) {
            roles.push(RoleStyle {
                role: key.value.to_owned(),
                style: style.value,
                origin: sources.origin(style.spot),
            });
        }
    }
    (roles, section.close())
}
