//! Records in the shapes in which they come: a record in, a text with its facts out.

use serde_json::{Value, json};

use super::*;
use crate::ingest::Tag;

fn by(records: &[Value]) -> Vec<Raw> {
    let schema = Schema::of(records);
    records.iter().map(|record| read(record, &schema, Format::Json).expect("a text")).collect()
}

fn one(record: Value) -> Raw {
    by(&[record]).remove(0)
}

fn title(raw: &Raw) -> &str {
    raw.meta.title.as_deref().unwrap_or_default()
}

#[test]
fn the_text_is_found_by_name_by_length_or_as_named() {
    let text = |record: Value| one(record).text;
    let long = "没有惯用的名字，但它是这条记录里最长的一段文字。";
    assert_eq!(text(json!({"id": "1", "content": "正文"})), "正文");
    assert_eq!(text(json!({"Text": ["一", {"text": "二"}], "n": 1})), "一二");
    assert_eq!(text(json!({"_id": 7, "_source": {"body": "里面"}})), "里面");
    assert_eq!(text(json!({"url": format!("http://a.example/{long}"), "x": long})), long);
    assert_eq!(
        text(json!({"name": "沈怀瑜", "id": "f517f7f8-40d6-4c7c-b660-bc47", "desc": "镇上的人。"})),
        "镇上的人。"
    );
    assert_eq!(text(json!({"title": "空", "content": ""})), "");
    assert_eq!(text(json!({"content": {"rendered": "文章"}})), "文章");
    assert_eq!(text(json!({"段落": [{"行号": 0, "内容": "一"}, {"行号": 1, "内容": "二"}]})), "一\n二");
    let told = |record: &Value, field| read(record, &Schema::told(field), Format::Json).map(|raw| raw.text);
    let record = json!({"content": "不是这个", "a": {"b": [{"c": "这个"}, {"c": "还有这个"}]}});
    assert_eq!(told(&record, "a.b[].c").expect("a text"), "这个\n还有这个");
    assert_eq!(told(&record, "a.b.0.c").expect("a text"), "这个");
    assert!(told(&record, "none").is_err_and(|problem| matches!(problem, Problem::NoText)));
    let nothing = json!({"type": "object", "version": 3});
    assert!(read(&nothing, &Schema::default(), Format::Json).is_err());
}

#[test]
fn a_talk_shows_all_its_turns_with_their_speakers() {
    let said = "user：河堤何时修？\nassistant：汛期以前。\n第二行。";
    let chat = |list: &str, who: &str, what: &str| {
        json!({"id": "a", list: [
            {who: "user", what: "河堤何时修？"},
            {who: "assistant", what: "汛期以前。\n第二行。"},
        ]})
    };
    for record in [
        chat("messages", "role", "content"),
        chat("conversations", "from", "value"),
        chat("dialog", "speaker", "text"),
    ] {
        let raw = one(record);
        assert_eq!(raw.text, said);
        assert!(raw.whole);
        assert_eq!(raw.hints.iter().map(|hint| hint.turn).collect::<Vec<_>>(), [1, 2, 2]);
        assert_eq!((title(&raw), raw.meta.title_from), ("河堤何时修？", TitleFrom::FirstSentence));
    }
    let pairs = one(json!({"conversation": [{"system": "你是工程师", "input": "问", "output": "答"}]}));
    assert_eq!(pairs.text, "system：你是工程师\ninput：问\noutput：答");
    let numbered = one(
        json!({"chat": {"turn_1": {"Human": "问", "MOSS": "答"}, "turn_2": {"Human": "再问", "MOSS": "再答"}}}),
    );
    assert_eq!(numbered.text, "Human：问\nMOSS：答\nHuman：再问\nMOSS：再答");
    let nameless = one(
        json!({"messages": [{"message": "在吗？"}, {"message": "在。", "attrs": [{"name": "甲"}]}], "name": "闲谈"}),
    );
    assert_eq!((nameless.text.as_str(), title(&nameless)), ("在吗？\n在。", "闲谈"));
    let pieces = one(json!({"messages": [{"from": "甲", "text": ["看", {"type": "link", "text": "这里"}]}]}));
    assert_eq!(pieces.text, "甲：看这里");
}

