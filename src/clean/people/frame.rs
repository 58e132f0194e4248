//! Who posted a text, by the words and the time that blogs and forums put around any name at all.

use std::collections::BTreeSet;
use std::ops::{BitOr, Range};
use std::sync::LazyLock;

use super::super::origin;
use crate::clean::class::{is_space_or, is_word};
use crate::clean::words::Words;
use crate::text::nobody::is_nobody;

/// The usual frames: `N` is the name, `D` the date, white space may stand between the parts.
const FRAMES: &[&str] = &[
    "posted @ D N 阅读",
    "posted on D N 阅读",
    "Posted by N on D",
    "By N on D",
    "By N D",
    "D 由 N",
    "由 N D",
    "来自 N D",
    "由 N 发表于 D",
    "由 N 发布于 D",
    "由 N 于 D",
    "由 N 编写",
    "由 N 创建",
    "由 N 上传",
    "由 N 投稿",
    "由 N 发布",
    "N 发表于 D",
    "N 發表於 D",
    "N 发布于 D",
    "N 發佈於 D",
    "N 提交于 D",
    "N 上传于 D",
    "N 于 D 发布",
    "N 于 D 发表",
    "N 於 D 發表",
    "N 发表在",
    "楼主 N 关注",
    "D N 阅读数",
    "D N 阅读量",
    "D by N",
    "N / D /",
    "N · D ·",
];

/// Marks that may stand between the parts, as white space may.
const BETWEEN: &str = ":：»|·•,，";
/// Longest name, in characters.
const LONGEST: usize = 20;
/// Longest line without a date that is searched for a frame, in bytes.
const LONGEST_UNDATED: usize = 90;
/// What a date is overwritten with, byte by byte, so that all places stay.
const DATE: char = '\u{1}';

/// The words by which lines without a date have a frame.
pub fn frame_words() -> impl Iterator<Item = &'static str> {
    FRAMES.iter().filter(|frame| !frame.contains('D')).filter_map(|frame| frame.split(' ').next_back())
}

/// A frame, taken apart.
struct Frame {
    parts: Vec<Part>,
    dated: bool,
    /// Those of [`WORDS`] that it has, one bit each.
    words: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Date,
    Name,
    Word(&'static str),
}

impl Part {
    fn read(part: &'static str) -> Part {
        match part {
            "D" => Part::Date,
            "N" => Part::Name,
            word => Part::Word(word),
        }
    }

    fn word(self) -> Option<&'static str> {
        match self {
            Part::Word(word) => Some(word),
            Part::Date | Part::Name => None,
        }
    }
}

impl Frame {
    fn read(frame: &'static str) -> Frame {
        let parts: Vec<Part> = frame.split(' ').map(Part::read).collect();
        let words = parts.iter().filter_map(|part| part.word()).map(words_of).fold(0, BitOr::bitor);
        Frame { dated: parts.contains(&Part::Date), words, parts }
    }
}

static READY: LazyLock<Vec<Frame>> =
    LazyLock::new(|| FRAMES.iter().map(|frame| Frame::read(frame)).collect());

/// The words of all frames.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let parts = FRAMES.iter().flat_map(|frame| frame.split(' '));
    Words::new(parts.map(Part::read).filter_map(Part::word).collect::<BTreeSet<_>>())
});

/// The words of frames that stand in a text, one bit each.
fn words_of(text: &str) -> u64 {
    WORDS.all(text).fold(0, |words, hit| words | 1 << hit.word)
}

/// The name in the first frame that fits a line, and what the name and the words around it take.
pub fn framed(text: &str, dates: &[Range<usize>]) -> Option<(String, Range<usize>)> {
    // 本主题由 … 于 … 设置高亮: whoever keeps the board.
    if text.contains("主题由") {
        return None;
    }
    let words = words_of(text);
    let undated = dates.is_empty();
    let may_fit = |frame: &&Frame| {
        frame.words & words == frame.words && !(undated && (frame.dated || text.len() > LONGEST_UNDATED))
    };
    let mut frames = READY.iter().filter(may_fit).peekable();
    frames.peek()?;
    let mut masked = text.to_owned();
    for date in dates {
        masked.replace_range(date.clone(), &DATE.to_string().repeat(date.len()));
    }
    frames.find_map(|frame| {
        let starts = masked.char_indices().map(|(at, _)| at);
        starts
            .filter(|&at| opens_word(&masked, at, frame.parts[0]))
            .find_map(|at| fit(&masked, at, &frame.parts))
    })
}

