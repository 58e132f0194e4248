//! Texts without furniture: nothing leaves them but what proves by itself that nobody wrote it as text.

use std::collections::HashMap;

use super::heading;
use super::line::Line;
use super::ngrams::Ngrams;
use super::page::{Page, Role, same};
use super::region::Style;
use super::wrap::Wrap;
use super::{LineVerdict, book, debris, nature, numbering, people};
use crate::document::{Document, Nature, Person, Reason, TitleFrom};
use crate::ingest::Format;

/// Lines above a text in which its title and its writers are looked for.
const HEAD: usize = 12;
/// The same for a book, whose publisher may have filled a page.
const BOOK_HEAD: usize = 30;
/// Lines at its end that may sign it.
const TAIL: usize = 3;
/// Characters of the longest title of a talk.
const TITLE: u32 = 40;
/// Fewest numbers that count the pages of a text, and lines that run along with them.
const PAGES: usize = 3;
/// Characters of the longest number of a page, and of the longest line that runs along.
const NUMBER: u32 = 12;
const RUNNING: u32 = 24;
/// Characters of the longest line by which a site speaks of itself between the chapters of a book.
const ADVERTISED: u32 = 80;
/// Characters of text a heading has under it on the average where a text has any.
const HEADED: u32 = 120;

impl Page<'_> {
    /// Cleans a text without furniture; `text` is the raw text, in the characters that it came in.
    pub(super) fn clean_bare(mut self, text: &str) -> (Document, Vec<LineVerdict>) {
        let nature = self.told.nature;
        self.noise = vec![None; self.lines.len()];
        self.text = 0..self.lines.len();
        self.scores = vec![0.0; self.lines.len()];
        self.style = Style::of(&self.lines);
        self.drop_debris();
        self.ngrams = Ngrams::of(self.lines.iter().filter(|line| line.is_prose()));
        match nature {
            Nature::Book => self.take_book(),
            _ => self.take_head(),
        }
        self.wrap = Wrap::of(&self.lines, |at| self.roles[at] == Role::Text);
        match nature {
            Nature::Article | Nature::Statute | Nature::Interview => {
                let title = self.rules.iter().position(|rule| *rule == "title");
                self.find_captions(title);
                self.find_headings();
                self.recast_headings();
            }
            Nature::Book => self.find_chapters(),
            _ => {}
        }
        if matches!(nature, Nature::Interview) {
            self.keep_turns();
        }
        let drafts = self.join_lines();
        self.finish(drafts, text)
    }

    /// Marks alone on a line, numbers of pages with what runs along with them, advertisements of sites for novels.
    fn drop_debris(&mut self) {
        for at in 0..self.lines.len() {
            if !self.lines[at].text.chars().any(char::is_alphanumeric) && self.told.nature != Nature::Table {
                self.remove(at, Reason::Markup, "marks-only");
            }
        }
        for at in 0..self.lines.len() {
            if debris::is_continuation(self.lines[at].text) {
                self.remove(at, Reason::Continuation, "continuation");
            }
        }
        for at in page_numbers(&self.lines) {
            self.remove(at, Reason::Pager, "page-number");
        }
        for at in running_heads(&self.lines, &self.rules) {
            self.remove(at, Reason::Repeated, "running-head");
        }
        if self.told.nature == Nature::Book {
            for at in 0..self.lines.len() {
                if is_advertisement(&self.lines[at]) {
                    self.remove(at, Reason::Advertisement, "site-of-novels");
                }
            }
        }
    }

    /// Title, date, source and people above the text and under it.
    fn take_head(&mut self) {
        let nature = self.told.nature;
        let title = match &self.raw.meta.title {
            // What the record says stands where it says it.
            Some(_) if self.raw.format == Format::Json => return self.take_given_title(),
            _ => self.find_title().filter(|&at| self.is_bare_title(at)).or_else(|| self.opens_talk()),
        };
        if let Some(at) = title {
            self.take_title(at);
            // What stands above a title belongs to something else, or to nothing that is known.
            for above in (0..at).filter(|&above| self.roles[above] == Role::Text).collect::<Vec<_>>() {
                if !self.is_around(above) {
                    self.set(above, Role::Doubt(Reason::Related), "before-title");
                }
            }
        }
        if matches!(nature, Nature::Table | Nature::Chat) {
            return;
        }
        let first = (0..self.lines.len()).find(|&at| self.lines[at].is_prose()).unwrap_or(self.lines.len());
        self.occasion = self.occasion(first);
        for at in self.occasion.clone().filter(|&at| self.fact(at).is_some()).collect::<Vec<_>>() {
            self.set(at, Role::Row { opens: true }, "occasion");
        }
        let body = self.first_paragraph(title).min(title.map_or(0, |at| at + 1) + HEAD);
        for at in 0..body {
            if Some(at) != title && self.roles[at] == Role::Text && self.is_head_line(at) {
                self.take_header_line(at, title);
            }
        }
        if nature == Nature::Article {
            let last = self.lines.len().saturating_sub(TAIL).max(body);
            let signed: Vec<_> = (last..self.lines.len()).filter_map(|at| self.take_tail_line(at)).collect();
            for line in signed {
                super::header::add(&mut self.meta.authors, line.authors);
                super::header::add(&mut self.meta.editors, line.editors);
            }
            self.take_body_people(body);
        }
        if nature == Nature::Verse && self.meta.authors.is_empty() {
            self.take_poet(title);
        }
    }

    /// The title that a record gives, where it opens the text too.
    fn take_given_title(&mut self) {
        self.meta.title_from = TitleFrom::Text;
        let given = self.meta.title.clone().unwrap_or_default();
        if let Some(first) = self.lines.first().filter(|line| same(line.text, &given)) {
            debug_assert_eq!(first.number, self.lines[0].number);
            self.remove(0, Reason::Metadata, "title-again");
        }
    }

    /// Whether the line that looks most like a title is none of a text without furniture: what somebody says, a
    /// numbered line, a line of a sentence.
    fn is_bare_title(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let says = |name: &str| {
            self.lines.iter().filter(|line| heading::speaker(line.text) == Some(name)).count() > 1
        };
        let speaks = self.told.nature == Nature::Interview && heading::speaker(line.text).is_some_and(says);
        // [09:12] <苏砚> …: a message is no title.
        let message = self.told.nature == Nature::Chat
            && nature::messages(&self.lines).first().is_some_and(|&first| at >= first);
        !speaks && !message && !line.ends_open() && (at == 0 || !line.is_prose())
    }

    /// The first line of a talk is its title where nobody says it.
    fn opens_talk(&self) -> Option<usize> {
        let first = self.lines.first().filter(|_| self.told.nature == Nature::Interview)?;
        let short = first.chars <= TITLE && !first.ends_sentence() && first.numbered.is_none();
        (short && self.is_bare_title(0)).then_some(0)
    }

    /// A line above the text that says nothing but when, where and by whom: no question, no heading, no sentence.
    fn is_head_line(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let says = self.told.nature == Nature::Interview && line.ends_sentence();
        line.numbered.is_none() && !says && !line.is_prose()
    }

    /// The poet's name under the title of a poem.
    fn take_poet(&mut self, title: Option<usize>) {
        let Some(at) = title.map(|at| at + 1).filter(|&at| at < self.lines.len()) else { return };
        let name: String = self.lines[at].text.split_whitespace().collect();
        let bare = name.rsplit(['】', '］', ']', '〕', '）', ')', '·']).next().unwrap_or_default();
        if self.roles[at] == Role::Text && people::is_person(bare) {
            self.meta.authors.push(Person { name: bare.to_owned(), role: String::new() });
            self.remove(at, Reason::Metadata, "poet");
        }
    }

    /// The name of a book and who wrote it, before its first chapter.
    fn take_book(&mut self) {
        let first =
            self.told.heads.first().map_or(BOOK_HEAD, |head| head.at).min(BOOK_HEAD).min(self.lines.len());
        let open = |page: &Self, at: usize| page.roles[at] == Role::Text;
        let named = (0..first).find(|&at| open(self, at) && book::name(self.lines[at].text).is_some());
        let plain = (0..first).find(|&at| open(self, at)).filter(|&at| {
            let line = &self.lines[at];
            line.chars <= 24 && !line.ends_sentence() && line.commas == 0 && !line.text.contains(['：', ':'])
        });
        if let Some(at) = named.or(plain) {
            let line = self.lines[at].text;
            let (name, rest) = book::name(line).unwrap_or((line, ""));
            self.meta.title.get_or_insert_with(|| super::assemble::despaced(name.to_owned()));
            super::header::add(&mut self.meta.authors, book::people(rest).unwrap_or_default());
            self.remove(at, Reason::Metadata, "title");
        } else {
            self.meta.title =
                self.meta.title.take().or(book::name_of_file(&self.raw.path).map(str::to_owned));
        }
        for at in 0..first {
            if let Some(people) = book::people(self.lines[at].text).filter(|_| open(self, at)) {
                super::header::add(&mut self.meta.authors, people);
                self.remove(at, Reason::Metadata, "book-people");
            }
        }
    }

    /// The headings of a book: its series, and what is numbered within its chapters. One without a series has those
    /// that an article would have, if they are few.
    fn find_chapters(&mut self) {
        let series = !self.told.heads.is_empty();
        for head in self.told.heads.clone() {
            if self.roles[head.at] == Role::Text {
                self.set(head.at, Role::Heading, "chapter");
            }
        }
        let before = self.roles.clone();
        self.find_headings();
        let found: Vec<usize> = (0..self.lines.len())
            .filter(|&at| self.roles[at] == Role::Heading && before[at] == Role::Text)
            .collect();
        let chars: u32 = self.lines.iter().map(|line| line.chars).sum();
        let few = found.len() as u32 * HEADED <= chars;
        for at in found {
            let numbered = self.lines[at].numbered.is_some_and(|number| number.scheme.opens_section());
            if series && !numbered || !few {
                self.set(at, Role::Text, "text");
            }
        }
    }

    /// What somebody says is no heading, however short.
    fn keep_turns(&mut self) {
        for at in 0..self.lines.len() {
            let turn = heading::speaker(self.lines[at].text).is_some() && self.lines[at].ends_sentence();
            if turn && matches!(self.roles[at], Role::Heading | Role::Caption) {
                self.set(at, Role::Text, "turn");
            }
        }
    }
}

