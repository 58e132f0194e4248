//! Queries in, hits out.

use std::collections::HashSet;

use wenlan::document::{Block, BlockKind, DocId, Document, Metadata, Person, Published};
use wenlan::heap::Heap;
use wenlan::search::{Index, MatchKind, Place, Query, Results, Scope, Tier, place_text, snippet};

/// A heap of short articles: title, date, blocks; a block that starts with `#` is a heading.
const ARTICLES: [(&str, &str, &str, &[&str]); 6] = [
    (
        "东岗管委会推行河长制",
        "2017-10-16",
        "清源日报",
        &[
            "东岗管委会日前召开会议，部署全域河长制工作。",
            "#一条河一本账",
            "每名河长都要巡河，东岗管委会把巡河记录写进台账。",
            "东岗管委会还在重庆大学的帮助下建立了水质档案。",
        ],
    ),
    (
        "荥阳老城里的银杏",
        "2018-11-02",
        "中州晚报",
        &["荥阳市区东边有一棵银杏，树龄四百年。", "#守树人", "守树人每天清晨绕树走一圈，记下落叶。"],
    ),
    (
        "四诊法入门讲座侧记",
        "2019-03-05",
        "岐黄学堂",
        &["望闻问切合称四诊法，讲座用三个病例说明。", "听讲的人里有刚退休的会计，也有大学生。"],
    ),
    (
        "便民平台十三点七一零上线",
        "2020-06-30",
        "清源日报",
        &["13710平台受理群众来电，二〇一九年共办结三千件。", "平台的意识流程图挂在大厅。"],
    ),
    (
        "最高人民法院发布典型案例",
        "2021-01-09",
        "法治周刊",
        &["最高人民法院发布了五个典型案例，涉及河道采砂。", "案例由各地人民法院报送。"],
    ),
    ("巡查笔记", "2016-02-29", "", &["水库的闸门早晨开了半小时。", "管水的老李说，巡查要走到最后一道坝。"]),
];

fn document(title: &str, date: &str, source: &str, blocks: &[&str]) -> Document {
    let block = |text: &&str| {
        let (kind, text) = match text.strip_prefix('#') {
            Some(heading) => (BlockKind::Heading { level: 1 }, heading),
            None => (BlockKind::Paragraph, *text),
        };
        Block { kind, text: text.into(), spans: Vec::new(), repair: None, doubt: None }
    };
    let published = date.parse().ok().map(|date| Published::on(date, None));
    let meta = Metadata {
        title: Some(title.into()),
        source: Some(source.into()).filter(|source: &String| !source.is_empty()),
        published,
        authors: vec![Person { name: "何田".into(), role: "记者".into() }],
        ..Metadata::default()
    };
    Document { meta, blocks: blocks.iter().map(block).collect(), ..Document::default() }
}

fn documents() -> Vec<Document> {
    ARTICLES.map(|(title, date, source, blocks)| document(title, date, source, blocks)).into()
}

fn index() -> Index {
    let index = Index::default();
    for (id, document) in documents().iter().enumerate() {
        index.put(DocId(id as u32), &format!("heap/{id}.txt"), document);
    }
    index
}

#[test]
fn what_is_beyond_the_limit_is_named_in_order() {
    let all = search("水");
    let first = index().search(&Query::parse("水"), &Scope::Heap, 1);
    let beyond: Vec<DocId> = all.documents[1..].iter().map(|found| found.document).collect();
    assert!(!beyond.is_empty());
    assert_eq!((&first.documents[..], first.others), (&all.documents[..1], beyond));
}

fn search(query: &str) -> Results {
    index().search(&Query::parse(query), &Scope::Heap, 10)
}

/// Numbers of the documents found, best first.
fn found(query: &str) -> Vec<u32> {
    search(query).documents.iter().map(|found| found.document.0).collect()
}

/// Why the best document was found: word and kind.
fn why(query: &str) -> Option<(String, MatchKind)> {
    let results = search(query);
    let why = results.documents.first()?.why.first()?;
    Some((why.word.clone(), why.kind))
}

