//! The targets that tests compile for, and the compilers that there are for each.
//!
//! Those that the library is built for come from `cross/architectures`. The table here says what
//! else there is of them: other instruction sets, byte orders and ABIs, for programs without a C
//! library.

// No test needs all of it.
#![allow(dead_code)]

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

/// A target besides.
struct Row {
    name: &'static str,
    /// The Debian package of the gcc and its C++, ...
    package: &'static str,
    /// ... and that gcc with what selects the target, if it can.
    gcc: Option<&'static str>,
    /// What selects it for clang, if that can.
    clang: Option<&'static str>,
}

const fn row(
    name: &'static str,
    package: &'static str,
    gcc: Option<&'static str>,
    clang: Option<&'static str>,
) -> Row {
    Row { name, package, gcc, clang }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("x86-64-soft", "g++", Some("gcc -msoft-float -mno-sse"), Some("x86_64-linux-gnu -msoft-float -mno-sse")),
    row("i386-soft", "g++-i686-linux-gnu", Some("i686-linux-gnu-gcc -msoft-float"), Some("i686-linux-gnu -msoft-float")),
    row("aarch64-be", "g++-aarch64-linux-gnu", Some("aarch64-linux-gnu-gcc -mbig-endian"), Some("aarch64_be-linux-gnu")),
    row("arm", "g++-arm-linux-gnueabihf", Some("arm-linux-gnueabihf-gcc -marm"), Some("armv7-linux-gnueabihf -marm")),
    row("arm-thumb", "g++-arm-linux-gnueabihf", Some("arm-linux-gnueabihf-gcc -mthumb"), Some("armv7-linux-gnueabihf -mthumb")),
    row("arm-soft", "g++-arm-linux-gnueabi", Some("arm-linux-gnueabi-gcc -march=armv7-a -msoft-float"), Some("armv7-linux-gnueabi -msoft-float")),
    row("arm-be", "g++-arm-linux-gnueabi", Some("arm-linux-gnueabi-gcc -mbig-endian -march=armv7-a"), Some("armebv7-linux-gnueabi")),
    row("arm-be-thumb", "g++-arm-linux-gnueabi", Some("arm-linux-gnueabi-gcc -mbig-endian -march=armv7-a -mthumb"), Some("armebv7-linux-gnueabi -mthumb")),
    row("arm-v6", "g++-arm-linux-gnueabi", Some("arm-linux-gnueabi-gcc -march=armv6k -mtp=cp15"), Some("armv6k-linux-gnueabi -mtp=cp15")),
    row("arm-v6-thumb1", "g++-arm-linux-gnueabi", Some("arm-linux-gnueabi-gcc -march=armv6 -mthumb"), None),
    row("powerpc-soft", "g++-powerpc-linux-gnu", Some("powerpc-linux-gnu-gcc -msoft-float"), Some("powerpc-linux-gnu -msecure-plt -msoft-float")),
    row("powerpc64-elfv2", "g++-powerpc64-linux-gnu", Some("powerpc64-linux-gnu-gcc -mabi=elfv2"), Some("powerpc64-linux-gnu -mabi=elfv2")),
    row("power10", "g++-powerpc64le-linux-gnu", Some("powerpc64le-linux-gnu-gcc -mcpu=power10"), Some("powerpc64le-linux-gnu -mcpu=power10")),
    row("s390x-z900", "g++-s390x-linux-gnu", Some("s390x-linux-gnu-gcc -march=z900 -msoft-float"), Some("s390x-linux-gnu -msoft-float")),
    row("s390", "g++-s390x-linux-gnu", Some("s390x-linux-gnu-gcc -m31"), None),
    row("riscv64-soft", "g++-riscv64-linux-gnu", Some("riscv64-linux-gnu-gcc -march=rv64imac -mabi=lp64"), Some("riscv64-linux-gnu -march=rv64imac -mabi=lp64")),
    row("riscv32", "g++-riscv64-linux-gnu", Some("riscv64-linux-gnu-gcc -march=rv32imac -mabi=ilp32"), Some("riscv32-linux-gnu -march=rv32imac -mabi=ilp32")),
    row("loongarch64-soft", "", None, Some("loongarch64-linux-gnusf")),
    row("mips-n32", "g++-mips64-linux-gnuabi64", Some("mips64-linux-gnuabi64-gcc -mabi=n32"), Some("mips64-linux-gnuabin32")),
    row("mipsel-n32", "g++-mips64el-linux-gnuabi64", Some("mips64el-linux-gnuabi64-gcc -mabi=n32"), Some("mips64el-linux-gnuabin32")),
    row("mips-soft", "g++-mips-linux-gnu", Some("mips-linux-gnu-gcc -msoft-float"), Some("mips-linux-gnu -msoft-float")),
    row("mipsel-r6", "g++-mipsel-linux-gnu", Some("mipsel-linux-gnu-gcc -march=mips32r6"), Some("mipsisa32r6el-linux-gnu")),
    row("mips64el-r6", "g++-mips64el-linux-gnuabi64", Some("mips64el-linux-gnuabi64-gcc -march=mips64r6"), Some("mipsisa64r6el-linux-gnuabi64")),
    row("mips16", "g++-mips-linux-gnu", Some("mips-linux-gnu-gcc -mips16 -msoft-float"), None),
    row("micromips", "g++-mips-linux-gnu", Some("mips-linux-gnu-gcc -mmicromips"), Some("mips-linux-gnu -mmicromips")),
];

