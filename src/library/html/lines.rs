//! The lines of a page: a walk over its elements in page order that breaks the text where a browser would.

use dom_query::{Document, NodeRef};

use super::tags;
use crate::library::raw::{LineHint, Tag};

/// A caption is a short line below a picture; longer ones are the text itself. In characters; shorter where
/// the line is not in the picture's own block.
const LONGEST_CAPTION: usize = 80;
const LONGEST_CAPTION_APART: usize = 50;
/// A cell of a table of data; a longer one belongs to a table that lays the page out. In characters.
const LONGEST_CELL: usize = 60;
/// Longest line with author, time and counters, in characters.
const LONGEST_HEAD: usize = 80;
/// Characters of hidden text that outweighs a visible page of less: a script shows it in a browser.
const REVEALED: usize = 200;

#[derive(Debug, Default)]
pub struct Lines {
    pub all: Vec<Line>,
    /// How deep the elements are nested.
    pub depth: usize,
    /// Characters of the longest text that one element hides.
    hidden: usize,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    pub text: String,
    pub hint: LineHint,
}

/// The page's title as a line of its own, then the lines of its body.
pub fn lines(document: &Document) -> Lines {
    let mut lines = body_lines(document);
    let title: String =
        document.select_single("head title").text().split_whitespace().collect::<Vec<_>>().join(" ");
    if !title.is_empty() {
        let hint = LineHint { tag: Tag::Title, ..LineHint::default() };
        lines.all.insert(0, Line { text: title, hint });
    }
    lines
}

/// The lines of a page's body. The walk keeps its own stack: pages with unclosed tags nest thousands deep.
///
/// What the page hides is left out, unless that is most of its text: then a script was to show it.
pub fn body_lines(document: &Document) -> Lines {
    let lines = walk(document, false);
    if lines.hidden > REVEALED && lines.hidden > lines.visible() { walk(document, true) } else { lines }
}

fn walk(document: &Document, reveal: bool) -> Lines {
    let root = document.body().unwrap_or_else(|| document.root());
    let mut walk = Walk { reveal, told: told(&root), ..Walk::default() };
    let mut stack = vec![Step::Enter(root)];
    let mut depth = 0;
    let mut lines = Lines::default();
    while let Some(step) = stack.pop() {
        match step {
            Step::Leave(element) => {
                depth -= 1;
                walk.leave(element);
            }
            Step::Enter(node) if node.is_text() => walk.text(&node.text()),
            Step::Enter(node) => {
                if let Some(element) = walk.enter(&node) {
                    depth += 1;
                    lines.depth = lines.depth.max(depth);
                    stack.push(Step::Leave(element));
                    stack.extend(node.children_it(true).map(Step::Enter));
                }
            }
        }
    }
    walk.break_line();
    Lines { all: walk.lines, hidden: walk.hidden, ..lines }
}

impl Lines {
    fn visible(&self) -> usize {
        self.all.iter().map(|line| line.text.chars().count()).sum()
    }
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(Element),
}

/// What leaving an element has to undo.
#[derive(Debug, Clone, Copy, Default)]
struct Element {
    block: bool,
    link: bool,
    bold: bool,
    pre: bool,
    chrome: bool,
    aside: bool,
    tagged: bool,
    row: bool,
    cell: bool,
    centred: bool,
    /// Inline, and likely a thing of its own: a name, a time, a button.
    piece: bool,
}

#[derive(Debug, Default)]
struct Walk {
    lines: Vec<Line>,
    line: Building,
    /// The elements around that say what a line is, innermost last.
    tags: Vec<Tag>,
    links: usize,
    bolds: usize,
    pres: usize,
    chromes: usize,
    asides: usize,
    /// Rows of data tables around: their cells stand in one line.
    rows: usize,
    /// Elements around that are centred.
    centred: usize,
    picture: Picture,
    /// Ideographs of the whole page.
    told: usize,
    /// What the page hides is read too.
    reveal: bool,
    /// Characters of the longest text that one element hides.
    hidden: usize,
}

/// Whether a picture stands before this place with no text between.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Picture {
    #[default]
    None,
    SameBlock,
    Apart,
}

