//! The grammar of queries: blanks join by and, bars by or, and bind closer; `-` and NOT exclude; parentheses group;
//! quotes keep together. What comes out is a conjunction of alternatives, as the search needs it.

use std::ops::Range;

use super::{Clause, Field, Hint, HintKind, term};

/// A piece of a query between blanks and bars.
#[derive(Debug, Default, Clone)]
pub struct Piece {
    /// Where, in bytes of the query.
    pub at: Range<usize>,
    /// The text without its marks.
    pub text: String,
    pub exact: bool,
    /// Bytes of `text` that stood before the first quotation mark or the end: only a colon there makes
    /// a field.
    pub bare: usize,
    /// How many characters may stand between its words, where that was said.
    pub within: Option<usize>,
}

/// More clauses would come only of groups in groups; they are said not to be understood.
const MOST_CLAUSES: usize = 64;

/// The clauses of `text`, part of `query`; all must hold.
pub fn parse(query: &str, range: Range<usize>, hints: &mut Vec<Hint>) -> Vec<Clause> {
    let mut reader = Reader { query, at: range.start, end: range.end, hints };
    let mut all: Vec<Clause> = Vec::new();
    // Where the clauses of the last item begin, and whether what comes is another alternative to them.
    let (mut last, mut or, mut not) = (0, false, false);
    // The field before a bar goes for what stands right behind it too.
    let mut field = None;
    while let Some(item) = reader.next() {
        let negated = std::mem::take(&mut not) ^ item.negated;
        let clauses = match item.kind {
            Kind::Bar => {
                or = last < all.len();
                if !item.touching {
                    field = None;
                }
                continue;
            }
            Kind::Word("OR") => {
                (or, field) = (last < all.len(), None);
                continue;
            }
            Kind::Word("AND") => continue,
            Kind::Word(_) => {
                not = true;
                continue;
            }
            Kind::Group(inside) => {
                let inner = parse(query, inside, reader.hints);
                field = None;
                if negated { excluded(inner, &item.at, reader.hints) } else { inner }
            }
            Kind::Piece(piece) => {
                let inherited = field.filter(|_| or && item.touching);
                let mut found = term(query, &piece, reader.hints);
                if let (Some(found), Some(inherited)) = (&mut found, inherited)
                    && found.field == Field::Anywhere
                {
                    found.field = inherited;
                }
                field = found.as_ref().map(|found| found.field).filter(|field| *field != Field::Anywhere);
                found.into_iter().map(|found| Clause { any: vec![found], negated }).collect()
            }
        };
        if clauses.is_empty() {
            continue;
        }
        if std::mem::take(&mut or) {
            let before = all.split_off(last);
            all.extend(either(before, clauses, &item.at, reader.hints));
        } else {
            last = all.len();
            all.extend(clauses);
        }
    }
    all
}

/// What holds where one of two conjunctions does.
fn either(a: Vec<Clause>, b: Vec<Clause>, at: &Range<usize>, hints: &mut Vec<Hint>) -> Vec<Clause> {
    if a.len() * b.len() > MOST_CLAUSES || a.iter().chain(&b).any(|clause| clause.negated) {
        hints.push(Hint { at: at.clone(), kind: HintKind::NotUnderstood });
        return a;
    }
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| Clause { any: [&a.any[..], &b.any[..]].concat(), negated: false }).collect()
}

/// What holds where a group does not: none of its alternatives.
fn excluded(group: Vec<Clause>, at: &Range<usize>, hints: &mut Vec<Hint>) -> Vec<Clause> {
    match <[Clause; 1]>::try_from(group) {
        Ok([Clause { any, negated }]) => vec![Clause { any, negated: !negated }],
        Err(group) => {
            if !group.is_empty() {
                hints.push(Hint { at: at.clone(), kind: HintKind::NotUnderstood });
            }
            Vec::new()
        }
    }
}

/// What stands between blanks.
struct Item {
    at: Range<usize>,
    negated: bool,
    /// Whether no blank stands before it.
    touching: bool,
    kind: Kind,
}

