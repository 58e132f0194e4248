//! Bytes sent over the line for scrolling Chinese text: by the writer, by ratatui's own backend, and by
//! `less` in a pseudo-terminal for the same rows. Bytes, not times: the figures are the same on any machine.
//!
//! Run as `cargo bench --bench line`; with `WENLAN_CORPORA` set, on the documents there as well as on the
//! samples.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};
use wenlan::heap::Heap;
use wenlan::text::layout::{Measure, glyphs, rows};
use wenlan::text::width::Ambiguous;
use wenlan::tui::terminal::{Capabilities, Policy, Writer};

/// Columns before and behind the text in zen mode.
const MARGINS: (usize, usize) = (4, 2);
/// Columns of the text at most.
const MEASURE: usize = 80;
/// Share of the window that the side pane takes, in percent.
const SIDE: usize = 34;
const PAGES: usize = 12;
const LINES: usize = 60;

/// A row of text as it is shown: characters with their columns.
type Line = Vec<(usize, String)>;

#[derive(Clone, Default)]
struct Count(Rc<RefCell<usize>>);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        *self.0.borrow_mut() += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn main() {
    let corpora = std::env::var_os("WENLAN_CORPORA").map(|folder| PathBuf::from(folder).join("corpus"));
    let paths: Vec<PathBuf> = corpora.into_iter().collect();
    println!("{:<10} {:<28} {:>8} {:>8} {:>9} {:>7}", "size", "what", "wenlan", "less", "ratatui", "ratio");
    for (width, height) in [(80, 24), (200, 50)] {
        let columns = MEASURE.min(width - MARGINS.0 - MARGINS.1);
        let left = MARGINS.0 + (width - MARGINS.0 - MARGINS.1 - columns) / 2;
        let text = lines(&paths, columns);
        let file = written(&text);
        let frame = |top: usize| screen(width, height, left, &[], &text, top);
        // `less` keeps a row for its prompt.
        let page = height - 1;
        for (what, step, times, key) in [("a page", page, PAGES, " "), ("a line", 1, LINES, "j")] {
            let frames: Vec<Buffer> = (0..=times).map(|n| frame(n * step)).collect();
            let (lean, ratatui) = (by_writer(&frames), by_ratatui(&frames));
            let less = less(file.path(), width, height, key, times);
            let ratio = less.map_or(f64::NAN, |less| lean as f64 / less as f64);
            print(
                width,
                height,
                &format!("{what} of scrolling"),
                lean / times,
                less.map(|n| n / times),
                ratatui / times,
                ratio,
            );
        }
        let side = width * SIDE / 100;
        let list: Vec<Line> = lines(&paths, side - 2).into_iter().take(height).collect();
        let beside = lines(&paths, columns.min(width - side - 1 - MARGINS.0 - MARGINS.1));
        let frames: Vec<Buffer> = (0..=PAGES)
            .map(|n| screen(width, height, side + 1 + MARGINS.0, &list, &beside, n * page))
            .collect();
        let changed: usize = frames.windows(2).map(|pair| changed(&pair[0], &pair[1])).sum();
        let (lean, ratatui) = (by_writer(&frames), by_ratatui(&frames));
        print(
            width,
            height,
            "a page beside the side pane",
            lean / PAGES,
            None,
            ratatui / PAGES,
            lean as f64 / changed as f64,
        );
        let still = [frame(0), frame(0), frame(0)];
        print(width, height, "an unchanged frame", by_writer(&still), None, by_ratatui(&still) / 2, f64::NAN);
    }
    println!("ratio: to less; beside the side pane, to the UTF-8 bytes of the cells that changed");
}

fn print(
    width: usize,
    height: usize,
    what: &str,
    lean: usize,
    less: Option<usize>,
    ratatui: usize,
    ratio: f64,
) {
    let less = less.map_or("–".to_owned(), |less| less.to_string());
    let ratio = if ratio.is_nan() { "–".to_owned() } else { format!("{ratio:.2}") };
    println!("{:<10} {what:<28} {lean:>8} {less:>8} {ratatui:>9} {ratio:>7}", format!("{width}×{height}"));
}

