//! What is installed: exported symbols, dependencies, sizes, version, pkg-config files, and that
//! the archive can be linked in every way and beside another Rust library.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests_c::tap;
use tests_c::toolchain::{Stage, output_of, source_root, target_directory};

/// The API of the librseq that this library replaces, as its generations of 2024-08 to 2026-07 have
/// it, with the size of the data objects; and what the kernel's selftests call. Nothing is ever removed from here.
const API: [(&str, Option<u64>); 37] = [
    ("__rseq_register_current_thread", None),
    ("librseq_mempool_percpu_free", None),
    ("rseq_available", None),
    ("rseq_fallback_current_cpu", None),
    ("rseq_fallback_current_node", None),
    ("rseq_feature_size", Some(4)),
    ("rseq_flags", Some(4)),
    ("rseq_get_max_nr_cpus", None),
    ("rseq_init", None),
    ("rseq_mempool_attr_create", None),
    ("rseq_mempool_attr_destroy", None),
    ("rseq_mempool_attr_set_global", None),
    ("rseq_mempool_attr_set_init", None),
    ("rseq_mempool_attr_set_max_nr_ranges", None),
    ("rseq_mempool_attr_set_percpu", None),
    ("rseq_mempool_attr_set_poison", None),
    ("rseq_mempool_attr_set_populate_policy", None),
    ("rseq_mempool_attr_set_robust", None),
    ("rseq_mempool_create", None),
    ("rseq_mempool_destroy", None),
    ("rseq_mempool_get_max_nr_cpus", None),
    ("rseq_mempool_get_nr_cached", None),
    ("rseq_mempool_percpu_malloc", None),
    ("rseq_mempool_percpu_malloc_init", None),
    ("rseq_mempool_percpu_zmalloc", None),
    ("rseq_mempool_range_init_numa", None),
    ("rseq_mempool_set_add_pool", None),
    ("rseq_mempool_set_create", None),
    ("rseq_mempool_set_destroy", None),
    ("rseq_mempool_set_percpu_malloc", None),
    ("rseq_mempool_set_percpu_malloc_init", None),
    ("rseq_mempool_set_percpu_zmalloc", None),
    ("rseq_mempool_stats", None),
    ("rseq_offset", Some(size_of::<usize>() as u64)),
    ("rseq_register_current_thread", None),
    ("rseq_size", Some(4)),
    ("rseq_unregister_current_thread", None),
];

const MAX_STRIPPED_SIZE: u64 = 64 * 1024;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn shared_object() -> PathBuf {
    Stage::get().libraries().join("librseq.so")
}

fn archive() -> PathBuf {
    Stage::get().libraries().join("librseq.a")
}

#[track_caller]
fn output(program: &str, arguments: &[&str]) -> String {
    output_of(Command::new(program).args(arguments)).unwrap_or_else(|error| panic!("{error}"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path that is UTF-8")
}

fn directory(name: &str) -> PathBuf {
    let directory = target_directory().join("tests-c-artifacts").join(name);
    fs::create_dir_all(&directory).expect("a directory for the test");
    directory
}

/// Lines of `nm -P`: name, type, and size if there is one.
fn symbols(arguments: &[&str], file: &Path) -> Vec<(String, char, Option<u64>)> {
    let mut all = vec!["-P"];
    all.extend(arguments);
    all.push(text(file));
    output("nm", &all)
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, kind) = (words.next()?, words.next()?);
            let size = words.nth(1).and_then(|size| u64::from_str_radix(size, 16).ok());
            // Lines that name members of an archive have one word, which ends with a colon.
            (kind.len() == 1).then(|| (name.into(), kind.chars().next().unwrap_or(' '), size))
        })
        .collect()
}

fn names(symbols: &[(String, char, Option<u64>)]) -> BTreeSet<&str> {
    symbols.iter().map(|(name, ..)| name.as_str()).collect()
}

fn api_names() -> BTreeSet<&'static str> {
    API.iter().map(|(name, _)| *name).collect()
}

#[test]
fn the_shared_object_exports_the_api() {
    let exported = symbols(&["-D", "--defined-only"], &shared_object());
    assert_eq!(names(&exported), api_names());
    for (name, kind, size) in exported {
        let expected = API.iter().find(|(known, _)| *known == name).and_then(|(_, size)| *size);
        match expected {
            // The sizes are part of the ABI: executables hold copies.
            Some(expected) => {
                assert!("BDG".contains(kind), "{name} is data, not {kind}");
                assert_eq!(size, Some(expected), "size of {name}");
            }
            None => assert_eq!(kind, 'T', "{name} is a function"),
        }
    }
}

