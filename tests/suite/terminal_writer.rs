//! Frames sent to a terminal: what it shows afterwards, and how many bytes it took.

use proptest::prelude::*;
use proptest::sample::Index;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::{Terminal, TerminalOptions, Viewport};
use wenlan::text::width::{Ambiguous, grapheme_width, graphemes};
use wenlan::tui::terminal::Policy;

use crate::emulator::{Emulator, Line, Sender};

const WIDTH: u16 = 24;
const HEIGHT: u16 = 8;
const NARROW: Policy = Policy { ambiguous: Ambiguous::Narrow, certain: false };

/// What ratatui's own backend sends for a frame on a fresh screen.
fn sent_by_ratatui(frame: &Buffer) -> Vec<u8> {
    let line = Line::default();
    let viewport = Viewport::Fixed(frame.area);
    let backend = CrosstermBackend::new(line.clone());
    let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
    terminal.draw(|screen| screen.buffer_mut().clone_from(frame)).unwrap();
    line.take()
}

/// A frame of these rows, written as the interface does: hidden cells blank, nothing cut in two.
fn frame(width: u16, rows: &[Vec<(&str, Style)>], ambiguous: Ambiguous) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, rows.len() as u16));
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        for (symbol, style) in row {
            let columns = grapheme_width(symbol, ambiguous) as u16;
            if x + columns > width {
                break;
            }
            buffer[(x, y as u16)].set_symbol(symbol);
            for cell in x..x + columns {
                buffer[(cell, y as u16)].set_style(*style);
            }
            x += columns;
        }
    }
    buffer
}

fn plain(height: u16, rows: &[&str]) -> Buffer {
    let row = |y: usize| rows.get(y).into_iter().flat_map(|row| graphemes(row));
    let rows: Vec<Vec<_>> =
        (0..height.into()).map(|y: usize| row(y).map(|symbol| (symbol, Style::new())).collect()).collect();
    frame(WIDTH, &rows, Ambiguous::Narrow)
}

type Row = Vec<(&'static str, Style)>;

fn row() -> impl Strategy<Value = Row> {
    let symbol = prop_oneof![
        4 => prop::sample::select(vec!["中", "文", "览", "，", "。"]),
        2 => prop::sample::select(vec!["a", "b", " ", " ", "-"]),
        2 => prop::sample::select(vec!["“", "”", "—", "…", "│", "█", "é", "e\u{301}"]),
    ];
    let style = prop_oneof![
        6 => Just(Style::new()),
        1 => Just(Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)),
        1 => Just(Style::new().bg(Color::Blue).add_modifier(Modifier::DIM)),
        1 => Just(Style::new().fg(Color::Rgb(9, 8, 7)).add_modifier(Modifier::BOLD)),
        1 => Just(Style::new().add_modifier(Modifier::REVERSED | Modifier::ITALIC)),
        1 => Just(Style::new().fg(Color::LightCyan).add_modifier(Modifier::UNDERLINED)),
    ];
    let run = (symbol, 1..6usize, style).prop_map(|(symbol, times, style)| vec![(symbol, style); times]);
    prop::collection::vec(run, 0..8).prop_map(|runs| runs.concat())
}

/// What happens from one frame to the next.
#[derive(Debug, Clone)]
enum Change {
    Replace(Index, Row),
    Scroll(Index, Index, bool, Row),
    Everything(Vec<Row>),
    Nothing,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        3 => (any::<Index>(), row()).prop_map(|(at, row)| Change::Replace(at, row)),
        4 => (any::<Index>(), any::<Index>(), any::<bool>(), row())
            .prop_map(|(top, bottom, up, row)| Change::Scroll(top, bottom, up, row)),
        1 => prop::collection::vec(row(), HEIGHT as usize).prop_map(Change::Everything),
        1 => Just(Change::Nothing),
    ];
    prop::collection::vec(change, 1..12)
}

fn apply(change: &Change, rows: &mut Vec<Row>) {
    match change {
        Change::Replace(at, row) => *at.get_mut(rows) = row.clone(),
        Change::Scroll(a, b, up, row) => {
            let (a, b) = (a.index(rows.len()), b.index(rows.len()));
            let (top, bottom) = (a.min(b), a.max(b));
            if *up {
                rows.remove(top);
                rows.insert(bottom, row.clone());
            } else {
                rows.remove(bottom);
                rows.insert(top, row.clone());
            }
        }
        Change::Everything(all) => rows.clone_from(all),
        Change::Nothing => {}
    }
}

/// A cell as it looks: colours and attributes that a blank does not show are left out.
fn look(cell: &vt100::Cell) -> String {
    let ground = format!("{:?} {} {}", cell.bgcolor(), cell.inverse(), cell.underline());
    match cell.contents() {
        "" | " " => format!("blank {ground}"),
        text => {
            format!("{text} {ground} {:?} {} {} {}", cell.fgcolor(), cell.bold(), cell.dim(), cell.italic())
        }
    }
}

