//! Builds and runs the C tests of `tests.list` and prints what each of them did.
//!
//! `cargo test -p tests-c --test suite NAME` runs the tests with NAME in their names; `--exact` the
//! one of that name, `--list` prints the names, `--compile` compiles, runs nothing and writes what it
//! would have run into the file `manifest`. The last line is `N passed, N failed`: assertions, where
//! a program that fails in another way counts as one.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{env, fs, iter, thread};

use tests_c::foreign;
use tests_c::list::{self, Link, Test};
use tests_c::run::{Outcome, run};
use tests_c::tap::Report;
use tests_c::toolchain::{Compiler, Language, Stage, source_root, target_directory};

/// A program to be compiled.
#[derive(Clone)]
struct Build {
    compiler: Compiler,
    emulator: Option<String>,
    link: Link,
    flags: Vec<String>,
    source: String,
    program: PathBuf,
}

impl Build {
    fn name(&self) -> String {
        self.program.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// A test to be run: of the list, compiled in one way.
struct Case<'a> {
    name: String,
    test: &'a Test,
    program: PathBuf,
}

fn main() -> ExitCode {
    let start = Instant::now();
    let selection = Selection::from_arguments();
    let text = fs::read_to_string(tests_directory().join("tests.list")).expect("tests.list");
    let tests = list::parse(&text).unwrap_or_else(|error| panic!("tests.list: {error}"));

    let directory = target_directory().join("tests-c");
    fs::create_dir_all(&directory).expect("a directory for the programs");
    let (builds, mut cases) = plan(&tests, &selection, &directory);
    if selection.list_only {
        cases.iter().for_each(|case| println!("{}: test", case.name));
        return ExitCode::SUCCESS;
    }
    if cases.is_empty() {
        println!("no test of this name\n0 passed, 0 failed");
        return ExitCode::SUCCESS;
    }

    println!("{:<44} {:>10} {:>8} {:>8}", "program", "assertions", "skipped", "seconds");
    let totals = Mutex::new(Totals::default());
    for (suffix, compiler) in SUFFIXES.iter().zip(compilers()) {
        if !compiler.exists() {
            totals.lock().unwrap().skip(&format!("*{suffix}"), "no such compiler here");
        }
    }
    let broken: HashSet<PathBuf> = compile(&builds, &totals);
    if selection.compile_only {
        cases.retain(|case| !broken.contains(&case.program));
        fs::write(directory.join("manifest"), manifest(&cases)).expect("the manifest is written");
        cases.clear();
    }
    in_parallel(&cases, |case| {
        if let Some(reason) = foreign::cannot_deny(&case.test.denied) {
            totals.lock().unwrap().skip(&case.name, reason);
        } else if !broken.contains(&case.program) {
            let outcome = run_case(case, &directory);
            totals.lock().unwrap().add(&case.name, &outcome);
        }
    });
    let totals = totals.into_inner().unwrap();
    println!(
        "{} programs in {:.0} seconds, {} tests skipped",
        cases.len(),
        start.elapsed().as_secs_f64(),
        totals.skipped
    );
    println!("{} passed, {} failed", totals.passed, totals.failed);
    if totals.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn tests_directory() -> PathBuf {
    source_root().join("tests-c")
}

/// What the arguments, which are those of `cargo test`, select.
struct Selection {
    names: Vec<String>,
    exact: bool,
    list_only: bool,
    compile_only: bool,
}

/// What is appended to the name of a test, for each compiler.
const SUFFIXES: [&str; 4] = ["", "_cxx", "_clang", "_clang_cxx"];

/// The compilers, in this order.
fn compilers() -> [Compiler; 4] {
    [
        Compiler::default_for(Language::C),
        Compiler::default_for(Language::Cxx),
        Compiler::clang_for(Language::C),
        Compiler::clang_for(Language::Cxx),
    ]
}

impl Selection {
    fn has_any(&self, test: &Test) -> bool {
        SUFFIXES.iter().any(|suffix| self.has(&format!("{}{suffix}", test.name)))
    }

    fn from_arguments() -> Self {
        let (options, names): (Vec<_>, Vec<_>) =
            env::args().skip(1).partition(|argument| argument.starts_with('-'));
        let given = |option| options.iter().any(|argument| argument == option);
        Self {
            names,
            exact: given("--exact"),
            list_only: given("--list"),
            compile_only: given("--compile"),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.is_empty()
            || self.names.iter().any(|wanted| {
                if self.exact { name == wanted } else { name.contains(wanted.as_str()) }
            })
    }
}

/// Which programs are to be built, each of them once, and which are to be run then.
///
/// Everything that is selected is compiled by clang too, for its warnings.
fn plan<'a>(
    tests: &'a [Test],
    selection: &Selection,
    directory: &Path,
) -> (Vec<Build>, Vec<Case<'a>>) {
    let mut builds: HashMap<_, PathBuf> = HashMap::new();
    let mut ordered = Vec::new();
    let mut cases = Vec::new();
    let compilers = compilers();
    let emulator = foreign::emulator();
    let is_helper =
        |name: &String| tests.iter().any(|test| test.seconds == 0 && test.is_named(name));
    let runs_others = |test: &Test| !test.denied.is_empty() || test.arguments.iter().any(is_helper);
    let others_are_run = tests.iter().any(|test| runs_others(test) && selection.has_any(test));
    for test in tests {
        let needs_cxx = test.arguments.iter().any(|program| program.ends_with("_cxx"));
        if needs_cxx && !compilers[1].exists() {
            continue;
        }
        for (suffix, compiler) in SUFFIXES.iter().zip(&compilers) {
            let name = format!("{}{suffix}", test.name);
            let needed = others_are_run && test.seconds == 0 && !suffix.contains("clang");
            if !(needed || selection.has(&name)) || suffix.contains("cxx") && !test.cxx {
                continue;
            }
            if !compiler.exists() {
                continue;
            }
            let key = (compiler, test.link, &test.flags, &test.source);
            let program = builds.entry(key).or_insert_with(|| {
                let program = directory.join(&name);
                // It sets the emulator's system calls up, which are those of the program.
                let for_host = test.name == "deny" && emulator.is_some();
                ordered.push(Build {
                    compiler: if for_host { Compiler::for_host() } else { compiler.clone() },
                    emulator: if for_host { None } else { emulator.clone() },
                    link: test.link,
                    flags: test.flags.clone(),
                    source: test.source.clone(),
                    program: program.clone(),
                });
                program
            });
            if test.seconds != 0 && (!suffix.contains("clang") || test.clang) {
                cases.push(Case { name, test, program: program.clone() });
            }
        }
    }
    (ordered, cases)
}

/// Compiles and returns the programs that could not be.
fn compile(builds: &[Build], totals: &Mutex<Totals>) -> HashSet<PathBuf> {
    let stage = Stage::get();
    let foreign = foreign::is_set();
    let broken = Mutex::new(HashSet::new());
    let compilers: HashSet<_> = builds.iter().map(|build| &build.compiler).collect();
    let missing: HashMap<_, _> = compilers
        .into_iter()
        .filter_map(|compiler| Some((compiler, compiler.check().err()?)))
        .collect();
    for error in missing.values() {
        totals.lock().unwrap().fail("a compiler is missing", error);
    }
    in_parallel(builds, |build| {
        let source = tests_directory().join(&build.source);
        let result = if missing.contains_key(&build.compiler) {
            Err(None)
        } else if foreign && !build.compiler.can_link(build.link) {
            totals.lock().unwrap().skip(&build.name(), "no static-pie programs here");
            Err(None)
        } else {
            build
                .compiler
                .build(stage, build.link, &build.flags, &source, &build.program)
                .and_then(|()| match &build.emulator {
                    Some(emulator) => foreign::wrap(&build.program, emulator)
                        .map_err(|error| format!("{}: {error}", build.program.display())),
                    None => Ok(()),
                })
                .map_err(Some)
        };
        if let Err(error) = result {
            broken.lock().unwrap().insert(build.program.clone());
            if let Some(error) = error {
                totals.lock().unwrap().fail(&format!("{}, compiled", build.name()), &error);
            }
        }
    });
    broken.into_inner().unwrap()
}

fn run_case(case: &Case, directory: &Path) -> Outcome {
    let test = case.test;
    let mut words = vec![case.program.clone()];
    if !test.denied.is_empty() {
        words.splice(0..0, [directory.join("deny"), test.denied.as_str().into()]);
    }
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).args(&test.arguments);
    // The threads' registration is up to the line of the list alone.
    command.env_remove("GLIBC_TUNABLES").envs(iter::once(("TEST_PROGRAMS", directory)));
    command.envs(test.environment.iter().map(|(name, value)| (name, value)));
    Stage::get().use_libraries(&mut command);
    let emulated = foreign::emulator().is_some();
    let continuous_integration = env::var("CI").is_ok_and(|value| value == "true");
    // An emulator lacks many things, rseq first of all.
    let may_skip = emulated || test.may_skip && !continuous_integration;
    let seconds = test.seconds * if emulated { foreign::TIMES_SLOWER } else { 1 };
    run(&command, &directory.join(format!("{}.run", case.name)), seconds, may_skip)
}

/// The tests for who runs them elsewhere, one per line, columns separated by tabs: name, file name of
/// the program, time limit in seconds, denied system calls, environment, arguments.
fn manifest(cases: &[Case]) -> String {
    let line = |case: &Case| {
        let Test { seconds, denied, environment, arguments, .. } = case.test;
        let program = case.program.file_name().expect("a program has a name").to_string_lossy();
        let environment: Vec<_> =
            environment.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (environment, arguments) = (environment.join(" "), arguments.join(" "));
        format!("{}\t{program}\t{seconds}\t{denied}\t{environment}\t{arguments}\n", case.name)
    };
    cases.iter().map(line).collect()
}

/// Calls `each` for all items, by as many threads as there are CPUs.
fn in_parallel<T: Sync>(items: &[T], each: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    each(item);
                }
            });
        }
    });
}

