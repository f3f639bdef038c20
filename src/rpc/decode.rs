//! An answer's bytes to a value: byte-exact, tolerant of what supervisord sends, strict otherwise.
//!
//! supervisord puts raw control characters and, before 4.0, invalid UTF-8 into its XML (`PROTOCOL`
//! 3.0). So every byte is read as the character of that number, which makes any body valid text for
//! the XML reader, and is turned back into the byte in names and strings. Line ends stay as they
//! are: offsets into logs are counted in bytes.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesRef, Event};

use crate::model::{Clean, Fault, Untrusted};

use super::error::DecodeError;
use super::value::Value;

/// Elements inside elements; supervisord's own answers need 17.
const DEPTH: usize = 64;
/// Values in one answer: some 14,000 processes.
const VALUES: usize = 200_000;
/// Bytes of one string.
const STRING: usize = 8 * 1024 * 1024;
/// Bytes of a fault's text that are kept.
const FAULT_TEXT: usize = 4096;

/// A whole, well-formed answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// What was asked for. Several parameters, as one other implementation sends, are an array.
    Value(Value),
    /// supervisord said no.
    Fault(Fault),
}

/// Reads an answer.
///
/// # Errors
///
/// [`DecodeError::Cut`] for any proper prefix of an answer; never a part of one as if it were whole.
pub fn decode(body: &[u8]) -> Result<Answer, DecodeError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text: Cow<'_, str> = match std::str::from_utf8(body) {
        Ok(text) if text.is_ascii() => text.into(),
        Ok(_) | Err(_) => body.iter().map(|byte| char::from(*byte)).collect(),
    };
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut parser = Parser {
        text: &text,
        reader,
        depth: 0,
        values: 0,
    };
    let answer = parser.answer()?;
    parser.end()?;
    Ok(answer)
}

/// Something between elements.
enum Element<'a> {
    Open(&'a str),
    Close,
}

struct Parser<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    values: usize,
}

impl<'a> Parser<'a> {
    fn answer(&mut self) -> Result<Answer, DecodeError> {
        if !matches!(self.root()?, Element::Open("methodResponse")) {
            return Err(DecodeError::Foreign);
        }
        let answer = match self.element()? {
            Element::Open("params") => Answer::Value(self.params()?),
            Element::Open("fault") => Answer::Fault(self.fault()?),
            other => return Err(unexpected(&other)),
        };
        self.close()?;
        Ok(answer)
    }

