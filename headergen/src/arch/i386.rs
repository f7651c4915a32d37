//! i386: 32-bit x86.
//!
//! Six registers are all that a function has, or five: values are taken from wherever the compiler
//! has them (`g`: a register, memory or a constant) by way of eax, which cannot run out. What has to
//! be in a register is `rseq_offset` and the address of each word. As memory operands, words would
//! take two registers each with clang, which does not compute such an address beforehand.

use crate::arch::x86::{
    CS, Decoder, LABELS, SIGNATURE, STACK_POINTER, abort, add_to_memory, area, declare,
    declare_exit, index, register,
};
use crate::arch::{Backend, Labels, Line, Operand, Pieces, Target, invoke, text};
use crate::model::{Flow, Machine};
use crate::operation::{Kind, Mode, Order, Place, Source, Step, Temp};
use crate::statement::Instruction;

/// The back end.
#[derive(Debug)]
pub struct I386;

impl Backend for I386 {
    fn name(&self) -> &'static str {
        "i386"
    }

    fn header(&self) -> &'static str {
        "x86"
    }

    fn condition(&self) -> &'static str {
        "!defined(RSEQ_ARCH_AMD64)"
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "x is in ecx and y in edx; eax is scratch. Values come from registers, memory or \
             constants, whatever the compiler has: there are too few registers for all.",
            "Stores become visible in program order: release stores need no fence.",
        ]
    }

    fn target(&self) -> Target {
        Target {
            word: 4,
            big_endian: false,
            ordered_stores: true,
            signature: SIGNATURE,
            predefined: &["__i386__=1", "__PIC__=2", "__pic__=2"],
        }
    }

    fn labels(&self) -> Labels {
        LABELS
    }

    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Word => "r",
            // Not in registers either: gcc wants one for the address of a local variable, whatever
            // else it could be, and fails or never ends where there are no five.
            Kind::Length | Kind::Bytes => "m",
            Kind::Value | Kind::Offset | Kind::Index => "g",
        }
    }

    fn word(&self, parameter: &str) -> String {
        parameter.to_string()
    }

    fn area(&self, _mode: Mode) -> Vec<Operand> {
        area("rseq_offset")
    }

    fn scratch(&self) -> &'static [&'static str] {
        &["eax"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["%%ecx", "%%edx"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["ecx", "edx"]
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
        vec![invoke(format!("__RSEQ_ASM_STORE_RSEQ_CS(1, 3b, {CS}, \"\", RSEQ_ASM_REF_LABEL)"))]
    }

    fn check_index(&self, mode: Mode, target: &str) -> Vec<Line> {
        vec![invoke(format!("__RSEQ_ASM_CBNE_CPU_ID(cpu_id, {}, {target})", index(mode)))]
    }

    fn abort(&self) -> Vec<Line> {
        abort()
    }

    fn load(&self, to: Temp, from: &str) -> Vec<Line> {
        vec![text(format!("movl (%[{from}]), {}", self.temp(to)))]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let (to, base) = (self.temp(to), self.temp(base));
        let mut lines = Vec::new();
        if let Some(offset) = offset {
            if to != base {
                lines.push(text(format!("movl {base}, {to}")));
            }
            lines.push(text(format!("addl %[{offset}], {to}")));
            lines.push(text(format!("movl ({to}), {to}")));
        } else {
            lines.push(text(format!("movl ({base}), {to}")));
        }
        lines
    }

    fn store(&self, to: &str, value: Source, _order: Order) -> Vec<Line> {
        match value {
            Source::Parameter(name) => {
                vec![text(format!("movl %[{name}], %%eax")), text(format!("movl %%eax, (%[{to}])"))]
            }
            Source::Temp(temp) => vec![text(format!("movl {}, (%[{to}])", self.temp(temp)))],
        }
    }

    fn store_at(&self, base: Temp, value: Temp, _order: Order) -> Vec<Line> {
        vec![text(format!("movl {}, ({})", self.temp(value), self.temp(base)))]
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        vec![text(format!("addl %[{amount}], {}", self.temp(to)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let jump = if equal { "je" } else { "jne" };
        let mut lines = Vec::new();
        let left = match left {
            Place::Word(name) => {
                lines.push(text(format!("movl (%[{name}]), %%eax")));
                "%%eax"
            }
            Place::Temp(temp) => self.temp(temp),
        };
        lines.push(text(format!("cmpl %[{right}], {left}")));
        lines.push(text(format!("{jump} %l[{exit}]")));
        lines
    }

    // From the end down: the bytes that make up no word first, each power of two at once, then
    // words up to a multiple of four, then four at a time. edx is the end of what is left of the
    // source, ecx the distance from there to the destination.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let mut lines = vec![
            text(format!("movl %[{from}], %%edx")),
            text(format!("movl %[{to}], %%ecx")),
            text("subl %%edx, %%ecx"),
            text(format!("addl %[{length}], %%edx")),
        ];
        let copy = |lines: &mut Vec<Line>, offset: &str, suffix: &str, register: &str| {
            lines.push(text(format!("mov{suffix} {offset}(%%edx), {register}")));
            lines.push(text(format!("mov{suffix} {register}, {offset}(%%edx,%%ecx)")));
        };
        for (bytes, suffix, register, offsets) in [
            (1, "b", "%%al", &[""][..]),
            (2, "w", "%%ax", &[""]),
            (4, "l", "%%eax", &[""]),
            (8, "l", "%%eax", &["4", ""]),
        ] {
            lines.push(text(format!("testl ${bytes}, %[{length}]")));
            lines.push(text("jz 222f"));
            lines.push(text(format!("subl ${bytes}, %%edx")));
            for offset in offsets {
                copy(&mut lines, offset, suffix, register);
            }
            lines.push(text("222:"));
        }
        lines.push(text("jmp 222f"));
        lines.push(text("333:"));
        lines.push(text("subl $16, %%edx"));
        for offset in ["12", "8", "4", ""] {
            copy(&mut lines, offset, "l", "%%eax");
        }
        lines.push(text("222:"));
        lines.push(text(format!("cmpl %[{from}], %%edx")));
        lines.push(text("jne 333b"));
        lines
    }

    fn override_steps(&self, steps: &[Step], _order: Order) -> Option<Pieces> {
        let word = |name: &str| format!("(%[{name}])");
        add_to_memory(self, steps, word, |amount, place| {
            vec![text(format!("movl %[{amount}], %%eax")), text(format!("addl %%eax, {place}"))]
        })
    }

    fn register(&self, name: &str) -> Option<String> {
        register(name)
    }

    fn stack_pointer(&self) -> &'static str {
        STACK_POINTER
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        Decoder { register: 4, segment: "%%gs" }.execute(instruction, machine)
    }
}
