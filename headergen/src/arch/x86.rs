//! What x86-64, x32 and i386 share: addressing of the rseq area, the frame of a section, and the
//! meaning of instructions.

use crate::arch::{Backend, Labels, Line, Operand, Piece, Pieces, invoke, one_by_one};
use crate::model::{Flow, Form, Machine};
use crate::operation::{Mode, Order, Source, Step, Word};
use crate::statement::Instruction;

/// Where the section stores the address of its descriptor.
pub(super) const CS: &str = "RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CS_OFFSET(%[rseq_offset])";

/// The current index, as a memory operand.
pub(super) fn index(mode: Mode) -> &'static str {
    match mode {
        Mode::CpuId => "RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_CPU_ID_OFFSET(%[rseq_offset])",
        Mode::MmCid => "RSEQ_ASM_TP_SEGMENT:RSEQ_ASM_MM_CID_OFFSET(%[rseq_offset])",
    }
}

/// The value of RSEQ_SIG.
pub(super) const SIGNATURE: u32 = 0x5305_3053;

pub(super) const LABELS: Labels = Labels { table: 3, start: 1, commit: 2, abort: 4 };

pub(super) fn declare() -> Vec<Line> {
    vec![invoke("RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f)")]
}

pub(super) fn declare_exit(label: &str) -> Vec<Line> {
    vec![invoke(format!("RSEQ_ASM_DEFINE_EXIT_POINT(1f, %l[{label}])"))]
}

pub(super) fn check_index(mode: Mode, target: &str) -> Vec<Line> {
    vec![invoke(format!("RSEQ_ASM_CBNE_CPU_ID(cpu_id, {}, {target})", index(mode)))]
}

pub(super) fn abort() -> Vec<Line> {
    vec![invoke("RSEQ_ASM_DEFINE_ABORT(4, \"\", abort)")]
}

/// `offset` is the variable of that name, as wide as the registers.
pub(super) fn area(offset: &str) -> Vec<Operand> {
    vec![Operand { name: "rseq_offset", constraint: "r", expression: offset.to_string() }]
}

/// Steps that end by adding to a word that was loaded for no other purpose: x86 adds to memory in
/// one instruction, which a restartable sequence may commit with. `word` is the memory that a
/// parameter points to, `add` the addition of a parameter to memory.
pub(super) fn add_to_memory(
    backend: &dyn Backend,
    steps: &[Step],
    word: impl Fn(&str) -> String,
    add: impl Fn(&str, &str) -> Vec<Line>,
) -> Option<Pieces> {
    let (before, fused) = steps.split_at_checked(steps.len().checked_sub(3)?)?;
    let (amount, place) = match [fused[0].word, fused[1].word, fused[2].word] {
        [
            Word::Load { to: loaded, from },
            Word::Add { to: sum, amount },
            Word::Store { to, value: Source::Temp(value) },
        ] if from == to && loaded == sum && sum == value => (amount, word(to)),
        [
            Word::LoadAt { to: loaded, base: from, offset: None },
            Word::Add { to: sum, amount },
            Word::StoreAt { base, value },
        ] if from == base && loaded == sum && sum == value => {
            (amount, format!("({})", backend.temp(base)))
        }
        _ => return None,
    };
    let mut pieces = one_by_one(backend, before, Order::Relaxed);
    pieces.reason = Some("The sum goes to memory in one instruction.");
    pieces.pieces.push(Piece {
        note: fused.iter().map(|step| step.word.pseudocode()).collect::<Vec<_>>().join(" "),
        lines: add(amount, &place),
        point: fused[2].point,
    });
    Some(pieces)
}

/// The registers whose parts have names: rax is also eax, ax and al.
const CLASSIC: [&str; 8] = ["ax", "bx", "cx", "dx", "si", "di", "bp", "sp"];

/// The 64-bit name of a register, and its width in bytes.
fn register_of(name: &str) -> Option<(String, usize)> {
    let name = name.trim_start_matches('%');
    for classic in CLASSIC {
        let width = match name.strip_suffix(classic) {
            Some("r") => 8,
            Some("e") => 4,
            Some("") => 2,
            _ if name.strip_suffix('l') == Some(classic.trim_end_matches('x')) => 1,
            _ => continue,
        };
        return Some((format!("r{classic}"), width));
    }
    let number = name.strip_prefix('r')?;
    let digits = number.trim_end_matches(['b', 'w', 'd']);
    let width = match &number[digits.len()..] {
        "" => 8,
        "d" => 4,
        "w" => 2,
        "b" => 1,
        _ => return None,
    };
    (8..16).contains(&digits.parse::<u32>().ok()?).then(|| (format!("r{digits}"), width))
}

