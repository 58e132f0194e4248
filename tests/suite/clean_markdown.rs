//! Markdown in, document out: the author's marks become structure and leave the text.

use proptest::prelude::*;
use wenlan::clean::clean;
use wenlan::document::{Document, Reason};
use wenlan::ingest::{Format, Raw};

fn markdown(text: &str) -> Document {
    clean(&Raw { text: text.into(), format: Format::Markdown, encoding: "UTF-8", ..Raw::default() }, None)
}

/// Each block as its kind and text; headings with their level.
fn blocks(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|block| match block.kind {
            wenlan::document::BlockKind::Heading { level } => format!("h{level} {}", block.text),
            kind => format!("{} {}", kind.name(), block.text),
        })
        .collect()
}

fn left_out(document: &Document, reason: Reason) -> Vec<&str> {
    document.removed.iter().filter(|piece| piece.reason == reason).map(|piece| piece.text.as_str()).collect()
}

#[test]
fn the_first_heading_is_the_title_and_the_next_level_the_first() {
    let document = markdown("# 养蜂手记\n\n前言一段。\n\n## 选址\n\n### 朝向\n\n背风向阳。\n\n## 过冬\n");
    assert_eq!(document.meta.title.as_deref(), Some("养蜂手记"));
    assert_eq!(
        blocks(&document),
        ["paragraph 前言一段。", "h1 选址", "h2 朝向", "paragraph 背风向阳。", "h1 过冬"]
    );
    assert_eq!(left_out(&document, Reason::Metadata), ["养蜂手记"]);
    assert_eq!(left_out(&document, Reason::Markup), ["#", "##", "###", "##"]);
}

#[test]
fn underlined_headings_have_levels_too() {
    let document = markdown("养蜂手记\n========\n\n选址\n----\n\n背风向阳。\n");
    assert_eq!(document.meta.title.as_deref(), Some("养蜂手记"));
    assert_eq!(blocks(&document), ["h1 选址", "paragraph 背风向阳。"]);
}

#[test]
fn a_chapter_that_opens_the_text_is_no_title() {
    let document = markdown("# 第一章 春\n\n化雪了。\n\n# 第二章 夏\n\n下雨了。\n");
    assert_eq!(
        blocks(&document),
        ["h1 第一章 春", "paragraph 化雪了。", "h1 第二章 夏", "paragraph 下雨了。"]
    );
}

#[test]
fn front_matter_and_the_lines_under_the_title_are_metadata() {
    let document = markdown(
        "---\ntitle: 养蜂手记\ntags: [蜂]\n---\n\n# 养蜂手记\n\n——写在第三个春天\n\n作者：江一舟　2023-04-05\n\n正文从这里开始。\n",
    );
    assert_eq!(blocks(&document), ["paragraph 正文从这里开始。"]);
    assert_eq!(document.meta.subtitle.as_deref(), Some("写在第三个春天"));
    assert_eq!(document.meta.authors[0].name, "江一舟");
    assert_eq!(document.meta.published.map(|date| date.to_string()).as_deref(), Some("2023-04-05"));
    assert!(left_out(&document, Reason::Metadata).contains(&"title: 养蜂手记"));
}

#[test]
fn emphasis_code_and_links_lose_their_marks_alone() {
    let document = markdown(
        "先看**蜂箱**，再看*蜂王*，用 `wenlan -h` 查[说明书](https://example.org/a \"书\")和~~旧账~~&amp;新账。\n",
    );
    assert_eq!(blocks(&document), ["paragraph 先看蜂箱，再看蜂王，用 wenlan -h 查说明书和旧账&新账。"]);
}

#[test]
fn emphasis_that_full_width_punctuation_hides_from_the_standard_is_emphasis() {
    let document = markdown("他说**“天冷了。”**然后走了，**（第二天）**又来。\n");
    assert_eq!(blocks(&document), ["paragraph 他说“天冷了。”然后走了，（第二天）又来。"]);
    // A formula's stars stand as they are.
    let document = markdown("用 `a**b` 表示乘方，2**3 等于八。\n");
    assert_eq!(blocks(&document), ["paragraph 用 a**b 表示乘方，2**3 等于八。"]);
}

