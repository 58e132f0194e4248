//! Pages in traditional characters are read in simplified ones, so that every rule knows one form of a word, and
//! told in their own.
//!
//! Both forms of a character take as many bytes, or it stays as it is: what is found in the one text stands in
//! the same place in the other.

use crate::document::{Metadata, Person};
use crate::ingest::Raw;
use crate::text::variant::{is_traditional, simplified};

/// The page in simplified characters; `None` where it is so already.
pub fn simplify(raw: &Raw) -> Option<Raw> {
    if !raw.text.chars().any(is_traditional) {
        return None;
    }
    let text = |text: &String| in_simplified(text);
    let people = |people: &[Person]| {
        people.iter().map(|person| Person { name: text(&person.name), role: text(&person.role) }).collect()
    };
    let meta = Metadata {
        title: raw.meta.title.as_ref().map(text),
        subtitle: raw.meta.subtitle.as_ref().map(text),
        source: raw.meta.source.as_ref().map(text),
        authors: people(&raw.meta.authors),
        editors: people(&raw.meta.editors),
        ..raw.meta.clone()
    };
    Some(Raw { text: text(&raw.text), site: raw.site.as_ref().map(text), meta, ..raw.clone() })
}

fn in_simplified(text: &str) -> String {
    let mut simplified = String::with_capacity(text.len());
    let mut from = 0;
    for (at, c) in text.char_indices().filter(|&(_, c)| is_traditional(c) || matches!(c, '覆' | '著')) {
        simplified.push_str(&text[from..at]);
        simplified.push(simple(c));
        from = at + c.len_utf8();
    }
    simplified.push_str(&text[from..]);
    simplified
}

/// The simplified form of a character, where it takes no other room.
fn simple(c: char) -> char {
    let form = match c {
        // 回覆, 看著: both forms are simplified ones too, but of words that no rule knows.
        '覆' => '复',
        '著' => '着',
        c => simplified(c),
    };
    if form.len_utf8() == c.len_utf8() { form } else { c }
}

/// Puts what was found in `simple` into the characters of `raw`.
pub fn restore(meta: &mut Metadata, raw: &Raw, simple: &Raw) {
    let texts = [&mut meta.title, &mut meta.subtitle, &mut meta.source].into_iter().flatten();
    let people = meta.authors.iter_mut().chain(&mut meta.editors);
    for text in texts.chain(people.flat_map(|person| [&mut person.name, &mut person.role])) {
        let known = said(&raw.meta, raw).zip(said(&simple.meta, simple));
        let known =
            known.into_iter().find(|(_, simple)| *simple == text.as_str()).map(|(own, _)| own.to_owned());
        if let Some(own) = known.or_else(|| original(text, &simple.text, &raw.text)) {
            *text = own;
        }
    }
}

/// What the format of a page says of it, always in the same order.
fn said<'a>(meta: &'a Metadata, raw: &'a Raw) -> impl Iterator<Item = &'a str> {
    let texts =
        [&meta.title, &meta.subtitle, &meta.source, &raw.site].into_iter().flatten().map(String::as_str);
    let people = meta.authors.iter().chain(&meta.editors);
    texts.chain(people.flat_map(|person| [person.name.as_str(), person.role.as_str()]))
}

/// `part`, which stands in `simple` though perhaps with other white space, in the characters of `raw`.
fn original(part: &str, simple: &str, raw: &str) -> Option<String> {
    let first = part.trim_start().chars().next()?;
    simple.match_indices(first).find_map(|(start, _)| {
        let mut own = simple[start..].chars().zip(raw[start..].chars()).filter(|(c, _)| !c.is_whitespace());
        let mut restored = String::with_capacity(part.len());
        for c in part.chars() {
            match c.is_whitespace() {
                true => restored.push(c),
                false => restored.push(own.next().filter(|(simple, _)| *simple == c)?.1),
            }
        }
        Some(restored)
    })
}
