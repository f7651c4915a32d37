//! All operations as compiled code: one function around each, linked and disassembled.

mod elf;
mod instruction_count;
mod sections;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use elf::Elf;
use headergen::operation::{Mode, OPERATIONS, Operation};

/// A compiler, and how to read what it makes.
struct Target {
    /// Its name in messages.
    name: &'static str,
    /// The C compiler.
    compiler: &'static str,
    /// What selects the target.
    flags: &'static [&'static str],
    /// The disassembler.
    objdump: &'static str,
    /// The Debian packages that have them.
    packages: &'static str,
    /// RSEQ_SIG.
    signature: u32,
    /// Whether an instruction, as the disassembler writes it, stores to memory.
    stores: fn(&str) -> bool,
    /// Whether an instruction jumps to the address that is its last operand.
    jumps: fn(&str) -> bool,
    /// Whether the disassembler writes the distance instead of that address.
    relative: bool,
    /// Whether the instruction behind a jump runs before the jump is taken.
    delays: bool,
    /// Whether an instruction only fills space.
    fills: fn(&str) -> bool,
}

/// The destination is the last operand; comparisons have none.
fn x86_stores(instruction: &str) -> bool {
    let reads = ["cmp", "test", "lea", "push", "call"];
    instruction.ends_with(')') && !reads.iter().any(|read| instruction.starts_with(read))
}

fn x86_jumps(instruction: &str) -> bool {
    instruction.starts_with('j')
}

fn x86_fills(instruction: &str) -> bool {
    let nothing = ["xchg %ax,%ax", "lea 0x0(%esi),%esi", "lea 0x0(%esi,%eiz,1),%esi"];
    instruction.contains("nop") || nothing.contains(&instruction)
}

fn aarch64_stores(instruction: &str) -> bool {
    instruction.starts_with("st")
}

fn aarch64_jumps(instruction: &str) -> bool {
    ["b ", "b.", "cb", "tb"].iter().any(|jump| instruction.starts_with(jump))
}

fn arm_stores(instruction: &str) -> bool {
    instruction.starts_with("str")
}

fn arm_jumps(instruction: &str) -> bool {
    ["b", "beq", "bne"].contains(&mnemonic(instruction).split('.').next().unwrap_or_default())
}

fn riscv_stores(instruction: &str) -> bool {
    ["sd", "sw", "sh", "sb"].contains(&mnemonic(instruction))
}

fn riscv_jumps(instruction: &str) -> bool {
    instruction.starts_with('b') || mnemonic(instruction) == "j"
}

fn loongarch_stores(instruction: &str) -> bool {
    instruction.starts_with("st.")
}

fn loongarch_jumps(instruction: &str) -> bool {
    instruction.starts_with('b') && !instruction.starts_with("bl")
}

fn mips_stores(instruction: &str) -> bool {
    ["sd", "sw", "sb"].contains(&mnemonic(instruction))
}

fn mips_jumps(instruction: &str) -> bool {
    instruction.starts_with('b') && !["bal", "break"].contains(&mnemonic(instruction))
}

/// Among the instructions there may be constants.
fn fills(instruction: &str) -> bool {
    mnemonic(instruction).trim_start_matches("c.").starts_with("nop")
        || instruction.starts_with(".word")
}

fn mnemonic(instruction: &str) -> &str {
    instruction.split(' ').next().unwrap_or_default()
}

