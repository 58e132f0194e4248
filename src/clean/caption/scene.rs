//! Captions that no mark tells: lines that name a scene, and where they stand among the paragraphs.

use std::sync::LazyLock;

use crate::clean::line::Line;
use crate::clean::numbering::{self, Scheme};
use crate::clean::page::{Page, Role};
use crate::clean::words::Words;
use crate::clean::{heading, people, title};
use crate::ingest::Tag;

/// 队员们正在搭建帐篷, 签约仪式现场, 全体代表合影: words that say what a picture shows, and in a heading hardly
/// ever stand so.
pub fn names_a_scene(line: &Line) -> bool {
    const SCENES: &[&str] = &[
        "合影",
        "合影留念",
        "合照",
        "留影",
        "一角",
        "全景",
        "外景",
        "内景",
        "夜景",
        "近景",
        "远景",
        "截图",
        "截屏",
        "截圖",
        "效果图",
        "效果圖",
        "示意图",
        "示意圖",
        "平面图",
        "平面圖",
        "鸟瞰图",
        "鳥瞰圖",
        "俯瞰图",
        "外观图",
        "资料图",
        "資料圖",
        "海报",
        "海報",
        "剧照",
        "劇照",
    ];
    // 校长蒋崇文致辞, 学生代表发言: who does what for all to see.
    const DEEDS: &[&str] = &[
        "致辞", "致辭", "致词", "致詞", "发言", "發言", "讲话", "講話", "剪彩", "剪綵", "揭牌", "授牌",
        "授旗", "颁奖", "頒獎", "表演", "献花", "獻花",
    ];
    // 直击现场, 走进签约现场: a reporter goes there; a picture shows it.
    const VISITS: &[&str] = &[
        "直击", "直擊", "走进", "走進", "走近", "回到", "重返", "探访", "探訪", "还原", "還原", "亲历",
        "親歷", "目击", "目擊", "聚焦", "记者", "記者", "来到", "來到",
    ];
    let text = line.text;
    let scene = || {
        (text.ends_with("现场") || text.ends_with("現場"))
            && !text.starts_with('第')
            && !VISITS.iter().any(|verb| text.starts_with(verb))
    };
    let doing =
        || text.find("正在").is_some_and(|at| at >= 6 && !text[at..].contains('的')) && line.chars >= 8;
    (4..=36).contains(&line.chars)
        && line.commas + line.stops == 0
        && line.numbered.is_none()
        && !text.contains(['：', ':'])
        && (doing()
            || scene()
            || SCENES.iter().any(|end| text.ends_with(end))
            || line.chars >= 6 && DEEDS.iter().any(|end| text.ends_with(end)))
}

/// （水厂的部分报表）: between paragraphs, what a picture shows.
pub fn is_bracketed(line: &Line) -> bool {
    let inside = line.text.strip_prefix(['（', '(']).and_then(|text| text.strip_suffix(['）', ')']));
    let Some(inside) = inside else { return false };
    (6..=30).contains(&line.chars)
        && line.commas + line.stops + line.digits == 0
        && !inside.contains(['（', '(', '）', ')', '：', ':', '/', ' '])
        && !people::mentions_role(inside)
        && !["化名", "略", "有删节", "选自", "节选"].iter().any(|word| inside.contains(word))
        && !["据", "完", "未完", "本", "注", "待续", "笑", "原"].iter().any(|word| inside.starts_with(word))
}

/// 3月12日，村民沈怀瑜在扎风筝。, （2）3月12日，沈怀瑜展示糊好的风筝。: when, and who is doing what, as agencies write
/// under their photographs.
pub fn is_dated(line: &Line) -> bool {
    const LONGEST: u32 = 50;
    // 会议在县城召开。: so a report begins.
    const EVENTS: &[&str] = &["召开", "举行", "举办", "开幕", "闭幕", "成立", "启动", "落成", "开工", "发布"];
    let Some(body) = line.text.strip_suffix('。').filter(|_| line.stops == 1 && line.chars <= LONGEST)
    else {
        return false;
    };
    let numbered = line.numbered.filter(|number| number.scheme == Scheme::DigitBracket);
    let body = body[numbered.map_or(0, |number| number.len)..].trim_start();
    let Some((month, rest)) = body.split_once('月') else { return false };
    let Some((day, deed)) = rest.split_once('日') else { return false };
    let figures = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    figures(month)
        && figures(day)
        && is_doing(body)
        && (numbered.is_some() || is_about_persons(deed.trim_start_matches(['，', ','])))
        && !body.contains(['“', '「', '"'])
        && !EVENTS.iter().any(|word| body.ends_with(word))
}

/// 查看原图, (2/9): what stands over a picture that is no longer there.
pub fn is_picture_button(text: &str) -> bool {
    const BUTTONS: &[&str] = &[
        "查看原图",
        "查看原圖",
        "查看大图",
        "查看大圖",
        "点击查看原图",
        "点击查看大图",
        "点击看大图",
        "点击放大",
    ];
    let text = text.trim_matches(|c: char| "()（）[]【】 ".contains(c));
    let place =
        |(at, of): (&str, &str)| matches!((at.parse::<u16>(), of.parse()), (Ok(at), Ok(of)) if at <= of);
    BUTTONS.contains(&text) || text.split_once('/').is_some_and(place)
}

