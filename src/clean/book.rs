//! The chapters of a book: lines that a series of numbers, or the name of a part, shows to be its headings.
//!
//! A line of a novel may begin with 第一章 and be a sentence; what makes it a heading is that the numbers
//! count on from one to the next with text between them. A table of contents has them without text between.

use super::class::{is_closer, is_han};
use super::line::Line;
use super::numbering;
use crate::document::Person;

/// A heading of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The line.
    pub at: usize,
    /// The highest is 1.
    pub level: u8,
}

/// Longest heading, in characters: some say in it all that happens.
const LONGEST: u32 = 50;
/// Fewest numbered heads that make a series.
const SERIES: usize = 2;
/// Share, in percent, of the heads of a series whose number follows from the one before.
const FOLLOWING: usize = 60;
/// Numbers that may be missing between two heads of a series: chapters that got lost.
const GAP: u32 = 3;
/// So many heads in a row without text between them are a table of contents.
const CONTENTS: usize = 3;

/// Units of books, from the widest to the narrowest; those of one row are of one level.
const UNITS: &[&[&str]] = &[
    &["部", "集", "册", "冊", "辑", "季"],
    &["卷", "编", "編", "篇"],
    &["章", "回", "话", "話", "折", "幕", "夜", "讲", "講"],
    &["节", "節"],
];
/// The row of [`UNITS`] with the chapters.
const CHAPTER: u8 = 2;

/// What stands before, between and behind the chapters under a name of its own.
const PARTS: &[&str] = &[
    "楔子",
    "序",
    "序章",
    "序言",
    "序幕",
    "自序",
    "代序",
    "前言",
    "引子",
    "引言",
    "导言",
    "导读",
    "开篇",
    "正文",
    "番外",
    "外传",
    "外篇",
    "尾声",
    "终章",
    "结局",
    "大结局",
    "后记",
    "後記",
    "跋",
    "附录",
    "附錄",
    "完本感言",
    "内容简介",
    "作品简介",
    "作者简介",
    "编者按",
    "译者序",
    "译后记",
    "出版说明",
    "献词",
];
/// Those that are followed by a name or number (番外 船家, 番外之一, 番外三).
const NAMED: &[&str] = &["番外", "外传", "外篇", "楔子", "序章", "尾声", "终章", "附录"];

/// The unit that a line opens with: its row in [`UNITS`], its number, and what follows.
fn unit(text: &str) -> Option<(u8, u32, &str)> {
    if let Some(rest) = text.strip_prefix('第') {
        let rest = rest.trim_start();
        let (figures, rest) = numeral(rest)?;
        let rest = rest.trim_start();
        let (row, rest) = UNITS.iter().enumerate().find_map(|(row, names)| {
            names.iter().find_map(|name| rest.strip_prefix(name)).map(|rest| (row as u8, rest))
        })?;
        return Some((row, figures, rest));
    }
    // 卷一 竹篮, 章一
    let (row, rest) = UNITS.iter().enumerate().find_map(|(row, names)| {
        let own = names.iter().filter(|name| matches!(**name, "卷" | "章" | "回" | "篇"));
        own.into_iter().find_map(|name| text.strip_prefix(name)).map(|rest| (row as u8, rest))
    })?;
    let (figures, rest) = numeral(rest.trim_start())?;
    (rest.is_empty() || rest.starts_with(is_gap)).then_some((row, figures, rest))
}

/// A numeral in any script at the start of a text, and what follows it.
fn numeral(text: &str) -> Option<(u32, &str)> {
    if let Some(circled) = text.chars().next().filter(|c| ('①'..='⑳').contains(c)) {
        return Some((circled as u32 - '①' as u32 + 1, &text[circled.len_utf8()..]));
    }
    let plain = |c: char| FORMAL.iter().find(|(formal, _)| *formal == c).map_or(c, |(_, plain)| *plain);
    let end = text.find(|c| !numbering::is_numeral(plain(c))).unwrap_or(text.len());
    let figures: String = text[..end].chars().map(plain).collect();
    ((1..=8).contains(&figures.chars().count())).then(|| (numbering::value(&figures), &text[end..]))
}

