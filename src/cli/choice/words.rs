//! The words of the command line: which processes, on which nodes, in whose name.

use super::pointed::Pointed;
use crate::cli::args::Selection;

/// What was typed, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The words of the selector.
    pub words: Vec<String>,
    /// The nodesets, of which every one is meant; all nodes where there is none.
    pub nodes: Vec<String>,
    /// Whose credential to use.
    pub profile: Option<String>,
}

impl Choice {
    /// Takes apart what was typed.
    ///
    /// # Errors
    ///
    /// Where `on` and `with` are not each followed by one word.
    pub fn read(selection: &Selection) -> Result<Self, Pointed> {
        let words = &selection.words;
        let is_preposition = |word: &String| word == "on" || word == "with";
        let end = words.iter().position(is_preposition).unwrap_or(words.len());
        let (groups, plain): (Vec<&String>, Vec<&String>) =
            words[..end].iter().partition(|word| word.starts_with('@'));
        let mut choice = Self {
            words: plain.into_iter().cloned().collect(),
            nodes: selection.nodes.iter().chain(groups).cloned().collect(),
            profile: None,
        };
        let mut at = end;
        while at < words.len() {
            choice.take_pair(words, at)?;
            at += 2;
        }
        Ok(choice)
    }

    /// The same where the words before the first preposition name nodes.
    #[must_use]
    pub fn of_nodes(self) -> Self {
        Self {
            nodes: self.words.into_iter().chain(self.nodes).collect(),
            words: Vec::new(),
            profile: self.profile,
        }
    }

    fn take_pair(&mut self, words: &[String], at: usize) -> Result<(), Pointed> {
        let wrong = |message: String, at| Err(Pointed::word(message, words, at));
        let Some(object) = words.get(at + 1) else {
            let message = match words[at].as_str() {
                "on" => "on wants nodes after it: node1,node2 or node[1-5] or node1,node[5-6]",
                "with" => "with wants the name of a credential after it",
                _ => ODD,
            };
            return wrong(message.to_owned(), at);
        };
        match (words[at].as_str(), &self.profile) {
            ("on", _) => self.nodes.push(object.clone()),
            ("with", None) => self.profile = Some(object.clone()),
            ("with", Some(first)) => {
                return wrong(format!("there is a with already: with {first}"), at);
            }
            (_, _) => return wrong(ODD.to_owned(), at),
        }
        Ok(())
    }
}

/// After the first preposition everything comes in pairs, so their number is even.
const ODD: &str = "here on or with is expected: each takes one word, several nodes are one a,b";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Choice, Pointed> {
        Choice::read(&Selection {
            nodes: Vec::new(),
            words: line.split(' ').map(str::to_owned).collect(),
        })
    }

    #[test]
    fn prepositions_come_after_the_selector_and_take_one_word_each() {
        let choice = read("api:* env:prod @web on db[1-3] with deploy on c").unwrap();
        assert_eq!(choice.words, ["api:*", "env:prod"]);
        assert_eq!(choice.nodes, ["@web", "db[1-3]", "c"]);
        assert_eq!(choice.profile.as_deref(), Some("deploy"));
    }

    #[test]
    fn an_odd_number_of_words_is_refused_where_it_becomes_odd() {
        for (line, sign) in [
            ("cron on", "       ^^"),
            ("cron on a b", "            ^"),
            ("cron on a with", "            ^^^^"),
            ("cron with a with b", "              ^^^^"),
            ("cron on a at b", "            ^^"),
        ] {
            let pointed = read(line).unwrap_err();
            assert_eq!(pointed.lines()[2], sign, "{line}: {}", pointed.message);
        }
    }
}