#[test]
fn the_list_in_the_source_is_what_is_exported() {
    let source = fs::read_to_string(source_root().join("src/lib.rs")).unwrap();
    let listed: BTreeSet<&str> = source
        .lines()
        .filter(|line| line.starts_with("//! | `rseq/"))
        .flat_map(|line| line.split('`').skip(1).step_by(2).skip(1))
        .collect();
    let exported = symbols(&["-D", "--defined-only"], &shared_object());
    assert_eq!(listed, names(&exported));
}

#[test]
fn the_shared_object_needs_libc_only() {
    let dynamic = output("readelf", &["-dW", text(&shared_object())]);
    let values = |tag: &str| -> Vec<String> {
        dynamic
            .lines()
            .filter(|line| line.contains(tag))
            .filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_string()))
            .collect()
    };
    assert_eq!(values("(SONAME)"), ["librseq.so.0"]);
    assert_eq!(values("(NEEDED)"), ["libc.so.6"]);
    assert!(values("(RPATH)").is_empty() && values("(RUNPATH)").is_empty(), "{dynamic}");
    assert!(!dynamic.contains("TEXTREL"), "{dynamic}");
    assert!(!dynamic.contains("SYMBOLIC"), "{dynamic}");
    // Its thread areas may be in use when it is closed.
    assert!(dynamic.contains("NODELETE"), "{dynamic}");
}

/// Without a version, so that the library loads where the C library does not have them.
#[test]
fn the_announcement_of_libc_is_optional() {
    let undefined = symbols(&["-D", "--undefined-only"], &shared_object());
    for variable in ["__rseq_offset", "__rseq_size", "__rseq_flags"] {
        let kind = undefined.iter().find(|(name, ..)| name == variable).map(|(_, kind, _)| *kind);
        assert!(matches!(kind, Some('w' | 'v')), "{variable}: {kind:?}");
    }
}

/// The data must be reached through the global offset table: executables have copies of it.
#[test]
fn the_shared_object_can_be_interposed() {
    let relocations = output("readelf", &["-rW", text(&shared_object())]);
    for (name, _) in API.iter().filter(|(_, size)| size.is_some()) {
        let found = relocations.lines().any(|line| {
            line.contains("GLOB_DAT") && line.split_whitespace().any(|word| word == *name)
        });
        assert!(found, "no GLOB_DAT relocation for {name}:\n{relocations}");
    }
}

#[test]
fn the_shared_object_is_small() {
    let stripped = directory("small").join("librseq.so");
    output("strip", &["-o", text(&stripped), text(&shared_object())]);
    let size = fs::metadata(&stripped).unwrap().len();
    println!("librseq.so: {size} bytes stripped");
    assert!(size <= MAX_STRIPPED_SIZE, "{size} bytes");
}

#[test]
fn the_links_of_the_shared_object() {
    let libraries = Stage::get().libraries();
    for link in ["librseq.so", "librseq.so.0"] {
        let target = fs::read_link(libraries.join(link)).unwrap();
        assert_eq!(target, Path::new("librseq.so.0.0.0"), "{link}");
    }
    assert!(fs::symlink_metadata(libraries.join("librseq.so.0.0.0")).unwrap().is_file());
}

#[test]
fn the_archive_defines_the_api_only() {
    let defined = symbols(&["-g", "--defined-only"], &archive());
    assert_eq!(names(&defined), api_names());
    let undefined = symbols(&["-u"], &archive());
    for (name, ..) in &undefined {
        assert!(
            !name.starts_with("_R") && !name.starts_with("_ZN") && !name.contains("rust"),
            "the archive needs {name}"
        );
    }
}

/// Compiles a C program with the flags of a .pc file and more words.
#[track_caller]
fn compile(compiler: &str, name: &str, package: &[&str], words: &[&str], source: &str) -> PathBuf {
    let directory = directory(name);
    let (file, program) = (directory.join("program.c"), directory.join("program"));
    fs::write(&file, source).unwrap();
    let mut compiler = compiler.split(' ');
    let mut command = Command::new(compiler.next().unwrap());
    command.args(compiler).args(["-O2", "-Wall", "-Wextra", "-Werror"]);
    command.arg(&file).arg("-o").arg(&program).args(words);
    command.args(Stage::get().pkg_config(package).unwrap_or_else(|error| panic!("{error}")));
    output_of(&mut command).unwrap_or_else(|error| panic!("{error}"));
    program
}

