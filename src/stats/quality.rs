//! The quality of a document, in figures: what those who keep dumps look at before they trust a text.
//!
//! The measures are those of web corpora (J. Rae and others, “Scaling language models: methods, analysis and
//! insights from training Gopher”, 2021; G. Penedo and others, “The FineWeb datasets”, 2024), with characters
//! and sentences where these count words parted by blanks, which Chinese has none of. A line is a block of
//! the cleaned text: a paragraph, a heading, a list item, a row.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault};
use std::ops::Range;

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

use super::personal::{Personal, personal};
use crate::document::{Block, BlockKind};
use crate::text::variant::is_traditional;

/// What is counted of a document; all in characters (white space aside) or lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    pub lines: u32,
    pub longest_line: u32,
    /// Lines of running text, and those of them that end like a sentence.
    pub running: u32,
    pub ended: u32,
    /// Characters of lines that stood there before.
    pub repeated_lines: u32,
    /// Characters of runs of [`GRAM`] that stood there before.
    pub repeated_grams: u32,
    /// Characters of list items.
    pub lists: u32,
    /// Characters of addresses of the web.
    pub links: u32,
    /// Characters that are neither letters, digits nor punctuation of sentences.
    pub symbols: u32,
    /// Characters that are no text: what a wrong decoding leaves behind, controls, private ones.
    pub broken: u32,
    /// Characters of which the traditional and the simplified forms differ, by form.
    pub traditional: u32,
    pub simplified: u32,
    /// Japanese kana.
    pub kana: u32,
    pub personal: Personal,
}

/// Characters in the runs of which repetition is told: about as long as the ten words of Gopher.
pub const GRAM: usize = 16;

/// Han characters that only simplified texts have, and what wrong decodings of UTF-8 and GBK leave behind.
const SIMPLIFIED: &str = "们这个来说国时会过对发后里经电学体现实开没动进种关问间题应观点长东车书见门马鱼鸟龙龟语话认识让谁请读谢议讨论设计证词试详课调谈谋诗误诉评该";
const BROKEN: &[&str] =
    &["锟斤拷", "锘", "烫烫烫", "屯屯屯", "Ã¤", "Ã¥", "â€", "ï¿½", "ä¸", "å›", "鈥", "銆", "锛", "鐨勬"];

impl Quality {
    pub fn of(blocks: &[Block]) -> Quality {
        let mut quality = Quality::default();
        let mut seen: HashSet<u64, BuildHasherDefault<FxHasher>> = HashSet::default();
        for block in blocks {
            let text = block.text.trim();
            let chars = text.chars().filter(|c| !c.is_whitespace()).count() as u32;
            if chars == 0 {
                continue;
            }
            quality.lines += 1;
            quality.longest_line = quality.longest_line.max(chars);
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote) {
                quality.running += 1;
                quality.ended += u32::from(ends_like_a_sentence(text));
            }
            if block.kind == BlockKind::ListItem {
                quality.lists += chars;
            }
            if !seen.insert(BuildHasherDefault::<FxHasher>::default().hash_one(text)) {
                quality.repeated_lines += chars;
            }
            quality.links += links(text);
            quality.broken += broken(text);
            for c in text.chars() {
                quality.symbols += u32::from(is_symbol(c));
                quality.traditional += u32::from(is_traditional(c));
                quality.simplified += u32::from(SIMPLIFIED.contains(c));
                quality.kana += u32::from(matches!(c, '\u{3041}'..='\u{30ff}' if c != '・' && c != 'ー'));
            }
            quality.personal += personal(text).iter().map(|found| found.kind).collect();
        }
        quality.repeated_grams = repeated_grams(blocks);
        quality
    }

    /// Whether the text is written in simplified or traditional characters, mixes them, or is not Chinese:
    /// `simplified`, `traditional`, `mixed`, `none`.
    pub fn script(&self, han: usize) -> &'static str {
        let (traditional, simplified) = (self.traditional as usize, self.simplified as usize);
        match (traditional, simplified) {
            _ if han == 0 => "none",
            // Some characters of simplified texts are traditional forms of other words.
            (t, s) if t * 8 <= s || t == 0 => "simplified",
            (t, s) if s * 8 <= t => "traditional",
            _ => "mixed",
        }
    }

    /// The language by its characters: `zh`, `ja`, `other`, or `none` where there are no letters.
    pub fn language(&self, han: usize, letters: usize) -> &'static str {
        match han + letters {
            0 => "none",
            _ if self.kana as usize * 10 > han + letters => "ja",
            // A Chinese character says about as much as four letters.
            _ if han * 4 >= letters => "zh",
            _ => "other",
        }
    }
}

