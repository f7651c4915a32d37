// SPDX-License-Identifier: MIT
//! Prints what rseq-bench measured.
//!
//! usage: bench-report FILE.json [--html FILE] [--markdown FILE] [--charts DIRECTORY]
//!        bench-report --compare FILE.json... -- FILE.json...
//!
//! The charts of a Markdown file go to a directory of its name beside it; --charts writes those of
//! all groups.

mod charts;
mod compare;
mod document;
mod results;

use results::Run;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Those that docs/ and README.md show.
const CHARTS_OF_DOCUMENT: [&str; 2] = ["pool-zmalloc", "pool-pair"];

fn read(file: &str) -> Result<Run, Box<dyn Error>> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let run: Run = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
    if run.rows.is_empty() {
        return Err(format!("{file}: nothing was measured").into());
    }
    Ok(run)
}

fn write(file: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    if let Some(directory) = file.parent() {
        fs::create_dir_all(directory)?;
    }
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()).into())
}

fn write_charts(run: &Run, directory: &Path, chosen: &[&str]) -> Result<(), Box<dyn Error>> {
    let groups = run.groups();
    if let Some(svg) = charts::operations(&groups) {
        write(&directory.join("operations.svg"), &svg)?;
    }
    for rows in &groups {
        let name = rows[0].group.as_str();
        if !chosen.is_empty() && !chosen.contains(&name) {
            continue;
        }
        if let Some(svg) = charts::of_group(rows) {
            write(&directory.join(format!("{name}.svg")), &svg)?;
        }
    }
    Ok(())
}

fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    const USAGE: &str = "usage: bench-report FILE.json [--html FILE] [--markdown FILE] \
        [--charts DIRECTORY]\n       bench-report --compare FILE.json... -- FILE.json...";
    let [first, rest @ ..] = arguments else { return Err(USAGE.into()) };
    if first == "--compare" {
        let (ours, others) = rest
            .iter()
            .position(|argument| argument == "--")
            .map(|middle| (&rest[..middle], &rest[middle + 1..]))
            .filter(|(ours, others)| !ours.is_empty() && ours.len() == others.len())
            .ok_or(USAGE)?;
        let read_all = |files: &[String]| files.iter().map(|file| read(file)).collect();
        let (ours, others): (Result<Vec<_>, _>, Result<Vec<_>, _>) =
            (read_all(ours), read_all(others));
        print!("{}", compare::table(&ours?, &others?));
        return Ok(());
    }
    let run = read(first)?;
    if rest.len() % 2 != 0 {
        return Err(USAGE.into());
    }
    for option in rest.chunks_exact(2) {
        let file = Path::new(&option[1]);
        match option[0].as_str() {
            "--html" => write(file, &document::html(&run))?,
            "--markdown" => {
                write(file, &document::markdown(&run))?;
                write_charts(&run, &file.with_extension(""), &CHARTS_OF_DOCUMENT)?;
            }
            "--charts" => write_charts(&run, file, &[])?,
            _ => return Err(USAGE.into()),
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench-report: {error}");
            ExitCode::FAILURE
        }
    }
}