/// The line that is being put together.
#[derive(Debug, Default)]
struct Building {
    text: String,
    /// White space that becomes a space if text follows; whether a line of the source ended in it.
    gap: Option<Gap>,
    chars: usize,
    linked: usize,
    bold: usize,
    /// The last character stands in a link.
    ends_in_link: bool,
    /// A piece has just ended, and another begun.
    ends_in_piece: bool,
    opens_piece: bool,
    /// Where two pieces touch, as bytes of the text.
    seams: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Gap {
    Space,
    Newline,
    Cell,
}

impl Walk {
    /// Begins an element; `None` where what is in it is not shown.
    fn enter(&mut self, node: &NodeRef) -> Option<Element> {
        let Some(name) = node.node_name() else {
            return (node.is_document() || node.is_fragment()).then(Element::default);
        };
        let name: &str = &name;
        match name {
            "br" | "hr" => self.break_line(),
            "img" if !is_icon(node) => self.picture = Picture::SameBlock,
            _ => {}
        }
        if tags::is_unseen(name) || self.pres > 0 && is_numbering(node) {
            return None;
        }
        if !self.reveal && is_hidden(node) {
            self.hidden = self.hidden.max(count(&node.text()));
            return None;
        }
        let inline = tags::is_inline(name) || self.rows > 0;
        let named = |names: &[&str]| {
            ["class", "id"].iter().any(|key| node.attr(key).is_some_and(|value| tags::names(&value, names)))
        };
        // A part of the page that holds most of its text is not around it, whatever its name.
        let chrome = matches!(tags::tag(name), Some(Tag::Chrome))
            || !inline && self.chromes == 0 && named(tags::CHROME_NAMES) && told(node) * 2 <= self.told;
        let element = Element {
            block: !inline,
            link: name == "a",
            bold: matches!(name, "b" | "strong"),
            pre: name == "pre",
            chrome,
            aside: !inline && named(tags::ASIDE_NAMES),
            tagged: tags::tag(name).is_some_and(|tag| tag != Tag::Chrome) && !inline,
            row: name == "tr" && is_data_row(node),
            cell: self.rows > 0 && matches!(name, "td" | "th"),
            centred: !inline && is_centred(node, name),
            piece: tags::is_piece(name),
        };
        if element.block {
            self.break_block();
        }
        if element.cell && !self.line.text.is_empty() {
            self.line.gap = Some(Gap::Cell);
        }
        // Links side by side are set apart by their style, not by a space.
        if element.link && self.line.ends_in_link {
            self.line.set_apart();
        }
        self.line.opens_piece |= element.piece && self.line.ends_in_piece;
        if element.tagged {
            self.tags.extend(tags::tag(name));
        }
        self.links += usize::from(element.link);
        self.bolds += usize::from(element.bold);
        self.pres += usize::from(element.pre);
        self.chromes += usize::from(element.chrome);
        self.asides += usize::from(element.aside);
        self.rows += usize::from(element.row);
        self.centred += usize::from(element.centred);
        Some(element)
    }

    fn leave(&mut self, element: Element) {
        if element.block {
            self.break_block();
        }
        if element.tagged {
            self.tags.pop();
        }
        self.links -= usize::from(element.link);
        self.bolds -= usize::from(element.bold);
        self.pres -= usize::from(element.pre);
        self.chromes -= usize::from(element.chrome);
        self.asides -= usize::from(element.aside);
        self.rows -= usize::from(element.row);
        self.centred -= usize::from(element.centred);
        self.line.ends_in_piece |= element.piece && !self.line.text.is_empty();
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.pres > 0 => self.break_line(),
                ' ' if self.pres > 0 => self.line.text.push(c),
                '\n' | '\r' => self.line.widen(Gap::Newline),
                ' ' | '\t' | '\x0c' => self.line.widen(Gap::Space),
                c => self.push(c),
            }
        }
    }

    fn push(&mut self, c: char) {
        let line = &mut self.line;
        let opens_piece = std::mem::take(&mut line.opens_piece);
        match line.gap.take() {
            Some(_) if line.text.is_empty() => {}
            Some(Gap::Cell) => line.text.push('\t'),
            // The source of a page is wrapped anywhere; between Han characters that is no space.
            Some(Gap::Newline) if !is_wide(c) || !line.text.ends_with(is_wide) => line.text.push(' '),
            Some(Gap::Space) => line.text.push(' '),
            None | Some(Gap::Newline) if opens_piece => line.seams.push(line.text.len()),
            None | Some(Gap::Newline) => {}
        }
        line.text.push(c);
        if !c.is_whitespace() {
            line.chars += 1;
            line.ends_in_piece = false;
            line.ends_in_link = self.links > 0;
            line.linked += usize::from(line.ends_in_link);
            line.bold += usize::from(self.bolds > 0);
        }
    }

    fn break_block(&mut self) {
        self.break_line();
        if self.picture == Picture::SameBlock {
            self.picture = Picture::Apart;
        }
    }

    fn break_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if line.chars == 0 {
            return;
        }
        line.part();
        let hint = LineHint {
            tag: self.tag(&line),
            main: false,
            link_share: (line.linked * 100 / line.chars) as u8,
        };
        self.picture = Picture::None;
        self.lines.push(Line { text: line.text, hint });
    }

    fn tag(&self, line: &Building) -> Tag {
        let tag = self.tags.last().copied().unwrap_or_default();
        if self.asides > 0 {
            return Tag::Aside;
        }
        if self.chromes > 0 {
            return Tag::Chrome;
        }
        if self.rows > 0 {
            return Tag::TableCell;
        }
        match tag {
            Tag::Heading(_) | Tag::ListItem | Tag::Caption | Tag::Quote | Tag::Code => tag,
            _ if self.is_caption(line) => Tag::Caption,
            _ if line.is_bold() => Tag::Heading(0),
            tag => tag,
        }
    }
}

