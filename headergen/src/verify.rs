//! Checks of the printed text that need no execution: that what each function declares to the
//! compiler, to the kernel and to debuggers is what its text does.

use std::collections::BTreeSet;
use std::fmt;

use crate::arch::{Backend, Letter};
use crate::model::instance;
use crate::operation::{Kind, Operation};
use crate::statement::{
    self, Function, Input, Item, Placed, Program, Token, assemble, injected, label_address,
};

/// What a failure is about: each check finds its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// The text is not that of a function with an asm goto.
    Shape,
    /// An operand is missing, unused, or its constraint does not admit what the caller may pass.
    Operands,
    /// A register is used, and not clobbered.
    Clobbers,
    /// A way out of the section is not declared, or declared and not taken.
    Exits,
    /// A local label is missing, defined twice or in the wrong place.
    Labels,
    /// The descriptor, or its entry in the list, is wrong.
    Descriptor,
    /// There is no signature in front of the abort handler.
    Signature,
    /// An ELF section has the wrong flags.
    Sections,
    /// An injection point is missing or misplaced.
    Injection,
    /// A C label has no barrier or the wrong result.
    Results,
    /// A negative index is not refused.
    Refusal,
    /// The text does not do what the operation does.
    Meaning,
    /// The text does harm when it is aborted.
    Abort,
    /// There is not exactly one commit, or it is not the last instruction.
    Commit,
    /// The commit is visible too early.
    Order,
    /// The second comparisons do not find what they are for.
    Twice,
}

/// Something wrong with a function.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What found it.
    pub check: Check,
    /// The back end.
    pub backend: String,
    /// The function.
    pub function: String,
    /// What is wrong.
    pub message: String,
}

impl Failure {
    /// A failure of this check.
    #[must_use]
    pub fn new(check: Check, backend: &str, function: &str, message: String) -> Self {
        Self { check, backend: backend.to_string(), function: function.to_string(), message }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {:?}: {}", self.backend, self.function, self.check, self.message)
    }
}

/// Verifies all functions of a back end, with and without RSEQ_COMPARE_TWICE.
#[must_use]
pub fn verify(backend: &dyn Backend) -> Vec<Failure> {
    let mut failures = Vec::new();
    for compare_twice in [false, true] {
        match statement::functions(backend, compare_twice) {
            Ok(functions) => {
                failures.extend(complete(backend, &functions));
                for function in &functions {
                    failures.extend(verify_function(backend, function, compare_twice));
                }
            }
            Err(message) => failures.push(Failure::new(Check::Shape, backend.name(), "", message)),
        }
    }
    failures
}

/// Every operation is there, in every order and with every index, once.
fn complete(backend: &dyn Backend, functions: &[Function]) -> Vec<Failure> {
    let mut names: Vec<_> = functions.iter().map(|function| function.name.clone()).collect();
    let mut expected: Vec<_> = crate::operation::OPERATIONS
        .iter()
        .flat_map(|operation| operation.orders().iter().map(move |&order| (operation, order)))
        .flat_map(|(operation, order)| {
            crate::operation::Mode::ALL.map(|mode| operation.instance(order, mode))
        })
        .collect();
    names.sort();
    expected.sort();
    if names == expected {
        return Vec::new();
    }
    let message = format!("{names:?} instead of {expected:?}");
    vec![Failure::new(Check::Shape, backend.name(), "", message)]
}

