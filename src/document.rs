//! The cleaned document: metadata, blocks, sections, and what was taken out of the raw text.
//!
//! Every block and every removed piece knows the raw text it came from ([`Span`]). Together they
//! account for all of it: `kept + removed = raw`, white space aside. Nothing here knows how a
//! document was cleaned or how it will be shown.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::lang::Lang;

/// A document as its author meant it, and the raw pieces that were left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub meta: Metadata,
    /// What kind of thing it is, which says what may have been left out of it.
    pub nature: Nature,
    /// What spoke for that.
    pub nature_from: Vec<Witness>,
    /// The body in reading order.
    pub blocks: Vec<Block>,
    /// What was left out, in raw order.
    pub removed: Vec<Removed>,
}

/// What kind of thing a document is.
///
/// Furniture is looked for in pages, threads and index pages alone. All others are *bare*: they lose nothing
/// but page numbers, running heads, ornament and advertisements that say so themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// A page of a site with the site's furniture around its text.
    Page,
    /// A page on which several people answer each other.
    Thread,
    /// A page whose text is a list of links to others.
    Index,
    /// A text without anything around it. What nothing else is known of is an article.
    #[default]
    Article,
    /// A novel or another text in chapters.
    Book,
    /// A law, in articles (第一条).
    Statute,
    Verse,
    /// Questions and answers, or several speakers.
    Interview,
    /// Messages, each with its sender and time.
    Chat,
    /// Rows of a table, a list, or words that somebody set apart.
    Table,
    /// A text read by a machine from a picture, a blank behind every character.
    Scanned,
    /// A source text that marks its own headings, lists and quotations.
    Markup,
}

impl Nature {
    pub const ALL: [Nature; 12] = [
        Nature::Page,
        Nature::Thread,
        Nature::Index,
        Nature::Article,
        Nature::Book,
        Nature::Statute,
        Nature::Verse,
        Nature::Interview,
        Nature::Chat,
        Nature::Table,
        Nature::Scanned,
        Nature::Markup,
    ];

    /// Whether furniture is looked for in it.
    pub fn has_furniture(self) -> bool {
        matches!(self, Nature::Page | Nature::Thread | Nature::Index)
    }

    /// The name used in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Nature::Page => "page",
            Nature::Thread => "thread",
            Nature::Index => "index",
            Nature::Article => "article",
            Nature::Book => "book",
            Nature::Statute => "statute",
            Nature::Verse => "verse",
            Nature::Interview => "interview",
            Nature::Chat => "chat",
            Nature::Table => "table",
            Nature::Scanned => "scanned",
            Nature::Markup => "markup",
        }
    }

    /// What it is called in the interface.
    pub fn label(self, lang: Lang) -> &'static str {
        let zh = match self {
            Nature::Page => "网页",
            Nature::Thread => "讨论",
            Nature::Index => "索引页",
            Nature::Article => "文章",
            Nature::Book => "书",
            Nature::Statute => "法规",
            Nature::Verse => "诗歌",
            Nature::Interview => "问答",
            Nature::Chat => "聊天记录",
            Nature::Table => "表格",
            Nature::Scanned => "扫描文本",
            Nature::Markup => "标记文本",
        };
        lang.pick(zh, self.name())
    }
}

/// Something in a document that speaks for its nature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    pub name: Cow<'static, str>,
    /// The raw line, 1-based, at which it stands first; 0 where it is the format that says so.
    pub line: u32,
}

/// What is known about a document besides its body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    pub title: Option<String>,
    pub title_from: TitleFrom,
    pub subtitle: Option<String>,
    /// The paper, site or office that published the text.
    pub source: Option<String>,
    pub published: Option<Published>,
    /// What tells the date; of no account without one.
    pub published_from: DateFrom,
    pub authors: Vec<Person>,
    /// Editors and proof-readers, kept apart from the authors.
    pub editors: Vec<Person>,
    /// Where the document was fetched from, where its format says so.
    pub url: Option<String>,
    /// What its format says besides: the other fields of a record, the keys of front matter, the headers of a
    /// mail. Names as written, in the order in which they stand.
    #[serde(default)]
    pub fields: Vec<(String, String)>,
}

/// Where a title was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitleFrom {
    /// It stands in the text (or in the metadata of its format).
    Text,
    /// There is none; the first sentence stands in.
    FirstSentence,
    /// There is no text either; the file name stands in.
    #[default]
    FileName,
}

