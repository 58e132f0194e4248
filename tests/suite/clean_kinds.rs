//! Text in, kinds of blocks out: rows, items, quotations, paragraphs that break off.

use wenlan::clean::clean;
use wenlan::document::{Block, Document, Repair, TitleFrom};
use wenlan::ingest::{LineHint, Raw, Tag};

const OPENING: &str = concat!(
    "　　河口镇的农产品加工厂今年收了三批货，厂长把每一批的等级和数量都写在墙上，谁来了都能看见。\n",
    "　　镇上的人说，往年这个时候还在为销路发愁，今年订单排到了年底，工人晚上也要加班。\n",
);

fn read(text: &str) -> Document {
    clean(&Raw { path: "test.txt".into(), text: text.into(), ..Raw::default() }, None)
}

fn kinds(document: &Document) -> Vec<String> {
    let shown = |block: &Block| {
        format!("{} {}", block.kind.name(), block.text.split(['，', '。']).next().unwrap_or_default())
    };
    document.blocks.iter().map(shown).collect()
}

#[test]
fn cells_spread_over_lines_make_rows() {
    let rows = concat!(
        "\n品名\n等级\n数量\n　01茶叶\t\t一级\n二百斤\n　02莲子\t\t二级\n八十斤\n　03竹笋\t\t一级\n三百斤\n",
        "　04香菇\t\t三级\n五十斤\n　05蜂蜜\t\t一级\n四十斤\n\n发表评论\n",
    );
    let document = read(&format!("河口镇今年的三批货\n{OPENING}{rows}"));
    let rows: Vec<_> = kinds(&document).into_iter().skip(2).collect();
    assert_eq!(
        rows,
        [
            "table-row 品名\t等级\t数量",
            "table-row 01茶叶\t一级\t二百斤",
            "table-row 02莲子\t二级\t八十斤",
            "table-row 03竹笋\t一级\t三百斤",
            "table-row 04香菇\t三级\t五十斤",
            "table-row 05蜂蜜\t一级\t四十斤",
        ]
    );
}

#[test]
fn marks_in_a_row_are_a_list_and_one_alone_is_not() {
    let listed = read(&format!("{OPENING}● 茶叶要当天炒完，不能过夜。\n● 莲子要晒两个太阳，再收进缸里。\n"));
    assert_eq!(kinds(&listed)[2..], ["list-item ● 茶叶要当天炒完", "list-item ● 莲子要晒两个太阳"]);
    let alone = read(&format!("● 厂长姓温，今年五十二岁，说话很慢，每句话都要想一想。\n{OPENING}"));
    assert!(kinds(&alone).iter().all(|kind| kind.starts_with("paragraph")), "{:?}", kinds(&alone));
}

#[test]
fn the_markup_of_a_page_says_what_is_quoted_and_listed() {
    let lines = [
        (Tag::Paragraph, "加工厂的墙上贴着一张纸，是老厂长退休那年写下的，字迹已经有些发黄。"),
        (Tag::Quote, "货要看三遍：收的时候看一遍，炒的时候看一遍，装箱之前再看一遍。"),
        (Tag::Paragraph, "新来的工人第一天上班，都要把这张纸读一遍，再跟着师傅走一遍流程。"),
        (Tag::ListItem, "收货的时候先看颜色，再闻气味，最后用手捏一捏。"),
        (Tag::ListItem, "炒茶的时候人不能离开锅台，火候全凭手背试。"),
    ];
    let text: Vec<&str> = lines.iter().map(|(_, text)| *text).collect();
    let hints =
        lines.iter().map(|(tag, _)| LineHint { tag: *tag, main: true, ..LineHint::default() }).collect();
    let document = clean(&Raw { text: text.join("\n"), hints, ..Raw::default() }, None);
    let names: Vec<&str> = document.blocks.iter().map(|block| block.kind.name()).collect();
    assert_eq!(names, ["paragraph", "quote", "paragraph", "list-item", "list-item"]);
}

#[test]
fn a_paragraph_that_breaks_off_before_another_is_marked() {
    let cut = concat!(
        "　　第一批货是清明前收的，一共两千多斤，送到县里的时候正好赶上茶市开门，厂长亲自押车，在路上走了整整\n",
        "　　“这样的价钱，十年没有见过了。”老茶农把手里的烟掐灭，说明年还要再种五亩，让儿子也回来帮忙。\n",
    );
    let document = read(&format!("{OPENING}{cut}"));
    let broken: Vec<&Block> =
        document.blocks.iter().filter(|block| block.repair == Some(Repair::Broken)).collect();
    assert!(matches!(broken[..], [block] if block.text.ends_with("走了整整")), "{broken:?}");
}

#[test]
fn a_text_without_a_title_goes_by_its_first_clauses() {
    let text = "　　立冬以后，河口镇的渔船都回了港，船主们把网晾在堤上，一边补网一边谈论明年的价钱和天气，谈到天黑才散。\n　　堤下的鱼市还开着，卖到最后一条鱼才收摊。\n";
    let meta = read(text).meta;
    assert_eq!(meta.title_from, TitleFrom::FirstSentence);
    assert_eq!(meta.title.as_deref(), Some("立冬以后，河口镇的渔船都回了港，船主们把网晾在堤上"));
}
