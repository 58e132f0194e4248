//! Which lines are the furniture of a page, judged line by line.

use super::class::{is_han, is_space_or, is_word};
use super::line::Line;
use super::phrases::{self, Key, Phrase};
use super::words::closes_in_any_case;
use super::{date, debris};
use crate::document::Reason;
use crate::ingest::Tag;

/// What speaks against a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noise {
    pub reason: Reason,
    /// Certain enough to be taken out of the middle of the text.
    pub certain: bool,
    /// The text ends before this line, once enough of it has passed.
    pub ends: bool,
    pub rule: &'static str,
}

impl Noise {
    pub fn new(reason: Reason, certain: bool, rule: &'static str) -> Noise {
        Noise { reason, certain, ends: false, rule }
    }
}

/// The rule by which lines of nothing but links are known by their tags.
pub const LINKS: &str = "html-links";
/// The rule by which lines of little more than an address are known.
pub const WEB_ADDRESS: &str = "web-address";
/// The rule by which rulers between the sections of a text are known.
pub const RULER: &str = "ruler";
/// The rule by which pages of a newspaper's edition are known.
pub const PAGE_OF_PAPER: &str = "page-of-paper";

/// Judges one line; `key` is scratch space.
pub fn judge(line: &Line, key: &mut Key) -> Option<Noise> {
    // What the window is called is no part of the page, whatever its words (… - Powered by Discuz!).
    if line.hint.tag == Tag::Title {
        return None;
    }
    if line.hint.tag == Tag::Aside {
        return Some(Noise::new(Reason::Interface, true, "html-aside"));
    }
    if line.hint.tag == Tag::Chrome && !line.hint.main {
        return Some(Noise::new(Reason::Navigation, true, "html-chrome"));
    }
    // A title with a button behind it is no button.
    let titled = debris::without(line.text).len() < line.text.len();
    // （八）生产许可证编号； is a clause of a numbered list, whatever its words are elsewhere.
    let clause = line.ends_sentence() && line.numbered.is_some();
    let statement = || line.chars <= phrases::LONGEST_STATEMENT && states(line.text);
    if (line.chars <= phrases::LONGEST || statement()) && !clause && !titled {
        key.read(line.text);
        if let Some(noise) = by_phrase(line, key) {
            return Some(noise);
        }
    }
    by_shape(line, key)
}

/// 特别声明：…
fn states(text: &str) -> bool {
    let label =
        text.char_indices().take(10).find(|(_, c)| matches!(c, ':' | '：')).map(|(at, _)| &text[..at]);
    label.is_some_and(|label| ["声明", "聲明", "说明", "說明"].iter().any(|end| label.ends_with(end)))
}

fn by_phrase(line: &Line, key: &Key) -> Option<Noise> {
    // Folding leaves out white space and nothing else.
    let chars = line.chars as usize;
    if chars <= 16
        && let Some(reason) = key.whole()
    {
        // 免责声明 over a block of small print; in a menu it is a link.
        if key.ends_with("声明") && !line.bullet && line.digits == 0 {
            return Some(Noise { reason: Reason::Copyright, certain: true, ends: true, rule: "declaration" });
        }
        // 工具 is a chapter too: the page says so, and stands by the text that they are in.
        if line.hint.main
            && matches!(line.hint.tag, Tag::Heading(2..))
            && reason == Reason::Navigation
            && !line.text.contains("评论")
        {
            return None;
        }
        let ends = matches!(reason, Reason::Related);
        return Some(Noise { reason, certain: true, ends, rule: "whole-line-phrase" });
    }
    let prose = line.ends_sentence() && (line.chars >= 30 || line.commas >= 2);
    let (mut best, mut hits, mut ends): (Option<&Phrase>, _, _) = (None, 0, false);
    for phrase in key.phrases(chars, prose) {
        // A telephone number or an address is given in many a text.
        hits += u32::from(!phrase.is_contact());
        ends |= phrase.ends;
        if best.is_none_or(|best| phrase.opening && !best.opening || phrase.text.len() > best.text.len()) {
            best = Some(phrase);
        }
    }
    let best = best?;
    // 版权声明：本文为…
    let declares = best.opening && best.text.ends_with("声明") && key.says(&format!("{}:", best.text));
    let certain = declares || hits >= 2 || hits > 0 && !prose && (best.opening || chars <= 30);
    Some(Noise { reason: best.reason, certain, ends, rule: "phrase" })
}