impl Walk {
    /// A short line right below a picture. One that is indented as paragraphs are is a paragraph; so is, in a
    /// block of its own, a sentence that is not centred, and what is bold there is a heading.
    fn is_caption(&self, line: &Building) -> bool {
        let indented = line.text.starts_with(['\u{3000}', '\u{a0}']);
        let said = line.text.ends_with(['。', '！', '？', '”', '：']);
        line.linked == 0
            && match self.picture {
                Picture::None => false,
                Picture::SameBlock => line.chars <= LONGEST_CAPTION && !(indented && said),
                Picture::Apart => {
                    line.chars <= LONGEST_CAPTION_APART
                        && !indented
                        && !line.is_bold()
                        && (self.centred > 0 || !said)
                }
            }
    }
}

impl Building {
    fn is_bold(&self) -> bool {
        self.bold == self.chars
    }

    /// Puts spaces between the pieces of a line that is no sentence: who, when, how many, set apart by their
    /// style alone.
    fn part(&mut self) {
        let figures = self.text.bytes().filter(u8::is_ascii_digit).count() >= 4;
        let rows = figures || self.seams.len() >= 3;
        if rows && self.chars <= LONGEST_HEAD && !self.text.contains(['。', '！', '？']) {
            for &seam in self.seams.iter().rev() {
                self.text.insert(seam, ' ');
            }
        }
    }

    /// A space between what stands before and what follows, whatever the source has there.
    fn set_apart(&mut self) {
        if self.gap != Some(Gap::Cell) {
            self.gap = Some(Gap::Space);
        }
    }

    fn widen(&mut self, gap: Gap) {
        match self.gap {
            None | Some(Gap::Space) => self.gap = Some(gap),
            Some(Gap::Newline | Gap::Cell) => {}
        }
    }
}

/// Characters that a line of source may be broken between without meaning a space.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// A picture of a few pixels is a bullet or a button.
fn is_icon(node: &NodeRef) -> bool {
    let small = |key| {
        node.attr(key)
            .and_then(|value| value.trim_end_matches("px").parse::<u32>().ok())
            .is_some_and(|pixels| pixels < 100)
    };
    small("width") || small("height")
}

fn is_hidden(node: &NodeRef) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    // `visibility` and `opacity` prove nothing: pages fade their text in.
    style(node).contains("display:none")
}

fn style(node: &NodeRef) -> String {
    node.attr("style").map(|style| style.to_ascii_lowercase().replace(' ', "")).unwrap_or_default()
}

fn is_centred(node: &NodeRef, name: &str) -> bool {
    name == "center"
        || node.attr("align").is_some_and(|align| align.eq_ignore_ascii_case("center"))
        || node.attr("class").is_some_and(|class| tags::names(&class, &["center"]))
        || style(node).contains("text-align:center")
}

/// A column of nothing but numbers that count on: those of a listing's lines.
fn is_numbering(node: &NodeRef) -> bool {
    let texts = node.descendants_it().filter(NodeRef::is_text).map(|text| text.text());
    let mut expected = 1;
    for text in texts {
        for number in text.split_whitespace() {
            if number.parse() != Ok(expected) {
                return false;
            }
            expected += 1;
        }
    }
    expected > 3
}

/// Ideographs that an element shows.
fn told(node: &NodeRef) -> usize {
    let shown = |text: &NodeRef| {
        let name = text.parent().and_then(|parent| parent.node_name());
        !name.is_some_and(|name| tags::is_unseen(&name))
    };
    let texts = node.descendants_it().filter(|node| node.is_text() && shown(node));
    texts.map(|text| text.text().chars().filter(|&c| is_wide(c)).count()).sum()
}