/// The targets that are compiled for.
static TARGETS: &[Target] = &[
    Target {
        name: "x86-64",
        compiler: "gcc",
        flags: &[],
        objdump: "objdump",
        packages: "gcc binutils",
        signature: 0x5305_3053,
        stores: x86_stores,
        jumps: x86_jumps,
        relative: false,
        delays: false,
        fills: x86_fills,
    },
    Target {
        name: "x32",
        compiler: "x86_64-linux-gnux32-gcc",
        flags: &[],
        objdump: "x86_64-linux-gnux32-objdump",
        packages: "gcc-x86-64-linux-gnux32",
        signature: 0x5305_3053,
        stores: x86_stores,
        jumps: x86_jumps,
        relative: false,
        delays: false,
        fills: x86_fills,
    },
    Target {
        name: "i386",
        compiler: "i686-linux-gnu-gcc",
        flags: &[],
        objdump: "i686-linux-gnu-objdump",
        packages: "gcc-i686-linux-gnu libc6-dev-i386-cross",
        signature: 0x5305_3053,
        stores: x86_stores,
        jumps: x86_jumps,
        relative: false,
        delays: false,
        fills: x86_fills,
    },
    Target {
        name: "aarch64",
        compiler: "aarch64-linux-gnu-gcc",
        flags: &[],
        objdump: "aarch64-linux-gnu-objdump",
        packages: "gcc-aarch64-linux-gnu",
        signature: 0xd428_bc00,
        stores: aarch64_stores,
        jumps: aarch64_jumps,
        relative: false,
        delays: false,
        fills,
    },
    Target {
        name: "aarch64-be",
        compiler: "aarch64-linux-gnu-gcc",
        flags: &["-mbig-endian"],
        objdump: "aarch64-linux-gnu-objdump",
        packages: "gcc-aarch64-linux-gnu",
        signature: 0x00bc_28d4,
        stores: aarch64_stores,
        jumps: aarch64_jumps,
        relative: false,
        delays: false,
        fills,
    },
    Target {
        name: "arm",
        compiler: "arm-linux-gnueabihf-gcc",
        flags: &["-marm"],
        objdump: "arm-linux-gnueabihf-objdump",
        packages: "gcc-arm-linux-gnueabihf",
        signature: 0xe7f5_def3,
        stores: arm_stores,
        jumps: arm_jumps,
        relative: false,
        delays: false,
        fills,
    },
    Target {
        name: "arm-thumb",
        compiler: "arm-linux-gnueabihf-gcc",
        flags: &["-mthumb"],
        objdump: "arm-linux-gnueabihf-objdump",
        packages: "gcc-arm-linux-gnueabihf",
        signature: 0xe7f5_def3,
        stores: arm_stores,
        jumps: arm_jumps,
        relative: false,
        delays: false,
        fills,
    },
    Target {
        name: "arm-be",
        compiler: "arm-linux-gnueabi-gcc",
        flags: &["-mbig-endian", "-march=armv7-a", "-Wl,--be8"],
        objdump: "arm-linux-gnueabi-objdump",
        packages: "gcc-arm-linux-gnueabi",
        signature: 0xf3de_f5e7,
        stores: arm_stores,
        jumps: arm_jumps,
        relative: false,
        delays: false,
        fills,
    },
    Target {
        name: "arm-v6",
        compiler: "arm-linux-gnueabi-gcc",
        flags: &["-march=armv6k", "-mtp=cp15"],
        objdump: "arm-linux-gnueabi-objdump",
        packages: "gcc-arm-linux-gnueabi",
        signature: 0xe7f5_def3,
        stores: arm_stores,
        jumps: arm_jumps,
        relative: false,
        delays: false,
        fills,
    },
    Target {
        name: "riscv64",
        compiler: "riscv64-linux-gnu-gcc",
        flags: &[],
        objdump: "riscv64-linux-gnu-objdump",
        packages: "gcc-riscv64-linux-gnu",
        signature: 0xf140_1073,
        stores: riscv_stores,
        jumps: riscv_jumps,
        relative: false,
        delays: false,
        fills,
    },
    Target {
        name: "riscv32",
        compiler: "riscv64-linux-gnu-gcc",
        flags: &["-march=rv32imac", "-mabi=ilp32"],
        objdump: "riscv64-linux-gnu-objdump",
        packages: "gcc-riscv64-linux-gnu",
        signature: 0xf140_1073,
        stores: riscv_stores,
        jumps: riscv_jumps,
        relative: false,
        delays: false,
        fills,
    },
    Target {
        name: "loongarch64",
        compiler: "clang-19",
        flags: &[
            "--target=loongarch64-linux-gnu",
            "-fuse-ld=lld-19",
            "-Wno-unused-command-line-argument",
        ],
        objdump: "llvm-objdump-19",
        packages: "clang-19 lld-19 llvm-19",
        signature: 0x002a_0010,
        stores: loongarch_stores,
        jumps: loongarch_jumps,
        relative: true,
        delays: false,
        fills,
    },
    Target {
        name: "mips",
        compiler: "mips-linux-gnu-gcc",
        flags: &["-Wl,-e,_start"],
        objdump: "mips-linux-gnu-objdump",
        packages: "gcc-mips-linux-gnu",
        signature: 0x0350_000d,
        stores: mips_stores,
        jumps: mips_jumps,
        relative: false,
        delays: true,
        fills,
    },
    Target {
        name: "mipsel",
        compiler: "mipsel-linux-gnu-gcc",
        flags: &["-Wl,-e,_start"],
        objdump: "mipsel-linux-gnu-objdump",
        packages: "gcc-mipsel-linux-gnu",
        signature: 0x0350_000d,
        stores: mips_stores,
        jumps: mips_jumps,
        relative: false,
        delays: true,
        fills,
    },
    Target {
        name: "mips64",
        compiler: "mips64-linux-gnuabi64-gcc",
        flags: &["-Wl,-e,_start"],
        objdump: "mips64-linux-gnuabi64-objdump",
        packages: "gcc-mips64-linux-gnuabi64",
        signature: 0x0350_000d,
        stores: mips_stores,
        jumps: mips_jumps,
        relative: false,
        delays: true,
        fills,
    },
    Target {
        name: "mips64el",
        compiler: "mips64el-linux-gnuabi64-gcc",
        flags: &["-Wl,-e,_start"],
        objdump: "mips64el-linux-gnuabi64-objdump",
        packages: "gcc-mips64el-linux-gnuabi64",
        signature: 0x0350_000d,
        stores: mips_stores,
        jumps: mips_jumps,
        relative: false,
        delays: true,
        fills,
    },
    Target {
        name: "mipsn32",
        compiler: "mips64-linux-gnuabi64-gcc",
        flags: &["-Wl,-e,_start", "-mabi=n32"],
        objdump: "mips64-linux-gnuabi64-objdump",
        packages: "gcc-mips64-linux-gnuabi64",
        signature: 0x0350_000d,
        stores: mips_stores,
        jumps: mips_jumps,
        relative: false,
        delays: true,
        fills,
    },
    Target {
        name: "mips64el-r6",
        compiler: "mips64el-linux-gnuabi64-gcc",
        flags: &["-Wl,-e,_start", "-march=mips64r6"],
        objdump: "mips64el-linux-gnuabi64-objdump",
        packages: "gcc-mips64el-linux-gnuabi64",
        signature: 0x0350_000d,
        stores: mips_stores,
        jumps: mips_jumps,
        relative: false,
        delays: true,
        fills,
    },
];

