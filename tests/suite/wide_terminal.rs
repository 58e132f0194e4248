//! The whole interface on a terminal that draws East-Asian ambiguous characters in two columns.

use wenlan::lang::Lang;
use wenlan::state::State;
use wenlan::text::width::{Ambiguous, grapheme_width};
use wenlan::tui::Options;
use wenlan::tui::event::Event;
use wenlan::tui::snapshot::Stage;
use wenlan::tui::terminal::Policy;

use crate::emulator::{Emulator, Sender};

/// Keys that lead through every screen, popup and prompt.
const WAY: &[&str] = &[
    "<enter>jj",
    "zM",
    "zR",
    "<c-f>",
    "t",
    "<esc>/河堤“",
    "<esc>/jiang",
    "<enter>n",
    "<esc>v3j",
    "<esc>:fold",
    "<down>",
    "<esc>?标记",
    "<esc>Tj",
    "<esc>r",
    "<c-d>r",
    "s",
    "3",
    "<esc>S",
    "<esc>f—",
    "<esc>z",
    "<esc>Z",
    "<c-f>",
    "<esc>++",
];

/// A terminal that draws ambiguous characters wide, behind the writer.
struct Terminal {
    sender: Sender,
    emulator: Emulator,
}

impl Terminal {
    fn new((width, height): (u16, u16), policy: Policy) -> Terminal {
        let sender = Sender::new((width, height), "xterm-256color", policy);
        Terminal { sender, emulator: Emulator::new(width.into(), height.into(), Ambiguous::Wide) }
    }

    fn show(&mut self, stage: &Stage) {
        let (buffer, cursor) = stage.screen();
        self.emulator.feed(&self.sender.show(&buffer, cursor));
    }

    /// What was drawn stands on the terminal, character by character, and so does the cursor.
    #[track_caller]
    fn check(&self, stage: &Stage, after: &str) {
        let (buffer, cursor) = stage.screen();
        for y in 0..buffer.area.height {
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                let shown = self.emulator.cell(x.into(), y.into());
                assert_eq!(shown, symbol, "at {x},{y} after {after}:\n{}", stage.text());
                x += grapheme_width(symbol, Ambiguous::Wide) as u16;
            }
            assert_eq!(x, buffer.area.width, "row {y} after {after}:\n{}", stage.text());
        }
        if let Some(cursor) = cursor {
            let at = (cursor.x.into(), cursor.y.into());
            assert_eq!(self.emulator.cursor(), at, "the cursor after {after}:\n{}", stage.text());
        }
    }
}

#[test]
fn rows_borders_popups_and_cursor_stand_in_their_places() {
    for (size, lang) in [((80, 24), Lang::Zh), ((101, 30), Lang::En), ((57, 20), Lang::Zh)] {
        let options = Options { lang, ..Options::default() };
        let mut stage = Stage::open(options, State::default(), Vec::new(), size);
        let mut terminal = Terminal::new(size, Policy { ambiguous: Ambiguous::Narrow, certain: false });
        terminal.show(&stage);
        // The terminal has answered.
        terminal.sender.writer.set_policy(Policy { ambiguous: Ambiguous::Wide, certain: true });
        stage.handle(Event::Width(Ambiguous::Wide));
        for keys in WAY {
            stage.press(keys).unwrap();
            terminal.show(&stage);
            terminal.check(&stage, keys);
        }
    }
}
