//! Authors under names of their own choosing. Nothing in such a name tells it from any other short line; that two
//! places of the page agree on it does: the page's first line behind the title (… - 慢热的鱼的博客), a line of its
//! own near the date, the button to follow it.

use super::Trust;
use crate::clean::class::is_word;
use crate::clean::noise::LINKS;
use crate::clean::origin;
use crate::clean::page::{HEAD, Page};
use crate::clean::title::{LONGEST_WINDOW, SITE_MARKS, without_site};
use crate::document::{Person, Reason};
use crate::ingest::Format;
use crate::text::nobody::is_nobody;

/// What an author has on a site; behind 的 it ends the name of a page of theirs.
const OWNED: &[&str] = &[
    "博客",
    "博文",
    "日志",
    "日誌",
    "日记",
    "部落格",
    "空间",
    "專欄",
    "专栏",
    "主页",
    "个人主页",
    "blog",
    "BLOG",
];
/// Longest ending of such a name that may stand for any of these (的树洞, 的旅行日記), in characters.
const LONGEST_OWNED: usize = 4;
/// Longest name, in characters.
const LONGEST: u32 = 16;
/// Lines around a name in which its date and its button stand.
const BESIDE: usize = 3;

/// Characters of a channel's name (财经), which stands in the page's navigation as the site's may.
const CHANNEL: usize = 2;

/// Buttons beside the name of an account.
const FOLLOWED: &[&str] = &["关注", "關注", "+关注", "已关注"];
/// What is counted of an account.
const COUNTED: &[&str] = &["粉丝", "总阅读", "篇文章", "獲讚", "获赞"];
/// Lines that the card of an account takes above the title.
const CARD: usize = 6;

/// A name that the first line gives behind the title.
struct Owner<'a> {
    name: &'a str,
    /// The words behind it say that the page belongs to somebody.
    owns: bool,
}

