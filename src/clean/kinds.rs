//! What a paragraph is besides: an item of a list, a row of a table, a quotation.

use super::assemble::Draft;
use super::line::Line;
use crate::document::BlockKind;
use crate::ingest::Tag;

/// Names the paragraphs that the page's markup or their own marks say more of. A mark alone opens many a
/// paragraph (●本报记者…); a list has two in a row.
pub fn name(drafts: &mut [Draft], lines: &[Line]) {
    let opens_with_mark = |draft: &Draft| draft.lines.first().is_some_and(|&at| lines[at].bullet);
    let marked: Vec<bool> =
        drafts.iter().map(|draft| draft.kind == BlockKind::Paragraph && opens_with_mark(draft)).collect();
    for (at, draft) in drafts.iter_mut().enumerate() {
        let Some(line) = draft.lines.first().map(|&at| &lines[at]) else { continue };
        if draft.kind != BlockKind::Paragraph {
            continue;
        }
        let beside = at > 0 && marked[at - 1] || marked.get(at + 1) == Some(&true);
        draft.kind = match line.hint.tag {
            Tag::TableCell => BlockKind::TableRow,
            Tag::Quote => BlockKind::Quote,
            Tag::Code => BlockKind::Code,
            Tag::ListItem => BlockKind::ListItem,
            _ if marked[at] && beside => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
    }
}
