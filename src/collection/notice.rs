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
    CatalogueDamaged,
    IndexDamaged(OpenError),
}

impl Notice {
    /// What happened, and what follows from it.
    pub fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Notice::NoCache(error), Lang::Zh) => format!("没有缓存文件夹（{error}），索引只放在内存里"),
            (Notice::NoCache(error), Lang::En) => {
                format!("no cache folder ({error}): the index stays in memory")
            }
            (Notice::Unwritable(path, error), Lang::Zh) => {
                format!("{}：不能写入（{error}），改动只放在内存里", path.display())
            }
            (Notice::Unwritable(path, error), Lang::En) => {
                format!("{}: cannot be written ({error}); what is new stays in memory", path.display())
            }
            (Notice::Unsaved(path, error), Lang::Zh) => {
                format!("{}：没有存下来（{error}），索引先放在内存里", path.display())
            }
            (Notice::Unsaved(path, error), Lang::En) => {
                format!("{}: not saved ({error}); the index stays in memory for now", path.display())
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
