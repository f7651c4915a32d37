//! The operations at work on every architecture: `tests/emulated/emulated.c`, compiled without a
//! warning and run by an emulator of user programs. There is no rseq(2) in that, so the program
//! brings an rseq area of its own; see there for what it finds out.
//!
//! By default for the targets whose compilers `make setup check` installs; all with
//! RSEQ_TARGETS=all, or those whose names it holds.

mod targets;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An architecture. Tools are named with the distribution package that has them.
struct Target {
    name: &'static str,
    /// The compiler with the options that select the target, and libraries to link.
    compiler: &'static [&'static str],
    compiler_package: &'static str,
    /// The emulator and its options, if there is one for the target; otherwise it is compiled only.
    emulator: Option<&'static str>,
    /// The format of programs that the emulator takes, if it is not what the linker writes.
    format: Option<&'static str>,
}

const EMULATOR_PACKAGE: &str = "qemu-user-static";

const fn target(
    name: &'static str,
    compiler: &'static [&'static str],
    compiler_package: &'static str,
    emulator: Option<&'static str>,
) -> Target {
    Target { name, compiler, compiler_package, emulator, format: None }
}

/// Options that change what the compiler does to the operands.
const VARIANTS: &[&[&str]] = &[
    &["-O0", "-fno-omit-frame-pointer"],
    &["-O2", "-fPIC", "-fomit-frame-pointer"],
    &["-Os", "-DRSEQ_COMPARE_TWICE", "-fno-omit-frame-pointer"],
];

const COMPILED: &[&str] = &[
    "-std=c11",
    "-Wall",
    "-Wextra",
    "-Wpedantic",
    "-Wconversion",
    "-Wshadow",
    "-Wundef",
    "-ffreestanding",
    "-fno-stack-protector",
];

const LINKED: &[&str] = &["-nostdlib", "-static", "-Wl,-e,_start"];

/// Runs a program of that distribution package, for some minutes at most.
fn run(command: &[&str], package: &str) -> Output {
    let installed = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .any(|directory| directory.join(command[0]).is_file());
    assert!(installed, "{} is missing: install the package {package}", command[0]);
    let mut bounded = Command::new("timeout");
    bounded.arg("300").args(command).env("LC_ALL", "C").output().unwrap()
}

/// What the command said, which is nothing that failed.
fn said(command: &[&str], output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{}: {}\n{text}", command.join(" "), output.status);
    text
}

fn check(architecture: &[Target]) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emulated");
    let path = |path: PathBuf| path.into_os_string().into_string().unwrap();
    let source = path(tests.join("emulated.c"));
    let include = [path(tests.join("include")), path(tests.join("../../../include"))];
    let selection = targets::Selection::from_environment();
    let selected = selection.select(architecture, |target| {
        let compiler = target.compiler[0];
        (target.name, targets::is_default(compiler))
    });
    for target in selected {
        let program = path(Path::new(env!("CARGO_TARGET_TMPDIR")).join(target.name));
        for variant in VARIANTS {
            let (libraries, compiler): (Vec<&str>, Vec<&str>) =
                target.compiler.iter().partition(|word| word.starts_with("-l"));
            let mut command = [&compiler, *variant, COMPILED].concat();
            command.extend(["-I", &include[0], "-I", &include[1], &source, "-o", &program]);
            command.extend(if target.emulator.is_some() { LINKED } else { &["-c"] });
            command.extend(libraries);
            let output = run(&command, target.compiler_package);
            assert_eq!(said(&command, &output), "", "{}", command.join(" "));
            let Some(emulator) = target.emulator else {
                println!("{}: {}: compiled", target.name, variant.join(" "));
                continue;
            };
            if let Some(format) = target.format {
                let command = ["objcopy", "-O", format, &program];
                said(&command, &run(&command, "binutils"));
            }
            let emulated: Vec<_> = emulator.split(' ').chain([program.as_str()]).collect();
            let checks = said(&command, &run(&emulated, EMULATOR_PACKAGE));
            print!("{}: {}: {checks}", target.name, variant.join(" "));
            assert!(checks.ends_with(" checks\n"), "{}: {checks}", command.join(" "));
        }
    }
}

// No emulator and hardly a kernel runs programs of x32. But its instructions are those of x86-64, in
// the lowest 4 GiB: they run in a program of that format.
#[test]
fn x86_64() {
    const X32: Target = target(
        "x32",
        &["x86_64-linux-gnux32-gcc"],
        "gcc-x86-64-linux-gnux32",
        Some("qemu-x86_64-static"),
    );
    const CLANG_X32: &[&str] =
        &["clang-19", "--target=x86_64-linux-gnux32", "--ld-path=/usr/bin/x86_64-linux-gnux32-ld"];
    check(&[
        target("x86-64", &["gcc"], "gcc", Some("qemu-x86_64-static")),
        Target { format: Some("elf64-x86-64"), ..X32 },
        Target { name: "x32-clang", compiler: CLANG_X32, format: Some("elf64-x86-64"), ..X32 },
    ]);
}