/// 荷农划着小船采摘莲蓬, 孩子们在荷塘边写生: who is doing what, and no more.
pub fn shows_somebody(line: &Line) -> bool {
    line.chars >= 6 && line.commas + line.stops == 0 && line.digits == 0 && is_doing(line.text)
}

/// Somebody is doing something somewhere (孩子们在荷塘边写生, 老人给花灯上色), or it says when the picture was taken.
fn is_doing(text: &str) -> bool {
    let inside = |c: char| {
        text.char_indices().any(|(at, found)| found == c && at >= 6 && at + 2 * c.len_utf8() < text.len())
    };
    !text.contains('是') && (inside('在') || inside('给') || inside('給') || text.contains(['着', '著']))
        || text.contains("摄于")
        || text.contains("攝於")
        || is_about_persons(text) && ['向', '为', '為', '把', '从', '從'].into_iter().any(inside)
}

/// Sorts of people.
const PERSONS: &[&str] = &[
    "人员",
    "人員",
    "队员",
    "隊員",
    "学生",
    "學生",
    "老师",
    "老師",
    "教师",
    "孩子",
    "志愿者",
    "志工",
    "工人",
    "村民",
    "市民",
    "居民",
    "游客",
    "遊客",
    "民警",
    "医生",
    "醫生",
    "护士",
    "護士",
    "老人",
    "干部",
    "职工",
    "战士",
    "官兵",
    "选手",
    "選手",
    "观众",
    "觀眾",
    "师生",
    "農民",
    "农民",
    "专家",
    "團隊",
    "团队",
    "工友",
    "们",
    "們",
];

static PERSON_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(PERSONS.iter().copied()));

/// 护士们为老人量血压, 工作人员检查阀门: the first words say what sort of people do it.
fn is_about_persons(text: &str) -> bool {
    const OPENING: usize = 8;
    let end = text.char_indices().nth(OPENING).map(|(end, _)| end);
    end.is_some_and(|end| PERSON_WORDS.are_in(&text[..end]))
}

/// 酒窖里的木桶: the last 的 stands before a word or two.
fn is_of_something(text: &str) -> bool {
    let Some((head, thing)) = text.rsplit_once('的') else { return false };
    (1..=6).contains(&thing.chars().count()) && head.chars().count() >= 2
}

/// What speaks for an unnumbered line among the headings being a caption: roughly the logarithm of how much oftener
/// captions are so than headings, counted on annotated pages.
struct Weights {
    /// A clause of it is cut off by a comma.
    comma: f32,
    doing: f32,
    /// It says of what sort of people it tells.
    persons: f32,
    /// It begins with the name of somebody whom the text names too.
    named: f32,
    /// It is a thing and whose it is (酒窖里的木桶).
    of_something: f32,
    /// Words in it are quoted.
    quotes: f32,
    /// It has words of the paragraph before it that the one behind it has not, or the other way round: a heading
    /// tells what comes.
    looks_back: f32,
    looks_ahead: f32,
    /// The other headings are numbered, or cut by a colon.
    unlike_the_rest: f32,
    /// Its indent is not that of the other headings.
    indented_unlike: f32,
    /// A caption or another heading stands beside it.
    beside_another: f32,
    /// It is the only heading of the text: texts have several or none.
    alone: f32,
    /// From here on it is a caption.
    enough: f32,
}

const WEIGHTS: Weights = Weights {
    comma: 1.0,
    doing: 1.6,
    persons: 0.5,
    named: 1.3,
    of_something: 0.5,
    quotes: -0.7,
    looks_back: 1.4,
    looks_ahead: -1.1,
    unlike_the_rest: 1.2,
    indented_unlike: 0.7,
    beside_another: 0.4,
    alone: 0.7,
    enough: 2.0,
};

/// Characters of the longest caption that is looked for among the headings.
const LONGEST: u32 = 26;
/// The share of its neighbouring characters by which a line is told of in one paragraph rather than the other.
const TOLD: f32 = 0.15;

/// What opens and closes a text under no number.
const ENDS: &[&str] = &[
    "前言",
    "引言",
    "导语",
    "引子",
    "序言",
    "序",
    "楔子",
    "结语",
    "结束语",
    "尾声",
    "后记",
    "小结",
    "总结",
    "写在最后",
    "写在前面",
    "最后",
    "附录",
];