/// What a program prints when the C library registers its threads, and when it does not.
#[track_caller]
fn outputs(program: &Path) -> [String; 2] {
    ["glibc.pthread.rseq=1", "glibc.pthread.rseq=0"].map(|tunable| {
        let mut command = Command::new("timeout");
        command.arg("60").arg(program).env("GLIBC_TUNABLES", tunable);
        Stage::get().use_libraries(&mut command);
        output_of(&mut command).unwrap_or_else(|error| panic!("{tunable} {error}"))
    })
}

/// What a program prints, whoever registers its threads.
#[track_caller]
fn compile_and_run(name: &str, package: &[&str], words: &[&str], source: &str) -> String {
    let compiler = std::env::var("CC").unwrap_or_default();
    let compiler = if compiler.trim().is_empty() { "gcc" } else { &compiler };
    let [libc, own] = outputs(&compile(compiler, name, package, words, source));
    assert_eq!(libc, own, "{name}");
    libc
}

/// Refers to data alone, in a constructor: what sets it must be linked all the same, and come first.
const DATA_ONLY: &str = r#"
#include <rseq/rseq.h>
#include <stdio.h>
static int is_set;
__attribute__((constructor)) static void look(void)
{
    is_set = rseq_offset != 0 && (int)rseq_size >= 0 && rseq_flags == 0;
}
int main(void)
{
    printf("%d", is_set);
    return 0;
}
"#;

/// Uses registration, an operation and a pool.
const WHOLE_API: &str = r#"
#include <rseq/mempool.h>
#include <rseq/rseq.h>
#include <stdio.h>
int main(void)
{
    struct rseq_mempool *pool = rseq_mempool_create("whole", sizeof(intptr_t), NULL);
    intptr_t *item = (intptr_t *)rseq_mempool_percpu_zmalloc(pool);
    int result = -1;

    if (rseq_register_current_thread() || !item)
        return 1;
    for (int i = 0; i < 1000000 && result; i++) {
        int cpu = (int)rseq_cpu_start();
        result = rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID,
                                          rseq_percpu_ptr(item, cpu), 1, cpu);
    }
    rseq_mempool_percpu_free(item);
    printf("%d", !result && !rseq_mempool_destroy(pool));
    return 0;
}
"#;

#[test]
fn both_names_of_pkg_config() {
    for package in ["rseq", "librseq"] {
        let flags = ["--cflags", "--libs", package];
        assert_eq!(compile_and_run(&format!("pkg-{package}"), &flags, &[], WHOLE_API), "1");
        let flags = ["--static", "--cflags", "--libs", package];
        let name = format!("pkg-static-{package}");
        assert_eq!(compile_and_run(&name, &flags, &["-static"], WHOLE_API), "1");
    }
}

#[test]
fn the_shared_object_with_every_kind_of_executable() {
    for (name, words) in [
        ("pie", &["-fPIE", "-pie", "-Wl,-z,now"][..]),
        ("nonpie", &["-fno-pie", "-no-pie", "-Wl,-z,now"]),
        ("lazy", &["-Wl,-z,lazy"]),
        ("gc", &["-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections"]),
    ] {
        for (what, source) in [("data", DATA_ONLY), ("all", WHOLE_API)] {
            let name = format!("shared-{name}-{what}");
            let flags = ["--cflags", "--libs", "rseq"];
            assert_eq!(compile_and_run(&name, &flags, words, source), "1", "{name}");
        }
    }
}

#[test]
fn the_archive_in_every_kind_of_executable() {
    let flags = ["--static", "--cflags", "--libs", "rseq"];
    for (name, words) in [
        ("static", &["-static"][..]),
        ("static-pie", &["-fPIE", "-static-pie"]),
        ("static-gc", &["-static", "-ffunction-sections", "-Wl,--gc-sections"]),
    ] {
        for (what, source) in [("data", DATA_ONLY), ("all", WHOLE_API)] {
            let name = format!("archive-{name}-{what}");
            assert_eq!(compile_and_run(&name, &flags, words, source), "1", "{name}");
        }
    }
    // The archive itself in executables that use the shared C library.
    let archive = archive();
    for (name, words) in [
        ("pie", &["-fPIE", "-pie"][..]),
        ("nonpie", &["-fno-pie", "-no-pie"]),
        ("gc", &["-Wl,--gc-sections", "-pie", "-fPIE"]),
        ("now", &["-Wl,-z,now", "-Wl,-z,defs"]),
    ] {
        for (what, source) in [("data", DATA_ONLY), ("all", WHOLE_API)] {
            let name = format!("archive-{name}-{what}");
            let mut words = words.to_vec();
            words.push(text(&archive));
            assert_eq!(
                compile_and_run(&name, &["--cflags", "rseq"], &words, source),
                "1",
                "{name}"
            );
        }
    }
}

