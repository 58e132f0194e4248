//! Who wrote a page and for whom, by the names that sites give to the elements between its title and its
//! text.

use dom_query::{Document, NodeRef, Selection};

use super::facts::{line, squeeze};
use super::tags;

/// Words in `class`, `id`, `itemprop` and `rel` of the element that holds the author's name alone.
const AUTHOR_NAMES: &[&str] = &[
    "auth",
    "author",
    "authi",
    "authorname",
    "byline",
    "nickname",
    "poster",
    "postauthor",
    "reporter",
    "username",
    "writer",
    "zuozhe",
];

/// Words of the element that holds the name of the paper or site that the text is taken from.
const SOURCE_NAMES: &[&str] =
    &["copyfrom", "js_name", "laiyuan", "media", "rich_media_meta_nickname", "source", "where"];

/// Words of the element that holds the title, where it is no heading.
const TITLE_NAMES: &[&str] = &["articletitle", "headline", "subject", "title"];

/// Endings of the names of papers, sites and offices, which no person's name has.
const OUTLETS: &[&str] = &[
    "网",
    "網",
    "报",
    "報",
    "社",
    "在线",
    "频道",
    "新闻",
    "编辑部",
    "中心",
    "电视台",
    "杂志",
    "政府",
    "委员会",
    "办公室",
    "论坛",
];

/// Longest name, in characters.
const LONGEST: usize = 16;
/// Elements behind the title among which names are looked for.
const NEAR: usize = 40;
/// A paragraph of so many characters is text; names behind it are others'.
const TEXT: usize = 60;

/// What stands under the title.
#[derive(Debug, Default)]
pub struct Head {
    pub author: Option<String>,
    pub source: Option<String>,
}

/// Reads the elements from the title, by which the page's window is called, to the text. On a platform of
/// accounts the account's name is the source.
pub fn read(document: &Document, window: &str, platform: bool) -> Head {
    let mut head = Head::default();
    let (mut titled, mut behind) = (false, 0);
    for node in document.select("h1, h2, p, [class], [id], [itemprop], [rel]").nodes() {
        let named = |names| {
            let words = ["class", "id", "itemprop", "rel"].iter().filter_map(|key| node.attr(key));
            words.into_iter().any(|value| names_one(&value, names))
        };
        let heading = node.has_name("h1") || node.has_name("h2");
        if heading || !titled && named(TITLE_NAMES) {
            let title = squeeze(&node.text());
            titled |= title.chars().count() >= 4 && (heading && window.is_empty() || window.contains(&title));
            continue;
        }
        if node.has_name("p") && node.text().chars().filter(|c| !c.is_whitespace()).count() >= TEXT {
            if titled {
                break;
            }
            continue;
        }
        behind += usize::from(titled);
        if behind > NEAR {
            break;
        }
        let (author, source) = (named(AUTHOR_NAMES), named(SOURCE_NAMES));
        if !titled || !author && !source {
            continue;
        }
        let person = node.attr("itemprop").is_some_and(|item| &*item == "author");
        let inner = || {
            let names = Selection::from(*node).select("[itemprop=name]");
            names.nodes().first().filter(|_| person).and_then(name)
        };
        let Some(name) = name(node).or_else(inner) else { continue };
        if source || platform || is_outlet(&name) {
            head.source.get_or_insert(name);
        } else {
            head.author.get_or_insert(name);
        }
    }
    head
}

/// Whether a `class` or `id` is or has one of some words: post-author, authorName_7y5nA.
fn names_one(value: &str, known: &[&str]) -> bool {
    value.split_whitespace().any(|value| known.contains(&value)) || tags::names(value, known)
}

/// The element's text, if it is one word and no label.
fn name(node: &NodeRef) -> Option<String> {
    let name = line(node);
    let alone = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '·' | '-'));
    let chars = name.chars().count();
    let figures = name.chars().any(|c| c.is_ascii_digit()) && !name.contains(char::is_alphabetic);
    (alone && (2..=LONGEST).contains(&chars) && !figures && !LABELS.contains(&&*name)).then_some(name)
}

/// Words of the interface that stand in such elements.
const LABELS: &[&str] = &[
    "作者",
    "来源",
    "來源",
    "记者",
    "楼主",
    "关注",
    "已关注",
    "原创",
    "转载",
    "举报",
    "文章来源",
    "编辑",
    "匿名",
    "未知",
    "佚名",
    "网络",
    "本站",
];

/// Whether a name is that of a paper, site or office.
pub fn is_outlet(name: &str) -> bool {
    OUTLETS.iter().any(|end| name.ends_with(end))
}