#[test]
fn lines_of_a_paragraph_are_joined_as_their_script_demands() {
    let document = markdown("蜂箱放在背风\n向阳的地方，keep it\ndry，离水源\n不远。\n");
    assert_eq!(blocks(&document), ["paragraph 蜂箱放在背风向阳的地方，keep it dry，离水源不远。"]);
    assert_eq!(document.blocks[0].spans.len(), 4);
}

#[test]
fn indents_numbers_and_asked_for_breaks_begin_paragraphs() {
    let document = markdown("　　第一段说完了。\n　　第二段也说完了。\n");
    assert_eq!(document.blocks.len(), 2);
    let document = markdown("本规定如下：\n第一条　蜂箱归社里。\n第二条　蜂蜜归大家。\n");
    assert_eq!(
        blocks(&document),
        ["paragraph 本规定如下：", "paragraph 第一条 蜂箱归社里。", "paragraph 第二条 蜂蜜归大家。"]
    );
    let document = markdown("蜂飞过，  \n花落了。<br>风停了。\n");
    assert_eq!(blocks(&document), ["paragraph 蜂飞过，", "paragraph 花落了。", "paragraph 风停了。"]);
}

#[test]
fn lists_keep_numbers_and_lose_bullets() {
    let document =
        markdown("- 蜂箱\n  - 大箱\n  - 小箱\n\n    备用的放在库房。\n- 蜂帽\n\n1. 开箱\n2. 取脾\n");
    assert_eq!(
        blocks(&document),
        [
            "list-item 蜂箱",
            "list-item 大箱",
            "list-item 小箱",
            "paragraph 备用的放在库房。",
            "list-item 蜂帽",
            "list-item 1. 开箱",
            "list-item 2. 取脾",
        ]
    );
}

#[test]
fn quotations_tables_and_code_keep_their_shape() {
    let document = markdown(
        "> 蜂不等人。\n> 花也不等人。\n\n| 月份 | 产蜜 |\n| --- | ---: |\n| 四月 | 12 斤 |\n\n```python\nfor x in y:\n    print(x)\n```\n\n---\n",
    );
    assert_eq!(
        blocks(&document),
        [
            "quote 蜂不等人。花也不等人。",
            "table-row 月份 | 产蜜",
            "table-row 四月 | 12 斤",
            "code for x in y:",
            "code     print(x)",
        ]
    );
    assert!(left_out(&document, Reason::Markup).contains(&"```python"));
}

#[test]
fn pictures_leave_their_descriptions_as_captions() {
    let document = markdown(
        "[![build](b.svg)](https://ci.example)\n\n![箱前的蜂](a.jpg)\n\n看图![](x.png)：![IMG_1.jpg](y.jpg)蜂在跳舞。\n",
    );
    assert_eq!(blocks(&document), ["caption 箱前的蜂", "paragraph 看图：蜂在跳舞。"]);
}

#[test]
fn html_is_marks_and_its_text_is_text() {
    let document = markdown(
        "<!-- 草稿\n勿看 -->\n\n<h1 align=\"center\">养蜂手记</h1>\n\n<p>第一段<b>很</b>短。</p>\n\n<script>\nlet x = 1;\n</script>\n\n正文<sup>1</sup>在此。\n",
    );
    assert_eq!(document.meta.title.as_deref(), Some("养蜂手记"));
    assert_eq!(blocks(&document), ["paragraph 第一段很短。", "paragraph 正文1在此。"]);
}

#[test]
fn notes_are_kept_with_their_labels() {
    let document = markdown("蜂有五只眼[^1]。\n\n[^1]: 两只复眼，三只单眼。\n");
    assert_eq!(blocks(&document), ["paragraph 蜂有五只眼[1]。", "paragraph [1]两只复眼，三只单眼。"]);
}

