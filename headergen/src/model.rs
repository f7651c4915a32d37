//! Runs the operations on simulated memory, and lets the kernel abort them after every step.
//!
//! Three descriptions of each operation have to agree:
//! - its reference: what the manual promises, written here by hand, one function per operation;
//! - its steps in the table of operations ([`table`]);
//! - its printed text, instruction by instruction ([`text`]).
//!
//! The kernel's part is played by what rseq(2) says: an event finds the descriptor through the rseq
//! area, and if the thread is within the section, checks the signature and moves the thread to the
//! abort address.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::arch::{Backend, Letter, Target};
use crate::operation::{Mode, OPERATIONS, Operation, Order, Place, Source, Temp, Word};
use crate::statement::{
    self, ENTRY, Function, INSTRUCTION, Input, Instruction, Item, Placed, Program, assemble,
    label_address,
};
use crate::verify::{Check, Failure, outcome};

/// Memory of a target: bytes at addresses; everything else is not mapped.
#[derive(Clone, Debug)]
pub struct Memory {
    /// What was mapped, shared by those that started out the same.
    mapped: Rc<BTreeMap<u64, u8>>,
    /// What was stored since.
    stored: BTreeMap<u64, u8>,
    word: usize,
    big_endian: bool,
}

impl Memory {
    fn new(target: &Target) -> Self {
        Self {
            mapped: Rc::default(),
            stored: BTreeMap::new(),
            word: target.word,
            big_endian: target.big_endian,
        }
    }

    /// Maps bytes that hold a number.
    fn map(&mut self, address: u64, size: usize, value: u64) {
        let encoded = self.encode(size, value);
        Rc::make_mut(&mut self.mapped).extend((address..).zip(encoded));
    }

    fn map_word(&mut self, address: u64, value: u64) {
        self.map(address, self.word, value);
    }

    fn encode(&self, size: usize, value: u64) -> Vec<u8> {
        let mut bytes = value.to_le_bytes()[..size].to_vec();
        if self.big_endian {
            bytes.reverse();
        }
        bytes
    }

    fn byte(&self, address: u64) -> Option<u8> {
        self.stored.get(&address).or_else(|| self.mapped.get(&address)).copied()
    }

    /// Loads a number, or says where nothing is mapped.
    fn load(&self, address: u64, size: usize) -> Result<u64, String> {
        let mut value = 0;
        for position in 0..size {
            let byte = self
                .byte(address.wrapping_add(position as u64))
                .ok_or_else(|| format!("load of {size} bytes at {address:#x}"))?;
            let shift = if self.big_endian { size - 1 - position } else { position };
            value |= u64::from(byte) << (8 * shift);
        }
        Ok(value)
    }

    fn load_word(&self, address: u64) -> Result<u64, String> {
        self.load(address, self.word)
    }

    /// Stores a number, or says where nothing is mapped.
    fn store(&mut self, address: u64, size: usize, value: u64) -> Result<(), String> {
        for (position, byte) in self.encode(size, value).into_iter().enumerate() {
            let address = address.wrapping_add(position as u64);
            if !self.mapped.contains_key(&address) {
                return Err(format!("store of {size} bytes at {address:#x}"));
            }
            self.stored.insert(address, byte);
        }
        Ok(())
    }

    /// The first address whose byte differs from the one in `other`, of those mapped in `other`.
    fn difference(&self, other: &Self) -> Option<u64> {
        other.mapped.keys().copied().find(|address| self.byte(*address) != other.byte(*address))
    }
}

/// A call of an operation: its arguments (of a pointer the address) and memory.
#[derive(Clone, Debug)]
pub struct Call {
    arguments: BTreeMap<&'static str, u64>,
    memory: Memory,
}

