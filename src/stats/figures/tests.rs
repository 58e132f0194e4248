//! Figures in sentences as reports have them: what is found, and what is not taken for a figure.

use proptest::prelude::*;

use super::*;

fn found(text: &str) -> Vec<(String, f64, String, Kind)> {
    quantities(text).into_iter().map(|q| (text[q.bytes].to_owned(), q.value, q.unit, q.kind)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[(&str, f64, &str, Kind)]) {
    let expected: Vec<_> =
        expected.iter().map(|&(text, value, unit, kind)| (text.into(), value, unit.into(), kind)).collect();
    assert_eq!(found(text), expected, "in {text}");
}

#[test]
fn quantities_with_their_units() {
    use Kind::*;
    check("募集善款321755元。", &[("321755元", 321_755.0, "元", Money)]);
    check("总投资6.7亿元，占地34.9亩。", &[("6.7亿元", 6.7e8, "元", Money), ("34.9亩", 34.9, "亩", Area)]);
    check("覆盖率达到95%以上", &[("95%以上", 95.0, "%", Share)]);
    check("近1300万人次游览", &[("近1300万人次", 1.3e7, "人次", People)]);
    check("流转茶园三百余亩", &[("三百余亩", 300.0, "亩", Area)]);
    check("同比增长12.3个百分点", &[("12.3个百分点", 12.3, "百分点", Share)]);
    check("户均增收3—5万元", &[("3—5万元", 30_000.0, "元", Money)]);
    check("走过二十年历程", &[("二十年", 20.0, "年", Duration)]);
    check("实际利用外资3700万美元", &[("3700万美元", 3.7e7, "美元", Money)]);
    check(
        "筹资400余万元，修路12.5 公里",
        &[("400余万元", 4e6, "元", Money), ("12.5 公里", 12.5, "公里", Length)],
    );
    check(
        "單價8500元/平方公尺，共兩萬餘畝",
        &[("8500元", 8500.0, "元", Money), ("兩萬餘畝", 20_000.0, "亩", Area)],
    );
    check("均价8500元/平方米", &[("8500元/平方米", 8500.0, "元/平方米", Money)]);
}

#[test]
fn figures_as_they_are_spoken() {
    use Kind::*;
    check("每次花一两元，退回2毛钱", &[("一两元", 1.0, "元", Money), ("2毛钱", 2.0, "角", Money)]);
    check("身高1米4，跳过1米75的横杆", &[("1米4", 1.4, "米", Length), ("1米75", 1.75, "米", Length)]);
    check(
        "比赛还剩8分多钟，停了三个多月",
        &[("8分多钟", 8.0, "分钟", Duration), ("三个多月", 3.0, "月", Duration)],
    );
    check("最低零下5.2℃", &[("零下5.2℃", -5.2, "℃", Power)]);
    check("学习十九届四中全会精神", &[]);
    check("只有一个办法，实现两降两升，亿万儿童", &[]);
    check("被骗上百万元，补贴超千万元", &[("百万元", 1e6, "元", Money), ("超千万元", 1e7, "元", Money)]);
}

#[test]
fn fractions_and_tenths_are_shares() {
    use Kind::Share;
    check("百分之九十五的农户", &[("百分之九十五", 95.0, "%", Share)]);
    check("完成三分之二以上", &[("三分之二以上", 66.666_666_666_7, "%", Share)]);
    check("超过八成的商户", &[("超过八成", 80.0, "%", Share)]);
    check("四成到五成的流水", &[("四成", 40.0, "%", Share), ("五成", 50.0, "%", Share)]);
    check("三成立了合作社", &[]);
    check("其中3成企业，超过6成农户", &[("3成", 30.0, "%", Share), ("超过6成", 60.0, "%", Share)]);
    check("公司2013成立", &[]);
    check("贷款八成20年", &[("八成", 80.0, "%", Share), ("20年", 20.0, "年", Kind::Duration)]);
    check("占总数的1/4以上，第2/9页", &[("1/4以上", 25.0, "%", Share)]);
    check("产量是去年的1.5倍", &[("1.5倍", 1.5, "倍", Share)]);
}

#[test]
fn a_unit_may_stand_in_brackets_beside_its_number() {
    use Kind::{Area, Money};
    check("建筑面积1200(平方米)", &[("1200(平方米)", 1200.0, "平方米", Area)]);
    check("总投资（万元）：860", &[("860", 8.6e6, "元", Money)]);
    check("金额(亿元) 6.7", &[("6.7", 6.7e8, "元", Money)]);
    check("实施方案（试行）：3", &[]);
}

#[test]
fn the_segmenter_says_whether_a_unit_is_the_beginning_of_another_word() {
    use Kind::{Count, Length, People};
    check("新村1262户主体完工", &[("1262户", 1262.0, "户", Count)]);
    check("选派38名优秀干部", &[("38名", 38.0, "名", People)]);

    check("门面6到18米面宽", &[("6到18米", 6.0, "米", Length)]);
}

#[test]
fn some_tens_and_hundreds_count_as_one() {
    use Kind::{Duration, Money, People};
    check("干了十几年", &[("十几年", 10.0, "年", Duration)]);
    check("数百名志愿者捐出数十万元", &[("数百名", 100.0, "名", People), ("数十万元", 1e5, "元", Money)]);
    check("票价千元左右", &[("千元左右", 1000.0, "元", Money)]);
    check("价格指数百日走平，成千上万户人家", &[]);
}

#[test]
fn dates_years_and_durations_are_told_apart() {
    use Kind::{Age, Date, Duration};
    check(
        "2019年3月8日开工，历时18个月。",
        &[("2019年3月8日", 20_190_308.0, "年月日", Date), ("18个月", 18.0, "月", Duration)],
    );
    check("2016—2020年期间", &[("2016—2020年", 2016.0, "年", Date)]);
    check("8月17日至23日", &[("8月17日", 817.0, "月日", Date), ("23日", 23.0, "日", Date)]);
    check("1—4月平均，公元763年", &[("1—4月", 1.0, "月", Date), ("763年", 763.0, "年", Date)]);
    check("距今约2000年", &[("约2000年", 2000.0, "年", Duration)]);
    check("上世纪90年代建成", &[]);
    check("73岁的老人", &[("73岁", 73.0, "岁", Age)]);
    check("1.2018年全年收入", &[("2018年", 2018.0, "年", Date)]);
    check("每天10时30分开放", &[]);
}

#[test]
fn ranks_names_and_idioms_are_no_figures() {
    for text in [
        "位列第688位，居第 3 位",
        "沿6号线和G107国道，PM2.5下降",
        "三门峡与五台山",
        "四处奔走，落实八项规定，三个代表，“四个一”行动",
        "统一思想，一个都不能少，万一下雨",
        "8部门联合，3家庭农场",
        "邮编441300，电话0722-3312345",
        "前10名获奖，三位一体推进",
        "“1+6”模式，比分3:1",
        "百姓安居，千家万户，百年大计",
        "5G基站与4K电视",
        "六次全会召开",
    ] {
        check(text, &[]);
    }
}

#[test]
fn what_approximates_belongs_to_the_figure_but_not_the_word_before_it() {
    use Kind::{Count, Length, Money, People};
    check("节约300万元", &[("300万元", 3e6, "元", Money)]);
    check("最近3公里，附近5公里", &[("3公里", 3.0, "公里", Length), ("5公里", 5.0, "公里", Length)]);
    check("新建近百个停车位", &[("近百个停车位", 100.0, "停车位", Count)]);
    check("上千名群众，百余名干部", &[("千名", 1000.0, "名", People), ("百余名", 100.0, "名", People)]);
    check("开通四条航线，新建三个食堂", &[("四条", 4.0, "条", Count), ("三个", 3.0, "个", Count)]);
    check("三十万大军，年薪两百多万", &[("三十万", 3e5, "", Count), ("两百多万", 2e6, "", Count)]);
    check("辖区3000多村民，粉丝10万。", &[("3000多", 3000.0, "", Count), ("10万", 100_000.0, "", Count)]);
}

#[test]
fn commas_of_folded_text_do_not_glue_numbers() {
    use Kind::{Count, Date, People};
    check(
        "2019年,300人参加,1,260户搬迁",
        &[("2019年", 2019.0, "年", Date), ("300人", 300.0, "人", People), ("1,260户", 1260.0, "户", Count)],
    );
}

#[test]
fn a_figure_leads_back_to_its_sentence_and_line() {
    use crate::document::{Block, BlockKind, Span};
    let text = "春天来了。新建厂房12座，绿化3亩。";
    let spans = vec![Span { line: 8, start: 0, end: text.len() as u32 }];
    let block = Block { kind: BlockKind::Paragraph, text: text.into(), spans, repair: None, doubt: None };
    let document = Document { blocks: vec![block], ..Document::default() };
    let found = figures(DocId(2), &document, 0..1);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].sentence.as_str(), found[0].line), ("新建厂房12座，绿化3亩。", 8));
    assert_eq!(found[0].at, Position { document: DocId(2), block: 0, byte: 27 });
}