enum Kind {
    Bar,
    /// AND, OR, NOT.
    Word(&'static str),
    /// What stands between parentheses.
    Group(Range<usize>),
    Piece(Piece),
}

struct Reader<'a, 'h> {
    query: &'a str,
    at: usize,
    end: usize,
    hints: &'h mut Vec<Hint>,
}

impl Reader<'_, '_> {
    fn peek(&self) -> Option<char> {
        self.query.get(self.at..self.end)?.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn next(&mut self) -> Option<Item> {
        let before = self.at;
        loop {
            let c = self.peek()?;
            if matches!(c, '(' | '（') && self.group_end().is_some()
                || !(super::parts(c) || super::is_invisible(c))
            {
                break;
            }
            self.take();
        }
        let (start, touching) = (self.at, self.at == before && before > 0);
        let mut negated = false;
        let item =
            |reader: &Self, negated, kind| Some(Item { at: start..reader.at, negated, touching, kind });
        if matches!(self.peek()?, '|' | '｜') {
            self.take();
            return item(self, false, Kind::Bar);
        }
        if matches!(self.peek()?, '-' | '－') {
            self.take();
            negated = true;
        }
        if let Some(end) = self.group_end() {
            self.take();
            let inside = self.at..end;
            self.at = end;
            self.take();
            return item(self, negated, Kind::Group(inside));
        }
        let rest = self.query.get(self.at..self.end).unwrap_or_default();
        let word = rest.split(|c: char| super::parts(c) || c == '(').next().unwrap_or_default();
        if let Some(word) = ["AND", "OR", "NOT"].into_iter().find(|known| *known == word) {
            self.at += word.len();
            return item(self, negated, Kind::Word(word));
        }
        let piece = self.piece();
        item(self, negated, Kind::Piece(piece))
    }

    /// Where the group ends that begins here, if one does.
    fn group_end(&self) -> Option<usize> {
        let text = self.query.get(self.at..self.end)?;
        let (mut depth, mut close) = (0usize, None);
        for (at, c) in text.char_indices() {
            match (close, c) {
                (Some(end), c) if c == end => close = None,
                (Some(_), _) => {}
                (None, '(' | '（') => depth += 1,
                (None, ')' | '）') => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(self.at + at);
                    }
                }
                (None, c) if depth > 0 => close = super::closing(c),
                (None, _) => return None,
            }
        }
        None
    }

    fn piece(&mut self) -> Piece {
        let mut piece = Piece { at: self.at..self.at, ..Piece::default() };
        let rest = self.query.get(self.at..self.end).unwrap_or_default();
        if let Some(len) = expression(rest) {
            piece.text.push_str(&rest[..len]);
            self.at += len;
            piece.at.end = self.at;
            return piece;
        }
        while let Some(c) = self.peek() {
            // What is wanted exactly keeps its marks.
            let parted = if piece.exact { c.is_whitespace() } else { super::parts(c) };
            if parted || matches!(c, '|' | '｜') {
                break;
            }
            self.take();
            let fresh = piece.text.is_empty() || piece.text.ends_with([':', '：']);
            if super::is_invisible(c) {
                continue;
            }
            if fresh && matches!(c, '\'' | '＇' | '‘' | '’') {
                piece.exact = true;
            } else if let Some(close) = super::closing(c).filter(|_| fresh) {
                piece.exact = true;
                piece.bare = piece.bare.max(piece.text.len());
                while let Some(c) = self.take().filter(|&c| c != close) {
                    piece.text.push(c);
                }
                piece.within = self.within();
            } else {
                piece.text.push(c);
                if !piece.exact {
                    piece.bare = piece.text.len();
                }
            }
        }
        piece.at.end = self.at;
        piece
    }

    /// `~20` behind a phrase.
    fn within(&mut self) -> Option<usize> {
        let rest = self.query.get(self.at..self.end)?.strip_prefix(['~', '～'])?;
        let digits = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
        let within = digits.parse().ok()?;
        self.at = self.end - rest.len() + digits.len();
        Some(within)
    }
}

/// Bytes of the regular expression that a text begins with: `/…/`, and a blank or nothing behind it.
fn expression(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('/')?;
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '/' if !escaped => {
                let end = at + 2;
                let rest = &text[end..];
                let ends =
                    rest.chars().next().is_none_or(|c| super::parts(c) || matches!(c, '|' | '｜' | ')'));
                return (ends && at > 0).then_some(end);
            }
            _ => escaped = false,
        }
    }
    None
}
