//! OpenRISC 1000, 32-bit and big-endian.
//!
//! The instruction behind a jump is executed before the jump is. It does nothing here, which is
//! right for a CPU without this as well. Immediate shifts and comparisons are options of the
//! instruction set that this does without. Addresses have to be aligned.

use crate::arch::load_store::{aligned, immediate, memory, register, value};
use crate::arch::{
    Backend, Labels, Letter, Line, Operand, Target, area, declare_exit, generic_letter, invoke,
    text,
};
use crate::model::{Flow, Machine, ORIGINAL};
use crate::operation::{Kind, Mode, Order, Place, Source, Temp};
use crate::statement::{INSTRUCTION, Instruction};

/// The back end for code that is position independent, or is not: the header tells them apart.
#[derive(Debug)]
pub struct Or1k {
    name: &'static str,
    predefined: &'static [&'static str],
}

/// With absolute addresses.
pub static OR1K: Or1k =
    Or1k { name: "OpenRISC", predefined: &["__or1k__=1", "__OR1K__=1", "__OR1K_DELAY__=1"] };
/// Position independent.
pub static OR1K_PIC: Or1k = Or1k {
    name: "OpenRISC, position independent",
    predefined: &["__or1k__=1", "__OR1K__=1", "__OR1K_DELAY__=1", "__PIC__=2"],
};

/// The register of an operand: r selects the register that is 0 for a constant 0.
fn any(name: &str) -> String {
    format!("%r[{name}]")
}

/// A jump, and the instruction that is executed before.
fn jump(mnemonic: &str, label: &str) -> [Line; 2] {
    [text(format!("{mnemonic} {label}")), text("l.nop")]
}

fn fence(order: Order) -> Vec<Line> {
    match order {
        Order::Relaxed => vec![],
        Order::Release => vec![text("l.msync")],
    }
}

