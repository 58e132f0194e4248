//! Who wrote a text and where it appeared, in the forms in which pages say so.

use wenlan::clean::clean;
use wenlan::document::Document;
use wenlan::ingest::Raw;

const STORY: &str =
    "　　河堤上的柳树今年绿得格外早，沿河的村民说，往年这时候还要穿棉袄，如今孩子们已经光着脚在水边跑了。
　　县水利局的统计显示，三年来全县整修河堤四十二公里，新种柳树一万多棵，投入资金两千三百万元。
　　“以前下一场雨就要担心一回。”六十岁的村民老周说，“现在睡得着觉了，半夜下再大的雨也不起来看。”";

/// A page with `head` under its title, `lead` in front of its first words and `tail` behind its last.
fn page(head: &str, lead: &str, tail: &str) -> Document {
    let story = STORY.replacen("　　", &format!("　　{lead}"), 1);
    let text = format!(
        "青河新闻网\n首页 > 新闻 > 正文\n柳岸新堤三年成\n{head}\n{story}{tail}\n相关新闻\n• 春耕开始了\n• 油菜花开了\n"
    );
    let document = clean(&Raw { text, ..Raw::default() }, None);
    assert_eq!(document.meta.title.as_deref(), Some("柳岸新堤三年成"), "under {head:?}");
    let body: String = document.blocks.iter().map(|block| block.text.as_str()).collect();
    for part in ["沿河的村民说", "县水利局的统计", "半夜下再大的雨"] {
        assert!(body.contains(part), "{part} is lost under {head:?}{lead:?}{tail:?}");
    }
    document
}

/// Authors, source and editors; names of one kind apart by spaces.
fn origin(document: &Document) -> (String, &str, String) {
    let names = |people: &[wenlan::document::Person]| {
        people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(" ")
    };
    let meta = &document.meta;
    (names(&meta.authors), meta.source.as_deref().unwrap_or_default(), names(&meta.editors))
}

#[test]
fn lines_under_the_title_name_authors_source_and_editors() {
    for (line, authors, source, editors) in [
        ("稿源：青河日报 2013-04-05 记者 沈怀瑜 通讯员 陆小满", "沈怀瑜 陆小满", "青河日报", ""),
        ("2013-04-05 10:20　　来源: 青河网　　沈怀瑜　　责编：陆小满", "沈怀瑜", "青河网", "陆小满"),
        ("http://www.example.com 2013-04-05 10:20 青河日报 沈怀瑜", "沈怀瑜", "青河日报", ""),
        ("【来源：青河日报】【作者：沈怀瑜】【编辑：陆小满】", "沈怀瑜", "青河日报", "陆小满"),
        ("作者: 蒋  凌 来源: 青河晚报 发布时间: 2013-04-05", "蒋凌", "青河晚报", ""),
        ("沈怀瑜 发表于 2013-4-5 10:20", "沈怀瑜", "", ""),
        ("沈怀瑜\n2013-04-05", "沈怀瑜", "", ""),
        ("作者\n沈怀瑜\n来源\n青河日报", "沈怀瑜", "青河日报", ""),
        ("□ 沈怀瑜", "沈怀瑜", "", ""),
        ("2013-04-05 10:20 青河日报 / 沈怀瑜（自由撰稿人，青河市）", "沈怀瑜", "青河日报", ""),
        ("青河日报记者 沈怀瑜 文/图", "沈怀瑜", "青河日报", ""),
        ("文/沈怀瑜 图/陆小满", "沈怀瑜 陆小满", "", ""),
        ("【聯合晚報╱記者沈懷瑜／臺北報導】", "沈懷瑜", "聯合晚報", ""),
        ("中國時報【沈懷瑜╱台北報導】", "沈懷瑜", "中國時報", ""),
        ("【本報記者沈懷瑜台北報導】", "沈懷瑜", "", ""),
        ("（中央社記者沈懷瑜台北5日電）", "沈懷瑜", "中央社", ""),
        ("青河日报 2013年4月5日 查看旧版(2007年以前)", "", "青河日报", ""),
    ] {
        let document = page(line, "", "");
        assert_eq!(origin(&document), (authors.to_owned(), source, editors.to_owned()), "{line}");
        assert!(document.blocks[0].text.starts_with("河堤上的柳树"), "{line} stays in the text");
    }
}

