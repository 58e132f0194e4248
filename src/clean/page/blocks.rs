//! From lines whose roles are known to the document: what belongs together joined, what was left out kept apart.

use rustc_hash::FxHashMap;

use super::{Page, Role};
use crate::clean::assemble::{self, Cut, Draft};
use crate::clean::class::is_comma;
use crate::clean::line::Line;
use crate::clean::{LineVerdict, debris, heading, join, kinds, levels, order};
use crate::document::{BlockKind, Document, Nature, Reason, TitleFrom};

impl Page<'_> {
    /// Lines → drafts of blocks: what belongs together joined, what stands apart brought together.
    pub(in crate::clean) fn join_lines(&mut self) -> Vec<Draft> {
        let body: Vec<&Line> =
            self.text.clone().filter(|&at| self.roles[at] == Role::Text).map(|at| &self.lines[at]).collect();
        let long = body.iter().filter(|line| line.chars >= 30).count().max(1);
        let broken = body
            .iter()
            .filter(|line| line.chars >= 30 && !line.ends_sentence() && !line.ends_colon())
            .count();
        let indents = body.iter().filter(|line| line.chars >= 30 && line.indent >= 2).count();
        let context = join::Context {
            ngrams: &self.ngrams,
            indented: indents * 2 > long || self.style.indent.is_some_and(|indent| indent >= 2),
            width: self.wrap.width,
            posted: self.thread.is_some(),
            spaced: body.iter().filter(|line| line.blank_before > 0).count() * 6 > body.len(),
            broken: broken as f32 / long as f32,
        };
        let keeps_lines = matches!(self.told.nature, Nature::Verse | Nature::Chat | Nature::Table);
        let mut drafts: Vec<Draft> = Vec::new();
        let mut tail: Option<usize> = None;
        for at in 0..self.lines.len() {
            let kind = match self.roles[at] {
                Role::Removed(reason) => {
                    if reason != Reason::Markup && reason != Reason::Continuation {
                        tail = None;
                    }
                    continue;
                }
                Role::Doubt(reason) => {
                    let kind = BlockKind::Paragraph;
                    drafts.push(Draft { kind, lines: vec![at], repair: None, doubt: Some(reason) });
                    tail = None;
                    continue;
                }
                Role::Heading => BlockKind::Heading { level: 1 },
                Role::Caption => BlockKind::Caption,
                Role::Row { .. } => BlockKind::TableRow,
                Role::Text => BlockKind::Paragraph,
            };
            if self.roles[at] == (Role::Row { opens: false })
                && let Some(last) = drafts.last_mut().filter(|last| last.kind == BlockKind::TableRow)
            {
                last.lines.push(at);
                continue;
            }
            if kind == BlockKind::Paragraph
                && let Some(before) = tail
                && let Some(last) = drafts.last_mut()
                && !self.lines[at].continues
                && !keeps_lines
                && !self.lines[at].stands_alone()
            {
                let head = &self.lines[last.lines[0]];
                let above = last.lines.iter().rev().nth(1).map(|&above| &self.lines[above]);
                let flows = before + 1 == at && self.wrap.flows(before);
                let seam =
                    join::Seam { head, above, before: &self.lines[before], next: &self.lines[at], flows };
                if join::evidence(&seam, &context) > 0.0 {
                    last.lines.push(at);
                    tail = Some(at);
                    continue;
                }
            }
            if kind == BlockKind::Caption
                && let Some(last) = drafts.last_mut()
                && last.kind == BlockKind::Caption
                && last.lines.ends_with(&[at - 1])
                && self.wrap.flows(at - 1)
            {
                last.lines.push(at);
                continue;
            }
            // 第三章, with 总则 on the next line: one heading.
            if matches!(kind, BlockKind::Heading { .. })
                && let Some(last) = drafts.last_mut()
                && matches!(last.kind, BlockKind::Heading { .. })
                && last.lines == [at - 1]
                && heading::is_bare_number(self.lines[at - 1].text)
                && !heading::is_numbered(self.lines[at].text)
            {
                last.lines.push(at);
                continue;
            }
            drafts.push(Draft { kind, lines: vec![at], repair: None, doubt: None });
            tail = (kind == BlockKind::Paragraph && !self.lines[at].stands_alone()).then_some(at);
        }
        if self.told.nature.has_furniture() || self.told.nature == Nature::Article {
            order::restore(&mut drafts, &self.lines, &self.ngrams);
        }
        kinds::name(&mut drafts, &self.lines);
        drafts
    }

    pub(in crate::clean) fn finish(
        mut self,
        mut drafts: Vec<Draft>,
        text: &str,
    ) -> (Document, Vec<LineVerdict>) {
        let texts: Vec<&str> = drafts
            .iter()
            .filter(|d| matches!(d.kind, BlockKind::Heading { .. }))
            .map(|d| self.lines[d.lines[0]].text)
            .collect();
        let mut levels = levels::of(&texts).into_iter();
        // What is numbered within the chapters of a book stands below them.
        let heads: FxHashMap<usize, u8> = self.told.heads.iter().map(|head| (head.at, head.level)).collect();
        let deepest = heads.values().copied().max().unwrap_or(0);
        for draft in &mut drafts {
            if let BlockKind::Heading { level } = &mut draft.kind {
                let own = levels.next().unwrap_or(1);
                let head = heads.get(&draft.lines[0]).copied();
                *level = head.unwrap_or_else(|| own.saturating_add(deepest).min(6));
            }
        }
        for (line, role) in self.lines.iter().zip(&self.roles) {
            if !matches!(role, Role::Removed(_)) {
                assemble::invisible(line, &mut self.cuts);
                for range in debris::find(line) {
                    let range = line.start + range.start..line.start + range.end;
                    self.cuts.push(Cut { range, reason: Reason::Interface });
                }
                if let Some(range) = debris::continuation(line) {
                    let range = line.start + range.start..line.start + range.end;
                    self.cuts.push(Cut { range, reason: Reason::Continuation });
                }
            }
        }
        self.cuts.sort_by_key(|cut| cut.range.start);
        let reasons: Vec<Option<Reason>> = self
            .roles
            .iter()
            .map(|role| match role {
                Role::Removed(reason) => Some(*reason),
                _ => None,
            })
            .collect();
        let mut blocks = assemble::blocks(text, &self.lines, &self.cuts, &drafts);
        if self.told.nature == Nature::Scanned {
            blocks.iter_mut().for_each(|block| assemble::close_blanks(&mut block.text));
            if let Some(title) = &mut self.meta.title {
                assemble::close_blanks(title);
            }
        }
        let removed = assemble::removed(text, &self.lines, &reasons, &self.cuts);
        if self.meta.title.is_none() {
            (self.meta.title, self.meta.title_from) = match blocks.first() {
                Some(first) => (Some(first_sentence(&first.text)), TitleFrom::FirstSentence),
                None => (None, TitleFrom::FileName),
            };
        } else {
            self.meta.title_from = TitleFrom::Text;
        }
        let verdicts = self
            .lines
            .iter()
            .enumerate()
            .map(|(at, line)| LineVerdict {
                line: line.number,
                role: match self.roles[at] {
                    Role::Text => "paragraph",
                    Role::Caption => "caption",
                    Role::Heading => "heading",
                    Role::Row { .. } => "table-row",
                    Role::Removed(reason) => reason.name(),
                    Role::Doubt(_) => "doubtful",
                },
                rule: self.rules[at],
                score: self.scores[at],
            })
            .collect();
        let (nature, nature_from) = (self.told.nature, self.told.because);
        (Document { meta: self.meta, nature, nature_from, blocks, removed }, verdicts)
    }
}

/// The first sentence of a text, cut at a length that a list can show: behind a clause, where one ends by then.
pub(in crate::clean) fn first_sentence(text: &str) -> String {
    const LONGEST: usize = 40;
    const SHORTEST: usize = 10;
    let sentence =
        crate::text::sentence::sentences(text).into_iter().next().map_or(text, |range| &text[range]);
    let mut head: String = sentence.chars().take(LONGEST).collect();
    if head.len() < sentence.len()
        && let Some(end) = head.rfind(is_comma)
        && head[..end].chars().count() >= SHORTEST
    {
        head.truncate(end);
    }
    head
}
