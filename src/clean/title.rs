//! The title of a page.

use super::line::Line;
use super::noise::Noise;

/// Longest title, in characters.
const LONGEST: u32 = 64;

/// What stands between a page's title and its site's name.
const SITE_MARKS: [&str; 8] = ["_", "--", " - ", "－", " | ", "|", "—", "-"];

/// The longest start of the first line that a later line repeats, without the names of channel and site.
pub fn without_site<'a>(text: &'a str, lines: &[Line]) -> &'a str {
    let mut cut = text.len();
    while let Some(at) = SITE_MARKS.iter().filter_map(|mark| text[..cut].rfind(mark)).max() {
        let head = text[..at].trim_end();
        if head.chars().count() < 4 {
            break;
        }
        if lines.iter().skip(1).take(120).any(|line| line.text == head) {
            return head;
        }
        cut = at;
    }
    text
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
    line.chars >= 3
        && line.chars <= LONGEST
        && !prose
        && line.han + line.chars / 2 >= 3
        && (!line.bullet || text.starts_with('《'))
        && !text.starts_with(['-', '—', '(', '（', '['])
        && noise.is_none_or(|noise| !noise.certain)
        && !text.contains("://")
        && !text.contains("www.")
}
