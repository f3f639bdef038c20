//! Every screen in every mood, as the true buffer shows it.

mod dialogs;
mod logs;
mod pages;
mod panic_free;
mod pictures;
mod whole_words;

use super::support::screen::{SIZES, Screen};

/// Compares a screen with its snapshot at every size.
fn shows(name: &str, make: impl Fn() -> Screen) {
    for size in SIZES {
        shows_at(name, size, &make);
    }
}

/// Compares a screen with its snapshot at one size.
fn shows_at(name: &str, size: (u16, u16), make: impl Fn() -> Screen) {
    let text = make().at(size).see();
    for row in text.lines() {
        assert!(
            supdeck::model::display_width(row) <= usize::from(size.0),
            "{row}"
        );
    }
    keeps(&format!("{name}.{}x{}", size.0, size.1), &text);
}

/// Compares a text with its snapshot.
fn keeps(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}