/// The function around an operation whose operands are its parameters.
fn function(out: &mut String, name: &str, called: &str, first: &[&str], operation: &Operation) {
    let parameters: Vec<_> =
        operation.all_parameters().map(|p| format!("{}{}", p.kind.c_type(), p.name)).collect();
    let arguments: Vec<_> =
        first.iter().copied().chain(operation.all_parameters().map(|p| p.name)).collect();
    let _ = writeln!(
        out,
        "int {name}({});\nint {name}({})\n{{\n    return {called}({});\n}}",
        parameters.join(", "),
        parameters.join(", "),
        arguments.join(", ")
    );
}

/// The name of the function around the public operation, relaxed, by CPU number.
fn caller(operation: &Operation) -> String {
    format!("call_{}", operation.name)
}

/// A program: a function around each public operation and each of its instances. There is no C
/// library, for some targets not even its headers; what RSEQ_COMPARE_TWICE needs is never called.
fn source() -> String {
    let mut out = String::from(
        "#include <rseq/rseq.h>\n\
         ptrdiff_t rseq_offset;\n\
         struct file *const stderr = 0;\n\
         int fprintf(struct file *file, const char *format, ...)\n\
         {\n    (void)file;\n    return *format;\n}\n\
         void abort(void)\n\
         {\n    for (;;)\n        rseq_barrier();\n}\n\
         void _start(void);\n\
         void _start(void)\n\
         {\n    abort();\n}\n",
    );
    for operation in OPERATIONS {
        let constants = ["RSEQ_MO_RELAXED", "RSEQ_PERCPU_CPU_ID"];
        function(&mut out, &caller(operation), operation.name, &constants, operation);
        for &order in operation.orders() {
            for instance in Mode::ALL.map(|mode| operation.instance(order, mode)) {
                function(&mut out, &format!("call_{instance}"), &instance, &[], operation);
            }
        }
    }
    out
}