#[test]
fn exact_words_are_found_wherever_a_segmenter_would_cut() {
    assert_eq!(found("人民法院"), [4]);
    assert_eq!(found("岗管委"), [0]);
    assert_eq!(found("杏"), [1]);
    assert_eq!(found("河"), [0, 4], "title before body");
    assert_eq!(found("\"没有这句\""), [0; 0]);
}

#[test]
fn hits_say_where_they_stand() {
    let documents = documents();
    let results = search("东岗管委会");
    let best = &results.documents[0];
    assert_eq!((results.total_documents, results.total_hits, best.hits.len()), (1, 4, 4));
    for hit in &best.hits {
        assert_eq!(&place_text(&documents[0], hit.place)[hit.bytes.clone()], "东岗管委会");
    }
    let places: Vec<Place> = best.hits.iter().map(|hit| hit.place).collect();
    assert_eq!(places, [Place::Title, Place::Block(0), Place::Block(2), Place::Block(3)]);
    let hit = &best.hits[best.best];
    let snippet = snippet(&place_text(&documents[0], hit.place), hit, &best.hits, 12);
    assert!(snippet.text.contains("东岗管委会") && snippet.text.chars().count() <= 12, "{snippet:?}");
}

#[test]
fn every_kind_of_forgiveness_finds_its_word_and_says_so() {
    for (query, document, word, kind) in [
        ("东管会", 0, "东岗管委会", MatchKind::Subsequence),
        ("营阳", 1, "荥阳", MatchKind::Homophone),
        ("四诊发", 2, "四诊法", MatchKind::Homophone),
        ("是诊法", 2, "四诊法", MatchKind::Homophone),
        ("最高入民法院", 4, "最高人民法院", MatchKind::Typo),
        ("最高民法院", 4, "最高人民法院", MatchKind::Typo),
        ("最高人民民法院", 4, "最高人民法院", MatchKind::Typo),
        ("最人高民法院", 4, "最高人民法院", MatchKind::Typo),
        ("zuigaorenminfayuan", 4, "最高人民法院", MatchKind::Pinyin),
        ("donggang", 0, "东岗", MatchKind::Pinyin),
        ("dongga", 0, "东岗", MatchKind::Pinyin),
        ("chongqing", 0, "重庆", MatchKind::Pinyin),
        ("dggwh", 0, "东岗管委会", MatchKind::Initials),
        ("DGGWH", 0, "东岗管委会", MatchKind::Initials),
        ("dong岗", 0, "东岗", MatchKind::Pinyin),
        ("13710pt", 3, "13710平台", MatchKind::Pinyin),
        ("２０１９年", 3, "二〇一九年", MatchKind::Variant),
        ("１３７１０平台", 3, "13710平台", MatchKind::Variant),
    ] {
        assert_eq!(found(query).first(), Some(&document), "{query}");
        assert_eq!(why(query), Some((word.into(), kind)), "{query}");
    }
}

#[test]
fn old_readings_of_characters_are_not_meant() {
    let index = Index::default();
    for (id, text) in ["河南的河长来过。", "和难友们走散了。"].into_iter().enumerate() {
        index.put(DocId(id as u32), "heap/a.txt", &document("一则短讯", "", "", &[text]));
    }
    let results = index.search(&Query::parse("henan"), &Scope::Heap, 10);
    let words: Vec<&str> = results.documents[0].why.iter().map(|why| why.word.as_str()).collect();
    assert_eq!((results.total_documents, words), (1, vec!["河南"]), "和难 is no word");
    let results = index.search(&Query::parse("hengzhang"), &Scope::Heap, 10);
    assert_eq!(results.total_documents, 0, "行 is read heng in one old word only");
}

#[test]
fn what_pairs_of_a_long_document_promise_hides_no_slip() {
    let index = Index::default();
    // The pairs of a great many strings that sound like the term, none of which stands anywhere.
    let noise: Vec<String> =
        ["之识", "知识", "只是", "制式", "识产", "识禅", "是产", "式产", "产宝", "产保", "禅保", "产报"]
            .iter()
            .flat_map(|pair| [format!("甲{pair}乙"), format!("丙{pair}丁")])
            .chain(["宝护", "保护", "报户", "保互"].map(String::from))
            .collect();
    index.put(DocId(0), "heap/0.txt", &document("杂记", "", "", &[&noise.join("，")]));
    index.put(DocId(1), "heap/1.txt", &document("知识产权保护", "", "", &["一句正文。"]));
    let results = index.search(&Query::parse("知识产保护"), &Scope::Heap, 10);
    assert_eq!(results.documents.first().map(|found| found.document), Some(DocId(1)));
}

