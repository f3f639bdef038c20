//! Rows as comma-separated values.

use std::borrow::Cow;

/// The names of the columns, then a line for each row.
///
/// # Errors
///
/// What the writer says; into memory it says nothing.
pub fn csv(
    names: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<String>, ::csv::Error> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    writer.write_record(names)?;
    for row in rows {
        writer.write_record(row.iter().map(|text| harden(text).into_owned()))?;
    }
    let bytes = writer.into_inner().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().map(str::to_owned).collect())
}

/// A spreadsheet takes a text that begins like a formula for one (`FAULTS` 76); a number is none.
fn harden(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula && text.parse::<i64>().is_err() {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_needs_quotes_gets_them() {
        let row = vec!["a,b".to_owned(), "say \"x\"".to_owned()];
        let lines = csv(&["one", "two"], [row]).unwrap();
        assert_eq!(lines, ["one,two", "\"a,b\",\"say \"\"x\"\"\""]);
    }

    #[test]
    fn a_negative_number_stays_one() {
        let lines = csv(&["exit"], [vec!["-1".to_owned()]]).unwrap();
        assert_eq!(lines[1], "-1");
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula(text in "[=+@\\-\t\r]?[a-z0-9=(]{0,6}") {
            let hard = harden(&text);
            let formula = hard.starts_with(['=', '+', '-', '@', '\t', '\r']);
            prop_assert!(!formula || hard.parse::<i64>().is_ok());
            prop_assert!(hard.ends_with(&text));
        }
    }
}
