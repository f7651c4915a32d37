//! powerpc, 32-bit and 64-bit: the same instructions on words of either size.
//!
//! r11, r12 and r0 hold no arguments, and the caller of a function does not expect them to survive;
//! r0 stands for no register where an address is computed. The linker may use r12 and ctr (and r0, in
//! 32-bit code) on the way from the abort handler to a function that is far away.

use crate::arch::{
    Backend, Labels, Letter, Line, Operand, Target, area, declare_exit, generic_letter, invoke,
    text,
};
use crate::model::{Flow, Form, Machine, ORIGINAL};
use crate::operation::{Kind, Mode, Order, Place, Source, Temp};
use crate::statement::Instruction;

/// The back end for one size of words, and byte order.
#[derive(Debug)]
pub struct Ppc {
    name: &'static str,
    /// Bytes of a word.
    word: usize,
    predefined: &'static [&'static str],
}

/// 64-bit, of the first ELF ABI.
pub static PPC64: Ppc = Ppc {
    name: "powerpc64",
    word: 8,
    predefined: &["__powerpc64__=1", "__powerpc__=1", "__LP64__=1", "_LP64=1", "_CALL_ELF=1"],
};
/// 64-bit, of the second ELF ABI and the other byte order.
pub static PPC64LE: Ppc = Ppc {
    name: "powerpc64le",
    word: 8,
    predefined: &[
        "__powerpc64__=1",
        "__powerpc__=1",
        "__LP64__=1",
        "_LP64=1",
        "_CALL_ELF=2",
        "__LITTLE_ENDIAN__=1",
    ],
};
/// 64-bit code for CPUs that address relative to the instruction.
pub static POWER10: Ppc = Ppc {
    name: "powerpc64le, POWER10",
    word: 8,
    predefined: &[
        "__powerpc64__=1",
        "__powerpc__=1",
        "__LP64__=1",
        "_LP64=1",
        "_CALL_ELF=2",
        "__LITTLE_ENDIAN__=1",
        "_ARCH_PWR10=1",
        "__PCREL__=1",
    ],
};
/// That as clang has it.
pub static POWER10_CLANG: Ppc = Ppc {
    name: "powerpc64le, POWER10, clang",
    word: 8,
    predefined: &[
        "__powerpc64__=1",
        "__powerpc__=1",
        "__LP64__=1",
        "_LP64=1",
        "_CALL_ELF=2",
        "__LITTLE_ENDIAN__=1",
        "_ARCH_PWR10=1",
        "__PCREL__=1",
        "__clang__=14",
    ],
};
/// 32-bit.
pub static PPC32: Ppc = Ppc { name: "powerpc", word: 4, predefined: &["__powerpc__=1"] };
/// 32-bit, position independent.
pub static PPC32_PIC: Ppc = Ppc {
    name: "powerpc, position independent",
    word: 4,
    predefined: &["__powerpc__=1", "__PIC__=2"],
};

impl Ppc {
    fn wide(&self) -> bool {
        self.word == 8
    }

    /// The name of an instruction on words.
    fn on_words(&self, wide: &'static str, narrow: &'static str) -> &'static str {
        if self.wide() { wide } else { narrow }
    }

    fn load_word(&self, to: &str, from: &str) -> Line {
        text(format!("{}%X[{from}] {to}, %[{from}]", self.on_words("ld", "lwz")))
    }

    fn source(&self, value: Source) -> String {
        match value {
            Source::Parameter(name) => format!("%[{name}]"),
            Source::Temp(temp) => self.temp(temp).to_string(),
        }
    }

    fn released(order: Order, store: String) -> Vec<Line> {
        let fence = (order == Order::Release).then(|| invoke("__RSEQ_ASM_LWSYNC"));
        fence.into_iter().chain([text(store)]).collect()
    }
}

