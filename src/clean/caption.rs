//! Captions: lines that belong to a picture that is no longer there.

mod scene;

use std::collections::HashSet;
use std::sync::LazyLock;

pub use self::scene::shows_somebody;
use self::scene::{is_bracketed, names_a_scene};

use super::class::{is_han, is_space_or, is_word};
use super::header::add;
use super::line::Line;
use super::origin::is_outlet;
use super::page::{Page, Role, same};
use super::people;
use super::words::Words;
use crate::document::Reason;
use crate::library::Tag;

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
    "图片:",
    "图片：",
    "图片说明",
    "图片来源",
    "图像来源",
    "图像加注文字",
    "Image △",
    "图片来自",
    "图源",
    "上图",
    "下图",
    "左图",
    "右图",
    "资料图",
    "资料照片",
    "配图",
    "（图",
    "(图",
    "照片:",
    "照片：",
    "圖／",
    "图／",
    "图/",
    "視頻截圖",
    "视频-",
    "视频：",
    "视频:",
];

const ENDINGS: &[&str] = &[
    "摄",
    "攝",
    "资料照片",
    "资料图片",
    "资料图",
    "資料照片",
    "资料",
    "供图",
    "图片",
    "截图",
    "截圖",
    "提供",
    "效果图",
    "示意图",
    "翻拍",
    "/图",
    "制图",
    "图表",
    "漫画",
    "摄影",
    "攝影",
    "视觉中国",
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

/// What a picture shows.
const EXPLAINED_BY: [&str; 2] = ["图为", "圖為"];

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
static SHOWING: LazyLock<Words> =
    LazyLock::new(|| Words::new(EXPLAINED_BY.into_iter().chain(SIDES.iter().copied())));

/// The rule for a sentence with its picture's credit behind it.
pub const CREDITED: &str = "caption-credited";
/// The rule for a picture that is named and explained: such a line is never a title.
pub const EXPLAINED: &str = "caption-explained";

/// The mark or the word that opens a caption.
fn opened(line: &Line) -> Option<&'static str> {
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
    let (mut explained, mut sides) = (None, false);
    if line.chars <= 100 {
        for hit in SHOWING.all(text) {
            match hit.word < EXPLAINED_BY.len() {
                true => explained = explained.or(Some(hit.range.start)),
                false => sides = true,
            }
        }
    }
    // 水车旁的午后:图为……: the words explain the picture behind a head of their own.
    if explained.and_then(|at| text[..at].chars().next_back()).is_some_and(|last| !is_han(last)) {
        return Some(EXPLAINED);
    }
    if (sides || places_somebody(text)) && names_persons(line) {
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
        return Some(CREDITED);
    }
    let body = text.trim_end_matches(|c: char| is_space_or("）)】]。.", c));
    let lent = line.chars <= 120 && line.spaced && is_lent(body);
    if line.chars <= 120 && (lent || ENDING.close(body)) && line.numbered.is_none() {
        let agency = ["视觉中国", "东方IC", "网络图片", "IC photo", "Getty Images", "图虫创意"]
            .iter()
            .any(|name| body.ends_with(name));
        let credit = agency
            || body.ends_with('摄')
            || body.ends_with('攝')
            || body.ends_with("照片")
            || body.ends_with("供图")
            || body.ends_with("资料图")
            || body.ends_with("截图")
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
    const CREDITS: &[&str] =
        &["摄影：", "摄影:", "图片来源", "图源", "图/", "图／", "图：", "图:", "资料图", "图片：", "图片:"];
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
    let lent = |head: &str| ["供图", "摄", "攝"].iter().any(|deed| head.trim_end().ends_with(deed));
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
fn names_persons(line: &Line) -> bool {
    line.chars <= 60 && line.stops <= 1 && !line.text.contains(['“', '「', '"', '：', ':'])
}

/// (本文图片由青石镇政府提供): a line about pictures that shows none itself.
fn credits_pictures(text: &str) -> bool {
    text.starts_with(['(', '（'])
        && ["图片由", "照片由", "图由", "圖片由"].iter().any(|word| text.contains(word))
}

fn is_ordinal(c: char) -> bool {
    c.is_ascii_digit() || ('①'..='⑳').contains(&c) || "一二三四五六七八九十".contains(c)
}

/// A noun phrase closed like a sentence (搜救现场。): a newspaper's caption, not a paragraph.
pub fn is_named(line: &Line) -> bool {
    const SPOKEN: &str = "了着过吗呢吧啊我你他她它们这那不没就都也还又会能要想可说道问笑是有让被把";
    let Some(body) = line.text.strip_suffix('。') else { return false };
    line.chars <= 20
        && line.stops == 1
        && line.commas == 0
        && !body.contains(|c: char| SPOKEN.contains(c) || "“”‘’「」：:".contains(c))
}

impl Page<'_> {
    /// Marks the captions of the text, and takes who made the pictures for the authors where nobody signs.
    pub(super) fn find_captions(&mut self, title: Option<usize>) {
        let first = self.first_paragraph(title);
        let text: Vec<usize> = self.text.clone().filter(|&at| self.roles[at] == Role::Text).collect();
        let prose = text.iter().filter(|&&at| self.lines[at].is_prose()).count() as u32;
        let length: u32 = text.iter().map(|&at| self.lines[at].chars).sum();
        // In a text of long paragraphs a line of few words is set apart.
        let long = prose >= 4 && length / (text.len() as u32).max(1) >= 40;
        let named = text.iter().filter(|&&at| is_named(&self.lines[at])).count();
        let mut credited = Vec::new();
        let mut captioned = false;
        let rhythm = self.style.blank.unwrap_or(0);
        // A picture that is shown twice has its words twice; heads and refrains that come again are shorter.
        let shown_twice: HashSet<&str> = {
            let mut seen = HashSet::new();
            let long = |line: &&Line| (10..=36).contains(&line.chars) && line.commas == 0 && line.han > 0;
            let plain = |line: &&Line| line.numbered.is_none() && !line.ends_sentence() && !line.ends_colon();
            let open = text.iter().map(|&at| &self.lines[at]).filter(long).filter(plain);
            open.map(|line| line.text).filter(|&text| !seen.insert(text)).collect()
        };
        for (index, &at) in text.iter().enumerate() {
            let line = self.lines[at];
            // A paragraph that was cut into lines is none; a caption is known by how it opens.
            if self.wrap.is_part(at) {
                let whole = self.wrap.whole(at);
                if whole.start == at
                    && let Some(rule) = opened(&line)
                {
                    captioned = true;
                    whole.for_each(|at| self.set(at, Role::Caption, rule));
                }
                continue;
            }
            if line.hint.tag == Tag::Caption && line.text.contains(char::is_alphabetic) {
                self.set(at, Role::Caption, "html-caption");
                continue;
            }
            // 孩子们在草坪上追逐, and on the next line the same with its photographer: the picture's alt text.
            let next = text.get(index + 1).map(|&next| self.lines[next]);
            let alt = (4..=60).contains(&line.chars)
                && next.is_some_and(|next| {
                    next.text.len() > line.text.len()
                        && next.text.starts_with(line.text)
                        && marked(&next).is_some()
                });
            if alt {
                self.remove(at, Reason::Duplicate, "alt-text");
                continue;
            }
            if let Some(rule) = self.caption_mark(at) {
                captioned = true;
                self.set(at, Role::Caption, rule);
                add(&mut credited, people::credit(line.text));
                continue;
            }
            let names = long && is_named(&line) && (named >= 2 || line.chars <= 8);
            // A page of HTML shows where its pictures are; elsewhere it is guessed.
            if !self.raw.hints.is_empty() && !names {
                continue;
            }
            let short = line.chars <= 40 && !line.ends_sentence() && !line.ends_colon() && !line.bullet;
            let after_title = at > 0 && self.rules[at - 1] == "title-again";
            let next_blank = self.lines.get(at + 1).map_or(1, |next| next.blank_before);
            let apart = line.blank_before > rhythm && next_blank > rhythm;
            // （图）孩子们在写生, and the same without its mark.
            let marked_again = |other: &Line| other.text.ends_with(line.text) && marked(other).is_some();
            let again = |other: Option<&usize>| {
                other.map(|&other| &self.lines[other]).is_some_and(|other| {
                    same(other.text, line.text) || line.chars >= 8 && marked_again(other)
                })
            };
            let doubled = again(text.get(index + 1)) || index > 0 && again(text.get(index - 1));
            let before_text = at <= first && title.is_some_and(|title| at > title) && !self.has_date(at);
            let shows = self.style.indent.is_some_and(|indent| indent >= 2)
                && line.indent == 0
                && (captioned || at < first)
                && shows_somebody(&line);
            let credited_below = next.is_some_and(|next| credits_pictures(next.text));
            let prose = |other: Option<&usize>| other.is_none_or(|&other| self.lines[other].is_prose());
            let between =
                prose(text.get(index + 1)) && prose(index.checked_sub(1).and_then(|above| text.get(above)));
            let beside_prose = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
            let mut beside_prose =
                beside_prose.filter_map(|other| text.get(other)).map(|&other| &self.lines[other]);
            // One sentence without the indent that the paragraphs have, before the first of them.
            let above =
                index.checked_sub(1).and_then(|above| text.get(above)).map(|&above| &self.lines[above]);
            let goes_on = above.is_some_and(|above| above.indent >= 2 && !above.ends_sentence());
            let unindented =
                self.style.indent.is_some_and(|indent| indent >= 2) && line.indent == 0 && !goes_on;
            let rule = if short
                && names_a_scene(&line)
                && beside_prose.any(|other| other.is_prose() || names_a_scene(other))
            {
                "scene"
            } else if short && between && is_bracketed(&line) {
                "bracketed"
            } else if shown_twice.contains(line.text) && prose(text.get(index + 1)) {
                "shown-twice"
            } else if short && credited_below {
                "before-credit"
            } else if short && shows {
                "shows"
            } else if short && after_title && line.blank_before > 0 {
                "after-repeated-title"
            } else if doubled && line.chars >= 4 && line.chars <= 60 {
                "doubled"
            } else if before_text
                && short
                && (apart || shows_somebody(&line) || self.followed_by_metadata(at, first))
            {
                "before-text"
            } else if before_text && apart && line.chars <= 40 && line.stops <= 1 {
                "apart-before-text"
            } else if before_text && unindented && line.chars <= 45 && line.stops == 1 && line.commas <= 1 {
                "unindented-before-text"
            } else if names {
                "named"
            } else {
                continue;
            };
            captioned = true;
            self.set(at, Role::Caption, rule);
        }
        // Who took the pictures is an author where nobody else signs.
        if self.meta.authors.is_empty() {
            self.meta.authors = credited;
        }
    }

    fn followed_by_metadata(&self, at: usize, until: usize) -> bool {
        (at + 1..until).any(|next| self.roles[next] == Role::Removed(Reason::Metadata))
    }
}
