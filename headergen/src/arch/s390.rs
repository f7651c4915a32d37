//! s390x, and 31-bit s390: the same instructions on words of either size.
//!
//! Comparisons take memory. Stores become visible in program order. Branches are those that reach
//! everywhere, for the abort handler is in a section of its own.

use crate::arch::{
    Backend, Labels, Letter, Line, Operand, Target, area, declare_exit, generic_letter, invoke,
    text,
};
use crate::model::{Flow, Form, Machine};
use crate::operation::{Kind, Mode, Order, Place, Source, Temp};
use crate::statement::Instruction;

/// The back end for one size of words.
#[derive(Debug)]
pub struct S390 {
    /// What the names of instructions on words have and others have not: `g` or nothing.
    g: &'static str,
}

/// s390x.
pub static S390X: S390 = S390 { g: "g" };
/// 31-bit s390.
pub static S390_31: S390 = S390 { g: "" };

impl S390 {
    fn wide(&self) -> bool {
        !self.g.is_empty()
    }

    /// The bits of a word.
    fn bits(&self) -> u64 {
        if self.wide() { u64::MAX } else { u64::MAX >> 32 }
    }

    fn source(&self, value: Source) -> String {
        match value {
            Source::Parameter(name) => format!("%[{name}]"),
            Source::Temp(temp) => self.temp(temp).to_string(),
        }
    }

    /// The instruction on words of 31-bit code that this one is like; "c int" compares 32 bits.
    fn meaning<'a>(&self, mnemonic: &'a str) -> Option<&'a str> {
        Some(match (mnemonic, self.wide()) {
            ("bras" | "larl" | "mvc" | "ex", _) => mnemonic,
            ("c", true) => "c int",
            (_, false) => mnemonic,
            ("lg", true) => "l",
            ("stg", true) => "st",
            ("cg", true) => "c",
            ("cgr", true) => "cr",
            ("agr", true) => "ar",
            ("ngr", true) => "nr",
            ("lghi", true) => "lhi",
            ("aghi", true) => "ahi",
            _ => return None,
        })
    }

    /// The address of memory: an operand, or a displacement with an index and a base register.
    fn address(&self, text: &str, machine: &Machine) -> Result<u64, String> {
        if let Some(name) = operand(text) {
            return match machine.binding(name)?.form {
                Form::Memory(address) => Ok(address),
                _ => Err(format!("{text} is no memory")),
            };
        }
        let (displacement, registers) = parts(text)?;
        let mut sum = displacement.parse().map_err(|_| format!("displacement {displacement}"))?;
        if sum > 4095 {
            return Err(format!("displacement {sum}"));
        }
        for name in registers.split(',') {
            if name == "%%r0" {
                return Err("r0 is no part of an address".to_string());
            }
            sum = value(name, machine)?.wrapping_add(sum);
        }
        Ok(sum & self.bits())
    }

    /// Moves as many bytes as the instruction says, or those of an execute.
    fn move_bytes(
        &self,
        to: &str,
        from: &str,
        length: u64,
        machine: &mut Machine,
    ) -> Result<(), String> {
        let (displacement, inner) = parts(to)?;
        let (own, base) = inner.split_once(',').ok_or_else(|| format!("{to} has no length"))?;
        let own: u64 = own.parse().map_err(|_| format!("length {own}"))?;
        let to = self.address(&format!("{displacement}({base})"), machine)?;
        let from = self.address(from, machine)?;
        for byte in 0..=((own - 1) | length) {
            let value = machine.load(from + byte, 1)?;
            machine.store(to + byte, 1, value, false)?;
        }
        Ok(())
    }
}

