//! Codes: the stable names of faults, each with its one severity.

use crate::generated::messages::MESSAGES;
use crate::report::Severity;
use crate::schema::same;

/// A fault that an issue may name. Name and severity are public surface: changing either is a breaking change.
#[derive(Debug)]
pub struct Code {
    /// The name, such as `date_not_iso`; the key of its message and the name of its case file.
    pub name: &'static str,
    /// Whether it blocks.
    pub severity: Severity,
    /// What its issues say in English: `npm/messages/en.json`, taken over when the library is compiled.
    pub(crate) template: &'static str,
    /// The parameters that its issues carry, in their order.
    #[cfg(not(target_arch = "wasm32"))]
    pub params: &'static [Parameter],
    /// What is wrong, for the code reference.
    #[cfg(not(target_arch = "wasm32"))]
    pub what: &'static str,
    /// Where the rule is written.
    #[cfg(not(target_arch = "wasm32"))]
    pub source: &'static str,
}

/// A parameter of a code, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A word.
    Word(&'static str),
    /// A word that some of its issues carry.
    MaybeWord(&'static str),
    /// A number.
    Number(&'static str),
    /// Words, in the order in which they are to be read.
    List(&'static str),
}

#[cfg(not(target_arch = "wasm32"))]
impl Parameter {
    /// Its name, as it stands in `params` and in the templates of messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word(name) | Self::MaybeWord(name) | Self::Number(name) | Self::List(name) => name,
        }
    }
}

impl Code {
    /// A code that blocks. What it means and where that is written stay out of the module.
    pub const fn error(name: &'static str, what: &'static str, source: &'static str) -> Self {
        Self::new(name, Severity::Error, what, source)
    }

    /// A code that never blocks.
    pub const fn warning(name: &'static str, what: &'static str, source: &'static str) -> Self {
        Self::new(name, Severity::Warning, what, source)
    }

    #[cfg_attr(target_arch = "wasm32", allow(unused_variables))]
    const fn new(name: &'static str, severity: Severity, what: &'static str, source: &'static str) -> Self {
        Self {
            name,
            severity,
            template: template(name),
            #[cfg(not(target_arch = "wasm32"))]
            params: &[],
            #[cfg(not(target_arch = "wasm32"))]
            what,
            #[cfg(not(target_arch = "wasm32"))]
            source,
        }
    }

    /// The parameters that its issues carry, in their order.
    #[cfg_attr(target_arch = "wasm32", allow(unused_mut, unused_variables))]
    pub const fn params(mut self, params: &'static [Parameter]) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.params = params;
        }
        self
    }
}

/// The wording of a code; the code itself where there is none, which a test holds to be nowhere.
const fn template(code: &'static str) -> &'static str {
    let mut at = 0;
    while at < MESSAGES.len() {
        let (name, template) = MESSAGES[at];
        if same(name, code) {
            return template;
        }
        at += 1;
    }
    code
}