#[test]
fn careless_headings_directives_and_contents_lists() {
    let document =
        markdown("# 手册\n\n[TOC]\n\n##准备\n\n::: tip\n先戴帽子。\n:::\n\n#养蜂日记# 今天很热。\n");
    assert_eq!(blocks(&document), ["h1 准备", "paragraph 先戴帽子。", "paragraph #养蜂日记# 今天很热。"]);
    assert_eq!(left_out(&document, Reason::Navigation), ["[TOC]"]);
}

#[test]
fn text_that_plainly_is_markdown_is_read_as_such() {
    let text = "# 养蜂手记\n\n正文一段。\n\n## 选址\n\n背风向阳。\n";
    let document = clean(&Raw { text: text.into(), ..Raw::default() }, None);
    assert_eq!(blocks(&document), ["paragraph 正文一段。", "h1 选址", "paragraph 背风向阳。"]);
    // A mark in the middle of a text makes it no Markdown.
    let text =
        "今天的安排如下，请大家互相转告。\n# 号线停运一天，请改乘公共汽车。\n其余照旧，祝大家旅途愉快。\n";
    let document = clean(&Raw { text: text.into(), ..Raw::default() }, None);
    assert!(document.blocks.iter().any(|block| block.text.contains('#')));
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Pieces that Markdown is made of, mixed with arbitrary characters.
fn source() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("# 养蜂手记".to_owned()),
        Just("选址\n---".to_owned()),
        Just("- 蜂箱\n  1. 大箱".to_owned()),
        Just("> **“天冷了。”**他说".to_owned()),
        Just("| 月 | 蜜 |\n|---|---|\n| 四 | 12 |".to_owned()),
        Just("```\n  code\n```".to_owned()),
        Just("![图](a.png) [链接](b) `码` &amp; &#x4e00;".to_owned()),
        Just("<div>\n<b>粗</b><!-- 注 -->\n</div>".to_owned()),
        Just("蜂[^1]\n\n[^1]: 注".to_owned()),
        Just(String::new()),
        "\\PC{0,30}",
        "[#*_=`>|\\[\\]()!<>&;:$~^\\\\ \t\r\u{200b}\u{3000}a1一。-]{0,24}",
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.join("\n"))
}

proptest! {
    #[test]
    fn kept_and_removed_are_the_raw_text(text in source()) {
        let document = markdown(&text);
        let kept = document.blocks.iter().flat_map(|block| block.spans.iter());
        let removed = document.removed.iter().map(|removed| &removed.span);
        let mut spans: Vec<_> = kept.chain(removed).copied().collect();
        spans.sort_by_key(|span| span.start);
        let (mut rebuilt, mut end) = (String::new(), 0);
        for span in spans {
            prop_assert!(span.start >= end, "spans overlap at byte {}", span.start);
            prop_assert_eq!(span.line as usize, text[..span.start as usize].matches('\n').count() + 1);
            rebuilt.push_str(&text[span.bytes()]);
            end = span.end;
        }
        prop_assert_eq!(squeeze(&rebuilt), squeeze(&text));
    }

    #[test]
    fn a_block_says_what_its_spans_say(text in source()) {
        for block in markdown(&text).blocks {
            let spans: String = block.spans.iter().map(|span| &text[span.bytes()]).collect();
            prop_assert_eq!(squeeze(&block.text), squeeze(&spans));
            prop_assert!(!block.text.contains('\n') && !block.text.is_empty());
        }
    }
}

#[test]
fn an_item_that_opens_with_code_or_markup_keeps_its_number_before_it() {
    let document = markdown("1)      箱号 7\n   蜂还在。\n\n2) <div>花开了。</div>\n\n   蜜还在。\n");
    let texts: Vec<_> = document.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, ["1) 箱号 7", "蜂还在。", "2) 花开了。", "蜜还在。"]);
}