/// Sections whose labels and sizes the linker decides about, in functions that it puts together.
#[test]
fn link_time_optimisation() {
    let may_skip = std::env::var("CI").as_deref() != Ok("true");
    let operations = source_root().join("tests-c/operations_test.c");
    let operations = format!("#include \"{}\"\n", text(&operations));
    let shared = &["--cflags", "--libs", "rseq"][..];
    let archive = &["--static", "--cflags", "--libs", "rseq"];
    for (compiler, name, optimise) in [
        ("gcc", "gcc", &["-flto"][..]),
        ("gcc", "gcc-gold", &["-flto", "-fuse-ld=gold"]),
        ("clang", "clang", &["-flto", "-fuse-ld=lld"]),
        ("clang", "clang-thin", &["-flto=thin", "-fuse-ld=lld"]),
    ] {
        for (kind, package, words) in [
            ("pie", shared, &["-fPIE", "-pie"][..]),
            ("nonpie", shared, &["-fno-pie", "-no-pie"]),
            ("gc", shared, &["-ffunction-sections", "-Wl,--gc-sections", "-Wl,-z,now"]),
            ("static", archive, &["-static"]),
            ("static-gc", archive, &["-static", "-ffunction-sections", "-Wl,--gc-sections"]),
        ] {
            let name = format!("lto-{name}-{kind}");
            let words = [optimise, words].concat();
            for (what, source) in [("data", DATA_ONLY), ("all", WHOLE_API)] {
                let name = format!("{name}-{what}");
                let program = compile(compiler, &name, package, &words, source);
                assert_eq!(outputs(&program), ["1", "1"], "{name}");
            }
            if ["pie", "static"].contains(&kind) {
                let name = format!("{name}-operations");
                let words = [&words, &["-std=gnu11", "-pthread"][..]].concat();
                let program = compile(compiler, &name, package, &words, &operations);
                for output in outputs(&program) {
                    let report = tap::parse(&output);
                    assert!(report.problems.is_empty(), "{name}: {report:?}");
                    assert!(
                        report.passed > 50 && (report.skipped == 0 || may_skip),
                        "{name}: {report:?}"
                    );
                }
            }
        }
    }
}

/// By linkers other than GNU ld, which have views of their own on weak references, copy relocations
/// and thread-local variables.
#[test]
fn other_linkers() {
    for linker in ["-fuse-ld=gold", "-fuse-ld=lld"] {
        for (name, package, words) in [
            ("pie", &["--cflags", "--libs", "rseq"][..], &["-fPIE", "-pie", "-Wl,-z,now"][..]),
            ("nonpie", &["--cflags", "--libs", "rseq"], &["-fno-pie", "-no-pie"]),
            (
                "gc",
                &["--cflags", "--libs", "rseq"],
                &["-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections"],
            ),
            ("static", &["--static", "--cflags", "--libs", "rseq"], &["-static"]),
            (
                "static-gc",
                &["--static", "--cflags", "--libs", "rseq"],
                &["-static", "-ffunction-sections", "-Wl,--gc-sections"],
            ),
            ("static-pie", &["--static", "--cflags", "--libs", "rseq"], &["-fPIE", "-static-pie"]),
        ] {
            // gold has no option for that.
            if (linker, name) == ("-fuse-ld=gold", "static-pie") {
                continue;
            }
            for (what, source) in [("data", DATA_ONLY), ("all", WHOLE_API)] {
                let name = format!("linked{linker}-{name}-{what}");
                let mut words = words.to_vec();
                words.push(linker);
                assert_eq!(compile_and_run(&name, package, &words, source), "1", "{name}");
            }
        }
    }
}

