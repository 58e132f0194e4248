//! Parts of the READMEs that are made, not written: what stands between `<!-- name -->` and `<!-- /name -->`.

/// `text` with the part called `name` replaced; `None` where its marks are missing.
pub fn filled(text: &str, name: &str, content: &str) -> Option<String> {
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let start = text.find(&open)? + open.len();
    let end = text.find(&close)?;
    Some(format!("{}{content}{}", &text[..start], &text[end..]))
}
