//! Word segmentation by jieba.

use std::sync::OnceLock;

use jieba_rs::Jieba;

static JIEBA: OnceLock<Jieba> = OnceLock::new();

/// The segmenter with its dictionary; the first call takes some 100 ms, so it belongs on a worker thread.
pub fn jieba() -> &'static Jieba {
    JIEBA.get_or_init(Jieba::new)
}

/// Whether [`jieba`] would answer at once.
pub fn is_loaded() -> bool {
    JIEBA.get().is_some()
}
