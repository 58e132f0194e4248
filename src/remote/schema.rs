//! The index that `push` makes: its fields, and how to know it again.

use serde_json::{Value, json};

/// Changes when fields change their meaning: an index of another version is not pushed into.
pub const VERSION: u64 = 1;

/// What the settings and the mapping of a new index say. Bigrams come from the engine's `cjk` analyzer, without
/// its English stop words: a search for exact words misses nothing.
pub fn mapping(shards: Option<u32>, replicas: Option<u32>) -> Value {
    let cjk = json!({"type": "text", "analyzer": "chinese"});
    // Sets: which documents have a token, and nothing else of it.
    let set = json!({"type": "text", "analyzer": "blanks", "index_options": "docs", "norms": false});
    let keyword = json!({"type": "keyword", "ignore_above": 8000});
    let number = json!({"type": "integer"});
    let kept = json!({"type": "object", "enabled": false});
    let mut settings = json!({
        "analysis": {"analyzer": {
            "chinese": {"type": "cjk", "stopwords": "_none_"},
            "blanks": {"type": "whitespace"},
        }},
    });
    if let Some(shards) = shards {
        settings["number_of_shards"] = shards.into();
    }
    if let Some(replicas) = replicas {
        settings["number_of_replicas"] = replicas.into();
    }
    json!({
        "settings": settings,
        "mappings": {
            "_meta": {"wenlan": VERSION},
            "dynamic": false,
            "_source": {"excludes": ["folded", "tokens", "pinyin", "initials"]},
            "properties": {
                "hash": keyword, "address": keyword, "format": keyword, "encoding": keyword, "nature": keyword,
                "title": cjk, "subtitle": cjk, "headings": cjk, "text": cjk, "removed": cjk,
                "source": keyword, "authors": keyword, "url": keyword,
                "date": {"type": "date", "format": "strict_date"},
                "published": keyword, "rules": keyword,
                "chars": number, "sections": number, "bad_bytes": number,
                "meta": kept, "summary": kept, "blocks": kept, "removals": kept, "nature_from": kept,
                "raw": {"type": "text", "index": false},
                "folded": {"properties": {
                    "title": cjk, "headings": cjk, "source": cjk, "authors": cjk, "text": cjk,
                    "address": keyword,
                }},
                "tokens": set, "pinyin": set, "initials": set,
            },
        },
    })
}

/// The version of wenlan's fields that each index of an answer to `_mapping` has; `None` for foreign ones.
pub fn versions(mapping: &Value) -> Vec<(String, Option<u64>)> {
    let indexes = mapping.as_object().into_iter().flatten();
    indexes.map(|(name, index)| (name.clone(), index["mappings"]["_meta"]["wenlan"].as_u64())).collect()
}
