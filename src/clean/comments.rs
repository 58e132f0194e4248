//! Readers' comments behind the text of a page of HTML: short things said, each under a name and a time.

use super::date;
use super::line::Line;

/// Longest line with a reader's name and the time, in characters.
const LONGEST_HEAD: u32 = 40;
/// Most lines from one of them to the next.
const FARTHEST: usize = 6;
/// So many in a row are comments.
const FEWEST: usize = 3;
/// How far above the first their heading may stand.
const REACH: usize = 3;

/// How long ago something was said.
const AGO: &[&str] = &[
    "秒前",
    "秒钟前",
    "分钟前",
    "分鐘前",
    "小时前",
    "小時前",
    "天前",
    "周前",
    "个月前",
    "個月前",
    "年前",
    "刚刚",
    "剛剛",
    "昨天",
    "前天",
];

/// Where the comments begin behind a line, their heading included.
pub fn start(lines: &[Line], from: usize) -> Option<usize> {
    let heads: Vec<usize> = (from..lines.len()).filter(|&at| is_head(&lines[at])).collect();
    let near = |pair: &[usize]| (2..=FARTHEST).contains(&(pair[1] - pair[0]));
    let heading =
        |first: usize| (first.saturating_sub(REACH).max(from)..first).find(|&at| is_heading(&lines[at]));
    // A heading of their own makes them comments, however few.
    let announced = heads.iter().find_map(|&first| heading(first));
    let first = || heads.windows(FEWEST).find(|run| run.windows(2).all(near)).map(|run| run[0]);
    let unannounced = || first().map(|first| heading(first).unwrap_or(first));
    announced.or_else(unannounced)
}

/// 柳林老王 6月15日 16:02, 半山 [临汀网友] 43分钟前: somebody's name, and when.
fn is_head(line: &Line) -> bool {
    let text = line.text;
    let clock = || text.contains([':', '：']) && (text.contains('月') || !date::find(text).is_empty());
    let told = is_ago(text) || line.digits >= 4 && clock();
    let named = !text.starts_with(|c: char| c.is_ascii_digit() || c == '[' || c == '【');
    told && named && line.chars <= LONGEST_HEAD && line.stops == 0 && line.hint.link_share < 80
}

/// 43分钟前
pub fn is_ago(text: &str) -> bool {
    AGO.iter().any(|ago| text.contains(ago))
}

/// 网友评论, 136评论, 最新留言（12）
pub fn is_heading(line: &Line) -> bool {
    const WORDS: &[&str] =
        &["评论", "評論", "留言", "跟帖", "跟贴", "热议", "熱議", "回应", "回應", "讨论", "討論"];
    line.chars <= 16 && line.stops == 0 && WORDS.iter().any(|word| line.text.contains(word))
}