/// The register of any width, but the stack pointer, which is no register to use.
pub(super) fn register(name: &str) -> Option<String> {
    register_of(name).map(|(name, _)| name).filter(|name| name != STACK_POINTER)
}

/// The stack pointer.
pub(super) const STACK_POINTER: &str = "rsp";

/// An operand of an instruction.
enum Place {
    Constant(u64),
    Register(String),
    /// A register that the compiler chose for an operand of the asm, with its content.
    Operand(u64),
    Memory(u64),
}

/// Executes instructions for registers of this size, whose rseq area is reached through this segment.
pub(super) struct Decoder {
    pub(super) register: usize,
    pub(super) segment: &'static str,
}

impl Decoder {
    /// Where an operand of this many bytes is.
    fn place(&self, text: &str, size: usize, machine: &Machine) -> Result<Place, String> {
        if let Some(constant) = text.strip_prefix('$') {
            return Ok(Place::Constant(machine.value(constant)?));
        }
        let place = match operand_name(text) {
            Some((_, name)) => match machine.binding(name)?.form {
                Form::Constant(value) => return Ok(Place::Constant(value)),
                Form::Memory(address) => return Ok(Place::Memory(address)),
                Form::Register(value) => Place::Operand(value),
            },
            None => match register_of(text) {
                Some((name, _)) if text.starts_with("%%") => Place::Register(name),
                _ => return self.memory(text, machine).map(Place::Memory),
            },
        };
        match self.width(text, machine)? {
            width if width == size => Ok(place),
            width => Err(format!("{text} has {width} bytes instead of {size}")),
        }
    }

    /// The bytes of a register, or of an operand that is in one, that its name stands for.
    fn width(&self, text: &str, machine: &Machine) -> Result<usize, String> {
        let width = match operand_name(text) {
            Some(("", name)) => machine.binding(name)?.size,
            Some(("b", _)) => 1,
            Some(("w", _)) => 2,
            Some(("k", _)) => 4,
            Some(("q", _)) => 8,
            Some((other, _)) => return Err(format!("modifier {other}")),
            None => register_of(text).ok_or_else(|| format!("register {text}"))?.1,
        };
        if width > self.register {
            return Err(format!("{text} has {width} bytes"));
        }
        Ok(width)
    }

    /// The address of segment:displacement(base,index), which has the width of its registers before
    /// the base of the segment is added.
    fn memory(&self, text: &str, machine: &Machine) -> Result<u64, String> {
        let (segment, text) = match text.split_once(':') {
            Some((segment, text)) if segment == self.segment => (machine.thread_pointer, text),
            Some((segment, _)) => return Err(format!("segment {segment}")),
            None => (0, text),
        };
        let registers = text.rfind('(').filter(|_| text.ends_with(')'));
        let registers = registers.ok_or_else(|| format!("{text} has no base register"))?;
        let mut sum = machine.value(&text[..registers])?;
        let mut width = self.register;
        for (number, name) in text[registers + 1..text.len() - 1].split(',').enumerate() {
            // The distance to a label comes out as the label itself.
            if name == "%%rip" && self.register == 8 {
                continue;
            }
            if number == 0 {
                width = self.width(name, machine)?;
            }
            let part = match self.place(name, width, machine)? {
                Place::Register(name) if width >= 4 => machine.read(&name)?,
                Place::Operand(value) if width >= 4 => value,
                _ => return Err(format!("{name} cannot be part of an address")),
            };
            sum = sum.wrapping_add(part);
        }
        Ok((sum & bits(width)).wrapping_add(segment) & bits(self.register))
    }

    fn get(&self, place: &Place, size: usize, machine: &mut Machine) -> Result<u64, String> {
        let value = match place {
            Place::Constant(value) | Place::Operand(value) => *value,
            Place::Register(name) => machine.read(name)?,
            Place::Memory(address) => machine.load(*address, size)?,
        };
        Ok(value & bits(size))
    }