/// Those whose compilers are for programs without an operating system: name, Debian package, gcc.
const BARE: &[(&str, &str, &str)] = &[("or1k", "gcc-or1k-elf", "or1k-elf-gcc")];

/// The clang for a target: the distribution's, which in Debian 12 is too old for loongarch.
fn clang_for(name: &str) -> &'static str {
    if name.starts_with("loongarch") { "clang-19" } else { "clang" }
}

/// What clang is told besides the target.
fn clang_words(name: &str) -> &'static str {
    if name == "powerpc" { " -msecure-plt" } else { "" }
}

/// A target.
pub struct Target {
    /// Its name.
    pub name: String,
    /// What compiles for it.
    pub compilers: Vec<Compiler>,
}

/// A compiler.
#[derive(Clone)]
pub struct Compiler {
    /// Its name without the target.
    pub name: String,
    /// The command, with the words that select the target.
    pub command: Vec<String>,
    /// The Debian packages that have it.
    pub packages: String,
    /// Whether `make setup check` installs it. All others are for `make check-all`.
    pub is_default: bool,
    /// Whether it compiles C alone and links no shared objects.
    pub is_bare: bool,
}

impl Compiler {
    fn new(name: &str, command: &str, packages: &str, is_default: bool) -> Self {
        Self {
            name: name.to_string(),
            command: command.split_whitespace().map(String::from).collect(),
            packages: packages.to_string(),
            is_default,
            is_bare: false,
        }
    }

    /// The command with the directories of the headers. There is no C library, which not every
    /// target has.
    pub fn words(&self) -> Vec<&str> {
        let mut words: Vec<_> = self.command.iter().map(String::as_str).collect();
        if words[0].starts_with("clang") {
            // It warns that the ABIs of MIPS with 64-bit registers are position independent anyway.
            words.push("-Wno-option-ignored");
        }
        words.extend(["-ffreestanding", "-I"]);
        words.push(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/emulated/include"));
        words.extend(["-I", concat!(env!("CARGO_MANIFEST_DIR"), "/../include")]);
        words
    }

    /// Whether there are fast paths for the target, and so the parts that they are made of; otherwise
    /// operations return -1.
    pub fn has_fast_paths(&self) -> bool {
        let mut words = self.words();
        words.extend(["-E", "-dM", "-include", "rseq/rseq.h", "-x", "c", "/dev/null"]);
        let macros = run(&words).unwrap();
        assert!(macros.contains("#define _RSEQ_RSEQ_H"), "{words:?}: {macros}");
        macros.contains("#define RSEQ_ASM_U32(")
    }

    /// Fails with what to install if it cannot be found.
    pub fn check(&self) {
        let program = &self.command[0];
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
            .any(|directory| directory.join(program).is_file());
        assert!(found, "{program} is missing: install {}", self.packages);
    }
}

/// Runs a command, for five minutes at most. It must succeed and say nothing on standard error;
/// returns what it says on standard output, or what is wrong.
pub fn run(command: &[&str]) -> Result<String, String> {
    let output =
        Command::new("timeout").arg("300").args(command).env("LC_ALL", "C").output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    if output.status.success() && errors.is_empty() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{}\n{}: {}", errors.trim_end(), command.join(" "), output.status))
}

/// The lines of `cross/architectures` as targets. Another C library or system is no other target.
fn architectures() -> Vec<Target> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cross/architectures");
    let text = fs::read_to_string(&path).unwrap();
    let lines = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    let mut known = vec!["-"];
    let mut targets = Vec::new();
    for line in lines {
        let columns: Vec<_> = line.split('|').map(str::trim).collect();
        let [name, _, triplet, _, exceptions] = columns[..] else { panic!("{line}") };
        if known.contains(&triplet) {
            continue;
        }
        known.push(triplet);
        let exception = |name: &str| {
            exceptions
                .split(' ')
                .filter_map(|word| word.split_once('='))
                .find(|word| word.0 == name)
        };
        let packages = exception("packages").map_or(format!("g++-{triplet}"), |p| p.1.to_string());
        let gcc = exception("cc").is_none().then(|| format!("{triplet}-gcc"));
        let is_default = exception("check").is_some();
        let clang = format!("{triplet}{}", clang_words(name));
        targets.push(target(name, &packages, gcc.as_deref(), Some(&clang), is_default));
    }
    targets
}

