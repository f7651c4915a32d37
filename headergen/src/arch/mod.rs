//! The contract between the printer and an architecture.
//!
//! A back end says how each word of the operation language reads in the assembler of its
//! architecture, with which constraints operands are handed over, and which registers are in use.
//! It is one page; nothing outside of this directory and of the templates of its header knows about
//! it. To add an architecture: write its page, add it to [`BACKENDS`], and write the template
//! `rseq/arch/<header>.h`, which holds what is not generated: signature, barriers and the
//! `RSEQ_ASM_*` macros that the printed functions use. The tests find the new back end by
//! themselves.
//!
//! # The frame of a critical section
//!
//! The printer puts the pieces of a section in this order, and defines the commit label itself:
//!
//! ```text
//!     declare          descriptor with start, commit and abort address
//!     declare_exit     once per C label that the section may be left to
//!     enter            the descriptor's address is stored to the rseq area; the start label
//!     check_index      continue at the abort label if the index is not the current one
//!     ...              the steps; the last piece ends with the committing store
//! 2:                   the commit label
//!     abort            signature, abort label, jump to the C label "abort"
//! ```
//!
//! Rules for every piece:
//! - It changes nothing but the registers of [`clobbers`] and condition codes, and no operand.
//! - [`Backend::scratch`] registers hold nothing between pieces: injected code may use them.
//!   Temporaries ([`Backend::temp`]) survive every piece but the copy, which has no temporaries to
//!   preserve.
//! - It stores nothing but what its word says: no stack, except before the start label.
//! - It is position independent if the compiler is told to generate such code, and it accepts
//!   whatever operand the constraint allows: any register class, constants, any address.
//! - A jump out of the section goes to the given C label directly.

pub mod aarch64;
pub mod arm;
pub mod i386;
mod load_store;
pub mod loongarch;
pub mod mips;
pub mod or1k;
pub mod ppc;
pub mod riscv;
pub mod s390;
mod x86;
pub mod x86_64;

use crate::model::{Flow, Machine};
use crate::operation::{Kind, Mode, Operation, Order, Place, Source, Step, Temp, Word};
use crate::statement::Instruction;

/// All back ends, in the order of their functions in a header that several share.
pub static BACKENDS: &[&dyn Backend] = &[
    &x86_64::X86_64,
    &x86_64::X32,
    &i386::I386,
    &aarch64::AARCH64,
    &arm::ARM,
    &riscv::RISCV64,
    &riscv::RISCV32,
    &loongarch::LoongArch,
    &or1k::OR1K,
    &s390::S390X,
    &s390::S390_31,
    &ppc::PPC64,
    &ppc::PPC32,
    &mips::MIPS64,
    &mips::MIPS32,
];

/// The same back ends for other targets, which their headers tell apart by macros: another byte
/// order, for example. What they print is what one of [`BACKENDS`] prints, but the checks see what
/// these targets make of it.
pub static VARIANTS: &[&dyn Backend] = &[
    &aarch64::AARCH64_BE,
    &arm::THUMB,
    &arm::ARM_BE,
    &arm::ARM_V6,
    &or1k::OR1K_PIC,
    &ppc::PPC64LE,
    &ppc::POWER10,
    &ppc::POWER10_CLANG,
    &ppc::PPC32_PIC,
    &mips::MIPS64EL,
    &mips::MIPS32EL,
    &mips::MIPSN32,
    &mips::MIPSN32EL,
    &mips::MIPS_I,
];

/// What the checks have to know about a target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Bytes of a word (a pointer, a `long`).
    pub word: usize,
    /// Byte order.
    pub big_endian: bool,
    /// Whether the CPU makes stores visible in program order, so that a release store is a store.
    pub ordered_stores: bool,
    /// The word before the abort address, `RSEQ_SIG`.
    pub signature: u32,
    /// The macros that a compiler for the target predefines and that select its headers.
    pub predefined: &'static [&'static str],
}

