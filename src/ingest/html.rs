//! HTML → text: one block element a line in page order, what the tags say about each line, and what the
//! page says about itself.

mod building;
mod captions;
pub(super) mod entities;
mod facts;
mod head;
mod lines;
mod looks;
mod main_text;
mod marks;
mod posts;
mod tags;
mod walk;

use dom_query::Document;
use encoding_rs::Encoding;
use memchr::memmem;

use super::raw::{Format, LineHint, Raw, Tag};
use crate::document::Metadata;

/// A page's text with its evidence.
#[derive(Debug, Default)]
pub struct Page {
    pub text: String,
    pub hints: Vec<LineHint>,
    pub meta: Metadata,
    /// The site that the page belongs to.
    pub site: Option<String>,
}

impl Page {
    /// Without what it hides, for a text that it is only a part of.
    pub fn shown(mut self) -> Page {
        if let Some(first) = self.hints.iter().position(|hint| hint.tag == Tag::Hidden) {
            let end: usize = self.text.split_inclusive('\n').take(first).map(str::len).sum();
            self.text.truncate(end);
            self.hints.truncate(first);
        }
        self
    }
}

/// How far into a file its kind and its declared encoding are looked for.
const HEAD: usize = 16 * 1024;

/// Reads a page, however broken: the parser mends it as browsers do.
pub fn parse(html: &str) -> Page {
    let document = Document::from(html);
    let mut lines = lines::lines(&document);
    let (meta, site) = facts::of(&document, &lines);
    main_text::mark(document, &mut lines);
    let mut page = Page { meta, site, ..Page::default() };
    for line in lines.all {
        if line.spaced {
            page.text.push('\n');
            page.hints.push(LineHint::default());
        }
        page.text.push_str(&line.text);
        page.text.push('\n');
        page.hints.push(line.hint);
    }
    for line in lines.hidden_lines {
        page.text.push_str(&line);
        page.text.push('\n');
        page.hints.push(LineHint { tag: Tag::Hidden, ..LineHint::default() });
    }
    page
}

/// A page as a text with hints.
pub fn raw(html: &str) -> Raw {
    let page = parse(html);
    Raw {
        text: page.text,
        hints: page.hints,
        meta: page.meta,
        site: page.site,
        format: Format::Html,
        ..Raw::default()
    }
}

/// Whether a text is a page, by its content. `promised` is what its name says: a few tags in a text prove
/// nothing, but a page's name with no tag at all is a text, as is one with more tags left open than any
/// page has: the parser would take quadratic time over them.
pub fn is_html(text: &str, promised: bool) -> bool {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let start: String = head.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    let begins = ["<!doctype html", "<html", "<head", "<body"].iter().any(|mark| start.starts_with(mark));
    let tags = memmem::find_iter(head.as_bytes(), "<").filter(|&at| tags::opens_tag(&head[at + 1..])).count();
    let enough = if promised { tags > 0 } else { tags >= 6 && tags * 200 >= head.chars().count() };
    (begins || enough) && !is_endless(text)
}

/// Whether a field of a record holds a piece of a page rather than a text: it breaks and parts its lines as pages do.
/// A text that speaks of a tag names it once.
pub fn is_fragment(text: &str) -> bool {
    const MARKS: &[&str] = &["<br", "</p>", "&nbsp;", "&ldquo;"];
    is_html(text, false)
        || MARKS.iter().map(|mark| text.matches(mark).take(2).count()).sum::<usize>() >= 2
            && !is_endless(text)
}

fn is_endless(text: &str) -> bool {
    const MOST_OPEN: usize = 5_000;
    let (mut opened, mut closed) = (0usize, 0usize);
    for at in memmem::find_iter(text.as_bytes(), "<") {
        match text.as_bytes().get(at + 1) {
            Some(b'/') => closed += 1,
            Some(byte) if byte.is_ascii_alphabetic() && tags::stays_open(&text[at + 1..]) => opened += 1,
            _ => {}
        }
    }
    opened > closed + MOST_OPEN
}