impl Backend for Ppc {
    fn name(&self) -> &'static str {
        self.name
    }

    fn header(&self) -> &'static str {
        "ppc"
    }

    fn condition(&self) -> &'static str {
        if self.wide() { "defined(__powerpc64__)" } else { "!defined(__powerpc64__)" }
    }

    fn notes(&self) -> &'static [&'static str] {
        &["x is in r12 and y in r0; r11 is scratch. None of them holds an argument of a function \
           call, and the caller of a function does not expect them to survive."]
    }

    fn target(&self) -> Target {
        Target {
            word: self.word,
            big_endian: !self.predefined.contains(&"__LITTLE_ENDIAN__=1"),
            ordered_stores: false,
            signature: 0x0fe5_000b,
            predefined: self.predefined,
        }
    }

    fn labels(&self) -> Labels {
        Labels { table: 3, start: 1, commit: 2, abort: 4 }
    }

    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Word => "__RSEQ_ASM_MEMORY",
            _ => "r",
        }
    }

    fn area(&self, mode: Mode) -> Vec<Operand> {
        let mut operands = area("__RSEQ_ASM_MEMORY", mode, "__RSEQ_ASM_MEMORY");
        for operand in operands.iter_mut().filter(|operand| operand.name == "rseq_cs") {
            operand.expression = "__rseq_area()->rseq_cs.arch.ptr".to_string();
        }
        operands
    }

    fn scratch(&self) -> &'static [&'static str] {
        &["r11"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["%%r12", "%%r0"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["r12", "r0", "ctr"]
    }

    fn veneer_registers(&self) -> &'static [&'static str] {
        if self.wide() { &["r12", "ctr"] } else { &["r12", "r0", "ctr"] }
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
        let save = "\"mflr %%r0\\n\\t\", \"mtlr %%r0\\n\\t\"";
        vec![invoke(format!("__RSEQ_ASM_STORE_RSEQ_CS(1, 3b, rseq_cs, %%r11, {save})"))]
    }

    fn check_index(&self, _mode: Mode, target: &str) -> Vec<Line> {
        vec![invoke(format!("__RSEQ_ASM_CBNE_CPU_ID(cpu_id, current_cpu_id, {target}, %%r11)"))]
    }

    fn refusal(&self) -> String {
        "%l[abort]".to_string()
    }

    fn abort(&self) -> Vec<Line> {
        vec![invoke("RSEQ_ASM_DEFINE_ABORT(4, \"\", abort)")]
    }

    fn load(&self, to: Temp, from: &str) -> Vec<Line> {
        vec![self.load_word(self.temp(to), from)]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let (to, base) = (self.temp(to), self.temp(base));
        vec![match offset {
            Some(offset) => {
                text(format!("{} {to}, {base}, %[{offset}]", self.on_words("ldx", "lwzx")))
            }
            None => text(format!("{} {to}, 0({base})", self.on_words("ld", "lwz"))),
        }]
    }

    fn store(&self, to: &str, value: Source, order: Order) -> Vec<Line> {
        let value = self.source(value);
        Self::released(order, format!("{}%X[{to}] {value}, %[{to}]", self.on_words("std", "stw")))
    }

    fn store_at(&self, base: Temp, value: Temp, order: Order) -> Vec<Line> {
        let (base, value) = (self.temp(base), self.temp(value));
        Self::released(order, format!("{} {value}, 0({base})", self.on_words("std", "stw")))
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        let to = self.temp(to);
        vec![text(format!("add {to}, {to}, %[{amount}]"))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let left = match left {
            Place::Word(name) => {
                lines.push(self.load_word("%%r11", name));
                "%%r11"
            }
            Place::Temp(temp) => self.temp(temp),
        };
        let jump = if equal { "beq-" } else { "bne-" };
        lines.push(text(format!("{} {left}, %[{right}]", self.on_words("cmpd", "cmpw"))));
        lines.push(text(format!("{jump} %l[{exit}]")));
        lines
    }

    // Words, then bytes, counted by ctr; r12 is the index. Words need not be aligned.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let shift = self.on_words("srdi.", "srwi.");
        let mut lines = vec![
            text(format!("{shift} %%r11, %[{length}], {}", self.word.ilog2())),
            text("li %%r12, 0"),
        ];
        let words = (self.on_words("ldx", "lwzx"), self.on_words("stdx", "stwx"), self.word);
        for (load, store, size) in [words, ("lbzx", "stbx", 1)] {
            if size == 1 {
                lines.push(text(format!("andi. %%r11, %[{length}], {}", self.word - 1)));
            }
            lines.extend([
                text("beq 222f"),
                text("mtctr %%r11"),
                text("333:"),
                text(format!("{load} %%r0, %%r12, %[{from}]")),
                text(format!("{store} %%r0, %%r12, %[{to}]")),
                text(format!("addi %%r12, %%r12, {size}")),
                text("bdnz 333b"),
                text("222:"),
            ]);
        }
        lines
    }

    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        match letter {
            // Memory without an index: part of YZ.
            'Y' => Some(vec![]),
            'Z' => Some(vec![Letter::Memory]),
            _ => generic_letter(letter),
        }
    }

    fn register(&self, name: &str) -> Option<String> {
        if name == "ctr" {
            return Some(name.to_string());
        }
        // r1, r2 and r13 belong to the ABI.
        let number: u32 = name.strip_prefix('r')?.parse().ok()?;
        (number < 32 && ![1, 2, 13].contains(&number)).then(|| name.to_string())
    }

    fn stack_pointer(&self) -> &'static str {
        "r1"
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        let operands: Vec<&str> = instruction.operands.iter().map(String::as_str).collect();
        // ld%X[v]: the modifiers stand for letters that the address may need.
        let name = instruction.mnemonic.split('%').next().unwrap_or_default();
        let bits = u64::MAX >> (64 - 8 * self.word);
        let unknown = || "unknown instruction".to_string();
        match (name, operands.as_slice()) {
            ("b", [label]) => return Ok(Flow::Jump(machine.value(label)?)),
            ("beq" | "beq-" | "bne-", [label]) => {
                let zero = machine.zero.ok_or("condition codes hold nothing")?;
                if zero == name.starts_with("beq") {
                    return Ok(Flow::Jump(machine.value(label)?));
                }
            }
            ("bdnz", [label]) => {
                let count = machine.read("ctr")?.wrapping_sub(1) & bits;
                machine.write("ctr", count);
                if count != 0 {
                    return Ok(Flow::Jump(machine.value(label)?));
                }
            }
            ("addpcis", [to, "0"]) => machine.write(register(to)?, machine.next()),
            ("bcl", ["20", "31", label]) => {
                machine.write("lr", machine.next());
                return Ok(Flow::Jump(machine.value(label)?));
            }
            ("mflr", [to]) => {
                let link = machine.read("lr").unwrap_or(ORIGINAL);
                machine.write(register(to)?, link);
            }
            ("mtlr", [from]) => machine.write("lr", machine.read(register(from)?)?),
            ("mtctr", [from]) => machine.write("ctr", machine.read(register(from)?)?),
            ("sync" | "lwsync", []) => machine.barrier(),
            ("li", [to, value]) => machine.write(register(to)?, immediate(value, machine)? & bits),
            ("lis", [to, value]) => machine.write(register(to)?, immediate(value, machine)? & bits),
            ("paddi", [to, "0", label, "1"]) => {
                let label = label.strip_suffix("@pcrel").ok_or_else(unknown)?;
                machine.write(register(to)?, machine.value(label)?);
            }
            ("addis" | "addi", [to, base, value]) => {
                // What r2 points to is at address 0 here.
                let base = match *base {
                    "%%r0" => return Err("r0 stands for no register".to_string()),
                    "%%r2" if self.wide() => 0,
                    base => machine.read(register(base)?)?,
                };
                let sum = base.wrapping_add(immediate(value, machine)?) & bits;
                machine.write(register(to)?, sum);
            }
            ("add", [to, left, right]) => {
                let sum = value(left, machine)?.wrapping_add(value(right, machine)?) & bits;
                machine.write(register(to)?, sum);
            }
            ("srdi." | "srwi." | "andi.", [to, from, by]) => {
                let (from, by) = (value(from, machine)?, immediate(by, machine)?);
                let result = if name == "andi." { from & by } else { from >> by };
                machine.write(register(to)?, result);
                machine.zero = Some(result == 0);
            }
            ("cmpd", [left, right]) if self.wide() => {
                machine.zero = Some(value(left, machine)? == value(right, machine)?);
            }
            ("cmpw", [left, right]) => {
                let differ = value(left, machine)? ^ value(right, machine)?;
                machine.zero = Some(differ & 0xffff_ffff == 0);
            }
            (name, [data, memory @ ..]) => {
                let plain = name.strip_suffix('x').unwrap_or(name);
                let (store, size) = match plain {
                    "ld" if self.wide() => (false, 8),
                    "std" if self.wide() => (true, 8),
                    "lwz" => (false, 4),
                    "stw" => (true, 4),
                    "lbz" => (false, 1),
                    "stb" => (true, 1),
                    _ => return Err(unknown()),
                };
                let address = address(memory, plain != name, machine)? & bits;
                if store {
                    let value = value(data, machine)? & (u64::MAX >> (64 - 8 * size));
                    machine.store(address, size, value, false)?;
                } else {
                    let value = machine.load(address, size)?;
                    machine.write(register(data)?, value);
                }
            }
            _ => return Err(unknown()),
        }
        Ok(Flow::Next)
    }
}

