//! Heaps that a search engine keeps: OpenSearch, Elasticsearch, and what speaks a part of their API.
//!
//! ```text
//! address ─▶ Remote::open ─▶ client ─▶ engine (probe) ─▶ roles ─┬─▶ push    documents that were cleaned here
//!                                                                └─▶ window, read, search, counts
//! ```
//!
//! Nothing is asked of an engine but the common core of the API: `_search` with `bool`, `match`,
//! `match_phrase`, `query_string` and `range`, `_source` filters, `sort` with `search_after`, `terms` and
//! `date_histogram` aggregations, `_count`, `_cat/indices`, `_mapping`, `_bulk`. No other part of the program
//! opens a connection.

mod address;
mod client;
mod engine;
mod entry;
mod fault;
mod fields;
mod push;
mod read;
mod schema;
mod tokens;
mod translate;

pub use address::{Address, Profile, is_remote};
pub use client::Client;
pub use engine::{Abilities, Engine};
pub use entry::{Entry, content_id};
pub use fault::{Fault, Kind};
pub use fields::{Fields, Foreign};
pub use push::{Event, Options, Report, Shard, push};
pub use read::{Cursor, Facets, Found, Opened, Window};
pub use schema::mapping;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

/// An index of an engine that answers.
#[derive(Debug)]
pub struct Remote {
    client: Client,
    address: Address,
    abilities: Abilities,
    fields: OnceLock<Fields>,
}

impl Remote {
    /// Finds the engine at an address and what it can do. The index need not exist yet.
    ///
    /// # Errors
    ///
    /// Where the address makes no sense, nothing answers there, or what answers is no search engine.
    pub fn open(place: &str, profiles: &BTreeMap<String, Profile>) -> Result<Remote, Fault> {
        let address = Address::resolve(place, profiles)?;
        let client = Client::new(&address)?;
        let abilities = engine::probe(&client)?;
        Ok(Remote { client, address, abilities, fields: OnceLock::new() })
    }

    pub fn abilities(&self) -> &Abilities {
        &self.abilities
    }

    /// How the heap was called by who opened it.
    pub fn name(&self) -> &str {
        &self.address.given
    }

    /// The document that the address names, if it names one.
    pub fn document(&self) -> Option<&str> {
        self.address.document.as_deref()
    }

    pub fn index(&self) -> &str {
        &self.address.index
    }

    /// The index's mapping by index name; `None` where there is no such index.
    ///
    /// # Errors
    ///
    /// Where the engine does not answer or refuses.
    pub fn mapping(&self) -> Result<Option<Value>, Fault> {
        match self.get(&format!("/{}/_mapping", self.address.path())) {
            Ok(value) => Ok(Some(value).filter(|value| value.as_object().is_some_and(|all| !all.is_empty()))),
            Err(Fault { kind: Kind::NoIndex { .. }, .. }) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The indexes that there are, by name.
    ///
    /// # Errors
    ///
    /// Where the engine does not answer or refuses.
    pub fn indexes(&self) -> Result<Vec<String>, Fault> {
        let answer = self.get("/_cat/indices?format=json&h=index")?;
        let names = answer.as_array().into_iter().flatten().filter_map(|row| row["index"].as_str());
        // What begins with a dot is the engine's own.
        let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).map(str::to_owned).collect();
        names.sort();
        Ok(names)
    }

    fn get(&self, path: &str) -> Result<Value, Fault> {
        self.client.get(&format!("{}{path}", self.abilities.prefix))
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        self.client.post(&format!("{}{path}", self.abilities.prefix), body)
    }
}
