//! What a frame is made from: the state, and how it is to look.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::model::Health;
use crate::tui::command::Command;
use crate::tui::depth::Depth;
use crate::tui::keymap::Keymap;
use crate::tui::state::{Listing, State};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::{Canvas, Frame, Glyphs, Rule, clip};

/// How everything is to look.
#[derive(Clone, Debug)]
pub struct Look {
    /// The styles.
    pub theme: Theme,
    /// The keys, for hints and help.
    pub keymap: Keymap,
    /// The signs.
    pub glyphs: Glyphs,
    /// How many colours logs may have.
    pub depth: Depth,
}

/// What a frame is made from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// What is shown.
    pub state: &'a State,
    /// How.
    pub look: &'a Look,
}

impl Scene<'_> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.look.theme.style(role)
    }

    /// A text in the style of a role.
    pub fn span<'t>(&self, role: Role, text: impl Into<std::borrow::Cow<'t, str>>) -> Span<'t> {
        Span::styled(text, self.style(role))
    }

    /// A title in a rule or a box.
    pub fn title<'t>(&self, text: impl Into<std::borrow::Cow<'t, str>>) -> Span<'t> {
        self.span(Role::Title, text)
    }

    /// A glyph in the colour of a health.
    pub fn glyph(&self, health: Health) -> Span<'static> {
        self.span(Role::of(health), health.glyph().to_string())
    }

    /// A text cut to so many columns.
    pub fn clip(&self, text: &str, width: usize) -> String {
        clip(text, width, self.look.glyphs.ellipsis())
    }

    /// The key of a command as it is shown; a question mark where it has none.
    pub fn key(&self, command: Command) -> String {
        self.look
            .keymap
            .hint(command)
            .unwrap_or_else(|| format!(":{}", command.name()))
    }

    /// A key and what it does.
    pub fn hint(&self, command: Command, does: &str) -> Vec<Span<'static>> {
        self.keys(&self.key(command), does)
    }

    /// Keys as they are written, and what they do.
    pub fn keys(&self, keys: &str, does: &str) -> Vec<Span<'static>> {
        vec![
            self.span(Role::Key, keys.to_owned()),
            self.span(Role::Hint, format!(" {does}")),
        ]
    }

    /// Draws a rule into the first row of an area.
    pub fn rule(&self, rule: Rule<'_>, area: Rect, canvas: &mut Canvas<'_>) {
        let line = rule.line(area.width, self.look.glyphs, self.style(Role::Rule));
        canvas.line(area, 0, &line);
    }

    /// How boxes are drawn.
    pub fn frame(&self) -> Frame {
        Frame {
            style: self.style(Role::Rule),
            glyphs: self.look.glyphs,
        }
    }

    /// Whether a table has the cursor: dialogs on top do not take it away.
    pub fn has_cursor(&self, listing: &Listing) -> bool {
        std::ptr::eq(listing, self.state.listing())
    }

    /// Whether the log pane has the keys.
    pub fn log_has_focus(&self) -> bool {
        self.state.log.as_ref().is_some_and(|log| log.focused)
    }
}

/// Parts of a line, well apart.
pub fn joined<'a>(parts: impl IntoIterator<Item = Vec<Span<'a>>>) -> Line<'a> {
    let mut spans: Vec<Span<'a>> = Vec::new();
    for part in parts {
        if !spans.is_empty() {
            spans.push(Span::raw("   "));
        }
        spans.extend(part);
    }
    Line::from(spans)
}
