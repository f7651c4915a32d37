//! The installed headers: templates with their placeholders replaced.
//!
//! `headergen/templates/<path>` becomes `include/<path>`. A line that is nothing but `@@name@@` or
//! `@@name:argument@@` is replaced by the text of that name:
//!
//! | name | text |
//! |---|---|
//! | `declarations:<source>` | declarations of a Rust source file, by cbindgen |
//! | `version` | the version as macros |
//! | any other | [`crate::fragment`] |

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{declarations, deprecated, manual};

/// Text of files by their path below the root.
pub type Files = BTreeMap<PathBuf, String>;

/// Prints the headers and manual pages of the workspace in `root`.
pub fn printed(root: &Path) -> Result<Files, String> {
    let mut printed = headers(root)?;
    printed.extend(manual::pages(&printed)?);
    Ok(printed)
}

fn headers(root: &Path) -> Result<Files, String> {
    let templates = root.join("headergen/templates");
    let mut headers = deprecated::headers();
    for path in files(&templates)? {
        let source = Path::new("headergen/templates").join(&path);
        let text = read(&templates.join(&path))?;
        headers.insert(path, expand(root, &source.display().to_string(), &text)?);
    }
    Ok(headers.into_iter().map(|(path, text)| (Path::new("include").join(path), text)).collect())
}

/// Paths of all files below `directory`, relative to it. None if it does not exist.
pub fn files(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut pending = vec![PathBuf::new()];
    while let Some(relative) = pending.pop() {
        let here = directory.join(&relative);
        if !here.exists() {
            continue;
        }
        let fail = |error| format!("{}: {error}", here.display());
        for entry in fs::read_dir(&here).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let path = relative.join(entry.file_name());
            match entry.file_type().map_err(fail)?.is_dir() {
                true => pending.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The content of a file, its path in the error.
pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The first lines of a header that is printed from `source`.
#[must_use]
pub fn preamble(source: &str) -> String {
    format!(
        "/* Printed by headergen from {source}: change that, then run \"make headers\". */\n\
         /* SPDX-License-Identifier: MIT */\n"
    )
}

fn expand(root: &Path, template: &str, text: &str) -> Result<String, String> {
    let mut header = preamble(template);
    for (number, line) in text.lines().enumerate() {
        let text = match placeholder(line) {
            Some((name, argument)) => replacement(root, name, argument)
                .map_err(|error| format!("{template}:{}: {line}: {error}", number + 1))?,
            None => line.to_string(),
        };
        header.push_str(text.trim_end_matches('\n'));
        header.push('\n');
    }
    Ok(header)
}

fn placeholder(line: &str) -> Option<(&str, Option<&str>)> {
    let inner = line.trim().strip_prefix("@@")?.strip_suffix("@@")?;
    Some(match inner.split_once(':') {
        Some((name, argument)) => (name, Some(argument)),
        None => (inner, None),
    })
}

fn replacement(root: &Path, name: &str, argument: Option<&str>) -> Result<String, String> {
    match (name, argument) {
        ("declarations", Some(source)) => declarations::print(root, source),
        ("version", None) => Ok(version()),
        _ => crate::fragment(name, argument).ok_or_else(|| "no such placeholder".to_string()),
    }
}

fn version() -> String {
    format!(
        "/** Version of the library that these headers belong to. */\n\
         #define LIBRSEQ_VERSION \"{}\"\n\
         #define LIBRSEQ_VERSION_MAJOR {}\n\
         #define LIBRSEQ_VERSION_MINOR {}\n\
         #define LIBRSEQ_VERSION_PATCH {}\n",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_lines_are_placeholders() {
        assert_eq!(placeholder("@@version@@"), Some(("version", None)));
        assert_eq!(placeholder("  @@bits:x86@@"), Some(("bits", Some("x86"))));
        assert_eq!(placeholder("see @@version@@"), None);
        assert_eq!(placeholder("@@"), None);
    }

    #[test]
    fn an_unknown_placeholder_is_named_with_file_and_line() {
        let error = expand(Path::new("/"), "templates/a.h", "int a;\n@@nothing:x@@\n").unwrap_err();
        assert_eq!(error, "templates/a.h:2: @@nothing:x@@: no such placeholder");
    }
}