/// Whether a frame may begin here: words anywhere, a name at the beginning of a word.
fn opens_word(text: &str, at: usize, part: Part) -> bool {
    // example.com/2017/05/… is no name before a date.
    let inside = |c: char| is_word(c) || matches!(c, '.' | '/');
    part != Part::Name || !text[..at].ends_with(inside) && text[at..].starts_with(is_word)
}

fn fit(text: &str, start: usize, parts: &[Part]) -> Option<(String, Range<usize>)> {
    let mut at = start;
    let mut name = None;
    for (index, part) in parts.iter().enumerate() {
        // A mark that is a part of the frame itself is not passed over.
        let marked = part.word().is_some_and(|word| word.starts_with(|c| is_space_or(BETWEEN, c)));
        let skipped = if marked { "" } else { BETWEEN };
        at += text[at..].len() - text[at..].trim_start_matches(|c| is_space_or(skipped, c)).len();
        let rest = &text[at..];
        at += match *part {
            Part::Date => rest.len() - rest.strip_prefix(DATE)?.trim_start_matches(DATE).len(),
            Part::Name => {
                let end = match parts.get(index + 1) {
                    Some(Part::Date) => rest.find(DATE)?,
                    Some(Part::Word(word)) => rest.find(word)?,
                    _ => rest.find(|c: char| !is_word(c) && c != '_').unwrap_or(rest.len()),
                };
                let whole = rest[..end].trim_end_matches(|c| is_space_or(BETWEEN, c));
                // 慢热的鱼 (鱼): a second name in brackets.
                let name_alone = whole.split(['(', '（']).next().unwrap_or(whole).trim_end();
                name = Some(account(name_alone)?);
                end
            }
            Part::Word(word) => rest.starts_with(word).then_some(word.len())?,
        };
    }
    Some((name?.to_owned(), start..at))
}

/// A name of any make, if it is one: Latin ones may have spaces.
fn account(name: &str) -> Option<&str> {
    let written = |c: char| is_word(c) || matches!(c, '_' | '-' | '.' | '·') || c == ' ' && name.is_ascii();
    ((2..=LONGEST).contains(&name.chars().count())
        && name.chars().all(written)
        && name.chars().any(char::is_alphabetic)
        && !name.starts_with(|c: char| c.is_ascii_digit() || "本该此这".contains(c))
        && !is_nobody(name)
        && !origin::is_outlet(name)
        && !origin::is_interface(name))
    .then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::date;

    fn account(text: &str) -> Option<String> {
        let dates: Vec<Range<usize>> = date::find(text).into_iter().map(|found| found.range).collect();
        framed(text, &dates).map(|(name, _)| name)
    }

    #[test]
    fn accounts_stand_on_both_sides_of_the_time() {
        for text in [
            "夜航的人于 2019-03-02 10:20 发布",
            "夜航的人 发表于 2019-03-02 10:20",
            "发表于 2019-03-02 由 夜航的人",
            "posted @ 2019-03-02 10:20 夜航的人 阅读(12) 评论(3)",
            "由 夜航的人 » 2019-03-02, 21:33",
            "由 夜航的人 编写",
        ] {
            assert_eq!(account(text).as_deref(), Some("夜航的人"), "{text}");
        }
        for text in [
            "发表于 2019-03-02 10:20",
            "只看该作者 发表于 2019-03-02",
            "3楼 发表于 2019-03-02",
            "青河日报 发表于 2019-03-02",
            "本帖最后由 编辑",
        ] {
            assert_eq!(account(text), None, "{text}");
        }
    }
}
