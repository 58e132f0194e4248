//! The panes and what lies over them: the list and its filter, the mouse, hints, keys of input methods.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use wenlan::collection::Progress;
use wenlan::lang::Lang;
use wenlan::state::State;
use wenlan::tui::Options;
use wenlan::tui::event::{Effect, Event};
use wenlan::tui::job::{Job, Outcome};
use wenlan::tui::snapshot::Stage;

use super::stage::{Heap, after, hides, shows};

/// The place of a text on the screen: its column and row.
#[track_caller]
fn find(stage: &Stage, text: &str) -> (u16, u16) {
    let (buffer, _) = stage.screen();
    let wanted: Vec<String> = text.chars().map(String::from).collect();
    for y in 0..buffer.area.height {
        let cells: Vec<(u16, &str)> = (0..buffer.area.width)
            .map(|x| (x, buffer[(x, y)].symbol()))
            .scan(0, |skip, (x, symbol)| {
                // The second half of a wide character is no cell of its own.
                let hidden = *skip > 0;
                *skip = if hidden { 0 } else { usize::from(!symbol.is_ascii() && is_wide(symbol)) };
                Some((x, if hidden { "" } else { symbol }))
            })
            .filter(|(_, symbol)| !symbol.is_empty())
            .collect();
        for at in 0..cells.len() {
            if cells[at..].iter().map(|(_, symbol)| *symbol).take(wanted.len()).eq(wanted.iter()) {
                return (cells[at].0, y);
            }
        }
    }
    panic!("“{text}” is not on the screen:\n{}", stage.text());
}

fn is_wide(symbol: &str) -> bool {
    wenlan::text::width::width(symbol, Default::default()) > 1
}

fn mouse(stage: &mut Stage, kind: MouseEventKind, (column, row): (u16, u16)) {
    stage.handle(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
}

const DOWN: MouseEventKind = MouseEventKind::Down(MouseButton::Left);
const DRAG: MouseEventKind = MouseEventKind::Drag(MouseButton::Left);
const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);

fn click(stage: &mut Stage, text: &str) -> String {
    let at = find(stage, text);
    mouse(stage, DOWN, at);
    mouse(stage, UP, at);
    stage.text()
}

#[test]
fn a_filter_left_by_escape_leads_back_and_an_empty_list_shows_no_text() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let before = after(&mut stage, "j");
    shows(&before, &["列表 2/2", "去年石场"]);
    let none = after(&mut stage, "f鳄鱼");
    shows(&none, &["没有符合的文档", "列表 0/0"]);
    hides(&none, &["去年石场", "%"]);
    assert_eq!(after(&mut stage, "<esc>"), before);
    shows(&after(&mut stage, "f修堤"), &["入春以来"]);
    assert_eq!(after(&mut stage, "<esc>"), before, "also from a document that was found");
}

#[test]
fn a_document_that_is_gone_says_so_and_can_still_be_cited() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    stage.press("<enter>").unwrap();
    std::fs::remove_file(heap.folder.path().join("a-river.html")).unwrap();
    stage.look_again();
    let screen = stage.text();
    shows(&screen, &["已被移走或删除", "入春以来", "1 篇"]);
    shows(&after(&mut stage, "E"), &["文件已被移走或删除"]);
    stage.press("Y").unwrap();
    let Some(Effect::Copy(cited)) = stage.effects.pop() else { panic!("nothing was copied") };
    shows(&cited, &["《河湾镇修堤记》", "a-river.html:3"]);
    shows(&after(&mut stage, "<tab>j"), &["去年石场", "列表 1/1"]);
}

#[test]
fn what_was_read_last_is_open_again() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    stage.press("j<enter>q").unwrap();
    let state: State = serde_json::from_str(&serde_json::to_string(stage.state()).unwrap()).unwrap();
    let options = Options { lang: Lang::Zh, ..Options::default() };
    let again = heap.stage_with(options, state, (100, 30));
    shows(&again.text(), &["列表 2/2", "去年石场"]);
}