/// The number of a page, alone on its line, and whether nothing else is written so: — 12 —, 第12页, 12/30.
fn page_number(line: &Line) -> Option<(u32, bool)> {
    if line.chars > NUMBER || line.digits == 0 {
        return None;
    }
    let text = line.text;
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "-—－–·•~～.<>《》〈〉[]".contains(c));
    let named = bare
        .strip_prefix('第')
        .and_then(|rest| rest.split_once(['页', '頁']))
        .map(|(number, _)| number.trim());
    let of = bare.split_once('/').map(|(number, _)| number.trim());
    let figures = named.or(of).unwrap_or(bare);
    let marked = named.is_some() || of.is_some() || bare.len() < text.len();
    let plain = !figures.is_empty() && figures.len() <= 4 && figures.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| (numbering::value(figures), marked))
}

/// Lines that number the pages of a text: they count on, and stand in the middle of it. Bare figures number its parts as
/// well, unless a sentence goes on across one of them.
fn page_numbers(lines: &[Line]) -> Vec<usize> {
    let found: Vec<(usize, u32, bool)> = (0..lines.len())
        .filter_map(|at| page_number(&lines[at]).map(|(value, marked)| (at, value, marked)))
        .collect();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut last = 0;
    for &(at, value, _) in &found {
        match runs.last_mut().filter(|_| value > last && value <= last + 2) {
            Some(run) => run.push(at),
            None => runs.push(vec![at]),
        }
        last = value;
    }
    let marked = |at: usize| found.iter().any(|(other, _, marked)| *other == at && *marked);
    let goes_on = |&at: &usize| {
        let above = at.checked_sub(1).map(|at| &lines[at]);
        above.is_some_and(|above| above.chars >= 8 && !above.ends_sentence() && !above.ends_colon())
    };
    let along = |run: &[usize]| {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for &at in run {
            for beside in
                [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(|&at| at < lines.len())
            {
                *counts.entry(lines[beside].text).or_default() += 1;
            }
        }
        counts.values().any(|&count| count >= PAGES)
    };
    let proven = |run: &Vec<usize>| {
        let spread = run.windows(2).all(|pair| pair[1] - pair[0] > 2);
        run.len() >= PAGES && spread && (marked(run[0]) || run.iter().any(goes_on) || along(run))
    };
    runs.into_iter().filter(proven).flatten().collect()
}

/// Short lines beside the numbers of pages that stand there again and again: the book's or the chapter's name. One of
/// them that stands as a heading elsewhere stays there.
fn running_heads(lines: &[Line], rules: &[&str]) -> Vec<usize> {
    let numbered = |at: usize| rules[at] == "page-number";
    let beside = |at: usize| at > 0 && numbered(at - 1) || at + 1 < lines.len() && numbered(at + 1);
    let short = |at: &usize| lines[*at].chars <= RUNNING && !lines[*at].ends_sentence() && !numbered(*at);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let along: Vec<usize> = (0..lines.len()).filter(|&at| beside(at)).filter(short).collect();
    for &at in &along {
        *counts.entry(lines[at].text).or_default() += 1;
    }
    // The first time a chapter's name stands there it may be its heading.
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let again = |at: &usize| {
        let line = &lines[*at];
        let nth = seen.entry(line.text).or_default();
        *nth += 1;
        counts[line.text] >= PAGES && (line.numbered.is_none() || *nth > 1)
    };
    along.into_iter().filter(again).collect()
}

/// What a site for novels says of itself between the chapters: its address beside words of its trade.
fn is_advertisement(line: &Line) -> bool {
    const TRADE: &[&str] = &[
        "小说",
        "小說",
        "下载",
        "下載",
        "阅读",
        "閱讀",
        "更新",
        "首发",
        "首發",
        "手打",
        "电子书",
        "txt",
        "TXT",
        "书友",
        "书库",
        "书城",
    ];
    let text = line.text;
    if line.chars > ADVERTISED {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let address =
        ["www.", "http", ".com", ".net", ".cn", ".org", ".cc"].iter().any(|part| lower.contains(part));
    address && TRADE.iter().any(|word| text.contains(word))
}
