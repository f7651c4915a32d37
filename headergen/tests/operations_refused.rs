//! Operations that are none: with RSEQ_SKIP_FASTPATH, and on an architecture that the headers do
//! not know. A program calls every operation in every shape and looks at what is left of the rest.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use headergen::operation::{Kind, Mode, OPERATIONS};

/// The program. It is its own library; its exit status is the line of the first surprise.
fn program() -> String {
    let mut calls = String::new();
    for operation in OPERATIONS {
        for &order in operation.orders() {
            for mode in Mode::ALL {
                let arguments: Vec<_> = operation
                    .all_parameters()
                    .map(|parameter| match parameter.kind {
                        Kind::Word => "(intptr_t *)0",
                        Kind::Bytes => "(void *)0",
                        Kind::Value | Kind::Offset => "1",
                        Kind::Length => "8",
                        Kind::Index => "5",
                    })
                    .collect();
                let arguments = arguments.join(", ");
                let (rseq_mo, index) = (order.name().to_uppercase(), mode.name().to_uppercase());
                let _ = writeln!(
                    calls,
                    "    CHECK({}(RSEQ_MO_{rseq_mo}, RSEQ_PERCPU_{index}, {arguments}) == -1);\n    \
                         CHECK({}({arguments}) == -1);",
                    operation.name,
                    operation.instance(order, mode),
                );
            }
        }
    }
    format!(
        r#"#include <rseq/rseq.h>

#ifdef KNOWN
#if RSEQ_ARCH_X86 + 0 != 1 || !defined(RSEQ_SIG) || RSEQ_SIG != 0x53053053
#error "not what it is without RSEQ_SKIP_FASTPATH"
#endif
#elif defined(RSEQ_SIG) || defined(RSEQ_ARCH_X86)
#error "a known architecture"
#endif
#define CHECK(truth) do if (!(truth)) return 1 + __LINE__ % 250; while (0)

ptrdiff_t rseq_offset;
unsigned int rseq_size = 28, rseq_flags;
int32_t rseq_fallback_current_cpu(void) {{ return 3; }}
void abort(void) {{ for (;;) ; }}

static struct rseq_abi own;

int main(void)
{{
    int word = 1;

    own.cpu_id_start = own.cpu_id = own.mm_cid = 5;
    rseq_offset = (ptrdiff_t)((uintptr_t)&own - (uintptr_t)rseq_thread_pointer());
#ifdef KNOWN
    CHECK(rseq_get_abi() == &own && rseq_cpu_start() == 5 && rseq_current_cpu_raw() == 5);
    CHECK(rseq_current_cpu() == 5 && rseq_current_mm_cid() == 5);
#else
    CHECK(rseq_cpu_start() == 0 && rseq_current_cpu_raw() == -1 && rseq_current_cpu() == 3);
    CHECK(rseq_get_abi() != &own);
#endif
    rseq_prepare_unload();
    rseq_smp_store_release(&word, 2);
    rseq_smp_mb();
    rseq_smp_rmb();
    rseq_smp_wmb();
    rseq_smp_acquire__after_ctrl_dep();
    CHECK(rseq_smp_load_acquire(&word) == 2);
{calls}    CHECK(own.rseq_cs.ptr64 == 0);
    return 0;
}}
"#
    )
}

/// Compiles the program without a word from the compiler, runs it, returns its exit status.
fn status(name: &str, compiler: &[&str], flags: &[&str]) -> Option<i32> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused").join(name);
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join("program.c"), program()).unwrap();
    let run = |command: &mut Command| {
        let output = command.current_dir(&directory).env("LC_ALL", "C").output().unwrap();
        let text = [&output.stdout[..], &output.stderr[..]].concat();
        assert!(text.is_empty(), "{command:?}\n{}", String::from_utf8_lossy(&text));
        output.status
    };
    let mut compile = Command::new("timeout");
    compile.arg("120").args(compiler).args(["-Wall", "-Wextra", "-Wpedantic", "-Wshadow"]);
    compile
        .args(["-Wconversion", "-Wundef", "-fno-builtin", "-I"])
        .arg(tests.join("../../include"));
    compile.args(flags).arg("-I").arg(tests.join("emulated/include"));
    assert!(run(compile.args(["-c", "program.c"])).success(), "{compile:?}");
    assert!(
        run(Command::new("timeout").args(["60", compiler[0], "-o", "program", "program.o"]))
            .success()
    );
    run(Command::new("timeout").args(["20", "./program"])).code()
}

#[test]
fn on_purpose() {
    let flags = ["-DKNOWN", "-DRSEQ_SKIP_FASTPATH"];
    for compiler in ["gcc", "clang"] {
        for variant in [&["-O0"][..], &["-O2"], &["-O2", "-DRSEQ_COMPARE_TWICE"]] {
            let flags = [&flags[..], variant].concat();
            assert_eq!(status(compiler, &[compiler], &flags), Some(0), "{compiler} {variant:?}");
        }
    }
}

/// The same program with operations, which is how the test knows that it would notice them.
#[test]
fn not_on_purpose() {
    assert_ne!(status("control", &["gcc"], &["-DKNOWN", "-O2"]), Some(0));
}

#[test]
fn unknown_architecture() {
    let unknown = ["-ffreestanding", "-U__x86_64__", "-U__x86_64", "-U__amd64__", "-U__amd64"];
    for compiler in ["gcc", "clang"] {
        for variant in [&["-O0"][..], &["-O2", "-fPIC"], &["-O2", "-DRSEQ_SKIP_FASTPATH"]] {
            let flags = [&unknown[..], variant].concat();
            let name = format!("unknown-{compiler}");
            assert_eq!(status(&name, &[compiler], &flags), Some(0), "{compiler} {variant:?}");
        }
    }
}
