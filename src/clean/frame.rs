//! Where on a page of HTML its text can stand: behind its title, before its readers' comments, and before a
//! marker that only other texts follow.

use std::collections::HashMap;
use std::ops::Range;

use super::comments;
use super::line::Line;
use super::noise::Noise;
use crate::ingest::Tag;

/// Shortest title that is known by the name of the page's window, in characters.
const SHORTEST_TITLE: u32 = 4;
/// Characters of prose that make a text, however short.
const TEXT: u32 = 40;
/// An element that holds so many times as much prose is the text, whatever stands before it.
const FAR_MORE: u32 = 3;

/// The lines among which the text is looked for. `title` is what the page's tags call it.
pub fn of(lines: &[Line], noise: &[Option<Noise>], title: Option<&str>) -> Range<usize> {
    if lines.first().is_none_or(|line| line.hint.tag != Tag::Title) {
        return 0..lines.len();
    }
    let prose = |range: Range<usize>| range.filter(|&at| lines[at].is_prose() && noise[at].is_none());
    let chars = |range: Range<usize>| prose(range).map(|at| lines[at].chars).sum::<u32>();
    let known = shown_title(lines, title);
    let marked = |at: &usize| matches!(lines[*at].hint.tag, Tag::Heading(_));
    let comments = comments::start(lines, known.filter(marked).unwrap_or(0)).unwrap_or(lines.len());
    // What is no heading may be the site's name under a letter.
    let heads = |at: &usize| {
        let behind = chars(*at..comments.max(*at));
        marked(at) || behind >= TEXT && behind >= chars(0..*at)
    };
    let start = known.filter(heads).unwrap_or(0);
    // Verse has no prose.
    let said: u32 = (start + 1..comments).filter(|&at| noise[at].is_none()).map(|at| lines[at].chars).sum();
    let comments = Some(comments).filter(|_| said >= TEXT);
    let mut markers =
        (start + 1..lines.len()).filter(|&at| noise[at].is_some_and(|noise| noise.ends && noise.certain));
    let end = markers.find(|&marker| {
        let before = by_element(lines, prose(start + 1..marker));
        let behind = by_element(lines, prose(marker + 1..lines.len()));
        let goes_on = behind.keys().any(|element| before.contains_key(element));
        let most = |texts: &HashMap<u32, u32>| texts.values().max().copied().unwrap_or(0);
        before.values().sum::<u32>() >= TEXT && !goes_on && most(&behind) <= FAR_MORE * most(&before)
    });
    start..end.into_iter().chain(comments).min().unwrap_or(lines.len())
}

/// The characters of prose that each element holds.
fn by_element(lines: &[Line], prose: impl Iterator<Item = usize>) -> HashMap<u32, u32> {
    let mut chars = HashMap::new();
    for at in prose {
        *chars.entry(lines[at].hint.element).or_default() += lines[at].chars;
    }
    chars
}

/// The line that shows the page's title: a heading, or what the window is called, or begins or ends with.
fn shown_title(lines: &[Line], title: Option<&str>) -> Option<usize> {
    let window = lines.first().filter(|line| line.hint.tag == Tag::Title)?.text;
    let named = |line: &Line| {
        let known = title.is_some_and(|title| line.text.ends_with(title));
        line.chars >= SHORTEST_TITLE
            && (known || window.starts_with(line.text) || window.ends_with(line.text))
    };
    let heading = |line: &&Line| matches!(line.hint.tag, Tag::Heading(1..=3)) && named(line);
    let shown = |line: &&Line| line.hint.link_share < 80 && line.hint.tag != Tag::Chrome && named(line);
    // A window may be called by the site's name alone; then the page's only main heading is its title.
    let main = |line: &&Line| line.hint.tag == Tag::Heading(1) && line.hint.link_share < 80;
    let behind = &lines[1..];
    let find = |fits: &dyn Fn(&&Line) -> bool| behind.iter().position(|line| fits(&line));
    find(&heading).or_else(|| find(&main)).or_else(|| find(&shown)).map(|at| at + 1)
}