/// Verifies one function of a back end.
#[must_use]
pub fn verify_function(
    backend: &dyn Backend,
    function: &Function,
    compare_twice: bool,
) -> Vec<Failure> {
    let mut failures = Vec::new();
    let mut fail = |check, message| {
        failures.push(Failure::new(check, backend.name(), &function.name, message));
    };
    let Some((operation, ..)) = instance(&function.name) else {
        fail(Check::Shape, "no such operation".to_string());
        return failures;
    };
    let program = match assemble(&function.template) {
        Ok(program) => program,
        Err(message) => {
            fail(Check::Shape, message);
            return failures;
        }
    };
    let section = match Section::find(backend, &program) {
        Ok(section) => section,
        Err(message) => {
            fail(Check::Labels, message);
            return failures;
        }
    };
    let text = Text { backend, function, program: &program, operation, section, compare_twice };
    text.operands(&mut |message| fail(Check::Operands, message));
    text.clobbers(&mut |message| fail(Check::Clobbers, message));
    text.exits(&mut |message| fail(Check::Exits, message));
    text.descriptor(&mut |message| fail(Check::Descriptor, message));
    text.signature(&mut |message| fail(Check::Signature, message));
    text.sections(&mut |message| fail(Check::Sections, message));
    text.injection(&mut |message| fail(Check::Injection, message));
    text.results(&mut |message| fail(Check::Results, message));
    let refuses = [Token::Word("return".into()), Token::Sign('-'), Token::Word("1".into())];
    let compares = [Token::Sign('<'), Token::Word("0".into())];
    if !contains(&function.before, &refuses) || !contains(&function.before, &compares) {
        fail(Check::Refusal, "runs with a negative index".to_string());
    }
    failures
}

/// The addresses of a section's labels.
struct Section {
    table: u64,
    start: u64,
    commit: u64,
    abort: u64,
}

impl Section {
    fn find(backend: &dyn Backend, program: &Program) -> Result<Self, String> {
        let labels = backend.labels();
        let once = |label: u32| -> Result<&Placed, String> {
            let found: Vec<_> = program.definitions(label).collect();
            match found.as_slice() {
                [(_, placed)] => Ok(placed),
                _ => Err(format!("label {label} is defined {} times", found.len())),
            }
        };
        let (table, abort) = (once(labels.table)?, once(labels.abort)?);
        let [start, commit] = [once(labels.start)?, once(labels.commit)?];
        if table.section != "__rseq_cs" {
            return Err(format!("the descriptor is in section {:?}", table.section));
        }
        if !start.section.is_empty() || !commit.section.is_empty() {
            return Err("the section is not in the code of the function".to_string());
        }
        if start.address >= commit.address {
            return Err("the section is empty".to_string());
        }
        if (start.address..commit.address).contains(&abort.address) {
            return Err("the abort handler is within the section".to_string());
        }
        let [table, start, commit, abort] =
            [table, start, commit, abort].map(|placed| placed.address);
        Ok(Self { table, start, commit, abort })
    }

    fn contains(&self, address: u64) -> bool {
        (self.start..self.commit).contains(&address)
    }
}

struct Text<'a> {
    backend: &'a dyn Backend,
    function: &'a Function,
    program: &'a Program,
    operation: &'a Operation,
    section: Section,
    compare_twice: bool,
}

type Fail<'a> = &'a mut dyn FnMut(String);