    fn set(
        &self,
        place: &Place,
        size: usize,
        value: u64,
        machine: &mut Machine,
    ) -> Result<(), String> {
        let value = value & bits(size);
        match place {
            Place::Register(name) => {
                // Halves of the lower 32 bits leave the rest alone, the lower 32 bits do not.
                let rest =
                    if size < 4 { machine.read(name).unwrap_or(!0) & !bits(size) } else { 0 };
                machine.write(name, rest | value);
                Ok(())
            }
            Place::Memory(address) => machine.store(*address, size, value, false),
            Place::Operand(_) => Err("changes an operand".to_string()),
            Place::Constant(_) => Err("stores to a constant".to_string()),
        }
    }

    fn jump(&self, instruction: &Instruction, machine: &Machine) -> Result<Flow, String> {
        match instruction.operands.as_slice() {
            [label] => Ok(Flow::Jump(machine.value(label)?)),
            _ => Err("one label, please".to_string()),
        }
    }

    fn stack(&self, machine: &mut Machine, by: i64) -> Result<u64, String> {
        let top = machine.read(STACK_POINTER)?.wrapping_add_signed(by);
        machine.write(STACK_POINTER, top);
        Ok(top)
    }

    pub(super) fn execute(
        &self,
        instruction: &Instruction,
        machine: &mut Machine,
    ) -> Result<Flow, String> {
        let zero = |machine: &Machine| machine.zero.ok_or("condition codes hold nothing");
        let word = self.register as i64;
        match instruction.mnemonic.as_str() {
            "jmp" => return self.jump(instruction, machine),
            "je" | "jz" if zero(machine)? => return self.jump(instruction, machine),
            "jne" | "jnz" if !zero(machine)? => return self.jump(instruction, machine),
            "je" | "jz" | "jne" | "jnz" => return Ok(Flow::Next),
            "call" => {
                let top = self.stack(machine, -word)?;
                let next = machine.next();
                machine.store(top, self.register, next, false)?;
                return self.jump(instruction, machine);
            }
            "mfence" => {
                machine.barrier();
                return Ok(Flow::Next);
            }
            _ => {}
        }
        let unknown = || format!("unknown instruction {}", instruction.mnemonic);
        let end = instruction.mnemonic.len().checked_sub(1).ok_or_else(unknown)?;
        let (name, suffix) = instruction.mnemonic.split_at_checked(end).ok_or_else(unknown)?;
        let size = match suffix {
            "b" => 1,
            "w" => 2,
            "l" => 4,
            "q" if self.register == 8 => 8,
            _ => return Err(unknown()),
        };
        let places = instruction
            .operands
            .iter()
            .map(|text| self.place(text, size, machine))
            .collect::<Result<Vec<_>, _>>()?;
        if places.iter().filter(|place| matches!(place, Place::Memory(_))).count() > 1 {
            return Err("two operands in memory".to_string());
        }
        if let Some(Place::Constant(value)) = places.first() {
            let value = *value as i64;
            if size == 8 && i32::try_from(value).is_err() {
                return Err(format!("{value:#x} is no 32-bit constant"));
            }
        }
        if let ("pop", [to]) = (name, places.as_slice()) {
            let top = machine.read(STACK_POINTER)?;
            let value = machine.load(top, self.register)?;
            self.stack(machine, word)?;
            self.set(to, self.register, value, machine)?;
            return Ok(Flow::Next);
        }
        let [from, to] = places.as_slice() else {
            return Err(format!("{} operands", places.len()));
        };
        if name == "lea" {
            let Place::Memory(address) = from else {
                return Err("the address of no memory".to_string());
            };
            self.set(to, size, *address, machine)?;
            return Ok(Flow::Next);
        }
        let right = self.get(from, size, machine)?;
        if name == "mov" {
            self.set(to, size, right, machine)?;
            return Ok(Flow::Next);
        }
        if matches!(to, Place::Constant(_)) {
            return Err("compares with a constant on the right".to_string());
        }
        let left = self.get(to, size, machine)?;
        let result = match name {
            "add" => left.wrapping_add(right),
            "sub" | "cmp" => left.wrapping_sub(right),
            "test" => left & right,
            _ => return Err(unknown()),
        } & bits(size);
        machine.zero = Some(result == 0);
        if matches!(name, "add" | "sub") {
            self.set(to, size, result, machine)?;
        }
        Ok(Flow::Next)
    }
}

fn bits(size: usize) -> u64 {
    u64::MAX >> (64 - 8 * size)
}

/// The modifier and the name in `%k[name]`.
fn operand_name(text: &str) -> Option<(&str, &str)> {
    let (modifier, name) = text.strip_prefix('%')?.strip_suffix(']')?.split_once('[')?;
    Some((modifier, name))
}