impl Page<'_> {
    /// The author whom two places of the page name, for a page that names none in words.
    pub(super) fn find_account(&mut self, title: Option<usize>, body: usize) {
        let head = title.map_or(self.text.start, |title| title.saturating_sub(BESIDE)).min(body);
        let found = self.find_owner(title, head, body).or_else(|| self.find_followed(title, head, body));
        let Some((name, at)) = found else { return };
        let published = self.meta.source.as_deref() == Some(&*name);
        if published && (self.sourced >= Trust::Shown || self.raw.format == Format::Html) {
            return;
        }
        if self.sourced < Trust::Labelled {
            self.meta.source.take_if(|source| *source == name);
        }
        self.meta.authors.push(Person { name, role: String::new() });
        if (head..body).contains(&at) && Some(at) != title {
            self.meta.published = self.meta.published.or(self.read_line(at).published);
            self.remove(at, Reason::Metadata, "account");
        }
    }

    /// What the page's window is called, unless its first line is too long for that.
    fn first_line(&self) -> Option<&str> {
        self.lines.first().map(|line| line.text).filter(|text| text.len() <= LONGEST_WINDOW)
    }

    /// The site's name, which ends the page's first line behind a title that stands again below.
    pub(super) fn site(&self) -> Option<&str> {
        let behind = self.first_line()?.strip_prefix(without_site(self.lines[0].text, &self.lines))?;
        let named =
            |piece: &&str| !piece.starts_with("Powered") && !piece.contains(|c: char| c.is_ascii_digit());
        let pieces: Vec<&str> = pieces(behind).into_iter().filter(named).collect();
        // Keywords may stand behind the name, which the text speaks of; the page speaks of itself elsewhere.
        let around = |at: &usize| !self.text.contains(at) || !self.lines[*at].is_prose();
        let around = || (1..self.lines.len()).filter(around).map(|at| self.lines[at].text);
        let told = |piece: &&&str| {
            origin::is_outlet(piece)
                || piece.chars().count() > CHANNEL && around().any(|text| text.contains(**piece))
        };
        let paper = |piece: &&&str| piece.ends_with(['网', '報', '报', '網']);
        let alone = |piece: &&&str| around().any(|text| text.split_whitespace().any(|word| word == **piece));
        let spoken_of = |piece: &&&str| {
            pieces.len() > 1 && self.text.clone().any(|at| at > 0 && self.lines[at].text.contains(**piece))
        };
        let find = |fits: &dyn Fn(&&&str) -> bool| pieces.iter().rev().find(|piece| fits(piece));
        let last = pieces.last().filter(|piece| !spoken_of(piece));
        let site = *find(&told).or_else(|| find(&paper)).or_else(|| find(&alone)).or(last)?;
        ((2..=LONGEST as usize).contains(&site.chars().count()) && !is_nobody(site)).then_some(site)
    }

    /// Whether a name that is followed by the date is its owner's, not that of the site.
    pub(super) fn is_authors(&self, name: &str) -> bool {
        self.meta.authors.is_empty()
            && self.site().is_some_and(|site| !site.contains(name))
            && self.window.agreement(name).is_none()
    }

    /// A name from the first line that stands again: in the line of the date, behind the title alone, or, where
    /// the page says to be somebody's, anywhere alone.
    fn find_owner(&self, title: Option<usize>, head: usize, body: usize) -> Option<(String, usize)> {
        let window = self.first_line().filter(|_| title != Some(0))?;
        let tail = (self.text.end.max(body)..self.lines.len()).take(BESIDE * 2);
        let dated = |owner: &Owner| {
            (head..body)
                .chain(tail.clone())
                .find(|&at| self.has_date(at) && has_word(self.lines[at].text, owner.name))
        };
        let alone = |owner: &Owner| {
            let from = if owner.owns { 1 } else { title.unwrap_or(head) + 1 };
            (from..if owner.owns { self.lines.len() } else { body }).find(|&at| {
                let text = self.lines[at].text;
                text == owner.name && (owner.owns || self.noise[at].is_none())
                    || owner.owns && text.strip_prefix(owner.name).is_some_and(|rest| rest.starts_with('的'))
            })
        };
        // 慢热的鱼的博客, at the head of the page.
        let blog = |owner: &Owner| {
            let owned = |text: &str| {
                let rest = text.strip_prefix(owner.name)?.strip_prefix('的')?;
                OWNED.contains(&rest).then_some(())
            };
            (1..body).find(|&at| owned(self.lines[at].text).is_some())
        };
        let named = self.meta.title.as_deref().unwrap_or_default();
        owners(window, without_site(self.lines[0].text, &self.lines))
            .into_iter()
            .filter(|owner| {
                !named.contains(owner.name)
                    && !owner.name.starts_with(|c: char| c.is_ascii_digit())
                    && !self.is_channel(owner.name)
            })
            .find_map(|owner| {
                dated(&owner)
                    .or_else(|| alone(&owner))
                    .or_else(|| blog(&owner))
                    .map(|at| (owner.name.to_owned(), at))
            })
    }

    /// Whether a name is a word of the page's navigation.
    fn is_channel(&self, name: &str) -> bool {
        let rows = (1..self.lines.len()).filter(|&at| self.lines[at].pieces >= 3 && self.noise[at].is_some());
        rows.take(HEAD).any(|at| self.lines[at].text.split_whitespace().any(|word| word == name))
    }

    /// A name alone on its line, with the date and the button to follow it beside.
    fn find_followed(&self, title: Option<usize>, head: usize, body: usize) -> Option<(String, usize)> {
        let head = head.saturating_sub(CARD);
        let around = |at: usize| at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(self.lines.len());
        let button = |at: usize| FOLLOWED.iter().any(|word| has_word(self.lines[at].text, word));
        let counted = |at: usize| {
            self.lines[at].digits > 0 && COUNTED.iter().any(|word| self.lines[at].text.contains(word))
        };
        let followed = |at: usize| around(at).any(|near| button(near) || near > at && counted(near));
        let dated = |at: usize| {
            (at.saturating_sub(BESIDE)..(at + CARD + BESIDE).min(self.lines.len()))
                .any(|near| near != at && self.has_date(near))
        };
        let found =
            (head..body).find(|&at| Some(at) != title && self.is_account(at) && followed(at) && dated(at))?;
        Some((self.lines[found].text.trim_end_matches('©').trim_end().to_owned(), found))
    }

    fn is_account(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let name = line.text.trim_end_matches('©').trim_end();
        (2..=LONGEST).contains(&line.chars)
            && line.pieces == 1
            && name.chars().all(|c| is_word(c) || matches!(c, '_' | '-' | '·'))
            && name.chars().any(char::is_alphabetic)
            && self.noise[at].is_none_or(|noise| !noise.certain || noise.rule == LINKS)
            && !origin::is_interface(name)
            && !origin::is_outlet(name)
            && !is_nobody(name)
            && !self.first_line().is_some_and(|window| window.starts_with(name))
    }
}

/// The pieces of `text` between the marks that set names of channels and sites apart.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = vec![text];
    for mark in SITE_MARKS.iter().chain(&["】"]) {
        pieces = pieces.iter().flat_map(|piece| piece.split(mark)).collect();
    }
    pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// The names of the window's name behind its `title`, the last being the site's.
fn owners<'a>(window: &'a str, title: &str) -> Vec<Owner<'a>> {
    let start = window.find(title).map_or(0, |at| at + title.len());
    let rest = if start < window.len() { &window[start..] } else { window };
    let pieces = pieces(rest);
    let mut owners = Vec::new();
    for (index, &piece) in pieces.iter().enumerate() {
        for (at, mark) in piece.match_indices('的') {
            let owned = &piece[at + mark.len()..];
            let owns = OWNED.contains(&owned);
            if owns || (1..=LONGEST_OWNED).contains(&owned.chars().count()) {
                owners.push(Owner { name: &piece[..at], owns });
            }
        }
        if index + 1 < pieces.len() && (rest.len() < window.len() || index > 0) {
            owners.push(Owner { name: piece, owns: false });
        }
    }
    owners.retain(|owner| {
        (2..=LONGEST as usize).contains(&owner.name.chars().count())
            && !origin::is_outlet(owner.name)
            && !is_nobody(owner.name)
    });
    owners
}

/// Whether a text has a word with nothing of a word beside it.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_word) && !text[at + word.len()..].starts_with(is_word))
}