/// The numerals of contracts, as some books number their chapters.
const FORMAL: &[(char, char)] = &[
    ('壹', '一'),
    ('贰', '二'),
    ('貳', '二'),
    ('叁', '三'),
    ('參', '三'),
    ('肆', '四'),
    ('伍', '五'),
    ('陆', '六'),
    ('陸', '六'),
    ('柒', '七'),
    ('捌', '八'),
    ('玖', '九'),
];

fn is_gap(c: char) -> bool {
    c.is_whitespace() || ":：、.．·—-－_【[（(《".contains(c)
}

/// A line without the marks that sites put before their chapters: ☆、第1章, 【第一章】, ===第1章===, 正文 第十章.
fn bare(text: &str) -> &str {
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || "☆★◆◇■□●○◎=＝-—*＊#、，.【[〖「".contains(c));
    let names = ["正文卷", "正文"];
    names.iter().find_map(|name| text.strip_prefix(name)).map_or(text, str::trim_start)
}

/// What a line says of being a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Candidate {
    at: usize,
    row: u8,
    /// 0 for a named part.
    value: u32,
}

fn candidate(at: usize, line: &Line) -> Option<Candidate> {
    if line.chars > LONGEST || line.continues {
        return None;
    }
    let text = bare(line.text);
    let Some((mut row, mut value, mut rest)) = unit(text) else {
        return is_part(line.text).then_some(Candidate { at, row: CHAPTER, value: 0 });
    };
    // 第一卷 渡口 第一章 竹篮: the chapter is what begins here.
    let inner = rest.match_indices('第').find_map(|(at, _)| unit(&rest[at..]).filter(|inner| inner.0 > row));
    if let Some(inner) = inner {
        (row, value, rest) = inner;
    }
    let closed = rest.trim_end_matches(|c| is_closer(c) || "=-—*】］".contains(c));
    let sentence = closed.ends_with(['。', '，', ',', '；', ';', '：', '、']);
    // 第三回了，她想: what goes on right behind the number is a name, and no name begins so.
    let runs_on = !rest.is_empty()
        && !rest.starts_with(is_gap)
        && rest.starts_with(['了', '的', '是', '地', '得', '就']);
    let quoted = line.text.starts_with(['“', '「', '"', '‘']) || line.unclosed;
    // 第一部 and 第二集 are words of many a sentence: only with a gap behind them they number a part.
    let wide = row == 0 && !(rest.is_empty() || rest.starts_with(is_gap));
    (value > 0 && !sentence && !runs_on && !quoted && !wide).then_some(Candidate { at, row, value })
}

/// 楔子, 番外 船家, 番外之一
fn is_part(text: &str) -> bool {
    let name: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let named = |part: &&&str| {
        text.strip_prefix(**part).is_some_and(|rest| {
            let number = rest.trim_start_matches('之');
            let numbered = number.chars().count() <= 3 && number.starts_with(numbering::is_numeral);
            rest.chars().count() <= 24
                && !rest.ends_with(['。', '，', '！', '？', '…', '”'])
                && (rest.starts_with(is_gap) || rest.starts_with('之') || numbered)
        })
    };
    PARTS.contains(&name) || NAMED.iter().any(|part| named(&part))
}

