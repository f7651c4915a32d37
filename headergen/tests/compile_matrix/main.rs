//! Every operation in every shape that a program may give it, through the compilers and assemblers
//! of all targets, without a word from any of them.
//!
//! A shape is an operation with its order and index, a place of its words, a kind of its values,
//! and the flags and language of the compiler. The objects are counted: each shape must be there
//! as a critical section. By default a selection of flags and the targets of `make setup check`;
//! all with RSEQ_TARGETS=all, or those whose names it holds.

// Of the shared module not everything is needed here.
#[allow(dead_code)]
#[path = "../operations_disassembly/elf.rs"]
mod elf;
mod shapes;
#[path = "../targets/mod.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use elf::Elf;
use shapes::Program;
use targets::{Compiler, Target, run};

const WARNINGS: &[&str] = &["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// The words for a language.
type Language = [&'static str; 3];
const C: Language = ["-x", "c", "-std=c11"];

/// A language and the flags that change what the compiler does to the operands.
struct Flags {
    language: Language,
    words: [&'static str; 3],
}

/// All combinations, or a selection in which each language, each pair of optimization and frame
/// pointer, and each way to address occurs.
fn flags(all: bool) -> Vec<Flags> {
    let languages = [C, ["-x", "c++", "-std=c++17"]];
    let frames = ["-fomit-frame-pointer", "-fno-omit-frame-pointer"];
    let mut flags = Vec::new();
    for (o, optimization) in ["-O0", "-Os", "-O2", "-O3"].into_iter().enumerate() {
        for (f, frame) in frames.into_iter().enumerate() {
            for (p, position) in ["-fno-pic", "-fPIE", "-fPIC"].into_iter().enumerate() {
                for (l, language) in languages.into_iter().enumerate() {
                    if all || p == (2 * o + f) % 3 && l == (o + f + p) % 2 {
                        flags.push(Flags { language, words: [optimization, frame, position] });
                    }
                }
            }
        }
    }
    flags
}

impl Flags {
    fn is_position_independent(&self) -> bool {
        self.words.contains(&"-fPIC")
    }
}

/// A directory for the files of a test.
fn scratch(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("matrix").join(name);
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// One compiler of a target.
#[derive(Clone, Copy)]
struct Task<'a> {
    target: &'a Target,
    compiler: &'a Compiler,
    has_fast_paths: bool,
}

impl Task<'_> {
    /// Compiles and assembles the program, counts its critical sections, and links what is position
    /// independent into a shared object, which must need no relocation of text.
    fn compile(&self, flags: &Flags, program: &Program, object: &Path) -> Result<(), String> {
        let name = object.to_str().unwrap();
        let mut words = self.compiler.words();
        words.extend(flags.words.iter().chain(WARNINGS).chain(&flags.language));
        words.extend(["-c", program.file.to_str().unwrap(), "-o", name]);
        run(&words)?;
        let sections = Elf::read(object).size("__rseq_cs") / 32;
        let expected = if self.has_fast_paths { program.shapes } else { 0 };
        if sections != expected {
            let command = words.join(" ");
            return Err(format!("{sections} critical sections instead of {expected}\n{command}"));
        }
        if flags.is_position_independent() && self.compiler.is_bare {
            let objdump = self.compiler.command[0].replace("gcc", "objdump");
            return targets::is_position_independent(&run(&[&objdump, "-r", name])?);
        }
        if flags.is_position_independent() {
            // Any compiler of the target links the objects of all: the first.
            let linker = &self.target.compilers[0].command;
            let mut words: Vec<_> = linker.iter().map(String::as_str).collect();
            if words[0].starts_with("clang") {
                words.push("-fuse-ld=lld-19");
            }
            let shared = object.with_extension("so");
            let shared = shared.to_str().unwrap();
            words.extend(["-shared", "-nostdlib", "-Wl,-z,text", name, "-o", shared]);
            // Here gcc calls functions that save registers.
            if words[0] == "powerpc-linux-gnu-gcc" {
                words.push("-lgcc");
            }
            run(&words)?;
        }
        Ok(())
    }
}

/// What became of it.
struct Line<'a> {
    task: Task<'a>,
    /// Sets of flags.
    done: usize,
    shapes: usize,
    failures: Vec<String>,
}

impl<'a> Line<'a> {
    fn new((target, compiler): (&'a Target, &'a Compiler)) -> Self {
        let task = Task { target, compiler, has_fast_paths: compiler.has_fast_paths() };
        Self { task, done: 0, shapes: 0, failures: Vec::new() }
    }

    fn print(&self) {
        let Task { target, compiler, has_fast_paths } = self.task;
        let paths = if has_fast_paths { "fast paths" } else { "fallback" };
        let (target, compiler) = (&target.name, &compiler.name);
        let (shapes, failures) = (self.shapes, self.failures.len());
        println!("{target:<18} {compiler:<9} {paths:<10} {shapes:>8} {failures:>8}");
        for failure in self.failures.iter().take(2) {
            println!("{}", failure.lines().take(20).collect::<Vec<_>>().join("\n"));
        }
    }
}

/// Compiles the program with all flags for each compiler, in as many threads as there are CPUs, and
/// prints a line for each.
fn compile_all<'a>(
    name: &str,
    compilers: &[(&'a Target, &'a Compiler)],
    flags: &[Flags],
    program: &Program,
) -> Vec<Line<'a>> {
    println!("{} operations in {} sets of flags", program.shapes, flags.len());
    println!("{:<18} {:<9} {:<10} {:>8} {:>8}", "target", "compiler", "", "shapes", "failures");
    let lines: Vec<_> = compilers.iter().map(|compiler| Mutex::new(Line::new(*compiler))).collect();
    let next = AtomicUsize::new(0);
    let directory = scratch(name);
    thread::scope(|scope| {
        for thread in 0..thread::available_parallelism().map_or(1, usize::from) {
            let object = directory.join(format!("{thread}.o"));
            let (lines, next) = (&lines, &next);
            scope.spawn(move || {
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    let Some(line) = lines.get(job / flags.len()) else { break };
                    let task = line.lock().unwrap().task;
                    let set = &flags[job % flags.len()];
                    // Nothing but C for a target without a system.
                    let is_compiled = !task.compiler.is_bare || set.language == C;
                    let result = is_compiled.then(|| task.compile(set, program, &object));
                    let mut line = line.lock().unwrap();
                    line.done += 1;
                    if let Some(result) = result {
                        line.shapes += program.shapes;
                        line.failures.extend(result.err());
                    }
                    if line.done == flags.len() {
                        line.print();
                    }
                }
            });
        }
    });
    lines.into_iter().map(|line| line.into_inner().unwrap()).collect()
}