#[test]
fn s390() {
    const PACKAGE: &str = "gcc-s390x-linux-gnu";
    check(&[
        target("s390x", &["s390x-linux-gnu-gcc"], PACKAGE, Some("qemu-s390x-static")),
        target(
            "s390x-z900",
            &["s390x-linux-gnu-gcc", "-march=z900", "-msoft-float"],
            PACKAGE,
            Some("qemu-s390x-static"),
        ),
        // The emulator has no 31-bit programs.
        target("s390", &["s390x-linux-gnu-gcc", "-m31"], PACKAGE, None),
    ]);
}

#[test]
fn powerpc() {
    check(&[
        target(
            "powerpc64le",
            &["powerpc64le-linux-gnu-gcc", "-lgcc"],
            "gcc-powerpc64le-linux-gnu",
            Some("qemu-ppc64le-static"),
        ),
        target(
            "powerpc64",
            &["powerpc64-linux-gnu-gcc", "-lgcc"],
            "gcc-powerpc64-linux-gnu",
            Some("qemu-ppc64-static"),
        ),
        target(
            "powerpc",
            &["powerpc-linux-gnu-gcc", "-lgcc"],
            "gcc-powerpc-linux-gnu",
            Some("qemu-ppc-static"),
        ),
        target(
            "powerpc-absolute",
            &["powerpc-linux-gnu-gcc", "-fno-pic", "-msoft-float", "-lgcc"],
            "gcc-powerpc-linux-gnu",
            Some("qemu-ppc-static"),
        ),
        // The default CPU of the emulator is older.
        target(
            "power10",
            &["powerpc64le-linux-gnu-gcc", "-mcpu=power10"],
            "gcc-powerpc64le-linux-gnu",
            Some("qemu-ppc64le-static -cpu power10"),
        ),
    ]);
}

/// For big-endian targets too, and those that Debian has no gcc for.
const CLANG: &str = "clang-19 and lld-19";

#[test]
fn aarch64() {
    const PACKAGE: &str = "gcc-aarch64-linux-gnu";
    check(&[
        target("aarch64", &["aarch64-linux-gnu-gcc"], PACKAGE, Some("qemu-aarch64-static")),
        target(
            "aarch64-be",
            &["aarch64-linux-gnu-gcc", "-mbig-endian"],
            PACKAGE,
            Some("qemu-aarch64_be-static"),
        ),
        target(
            "aarch64-clang",
            &["clang-19", "--target=aarch64-linux-gnu", "-fuse-ld=lld-19"],
            CLANG,
            Some("qemu-aarch64-static"),
        ),
        target(
            "aarch64-be-clang",
            &["clang-19", "--target=aarch64_be-linux-gnu", "-fuse-ld=lld-19"],
            CLANG,
            Some("qemu-aarch64_be-static"),
        ),
    ]);
}

// Version 7ve has division, for which others call a library.
#[test]
fn arm() {
    const PACKAGE: &str = "gcc-arm-linux-gnueabihf";
    const SOFT: &str = "gcc-arm-linux-gnueabi";
    check(&[
        target(
            "arm",
            &["arm-linux-gnueabihf-gcc", "-march=armv7ve+simd", "-marm"],
            PACKAGE,
            Some("qemu-arm-static"),
        ),
        target(
            "arm-thumb",
            &["arm-linux-gnueabihf-gcc", "-march=armv7ve+simd", "-mthumb"],
            PACKAGE,
            Some("qemu-arm-static"),
        ),
        target(
            "arm-be",
            &["arm-linux-gnueabi-gcc", "-mbig-endian", "-Wl,--be8", "-march=armv7ve", "-marm"],
            SOFT,
            Some("qemu-armeb-static"),
        ),
        target(
            "arm-be-thumb",
            &["arm-linux-gnueabi-gcc", "-mbig-endian", "-Wl,--be8", "-march=armv7ve", "-mthumb"],
            SOFT,
            Some("qemu-armeb-static"),
        ),
        target(
            "arm-v6",
            &[
                "arm-linux-gnueabi-gcc",
                "-march=armv6k",
                "-marm",
                "-mtp=cp15",
                "-lgcc",
                "-Wl,--defsym,raise=abort",
            ],
            SOFT,
            Some("qemu-arm-static"),
        ),
        target(
            "arm-v6-aligned",
            &[
                "arm-linux-gnueabi-gcc",
                "-march=armv6k",
                "-marm",
                "-mtp=cp15",
                "-mno-unaligned-access",
                "-lgcc",
                "-Wl,--defsym,raise=abort",
            ],
            SOFT,
            Some("qemu-arm-static"),
        ),
        target(
            "arm-clang",
            &[
                "clang-19",
                "--target=armv7-linux-gnueabihf",
                "-fuse-ld=lld-19",
                "-march=armv7ve",
                "-mtp=cp15",
                "-marm",
            ],
            CLANG,
            Some("qemu-arm-static"),
        ),
        target(
            "arm-be-thumb-clang",
            &[
                "clang-19",
                "--target=armebv7-linux-gnueabihf",
                "-fuse-ld=lld-19",
                "-Wl,--be8",
                "-march=armebv7ve",
                "-mtp=cp15",
                "-mthumb",
            ],
            CLANG,
            Some("qemu-armeb-static"),
        ),
    ]);
}

