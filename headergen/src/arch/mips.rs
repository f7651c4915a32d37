//! MIPS, of 64 and of 32 bits, either byte order: the same instructions on words of either size.
//! n32, with words of 32 bits in registers of 64, has the text of o32.
//!
//! The text is for the assembler's reorder mode, which compilers put inline assembly in: the assembler
//! fills the slots behind branches (and behind loads, for MIPS I) with instructions that do nothing or
//! that may as well run there, never with the one in front of a label, which the commit is. Registers
//! are compared as a whole: the index is widened to one. Conditional branches reach 128 KiB, so the
//! check of the index goes to the function and not to the abort handler. Addresses have to be aligned,
//! or accesses trap.

use crate::arch::load_store::{aligned, immediate, memory, register, value};
use crate::arch::{
    Backend, Labels, Letter, Line, Operand, Target, area, declare_exit, generic_letter, invoke,
    text,
};
use crate::model::{Flow, Machine, ORIGINAL};
use crate::operation::{Kind, Mode, Order, Place, Source, Temp};
use crate::statement::Instruction;

/// The back end for one size of words, and byte order.
#[derive(Debug)]
pub struct Mips {
    name: &'static str,
    /// Bytes of a word.
    word: usize,
    predefined: &'static [&'static str],
}

/// n64.
pub static MIPS64: Mips = Mips {
    name: "64-bit MIPS",
    word: 8,
    predefined: &["__mips__=1", "__mips=64", "_MIPS_SZPTR=64", "__LP64__=1", "__MIPSEB__=1"],
};
/// n64, little endian.
pub static MIPS64EL: Mips = Mips {
    name: "64-bit MIPS, little endian",
    word: 8,
    predefined: &["__mips__=1", "__mips=64", "_MIPS_SZPTR=64", "__LP64__=1", "__MIPSEL__=1"],
};
/// o32.
pub static MIPS32: Mips = Mips {
    name: "32-bit MIPS",
    word: 4,
    predefined: &["__mips__=1", "__mips=32", "_MIPS_SZPTR=32", "__MIPSEB__=1"],
};
/// o32, little endian.
pub static MIPS32EL: Mips = Mips {
    name: "32-bit MIPS, little endian",
    word: 4,
    predefined: &["__mips__=1", "__mips=32", "_MIPS_SZPTR=32", "__MIPSEL__=1"],
};
/// n32.
pub static MIPSN32: Mips = Mips {
    name: "64-bit MIPS, 32-bit pointers",
    word: 4,
    predefined: &["__mips__=1", "__mips=64", "_MIPS_SZPTR=32", "__MIPSEB__=1"],
};
/// n32, little endian.
pub static MIPSN32EL: Mips = Mips {
    name: "64-bit MIPS, 32-bit pointers, little endian",
    word: 4,
    predefined: &["__mips__=1", "__mips=64", "_MIPS_SZPTR=32", "__MIPSEL__=1"],
};
/// o32 for the first of these CPUs.
pub static MIPS_I: Mips = Mips {
    name: "MIPS I",
    word: 4,
    predefined: &["__mips__=1", "__mips=1", "_MIPS_SZPTR=32", "__MIPSEB__=1"],
};

/// The register of an operand: z selects the register that is 0 for a constant 0.
fn any(name: &str) -> String {
    format!("%z[{name}]")
}

fn fence(order: Order) -> Vec<Line> {
    match order {
        Order::Relaxed => vec![],
        Order::Release => vec![invoke("__RSEQ_ASM_SYNC")],
    }
}

impl Mips {
    /// The name of an instruction on words.
    fn on_words(&self, wide: &'static str, narrow: &'static str) -> &'static str {
        if self.word == 8 { wide } else { narrow }
    }

    fn load_word(&self) -> &'static str {
        self.on_words("ld", "lw")
    }

    fn store_word(&self) -> &'static str {
        self.on_words("sd", "sw")
    }

    fn add_word(&self) -> &'static str {
        self.on_words("daddu", "addu")
    }
}

