//! Commands with arguments, lists to choose from, the filter's fields, programs and keys of the user's own.

use std::path::PathBuf;

use wenlan::config::Config;
use wenlan::lang::Lang;
use wenlan::state::State;
use wenlan::tui::Options;
use wenlan::tui::event::{Again, Effect};
use wenlan::tui::snapshot::Stage;

use super::stage::{Heap, after, hides, shows};

fn with(heap: &Heap, config: Config) -> Stage {
    heap.stage_with(Options { config, lang: Lang::Zh, ..Options::default() }, State::default(), (100, 40))
}

#[test]
fn the_palette_takes_pinyin_and_shows_what_matters_here_first() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 40));
    let screen = after(&mut stage, "<enter>:");
    let (first, later) = (screen.find("展开或折叠本节").unwrap(), screen.find("打开另一堆文档").unwrap());
    assert!(first < later, "{screen}");
    hides(&screen, &["下一行", "搭配"]);
    for pinyin in ["zhedie", "zhed", "mulu"] {
        let screen = after(&mut stage, pinyin);
        let found = if pinyin == "mulu" { "目录" } else { "折叠" };
        assert!(screen.lines().nth(3).unwrap().contains(found), "{pinyin}:\n{screen}");
        stage.press("<c-u>").unwrap();
    }
    shows(&after(&mut stage, "<esc>?tongji"), &["统计（在正文旁）"]);
}

#[test]
fn commands_take_arguments_and_complete_them() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 40));
    shows(&after(&mut stage, ":2<enter>"), &["列表 2/2"]);
    shows(&after(&mut stage, ":theme no"), &["nord"]);
    let before = stage.screen().0[(2, 0)].style();
    stage.press("<enter>").unwrap();
    assert_ne!(stage.screen().0[(2, 0)].style(), before);
    assert_eq!(stage.state().view.theme.as_deref(), Some("nord"));
    stage.press(":set measure 20<enter>").unwrap();
    shows(&after(&mut stage, ":set measur<tab>"), &["set measure="]);
    shows(&after(&mut stage, "999<enter>"), &["measure 不能是"]);
    shows(&after(&mut stage, ":theme nowhere<enter>"), &["nowhere"]);
    shows(&after(&mut stage, ":<up>"), &[": theme nowhere"]);
    shows(&after(&mut stage, "<esc>:set lang=en<enter>"), &["wenlan", "2 documents"]);
    stage.press(":open /no/such/heap<enter>").unwrap();
    shows(&stage.text(), &["no such file or folder"]);
    assert_eq!(stage.effects, []);
    let folder = heap.folder.path().display().to_string();
    stage.press(&format!(":open {folder}<enter>")).unwrap();
    assert_eq!(stage.effects, [Effect::Again(Again::Open(vec![PathBuf::from(folder)]))]);
}

#[test]
fn a_list_is_written_to_a_file_that_was_not_there() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 40));
    let file = |name: &str| heap.folder.path().join(name);
    for name in ["list.csv", "list.json", "list.md"] {
        stage.press(&format!(":export {}<enter>", file(name).display())).unwrap();
        let text = std::fs::read_to_string(file(name)).unwrap();
        shows(&text, &["河湾镇修堤记", "北山石场的一年", "a-river.html"]);
    }
    stage.press(&format!("/桥头<enter>:export {}<enter>", file("found.csv").display())).unwrap();
    let found = std::fs::read_to_string(file("found.csv")).unwrap();
    shows(&found, &["河湾镇修堤记"]);
    hides(&found, &["北山石场的一年"]);
    stage.press(&format!(":export {}<enter>", file("found.csv").display())).unwrap();
    shows(&stage.text(), &["found.csv"]);
    assert_eq!(std::fs::read_to_string(file("found.csv")).unwrap(), found, "nothing is overwritten");
}

#[test]
fn the_filter_has_fields_shown_as_chips_that_are_taken_away() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 40));
    shows(&after(&mut stage, "fsource:河湾<enter>"), &["source:河湾 ×", "河湾镇修堤记"]);
    hides(&stage.text(), &["北山石场的一年"]);
    shows(&after(&mut stage, "<backspace>"), &["北山石场的一年"]);
    shows(
        &after(&mut stage, "fdate:2021-03 -is:starred<enter>"),
        &["date:2021-03 ×  -is:starred ×", "列表 1/1"],
    );
    shows(&after(&mut stage, "<backspace><backspace>"), &["列表 1/2"]);
    shows(&after(&mut stage, "fcolour:red"), &["没有这个字段"]);
    stage.press("<esc>jB").unwrap();
    let starred = after(&mut stage, "fis:starred<enter>");
    shows(&starred, &["北山石场的一年", "列表 1/1"]);
    stage.press("<esc><esc>").unwrap();
    shows(&after(&mut stage, "fin:b-hill<enter>"), &["北山石场的一年", "列表 1/1"]);
}

