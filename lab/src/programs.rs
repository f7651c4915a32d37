//! What runs inside: the C tests, built for the architecture of a machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests_c::foreign::TIMES_SLOWER;
use tests_c::toolchain::{output_of, source_root};

use crate::machines::Kernel;

/// Whose the registration of threads is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// The C library's, unless a test says otherwise.
    Libc,
    /// This library's: the C library is told not to register.
    Library,
}

impl Owner {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Libc, Self::Library];

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Libc => "libc",
            Self::Library => "library",
        }
    }
}

/// A test as the suite's manifest lists it.
#[derive(Clone)]
pub struct Test {
    /// Its name.
    pub name: String,
    program: String,
    seconds: u32,
    denied: String,
    environment: String,
    arguments: String,
    /// Whether a CPU comes and goes meanwhile.
    hotplug: bool,
}

/// The root file system for programs of an architecture, and its tests.
pub struct Programs {
    /// The directory of the former.
    pub root: PathBuf,
    tests: Vec<Test>,
}

const TUNABLE: &str = "GLIBC_TUNABLES=glibc.pthread.rseq=0";
/// Emulation is slow.
const EFFORT: &str = "TEST_DIVISOR=10";

impl Programs {
    /// Builds the tests with one of these parts in their names, or all.
    pub fn build(directory: &Path, architecture: &str, names: &[String]) -> Result<Self, String> {
        println!("building for {architecture}");
        let root = directory.join("roots").join(architecture);
        output_of(
            Command::new(source_root().join("lab/root.sh"))
                .arg(architecture)
                .arg(&root)
                .args(names),
        )?;
        let manifest = root.with_extension("manifest");
        let text = fs::read_to_string(&manifest)
            .map_err(|error| format!("{}: {error}", manifest.display()))?;
        let tests =
            text.lines().map(parse).collect::<Option<_>>().ok_or("a manifest of another form")?;
        Ok(Self { root, tests })
    }

    /// The tests of an owner: those of the C library's registration, or those of the library's own
    /// and the first again with the C library told not to register, unless they are the same then or
    /// about the C library. With `hotplug` there is one more, in which CPUs come and go. The
    /// kernel's own tests are those of the newest, and for it.
    pub fn tests(&self, owner: Owner, kernel: &Kernel, hotplug: bool) -> Vec<Test> {
        let is_for_kernel = |test: &&Test| {
            let is_kernels_own = test.program == "outcome";
            // This one writes to what debug mode watches.
            let is_refused = test.name.ends_with("legacy_check") && kernel.has.contains("debug");
            !is_kernels_own || kernel.version != "6.1" && !is_refused
        };
        let (own, mut tests): (Vec<_>, Vec<_>) = self
            .tests
            .iter()
            .filter(is_for_kernel)
            .cloned()
            .partition(|test| test.environment == TUNABLE);
        if owner == Owner::Library {
            tests.retain(|test| {
                !test.arguments.split(' ').any(|word| word == "libc")
                    && !own.iter().any(|other| other.runs_the_same_as(test))
            });
            tests.iter_mut().for_each(|test| test.environment = TUNABLE.into());
            tests.extend(own);
        }
        let hammer = tests.iter().find(|test| test.program == "abort_test").cloned();
        if let Some(test) = hammer.filter(|_| hotplug) {
            tests.push(Test { name: "abort_test_hotplug".into(), hotplug: true, ..test });
        }
        tests
    }
}

/// The list of tests for `guest/init.c`. They are told what the kernel `has`.
pub fn manifest(tests: &[Test], has: &str) -> String {
    tests.iter().map(|test| line(test, has)).collect()
}

fn parse(line: &str) -> Option<Test> {
    let columns: Vec<_> = line.split('\t').collect();
    let [name, program, seconds, denied, environment, arguments] = columns[..] else {
        return None;
    };
    Some(Test {
        name: name.into(),
        program: program.into(),
        seconds: seconds.parse().ok()?,
        denied: denied.into(),
        environment: environment.into(),
        arguments: arguments.into(),
        hotplug: false,
    })
}

impl Test {
    fn runs_the_same_as(&self, other: &Self) -> bool {
        (&self.program, &self.denied, &self.arguments)
            == (&other.program, &other.denied, &other.arguments)
    }
}

fn line(test: &Test, has: &str) -> String {
    let Test { name, program, seconds, denied, environment, arguments, hotplug } = test;
    let meanwhile = if *hotplug { "hotplug" } else { "" };
    let deny = if denied.is_empty() { String::new() } else { format!("/tests/deny {denied} ") };
    let command = format!("{deny}/tests/{program} {arguments}");
    let environment = format!("{EFFORT} EXPECT={has} {environment}");
    let (environment, command) = (environment.trim_end(), command.trim_end());
    format!("{name}\t{}\t{environment}\t{command}\t{meanwhile}\n", seconds * TIMES_SLOWER)
}
