//! From a patch to its report.

use serde::de::Deserializer;

use crate::answers::Answer;
use crate::checks::shape::REQUIRED;
use crate::checks::text::BLANK_OPTIONAL;
use crate::context::Context;
use crate::findings::{Findings, Path, Step};
use crate::read::{Reader, Value, read, read_unknown};
use crate::report::Report;
use crate::rules::{self, Facts};
use crate::schema::{Needed, Place, Target};
use crate::status;

/// Checks a patch that any serde `Deserializer` can read.
///
/// # Errors
/// Those of the deserializer: text that is not JSON.
pub fn validate_from<'de, D: Deserializer<'de>>(
    deserializer: D,
    context: &Context,
) -> Result<Report, D::Error> {
    let mut findings = Findings::default();
    if !status::check(context, &mut findings) {
        return Ok(findings.report(&context.severity));
    }
    let mut reader = Reader::new(context);
    let patch = read(deserializer, &mut reader)?;
    let mut findings = reader.findings;
    across(&patch, context, &mut findings);
    Ok(findings.report(&context.severity))
}

/// Runs the rules that look at several values.
fn across(patch: &Answer<'_>, context: &Context, findings: &mut Findings) {
    rules::check(&Facts { patch, context }, findings);
    // Blank where words are asked for is one fault, and the one that blocks is named.
    findings.drop_beside_errors(&BLANK_OPTIONAL);
}

/// Checks one value as if it stood at a place of a patch: its own checks and those of what is in it, no rule across
/// values.
///
/// # Errors
/// Those of the deserializer.
pub fn validate_field_from<'de, D: Deserializer<'de>>(
    target: &Target,
    deserializer: D,
    context: &Context,
) -> Result<Report, D::Error> {
    let mut reader = Reader::new(context);
    walk(&target.steps, &Path::Root, |path| {
        let Some(kind) = target.kind else {
            return read_unknown(deserializer, &mut reader, path);
        };
        let field = target.field;
        let required =
            target.item || field.is_some_and(|field| field.required || field.needed == Needed::Always);
        let value = Value { reader: &mut reader, kind, path, required, nullable: !target.item };
        let answer = serde::de::DeserializeSeed::deserialize(value, deserializer)?;
        if answer.is_absent() && field.is_some_and(|field| field.required) {
            reader.findings.add(path, &REQUIRED);
        }
        Ok(())
    })?;
    Ok(reader.findings.report(&context.severity))
}

/// Builds the path of some steps on the stack, and hands it on.
fn walk<T>(places: &[Place], path: &Path<'_>, then: impl FnOnce(&Path<'_>) -> T) -> T {
    let [place, rest @ ..] = places else { return then(path) };
    let step = match place {
        Place::Member(place, name) => Step::Member(*place, name),
        Place::Item(at) => Step::Item(*at),
        Place::Unknown(key) => Step::Unknown(key),
    };
    walk(rest, &Path::Inside(path, &step), then)
}