fn looks(terminal: &vt100::Parser) -> Vec<((u16, u16), String)> {
    let (rows, columns) = terminal.screen().size();
    let cells = (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x)));
    let cells = cells.filter_map(|at| Some((at, terminal.screen().cell(at.0, at.1)?)));
    cells.filter(|(_, cell)| !cell.is_wide_continuation()).map(|(at, cell)| (at, look(cell))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_screen_is_that_of_ratatuis_own_backend(changes in changes()) {
        let mut lean = Sender::new((WIDTH, HEIGHT), "xterm-256color", NARROW);
        let mut shown = vt100::Parser::new(HEIGHT, WIDTH, 0);
        let mut rows = vec![Row::new(); HEIGHT as usize];
        for change in &changes {
            apply(change, &mut rows);
            let frame = frame(WIDTH, &rows, Ambiguous::Narrow);
            shown.process(&lean.show(&frame, None));
            let mut expected = vt100::Parser::new(HEIGHT, WIDTH, 0);
            expected.process(&sent_by_ratatui(&frame));
            for (shown, expected) in looks(&shown).into_iter().zip(looks(&expected)) {
                prop_assert_eq!(shown, expected);
            }
        }
    }

    #[test]
    fn everything_stands_in_its_place_on_any_terminal(
        changes in changes(),
        wide in any::<bool>(),
        certain in any::<bool>(),
        term in prop::sample::select(vec!["xterm", "vt220", "linux", "screen", "foot"]),
    ) {
        let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        let mut sender = Sender::new((WIDTH, HEIGHT), term, Policy { ambiguous, certain });
        let mut emulator = Emulator::new(WIDTH.into(), HEIGHT.into(), ambiguous);
        let mut rows = vec![Row::new(); HEIGHT as usize];
        for change in &changes {
            apply(change, &mut rows);
            let frame = frame(WIDTH, &rows, ambiguous);
            emulator.feed(&sender.show(&frame, None));
            for y in 0..HEIGHT {
                let mut x = 0;
                while x < WIDTH {
                    let symbol = frame[(x, y)].symbol();
                    prop_assert_eq!(emulator.cell(x.into(), y.into()), symbol, "at {},{}", x, y);
                    x += grapheme_width(symbol, ambiguous) as u16;
                }
            }
        }
    }

    /// A terminal that draws ambiguous characters in another width than was taken may spoil them and
    /// what stands right behind them (at the right edge, before them), but nothing else is out of place.
    #[test]
    fn a_wrong_policy_spoils_no_more_than_the_neighbour(changes in changes(), wide in any::<bool>()) {
        let (policy, terminal) = match wide {
            true => (Ambiguous::Wide, Ambiguous::Narrow),
            false => (Ambiguous::Narrow, Ambiguous::Wide),
        };
        let mut sender = Sender::new((WIDTH, HEIGHT), "xterm", Policy { ambiguous: policy, certain: false });
        let mut emulator = Emulator::new(WIDTH.into(), HEIGHT.into(), terminal);
        let mut rows = vec![Row::new(); HEIGHT as usize];
        for change in &changes {
            apply(change, &mut rows);
            let frame = frame(WIDTH, &rows, policy);
            emulator.feed(&sender.show(&frame, None));
            for y in 0..HEIGHT {
                let (mut x, mut spoilt) = (0, 0);
                while x < WIDTH {
                    let symbol = frame[(x, y)].symbol();
                    let columns = grapheme_width(symbol, policy) as u16;
                    let agreed = grapheme_width(symbol, terminal) as u16 == columns;
                    if !agreed {
                        // Its own cells, the character behind it, and that one's other half.
                        spoilt = x + columns + 2;
                    } else if x >= spoilt && x < WIDTH - 4 {
                        prop_assert_eq!(emulator.cell(x.into(), y.into()), symbol, "at {},{}", x, y);
                    }
                    x += columns;
                }
            }
        }
    }
}

#[test]
fn an_unchanged_frame_sends_nothing() {
    let mut sender = Sender::new((WIDTH, HEIGHT), "xterm", NARROW);
    let frame = plain(HEIGHT, &["春眠不觉晓", "“处处”闻啼鸟"]);
    assert!(!sender.show(&frame, None).is_empty());
    assert_eq!(sender.show(&frame, None), b"");
    sender.writer.clear().unwrap();
    assert!(!sender.show(&frame, None).is_empty(), "unless everything was to be drawn anew");
}

