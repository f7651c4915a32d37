//! Back ends with one mistake each: the check that is meant for it has to find it.

use headergen::arch::or1k::OR1K;
use headergen::arch::x86_64::X86_64;
use headergen::arch::{Backend, Labels, Letter, Line, Operand, Pieces, Target, invoke, text};
use headergen::model::{self, Flow, Machine};
use headergen::operation::{Kind, Mode, Order, Place, Source, Step, Temp, X};
use headergen::statement::{self, Function, Instruction, Token, injected};
use headergen::verify::{self, Check, Failure};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mistake {
    /// None: x86-64 on a CPU that reorders stores, with a fence where one is needed.
    None,
    MissingFence,
    MissingClobber,
    ScratchAsTemporary,
    InstructionBehindCommit,
    TwoCommits,
    NarrowCommit,
    UndeclaredExit,
    ForeignExit,
    WrongComparison,
    NarrowComparison,
    StoreBeforeComparison,
    StoreInAbortHandler,
    NarrowOffset,
    UnknownOperand,
    ConstantsOnly,
    WrongLabel,
    EmptySection,
    MisalignedDescriptor,
    MissingSignature,
    WrongSectionFlags,
    MissingPoint,
    NoSecondComparison,
    WrongIndex,
    UnknownInstruction,
    UnknownDirective,
    ShortCopy,
    LongCopy,
    ChangedOperand,
}

struct Wrong(Mistake);

impl Wrong {
    fn is(&self, mistake: Mistake) -> bool {
        self.0 == mistake
    }

    /// The lines with the registers of this back end.
    fn own(&self, lines: Vec<Line>) -> Vec<Line> {
        let own = |line| match line {
            Line::Text(text) => Line::Text(text.replace(X86_64.temp(X), self.temp(X))),
            other => other,
        };
        lines.into_iter().map(own).collect()
    }
}