impl Call {
    fn new(target: &Target, words: &[(u64, u64)], arguments: &[(&'static str, u64)]) -> Self {
        let mut memory = Memory::new(target);
        for &(address, value) in words {
            memory.map_word(address, value);
        }
        Self { arguments: arguments.iter().copied().collect(), memory }
    }

    fn get(&self, name: &str) -> u64 {
        self.arguments[name]
    }
}

/// What the manual promises of a call that nobody aborts.
#[derive(Debug)]
struct Promise {
    returns: i32,
    /// Memory afterwards.
    memory: Memory,
    /// Bytes that an abort may leave as they are afterwards instead of as they were before.
    speculative: BTreeSet<u64>,
    /// The address of the word that is committed, if it is.
    commit: Option<u64>,
}

impl Promise {
    /// What is wrong with the memory of a call that was aborted.
    fn aborted(&self, call: &Call, memory: &Memory) -> Result<(), String> {
        for address in call.memory.mapped.keys() {
            let [before, now, after] =
                [&call.memory, memory, &self.memory].map(|memory| memory.byte(*address));
            if now != before && !(self.speculative.contains(address) && now == after) {
                return Err(format!("aborted, but memory at {address:#x} has changed"));
            }
        }
        Ok(())
    }
}

/// Where the words of a call are: apart from each other, none aligned to more than a word.
fn place(target: &Target, number: u64) -> u64 {
    let base = if target.word == 8 { 0x7f31_8642_0008 } else { 0xb731_0004 };
    base + number * 0x1_0010
}

/// The bits of a word.
fn mask(target: &Target) -> u64 {
    bits(target.word)
}

/// The bits of so many bytes.
fn bits(size: usize) -> u64 {
    u64::MAX >> (64 - 8 * size)
}

/// Whether an operand's expression names this.
fn is(input: &Input, word: &str) -> bool {
    input.expression.iter().any(|token| token.is_word(word))
}

/// What the operation must do, in plain code.
fn reference(operation: &Operation, call: &Call, target: &Target) -> Result<Promise, String> {
    let mask = mask(target);
    let mut memory = call.memory.clone();
    let mut speculative = BTreeSet::new();
    let word_at = |address: u64| (0..target.word as u64).map(move |byte| address + byte);
    let commit = match operation.name {
        "rseq_load_cbne_store__ptr" => {
            let equal = memory.load_word(call.get("v"))? == call.get("expect");
            equal.then(|| (call.get("v"), call.get("newv")))
        }
        "rseq_load_add_store__ptr" => {
            let sum = memory.load_word(call.get("v"))?.wrapping_add(call.get("count"));
            Some((call.get("v"), sum & mask))
        }
        "rseq_load_cbeq_store_add_load_store__ptr" => {
            let head = memory.load_word(call.get("v"))?;
            if head == call.get("expectnot") {
                None
            } else {
                let next = memory.load_word(head.wrapping_add(call.get("voffp")) & mask)?;
                memory.map_word(call.get("load"), head);
                speculative.extend(word_at(call.get("load")));
                Some((call.get("v"), next))
            }
        }
        "rseq_load_cbne_store_store__ptr" => {
            let equal = memory.load_word(call.get("v"))? == call.get("expect");
            if equal {
                memory.map_word(call.get("v2"), call.get("newv2"));
                speculative.extend(word_at(call.get("v2")));
            }
            equal.then(|| (call.get("v"), call.get("newv")))
        }
        "rseq_load_cbne_load_cbne_store__ptr" => {
            let equal = memory.load_word(call.get("v"))? == call.get("expect")
                && memory.load_word(call.get("v2"))? == call.get("expect2");
            equal.then(|| (call.get("v"), call.get("newv")))
        }
        "rseq_load_cbne_memcpy_store__ptr" => {
            let equal = memory.load_word(call.get("v"))? == call.get("expect");
            if equal {
                for byte in 0..call.get("len") {
                    let copied = memory.load(call.get("src") + byte, 1)?;
                    memory.map(call.get("dst") + byte, 1, copied);
                    speculative.insert(call.get("dst") + byte);
                }
            }
            equal.then(|| (call.get("v"), call.get("newv")))
        }
        "rseq_load_add_load_load_add_store__ptr" => {
            let table = memory.load_word(call.get("ptr"))?;
            let counter = memory.load_word(table.wrapping_add(call.get("off")) & mask)?;
            let sum = memory.load_word(counter)?.wrapping_add(call.get("inc"));
            Some((counter, sum & mask))
        }
        other => return Err(format!("{other} has no reference in the model")),
    };
    if let Some((address, value)) = commit {
        memory.map_word(address, value);
    }
    Ok(Promise {
        returns: i32::from(commit.is_none()),
        memory,
        speculative,
        commit: commit.map(|(address, _)| address),
    })
}

/// Calls that between them take every way through an operation, with numbers that betray narrow,
/// signed or swapped arithmetic.
fn calls(operation: &Operation, target: &Target) -> Result<Vec<Call>, String> {
    let mask = mask(target);
    let top = mask ^ (mask >> 1);
    let big = 0x1a2b_3c4d_5566_7788 & mask;
    let minus_5 = -5_i64 as u64 & mask;
    // What *v is, and what it is compared with.
    let pairs = [(big, big), (big, big ^ 1), (big, big ^ top), (0, 0), (0, 7), (minus_5, minus_5)];
    let numbers = [1, 0x7fff_ffff, big, top, minus_5];
    let offsets = [0, target.word as u64, -64_i64 as u64 & mask, 0x1234_5678_0000 & mask];
    let (v, v2, other) = (place(target, 0), place(target, 1), place(target, 2));
    let mut calls = Vec::new();
    let mut call = |words: &[(u64, u64)], arguments: &[(&'static str, u64)]| {
        calls.push(Call::new(target, words, arguments));
    };
    match operation.name {
        "rseq_load_cbne_store__ptr" => {
            for (old, expect) in pairs {
                for newv in numbers {
                    call(&[(v, old)], &[("v", v), ("expect", expect), ("newv", newv)]);
                }
            }
        }
        "rseq_load_add_store__ptr" => {
            for old in numbers {
                for count in numbers {
                    call(&[(v, old)], &[("v", v), ("count", count)]);
                }
            }
        }
        "rseq_load_cbeq_store_add_load_store__ptr" => {
            for offset in offsets {
                let link = other.wrapping_add(offset) & mask;
                for end in [0, other, other ^ change(target), other ^ top, minus_5] {
                    call(
                        &[(v, other), (v2, big), (link, minus_5 ^ offset)],
                        &[("v", v), ("expectnot", end), ("voffp", offset), ("load", v2)],
                    );
                }
            }
        }
        "rseq_load_cbne_store_store__ptr" => {
            for (old, expect) in pairs {
                for number in numbers {
                    let values = [("newv2", number), ("newv", number ^ 0x100)];
                    let arguments = [("v", v), ("expect", expect), ("v2", v2)];
                    call(&[(v, old), (v2, top ^ 9)], &[&arguments[..], &values].concat());
                }
            }
        }
        "rseq_load_cbne_load_cbne_store__ptr" => {
            for (old, expect) in pairs {
                for (old2, expect2) in pairs {
                    let second = [("v2", v2), ("expect2", expect2)];
                    let arguments = [("v", v), ("expect", expect), ("newv", big ^ 0x55)];
                    call(&[(v, old), (v2, old2)], &[&arguments[..], &second].concat());
                }
            }
        }
        "rseq_load_cbne_memcpy_store__ptr" => {
            for length in (0..20).chain([24, 28, 31, 32, 33, 47, 63, 64, 65, 100, 131]) {
                // All alignments, and a comparison that fails now and then.
                let (dst, src) = (other + length % 8, place(target, 4) + length / 3 % 8);
                let expect = if length % 7 == 5 { 1 } else { big };
                let mut call = Call::new(
                    target,
                    &[(v, big)],
                    &[("v", v), ("expect", expect), ("newv", 0x600d), ("len", length)],
                );
                call.arguments.extend([("dst", dst), ("src", src)]);
                // Exactly the bytes in question are mapped.
                for byte in 0..length {
                    call.memory.map(dst + byte, 1, byte % 100);
                    call.memory.map(src + byte, 1, 100 + byte);
                }
                calls.push(call);
            }
        }
        "rseq_load_add_load_load_add_store__ptr" => {
            for offset in offsets {
                for number in numbers {
                    call(
                        &[(v, other), (other.wrapping_add(offset) & mask, v2), (v2, big)],
                        &[("ptr", v), ("off", offset), ("inc", number)],
                    );
                }
            }
        }
        other => return Err(format!("{other} has no calls in the model")),
    }
    Ok(calls)
}

/// Checks the steps of all operations against the reference, on such a target.
#[must_use]
pub fn table(target: &Target) -> Vec<Failure> {
    let mut failures = Vec::new();
    for operation in OPERATIONS {
        if let Err(message) = table_operation(operation, target) {
            failures.push(Failure::new(Check::Meaning, "table", operation.name, message));
        }
    }
    failures
}

fn table_operation(operation: &Operation, target: &Target) -> Result<(), String> {
    for call in calls(operation, target)? {
        let promise = reference(operation, &call, target)?;
        let describe = |error: String| format!("{:x?}: {error}", call.arguments);
        for executed in 0..=operation.steps.len() {
            let mut memory = call.memory.clone();
            let returned = run_steps(operation, executed, &call, &mut memory, target)?;
            match returned {
                None => promise.aborted(&call, &memory).map_err(describe)?,
                Some(returned) if returned != promise.returns => {
                    return Err(describe(format!("returned {returned}")));
                }
                Some(_) => {
                    if let Some(address) = memory.difference(&promise.memory) {
                        return Err(describe(format!("memory at {address:#x} is wrong")));
                    }
                }
            }
        }
    }
    Ok(())
}

/// Executes that many steps. Returns what the operation does, if it came to an end.
fn run_steps(
    operation: &Operation,
    executed: usize,
    call: &Call,
    memory: &mut Memory,
    target: &Target,
) -> Result<Option<i32>, String> {
    let mask = mask(target);
    let mut temps: BTreeMap<Temp, u64> = BTreeMap::new();
    for step in &operation.steps[..executed] {
        let temp = |temp: Temp| temps.get(&temp).copied().ok_or(format!("{temp} is not set"));
        let place = |place: Place| match place {
            Place::Word(name) => memory.load_word(call.get(name)),
            Place::Temp(place) => temp(place),
        };
        match step.word {
            Word::Load { to, from } => {
                temps.insert(to, memory.load_word(call.get(from))?);
            }
            Word::LoadAt { to, base, offset } => {
                let offset = offset.map_or(0, |offset| call.get(offset));
                let loaded = memory.load_word(temp(base)?.wrapping_add(offset) & mask)?;
                temps.insert(to, loaded);
            }
            Word::Store { to, value } => {
                let value = match value {
                    Source::Parameter(name) => call.get(name),
                    Source::Temp(value) => temp(value)?,
                };
                memory.store(call.get(to), target.word, value)?;
            }
            Word::StoreAt { base, value } => {
                memory.store(temp(base)?, target.word, temp(value)?)?;
            }
            Word::Add { to, amount } => {
                let sum = temp(to)?.wrapping_add(call.get(amount)) & mask;
                temps.insert(to, sum);
            }
            Word::ExitIfEqual { left, right } => {
                if place(left)? == call.get(right) {
                    return Ok(Some(1));
                }
            }
            Word::ExitIfDifferent { left, right } => {
                if place(left)? != call.get(right) {
                    return Ok(Some(1));
                }
            }
            Word::Memcpy { to, from, length } => {
                for byte in 0..call.get(length) {
                    let copied = memory.load(call.get(from) + byte, 1)?;
                    memory.store(call.get(to) + byte, 1, copied)?;
                }
            }
        }
    }
    Ok((executed == operation.steps.len()).then_some(0))
}

/// Where control goes after an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// To the next one.
    Next,
    /// To this address.
    Jump(u64),
    /// To this address, if to any, after the next instruction, which is in the delay slot. To the
    /// kernel the two are one: it sees a thread at neither or at the jump.
    Delayed(Option<u64>),
}

/// What the compiler put in the place of an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A register with this content.
    Register(u64),
    /// A constant.
    Constant(u64),
    /// Memory at this address.
    Memory(u64),
}

/// An operand: its form, and the size in bytes of its C type.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Its form.
    pub form: Form,
    /// The size in bytes.
    pub size: usize,
}

