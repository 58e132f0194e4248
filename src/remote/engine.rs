//! Which engine answers, and what it can do: found out by asking, not by what a user says.

use serde_json::Value;

use super::client::Client;
use super::fault::{Fault, Kind};

/// Engines that speak the common core of the search API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    OpenSearch,
    Elasticsearch,
    Quickwit,
    ZincSearch,
    Manticore,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Engine::OpenSearch => "OpenSearch",
            Engine::Elasticsearch => "Elasticsearch",
            Engine::Quickwit => "Quickwit",
            Engine::ZincSearch => "ZincSearch",
            Engine::Manticore => "Manticore",
        }
    }
}

/// What an engine can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abilities {
    pub engine: Engine,
    pub version: String,
    /// What stands before every path.
    pub prefix: &'static str,
    /// Keeps the ids that documents are given, so that a repeated push changes nothing.
    pub keeps_ids: bool,
    /// Refuses a document that is there (`create`); otherwise it is written over by itself.
    pub refuses_twins: bool,
    /// Goes on behind the last document of a page (`search_after`); otherwise pages are counted off.
    pub search_after: bool,
    /// Has analyzers with bigrams for Chinese.
    pub bigrams: bool,
}

impl Abilities {
    fn of(engine: Engine, version: &str) -> Abilities {
        let whole = matches!(engine, Engine::OpenSearch | Engine::Elasticsearch);
        Abilities {
            engine,
            version: version.to_owned(),
            prefix: match engine {
                Engine::Quickwit => "/api/v1/_elastic",
                Engine::ZincSearch => "/es",
                _ => "",
            },
            keeps_ids: whole || engine == Engine::ZincSearch,
            refuses_twins: whole,
            search_after: whole || engine == Engine::Quickwit,
            bigrams: whole,
        }
    }
}

/// Where engines say who they are, the commonest first.
const PLACES: [&str; 3] = ["/", "/api/v1/_elastic/", "/es/"];

/// Asks who answers.
///
/// # Errors
///
/// Where nobody does, or no search engine.
pub fn probe(client: &Client) -> Result<Abilities, Fault> {
    let mut first: Option<Fault> = None;
    for place in PLACES {
        match client.get(place) {
            Ok(value) => {
                if let Some((engine, version)) = who(&value, place) {
                    return Ok(Abilities::of(engine, &version));
                }
            }
            // These engines show a page to browsers, or nothing, where others say who they are.
            Err(fault)
                if matches!(
                    fault.kind,
                    Kind::Page { .. } | Kind::Refused { .. } | Kind::Garbled | Kind::NoIndex { .. }
                ) =>
            {
                first.get_or_insert(fault);
            }
            Err(fault) => return Err(first.filter(|_| !fault.is_passing()).unwrap_or(fault)),
        }
    }
    Err(match first {
        Some(fault @ Fault { kind: Kind::Page { .. }, .. }) => fault,
        Some(fault) => Fault::new(fault.place, Kind::NoEngine),
        None => Fault::new(client.place(), Kind::NoEngine),
    })
}

/// The engine that gives this answer at this place, and its version.
fn who(answer: &Value, place: &str) -> Option<(Engine, String)> {
    let version = &answer["version"];
    let number = version["number"].as_str()?.to_owned();
    let said = |key: &str| answer[key].as_str().unwrap_or_default().to_ascii_lowercase();
    let distribution = version["distribution"].as_str().unwrap_or_default();
    let engine = match (distribution, place) {
        ("opensearch", _) => Engine::OpenSearch,
        ("quickwit", _) | (_, "/api/v1/_elastic/") => Engine::Quickwit,
        (_, "/es/") => Engine::ZincSearch,
        _ if said("name").contains("manticore") || said("cluster_name").contains("manticore") => {
            Engine::Manticore
        }
        _ if number.to_ascii_lowercase().contains("manticore") => Engine::Manticore,
        _ if said("name").contains("zinc") => Engine::ZincSearch,
        _ if !said("tagline").is_empty() || version.get("lucene_version").is_some() => Engine::Elasticsearch,
        _ => return None,
    };
    Some((engine, number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn engines_are_known_by_what_they_say() {
        for (answer, place, engine) in [
            (
                json!({"version": {"distribution": "opensearch", "number": "2.19.1"}, "tagline": "The OpenSearch Project"}),
                "/",
                Some(Engine::OpenSearch),
            ),
            (
                json!({"version": {"number": "8.13.0", "lucene_version": "9.10"}, "tagline": "You Know, for Search"}),
                "/",
                Some(Engine::Elasticsearch),
            ),
            (
                json!({"cluster_name": "q", "version": {"distribution": "quickwit", "number": "0.8.1"}}),
                "/api/v1/_elastic/",
                Some(Engine::Quickwit),
            ),
            (json!({"name": "zinc", "version": {"number": "0.1.1"}}), "/es/", Some(Engine::ZincSearch)),
            (
                json!({"cluster_name": "docker-manticore", "version": {"number": "6.2.12"}}),
                "/",
                Some(Engine::Manticore),
            ),
            (json!({"version": {"number": "1.0"}}), "/", None),
            (json!({"hello": "world"}), "/", None),
        ] {
            assert_eq!(who(&answer, place).map(|(engine, _)| engine), engine, "{answer}");
        }
    }
}
