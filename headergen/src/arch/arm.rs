//! 32-bit ARM, A32 and Thumb-2, little and big endian: the same text for all.
//!
//! The abort handler is in the instruction set of its function, so that it is entered the way the
//! kernel enters it, without a change of state. What depends on the version of the architecture,
//! the address of the descriptor and the fence, is in macros of the header.

use crate::arch::load_store::{aligned, immediate, memory, register, value};
use crate::arch::{Backend, Labels, Line, Operand, Target, area, declare_exit, invoke, text};
use crate::model::{Flow, Machine};
use crate::operation::{Kind, Mode, Order, Place, Source, Temp};
use crate::statement::{INSTRUCTION, Instruction};

/// The back end.
#[derive(Debug)]
pub struct Arm {
    thumb: bool,
    big_endian: bool,
    predefined: &'static [&'static str],
}

/// A32 of version 7.
pub static ARM: Arm = Arm {
    thumb: false,
    big_endian: false,
    predefined: &["__arm__=1", "__ARMEL__=1", "__ARM_ARCH=7", "__ARM_FEATURE_UNALIGNED=1"],
};
/// Thumb-2.
pub static THUMB: Arm = Arm {
    thumb: true,
    big_endian: false,
    predefined: &[
        "__arm__=1",
        "__ARMEL__=1",
        "__thumb__=1",
        "__thumb2__=1",
        "__ARM_ARCH=7",
        "__ARM_FEATURE_UNALIGNED=1",
    ],
};
/// A32 of version 7, big endian, if it takes no addresses that are not aligned.
pub static ARM_BE: Arm = Arm {
    thumb: false,
    big_endian: true,
    predefined: &["__arm__=1", "__ARMEB__=1", "__ARM_ARCH=7"],
};
/// A32 of version 6.
pub static ARM_V6: Arm = Arm {
    thumb: false,
    big_endian: false,
    predefined: &["__arm__=1", "__ARMEL__=1", "__ARM_ARCH=6", "__ARM_FEATURE_UNALIGNED=1"],
};

impl Arm {
    fn source(&self, source: Source) -> String {
        match source {
            Source::Parameter(name) => format!("%[{name}]"),
            Source::Temp(temp) => self.temp(temp).to_string(),
        }
    }
}

fn fence(order: Order) -> Vec<Line> {
    match order {
        Order::Relaxed => vec![],
        Order::Release => vec![invoke("__RSEQ_ASM_FENCE(r12)")],
    }
}

