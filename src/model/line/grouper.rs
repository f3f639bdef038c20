//! Which lines belong together: a report of a fault is one record of many lines.

use super::stamp::Stamp;

/// Beginnings of lines that go on with what was said before.
const BEGINNINGS: [&str; 10] = [
    "Traceback (most recent call last)",
    "During handling of the above exception",
    "The above exception was the direct cause",
    "Caused by:",
    "Suppressed:",
    "goroutine ",
    "created by ",
    "stack backtrace:",
    "note: run with `RUST_BACKTRACE",
    "--- End of ",
];

/// Whether a line begins a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// It does.
    NewRecord,
    /// It is of the record that the line before it is of.
    SameRecord,
}

/// Tells which lines of one stream belong together, from what they look like.
///
/// A line belongs to the one before it if it is blank or indented, begins with a closing bracket,
/// goes on with a report of a fault as Python, Java, JavaScript, Go, Rust and .NET write them, or
/// names the exception that a Python traceback ends with, or that Java writes below its message.
/// A line that begins with a time begins a record whatever else it looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grouper {
    report: Report,
}

/// What the lines so far are in the middle of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Report {
    #[default]
    None,
    /// A Python traceback, whose last line is not indented.
    Traceback,
    /// The calls of a goroutine, of which every other line is not indented.
    Goroutine,
}

impl Grouper {
    /// Takes the next line of the stream.
    pub fn feed(&mut self, text: &str) -> Membership {
        let membership = self.membership(text);
        self.report = self.next(text, membership);
        membership
    }

    fn membership(self, text: &str) -> Membership {
        let belongs = is_continuation(text)
            || match self.report {
                Report::None => false,
                Report::Traceback => true,
                Report::Goroutine => is_call(text),
            };
        if belongs && !Stamp::is_first_in(text) {
            Membership::SameRecord
        } else {
            Membership::NewRecord
        }
    }

    fn next(self, text: &str, membership: Membership) -> Report {
        if text.starts_with("Traceback (most recent call last)") {
            return Report::Traceback;
        }
        if text.starts_with("goroutine ") {
            return Report::Goroutine;
        }
        let inside = text.starts_with([' ', '\t']) || text.is_empty();
        match (self.report, membership) {
            (Report::Traceback, Membership::SameRecord) if inside => Report::Traceback,
            (Report::Goroutine, Membership::SameRecord) => Report::Goroutine,
            (Report::None | Report::Traceback | Report::Goroutine, _) => Report::None,
        }
    }
}

fn is_continuation(text: &str) -> bool {
    text.is_empty()
        || text.starts_with([' ', '\t', '}', ']', ')'])
        || BEGINNINGS
            .iter()
            .any(|beginning| text.starts_with(beginning))
        || (text.starts_with("at ") && text.ends_with(')'))
        || (text.starts_with("... ") && text.ends_with(" more"))
        || is_exception(text)
}

/// `main.run(0x1, 0x2)`, as Go writes a call.
fn is_call(text: &str) -> bool {
    text.ends_with(')') && text.contains('(')
}

/// `java.lang.IllegalStateException: message`: a dotted name that ends so.
fn is_exception(text: &str) -> bool {
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || "._$".contains(letter);
    let end = text
        .find(|letter| !is_of_name(letter))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let ends = ["Exception", "Error", "Throwable"];
    name.contains('.')
        && ends.iter().any(|end| name.ends_with(end))
        && (rest.is_empty() || rest.starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line with `+` if it begins a record, `|` if not.
    fn assert_grouped(lines: &str) {
        let mut grouper = Grouper::default();
        for line in lines.lines() {
            let (mark, text) = line.split_at(1);
            let wanted = match mark {
                "+" => Membership::NewRecord,
                _ => Membership::SameRecord,
            };
            assert_eq!(grouper.feed(text), wanted, "{line}");
        }
    }

    #[test]
    fn a_python_traceback_is_of_the_line_before_it() {
        assert_grouped(
            r#"
+2026-11-20 12:04:31,123 ERROR charge failed
|Traceback (most recent call last):
|  File "pay.py", line 12, in charge
|    gateway.send(order)
|ValueError: no such order

|During handling of the above exception, another exception occurred:
|
|Traceback (most recent call last):
|  File "pay.py", line 14, in charge
|app.errors.Refused: 4711 refused
+charging goes on
+Traceback is a word
"#
            .trim_start()
            .replace("\n\n", "\n|\n")
            .as_str(),
        );
    }

    #[test]
    fn a_torn_traceback_ends_where_a_time_begins() {
        assert_grouped(
            "+start\n|Traceback (most recent call last):\n|  File\n+2026-11-20 12:04:31 INFO x\n+plain",
        );
    }

    #[test]
    fn reports_of_other_runtimes_are_kept_together() {
        assert_grouped(
            "+12:04 ERROR lost\n|java.lang.IllegalStateException: x\n|\tat a.B.c(B.java:1)\n\
             |Caused by: java.io.IOException\n|\t... 12 more\n|... 12 more\n+next\n\
             +TypeError: x\n|    at run (a.js:1:2)\n|at main (a.js:3:4)\n+at noon",
        );
        assert_grouped(
            "+panic: boom\n|\n|goroutine 1 [running]:\n|main.run(0x1, 0x2)\n|\t/src/main.go:4 +0x1d\n\
             |created by main.main\n|\t/src/main.go:9 +0x2\n+exit status 2\n+main.run(1)",
        );
        assert_grouped(
            "+thread 'main' panicked at src/main.rs:1:1:\n+boom\n|stack backtrace:\n|   0: rust_begin\n\
             |note: run with `RUST_BACKTRACE=1`",
        );
        assert_grouped("+{\n|  \"a\": 1\n|}\n+[x]\n+a.b.ErrorHandler: up");
    }
}
