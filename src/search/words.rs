//! The words of a query that was typed without blanks, as Chinese is: cut by what words the heap has and how
//! many of its documents have them, so that no dictionary need be loaded.
//!
//! Of all ways to cut, the one of least cost is taken (a shortest path over the characters, as a unigram
//! segmenter's): few words, and among those the ones that many documents have. Long compounds are cut into the words
//! that they are made of; how near those stand to one another is for the ranking.

use crate::text::class::{han_digit, is_han};

/// A word of a query, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word of the heap, a number with what it counts, or letters and digits in a row.
    Known,
    /// Characters that no word of the heap is made of.
    Loose,
    /// What a question is asked with, and what only joins words.
    Function,
}

/// Words longer than this are not looked up.
const LONGEST: usize = 8;
/// From this length on a word may be made of others.
const COMPOUND: usize = 5;
/// What a word costs, and what it costs more the fewer documents have it (for each factor of e).
const WORD: f32 = 1.0;
const RARE: f32 = 0.08;
/// A character that belongs to no word.
const LOOSE: f32 = 2.0;
const FUNCTION: f32 = 1.1;
/// What joins words is seldom the end of one.
const JOINED: f32 = 0.5;
const JOINS: &str = "的了不是在和与及或吗呢";

/// Words that ask or join and say nothing of what is looked for.
const FUNCTIONS: &[&str] = &[
    "的",
    "不",
    "有",
    "没",
    "没有",
    "个",
    "这个",
    "那个",
    "了",
    "吗",
    "呢",
    "吧",
    "啊",
    "么",
    "是",
    "在",
    "和",
    "与",
    "及",
    "或",
    "对",
    "把",
    "被",
    "给",
    "从",
    "向",
    "到",
    "于",
    "由",
    "为",
    "以",
    "之",
    "其",
    "将",
    "让",
    "后",
    "前",
    "时",
    "谁",
    "归",
    "我",
    "你",
    "他",
    "她",
    "它",
    "这",
    "那",
    "都",
    "也",
    "就",
    "还",
    "会",
    "能",
    "要",
    "该",
    "可",
    "请",
    "问",
    "请问",
    "怎么",
    "怎么办",
    "怎样",
    "怎么样",
    "如何",
    "什么",
    "什么是",
    "是什么",
    "为什么",
    "为何",
    "哪",
    "哪些",
    "哪个",
    "哪里",
    "哪儿",
    "多少",
    "多久",
    "多长",
    "是否",
    "能否",
    "可否",
    "可以",
    "能不能",
    "可不可以",
    "是不是",
    "有没有",
    "关于",
    "以及",
    "有关",
    "有哪些",
    "算不算",
    "应该",
    "怎么算",
    "谁负责",
];

/// What stands behind a number that counts or numbers something.
const MEASURES: &str =
    "年月日号条款项届次期批个名人岁倍天时分秒周季度章节编级类位家件万亿元米里斤吨亩架艘座所届轮";

/// Cuts `term` (folded). `documents` says how many of the heap's `total` documents have a word of the heap's;
/// `None` for what is no such word.
pub fn cut(term: &str, total: usize, documents: &dyn Fn(&str) -> Option<usize>) -> Vec<Word> {
    let chars: Vec<char> = term.chars().collect();
    let text = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    // The cheapest way to each place: cost, where its last word begins, and what that is.
    let mut best: Vec<(f32, usize, Kind)> = vec![(f32::INFINITY, 0, Kind::Loose); chars.len() + 1];
    best[0].0 = 0.0;
    let take = |best: &mut Vec<(f32, usize, Kind)>, from: usize, to: usize, cost: f32, kind: Kind| {
        let cost = best[from].0 + cost;
        if cost < best[to].0 {
            best[to] = (cost, from, kind);
        }
    };
    for from in 0..chars.len() {
        if best[from].0.is_infinite() {
            continue;
        }
        let run = run(&chars[from..]);
        if run > 0 {
            take(&mut best, from, from + run, WORD, Kind::Known);
        }
        take(&mut best, from, from + 1, LOOSE, Kind::Loose);
        for to in from + 1..=chars.len().min(from + LONGEST) {
            let word = text(from, to);
            if FUNCTIONS.contains(&word.as_str()) {
                take(&mut best, from, to, FUNCTION, Kind::Function);
            } else if to - from > 1
                && let Some(found) = documents(&word)
                && !is_made_of_words(&chars[from..to], documents)
            {
                let rarity = ((total + 1) as f32 / (found as f32 + 0.5)).ln().max(0.0);
                let joined = JOINS.contains(chars[from]) || JOINS.contains(chars[to - 1]);
                let joined = if joined { JOINED } else { 0.0 };
                take(&mut best, from, to, WORD + RARE * rarity + joined, Kind::Known);
            }
        }
    }
    let mut words = Vec::new();
    let mut end = chars.len();
    while end > 0 {
        let (_, start, kind) = best[end];
        words.push(Word { text: text(start, end), kind });
        end = start;
    }
    words.reverse();
    join_loose(words)
}

