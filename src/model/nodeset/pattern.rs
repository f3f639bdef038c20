//! One name with brackets in it: `dc[1-2]n[01-10/3]`, counted before it is written out.

/// Digits that surely fit a number.
const DIGITS: usize = 18;
/// Letters of the longest name: DNS takes fewer, and many names of any length would fill memory.
const LONGEST: usize = 255;

/// A message and where it points: letters into the text that was read.
pub(super) type Mistake = (String, usize);

/// One name, or many by brackets.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Literal(String),
    Choices(Vec<Choice>),
}

#[derive(Clone, Debug)]
enum Choice {
    Word(String),
    Numbers {
        first: u64,
        last: u64,
        step: u64,
        /// Digits to fill up with zeros; 0 for none.
        pad: usize,
    },
}

impl Pattern {
    /// Reads a name. It holds no operator outside brackets.
    pub(super) fn read(text: &str) -> Result<Self, Mistake> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let at = text.len() - rest.len();
            if let Some(inside) = rest.strip_prefix('[') {
                let end = inside
                    .find(']')
                    .ok_or_else(|| ("this [ has no closing ]".to_owned(), at))?;
                parts.push(Part::Choices(read_choices(&inside[..end], at + 1)?));
                rest = &inside[end + 1..];
            } else {
                let end = rest.find('[').unwrap_or(rest.len());
                check_literal(&rest[..end], at)?;
                parts.push(Part::Literal(rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
        let pattern = Self { parts };
        if pattern.parts.iter().map(Part::longest).sum::<usize>() > LONGEST {
            return Err((format!("a name has at most {LONGEST} letters"), 0));
        }
        Ok(pattern)
    }

    /// How many names it stands for, without writing them out.
    pub(super) fn count(&self) -> u64 {
        self.parts
            .iter()
            .map(Part::count)
            .fold(1, u64::saturating_mul)
    }

    /// All names, the last bracket counting fastest.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = vec![String::new()];
        for part in &self.parts {
            let endings = part.texts();
            names = names
                .iter()
                .flat_map(|name| endings.iter().map(move |ending| format!("{name}{ending}")))
                .collect();
        }
        names
    }
}

impl Part {
    fn count(&self) -> u64 {
        match self {
            Self::Literal(_) => 1,
            Self::Choices(choices) => choices
                .iter()
                .map(Choice::count)
                .fold(0, u64::saturating_add),
        }
    }

    fn longest(&self) -> usize {
        match self {
            Self::Literal(text) => text.len(),
            Self::Choices(choices) => choices.iter().map(Choice::longest).max().unwrap_or(0),
        }
    }

    fn texts(&self) -> Vec<String> {
        match self {
            Self::Literal(text) => vec![text.clone()],
            Self::Choices(choices) => choices.iter().flat_map(Choice::texts).collect(),
        }
    }
}

impl Choice {
    fn count(&self) -> u64 {
        match self {
            Self::Word(_) => 1,
            Self::Numbers {
                first, last, step, ..
            } => (last - first) / step + 1,
        }
    }

    fn longest(&self) -> usize {
        match self {
            Self::Word(word) => word.len(),
            Self::Numbers { last, pad, .. } => last.to_string().len().max(*pad),
        }
    }

    fn texts(&self) -> Vec<String> {
        match self {
            Self::Word(word) => vec![word.clone()],
            Self::Numbers {
                first, step, pad, ..
            } => {
                let numbers = (0..self.count()).map(|turn| first + turn * step);
                numbers.map(|number| format!("{number:0pad$}")).collect()
            }
        }
    }
}

/// The zeros that a number asks for by beginning with one.
pub(super) fn padding(digits: &str) -> usize {
    if digits.len() > 1 && digits.starts_with('0') {
        digits.len()
    } else {
        0
    }
}

/// The number of a run of digits, if it is one that fits.
pub(super) fn number(digits: &str) -> Option<u64> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain && digits.len() <= DIGITS {
        digits.parse().ok()
    } else {
        None
    }
}

fn is_too_long(text: &str) -> bool {
    text.len() > DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn check_literal(text: &str, at: usize) -> Result<(), Mistake> {
    let problem = |(offset, letter): (usize, char)| {
        let message = match letter {
            ']' => "this ] closes nothing".to_owned(),
            '*' | '?' => {
                format!("{letter} is no part of a node's name; a nodeset counts: web[01-24]")
            }
            '@' => "a group stands on its own: @prod".to_owned(),
            letter if letter.is_ascii_graphic() => return None,
            letter => format!("{letter:?} cannot be part of a node's name"),
        };
        Some((message, at + offset))
    };
    text.char_indices().find_map(problem).map_or(Ok(()), Err)
}

fn read_choices(inside: &str, at: usize) -> Result<Vec<Choice>, Mistake> {
    let mut column = at;
    let mut choices = Vec::new();
    for item in inside.split(',') {
        let trimmed = item.trim();
        let start = column + item.len() - item.trim_start().len();
        choices.push(read_choice(trimmed).map_err(|message| (message, start))?);
        column += item.len() + 1;
    }
    Ok(choices)
}

fn read_choice(item: &str) -> Result<Choice, String> {
    if item.is_empty() {
        return Err("a number is missing in these brackets".to_owned());
    }
    let (range, step) = match item.split_once('/') {
        Some((range, step)) => {
            let step = number(step).filter(|step| *step > 0);
            (range, step.ok_or("the step after / is a number from 1")?)
        }
        None => (item, 1),
    };
    let (from, to) = range.split_once('-').unwrap_or((range, range));
    if let Some(digits) = [from, to].into_iter().find(|text| is_too_long(text)) {
        return Err(format!("{digits} is too large a number"));
    }
    if let (Some(first), Some(last)) = (number(from), number(to)) {
        return read_numbers((from, first), (to, last), step);
    }
    if item
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        return Ok(Choice::Word(item.to_owned()));
    }
    Err(format!(
        "{item} is no range; write 1-9, 01-24, 0-6/2 or a word"
    ))
}

fn read_numbers(
    (from, first): (&str, u64),
    (to, last): (&str, u64),
    step: u64,
) -> Result<Choice, String> {
    let pad = padding(from);
    if first > last {
        return Err(format!("{from}-{to} counts backwards"));
    }
    // 01-100 fills up to two digits; 1-010 or 01-010 means two things at once.
    if padding(to) != 0 && padding(to) != pad {
        return Err(format!(
            "{from} and {to} are filled up with zeros differently"
        ));
    }
    Ok(Choice::Numbers {
        first,
        last,
        step,
        pad,
    })
}