/// The encoding that a page declares in its head.
pub fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    for mark in ["charset=", "encoding="] {
        for at in memmem::find_iter(head, mark) {
            let value = head[at + mark.len()..].trim_ascii_start();
            let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
            let end = value.iter().position(|byte| !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
            if let Some(encoding) = Encoding::for_label(&value[..end.unwrap_or(value.len())]) {
                return Some(encoding);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "\
        <html><head><title>龙窑重燃_澄川在线</title><meta name=author content=宋知微>\
        <meta property='article:published_time' content='2011-11-06T10:25:00+08:00'>\
        <script type='application/ld+json'>{\"headline\": \"龙窑重燃\", \"publisher\": {\"name\": \"澄川日报\"}}</script>\
        </head><body><div class=nav><a href=/>首页</a> <a href=/n>新闻</a> <a href=/c>文化</a></div>\
        <div class=article><h1>龙窑重燃</h1>\
        <p>凌晨四点，后山上的龙窑里火苗从投柴孔蹿出来，照红了半面山坡，守了两天两夜的窑工抓起一把松枝扔进火里。</p>\
        <p>这是龙窑停烧三十一年以后的第一窑，窑室里的青瓷将在五天以后出窑，乡里的老人都来了，谁也舍不得回去睡。</p>\
        <p>重烧龙窑一共花了六十八万元，其中县文化馆补助三十万元，乡亲们集资二十一万元，其余的是他们自己掏的腰包。</p>\
        </div><div class=footer>版权所有 <a href=/about>关于我们</a></div></body></html>";

    #[test]
    fn the_main_content_is_marked_and_the_chrome_is_not() {
        let page = parse(ARTICLE);
        let main: Vec<&str> =
            page.text.lines().zip(&page.hints).filter(|(_, hint)| hint.main).map(|(line, _)| line).collect();
        assert!(main.len() >= 3 && main.iter().any(|line| line.starts_with("凌晨四点")), "{main:?}");
        assert!(!main.iter().any(|line| line.contains("首页") || line.contains("版权")), "{main:?}");
        assert_eq!(page.hints.len(), page.text.lines().count());
    }

    #[test]
    fn a_page_says_what_it_is() {
        let Page { meta, site, .. } = parse(ARTICLE);
        assert_eq!(meta.title.as_deref(), Some("龙窑重燃"));
        assert_eq!((meta.source, site.as_deref()), (None, Some("澄川日报")));
        assert_eq!(meta.published.map(|date| date.to_string()).as_deref(), Some("2011-11-06T10:25"));
        assert_eq!(meta.authors[0].name, "宋知微");
        let motto =
            parse("<title>甲乙新闻</title><meta property=og:title content=甲乙传媒集团欢迎您><p>文").meta;
        assert_eq!(motto.title, None);
    }

    #[test]
    fn a_page_is_known_by_its_content() {
        assert!(is_html("\n<!DOCTYPE html><p>文", false));
        assert!(is_html("<div><p>甲</p><p>乙</p><br><a href=x>丙</a></div>", false));
        assert!(is_html("正文<br>第二行", true));
        assert!(!is_html("正文没有标签，只有 a < b 和 <书名>。", true));
        assert!(!is_html("教程：用 <b> 加粗，用 <p> 分段。", false));
        assert!(is_fragment("第一段。<br/>&nbsp;&nbsp;第二段。"));
        assert!(!is_fragment("教程：用 <br> 换行。"));
    }

    #[test]
    fn only_tags_that_nest_count_as_left_open() {
        assert!(is_endless(&"<div><font>".repeat(4_000)));
        assert!(!is_endless(&"<p>文<br><li><img src=a>".repeat(40_000)));
        assert!(!is_endless(&"<div>文</div>".repeat(40_000)));
    }

    #[test]
    fn the_declared_encoding_is_found_in_its_forms() {
        for head in [
            "<meta charset=gb2312>",
            "<META http-equiv=Content-Type content=\"text/html; charset=GB2312\">",
            "<?xml version=\"1.0\" encoding=\"gbk\"?>",
        ] {
            assert_eq!(declared_encoding(head.as_bytes()), Some(encoding_rs::GBK), "{head}");
        }
        assert_eq!(declared_encoding(b"<meta charset=nonsense>"), None);
    }
}
