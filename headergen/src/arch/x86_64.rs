//! x86-64, with 64-bit pointers and with 32-bit ones (x32): the same instructions on words of either
//! size.
//!
//! The rseq area is addressed through the fs segment and the value of `rseq_offset`, without
//! computing its address. Stores become visible in program order: a release store is a store.
//!
//! On x32 the upper half of a register that holds a word is anything, unless an instruction of the
//! section wrote the word: that clears it. So an address is computed from words by their 32-bit
//! names, and from `rseq_offset`, which may be negative, as a number of 64 bits: what a 32-bit
//! address comes to is not sign-extended before the base of the segment is added.

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

/// The back end for one size of words.
#[derive(Debug)]
pub struct Amd64 {
    /// Bytes of a word.
    word: usize,
}

/// With 64-bit pointers.
pub static X86_64: Amd64 = Amd64 { word: 8 };
/// With 32-bit pointers.
pub static X32: Amd64 = Amd64 { word: 4 };

impl Amd64 {
    /// An instruction on words.
    fn on_words(&self, mnemonic: &str) -> String {
        format!("{mnemonic}{}", if self.word == 8 { 'q' } else { 'l' })
    }

    /// The part of a temporary's register that holds a word.
    fn part(&self, temp: Temp) -> String {
        format!("{}{}", self.temp(temp), if self.word == 8 { "" } else { "d" })
    }

    fn source(&self, value: Source) -> String {
        match value {
            Source::Parameter(name) => format!("%[{name}]"),
            Source::Temp(temp) => self.part(temp),
        }
    }
}

impl Backend for Amd64 {
    fn name(&self) -> &'static str {
        if self.word == 8 { "x86-64" } else { "x32" }
    }

    fn header(&self) -> &'static str {
        "x86"
    }

    fn condition(&self) -> &'static str {
        if self.word == 8 {
            "defined(RSEQ_ARCH_AMD64) && !defined(__ILP32__)"
        } else {
            "defined(RSEQ_ARCH_AMD64)"
        }
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
            word: self.word,
            big_endian: false,
            ordered_stores: true,
            signature: SIGNATURE,
            predefined: if self.word == 8 {
                &["__x86_64__=1", "__LP64__=1", "_LP64=1"]
            } else {
                &["__x86_64__=1", "__ILP32__=1", "_ILP32=1"]
            },
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
        area(if self.word == 8 { "rseq_offset" } else { "RSEQ_CAST(int64_t, rseq_offset)" })
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
        vec![text(format!("{} %[{from}], {}", self.on_words("mov"), self.part(to)))]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let address = match offset {
            Some(offset) => format!("{},%[{offset}]", self.part(base)),
            None => self.temp(base).to_string(),
        };
        vec![text(format!("{} ({address}), {}", self.on_words("mov"), self.part(to)))]
    }

    fn store(&self, to: &str, value: Source, _order: Order) -> Vec<Line> {
        vec![text(format!("{} {}, %[{to}]", self.on_words("mov"), self.source(value)))]
    }

    fn store_at(&self, base: Temp, value: Temp, _order: Order) -> Vec<Line> {
        let value = self.part(value);
        vec![text(format!("{} {value}, ({})", self.on_words("mov"), self.temp(base)))]
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        vec![text(format!("{} %[{amount}], {}", self.on_words("add"), self.part(to)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let left = match left {
            Place::Word(name) => format!("%[{name}]"),
            Place::Temp(temp) => self.part(temp),
        };
        let jump = if equal { "je" } else { "jne" };
        vec![
            text(format!("{} %[{right}], {left}", self.on_words("cmp"))),
            text(format!("{jump} %l[{exit}]")),
        ]
    }

    // From the end down, so that the remaining length is the index: the bytes that make up no 64 bits
    // first, each power of two at once, then 64 bits up to a multiple of four times that, then four
    // at a time.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let rest = if self.word == 8 { "%%rax" } else { "%%eax" };
        let [mov, sub, test] = ["mov", "sub", "test"].map(|mnemonic| self.on_words(mnemonic));
        let mut lines = vec![text(format!("{mov} %[{length}], {rest}"))];
        let copy = |lines: &mut Vec<Line>, offset: &str, suffix: &str, register: &str| {
            lines.push(text(format!("mov{suffix} {offset}(%[{from}],{rest}), {register}")));
            lines.push(text(format!("mov{suffix} {register}, {offset}(%[{to}],{rest})")));
        };
        for (bytes, suffix, register) in
            [(1, "b", "%%r10b"), (2, "w", "%%r10w"), (4, "l", "%%r10d"), (8, "q", "%%r10")]
        {
            lines.push(text(format!("testb ${bytes}, %%al")));
            lines.push(text("jz 222f"));
            lines.push(text(format!("{sub} ${bytes}, {rest}")));
            copy(&mut lines, "", suffix, register);
            lines.push(text("222:"));
        }
        lines.push(text("testb $16, %%al"));
        lines.push(text("jz 222f"));
        lines.push(text(format!("{sub} $16, {rest}")));
        for offset in ["8", ""] {
            copy(&mut lines, offset, "q", "%%r10");
        }
        lines.push(text("222:"));
        lines.push(text(format!("{test} {rest}, {rest}")));
        lines.push(text("jz 222f"));
        lines.push(text("333:"));
        lines.push(text(format!("{sub} $32, {rest}")));
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
            vec![text(format!("{} %[{amount}], {place}", self.on_words("add")))]
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

    fn register_size(&self) -> usize {
        8
    }

    fn stack_pointer(&self) -> &'static str {
        STACK_POINTER
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        Decoder { register: 8, segment: "%%fs" }.execute(instruction, machine)
    }
}
