//! What goes out: a [`Tree`] as words and one text, which `npm/tape.js` reads in one go.
//!
//! The first three words say how many words follow, where the text stands, and how many bytes it has. Then, by the
//! tags of the tape that comes in: null, false, true, number (two words follow), text (payload: units of UTF-16),
//! object (payload: members, each a text and a value), list (payload: items).

use alloc::{string::String, vec::Vec};

use super::tape::{FALSE, LIST, NULL, NUMBER, OBJECT, TEXT, TRUE};
use crate::checks::file::units;
use crate::tree::Tree;

/// What was told last; it stands where it is until the next call.
#[derive(Debug)]
pub struct Told {
    words: Vec<u32>,
    text: String,
}

impl Told {
    /// Nothing yet.
    pub const fn nothing() -> Self {
        Self { words: Vec::new(), text: String::new() }
    }

    /// Writes a tree, and says where.
    pub fn tell(&mut self, tree: &Tree<'_>) -> *const u32 {
        self.words.clear();
        self.text.clear();
        self.words.extend([0; 3]);
        self.write(tree);
        let head = [self.words.len() - 3, self.text.as_ptr() as usize, self.text.len()];
        for (word, said) in self.words.iter_mut().zip(head) {
            *word = said as u32;
        }
        self.words.as_ptr()
    }

    fn put(&mut self, tag: u32, payload: usize) {
        self.words.push((payload as u32) << 4 | tag);
    }

    fn text(&mut self, text: &str) {
        self.put(TEXT, units(text));
        self.text.push_str(text);
    }

    fn write(&mut self, tree: &Tree<'_>) {
        match tree {
            Tree::Null => self.put(NULL, 0),
            Tree::Flag(flag) => self.put(if *flag { TRUE } else { FALSE }, 0),
            Tree::Number(number) => {
                self.put(NUMBER, 0);
                let bits = number.to_bits();
                self.words.extend([bits as u32, (bits >> 32) as u32]);
            }
            Tree::Text(text) => self.text(text),
            Tree::List(items) => {
                self.put(LIST, items.len());
                items.iter().for_each(|item| self.write(item));
            }
            Tree::Object(members) => {
                self.put(OBJECT, members.len());
                for (name, value) in members {
                    self.text(name);
                    self.write(value);
                }
            }
        }
    }
}
