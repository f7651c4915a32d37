//! `headergen [--check] [DIRECTORY]`: prints the installed C headers and the manual pages into
//! `include` and `man` of the directory, by default the workspace.
//!
//! These two belong to headergen as a whole: files that it did not print are removed. With
//! `--check` nothing is written: differences are shown as a unified diff, and the exit status is 1
//! if there are any.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use headergen::template::{self, Files};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("headergen: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no workspace")?;
    let mut check = false;
    let mut directory = None;
    for argument in std::env::args_os().skip(1) {
        if argument == "--check" {
            check = true;
        } else if directory.is_none() && !argument.to_string_lossy().starts_with('-') {
            directory = Some(PathBuf::from(argument));
        } else {
            return Err("usage: headergen [--check] [DIRECTORY]".to_string());
        }
    }
    let directory = directory.unwrap_or_else(|| root.to_path_buf());
    let printed = template::printed(root)?;
    let mut stale = Vec::new();
    for part in ["include", "man"] {
        let found = template::files(&directory.join(part))?;
        stale.extend(found.into_iter().map(|path| Path::new(part).join(path)));
    }
    stale.retain(|path| !printed.contains_key(path));
    if check {
        is_fresh(&directory, &printed, &stale)
    } else {
        write(&directory, &printed, &stale).map(|()| true)
    }
}

fn write(directory: &Path, printed: &Files, stale: &[PathBuf]) -> Result<(), String> {
    for path in stale {
        let path = directory.join(path);
        fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    for (path, text) in printed {
        let path = directory.join(path);
        // A file that is right already keeps its time, for those who build from it.
        if fs::read_to_string(&path).is_ok_and(|old| old == *text) {
            continue;
        }
        path.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn is_fresh(directory: &Path, printed: &Files, stale: &[PathBuf]) -> Result<bool, String> {
    let mut differences = 0;
    for (path, text) in printed {
        let file = directory.join(path);
        let old = if file.exists() { template::read(&file)? } else { String::new() };
        if old != *text {
            differences += 1;
            show_difference(&file, text)?;
        }
    }
    for path in stale {
        differences += 1;
        println!("{}: not printed by headergen", directory.join(path).display());
    }
    if differences != 0 {
        println!("{differences} files differ from what headergen prints; run: make headers");
    }
    Ok(differences == 0)
}

/// Compares the file, empty if it does not exist, with the text.
fn show_difference(file: &Path, text: &str) -> Result<(), String> {
    let name = file.display().to_string();
    let fail = |error: io::Error| format!("diff: {error}");
    let mut diff = Command::new("diff")
        .args(["-uN", "--label", &name, "--label", &format!("{name} (printed)"), &name, "-"])
        .stdin(Stdio::piped())
        .spawn()
        .map_err(fail)?;
    let mut input = diff.stdin.take().ok_or("diff: no standard input")?;
    input.write_all(text.as_bytes()).map_err(fail)?;
    drop(input);
    diff.wait().map_err(fail)?;
    Ok(())
}