#[test]
fn what_was_typed_stands_before_what_may_be_meant() {
    let index = index();
    index.put(DocId(9), "heap/9.txt", &document("一则短讯", "", "", &["营阳是打字时的笔误。"]));
    let results = index.search(&Query::parse("营阳"), &Scope::Heap, 10);
    let order: Vec<u32> = results.documents.iter().map(|found| found.document.0).collect();
    assert_eq!(order[0], 9);
}

#[test]
fn short_queries_do_not_drown() {
    assert_eq!(found("平台"), [3]);
    assert_eq!(found("会议"), [0]);
    assert_eq!(found("坝河"), [0; 0]);
}

#[test]
fn two_initials_mean_common_words_where_the_letters_do_not_stand() {
    assert_eq!(found("yx"), [1]);
    assert_eq!(why("yx"), Some(("银杏".into(), MatchKind::Initials)));
    let index = index();
    for id in 10..13 {
        let text = format!("第{id}批设备的型号以YX开头。");
        index.put(DocId(id), "heap/a.txt", &document("设备清单", "", "", &[&text]));
    }
    let results = index.search(&Query::parse("yx"), &Scope::Heap, 10);
    assert!(results.documents.iter().all(|found| found.document.0 >= 10), "{results:?}");
    assert_eq!(results.total_documents, 3);
}

/// Every pair of characters in the samples' titles, as a query.
#[test]
fn two_characters_that_stand_somewhere_are_found_as_typed_first() {
    let heap = Heap::samples();
    let index = Index::default();
    let mut titles: Vec<String> = Vec::new();
    for id in heap.ids() {
        let document = heap.document(id).expect("a sample is sound").0;
        index.put(id, "heap/a.txt", &document);
        titles.extend(document.meta.title.clone());
    }
    let chars: Vec<Vec<char>> = titles.iter().map(|title| title.chars().collect()).collect();
    let han = |pair: &&[char]| pair.iter().all(|c| ('一'..='龥').contains(c));
    for pair in chars.iter().flat_map(|title| title.windows(2)).filter(han) {
        let query: String = pair.iter().collect();
        let results = index.search(&Query::parse(&query), &Scope::Heap, index.len());
        let forgiven: Vec<bool> =
            results.documents.iter().map(|found| found.why[0].kind > MatchKind::Variant).collect();
        assert!(!forgiven[0] && forgiven.is_sorted(), "{query}: {forgiven:?}");
        let typed = forgiven.iter().filter(|forgiven| !**forgiven).count();
        assert!(typed < 3 || typed == forgiven.len(), "{query}: enough was found as typed");
        let meant = results.documents.iter().flat_map(|found| &found.why).map(|why| &why.word);
        let meant: HashSet<&String> = meant.collect();
        assert!(meant.len() <= 8, "{query}: {meant:?}");
    }
}

#[test]
fn words_are_all_wanted_and_near_ones_come_first() {
    assert_eq!(found("河长 台账"), [0]);
    let apart = search("河长 银杏");
    assert!(apart.documents.iter().all(|found| found.tier == Tier::Some && !found.missing.is_empty()));
    assert_eq!(found("巡查 -水库"), [0; 0]);
    assert_eq!(found("银杏|台账").len(), 2);
}

/// How each document found answers the query: its number, the tier, and what it lacks.
fn tiers(query: &str) -> Vec<(u32, Tier, String)> {
    let results = search(query);
    results.documents.iter().map(|found| (found.document.0, found.tier, found.missing.join(" "))).collect()
}