#[test]
fn a_changed_character_costs_itself_and_the_way_to_it() {
    let mut sender = Sender::new((WIDTH, HEIGHT), "xterm", NARROW);
    sender.show(&plain(HEIGHT, &["春眠不觉晓", "处处闻啼鸟"]), None);
    let sent = sender.show(&plain(HEIGHT, &["春眠不觉晓", "处处闻鸡鸟"]), None);
    assert_eq!(String::from_utf8(sent).unwrap(), "\x1b[7G鸡");
}

#[test]
fn scrolling_a_pane_sends_the_row_that_comes_in() {
    let poem = ["春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少", "白日依山尽", "黄河入海流"];
    let screen = |from: usize| [&["标题"], &poem[from..from + 4], &["状态"]].concat();
    let mut sender = Sender::new((WIDTH, 6), "xterm", NARROW);
    sender.show(&plain(6, &screen(0)), None);
    let sent = sender.show(&plain(6, &screen(1)), None);
    assert_eq!(String::from_utf8(sent).unwrap(), "\x1b[2;5r\x1b[5H\n白日依山尽");
    let sent = sender.show(&plain(6, &screen(2)), None);
    assert_eq!(String::from_utf8(sent).unwrap(), "\n\r黄河入海流", "the region is still set");
    let sent = sender.show(&plain(6, &screen(1)), None);
    assert_eq!(String::from_utf8(sent).unwrap(), "\x1b[2H\x1bM处处闻啼鸟");
}

#[test]
fn a_theme_with_a_ground_scrolls_as_cheaply() {
    let ground = Style::new().bg(Color::Indexed(230));
    let rows: Vec<Row> = (0..4).map(|n| vec![(["春", "夏", "秋", "冬"][n], ground); 8]).collect();
    let screen = |from: usize| {
        let mut buffer = frame(WIDTH, &rows[from..from + 3], Ambiguous::Narrow);
        buffer.set_style(buffer.area, ground);
        buffer
    };
    let mut sender = Sender::new((WIDTH, 3), "xterm", NARROW);
    sender.show(&screen(0), None);
    let sent = String::from_utf8(sender.show(&screen(1), None)).unwrap();
    assert_eq!(sent, "\x1b[m\n\r\x1b[48;5;230m\x1b[K冬冬冬冬冬冬冬冬");
}

#[test]
fn rules_are_repeated_and_blanks_erased_where_that_is_shorter() {
    let rule = "=".repeat(20);
    let mut sender = Sender::new((WIDTH, HEIGHT), "foot", NARROW);
    sender.show(&plain(HEIGHT, &[]), None);
    let sent = sender.show(&plain(HEIGHT, &[&rule, "文"]), None);
    assert_eq!(String::from_utf8(sent).unwrap(), "=\x1b[19b\r\n文");
    let sent = sender.show(&plain(HEIGHT, &["=", "文"]), None);
    assert_eq!(String::from_utf8(sent).unwrap(), "\x1b[1;2H\x1b[K");
}

#[test]
fn the_cursor_is_shown_where_it_is_asked_for() {
    let mut sender = Sender::new((WIDTH, HEIGHT), "xterm", NARROW);
    let mut emulator = Emulator::new(WIDTH.into(), HEIGHT.into(), Ambiguous::Narrow);
    emulator.feed(&sender.show(&plain(HEIGHT, &["“搜索”"]), None));
    let mut show = |x| sender.show(&plain(HEIGHT, &["“搜索”"]), Some(Position::new(x, 0)));
    emulator.feed(&show(5));
    assert_eq!(emulator.cursor(), (5, 0));
    assert_eq!(show(5), b"", "the cursor is there");
}

#[test]
fn ratatuis_terminal_may_drive_the_writer() {
    let Sender { writer, line } = Sender::new((WIDTH, HEIGHT), "xterm", NARROW);
    let mut terminal = Terminal::new(writer).unwrap();
    for (text, sent) in [("春眠", "\x1b[m\x1b[r\x1b[H\x1b[2J春眠"), ("春眠", ""), ("春晓", "\x08\x08晓")]
    {
        terminal.draw(|frame| frame.buffer_mut().clone_from(&plain(HEIGHT, &[text]))).unwrap();
        assert_eq!(String::from_utf8(line.take()).unwrap(), sent);
    }
}

#[test]
fn a_border_over_half_a_wide_character_is_not_lost() {
    let mut sender = Sender::new((WIDTH, HEIGHT), "xterm", NARROW);
    let mut emulator = Emulator::new(WIDTH.into(), HEIGHT.into(), Ambiguous::Narrow);
    let mut screen = plain(HEIGHT, &["春眠不觉晓"]);
    emulator.feed(&sender.show(&screen, None));
    for x in [3, 6] {
        screen[(x, 0)].set_symbol("|");
    }
    emulator.feed(&sender.show(&screen, None));
    let row: String = (0..10).map(|x| emulator.cell(x, 0)).collect();
    assert_eq!(row, "春 |不| 晓");
}
