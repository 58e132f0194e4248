//! Bylines and credits inside a text: in its opening, at its end, under its pictures.

use super::name::is_person;
use super::names::names;
use super::roles::{Kind, RoleAt, is_role, mentions_role, roles};
use crate::clean::class::{is_space_or, is_stop};
use crate::clean::metaline::MetaLine;
use crate::document::Person;

/// The names of a credit (… 王一/摄, 本报记者 李二 摄, 张三 文/图).
pub fn credit(text: &str) -> Vec<Person> {
    let body = text.trim_end_matches(|c: char| is_space_or(")）]】。.", c));
    for (mark, role) in [
        ("摄影报道", "摄"),
        ("文/摄", "摄"),
        ("摄影", "摄"),
        ("摄", "摄"),
        ("攝", "攝"),
        ("文/图", "文/图"),
        ("文图", "文/图"),
        ("/文", "文"),
        ("/图", "图"),
    ] {
        let Some(head) = body.strip_suffix(mark) else { continue };
        let head = head.trim_end_matches(|c: char| is_space_or("/／╱、", c));
        let found = roles(head);
        let names = match found.iter().rev().find(|role| role.kind != Kind::Editor) {
            Some(role) => names(head, role, head.len()),
            None => {
                let open = head.rfind(|c: char| is_space_or("（(。，,．:：", c));
                let end = open.map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
                names(head, &RoleAt { start: end, end, role, kind: Kind::Author }, head.len())
            }
        };
        return names.into_iter().map(|(name, _)| Person { name, role: role.to_owned() }).collect();
    }
    Vec::new()
}

/// What a text says of its origin behind its last sentence (…。（总台记者 张倩）, …。本报记者 张倩): where that
/// begins, and what it says.
pub fn tail(text: &str) -> Option<(usize, MetaLine)> {
    // …作者：张三)netease: a portal's mark behind the brackets.
    let marked = text.trim_end_matches(|c: char| c.is_ascii_lowercase() || c.is_whitespace());
    let body = if marked.ends_with(['）', ')']) { marked } else { text.trim_end() };
    if !body.ends_with(['）', ')', '】', ']', '〕']) {
        return unbracketed(body);
    }
    let open = body.rfind(['（', '(', '【', '[', '〔'])?;
    let inner = &body[open..];
    if inner.len() > 200 {
        return None;
    }
    let line = MetaLine::read(inner);
    if (line.has_people() || line.source.is_some()) && line.explained(0.3) {
        return Some((open, line));
    }
    // （作者：张三，系某地某人）: who the author is stands behind the name.
    let first = inner.split(['，', ',', '；', ';']).next().unwrap_or(inner);
    let line = MetaLine::read(first);
    if first.len() < inner.len() && line.has_people() && line.explained(0.3) {
        return Some((open, line));
    }
    // 【时间轴】 heads a part.
    let authors = alone(inner).filter(|_| inner.starts_with(['（', '(']))?;
    Some((open, MetaLine { authors, ..MetaLine::default() }))
}

/// （张三）, (张三 李四): names and nothing else.
fn alone(brackets: &str) -> Option<Vec<Person>> {
    let names: Vec<&str> = brackets
        .split(|c: char| is_space_or("()（）、，,【】[]〔〕", c))
        .filter(|word| !word.is_empty() && !is_role(word))
        .collect();
    let known = (1..=3).contains(&names.len()) && names.iter().all(|name| is_person(name));
    known.then(|| names.iter().map(|name| Person { name: (*name).to_owned(), role: String::new() }).collect())
}

/// Characters of a byline that stands behind a paragraph's last stop without brackets.
const BYLINE: usize = 30;

/// A byline behind the last stop of a paragraph (…看一眼。”本报记者 张三).
fn unbracketed(body: &str) -> Option<(usize, MetaLine)> {
    let stop = body.rfind(is_stop)?;
    let at = stop + body[stop..].find(char::is_alphanumeric)?;
    let rest = &body[at..];
    if rest.chars().count() > BYLINE || !mentions_role(rest) {
        return None;
    }
    let line = MetaLine::read(rest);
    (line.has_people() && line.explained(0.15)).then_some((at, line))
}

/// What ends the byline in a report's opening.
const REPORTED: &[&str] = &["报道", "報導", "报导", "文/图", "图/文", "摄影报道"];
/// Bytes of what may stand before the role of a reporter (特派记者, 本报记者).
const TITLES: usize = 15;

/// The byline in a report's opening (新华社北京1月1日电（记者 张三）, 本报讯 记者李四报道).
pub fn lead(text: &str) -> Option<MetaLine> {
    let end = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    if let Some(open) = head.find(['（', '(', '〔', '【', '['])
        && let Some(close) = text[open..].find(['）', ')', '〕', '】', ']']).filter(|close| *close < 160)
    {
        let inner = &text[open..open + close];
        let line = MetaLine::read(inner);
        if line.has_people() && line.explained(0.4) {
            return Some(line);
        }
        // 新华网北京4月5日电 (张三 李四)
        let wired = head[..open].trim_end().ends_with(['电', '電', '讯', '訊']);
        if let Some(authors) = alone(inner).filter(|_| wired) {
            return Some(MetaLine { authors, ..MetaLine::default() });
        }
    }
    // 本报讯 记者赵一报道：…
    let (at, _) = head.char_indices().nth(24).unwrap_or((head.len(), ' '));
    let opening = &head[..at];
    let announced = ["讯", "訊", "电", "電", "本报", "本網", "本网", "□", "■"];
    let announced = announced.iter().any(|word| opening.contains(word))
        || roles(opening).first().is_some_and(|role| role.start <= TITLES && role.calls_a_person());
    let reported = REPORTED.iter().filter_map(|word| opening.find(word)).min()?;
    let line = MetaLine::read(&opening[..reported]);
    (announced && line.has_people()).then_some(line)
}