#[test]
fn a_heap_without_documents_is_not_come_back_to() {
    let empty = tempfile::tempdir().unwrap();
    let options = Options { lang: Lang::Zh, ..Options::default() };
    let mut stage = Stage::open(options, State::default(), vec![empty.path().to_owned()], (80, 24));
    stage.press("q").unwrap();
    assert!(stage.state().paths.is_empty());
}

#[test]
fn errors_are_said_in_the_language_of_the_interface() {
    let heap = Heap::new();
    heap.write("broken.json", "{\"text\": ");
    let mut stage = heap.stage((100, 30));
    let screen = after(&mut stage, "jj");
    hides(&screen, &["no valid", "record"]);
    shows(&screen, &["不是有效的 JSON"]);
}

#[test]
fn hints_keep_help_and_the_results_at_any_width() {
    let heap = Heap::new();
    for width in [40, 60, 80, 100] {
        let mut stage = heap.stage((width, 24));
        shows(&stage.text(), &["? 帮助"]);
        shows(&after(&mut stage, "<enter>"), &["? 帮助"]);
        shows(&after(&mut stage, "/老堤"), &["2 篇 2 处", "Enter 到正文"]);
    }
    shows(&after(&mut heap.stage((80, 24)), "/"), &["F1 检索语言"]);
}

#[test]
fn no_result_is_called_final_while_documents_are_still_being_read() {
    let heap = Heap::new();
    for width in [40, 80, 120] {
        let mut stage = heap.stage((width, 24));
        let progress = Progress { documents: 5504, ready: 947, ..Progress::default() };
        stage.handle(Event::Job(Outcome::Progress(progress)));
        let screen = after(&mut stage, "/鳄鱼");
        shows(&screen, &["尚未找到", "已查 947/5,504"]);
        hides(&screen, &["没有找到"]);
        shows(&after(&mut stage, "<esc>"), &["947/5,504"]);
    }
}

#[test]
fn a_prefix_shows_all_that_may_follow() {
    let heap = Heap::new();
    for size in [(80, 24), (100, 30), (200, 50)] {
        let screen = after(&mut heap.stage(size), "<enter>z");
        shows(&screen, &["a 展开或折叠本节", "M 全部折叠", "9 展开到第几级", "b 当前行置底"]);
    }
}

#[test]
fn keys_of_an_input_method_do_what_their_plain_ones_do() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    shows(&after(&mut stage, "？"), &["键入即筛选"]);
    shows(&after(&mut stage, "<esc>："), &["Enter 执行"]);
    shows(&after(&mut stage, "<esc>，"), &["标题↑"]);
    shows(&after(&mut stage, "、"), &["/ ", "Enter 到正文"]);
    shows(&after(&mut stage, "<esc>桥头"), &["/ 桥头", "1 篇 1 处"]);
}

#[test]
fn folding_and_unfolding_leads_back_to_where_one_was() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let before = after(&mut stage, "<enter>zR]]}}lll");
    let cursor = stage.screen().1;
    let folded = after(&mut stage, "za");
    assert_ne!(folded, before);
    assert_eq!((after(&mut stage, "za"), stage.screen().1), (before.clone(), cursor));
    stage.press("zMzR").unwrap();
    assert_eq!((stage.text(), stage.screen().1), (before, cursor));
    stage.press("zaj").unwrap();
    let at_heading = stage.screen().1;
    stage.press("za").unwrap();
    assert_eq!(stage.screen().1, at_heading, "who has moved meanwhile stays where he is");
    shows(&after(&mut stage, "ggza"), &["没有可以折叠的小节"]);
}

#[test]
fn the_measure_says_what_the_window_has_room_for() {
    let heap = Heap::new();
    shows(&after(&mut heap.stage((80, 24)), "<enter>+"), &["每行字数 41，窗口只容得下 2"]);
}

