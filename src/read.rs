//! Walks a patch against the schema.
use serde::{Deserialize, Deserializer};
/// What a read of the API answered.
#[derive(Clone, Debug)]
pub struct Stored;
impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> { serde::de::IgnoredAny::deserialize(d)?; Ok(Self) }
}
