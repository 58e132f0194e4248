//! The lines of a page: its title, and the text of its body, broken where a browser would.

use dom_query::Document;

use super::captions::Look;
use super::entities;
use super::walk::walk;
use crate::ingest::raw::{LineHint, Tag};

/// Characters of hidden text that outweighs a visible page of less: a script shows it in a browser.
const REVEALED: usize = 200;

#[derive(Debug, Default)]
pub struct Lines {
    pub all: Vec<Line>,
    /// How deep the elements are nested.
    pub depth: usize,
    /// Characters of the longest text that one element hides.
    pub hidden: usize,
    /// What the page hides, in page order.
    pub hidden_lines: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    pub text: String,
    pub hint: LineHint,
    pub look: Look,
    /// A blank line stands before it, in a text whose source lines count.
    pub spaced: bool,
}

/// The page's title as a line of its own, then the lines of its body.
pub fn lines(document: &Document) -> Lines {
    let mut lines = body_lines(document);
    let title: String =
        document.select_single("head title").text().split_whitespace().collect::<Vec<_>>().join(" ");
    let title = entities::unescaped(&title).into_owned();
    if !title.is_empty() {
        let hint = LineHint { tag: Tag::Title, ..LineHint::default() };
        lines.all.insert(0, Line { text: title, hint, ..Line::default() });
    }
    lines
}

/// The lines of a page's body. What the page hides is left out, unless that is most of its text: then a script
/// was to show it.
pub fn body_lines(document: &Document) -> Lines {
    let lines = walk(document, false);
    if lines.hidden > REVEALED && lines.hidden > lines.visible() { walk(document, true) } else { lines }
}

impl Lines {
    fn visible(&self) -> usize {
        self.all.iter().map(|line| line.text.chars().count()).sum()
    }
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
    fn what_is_spelt_out_above_characters_and_what_was_escaped_twice_is_read_as_meant() {
        let ruby = "<ruby>渡<rp>(</rp><rt>dù</rt><rp>)</rp></ruby>口";
        assert_eq!(texts(ruby), ["渡（dù）口"]);
        let row = "<ruby>渡<rt>dù</rt></ruby><ruby>口<rt>kǒu</rt></ruby>停航，<ruby>三<rt>・</rt></ruby>天";
        assert_eq!(texts(row), ["渡口（dù kǒu）停航，三天"]);
        assert_eq!(texts("<p>&amp;ldquo;开船了。&amp;rdquo;</p>"), ["“开船了。”"]);
        assert_eq!(texts("<p>空格写作 &amp;nbsp;，不换行。</p>"), ["空格写作 &nbsp;，不换行。"]);
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
                    <p align=center><img src=b.jpg></p><p>采茶的人</p><p><img src=c.gif width=10>不是图注</p>\
                    <p class=wp-caption-text>茶农在晾茶。</p><p style='font-weight: bold'>又一个</p>";
        let tags: Vec<Tag> = read(html).into_iter().map(|(_, tag)| tag).collect();
        let (caption, heading) = (Tag::Caption, Tag::Heading(0));
        assert_eq!(tags, [caption, Tag::Paragraph, heading, caption, Tag::Paragraph, caption, heading]);
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
        let dated = lines(&Document::from("<li><span>2019-04-11</span> <a>渡口明年四月停航公告</a>"));
        assert_eq!(dated.all[0].hint.link_share, 100);
    }

    #[test]
    fn links_in_a_sentence_run_on() {
        let sentence = "<p>老磨坊位于<a href=1>河湾</a><a href=2>镇</a>\n<a href=3>渡口</a>旁，是<a href=4>水力</a><a href=5>磨坊</a>。";
        assert_eq!(texts(sentence), ["老磨坊位于河湾镇渡口旁，是水力磨坊。"]);
        assert_eq!(texts("<p>标签：<a>渡口</a><a>停航</a><a>大桥</a>"), ["标签：渡口 停航 大桥"]);
        assert_eq!(texts("<p>见<a>Rust</a><a>Book</a>，第三章。"), ["见Rust Book，第三章。"]);
    }

    #[test]
    fn elements_that_html_does_not_know_run_on_unless_they_hold_blocks() {
        assert_eq!(
            texts("<p>位于<o:p>河湾</o:p>镇的<st1:place>水力</st1:place><my-b>磨坊</my-b>。"),
            ["位于河湾镇的水力磨坊。"]
        );
        assert_eq!(texts("<my-page><my-head>题</my-head><my-text><p>文</my-text></my-page>"), ["题", "文"]);
    }

    #[test]
    fn raised_and_lowered_characters_are_read_as_such() {
        for (html, text) in [
            ("10<sup>5</sup> 平方米，H<sub>2</sub>O", "10⁵ 平方米，H₂O"),
            ("渡口<sup>[1]</sup>停航<sup><a href=x>2</a></sup>", "渡口[1]停航²"),
            ("4<sup>th</sup>，x<sup>k</sup>，<b>n</b><sup>-1</sup>", "4th，xk，n⁻¹"),
        ] {
            assert_eq!(texts(html), [text]);
        }
    }

    #[test]
    fn what_is_hidden_is_told_apart() {
        let html = "<p>见<span style='display:none'>隐语</span>到</p><div hidden><p>一<p>二</div>\
                    <noscript>请打开脚本</noscript><script>var a</script><select><option>选</select>";
        let lines = lines(&Document::from(html));
        assert_eq!(lines.all.len(), 1);
        assert_eq!(lines.hidden_lines, ["隐语", "一", "二", "请打开脚本", "选"]);
    }

    #[test]
    fn unclosed_tags_nest_without_end_and_do_no_harm() {
        let html = "<div>".repeat(2_000) + "底";
        let lines = lines(&Document::from(html.as_str()));
        assert_eq!(lines.all.len(), 1);
        assert!(lines.depth > 1000);
    }
}
