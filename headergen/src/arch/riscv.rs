//! RISC-V, of 64 and of 32 bits: the same instructions on words of either size.
//!
//! Registers are compared as a whole: the index is widened to one. Conditional branches reach 4 KiB,
//! so the check of the index goes to the function and not to the abort handler. Addresses have to be
//! aligned, or accesses may trap or take very long.

use crate::arch::load_store::{aligned, immediate, memory, register, value};
use crate::arch::{
    Backend, Labels, Letter, Line, Operand, Target, area, declare_exit, generic_letter, invoke,
    text,
};
use crate::model::{Flow, Machine};
use crate::operation::{Kind, Mode, Order, Place, Source, Temp};
use crate::statement::Instruction;

/// The back end for one size of words.
#[derive(Debug)]
pub struct Riscv {
    /// Bytes of a word.
    word: usize,
}

/// 64-bit.
pub static RISCV64: Riscv = Riscv { word: 8 };
/// 32-bit.
pub static RISCV32: Riscv = Riscv { word: 4 };

/// The register of an operand: z selects the register that is 0 for a constant 0.
fn any(name: &str) -> String {
    format!("%z[{name}]")
}

impl Riscv {
    fn load_word(&self) -> &'static str {
        if self.word == 8 { "ld" } else { "lw" }
    }

    fn store_word(&self) -> &'static str {
        if self.word == 8 { "sd" } else { "sw" }
    }

    fn fence(order: Order) -> Vec<Line> {
        match order {
            Order::Relaxed => vec![],
            Order::Release => vec![text("fence rw, w")],
        }
    }
}