/// A store that an instruction made.
#[derive(Clone, Copy, Debug)]
struct Store {
    line: usize,
    address: u64,
    size: usize,
    /// Whether everything before it is visible before it is.
    ordered: bool,
    /// Whether the thread was in the section.
    inside: bool,
}

/// What a register that the text saves and restores holds before: who writes it restores the
/// register.
pub const ORIGINAL: u64 = 0x5eed_0b1a;

/// A CPU that runs a function, as a back end sees it when it executes an instruction.
#[derive(Clone, Debug)]
pub struct Machine<'a> {
    /// The address that the thread pointer register, or the segment, holds.
    pub thread_pointer: u64,
    /// Condition codes: whether the last result was zero, the last comparison equal. `None` if they
    /// hold nothing of the section's own.
    pub zero: Option<bool>,
    program: &'a Program,
    goto: &'a [String],
    bindings: Rc<BTreeMap<String, Binding>>,
    memory: Memory,
    registers: BTreeMap<String, u64>,
    written: BTreeSet<String>,
    stores: Vec<Store>,
    line: usize,
    inside: bool,
    /// Whether memory was accessed since the last barrier.
    accessed: bool,
}

impl Machine<'_> {
    /// The content of a register that something was written to.
    pub fn read(&self, register: &str) -> Result<u64, String> {
        self.registers.get(register).copied().ok_or_else(|| format!("{register} holds nothing"))
    }

    /// Writes a register as a whole.
    pub fn write(&mut self, register: &str, value: u64) {
        if value == ORIGINAL {
            self.written.remove(register);
        } else {
            self.written.insert(register.to_string());
        }
        self.registers.insert(register.to_string(), value);
    }

    /// An operand by its name.
    pub fn binding(&self, name: &str) -> Result<Binding, String> {
        self.bindings.get(name).copied().ok_or_else(|| format!("there is no operand {name}"))
    }

    /// Loads from memory.
    pub fn load(&mut self, address: u64, size: usize) -> Result<u64, String> {
        self.accessed = true;
        self.memory.load(address, size)
    }

    /// Stores to memory; `release` if the instruction orders earlier accesses before the store.
    pub fn store(
        &mut self,
        address: u64,
        size: usize,
        value: u64,
        release: bool,
    ) -> Result<(), String> {
        let ordered = release || !self.accessed;
        self.stores.push(Store { line: self.line, address, size, ordered, inside: self.inside });
        self.accessed = true;
        self.memory.store(address, size, value)
    }

    /// Orders earlier accesses before later stores.
    pub fn barrier(&mut self) {
        self.accessed = false;
    }

    /// The address of the next instruction.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.program.lines[self.line].address + INSTRUCTION
    }

    /// The instruction at an address, for one that executes another.
    pub fn instruction(&self, address: u64) -> Result<&Instruction, String> {
        match self.program.at(address).map(|line| &self.program.lines[line].item) {
            Some(Item::Instruction(instruction)) => Ok(instruction),
            _ => Err(format!("there is no instruction at {address:#x}")),
        }
    }

    /// The value of an expression with labels.
    pub fn value(&self, expression: &str) -> Result<u64, String> {
        self.program.value(expression, self.line, self.goto)
    }
}

