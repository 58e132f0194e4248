//! What the elements of HTML are to a reader.

use crate::ingest::raw::Tag;

/// Elements that do not break a line of text.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Elements of [`UNSEEN`] that hold no text of the page, or text that stands elsewhere too.
const SILENT: &[&str] =
    &["embed", "head", "iframe", "link", "meta", "param", "rp", "rt", "script", "style", "template", "title"];

/// Elements whose content no reader sees, or only above the characters that it spells out.
const UNSEEN: &[&str] = &[
    "applet", "audio", "canvas", "embed", "head", "iframe", "link", "map", "meta", "noscript", "object",
    "param", "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Other elements that are met in pages; with the above, what counts as a tag.
const BLOCK: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "input",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements without content, and those that the next of their kind closes: an open one does not nest.
const NEVER_OPEN: &[&str] = &[
    "br", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p", "param", "tbody", "td",
    "th", "tr", "wbr",
];

/// Words in `class` and `id` by which sites name the parts around the text: the English ones of content
/// management systems and themes, and the pinyin that Chinese sites write in their place.
pub const CHROME_NAMES: &[&str] = &[
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "copyright",
    "crumb",
    "crumbs",
    "daohang",
    "disclaimer",
    "erweima",
    "fenxiang",
    "foot",
    "footer",
    "hot",
    "login",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "pager",
    "pagination",
    "pinglun",
    "qrcode",
    "rank",
    "ranking",
    "recommend",
    "recommends",
    "related",
    "relate",
    "search",
    "share",
    "sidebar",
    "sitemap",
    "toolbar",
    "topbar",
    "tuijian",
    "weizhi",
];

/// Words by which forums name what they put under every post of a member.
pub const ASIDE_NAMES: &[&str] = &["sign", "signature", "signatures"];

/// Words by which forums name what a post quotes of another.
pub const QUOTE_NAMES: &[&str] = &["quote", "quotes", "quoted", "quotetitle"];

/// Words by which sites name what they print below a picture: English, and the pinyin of 图注 and 图说.
pub const CAPTION_NAMES: &[&str] =
    &["cap", "caption", "captions", "figcaption", "picintro", "tushuo", "tuzhu"];

pub fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// Elements that HTML does not know (`o:p`, `st1:place`, those of a page's own): inline, as browsers take them.
pub fn is_unknown(name: &str) -> bool {
    ![INLINE, UNSEEN, BLOCK].iter().any(|names| names.contains(&name))
}

/// Whether an element that no reader sees holds text all the same.
pub fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
}

/// Inline elements that hold a thing of their own as often as a part of a sentence.
pub fn is_piece(name: &str) -> bool {
    matches!(name, "a" | "em" | "i" | "label" | "small" | "span" | "time")
}

pub fn is_unseen(name: &str) -> bool {
    UNSEEN.contains(&name)
}

/// The name that a tag begins with, after its `<`.
fn name(rest: &str) -> String {
    let end = rest.bytes().take(12).position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(0);
    rest[..end].to_ascii_lowercase()
}

/// Whether the tag after a `<` nests until it is closed.
pub fn stays_open(rest: &str) -> bool {
    !NEVER_OPEN.contains(&name(rest).as_str())
}

/// Whether what follows a `<` is a tag of HTML.
pub fn opens_tag(rest: &str) -> bool {
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let name = name(rest);
    let closed = rest[name.len()..].starts_with(['>', ' ', '/', '\n', '\t', '\r']);
    closed && [INLINE, UNSEEN, BLOCK].iter().any(|names| names.contains(&name.as_str()))
}

/// What an element says about the lines in it; `None` where it says nothing. A `header` is the article's
/// as often as the page's, and some sites put a `form` around the whole page.
pub fn tag(name: &str) -> Option<Tag> {
    Some(match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Tag::Heading(name.as_bytes()[1] - b'0'),
        "p" => Tag::Paragraph,
        "figcaption" | "caption" => Tag::Caption,
        "li" | "dd" | "dt" => Tag::ListItem,
        "blockquote" => Tag::Quote,
        "pre" => Tag::Code,
        "nav" | "footer" | "aside" | "button" => Tag::Chrome,
        _ => return None,
    })
}

/// Whether a `class` or `id` has one of some words.
pub fn names(value: &str, known: &[&str]) -> bool {
    value
        .split(|c: char| !c.is_ascii_alphabetic())
        .any(|word| known.contains(&word.to_ascii_lowercase().as_str()))
}
