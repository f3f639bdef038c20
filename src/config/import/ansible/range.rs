//! Hosts with ranges: `www[01:50:2].example.com`, `db-[a:f]`; counted before they are written out.

/// Most hosts of one inventory: as many as a nodeset may mention.
const MOST: u64 = 20_000;

/// What is left of the hosts one inventory may name.
#[derive(Debug)]
pub(super) struct Budget(u64);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST)
    }
}

/// All names of a pattern; the port that may follow it is SSH's and is dropped.
///
/// # Errors
/// What is wrong, and what was expected.
pub(super) fn expand(
    pattern: &str,
    budget: &mut Budget,
) -> Result<Vec<String>, (String, &'static str)> {
    let mut parts = Vec::new();
    let mut rest = without_port(pattern);
    while let Some((before, after)) = rest.split_once('[') {
        let expected = "a range such as [01:50] or [a:f]";
        let (inside, tail) = after
            .split_once(']')
            .ok_or_else(|| ("a [ has no closing ]".to_owned(), expected))?;
        let range = Range::read(inside)
            .ok_or_else(|| ("what stands in [] is no range".to_owned(), expected))?;
        parts.push((before, range));
        rest = tail;
    }
    let count = parts
        .iter()
        .map(|(_, range)| range.count())
        .fold(1, u64::saturating_mul);
    budget.0 = budget.0.checked_sub(count).ok_or_else(|| {
        let message = "there are too many hosts".to_owned();
        (message, "at most 20000 of them")
    })?;
    let mut names = vec![String::new()];
    for (before, range) in parts {
        let endings = range.texts();
        names = names
            .iter()
            .flat_map(|name| endings.iter().map(move |it| format!("{name}{before}{it}")))
            .collect();
    }
    Ok(names.into_iter().map(|name| name + rest).collect())
}

/// Numbers or letters with a step; numbers as wide as the first is written.
struct Range {
    first: u64,
    last: u64,
    step: u64,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Numbers { width: usize },
    Letters,
}

impl Range {
    fn read(text: &str) -> Option<Self> {
        let mut ends = text.split(':');
        let (first, last) = (ends.next()?, ends.next()?);
        let step = match ends.next() {
            Some(step) => step.parse().ok().filter(|step| *step > 0)?,
            None => 1,
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_letter = |text: &str| text.len() == 1 && text.as_bytes()[0].is_ascii_alphabetic();
        let letter = |text: &str| u64::from(text.as_bytes()[0]);
        let range = if digits(first) && digits(last) {
            let padded = first.len() > 1 && first.starts_with('0');
            Self {
                // An open beginning is zero, as Ansible has it.
                first: if first.is_empty() {
                    0
                } else {
                    first.parse().ok()?
                },
                last: last.parse().ok()?,
                step,
                kind: Kind::Numbers {
                    width: if padded { first.len() } else { 0 },
                },
            }
        } else if is_letter(first) && is_letter(last) {
            Self {
                first: letter(first),
                last: letter(last),
                step,
                kind: Kind::Letters,
            }
        } else {
            return None;
        };
        (range.first <= range.last && ends.next().is_none()).then_some(range)
    }

    fn count(&self) -> u64 {
        ((self.last - self.first) / self.step).saturating_add(1)
    }

    fn texts(&self) -> Vec<String> {
        let values = (0..self.count()).map(|turn| self.first + turn * self.step);
        let text = |value: u64| match self.kind {
            Kind::Numbers { width } => format!("{value:0width$}"),
            Kind::Letters => char::from(u8::try_from(value).unwrap_or(b'?')).to_string(),
        };
        values.map(text).collect()
    }
}

/// `host:22` without its port; an IPv6 address stays as it is.
fn without_port(pattern: &str) -> &str {
    let after = pattern.rfind(']').map_or(0, |at| at + 1);
    match pattern[after..].split_once(':') {
        Some((host, port)) if !port.contains(':') => &pattern[..after + host.len()],
        Some(_) | None => pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(pattern: &str) -> String {
        match expand(pattern, &mut Budget::default()) {
            Ok(names) => names.join(" "),
            Err((message, _)) => message,
        }
    }

    #[test]
    fn ranges_are_those_of_ansible() {
        for (pattern, expected) in [
            ("web[01:03].lan", "web01.lan web02.lan web03.lan"),
            ("web[8:10]", "web8 web9 web10"),
            ("n[0:6:3]-[a:b]", "n0-a n0-b n3-a n3-b n6-a n6-b"),
            ("[:2]x", "0x 1x 2x"),
            ("host:2222", "host"),
            ("web[1:2]:22", "web1 web2"),
            ("fe80::1", "fe80::1"),
            ("web[1:2", "a [ has no closing ]"),
            ("web[2:1]", "what stands in [] is no range"),
            ("web[1-2]", "what stands in [] is no range"),
            ("web[1:2:0]", "what stands in [] is no range"),
            (
                "web[1:999999999][1:999999999][1:999999999]",
                "there are too many hosts",
            ),
            ("web[0:18446744073709551615]", "there are too many hosts"),
        ] {
            assert_eq!(names(pattern), expected, "{pattern}");
        }
    }
}