#[test]
fn an_instruction_is_shown_with_its_input_history_and_answer() {
    let raw = one(json!({"instruction": "概括新闻", "input": "河堤完工。", "output": "完工了。"}));
    assert_eq!((title(&raw), raw.text.as_str()), ("概括新闻", "input：河堤完工。\noutput：完工了。"));
    let history = one(
        json!({"instruction": "还要多久？", "input": "", "output": "三天。", "history": [["修好没有？", "没有。"]]}),
    );
    assert_eq!(history.text, "修好没有？\n没有。\ninstruction：还要多久？\noutput：三天。");
    let described =
        one(json!({"qid": 1, "title": "为什么难修？", "desc": "请教内行。", "content": "因为水深。"}));
    assert_eq!((title(&described), described.text.as_str()), ("为什么难修？", "请教内行。\n因为水深。"));
    let short = one(json!({"问": "多久？", "答": "三天。", "来源": "知道"}));
    assert_eq!(
        (title(&short), short.text.as_str(), short.meta.source.as_deref()),
        ("多久？", "答：三天。", Some("知道"))
    );
}

#[test]
fn paragraphs_are_lines_and_chapters_stand_under_their_headings() {
    let poem = one(
        json!({"author": "某人", "rhythmic": "浣溪沙", "paragraphs": ["河水弯弯过石桥。", "断路一时消。"]}),
    );
    assert_eq!((title(&poem), poem.text.as_str()), ("浣溪沙", "河水弯弯过石桥。\n断路一时消。"));
    assert!(poem.hints.iter().all(|hint| hint.tag == Tag::Paragraph));
    let book = one(json!({"title": "河堤志", "chapters": [
        {"title": "第一章 水", "content": "水来了。"},
        {"title": "第二章 土", "content": ["土来了。", "土走了。"]},
    ]}));
    assert_eq!(book.text, "第一章 水\n水来了。\n第二章 土\n土来了。\n土走了。");
    let tags: Vec<_> = book.hints.iter().map(|hint| matches!(hint.tag, Tag::Heading(2))).collect();
    assert_eq!(tags, [true, false, true, false, false]);
    let passage = one(json!({"title": "水", "paragraphs": [
        {"context": "水来了。", "qas": [{"question": "谁来了？", "answers": [{"text": "水", "answer_start": 0}]}]},
    ]}));
    assert_eq!(passage.text, "水来了。\nquestion：谁来了？\n水");
}

#[test]
fn a_title_is_found_by_what_is_in_it() {
    let record = |film: &str, text: &str| json!({"id": 1, "影片": film, "类": "影评", "text": text});
    let raws = by(&[record("长河", "水长。"), record("高山", "山高。"), record("平原", "地平。")]);
    assert_eq!(raws.iter().map(title).collect::<Vec<_>>(), ["长河", "高山", "平原"]);
}

#[test]
fn other_fields_are_kept_with_their_paths() {
    let raw = one(
        json!({"text": "正文在此。", "perplexity": 12.5, "tags": ["甲", "乙"], "meta": {"lang": "zh", "none": null}}),
    );
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(raw.fields, [field("perplexity", "12.5"), field("tags", "甲, 乙"), field("meta.lang", "zh")]);
}

#[test]
fn line_breaks_that_were_escaped_twice_are_breaks() {
    assert_eq!(one(json!({"text": "一\\n二\\r\\n三"})).text, "一\n二\n三");
    assert_eq!(one(json!({"text": "换行写作 \\n，不是 \\t。"})).text, "换行写作 \\n，不是 \\t。");
}