/// The rseq area: some way below the thread pointer.
const OFFSET: u64 = (-0x120_i64) as u64;
const CPU_ID: u64 = 4;
const RSEQ_CS: u64 = 8;
const MM_CID: u64 = 24;

/// The indexes that the kernel says; they differ from each other.
fn index(mode: Mode) -> u64 {
    match mode {
        Mode::CpuId => 5,
        Mode::MmCid => 3,
    }
}

/// What a [`Change`] flips in the byte at its address.
const CHANGE: u64 = 0x10;

/// That in a word.
fn change(target: &Target) -> u64 {
    if target.big_endian { CHANGE << (8 * (target.word - 1)) } else { CHANGE }
}

/// A change of memory at an injection point, which cannot happen.
#[derive(Clone, Copy, Debug)]
struct Change {
    point: u32,
    address: u64,
}

/// Bytes of the stack that a section may use before it starts.
const STACK: u64 = 64;

/// Memory and operands at the begin of a run.
#[derive(Clone, Debug)]
struct Prepared {
    memory: Memory,
    bindings: Rc<BTreeMap<String, Binding>>,
}

/// A thread on its way through a function.
#[derive(Clone, Debug)]
struct Thread<'a> {
    machine: Machine<'a>,
    at: u64,
    /// How many instructions were executed.
    instructions: usize,
    /// Whether the thread was preempted within the section.
    interrupted: bool,
}

