//! What we send to prove who we are is never told back: a node that echoes it finds it masked.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use quick_xml::escape::escape;
use zeroize::Zeroizing;

use crate::model::{Clean, Fault, LinkError, Untrusted};

use super::credentials::Credentials;
use super::error::CallError;
use super::value::Value;

/// Secrets shorter than this are not masked: the gaps would spell them.
const SHORTEST: usize = 4;
/// So many bytes of a secret's begin give it away: messages are cut, and may end within it.
const TELLING: usize = 6;
/// What stands in a message instead.
const STARS: &[u8] = b"***";

/// What must not come back from one exchange.
pub(super) struct Mask {
    /// What follows `Basic ` in the header; empty without credentials.
    header: Zeroizing<String>,
    password: Zeroizing<String>,
}

impl Mask {
    /// The mask for an exchange in somebody's name.
    pub(super) fn of(credentials: Option<Credentials<'_>>) -> Self {
        let header = credentials.map(|who| {
            let joined = Zeroizing::new(format!("{}:{}", who.user, who.password));
            STANDARD.encode(joined.as_bytes())
        });
        let password = credentials.map(|who| who.password.to_owned());
        Self {
            header: Zeroizing::new(header.unwrap_or_default()),
            password: Zeroizing::new(password.unwrap_or_default()),
        }
    }

    /// Masks the header in an answer, byte for byte, so that offsets into logs stay what they are.
    ///
    /// The password itself may be a word that stands there by right; [`Mask::error`] and
    /// [`Mask::faults`] look at the texts in which it has no business.
    pub(super) fn body(&self, body: &mut [u8]) {
        if self.header.len() < SHORTEST {
            return;
        }
        let found: Vec<usize> = memmem::find_iter(body, self.header.as_bytes()).collect();
        for at in found {
            body[at..at + self.header.len()].fill(b'*');
        }
    }

    /// Masks what a failed call tells.
    pub(super) fn error(&self, error: CallError) -> CallError {
        match error {
            CallError::Link(link) => CallError::Link(self.link(link)),
            CallError::Fault(fault) => CallError::Fault(Fault {
                text: self.untrusted(&fault.text),
                ..fault
            }),
        }
    }

    /// Masks what the node had to do with a failed link.
    pub(super) fn link(&self, error: LinkError) -> LinkError {
        match error {
            LinkError::Status { status, reason } => LinkError::Status {
                status,
                reason: self.untrusted(&reason),
            },
            LinkError::Redirect { location } => LinkError::Redirect {
                location: self.untrusted(&location),
            },
            LinkError::NotXmlRpc { sample } => LinkError::NotXmlRpc {
                sample: self.untrusted(&sample),
            },
            LinkError::Fault { code, text } => LinkError::Fault {
                code,
                text: self.untrusted(&text),
            },
            LinkError::Shape { what } => LinkError::Shape {
                what: self.text(what),
            },
            LinkError::Broken { reason } => LinkError::Broken {
                reason: self.text(reason),
            },
            // Our own words and the system's, about what was not sent or not answered.
            own @ (LinkError::NameNotFound { .. }
            | LinkError::Refused { .. }
            | LinkError::Unreachable { .. }
            | LinkError::TimedOut { .. }
            | LinkError::Tls { .. }
            | LinkError::Unauthorized { .. }
            | LinkError::Forbidden
            | LinkError::NoCredential { .. }
            | LinkError::PlaintextRefused
            | LinkError::Cut { .. }
            | LinkError::TooLarge { .. }
            | LinkError::ShuttingDown
            | LinkError::Socket { .. }
            | LinkError::ReadOnly) => own,
        }
    }

    /// Masks the texts of faults inside the answer to many questions.
    pub(super) fn faults(&self, mut answer: Value) -> Value {
        if let Value::Array(items) = &mut answer {
            let members = items.iter_mut().filter_map(|item| match item {
                Value::Struct(members) => Some(members),
                _ => None,
            });
            for (name, value) in members.flatten() {
                if let (b"faultString", Value::String(text)) = (name.as_slice(), value) {
                    *text = self.bytes(text).into_owned();
                }
            }
        }
        answer
    }

