//! Prints the installed C headers of librseq, and the manual pages.
//!
//! The fast paths are printed from one table of operations ([`operation`]) and one back end per
//! architecture ([`arch`]) by one printer ([`print`]). [`model`] and [`verify`] check what was
//! printed. Everything else in the headers comes from templates. [`manual`] makes pages of the comments.

pub mod arch;
pub mod declarations;
pub mod deprecated;
pub mod manual;
pub mod model;
pub mod operation;
pub mod print;
pub mod statement;
pub mod template;
pub mod verify;

/// The text that replaces a template's line `@@name@@` or `@@name:argument@@`: `operations`,
/// `pseudocode`, `deprecated`, `refusals`, and `bits:<architecture header>` (`bits:x86`). `None` for
/// any other name.
#[must_use]
pub fn fragment(name: &str, argument: Option<&str>) -> Option<String> {
    match (name, argument) {
        ("operations", None) => Some(print::operations()),
        ("pseudocode", None) => Some(print::pseudocode()),
        ("deprecated", None) => Some(deprecated::helpers()),
        ("refusals", None) => Some(print::refusals()),
        ("bits", Some(header)) => print::bits(header),
        _ => None,
    }
}