/// What tells when a document was published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateFrom {
    #[default]
    Text,
    /// The metadata of its format.
    Metadata,
    Title,
    FileName,
    /// The folders that it lies in.
    Path,
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    #[default]
    Day,
    Month,
    Year,
}

/// When a document was published: a day, perhaps with a time; or a month or a year, of which the date is the
/// first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Published {
    pub date: Date,
    pub time: Option<Time>,
    #[serde(default)]
    pub precision: Precision,
}

impl Published {
    /// A day, perhaps with a time.
    pub fn on(date: Date, time: Option<Time>) -> Published {
        Published { date, time, precision: Precision::Day }
    }

    /// The date as far as it is known: `2017-10-16`, `2017-10` or `2017`.
    pub fn day(&self) -> String {
        let date = self.date;
        match self.precision {
            Precision::Day => date.to_string(),
            Precision::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Precision::Year => format!("{:04}", date.year()),
        }
    }

    /// The last day on which it may have been.
    pub fn last(&self) -> Date {
        match self.precision {
            Precision::Day => self.date,
            Precision::Month => self.date.last_of_month(),
            Precision::Year => self.date.last_of_year(),
        }
    }
}

impl fmt::Display for Published {
    /// `2017-10-16T23:53`, or as much of it as is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.day())?;
        match self.time {
            Some(time) => write!(f, "T{:02}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

/// A person named in a byline or credit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    /// As the text puts it (记者, 通讯员, 摄); empty where it does not say.
    pub role: String,
}

/// Roles that Chinese names after the person, being what they did (李雪婷 摄); others are titles and come
/// before (记者 李雪婷).
const DEEDS: [&str; 10] = ["摄", "摄影", "文", "图", "文/图", "图/文", "供图", "制图", "绘", "整理"];

/// People as a byline names them, one text for neighbours of one role: `通讯员 周雅婷 喻峰`, `李雪婷 摄`.
pub fn byline(people: &[Person]) -> Vec<String> {
    people
        .chunk_by(|a, b| a.role == b.role)
        .map(|group| {
            let names = group.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(" ");
            match group.first().map_or("", |person| person.role.as_str()) {
                "" => names,
                deed if DEEDS.contains(&deed) => format!("{names} {deed}"),
                title => format!("{title} {names}"),
            }
        })
        .collect()
}

/// One piece of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    pub kind: BlockKind,
    /// Made of raw text with white space normalised and line breaks taken out; one line.
    pub text: String,
    /// The raw pieces that make up `text`, in the order in which they stand in it.
    pub spans: Vec<Span>,
    pub repair: Option<Repair>,
    /// What it would have been left out as, had that been proven: it stays in its place, is searched and
    /// counted like the rest, and a view may fold it.
    pub doubt: Option<Reason>,
}

/// What a block is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// Opens a section; level 1 is the highest.
    Heading {
        level: u8,
    },
    Paragraph,
    Caption,
    ListItem,
    /// A row of a table; tabs, or the bars of Markdown, stand between its cells.
    TableRow,
    Quote,
    /// A line of a program, or of what one says: shown as it stands.
    Code,
}

impl BlockKind {
    /// The name used in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Heading { .. } => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Caption => "caption",
            BlockKind::ListItem => "list-item",
            BlockKind::TableRow => "table-row",
            BlockKind::Quote => "quote",
            BlockKind::Code => "code",
        }
    }
}

impl Block {
    /// Characters, white space aside.
    pub fn chars(&self) -> usize {
        self.text.chars().filter(|c| !c.is_whitespace()).count()
    }

    /// Whether the text begins with a mark or number of its own, so that a view should put none before it.
    pub fn brings_mark(&self) -> bool {
        let is_mark = |c: char| c.is_ascii_digit() || "▲△▼▽■□◆◇●○◎★☆•·*-—①②③④⑤⑥⑦⑧⑨⑩".contains(c);
        self.text.starts_with(is_mark)
    }

    /// The raw line (1-based) of a byte of the text; exact where the text has the raw text's white space.
    /// 1 for a block without provenance.
    pub fn raw_line(&self, byte: usize) -> u32 {
        let mut left = byte;
        for span in &self.spans {
            let len = span.bytes().len();
            if left < len {
                return span.line;
            }
            left -= len;
        }
        self.spans.last().map_or(1, |span| span.line)
    }
}

