//! The committed headers and manual pages are what headergen prints; `headergen --check` finds everything else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Exit status and standard output of headergen.
fn headergen(arguments: &[&Path]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_headergen")).args(arguments).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

fn check(directory: &Path) -> (Option<i32>, String) {
    headergen(&[Path::new("--check"), directory])
}

/// A freshly printed directory of that name.
fn printed(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&directory);
    assert_eq!(headergen(&[&directory]), (Some(0), String::new()));
    directory
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} in {}", path.display());
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn committed_headers_are_fresh() {
    let (status, output) = headergen(&[Path::new("--check")]);
    assert_eq!(status, Some(0), "\n{output}");
}

#[test]
fn printing_twice_gives_the_same() {
    let directory = printed("twice");
    assert_eq!(check(&directory), (Some(0), String::new()));
}

#[test]
fn every_header_names_its_template() {
    let directory = printed("origin");
    let header = fs::read_to_string(directory.join("include/rseq/mempool.h")).unwrap();
    let first = header.lines().next().unwrap();
    assert!(first.contains("headergen/templates/rseq/mempool.h"), "{first}");
}

#[test]
fn an_edited_header_is_shown_as_a_difference() {
    let directory = printed("edited");
    let header = directory.join("include/rseq/rseq.h");
    edit(&header, "int rseq_register_current_thread(void);", "int renamed(void);");
    let (status, output) = check(&directory);
    assert_eq!(status, Some(1));
    assert!(output.contains("-int renamed(void);\n"), "{output}");
    assert!(output.contains("+int rseq_register_current_thread(void);\n"), "{output}");
    assert!(output.contains("make headers"), "{output}");

    assert_eq!(headergen(&[&directory]), (Some(0), String::new()));
    assert_eq!(check(&directory), (Some(0), String::new()));
}

#[test]
fn a_missing_header_is_shown_as_a_difference() {
    let directory = printed("missing");
    fs::remove_file(directory.join("include/rseq/utils.h")).unwrap();
    let (status, output) = check(&directory);
    assert_eq!(status, Some(1));
    assert!(output.contains("+#ifndef _RSEQ_UTILS_H\n"), "{output}");
}

#[test]
fn a_file_that_is_not_printed_is_found_and_removed() {
    let directory = printed("stale");
    let stale = directory.join("include/rseq/arch/vax.h");
    fs::write(&stale, "").unwrap();
    let (status, output) = check(&directory);
    assert_eq!(status, Some(1));
    assert!(output.contains("vax.h"), "{output}");

    assert_eq!(headergen(&[&directory]), (Some(0), String::new()));
    assert!(!stale.exists());
}

#[test]
fn a_page_of_the_manual_follows_its_header() {
    let directory = printed("manual");
    let page = directory.join("man/man3/rseq_register_current_thread.3");
    edit(&page, "int rseq_init(void);", "int renamed(void);");
    let (status, output) = check(&directory);
    assert_eq!(status, Some(1));
    assert!(output.contains("+\\fBint rseq_init(void);\\fP\n"), "{output}");
}

#[test]
fn unknown_arguments_are_refused() {
    let output = Command::new(env!("CARGO_BIN_EXE_headergen")).arg("--chekc").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("usage"));
}
