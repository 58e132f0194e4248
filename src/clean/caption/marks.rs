//! Words and marks that tell a caption wherever it stands.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::clean::class::{is_han, is_space_or, is_word};
use crate::clean::line::Line;
use crate::clean::origin::is_outlet;
use crate::clean::people;
use crate::clean::words::Words;

/// Marks that open a caption.
const MARKS: [char; 8] = ['▲', '△', '▼', '▽', '◎', '↑', '↓', '▴'];

const OPENINGS: &[&str] = &[
    "图:",
    "图：",
    "图为",
    "图说",
    "图注",
    "圖:",
    "圖：",
    "圖為",
    "圖說",
    "图片:",
    "图片：",
    "图片说明",
    "图片来源",
    "圖片來源",
    "图像来源",
    "圖像來源",
    "图像加注文字",
    "圖像加註文字",
    "Image △",
    "图片来自",
    "圖片來自",
    "题图来自",
    "題圖來自",
    "图源",
    "上图",
    "上圖",
    "下图",
    "下圖",
    "左图",
    "右图",
    "资料图",
    "资料照片",
    "資料圖",
    "資料照片",
    "配图",
    "（图",
    "(图",
    "照片:",
    "照片：",
    "圖／",
    "图／",
    "图/",
    "视频截图",
    "视频-",
    "视频：",
    "视频:",
];

const ENDINGS: &[&str] = &[
    "摄",
    "攝",
    "资料照片",
    "资料图片",
    "資料圖片",
    "资料图",
    "資料照片",
    "资料",
    "供图",
    "供圖",
    "图片",
    "截图",
    "截圖",
    "提供",
    "效果图",
    "示意图",
    "翻拍",
    "/图",
    "制图",
    "製圖",
    "图表",
    "圖表",
    "漫画",
    "漫畫",
    "摄影",
    "攝影",
    "视觉中国",
    "視覺中國",
    "东方IC",
    "社发",
    "网发",
    "图源网络",
    "网络图",
    "网络图片",
    "IC photo",
    "Getty Images",
    "图虫创意",
];

/// What stands before what a picture shows.
static EXPLAINED_BY: LazyLock<[Finder; 2]> = LazyLock::new(|| ["图为", "圖為"].map(Finder::new));

/// Who stands where in a picture.
const SIDES: &[&str] = &[
    "（左",
    "（右",
    "（中）",
    "(左",
    "(右",
    "(中)",
    "左起",
    "右起",
    "左一",
    "左二",
    "左三",
    "右一",
    "右二",
    "右三",
];

static OPENING: LazyLock<Words> = LazyLock::new(|| Words::new(OPENINGS.iter().copied()));
static ENDING: LazyLock<Words> = LazyLock::new(|| Words::new(ENDINGS.iter().copied()));
static SIDE: LazyLock<Words> = LazyLock::new(|| Words::new(SIDES.iter().copied()));

/// The rule for a picture that is named and explained: such a line is never a title.
pub const EXPLAINED: &str = "caption-explained";

/// The mark or the word that opens a caption.
pub fn opened(line: &Line) -> Option<&'static str> {
    if line.text.starts_with(MARKS) && line.chars <= 120 {
        return Some("caption-mark");
    }
    (line.chars <= 100 && OPENING.open(line.text)).then_some("caption-word")
}

/// What a caption is known by; `None` where nothing speaks for one.
pub fn marked(line: &Line) -> Option<&'static str> {
    let text = line.text;
    if line.chars > 160 {
        return None;
    }
    if let Some(rule) = opened(line) {
        return Some(rule);
    }
    // 水车旁的午后:图为……: the words explain the picture behind a head of their own.
    let explained = EXPLAINED_BY.iter().filter_map(|word| word.find(text.as_bytes())).min();
    let head = explained.filter(|_| line.chars <= 100).map(|at| &text[..at]);
    if head.and_then(|head| head.chars().next_back()).is_some_and(|last| !is_han(last)) {
        return Some(EXPLAINED);
    }
    if says_little(line) && (SIDE.are_in(text) || line.bracketed && places_somebody(text)) {
        return Some("caption-sides");
    }
    let digits = text.strip_prefix(['图', '圖']).map(|rest| rest.trim_start());
    // 图①：渠首闸门。
    let picture = digits.and_then(|rest| rest.trim_start_matches(is_ordinal).strip_prefix([':', '：']));
    if picture.is_some() && line.chars <= 100 {
        return Some("caption-number");
    }
    if let Some(rest) = digits
        && line.chars <= 60
        && !line.ends_sentence()
        && rest.starts_with(|c: char| is_ordinal(c))
    {
        return Some("caption-number");
    }
    if is_sourced(line) {
        return Some("caption-source");
    }
    if is_credited(line) {
        return Some("caption-credited");
    }
    let body = text.trim_end_matches(|c: char| is_space_or("）)】]。.", c));
    let lent = line.chars <= 120 && line.spaced && is_lent(body);
    if line.chars <= 120 && (lent || ENDING.close(body)) && line.numbered.is_none() {
        let agency = ["视觉中国", "視覺中國", "东方IC", "网络图片", "IC photo", "Getty Images", "图虫创意"]
            .iter()
            .any(|name| body.ends_with(name));
        let credit = agency
            || body.ends_with('摄')
            || body.ends_with('攝')
            || body.ends_with("照片")
            || body.ends_with("供图")
            || body.ends_with("供圖")
            || body.ends_with("资料图")
            || body.ends_with("資料圖")
            || body.ends_with("截图")
            || body.ends_with("截圖")
            || lent;
        // 提供 also ends a plain sentence; a credit stands behind a space or a stop.
        let separate = body
            .rsplit([' ', '\u{3000}', '。', '/', '（', '(', '／'])
            .next()
            .is_some_and(|last| last.chars().count() <= 14 && last.len() < body.len());
        if (credit || separate) && line.stops <= 3 {
            return Some("caption-credit");
        }
    }
    None
}