#[derive(Default)]
struct Totals {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Totals {
    fn add(&mut self, name: &str, outcome: &Outcome) {
        let Report { passed, failed, skipped, reasons, problems } = &outcome.report;
        self.passed += passed;
        self.failed += if problems.is_empty() { 0 } else { (*failed).max(1) };
        self.skipped += skipped;
        let seconds = outcome.elapsed.as_secs_f64();
        println!("{name:<44} {:>10} {skipped:>8} {seconds:>8.2}", passed + failed);
        for reason in reasons {
            println!("    skipped: {reason}");
        }
        if !problems.is_empty() {
            println!("    FAILED {name}");
            for line in problems.iter().take(20).flat_map(|problem| problem.lines()) {
                println!("    {line}");
            }
            if problems.len() > 20 {
                println!("    ... and {} more", problems.len() - 20);
            }
            for line in outcome.stderr.lines().take(20) {
                println!("    stderr: {line}");
            }
        }
    }

    fn skip(&mut self, name: &str, reason: &str) {
        self.skipped += 1;
        println!("{name:<44} {:>10} {:>8}\n    skipped: {reason}", 0, 1);
    }

    fn fail(&mut self, name: &str, error: &str) {
        self.failed += 1;
        println!("{name:<44} FAILED");
        for line in error.lines().take(30) {
            println!("    {line}");
        }
    }
}