/// How a block differs from the raw order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repair {
    /// Parts that stood apart were put together, because page columns had been read in the wrong order.
    Moved,
    /// It begins or ends in mid-sentence and its other part was not found with certainty.
    Broken,
}

/// A piece of one raw line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Raw line, 1-based; lines end with `\n`.
    pub line: u32,
    /// Byte offsets into the decoded raw text, half-open.
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn bytes(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The raw lines of `spans` as inclusive 1-based ranges: order kept, neighbours merged.
pub fn line_ranges(spans: &[Span]) -> Vec<[u32; 2]> {
    let mut ranges: Vec<[u32; 2]> = Vec::new();
    for span in spans {
        match ranges.last_mut() {
            Some([_, end]) if span.line == *end || span.line == *end + 1 => *end = span.line,
            _ => ranges.push([span.line, span.line]),
        }
    }
    ranges
}

/// A piece of one raw line that is not part of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Removed {
    pub span: Span,
    /// The raw text, white space normalised.
    pub text: String,
    pub reason: Reason,
}

/// Why a piece of raw text was left out of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Title, byline, date line, source line, editor line: shown as metadata.
    Metadata,
    /// Menus, lists of channels or cities, site names.
    Navigation,
    /// 首页 > 新闻 > 正文
    Breadcrumb,
    /// Log-in prompts, search boxes, comment forms.
    Form,
    /// 查看: 115|回复: 0
    Counter,
    /// Share, print and font-size rows.
    Share,
    /// Links to other documents: 相关新闻, rankings, 上一篇 / 下一篇.
    Related,
    /// Page numbers and 上一页 / 下一页.
    Pager,
    Advertisement,
    /// Copyright, disclaimers, contact lines.
    Copyright,
    /// What readers wrote below the text.
    Comment,
    /// The text, its title or a caption a second time.
    Duplicate,
    /// (上接第一版), (下转第二版)
    Continuation,
    /// Buttons, labels and other words of the page's interface.
    Interface,
    /// Markdown, wiki and table marks, rulers, stray bars, control characters.
    Markup,
    /// The line stands in many documents of the heap.
    Repeated,
    /// The page has it and shows it to nobody.
    Hidden,
}

impl Reason {
    pub const ALL: [Reason; 17] = [
        Reason::Metadata,
        Reason::Navigation,
        Reason::Breadcrumb,
        Reason::Form,
        Reason::Counter,
        Reason::Share,
        Reason::Related,
        Reason::Pager,
        Reason::Advertisement,
        Reason::Copyright,
        Reason::Comment,
        Reason::Duplicate,
        Reason::Continuation,
        Reason::Interface,
        Reason::Markup,
        Reason::Repeated,
        Reason::Hidden,
    ];

    /// The name used in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Metadata => "metadata",
            Reason::Navigation => "navigation",
            Reason::Breadcrumb => "breadcrumb",
            Reason::Form => "form",
            Reason::Counter => "counter",
            Reason::Share => "share",
            Reason::Related => "related",
            Reason::Pager => "pager",
            Reason::Advertisement => "advertisement",
            Reason::Copyright => "copyright",
            Reason::Comment => "comment",
            Reason::Duplicate => "duplicate",
            Reason::Continuation => "continuation",
            Reason::Interface => "interface",
            Reason::Markup => "markup",
            Reason::Repeated => "repeated",
            Reason::Hidden => "hidden",
        }
    }

    /// What it is called in the interface.
    pub fn label(self, lang: Lang) -> &'static str {
        let zh = match self {
            Reason::Metadata => "题署",
            Reason::Navigation => "导航",
            Reason::Breadcrumb => "路径导航",
            Reason::Form => "登录表单",
            Reason::Counter => "计数",
            Reason::Share => "分享",
            Reason::Related => "相关链接",
            Reason::Pager => "翻页",
            Reason::Advertisement => "广告",
            Reason::Copyright => "版权",
            Reason::Comment => "评论",
            Reason::Duplicate => "重复",
            Reason::Continuation => "转接版",
            Reason::Interface => "界面文字",
            Reason::Markup => "标记",
            Reason::Repeated => "各篇皆有",
            Reason::Hidden => "页面隐藏",
        };
        lang.pick(zh, self.name())
    }
}