impl Text<'_> {
    fn instructions(&self) -> impl Iterator<Item = (&Placed, &statement::Instruction)> {
        self.program.lines.iter().filter_map(|placed| match &placed.item {
            Item::Instruction(instruction) => Some((placed, instruction)),
            _ => None,
        })
    }

    fn operands(&self, fail: Fail) {
        let mut used = BTreeSet::new();
        for (_, instruction) in self.instructions() {
            for operand in &instruction.operands {
                used.extend(names(operand, |modifier| modifier != "l"));
            }
        }
        let declared: BTreeSet<_> =
            self.function.inputs.iter().map(|input| input.name.as_str()).collect();
        if declared.len() != self.function.inputs.len() {
            fail("two operands of one name".to_string());
        }
        for name in used.difference(&declared) {
            fail(format!("%[{name}] is not an operand"));
        }
        for name in declared.difference(&used).filter(|name| **name != injected::OPERAND) {
            fail(format!("operand {name} is not used"));
        }
        if !declared.contains(injected::OPERAND) {
            fail("RSEQ_INJECT_INPUT is missing".to_string());
        }
        for parameter in self.operation.all_parameters() {
            let name = if parameter.kind == Kind::Index { "cpu_id" } else { parameter.name };
            let input = self.function.inputs.iter().find(|input| input.name == name);
            let Some(input) = input else {
                fail(format!("no operand [{name}]"));
                continue;
            };
            let words: Vec<_> =
                input.expression.iter().filter(|t| t.is_word(parameter.name)).collect();
            let star = input.expression.first() == Some(&Token::Sign('*'));
            if words.len() != 1 || star && parameter.kind != Kind::Word {
                fail(format!("[{name}] is ({})", statement::join(&input.expression)));
            } else if let Err(message) = self.constraint(input, star) {
                fail(message);
            }
        }
    }

    /// The word behind a pointer is memory; everything else may be whatever the program computes at
    /// run time.
    fn constraint(&self, input: &Input, word: bool) -> Result<(), String> {
        let mut letters = Vec::new();
        for letter in input.constraint.chars() {
            let admitted = self.backend.letter(letter);
            letters.extend(
                admitted.ok_or_else(|| {
                    format!("{:?} of {} is unknown", input.constraint, input.name)
                })?,
            );
        }
        let memory = letters.contains(&Letter::Memory);
        let right = if word {
            letters == [Letter::Memory]
        } else {
            memory || letters.contains(&Letter::Register)
        };
        if right {
            return Ok(());
        }
        Err(format!("{:?} does not do for {}", input.constraint, input.name))
    }

    fn clobbers(&self, fail: Fail) {
        let clobbers = &self.function.clobbers;
        let has = |name: &str| clobbers.iter().any(|clobber| clobber == name);
        if !has("memory") {
            fail("memory is not clobbered".to_string());
        }
        if self.backend.has_condition_codes() && !has("cc") {
            fail("condition codes are not clobbered".to_string());
        }
        if !has(injected::CLOBBER) {
            fail("RSEQ_INJECT_CLOBBER is missing".to_string());
        }
        let known: BTreeSet<_> =
            clobbers.iter().filter_map(|name| self.backend.register(name)).collect();
        let mut used = BTreeSet::new();
        for (_, instruction) in self.instructions() {
            for operand in &instruction.operands {
                let words = without_names(operand);
                let words = words.split(|c: char| !c.is_ascii_alphanumeric() && c != '$');
                used.extend(words.filter_map(|word| self.backend.register(word)));
            }
        }
        for register in used.difference(&known) {
            fail(format!("{register} is not clobbered"));
        }
        let needed = self.backend.scratch().iter().chain(self.backend.veneer_registers());
        used.extend(needed.filter_map(|name| self.backend.register(name)));
        for register in known.difference(&used) {
            fail(format!("{register} is clobbered and not used"));
        }
    }

    /// The data words of an ELF section, evaluated. On 32-bit targets an entry is two words.
    fn entries(&self, section: &str) -> Result<Vec<u64>, String> {
        let mut bytes = Vec::new();
        for (line, placed) in self.program.lines.iter().enumerate() {
            let Item::Data(size, words) = &placed.item else { continue };
            if placed.section != section {
                continue;
            }
            for word in words {
                let value = self.program.value(word, line, &self.function.goto)?;
                let mut encoded = value.to_le_bytes()[..*size].to_vec();
                if self.backend.target().big_endian {
                    encoded.reverse();
                }
                bytes.extend(encoded);
            }
        }
        if bytes.len() % 8 != 0 {
            return Err(format!("{section} has {} bytes", bytes.len()));
        }
        let entry = |chunk: &[u8]| {
            let mut entry = [0; 8];
            entry.copy_from_slice(chunk);
            if self.backend.target().big_endian {
                u64::from_be_bytes(entry)
            } else {
                u64::from_le_bytes(entry)
            }
        };
        Ok(bytes.chunks_exact(8).map(entry).collect())
    }

    fn exits(&self, fail: Fail) {
        let mut wanted: BTreeSet<&str> = self.operation.exits().into_iter().collect();
        let errors: Vec<String> =
            (1..=self.operation.messages().len()).map(|n| format!("error{n}")).collect();
        if self.compare_twice {
            wanted.extend(errors.iter().map(String::as_str));
        }
        // Where the check of the index goes to the C label by itself, that is an exit like others.
        if self.backend.refusal() == "%l[abort]" {
            wanted.insert("abort");
        }
        let mut taken = BTreeSet::new();
        for (placed, instruction) in self.instructions() {
            for operand in &instruction.operands {
                let labels: Vec<_> = names(operand, |modifier| modifier == "l").collect();
                if self.section.contains(placed.address) {
                    taken.extend(labels);
                    self.inside(operand, instruction.line, fail);
                } else if labels.iter().any(|label| *label != "abort") {
                    fail(format!("{operand} is used outside of the section"));
                }
            }
        }
        for label in taken.symmetric_difference(&wanted) {
            fail(format!("{label} is taken, or wanted, but not both"));
        }
        let declared: BTreeSet<&str> = self.function.goto.iter().map(String::as_str).collect();
        let mut all = wanted.clone();
        all.insert("abort");
        for label in declared.symmetric_difference(&all) {
            fail(format!("{label} is in the list of labels, or wanted, but not both"));
        }
        let position = |label: &str| self.function.goto.iter().position(|goto| goto == label);
        let expected: BTreeSet<_> =
            wanted.iter().filter_map(|label| position(label).map(label_address)).collect();
        let entries = match self.entries("__rseq_exit_point_array") {
            Ok(entries) => entries,
            Err(message) => return fail(message),
        };
        let mut exits = BTreeSet::new();
        for pair in entries.chunks(2) {
            match pair {
                [start, exit] if *start == self.section.start => {
                    if !exits.insert(*exit) {
                        fail(format!("exit {exit:#x} is declared twice"));
                    }
                }
                other => fail(format!("exit point {other:x?}")),
            }
        }
        if exits != expected {
            fail(format!("exit points {exits:x?} instead of {expected:x?}"));
        }
    }

    /// Local labels that the section refers to are within it, or its abort handler.
    fn inside(&self, operand: &str, line: usize, fail: Fail) {
        let text = without_names(operand);
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
            let Some(address) = self.program.local_label(word, line) else { continue };
            if !self.section.contains(address) && address != self.section.abort {
                fail(format!("{word} leaves the section"));
            }
        }
    }

    fn descriptor(&self, fail: Fail) {
        let section = &self.section;
        let expected = [0, section.start, section.commit - section.start, section.abort].to_vec();
        let descriptor = self.entries("__rseq_cs");
        if descriptor.as_ref() != Ok(&expected) {
            fail(format!("{descriptor:x?} instead of {expected:x?}"));
        }
        let aligned = self.program.lines.iter().any(|placed| {
            placed.section == "__rseq_cs"
                && placed.address == section.table
                && matches!(placed.item, Item::Align(align) if align % 32 == 0)
        });
        if !aligned {
            fail("it is not aligned to 32 bytes".to_string());
        }
        let list = self.entries("__rseq_cs_ptr_array");
        if list.as_ref() != Ok(&vec![section.table]) {
            fail(format!("the list is {list:x?}"));
        }
    }

    fn signature(&self, fail: Fail) {
        let signature = self.program.at(self.section.abort.wrapping_sub(4));
        let value = signature.map(|line| match &self.program.lines[line].item {
            Item::Data(4, words) if words.len() == 1 => {
                self.program.value(&words[0], line, &self.function.goto)
            }
            other => Err(format!("{other:?}")),
        });
        if value != Some(Ok(u64::from(self.backend.target().signature))) {
            fail(format!("{value:x?} is in front of the abort handler"));
        }
    }

    fn sections(&self, fail: Fail) {
        for (name, flags) in &self.program.flags {
            let expected = match name.as_str() {
                "__rseq_cs" | "__rseq_cs_ptr_array" | "__rseq_exit_point_array" => "aw?",
                "__rseq_failure" => "ax?",
                _ => "none",
            };
            if flags != expected {
                fail(format!("{name} has flags {flags:?}, not {expected:?}"));
            }
        }
    }

    /// Points 1, 2 and 3 frame the start, the others follow their steps; the second comparison of
    /// the index has another point 2.
    fn injection(&self, fail: Fail) {
        let points: Vec<(u32, u64)> = self
            .program
            .lines
            .iter()
            .filter_map(|placed| match placed.item {
                Item::Point(number) => Some((number, placed.address)),
                _ => None,
            })
            .collect();
        let compared = self.operation.compared();
        let count = |steps: &[crate::operation::Step]| steps.iter().filter(|s| s.point).count();
        let last = 3 + count(self.operation.steps) as u32;
        let mut expected: Vec<u32> = (1..=last).collect();
        if self.compare_twice {
            expected.insert(3 + count(&self.operation.steps[..compared]), 2);
        }
        let numbers: Vec<u32> = points.iter().map(|(number, _)| *number).collect();
        if numbers != expected {
            fail(format!("points {numbers:?} instead of {expected:?}"));
        }
        for (number, address) in points {
            let right = match number {
                1 => address < self.section.start,
                2 => address >= self.section.start && address < self.section.commit,
                _ if number == last => address == self.section.commit,
                _ => self.section.contains(address),
            };
            if !right {
                fail(format!("point {number} is on the wrong side of the start or the commit"));
            }
        }
        if !contains(&self.function.before, &[Token::Word(injected::BEFORE.into())]) {
            fail("RSEQ_INJECT_C(9) is missing".to_string());
        }
        let failed = [Token::Word(injected::FAILED.into())];
        if !self.function.after.get("abort").is_some_and(|tokens| contains(tokens, &failed)) {
            fail("RSEQ_INJECT_FAILED is missing".to_string());
        }
    }

    fn results(&self, fail: Fail) {
        let mut expected = vec![("".to_string(), "0".to_string()), ("abort".into(), "-1".into())];
        expected.extend(self.operation.exits().iter().map(|exit| (exit.to_string(), "1".into())));
        if self.compare_twice {
            let messages = self.operation.messages();
            expected.extend(
                (1..).zip(messages).map(|(n, message)| (format!("error{n}"), message.to_string())),
            );
        }
        for (label, result) in &expected {
            let found = outcome(self.function, label);
            if found.as_ref() != Ok(result) {
                fail(format!("{label:?} ends with {found:?} instead of {result:?}"));
            }
        }
        for label in self.function.after.keys() {
            if expected.iter().all(|(expected, _)| expected != label) {
                fail(format!("nobody goes to {label:?}"));
            }
        }
    }
}

