//! What holds of any bytes. The fuzz targets call these, and so does `tests/any_bytes.rs`, for the corpus.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kyb_patch::{Context, Stored, missing, validate, validate_field};

/// Bytes as a patch: a report, the same twice, whose pointers are pointers and whose issues are worded.
pub fn patch(bytes: &[u8]) {
    let context =
        Context::from_json(br#"{"now":"2026-06-15T12:00:00Z","documents":"whole"}"#).expect("a context");
    let report = validate(bytes, &context);
    for issue in &report.issues {
        assert!(issue.path.is_empty() || issue.path.starts_with('/'), "{}", issue.path);
        assert!(!issue.message.is_empty(), "{}", issue.code);
    }
    assert_eq!(report, validate(bytes, &context));
}

const TYPES: [&str; 8] = [
    "image/jpeg",
    "image/png",
    "image/heic",
    "image/tiff",
    "application/pdf",
    "text/csv",
    "application/xls",
    "application/xlsx",
];
/// Up to here the ends are all of a file.
const SHORT: usize = 3_000;

/// Bytes as a file, the first of them its declared type, in each place that takes one, looked at whole and by its ends:
/// what the ends say of a short file is what the whole says.
pub fn file(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let mime = TYPES[usize::from(*choice) % TYPES.len()];
    let uri = format!("data:{mime};base64,{}", STANDARD.encode(bytes));
    let patch = format!(
        r#"{{"documents":[{{"doc_type":"other","file":"{uri}"}}],"associated_persons":[{{"poa":"{uri}","identifying_information":[{{"image_front":"{uri}","image_back":"{uri}"}}]}}]}}"#
    );
    let whole = Context::from_json(br#"{"documents":"whole"}"#).expect("a context");
    let whole = validate(patch.as_bytes(), &whole);
    let ends = validate(patch.as_bytes(), &Context::default());
    assert!(!whole.issues.iter().any(|issue| issue.code == "base64_malformed"));
    if bytes.len() < SHORT {
        assert_eq!(whole, ends);
    }
}

/// Bytes as a context, a stored customer or patch, and a pointer, with a NUL between: an error or an answer.
pub fn context(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    let (context, patch, pointer) = (part(), part(), part());
    let context = Context::from_json(context).unwrap_or_default();
    drop(validate(patch, &context));
    if let Ok(patch) = Stored::from_json(patch) {
        drop(missing(context.stored.as_ref(), &patch, context.kyc_model));
    }
    if let Ok(pointer) = str::from_utf8(pointer) {
        drop(validate_field(pointer, patch, &context));
    }
}
