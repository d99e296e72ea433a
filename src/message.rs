//! What an issue says in English. The wording lives in `npm/messages/en.json`, beside the other languages.

use alloc::string::String;
use core::fmt::Write;

use crate::generated::messages::MESSAGES;
use crate::report::Param;

/// Fills the template of a code. `{field}` stands for the field in words, any other name for a parameter.
pub fn english(code: &str, field: &str, params: &[(&'static str, Param)]) -> String {
    let template = match MESSAGES.binary_search_by(|(name, _)| (*name).cmp(code)) {
        Ok(at) => MESSAGES[at].1,
        // A test holds every code against the table; a missing message must still not trap.
        Err(_) => code,
    };
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        match params.iter().find(|(param, _)| *param == name) {
            Some((_, param)) => write_param(&mut text, param),
            None if name == "field" => text.push_str(field),
            None => {}
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A key as words: `last_name` is "last name".
pub fn words(key: &str) -> String {
    match key {
        "poa" => "proof of address".into(),
        "poa_type" => "type of proof of address".into(),
        _ => key.replace('_', " "),
    }
}

fn write_param(text: &mut String, param: &Param) {
    match param {
        Param::Text(word) => text.push_str(word),
        Param::Number(number) => write_number(text, *number),
        Param::List(list) => {
            for (at, word) in list.iter().enumerate() {
                if at > 0 {
                    text.push_str(if at + 1 == list.len() { " or " } else { ", " });
                }
                text.push_str(word);
            }
        }
    }
}

/// At most two decimals, none where they are zero: the parameters are counts, limits and percentages.
fn write_number(text: &mut String, number: f64) {
    let hundredths = (number * 100.0 + if number < 0.0 { -0.5 } else { 0.5 }) as i64;
    let (whole, part) = (hundredths / 100, (hundredths % 100).unsigned_abs());
    // Writing to a String can't fail.
    let _ = match part {
        0 => write!(text, "{whole}"),
        part if part % 10 == 0 => write!(text, "{whole}.{}", part / 10),
        part => write!(text, "{whole}.{part:02}"),
    };
}