/// The documents as rows of `columns`.
fn lines(paths: &[PathBuf], columns: usize) -> Vec<Line> {
    let mut heap = Heap::samples();
    if !paths.is_empty() {
        heap = Heap::open(paths).0;
    }
    let measure = Measure { columns, first_indent: 4, full_width: true, ..Measure::default() };
    let mut lines = Vec::new();
    for id in heap.ids() {
        let Ok((document, _)) = heap.document(id) else { continue };
        for block in &document.blocks {
            for row in rows(&block.text, &measure) {
                let glyphs = glyphs(&block.text, &row, &measure);
                lines.push(glyphs.map(|glyph| (glyph.column, glyph.shown.into_owned())).collect());
            }
        }
    }
    lines
}

fn written(lines: &[Line]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a folder for temporary files");
    // Twice, as `screen` goes round: `less` would stop at the end.
    for line in lines.iter().chain(lines) {
        let indent = line.first().map_or(0, |glyph| glyph.0);
        let text: String = line.iter().map(|glyph| glyph.1.as_str()).collect();
        writeln!(file, "{}{text}", " ".repeat(indent)).expect("room for a temporary file");
    }
    file
}

fn screen(width: usize, height: usize, left: usize, side: &[Line], text: &[Line], top: usize) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width as u16, height as u16));
    let mut put = |x: usize, y: usize, line: &Line| {
        for (column, symbol) in line {
            buffer[((x + column) as u16, y as u16)].set_symbol(symbol);
        }
    };
    for y in 0..height {
        side.get(y).into_iter().for_each(|line| put(0, y, line));
        put(left, y, &text[(top + y) % text.len()]);
    }
    buffer
}

/// UTF-8 bytes of the cells that differ, hidden ones aside.
fn changed(before: &Buffer, after: &Buffer) -> usize {
    before.diff(after).iter().map(|(_, _, cell)| cell.symbol().len()).sum()
}

/// Bytes that the writer sends for all frames but the first.
fn by_writer(frames: &[Buffer]) -> usize {
    let term = |name: &str| (name == "TERM").then(|| "xterm-256color".to_owned());
    let capabilities = Capabilities::detect(term, true).expect("a known terminal");
    let policy = Policy { ambiguous: Ambiguous::Narrow, certain: false };
    let count = Count::default();
    let size = Size::new(frames[0].area.width, frames[0].area.height);
    let mut writer = Writer::new(count.clone(), size, capabilities, policy);
    let mut first = 0;
    for (at, frame) in frames.iter().enumerate() {
        writer.show(frame, None).expect("counting cannot fail");
        if at == 0 {
            first = *count.0.borrow();
        }
    }
    *count.0.borrow() - first
}

fn by_ratatui(frames: &[Buffer]) -> usize {
    let count = Count::default();
    let options = TerminalOptions { viewport: Viewport::Fixed(frames[0].area) };
    let mut terminal =
        Terminal::with_options(CrosstermBackend::new(count.clone()), options).expect("a fixed size");
    let mut first = 0;
    for (at, frame) in frames.iter().enumerate() {
        terminal.draw(|screen| screen.buffer_mut().clone_from(frame)).expect("counting cannot fail");
        if at == 0 {
            first = *count.0.borrow();
        }
    }
    *count.0.borrow() - first
}

/// Bytes that `less` sends for `times` presses of `key`; `None` where it is not installed.
fn less(file: &Path, width: usize, height: usize, key: &str, times: usize) -> Option<usize> {
    let size = PtySize { cols: width as u16, rows: height as u16, ..PtySize::default() };
    let pair = native_pty_system().openpty(size).ok()?;
    let mut command = CommandBuilder::new("less");
    command.arg(file);
    for (name, value) in
        [("TERM", "xterm-256color"), ("LC_ALL", "C.UTF-8"), ("LESSCHARSET", "utf-8"), ("LESS", "")]
    {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).ok()?;
    let mut reader = pair.master.try_clone_reader().ok()?;
    let mut keyboard = pair.master.take_writer().ok()?;
    let (sender, bytes) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = [0; 65536];
        while let Ok(read @ 1..) = reader.read(&mut buffer) {
            if sender.send(read).is_err() {
                return;
            }
        }
    });
    let until_quiet = |first: Duration| {
        let mut sum = bytes.recv_timeout(first).unwrap_or(0);
        while let Ok(more) = bytes.recv_timeout(Duration::from_millis(60)) {
            sum += more;
        }
        sum
    };
    until_quiet(Duration::from_secs(2));
    let mut sum = 0;
    for _ in 0..times {
        keyboard.write_all(key.as_bytes()).ok()?;
        sum += until_quiet(Duration::from_secs(1));
    }
    keyboard.write_all(b"q").ok()?;
    let _ = child.wait();
    Some(sum)
}