impl Backend for Or1k {
    fn name(&self) -> &'static str {
        self.name
    }

    fn header(&self) -> &'static str {
        "or1k"
    }

    fn condition(&self) -> &'static str {
        "defined(RSEQ_ARCH_OR1K)"
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "x is in r21 and y in r23; r17 and r19 are scratch, and comparisons change the flag \
             that gcc calls ?sr_f and does not count among the condition codes. None of them holds \
             an argument of a function call, and the caller of a function does not expect them to \
             survive.",
            "The instruction behind a jump is executed before the jump is.",
        ]
    }

    fn target(&self) -> Target {
        Target {
            word: 4,
            big_endian: true,
            ordered_stores: false,
            signature: 0x1500_0035,
            predefined: self.predefined,
        }
    }

    fn labels(&self) -> Labels {
        Labels { table: 3, start: 1, commit: 2, abort: 4 }
    }

    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Word => "m",
            // O: the constant 0, for which there is a register.
            Kind::Value | Kind::Index => "rO",
            Kind::Offset | Kind::Bytes | Kind::Length => "r",
        }
    }

    fn area(&self, mode: Mode) -> Vec<Operand> {
        area("m", mode, "m")
    }

    fn scratch(&self) -> &'static [&'static str] {
        &["r17", "r19", "?sr_f"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["r21", "r23"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["r21", "r23"]
    }

    fn has_condition_codes(&self) -> bool {
        true
    }

    fn declare(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)")]
    }

    fn declare_exit(&self, label: &str) -> Vec<Line> {
        declare_exit("1f", label)
    }

    fn enter(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs)")]
    }

    fn check_index(&self, _mode: Mode, target: &str) -> Vec<Line> {
        vec![invoke(format!("RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, {target})"))]
    }

    fn abort(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_DEFINE_ABORT(4, \"\", abort)")]
    }

    fn load(&self, to: Temp, from: &str) -> Vec<Line> {
        vec![text(format!("l.lwz {}, %[{from}]", self.temp(to)))]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let (to, base) = (self.temp(to), self.temp(base));
        match offset {
            Some(offset) => vec![
                text(format!("l.add {to}, {base}, %[{offset}]")),
                text(format!("l.lwz {to}, 0({to})")),
            ],
            None => vec![text(format!("l.lwz {to}, 0({base})"))],
        }
    }

    fn store(&self, to: &str, source: Source, order: Order) -> Vec<Line> {
        let source = match source {
            Source::Parameter(name) => any(name),
            Source::Temp(temp) => self.temp(temp).to_string(),
        };
        let mut lines = fence(order);
        lines.push(text(format!("l.sw %[{to}], {source}")));
        lines
    }

    fn store_at(&self, base: Temp, value: Temp, order: Order) -> Vec<Line> {
        let mut lines = fence(order);
        lines.push(text(format!("l.sw 0({}), {}", self.temp(base), self.temp(value))));
        lines
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        vec![text(format!("l.add {0}, {0}, {1}", self.temp(to), any(amount)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let left = match left {
            Place::Word(name) => {
                lines.push(text(format!("l.lwz r17, %[{name}]")));
                "r17"
            }
            Place::Temp(temp) => self.temp(temp),
        };
        lines.push(text(format!("l.sfeq {left}, {}", any(right))));
        lines.extend(jump(if equal { "l.bf" } else { "l.bnf" }, &format!("%l[{exit}]")));
        lines
    }

    // Upwards: four words at a time, then words, then what is left byte by byte, which is all if one
    // of the addresses is not that of a word. r21 is the source, r23 the destination, and r17 where
    // the source ends for the loop that follows.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let mut lines = vec![
            text(format!("l.ori r21, %[{from}], 0")),
            text(format!("l.ori r23, %[{to}], 0")),
            text("l.or r17, r21, r23"),
            text("l.andi r17, r17, 3"),
            text("l.sfeq r17, r0"),
        ];
        lines.extend(jump("l.bnf", "444f"));
        let mut copy = |end: &[String], load: &str, store: &str, size: usize, times: usize| {
            lines.extend(end.iter().map(text));
            lines.push(text("l.sfeq r21, r17"));
            lines.extend(jump("l.bf", "222f"));
            lines.push(text("333:"));
            for number in 0..times {
                lines.push(text(format!("{load} r19, {}(r21)", number * size)));
                lines.push(text(format!("{store} {}(r23), r19", number * size)));
            }
            for pointer in ["r21", "r23"] {
                lines.push(text(format!("l.addi {pointer}, {pointer}, {}", times * size)));
            }
            lines.push(text("l.sfeq r21, r17"));
            lines.extend(jump("l.bnf", "333b"));
            lines.push(text("222:"));
        };
        let add = || "l.add r17, r17, r21".to_string();
        let fours = ["l.addi r17, r0, -16".into(), format!("l.and r17, r17, %[{length}]"), add()];
        let words = [format!("l.andi r17, %[{length}], 12"), add()];
        let all = ["444:".to_string(), format!("l.add r17, %[{from}], %[{length}]")];
        copy(&fours, "l.lwz", "l.sw", 4, 4);
        copy(&words, "l.lwz", "l.sw", 4, 1);
        copy(&all, "l.lbz", "l.sb", 1, 1);
        lines
    }

    // O: the constant 0.
    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        match letter {
            'O' => Some(vec![Letter::Constant(0, 0)]),
            _ => generic_letter(letter),
        }
    }

    // The odd ones above the result: those that functions need not preserve.
    fn register(&self, name: &str) -> Option<String> {
        let number: u32 = name.strip_prefix('r')?.parse().ok()?;
        ((13..32).contains(&number) && number % 2 == 1).then(|| name.to_string())
    }

    fn stack_pointer(&self) -> &'static str {
        "r1"
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        let operands: Vec<&str> = instruction.operands.iter().map(String::as_str).collect();
        let name = instruction.mnemonic.as_str();
        match (name, operands.as_slice()) {
            ("l.nop", []) => {}
            ("l.msync", []) => machine.barrier(),
            ("l.j", [label]) => return Ok(Flow::Delayed(Some(machine.value(label)?))),
            ("l.jal", [label]) => {
                machine.write("r9", machine.next() + INSTRUCTION);
                return Ok(Flow::Delayed(Some(machine.value(label)?)));
            }
            ("l.bf" | "l.bnf", [label]) => {
                let flag = machine.zero.ok_or("the flag holds nothing")?;
                let taken = flag == (name == "l.bf");
                let target = if taken { Some(machine.value(label)?) } else { None };
                return Ok(Flow::Delayed(target));
            }
            ("l.sfeq", [left, right]) => {
                machine.zero = Some(self.get(left, machine)? == self.get(right, machine)?);
            }
            ("l.movhi", [to, value]) => {
                let address = machine.value(part("hi", value)?)?;
                machine.write(&register(self, to)?, address & 0xffff_0000);
            }
            ("l.add" | "l.and" | "l.or", [to, left, right]) => {
                let (left, right) = (self.get(left, machine)?, self.get(right, machine)?);
                let result = match name {
                    "l.add" => left.wrapping_add(right) & 0xffff_ffff,
                    "l.and" => left & right,
                    _ => left | right,
                };
                machine.write(&register(self, to)?, result);
            }
            ("l.addi", [to, left, right]) => {
                let right = immediate(right)?;
                i16::try_from(right).map_err(|_| format!("{right} is too big"))?;
                let sum = self.get(left, machine)?.wrapping_add_signed(right) & 0xffff_ffff;
                machine.write(&register(self, to)?, sum);
            }
            ("l.ori" | "l.andi", [to, left, right]) => {
                let left = self.get(left, machine)?;
                let right = match part("lo", right) {
                    Ok(label) => machine.value(label)? & 0xffff,
                    Err(_) => u64::from(
                        u16::try_from(immediate(right)?).map_err(|error| error.to_string())?,
                    ),
                };
                let result = if name == "l.ori" { left | right } else { left & right };
                // The return address goes back to where it was.
                let to = if *to == "r9" { "r9".to_string() } else { register(self, to)? };
                machine.write(&to, result);
            }
            ("l.lwz" | "l.lbz", [to, place]) => {
                let size = if name == "l.lwz" { 4 } else { 1 };
                let address = self.address(place, size, machine)?;
                let loaded = machine.load(address, size)?;
                machine.write(&register(self, to)?, loaded);
            }
            ("l.sw" | "l.sb", [place, from]) => {
                let size = if name == "l.sw" { 4 } else { 1 };
                let stored = self.get(from, machine)? & (u64::MAX >> (64 - 8 * size));
                let address = self.address(place, size, machine)?;
                machine.store(address, size, stored, false)?;
            }
            _ => return Err("unknown instruction".to_string()),
        }
        Ok(Flow::Next)
    }
}

/// The label in `hi(label)` or `lo(label)`.
fn part<'a>(half: &str, text: &'a str) -> Result<&'a str, String> {
    text.strip_prefix(half)
        .and_then(|text| text.strip_prefix('(')?.strip_suffix(')'))
        .ok_or_else(|| format!("{text} is no part of an address"))
}

impl Or1k {
    /// The value of a register.
    fn get(&self, text: &str, machine: &Machine) -> Result<u64, String> {
        match text {
            "r0" => Ok(0),
            "r9" => Ok(machine.read("r9").unwrap_or(ORIGINAL)),
            _ => value(self, "r", text, machine),
        }
    }

    /// The address of a memory operand, or of a register with a displacement.
    fn address(&self, text: &str, size: usize, machine: &Machine) -> Result<u64, String> {
        if let Some(address) = memory(text, machine)? {
            return aligned(address, size);
        }
        let parts = text.strip_suffix(')').and_then(|text| text.split_once('('));
        let (displacement, base) = parts.ok_or_else(|| format!("{text} is no memory"))?;
        let address = self.get(base, machine)?.wrapping_add_signed(immediate(displacement)?);
        aligned(address & 0xffff_ffff, size)
    }
}
