//! One machine's run, a line of the table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::machines::{Kernel, Machine};
use crate::programs::{self, Owner, Programs};
use crate::transcript::{self, Outcome};
use crate::{image, packages, run};

/// A machine that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// What is to be run.
pub struct Job {
    /// On which machine, ...
    pub machine: &'static Machine,
    /// ... with which kernel.
    pub kernel: &'static Kernel,
    /// Who registers threads.
    pub owner: Owner,
    /// Its CPUs.
    pub cpus: u32,
}

/// What became of it.
pub struct Row {
    machine: &'static str,
    kernel: &'static str,
    owner: &'static str,
    /// Assertions that passed.
    pub passed: usize,
    /// Those that failed, and whatever else is wrong.
    pub failed: usize,
    skipped: usize,
    seconds: f64,
    /// How often it was started again because it did not boot.
    retries: usize,
    /// How often the kernel aborted each operation.
    aborts: BTreeMap<String, u64>,
    /// What each test did.
    text: String,
}

impl Row {
    /// Of nothing that has been run yet.
    pub fn new(job: &Job) -> Self {
        Self {
            machine: job.machine.name,
            kernel: job.kernel.version,
            owner: job.owner.name(),
            passed: 0,
            failed: 0,
            skipped: 0,
            seconds: 0.0,
            retries: 0,
            aborts: BTreeMap::new(),
            text: String::new(),
        }
    }

    /// One more failure.
    pub fn failed(mut self, error: &str) -> Self {
        self.line(format_args!("FAILED: {error}"));
        self.failed += 1;
        self
    }

    /// Prints what each test did.
    pub fn print(&self) {
        let Self { machine, kernel, owner, text, .. } = self;
        print!("{machine} {kernel}, {owner} registers\n{text}");
    }

    fn line(&mut self, line: std::fmt::Arguments) {
        writeln!(self.text, "    {line}").expect("memory does not fail");
    }

    /// Runs a machine to its end.
    pub fn run(directory: &Path, job: &Job, programs: &Programs) -> Self {
        let mut row = Self::new(job);
        let start = Instant::now();
        let result = row.console(directory, job, programs);
        row.seconds = start.elapsed().as_secs_f64();
        match result {
            Ok((console, expected)) => {
                let (outcomes, problem) = transcript::read(&console, &expected);
                outcomes.iter().for_each(|outcome| row.add(outcome));
                match problem {
                    Some(problem) => row.failed(&problem),
                    None => row,
                }
            }
            Err(error) => row.failed(&error),
        }
    }

    /// What the machine wrote, and the names of the tests that it was told to run. One that did not
    /// even boot gets a second chance: emulation of several CPUs has races.
    fn console(
        &mut self,
        directory: &Path,
        job: &Job,
        programs: &Programs,
    ) -> Result<(String, Vec<String>), String> {
        let hotplug = job.machine.hotplug && job.cpus > 1;
        let tests = programs.tests(job.owner, job.kernel, hotplug);
        let files = prepare(directory, job)?;
        let manifest = programs::manifest(&tests, job.kernel.has);
        image::write(&programs.root, &manifest, &files.image).map_err(|error| error.to_string())?;
        loop {
            let qemu = packages::qemu(directory, job.machine.emulator);
            match run::run(qemu, job, &files.kernel, &files.image, &files.log, LIMIT) {
                Ok(console) => {
                    return Ok((console, tests.into_iter().map(|test| test.name).collect()));
                }
                Err(failure) if !failure.booted && self.retries == 0 => {
                    self.line(format_args!("it did not boot, once more: {}", failure.why));
                    self.retries += 1;
                }
                Err(failure) => return Err(failure.why),
            }
        }
    }

    fn add(&mut self, outcome: &Outcome) {
        let report = &outcome.report;
        self.passed += report.passed;
        self.skipped += report.skipped;
        for (operation, number) in outcome.aborts() {
            *self.aborts.entry(operation.into()).or_default() += number;
        }
        self.failed += if report.problems.is_empty() { 0 } else { report.failed.max(1) };
        let seconds = Duration::from_millis(outcome.milliseconds).as_secs_f64();
        self.line(format_args!("{:<40} {:>6} {seconds:>8.2}", outcome.name, report.passed));
        for reason in &report.reasons {
            self.line(format_args!("    skipped: {reason}"));
        }
        if !report.problems.is_empty() {
            self.line(format_args!("    FAILED: {}", report.problems[0]));
            for line in outcome.output.iter().rev().take(20).rev() {
                self.line(format_args!("    {line}"));
            }
        }
    }
}

struct Files {
    kernel: PathBuf,
    image: PathBuf,
    log: PathBuf,
}

/// The kernel, and the names of the files of one run.
fn prepare(directory: &Path, job: &Job) -> Result<Files, String> {
    for subdirectory in ["images", "logs"] {
        fs::create_dir_all(directory.join(subdirectory)).map_err(|error| error.to_string())?;
    }
    let name = format!("{}-{}-{}", job.machine.name, job.kernel.version, job.owner.name());
    Ok(Files {
        kernel: packages::kernel(directory, job.machine, job.kernel)?,
        image: directory.join("images").join(&name),
        log: directory.join("logs").join(&name),
    })
}

/// Prints the table for the README.
pub fn print_table(rows: &[Row]) {
    let operations: BTreeSet<_> = rows.iter().flat_map(|row| row.aborts.keys()).collect();
    let titles =
        ["machine", "kernel", "owner", "passed", "failed", "skipped", "seconds", "retries"];
    let titles = titles.into_iter().chain(operations.iter().map(|operation| operation.as_str()));
    println!("\nThe columns after retries: how often the kernel aborted this operation.\n");
    println!("| {} |", titles.clone().collect::<Vec<_>>().join(" | "));
    println!("|{}", titles.map(|_| "---|").collect::<String>());
    for row in rows {
        let Row { machine, kernel, owner, passed, failed, skipped, seconds, retries, .. } = row;
        print!("| {machine} | {kernel} | {owner} | {passed} | {failed} | {skipped} ");
        print!("| {seconds:.0} | {retries} |");
        for operation in &operations {
            print!(" {} |", row.aborts.get(*operation).copied().unwrap_or_default());
        }
        println!();
    }
}