impl Backend for Wrong {
    fn name(&self) -> &'static str {
        "wrong"
    }
    fn header(&self) -> &'static str {
        X86_64.header()
    }
    fn condition(&self) -> &'static str {
        X86_64.condition()
    }
    fn notes(&self) -> &'static [&'static str] {
        X86_64.notes()
    }
    fn target(&self) -> Target {
        Target { ordered_stores: false, ..X86_64.target() }
    }
    fn labels(&self) -> Labels {
        let abort = if self.is(Mistake::WrongLabel) { 5 } else { 4 };
        Labels { abort, ..X86_64.labels() }
    }
    fn constraint(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Value if self.is(Mistake::ConstantsOnly) => "e",
            _ => X86_64.constraint(kind),
        }
    }
    fn area(&self, mode: Mode) -> Vec<Operand> {
        X86_64.area(mode)
    }
    fn scratch(&self) -> &'static [&'static str] {
        if self.is(Mistake::MissingClobber) { &[] } else { X86_64.scratch() }
    }
    fn temp(&self, temp: Temp) -> &'static str {
        if self.is(Mistake::ScratchAsTemporary) { "%%rax" } else { X86_64.temp(temp) }
    }
    fn copy_registers(&self) -> &'static [&'static str] {
        X86_64.copy_registers()
    }
    fn has_condition_codes(&self) -> bool {
        X86_64.has_condition_codes()
    }
    fn declare(&self) -> Vec<Line> {
        match self.0 {
            Mistake::EmptySection => vec![invoke("RSEQ_ASM_DEFINE_TABLE(3, 1f, 1f, 4f)")],
            Mistake::MisalignedDescriptor => vec![
                text(".pushsection __rseq_cs, \\\"aw?\\\""),
                text("3:"),
                invoke("__RSEQ_ASM_DEFINE_CS_FIELDS(0, 0, 1f, (2f - 1f), 4f)"),
                text(".popsection"),
                text(".pushsection __rseq_cs_ptr_array, \\\"aw?\\\""),
                text(".quad 3b"),
                text(".popsection"),
            ],
            _ => X86_64.declare(),
        }
    }
    fn declare_exit(&self, label: &str) -> Vec<Line> {
        if self.is(Mistake::UndeclaredExit) { vec![] } else { X86_64.declare_exit(label) }
    }
    fn enter(&self) -> Vec<Line> {
        X86_64.enter()
    }
    fn check_index(&self, mode: Mode, target: &str) -> Vec<Line> {
        match self.0 {
            Mistake::MissingPoint => {
                vec![text("cmpl %[cpu_id], %%fs:4(%[rseq_offset])"), text(format!("jne {target}"))]
            }
            Mistake::WrongIndex => X86_64.check_index(Mode::CpuId, target),
            _ => X86_64.check_index(mode, target),
        }
    }
    fn abort(&self) -> Vec<Line> {
        let handler = [text("4:"), text("jmp %l[abort]"), text(".popsection")];
        match self.0 {
            Mistake::MissingSignature => {
                [&[text(".pushsection __rseq_failure, \\\"ax?\\\"")][..], &handler].concat()
            }
            Mistake::WrongSectionFlags => [
                &[
                    text(".pushsection __rseq_failure, \\\"aw\\\""),
                    text(".byte 0x0f, 0xb9, 0x3d"),
                    text(".long 0x53053053"),
                ][..],
                &handler,
            ]
            .concat(),
            Mistake::StoreInAbortHandler => {
                vec![invoke("RSEQ_ASM_DEFINE_ABORT(4, \"movq $9, %[v]\\n\\t\", abort)")]
            }
            Mistake::ForeignExit => [&[text("5:")][..], &X86_64.abort()].concat(),
            _ => X86_64.abort(),
        }
    }
    fn load(&self, to: Temp, from: &str) -> Vec<Line> {
        self.own(X86_64.load(to, from))
    }
    fn load_at(&self, to: Temp, base: Temp, offset: Option<&str>) -> Vec<Line> {
        match offset {
            Some(offset) if self.is(Mistake::NarrowOffset) => vec![
                text(format!("movl %k[{offset}], %%eax")),
                text(format!("movq ({},%%rax), {}", self.temp(base), self.temp(to))),
            ],
            _ => self.own(X86_64.load_at(to, base, offset)),
        }
    }
    fn store(&self, to: &str, value: Source, order: Order) -> Vec<Line> {
        let mut lines = vec![];
        if order == Order::Release && !self.is(Mistake::MissingFence) {
            lines.push(text("mfence"));
        }
        let store = self.own(X86_64.store(to, value, order));
        match (self.0, value) {
            (Mistake::TwoCommits, _) => lines.extend(store.clone()),
            (Mistake::ChangedOperand, Source::Parameter(name)) => {
                lines.push(text(format!("addq $0, %[{name}]")));
            }
            (Mistake::UnknownInstruction, _) => lines.push(text("xchgq %%rax, %%rax")),
            (Mistake::UnknownDirective, _) => lines.push(text(".fill 4")),
            (Mistake::UnknownOperand, _) => lines.push(text("movq %[value], %%rax")),
            (Mistake::NarrowCommit, Source::Parameter(name)) => {
                lines.push(text(format!("movl %k[{name}], %[{to}]")));
                return lines;
            }
            _ => {}
        }
        lines.extend(store);
        if self.is(Mistake::InstructionBehindCommit) {
            lines.push(text("movq $0, %%rax"));
        }
        lines
    }
    fn store_at(&self, base: Temp, value: Temp, order: Order) -> Vec<Line> {
        X86_64.store_at(base, value, order)
    }
    fn add(&self, to: Temp, amount: &str) -> Vec<Line> {
        X86_64.add(to, amount)
    }
    fn exit_if(&self, equal: bool, left: Place, right: &str, exit: &str) -> Vec<Line> {
        let right_line = self.own(X86_64.exit_if(equal, left, right, exit));
        match (self.0, left) {
            (Mistake::WrongComparison, _) => X86_64.exit_if(!equal, left, right, exit),
            (Mistake::NoSecondComparison, _) if exit.starts_with("error") => vec![],
            (Mistake::ForeignExit, _) => [&right_line[..], &[text("jne 5f")]].concat(),
            (Mistake::NarrowComparison, Place::Word(name)) => vec![
                text(format!("movl %k[{right}], %%eax")),
                text(format!("cmpl %%eax, %[{name}]")),
                text(format!("jne %l[{exit}]")),
            ],
            (Mistake::StoreBeforeComparison, Place::Word(name)) => {
                [&[text(format!("movq %[{right}], %[{name}]"))], &right_line[..]].concat()
            }
            _ => right_line,
        }
    }
    fn memcpy(&self, to: &str, from: &str, length: &str) -> Vec<Line> {
        let mut lines = X86_64.memcpy(to, from, length);
        match self.0 {
            // The odd byte stays behind, or one too many is copied.
            Mistake::ShortCopy => {
                lines.splice(1..3, [text("subq $0, %%rax"), text("jmp 222f")]);
            }
            Mistake::LongCopy => {
                lines.push(text(format!("movb (%[{from}],%%rax), %%r10b")));
                lines.push(text(format!("movb %%r10b, -1(%[{to}],%%rax)")));
            }
            _ => {}
        }
        lines
    }
    fn override_steps(&self, steps: &[Step], order: Order) -> Option<Pieces> {
        X86_64.override_steps(steps, order)
    }
    fn letter(&self, letter: char) -> Option<Vec<Letter>> {
        X86_64.letter(letter)
    }
    fn register(&self, name: &str) -> Option<String> {
        X86_64.register(name)
    }
    fn stack_pointer(&self) -> &'static str {
        X86_64.stack_pointer()
    }
    fn execute(&self, instruction: &Instruction, machine: &mut Machine) -> Result<Flow, String> {
        X86_64.execute(instruction, machine)
    }
}

/// All failures of a back end, in the order in which the checks find them.
fn failures(wrong: &Wrong) -> impl Iterator<Item = Failure> {
    verify::verify(wrong).into_iter().chain(model::text(wrong))
}

#[test]
fn without_a_mistake_there_is_no_failure() {
    assert_eq!(failures(&Wrong(Mistake::None)).next().map(|failure| failure.to_string()), None);
}

