//! x86-64 with 64-bit pointers.
//!
//! The rseq area is addressed through the fs segment and the value of `rseq_offset`, without
//! computing its address. Stores become visible in program order: a release store is a store.

use crate::arch::x86::{
    CS, Decoder, LABELS, SIGNATURE, STACK_POINTER, abort, add_to_memory, area, check_index,
    declare, declare_exit, register,
};
use crate::arch::{
    Backend, Labels, Letter, Line, Operand, Pieces, Target, generic_letter, invoke, text,
};
use crate::model::{Flow, Machine};
use crate::operation::{Kind, Mode, Order, Place, Source, Step, Temp};
use crate::statement::Instruction;

/// The back end.
#[derive(Debug)]
pub struct X86_64;

fn source(backend: &dyn Backend, value: Source) -> String {
    match value {
        Source::Parameter(name) => format!("%[{name}]"),
        Source::Temp(temp) => backend.temp(temp).to_string(),
    }
}

impl Backend for X86_64 {
    fn name(&self) -> &'static str {
        "x86-64"
    }

    fn header(&self) -> &'static str {
        "x86"
    }

    fn condition(&self) -> &'static str {
        "defined(RSEQ_ARCH_AMD64)"
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "x is in r10 and y in r11; rax is scratch. None of them holds an argument of a \
             function call, and the caller of a function does not expect them to survive.",
            "Stores become visible in program order: release stores need no fence.",
        ]
    }

    fn target(&self) -> Target {
        Target {
            word: 8,
            big_endian: false,
            ordered_stores: true,
            signature: SIGNATURE,
            predefined: &["__x86_64__=1", "__LP64__=1", "_LP64=1"],
        }
    }

    fn labels(&self) -> Labels {
        LABELS
    }

    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Word => "m",
            Kind::Value => "er",
            Kind::Index => "ri",
            Kind::Offset | Kind::Bytes | Kind::Length => "r",
        }
    }

    fn area(&self, _mode: Mode) -> Vec<Operand> {
        area()
    }

    fn scratch(&self) -> &'static [&'static str] {
        &["rax"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["%%r10", "%%r11"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["r10"]
    }

    fn has_condition_codes(&self) -> bool {
        true
    }

    fn declare(&self) -> Vec<Line> {
        declare()
    }

    fn declare_exit(&self, label: &str) -> Vec<Line> {
        declare_exit(label)
    }

    fn enter(&self) -> Vec<Line> {
        vec![invoke(format!("RSEQ_ASM_STORE_RSEQ_CS(1, 3b, {CS})"))]
    }

    fn check_index(&self, mode: Mode, target: &str) -> Vec<Line> {
        check_index(mode, target)
    }

    fn abort(&self) -> Vec<Line> {
        abort()
    }

    fn load(&self, to: Temp, from: &str) -> Vec<Line> {
        vec![text(format!("movq %[{from}], {}", self.temp(to)))]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let (to, base) = (self.temp(to), self.temp(base));
        vec![match offset {
            Some(offset) => text(format!("movq ({base},%[{offset}]), {to}")),
            None => text(format!("movq ({base}), {to}")),
        }]
    }

    fn store(&self, to: &str, value: Source, _order: Order) -> Vec<Line> {
        vec![text(format!("movq {}, %[{to}]", source(self, value)))]
    }

    fn store_at(&self, base: Temp, value: Temp, _order: Order) -> Vec<Line> {
        vec![text(format!("movq {}, ({})", self.temp(value), self.temp(base)))]
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        vec![text(format!("addq %[{amount}], {}", self.temp(to)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let left = match left {
            Place::Word(name) => format!("%[{name}]"),
            Place::Temp(temp) => self.temp(temp).to_string(),
        };
        let jump = if equal { "je" } else { "jne" };
        vec![text(format!("cmpq %[{right}], {left}")), text(format!("{jump} %l[{exit}]"))]
    }

    // From the end down, so that the remaining length is the index: the bytes that make up no word
    // first, each power of two at once, then words up to a multiple of four, then four at a time.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let mut lines = vec![text(format!("movq %[{length}], %%rax"))];
        let copy = |lines: &mut Vec<Line>, offset: &str, suffix: &str, register: &str| {
            lines.push(text(format!("mov{suffix} {offset}(%[{from}],%%rax), {register}")));
            lines.push(text(format!("mov{suffix} {register}, {offset}(%[{to}],%%rax)")));
        };
        for (bytes, suffix, register) in
            [(1, "b", "%%r10b"), (2, "w", "%%r10w"), (4, "l", "%%r10d"), (8, "q", "%%r10")]
        {
            lines.push(text(format!("testb ${bytes}, %%al")));
            lines.push(text("jz 222f"));
            lines.push(text(format!("subq ${bytes}, %%rax")));
            copy(&mut lines, "", suffix, register);
            lines.push(text("222:"));
        }
        lines.push(text("testb $16, %%al"));
        lines.push(text("jz 222f"));
        lines.push(text("subq $16, %%rax"));
        for offset in ["8", ""] {
            copy(&mut lines, offset, "q", "%%r10");
        }
        lines.push(text("222:"));
        lines.push(text("testq %%rax, %%rax"));
        lines.push(text("jz 222f"));
        lines.push(text("333:"));
        lines.push(text("subq $32, %%rax"));
        for offset in ["24", "16", "8", ""] {
            copy(&mut lines, offset, "q", "%%r10");
        }
        lines.push(text("jnz 333b"));
        lines.push(text("222:"));
        lines
    }

    fn override_steps(&self, steps: &[Step], _order: Order) -> Option<Pieces> {
        let word = |name: &str| format!("%[{name}]");
        add_to_memory(self, steps, word, |amount, place| {
            vec![text(format!("addq %[{amount}], {place}"))]
        })
    }

    // e: a constant of 32 bits, sign-extended.
    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        match letter {
            'e' => Some(vec![Letter::Constant(i64::from(i32::MIN), i64::from(i32::MAX))]),
            other => generic_letter(other),
        }
    }

    fn register(&self, name: &str) -> Option<String> {
        register(name)
    }

    fn stack_pointer(&self) -> &'static str {
        STACK_POINTER
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        Decoder { word: 8, segment: "%%fs" }.execute(instruction, machine)
    }
}
