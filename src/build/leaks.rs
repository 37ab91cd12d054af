//! The bytes of a finished site → findings where they hold words that its edition may not show.
//!
//! The last wall: whatever was withheld when the edition was cleared is looked for in every file, as runs of words. A
//! hit is a defect of the program, and nothing is published.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::{Finding, Place, codes::overlay as o};
use crate::overlay::{Cleared, ComposedTopic, Withheld};
use crate::site::Content;
use crate::source::{Memo, Same, SitePath, SourceTree};

/// Words of a run (overlay design, 5.15).
const RUN: usize = 8;
/// A shorter text is looked for as a whole, from so many words on …
const SHORTEST: usize = 4;
/// … or where one word of it has so many digits: telephone numbers, codes.
const DIGITS: usize = 5;

/// What an edition withholds, to be looked for in each file of its site.
#[derive(Debug)]
pub(super) struct LeakScan {
    withheld: Vec<Withheld>,
    runs: Runs,
}

/// Which withheld runs each topic shows all the same, by what is withheld.
#[derive(Debug, Default)]
pub(super) struct LeakMemory {
    runs: Vec<BTreeSet<u64>>,
    shown: Memo<ShownKey, Arc<[u64]>>,
}

/// The number of the runs, and a topic.
type ShownKey = (usize, Same<ComposedTopic>);

/// Sets of runs that are kept: those of each edition, and some that edits left behind.
const MOST_RUNS: usize = 1_000;

impl LeakMemory {
    /// Begins another making.
    pub(super) fn turn(&mut self) {
        self.shown.turn();
        if self.runs.len() > MOST_RUNS {
            *self = Self::default();
        }
    }

    /// A number for these runs.
    fn number(&mut self, runs: &Runs) -> usize {
        let hashes: BTreeSet<u64> = runs.by_hash.keys().copied().collect();
        self.runs.iter().rposition(|known| *known == hashes).unwrap_or_else(|| {
            self.runs.push(hashes);
            self.runs.len() - 1
        })
    }
}

impl LeakScan {
    /// What an edition withholds, without what it shows elsewhere: that is no secret. `titles` are shown too. `None` where nothing
    /// is withheld.
    pub(super) fn of<'s>(
        cleared: &Cleared,
        titles: impl Iterator<Item = &'s String>,
        memory: &mut LeakMemory,
    ) -> Option<Self> {
        if cleared.withheld().is_empty() {
            return None;
        }
        let withheld = cleared.withheld().to_vec();
        let mut runs = Runs::of(&withheld);
        let number = memory.number(&runs);
        let known = &memory.shown;
        let shown: Vec<(ShownKey, Arc<[u64]>)> = cleared
            .topics()
            .par_iter()
            .map(|topic| {
                let key = (number, Same(Arc::clone(topic)));
                let look = || runs.shown_in(cleared.shown_words(topic).iter().map(String::as_str)).into();
                let shown = known.get(&key).map_or_else(look, Arc::clone);
                (key, shown)
            })
            .collect();
        let in_titles = runs.shown_in(titles.map(String::as_str));
        runs.open(&in_titles);
        for (key, shown) in shown {
            runs.open(&shown);
            memory.shown.keep(key, shown);
        }
        Some(Self { withheld, runs })
    }

    /// `shown`: everything that the edition does show; what stands there too is no secret.
    #[cfg(test)]
    fn new<'s>(withheld: Vec<Withheld>, shown: impl Iterator<Item = &'s str>) -> Self {
        let mut runs = Runs::of(&withheld);
        let shown = runs.shown_in(shown);
        runs.open(&shown);
        Self { withheld, runs }
    }

    /// Looks through one file; says each part that was withheld once.
    pub(super) fn look(&self, path: &SitePath, content: &Content, sources: &SourceTree) -> Vec<Finding> {
        let Content::Bytes(bytes) = content else { return Vec::new() };
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| !self.runs.by_hash.is_empty()) else {
            return Vec::new();
        };
        let texts = match path.ending() {
            "html" | "svg" | "xml" => markup_texts(text),
            "js" | "json" | "webmanifest" => vec![unescaped(text)],
            _ => vec![text.to_owned()],
        };
        let found: BTreeSet<usize> =
            texts.iter().flat_map(|text| self.runs.in_words(&words(text))).map(|(_, at)| at).collect();
        let leak = |at: usize| {
            let part = self.withheld.get(at)?;
            // The words themselves stay out of the message: it may be read by anybody.
            let message = format!("text meant for {} was found in {path}", part.class);
            let place = sources.text(part.source).map(|text| Place::new(text.path.shared(), part.span));
            let line = "please report this, it is a defect of the program; no file that holds it is published or shown";
            Some(Finding { place, ..Finding::new(&o::O606, message).try_line(line) })
        };
        found.into_iter().filter_map(leak).collect()
    }
}

/// Runs of withheld words, by a hash of them.
#[derive(Debug)]
struct Runs {
    /// The withheld part that each comes from.
    by_hash: HashMap<u64, usize>,
    /// The lengths that there are.
    lengths: [bool; RUN + 1],
}

impl Runs {
    fn of(withheld: &[Withheld]) -> Self {
        let mut runs = Self { by_hash: HashMap::new(), lengths: [false; RUN + 1] };
        for (at, part) in withheld.iter().enumerate() {
            let words = words(&part.words);
            let long = words.iter().any(|word| word.bytes().filter(u8::is_ascii_digit).count() >= DIGITS);
            if words.is_empty() || (words.len() < SHORTEST && !long) {
                continue;
            }
            let length = words.len().min(RUN);
            if let Some(there) = runs.lengths.get_mut(length) {
                *there = true;
            }
            for run in words.windows(length) {
                runs.by_hash.entry(hash(run)).or_insert(at);
            }
        }
        runs
    }