/// Characters of the run of letters and digits, or of the number with its measure word, that `chars` begin with.
fn run(chars: &[char]) -> usize {
    let ascii = chars.iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    let number = |c: &&char| c.is_ascii_digit() || han_digit(**c).is_some() || "十百千万亿".contains(**c);
    let han = chars.iter().take_while(number).count();
    let counted = |len: usize| len + usize::from(chars.get(len).is_some_and(|&c| MEASURES.contains(c)));
    match (ascii, han) {
        (0, 0) => 0,
        (0, len) => Some(counted(len)).filter(|&all| all > 1).unwrap_or(0),
        (len, digits) if digits >= len => counted(digits),
        (len, _) => len,
    }
}

/// Whether others of the heap's words make up the whole of it, function words at either end aside.
fn is_made_of_words(chars: &[char], documents: &dyn Fn(&str) -> Option<usize>) -> bool {
    let known = |from: usize, to: usize| {
        let word: String = chars[from..to].iter().collect();
        documents(&word).is_some()
    };
    let joins = |at: usize| FUNCTIONS.contains(&chars[at].to_string().as_str());
    if chars.len() == 3 {
        return joins(0) && known(1, 3) || joins(2) && known(0, 2);
    }
    if chars.len() < COMPOUND {
        return false;
    }
    let mut reached = vec![false; chars.len() + 1];
    reached[0] = true;
    for from in 0..chars.len() {
        for to in from + 2..=chars.len() {
            let whole = to - from == chars.len();
            if reached[from] && !reached[to] && !whole && known(from, to) {
                reached[to] = true;
            }
        }
    }
    reached[chars.len()]
}

/// Loose Han characters side by side are one word that the heap's vocabulary lacks: a name mostly.
fn join_loose(words: Vec<Word>) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::new();
    let loose = |word: &Word| word.kind == Kind::Loose && word.text.chars().all(is_han);
    for word in words {
        match joined.last_mut() {
            Some(last) if loose(last) && loose(&word) => last.text.push_str(&word.text),
            _ => joined.push(word),
        }
    }
    joined
}

/// Joins a loose character to the word before it where the texts have them together: 冷静 期.
pub fn with_tails(words: Vec<Word>, stands: &dyn Fn(&str) -> bool) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::new();
    for word in words {
        let tail =
            word.kind == Kind::Loose && word.text.chars().nth(1).is_none() && word.text.chars().all(is_han);
        match joined.last_mut() {
            Some(last)
                if tail
                    && last.kind == Kind::Known
                    && last.text.chars().all(is_han)
                    && stands(&[last.text.as_str(), &word.text].concat()) =>
            {
                last.text.push_str(&word.text);
            }
            _ => joined.push(word),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &[&str] = &[
        "河长",
        "巡河",
        "水库",
        "管理",
        "条例",
        "水库管理",
        "管理条例",
        "劳动",
        "合同",
        "劳动合同",
        "抚养权",
        "孩子",
        "离婚",
        "的水库",
        "一带一路",
        "神舟",
        "返回",
        "法律",
        "规定",
        "定水",
        "河道",
        "新一",
        "到期",
        "期不",
        "续签",
    ];

    fn words(term: &str) -> String {
        let cut = cut(term, 100, &|word| WORDS.contains(&word).then_some(5));
        let cut = with_tails(cut, &|text| text == "河道图");
        let written = |word: &Word| match word.kind {
            Kind::Known => word.text.clone(),
            Kind::Loose => format!("?{}", word.text),
            Kind::Function => format!("({})", word.text),
        };
        cut.iter().map(written).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_typed_without_blanks_is_cut() {
        for (term, cut) in [
            ("水库管理条例", "水库 管理条例"),
            ("水库条例管理规定", "水库 条例 管理 规定"),
            ("劳动合同规定水库", "劳动合同 规定 水库"),
            ("离婚后孩子抚养权归谁", "离婚 (后) 孩子 抚养权 (归) (谁)"),
            ("河长的水库", "河长 (的) 水库"),
            ("郑钦文巡河", "?郑钦文 巡河"),
            ("神舟二十号返回", "神舟 二十号 返回"),
            ("一带一路规定", "一带一路 规定"),
            ("2024年水库", "2024年 水库"),
            ("5g河道", "5g 河道"),
            ("河长", "河长"),
            ("河道图水库图", "河道图 水库 ?图"),
            ("到期不续签", "到期 (不) 续签"),
            ("怎么管理水库", "(怎么) 管理 水库"),
            ("", ""),
        ] {
            assert_eq!(words(term), cut, "{term}");
        }
    }
}