impl Backend for S390 {
    fn name(&self) -> &'static str {
        if self.wide() { "s390x" } else { "31-bit s390" }
    }

    fn header(&self) -> &'static str {
        "s390"
    }

    fn condition(&self) -> &'static str {
        if self.wide() { "defined(__s390x__)" } else { "!defined(__s390x__)" }
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "x is in r1 and y in r14; r0 is scratch. None of them holds an argument of a function \
             call, and the caller of a function does not expect them to survive.",
            "Stores become visible in program order: release stores need no fence.",
        ]
    }

    fn target(&self) -> Target {
        let wide: &[_] = &["__s390__=1", "__s390x__=1", "__LP64__=1", "_LP64=1"];
        Target {
            word: if self.wide() { 8 } else { 4 },
            big_endian: true,
            ordered_stores: true,
            signature: 0xb2ff_0fff,
            predefined: if self.wide() { wide } else { &["__s390__=1"] },
        }
    }

    fn labels(&self) -> Labels {
        Labels { table: 3, start: 1, commit: 2, abort: 4 }
    }

    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            // Displacements: of 12 bits for the instructions of 31-bit code, of 20 bits for others.
            Kind::Word if self.wide() => "T",
            Kind::Word => "R",
            Kind::Value | Kind::Length | Kind::Index => "d",
            // Part of an address, where r0 stands for none.
            Kind::Offset | Kind::Bytes => "a",
        }
    }

    fn word(&self, parameter: &str) -> String {
        format!("*__rseq_asm_pointer({parameter})")
    }

    fn area(&self, mode: Mode) -> Vec<Operand> {
        area("R", mode, self.constraint(Kind::Word))
    }

    fn scratch(&self) -> &'static [&'static str] {
        &["r0"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["%%r1", "%%r14"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["r1", "r14"]
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
        vec![text(format!("l{} {}, %[{from}]", self.g, self.temp(to)))]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let (to, base) = (self.temp(to), self.temp(base));
        vec![match offset {
            Some(offset) => text(format!("l{} {to}, 0(%[{offset}],{base})", self.g)),
            None => text(format!("l{} {to}, 0({base})", self.g)),
        }]
    }

    fn store(&self, to: &str, value: Source, _order: Order) -> Vec<Line> {
        vec![text(format!("st{} {}, %[{to}]", self.g, self.source(value)))]
    }

    fn store_at(&self, base: Temp, value: Temp, _order: Order) -> Vec<Line> {
        vec![text(format!("st{} {}, 0({})", self.g, self.temp(value), self.temp(base)))]
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        vec![text(format!("a{}r {}, %[{amount}]", self.g, self.temp(to)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let compare = match left {
            Place::Word(name) => format!("c{} %[{right}], %[{name}]", self.g),
            Place::Temp(temp) => format!("c{}r {}, %[{right}]", self.g, self.temp(temp)),
        };
        let jump = if equal { "jge" } else { "jgne" };
        vec![text(compare), text(format!("{jump} %l[{exit}]"))]
    }

    // What makes up no block of 256 bytes first, by one instruction that moves 1 to 256 bytes: the
    // low byte of r1 tells it how many more than one, and bras leaves its address in r14. Then four
    // words at a time, r1 being the index.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let g = self.g;
        let word = if self.wide() { 8 } else { 4 };
        let mut lines = vec![
            text(format!("l{g}hi %%r1, 255")),
            text(format!("n{g}r %%r1, %[{length}]")),
            text("jz 222f"),
            text(format!("a{g}hi %%r1, -1")),
            text("bras %%r14, 333f"),
            text(format!("mvc 0(1,%[{to}]), 0(%[{from}])")),
            text("333:"),
            text("ex %%r1, 0(%%r14)"),
            text(format!("a{g}hi %%r1, 1")),
            text("222:"),
            text("j 222f"),
            text("333:"),
        ];
        for offset in (0..4).map(|number| number * word) {
            lines.push(text(format!("l{g} %%r0, {offset}(%%r1,%[{from}])")));
            lines.push(text(format!("st{g} %%r0, {offset}(%%r1,%[{to}])")));
        }
        lines.extend([
            text(format!("a{g}hi %%r1, {}", 4 * word)),
            text("222:"),
            text(format!("c{g}r %%r1, %[{length}]")),
            text("jne 333b"),
        ]);
        lines
    }

    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        match letter {
            'd' | 'a' => Some(vec![Letter::Register]),
            'R' | 'T' => Some(vec![Letter::Memory]),
            _ => generic_letter(letter),
        }
    }

    fn register(&self, name: &str) -> Option<String> {
        let number: u32 = name.strip_prefix('r')?.parse().ok()?;
        (number < 15).then(|| name.to_string())
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        let operands: Vec<&str> = instruction.operands.iter().map(String::as_str).collect();
        let (word, bits) = (self.target().word, self.bits());
        let condition = match instruction.mnemonic.as_str() {
            "j" | "jg" => Some(true),
            "jz" | "jge" => Some(machine.zero.ok_or("condition codes hold nothing")?),
            "jne" | "jgne" => Some(!machine.zero.ok_or("condition codes hold nothing")?),
            _ => None,
        };
        if let (Some(taken), [label]) = (condition, operands.as_slice()) {
            let target = machine.value(label)?;
            return Ok(if taken { Flow::Jump(target) } else { Flow::Next });
        }
        let [first, second] = operands.as_slice() else {
            return Err(format!("{} operands", operands.len()));
        };
        let name = self.meaning(&instruction.mnemonic).ok_or("unknown instruction")?;
        match name {
            "bras" => {
                machine.write(register(first)?, machine.next());
                return Ok(Flow::Jump(machine.value(second)?));
            }
            "larl" => machine.write(register(first)?, machine.value(second)?),
            "mvc" => self.move_bytes(first, second, 0, machine)?,
            "ex" => {
                let length = machine.read(register(first)?)? & 0xff;
                let moved = machine.instruction(self.address(second, machine)?)?.clone();
                let ("mvc", [to, from]) = (moved.mnemonic.as_str(), moved.operands.as_slice())
                else {
                    return Err(format!("executes {}", moved.mnemonic));
                };
                self.move_bytes(to, from, length, machine)?;
            }
            "l" => {
                let value = machine.load(self.address(second, machine)?, word)?;
                machine.write(register(first)?, value);
            }
            "st" => {
                let value = value(first, machine)? & bits;
                machine.store(self.address(second, machine)?, word, value, false)?;
            }
            "c" | "c int" => {
                let size = if name == "c int" { 4 } else { word };
                let left = value(first, machine)? & (u64::MAX >> (64 - 8 * size));
                machine.zero = Some(left == machine.load(self.address(second, machine)?, size)?);
            }
            "cr" => machine.zero = Some(value(first, machine)? == value(second, machine)?),
            "ar" | "ahi" | "nr" => {
                let left = machine.read(register(first)?)?;
                let right =
                    if name == "ahi" { immediate(second)? } else { value(second, machine)? };
                let result =
                    if name == "nr" { left & right } else { left.wrapping_add(right) } & bits;
                machine.write(register(first)?, result);
                machine.zero = Some(result == 0);
            }
            "lhi" => machine.write(register(first)?, immediate(second)? & bits),
            _ => return Err("unknown instruction".to_string()),
        }
        Ok(Flow::Next)
    }
}

/// The register that is changed: one of the text, none of the compiler's.
fn register(text: &str) -> Result<&str, String> {
    text.strip_prefix("%%").ok_or_else(|| format!("changes {text}"))
}

fn immediate(text: &str) -> Result<u64, String> {
    let value: i16 = text.parse().map_err(|_| format!("{text} is no 16-bit constant"))?;
    Ok(i64::from(value) as u64)
}

fn operand(text: &str) -> Option<&str> {
    text.strip_prefix("%[")?.strip_suffix(']')
}

/// The content of a register.
fn value(text: &str, machine: &Machine) -> Result<u64, String> {
    match operand(text) {
        Some(name) => match machine.binding(name)?.form {
            Form::Register(value) => Ok(value),
            _ => Err(format!("{text} is no register")),
        },
        None => machine.read(register(text)?),
    }
}

/// What is in front of the brackets, and in them.
fn parts(text: &str) -> Result<(&str, &str), String> {
    let parts = text.strip_suffix(')').and_then(|text| text.split_once('('));
    parts.ok_or_else(|| format!("{text} is no memory"))
}