impl Backend for Arm {
    fn name(&self) -> &'static str {
        match (self.thumb, self.big_endian) {
            (true, _) => "ARM, Thumb",
            (_, true) => "ARM, big endian",
            _ => "ARM",
        }
    }

    fn header(&self) -> &'static str {
        "arm"
    }

    fn condition(&self) -> &'static str {
        "defined(RSEQ_ARCH_ARM)"
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "x is in lr and y in r3; r12 is scratch. The linker may need r12 too, for a jump that is \
             far.",
            "There are just enough registers: gcc takes no others than r0 to r6 for operands of \
             Thumb code when it does not optimize (r7 is the frame pointer then), and for addresses \
             that it has computed r8 to lr. Copies have seven and two of these.",
        ]
    }

    fn target(&self) -> Target {
        Target {
            word: 4,
            big_endian: self.big_endian,
            ordered_stores: false,
            signature: if self.big_endian { 0xf3de_f5e7 } else { 0xe7f5_def3 },
            predefined: self.predefined,
        }
    }

    fn labels(&self) -> Labels {
        Labels { table: 9, start: 1, commit: 2, abort: 4 }
    }

    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Word => "m",
            Kind::Value | Kind::Offset | Kind::Bytes | Kind::Length | Kind::Index => "r",
        }
    }

    fn area(&self, mode: Mode) -> Vec<Operand> {
        area("m", mode, "m")
    }

    fn scratch(&self) -> &'static [&'static str] {
        &["r12"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["lr", "r3"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["lr"]
    }

    fn veneer_registers(&self) -> &'static [&'static str] {
        &["r12"]
    }

    fn has_condition_codes(&self) -> bool {
        true
    }

    fn declare(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_DEFINE_TABLE(9, 1f, 2f, 4f)")]
    }

    fn declare_exit(&self, label: &str) -> Vec<Line> {
        declare_exit("1f", label)
    }

    fn enter(&self) -> Vec<Line> {
        vec![invoke("__RSEQ_ASM_STORE_RSEQ_CS(r12, 1, 9b, rseq_cs)")]
    }

    fn check_index(&self, _mode: Mode, target: &str) -> Vec<Line> {
        vec![invoke(format!("__RSEQ_ASM_CBNE_CPU_ID(r12, cpu_id, current_cpu_id, {target})"))]
    }

    fn refusal(&self) -> String {
        "%l[abort]".to_string()
    }

    fn abort(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_DEFINE_ABORT_APART(4, \"\", abort)")]
    }

    fn load(&self, to: Temp, from: &str) -> Vec<Line> {
        vec![text(format!("ldr {}, %[{from}]", self.temp(to)))]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let (to, base) = (self.temp(to), self.temp(base));
        vec![match offset {
            Some(offset) => text(format!("ldr {to}, [{base}, %[{offset}]]")),
            None => text(format!("ldr {to}, [{base}]")),
        }]
    }

    fn store(&self, to: &str, value: Source, order: Order) -> Vec<Line> {
        let mut lines = fence(order);
        lines.push(text(format!("str {}, %[{to}]", self.source(value))));
        lines
    }

    fn store_at(&self, base: Temp, value: Temp, order: Order) -> Vec<Line> {
        let mut lines = fence(order);
        lines.push(text(format!("str {}, [{}]", self.temp(value), self.temp(base))));
        lines
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        vec![text(format!("add {0}, {0}, %[{amount}]", self.temp(to)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let left = match left {
            Place::Word(name) => {
                lines.push(text(format!("ldr r12, %[{name}]")));
                "r12"
            }
            Place::Temp(temp) => self.temp(temp),
        };
        let branch = if equal { "beq" } else { "bne" };
        lines.push(text(format!("cmp {left}, %[{right}]")));
        lines.push(text(format!("{branch} %l[{exit}]")));
        lines
    }

    // Downwards, so that what remains of the length, in lr, is the index: all of it byte by byte if
    // the CPU may refuse words there; the bytes that make up no word, a power of two at a time, then
    // words up to a multiple of four, then four at a time.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let copy = |lines: &mut Vec<Line>, suffix: &str| {
            lines.push(text(format!("ldr{suffix} r12, [%[{from}], lr]")));
            lines.push(text(format!("str{suffix} r12, [%[{to}], lr]")));
        };
        let mut lines = vec![
            text(format!("mov lr, %[{length}]")),
            invoke(format!("__RSEQ_ASM_COPY_UNALIGNED({to}, {from})")),
        ];
        for (bytes, suffix) in [(1, "b"), (2, "h"), (4, ""), (8, "")] {
            lines.push(text(format!("tst lr, #{bytes}")));
            lines.push(text("beq 222f"));
            for _ in 0..(bytes + 3) / 4 {
                lines.push(text(format!("sub lr, lr, #{}", bytes.min(4))));
                copy(&mut lines, suffix);
            }
            lines.push(text("222:"));
        }
        lines.extend([text("cmp lr, #0"), text("beq 222f"), text("333:")]);
        for _ in 0..3 {
            lines.push(text("sub lr, lr, #4"));
            copy(&mut lines, "");
        }
        lines.push(text("subs lr, lr, #4"));
        copy(&mut lines, "");
        lines.extend([text("bne 333b"), text("222:")]);
        lines
    }

    fn register(&self, name: &str) -> Option<String> {
        if name == "lr" {
            return Some(name.to_string());
        }
        let number: u32 = name.strip_prefix('r')?.parse().ok()?;
        (number < 13).then(|| name.to_string())
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        let operands: Vec<&str> = instruction.operands.iter().map(String::as_str).collect();
        let name = instruction.mnemonic.as_str();
        let zero = machine.zero.ok_or("condition codes hold nothing");
        match (name, operands.as_slice()) {
            ("b", [label]) => return Ok(Flow::Jump(machine.value(label)?)),
            ("beq" | "bne", [label]) => {
                let taken = zero? == (name == "beq");
                return Ok(if taken { Flow::Jump(machine.value(label)?) } else { Flow::Next });
            }
            ("dmb", ["ish"]) => machine.barrier(),
            ("mcr", ["p15", "0", from, "c7", "c10", "5"]) => {
                if self.get(from, machine)? != 0 {
                    return Err(format!("{from} is not 0"));
                }
                machine.barrier();
            }
            ("mov", [to, from]) => {
                let from = self.get(from, machine)?;
                machine.write(&register(self, to)?, from);
            }
            ("movw", [to, half]) => {
                let half = half.strip_prefix("#:lower16:").ok_or("half of what?")?;
                let half = machine.value(half)? & 0xffff;
                machine.write(&register(self, to)?, half);
            }
            ("movt", [to, half]) => {
                let half = half.strip_prefix("#:upper16:").ok_or("half of what?")?;
                let low = self.get(to, machine)? & 0xffff;
                let value = machine.value(half)? & 0xffff_0000;
                machine.write(&register(self, to)?, value | low);
            }
            ("cmp" | "tst", [left, right]) => {
                let (left, right) = (self.get(left, machine)?, self.get(right, machine)?);
                machine.zero = Some(if name == "cmp" { left == right } else { left & right == 0 });
            }
            ("add" | "sub" | "subs" | "orr", [to, left, right]) => {
                let (left, right) = (self.get(left, machine)?, self.get(right, machine)?);
                let result = match name {
                    "add" => left.wrapping_add(right),
                    "orr" => left | right,
                    _ => left.wrapping_sub(right),
                } & 0xffff_ffff;
                machine.write(&register(self, to)?, result);
                if name == "subs" {
                    machine.zero = Some(result == 0);
                }
            }
            ("ldr" | "ldrh" | "ldrb", [to, place]) => {
                let size = size(name);
                let address = self.address(place, size, machine)?;
                let loaded = machine.load(address, size)?;
                machine.write(&register(self, to)?, loaded);
            }
            ("str" | "strh" | "strb", [from, place]) => {
                let size = size(name);
                let stored = self.get(from, machine)? & (u64::MAX >> (64 - 8 * size));
                let address = self.address(place, size, machine)?;
                machine.store(address, size, stored, false)?;
            }
            _ => return Err("unknown instruction".to_string()),
        }
        Ok(Flow::Next)
    }
}