/// A heading and what stands under it, derived from the blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Index of the heading block; `None` for the lead before the first heading.
    pub heading: Option<usize>,
    /// 0 for the lead, else the heading's level.
    pub level: u8,
    /// The blocks of the section with its heading and its subsections.
    pub blocks: Range<usize>,
    /// The first block after `blocks.start` that belongs to a subsection, or `blocks.end`.
    pub own_end: usize,
    /// Index of the section that contains this one.
    pub parent: Option<usize>,
}

impl Document {
    /// The sections in reading order. A document whose first block is no heading starts with a lead
    /// section (`heading: None`) that contains no other.
    pub fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let close = |sections: &mut Vec<Section>, open: &mut Vec<usize>, level: u8, at: usize| {
            while let Some(&last) = open.last() {
                if sections[last].level != 0 && sections[last].level < level {
                    break;
                }
                sections[last].blocks.end = at;
                open.pop();
            }
        };
        for (at, block) in self.blocks.iter().enumerate() {
            let level = match block.kind {
                BlockKind::Heading { level } => level.max(1),
                _ if at == 0 => 0,
                _ => continue,
            };
            close(&mut sections, &mut open, level, at);
            let parent = open.last().copied();
            sections.push(Section {
                heading: (level > 0).then_some(at),
                level,
                blocks: at..self.blocks.len(),
                own_end: self.blocks.len(),
                parent,
            });
            open.push(sections.len() - 1);
        }
        for index in 0..sections.len() {
            let next = sections.get(index + 1).map_or(usize::MAX, |s| s.blocks.start);
            sections[index].own_end = sections[index].blocks.end.min(next);
        }
        sections
    }

    /// The text of the nearest heading at or above a block.
    pub fn heading_of(&self, block: usize) -> Option<&str> {
        let above = self.blocks.get(..=block)?;
        let heading = above.iter().rfind(|block| matches!(block.kind, BlockKind::Heading { .. }))?;
        Some(&heading.text)
    }

    /// Characters of the body, white space aside.
    pub fn chars(&self) -> usize {
        self.blocks.iter().map(Block::chars).sum()
    }
}

/// A document's number in the open heap; stable while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocId(pub u32);

/// A place in the cleaned text of a heap. Never a screen row, so it survives resizing and folding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    pub document: DocId,
    pub block: u32,
    /// Byte offset into the block's text, at a character boundary.
    pub byte: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(kinds: &[BlockKind]) -> Document {
        let blocks = kinds
            .iter()
            .map(|&kind| Block { kind, text: "文".into(), spans: Vec::new(), repair: None, doubt: None })
            .collect();
        Document { blocks, ..Document::default() }
    }

    fn heading(level: u8) -> BlockKind {
        BlockKind::Heading { level }
    }

    #[test]
    fn sections_nest_by_level() {
        let p = BlockKind::Paragraph;
        let doc = document(&[p, heading(1), p, heading(2), p, heading(1), p]);
        let got: Vec<_> =
            doc.sections().into_iter().map(|s| (s.heading, s.blocks, s.own_end, s.parent)).collect();
        assert_eq!(
            got,
            [
                (None, 0..1, 1, None),
                (Some(1), 1..5, 3, None),
                (Some(3), 3..5, 5, Some(1)),
                (Some(5), 5..7, 7, None),
            ]
        );
    }

    #[test]
    fn a_byte_of_a_block_leads_to_its_raw_line() {
        let spans = vec![Span { line: 7, start: 40, end: 46 }, Span { line: 9, start: 48, end: 54 }];
        let block =
            Block {
                kind: BlockKind::Paragraph, text: "村级河长".into(), spans, repair: None, doubt: None
            };
        assert_eq!([0, 3, 6, 9, 12].map(|byte| block.raw_line(byte)), [7, 7, 9, 9, 9]);
    }

    #[test]
    fn a_byline_groups_roles_and_puts_deeds_last() {
        let person = |name: &str, role: &str| Person { name: name.into(), role: role.into() };
        let people = [
            person("江一舟", "记者"),
            person("田野", "通讯员"),
            person("白雪", "通讯员"),
            person("江一舟", "摄"),
        ];
        assert_eq!(byline(&people), ["记者 江一舟", "通讯员 田野 白雪", "江一舟 摄"]);
        assert_eq!(byline(&[person("田野", "")]), ["田野"]);
    }

    #[test]
    fn line_ranges_merge_neighbours_and_keep_order() {
        let span = |line| Span { line, start: 0, end: 0 };
        assert_eq!(line_ranges(&[span(35), span(37), span(38), span(20)]), [[35, 35], [37, 38], [20, 20]]);
    }
}