    /// The first element; what does not begin with a tag is not XML at all.
    fn root(&mut self) -> Result<Element<'a>, DecodeError> {
        let begin = self.text.trim_ascii_start();
        if !begin.is_empty() && !begin.starts_with('<') {
            return Err(DecodeError::Foreign);
        }
        self.element().map_err(|error| match error {
            DecodeError::Unexpected(_) => DecodeError::Foreign,
            other => other,
        })
    }

    fn params(&mut self) -> Result<Value, DecodeError> {
        let mut params = Vec::new();
        while let Some(()) = self.open_or_close("param")? {
            self.open("value")?;
            params.push(self.value()?);
            self.close()?;
        }
        match <[Value; 1]>::try_from(params) {
            Ok([only]) => Ok(only),
            Err(several) => Ok(Value::Array(several)),
        }
    }

    fn fault(&mut self) -> Result<Fault, DecodeError> {
        self.open("value")?;
        let value = self.value()?;
        self.close()?;
        read_fault(&value).ok_or_else(|| DecodeError::Unexpected("fault without a code".into()))
    }

    /// What follows `<value>`, up to and with `</value>`.
    fn value(&mut self) -> Result<Value, DecodeError> {
        self.values += 1;
        if self.values > VALUES {
            return Err(DecodeError::TooMany(VALUES));
        }
        let (text, tag) = self.text()?;
        let Some(tag) = tag else {
            return Ok(Value::String(text.into_owned()));
        };
        if !text.trim_ascii().is_empty() {
            return Err(DecodeError::Unexpected(format!("text before {tag}")));
        }
        let value = match tag {
            "array" => self.array()?,
            "struct" => self.record()?,
            scalar => {
                let text = self.closed_text()?.into_owned();
                typed(scalar, text)?
            }
        };
        self.close()?;
        Ok(value)
    }

    fn array(&mut self) -> Result<Value, DecodeError> {
        let mut items = Vec::new();
        if self.open_or_close("data")?.is_some() {
            while self.open_or_close("value")?.is_some() {
                items.push(self.value()?);
            }
            self.close()?;
        }
        Ok(Value::Array(items))
    }

    fn record(&mut self) -> Result<Value, DecodeError> {
        let mut members = Vec::new();
        while self.open_or_close("member")?.is_some() {
            self.open("name")?;
            let name = self.closed_text()?.into_owned();
            self.open("value")?;
            members.push((name, self.value()?));
            self.close()?;
        }
        Ok(Value::Struct(members))
    }

    fn open(&mut self, tag: &str) -> Result<(), DecodeError> {
        match self.element()? {
            Element::Open(found) if found == tag => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    fn close(&mut self) -> Result<(), DecodeError> {
        match self.element()? {
            Element::Close => Ok(()),
            other @ Element::Open(_) => Err(unexpected(&other)),
        }
    }

    /// Another element of that name, or none when the parent ends.
    fn open_or_close(&mut self, tag: &str) -> Result<Option<()>, DecodeError> {
        match self.element()? {
            Element::Open(found) if found == tag => Ok(Some(())),
            Element::Close => Ok(None),
            other @ Element::Open(_) => Err(unexpected(&other)),
        }
    }

    /// The next tag, over white space.
    fn element(&mut self) -> Result<Element<'a>, DecodeError> {
        let (text, tag) = self.text()?;
        if !text.trim_ascii().is_empty() {
            return Err(DecodeError::Unexpected("text between elements".into()));
        }
        Ok(tag.map_or(Element::Close, Element::Open))
    }

    /// Text up to the end of the element it stands in.
    fn closed_text(&mut self) -> Result<Cow<'a, [u8]>, DecodeError> {
        match self.text()? {
            (text, None) => Ok(text),
            (_, Some(tag)) => Err(DecodeError::Unexpected(format!("{tag} inside a text"))),
        }
    }

    /// Text up to the next tag, and that tag's name if it opens an element.
    fn text(&mut self) -> Result<(Cow<'a, [u8]>, Option<&'a str>), DecodeError> {
        let mut out = Cow::Borrowed(&[][..]);
        loop {
            match self.event()? {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(DecodeError::TooDeep(DEPTH));
                    }
                    return Ok((out, Some(known(tag.local_name().as_ref())?)));
                }
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok((out, None));
                }
                Event::Text(text) => append(&mut out, text.into_inner()),
                Event::CData(text) => append(&mut out, text.into_inner()),
                Event::GeneralRef(reference) => resolve(&reference, out.to_mut())?,
                Event::DocType(_) => return Err(DecodeError::Doctype),
                Event::Eof => return Err(DecodeError::Cut),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
            if out.len() > STRING {
                return Err(DecodeError::TooLong(STRING));
            }
        }
    }

    /// Nothing but white space, comments and instructions may follow the root.
    fn end(&mut self) -> Result<(), DecodeError> {
        loop {
            match self.event() {
                Ok(Event::Eof) => return Ok(()),
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(Event::Text(text)) if text.trim_ascii().is_empty() => {}
                Ok(_) | Err(_) => return Err(DecodeError::Trailing),
            }
        }
    }

    fn event(&mut self) -> Result<Event<'a>, DecodeError> {
        self.reader.read_event().map_err(|error| {
            let at = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
            broken(&error, self.text.get(at..).unwrap_or(""))
        })
    }
}

/// Adds the bytes that the characters of a text stand for; most texts need no copy.
fn append<'a>(out: &mut Cow<'a, [u8]>, text: Cow<'a, str>) {
    match text {
        Cow::Borrowed(text) if out.is_empty() && text.is_ascii() => *out = text.as_bytes().into(),
        text => out.to_mut().extend(text.chars().map(byte)),
    }
}

