//! A console without a terminal: keys in, pictures out, through the same code as the real one.

use std::collections::BTreeMap;

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use jiff::SignedDuration;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Style;
use supdeck::engine::Event;
use supdeck::tui::depth::Depth;
use supdeck::tui::effect::Effect;
use supdeck::tui::input;
use supdeck::tui::keymap::Keymap;
use supdeck::tui::msg::{Done, Msg};
use supdeck::tui::state::State;
use supdeck::tui::theme::Theme;
use supdeck::tui::update::{settle, update};
use supdeck::tui::view::{Glyphs, Look, draw};

use super::svg;

/// The sizes every screen is tested at.
pub const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 50)];

/// A console without a terminal.
pub struct Screen {
    pub state: State,
    pub look: Look,
    pub effects: Vec<Effect>,
    terminal: Terminal<TestBackend>,
}

/// A shipped theme.
pub fn theme(name: &str) -> Theme {
    let path = format!("{}/config/themes/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    Theme::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

impl Screen {
    /// A console in this state, in 80 columns and 24 rows.
    pub fn new(state: State) -> Self {
        let look = Look {
            theme: theme("default"),
            keymap: Keymap::new([]).unwrap(),
            glyphs: Glyphs::Unicode,
            depth: Depth::Table,
        };
        let terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let mut screen = Self {
            state,
            look,
            effects: Vec::new(),
            terminal,
        };
        screen.paint();
        screen
    }

    /// The same on a terminal of another size.
    pub fn at(mut self, (columns, rows): (u16, u16)) -> Self {
        self.terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        self.paint();
        self
    }

    /// One frame on a terminal of another size.
    pub fn resize(&mut self, (columns, rows): (u16, u16)) {
        self.terminal.backend_mut().resize(columns, rows);
        self.frame();
    }

    /// The same in another theme.
    pub fn themed(mut self, name: &str) -> Self {
        self.look.theme = theme(name);
        if !self.look.theme.has_colour() {
            self.look.depth = Depth::None;
        }
        self
    }

    /// The same in ASCII.
    pub fn ascii(mut self) -> Self {
        self.look.glyphs = Glyphs::Ascii;
        self
    }

    /// Presses keys by their names, separated by blanks; after each the screen is painted.
    pub fn press(mut self, keys: &str) -> Self {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            self.key(event(key));
        }
        self
    }

    /// Types text, letter by letter.
    pub fn type_in(mut self, text: &str) -> Self {
        for letter in text.chars() {
            self.key(KeyEvent::from(KeyCode::Char(letter)));
        }
        self
    }

    /// Lets time go by.
    pub fn wait(mut self, milliseconds: i64) -> Self {
        let now = self.state.now + SignedDuration::from_millis(milliseconds);
        update(&mut self.state, Msg::Tick(now));
        self.paint();
        self
    }

    /// Lets the engine tell something.
    pub fn told(mut self, events: impl IntoIterator<Item = Event>) -> Self {
        for event in events {
            self.fold(Msg::Engine(event));
        }
        self.paint();
        self
    }

    /// The screen as text, without the blanks at the ends of rows.
    pub fn see(&mut self) -> String {
        self.paint();
        let rows = text(self.terminal.backend().buffer());
        rows.join("\n") + "\n"
    }

    /// The screen as styles: a letter for each, and what the letters mean.
    pub fn see_styles(&mut self) -> String {
        self.paint();
        let buffer = self.terminal.backend().buffer();
        let mut names: BTreeMap<String, char> = BTreeMap::new();
        let mut rows = Vec::new();
        for row in buffer.area.rows() {
            let letters: String = row
                .columns()
                .map(|place| {
                    let name = describe(buffer[(place.x, place.y)].style());
                    if name.is_empty() {
                        return ' ';
                    }
                    let next = char::from(b'a' + u8::try_from(names.len()).unwrap());
                    *names.entry(name).or_insert(next)
                })
                .collect();
            rows.push(letters.trim_end().to_owned());
        }
        let legend = names
            .iter()
            .map(|(name, letter)| format!("{letter} = {name}"));
        rows.extend(legend);
        rows.join("\n") + "\n"
    }

    /// The screen as a picture.
    pub fn picture(&mut self, ground: svg::Ground) -> String {
        self.paint();
        svg::draw(self.terminal.backend().buffer(), ground)
    }

    fn key(&mut self, key: KeyEvent) {
        let event = TerminalEvent::Key(key);
        if let Some(msg) = input::read(event, self.state.focus(), &self.look.keymap) {
            self.fold(msg);
        }
        self.paint();
    }

    /// Folds a message in; lines are looked through at once.
    fn fold(&mut self, msg: Msg) {
        for effect in update(&mut self.state, msg) {
            match effect {
                Effect::Sift(job) => self.fold(Msg::Performed(Done::Sifted(job.sift()))),
                other => self.effects.push(other),
            }
        }
    }

    /// Paints until the layout has settled, as the loop does over a few frames.
    fn paint(&mut self) {
        for _ in 0..2 {
            self.frame();
        }
    }

    fn frame(&mut self) {
        settle(&mut self.state);
        let mut seen = None;
        self.terminal
            .draw(|frame| seen = Some(draw(&self.state, &self.look, frame)))
            .unwrap();
        update(&mut self.state, Msg::Drawn(seen.unwrap()));
    }
}

/// The rows of a buffer as text.
pub fn text(buffer: &Buffer) -> Vec<String> {
    let row = |row: ratatui::layout::Rect| {
        let mut text = String::new();
        let mut covered = 0;
        for place in row.columns() {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let symbol = buffer[(place.x, place.y)].symbol();
            covered = supdeck::model::display_width(symbol).saturating_sub(1);
            text.push_str(symbol);
        }
        text.trim_end().to_owned()
    };
    buffer.area.rows().map(row).collect()
}

fn describe(style: Style) -> String {
    let fg = style
        .fg
        .filter(|color| *color != ratatui::style::Color::Reset);
    let bg = style
        .bg
        .filter(|color| *color != ratatui::style::Color::Reset);
    let mut words: Vec<String> = fg
        .iter()
        .map(|color| color.to_string().to_lowercase())
        .collect();
    words.extend(bg.iter().map(|color| format!("on {color}")));
    let modifiers = style.add_modifier.iter_names();
    words.extend(modifiers.map(|(name, _)| name.to_lowercase()));
    words.join(" ")
}

fn event(name: &str) -> KeyEvent {
    let (name, modifiers) = match name.strip_prefix("ctrl-") {
        Some(rest) => (rest, KeyModifiers::CONTROL),
        None => (name, KeyModifiers::NONE),
    };
    let code = match name {
        "space" => KeyCode::Char(' '),
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pgdn" => KeyCode::PageDown,
        "f12" => KeyCode::F(12),
        letter if letter.chars().count() == 1 => KeyCode::Char(letter.chars().next().unwrap()),
        other => panic!("no key is called {other}"),
    };
    KeyEvent::new(code, modifiers)
}