    fn text(&self, text: String) -> String {
        match self.bytes(text.as_bytes()) {
            Cow::Borrowed(_) => text,
            Cow::Owned(masked) => String::from_utf8_lossy(&masked).into_owned(),
        }
    }

    fn untrusted(&self, text: &Untrusted) -> Untrusted {
        Untrusted::new(self.bytes(text.raw()))
    }

    fn bytes<'a>(&self, text: &'a [u8]) -> Cow<'a, [u8]> {
        let forms = self.forms();
        forms.iter().fold(Cow::Borrowed(text), |text, form| {
            hide(&text, form.as_bytes()).map_or(text, Cow::Owned)
        })
    }

    /// The secrets as they may come back: as sent, and as pages, URLs and our own messages spell them.
    fn forms(&self) -> Vec<Zeroizing<String>> {
        let password = self.password.as_str();
        let mut forms: Vec<Zeroizing<String>> = [
            self.header.as_str().to_owned(),
            password.to_owned(),
            escape(password).into_owned(),
            utf8_percent_encode(password, NON_ALPHANUMERIC).to_string(),
            Clean::text(password).into_string(),
        ]
        .map(Zeroizing::new)
        .into();
        forms.retain(|form| form.len() >= SHORTEST);
        forms.dedup();
        forms
    }
}

/// A text without a secret, or none where nothing of it stands there.
fn hide(text: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    let begin = &secret[..secret.len().min(TELLING)];
    let mut at = memmem::find(text, begin)?;
    let mut masked = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        masked.extend_from_slice(&rest[..at]);
        masked.extend_from_slice(STARS);
        let pairs = rest[at..].iter().zip(secret);
        let alike = pairs.take_while(|(there, secret)| there == secret).count();
        rest = &rest[at + alike..];
        match memmem::find(rest, begin) {
            Some(next) => at = next,
            None => break,
        }
    }
    masked.extend_from_slice(rest);
    Some(masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: Credentials<'static> = Credentials {
        user: "ops",
        password: "p<ss/w\u{f6}rd",
    };
    /// `ops:p<ss/wörd`.
    const HEADER: &str = "b3BzOnA8c3Mvd8O2cmQ=";

    fn told(text: &str) -> String {
        Mask::of(Some(WHO)).text(text.to_owned())
    }

    #[test]
    fn a_secret_is_masked_in_every_spelling() {
        assert_eq!(told(&format!("Basic {HEADER}!")), "Basic ***!");
        let spellings = ["p<ss/w\u{f6}rd", "p&lt;ss/w\u{f6}rd", "p%3Css%2Fw%C3%B6rd"];
        for spelling in spellings {
            assert_eq!(told(&format!("a {spelling}, {spelling} b")), "a ***, *** b");
        }
        assert_eq!(told("nothing of it"), "nothing of it");
    }

    #[test]
    fn so_is_the_begin_of_one_where_a_message_was_cut() {
        assert_eq!(told("the end: p<ss/w"), "the end: ***");
        assert_eq!(
            told("no such p<ss/wx; is refused"),
            "no such ***x; is refused"
        );
    }

    #[test]
    fn without_a_password_or_with_a_tiny_one_nothing_is_masked() {
        let tiny = Credentials {
            user: "",
            password: "e",
        };
        assert_eq!(Mask::of(Some(tiny)).text("e e".into()), "e e");
        assert_eq!(Mask::of(None).text("a: b".into()), "a: b");
        let mut body = *b"a::b";
        Mask::of(None).body(&mut body);
        assert_eq!(body, *b"a::b");
    }

    #[test]
    fn an_answer_keeps_its_length() {
        let mut body = format!("before {HEADER} after p<ss/w\u{f6}rd").into_bytes();
        let length = body.len();
        Mask::of(Some(WHO)).body(&mut body);
        let stars = "*".repeat(HEADER.len());
        let expected = format!("before {stars} after p<ss/w\u{f6}rd");
        assert_eq!((body.len(), body), (length, expected.into_bytes()));
    }
}