impl Backend for Riscv {
    fn name(&self) -> &'static str {
        if self.word == 8 { "64-bit RISC-V" } else { "32-bit RISC-V" }
    }

    fn header(&self) -> &'static str {
        "riscv"
    }

    fn condition(&self) -> &'static str {
        if self.word == 8 { "__riscv_xlen == 64" } else { "__riscv_xlen == 32" }
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "x is in t5 and y in t4; t6 is scratch. None of them holds an argument of a function call, \
           and the caller of a function does not expect them to survive.",
        ]
    }

    fn target(&self) -> Target {
        Target {
            word: self.word,
            big_endian: false,
            ordered_stores: false,
            signature: 0xf140_1073,
            predefined: if self.word == 8 {
                &["__riscv=1", "__riscv_xlen=64", "__LP64__=1", "_LP64=1"]
            } else {
                &["__riscv=1", "__riscv_xlen=32"]
            },
        }
    }

    fn labels(&self) -> Labels {
        Labels { table: 1, start: 2, commit: 3, abort: 4 }
    }

    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Word => "__RSEQ_ASM_WORD",
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
        &["t6"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["t5", "t4"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["t5", "t4", "t3"]
    }

    fn has_condition_codes(&self) -> bool {
        false
    }

    fn declare(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_DEFINE_TABLE(1, 2f, 3f, 4f)")]
    }

    fn declare_exit(&self, label: &str) -> Vec<Line> {
        declare_exit("2f", label)
    }

    fn enter(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_STORE_RSEQ_CS(2, 1b, rseq_cs)")]
    }

    fn check_index(&self, _mode: Mode, target: &str) -> Vec<Line> {
        vec![invoke(format!("__RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, {target})"))]
    }

    fn refusal(&self) -> String {
        "%l[abort]".to_string()
    }

    fn abort(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_DEFINE_ABORT_APART(4, \"\", abort)")]
    }

    fn load(&self, to: Temp, from: &str) -> Vec<Line> {
        vec![text(format!("{} {}, %[{from}]", self.load_word(), self.temp(to)))]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let (to, base) = (self.temp(to), self.temp(base));
        match offset {
            Some(offset) => vec![
                text(format!("add {to}, {base}, %[{offset}]")),
                text(format!("{} {to}, 0({to})", self.load_word())),
            ],
            None => vec![text(format!("{} {to}, 0({base})", self.load_word()))],
        }
    }

    fn store(&self, to: &str, source: Source, order: Order) -> Vec<Line> {
        let source = match source {
            Source::Parameter(name) => any(name),
            Source::Temp(temp) => self.temp(temp).to_string(),
        };
        let mut lines = Self::fence(order);
        lines.push(text(format!("{} {source}, %[{to}]", self.store_word())));
        lines
    }

    fn store_at(&self, base: Temp, value: Temp, order: Order) -> Vec<Line> {
        let (base, value) = (self.temp(base), self.temp(value));
        let mut lines = Self::fence(order);
        lines.push(text(format!("{} {value}, 0({base})", self.store_word())));
        lines
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        vec![text(format!("add {0}, {0}, {1}", self.temp(to), any(amount)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let left = match left {
            Place::Word(name) => {
                lines.push(text(format!("{} t6, %[{name}]", self.load_word())));
                "t6"
            }
            Place::Temp(temp) => self.temp(temp),
        };
        let branch = if equal { "beq" } else { "bne" };
        lines.push(text(format!("{branch} {left}, {}, %l[{exit}]", any(right))));
        lines
    }

    // Upwards: four words at a time, then words, then what is left byte by byte, which is all if one
    // of the addresses is not that of a word. t5 is the source, t4 the destination, and t6 where the
    // source ends for the loop that follows.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let mut lines = vec![
            text(format!("mv t5, %[{from}]")),
            text(format!("mv t4, %[{to}]")),
            text("or t6, t5, t4"),
            text(format!("andi t6, t6, {}", self.word - 1)),
            text("bnez t6, 444f"),
        ];
        let (load, store) = (self.load_word(), self.store_word());
        let mut copy = |mask: Option<i64>, load: &str, store: &str, size: usize, times: usize| {
            match mask {
                Some(mask) => {
                    lines.push(text(format!("andi t6, %[{length}], {mask}")));
                    lines.push(text("add t6, t6, t5"));
                }
                None => {
                    lines.push(text("444:"));
                    lines.push(text(format!("add t6, %[{from}], %[{length}]")));
                }
            }
            lines.extend([text("beq t5, t6, 222f"), text("333:")]);
            for number in 0..times {
                lines.push(text(format!("{load} t3, {}(t5)", number * size)));
                lines.push(text(format!("{store} t3, {}(t4)", number * size)));
            }
            for pointer in ["t5", "t4"] {
                lines.push(text(format!("addi {pointer}, {pointer}, {}", times * size)));
            }
            lines.extend([text("bne t5, t6, 333b"), text("222:")]);
        };
        let word = self.word;
        let four = 4 * i64::try_from(word).unwrap_or_default();
        copy(Some(-four), load, store, word, 4);
        copy(Some(four - four / 4), load, store, word, 1);
        copy(None, "lb", "sb", 1, 1);
        lines
    }

    // J: the constant 0. A: memory whose address is in a register.
    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        match letter {
            'J' => Some(vec![Letter::Constant(0, 0)]),
            'A' => Some(vec![Letter::Memory]),
            _ => generic_letter(letter),
        }
    }

    fn register(&self, name: &str) -> Option<String> {
        let number: u32 = name.strip_prefix('t')?.parse().ok()?;
        (number < 7).then(|| name.to_string())
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        let operands: Vec<&str> = instruction.operands.iter().map(String::as_str).collect();
        let name = instruction.mnemonic.as_str();
        match (name, operands.as_slice()) {
            // By way of a register that it changes.
            ("jump", [label, by]) => {
                let target = machine.value(label)?;
                machine.write(&register(self, by)?, target);
                return Ok(Flow::Jump(target));
            }
            ("beq" | "bne", [left, right, label]) => {
                let equal = self.get(left, machine)? == self.get(right, machine)?;
                let taken = equal == (name == "beq");
                return Ok(if taken { Flow::Jump(machine.value(label)?) } else { Flow::Next });
            }
            ("bnez", [tested, label]) => {
                let taken = self.get(tested, machine)? != 0;
                return Ok(if taken { Flow::Jump(machine.value(label)?) } else { Flow::Next });
            }
            ("fence", ["rw", "w"]) => machine.barrier(),
            ("lla", [to, label]) => {
                let address = machine.value(label)?;
                machine.write(&register(self, to)?, address);
            }
            ("mv", [to, from]) => {
                let from = self.get(from, machine)?;
                machine.write(&register(self, to)?, from);
            }
            ("add" | "addi" | "or" | "andi", [to, left, right]) => {
                let left = self.get(left, machine)?;
                let right = match name {
                    "addi" | "andi" => constant(right)?,
                    _ => self.get(right, machine)?,
                };
                let result = match name {
                    "or" => left | right,
                    "andi" => left & right,
                    _ => left.wrapping_add(right),
                };
                machine.write(&register(self, to)?, result & self.bits(self.word));
            }
            ("ld" | "lw" | "lb", [to, place]) => {
                let size = self.size(name)?;
                let address = self.address(place, size, machine)?;
                let above = 64 - 8 * size;
                let loaded = (machine.load(address, size)? << above) as i64 >> above;
                machine.write(&register(self, to)?, loaded as u64 & self.bits(self.word));
            }
            ("sd" | "sw" | "sb", [from, place]) => {
                let size = self.size(name)?;
                let stored = self.get(from, machine)? & self.bits(size);
                let address = self.address(place, size, machine)?;
                machine.store(address, size, stored, false)?;
            }
            _ => return Err("unknown instruction".to_string()),
        }
        Ok(Flow::Next)
    }
}

/// A constant of 12 bits.
fn constant(text: &str) -> Result<u64, String> {
    let value = immediate(text)?;
    if (-2048..2048).contains(&value) {
        Ok(value as u64)
    } else {
        Err(format!("{text} is too big"))
    }
}

impl Riscv {
    fn bits(&self, size: usize) -> u64 {
        u64::MAX >> (64 - 8 * size)
    }

    /// The value of a register.
    fn get(&self, text: &str, machine: &Machine) -> Result<u64, String> {
        value(self, "z", text, machine)
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
        let address = self.get(base, machine)?.wrapping_add(constant(displacement)?);
        aligned(address & self.bits(self.word), size)
    }
}