fn ends_like_a_sentence(text: &str) -> bool {
    let closing = |c: char| matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '"' | '】');
    let last = text.trim_end_matches(closing).chars().next_back();
    last.is_some_and(|c| {
        matches!(c, '。' | '！' | '？' | '!' | '?' | '.' | '…' | '；' | '：' | ';' | ':' | '｡')
    })
}

fn is_symbol(c: char) -> bool {
    const PUNCTUATION: &str = "。，、；：？！“”‘’（）《》〈〉【】『』「」…—～·.,;:?!\"'()[]-/%";
    !c.is_alphanumeric() && !c.is_whitespace() && !PUNCTUATION.contains(c)
}

/// Characters of addresses: what begins like one, up to a character that none has.
fn links(text: &str) -> u32 {
    let mut rest = text;
    let mut chars = 0;
    while let Some(at) = ["http://", "https://", "www."].iter().filter_map(|head| rest.find(head)).min() {
        let address = &rest[at..];
        let end = address
            .find(|c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"'))
            .unwrap_or(address.len());
        chars += end as u32;
        rest = &address[end.max(1)..];
    }
    chars
}

fn broken(text: &str) -> u32 {
    let single = text.chars().filter(|&c| {
        c == char::REPLACEMENT_CHARACTER
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}')
            || (c.is_control() && !c.is_whitespace())
    });
    let runs: usize = BROKEN.iter().map(|run| text.matches(run).count() * run.chars().count()).sum();
    (single.count() + runs) as u32
}

/// Characters that lie in runs of [`GRAM`] characters which stood in the text before, spacing and punctuation
/// aside; each counts once.
fn repeated_grams(blocks: &[Block]) -> u32 {
    let chars: Vec<char> =
        blocks.iter().flat_map(|block| block.text.chars()).filter(|c| c.is_alphanumeric()).collect();
    let mut seen: HashMap<u64, usize, BuildHasherDefault<FxHasher>> = HashMap::default();
    let hasher = BuildHasherDefault::<FxHasher>::default();
    let (mut repeated, mut counted) = (0, 0);
    for (at, run) in chars.windows(GRAM).enumerate() {
        match seen.get(&hasher.hash_one(run)) {
            // A run that overlaps itself (哈哈哈) repeats too.
            Some(_) => {
                let range: Range<usize> = at.max(counted)..at + GRAM;
                repeated += range.len();
                counted = at + GRAM;
            }
            None => {
                seen.insert(hasher.hash_one(run), at);
            }
        }
    }
    repeated as u32
}

/// What a document's figures say against it: bounds of Gopher (repetition, symbols, sentences) and FineWeb (lines
/// that end, short texts), in Chinese characters.
pub fn doubts(row: &Figures) -> Vec<&'static str> {
    let bounds: [(&'static str, bool); 9] = [
        ("short", row.chars < 100),
        ("repeated-lines", row.repeated_lines > 0.3),
        ("repeated-text", row.repeated_grams > 0.3),
        ("no-sentences", row.ended < 0.12 && row.running > 2),
        ("symbols", row.symbols > 0.1),
        ("links", row.links > 0.1),
        ("lists", row.lists > 0.9),
        ("broken", row.broken > 0),
        ("personal", row.personal.total() > 0),
    ];
    bounds.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| name).collect()
}