/// 早市上的鱼摊（来源：青河视频）: a few words, and where the picture or film is from.
fn is_sourced(line: &Line) -> bool {
    if line.chars > 50 || line.stops > 0 || !line.text.ends_with(['）', ')']) {
        return false;
    }
    let Some(open) = line.text.rfind(['（', '(']) else { return false };
    let from = line.text[open..].trim_start_matches(['（', '(']);
    let sourced = ["来源", "來源", "图源", "图片来源", "图/", "图：", "图:", "视频来源"]
        .iter()
        .any(|label| from.starts_with(label));
    open > 0 && sourced
}

/// 渡口的老榕树。摄影：沈怀瑜: a sentence, and whose picture shows it.
fn is_credited(line: &Line) -> bool {
    const CREDITS: &[&str] = &[
        "摄影：",
        "摄影:",
        "攝影：",
        "攝影:",
        "图片来源",
        "圖片來源",
        "图源",
        "图/",
        "图／",
        "圖／",
        "图：",
        "图:",
        "圖：",
        "圖:",
        "资料图",
        "資料圖",
        "图片：",
        "图片:",
        "圖片：",
        "圖片:",
    ];
    let Some((said, credit)) = line.text.rsplit_once('。') else { return false };
    let signed = || credit.ends_with(['摄', '攝']) && credit.chars().count() >= 3;
    line.chars <= 90
        && line.stops <= 2
        && said.chars().count() >= 4
        && credit.chars().count() <= 20
        && (CREDITS.iter().any(|word| credit.trim_start().starts_with(word)) || signed())
}

/// 县消防队供图 青河晚报发, 均为本报记者沈怀瑜 图: whose picture it is, and who printed it.
fn is_lent(body: &str) -> bool {
    let lent = |head: &str| ["供图", "供圖", "摄", "攝"].iter().any(|deed| head.trim_end().ends_with(deed));
    let printed = |word: &str| is_outlet(word.trim_end_matches('发'));
    let (head, last) = body.rsplit_once(char::is_whitespace).unwrap_or(("", body));
    let drawn = || last == "图" && head.split(|c: char| !is_word(c)).next_back().is_some_and(ends_in_name);
    lent(head) && printed(last) || drawn()
}

/// 本报记者沈怀瑜: the last two or three characters are a name.
fn ends_in_name(word: &str) -> bool {
    let tail = |chars: usize| word.char_indices().nth_back(chars - 1).map_or("", |(at, _)| &word[at..]);
    people::mentions_role(word) && [2, 3].into_iter().any(|chars| people::is_person(tail(chars)))
        || people::is_person(word)
}

/// （屏幕中）, （后排右）
fn places_somebody(text: &str) -> bool {
    let brackets = text.split(['（', '(']).skip(1).filter_map(|rest| rest.split_once(['）', ')']));
    brackets
        .into_iter()
        .any(|(inside, _)| inside.chars().count() <= 5 && inside.ends_with(['左', '右', '中']))
}

/// Whether a line that says who stands where (前排左二, 沈怀瑜（右）与同事) says little else: captions do, and
/// hardly anything else does.
fn says_little(line: &Line) -> bool {
    line.chars <= 60 && line.stops <= 1 && !line.text.contains(['“', '「', '"', '：', ':'])
}

/// (本文图片由青石镇政府提供): a line about pictures that shows none itself.
pub fn credits_pictures(text: &str) -> bool {
    text.starts_with(['(', '（'])
        && ["图片由", "照片由", "图由", "圖片由"].iter().any(|word| text.contains(word))
}

fn is_ordinal(c: char) -> bool {
    c.is_ascii_digit() || ('①'..='⑳').contains(&c) || "一二三四五六七八九十".contains(c)
}