/// Local labels. Programs' own sections and injected code know them by number.
#[derive(Clone, Copy, Debug)]
pub struct Labels {
    /// The descriptor.
    pub table: u32,
    /// The first instruction of the section.
    pub start: u32,
    /// The instruction behind the commit.
    pub commit: u32,
    /// The abort handler.
    pub abort: u32,
}

/// A line of the asm template.
#[derive(Clone, Debug)]
pub enum Line {
    /// An instruction or a label, printed as a string literal.
    Text(String),
    /// A macro of the architecture's header.
    Macro(String),
}

/// An instruction or label.
pub fn text(line: impl Into<String>) -> Line {
    Line::Text(line.into())
}

/// A use of a macro.
pub fn invoke(line: impl Into<String>) -> Line {
    Line::Macro(line.into())
}

/// An asm operand.
#[derive(Clone, Debug)]
pub struct Operand {
    /// Its name in the template.
    pub name: &'static str,
    /// Its constraint.
    pub constraint: &'static str,
    /// The C expression.
    pub expression: String,
}

/// The operands by which a section reaches the rseq area where that takes its address: the current
/// index with the first constraint, and `rseq_cs` with the second. A 32-bit architecture stores the
/// low-order word of the latter, as `struct rseq_abi` says which that is.
pub fn area(index: &'static str, mode: Mode, cs: &'static str) -> Vec<Operand> {
    let member = |name, constraint, member| Operand {
        name,
        constraint,
        expression: format!("rseq_get_abi()->{member}"),
    };
    vec![member("current_cpu_id", index, mode.name()), member("rseq_cs", cs, "rseq_cs.arch.ptr")]
}

/// The declaration of an exit to a C label from the section that starts at `start`.
pub fn declare_exit(start: &str, label: &str) -> Vec<Line> {
    vec![invoke(format!("RSEQ_ASM_DEFINE_EXIT_POINT({start}, %l[{label}])"))]
}

/// The lines of one step, or of several that an architecture does at once.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it does, in pseudo-code.
    pub note: String,
    /// The lines.
    pub lines: Vec<Line>,
    /// Whether an injection point follows, see [`crate::operation::Step::point`].
    pub point: bool,
}

/// The steps of an operation as pieces.
#[derive(Clone, Debug)]
pub struct Pieces {
    /// Why they are not one piece per step, if they are not.
    pub reason: Option<&'static str>,
    /// The pieces; the last one commits.
    pub pieces: Vec<Piece>,
    /// The temporaries that they use.
    pub temps: Vec<Temp>,
}