fn count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// A row of two cells or more that are all short and hold no blocks but a paragraph: data or links, not a
/// part of the page's layout.
fn is_data_row(row: &NodeRef) -> bool {
    let cells: Vec<NodeRef> =
        row.children_it(false).filter(|node| node.has_name("td") || node.has_name("th")).collect();
    cells.len() >= 2 && cells.iter().all(is_data_cell)
}

fn is_data_cell(cell: &NodeRef) -> bool {
    let (mut chars, mut paragraphs) = (0, 0);
    for node in cell.descendants_it() {
        if node.is_text() {
            chars += count(&node.text());
        } else if let Some(name) = node.node_name() {
            match &*name {
                "p" | "div" => paragraphs += 1,
                name if tags::is_inline(name) => {}
                _ => return false,
            }
        }
        if chars > LONGEST_CELL || paragraphs > 1 {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<(String, Tag)> {
        let lines = lines(&Document::from(html)).all;
        lines.into_iter().map(|line| (line.text, line.hint.tag)).collect()
    }

    fn texts(html: &str) -> Vec<String> {
        read(html).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn one_block_element_a_line_in_page_order() {
        let html = "<title>题 - 站</title><h1>题</h1><div>导语<p>第一段<p>第二<b>段</b>里有<a href=x>链接</a>。</div>";
        assert_eq!(
            read(html),
            [
                ("题 - 站".into(), Tag::Title),
                ("题".into(), Tag::Heading(1)),
                ("导语".into(), Tag::Other),
                ("第一段".into(), Tag::Paragraph),
                ("第二段里有链接。".into(), Tag::Paragraph),
            ]
        );
    }

    #[test]
    fn line_breaks_count_and_breaks_of_the_source_do_not() {
        assert_eq!(texts("<p>一行<br>二行<br><br/>三行</p>"), ["一行", "二行", "三行"]);
        assert_eq!(
            texts("<p>源码在这里\n折了行，Latin\nwords 也是。</p>"),
            ["源码在这里折了行，Latin words 也是。"]
        );
        assert_eq!(texts("<p>　　缩进留着</p>"), ["　　缩进留着"]);
        assert_eq!(texts("<pre>一\n  二</pre>"), ["一", "  二"]);
    }

    #[test]
    fn what_no_reader_sees_is_left_out() {
        let html = "<style>a{}</style><script>var a = '<p>脚本</p>';</script><!-- 注释 --><p hidden>藏</p>\
                    <div style='display: none'>藏</div><select><option>选</select><p>见</p><noscript>无</noscript>";
        assert_eq!(texts(html), ["见"]);
    }

    #[test]
    fn rows_of_data_are_lines_and_tables_for_layout_are_not() {
        let data = "<table><tr><th>年份<th>产量<tr><td>2020<td><p>3.5 万吨</p></table>";
        assert_eq!(
            read(data),
            [("年份\t产量".into(), Tag::TableCell), ("2020\t3.5 万吨".into(), Tag::TableCell)]
        );
        let layout = "<table><tr><td><p>左栏第一段。<p>左栏第二段。<td><table><tr><td>右栏</table></table>";
        assert_eq!(texts(layout), ["左栏第一段。", "左栏第二段。", "右栏"]);
    }

    #[test]
    fn captions_stand_below_pictures_and_bold_paragraphs_are_headings() {
        let html = "<p><img src=a.jpg><br>茶山的早晨</p><p>　　正文。</p><p><b>小标题</b></p>\
                    <p align=center><img src=b.jpg></p><p>采茶的人</p><p><img src=c.gif width=10>不是图注</p>";
        let tags: Vec<Tag> = read(html).into_iter().map(|(_, tag)| tag).collect();
        assert_eq!(tags, [Tag::Caption, Tag::Paragraph, Tag::Heading(0), Tag::Caption, Tag::Paragraph]);
    }

    #[test]
    fn shares_of_links() {
        assert_eq!(texts("<p><a>首页</a><a>新闻</a>"), ["首页 新闻"]);
        let shares: Vec<u8> = lines(&Document::from("<p><a>首页</a><a>新闻</a><p>见<a>此</a>文。<p>无"))
            .all
            .into_iter()
            .map(|line| line.hint.link_share)
            .collect();
        assert_eq!(shares, [100, 25, 0]);
    }

    #[test]
    fn unclosed_tags_nest_without_end_and_do_no_harm() {
        let html = "<div>".repeat(2_000) + "底";
        let lines = lines(&Document::from(html.as_str()));
        assert_eq!(lines.all.len(), 1);
        assert!(lines.depth > 1000);
    }
}
