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
mod row;
mod run;
mod transcript;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use machines::{Kernel, MACHINES, Machine};
use programs::{Owner, Programs};
use row::{Job, Row};
use tests_c::toolchain::source_root;

/// Exit status if emulator or kernels are missing.
const NOT_FETCHED: u8 = 3;

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
    let programs = build_all(&directory, &wanted);
    let mut rows = Vec::new();
    let mut jobs = Vec::new();
    for (machine, kernel) in wanted.machines() {
        for owner in Owner::ALL.into_iter().filter(|owner| wanted.has("OWNER", owner.name())) {
            let cpus = wanted.cpus.unwrap_or(machine.cpus);
            let job = Job { machine, kernel, owner, cpus };
            match &programs[machine.programs] {
                // A test that TESTS names may be about the other owner.
                Ok(programs) if programs.tests(owner, kernel, false).is_empty() => {}
                Ok(programs) => jobs.push((job, programs)),
                Err(error) => {
                    let row = Row::new(&job).failed(error);
                    row.print();
                    rows.push(row);
                }
            }
        }
    }
    rows.extend(run_all(&directory, &jobs));
    row::print_table(&rows);
    let failed = rows.iter().map(|row| row.failed).sum::<usize>();
    println!("{} passed, {failed} failed", rows.iter().map(|row| row.passed).sum::<usize>());
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Builds what runs in the machines.
fn build_all(
    directory: &Path,
    wanted: &Wanted,
) -> BTreeMap<&'static str, Result<Programs, String>> {
    let names: BTreeSet<_> = wanted.machines().map(|(machine, _)| machine.programs).collect();
    let names: Vec<_> = names.into_iter().collect();
    let build = |name: &&'static str| Programs::build(directory, name, wanted.words("TESTS"));
    let built = at_once(available_cpus(), &names, build);
    names.into_iter().zip(built).collect()
}

/// Runs as many machines at once as keep this one busy: their CPUs often wait.
fn run_all(directory: &Path, jobs: &[(Job, &Programs)]) -> Vec<Row> {
    let cpus = jobs.iter().map(|(job, _)| job.cpus as usize).max().unwrap_or(1);
    at_once((2 * available_cpus() / cpus).max(1), jobs, |(job, programs)| {
        let row = Row::run(directory, job, programs);
        row.print();
        row
    })
}

fn available_cpus() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Calls `work` with all elements, in as many threads as given; returns the results in their order.
fn at_once<T: Sync, R: Send>(
    threads: usize,
    elements: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(element) = elements.get(index) else { break };
                    let result = work(element);
                    results.lock().expect("nobody panics").push((index, result));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("nobody panics");
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
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