/// An architecture. Names of parameters stand for operands of the same name, `%[name]`.
pub trait Backend: Sync {
    /// Its name.
    fn name(&self) -> &'static str;
    /// The header that its functions are in: `x86` for rseq/arch/x86.h and rseq/arch/x86/bits.h.
    fn header(&self) -> &'static str;
    /// The preprocessor condition that tells it from others in the same header.
    fn condition(&self) -> &'static str;
    /// What is worth knowing before reading the functions: which register is what.
    fn notes(&self) -> &'static [&'static str];
    /// What the checks have to know.
    fn target(&self) -> Target;
    /// The local labels.
    fn labels(&self) -> Labels;

    /// The constraint of the operand for a parameter. [`Kind::Word`] operands are the word itself,
    /// as memory; all others the parameter's value. Values and offsets must be possible at run
    /// time, that is in a register or in memory. A name that begins with `__RSEQ` is a macro of the
    /// header that expands to the string: which constraint is right may depend on the compiler.
    fn constraint(&self, kind: Kind) -> &'static str;
    /// The constraint of the word that an operation commits to, where it is another than that of
    /// [`Kind::Word`]: the address of a release store may be more limited.
    fn commit_constraint(&self, order: Order) -> &'static str {
        let _ = order;
        self.constraint(Kind::Word)
    }
    /// The C expression of the operand for [`Kind::Index`], of the parameter `cpu`. Where registers
    /// are compared as a whole it has their width: the compiler does not extend an `int` for asm.
    fn index(&self) -> &'static str {
        "cpu"
    }
    /// The C expression of the operand for the word that a [`Kind::Word`] parameter points to: the
    /// word as memory, or its address as a value.
    fn word(&self, parameter: &str) -> String {
        format!("*{parameter}")
    }
    /// The operands by which the section reaches the thread's rseq area.
    fn area(&self, mode: Mode) -> Vec<Operand>;
    /// Registers that hold nothing between pieces. Always clobbered.
    fn scratch(&self) -> &'static [&'static str];
    /// The register of a temporary: none of the scratch registers.
    fn temp(&self, temp: Temp) -> &'static str;
    /// Further registers that the copy needs.
    fn copy_registers(&self) -> &'static [&'static str];
    /// Registers that a linker may change on the way from the abort handler to the function, if it
    /// puts them so far apart that the jump needs a veneer.
    fn veneer_registers(&self) -> &'static [&'static str] {
        &[]
    }
    /// Whether there are condition codes to clobber.
    fn has_condition_codes(&self) -> bool;

    /// Emits the descriptor into `__rseq_cs`, and its address into `__rseq_cs_ptr_array`.
    fn declare(&self) -> Vec<Line>;
    /// Emits the pair of start address and C label into `__rseq_exit_point_array`.
    fn declare_exit(&self, label: &str) -> Vec<Line>;
    /// Stores the address of the descriptor to the rseq area, then defines the start label.
    /// Contains injection point 1.
    fn enter(&self) -> Vec<Line>;
    /// Jumps to `target`, a local label such as `4f` or a C label such as `%l[error1]`, unless the
    /// operand `cpu_id` equals the current index. Contains injection point 2.
    fn check_index(&self, mode: Mode, target: &str) -> Vec<Line>;
    /// Where [`Backend::check_index`] goes before the first step. Where conditional branches are too
    /// short for a handler in another section, this is the C label `abort`, `%l[abort]`; it is an
    /// exit then like others.
    fn refusal(&self) -> String {
        format!("{}f", self.labels().abort)
    }
    /// The signature, the abort label and a jump to the C label `abort`, out of the way of the code
    /// before and behind it.
    fn abort(&self) -> Vec<Line>;

    /// load.
    fn load(&self, to: Temp, from: &str) -> Vec<Line>;
    /// load-at. `to` and `base` may be the same.
    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line>;
    /// store. Exactly one store, the last instruction. With [`Order::Release`] all earlier accesses
    /// become visible before it does.
    fn store(&self, to: &str, value: Source, order: Order) -> Vec<Line>;
    /// store-at, as store.
    fn store_at(&self, base: Temp, value: Temp, order: Order) -> Vec<Line>;
    /// add.
    fn add(&self, to: Temp, amount: &str) -> Vec<Line>;
    /// exit-if-equal (`equal`) or exit-if-different: jumps to the C label `exit`.
    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line>;
    /// memcpy: words where alignment allows, then bytes. Local labels from 222 up.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line>;
    /// A better way to do all steps behind the last comparison, where the instruction set has one.
    /// None for almost all.
    fn override_steps(&self, steps: &[Step], order: Order) -> Option<Pieces> {
        let _ = (steps, order);
        None
    }

    /// What a letter of a constraint admits, or `None` if it is unknown.
    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        generic_letter(letter)
    }
    /// The register that this name stands for, in one spelling for all widths, or `None` if it is
    /// none that a section could destroy.
    fn register(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }
    /// Bytes of a general register. An operand that has fewer leaves anything in the rest.
    fn register_size(&self) -> usize {
        self.target().word
    }
    /// The name of the stack pointer, as [`Machine::read`] knows it.
    fn stack_pointer(&self) -> &'static str {
        "sp"
    }
    /// Executes an instruction: the meaning of what was printed, for the model. An error for
    /// anything that the assembler would not accept or that is not known, which is everything
    /// until a back end says otherwise.
    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        let _ = machine;
        Err(format!("unknown instruction {}", instruction.mnemonic))
    }
}