fn by_shape(line: &Line, key: &mut Key) -> Option<Noise> {
    let text = line.text;
    if !text.chars().any(is_word) {
        return Some(Noise::new(Reason::Markup, true, "marks-only"));
    }
    if let Some(noise) = by_figures(line) {
        return Some(noise);
    }
    let returns = line.chars <= 8 && (text.starts_with("返回") || text.ends_with("首页"));
    if returns {
        return Some(Noise::new(Reason::Navigation, true, "way-back"));
    }
    if is_page_of_paper(text) {
        return Some(Noise::new(Reason::Navigation, true, PAGE_OF_PAPER));
    }
    // T+, A-, T + -: switches of the letter size.
    if line.chars <= 4 && line.han == 0 && line.digits == 0 && text.contains(['+', '-', '＋', '－']) {
        return Some(Noise::new(Reason::Share, true, "letter-size"));
    }
    let linked = line.hint.link_share >= 80 && line.hint.tag != Tag::Heading(1);
    if linked && !(line.hint.main && line.ends_sentence()) {
        // A list inside the text may be one of links; a paragraph that is a link, or several, leads elsewhere.
        let part = matches!(line.hint.tag, Tag::ListItem | Tag::Caption | Tag::TableCell | Tag::Heading(2..));
        let text = line.hint.main && part && line.pieces < 3;
        return Some(Noise::new(Reason::Navigation, !text, LINKS));
    }
    if is_link_row(line) || is_home_row(line) {
        return Some(Noise::new(Reason::Navigation, true, "link-row"));
    }
    if is_counter_row(line) {
        return Some(Noise::new(Reason::Counter, true, "counter-row"));
    }
    // 更多体育新闻
    let more = line.chars <= 12
        && text.strip_prefix("更多").is_some_and(|rest| {
            let rest = rest.trim_end_matches(|c: char| !is_word(c));
            ["新闻", "资讯", "内容", "文章", "报道", "视频", "图片"].iter().any(|end| rest.ends_with(end))
        });
    if more {
        return Some(Noise { ends: true, ..Noise::new(Reason::Related, true, "more") });
    }
    // #生活 #手账: tags.
    let tags = text.split_whitespace();
    let tagged = || {
        text.matches('#').count() >= 2 && tags.clone().all(|tag| tag.starts_with('#') && !tag.ends_with('#'))
    };
    if line.chars <= LONGEST_ROW && line.han > 0 && text.starts_with('#') && tagged() {
        return Some(Noise::new(Reason::Navigation, true, "tags"));
    }
    // 附件：值班表.xls
    let bare = text.trim_end_matches(['）', ')']);
    let numbered = line.chars <= 60 && text.starts_with(['附', '1', '2', '3', '4', '5']);
    if numbered && FILES.iter().any(|end| closes_in_any_case(bare, end)) {
        return Some(Noise::new(Reason::Interface, true, "attached-file"));
    }
    if line.parted && is_image_file(line) {
        return Some(Noise::new(Reason::Interface, true, "image-file"));
    }
    if let Some(reason) = interface_row(line, key) {
        return Some(Noise::new(reason, true, "interface-row"));
    }
    if line.stepped && is_breadcrumb(text) {
        return Some(Noise::new(Reason::Breadcrumb, true, "breadcrumb"));
    }
    if is_page_data(text) {
        return Some(Noise::new(Reason::Interface, true, "page-data"));
    }
    if is_address(line) {
        return Some(Noise::new(Reason::Interface, false, WEB_ADDRESS));
    }
    // [提交], [ Go ]; a line like [Unit] opens a part of a configuration.
    let button = text.starts_with('[') && text.ends_with(']') && line.chars <= 24;
    if button && (line.han > 0 || text.starts_with("[ ")) {
        return Some(Noise::new(Reason::Form, true, "button"));
    }
    None
}

/// Endings of the names of files that pages attach.
const FILES: &[&str] = &[".doc", ".docx", ".xls", ".xlsx", ".pdf", ".rar", ".zip", ".wps", ".ppt", ".pptx"];

/// Endings of the names of pictures.
const IMAGES: &[&str] = &[".jpg", ".jpeg", ".png", ".gif", ".bmp", ".JPG", ".PNG"];

/// Longest row of buttons, in characters.
const LONGEST_ROW: u32 = 60;
/// Longest word on a button, in characters: 亮了(2043).
const LONGEST_BUTTON: usize = 4;

/// 缩小字体 放大字体 收藏 分享 106: words that are each a whole line of furniture elsewhere, and figures.
fn interface_row(line: &Line, key: &mut Key) -> Option<Reason> {
    if line.pieces < 3 || line.chars > LONGEST_ROW || line.stops > 0 {
        return None;
    }
    let mut reason = None;
    let (mut known, mut unknown) = (0, 0);
    let words = line.text.split(|c: char| is_space_or("|｜/:：", c));
    for word in words.filter(|word| word.contains(char::is_alphanumeric)) {
        if word.chars().all(|c| c.is_ascii_digit() || c == ',') {
            continue;
        }
        key.read(word);
        match key.whole() {
            Some(found) => {
                reason = Some(found);
                known += 1;
            }
            None if word.chars().filter(|c| c.is_alphabetic()).count() <= LONGEST_BUTTON => unknown += 1,
            None => return None,
        }
    }
    reason.filter(|_| known >= 2 && known + unknown >= 3 && known > unknown)
}

