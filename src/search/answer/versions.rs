//! Versions of one text among what was found: documents of one title that share much of their text. The newest
//! goes first, where the best of them stood, and the others follow it.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Match;
use crate::search::article::begins_article;
use crate::search::texts::Reader;

/// Matches looked at: as many as anybody looks at.
const MOST: usize = 60;
/// Versions of one text share at least this part of the lines of the shorter one.
const SHARED: f32 = 0.3;
/// Lines shorter than this, in bytes, say little.
const LINE: usize = 30;
/// A shorter title, in bytes, is that of many texts.
const TITLE: usize = 6;
/// A statute has at least so many articles.
const ARTICLES: usize = 3;
/// State that a law's full title names first and that nobody types.
const STATE: &str = "中华人民共和国";

/// The part of a title (folded) that names the text: without the book marks around it, the name of the state
/// before it, and what is said of the version in brackets behind it.
pub fn core(title: &str) -> &str {
    let mut core = title.trim();
    while let Some(open) = core.strip_suffix([')', '）']).and_then(|rest| rest.rfind(['(', '（'])) {
        // （三） is part of a name, （2019年修正） is not.
        if open == 0 || !tells_version(&core[open..]) {
            break;
        }
        core = core[..open].trim_end();
    }
    let quoted = core.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    core = quoted.filter(|inside| !inside.contains(['《', '》'])).unwrap_or(core);
    core.strip_prefix(STATE).filter(|rest| !rest.is_empty()).unwrap_or(core)
}

/// Whether what stands in brackets behind a title says which version it is: its date, or its state.
fn tells_version(brackets: &str) -> bool {
    const STATES: [&str; 7] = ["修正", "修订", "试行", "暂行", "草案", "废止", "失效"];
    brackets.chars().filter(char::is_ascii_digit).count() >= 4
        || STATES.iter().any(|state| brackets.contains(state))
}

/// Brings versions together and marks the older ones.
pub fn group(matches: &mut Vec<Match<'_>>, texts: &Reader) {
    let mut of_title: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, found) in matches.iter().enumerate().take(MOST) {
        let title = String::from_utf8_lossy(found.segment.titles().title(found.doc)).into_owned();
        let core = core(&title);
        if core.len() >= TITLE {
            of_title.entry(core.to_owned()).or_default().push(at);
        }
    }
    // For each match, behind which it goes, and as which version.
    let mut place: Vec<(usize, usize)> = (0..matches.len()).map(|at| (at, 0)).collect();
    for (_, group) in of_title.into_iter().filter(|(_, group)| group.len() > 1) {
        let mut rest = group.as_slice();
        while let Some((&first, others)) = rest.split_first() {
            let lines = lines(&matches[first], texts);
            let statute = is_statute(&matches[first], texts);
            let alike = |&&at: &&usize| {
                let found = &matches[at];
                let same = || share(&lines, &self::lines(found, texts)) >= SHARED;
                found.class == matches[first].class && (statute && is_statute(found, texts) || same())
            };
            let mut versions: Vec<usize> =
                std::iter::once(first).chain(others.iter().filter(alike).copied()).collect();
            if versions.len() < 2 {
                rest = others;
                continue;
            }
            versions.sort_by_key(|&at| (Reverse(matches[at].published()), at));
            let newest = matches[versions[0]].segment.id(matches[versions[0]].doc);
            for (number, &at) in versions.iter().enumerate() {
                place[at] = (first, number);
                matches[at].version_of = (number > 0).then_some(newest);
            }
            break;
        }
    }
    let mut ordered: Vec<((usize, usize), Match<'_>)> = place.into_iter().zip(matches.drain(..)).collect();
    ordered.sort_by_key(|(place, _)| *place);
    matches.extend(ordered.into_iter().map(|(_, found)| found));
}

fn lines(found: &Match<'_>, texts: &Reader) -> FxHashSet<u32> {
    let page = texts.page(found.segment, found.doc);
    let lines = page.lines.iter().filter(|line| line.len() >= LINE);
    lines.filter_map(|line| page.folded.get(line.clone())).map(crc32fast::hash).collect()
}

/// Whether a text is made of articles: the title of a statute names one text, however much of it was drafted anew.
fn is_statute(found: &Match<'_>, texts: &Reader) -> bool {
    let page = texts.page(found.segment, found.doc);
    let lines = page.lines.iter().filter_map(|line| page.folded.get(line.clone()));
    lines.filter(|line| begins_article(line)).nth(ARTICLES - 1).is_some()
}

fn share(a: &FxHashSet<u32>, b: &FxHashSet<u32>) -> f32 {
    let fewest = a.len().min(b.len());
    if fewest == 0 { 0.0 } else { a.intersection(b).count() as f32 / fewest as f32 }
}

#[cfg(test)]
mod tests {
    use super::core;

    #[test]
    fn titles_name_texts() {
        for (title, named) in [
            ("中华人民共和国河道法", "河道法"),
            ("《河道法》(2012年修正)", "河道法"),
            ("河道条例（试行）（2019）", "河道条例"),
            ("关于《河道法》的解释（一）", "关于《河道法》的解释（一）"),
            ("河道法修正案（七）", "河道法修正案（七）"),
            ("中华人民共和国", "中华人民共和国"),
            ("（一）", "（一）"),
            ("", ""),
        ] {
            assert_eq!(core(title), named, "{title}");
        }
    }
}
