//! Short names where module and glue meet. wasm-bindgen gives imports and closures names that carry
//! a hash (`__wbg_now_463ac581d2fc7ea3`); nobody calls them by name, and they are a tenth of what
//! crosses the wire.

use std::collections::BTreeMap;

/// The short names given so far, by the long ones.
#[derive(Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The short name for a long one, the same each time; a name without a hash stays as it is.
    pub fn shorten(&mut self, long: &str) -> String {
        if !has_hash(long) {
            return long.to_owned();
        }
        let next = format!("$w{}", self.0.len());
        self.0.entry(long.to_owned()).or_insert(next).clone()
    }

    /// The text with each long name replaced, where it stands as a whole identifier.
    pub fn replace(&self, text: &str) -> String {
        let mut replaced = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_of_identifier) {
            let behind = &rest[start..];
            let end = behind.find(|c| !is_of_identifier(c)).unwrap_or(behind.len());
            let (word, after) = behind.split_at(end);
            replaced.push_str(&rest[..start]);
            replaced.push_str(self.0.get(word).map_or(word, String::as_str));
            rest = after;
        }
        replaced.push_str(rest);
        replaced
    }
}

fn is_of_identifier(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Whether sixteen hexadecimal digits stand together, as in what wasm-bindgen makes up.
fn has_hash(name: &str) -> bool {
    name.split('_').any(|part| part.len() == 16 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn one_name_is_shortened_to_one_name() {
        let mut names = Names::default();
        let first = names.shorten("__wbg_new_cd4348290afae586");
        assert_ne!(first, names.shorten("__wbg_new_7075786089b89c5e"));
        assert_eq!(first, names.shorten("__wbg_new_cd4348290afae586"));
    }

    #[test]
    fn names_that_callers_know_stay() {
        let mut names = Names::default();
        for name in ["validate", "memory", "__wbindgen_malloc", "__wbindgen_externrefs", "set_context"] {
            assert_eq!(names.shorten(name), name);
        }
    }

    #[test]
    fn only_whole_identifiers_are_replaced() {
        let mut names = Names::default();
        let long = "__wbg_now_463ac581d2fc7ea3";
        let short = names.shorten(long);
        let glue = format!("{{ {long}: function() {{ return wasm.{long}(1) }}, {long}x: 2, 'é': {long} }}");
        let expected =
            format!("{{ {short}: function() {{ return wasm.{short}(1) }}, {long}x: 2, 'é': {short} }}");
        assert_eq!(names.replace(&glue), expected);
    }
}