/// The figures of a document that bounds are set for; shares are of its characters.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    pub chars: usize,
    pub running: u32,
    pub ended: f64,
    pub repeated_lines: f64,
    pub repeated_grams: f64,
    pub symbols: f64,
    pub links: f64,
    pub lists: f64,
    pub broken: u32,
    pub personal: Personal,
}

impl Figures {
    pub fn of(quality: &Quality, chars: usize) -> Figures {
        let share = |n: u32| f64::from(n) / chars.max(1) as f64;
        Figures {
            chars,
            running: quality.running,
            ended: f64::from(quality.ended) / f64::from(quality.running.max(1)),
            repeated_lines: share(quality.repeated_lines),
            repeated_grams: share(quality.repeated_grams),
            symbols: share(quality.symbols),
            links: share(quality.links),
            lists: share(quality.lists),
            broken: quality.broken,
            personal: quality.personal,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::Characters;

    fn quality(lines: &[&str]) -> (Quality, Figures) {
        let block = |text: &&str| Block {
            kind: BlockKind::Paragraph,
            text: (*text).into(),
            spans: Vec::new(),
            repair: None,
            doubt: None,
        };
        let blocks: Vec<Block> = lines.iter().map(block).collect();
        let quality = Quality::of(&blocks);
        let chars = blocks.iter().map(|block| Characters::of(&block.text).total()).sum();
        (quality, Figures::of(&quality, chars))
    }

    #[test]
    fn what_stands_twice_counts_the_second_time() {
        let line = "渔港码头扩建以后渔船回来得更早了，渔民的收入也增加了。";
        let (once, figures) = quality(&[line, "别的一行。"]);
        assert_eq!((once.repeated_lines, once.repeated_grams, figures.ended), (0, 0, 1.0));
        let (twice, figures) = quality(&[line, line]);
        assert_eq!(twice.repeated_lines as usize, line.chars().count());
        assert_eq!(figures.repeated_lines, 0.5);
        assert!(twice.repeated_grams as usize >= line.chars().count() - 2);
        assert!(doubts(&figures).contains(&"repeated-lines"));
        let (laughter, _) = quality(&[&"哈".repeat(100)]);
        assert!(laughter.repeated_grams >= 80, "{laughter:?}");
    }

    #[test]
    fn scripts_and_languages_are_told_apart() {
        let told = |text: &str| {
            let (quality, _) = quality(&[text]);
            let characters = Characters::of(text);
            (quality.script(characters.han), quality.language(characters.han, characters.letters))
        };
        assert_eq!(told("这个渔港的码头是国家出钱修的。"), ("simplified", "zh"));
        assert_eq!(told("這個漁港的碼頭是國家出錢修的。"), ("traditional", "zh"));
        assert_eq!(told("这个渔港的码头說是國家出錢修的嗎"), ("mixed", "zh"));
        assert_eq!(told("The harbour was rebuilt."), ("none", "other"));
        assert_eq!(told("港の工事が終わりましたので、船が戻ってきました。").1, "ja");
        assert_eq!(told("12345"), ("none", "none"));
    }

    #[test]
    fn links_symbols_and_broken_characters_are_counted() {
        let (links, _) = quality(&["详见 https://example.com/a?b=1 和 www.example.org。"]);
        assert_eq!(links.links, 25 + 15);
        let (broken, figures) = quality(&["渔港锟斤拷码头\u{fffd}"]);
        assert_eq!(broken.broken, 4);
        assert!(doubts(&figures).contains(&"broken"));
        let (symbols, _) = quality(&["★★☆渔港■□"]);
        assert_eq!(symbols.symbols, 5);
    }

    proptest! {
        #[test]
        fn no_share_is_more_than_all(lines in proptest::collection::vec("[渔港码头。a1★ ]{0,30}|\\PC{0,20}", 0..6)) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let (_, figures) = quality(&lines);
            for share in [figures.ended, figures.repeated_lines, figures.symbols, figures.links, figures.lists] {
                prop_assert!((0.0..=1.0).contains(&share), "{figures:?}");
            }
            prop_assert!(figures.repeated_grams <= 1.0);
        }
    }
}