#[test]
fn a_report_names_its_authors_in_its_first_words() {
    for (lead, authors) in [
        ("本报讯（记者 沈怀瑜 通讯员 陆小满）", "沈怀瑜 陆小满"),
        ("青河网青河4月5日电 (沈怀瑜 陆小满) ", "沈怀瑜 陆小满"),
        ("本报青河4月5日电 记者沈怀瑜报道：", "沈怀瑜"),
        ("（记者沈怀瑜）", "沈怀瑜"),
        ("据村民（多为六十岁以上）介绍，", ""),
    ] {
        let document = page("2013-04-05 10:20 来源：青河日报", lead, "");
        assert_eq!(origin(&document), (authors.to_owned(), "青河日报", String::new()), "{lead}");
    }
}

#[test]
fn a_report_names_its_authors_and_source_behind_its_last_words() {
    for (tail, authors, source, editors) in [
        ("（记者 沈怀瑜）", "沈怀瑜", "", ""),
        ("（沈怀瑜 陆小满）", "沈怀瑜 陆小满", "", ""),
        ("本报记者 沈怀瑜", "沈怀瑜", "", ""),
        ("（作者：沈怀瑜，系县水利局干部）", "沈怀瑜", "", ""),
        ("（来源：青河日报）", "", "青河日报", ""),
        ("（据新华社）", "", "新华社", ""),
        ("\n（沈怀瑜）", "沈怀瑜", "", ""),
        ("\n文/沈怀瑜", "沈怀瑜", "", ""),
        ("\n编辑：陆小满\n校对：贺长川", "", "", "陆小满 贺长川"),
        ("\n（原载《青河日报》2013年4月5日）", "", "青河日报", ""),
        ("\n（本文来源：青河日报 作者：沈怀瑜 编辑：陆小满）", "沈怀瑜", "青河日报", "陆小满"),
    ] {
        let document = page("2013-04-05 10:20", "", tail);
        assert_eq!(origin(&document), (authors.to_owned(), source, editors.to_owned()), "{tail}");
    }
}

#[test]
fn a_caption_behind_the_last_paragraph_stays_and_its_photographer_signs() {
    let document = page("2013-04-05 10:20", "", "\n新堤一角。本报记者 沈怀瑜 摄");
    let last = document.blocks.last().map(|block| (block.kind.name(), block.text.as_str()));
    assert_eq!(last, Some(("caption", "新堤一角。本报记者 沈怀瑜 摄")));
    assert_eq!(origin(&document).0, "沈怀瑜");
}

#[test]
fn what_stands_between_the_name_of_the_page_and_its_title_is_no_text() {
    let text = format!(
        "青河札记 - 柳岸新堤三年成\n\n青河札记   一个水利人的本子\n\n其他文章\n\n柳岸新堤三年成\n\n2013-04-05\n\n{STORY}\n"
    );
    let document = clean(&Raw { text, ..Raw::default() }, None);
    assert_eq!(document.meta.title.as_deref(), Some("柳岸新堤三年成"));
    assert!(
        document
            .blocks
            .iter()
            .find(|block| block.doubt.is_none())
            .is_some_and(|block| block.text.starts_with("河堤上的柳树")),
        "{:?}",
        document.blocks[0]
    );
}

#[test]
fn what_editors_do_is_also_done_by_others() {
    let last = "（二）不受理对方案复审、复核的；";
    let document = page(
        "2013-04-05 10:20",
        "",
        &format!("\n有下列情形之一的，退回重写：\n（一）数目不对的；\n{last}\n（三）没有地图的。"),
    );
    assert!(document.blocks.iter().any(|block| block.text == last), "{:?}", document.blocks);
    assert_eq!(origin(&document).2, "");
}