#[test]
fn control_c_takes_back_what_is_under_way_and_quits_when_there_is_nothing() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    for under_way in ["<enter>v", "/桥", "z", "r", "Z", "f修", "3"] {
        stage.press(under_way).unwrap();
        stage.press("<c-c>").unwrap();
        assert_eq!(stage.effects, [], "{under_way}");
    }
    stage.press("<esc><esc><c-c>").unwrap();
    assert_eq!(stage.effects, [Effect::Quit]);
}

#[test]
fn a_search_is_repeated_after_it_was_left_and_a_word_is_looked_for_here_first() {
    let heap = Heap::new();
    heap.page(
        "c-dam.html",
        "<h1>老堤老堤老堤</h1><p>来源：河湾周报 2021-03-05</p><p>老堤，又是老堤，还是老堤。</p>",
    );
    let mut stage = heap.stage((100, 30));
    stage.press("<enter>/老堤<enter><esc>").unwrap();
    shows(&after(&mut stage, "j<tab>kk<enter>n"), &["命中 1/1", "那道老堤"]);
    stage.press("<esc><esc><esc>").unwrap();
    // The cursor stands in a document that is not the best for the word.
    let screen = after(&mut stage, "<tab><enter>gg)*");
    shows(&screen, &["入春以来"]);
}

#[test]
fn words_are_moved_by_and_paragraphs_selected_whole() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    stage.press("<enter>Vj").unwrap();
    stage.press("y").unwrap();
    let Some(Effect::Copy(text)) = stage.effects.pop() else { panic!("nothing was copied") };
    assert!(text.starts_with("入春以来") && text.ends_with('。'), "{text}");
    let at = |stage: &Stage| stage.screen().1.unwrap();
    let start = at(&stage);
    stage.press("ggw").unwrap();
    assert_ne!(at(&stage), start);
    stage.press("b").unwrap();
    stage.press("we").unwrap();
}

#[test]
fn what_the_word_under_the_cursor_was_opened_at_is_left_to_the_text() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let before = after(&mut stage, "<enter>");
    hides(&after(&mut stage, "K"), &["这里没有可显示的"]);
    assert_eq!(after(&mut stage, "<esc>"), before);
}

#[test]
fn hints_tabs_and_rows_are_there_to_be_clicked() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    shows(&click(&mut stage, "帮助"), &["键入即筛选"]);
    stage.press("<esc>").unwrap();
    shows(&click(&mut stage, "命令"), &["Enter 执行"]);
    stage.press("outline").unwrap();
    shows(&click(&mut stage, "目录"), &["（导语）"]);
    stage.press("<esc>S").unwrap();
    shows(&click(&mut stage, "2词语"), &["▎2词语"]);
    shows(&click(&mut stage, "全部文档"), &["▎全部文档"]);
    shows(&click(&mut stage, "返回"), &["河湾镇修堤记", "│"]);
    let order = find(&stage, "路径↑");
    mouse(&mut stage, DOWN, order);
    shows(&stage.text(), &["标题↑"]);
}

#[test]
fn the_mouse_does_not_reach_what_is_covered() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let before = stage.text();
    for open in ["S", ":", "T", "?"] {
        stage.press(open).unwrap();
        for row in [3, 6, 12, 20] {
            mouse(&mut stage, MouseEventKind::ScrollDown, (5, row));
        }
        stage.press("<esc><esc>").unwrap();
        assert_eq!(stage.text(), before, "the wheel went through {open}");
    }
    stage.press("S").unwrap();
    mouse(&mut stage, DOWN, (10, 5));
    stage.press("<esc><esc>").unwrap();
    assert_eq!(stage.text(), before);
    // Beside a box is a click that takes it away.
    stage.press(":").unwrap();
    mouse(&mut stage, DOWN, (1, 25));
    assert_eq!(stage.text(), before);
}

