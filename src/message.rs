//! What an issue says in English. The wording lives in `npm/messages/en.json`, beside the other languages.

use alloc::string::String;

use crate::report::Param;

/// Fills a template. `{field}` stands for the field in words, any other name for a parameter.
pub fn english(template: &str, field: &str, params: &[(&'static str, Param)]) -> String {
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
    if hundredths < 0 {
        text.push('-');
    }
    push_number(text, whole.unsigned_abs(), 1);
    match part {
        0 => return,
        _ => text.push('.'),
    }
    if part % 10 == 0 { push_number(text, part / 10, 1) } else { push_number(text, part, 2) }
}

/// Writes a whole number with at least so many digits. Formatting it would bring 3 KB into the module.
pub fn push_number(text: &mut String, number: u64, digits: usize) {
    if number > 9 || digits > 1 {
        push_number(text, number / 10, digits.saturating_sub(1));
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// The pointer to an item of a list.
pub fn item(list: &str, at: usize) -> String {
    let mut pointer = [list, "/"].concat();
    push_number(&mut pointer, at as u64, 1);
    pointer
}
