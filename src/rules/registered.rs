// Made by cargo xtask generate from src/rules/mod.rs; do not edit.
//! The rules, in the order of their names.

use super::*;

/// All rules.
pub static RULES: &[&Rule] = &[
    &documents_advised::RULE,
    &explanation_copied::RULE,
    &explanation_missing::RULE,
    &explanation_not_asked::RULE,
    &explanation_short::RULE,
    &gambling_denied::RULE,
    &id_back_missing::RULE,
    &incorporated_today::RULE,
    &invisible_character::RULE,
    &markup::RULE,
    &mixed_scripts::RULE,
    &nobody_signs::RULE,
    &nobody_with_control::RULE,
    &none_excludes_others::RULE,
    &ownership_above_100::RULE,
    &ownership_above_100_with_stored::RULE,
    &ownership_below_25::RULE,
    &ownership_missing::RULE,
    &ownership_not_declared::RULE,
    &ownership_unexplained::RULE,
    &person_already_stored::RULE,
    &person_twice::RULE,
    &po_box::RULE,
    &repeated_blanks::RULE,
    &sole_proprietorship_shared::RULE,
    &sole_proprietorship_traded::RULE,
    &terms_not_for_this_kyc_model::RULE,
    &under_18::RULE,
    &virtual_office::RULE,
];
