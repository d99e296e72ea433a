//! Takes the steps of a check, as `cargo xtask generate` makes them.

use super::{dates, iso7064, issued, luhn, special, weighted};

/// What a step, or a whole check, comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// The check digit is another.
    Wrong,
    /// Such a number is not issued.
    Unusual,
}

/// On a step: if it holds, no more is asked.
const ENOUGH: u8 = 128;
/// On a step: if it decides, the next one is left out.
const DECIDES: u8 = 64;

/// Takes the steps over a compact number until one does not hold.
pub fn run(steps: &[u8], number: &mut [u8]) -> Outcome {
    let mut steps = steps;
    while let Some(Step { code, from, to, needs, rest }) = next(steps) {
        steps = rest;
        let end = if to == 0 { number.len() } else { usize::from(to) };
        // The shape has seen to the length.
        let Some(part) = number.get_mut(usize::from(from)..end) else { return Outcome::Unusual };
        // What is below the two marks says what is to be done.
        let decided = take(code % DECIDES, needs, part);
        match decided {
            Some(Outcome::Holds) if code & ENOUGH != 0 => return Outcome::Holds,
            Some(Outcome::Holds) if code & DECIDES != 0 => steps = next(steps).map_or(&[], |next| next.rest),
            Some(Outcome::Holds) | None => {}
            Some(_) if code & ENOUGH != 0 => {}
            Some(outcome) => return outcome,
        }
    }
    Outcome::Holds
}

/// A step of the table.
struct Step<'s> {
    /// What to do.
    code: u8,
    /// The part of the number that it looks at.
    from: u8,
    to: u8,
    /// Weights and the like.
    needs: &'s [u8],
    /// The steps after it.
    rest: &'s [u8],
}

/// Cuts the first step off.
fn next(steps: &[u8]) -> Option<Step<'_>> {
    let [code, length, from, to, after @ ..] = steps else { return None };
    let (needs, rest) = after.split_at_checked(usize::from(*length))?;
    Some(Step { code: *code, from: *from, to: *to, needs, rest })
}

/// Takes one step; `None` where it leaves the answer to the next.
fn take(code: u8, needs: &[u8], part: &mut [u8]) -> Option<Outcome> {
    let right = |holds| if holds { Outcome::Holds } else { Outcome::Wrong };
    let usual = |holds| if holds { Outcome::Holds } else { Outcome::Unusual };
    Some(match code {
        1 => right(weighted::table(needs, part)?),
        2 => right(weighted::modulo(needs, part)),
        3 => right(luhn::holds(needs, part)),
        4 => right(iso7064::mod_11_10(part)),
        5 => right(iso7064::mod_97_10(needs, part)),
        6 => right(weighted::tail(needs, part)),
        7 => usual(issued::in_ranges(needs, part)),
        8 => usual(!issued::begins(needs, part)),
        9 => usual(dates::exists(needs, part)),
        10 => usual(issued::varied(part)),
        11 => usual(issued::repeats_one(part)),
        12 => {
            special::swap(needs, part);
            Outcome::Holds
        }
        13 => right(special::odd_places(part)),
        14 => Outcome::Unusual,
        _ => Outcome::Wrong,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILS: [u8; 4] = [15, 0, 0, 0];
    const RARE: [u8; 4] = [14, 0, 0, 0];
    /// Holds for 1 to 5.
    const LOW: [u8; 8] = [7, 4, 0, 0, 0, 1, 0, 5];

    fn check(steps: &[&[u8]], number: &str) -> Outcome {
        run(&steps.concat(), &mut number.as_bytes().to_vec())
    }

    #[test]
    fn the_first_step_that_does_not_hold_decides() {
        assert_eq!(check(&[], "3"), Outcome::Holds);
        assert_eq!(check(&[&LOW, &FAILS, &RARE], "3"), Outcome::Wrong);
        assert_eq!(check(&[&RARE, &FAILS], "3"), Outcome::Unusual);
    }

    #[test]
    fn enough_is_enough() {
        let mut enough = LOW;
        enough[0] |= ENOUGH;
        assert_eq!(check(&[&enough, &FAILS], "3"), Outcome::Holds);
        assert_eq!(check(&[&enough, &FAILS], "7"), Outcome::Wrong);
        assert_eq!(check(&[&enough], "7"), Outcome::Holds);
    }

    #[test]
    fn what_a_step_leaves_open_the_next_decides() {
        // The remainder of the first character by 2: 0 asks for a 5, 1 is left open.
        let open = [1 | DECIDES, 7, 0, 0, 0, 0, 2, 1, 0, b'5', b'>'];
        assert_eq!(check(&[&open, &FAILS, &RARE], "25"), Outcome::Unusual);
        assert_eq!(check(&[&open, &FAILS, &RARE], "26"), Outcome::Wrong);
        assert_eq!(check(&[&open, &RARE, &FAILS], "26"), Outcome::Wrong);
        assert_eq!(check(&[&open, &RARE, &FAILS], "15"), Outcome::Unusual);
    }

    #[test]
    fn steps_that_do_not_hold_together_break_nothing() {
        for steps in
            [&[1_u8][..], &[1, 9, 0, 0], &[1, 0, 0, 0], &[2, 0, 0, 0], &[2, 2, 0, 0, 0, 0], &[3, 0, 0, 0]]
        {
            run(steps, &mut b"123".to_vec());
        }
        assert_eq!(run(&[7, 0, 5, 9], &mut b"123".to_vec()), Outcome::Unusual);
    }
}
