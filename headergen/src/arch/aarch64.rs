//! aarch64 with 64-bit pointers, little and big endian.
//!
//! Comparisons subtract and branch on zero, which leaves the condition codes alone. Conditional
//! branches reach 1 MiB, so the check of the index goes to the function and not to the abort
//! handler. A release store takes nothing but a register for its address.

use crate::arch::load_store::{immediate, memory, operand, register, value};
use crate::arch::{
    Backend, Labels, Letter, Line, Operand, Target, area, declare_exit, generic_letter, invoke,
    text,
};
use crate::model::{Flow, Machine};
use crate::operation::{Kind, Mode, Order, Place, Source, Temp};
use crate::statement::Instruction;

/// The back end.
#[derive(Debug)]
pub struct AArch64 {
    big_endian: bool,
}

/// Little endian.
pub static AARCH64: AArch64 = AArch64 { big_endian: false };
/// Big endian: instructions are not.
pub static AARCH64_BE: AArch64 = AArch64 { big_endian: true };

/// The register of an operand: x selects its 64-bit name, xzr for a constant 0.
fn wide(name: &str) -> String {
    format!("%x[{name}]")
}

fn source(backend: &dyn Backend, source: Source) -> String {
    match source {
        Source::Parameter(name) => wide(name),
        Source::Temp(temp) => backend.temp(temp).to_string(),
    }
}

impl Backend for AArch64 {
    fn name(&self) -> &'static str {
        if self.big_endian { "aarch64, big endian" } else { "aarch64" }
    }

    fn header(&self) -> &'static str {
        "aarch64"
    }

    fn condition(&self) -> &'static str {
        "defined(RSEQ_ARCH_AARCH64)"
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "x is in x14 and y in x13; x15 is scratch. None of them holds an argument of a function \
             call, and the caller of a function does not expect them to survive. x16 and x17 belong \
             to the linker, which may need them for a jump that is far.",
            "stlr is a release store.",
        ]
    }

    fn target(&self) -> Target {
        Target {
            word: 8,
            big_endian: self.big_endian,
            ordered_stores: false,
            signature: if self.big_endian { 0x00bc_28d4 } else { 0xd428_bc00 },
            predefined: if self.big_endian {
                &["__aarch64__=1", "__AARCH64EB__=1", "__LP64__=1", "_LP64=1"]
            } else {
                &["__aarch64__=1", "__AARCH64EL__=1", "__LP64__=1", "_LP64=1"]
            },
        }
    }

    fn labels(&self) -> Labels {
        Labels { table: 1, start: 2, commit: 3, abort: 4 }
    }

    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Word => "m",
            // Z: the constant 0, for which there is a register.
            Kind::Value => "rZ",
            Kind::Offset | Kind::Bytes | Kind::Length | Kind::Index => "r",
        }
    }

    fn commit_constraint(&self, order: Order) -> &'static str {
        match order {
            Order::Relaxed => self.constraint(Kind::Word),
            Order::Release => "Q",
        }
    }

    fn area(&self, mode: Mode) -> Vec<Operand> {
        area("m", mode, "m")
    }

    fn scratch(&self) -> &'static [&'static str] {
        &["x15"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["x14", "x13"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["x14", "x13", "x12", "x11"]
    }

    fn veneer_registers(&self) -> &'static [&'static str] {
        &["x16", "x17"]
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
        vec![invoke(format!("RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, {target})"))]
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
        let store = match order {
            Order::Relaxed => "str",
            Order::Release => "stlr",
        };
        vec![text(format!("{store} {}, %[{to}]", source(self, value)))]
    }

    fn store_at(&self, base: Temp, value: Temp, order: Order) -> Vec<Line> {
        let store = match order {
            Order::Relaxed => "str",
            Order::Release => "stlr",
        };
        vec![text(format!("{store} {}, [{}]", self.temp(value), self.temp(base)))]
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        let to = self.temp(to);
        vec![text(format!("add {to}, {to}, {}", wide(amount)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let left = match left {
            Place::Word(name) => {
                lines.push(text(format!("ldr x15, %[{name}]")));
                "x15"
            }
            Place::Temp(temp) => self.temp(temp),
        };
        let branch = if equal { "cbz" } else { "cbnz" };
        lines.push(text(format!("sub x15, {left}, {}", wide(right))));
        lines.push(text(format!("{branch} x15, %l[{exit}]")));
        lines
    }

    // Upwards: 32 bytes at a time, then each smaller power of two that the length has. x13 is the
    // source, x12 the destination. Loads and stores need no alignment.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let mut lines = vec![
            text(format!("mov x13, %[{from}]")),
            text(format!("mov x12, %[{to}]")),
            text(format!("lsr x15, %[{length}], #5")),
            text("cbz x15, 222f"),
            text("333:"),
        ];
        let pair = |lines: &mut Vec<Line>| {
            lines.push(text("ldp x14, x11, [x13], #16"));
            lines.push(text("stp x14, x11, [x12], #16"));
        };
        pair(&mut lines);
        pair(&mut lines);
        lines.extend([text("sub x15, x15, #1"), text("cbnz x15, 333b"), text("222:")]);
        lines.push(text(format!("tbz %[{length}], #4, 222f")));
        pair(&mut lines);
        for (bit, suffix, register) in
            [(3, "", "x14"), (2, "", "w14"), (1, "h", "w14"), (0, "b", "w14")]
        {
            lines.push(text("222:"));
            lines.push(text(format!("tbz %[{length}], #{bit}, 222f")));
            lines.push(text(format!("ldr{suffix} {register}, [x13], #{}", 1 << bit)));
            lines.push(text(format!("str{suffix} {register}, [x12], #{}", 1 << bit)));
        }
        lines.push(text("222:"));
        lines
    }

    // Z: the constant 0. Q: memory whose address is in a register.
    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        match letter {
            'Z' => Some(vec![Letter::Constant(0, 0)]),
            'Q' => Some(vec![Letter::Memory]),
            _ => generic_letter(letter),
        }
    }

    fn register(&self, name: &str) -> Option<String> {
        let number: u32 = name.strip_prefix(['x', 'w'])?.parse().ok()?;
        (number < 31).then(|| format!("x{number}"))
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        let operands: Vec<&str> = instruction.operands.iter().map(String::as_str).collect();
        let name = instruction.mnemonic.as_str();
        let branch = |taken: bool, label: &str, machine: &Machine| {
            Ok(if taken { Flow::Jump(machine.value(label)?) } else { Flow::Next })
        };
        match (name, operands.as_slice()) {
            ("b", [label]) => return branch(true, label, machine),
            ("cbz" | "cbnz", [tested, label]) => {
                let zero = self.get(tested, machine)? == 0;
                return branch(zero == (name == "cbz"), label, machine);
            }
            ("tbz", [tested, bit, label]) => {
                let bits = self.get(tested, machine)? >> self.get(bit, machine)?;
                return branch(bits & 1 == 0, label, machine);
            }
            ("mov", [to, from]) => {
                let from = self.get(from, machine)?;
                self.set(to, from, machine)?;
            }
            ("adrp", [to, label]) => {
                let page = machine.value(label)? & !0xfff;
                self.set(to, page, machine)?;
            }
            ("add" | "sub" | "lsr", [to, left, right]) => {
                let left = self.get(left, machine)?;
                let right = match right.strip_prefix(":lo12:") {
                    Some(label) => machine.value(label)? & 0xfff,
                    None => self.get(right, machine)?,
                };
                let result = match name {
                    "add" => left.wrapping_add(right),
                    "sub" => left.wrapping_sub(right),
                    _ => left >> right,
                };
                self.set(to, result, machine)?;
            }
            ("ldr" | "ldrh" | "ldrb", [to, place, step @ ..]) => {
                let address = self.address(place, step, machine)?;
                let loaded = machine.load(address, size(name, to)?)?;
                self.set(to, loaded, machine)?;
            }
            ("str" | "strh" | "strb" | "stlr", [from, place, step @ ..]) => {
                let stored = self.get(from, machine)?;
                let address = self.address(place, step, machine)?;
                machine.store(address, size(name, from)?, stored, name == "stlr")?;
            }
            ("ldp" | "stp", [first, second, place, step @ ..]) => {
                let address = self.address(place, step, machine)?;
                for (register, address) in [(first, address), (second, address + 8)] {
                    if name == "ldp" {
                        let loaded = machine.load(address, 8)?;
                        self.set(register, loaded, machine)?;
                    } else {
                        let stored = self.get(register, machine)?;
                        machine.store(address, 8, stored, false)?;
                    }
                }
            }
            _ => return Err("unknown instruction".to_string()),
        }
        Ok(Flow::Next)
    }
}