#[test]
fn what_is_typed_without_blanks_is_found_by_its_words() {
    assert_eq!(tiers("管委会部署河长制")[0], (0, Tier::Words, String::new()));
    assert_eq!(
        tiers("讲座病例怎么样")[0],
        (2, Tier::Words, String::new()),
        "what only asks is not looked for"
    );
    assert_eq!(tiers("东岗管委会召开会议")[0], (0, Tier::Words, String::new()));
    assert_eq!(tiers("管委会日前召开会议")[0], (0, Tier::Exact, String::new()));
    assert_eq!(tiers("巡查水库鲸鱼")[0], (5, Tier::Some, "鲸鱼".into()));
    assert_eq!(*search("巡查水库鲸鱼").nowhere, ["鲸鱼".to_owned()]);
    assert_eq!(tiers("四诊发")[0].1, Tier::Forgiven);
    assert_eq!(tiers("河长制 date:2017")[0], (0, Tier::Exact, String::new()), "a date is nothing missing");
    assert!(tiers("\"巡查鲸鱼\"").is_empty(), "what is quoted is not cut");
}

#[test]
fn the_passage_that_answers_is_named() {
    let results = search("河长 台账");
    let found = &results.documents[0];
    assert_eq!(found.passage.as_ref().map(|passage| passage.blocks.clone()), Some(1..4));
    let scattered = document("杂记", "", "", &["#甲", "水库开了闸。", "#乙", "银杏落了叶。"]);
    let together = document("杂记", "", "", &["#甲", "银杏种在水库边上。", "#乙", "柳树发了芽。"]);
    let index = Index::default();
    index.put(DocId(0), "a", &scattered);
    index.put(DocId(1), "b", &together);
    let results = index.search(&Query::parse("水库 银杏"), &Scope::Heap, 10);
    let tiers: Vec<_> = results.documents.iter().map(|found| (found.document.0, found.tier)).collect();
    assert_eq!(tiers, [(1, Tier::Words), (0, Tier::Apart)]);
}

#[test]
fn a_law_comes_before_what_is_named_after_it_and_its_newest_version_first() {
    let articles =
        ["第一条 为了保护河道，保障防洪安全，制定本法，望各地遵照执行。", "第二条 河道的管理适用本法。"];
    let index = Index::default();
    let put = |id, title, date, blocks: &[&str]| {
        index.put(DocId(id), &format!("{id}"), &document(title, date, "", blocks))
    };
    put(0, "河道法实施条例", "2020-01-01", &["第一条 根据河道法，制定本条例，河道法所称河道依照河道法。"]);
    put(1, "中华人民共和国河道法", "2009-08-27", &articles);
    put(2, "临江市河道法宣传办法", "2021-01-01", &["第一条 为了宣传河道法，制定本办法。"]);
    put(3, "中华人民共和国河道法（2018年修正）", "2018-12-29", &articles);
    let results = index.search(&Query::parse("河道法"), &Scope::Heap, 10);
    let found: Vec<_> = results.documents.iter().map(|found| (found.document.0, found.version_of)).collect();
    assert_eq!(found[..2], [(3, None), (1, Some(DocId(3)))]);
    assert_eq!(found.len(), 4);
    // Drafted anew, it is the same statute; an issue of the same paper is another text.
    put(4, "渔业条例", "2001-01-01", &["第一条 旧文甲。", "第二条 旧文乙。", "第三条 旧文丙。"]);
    put(
        5,
        "渔业条例",
        "2022-01-01",
        &["第一条 新文丁。", "第二条 新文戊。", "第三条 新文己。", "第四条 渔业渔业。"],
    );
    put(6, "渔业周报", "2001-01-01", &["渔业丰收，渔业渔业渔业。"]);
    put(7, "渔业周报", "2022-01-01", &["休渔期到了。"]);
    let results = index.search(&Query::parse("渔业"), &Scope::Heap, 10);
    let versions: Vec<_> = results.documents.iter().filter(|found| found.version_of.is_some()).collect();
    assert_eq!(versions.iter().map(|found| found.document.0).collect::<Vec<_>>(), [4]);
}

