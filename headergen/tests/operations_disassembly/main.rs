//! All operations as compiled code: one function around each, linked and disassembled, for each
//! target that is asked for, by its first compiler.

mod elf;
mod instruction_count;
mod sections;
#[path = "../targets/mod.rs"]
mod targets;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::Path;

use elf::Elf;
use headergen::operation::{Mode, OPERATIONS, Operation};
use targets::{Compiler, Selection};

/// How the instructions of an architecture read.
struct Isa {
    /// What the names of its targets begin with.
    targets: &'static [&'static str],
    /// RSEQ_SIG, little-endian and big-endian.
    signature: [u32; 2],
    /// Whether an instruction, as the disassembler writes it, stores to memory.
    stores: fn(&str) -> bool,
    /// Whether an instruction jumps to the address that is its last operand.
    jumps: fn(&str) -> bool,
    /// Whether the instruction behind a jump runs before the jump is taken.
    delays: bool,
    /// Whether an instruction only fills space.
    fills: fn(&str) -> bool,
}

/// A compiler for a target, and how to read what it makes.
struct Target {
    name: String,
    compiler: Compiler,
    isa: &'static Isa,
}

/// The destination is the last operand; comparisons have none.
fn x86_stores(instruction: &str) -> bool {
    let reads = ["cmp", "test", "lea", "push", "call"];
    instruction.ends_with(')') && !reads.iter().any(|read| instruction.starts_with(read))
}

/// s390 has names like these.
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

fn powerpc_stores(instruction: &str) -> bool {
    instruction.starts_with("st") || instruction.starts_with("pst")
}

fn powerpc_jumps(instruction: &str) -> bool {
    instruction.starts_with('b') && !["blr", "bctr"].contains(&mnemonic(instruction))
}

fn s390_stores(instruction: &str) -> bool {
    ["st", "stg", "sty"].contains(&mnemonic(instruction))
}

fn or1k_stores(instruction: &str) -> bool {
    ["l.sw", "l.sb"].contains(&mnemonic(instruction))
}

fn or1k_jumps(instruction: &str) -> bool {
    ["l.j", "l.bf", "l.bnf"].contains(&mnemonic(instruction))
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
    mnemonic(instruction).trim_start_matches("c.").starts_with("nop") || is_data(instruction)
}

/// Constants alone: what does nothing in the slot behind a jump takes its time.
fn is_data(instruction: &str) -> bool {
    instruction.starts_with(".word")
}

fn mnemonic(instruction: &str) -> &str {
    instruction.split(' ').next().unwrap_or_default()
}

const fn isa(
    targets: &'static [&'static str],
    signature: [u32; 2],
    stores: fn(&str) -> bool,
    jumps: fn(&str) -> bool,
) -> Isa {
    Isa { targets, signature, stores, jumps, delays: false, fills }
}

static ISAS: &[Isa] = &[
    Isa {
        fills: x86_fills,
        ..isa(&["x86", "x32", "i386"], [0x5305_3053; 2], x86_stores, x86_jumps)
    },
    isa(&["aarch64"], [0xd428_bc00, 0x00bc_28d4], aarch64_stores, aarch64_jumps),
    isa(&["arm"], [0xe7f5_def3, 0xf3de_f5e7], arm_stores, arm_jumps),
    isa(&["powerpc", "power10"], [0x0fe5_000b; 2], powerpc_stores, powerpc_jumps),
    isa(&["s390"], [0xb2ff_0fff; 2], s390_stores, x86_jumps),
    isa(&["riscv"], [0xf140_1073; 2], riscv_stores, riscv_jumps),
    isa(&["loongarch"], [0x002a_0010; 2], loongarch_stores, loongarch_jumps),
    Isa {
        delays: true,
        fills: is_data,
        ..isa(&["mips"], [0x0350_000d; 2], mips_stores, mips_jumps)
    },
    Isa {
        delays: true,
        fills: is_data,
        ..isa(&["or1k"], [0x1500_0035; 2], or1k_stores, or1k_jumps)
    },
];

/// The targets that have critical sections.
fn targets() -> Vec<Target> {
    let all = targets::all();
    let mut selected = Vec::new();
    for (target, compiler) in Selection::from_environment().compilers(&all) {
        if !std::ptr::eq(compiler, &target.compilers[0]) {
            continue;
        }
        if !compiler.has_fast_paths() {
            println!("{}: no fast paths", target.name);
            continue;
        }
        let isa = ISAS
            .iter()
            .find(|isa| isa.targets.iter().any(|start| target.name.starts_with(start)))
            .unwrap_or_else(|| panic!("how do the instructions of {} read?", target.name));
        selected.push(Target { name: target.name.clone(), compiler: compiler.clone(), isa });
    }
    selected
}

/// The paths of the source and of what is made of it, for a test.
fn files(name: &str, flags: &[&str], target: &Target) -> [String; 2] {
    let name = format!("{}/{name}-{}{}", env!("CARGO_TARGET_TMPDIR"), target.name, flags.concat());
    let [source_file, made] = ["c", "out"].map(|end| format!("{name}.{end}"));
    fs::write(&source_file, source()).expect("source");
    [source_file, made]
}

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

/// Runs a command, which must succeed.
fn run(command: &[&str]) -> String {
    targets::run(command).unwrap_or_else(|error| panic!("{error}"))
}

/// Compiles and links the program for a target. `flags` go to the compiler for both steps.
fn compile(target: &Target, test: &str, flags: &[&str]) -> Compiled {
    let [source_file, program] = files(test, flags, target);
    let mut words = target.compiler.words();
    words.extend(["-Wall", "-Wextra", "-nostdlib", "-Wl,-e,_start"]);
    words.extend(flags);
    words.extend([&source_file, "-o", &program]);
    if target.compiler.name.starts_with("clang") {
        words.extend(["-fuse-ld=lld-19", "-Wno-unused-command-line-argument"]);
    }
    if target.name.starts_with("powerpc") {
        // What saves registers for -Os.
        words.push("-lgcc");
    }
    run(&words);
    let text = run(&[&target.objdump(), "-d", "--no-show-raw-insn", &program]);
    Compiled { elf: Elf::read(Path::new(&program)), instructions: instructions(&text) }
}

/// Compiles the program for a target whose linker knows only programs at fixed addresses, and looks
/// for what that would not tell.
fn is_position_independent(target: &Target, flags: &[&str]) {
    let [source_file, object] = files("object", flags, target);
    let mut words = target.compiler.words();
    words.extend(flags);
    words.extend(["-fPIC", "-c", &source_file, "-o", &object]);
    run(&words);
    let relocations = run(&[&target.objdump(), "-r", &object]);
    assert_eq!(targets::is_position_independent(&relocations), Ok(()), "{object}");
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
    /// The disassembler, which is of the compiler's packages.
    fn objdump(&self) -> String {
        let compiler = &self.compiler.command[0];
        match compiler.strip_prefix("clang") {
            Some(version) => format!("llvm-objdump{version}"),
            None => compiler.replace("gcc", "objdump"),
        }
    }

    /// The address that a jump at an address goes to: `jne 401000 <name+0x10>`. That of LLVM writes
    /// the distance, in decimal.
    fn destination(&self, address: u64, instruction: &str) -> Option<u64> {
        let (operands, _) = instruction.split_once(" <")?;
        let operand = operands.split([' ', ',']).next_back()?;
        if self.compiler.name.starts_with("clang") {
            return address.checked_add_signed(operand.parse().ok()?);
        }
        u64::from_str_radix(operand.trim_start_matches("0x"), 16).ok()
    }
}