/// What a function does at a C label, or behind the statement if it is "": the number that it
/// returns, or the message that it ends the program with. It begins with a barrier.
pub fn outcome(function: &Function, label: &str) -> Result<String, String> {
    let tokens = function.after.get(label).ok_or("there is no such label")?;
    let text = statement::join(tokens);
    // The template of the barrier may be empty lines, and marked as one that takes no space.
    let (barrier, rest) = text.split_once(';').ok_or("there is nothing")?;
    let barrier = barrier.replace("__inline__ ", "").replace("\\n", "");
    if barrier != "__asm__ __volatile__ ( \"\" : : : \"memory\" ) " {
        return Err("rseq_after_asm_goto() is missing".to_string());
    }
    if let Some(message) = rest.split_once(&format!("{} ( \"", injected::BUG)) {
        return Ok(message.1.split('"').next().unwrap_or_default().to_string());
    }
    let (_, returned) = rest.split_once("return ").ok_or("it returns nothing")?;
    Ok(returned.split(';').next().unwrap_or_default().replace(' ', ""))
}

fn contains(tokens: &[Token], wanted: &[Token]) -> bool {
    tokens.windows(wanted.len()).any(|window| window == wanted)
}

/// The names in `%[name]` and `%l[name]` whose modifier is wanted.
fn names(operand: &str, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
    operand.split('%').skip(1).filter_map(move |part| {
        let (modifier, name, _) = named(part)?;
        wanted(modifier).then_some(name)
    })
}

/// The text without `%[name]` and the like.
fn without_names(operand: &str) -> String {
    let mut parts = operand.split('%');
    let mut text = parts.next().unwrap_or_default().to_string();
    for part in parts {
        text.push(' ');
        text.push_str(named(part).map_or(part, |(_, _, rest)| rest));
    }
    text
}

/// Modifier, name and rest of what follows a percent sign, if that is for the name of an operand.
fn named(part: &str) -> Option<(&str, &str, &str)> {
    let (modifier, rest) = part.split_once('[')?;
    let (name, rest) = rest.split_once(']')?;
    (modifier.len() <= 1).then_some((modifier, name, rest))
}
