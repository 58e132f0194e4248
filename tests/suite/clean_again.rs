//! What wenlan prints, wenlan reads: cleaning its own plain output changes nothing.

use proptest::prelude::*;
use wenlan::clean::clean;
use wenlan::document::Document;
use wenlan::ingest::{Format, Raw};
use wenlan::lang::Lang;
use wenlan::print::{Style, show};

fn read(text: &str, format: Format) -> Document {
    clean(&Raw { text: text.into(), format, encoding: "UTF-8", ..Raw::default() }, None)
}

fn printed(document: &Document) -> String {
    show::text(document, &Style { lang: Lang::Zh, color: false, full_width: true, columns: None })
}

/// Kind and text of each block; the output's full-width marks and indents aside.
fn said(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|block| {
            let text: String = block.text.chars().filter(|c| c.is_alphanumeric()).collect();
            format!("{:?} {text}", block.kind)
        })
        .collect()
}

/// An article: a title, paragraphs, headings, captions, lists and quotations in any order.
fn article() -> impl Strategy<Value = String> {
    let paragraph = "[天地山水云风花木春秋日月]{24,60}，[江河湖海桥路村镇人家]{12,30}。";
    let block = prop_oneof![
        4 => paragraph,
        1 => ("[修桥铺路种树挖井]{4,8}", paragraph).prop_map(|(head, text)| format!("## {head}\n\n{text}")),
        1 => ("[修桥铺路种树挖井]{4,8}", paragraph).prop_map(|(head, text)| format!("### {head}\n\n{text}")),
        1 => "[桥头树下井边]{6,12}".prop_map(|text| format!("▲ {text}")),
        1 => "[天地山水云风]{6,12}".prop_map(|text| format!("- {text}\n- {text}二")),
        1 => "[天地山水云风]{6,12}。".prop_map(|text| format!("> {text}")),
    ];
    ("[青石桥重修记略]{6,10}", prop::collection::vec(block, 1..12))
        .prop_map(|(title, blocks)| format!("# {title}\n\n{}\n", blocks.join("\n\n")))
}

proptest! {
    #[test]
    fn cleaning_plain_output_changes_nothing(text in article()) {
        let first = read(&text, Format::Markdown);
        let output = printed(&first);
        let second = read(&output, Format::Text);
        prop_assert_eq!(&second.meta.title, &first.meta.title);
        prop_assert_eq!(said(&second), said(&first));
        prop_assert_eq!(printed(&second), output);
    }
}