/// What a letter of a constraint admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// Any register that the compiler has to give.
    Register,
    /// Memory.
    Memory,
    /// A constant in this range.
    Constant(i64, i64),
}

/// The letters that all architectures share.
#[must_use]
pub fn generic_letter(letter: char) -> Option<Vec<Letter>> {
    let constant = Letter::Constant(i64::MIN, i64::MAX);
    match letter {
        'r' => Some(vec![Letter::Register]),
        'm' => Some(vec![Letter::Memory]),
        'i' | 'n' => Some(vec![constant]),
        'g' => Some(vec![Letter::Register, Letter::Memory, constant]),
        _ => None,
    }
}

/// The pieces of an operation.
#[must_use]
pub fn pieces(backend: &dyn Backend, operation: &Operation, order: Order) -> Pieces {
    let (compared, rest) = operation.steps.split_at(operation.compared());
    let mut all = one_by_one(backend, compared, Order::Relaxed);
    let rest =
        backend.override_steps(rest, order).unwrap_or_else(|| one_by_one(backend, rest, order));
    all.reason = rest.reason;
    all.pieces.extend(rest.pieces);
    all.temps.extend(rest.temps);
    all.temps.sort_unstable();
    all.temps.dedup();
    all
}

/// One piece per step; `order` is that of the last.
#[must_use]
pub fn one_by_one(backend: &dyn Backend, steps: &[Step], order: Order) -> Pieces {
    let pieces = steps
        .iter()
        .enumerate()
        .map(|(number, step)| {
            let order = if number + 1 == steps.len() { order } else { Order::Relaxed };
            piece(backend, step, order, step.word.exit().unwrap_or_default())
        })
        .collect();
    let temps = steps.iter().flat_map(|step| step.word.temps()).collect();
    Pieces { reason: None, pieces, temps }
}

/// One step, leaving to the C label `exit` if it compares.
#[must_use]
pub fn piece(backend: &dyn Backend, step: &Step, order: Order, exit: &str) -> Piece {
    let lines = match step.word {
        Word::Load { to, from } => backend.load(to, from),
        Word::LoadAt { to, base, offset } => backend.load_at(to, base, offset),
        Word::Store { to, value } => backend.store(to, value, order),
        Word::StoreAt { base, value } => backend.store_at(base, value, order),
        Word::Add { to, amount } => backend.add(to, amount),
        Word::ExitIfEqual { left, right } => backend.exit_if(true, left, right, exit),
        Word::ExitIfDifferent { left, right } => backend.exit_if(false, left, right, exit),
        Word::Memcpy { to, from, length } => backend.memcpy(to, from, length),
    };
    Piece { note: step.word.pseudocode(), lines, point: step.point }
}

/// All registers, and the condition codes, that an operation clobbers beyond memory.
#[must_use]
pub fn clobbers(backend: &dyn Backend, operation: &Operation, order: Order) -> Vec<&'static str> {
    let copies = operation.steps.iter().any(|step| matches!(step.word, Word::Memcpy { .. }));
    let mut clobbers = Vec::new();
    if backend.has_condition_codes() {
        clobbers.push("cc");
    }
    clobbers.extend(backend.scratch());
    let temps = pieces(backend, operation, order).temps;
    clobbers.extend(temps.iter().map(|&temp| backend.temp(temp).trim_start_matches('%')));
    if copies {
        clobbers.extend(backend.copy_registers());
    }
    clobbers.extend(backend.veneer_registers());
    let mut seen = Vec::new();
    clobbers.retain(|register| {
        !seen.contains(register) && {
            seen.push(*register);
            true
        }
    });
    clobbers
}
