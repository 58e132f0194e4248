//! Headings of numbered schemes and their levels: statutes, reports and books without any marks.

use wenlan::clean::clean;
use wenlan::document::BlockKind;
use wenlan::ingest::Raw;

/// The headings of a text as `level text`.
fn headings(text: &str) -> Vec<String> {
    clean(&Raw { text: text.into(), ..Raw::default() }, None)
        .blocks
        .into_iter()
        .filter_map(|block| match block.kind {
            BlockKind::Heading { level } => Some(format!("{level} {}", block.text)),
            _ => None,
        })
        .collect()
}

#[test]
fn a_statute_has_chapters_and_sections_but_its_articles_are_paragraphs() {
    let text = "\
青石县河道管理规定

目　录

第一章　总　则
第二章　巡查
第一节　日常巡查
第二节　汛期巡查
第三章　附　则

第一章　总　则

第一条　为了管好全县的河道，保障防洪安全，制定本规定。

第二条　本县范围内的河道，适用本规定。

第二章　巡查

第一节　日常巡查

第三条　河长每月巡河一次，并把看到的情况记录下来。

第二节　汛期巡查

第四条　汛期每天巡河一次，遇到险情立即报告。

第三章　附　则

第五条　本规定自公布之日起施行。
";
    assert_eq!(
        headings(text),
        ["1 第一章 总 则", "1 第二章 巡查", "2 第一节 日常巡查", "2 第二节 汛期巡查", "1 第三章 附 则"]
    );
}

#[test]
fn a_report_nests_its_schemes_and_keeps_numbered_sentences_as_text() {
    let text = "\
青石县2019年工作报告

各位代表：

现在，我代表县人民政府向大会报告工作，请予审议，并请各位委员提出意见。

一、2019年工作回顾

过去的一年，全县上下同心协力，克服了多年未遇的旱情，完成了年初确定的各项任务。

（一）农业生产稳中有进

1. 粮食

全县粮食总产量达到十二万吨，比上一年增长百分之三，连续五年获得丰收。

2. 水利

一是修好了六座水库，二是疏通了四十公里渠道，三是新打了一百二十口机井。

（二）道路建设步伐加快

（1）完成了县城到石桥乡的公路改造，全长二十四公里。
（2）新开通三条公共汽车线路，方便了沿途群众出行。

二、2020年工作安排

新的一年，我们要做好下面几件事情，让群众的日子一年比一年好。

1. 继续抓好春耕备耕，确保种子和化肥及时送到农户手中。
2. 继续修路，年底以前让最后三个村子也通上公共汽车。
";
    assert_eq!(
        headings(text),
        [
            "1 一、2019年工作回顾",
            "2 （一）农业生产稳中有进",
            "3 1. 粮食",
            "3 2. 水利",
            "2 （二）道路建设步伐加快",
            "1 二、2020年工作安排",
        ]
    );
}

#[test]
fn a_table_of_contents_repeats_heads_and_has_none() {
    let text = "\
青石县志稿

目录
一、建置
（一）沿革
（二）疆域
二、物产
（一）五谷
（二）药材

一、建置

（一）沿革

县城建于明代中叶，当时只有一条街，街上住着三十多户做木材生意的人家。

（二）疆域

东到鹭湖，西到云杉岭，南北各六十里，中间一条青石河，把全县分成两半。

二、物产

（一）五谷

山地多种玉米，河边多种水稻，一年两熟，丰年有余粮运到下游去卖。

（二）药材

云杉岭上出产黄连和天麻，每年秋天有外地的商人来收购，价钱一年好过一年。
";
    assert_eq!(
        headings(text),
        ["1 一、建置", "2 （一）沿革", "2 （二）疆域", "1 二、物产", "2 （一）五谷", "2 （二）药材"]
    );
}

#[test]
fn parts_subparts_and_chapters_are_three_levels() {
    let body = "这一条说明本部分适用的范围，并规定有关各方的权利和义务。";
    let text = format!(
        "青石县规约\n\n第一编　通则\n\n第一分编　一般规定\n\n第一章　范围\n\n第一条　{body}\n\n第二章　期限\n\n第二条　{body}\n\n第二分编　特别规定\n\n第三章　例外\n\n第三条　{body}\n\n第二编　细则\n\n第一章　用水\n\n第四条　{body}\n"
    );
    assert_eq!(
        headings(&text),
        [
            "1 第一编 通则",
            "2 第一分编 一般规定",
            "3 第一章 范围",
            "3 第二章 期限",
            "2 第二分编 特别规定",
            "3 第三章 例外",
            "1 第二编 细则",
            "3 第一章 用水",
        ]
    );
}

#[test]
fn a_clause_of_a_list_does_not_end_a_statute_whatever_it_names() {
    let text = "\
青石县茶叶标签规定

第一章　标签

第一条　茶叶的包装上应当有标签，标签应当写明下列事项：

（一）名称、产地和重量；

（二）生产许可证编号；

（三）采摘日期。

第二章　检查

第二条　乡镇应当每年检查一次标签，并把结果告诉茶农和茶商。
";
    assert_eq!(headings(text), ["1 第一章 标签", "1 第二章 检查"]);
}

#[test]
fn decimal_numbers_are_as_deep_as_they_have_parts() {
    let text = "\
小型水磨坊修缮手册

1 总则

1.1 目的

为了让村里的老磨坊修得起来、转得下去，镇上的木匠把几十年的做法写在这里，供后来的人照着做。

1.2 范围

这里只说卧式的水磨，立式的另有一本，两种磨的水轮差得很多，不能照搬。

2 勘察

2.1 水量

先量水再动手，量水要在春天和秋天各量一次，取少的那一次来算，宁可小一点也不要转不动。
";
    assert_eq!(headings(text), ["1 1 总则", "2 1.1 目的", "2 1.2 范围", "1 2 勘察", "2 2.1 水量"]);
}

#[test]
fn inside_a_numbered_book_nothing_unnumbered_is_a_heading() {
    let text = "\
山城旧事

自序

　　写这本书的时候，我住在江对岸，每天早上推开窗，就看见那座城一级一级地从雾里长出来。

第一章　水码头

　　石阶

　　从码头到城门一共一百七十四级石阶，挑水的人一天要上下三十趟，石阶中间磨出了两条浅沟。

　　挑水人

　　挑水的人都住在城门洞边上，夏天光着脚，冬天穿草鞋，扁担是用了十几年的老楠竹做的。

第二章　一条街

　　茶馆

　　街上最大的茶馆有四十张桌子，早上喝茶的是挑水人，下午是听书的，晚上是谈生意的。

后记

　　书写完那天我又回去看了一次，石阶还在，茶馆改成了照相馆，门口的黄葛树长得很高了。
";
    let wanted = ["1 自序", "1 第一章 水码头", "1 第二章 一条街", "1 后记"];
    assert_eq!(headings(text), wanted);
}
