//! The query language.

/// A parsed query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub terms: Vec<String>,
}

impl Query {
    /// Never fails: a half-typed query means what can be made of it.
    pub fn parse(text: &str) -> Query {
        Query { terms: text.split_whitespace().map(str::to_owned).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}
