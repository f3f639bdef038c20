//! What kinds of letters there are, as far as a terminal may be deceived by them.

/// Letters that reorder, hide or end text without being seen, and those no font can show: what
/// Unicode calls default-ignorable, its bidi controls, private use, noncharacters, and the planes
/// that nothing is assigned in.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || is_shown_by_no_font(letter)
}

/// Private use, noncharacters, and planes without an assigned letter.
pub(super) fn is_shown_by_no_font(letter: char) -> bool {
    matches!(letter,
        '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{40000}'..='\u{dffff}'
        | '\u{e1000}'..='\u{10ffff}')
        || (letter as u32) & 0xfffe == 0xfffe
}

/// Letters that take no room and draw nothing: joiners, variation selectors, tags.
pub(super) fn is_zero_width(letter: char) -> bool {
    matches!(letter,
        '\u{34f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a zero-width letter is what an ordinary picture is written with: the selector of its
/// colourful form, or the joiner to the next one.
pub(super) fn belongs_to_picture(letter: char, before: char) -> bool {
    match letter {
        '\u{fe0e}' | '\u{fe0f}' => !before.is_whitespace(),
        '\u{200d}' => matches!(before, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}'),
        _ => false,
    }
}

/// Whether a letter is surely one to the eye, whatever stands beside it: of the scripts without
/// marks of their own, in which most logs are written. Nothing here extends a cluster (Unicode
/// Standard Annex 29, table 2).
pub(super) fn stands_alone(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
        | '\u{20a0}'..='\u{20cf}' | '\u{2100}'..='\u{2bff}' | '\u{3000}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{a48c}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff01}'..='\u{ff9d}' | '\u{fffd}' | '\u{1f300}'..='\u{1f3fa}'
        | '\u{1f400}'..='\u{1faff}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

    use super::*;

    #[test]
    fn what_stands_alone_is_a_cluster_of_its_own() {
        let all = (0x80..=0x10_ffff).filter_map(char::from_u32);
        for letter in all.filter(|letter| stands_alone(*letter) && !is_invisible(*letter)) {
            let text = format!("👍{letter}{letter}각{letter}");
            let clusters: Vec<&str> = text.graphemes(true).collect();
            assert_eq!(clusters.len(), text.chars().count(), "{letter:?}");
            assert_eq!(Some(clusters[1].width()), letter.width(), "{letter:?}");
        }
    }

    #[test]
    fn what_is_counted_or_replaced_is_invisible_too() {
        let all = (0..=0x10_ffff).filter_map(char::from_u32);
        let special = |letter: &char| is_zero_width(*letter) || is_shown_by_no_font(*letter);
        assert!(all.filter(special).all(is_invisible));
    }
}
