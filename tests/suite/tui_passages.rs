//! Keeping passages, finding them again, and writing them out.

use std::path::PathBuf;

use wenlan::lang::Lang;
use wenlan::passages;
use wenlan::state::State;
use wenlan::tui::Options;
use wenlan::tui::snapshot::Stage;

use super::stage::{Heap, after, hides, shows};

fn stage(heap: &Heap) -> Stage {
    let options = Options { lang: Lang::Zh, passages: Some(file(heap)), ..Options::default() };
    heap.stage_with(options, State::default(), (100, 40))
}

fn file(heap: &Heap) -> PathBuf {
    heap.folder.path().join(".kept/passages.jsonl")
}

#[test]
fn a_passage_is_kept_with_a_note_and_tags_and_gone_back_to() {
    let heap = Heap::new();
    let mut stage = stage(&heap);
    shows(&after(&mut stage, "A"), &["还没有摘抄"]);
    shows(&after(&mut stage, "<esc><enter>v2la"), &["批注（#标签）", "入春以"]);
    shows(&after(&mut stage, "季节 #要闻<enter>"), &["已摘抄"]);
    let (kept, _) = passages::load(&file(&heap)).unwrap();
    let passage = &kept[0].passage;
    assert_eq!(
        (passage.quote.as_str(), passage.note.as_str(), passage.lines),
        ("入春以", "季节", Some([3, 3]))
    );
    assert_eq!((passage.tags.join(" "), passage.title.as_str()), ("要闻".into(), "河湾镇修堤记"));
    // It is underlined where it stands.
    let underlined = |stage: &Stage| {
        let (buffer, _) = stage.screen();
        let cells = buffer.content.iter();
        cells
            .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::UNDERLINED))
            .map(|c| c.symbol().to_owned())
            .collect::<String>()
    };
    assert_eq!(underlined(&stage).replace(' ', ""), "入春以");
    shows(&after(&mut stage, "<tab>jA"), &["入春以  ‖ 季节", "#要闻 河湾镇修堤记"]);
    shows(&after(&mut stage, "jijie<enter>"), &["正文 1/2"]);
    let row = stage.screen().1.unwrap().y;
    shows(stage.text().lines().nth(row.into()).unwrap(), &["入春以来"]);
    stage.press("A<c-r><c-u>换了 #水利<enter>").unwrap();
    shows(&after(&mut stage, "A"), &["换了", "#水利"]);
    stage.press("<c-x>").unwrap();
    shows(&after(&mut stage, "A"), &["还没有摘抄"]);
}

#[test]
fn a_passage_is_found_where_its_words_have_moved() {
    let heap = Heap::new();
    let mut before = stage(&heap);
    before.press("<enter>zR]]]]ja<enter>").unwrap();
    let page = super::stage::RIVER
        .replace("<h2>勘察", "<p>后来加的一段，讲的是别的事情，和修堤没有关系。</p>\n<h2>勘察");
    heap.page("a-river.html", &page);
    let mut later = stage(&heap);
    later.press("jA<enter>").unwrap();
    later.press("V").unwrap();
    later.press("y").unwrap();
    let copied = later.effects.pop();
    assert_eq!(
        copied,
        Some(wenlan::tui::event::Effect::Copy(
            "石料从北山运来，每天二十车。夜里也不停，灯一直亮到桥头。".into()
        ))
    );
    heap.page("a-river.html", "<h1>河湾镇修堤记</h1><p>来源：河湾周报 2021-03-04</p><p>全都改写过了，一个字也没有留下来，真的。</p>");
    let mut gone = stage(&heap);
    shows(&after(&mut gone, "A<enter>"), &["已经没有这段话"]);
}

#[test]
fn passages_are_written_in_the_format_that_the_name_says() {
    let heap = Heap::new();
    let mut stage = stage(&heap);
    stage.press("<enter>a#要闻<enter><c-n>a<enter>").unwrap();
    let path = |name: &str| heap.folder.path().join(name);
    for (name, wanted) in [
        ("p.md", "> 入春以来"),
        ("p.csv", "quote,note,tags"),
        ("p.json", "\"tags\":\"要闻\""),
        ("p.bib", "@article{wenlan1"),
        ("p.txt", "[1] 河湾镇修堤记[N]. 河湾周报, 2021-03-04."),
    ] {
        stage.press(&format!(":passages {}<enter>", path(name).display())).unwrap();
        let text = std::fs::read_to_string(path(name)).unwrap();
        assert!(text.contains(wanted), "{name}: {text}");
    }
    shows(&after(&mut stage, ":passages x.doc<enter>"), &[".bib"]);
}

#[test]
fn the_shell_writes_them_too() {
    let heap = Heap::new();
    stage(&heap).press("<enter>a#要闻<enter><c-n>a<enter>").unwrap();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wenlan"));
        let output = command
            .args(["--lang", "zh", "notes", "--file"])
            .arg(file(&heap))
            .args(arguments)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (status, all) = run(&[]);
    assert_eq!(status, Some(0));
    shows(&all, &["## 河湾镇修堤记", "## 北山石场的一年", "#要闻"]);
    let (_, tagged) = run(&["--tag", "要闻"]);
    hides(&tagged, &["北山石场"]);
    shows(&run(&["--format", "gbt7714", "--containing", "石场"]).1, &["[1] 北山石场的一年[Z]."]);
    assert_eq!(run(&["--tag", "没有"]).0, Some(1));
}