/// The bytes that a load or store moves.
fn size(name: &str, register: &str) -> Result<usize, String> {
    let narrow = register.starts_with('w') || register.starts_with("%w");
    match (name.as_bytes().last(), narrow) {
        (Some(b'b'), true) => Ok(1),
        (Some(b'h'), true) => Ok(2),
        (Some(b'r'), true) => Ok(4),
        (Some(b'r'), false) => Ok(8),
        _ => Err(format!("{name} of {register}")),
    }
}

impl AArch64 {
    /// The value of a register or constant.
    fn get(&self, text: &str, machine: &Machine) -> Result<u64, String> {
        if let Some(constant) = text.strip_prefix('#') {
            return Ok(immediate(constant)? as u64);
        }
        let value = value(self, "x", text, machine)?;
        let narrow = text.starts_with('w') || operand(text).is_some_and(|(m, _)| m == "w");
        Ok(if narrow { value & 0xffff_ffff } else { value })
    }

    fn set(&self, text: &str, value: u64, machine: &mut Machine) -> Result<(), String> {
        let register = register(self, text)?;
        machine.write(&register, if text.starts_with('w') { value & 0xffff_ffff } else { value });
        Ok(())
    }

    /// The address of a memory operand, of `[base]` or of `[base, index]`; `step` is then added to
    /// the base.
    fn address(&self, text: &str, step: &[&str], machine: &mut Machine) -> Result<u64, String> {
        if let Some(address) = memory(text, machine)? {
            return if step.is_empty() { Ok(address) } else { Err("changes an operand".into()) };
        }
        let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let parts: Vec<_> =
            inner.ok_or_else(|| format!("{text} is no memory"))?.split(", ").collect();
        let mut sum: u64 = 0;
        for part in &parts {
            sum = sum.wrapping_add(self.get(part, machine)?);
        }
        if let [step] = step {
            self.set(parts[0], sum.wrapping_add(self.get(step, machine)?), machine)?;
        }
        Ok(sum)
    }
}