/// A host that knows nothing of this library loads it again and again, uses it in its threads and
/// closes it while they are registered.
#[test]
fn python_loads_and_closes_it() {
    let script = r#"
import _ctypes, ctypes, sys, threading

def load():
    return ctypes.CDLL(sys.argv[1])

def use():
    results.append(load().rseq_register_current_thread())
    done.wait()
    results.append(load().rseq_unregister_current_thread())

results = []
done = threading.Event()
threads = [threading.Thread(target=use) for _ in range(8)]
for thread in threads:
    thread.start()
for _ in range(10000):
    _ctypes.dlclose(load()._handle)
done.set()
for thread in threads:
    thread.join()
print(results, ctypes.c_int.in_dll(load(), "rseq_size").value >= 20)
"#;
    for tunable in ["glibc.pthread.rseq=0", "glibc.pthread.rseq=1"] {
        let library = shared_object();
        let mut command = Command::new("timeout");
        command.args(["60", "python3", "-c", script, text(&library)]);
        let output = output_of(command.env("GLIBC_TUNABLES", tunable));
        let expected = format!("{:?} True\n", [0; 16]);
        assert_eq!(output.unwrap_or_else(|error| panic!("{error}")), expected, "{tunable}");
    }
}

/// A second Rust library in the same program brings its own copy of Rust's own libraries.
#[test]
fn the_archive_beside_another_rust_library() {
    let directory = directory("beside");
    let (source, library) = (directory.join("other.rs"), directory.join("libother.a"));
    fs::write(
        &source,
        r#"
        /// Uses the standard library: memory, formatting, threads, and a panic that is caught.
        #[unsafe(no_mangle)]
        pub extern "C" fn other_answer() -> i32 {
            std::panic::set_hook(Box::new(|_| {}));
            let caught = std::panic::catch_unwind(|| panic!("{}", 1)).is_err();
            let text = std::thread::spawn(|| format!("{}", 41)).join().unwrap();
            text.parse::<i32>().unwrap() + i32::from(caught)
        }
        "#,
    )
    .unwrap();
    let rustc = std::env::var("RUSTC").unwrap_or("rustc".into());
    output(
        &rustc,
        &["--edition=2024", "--crate-type=staticlib", "-O", "-o", text(&library), text(&source)],
    );
    let program = r#"
        #include <rseq/rseq.h>
        #include <stdio.h>
        int other_answer(void);
        int main(void)
        {
            int before = other_answer();
            printf("%d %d %d", before, rseq_register_current_thread(), other_answer());
            return 0;
        }
    "#;
    let native = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc"];
    let (archive, other) = (archive(), text(&library).to_string());
    for (name, first, second) in
        [("rseq-first", text(&archive), &*other), ("other-first", &*other, text(&archive))]
    {
        let mut words = vec![first, second];
        words.extend(native);
        let name = format!("beside-{name}");
        assert_eq!(compile_and_run(&name, &["--cflags", "rseq"], &words, program), "42 0 42");
    }
    let mut words = vec![&*other];
    words.extend(native);
    let flags = ["--cflags", "--libs", "rseq"];
    assert_eq!(compile_and_run("beside-shared", &flags, &words, program), "42 0 42");
}

#[test]
fn one_version() {
    for package in ["rseq", "librseq"] {
        assert_eq!(Stage::get().pkg_config(&["--modversion", package]).unwrap(), [VERSION]);
    }
    let printed = compile_and_run(
        "version",
        &["--cflags", "rseq"],
        &[],
        r#"
        #include <rseq/compiler.h>
        #include <stdio.h>
        int main(void)
        {
            printf("%s %d.%d.%d", LIBRSEQ_VERSION, LIBRSEQ_VERSION_MAJOR, LIBRSEQ_VERSION_MINOR,
                   LIBRSEQ_VERSION_PATCH);
            return 0;
        }
        "#,
    );
    assert_eq!(printed, format!("{VERSION} {VERSION}"));
    let build = directory("meson");
    fs::remove_dir_all(&build).unwrap();
    let setup = ["setup", "-Dtests=false", text(&build), text(source_root())];
    output("meson", &setup);
    let project = output("meson", &["introspect", "--projectinfo", text(&build)]);
    assert!(project.contains(&format!("\"version\": \"{VERSION}\"")), "{project}");
    // The ABI's number, which stays as long as no program needs to be compiled anew.
    let file = fs::canonicalize(shared_object()).unwrap();
    assert_eq!(file.file_name().unwrap(), "librseq.so.0.0.0");
}