/// How a run ended.
#[derive(Debug)]
struct Run {
    /// The label, or "" for the end of the statement.
    exit: String,
    memory: Memory,
    stores: Vec<Store>,
    written: BTreeSet<String>,
    interrupted: bool,
}

/// A printed function that is ready to run.
struct Text<'a> {
    backend: &'a dyn Backend,
    target: Target,
    operation: &'a Operation,
    order: Order,
    mode: Mode,
    function: &'a Function,
    program: Program,
    start: u64,
    commit: u64,
    /// Address and number of the injection points.
    points: Vec<(u64, u32)>,
    image: Memory,
}

impl Text<'_> {
    fn thread_pointer(&self) -> u64 {
        if self.target.word == 8 { 0x7f22_0000_1000 } else { 0xb7ff_1000 }
    }

    fn area(&self) -> u64 {
        self.thread_pointer().wrapping_add(OFFSET) & mask(&self.target)
    }

    fn index_address(&self) -> u64 {
        self.area() + if self.mode == Mode::CpuId { CPU_ID } else { MM_CID }
    }

    fn stack(&self) -> u64 {
        if self.target.word == 8 { 0x7ffd_0000_4000 } else { 0xbfff_4000 }
    }

    /// The forms that an operand can take, and whether one is a constant.
    fn forms(&self, input: &Input, call: &Call, cpu: u64) -> Result<(Vec<Letter>, u64), String> {
        let letters = input
            .constraint
            .chars()
            .map(|letter| {
                self.backend
                    .letter(letter)
                    .ok_or_else(|| format!("unknown constraint {:?}", input.constraint))
            })
            .collect::<Result<Vec<_>, _>>()?
            .concat();
        let expression = statement::join(&input.expression);
        let field = |address: u64| Ok((letters.clone(), address));
        match expression.as_str() {
            _ if is(input, "cpu") => Ok((letters, cpu)),
            "injected" => Ok((letters, 0)),
            _ if is(input, "rseq_offset") => Ok((letters, OFFSET & bits(self.size(input)))),
            "rseq_get_abi ( )" => Ok((letters, self.area())),
            "rseq_get_abi ( ) - > cpu_id" => field(self.area() + CPU_ID),
            "rseq_get_abi ( ) - > mm_cid" => field(self.area() + MM_CID),
            "rseq_get_abi ( ) - > rseq_cs.arch.ptr" => {
                let half = self.target.word == 4 && self.target.big_endian;
                field(self.area() + RSEQ_CS + if half { 4 } else { 0 })
            }
            other => {
                let name = other.trim_start_matches("* ");
                let value = call.arguments.get(name);
                Ok((letters, *value.ok_or_else(|| format!("operand ({other})"))?))
            }
        }
    }

    /// Bytes of an operand's C type.
    fn size(&self, input: &Input) -> usize {
        match () {
            () if is(input, "cpu") && !is(input, "long") => 4,
            () if is(input, "cpu_id") || is(input, "mm_cid") => 4,
            () if is(input, "int64_t") => 8,
            () => self.target.word,
        }
    }

    /// Binds the operands, the `variant`th way.
    fn bind(
        &self,
        call: &Call,
        cpu: u64,
        variant: usize,
        memory: &mut Memory,
    ) -> Result<BTreeMap<String, Binding>, String> {
        let mut bindings = BTreeMap::new();
        for (number, input) in self.function.inputs.iter().enumerate() {
            let (letters, value) = self.forms(input, call, cpu)?;
            let expression = statement::join(&input.expression);
            let size = self.size(input);
            let lvalue = expression.starts_with('*') || expression.contains("- >");
            let signed = if size == 4 { i64::from(value as u32 as i32) } else { value as i64 };
            let mut forms = Vec::new();
            for letter in letters {
                match letter {
                    Letter::Memory if lvalue => forms.push(Form::Memory(value)),
                    Letter::Memory => {
                        let slot = self.stack() + 0x40 + 16 * number as u64;
                        memory.map(slot, size, value);
                        forms.push(Form::Memory(slot));
                    }
                    // The upper half of a register that holds half of what it can is anything.
                    Letter::Register if !lvalue && size < self.backend.register_size() => {
                        forms.push(Form::Register(value | 0xdead_beef << 32));
                    }
                    Letter::Register if !lvalue => forms.push(Form::Register(value)),
                    Letter::Constant(min, max) if !lvalue && (min..=max).contains(&signed) => {
                        forms.push(Form::Constant(signed as u64));
                    }
                    _ => {}
                }
            }
            let form = forms.get(variant).or(forms.first()).copied();
            let form = form.ok_or_else(|| {
                format!("{:?} cannot take ({expression}) = {value:#x}", input.constraint)
            })?;
            bindings.insert(input.name.clone(), Binding { form, size });
        }
        Ok(bindings)
    }

    /// Maps what the thread sees besides the words of a call: its area, its stack, and what the text
    /// puts into ELF sections.
    fn image(&self) -> Result<Memory, String> {
        let mut memory = Memory::new(&self.target);
        let area = self.area();
        memory.map(area, 4, index(Mode::CpuId));
        memory.map(area + CPU_ID, 4, index(Mode::CpuId));
        memory.map(area + RSEQ_CS, 8, 0);
        memory.map(area + 16, 8, 0);
        memory.map(area + MM_CID, 4, index(Mode::MmCid));
        for byte in 1..=STACK {
            memory.map(self.stack() - byte, 1, 0);
        }
        for (line, placed) in self.program.lines.iter().enumerate() {
            if let Item::Data(size, words) = &placed.item {
                for (number, word) in words.iter().enumerate() {
                    let value = self.program.value(word, line, &self.function.goto)?;
                    memory.map(placed.address + (number * size) as u64, *size, value);
                }
            }
        }
        Ok(memory)
    }

    /// Memory and operands of a call, the operands bound the `variant`th way.
    fn prepare(&self, call: &Call, cpu: u64, variant: usize) -> Result<Prepared, String> {
        let mut memory = self.image.clone();
        Rc::make_mut(&mut memory.mapped).extend(call.memory.mapped.iter());
        let bindings = Rc::new(self.bind(call, cpu, variant, &mut memory)?);
        Ok(Prepared { memory, bindings })
    }

    fn begin(&self, prepared: &Prepared) -> Thread<'_> {
        let Prepared { memory, bindings } = prepared.clone();
        let stack_pointer = self.backend.stack_pointer().to_string();
        let machine = Machine {
            thread_pointer: self.thread_pointer(),
            zero: None,
            program: &self.program,
            goto: &self.function.goto,
            bindings,
            memory,
            registers: BTreeMap::from([(stack_pointer, self.stack())]),
            written: BTreeSet::new(),
            stores: Vec::new(),
            line: 0,
            inside: false,
            accessed: true,
        };
        Thread { machine, at: ENTRY, instructions: 0, interrupted: false }
    }

    /// Executes an instruction, and the code that is injected in front of it. Returns the label if
    /// there is no instruction any more, "" for the end of the statement.
    fn step(&self, thread: &mut Thread, change: Option<Change>) -> Result<Option<&str>, String> {
        let Thread { machine, at, instructions, .. } = thread;
        self.injected(*at, machine, change)?;
        if *at == self.program.end {
            return Ok(Some(""));
        }
        let goto = &self.function.goto;
        if let Some(label) = (0..goto.len()).find(|&number| label_address(number) == *at) {
            return Ok(Some(&goto[label]));
        }
        *at = match self.execute(*at, machine)? {
            Flow::Next => *at + INSTRUCTION,
            Flow::Jump(target) => target,
            Flow::Delayed(target) => {
                let slot = *at + INSTRUCTION;
                let marked = |placed: &Placed| {
                    placed.address == slot && matches!(placed.item, Item::Label(_) | Item::Point(_))
                };
                if self.program.lines.iter().any(marked) {
                    return Err("something is between a jump and its delay slot".to_string());
                }
                if self.execute(slot, machine)? != Flow::Next {
                    return Err("a jump in a delay slot".to_string());
                }
                target.unwrap_or(slot + INSTRUCTION)
            }
        };
        *instructions += 1;
        if *instructions > 10_000 {
            return Err("does not end".to_string());
        }
        Ok(None)
    }

    /// Executes the instruction at an address.
    fn execute(&self, at: u64, machine: &mut Machine) -> Result<Flow, String> {
        let line = self.program.at(at).ok_or_else(|| format!("jump to {at:#x}"))?;
        let Item::Instruction(instruction) = &self.program.lines[line].item else {
            return Err("data is executed".to_string());
        };
        machine.line = line;
        machine.inside = (self.start..self.commit).contains(&at);
        self.backend
            .execute(instruction, machine)
            .map_err(|error| format!("{}: {error}", describe(instruction)))
    }

    /// Lets a thread go on to the end.
    fn finish(&self, mut thread: Thread, change: Option<Change>) -> Result<Run, String> {
        let exit = loop {
            if let Some(exit) = self.step(&mut thread, change)? {
                break exit.to_string();
            }
        };
        let Thread { mut machine, interrupted, .. } = thread;
        let stack_pointer = self.backend.stack_pointer();
        if machine.read(stack_pointer)? != self.stack() {
            return Err("the stack pointer has changed".to_string());
        }
        machine.written.remove(stack_pointer);
        let Machine { memory, stores, written, .. } = machine;
        Ok(Run { exit, memory, stores, written, interrupted })
    }

    fn run(&self, prepared: &Prepared, change: Option<Change>) -> Result<Run, String> {
        self.finish(self.begin(prepared), change)
    }

    /// Preempts a thread, and gives it another index if it is to migrate.
    fn preempt(&self, thread: &mut Thread, migrate: bool) -> Result<(), String> {
        thread.interrupted = (self.start..self.commit).contains(&thread.at);
        let memory = &mut thread.machine.memory;
        if migrate {
            memory.store(self.index_address(), 4, index(self.mode) + 100)?;
        }
        if let Some(abort) = self.kernel(memory, thread.at)? {
            thread.at = abort;
        }
        Ok(())
    }

    /// Injected code: it may change condition codes and scratch registers.
    fn injected(
        &self,
        at: u64,
        machine: &mut Machine,
        change: Option<Change>,
    ) -> Result<(), String> {
        for &(_, number) in self.points.iter().filter(|(address, _)| *address == at) {
            machine.zero = None;
            for scratch in self.backend.scratch() {
                if let Some(register) = self.backend.register(scratch) {
                    machine.registers.remove(&register);
                }
            }
            if let Some(change) = change.filter(|change| change.point == number) {
                let byte = machine.memory.load(change.address, 1)?;
                machine.memory.store(change.address, 1, byte ^ CHANGE)?;
            }
        }
        Ok(())
    }

    /// What the kernel does when it has preempted the thread: the new instruction pointer if it
    /// aborts a section.
    fn kernel(&self, memory: &mut Memory, at: u64) -> Result<Option<u64>, String> {
        let descriptor = memory.load(self.area() + RSEQ_CS, 8)?;
        if descriptor == 0 {
            return Ok(None);
        }
        memory.store(self.area() + RSEQ_CS, 8, 0)?;
        let [start, length, abort] = [8, 16, 24].map(|offset| memory.load(descriptor + offset, 8));
        if memory.load(descriptor, 8)? != 0 || descriptor % 32 != 0 {
            return Err("the descriptor is not one".to_string());
        }
        let abort = abort?;
        if at.wrapping_sub(start?) >= length? {
            return Ok(None);
        }
        if memory.load(abort - 4, 4)? != u64::from(self.target.signature) {
            return Err("there is no signature in front of the abort address".to_string());
        }
        Ok(Some(abort))
    }

    /// The stores of a run: to the rseq area and the stack before the section, then to what the
    /// operation says; the commit once, last, a word.
    fn check_stores(&self, run: &Run, promise: &Promise) -> Result<(), (Check, String)> {
        let area = self.area() + RSEQ_CS..self.area() + RSEQ_CS + 8;
        let stack = self.stack() - STACK..self.stack();
        let mut committed = 0;
        for store in &run.stores {
            let Item::Instruction(instruction) = &self.program.lines[store.line].item else {
                continue;
            };
            let name = describe(instruction);
            let fail = |check, message: &str| Err((check, format!("{name}: {message}")));
            let before = area.contains(&store.address) || stack.contains(&store.address);
            if before {
                if store.inside {
                    return fail(Check::Meaning, "stores to the rseq area or the stack");
                }
                continue;
            }
            if !store.inside {
                return fail(Check::Commit, "stores outside of the section");
            }
            if Some(store.address) == promise.commit {
                committed += 1;
                if self.program.lines[store.line].address + INSTRUCTION != self.commit {
                    return fail(Check::Commit, "is not the last instruction");
                }
                if store.size != self.target.word {
                    return fail(Check::Commit, "does not store a word");
                }
                let wanted = self.order == Order::Release && !self.target.ordered_stores;
                if wanted && !store.ordered {
                    return fail(Check::Order, "is visible before earlier accesses are");
                }
                continue;
            }
            let mut bytes = store.address..store.address + store.size as u64;
            if !bytes.all(|byte| promise.speculative.contains(&byte)) {
                return fail(Check::Meaning, "stores to what it should not");
            }
        }
        let expected = usize::from(promise.commit.is_some());
        if committed != expected && run.exit.is_empty() {
            return Err((Check::Commit, format!("{committed} commits instead of {expected}")));
        }
        Ok(())
    }

    /// What a run that came to its end must have done.
    fn check_end(&self, run: &Run, promise: &Promise) -> Result<(), (Check, String)> {
        let returned = outcome(self.function, &run.exit);
        if returned.as_deref() != Ok(&promise.returns.to_string()) {
            let message = format!("left by {:?}: {returned:?}", run.exit);
            return Err((Check::Meaning, message));
        }
        if let Some(address) = run.memory.difference(&promise.memory) {
            return Err((Check::Meaning, format!("memory at {address:#x} is wrong")));
        }
        self.check_stores(run, promise)
    }

    /// All runs of one call.
    fn check(&self, call: &Call) -> Result<(), (Check, String)> {
        let meaning = |message| (Check::Meaning, message);
        let promise = reference(self.operation, call, &self.target).map_err(meaning)?;
        let cpu = index(self.mode);
        for variant in 0..3 {
            let right = self.prepare(call, cpu, variant).map_err(meaning)?;
            let run = self.run(&right, None).map_err(meaning)?;
            self.check_end(&run, &promise)?;
            let clobbers: BTreeSet<_> = self
                .function
                .clobbers
                .iter()
                .filter_map(|clobber| self.backend.register(clobber))
                .collect();
            if let Some(register) = run.written.difference(&clobbers).next() {
                return Err((Check::Clobbers, format!("{register} is changed")));
            }
            let wrong = self.prepare(call, cpu + 1, variant).map_err(meaning)?;
            let other = self.run(&wrong, None).map_err(meaning)?;
            if other.exit != "abort" || other.memory.difference(&call.memory).is_some() {
                return Err(meaning(format!("wrong index, but left by {:?}", other.exit)));
            }
        }
        let prepared = self.prepare(call, cpu, 0).map_err(meaning)?;
        let mut thread = self.begin(&prepared);
        loop {
            for migrate in [false, true] {
                self.check_preempted(&thread, migrate, call, &promise)?;
            }
            if self.step(&mut thread, None).map_err(meaning)?.is_some() {
                return Ok(());
            }
        }
    }

    /// What becomes of a thread that is preempted where it is.
    fn check_preempted(
        &self,
        thread: &Thread,
        migrate: bool,
        call: &Call,
        promise: &Promise,
    ) -> Result<(), (Check, String)> {
        let abort = |message| {
            let when = thread.instructions;
            (Check::Abort, format!("preempted after {when}, migration {migrate}: {message}"))
        };
        let mut thread = thread.clone();
        self.preempt(&mut thread, migrate).map_err(abort)?;
        let run = self.finish(thread, None).map_err(abort)?;
        if run.exit == "abort" {
            promise.aborted(call, &run.memory).map_err(abort)?;
            return self.check_stores(&run, promise);
        }
        if run.interrupted {
            return Err(abort(format!("in the section, but left by {:?}", run.exit)));
        }
        self.check_end(&run, promise)
    }

    /// The second comparisons of RSEQ_COMPARE_TWICE find what has changed since the first.
    fn check_twice(&self, call: &Call) -> Result<(), (Check, String)> {
        let twice = |message| (Check::Twice, message);
        let promise = reference(self.operation, call, &self.target).map_err(twice)?;
        if promise.commit.is_none() {
            return Ok(());
        }
        let compared = &self.operation.steps[..self.operation.compared()];
        let mut changed = vec![self.index_address()];
        for step in compared {
            match step.word {
                // A value that must not be expectnot is changed to that, if this call can.
                Word::Load { from, .. } => {
                    let becomes = call.memory.load_word(call.get(from)).map_err(twice)?
                        ^ change(&self.target);
                    if self.operation.exits() != ["eq"] || becomes == call.get("expectnot") {
                        changed.push(call.get(from));
                    }
                }
                Word::ExitIfDifferent { left: Place::Word(name), .. } => {
                    changed.push(call.get(name));
                }
                _ => {}
            }
        }
        let prepared = self.prepare(call, index(self.mode), 0).map_err(twice)?;
        let point = 3 + compared.iter().filter(|step| step.point).count() as u32;
        for (number, &address) in changed.iter().enumerate() {
            let change = Change { point, address };
            let run = self.run(&prepared, Some(change)).map_err(twice)?;
            let expected = format!("error{}", number + 1);
            if run.exit != expected {
                return Err(twice(format!("{expected} is not reached: left by {:?}", run.exit)));
            }
        }
        Ok(())
    }
}