proptest! {
    #[test]
    fn any_text_is_survived_and_figures_stand_in_order(
        text in "[0-9一二三十百千万亿余多年月日元亩个%第近约上—至.,/¥ 的]{0,40}|\\PC{0,40}"
    ) {
        let found = quantities(&text);
        let mut end = 0;
        for quantity in &found {
            prop_assert!(quantity.bytes.start >= end && quantity.bytes.end > quantity.bytes.start);
            prop_assert!(text.get(quantity.bytes.clone()).is_some() && quantity.value.is_finite());
            end = quantity.bytes.end;
        }
    }
}

#[test]
fn ranges_keep_both_ends() {
    let ends = |text: &str| -> Vec<(f64, Option<f64>, String)> {
        quantities(text).into_iter().map(|q| (q.value, q.to, q.unit)).collect()
    };
    for (text, value, to, unit) in [
        ("每组3至5人", 3.0, 5.0, "人"),
        ("户均增收3—5万元", 30_000.0, 50_000.0, "元"),
        ("增长10%至15%", 10.0, 15.0, "%"),
        ("宽3米—5米", 3.0, 5.0, "米"),
        ("2016—2020年期间", 2016.0, 2020.0, "年"),
        ("零下12至8℃", -12.0, -8.0, "℃"),
    ] {
        assert_eq!(ends(text), [(value, Some(to), unit.to_owned())], "{text}");
    }
    assert_eq!(ends("增长15%，下降10%").len(), 2);
    assert_eq!(ends("新建12座厂房")[0].1, None);
}

