//! The committed headers as programs see them: every header alone, with everything in it used, as
//! C and as C++ of every year, by every compiler at hand, without a word from any of them.
//!
//! `tests/headers/<name>.c` uses all of `rseq/<name>.h`.

mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use headergen::template;

const C: &[&str] = &["c11", "c17", "c2x", "gnu99", "gnu11", "gnu17", "gnu2x"];
const CXX: &[&str] =
    &["c++11", "c++14", "c++17", "c++20", "c++2b", "gnu++11", "gnu++14", "gnu++17", "gnu++2b"];

const WARNINGS: &[&str] = &[
    "-Wall",
    "-Wextra",
    "-Wpedantic",
    "-Wconversion",
    "-Wshadow",
    "-Wundef",
    "-Wpointer-arith",
    "-Wwrite-strings",
];

/// On top of every dialect at -O2: the first dialect with these.
const VARIANTS: &[&[&str]] = &[
    &["-O0"],
    &["-Os", "-fPIC"],
    &["-O1", "-fno-omit-frame-pointer", "-DNDEBUG"],
    &["-O2", "-DRSEQ_COMPARE_TWICE"],
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn include() -> PathBuf {
    root().join("include")
}

fn sources() -> Vec<PathBuf> {
    let directory = root().join("headergen/tests/headers");
    template::files(&directory).unwrap().iter().map(|file| directory.join(file)).collect()
}

/// An empty directory of that name for the files of a test.
fn scratch(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile").join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// Runs a program of that distribution package, for two minutes at most.
fn run(command: &mut Command, package: &str) -> Output {
    let program = command.get_program().to_owned();
    let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .any(|directory| directory.join(&program).is_file() || Path::new(&program).is_absolute());
    assert!(found, "{} is missing: install the package {package}", program.to_string_lossy());
    let mut bounded = Command::new("timeout");
    bounded.arg("120").arg(program).args(command.get_args()).env("LC_ALL", "C");
    if let Some(directory) = command.get_current_dir() {
        bounded.current_dir(directory);
    }
    bounded.output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

/// Runs a compiler, which must succeed and say nothing.
fn compile(command: &mut Command, package: &str) {
    let output = run(command, package);
    let text = text(&output);
    assert!(output.status.success() && text.is_empty(), "{command:?}\n{text}");
}

/// Compiles all sources in every dialect and variant.
fn compile_all(compiler: &str, package: &str, language: &str, dialects: &[&str]) {
    compile_shapes(compiler, package, language, dialects, VARIANTS);
}

/// Compiles all sources in these dialects and variants. A name with words after it is a compiler
/// with options.
fn compile_shapes(
    compiler: &str,
    package: &str,
    language: &str,
    dialects: &[&str],
    variants: &[&[&str]],
) {
    let directory = scratch(&format!("{compiler}-{language}").replace(['/', ' ', '='], "-"));
    let shapes = dialects
        .iter()
        .map(|dialect| (*dialect, &["-O2"][..]))
        .chain(variants.iter().map(|variant| (dialects[0], *variant)));
    for (dialect, variant) in shapes {
        let mut words = compiler.split(' ');
        let mut command = Command::new(words.next().unwrap());
        command.args(words).arg(format!("-std={dialect}")).args(WARNINGS).args(variant);
        if language == "c++" {
            command.arg("-Wold-style-cast");
        }
        command.arg("-I").arg(include()).args(["-x", language, "-c"]).args(sources());
        compile(command.current_dir(&directory), package);
    }
}

#[test]
fn gcc_c() {
    compile_all("gcc", "gcc", "c", C);
}

#[test]
fn gcc_cxx() {
    compile_all("g++", "g++", "c++", CXX);
}

#[test]
fn clang_c() {
    compile_all("clang", "clang", "c", C);
}

#[test]
fn clang_cxx() {
    compile_all("clang++", "clang", "c++", CXX);
}

#[test]
fn musl_c() {
    compile_all("musl-gcc", "musl-tools", "c", C);
}

#[test]
fn i386_gcc_c() {
    compile_all("i686-linux-gnu-gcc", "gcc-i686-linux-gnu", "c", C);
}

#[test]
fn i386_gcc_cxx() {
    compile_all("i686-linux-gnu-g++", "g++-i686-linux-gnu", "c++", CXX);
}

#[test]
fn i386_clang_c() {
    let libc = "/usr/i686-linux-gnu/include";
    assert!(Path::new(libc).exists(), "{libc} is missing: install libc6-dev-i386-cross");
    compile_all(&format!("clang --target=i686-linux-gnu -isystem {libc}"), "clang", "c", C);
}

/// For other targets one dialect of each language, with the gcc that has a C library there.
#[test]
fn other_targets() {
    let targets = targets::all();
    for (_, compiler) in targets::Selection::from_environment().compilers(&targets) {
        if let [gcc] = &compiler.command[..] {
            if !compiler.is_bare {
                compile_shapes(gcc, &compiler.packages, "c", &C[..1], &VARIANTS[..1]);
                compile_shapes(gcc, &compiler.packages, "c++", &CXX[..1], &VARIANTS[..1]);
            }
        }
    }
}

/// Every header that a target includes, alone and without a C library: nothing of one is needed but
/// what C names (U-02, U-03).
#[test]
fn every_header_of_every_target_compiles_alone() {
    let directory = scratch("targets");
    let targets = targets::all();
    for (_, compiler) in targets::Selection::from_environment().compilers(&targets) {
        let words = compiler.command[1..].iter().map(String::as_str);
        let run_compiler = |arguments: &[&str]| {
            let mut command = Command::new(&compiler.command[0]);
            command.args(words.clone()).args(["-ffreestanding", "-I"]).arg(include()).arg("-I");
            command.arg(root().join("headergen/tests/emulated/include"));
            command.args(WARNINGS).args(arguments).current_dir(&directory);
            let output = run(&mut command, &compiler.packages);
            let text = text(&output);
            assert!(output.status.success(), "{command:?}\n{text}");
            text
        };
        // The parts that critical sections are made of, as assembled.
        for source in ["arch.c", "deprecated.c"] {
            let path = root().join("headergen/tests/headers").join(source);
            for level in ["-O0", "-O2"] {
                let said = run_compiler(&[level, "-c", path.to_str().unwrap()]);
                assert_eq!(said, "", "{}: {source}", compiler.command.join(" "));
            }
        }
        fs::write(directory.join("all.c"), "#include <rseq/mempool.h>\n").unwrap();
        let included = run_compiler(&["-E", "-M", "all.c"]);
        let mut headers = headers();
        headers.retain(|header| !header.starts_with("rseq/arch/x86"));
        let prefix = format!("{}/", include().display());
        let names = included.split_whitespace().filter_map(|name| name.strip_prefix(&prefix));
        headers.extend(names.filter(|name| name.starts_with("rseq/arch/")).map(String::from));
        headers.sort();
        headers.dedup();
        let languages = if compiler.is_bare { &["c"][..] } else { &["c", "c++"] };
        for header in headers.iter().filter(|header| !is_part(header)) {
            let source = format!("#include <{header}>\n#include \"{header}\"\nextern int a;\n");
            fs::write(directory.join("alone.c"), source).unwrap();
            for language in languages {
                let said = run_compiler(&["-x", language, "-c", "alone.c"]);
                assert_eq!(said, "", "{}: {header}", compiler.command.join(" "));
            }
        }
    }
}

/// Paths of the headers below the include directory, as a program writes them. Those of other
/// architectures are not for the compilers here.
fn headers() -> Vec<String> {
    let here =
        ["rseq/arch/x86", "rseq/arch/generic/", "rseq/arch/fallback", "rseq/arch/templates/"];
    let headers = template::files(&include()).unwrap();
    let headers = headers.iter().map(|path| path.display().to_string());
    headers
        .filter(|path| {
            !path.starts_with("rseq/arch/") || here.iter().any(|prefix| path.starts_with(prefix))
        })
        .collect()
}

/// Headers that only rseq/rseq.h may include.
fn is_part(header: &str) -> bool {
    if header == "rseq/rseq-bits-template.h" {
        return true;
    }
    header.starts_with("rseq/arch")
        && !header.ends_with("/thread-pointer.h")
        && !header.ends_with("/common.h")
        && !header.ends_with("/bits-reset.h")
}

#[test]
fn every_header_compiles_alone_and_twice() {
    let directory = scratch("alone");
    for header in headers().iter().filter(|header| !is_part(header)) {
        let source = format!("#include <{header}>\n#include \"{header}\"\nextern int nothing;\n");
        fs::write(directory.join("alone.c"), source).unwrap();
        for (compiler, language) in [("gcc", "c"), ("g++", "c++")] {
            let mut command = Command::new(compiler);
            command.args(WARNINGS).arg("-I").arg(include()).args(["-x", language, "-c", "alone.c"]);
            compile(command.current_dir(&directory), compiler);
        }
    }
}

#[test]
fn parts_of_the_architecture_ask_for_the_header_to_include() {
    let directory = scratch("parts");
    let parts = headers().into_iter().filter(|header| is_part(header)).collect::<Vec<_>>();
    assert!(parts.len() >= 4, "{parts:?}");
    for header in parts {
        fs::write(directory.join("part.c"), format!("#include <{header}>\n")).unwrap();
        let mut command = Command::new("gcc");
        command.arg("-I").arg(include()).args(["-c", "part.c"]).current_dir(&directory);
        let output = run(&mut command, "gcc");
        let text = text(&output);
        assert!(!output.status.success(), "{header} can be included alone");
        assert!(text.contains("#error") && text.contains("rseq/rseq.h"), "{header}: {text}");
    }
}

#[test]
fn headers_do_not_depend_on_the_order_of_inclusion() {
    let directory = scratch("order");
    let mut headers = headers();
    // Of the ways to find the thread pointer, a program has one.
    let others = ["rseq/arch/generic/thread-pointer.h", "rseq/arch/fallback/thread-pointer.h"];
    headers.retain(|header| !is_part(header) && !others.contains(&header.as_str()));
    for system in ["", "#include <linux/rseq.h>\n#include <sys/rseq.h>\n#include <sys/syscall.h>\n"]
    {
        for _ in 0..headers.len() {
            headers.rotate_left(1);
            let lines = headers.iter().map(|header| format!("#include <{header}>\n"));
            let source = lines.collect::<String>();
            for source in [format!("{system}{source}"), format!("{source}{system}")] {
                fs::write(directory.join("order.c"), source).unwrap();
                for (compiler, language) in [("gcc", "c"), ("g++", "c++")] {
                    let mut command = Command::new(compiler);
                    command.args(WARNINGS).arg("-I").arg(include());
                    command.args(["-fsyntax-only", "-x", language, "order.c"]);
                    compile(command.current_dir(&directory), compiler);
                }
            }
        }
    }
}

/// The identifiers of a C source, comments and strings left out.
fn identifiers(source: &str) -> BTreeSet<String> {
    let mut code = String::new();
    let mut rest = source;
    while let Some(next) = rest.find(['"', '/']) {
        code.push_str(&rest[..next]);
        rest = &rest[next..];
        let end = match &rest.as_bytes()[..2] {
            b"/*" => rest.find("*/").unwrap() + 2,
            [b'"', _] => rest[1..].find('"').unwrap() + 2,
            _ => 1,
        };
        code.push(' ');
        rest = &rest[end..];
    }
    code.push_str(rest);
    code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(str::to_string).collect()
}

/// Whether programs may use the name: it begins as the names of the API do, and is neither the
/// headers' own (two underscores in it) nor for the program to define.
fn is_public(name: &str) -> bool {
    let configuration = [
        "RSEQ_GET_ABI_OVERRIDE",
        "RSEQ_SKIP_FASTPATH",
        "RSEQ_COMPARE_TWICE",
        "RSEQ_NO_DEPRECATED",
        "RSEQ_WARN_DEPRECATED",
    ];
    ["rseq_", "RSEQ_", "librseq_", "LIBRSEQ_"].iter().any(|prefix| name.starts_with(prefix))
        && !["rseq__", "RSEQ__"].iter().any(|prefix| name.starts_with(prefix))
        && !configuration.contains(&name)
}

#[test]
fn every_public_name_is_used() {
    // With the sections that two of these include.
    let used = sources()
        .iter()
        .chain([&root().join("tests-c/sections.h")])
        .flat_map(|path| identifiers(&template::read(path).unwrap()))
        .collect::<BTreeSet<_>>();
    let mut unused = Vec::new();
    for header in headers() {
        let names = identifiers(&template::read(&include().join(&header)).unwrap());
        let names = names.into_iter().filter(|name| is_public(name) && !used.contains(name));
        unused.extend(names.map(|name| format!("{header}: {name}")));
    }
    assert!(unused.is_empty(), "names that no file of tests/headers uses:\n{}", unused.join("\n"));
}

#[test]
fn every_header_has_a_user() {
    let used = sources().iter().map(|path| template::read(path).unwrap()).collect::<String>();
    for header in headers().iter().filter(|header| !header.starts_with("rseq/arch/")) {
        assert!(used.contains(&format!("#include \"{header}\"\n")), "{header}");
    }
}

/// What rseq/deprecated.h defines for programs: names by where they are used.
fn deprecated_names(flags: &[&str]) -> BTreeSet<String> {
    let directory = scratch("deprecated");
    let mut command = Command::new("gcc");
    command.args(flags).arg("-I").arg(include()).args(["-E", "-dD", "-include"]);
    command.args(["rseq/mempool.h", "-include", "rseq/rseq.h", "-x", "c", "/dev/null"]);
    let output = run(command.current_dir(&directory), "gcc");
    let text = text(&output);
    assert!(output.status.success() && text.contains("rseq_cpu_start"), "{text}");
    let mut file = String::new();
    let mut names = BTreeSet::new();
    for line in text.lines() {
        if let Some(marker) = line.strip_prefix("# ") {
            file = marker.split('"').nth(1).unwrap_or_default().to_string();
        } else if let Some(definition) = line.strip_prefix("#define ") {
            let name = definition.split([' ', '(']).next().unwrap_or_default();
            if file.ends_with("/rseq/deprecated.h") && is_public(name) {
                names.insert(name.to_string());
            }
        }
    }
    names
}

#[test]
fn deprecated_names_can_be_hidden() {
    let names = deprecated_names(&[]);
    for name in ["rseq_cmpeqv_storev", "rseq_feature_size", "RSEQ_CS_OFFSET"] {
        assert!(names.contains(name), "{name}: {names:?}");
    }
    assert!(names.len() > 40, "{names:?}");
    assert_eq!(deprecated_names(&["-DRSEQ_NO_DEPRECATED"]), BTreeSet::new());
}

/// Headers at earlier paths: errors without deprecated names.
#[test]
fn deprecated_paths_can_be_hidden() {
    let directory = scratch("hidden-paths");
    let headers = headers();
    let paths = headers.iter().filter(|header| header.starts_with("rseq/rseq-"));
    for path in paths.clone() {
        let source = format!("#include \"rseq/rseq.h\"\n#include \"{path}\"\n");
        fs::write(directory.join("path.c"), source).unwrap();
        let mut command = Command::new("gcc");
        command.arg("-I").arg(include()).args(["-DRSEQ_NO_DEPRECATED", "-fsyntax-only", "path.c"]);
        let text = text(&run(command.current_dir(&directory), "gcc"));
        assert!(text.contains(&format!("#error \"{path} is deprecated: include rseq/")), "{text}");
    }
    assert!(paths.count() >= 23);
}

/// Programs without a deprecated name need none of them; and those that have one hear of it if they
/// ask to.
#[test]
fn deprecated_names_are_warned_of_on_request() {
    let directory = scratch("warned");
    let (old, new): (Vec<_>, Vec<_>) =
        sources().into_iter().partition(|path| path.ends_with("deprecated.c"));
    for (compiler, language) in [("gcc", "c"), ("g++", "c++"), ("clang", "c"), ("clang++", "c++")] {
        let package = if compiler.starts_with("clang") { "clang" } else { compiler };
        let command = |flag: &str, files: &[PathBuf]| {
            let mut command = Command::new(compiler);
            command.args(WARNINGS).args([flag, "-fsyntax-only", "-I"]).arg(include());
            command.args(["-x", language]).args(files).current_dir(&directory);
            command
        };
        compile(&mut command("-DRSEQ_NO_DEPRECATED", &new), package);
        compile(&mut command("-DRSEQ_WARN_DEPRECATED", &new), package);
        let output = run(&mut command("-DRSEQ_WARN_DEPRECATED", &old), package);
        let text = text(&output);
        assert!(output.status.success(), "{compiler}: {text}");
        let names = deprecated_names(&[]);
        let silent = |name: &&String| {
            // Parts of asm, constants, and rseq_available(), which is a name of today as well.
            !name.starts_with("rseq_")
                || ["rseq_available", "rseq_workaround_gcc_asm_size_guess"].contains(&name.as_str())
        };
        for name in names.iter().filter(|name| !silent(name)) {
            let warning = format!("warning: {name} is deprecated: use rseq_");
            assert!(text.contains(&warning), "{compiler}: {name}\n{text}");
        }
        assert!(text.contains("warning: rseq/rseq-abi.h is deprecated: include rseq/abi.h"));
        assert!(!text.contains("error"), "{text}");
    }
}

/// The fallback for the number of the system call, with headers of the system that have none.
#[test]
fn numbers_of_the_system_call() {
    let directory = scratch("numbers");
    fs::create_dir_all(directory.join("sys")).unwrap();
    fs::create_dir_all(directory.join("linux")).unwrap();
    fs::write(directory.join("sys/syscall.h"), "").unwrap();
    fs::write(directory.join("linux/types.h"), "").unwrap();
    fs::write(directory.join("number.c"), "#include <rseq/abi.h>\nnumber __NR_rseq;\n").unwrap();
    // What compilers predefine for the architecture, and its number.
    let architectures: &[(&str, &str)] = &[
        ("__x86_64__ __LP64__", "334"),
        ("__x86_64__ __ILP32__", "(0x40000000 + 334)"),
        ("__i386__", "386"),
        ("__aarch64__ __AARCH64EL__", "293"),
        ("__aarch64__ __AARCH64EB__", "293"),
        ("__arm__ __ARMEL__", "398"),
        ("__arm__ __ARMEB__", "398"),
        ("__powerpc__ __PPC__", "387"),
        ("__powerpc64__ __powerpc__ __LP64__", "387"),
        ("__s390__", "383"),
        ("__s390__ __s390x__ __LP64__", "383"),
        ("__mips__ _ABIO32=1 _MIPS_SIM=_ABIO32 _MIPSEB", "4367"),
        ("__mips__ _ABIO32=1 _MIPS_SIM=_ABIO32 _MIPSEL", "4367"),
        ("__mips__ _ABIN32=2 _MIPS_SIM=_ABIN32", "6331"),
        ("__mips__ _ABI64=3 _MIPS_SIM=_ABI64", "5327"),
        ("__riscv __riscv_xlen=64", "293"),
        ("__riscv __riscv_xlen=32", "293"),
        ("__loongarch__", "293"),
        ("__or1k__", "293"),
        ("__csky__", "293"),
        ("__sparc__", "__NR_rseq"),
    ];
    for (macros, number) in architectures {
        let mut command = Command::new("gcc");
        command.args(["-E", "-P", "-undef", "-nostdinc", "-D__linux__", "-Wundef"]);
        command.args(macros.split(' ').map(|name| format!("-D{name}")));
        command.arg("-I").arg(&directory).arg("-I").arg(include()).arg("number.c");
        let output = run(command.current_dir(&directory), "gcc");
        let text = text(&output);
        assert!(output.status.success(), "{macros}\n{text}");
        let last = text.lines().last().unwrap_or_default();
        assert_eq!(last, format!("number {number};"), "{macros}\n{text}");
    }
    // A number that the system has is left alone.
    fs::write(directory.join("sys/syscall.h"), "#define __NR_rseq 1234\n").unwrap();
    let mut command = Command::new("gcc");
    command.args(["-E", "-P", "-I"]).arg(&directory).arg("-I").arg(include()).arg("number.c");
    assert!(text(&run(command.current_dir(&directory), "gcc")).contains("number 1234;"));
}

/// The signature of the instruction sets that MIPS has.
#[test]
fn signatures_of_mips() {
    let directory = scratch("signatures");
    let source = "#define _RSEQ_RSEQ_H\n#include <rseq/arch.h>\nsignature RSEQ_SIG;\n";
    fs::write(directory.join("signature.c"), source).unwrap();
    let little = "__BYTE_ORDER__=1234 _MIPS_SZPTR=32 __MIPSEL__";
    let big = "__BYTE_ORDER__=4321 _MIPS_SZPTR=32 __MIPSEB__";
    let sets = [
        ("__mips__", "0x0350000d", "0x0350000d"),
        ("__mips__ __mips_micromips", "0xd4070000", "0x0000d407"),
        ("__nanomips__", "0x03500010", "0x00100350"),
        // Without critical sections.
        ("__mips__ __mips16", "RSEQ_SIG", "RSEQ_SIG"),
    ];
    for (macros, in_little, in_big) in sets {
        for (order, signature) in [(little, in_little), (big, in_big)] {
            let mut command = Command::new("gcc");
            command.args(["-E", "-P", "-undef", "-nostdinc", "-D__ORDER_BIG_ENDIAN__=4321"]);
            command.args(macros.split(' ').chain(order.split(' ')).map(|name| format!("-D{name}")));
            command.arg("-I").arg(include()).arg("signature.c");
            let output = run(command.current_dir(&directory), "gcc");
            let text = text(&output);
            assert!(output.status.success(), "{macros}\n{text}");
            let last = text.lines().last().unwrap_or_default();
            assert_eq!(last, format!("signature {signature};"), "{macros} {order}");
        }
    }
}

#[test]
fn messages_say_where() {
    let directory = scratch("messages");
    let source = root().join("headergen/tests/headers/utils.c");
    for (compiler, language) in [("gcc", "c"), ("clang++", "c++")] {
        let mut command = Command::new(compiler);
        command.args(["-x", language, "-o", "messages", "-I"]).arg(include()).arg(&source);
        compile(command.current_dir(&directory), compiler);
        let program = directory.join("messages");
        let messages = |arguments: &[&str]| {
            let output = run(Command::new(&program).args(arguments), "");
            assert!(output.stdout.is_empty());
            let text = String::from_utf8(output.stderr).unwrap();
            // From "FILE:LINE)" the line number goes; the file is as the compiler was told.
            let text = text.replace(&format!(" at {}:", source.display()), " at FILE:");
            let text = text.replace(|c: char| c.is_ascii_digit(), "#");
            (output.status.success(), text)
        };
        assert_eq!(messages(&[]), (true, "# value in array (in main() at FILE:##)\n".to_string()));
        assert_eq!(messages(&["x"]), (true, "no values (in main() at FILE:##)\n".to_string()));
        let (success, text) = messages(&["x", "y"]);
        assert!(!success, "{text}");
        assert!(text.ends_with("impossible (in main() at FILE:##)\n"), "{text}");
    }
}

#[test]
fn addresses_of_copies() {
    let directory = scratch("pointers");
    let source = root().join("headergen/tests/programs/pointers.c");
    for (compiler, language) in [("gcc", "c"), ("g++", "c++"), ("clang", "c")] {
        let mut command = Command::new(compiler);
        command.args(WARNINGS).args(["-o", "pointers", "-I"]).arg(include());
        compile(command.args(["-x", language]).arg(&source).current_dir(&directory), compiler);
        let output = run(&mut Command::new(directory.join("pointers")), "");
        assert!(output.status.success(), "{compiler}: {:?}", output.status);
    }
}

/// A program that finds glibc's area itself needs nothing of the library (U-04).
#[test]
fn the_area_of_libc_without_the_library() {
    let directory = scratch("override");
    let source = root().join("headergen/tests/programs/override.c");
    for (compiler, language) in [("gcc", "c"), ("clang", "c"), ("g++", "c++")] {
        for define in ["-DAS_MACRO", "-DAS_FUNCTION"] {
            let mut command = Command::new(compiler);
            command.args(WARNINGS).args([define, "-O2", "-o", "override", "-I"]).arg(include());
            command.args(["-x", language]).arg(&source).current_dir(&directory);
            compile(&mut command, compiler);
            let output = run(&mut Command::new(directory.join("override")), "");
            assert!(output.status.success(), "{compiler} {define}: {:?}", output.status);
        }
    }
}