fn describe(instruction: &Instruction) -> String {
    format!("{} {}", instruction.mnemonic, instruction.operands.join(", "))
}

/// Checks the printed text of all operations of a back end against the reference: runs one function
/// for each failure that is asked for.
pub fn text(backend: &dyn Backend) -> impl Iterator<Item = Failure> {
    [false, true].into_iter().flat_map(move |compare_twice| {
        let functions = match statement::functions(backend, compare_twice) {
            Ok(functions) => functions.into_iter().map(Ok).collect(),
            Err(message) => vec![Err(message)],
        };
        functions.into_iter().filter_map(move |function| match function {
            Ok(function) => {
                let failed = text_function(backend, &function, compare_twice).err();
                failed.map(|(check, message)| {
                    Failure::new(check, backend.name(), &function.name, message)
                })
            }
            Err(message) => Some(Failure::new(Check::Shape, backend.name(), "", message)),
        })
    })
}

/// Checks the printed text of one function, as [`text`] does of all.
pub fn text_function(
    backend: &dyn Backend,
    function: &Function,
    compare_twice: bool,
) -> Result<(), (Check, String)> {
    let shape = |message| (Check::Shape, message);
    let program = assemble(&function.template).map_err(shape)?;
    let (operation, order, mode) =
        instance(&function.name).ok_or_else(|| shape("no such operation".to_string()))?;
    let labels = backend.labels();
    let address = |label: u32| {
        program
            .definitions(label)
            .find(|(_, placed)| placed.section.is_empty())
            .map(|(_, placed)| placed.address)
            .ok_or_else(|| (Check::Labels, format!("there is no label {label}")))
    };
    let mut text = Text {
        backend,
        target: backend.target(),
        operation,
        order,
        mode,
        function,
        start: address(labels.start)?,
        commit: address(labels.commit)?,
        points: program
            .lines
            .iter()
            .filter_map(|placed| match placed.item {
                Item::Point(number) => Some((placed.address, number)),
                _ => None,
            })
            .collect(),
        program: program.clone(),
        image: Memory::new(&backend.target()),
    };
    text.image = text.image().map_err(shape)?;
    for call in calls(operation, &text.target).map_err(|error| (Check::Meaning, error))? {
        let describe = |(check, error)| (check, format!("{:x?}: {error}", call.arguments));
        text.check(&call).map_err(describe)?;
        if compare_twice {
            text.check_twice(&call).map_err(describe)?;
        }
    }
    Ok(())
}

/// The operation, order and mode that the name of a function says.
#[must_use]
pub fn instance(name: &str) -> Option<(&'static Operation, Order, Mode)> {
    OPERATIONS.iter().find_map(|operation| {
        operation.orders().iter().find_map(|&order| {
            let mode = Mode::ALL.into_iter().find(|&m| operation.instance(order, m) == name)?;
            Some((operation, order, mode))
        })
    })
}