/// The bytes that a load or store moves.
fn size(name: &str) -> usize {
    match name.as_bytes().last() {
        Some(b'b') => 1,
        Some(b'h') => 2,
        _ => 4,
    }
}

impl Arm {
    /// The value of a register or constant.
    fn get(&self, text: &str, machine: &Machine) -> Result<u64, String> {
        if let Some(constant) = text.strip_prefix('#') {
            return Ok(immediate(constant)? as u64);
        }
        if text == "pc" {
            let ahead = if self.thumb { 4 } else { 8 };
            return Ok(machine.next() - INSTRUCTION + ahead);
        }
        value(self, "no modifier", text, machine)
    }

    /// The address of a memory operand, of `[base]`, `[base, index]` or of a label.
    fn address(&self, text: &str, size: usize, machine: &Machine) -> Result<u64, String> {
        let address = if let Some(address) = memory(text, machine)? {
            address
        } else if let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            let parts = inner.split(", ").map(|part| self.get(part, machine));
            parts.sum::<Result<u64, _>>()? & 0xffff_ffff
        } else {
            machine.value(text)?
        };
        let unaligned = self.predefined.contains(&"__ARM_FEATURE_UNALIGNED=1");
        if unaligned { Ok(address) } else { aligned(address, size) }
    }
}