    /// The withheld runs that texts show, each once.
    fn shown_in<'s>(&self, texts: impl Iterator<Item = &'s str>) -> Vec<u64> {
        let hashes = texts.flat_map(|text| self.in_words(&words(text))).map(|(hash, _)| hash);
        hashes.collect::<BTreeSet<u64>>().into_iter().collect()
    }

    /// Takes runs out that are no secret.
    fn open(&mut self, shown: &[u64]) {
        for hash in shown {
            self.by_hash.remove(hash);
        }
    }

    /// The runs among these words: hash and withheld part.
    fn in_words(&self, words: &[String]) -> Vec<(u64, usize)> {
        let lengths = (1..=RUN).filter(|length| self.lengths.get(*length).copied().unwrap_or_default());
        let windows = lengths.flat_map(|length| words.windows(length));
        windows.filter_map(|run| self.by_hash.get_key_value(&hash(run)).map(|(hash, at)| (*hash, *at))).collect()
    }
}

/// FNV-1a, 64 bits: fast, and a clash only stops a publication that a person then looks at.
fn hash(run: &[String]) -> u64 {
    let bytes = run.iter().flat_map(|word| word.bytes().chain(std::iter::once(0)));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Letters and digits in lower case; all else parts words.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The running text of HTML, and each attribute by itself.
fn markup_texts(html: &str) -> Vec<String> {
    let mut running = String::with_capacity(html.len());
    let mut texts = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        push_decoded(&mut running, text);
        let (tag, after) = tag_end(after);
        for value in tag.split('"').skip(1).step_by(2) {
            let mut decoded = String::new();
            push_decoded(&mut decoded, value);
            texts.push(decoded);
        }
        // Only these end a word; `<em>` may stand inside of one.
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !matches!(
            name.as_str(),
            "em" | "strong" | "code" | "del" | "sup" | "sub" | "span" | "a" | "mark" | "b" | "i"
        ) {
            running.push(' ');
        }
        rest = after;
    }
    push_decoded(&mut running, rest);
    texts.push(running);
    texts
}

/// A tag up to its `>`; one in quotation marks does not end it.
fn tag_end(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return text.split_at(at),
            _ => {}
        }
    }
    (text, "")
}

fn push_decoded(out: &mut String, text: &str) {
    let text = text.strip_prefix('>').unwrap_or(text);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        let Some((name, after)) = entity else {
            out.push(' ');
            rest = after;
            continue;
        };
        let number = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16).ok());
        let number = number.or_else(|| name.strip_prefix('#').map(|digits| digits.parse().ok())).flatten();
        out.push(number.and_then(char::from_u32).unwrap_or(' '));
        rest = after;
    }
    out.push_str(rest);
}

/// JSON and scripts without their escapes.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let Some('u') = letters.next() else {
            out.push(' ');
            continue;
        };
        let digits: String = letters.by_ref().take(4).collect();
        out.push(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).unwrap_or(' '));
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::LeakScan;
    use crate::finding::Span;
    use crate::overlay::Withheld;
    use crate::site::Content;
    use crate::source::{Date, SitePath, SourcePath, SourceText, SourceTree};

    /// The files in which one of the secrets is found.
    fn leaks(files: &[(&str, &str)], secrets: &[&str], shown: &[&str]) -> Vec<String> {
        let text = SourceText { path: SourcePath::new("t.md").unwrap(), text: "x".into() };
        let sources = SourceTree::new(vec![text], BTreeMap::new(), Date::default());
        let source = sources.texts().next().unwrap().0;
        let withheld: Vec<Withheld> = secrets
            .iter()
            .map(|words| Withheld {
                words: (*words).to_owned(),
                source,
                span: Span::default(),
                class: "restricted".into(),
            })
            .collect();
        let scan = LeakScan::new(withheld, shown.iter().copied());
        let look = |(path, text): &(&str, &str)| {
            scan.look(&SitePath::new(path).unwrap(), &Content::Bytes(text.as_bytes().to_vec()), &sources)
        };
        let found: Vec<_> = files.iter().flat_map(look).collect();
        assert!(found.iter().all(|finding| finding.code.id == "O606"));
        found.into_iter().map(|finding| finding.message).collect()
    }

    const SECRET: &str = "The bridge opens with the code that the duty manager & Ann keep.";

    #[test]
    fn withheld_words_are_found_in_every_kind_of_file() {
        for (path, text) in [
            ("a.html", "<p>The bridge <em>opens</em> with the\ncode that the duty manager &amp; Ann keep.</p>"),
            ("a.html", "<img alt=\"the bridge opens with the code that the duty\">"),
            ("search/a.js", r#"x(["The bridge opens with\nthe code that the duty \u006danager"])"#),
            ("a.txt", "x the bridge opens with the code that the x"),
        ] {
            assert_eq!(leaks(&[(path, text)], &[SECRET], &[]).len(), 1, "{path}: {text}");
        }
    }

    #[test]
    fn numbers_are_looked_for_and_common_words_are_not() {
        let page = ("a.html", "<td>PIN 480 9231 44</td><td>01632 960111</td><td>On call</td>");
        assert_eq!(leaks(&[page], &["01632 960111"], &[]).len(), 1);
        assert_eq!(leaks(&[page], &["On call"], &[]), Vec::<String>::new());
    }

    #[test]
    fn what_the_edition_shows_elsewhere_is_no_secret() {
        let page = ("a.html", "<p>The bridge opens with the code that the duty manager and Ann keep.</p>");
        let shown = "The bridge opens with the code that the duty manager and Ann keep.";
        assert_eq!(leaks(&[page], &[SECRET], &[shown]), Vec::<String>::new());
    }
}