#[test]
fn articles_are_found_by_their_numbers_in_any_script() {
    let index = Index::default();
    let put =
        |id, name: &str, title, blocks: &[&str]| index.put(DocId(id), name, &document(title, "", "", blocks));
    put(
        0,
        "法典/婚姻编.md",
        "婚姻编",
        &["第一千零七十八条 登记离婚。", "第一千零七十九条 一方要求离婚的，应当调解。"],
    );
    put(
        1,
        "解释.md",
        "关于民法典的解释",
        &["依照民法典第一千零七十九条，民法典第一千零七十八条，作出解释。"],
    );
    put(
        2,
        "民法典/婚姻编.md",
        "婚姻",
        &["第一千零七十九条 一方要求离婚的，应当调解。", "第一千零七十九条之一 附则。"],
    );
    put(
        3,
        "法.md",
        "刑法",
        &["第一千零七条 刑罚。", "第一百三十三条 事故。", "第一百三十三条之一 危险驾驶。"],
    );
    let best = |query: &str| {
        let results = index.search(&Query::parse(query), &Scope::Heap, 10);
        let found = &results.documents[0];
        (found.document.0, found.hits[found.best].place)
    };
    for query in ["民法典第一千零七十九条", "民法典1079条", "民法典 第1079条", "民法典第１０７９条"]
    {
        assert_eq!(best(query), (2, Place::Block(0)), "{query}");
    }
    assert_eq!(best("刑法第133条之一"), (3, Place::Block(2)));
    assert_eq!(best("刑法133条"), (3, Place::Block(1)), "not the one put in behind it");
    let results = index.search(&Query::parse("第1077条"), &Scope::Heap, 10);
    assert!(results.documents.is_empty(), "no number is nearly another");
}

#[test]
fn letters_are_forgiven_the_slips_of_fingers_and_ears() {
    for query in [
        "zuigaorenminfyuan",
        "zuigaorneminfayuan",
        "zuigaorenminnfayuan",
        "zuigaorenmingfayuan",
        "zuìgāorénmínfǎyuàn",
        "zui gao ren min fa yuan",
        "zui'gao'ren'min'fa'yuan",
        "zui4gao1ren2min2fa3yuan4",
    ] {
        assert_eq!(found(query).first(), Some(&4), "{query}");
    }
}

#[test]
fn the_language_of_queries_finds_what_it_says() {
    for (query, documents) in [
        ("(银杏|水库) 清晨", &[1][..]),
        ("银杏 OR 水库", &[1, 5]),
        ("河 NOT 采砂", &[0]),
        ("\"银杏 树龄\"~5", &[1]),
        ("\"荥阳 树龄\"~3", &[]),
        ("/十三点.{2,4}上线/", &[3]),
        ("巡*坝", &[5]),
        ("河 date:>2020", &[4]),
        ("in:一本账 水质", &[0]),
        ("in:一本账 全域", &[]),
        ("in:一本账", &[0]),
    ] {
        let whole = tiers(query).into_iter().filter(|(_, tier, _)| *tier != Tier::Some);
        let mut found: Vec<u32> = whole.map(|(document, ..)| document).collect();
        found.sort_unstable();
        assert_eq!(found, documents, "{query}");
    }
}

#[test]
fn fields_and_dates_narrow() {
    assert_eq!(found("title:人民法院"), [4]);
    assert_eq!(found("标题:台账"), [0; 0]);
    assert_eq!(found("in:账"), [0]);
    assert_eq!(found("来源:清源日报 平台"), [3]);
    assert_eq!(found("author:何田 荥阳"), [1]);
    assert_eq!(found("date:2017..2018").len(), 2);
    assert_eq!(found("date:2017..2018 银杏"), [1]);
    assert_eq!(found("file:heap/4"), [4]);
    assert_eq!(found("'营阳"), [0; 0], "exact forgives nothing");
    assert_eq!(found("\"河长 制\""), [0; 0]);
}

#[test]
fn the_index_follows_the_heap() {
    let index = index();
    let count =
        |index: &Index, query: &str| index.search(&Query::parse(query), &Scope::Heap, 10).total_documents;
    index.remove(DocId(1));
    assert_eq!(count(&index, "银杏"), 0);
    index.put(DocId(1), "heap/1.txt", &document("新写的银杏", "", "", &["重写了一遍。"]));
    assert_eq!((count(&index, "银杏"), count(&index, "守树人")), (1, 0));
    assert_eq!(index.len(), 6);
    let only = Scope::Documents(vec![DocId(0)]);
    assert_eq!(index.search(&Query::parse("银杏|河长"), &only, 10).total_documents, 1);
}