#[test]
fn dragging_over_text_copies_it_and_two_clicks_take_a_word() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let (x, y) = find(&stage, "河湾镇的人");
    mouse(&mut stage, DOWN, (x, y));
    mouse(&mut stage, DRAG, (x + 4, y));
    mouse(&mut stage, UP, (x + 4, y));
    assert_eq!(stage.effects.pop(), Some(Effect::Copy("河湾镇".into())));
    stage.press("<esc>").unwrap();
    wenlan::text::segment::jieba();
    let at = find(&stage, "工程队");
    mouse(&mut stage, DOWN, at);
    mouse(&mut stage, UP, at);
    mouse(&mut stage, DOWN, at);
    mouse(&mut stage, UP, at);
    stage.press("y").unwrap();
    assert_eq!(stage.effects.pop(), Some(Effect::Copy("工程队".into())));
}

#[test]
fn the_mouse_is_switched_without_leaving_the_screen() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    shows(&after(&mut stage, ":toggle-mouse<enter>"), &["鼠标已关", "河湾镇修堤记"]);
    assert_eq!(stage.effects, [Effect::Mouse(false)]);
    let jobs = stage.effects.iter().any(|effect| matches!(effect, Effect::Job(Job::Scan(_))));
    assert!(!jobs);
}

#[test]
fn a_wide_screen_has_the_outline_beside_the_text() {
    let heap = Heap::new();
    let mut stage = heap.stage((200, 50));
    shows(&stage.text(), &["目录", "（导语）", "北山石场的一年"]);
    let screen = click(&mut stage, "验收  ");
    shows(&screen, &["▾ 验收", "巡查队"]);
    hides(&heap.stage((140, 50)).text(), &["目录"]);
    hides(&after(&mut stage, "j"), &["目录"]);
}

#[test]
fn the_divider_shows_where_the_window_and_the_hits_are() {
    let heap = Heap::new();
    let filler = "<p>这一段讲的是别的事情，长得足够占去一行。</p>".repeat(80);
    heap.page("a-river.html", &format!("<h1>长文</h1>{filler}<p>末尾有一座水塔。</p>{filler}"));
    let mut stage = heap.stage((100, 30));
    let x = stage.screen().0.content.iter().position(|cell| cell.symbol() == "│").unwrap() as u16 % 100;
    let rows = |stage: &Stage, wanted: &str| -> Vec<u16> {
        let (buffer, _) = stage.screen();
        (1..29).filter(|&y| buffer[(x, y)].symbol() == wanted).collect()
    };
    let bold = |stage: &Stage| -> Vec<u16> {
        let (buffer, _) = stage.screen();
        (1..29).filter(|&y| buffer[(x, y)].modifier.contains(ratatui::style::Modifier::BOLD)).collect()
    };
    let top = bold(&stage);
    assert!(top.first() == Some(&1) && top.len() < 20, "{top:?}");
    stage.press("<enter>G").unwrap();
    assert_eq!(bold(&stage).last(), Some(&28));
    stage.press("/水塔<enter>").unwrap();
    let hits = rows(&stage, "•");
    assert!(hits.len() == 1 && (13..17).contains(&hits[0]), "{hits:?}");
}

#[test]
fn presenting_sets_short_rows_and_paragraphs_apart() {
    let heap = Heap::new();
    let mut stage = heap.stage((120, 40));
    let screen = after(&mut stage, "<enter>zRP");
    hides(&screen, &["文览", "│"]);
    let rows: Vec<&str> = screen.lines().map(str::trim).collect();
    let at = rows.iter().position(|row| row.starts_with("老人说")).unwrap();
    assert_eq!(rows[at - 1], "", "{screen}");
    let text = rows.iter().filter(|row| !row.contains(" 段 · "));
    assert!(text.clone().all(|row| row.chars().count() <= 24), "{screen}");
    shows(&after(&mut stage, "P"), &["文览", "│"]);
}