/// 视频首页 新闻 体育 纪实: short words in a row, one of them the way home.
fn is_home_row(line: &Line) -> bool {
    let pieces = u32::from(line.pieces);
    let home = |word: &str| ["首页", "首頁", "主页"].iter().any(|home| word.ends_with(home));
    pieces >= 4
        && line.chars <= pieces * 5
        && line.stops + line.commas == 0
        && line.text.split(|c: char| is_space_or("|｜", c)).any(home)
}

/// What is counted under a title: 播放：120 评论：56 顶：23.
const COUNTED: &[&str] = &[
    "播放",
    "评论",
    "顶",
    "踩",
    "阅读",
    "浏览",
    "点击",
    "收藏",
    "分享",
    "赞",
    "回复",
    "查看",
    "推荐",
    "转发",
    "喜欢",
    "人气",
    "人已读",
    "人阅读",
    "人浏览",
    "次阅读",
    "次浏览",
    "人看过",
];

/// 0001.jpg (36.97 KB)
fn is_image_file(line: &Line) -> bool {
    let size = if line.bracketed { line.text.split_once(['(', '（']) } else { None };
    let name = size.map_or(line.text, |(name, _)| name.trim_end());
    IMAGES.iter().any(|end| name.len() > end.len() && name.ends_with(end))
        && !name.contains(char::is_whitespace)
}

/// A row of such counters, three or more.
fn is_counter_row(line: &Line) -> bool {
    let counter = |piece: &str| {
        let Some((label, number)) = piece.split_once([':', '：']) else { return false };
        COUNTED.contains(&label) && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
    };
    // 3.2万阅读, 21评论 收藏, 阅读 4.2万
    let counted = |piece: &str| {
        let label = piece.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '万'));
        (label.is_empty() || COUNTED.contains(&label)).then_some(label.len() < piece.len())
    };
    let glued = || {
        let mut pieces = line.text.split_whitespace();
        line.han > 0 && pieces.try_fold(false, |any, piece| Some(any | counted(piece)?)) == Some(true)
    };
    line.chars <= LONGEST_ROW
        && (line.pieces >= 3 && line.text.split_whitespace().all(counter) || line.digits > 0 && glued())
}

/// Lines of figures alone: page numbers, counters.
fn by_figures(line: &Line) -> Option<Noise> {
    if line.chars > 24 || line.han > 0 || line.text.chars().any(char::is_alphabetic) {
        return None;
    }
    let numbers = line.text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let counting = numbers.clone().count() >= 3
        && numbers.clone().zip(1..).all(|(number, expected): (&str, u32)| number.parse() == Ok(expected));
    if counting {
        return Some(Noise::new(Reason::Pager, true, "page-numbers"));
    }
    // (2/9): which picture of how many.
    let bare = line.text.trim_matches(['(', ')', '（', '）', ' ']);
    let of = |(part, whole): (&str, &str)| match (part.trim().parse::<u32>(), whole.trim().parse::<u32>()) {
        (Ok(part), Ok(whole)) => part <= whole && whole <= 200,
        _ => false,
    };
    if bare.split_once('/').is_some_and(of) {
        return Some(Noise::new(Reason::Pager, true, "part-of"));
    }
    // 00:00 / 03:25
    if line.text.contains('/') && line.text.matches(':').count() == 2 && date::find(line.text).is_empty() {
        return Some(Noise::new(Reason::Interface, true, "player-time"));
    }
    let dated = !date::find(line.text).is_empty() || line.text.contains(':');
    (!dated && line.chars <= 6).then_some(Noise::new(Reason::Counter, false, "figures"))
}

/// Rulers above a numbered heading: they part what belongs together.
pub fn mark_rulers(lines: &[Line], noise: &mut [Option<Noise>]) {
    for at in 1..lines.len() {
        let heads = lines[at].numbered.is_some_and(|number| number.scheme.opens_section());
        if let Some(above) = noise[at - 1].as_mut().filter(|above| heads && above.reason == Reason::Markup) {
            above.rule = RULER;
        }
    }
}

