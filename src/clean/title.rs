//! The title of a page.

use super::line::Line;
use super::noise::Noise;

/// Longest title, in characters.
const LONGEST: u32 = 64;

/// What stands between a page's title and its site's name.
const SITE_MARKS: [&str; 8] = ["_", "--", " - ", "－", " | ", "|", "—", "-"];

/// The part of a page's first line that a later line repeats: without the names of channel and site, which
/// stand behind it or, less often, before it.
pub fn without_site<'a>(text: &'a str, lines: &[Line]) -> &'a str {
    let repeated = |part: &str| {
        part.chars().count() >= 4 && lines.iter().skip(1).take(160).any(|line| line.text == part)
    };
    if repeated(text) {
        return text;
    }
    let marks = || SITE_MARKS.iter().flat_map(|mark| text.match_indices(mark));
    let heads = marks().map(|(at, _)| text[..at].trim_end());
    let tails = marks().map(|(at, mark)| text[at + mark.len()..].trim_start());
    heads.chain(tails).filter(|part| repeated(part)).max_by_key(|part| part.len()).unwrap_or(text)
}

/// The title behind a label (标题: …, 标  题：…, Subject: …).
pub fn labelled(text: &str) -> Option<&str> {
    let at = text.find([':', '：', '】'])?;
    let label: String = text[..at].chars().filter(|c| !c.is_whitespace() && *c != '【').collect();
    let rest = text[at..].trim_start_matches([':', '：', '】']).trim();
    (matches!(
        label.as_str(),
        "标题" | "題目" | "题目" | "標題" | "主题" | "帖子主题" | "文章标题" | "Subject" | "Title"
    ) && !rest.is_empty())
    .then_some(rest)
}

/// Shared neighbours of characters: how much of `text` the body speaks of, 0 to 1.
pub fn overlap(text: &str, body: &dyn Fn(char, char) -> bool) -> f32 {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if chars.len() < 2 {
        return 0.0;
    }
    let shared = chars.windows(2).filter(|pair| body(pair[0], pair[1])).count();
    shared as f32 / (chars.len() - 1) as f32
}

/// Whether a line can be a title at all.
pub fn possible(line: &Line, noise: Option<Noise>) -> bool {
    let text = line.text;
    let prose = text.ends_with(['。', '，', ',', '；', ';', '、', '：', ':']);
    line.chars >= 2
        && line.chars <= LONGEST
        && !prose
        && line.han + line.chars / 2 >= 2
        && !text.starts_with(['-', '—', '(', '（', '['])
        && noise.is_none_or(|noise| !noise.certain)
        && !text.contains("://")
        && !text.contains("www.")
}

/// What follows a dash in a title and says what kind of text it is.
pub fn is_subtitle(tail: &str) -> bool {
    let ends = [
        "纪实", "侧记", "综述", "报道", "纪事", "见闻", "启示", "札记", "观察", "访谈", "掠影", "素描",
        "剪影", "述评", "调查", "专访",
    ];
    let starts = ["记", "访", "来自", "写在", "献给", "评", "读", "论"];
    tail.chars().count() >= 5
        && (ends.iter().any(|end| tail.ends_with(end)) || starts.iter().any(|start| tail.starts_with(start)))
}