fn target(
    name: &str,
    package: &str,
    gcc: Option<&str>,
    clang: Option<&str>,
    is_default: bool,
) -> Target {
    let mut compilers: Vec<_> =
        gcc.iter().map(|command| Compiler::new("gcc", command, package, is_default)).collect();
    compilers.extend(clang.map(|target| {
        let clang = clang_for(name);
        Compiler::new(clang, &format!("{clang} --target={target}"), clang, is_default)
    }));
    Target { name: name.to_string(), compilers }
}

/// All targets.
pub fn all() -> Vec<Target> {
    let mut targets = architectures();
    targets.extend(ROWS.iter().map(|row| target(row.name, row.package, row.gcc, row.clang, false)));
    targets.extend(BARE.iter().map(|(name, package, gcc)| {
        let compiler = Compiler { is_bare: true, ..Compiler::new("gcc", gcc, package, false) };
        Target { name: name.to_string(), compilers: vec![compiler] }
    }));
    targets
}

/// Which targets are asked for.
pub enum Selection {
    /// The default ones.
    Default,
    /// RSEQ_TARGETS=all.
    All,
    /// RSEQ_TARGETS has their names.
    Named(Vec<String>),
}

impl Selection {
    /// What RSEQ_TARGETS says.
    pub fn from_environment() -> Self {
        let text = std::env::var("RSEQ_TARGETS").unwrap_or_default();
        let names: Vec<_> = text.split_whitespace().map(String::from).collect();
        match names.first().map(String::as_str) {
            None => Self::Default,
            Some("all") => Self::All,
            Some(_) => Self::Named(names),
        }
    }

    /// Whether it is what `make check` runs.
    pub fn is_default(&self) -> bool {
        matches!(self, Self::Default)
    }

    /// The compilers of the targets, all of which must be there.
    pub fn compilers<'a>(&self, targets: &'a [Target]) -> Vec<(&'a Target, &'a Compiler)> {
        if let Self::Named(names) = self {
            let is_unknown = |name: &&String| !targets.iter().any(|target| target.name == **name);
            assert_eq!(names.iter().find(is_unknown), None, "RSEQ_TARGETS has an unknown target");
        }
        let all =
            targets.iter().flat_map(|target| target.compilers.iter().map(move |c| (target, c)));
        let selected = self.select(all, |(target, c)| (&target.name, c.is_default));
        selected.iter().for_each(|(_, compiler)| compiler.check());
        selected
    }

    /// Those of some targets that are asked for: `describe` tells the name, and whether it is one of
    /// the default ones. Says on standard error, which cargo does not hide, what is left out.
    pub fn select<T>(
        &self,
        targets: impl IntoIterator<Item = T>,
        describe: impl Fn(&T) -> (&str, bool),
    ) -> Vec<T> {
        let (selected, rest): (Vec<_>, Vec<_>) = targets.into_iter().partition(|target| {
            let (name, is_default) = describe(target);
            match self {
                Self::Default => is_default,
                Self::All => true,
                Self::Named(names) => names.iter().any(|wanted| wanted == name),
            }
        });
        if self.is_default() && !rest.is_empty() {
            let mut names: Vec<_> = rest.iter().map(|target| describe(target).0).collect();
            names.dedup();
            let _ = writeln!(io::stderr(), "left to make check-all: {}", names.join(" "));
        }
        selected
    }
}

/// Whether `make setup check` installs a compiler of this name.
pub fn is_default(program: &str) -> bool {
    let targets = architectures();
    let mut compilers = targets.iter().flat_map(|target| &target.compilers);
    program == "gcc" || compilers.any(|c| c.is_default && c.command[0] == program)
}

/// Whether an object needs no relocation of text in a shared object, for linkers that write none:
/// by the names of its relocations, as objdump -r lists them.
pub fn is_position_independent(relocations: &str) -> Result<(), String> {
    let mut section = "";
    for line in relocations.lines() {
        if let Some(name) = line.strip_prefix("RELOCATION RECORDS FOR [") {
            section = name;
        }
        let kind = line.split_whitespace().nth(1).filter(|kind| kind.starts_with("R_"));
        let is_text = [".text", "__rseq_failure"].iter().any(|text| section.starts_with(text));
        let relative = ["GOT", "PLT", "PCREL", "INSN_REL"];
        if is_text && kind.is_some_and(|kind| !relative.iter().any(|part| kind.contains(part))) {
            return Err(format!("{section} {line}"));
        }
    }
    Ok(())
}
