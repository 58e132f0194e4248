//! Entities that were escaped twice, and stand in a page's text as they were written.

use std::borrow::Cow;

/// Those that editors write, and what they mean.
const ENTITIES: &[(&str, &str)] = &[
    ("&nbsp;", "\u{a0}"),
    ("&ensp;", "\u{2002}"),
    ("&emsp;", "\u{2003}"),
    ("&ldquo;", "“"),
    ("&rdquo;", "”"),
    ("&lsquo;", "‘"),
    ("&rsquo;", "’"),
    ("&mdash;", "—"),
    ("&hellip;", "…"),
    ("&middot;", "·"),
    ("&bull;", "•"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
];

/// The text with what they mean in their place, if there are several: a text that speaks of one writes it once.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if !text.contains('&') || count(&text) < 2 {
        return text;
    }
    for (entity, meaning) in ENTITIES {
        if text.contains(entity) {
            text = Cow::Owned(text.replace(entity, meaning));
        }
    }
    text
}

fn count(text: &str) -> usize {
    ENTITIES.iter().map(|(entity, _)| text.matches(entity).count()).sum()
}
