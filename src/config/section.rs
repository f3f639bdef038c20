//! One table of a config file while it is read: hands out typed values and collects what is wrong.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::fmt::friendly::{SpanParser, SpanPrinter};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest::suggestion;
use super::source::{Located, Slip, SourceId, Spot};

/// One table. Every key that was never asked for is a mistake when it is closed.
pub(super) struct Section<'a> {
    name: String,
    spot: Spot,
    table: &'a DeTable<'a>,
    asked: BTreeSet<&'a str>,
    slips: Vec<Slip>,
}

impl<'a> Section<'a> {
    /// The whole of a file.
    pub(super) fn root(source: SourceId, table: &'a DeTable<'a>) -> Self {
        let spot = Spot {
            source,
            offset: None,
        };
        Self {
            name: String::new(),
            spot,
            table,
            asked: BTreeSet::new(),
            slips: Vec::new(),
        }
    }

    /// Where its name stands.
    pub(super) fn spot(&self) -> Spot {
        self.spot
    }

    /// What it is called, as in `nodes.web-01`.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A key of it with its full name.
    pub(super) fn full(&self, key: &str) -> String {
        let bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        let key = if !key.is_empty() && key.chars().all(bare) {
            key.to_owned()
        } else {
            format!("{key:?}")
        };
        if self.name.is_empty() {
            key
        } else {
            format!("{}.{key}", self.name)
        }
    }

    /// Notes a mistake found by the reader of this table.
    pub(super) fn slip(&mut self, slip: Slip) {
        self.slips.push(slip);
    }

    /// Its keys, from top to bottom.
    pub(super) fn keys(&self) -> Vec<Located<&'a str>> {
        let mut keys: Vec<_> = self
            .table
            .keys()
            .map(|key| Located {
                value: key.get_ref().as_ref(),
                spot: self.at(key.span().start),
            })
            .collect();
        keys.sort_by_key(|key| key.spot);
        keys
    }

    /// Every key in it and in the tables below, by its full name.
    pub(super) fn written(&self) -> Vec<(String, Spot)> {
        let mut found = Vec::new();
        for (key, value) in self.table {
            let name = self.full(key.get_ref());
            let spot = self.at(key.span().start);
            if let DeValue::Table(table) = value.get_ref() {
                let below = Section {
                    name: name.clone(),
                    spot,
                    table,
                    asked: BTreeSet::new(),
                    slips: Vec::new(),
                };
                found.extend(below.written());
            }
            found.push((name, spot));
        }
        found
    }

    /// A text without control characters.
    pub(super) fn text(&mut self, key: &'a str) -> Option<Located<String>> {
        let value = self.value(key)?;
        self.as_text(key, value)
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &'a str) -> Option<Located<Vec<Located<String>>>> {
        let value = self.value(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, value, "a list of texts, such as [\"one\", \"two\"]");
            return None;
        };
        let texts = items
            .iter()
            .filter_map(|item| self.as_text(key, item))
            .collect::<Vec<_>>();
        (texts.len() == items.len()).then(|| Located {
            value: texts,
            spot: self.at(value.span().start),
        })
    }

    /// A list of texts, or one text for a list of one.
    pub(super) fn text_or_texts(&mut self, key: &'a str) -> Option<Vec<Located<String>>> {
        match self.value(key)?.get_ref() {
            DeValue::String(_) => self.text(key).map(|text| vec![text]),
            _ => self.texts(key).map(|texts| texts.value),
        }
    }

    /// True or false.
    pub(super) fn flag(&mut self, key: &'a str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, value, "true or false");
        }
        flag
    }

    /// A whole number within limits.
    pub(super) fn number(&mut self, key: &'a str, limits: &RangeInclusive<u64>) -> Option<u64> {
        let value = self.value(key)?;
        let number = value.get_ref().as_integer().and_then(|number| {
            let number = u64::from_str_radix(number.as_str(), number.radix()).ok()?;
            limits.contains(&number).then_some(number)
        });
        if number.is_none() {
            let hint = format!("a whole number from {} to {}", limits.start(), limits.end());
            self.wrong(key, value, &hint);
        }
        number
    }

    /// A time such as `"2s"` or `"1m 30s"`, within limits.
    pub(super) fn duration(
        &mut self,
        key: &'a str,
        limits: &RangeInclusive<Duration>,
    ) -> Option<Duration> {
        let value = self.value(key)?;
        let parse = |text: &str| SpanParser::new().parse_unsigned_duration(text).ok();
        let duration = value.get_ref().as_str().and_then(parse);
        let duration = duration.filter(|duration| limits.contains(duration));
        if duration.is_none() {
            let [low, high] = [limits.start(), limits.end()]
                .map(|limit| SpanPrinter::new().unsigned_duration_to_string(limit));
            let hint = format!("a time from \"{low}\" to \"{high}\", such as \"5s\" or \"1m 30s\"");
            self.wrong(key, value, &hint);
        }
        duration
    }

    /// A table in it.
    pub(super) fn section(&mut self, key: &'a str) -> Option<Section<'a>> {
        let value = self.value(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(key, value, "a table");
            return None;
        };
        let spot = self.key_spot(key);
        Some(Section {
            name: self.full(key),
            spot,
            table,
            asked: BTreeSet::new(),
            slips: Vec::new(),
        })
    }

    /// Ends the reading: what was found wrong, unknown keys included.
    pub(super) fn close(mut self) -> Vec<Slip> {
        let known: Vec<&str> = self.asked.iter().copied().collect();
        for key in self.keys() {
            if !self.asked.contains(key.value) {
                let message = format!("{} is not a known key", self.full(key.value));
                let hint = suggestion(key.value, &known);
                self.slips.push(Slip::new(key.spot, message, hint));
            }
        }
        self.slips
    }

    /// Whether it has a key, which makes the key known.
    pub(super) fn has(&mut self, key: &'a str) -> bool {
        self.value(key).is_some()
    }

    /// Where a key of it stands.
    pub(super) fn key_spot(&self, key: &str) -> Spot {
        match self.table.get_key_value(key) {
            Some((key, _)) => self.at(key.span().start),
            None => self.spot,
        }
    }

    fn value(&mut self, key: &'a str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.insert(key);
        self.table.get(key)
    }

    fn as_text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Located<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(key, value, "text in quotes");
            return None;
        };
        if text.chars().any(char::is_control) {
            let spot = self.at(value.span().start);
            let message = format!("{} has a control character in it", self.full(key));
            self.slips.push(Slip::plain(spot, message));
            return None;
        }
        Some(Located {
            value: text.to_owned(),
            spot: self.at(value.span().start),
        })
    }

    /// The value itself is told, unless somebody may have taken the key for one of a password.
    fn wrong(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let may_tell = !key.starts_with("password");
        let is = match value.get_ref() {
            DeValue::String(text) if may_tell => format!("{text:?}"),
            DeValue::Integer(number) if may_tell => number.to_string(),
            DeValue::Float(number) if may_tell => number.to_string(),
            DeValue::Boolean(flag) => flag.to_string(),
            other => format!("a value of type {}", other.type_str()),
        };
        let spot = self.at(value.span().start);
        let message = format!("{} is {is}", self.full(key));
        self.slips
            .push(Slip::new(spot, message, format!("expected {expected}")));
    }

    fn at(&self, offset: usize) -> Spot {
        Spot {
            source: self.spot.source,
            offset: Some(offset),
        }
    }
}