#[test]
fn selected_documents_are_tagged_marked_and_named_together() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 40));
    shows(&after(&mut stage, "<space><space>"), &["已选 2"]);
    stage.press("gy").unwrap();
    let Some(Effect::Copy(paths)) = stage.effects.pop() else { panic!("nothing was copied") };
    assert_eq!(paths.lines().count(), 2);
    shows(&after(&mut stage, ":tag 要闻<enter>"), &["2 篇 加了标签", "#要闻"]);
    shows(&after(&mut stage, "u"), &["2 篇"]);
    hides(&stage.text(), &["未读"]);
    let after_escape = after(&mut stage, "<esc>");
    hides(&after_escape, &["已选"]);
    stage.press("gg:untag 要闻<enter>").unwrap();
    shows(&after(&mut stage, "ftag:要闻<enter>"), &["北山石场的一年", "列表 1/1"]);
}

#[test]
fn what_the_list_can_be_narrowed_down_to_is_counted() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 40));
    shows(&after(&mut stage, "O"), &["source:河湾周报", "date:2021", "is:unread", "2 篇"]);
    shows(&after(&mut stage, "河湾<enter>"), &["source:河湾周报 ×", "列表 1/1"]);
}

#[test]
fn what_was_read_and_bookmarked_is_listed_and_gone_back_to() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 40));
    stage.press("j<enter>l<tab>k<enter>jB<tab>").unwrap();
    let screen = after(&mut stage, "gh");
    let (first, second) = (screen.find("河湾镇修堤记   "), screen.rfind("北山石场的一年   "));
    assert!(first.is_some() && second.is_some(), "{screen}");
    shows(&after(&mut stage, "<esc>gh北山<enter>"), &["正文 2/2", "去年石场"]);
    shows(&after(&mut stage, "gb"), &["书签", "河湾镇修堤记"]);
    shows(&after(&mut stage, "<enter>"), &["正文 1/2"]);
}

#[test]
fn the_details_say_where_a_document_lies_and_how_it_was_read() {
    let heap = Heap::new();
    let screen = after(&mut heap.stage((100, 40)), "i");
    shows(&screen, &["路径", "a-river.html", "编码", "UTF-8", "来源", "河湾周报", "html"]);
}

#[test]
fn marks_are_shown_while_one_is_chosen() {
    let heap = Heap::new();
    let screen = after(&mut heap.stage((100, 40)), "<enter>maj'");
    shows(&screen, &["a 入春以来"]);
}

#[test]
fn programs_are_asked_for_once_and_run_without_a_shell() {
    let heap = Heap::new();
    let commands = [("gx".to_owned(), "open -n {line} '{title}'".to_owned())].into();
    let mut stage = with(&heap, Config { commands, ..Config::default() });
    let asked = after(&mut stage, "<enter>gx");
    shows(&asked, &["open -n 3 '河湾镇修堤记'", "运行（以后不再问）"]);
    assert_eq!(stage.effects, []);
    let words: Vec<String> = ["open", "-n", "3", "河湾镇修堤记"].map(String::from).into();
    stage.press("<enter>").unwrap();
    assert_eq!(stage.effects.pop(), Some(Effect::Run(words.clone())));
    stage.press("gx").unwrap();
    assert_eq!(stage.effects.pop(), Some(Effect::Run(words)), "not asked again");
    let commands = [("gx".to_owned(), "open {url}".to_owned())].into();
    let mut stage = with(&heap, Config { commands, ..Config::default() });
    shows(&after(&mut stage, "<enter>gx"), &["这里没有 {url}"]);
}

#[test]
fn keys_press_other_keys_and_come_to_an_end() {
    let heap = Heap::new();
    let keys = [("x".to_owned(), "@<enter>zR".to_owned()), ("Q".to_owned(), "@Q".to_owned())].into();
    let mut stage = with(&heap, Config { keys, ..Config::default() });
    shows(&after(&mut stage, "x"), &["灯一直亮到桥头"]);
    shows(&after(&mut stage, "Q"), &["层数太多"]);
}

#[test]
fn the_configuration_is_read_anew() {
    let heap = Heap::new();
    let file = heap.folder.path().join("config.toml");
    std::fs::write(&file, "measure = 20\n[keys]\nx = \"raw\"\n").unwrap();
    let options = Options { lang: Lang::Zh, config_file: Some(file.clone()), ..Options::default() };
    let mut stage = heap.stage_with(options, State::default(), (100, 40));
    shows(&after(&mut stage, ":reload<enter>"), &["配置已重新读取"]);
    shows(&after(&mut stage, "x"), &["原文 1/"]);
    std::fs::write(&file, "measur = 20\n").unwrap();
    shows(&after(&mut stage, ":reload<enter>"), &["没有设置项“measur”"]);
}
