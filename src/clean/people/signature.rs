//! Lines that are nothing but a signature: names alone, or names and what their owners did.

use super::People;
use super::name::is_person;
use super::names::strip_place;
use crate::clean::class::is_space_or;
use crate::clean::origin::is_outlet;
use crate::document::Person;

/// What a signature says that a person did; each stands before or behind the name.
const DEEDS: &[&str] = &[
    "文",
    "图",
    "圖",
    "摄",
    "攝",
    "绘",
    "文图",
    "图文",
    "摄影",
    "攝影",
    "撰文",
    "采写",
    "文字",
    "图片",
    "报道",
    "报导",
    "摄影报道",
];

/// Longest signature, in bytes.
const LONGEST: usize = 150;
/// Longest line of names alone, in bytes.
const LONGEST_NAMES: usize = 60;

/// Reads a line that is nothing but a signature: `张三 文/图`, `文/张三 图/李四`, `文：张三　摄影：李四`.
pub fn read(text: &str) -> Option<People> {
    if text.len() > LONGEST {
        return None;
    }
    let is_deed = |word: &&str| DEEDS.contains(word);
    words(text).next().filter(|first| is_deed(first) || is_person(first))?;
    let words: Vec<&str> = words(text).collect();
    let persons = words.iter().filter(|word| is_person(word)).count();
    let deeds = words.iter().filter(|word| is_deed(word)).count();
    if persons == 0 || deeds == 0 || persons + deeds < words.len() {
        return None;
    }
    // What stands first says on which side of a name its deed is.
    let before = words.first().is_some_and(is_deed);
    let mut people = People::default();
    let mut deed = String::new();
    let mut open = 0;
    let mut last_was_deed = false;
    for word in &words {
        if is_deed(word) {
            deed = if last_was_deed { format!("{deed}/{word}") } else { (*word).to_owned() };
        } else {
            if last_was_deed && !before {
                sign(&mut people.authors[open..], &deed);
                open = people.authors.len();
            }
            let role = if before { deed.clone() } else { String::new() };
            people.authors.push(Person { name: (*word).to_owned(), role });
        }
        last_was_deed = is_deed(word);
    }
    if last_was_deed && !before {
        sign(&mut people.authors[open..], &deed);
    }
    people.ranges.push(0..text.len());
    Some(people)
}

fn sign(people: &mut [Person], deed: &str) {
    for person in people {
        deed.clone_into(&mut person.role);
    }
}

/// The persons of a line of names alone (□ 张三, 张三 李四, 蒋 凌).
pub fn names(text: &str) -> Option<Vec<Person>> {
    if text.len() > LONGEST_NAMES {
        return None;
    }
    let mut names: Vec<String> = words(text).map(str::to_owned).collect();
    if (2..=3).contains(&names.len()) && names.iter().all(|name| name.chars().count() == 1) {
        names = vec![names.concat()];
    }
    let known = (1..=4).contains(&names.len()) && names.iter().all(|name| is_person(name));
    known.then(|| names.into_iter().map(|name| Person { name, role: String::new() }).collect())
}

/// 中國時報【張三╱台北報導】: the reporter before a stroke, the place behind it.
pub fn stroked(text: &str) -> Option<People> {
    let (stroke, mark) = text.char_indices().find(|&(_, c)| matches!(c, '╱' | '／' | '/'))?;
    let start = text[..stroke]
        .rfind(['【', '[', '〔', '（', '('])
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let after = &text[stroke + mark.len_utf8()..];
    let place = after.find(['】', ']', '〕', '）', ')']).map_or(after, |end| &after[..end]);
    let name = text[start..stroke].trim();
    let paper = text[..start].trim_end_matches(['【', '[', '〔', '（', '(', ' ']);
    let reported = strip_place(place).is_some() && place.chars().count() <= 10;
    (is_person(name) && reported).then(|| People {
        authors: vec![Person { name: name.to_owned(), role: String::new() }],
        source: is_outlet(paper).then(|| paper.to_owned()),
        ranges: std::iter::once(0..text.len() - after.len() + place.len()).collect(),
        ..People::default()
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| is_space_or("、,，;；&/／╱:：()（）[]【】|｜丨□■●○◆◇", c))
        .filter(|word| !word.is_empty())
}
