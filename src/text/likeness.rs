//! Which name someone may have meant.

/// The least likeness of a name that is worth a question (Jaro and Winkler; 1 is the same).
const ALIKE: f64 = 0.75;

/// The name that someone may have meant who wrote `written`.
pub fn nearest(written: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    names
        .map(|name| (name, strsim::jaro_winkler(name, written)))
        .filter(|(_, likeness)| *likeness > ALIKE)
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(name, _)| name)
}
