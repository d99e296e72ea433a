//! The base64 of a file (RFC 4648, section 4), checked and decoded in one walk, or decoded by the host already.

use alloc::vec;

use super::Look;

/// How much is decoded at once at most, in bytes of content.
const BLOCK: usize = 12_288;

/// Base64, whole or by both ends, of a length that base64 can have; its signs are not yet looked at.
#[derive(Clone, Copy, Debug)]
pub struct Base64<'a> {
    /// Its beginning, or all of it but the padding.
    head: &'a [u8],
    /// Its end but for the padding, and at which byte of the content it begins; where there is more between.
    tail: Option<(&'a [u8], u64)>,
    /// Whether it is what the signs stand for, and no longer the signs.
    decoded: bool,
    /// How many bytes it stands for.
    pub size: u64,
}

impl<'a> Base64<'a> {
    /// Takes all of it, or its ends and the length of all; `None` where that is no multiple of four.
    pub fn of(head: &'a [u8], tail: &'a [u8], units: usize) -> Option<Self> {
        let end = if tail.is_empty() { head } else { tail };
        let padding = end.iter().rev().take_while(|byte| **byte == b'=').take(2).count();
        let end = &end[..end.len() - padding];
        let (head, tail) = match tail {
            [] => (end, None),
            _ => (head, Some((end, (units.saturating_sub(tail.len()) / 4 * 3) as u64))),
        };
        let size = (units as u64 / 4 * 3).saturating_sub(padding as u64);
        units.is_multiple_of(4).then_some(Self { head, tail, decoded: false, size })
    }

    /// Takes all of the content, or that of both ends, of which the last is that of `ending` signs, and the length of all
    /// signs.
    pub fn of_content(head: &'a [u8], tail: &'a [u8], ending: usize, units: usize) -> Self {
        if tail.is_empty() {
            return Self { head, tail: None, decoded: true, size: head.len() as u64 };
        }
        let size = |units: usize| units as u64 / 4 * 3;
        let padding = size(ending).saturating_sub(tail.len() as u64);
        let at = size(units.saturating_sub(ending));
        Self { head, tail: Some((tail, at)), decoded: true, size: size(units).saturating_sub(padding) }
    }

    /// Whether there is nothing but the signs of base64 in what can be seen of it.
    pub fn is_right(&self) -> bool {
        self.decoded || all_signs(self.head) && self.tail.is_none_or(|(tail, _)| all_signs(tail))
    }

    /// Looks at what the file is; `None` where [`Base64::is_right`] says no.
    pub fn look(&self) -> Option<Look> {
        let mut look = Look::default();
        if self.decoded {
            // Of a file without content nothing is to be told.
            if self.size > 0 {
                look.take(0, self.head, self.size);
            }
            if let Some((tail, at)) = self.tail {
                look.take(at, tail, self.size);
            }
            return Some(look);
        }
        let longest = self.head.len().max(self.tail.map_or(0, |(tail, _)| tail.len()));
        // As much as there is, for most files of a form are looked at by their ends.
        let mut block = vec![0; BLOCK.min(longest / 4 * 3 + 3)];
        let Some((tail, at)) = self.tail else {
            let mut seen = 0;
            while look.next < self.size {
                let from = (look.next / 3 * 4) as usize;
                // What is passed over must be base64 all the same.
                if !all_signs(self.head.get(seen..from).unwrap_or_default()) {
                    return None;
                }
                let (bytes, read) = decode(self.head.get(from..)?, &mut block)?;
                seen = from + read;
                look.take(look.next, bytes, self.size);
            }
            return all_signs(self.head.get(seen..)?).then_some(look);
        };
        look.take(0, decode(self.head, &mut block)?.0, self.size);
        look.take(at, decode(tail, &mut block)?.0, self.size);
        Some(look)
    }
}

/// Decodes as much as there is room for; also says how many signs that were. `None` where one is no sign of base64.
fn decode<'b>(text: &[u8], block: &'b mut [u8]) -> Option<(&'b [u8], usize)> {
    let (fours, rest) = text.as_chunks::<4>();
    // Below zero as soon as one sign is none.
    let mut all = 0;
    // Sign by sign and not by `map`, which for size becomes a loop of its own, of three times the time.
    let mut three = |[a, b, c, d]: [u8; 4]| {
        let bits = six(a) << 18 | six(b) << 12 | six(c) << 6 | six(d);
        all |= bits;
        [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8]
    };
    let (threes, _) = block.as_chunks_mut::<3>();
    let count = threes.len().min(fours.len());
    for (bytes, four) in threes.iter_mut().zip(fours) {
        *bytes = three(*four);
    }
    let (mut length, mut read) = (count * 3, count * 4);
    if let Some(last) = threes.get_mut(count) {
        // Without its padding, or cut: a sign that is not there reads as zeros.
        let mut four = [b'A'; 4];
        four[..rest.len()].copy_from_slice(rest);
        *last = three(four);
        length += rest.len() * 3 / 4;
        read += rest.len();
    }
    if all < 0 { None } else { Some((&block[..length], read)) }
}

fn all_signs(bytes: &[u8]) -> bool {
    // By fours and without an early exit: this is most of what a large picture costs.
    let (fours, rest) = bytes.as_chunks::<4>();
    let all = fours.iter().fold(0, |all, [a, b, c, d]| all | six(*a) | six(*b) | six(*c) | six(*d));
    rest.iter().fold(all, |all, byte| all | six(*byte)) >= 0
}

/// What a sign of base64 stands for; -1 for a byte that is none.
fn six(sign: u8) -> i32 {
    SIX[usize::from(sign)].into()
}

/// By bytes.
static SIX: [i8; 256] = {
    let mut table = [-1; 256];
    let mut value = 0;
    while value < 64 {
        let sign = match value {
            0..26 => b'A' + value,
            26..52 => b'a' + value - 26,
            52..62 => b'0' + value - 52,
            62 => b'+',
            _ => b'/',
        };
        table[sign as usize] = value as i8;
        value += 1;
    }
    table
};