#[test]
fn every_shape_compiles_for_every_target() {
    let selection = targets::Selection::from_environment();
    let targets = targets::all();
    let flags = flags(!selection.is_default());
    let program = Program::write(&scratch("objects"), "");
    let lines = compile_all("objects", &selection.compilers(&targets), &flags, &program);
    println!("{} shapes", lines.iter().map(|line| line.shapes).sum::<usize>());
    let failures = lines.iter().map(|line| line.failures.len()).sum::<usize>();
    assert_eq!(failures, 0, "compilations failed");
}

/// Programs that are wrong, each in another way, and what is said of them.
#[test]
fn what_is_wrong_is_found() {
    const WRONG: [(&str, &str, &str); 4] = [
        ("warning", "static int unused(void)\n{\n    return 0;\n}\n", "[-Werror=unused-function]"),
        ("assembler", "#define RSEQ_INJECT_ASM(n) \"no_instruction\\n\\t\"\n", "no_instruction"),
        ("section", "#define RSEQ_SKIP_FASTPATH\n", "0 critical sections instead of"),
        ("text", "extern int a;\n__asm__(\".text\\n\\t.quad a\\n\\t\");\n", "relocation"),
    ];
    let targets = targets::all();
    let compiler = &targets[0].compilers[0];
    compiler.check();
    for (name, text, message) in WRONG {
        let program = Program::write(&scratch(name), text);
        let flags: Vec<_> = flags(true)
            .into_iter()
            .filter(|flags| flags.words == ["-O2", "-fomit-frame-pointer", "-fPIC"])
            .collect();
        let lines = compile_all(name, &[(&targets[0], compiler)], &flags, &program);
        let line = &lines[0];
        assert_eq!((line.shapes, line.failures.len()), (flags.len() * program.shapes, flags.len()));
        assert!(
            line.failures.iter().all(|failure| failure.contains(message)),
            "{:?}",
            line.failures
        );
    }
}

/// What a linker for programs without an operating system does not tell.
#[test]
fn absolute_addresses_in_text_are_found() {
    let check = |section: &str, kind: &str| {
        let text = format!("RELOCATION RECORDS FOR [{section}]:\n00000010 {kind}  __rseq_cs\n");
        targets::is_position_independent(&text).is_ok()
    };
    assert!(!check(".text", "R_OR1K_HI_16_IN_INSN"));
    assert!(!check("__rseq_failure", "R_OR1K_32"));
    assert!(check(".text", "R_OR1K_32_PCREL"));
    assert!(check("__rseq_cs", "R_OR1K_32"));
}