/// Lists of links with dates, over the whole page: every line but the first that is nothing but a date, and
/// short unclosed lines that end in one, where there are several.
pub fn mark_dated(lines: &[Line], noise: &mut [Option<Noise>]) {
    let dated = |line: &Line| {
        if line.digits < 4 {
            return None;
        }
        if line.chars <= 16 && date::is_day_and_time(line.text) {
            return Some(0);
        }
        let short = line.chars <= 90 && !line.ends_sentence();
        let last = short.then(|| date::find(line.text).pop()).flatten()?;
        let tail = line.text[last.range.end..].trim_matches(|c: char| !is_word(c));
        let head = line.text[..last.range.start].trim_matches(|c: char| !is_word(c));
        tail.is_empty().then(|| head.chars().count())
    };
    let found: Vec<(usize, usize)> =
        lines.iter().enumerate().filter_map(|(at, line)| dated(line).map(|head| (at, head))).collect();
    let links: Vec<usize> = found.iter().filter(|(_, head)| *head >= 8).map(|(at, _)| *at).collect();
    let bare: Vec<usize> = found.iter().filter(|(_, head)| *head == 0).map(|(at, _)| *at).skip(1).collect();
    // Between the turns of a talk they are no links.
    let said = |pair: &[usize]| lines[pair[0] + 1..pair[1]].iter().any(Line::is_prose);
    let between = bare.windows(2).filter(|pair| said(pair)).count();
    for (list, ends) in [(links, true), (bare.clone(), between * 2 < bare.len())] {
        if list.len() < 3 {
            continue;
        }
        for at in list {
            noise[at] = noise[at].or(Some(Noise {
                reason: Reason::Related,
                certain: true,
                ends,
                rule: "dated-link",
            }));
        }
    }
}

/// 第05版：乡村纪事, 第A01版：头版
fn is_page_of_paper(text: &str) -> bool {
    let body = text.strip_prefix('第').unwrap_or(text);
    let number = body.chars().take_while(char::is_ascii_alphanumeric).count();
    let Some(name) = body[number..].strip_prefix('版') else { return false };
    // 第1版 and A10版 may be words of a sentence; a name is set apart.
    let sure = body.len() < text.len() && number >= 2;
    let lettered = body.starts_with(|c: char| c.is_ascii_uppercase()) && number >= 2;
    let apart = name.is_empty() || name.starts_with(|c: char| is_space_or(":：", c));
    (1..=4).contains(&number)
        && (sure || apart && (lettered || body.len() < text.len()))
        && name.chars().count() <= 15
}

/// Rows of links: many short pieces between spaces, bars or dots, without sentences.
pub fn is_link_row(line: &Line) -> bool {
    let pieces = u32::from(line.pieces);
    if line.ends_sentence() && line.stops > 0 || pieces < 4 && !line.parted {
        return false;
    }
    let bars = separators(line.text);
    let pieces = pieces.max(bars + 1);
    let mean = line.chars / pieces.max(1);
    let sentences = u32::from(line.stops) * 8 < pieces;
    let clauses = u32::from(line.commas) * 3 < pieces;
    sentences
        && clauses
        && (pieces >= 8 && mean <= 9
            || pieces >= 5 && mean <= 6 && bars >= 3
            || pieces >= 4 && mean <= 5 && bars >= 3)
}

/// Bars, dots and dashes that stand between words.
fn separators(text: &str) -> u32 {
    let mut count = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        count += match c {
            '|' | '│' | '｜' | '┊' => 1,
            '-' | '－' | '_' | '·' | '•' | '/' | '.' if before == ' ' || next == ' ' => 1,
            '·' if is_han(before) && is_han(next) => 1,
            _ => 0,
        };
        before = if c.is_whitespace() { ' ' } else { c };
    }
    count
}

/// 新浪首页 > 房产 > 地产新闻 > 正文
fn is_breadcrumb(text: &str) -> bool {
    let mut steps = 0;
    let mut length = 0;
    for part in text.split(['>', '＞', '»', '›', '→', '»']) {
        let part = part.trim_matches(|c: char| c.is_whitespace() || c == '-');
        if part.is_empty() {
            continue;
        }
        let chars = part.chars().count();
        if chars > 18 {
            return false;
        }
        length += chars;
        steps += 1;
    }
    let marks = text.matches(['>', '＞', '»', '›', '→']).count();
    marks >= 1 && (steps >= 3 || steps >= 2 && marks >= steps) && length <= 70
}

/// http://… news.sohu.com true 综合 …: what a publishing system says of a page to itself.
fn is_page_data(text: &str) -> bool {
    let mut words = text.split_whitespace();
    text.starts_with("http") && words.nth(2).is_some_and(|word| word == "true" || word == "false")
}

/// A line that is little more than a web or mail address.
fn is_address(line: &Line) -> bool {
    let text = line.text;
    if line.han * 3 >= line.chars || line.chars > 120 || line.ends_sentence() {
        return false;
    }
    if !line.parted {
        return text.contains('@');
    }
    text.contains("http://")
        || text.contains("https://")
        || text.contains("www.")
        || text.split_whitespace().any(|word| word.trim_matches('@').contains('@'))
        || [".com", ".cn", ".net", ".org"].iter().any(|end| text.ends_with(end))
}
