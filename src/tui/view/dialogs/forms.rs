//! The forms that ask for passwords: what is typed shows as stars.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::{Clean, NodeId};
use crate::tui::state::{KeepChoice, Passphrase, SignInForm, Store};
use crate::tui::theme::Role;
use crate::tui::view::scene::Scene;
use crate::tui::view::words::credential;
use crate::tui::widget::{Body, Canvas, Field, Popup, field, pad};

use super::parts::{WIDTH, buttons, fact, flow, popup, sentence, text_width};

/// Columns of a field's name, with its margin.
const NAME: usize = 14;
/// Columns of a field.
const FIELD: usize = 40;

/// A form under construction: its lines, and where the cursor stands.
struct Form<'a> {
    scene: Scene<'a>,
    width: usize,
    lines: Vec<Line<'static>>,
    cursor: Option<(usize, usize)>,
}

impl<'a> Form<'a> {
    fn new(scene: Scene<'a>, area: Rect) -> Self {
        Self {
            scene,
            width: text_width(WIDTH, area),
            lines: Vec::new(),
            cursor: None,
        }
    }

    fn say(&mut self, text: &str) {
        self.lines.extend(sentence(text, self.width));
    }

    fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    fn fact(&mut self, name: &str, value: &str) {
        self.lines.extend(fact(self.scene, name, value, self.width));
    }

    /// A field in which every letter shows as a star, and how many there are.
    fn secret(&mut self, name: &str, letters: usize, here: Here) {
        let stars = "*".repeat(letters);
        let (text, column) = field(&Field {
            text: &stars,
            cursor: (here == Here::Yes).then_some(letters),
            width: FIELD.min(self.width.saturating_sub(NAME + 1)),
            style: self.scene.style(Role::Cursor),
        });
        if here == Here::Yes {
            self.cursor = Some((self.lines.len(), NAME + column));
        }
        let name = self.name(name, here);
        let mut spans = vec![name];
        spans.extend(text.spans);
        self.lines.push(Line::from(spans));
    }

    fn name(&self, name: &str, here: Here) -> Span<'static> {
        let (sign, role) = match here {
            Here::Yes => ('>', Role::Title),
            Here::No => (' ', Role::Hint),
        };
        self.scene
            .span(role, format!("{sign} {}", pad(name, NAME - 2)))
    }

    fn trouble(&mut self, trying: &Trying<'_>) {
        match trying {
            Trying::Now => self.say("  trying ..."),
            Trying::Refused(why) => {
                let text = format!("  {}", Clean::text(why));
                let lines = crate::tui::widget::wrap(&text, self.width).into_iter();
                let scene = self.scene;
                self.lines
                    .extend(lines.map(|line| Line::from(scene.span(Role::Error, line))));
            }
            Trying::NotYet => self.blank(),
        }
    }

    fn draw(self, (title, foot): (&str, &'static str), area: Rect, canvas: &mut Canvas<'_>) {
        let keys = [
            self.scene.keys("enter", " try"),
            self.scene.keys("tab", " next field"),
            self.scene.keys("esc", " leave it (default)"),
        ];
        let body = Body {
            tail: self.lines,
            buttons: buttons(self.width, keys),
            cursor: self.cursor,
            ..Body::lines(Vec::new())
        };
        Popup {
            foot: Line::raw(foot),
            ..popup(self.scene.title(title.to_owned()), body)
        }
        .draw(area, self.scene.frame(), canvas);
    }
}

/// Whether the cursor stands here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Here {
    Yes,
    No,
}

/// Which of two places has the cursor, by whether it is in the second.
const PLACES: [(Here, Here); 2] = [(Here::Yes, Here::No), (Here::No, Here::Yes)];

/// How far a try is.
enum Trying<'a> {
    NotYet,
    Now,
    Refused(&'a str),
}

impl<'a> From<&'a Option<String>> for Trying<'a> {
    fn from(refused: &'a Option<String>) -> Self {
        refused.as_deref().map_or(Trying::NotYet, Trying::Refused)
    }
}

/// The password of a node.
pub fn draw_sign_in(scene: Scene<'_>, form: &SignInForm, area: Rect, canvas: &mut Canvas<'_>) {
    let id = &form.node;
    let mut page = Form::new(scene, area);
    page.blank();
    page.say(&standing(scene, id));
    page.blank();
    let entry = scene.state.roster.node(id);
    let user = entry
        .and_then(|entry| entry.user.as_deref())
        .unwrap_or("none");
    page.fact("user", Clean::text(user).as_str());
    page.fact("until now", &credential(scene.state, id));
    let (password, keep) = PLACES[usize::from(form.on_keep)];
    page.secret("password", form.password.chars().count(), password);
    let mut choices = flow(keep_choices(scene, form), (NAME, 3), page.width);
    if let Some(first) = choices.first_mut() {
        first.spans[0] = page.name("keep", keep);
    }
    page.lines.extend(choices);
    page.trouble(&if form.trying {
        Trying::Now
    } else {
        (&form.refused).into()
    });
    let foot = "never written to the config, the log or the screen";
    page.draw((&format!("Sign in to {id}"), foot), area, canvas);
}

/// Why it is asked for.
fn standing(scene: Scene<'_>, id: &NodeId) -> String {
    let node = scene.state.fleet.node(id);
    match node.and_then(|node| node.link.error()) {
        Some(error) => format!("{id}: {}", Clean::text(&error.to_string())),
        None => format!("{id} answers; a new password is tried before it is kept."),
    }
}

/// How long to keep it: `( ) this session   (*) keyring`.
fn keep_choices(scene: Scene<'_>, form: &SignInForm) -> [Vec<Span<'static>>; 3] {
    let place = match scene.state.session.store {
        Store::Keyring => "keyring",
        Store::Nowhere { .. } | Store::Locked | Store::Sealed => "sealed file",
    };
    let home = scene.state.roster.home(&form.node);
    KeepChoice::ALL.map(|keep| {
        let sign = if keep == form.keep { "(*)" } else { "( )" };
        let words = match keep {
            KeepChoice::Session => "this session".to_owned(),
            KeepChoice::Lasting => place.to_owned(),
            KeepChoice::LastingEnvironment => {
                let home = home.map_or("its environment", |name| name.as_str());
                format!("{place}, all of {home}")
            }
        };
        let role = if keep == form.keep {
            Role::Title
        } else {
            Role::Hint
        };
        vec![scene.span(role, format!("{sign} {words}"))]
    })
}

/// The passphrase of the sealed file.
pub fn draw_passphrase(scene: Scene<'_>, form: &Passphrase, area: Rect, canvas: &mut Canvas<'_>) {
    let mut page = Form::new(scene, area);
    page.blank();
    if form.again.is_some() {
        page.say("A new sealed file keeps passwords for you. It opens with a passphrase, once a session.");
        page.say("Nobody can bring it back: without the passphrase the passwords are typed anew.");
    } else {
        page.say(
            "The sealed file holds the passwords. It opens with its passphrase, once a session.",
        );
    }
    page.blank();
    let on_again = form.on_again && form.again.is_some();
    let (first, second) = PLACES[usize::from(on_again)];
    page.secret("passphrase", form.typed.chars().count(), first);
    if let Some(again) = &form.again {
        page.secret("once more", again.chars().count(), second);
    }
    page.trouble(&if form.trying {
        Trying::Now
    } else {
        (&form.refused).into()
    });
    let foot = "esc: passwords stay in memory until you quit";
    page.draw(("Sealed file", foot), area, canvas);
}