/// The headings of a book; none where no series of numbers shows that it has any.
pub fn heads(lines: &[Line]) -> Vec<Head> {
    let found: Vec<Candidate> =
        lines.iter().enumerate().filter_map(|(at, line)| candidate(at, line)).collect();
    let listed = contents(lines, &found);
    let found: Vec<Candidate> = found
        .into_iter()
        .zip(listed)
        .filter_map(|(candidate, listed)| (!listed).then_some(candidate))
        .collect();
    let mut kept: Vec<Candidate> = Vec::new();
    for row in 0..UNITS.len() as u8 {
        let own: Vec<Candidate> = found.iter().copied().filter(|c| c.row == row && c.value > 0).collect();
        kept.extend(series(&own));
    }
    if kept.is_empty() {
        return Vec::new();
    }
    kept.extend(found.iter().filter(|candidate| candidate.value == 0));
    kept.sort_unstable_by_key(|candidate| candidate.at);
    let mut rows: Vec<u8> = kept.iter().map(|candidate| candidate.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let level = |row: u8| rows.iter().position(|own| *own == row).map_or(1, |at| at as u8 + 1);
    let begun = kept.iter().position(|candidate| candidate.value > 0).unwrap_or(0);
    kept.iter()
        .enumerate()
        .map(|(i, candidate)| Head {
            at: candidate.at,
            // What stands before the first part stands in none.
            level: if i < begun { 1 } else { level(candidate.row) },
        })
        .collect()
}

/// Which of them stand in a table of contents: a run of heads without text between them, of which several are of one
/// row. A head of each row may stand on another.
fn contents(lines: &[Line], found: &[Candidate]) -> Vec<bool> {
    let text = |line: &Line| line.chars > LONGEST || line.ends_sentence() && line.han > 0;
    let apart = |a: &Candidate, b: &Candidate| lines[a.at + 1..b.at].iter().any(text);
    let mut listed = vec![false; found.len()];
    let mut from = 0;
    for to in 1..=found.len() {
        if to < found.len() && !apart(&found[to - 1], &found[to]) {
            continue;
        }
        let run = &found[from..to];
        let of_row = |row: usize| run.iter().filter(|candidate| usize::from(candidate.row) == row).count();
        if run.len() > CONTENTS && (0..UNITS.len()).any(|row| of_row(row) > 1) {
            // The last of them stand over the text behind the list, where they begin anew.
            let behind = run.iter().rev().take_while(|candidate| candidate.value <= 1).count();
            listed[from..to - behind.min(run.len() - 1)].fill(true);
        }
        from = to;
    }
    listed
}

/// Those whose numbers count on, or begin anew.
fn series(own: &[Candidate]) -> Vec<Candidate> {
    let follows = |before: u32, value: u32| value == before + 1 || value == 1;
    let near = |before: u32, value: u32| value > before && value - before <= GAP + 1;
    let fits = |i: usize| {
        let before = i.checked_sub(1).map(|i| own[i].value);
        let next = own.get(i + 1).map(|next| next.value);
        let value = own[i].value;
        before.is_some_and(|before| follows(before, value) || near(before, value))
            || next.is_some_and(|next| follows(value, next) && next > 1 || near(value, next))
            || value == 1
    };
    let kept: Vec<Candidate> = (0..own.len()).filter(|&i| fits(i)).map(|i| own[i]).collect();
    let following = kept.windows(2).filter(|pair| follows(pair[0].value, pair[1].value)).count();
    let enough = kept.len() >= SERIES && following * 100 >= (kept.len() - 1) * FOLLOWING;
    if enough { kept } else { Vec::new() }
}

/// The name of a book as it stands before its text, and what its line says besides: 《渡口旧事》作者：某某,
/// 书名：渡口旧事, [渡口旧事 / 某某 著].
pub fn name(text: &str) -> Option<(&str, &str)> {
    let text = text.trim().trim_matches(['[', ']', '【', '】']).trim();
    let labelled = ["书名", "書名", "作品名", "小说名"].iter().find_map(|label| text.strip_prefix(label));
    if let Some(value) = labelled.and_then(|rest| rest.trim_start().strip_prefix(['：', ':'])) {
        let name = value.trim().trim_matches(['《', '》']);
        return Some((name, "")).filter(|_| !name.is_empty());
    }
    if let Some((name, writer)) = text.split_once('/').filter(|(_, writer)| writer.ends_with('著')) {
        return Some((name.trim(), writer.trim()));
    }
    let (name, behind) = text.strip_prefix('《')?.split_once('》')?;
    (behind.chars().count() <= 24 && name.chars().any(is_han)).then_some((name, behind.trim()))
}

/// What the file of a book calls it: the name between 《 and 》, or all of the file's name that is not its ending.
pub fn name_of_file(path: &str) -> Option<&str> {
    let file = path.rsplit(['/', '!', '\\']).next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let between = stem.split_once('《').and_then(|(_, rest)| rest.split_once('》')).map(|(name, _)| name);
    Some(between.unwrap_or(stem).trim()).filter(|name| name.chars().any(is_han))
}

/// Who wrote a book, or brought it into Chinese, where a line before the text says so (作者：[英]某某, 某某 著).
pub fn people(text: &str) -> Option<Vec<Person>> {
    const ROLES: &[&str] = &["作者", "著者", "原著", "编者", "编著", "主编", "译者", "翻译"];
    const DEEDS: &[&str] = &["著", "编著", "编", "译", "译著", "主编"];
    let text = text.trim();
    let labelled = ROLES.iter().find_map(|role| {
        let rest = text.strip_prefix(role)?.trim_start();
        rest.strip_prefix(['：', ':']).map(|names| (*role, names))
    });
    let signed = || {
        let (names, deed) = text.rsplit_once(char::is_whitespace)?;
        DEEDS.contains(&deed).then_some((deed, names))
    };
    let (role, names) = labelled.or_else(signed)?;
    let people: Vec<Person> = names
        .split(['、', '，', ',', '/', '；'])
        .map(|name| {
            let name = name.trim_start_matches(|c: char| {
                c.is_whitespace() || c == '（' || c == '(' || c == '[' || c == '〔'
            });
            // [英]某某: where somebody comes from.
            let name = name.split_once([']', '）', ')', '〕']).map_or(name, |(_, name)| name);
            name.split_whitespace().collect::<String>()
        })
        .filter(|name| (1..=16).contains(&name.chars().count()))
        .map(|name| Person { name, role: if role == "作者" { String::new() } else { role.to_owned() } })
        .collect();
    (!people.is_empty()).then_some(people)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::line;

    fn heads_of(text: &str) -> Vec<(String, u8)> {
        let lines: Vec<Line> = line::read(text, &[]).collect();
        heads(&lines).into_iter().map(|head| (lines[head.at].text.to_owned(), head.level)).collect()
    }

    fn named(heads: &[(&str, u8)]) -> Vec<(String, u8)> {
        heads.iter().map(|(text, level)| ((*text).to_owned(), *level)).collect()
    }

    const SAID: &str = "　　竹排顺着水漂下去，谁也没有再说一句话。\n";

    #[test]
    fn volumes_chapters_and_what_stands_beside_them() {
        let text = [
            "引子",
            "卷一 上滩",
            "第一章 竹排",
            "第二章 夜雨",
            "卷二 下滩",
            "第三章 还乡",
            "番外 老艄公",
            "后记",
        ]
        .map(|head| format!("{head}\n{SAID}"))
        .concat();
        let want = [
            ("引子", 1),
            ("卷一 上滩", 1),
            ("第一章 竹排", 2),
            ("第二章 夜雨", 2),
            ("卷二 下滩", 1),
            ("第三章 还乡", 2),
            ("番外 老艄公", 2),
            ("后记", 2),
        ];
        assert_eq!(heads_of(&text), named(&want));
    }

    #[test]
    fn a_sentence_that_begins_like_a_chapter_is_none() {
        let text = format!(
            "第一章 竹排\n{SAID}第一章纸都湿透了，她只好从头抄起。\n第三回了，她想。\n{SAID}第二章 夜雨\n{SAID}"
        );
        assert_eq!(heads_of(&text), named(&[("第一章 竹排", 1), ("第二章 夜雨", 1)]));
    }

    #[test]
    fn a_table_of_contents_heads_nothing() {
        let list = "第一回 竹排\n第二回 夜雨\n第三回 还乡\n第四回 灯火\n";
        let text = format!(
            "{list}{}",
            ["第一回 竹排", "第二回 夜雨", "第三回 还乡", "第四回 灯火"]
                .map(|head| format!("{head}\n{SAID}"))
                .concat()
        );
        assert_eq!(heads_of(&text).len(), 4);
    }

    #[test]
    fn marks_and_scripts_of_numbers_are_seen_through() {
        for (first, second) in [
            ("☆、第1章 竹排", "☆、第2章 夜雨"),
            ("【第壹章】竹排", "【第贰章】夜雨"),
            ("正文 第九回 竹排", "正文 第十回 夜雨"),
            ("第一卷 上滩 第一章 竹排", "第一卷 上滩 第二章 夜雨"),
            ("第①章 竹排", "第②章 夜雨"),
        ] {
            let text = format!("{first}\n{SAID}{second}\n{SAID}");
            assert_eq!(heads_of(&text), named(&[(first, 1), (second, 1)]), "{text}");
        }
    }
}
