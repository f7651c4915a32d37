//! 64-bit LoongArch.
//!
//! Registers are compared as a whole: the index is widened to one. Conditional branches reach 128 KiB,
//! so the check of the index goes to the function and not to the abort handler. Not every CPU takes
//! addresses that are not aligned.

use crate::arch::load_store::{aligned, immediate, memory, register, value};
use crate::arch::{
    Backend, Labels, Letter, Line, Operand, Target, area, declare_exit, generic_letter, invoke,
    text,
};
use crate::model::{Flow, Machine};
use crate::operation::{Kind, Mode, Order, Place, Source, Temp};
use crate::statement::Instruction;

/// The back end.
#[derive(Debug)]
pub struct LoongArch;

/// The register of an operand: z selects the register that is 0 for a constant 0.
fn any(name: &str) -> String {
    format!("%z[{name}]")
}

fn fence(order: Order) -> Vec<Line> {
    match order {
        Order::Relaxed => vec![],
        Order::Release => vec![text("dbar 0x12")],
    }
}

impl Backend for LoongArch {
    fn name(&self) -> &'static str {
        "LoongArch"
    }

    fn header(&self) -> &'static str {
        "loongarch"
    }

    fn condition(&self) -> &'static str {
        "defined(RSEQ_ARCH_LOONGARCH)"
    }

    fn notes(&self) -> &'static [&'static str] {
        &["x is in $r13 and y in $r14 ($t1 and $t2); $r12 ($t0) is scratch. None of them holds an \
           argument of a function call, and the caller of a function does not expect them to \
           survive."]
    }

    fn target(&self) -> Target {
        Target {
            word: 8,
            big_endian: false,
            ordered_stores: false,
            signature: 0x002a_0010,
            predefined: &["__loongarch__=1", "__loongarch_lp64=1", "__LP64__=1", "_LP64=1"],
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
        &["$r12"]
    }

    fn temp(&self, temp: Temp) -> &'static str {
        ["$r13", "$r14"][temp.0]
    }

    fn copy_registers(&self) -> &'static [&'static str] {
        &["$r13", "$r14", "$r15"]
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
        vec![invoke("__RSEQ_ASM_STORE_RSEQ_CS(\"$r12\", 1, 9b, rseq_cs)")]
    }

    fn check_index(&self, _mode: Mode, target: &str) -> Vec<Line> {
        vec![invoke(format!("__RSEQ_ASM_CBNE_CPU_ID(\"$r12\", cpu_id, current_cpu_id, {target})"))]
    }

    fn refusal(&self) -> String {
        "%l[abort]".to_string()
    }

    fn abort(&self) -> Vec<Line> {
        vec![invoke("__RSEQ_ASM_DEFINE_ABORT_APART(\"$r12\", 4, \"\", abort)")]
    }

    fn load(&self, to: Temp, from: &str) -> Vec<Line> {
        vec![text(format!("ld.d {}, %[{from}]", self.temp(to)))]
    }

    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        let (to, base) = (self.temp(to), self.temp(base));
        vec![match offset {
            Some(offset) => text(format!("ldx.d {to}, {base}, %[{offset}]")),
            None => text(format!("ld.d {to}, {base}, 0")),
        }]
    }

    fn store(&self, to: &str, source: Source, order: Order) -> Vec<Line> {
        let source = match source {
            Source::Parameter(name) => any(name),
            Source::Temp(temp) => self.temp(temp).to_string(),
        };
        let mut lines = fence(order);
        lines.push(text(format!("st.d {source}, %[{to}]")));
        lines
    }

    fn store_at(&self, base: Temp, value: Temp, order: Order) -> Vec<Line> {
        let mut lines = fence(order);
        lines.push(text(format!("st.d {}, {}, 0", self.temp(value), self.temp(base))));
        lines
    }

    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        vec![text(format!("add.d {0}, {0}, {1}", self.temp(to), any(amount)))]
    }

    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let left = match left {
            Place::Word(name) => {
                lines.push(text(format!("ld.d $r12, %[{name}]")));
                "$r12"
            }
            Place::Temp(temp) => self.temp(temp),
        };
        let branch = if equal { "beq" } else { "bne" };
        lines.push(text(format!("{branch} {left}, {}, %l[{exit}]", any(right))));
        lines
    }

    // Upwards: four words at a time, then words, then what is left byte by byte, which is all if one
    // of the addresses is not that of a word. $r13 is the source, $r14 the destination, and $r12
    // where the source ends for the loop that follows.
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let mut lines = vec![
            text(format!("move $r13, %[{from}]")),
            text(format!("move $r14, %[{to}]")),
            text("or $r12, $r13, $r14"),
            text("andi $r12, $r12, 7"),
            text("bnez $r12, 444f"),
        ];
        let mut copy = |end: &[String], load: &str, store: &str, size: usize, times: usize| {
            lines.extend(end.iter().map(text));
            lines.extend([text("beq $r13, $r12, 222f"), text("333:")]);
            for number in 0..times {
                lines.push(text(format!("{load} $r15, $r13, {}", number * size)));
                lines.push(text(format!("{store} $r15, $r14, {}", number * size)));
            }
            for pointer in ["$r13", "$r14"] {
                lines.push(text(format!("addi.d {pointer}, {pointer}, {}", times * size)));
            }
            lines.extend([text("bne $r13, $r12, 333b"), text("222:")]);
        };
        let add = || "add.d $r12, $r12, $r13".to_string();
        let fours =
            [format!("srli.d $r12, %[{length}], 5"), "slli.d $r12, $r12, 5".to_string(), add()];
        let words = [format!("andi $r12, %[{length}], 24"), add()];
        let all = ["444:".to_string(), format!("add.d $r12, %[{from}], %[{length}]")];
        copy(&fours, "ld.d", "st.d", 8, 4);
        copy(&words, "ld.d", "st.d", 8, 1);
        copy(&all, "ld.b", "st.b", 1, 1);
        lines
    }

    // J: the constant 0.
    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        match letter {
            'J' => Some(vec![Letter::Constant(0, 0)]),
            _ => generic_letter(letter),
        }
    }

    // Not zero, the return address, the thread pointer, the stack pointer and what is reserved.
    fn register(&self, name: &str) -> Option<String> {
        let number: u32 = name.strip_prefix("$r")?.parse().ok()?;
        (4..32).contains(&number).then(|| name.to_string()).filter(|name| name != "$r21")
    }

    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        let operands: Vec<&str> = instruction.operands.iter().map(String::as_str).collect();
        let name = instruction.mnemonic.as_str();
        let get = |text: &str, machine: &Machine| value(self, "z", text, machine);
        match (name, operands.as_slice()) {
            ("jr", [to]) => return Ok(Flow::Jump(get(to, machine)?)),
            ("beq" | "bne", [left, right, label]) => {
                let equal = get(left, machine)? == get(right, machine)?;
                let taken = equal == (name == "beq");
                return Ok(if taken { Flow::Jump(machine.value(label)?) } else { Flow::Next });
            }
            ("bnez", [tested, label]) => {
                let taken = get(tested, machine)? != 0;
                return Ok(if taken { Flow::Jump(machine.value(label)?) } else { Flow::Next });
            }
            ("dbar", ["0x12"]) => machine.barrier(),
            ("la.local", [to, label]) => {
                let address = machine.value(label)?;
                machine.write(&register(self, to)?, address);
            }
            ("move", [to, from]) => {
                let from = get(from, machine)?;
                machine.write(&register(self, to)?, from);
            }
            ("add.d" | "or", [to, left, right]) => {
                let (left, right) = (get(left, machine)?, get(right, machine)?);
                let result = if name == "or" { left | right } else { left.wrapping_add(right) };
                machine.write(&register(self, to)?, result);
            }
            ("addi.d" | "andi" | "srli.d" | "slli.d", [to, left, right]) => {
                let (left, right) = (get(left, machine)?, immediate(right)?);
                let range = match name {
                    "addi.d" => -2048..2048,
                    "andi" => 0..4096,
                    _ => 0..64,
                };
                if !range.contains(&right) {
                    return Err(format!("{right} is too big"));
                }
                let result = match name {
                    "addi.d" => left.wrapping_add_signed(right),
                    "andi" => left & right as u64,
                    "srli.d" => left >> right,
                    _ => left << right,
                };
                machine.write(&register(self, to)?, result);
            }
            ("ld.d" | "ld.w" | "ld.b" | "ldx.d", [to, place @ ..]) => {
                let size = size(name)?;
                let address = self.address(name, place, size, machine)?;
                let above = 64 - 8 * size;
                let loaded = (machine.load(address, size)? << above) as i64 >> above;
                machine.write(&register(self, to)?, loaded as u64);
            }
            ("st.d" | "st.b", [from, place @ ..]) => {
                let size = size(name)?;
                let stored = get(from, machine)? & (u64::MAX >> (64 - 8 * size));
                let address = self.address(name, place, size, machine)?;
                machine.store(address, size, stored, false)?;
            }
            _ => return Err("unknown instruction".to_string()),
        }
        Ok(Flow::Next)
    }
}

/// The bytes that a load or store moves.
fn size(name: &str) -> Result<usize, String> {
    match name.as_bytes().last() {
        Some(b'b') => Ok(1),
        Some(b'w') => Ok(4),
        Some(b'd') => Ok(8),
        _ => Err("unknown instruction".to_string()),
    }
}

impl LoongArch {
    /// The address of a memory operand, or of a register with a displacement or, of ldx, an index.
    fn address(
        &self,
        name: &str,
        place: &[&str],
        size: usize,
        machine: &Machine,
    ) -> Result<u64, String> {
        let get = |text: &str| value(self, "z", text, machine);
        let address = match place {
            [text] => memory(text, machine)?.ok_or_else(|| format!("{text} is no memory"))?,
            [base, index] if name.starts_with("ldx") => get(base)?.wrapping_add(get(index)?),
            [base, displacement] => get(base)?.wrapping_add_signed(immediate(displacement)?),
            _ => return Err("no memory".to_string()),
        };
        aligned(address, size)
    }
}