#[test]
fn signs_and_spoken_sums_are_understood() {
    use Kind::*;
    check("最低气温-15℃，山区负3℃", &[("-15℃", -15.0, "℃", Power), ("负3℃", -3.0, "℃", Power)]);
    check("同比−3.5%", &[("−3.5%", -3.5, "%", Share)]);
    check("每斤3块5毛，每个3块5。", &[("3块5毛", 3.5, "元", Money), ("3块5", 3.5, "元", Money)]);
    check("花了一块钱、一毛钱", &[("一块钱", 1.0, "元", Money), ("一毛钱", 1.0, "角", Money)]);
    check("发电300兆瓦时", &[("300兆瓦时", 300.0, "兆瓦时", Power)]);
    check("超过三成五，门票打八折", &[("超过三成五", 35.0, "%", Share), ("八折", 8.0, "折", Share)]);
    check("正负0.5%", &[("0.5%", 0.5, "%", Share)]);
    check("走了两千里路", &[("两千里", 2000.0, "里", Length)]);
    check("HK$1200与USD 50", &[("HK$1200", 1200.0, "港元", Money), ("USD 50", 50.0, "美元", Money)]);
    check("建成百万亩良田，民国101年设立", &[("百万亩", 1e6, "亩", Area), ("101年", 2012.0, "年", Date)]);
    check("型号A-15和3-5号楼", &[]);
}

#[test]
fn terms_of_days_are_durations_and_days_of_the_month_are_dates() {
    use Kind::{Date, Duration};
    check("收到申请之日起十五日内答复", &[("十五日", 15.0, "日", Duration)]);
    check(
        "会议召开三十日前通知，三日内送达",
        &[("三十日", 30.0, "日", Duration), ("三日", 3.0, "日", Duration)],
    );
    check(
        "自签收之日起15日后生效，拘留十日",
        &[("15日", 15.0, "日", Duration), ("十日", 10.0, "日", Duration)],
    );
    check("公示期不少于60日", &[("不少于60日", 60.0, "日", Duration)]);
    check(
        "跌破155日元，公告不得少于二十日",
        &[("155日元", 155.0, "日元", Kind::Money), ("二十日", 20.0, "日", Duration)],
    );
    check("预计25日前完成，28日前后升温", &[("25日", 25.0, "日", Date), ("28日", 28.0, "日", Date)]);
    check("请于15日前报名，16日上午开会", &[("15日", 15.0, "日", Date), ("16日", 16.0, "日", Date)]);
    check(
        "8月17日至23日，十月十六日",
        &[("8月17日", 817.0, "月日", Date), ("23日", 23.0, "日", Date), ("十月十六日", 1016.0, "月日", Date)],
    );
}
