//! The statistics panel: keys in, screen out.

use std::fs;

use tempfile::TempDir;
use wenlan::lang::Lang;
use wenlan::state::State;
use wenlan::tui::Options;
use wenlan::tui::snapshot::Stage;

const REPORT: &str = "江滩镇的渔港新貌\n\n江城日报 2021-03-04\n\n渔港码头一期投资6.7亿元，占地34.9亩，解决了渔船停靠难题。渔港码头全长1200米。\n\n渔民张水生说，渔港修好以后，渔民收入增加了12.3个百分点，镇上近1300万人次的游客也来了。\n";
const OTHER: &str = "山乡的茶园\n\n茶园覆盖了整个山乡，茶农采茶忙。茶园今年新增三百余亩，茶叶销往各地。\n";

fn stage(size: (u16, u16)) -> (TempDir, Stage) {
    stage_of(REPORT, OTHER, size)
}

fn stage_of(first: &str, second: &str, size: (u16, u16)) -> (TempDir, Stage) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.txt"), first).unwrap();
    fs::write(folder.path().join("b.txt"), second).unwrap();
    let options = Options { lang: Lang::En, ..Options::default() };
    let stage = Stage::open(options, State::default(), vec![folder.path().to_owned()], size);
    (folder, stage)
}

#[test]
fn which_project_got_how_much_in_three_keys() {
    let (_folder, mut stage) = stage((100, 30));
    stage.press("Sfm").unwrap();
    let screen = stage.text();
    assert!(screen.contains("money · 1") && screen.contains("6.7亿元"), "{screen}");
    assert!(!screen.contains("34.9亩，解决了渔船停靠难题。渔港码头全长1200米"), "only money: {screen}");
}

#[test]
fn a_keyword_leads_to_its_concordance_and_that_to_the_text() {
    let (_folder, mut stage) = stage((80, 24));
    stage.press("S<enter>").unwrap();
    let screen = stage.text();
    assert!(screen.contains("places") && screen.contains("whole word"), "{screen}");
    stage.press("<enter>").unwrap();
    assert!(!stage.text().contains("whole word"), "{}", stage.text());
    assert!(stage.text().contains("投资6.7亿元"), "back in the text: {}", stage.text());
}

#[test]
fn punctuation_folded_to_ascii_is_full_width_in_a_concordance_too() {
    let (_folder, mut stage) = stage_of("渔港的账\n\n渔港修好了,渔港的人说:渔港值得!\n", OTHER, (100, 30));
    stage.press("S<enter>").unwrap();
    let screen = stage.text();
    assert!(screen.contains("修好了，") && screen.contains("的人说："), "{screen}");
}

#[test]
fn the_panel_comes_back_as_it_was_left() {
    let (_folder, mut stage) = stage((100, 30));
    stage.press("Sfmj").unwrap();
    let before = stage.text();
    stage.press("<enter>").unwrap();
    assert!(!stage.text().contains("money · 1"), "{}", stage.text());
    stage.press("S").unwrap();
    assert_eq!(stage.text(), before);
    stage.press("sS").unwrap();
    assert!(stage.text().contains("Totals"), "closed, it begins anew: {}", stage.text());
}

#[test]
fn the_scope_changes_to_the_heap_with_tab() {
    let (_folder, mut stage) = stage((120, 40));
    stage.press("S<tab><tab>6").unwrap();
    let screen = stage.text();
    assert!(screen.contains("All documents") && screen.contains("Longest documents"), "{screen}");
}

#[test]
fn the_text_stays_beside_the_panel() {
    let (_folder, mut stage) = stage((100, 30));
    stage.press("s").unwrap();
    let screen = stage.text();
    assert!(screen.contains("Totals") && screen.contains("渔港码头一期"), "{screen}");
    stage.press("s").unwrap();
    assert!(!stage.text().contains("Totals"));
}

#[test]
fn every_page_fits_every_size() {
    for size in [(20, 5), (40, 10), (80, 24), (200, 50)] {
        let (_folder, mut stage) = stage(size);
        for keys in ["S", "1", "2", "3", "4", "5", "6", "GG", "<tab>", "2<enter>", "<esc>", "s"] {
            stage.press(keys).unwrap();
            let width = usize::from(size.0);
            for row in stage.text().lines() {
                let columns = wenlan::text::width::width(row, wenlan::text::width::Ambiguous::Narrow);
                assert!(columns <= width, "{keys} at {size:?}: {row}");
            }
        }
    }
}

#[test]
fn figures_of_the_heap_come_from_all_documents() {
    let (_folder, mut stage) = stage((120, 40));
    stage.press("S<tab><tab>4").unwrap();
    let screen = stage.text();
    assert!(screen.contains("三百余亩") && screen.contains("6.7亿元"), "{screen}");
}

#[test]
fn a_document_is_compared_with_the_others_without_being_asked() {
    let other = format!("山乡的茶园\n\n{}\n", "茶园覆盖山乡，茶农采茶忙。".repeat(30));
    let (_folder, mut stage) = stage_of(REPORT, &other, (120, 40));
    stage.press("S3").unwrap();
    assert!(stage.text().contains("Used more than in the other documents"), "{}", stage.text());
}

#[test]
fn the_meanings_of_the_measures_are_told_in_full_on_a_narrow_screen() {
    let (_folder, mut stage) = stage((80, 24));
    stage.press("S?").unwrap();
    for _ in 0..8 {
        let screen = stage.text();
        let cut = screen.lines().find(|row| row.trim_end().ends_with('…'));
        assert_eq!(cut, None, "{screen}");
        stage.press("<down><down><down><down><down><down><down><down><down><down>").unwrap();
    }
}

#[test]
fn all_that_a_search_finds_is_counted() {
    let folder = TempDir::new().unwrap();
    for n in 0..260 {
        let text = format!("渔港简报第{n}号\n\n渔港码头今天到了{n}条船，卸下不少鱼。\n");
        fs::write(folder.path().join(format!("{n:03}.txt")), text).unwrap();
    }
    let options = Options { lang: Lang::En, ..Options::default() };
    let mut stage = Stage::open(options, State::default(), vec![folder.path().to_owned()], (120, 40));
    stage.press("/渔港<enter>S<tab><tab>").unwrap();
    let screen = stage.text();
    assert!(screen.contains("search=渔港") && screen.contains("260 documents"), "{screen}");
}

#[test]
fn a_scope_is_typed_as_in_the_shell() {
    let (_folder, mut stage) = stage((120, 40));
    stage.press("Sodate=2021-03<enter>").unwrap();
    let screen = stage.text();
    assert!(screen.contains("date=2021-03") && screen.contains("1 document"), "{screen}");
    stage.press("csearch=茶园<enter>").unwrap();
    let screen = stage.text();
    assert!(screen.contains("Side by side") && screen.contains("search=茶园"), "{screen}");
}
