//! Who wrote, photographed and edited a text: bylines, credits and editor lines.

mod frame;
mod inside;
mod name;
mod names;
mod roles;
mod signature;

use std::ops::Range;

pub use self::frame::{frame_words, framed};
pub use self::inside::{credit, lead, tail};
pub use self::name::{is_person, may_be_person};
use self::names::names;
use self::roles::{Kind, RoleAt, roles};
pub use self::roles::{mentions_role, opens_with_role, role_words};
pub use self::signature::names as names_alone;

use super::class::{is_han, is_space_or, is_stop, is_word};
use super::origin::is_outlet;
use crate::document::Person;
use crate::text::nobody::is_nobody;
use crate::text::office::{OFFICES, is_body};

/// Persons of one line.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct People {
    pub authors: Vec<Person>,
    pub editors: Vec<Person>,
    /// The paper or site that the byline names (随州日报全媒体记者).
    pub source: Option<String>,
    /// The parts of the line that roles, names and the paper's name account for.
    pub ranges: Vec<Range<usize>>,
}

/// 滨江市市长　方志远: who speaks, and the office held.
pub fn official(text: &str) -> Option<Person> {
    let (office, name) = text.split_once(char::is_whitespace)?;
    let name: String = name.split_whitespace().collect();
    let held = office.chars().all(is_han) && OFFICES.iter().any(|end| office.ends_with(end));
    (held && is_person(&name)).then(|| Person { name, role: office.to_owned() })
}

/// Reads the roles and names of a line (随州日报特约记者 吴财荣 通讯员 何春林).
pub fn byline(text: &str) -> People {
    if let Some(people) = signature::read(text).or_else(|| signature::stroked(text)) {
        return people;
    }
    let mut people = People::default();
    let found = roles(text);
    for (index, role) in found.iter().enumerate() {
        if let Some((name, range)) = described(text, role) {
            people.authors.push(Person { name, role: role.role.to_owned() });
            people.ranges.push(range);
            continue;
        }
        let until = found.get(index + 1).map_or(text.len(), |next| next.start);
        let names = names(text, role, until);
        if names.is_empty() {
            let behind = text[role.end..until].trim_matches(|c: char| !is_word(c));
            let first = behind.split(char::is_whitespace).next().unwrap_or_default();
            // 发布人：校长办公室
            if role.kind == Kind::Poster && is_outlet(first) {
                let end = role.end + text[role.end..].find(first).unwrap_or(0) + first.len();
                people.ranges.push(role.start..end);
                people.source = Some(first.to_owned());
                continue;
            }
            if !first.is_empty() && (is_nobody(first) || is_body(first)) {
                people.ranges.push(role.start..until);
                continue;
            }
            // 采写：南都记者 …: a paper stands between the two roles.
            if until < text.len() && text[role.end..until].chars().count() <= 12 {
                people.ranges.push(role.start..until);
                people.source = outlet(behind);
            }
            continue;
        }
        // 文/青河周刊 张三: the paper between role and name is accounted for too.
        people.ranges.push(role.start..names[names.len() - 1].1.end);
        let list = if role.kind == Kind::Editor { &mut people.editors } else { &mut people.authors };
        for (name, range) in names {
            people.ranges.push(range);
            list.push(Person { name, role: role.role.to_owned() });
        }
    }
    if let Some(first) = found.first()
        && (!people.authors.is_empty() || !people.editors.is_empty())
    {
        let start = text[..first.start].rfind(|c: char| is_space_or("(（【[—:：", c));
        let start = start.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let head = &text[start..first.start];
        let said = head.contains(|c: char| is_stop(c) || matches!(c, '，' | ',' | '”' | '」'));
        if !head.is_empty() && !said && head.chars().count() <= 20 {
            people.ranges.push(start..first.start);
            people.source = people.source.or_else(|| outlet(head));
        }
    }
    people
}

/// 石佳/中国青年报: a name and the paper that it wrote for.
pub fn signed(text: &str) -> Option<(Person, String)> {
    let (name, paper) = text.split_once(['/', '／', '｜', '|'])?;
    let (name, paper) = (name.trim(), paper.trim());
    (is_person(name) && super::origin::is_outlet(paper) && paper.chars().count() <= 12)
        .then(|| (Person { name: name.to_owned(), role: String::new() }, paper.to_owned()))
}

/// The name of a paper or site in front of a role; 本报 and 本网 name none.
fn outlet(head: &str) -> Option<String> {
    let name = head.rsplit(['·', '•', '丨', '|', '/']).next().unwrap_or(head).trim();
    let own = ["本报", "本网", "本刊", "本台", "本社", "特约", "实习", "见习"];
    (name.chars().count() >= 3
        && name.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric())
        && !own.iter().any(|own| name.starts_with(own))
        && !super::origin::is_interface(name))
    .then(|| name.trim_end_matches("全媒体").to_owned())
}

/// 沈怀瑜（自由撰稿人，青河市）: who the brackets behind a name describe, and what the name and they take.
fn described(text: &str, role: &RoleAt) -> Option<(String, Range<usize>)> {
    let behind = &text[role.end..];
    let open = text[..role.start].rfind(['（', '(']).filter(|_| role.kind != Kind::Editor)?;
    let close = behind.find(['）', ')'])?;
    let inside = !text[open..role.start].contains(['）', ')']) && !behind[..close].contains(['（', '(']);
    let named_behind = !behind.trim_start().starts_with(['）', ')', '，', ',', '、']);
    if !inside || named_behind {
        return None;
    }
    let head = text[..open].trim_end();
    let name = head.rsplit(|c: char| !is_word(c)).next().filter(|name| is_person(name))?;
    let end = role.end + close + behind[close..].chars().next().map_or(1, char::len_utf8);
    Some((name.to_owned(), head.len() - name.len()..end))
}
