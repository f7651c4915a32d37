//! The headers are the manual: every function, macro, structure and enum that a program may use has
//! a comment. That of a function names each parameter and says what it is about threads and
//! signals, unless the header says so of all.

use std::fs;
use std::path::Path;

/// Where a header speaks of all functions whose names begin like this.
const OF_ALL: &[(&str, &str, &str)] = &[
    ("rseq/rseq.h", "rseq_load_", "All are thread-safe and async-signal-safe;"),
    ("rseq/mempool.h", "", "Nothing here is async-signal-safe except rseq_percpu_ptr()."),
];

/// What a program may not use: `_NAME`, `rseq__name`, `RSEQ__NAME`.
fn internal(name: &str) -> bool {
    name.starts_with('_') || name.to_lowercase().starts_with("rseq__")
}

/// The name at the start of a text.
fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// What a line at the left margin begins: its name and, if it is a function, the parameters, which
/// may go on in the lines that follow.
fn item(line: &str, following: &str) -> Option<(String, Option<Vec<String>>)> {
    if let Some(rest) = line.strip_prefix("#define ") {
        return Some((name(rest), None));
    }
    let line = line.trim_start_matches("__extension__ ");
    if let Some(rest) = line.strip_suffix(" {").or(line.strip_suffix(';'))
        && let Some(tag) = ["struct ", "union ", "enum "].iter().find_map(|k| rest.strip_prefix(k))
        && !tag.contains(' ')
    {
        return Some((tag.to_string(), None));
    }
    if !line.starts_with(|c: char| c.is_ascii_lowercase()) || line.starts_with("typedef") {
        return None;
    }
    let code = format!("{line}\n{following}").replace("__attribute__((always_inline))", "");
    let (before, rest) = code.split_once('(')?;
    if !before.contains([' ', '\n']) || before.contains([';', '=', '}']) {
        return None;
    }
    let parameters = rest.split_once(')')?.0.split(',').filter(|one| one.trim() != "void");
    let last_name =
        |text: &str| text.trim().rsplit([' ', '*', '\n']).next().unwrap_or("").to_string();
    Some((last_name(before), Some(parameters.map(last_name).collect())))
}

/// What is missing in a header.
fn missing(header: &str, text: &str) -> Vec<String> {
    let of_all = |function: &str| {
        let flat = words(text);
        OF_ALL.iter().any(|&(of, prefix, statement)| {
            of == header && function.starts_with(prefix) && flat.contains(statement)
        })
    };
    let mut missing = Vec::new();
    // What belongs together has no empty line at the left margin in it: a comment stands for all of
    // it, such as both branches of a condition.
    for paragraph in text.split("\n\n") {
        let lines = paragraph.lines().scan(0, |start, line| {
            let at = *start;
            *start += line.len() + 1;
            Some((at, line))
        });
        for (at, line) in lines {
            let following = paragraph.get(at + line.len() + 1..).unwrap_or("");
            let Some((name, parameters)) = item(line, following) else { continue };
            if internal(&name) {
                continue;
            }
            let comment = words(&paragraph[..at]);
            // Or what the header says at its top.
            let listed = words(text.split_once("*/\n#").map_or("", |(top, _)| top))
                .split([' ', ',', ';', '.', '(', ')'])
                .any(|word| word == name);
            if !comment.contains("/*") && (parameters.is_some() || !listed) {
                missing.push(format!("{header}: {name} has no comment"));
                continue;
            }
            // "name() for a global pool": what that one says.
            let other = comment.strip_prefix("/** ").and_then(|text| text.split_once("() for "));
            if other.is_some_and(|(other, _)| text.contains(&format!("{other}("))) {
                continue;
            }
            for parameter in parameters.iter().flatten() {
                if !comment.contains(&format!("@{parameter}:")) {
                    missing.push(format!("{header}: {name} does not say what {parameter} is"));
                }
            }
            let safety = ["thread-safe", "async-signal-safe"];
            let said = safety.iter().all(|word| comment.to_lowercase().contains(word));
            if parameters.is_some() && !said && !of_all(&name) {
                missing.push(format!("{header}: {name} says nothing of threads and signals"));
            }
        }
    }
    missing
}

/// A text without line breaks and the stars of comments.
fn words(text: &str) -> String {
    text.split_whitespace().filter(|word| *word != "*").collect::<Vec<_>>().join(" ")
}

#[test]
fn everything_public_is_documented() {
    let include = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("include");
    let headers = [
        "rseq/abi.h",
        "rseq/arch.h",
        "rseq/compiler.h",
        "rseq/inject.h",
        "rseq/mempool.h",
        "rseq/rseq.h",
        "rseq/thread-pointer.h",
        "rseq/utils.h",
    ];
    let found = headers.map(|header| {
        let text = fs::read_to_string(include.join(header)).expect("a header");
        missing(header, &text)
    });
    assert_eq!(found.concat(), Vec::<String>::new());
}

#[test]
fn what_is_missing_is_found() {
    let good = "/**\n * Adds.\n *\n * @a: one.\n *\n * Thread-safe, async-signal-safe.\n */\n\
                static inline __attribute__((always_inline)) int\nadd(int *a)\n{\n}\n";
    let missing = |text: &str| missing("rseq/rseq.h", text);
    assert_eq!(missing(good), Vec::<String>::new());
    assert_eq!(missing(&good.replace("@a: one.", "")), ["rseq/rseq.h: add does not say what a is"]);
    assert_eq!(
        missing(&good.replace("Thread-safe, ", "")),
        ["rseq/rseq.h: add says nothing of threads and signals"]
    );
    let code = ["int add(int a);", "#define add(a) a", "struct add {", "enum add {", "struct add;"];
    for code in code {
        assert_eq!(missing(code), ["rseq/rseq.h: add has no comment"], "{code}");
    }
    assert_eq!(missing("#define _INTERNAL\nextern struct add *variable;"), Vec::<String>::new());
}