/// The register that is changed: one of the text, none of the compiler's.
fn register(text: &str) -> Result<&str, String> {
    text.strip_prefix("%%").ok_or_else(|| format!("changes {text}"))
}

/// A constant of 16 bits: a number, or one half of the distance to a label or of its address. That of
/// the upper half is shifted to where it counts.
fn immediate(text: &str, machine: &Machine) -> Result<u64, String> {
    let label = |text: &str| machine.value(text.strip_suffix("@toc").unwrap_or(text));
    if let Some(text) = text.strip_suffix("@ha") {
        return Ok(label(text)?.wrapping_add(0x8000) & !0xffff);
    }
    if let Some(text) = text.strip_suffix("@l") {
        return Ok(label(text)? as u16 as i16 as u64);
    }
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

/// The address of memory: an operand, an offset to a register, or the sum of two registers.
fn address(memory: &[&str], indexed: bool, machine: &Machine) -> Result<u64, String> {
    let base = |text: &str| match text {
        "%%r0" => Err("r0 stands for no register".to_string()),
        _ => value(text, machine),
    };
    match memory {
        [base_register, index] if indexed => {
            Ok(base(base_register)?.wrapping_add(value(index, machine)?))
        }
        [memory] if !indexed => match operand(memory) {
            Some(name) => match machine.binding(name)?.form {
                Form::Memory(address) => Ok(address),
                _ => Err(format!("{memory} is no memory")),
            },
            None => {
                let parts = memory.strip_suffix(')').and_then(|text| text.split_once('('));
                let (offset, register) = parts.ok_or_else(|| format!("{memory} is no memory"))?;
                Ok(base(register)?.wrapping_add(immediate(offset, machine)?))
            }
        },
        _ => Err("operands of another instruction".to_string()),
    }
}