/// Tells a document that was cut from one that is wrong; `rest` begins where the trouble does.
fn broken(error: &Error, rest: &str) -> DecodeError {
    let cut = match error {
        Error::Syntax(SyntaxError::InvalidBangMarkup) => rest.len() <= "<!".len(),
        Error::Syntax(_) => true,
        Error::IllFormed(IllFormedError::UnclosedReference) => !rest.contains('<'),
        _ => false,
    };
    if cut {
        DecodeError::Cut
    } else {
        DecodeError::Malformed(shortened(&error.to_string()))
    }
}

/// The one spelling of an element of XML-RPC; anything else has no place in an answer.
fn known(tag: &str) -> Result<&'static str, DecodeError> {
    const TAGS: [&str; 20] = [
        "methodResponse",
        "params",
        "param",
        "fault",
        "value",
        "array",
        "data",
        "struct",
        "member",
        "name",
        "string",
        "int",
        "i4",
        "i8",
        "boolean",
        "double",
        "nil",
        "base64",
        "dateTime.iso8601",
        "dateTime",
    ];
    let found = TAGS.into_iter().find(|name| *name == tag);
    found.ok_or_else(|| DecodeError::Unexpected(format!("element {}", shortened(tag))))
}

/// A scalar by its type. Text that does not fit costs this one value, not the answer (case 32).
fn typed(tag: &str, text: Vec<u8>) -> Result<Value, DecodeError> {
    let word = std::str::from_utf8(&text).unwrap_or("").trim();
    let value = match tag {
        "string" => return Ok(Value::String(text)),
        "int" | "i4" | "i8" => word.parse().ok().map(Value::Int),
        "boolean" => match word {
            "1" => Some(Value::Bool(true)),
            "0" => Some(Value::Bool(false)),
            _ => None,
        },
        "double" => word.parse().ok().map(Value::Double),
        "nil" => Some(Value::Nil),
        "base64" => {
            let packed: Vec<u8> = text
                .iter()
                .copied()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect();
            STANDARD.decode(packed).ok().map(Value::Base64)
        }
        "dateTime.iso8601" | "dateTime" => None,
        other => return Err(DecodeError::Unexpected(format!("{other} inside a value"))),
    };
    Ok(value.unwrap_or(Value::Odd(text)))
}

/// A fault from its struct: the number may come as text, the text may be missing (case 34).
pub(super) fn read_fault(value: &Value) -> Option<Fault> {
    let code = value.member("faultCode")?;
    let written = || std::str::from_utf8(code.bytes()?).ok()?.trim().parse().ok();
    let code = code.int().or_else(written)?;
    let text = value.member("faultString").and_then(Value::bytes);
    let text = text.unwrap_or_default();
    Some(Fault {
        code,
        text: Untrusted::new(&text[..text.len().min(FAULT_TEXT)]),
    })
}

/// Puts what a reference stands for into the text: the five of XML, and numbers of characters.
fn resolve(reference: &BytesRef<'_>, out: &mut Vec<u8>) -> Result<(), DecodeError> {
    let name: &str = reference;
    let letter = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        other => numbered(other),
    };
    let letter = letter.ok_or_else(|| DecodeError::Reference(shortened(name)))?;
    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    Ok(())
}

/// The character of `#27` or `#x1b`; controls too, as raw ones are accepted as well (case 29).
fn numbered(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix('x') {
        Some(hex) => (hex, 16),
        None => (digits, 10),
    };
    if !digits.bytes().all(|digit| digit.is_ascii_alphanumeric()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, radix).ok()?)
}

/// The byte a character stands for. Every character comes from a byte, so none is lost.
fn byte(letter: char) -> u8 {
    u8::try_from(letter).unwrap_or(b'?')
}

fn unexpected(found: &Element<'_>) -> DecodeError {
    DecodeError::Unexpected(match found {
        Element::Open(tag) => format!("element {tag}"),
        Element::Close => "end of an element".into(),
    })
}

/// Words of the node, short and clean enough for a message.
fn shortened(words: &str) -> String {
    let head: String = words.chars().take(80).collect();
    Clean::text(&head).into_string()
}
