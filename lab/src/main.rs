//! Runs the C tests on real kernels, in machines that qemu emulates: `make lab`.
//!
//! usage: `lab [--list] [NAME=VALUE...]`, with lists of words for ARCH (names of machines), KERNEL
//! (versions), OWNER (libc, library), TESTS (parts of names), and a number for CPUS. Whatever is not
//! given is not limited. Everything that is fetched and built goes to `target/lab`.

mod image;
mod kernel;
mod machines;
mod packages;
mod programs;
mod run;
mod transcript;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use machines::{Kernel, MACHINES, Machine};
use programs::{Owner, Programs};
use tests_c::toolchain::source_root;
use transcript::Outcome;

/// Exit status if emulator or kernels are missing.
const NOT_FETCHED: u8 = 3;
/// A machine that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(20 * 60);

fn main() -> ExitCode {
    let wanted = match Wanted::from_arguments(std::env::args().skip(1)) {
        Ok(wanted) => wanted,
        Err(error) => {
            eprintln!("lab: {error}");
            return ExitCode::from(2);
        }
    };
    if wanted.list {
        for (machine, kernel) in wanted.machines() {
            println!("{} {}", machine.name, kernel.version);
        }
        return ExitCode::SUCCESS;
    }
    let target = std::env::var_os("TARGET").unwrap_or("target".into());
    let directory = source_root().join(target).join("lab");
    let missing = fetch_all(&directory, &wanted);
    if !missing.is_empty() {
        missing.iter().for_each(|error| eprintln!("lab: {error}"));
        return ExitCode::from(NOT_FETCHED);
    }
    let mut rows = Vec::new();
    for machine in MACHINES {
        let kernels: Vec<_> =
            wanted.machines().filter(|(other, _)| other.name == machine.name).collect();
        if kernels.is_empty() {
            continue;
        }
        let programs = Programs::build(&directory, machine.programs, wanted.words("TESTS"));
        for (_, kernel) in kernels {
            for owner in Owner::ALL.into_iter().filter(|owner| wanted.has("OWNER", owner.name())) {
                let row = Row::new(machine, kernel, owner);
                rows.push(match &programs {
                    // A test that TESTS names may be about the other owner.
                    Ok(programs) if programs.tests(owner, 1).is_empty() => continue,
                    Ok(programs) => row.run(&directory, &wanted, machine, kernel, owner, programs),
                    Err(error) => row.failed(error),
                });
            }
        }
    }
    print_table(&rows);
    let failed = rows.iter().map(|row| row.failed).sum::<usize>();
    println!("{} passed, {failed} failed", rows.iter().map(|row| row.passed).sum::<usize>());
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Gets emulator and kernels, before anything runs that takes long; returns why some are missing.
fn fetch_all(directory: &Path, wanted: &Wanted) -> Vec<String> {
    let mut errors = Vec::new();
    errors.extend(packages::fetch_qemu(directory).err());
    errors.extend(
        wanted
            .machines()
            .filter_map(|(machine, kernel)| packages::kernel(directory, machine, kernel).err()),
    );
    errors
}

/// What is to be run.
struct Wanted {
    list: bool,
    words: BTreeMap<String, Vec<String>>,
    cpus: Option<u32>,
}

impl Wanted {
    fn from_arguments(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut wanted = Self { list: false, words: BTreeMap::new(), cpus: None };
        for argument in arguments {
            if argument == "--list" {
                wanted.list = true;
                continue;
            }
            let (name, value) = argument.split_once('=').ok_or(format!("what is {argument}?"))?;
            let words: Vec<_> = value.split_whitespace().map(String::from).collect();
            let known = match name {
                "ARCH" => MACHINES.iter().map(|machine| machine.name).collect(),
                "KERNEL" => MACHINES.iter().flat_map(|m| m.kernels).map(|k| k.version).collect(),
                "OWNER" => Owner::ALL.map(Owner::name).to_vec(),
                "TESTS" => Vec::new(),
                "CPUS" if value.is_empty() => continue,
                "CPUS" => {
                    wanted.cpus = Some(value.parse().map_err(|_| format!("CPUS={value}?"))?);
                    continue;
                }
                _ => return Err(format!("what is {name}?")),
            };
            check_words(name, &words, &known)?;
            wanted.words.insert(name.into(), words);
        }
        Ok(wanted)
    }

    fn words(&self, name: &str) -> &[String] {
        self.words.get(name).map_or(&[], Vec::as_slice)
    }

    fn has(&self, name: &str, word: &str) -> bool {
        let words = self.words(name);
        words.is_empty() || words.iter().any(|wanted| wanted == word)
    }

    fn machines(&self) -> impl Iterator<Item = (&'static Machine, &'static Kernel)> {
        MACHINES
            .iter()
            .filter(|machine| self.has("ARCH", machine.name))
            .flat_map(|machine| machine.kernels.iter().map(move |kernel| (machine, kernel)))
            .filter(|(_, kernel)| self.has("KERNEL", kernel.version))
    }
}

fn check_words(name: &str, words: &[String], known: &[&str]) -> Result<(), String> {
    match words.iter().find(|word| !known.is_empty() && !known.contains(&word.as_str())) {
        Some(word) => {
            let mut known = known.to_vec();
            known.sort_unstable();
            known.dedup();
            Err(format!("{name}: no {word}; there are: {}", known.join(" ")))
        }
        None => Ok(()),
    }
}

/// A line of the table.
struct Row {
    machine: &'static str,
    kernel: &'static str,
    owner: &'static str,
    passed: usize,
    failed: usize,
    skipped: usize,
    seconds: f64,
    /// How often it was started again because it did not boot.
    retries: usize,
    /// How often the kernel aborted each operation.
    aborts: BTreeMap<String, u64>,
}

impl Row {
    fn new(machine: &Machine, kernel: &Kernel, owner: Owner) -> Self {
        let (passed, failed, skipped, seconds, retries) = (0, 0, 0, 0.0, 0);
        let (machine, kernel, owner) = (machine.name, kernel.version, owner.name());
        let aborts = BTreeMap::new();
        Self { machine, kernel, owner, passed, failed, skipped, seconds, retries, aborts }
    }

    fn failed(mut self, error: &str) -> Self {
        println!("FAILED {} {} {}: {error}", self.machine, self.kernel, self.owner);
        self.failed += 1;
        self
    }

    fn run(
        mut self,
        directory: &Path,
        wanted: &Wanted,
        machine: &Machine,
        kernel: &Kernel,
        owner: Owner,
        programs: &Programs,
    ) -> Self {
        let start = Instant::now();
        let result = self.console(directory, wanted, machine, kernel, owner, programs);
        self.seconds = start.elapsed().as_secs_f64();
        match result {
            Ok((console, expected)) => {
                let (outcomes, problem) = transcript::read(&console, &expected);
                outcomes.iter().for_each(|outcome| self.add(outcome));
                match problem {
                    Some(problem) => self.failed(&problem),
                    None => self,
                }
            }
            Err(error) => self.failed(&error),
        }
    }

    /// What the machine wrote, and the names of the tests that it was told to run. One that did not
    /// even boot gets a second chance: emulation of several CPUs has races.
    fn console(
        &mut self,
        directory: &Path,
        wanted: &Wanted,
        machine: &Machine,
        kernel: &Kernel,
        owner: Owner,
        programs: &Programs,
    ) -> Result<(String, Vec<String>), String> {
        let cpus = wanted.cpus.unwrap_or(machine.cpus);
        let tests = programs.tests(owner, cpus);
        let files = prepare(directory, machine, kernel, owner)?;
        let root = programs.root_with(&tests, kernel.has).map_err(|error| error.to_string())?;
        image::write(root, &files.image).map_err(|error| error.to_string())?;
        loop {
            println!(
                "running {} tests on {} {}, {} registers",
                tests.len(),
                self.machine,
                self.kernel,
                self.owner
            );
            let qemu = packages::qemu(directory, machine.emulator);
            match run::run(qemu, machine, &files.kernel, &files.image, cpus, &files.log, LIMIT) {
                Ok(console) => {
                    return Ok((console, tests.into_iter().map(|test| test.name).collect()));
                }
                Err(failure) if !failure.booted && self.retries == 0 => {
                    println!("it did not boot, once more: {}", failure.why);
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
        println!("    {:<40} {:>6} {seconds:>8.2}", outcome.name, report.passed);
        for reason in &report.reasons {
            println!("        skipped: {reason}");
        }
        if !report.problems.is_empty() {
            println!("        FAILED: {}", report.problems[0]);
            for line in outcome.output.iter().rev().take(20).rev() {
                println!("        {line}");
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
fn prepare(
    directory: &Path,
    machine: &Machine,
    kernel: &Kernel,
    owner: Owner,
) -> Result<Files, String> {
    for subdirectory in ["images", "logs"] {
        fs::create_dir_all(directory.join(subdirectory)).map_err(|error| error.to_string())?;
    }
    let name = format!("{}-{}-{}", machine.name, kernel.version, owner.name());
    Ok(Files {
        kernel: packages::kernel(directory, machine, kernel)?,
        image: directory.join("images").join(&name),
        log: directory.join("logs").join(&name),
    })
}

/// A table for the README.
fn print_table(rows: &[Row]) {
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
