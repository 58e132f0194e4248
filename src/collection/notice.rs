//! What is worth a word about the cache: nothing is lost, but something takes longer than it might.

use std::io;
use std::path::PathBuf;

use crate::lang::Lang;
use crate::search::OpenError;

/// Something about where a collection is kept.
#[derive(Debug)]
pub enum Notice {
    /// There is no cache folder and none can be made.
    NoCache(io::Error),
    /// A folder of the cache cannot be written to.
    Unwritable(PathBuf, io::Error),
    /// What was new could not be written down.
    Unsaved(PathBuf, io::Error),
    /// Another process is reading this heap for the first time.
    Busy,
    /// The system cannot tell when something changes.
    Polled,
    CatalogueDamaged,
    IndexDamaged(OpenError),
}

impl Notice {
    /// What happened and what follows from it; first what matters, where a line may be too short for all.
    pub fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Notice::NoCache(error), Lang::Zh) => format!("没有缓存文件夹，索引只放在内存里（{error}）"),
            (Notice::NoCache(error), Lang::En) => {
                format!("no cache folder: the index stays in memory ({error})")
            }
            (Notice::Unwritable(path, error), Lang::Zh) => {
                format!("缓存不能写入，改动只放在内存里：{}（{error}）", path.display())
            }
            (Notice::Unwritable(path, error), Lang::En) => {
                let path = path.display();
                format!("the cache cannot be written; what is new stays in memory: {path} ({error})")
            }
            (Notice::Unsaved(path, error), Lang::Zh) => {
                format!("没有存下来，索引先放在内存里：{}（{error}）", path.display())
            }
            (Notice::Unsaved(path, error), Lang::En) => {
                format!("not saved; the index stays in memory for now: {} ({error})", path.display())
            }
            (Notice::Polled, Lang::Zh) => "系统不通知这里的改动，每十秒查看一次".to_owned(),
            (Notice::Polled, Lang::En) => {
                "the system does not tell of changes here; they are looked for every ten seconds".to_owned()
            }
            (Notice::Busy, Lang::Zh) => "另一个 wenlan 正在给这些文档建索引，这里先用内存".to_owned(),
            (Notice::Busy, Lang::En) => {
                "another wenlan is indexing these documents; this one works in memory".to_owned()
            }
            (Notice::CatalogueDamaged, Lang::Zh) => "目录缓存损坏或版本不同，正在重建".to_owned(),
            (Notice::CatalogueDamaged, Lang::En) => {
                "the cached list is damaged or of another version; it is made anew".to_owned()
            }
            (Notice::IndexDamaged(error), Lang::Zh) => format!("索引损坏或版本不同，正在重建（{error}）"),
            (Notice::IndexDamaged(error), Lang::En) => {
                format!("the index is damaged or of another version and is made anew ({error})")
            }
        }
    }
}