impl Backend for Mips {
    fn name(&self) -> &'static str {
        self.name
    }

    fn header(&self) -> &'static str {
        "mips"
    }

    fn condition(&self) -> &'static str {
        if self.word == 8 { "_MIPS_SZPTR == 64" } else { "_MIPS_SZPTR == 32" }
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "x is in $13 and y in $14; $12 is scratch, and so is $1, the assembler's, which clang uses \
           too. None holds an argument of a function call, and the caller of a function does not \
           expect them to survive.",
        ]
    }

    fn target(&self) -> Target {
        Target {
            word: self.word,
            big_endian: self.predefined.contains(&"__MIPSEB__=1"),
            ordered_stores: false,
            signature: 0x0350_000d,
            predefined: self.predefined,
        }
    }

    fn labels(&self) -> Labels {
        Labels { table: 9, start: 1, commit: 2, abort: 4 }
    }

    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Word => "m",
            // J: the constant 0, for which there is a register.
            Kind::Value | Kind::Index => "rJ",
            Kind::Offset | Kind::Bytes | Kind::Length => "r",
        }
    }

    fn index(&self) -> &'static str {
        "RSEQ_CAST(long, cpu)"
    }

    fn area(&self, mode: Mode) -> Vec<Operand> {
        area("m", mode, "m")
    }

    fn scratch(&self) -> &'static [&'static str] {
        &["$1", "$12"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["$13", "$14"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["$13", "$14", "$15"]
    }

    fn has_condition_codes(&self) -> bool {
        false
    }

    fn declare(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)")]
    }

    fn declare_exit(&self, label: &str) -> Vec<Line> {
        declare_exit("1f", label)
    }

    fn enter(&self) -> Vec<Line> {
        vec![invoke("__RSEQ_ASM_STORE_RSEQ_CS(\"$12\", 1, 9b, rseq_cs)")]
    }

    fn check_index(&self, _mode: Mode, target: &str) -> Vec<Line> {
        vec![invoke(format!("__RSEQ_ASM_CBNE_CPU_ID(\"$12\", cpu_id, current_cpu_id, {target})"))]
    }

    fn refusal(&self) -> String {
        "%l[abort]".to_string()
    }

    fn abort(&self) -> Vec<Line> {
        vec![invoke("__RSEQ_ASM_DEFINE_ABORT_APART(\"$12\", 4, \"\", abort)")]
    }

    fn load(&self, to: Temp, from: &str) -> Vec<Line> {
        vec![text(format!("{} {}, %[{from}]", self.load_word(), self.temp(to)))]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let (load, to, base) = (self.load_word(), self.temp(to), self.temp(base));
        match offset {
            Some(offset) => vec![
                text(format!("{} {to}, {base}, %[{offset}]", self.add_word())),
                text(format!("{load} {to}, 0({to})")),
            ],
            None => vec![text(format!("{load} {to}, 0({base})"))],
        }
    }

    fn store(&self, to: &str, source: Source, order: Order) -> Vec<Line> {
        let source = match source {
            Source::Parameter(name) => any(name),
            Source::Temp(temp) => self.temp(temp).to_string(),
        };
        let mut lines = fence(order);
        lines.push(text(format!("{} {source}, %[{to}]", self.store_word())));
        lines
    }

    fn store_at(&self, base: Temp, value: Temp, order: Order) -> Vec<Line> {
        let (base, value) = (self.temp(base), self.temp(value));
        let mut lines = fence(order);
        lines.push(text(format!("{} {value}, 0({base})", self.store_word())));
        lines
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        vec![text(format!("{} {1}, {1}, {2}", self.add_word(), self.temp(to), any(amount)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let left = match left {
            Place::Word(name) => {
                lines.push(text(format!("{} $12, %[{name}]", self.load_word())));
                "$12"
            }
            Place::Temp(temp) => self.temp(temp),
        };
        let branch = if equal { "beq" } else { "bne" };
        lines.push(text(format!("{branch} {left}, {}, %l[{exit}]", any(right))));
        lines
    }

    // Upwards: four words at a time, then words, then what is left byte by byte, which is all if one
    // of the addresses is not that of a word. $13 is the source, $14 the destination, and $12 where
    // the source ends for the loop that follows.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let (load, store, add) = (self.load_word(), self.store_word(), self.add_word());
        let add_immediate = self.on_words("daddiu", "addiu");
        let [right, left] = [self.on_words("dsrl", "srl"), self.on_words("dsll", "sll")];
        let (word, four) = (self.word, (4 * self.word).ilog2());
        let mut lines = vec![
            text(format!("move $13, %[{from}]")),
            text(format!("move $14, %[{to}]")),
            text("or $12, $13, $14"),
            text(format!("andi $12, $12, {}", word - 1)),
            text("bnez $12, 444f"),
        ];
        let mut copy = |end: &[String], load: &str, store: &str, size: usize, times: usize| {
            lines.extend(end.iter().map(text));
            lines.extend([text("beq $13, $12, 222f"), text("333:")]);
            for number in 0..times {
                lines.push(text(format!("{load} $15, {}($13)", number * size)));
                lines.push(text(format!("{store} $15, {}($14)", number * size)));
            }
            for pointer in ["$13", "$14"] {
                lines.push(text(format!("{add_immediate} {pointer}, {pointer}, {}", times * size)));
            }
            lines.extend([text("bne $13, $12, 333b"), text("222:")]);
        };
        let end = || format!("{add} $12, $12, $13");
        let fours = [
            format!("{right} $12, %[{length}], {four}"),
            format!("{left} $12, $12, {four}"),
            end(),
        ];
        let words = [format!("andi $12, %[{length}], {}", 3 * word), end()];
        let all = ["444:".to_string(), format!("{add} $12, %[{from}], %[{length}]")];
        copy(&fours, load, store, word, 4);
        copy(&words, load, store, word, 1);
        copy(&all, "lbu", "sb", 1, 1);
        lines
    }

    // J: the constant 0.
    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        match letter {
            'J' => Some(vec![Letter::Constant(0, 0)]),
            _ => generic_letter(letter),
        }
    }

    // Not zero, what the kernel has, the pointers of the ABI, and the return address, which is as it
    // was when a piece ends.
    fn register(&self, name: &str) -> Option<String> {
        let number: u32 = name.strip_prefix('$')?.parse().ok()?;
        (1..26).contains(&number).then(|| name.to_string())
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        let operands: Vec<&str> = instruction.operands.iter().map(String::as_str).collect();
        let name = instruction.mnemonic.as_str();
        if name.starts_with('d') && self.word != 8 {
            return Err("an instruction on 64 bits".to_string());
        }
        match (name, operands.as_slice()) {
            ("bal", [label]) => {
                machine.write(RETURN, machine.next());
                return Ok(Flow::Jump(machine.value(label)?));
            }
            ("jr", [to]) => return Ok(Flow::Jump(self.get(to, machine)?)),
            ("beq" | "bne", [left, right, label]) => {
                let equal = self.get(left, machine)? == self.get(right, machine)?;
                let taken = equal == (name == "beq");
                return Ok(if taken { Flow::Jump(machine.value(label)?) } else { Flow::Next });
            }
            ("bnez", [tested, label]) => {
                let taken = self.get(tested, machine)? != 0;
                return Ok(if taken { Flow::Jump(machine.value(label)?) } else { Flow::Next });
            }
            ("sync", []) => machine.barrier(),
            ("move", [RETURN, from]) => machine.write(RETURN, self.get(from, machine)?),
            ("move", [to, RETURN]) => {
                let address = machine.read(RETURN).unwrap_or(ORIGINAL);
                machine.write(&register(self, to)?, address);
            }
            ("move", [to, from]) => {
                let from = self.get(from, machine)?;
                machine.write(&register(self, to)?, from);
            }
            ("addu" | "daddu" | "or", [to, left, right]) if self.adds(name) => {
                let (left, right) = (self.get(left, machine)?, self.get(right, machine)?);
                let result = if name == "or" { left | right } else { left.wrapping_add(right) };
                machine.write(&register(self, to)?, result & self.bits());
            }
            ("addiu" | "daddiu" | "andi", [to, left, right]) if self.adds(name) => {
                let (left, right) = (self.get(left, machine)?, immediate(right)?);
                let range = if name == "andi" { 0..0x1_0000 } else { -0x8000..0x8000 };
                if !range.contains(&right) {
                    return Err(format!("{right} is too big"));
                }
                let result = match name {
                    "andi" => left & right as u64,
                    _ => left.wrapping_add_signed(right),
                };
                machine.write(&register(self, to)?, result & self.bits());
            }
            ("srl" | "sll" | "dsrl" | "dsll", [to, from, by]) if self.adds(name) => {
                let (from, by) = (self.get(from, machine)?, immediate(by)?);
                if !(0..32).contains(&by) {
                    return Err(format!("{by} is too big"));
                }
                let result = if name.ends_with("srl") { from >> by } else { from << by };
                machine.write(&register(self, to)?, result & self.bits());
            }
            ("ld" | "lw" | "lbu", [to, place]) => {
                let size = self.size(name)?;
                let address = self.address(place, size, machine)?;
                let loaded = machine.load(address, size)?;
                let loaded = if name == "lw" { loaded as u32 as i32 as u64 } else { loaded };
                machine.write(&register(self, to)?, loaded & self.bits());
            }
            ("sd" | "sw" | "sb", [from, place]) => {
                let size = self.size(name)?;
                let stored = self.get(from, machine)? & (u64::MAX >> (64 - 8 * size));
                let address = self.address(place, size, machine)?;
                machine.store(address, size, stored, false)?;
            }
            _ => return Err("unknown instruction".to_string()),
        }
        Ok(Flow::Next)
    }
}

/// The register for the address that a function returns to.
const RETURN: &str = "$31";

impl Mips {
    fn bits(&self) -> u64 {
        u64::MAX >> (64 - 8 * self.word)
    }

    /// Whether the instruction computes with words: those for 32 bits take no others.
    fn adds(&self, name: &str) -> bool {
        self.word == 4 || name.starts_with('d') || matches!(name, "or" | "andi")
    }

    /// The value of a register.
    fn get(&self, text: &str, machine: &Machine) -> Result<u64, String> {
        if text == RETURN { machine.read(text) } else { value(self, "z", text, machine) }
    }

    /// The bytes that a load or store moves.
    fn size(&self, name: &str) -> Result<usize, String> {
        match name.as_bytes()[1] {
            b'b' => Ok(1),
            b'w' => Ok(4),
            b'd' if self.word == 8 => Ok(8),
            _ => Err("unknown instruction".to_string()),
        }
    }

    /// The address of a memory operand, or of a register with a displacement.
    fn address(&self, text: &str, size: usize, machine: &Machine) -> Result<u64, String> {
        if let Some(address) = memory(text, machine)? {
            return aligned(address, size);
        }
        let parts = text.strip_suffix(')').and_then(|text| text.split_once('('));
        let (displacement, base) = parts.ok_or_else(|| format!("{text} is no memory"))?;
        let displacement = immediate(displacement)?;
        if !(-0x8000..0x8000).contains(&displacement) {
            return Err(format!("{displacement} is too big"));
        }
        let address = self.get(base, machine)?.wrapping_add_signed(displacement);
        aligned(address & self.bits(), size)
    }
}