#[test]
fn each_mistake_is_found_by_the_check_for_it() {
    let expected = [
        (Mistake::MissingFence, Check::Order),
        (Mistake::MissingClobber, Check::Clobbers),
        (Mistake::ScratchAsTemporary, Check::Meaning),
        (Mistake::InstructionBehindCommit, Check::Commit),
        (Mistake::TwoCommits, Check::Commit),
        (Mistake::NarrowCommit, Check::Meaning),
        (Mistake::UndeclaredExit, Check::Exits),
        (Mistake::ForeignExit, Check::Exits),
        (Mistake::WrongComparison, Check::Meaning),
        (Mistake::NarrowComparison, Check::Meaning),
        (Mistake::StoreBeforeComparison, Check::Commit),
        (Mistake::StoreInAbortHandler, Check::Meaning),
        (Mistake::NarrowOffset, Check::Meaning),
        (Mistake::UnknownOperand, Check::Operands),
        (Mistake::ConstantsOnly, Check::Operands),
        (Mistake::WrongLabel, Check::Labels),
        (Mistake::EmptySection, Check::Descriptor),
        (Mistake::EmptySection, Check::Abort),
        (Mistake::MisalignedDescriptor, Check::Descriptor),
        (Mistake::MissingSignature, Check::Signature),
        (Mistake::MissingSignature, Check::Abort),
        (Mistake::WrongSectionFlags, Check::Sections),
        (Mistake::MissingPoint, Check::Injection),
        (Mistake::NoSecondComparison, Check::Twice),
        (Mistake::NoSecondComparison, Check::Exits),
        (Mistake::WrongIndex, Check::Meaning),
        (Mistake::UnknownInstruction, Check::Meaning),
        (Mistake::UnknownDirective, Check::Shape),
        (Mistake::ShortCopy, Check::Meaning),
        (Mistake::LongCopy, Check::Meaning),
        (Mistake::ChangedOperand, Check::Meaning),
    ];
    for (mistake, check) in expected {
        let mut others = Vec::new();
        let found = failures(&Wrong(mistake)).any(|failure| {
            others.push(failure.to_string());
            failure.check == check
        });
        assert!(found, "{mistake:?} is not found by {check:?}: {others:#?}");
    }
}

/// A mistake in what the printer puts around the asm.
fn found_in(change: impl Fn(&mut Function)) -> Vec<Check> {
    let mut functions = statement::functions(&X86_64, true).expect("functions of x86-64");
    let function = &mut functions[0];
    change(function);
    verify::verify_function(&X86_64, function, true).iter().map(|failure| failure.check).collect()
}

#[test]
fn mistakes_around_the_asm_are_found() {
    assert_eq!(found_in(|_| {}), []);
    let barrier = 12;
    assert_eq!(
        found_in(|function| {
            function.after.get_mut("ne").expect("ne").drain(..barrier);
        }),
        [Check::Results]
    );
    assert_eq!(
        found_in(|function| {
            let returns = function.after.insert("ne".to_string(), function.after[""].clone());
            assert!(returns.is_some());
        }),
        [Check::Results]
    );
    assert_eq!(found_in(|function| function.before.clear()), [Check::Injection, Check::Refusal]);
    assert_eq!(
        found_in(|function| {
            let goes = function.goto.iter().position(|label| label == "ne");
            function.goto.remove(goes.expect("ne"));
        })
        .first(),
        Some(&Check::Exits)
    );
    assert_eq!(
        found_in(|function| function.clobbers.retain(|clobber| clobber != "memory")),
        [Check::Clobbers]
    );
    assert_eq!(
        found_in(|function| function.clobbers.retain(|clobber| clobber != injected::CLOBBER)),
        [Check::Clobbers]
    );
    assert_eq!(
        found_in(|function| {
            let failed = Token::Word(injected::FAILED.to_string());
            let tokens = function.after.get_mut("abort").expect("abort");
            tokens.retain(|token| *token != failed);
        }),
        [Check::Injection]
    );
}

/// The instruction behind a jump is executed with it, whether the jump is taken or not.
#[test]
fn mistakes_in_delay_slots_are_found() {
    let mut functions = statement::functions(&OR1K, false).expect("functions of OpenRISC");
    let function = functions.remove(0);
    let found = |slot: &str| {
        let mut wrong = function.clone();
        wrong.template = function.template.replacen("l.nop", slot, 1);
        model::text_function(&OR1K, &wrong, false).err().map(|(_, message)| message)
    };
    assert_eq!(found("l.nop"), None);
    assert_eq!(found("l.sfeq r0, r0"), None);
    for (slot, message) in [
        // Injected code, which follows.
        ("", "something is between a jump and its delay slot"),
        ("5:\n\tl.nop", "something is between a jump and its delay slot"),
        ("l.j 2f", "a jump in a delay slot"),
        // The comparison, which follows, finds that *v is no longer what is expected.
        ("l.sw %[v], %r[newv]", "left by \"ne\""),
    ] {
        let found = found(slot).unwrap_or_default();
        assert!(found.contains(message), "{slot:?}: {found:?}");
    }
}