#[test]
fn riscv() {
    const PACKAGE: &str = "gcc-riscv64-linux-gnu";
    check(&[
        target("riscv64", &["riscv64-linux-gnu-gcc"], PACKAGE, Some("qemu-riscv64-static")),
        target(
            "riscv32",
            &["riscv64-linux-gnu-gcc", "-march=rv32imac", "-mabi=ilp32"],
            PACKAGE,
            Some("qemu-riscv32-static"),
        ),
        target(
            "riscv64-clang",
            &["clang-19", "--target=riscv64-linux-gnu", "-fuse-ld=lld-19"],
            CLANG,
            Some("qemu-riscv64-static"),
        ),
        target(
            "riscv32-clang",
            &["clang-19", "--target=riscv32-linux-gnu", "-fuse-ld=lld-19"],
            CLANG,
            Some("qemu-riscv32-static"),
        ),
    ]);
}

#[test]
fn loongarch() {
    check(&[
        // The emulator has no vectors.
        target(
            "loongarch64",
            &["clang-19", "--target=loongarch64-linux-gnu", "-fuse-ld=lld-19", "-mno-lsx"],
            CLANG,
            Some("qemu-loongarch64-static"),
        ),
    ]);
}

#[test]
fn mips() {
    const EL: &str = "gcc-mipsel-linux-gnu";
    const BE64: &str = "gcc-mips64-linux-gnuabi64";
    const EL64: &str = "gcc-mips64el-linux-gnuabi64";
    check(&[
        target("mips", &["mips-linux-gnu-gcc"], "gcc-mips-linux-gnu", Some("qemu-mips-static")),
        target("mipsel", &["mipsel-linux-gnu-gcc"], EL, Some("qemu-mipsel-static")),
        target(
            "mipsel-soft-float",
            &["mipsel-linux-gnu-gcc", "-mxgot", "-msoft-float"],
            EL,
            Some("qemu-mipsel-static"),
        ),
        target(
            "mips-i",
            &["mips-linux-gnu-gcc", "-march=mips1", "-mfp32"],
            "gcc-mips-linux-gnu",
            Some("qemu-mips-static"),
        ),
        target("mips64", &["mips64-linux-gnuabi64-gcc"], BE64, Some("qemu-mips64-static")),
        target("mips64el", &["mips64el-linux-gnuabi64-gcc"], EL64, Some("qemu-mips64el-static")),
        target(
            "mipsn32",
            &["mips64-linux-gnuabi64-gcc", "-mabi=n32"],
            BE64,
            Some("qemu-mipsn32-static"),
        ),
        target(
            "mipsn32el",
            &["mips64el-linux-gnuabi64-gcc", "-mabi=n32"],
            EL64,
            Some("qemu-mipsn32el-static"),
        ),
        // Release 6, which has other instructions and is not what the emulator takes by default.
        target(
            "mipsel-r6",
            &["mipsel-linux-gnu-gcc", "-march=mips32r6"],
            EL,
            Some("qemu-mipsel-static -cpu mips32r6-generic"),
        ),
        target(
            "mips64el-r6",
            &["mips64el-linux-gnuabi64-gcc", "-march=mips64r6"],
            EL64,
            Some("qemu-mips64el-static -cpu I6400"),
        ),
        target(
            "mipsel-clang",
            &["clang-19", "--target=mipsel-linux-gnu", "-fuse-ld=lld-19"],
            CLANG,
            Some("qemu-mipsel-static"),
        ),
        target(
            "mips64-clang",
            &["clang-19", "--target=mips64-linux-gnuabi64", "-fuse-ld=lld-19"],
            CLANG,
            Some("qemu-mips64-static"),
        ),
        target(
            "mipsn32el-clang",
            &["clang-19", "--target=mips64el-linux-gnuabin32", "-fuse-ld=lld-19"],
            CLANG,
            Some("qemu-mipsn32el-static"),
        ),
    ]);
}

// The linker is for programs without an operating system, which begin at address 0.
#[test]
fn or1k() {
    check(&[target(
        "or1k",
        &["or1k-elf-gcc", "-Wl,-Ttext=0x100000", "-lgcc"],
        "gcc-or1k-elf",
        Some("qemu-or1k-static"),
    )]);
}