impl Page<'_> {
    /// Makes captions of the headings that speak for being some.
    pub(in crate::clean) fn recast_headings(&mut self) {
        let kept: Vec<usize> = self
            .text
            .clone()
            .filter(|&at| !matches!(self.roles[at], Role::Removed(_) | Role::Row { .. }))
            .collect();
        let headings: Vec<usize> =
            (0..kept.len()).filter(|&i| self.roles[kept[i]] == Role::Heading).collect();
        let patterned = headings.iter().filter(|&&i| self.is_patterned(kept[i])).count();
        // Most of the headings are of one make, and two of them at least.
        let unlike_the_rest = patterned >= 2 && patterned * 2 > headings.len() || !self.contents.is_empty();
        let indent = |i: &usize| self.lines[kept[*i]].indent;
        let marked_up = |i: usize| matches!(self.lines[kept[i]].hint.tag, Tag::Heading(1..));
        let captions: Vec<usize> = headings
            .iter()
            .filter(|&&i| !marked_up(i))
            .filter(|&&i| {
                let mut others = headings.iter().filter(|&&other| other != i);
                let unlike = headings.len() >= 3 && others.all(|other| indent(other) != indent(&i));
                let alone = headings.len() == 1;
                let score = self.caption_score(&kept, i, unlike_the_rest)
                    + if unlike { WEIGHTS.indented_unlike } else { 0.0 }
                    + if alone { WEIGHTS.alone } else { 0.0 };
                score >= WEIGHTS.enough
            })
            .map(|&i| kept[i])
            .collect();
        for at in captions {
            self.set(at, Role::Caption, "scene-among-heads");
        }
    }

    /// A head of a series: numbered, marked, parted by a colon (外观：熟悉的配方), the same as another but for its
    /// number (第一课时, 方案2), or what follows a bare number.
    fn is_patterned(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let figure = |c: char| c.is_ascii_digit() || numbering::is_figure(c);
        let words = |text: &str| text.chars().filter(|&c| !figure(c)).collect::<String>();
        let counted = || {
            let own = words(line.text);
            own.len() < line.text.len()
                && self.text.clone().any(|other| {
                    let text = self.lines[other].text;
                    self.roles[other] == Role::Heading && text != line.text && words(text) == own
                })
        };
        line.numbered.is_some()
            || line.bullet
            || self.contents.contains(&line.text)
            || line.text.contains(['：', ':'])
            || line.text.starts_with(|c: char| c == '【' || c.is_ascii_digit())
            || at > 0 && heading::is_bare_number(self.lines[at - 1].text)
            || counted()
    }

    /// 程远志给孩子们发书: a full name, and what its owner does. That it is a name, and no longer word, a paragraph
    /// tells in which something else follows it.
    fn names_somebody(&self, text: &str) -> bool {
        let Some((end, next)) = text.char_indices().nth(3) else { return false };
        let name = &text[..end];
        let goes_on_otherwise = |line: &Line| {
            let after = |at: usize| line.text[at + name.len()..].chars().next();
            line.is_prose()
                && line.text.match_indices(name).any(|(at, _)| after(at).is_some_and(|c| c != next))
        };
        people::is_person(name)
            && !matches!(next, '的' | '：' | ':' | '、')
            && self.text.clone().any(|at| goes_on_otherwise(&self.lines[at]))
    }

    fn caption_score(&self, kept: &[usize], i: usize, unlike_the_rest: bool) -> f32 {
        let line = &self.lines[kept[i]];
        let stops = line.text.ends_with(['？', '?', '！', '!', '：', ':']);
        let quoted = line.stops > 0 || line.text.starts_with(['“', '「', '《', '"']);
        if line.chars > LONGEST || stops || quoted || self.is_patterned(kept[i]) || ENDS.contains(&line.text)
        {
            return 0.0;
        }
        let paragraph = |at: Option<&usize>| {
            at.filter(|&&at| self.roles[at] == Role::Text).map(|&at| self.lines[at].text)
        };
        let above = kept[..i].iter().rev().find_map(|at| paragraph(Some(at)));
        let below = paragraph(kept.get(i + 1));
        let told = |text: Option<&str>| text.map_or(0.0, |text| title::overlap_of(line.text, text));
        let (back, ahead) = (told(above), told(below));
        let beside =
            [i.checked_sub(1), Some(i + 1)].into_iter().flatten().filter_map(|other| kept.get(other));
        let another = |&at: &usize| matches!(self.roles[at], Role::Heading | Role::Caption);
        let weigh = |says: bool, weight: f32| if says { weight } else { 0.0 };
        weigh(line.text.contains(['，', ',']), WEIGHTS.comma)
            + weigh(is_doing(line.text), WEIGHTS.doing)
            + weigh(is_about_persons(line.text), WEIGHTS.persons)
            + weigh(self.names_somebody(line.text), WEIGHTS.named)
            + weigh(is_of_something(line.text), WEIGHTS.of_something)
            + weigh(line.text.contains(['“', '「', '"']), WEIGHTS.quotes)
            + weigh(back >= TOLD && ahead < back, WEIGHTS.looks_back)
            + weigh(ahead >= TOLD && back < ahead, WEIGHTS.looks_ahead)
            + weigh(unlike_the_rest, WEIGHTS.unlike_the_rest)
            + weigh(beside.into_iter().any(another), WEIGHTS.beside_another)
    }
}