/// A linked program.
struct Compiled {
    /// Its file.
    elf: Elf,
    /// Its instructions by address.
    instructions: BTreeMap<u64, String>,
}

fn run(command: &mut Command, packages: &str) -> String {
    let name = format!("{command:?}");
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{name}: {error}; install the packages {packages}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{name}: {}\n{errors}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Compiles and links the program for a target. `flags` go to the compiler for both steps.
fn compile(target: &Target, test: &str, flags: &[&str]) -> Compiled {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let name = format!("{test}-{}{}", target.name, flags.concat().replace('/', "_"));
    let [source_file, program] = ["c", "elf"].map(|end| directory.join(format!("{name}.{end}")));
    fs::write(&source_file, source()).expect("source");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let include = [here.join("tests/emulated/include"), here.join("../include")];
    let mut command = Command::new(target.compiler);
    command.args(target.flags).args(["-Wall", "-Wextra", "-ffreestanding", "-nostdlib"]);
    for directory in include {
        command.arg("-I").arg(directory);
    }
    run(command.args(flags).arg(&source_file).arg("-o").arg(&program), target.packages);
    let elf = Elf::read(&program);
    let mut command = Command::new(target.objdump);
    let text = run(command.args(["-d", "--no-show-raw-insn"]).arg(&program), target.packages);
    Compiled { elf, instructions: instructions(&text) }
}

/// The disassembler's lines: address, colon, tab, instruction.
fn instructions(text: &str) -> BTreeMap<u64, String> {
    let parse = |line: &str| {
        let (address, instruction) = line.split_once(':')?;
        let address = u64::from_str_radix(address.trim(), 16).ok()?;
        Some((address, instruction.split_whitespace().collect::<Vec<_>>().join(" ")))
    };
    text.lines().filter_map(parse).collect()
}

impl Compiled {
    /// The instructions in a range of addresses.
    fn range(&self, range: Range<u64>) -> impl DoubleEndedIterator<Item = (u64, &str)> {
        self.instructions.range(range).map(|(address, text)| (*address, text.as_str()))
    }

    /// The instruction in front of an address.
    fn before(&self, address: u64) -> Option<&str> {
        self.instructions.range(..address).next_back().map(|(_, text)| text.as_str())
    }
}

impl Target {
    /// The address that a jump at an address goes to: `jne 401000 <name+0x10>`.
    fn destination(&self, address: u64, instruction: &str) -> Option<u64> {
        let (operands, _) = instruction.split_once(" <")?;
        let operand = operands.split([' ', ',']).next_back()?;
        if self.relative {
            return address.checked_add_signed(operand.parse().ok()?);
        }
        u64::from_str_radix(operand.trim_start_matches("0x"), 16).ok()
    }
}
