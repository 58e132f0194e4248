//! One line of a page while its characters come in: where its white space and its pieces are.

/// Longest line with author, time and counters, in characters.
const LONGEST_HEAD: usize = 80;

/// Letters of a link that is a title, and not a name or a button.
const TITLE: usize = 8;

/// The line that is being put together.
#[derive(Debug, Default)]
pub struct Building {
    pub text: String,
    /// White space that becomes a space if text follows; whether a line of the source ended in it.
    pub gap: Option<Gap>,
    pub chars: usize,
    pub linked: usize,
    /// The same without figures and marks.
    letters: usize,
    linked_letters: usize,
    pub bold: usize,
    /// The last character stands in a link.
    pub ends_in_link: bool,
    /// A piece has just ended, and another begun.
    pub ends_in_piece: bool,
    pub opens_piece: bool,
    /// Where two pieces touch, as bytes of the text.
    pub seams: Vec<usize>,
    /// A link begins right behind another; where they touch.
    pub opens_link: bool,
    links: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gap {
    Space,
    Newline,
    Cell,
}

impl Building {
    /// Adds a character behind the white space that stood before it.
    pub fn push(&mut self, c: char, linked: bool, bold: bool) {
        let opens_piece = std::mem::take(&mut self.opens_piece);
        if std::mem::take(&mut self.opens_link) && !matches!(self.gap, Some(Gap::Space | Gap::Cell)) {
            self.gap = None;
            self.links.push(self.text.len());
        }
        match self.gap.take() {
            Some(_) if self.text.is_empty() => {}
            Some(Gap::Cell) => self.text.push('\t'),
            // The source of a page is wrapped anywhere; between Han characters that is no space.
            Some(Gap::Newline) if !is_wide(c) || !self.text.ends_with(is_wide) => self.text.push(' '),
            Some(Gap::Space) => self.text.push(' '),
            None | Some(Gap::Newline) if opens_piece => self.seams.push(self.text.len()),
            None | Some(Gap::Newline) => {}
        }
        self.text.push(c);
        if !c.is_whitespace() {
            self.chars += 1;
            self.ends_in_piece = false;
            self.ends_in_link = linked;
            self.linked += usize::from(linked);
            self.letters += usize::from(c.is_alphabetic());
            self.linked_letters += usize::from(linked && c.is_alphabetic());
            self.bold += usize::from(bold);
        }
    }

    /// Share of the line that stands in links, 0–100; the date or number beside a title that is a link counts
    /// for nothing.
    pub fn link_share(&self) -> u8 {
        let (linked, all) = match self.linked_letters {
            TITLE.. => (self.linked_letters, self.letters),
            _ => (self.linked, self.chars),
        };
        (linked * 100 / all.max(1)) as u8
    }

    pub fn is_bold(&self) -> bool {
        self.bold == self.chars
    }

    /// Puts spaces between the pieces of a line that is no sentence: who, when, how many, set apart by their
    /// style alone; and between links side by side, unless they are words of a sentence.
    pub fn part(&mut self) {
        let figures = self.text.bytes().filter(u8::is_ascii_digit).count() >= 4;
        let rows = figures || self.seams.len() >= 3;
        let mut parts = Vec::new();
        if rows && self.chars <= LONGEST_HEAD && !self.text.contains(['。', '！', '？']) {
            parts.append(&mut self.seams);
        }
        let sentence = self.link_share() < 80 && self.text.contains(['。', '，', '；']);
        let narrow = |seam: usize| {
            let (before, after) = self.text.split_at(seam);
            !before.ends_with(is_wide) && !after.starts_with(is_wide)
        };
        parts.extend(self.links.iter().copied().filter(|&seam| !sentence || narrow(seam)));
        parts.sort_unstable();
        parts.dedup();
        for &seam in parts.iter().rev() {
            self.text.insert(seam, ' ');
        }
    }

    pub fn widen(&mut self, gap: Gap) {
        match self.gap {
            None | Some(Gap::Space) => self.gap = Some(gap),
            Some(Gap::Newline | Gap::Cell) => {}
        }
    }
}

/// Characters that a line of source may be broken between without meaning a space.
pub fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}
