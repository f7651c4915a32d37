//! Prints the operations: as functions with asm, as documented wrappers, and as pseudo-code.

use std::fmt::Write;

use crate::arch::{self, BACKENDS, Backend, Line};
use crate::operation::{Kind, MANUAL, Mode, OPERATIONS, Operation, Order};

const WIDTH: usize = 100;

/// The body of rseq/arch/<header>/bits.h: the functions of each back end that is in this header,
/// or those that do nothing where the program wants these. `None` if there is no such back end.
#[must_use]
pub fn bits(header: &str) -> Option<String> {
    let backends: Vec<&dyn Backend> =
        BACKENDS.iter().copied().filter(|backend| backend.header() == header).collect();
    if backends.is_empty() {
        return None;
    }
    let refusals = "#include \"rseq/arch/fallback/bits.h\"";
    let functions = bits_of(&backends);
    Some(format!("#ifdef RSEQ_SKIP_FASTPATH\n{refusals}\n#else\n\n{functions}\n#endif\n"))
}

/// The body of rseq/arch/fallback/bits.h: the functions that do nothing.
#[must_use]
pub fn refusals() -> String {
    let mut out = String::new();
    for operation in OPERATIONS {
        for &order in operation.orders() {
            for mode in Mode::ALL {
                out.push_str(&prototype(operation, &operation.instance(order, mode), &[]));
                out.push_str("{\n");
                for parameter in operation.all_parameters() {
                    let _ = writeln!(out, "    (void){};", parameter.name);
                }
                out.push_str("    return -1;\n}\n\n");
            }
        }
    }
    out
}

/// The functions of these back ends, each under its condition.
#[must_use]
pub fn bits_of(backends: &[&dyn Backend]) -> String {
    let mut out = String::new();
    for (number, backend) in backends.iter().enumerate() {
        let directive = if number == 0 { "#if" } else { "#elif" };
        let _ = writeln!(out, "{directive} {}\n", backend.condition());
        let labels = backend.labels();
        let mut paragraphs = vec![
            format!("{}.", backend.name()),
            format!(
                "Labels: {} descriptor, {} start, {} commit, {} abort.",
                labels.table, labels.start, labels.commit, labels.abort
            ),
        ];
        paragraphs.extend(backend.notes().iter().map(ToString::to_string));
        out.push_str(&comment(&paragraphs, ""));
        for operation in OPERATIONS {
            for &order in operation.orders() {
                for mode in Mode::ALL {
                    out.push('\n');
                    out.push_str(&function(*backend, operation, order, mode));
                }
            }
        }
        out.push('\n');
    }
    out.push_str("#endif\n");
    out
}

/// The legend of pseudo-code, and each operation in it.
#[must_use]
pub fn pseudocode() -> String {
    let mut out = String::new();
    for operation in OPERATIONS {
        let names: Vec<_> = operation.all_parameters().map(|p| p.name).collect();
        out.push_str(&comment(
            &[format!("{}({}):", operation.name, names.join(", "))],
            &section_pseudocode(operation, "index", "        "),
        ));
        out.push('\n');
    }
    out
}

/// The public functions, documented, for rseq/rseq.h.
#[must_use]
pub fn operations() -> String {
    let mut out = format!("{MANUAL}\n");
    for operation in OPERATIONS {
        out.push_str(&wrapper(operation));
        out.push('\n');
    }
    out
}

/// The lines of an operation within a section, from the check of the index on.
fn section_pseudocode(operation: &Operation, index: &str, indent: &str) -> String {
    let mut out = format!("{indent}if ({index} != cpu) return -1;\n");
    let last = operation.steps.len() - 1;
    for (number, step) in operation.steps.iter().enumerate() {
        let code = step.word.pseudocode();
        if number == last {
            let _ = writeln!(out, "{indent}{code:<38} <- commit");
        } else {
            let _ = writeln!(out, "{indent}{code}");
        }
    }
    let _ = writeln!(out, "{indent}return 0;");
    out
}

fn function(backend: &dyn Backend, operation: &Operation, order: Order, mode: Mode) -> String {
    let name = operation.instance(order, mode);
    let pieces = arch::pieces(backend, operation, order);
    let reason: Vec<_> = pieces.reason.into_iter().map(ToString::to_string).collect();
    let mut out = comment(&reason, &section_pseudocode(operation, mode.name(), "    "));
    out.push_str(&prototype(operation, &name, &[]));
    out.push_str("{\n    if (__rseq_index_refused(cpu))\n        return -1;\n");
    out.push_str("    RSEQ_INJECT_C(9)\n    __asm__ __volatile__ goto(\n");

    let mut asm = Asm { out: &mut out, point: 3 };
    let errors: Vec<String> =
        (1..=operation.messages().len()).map(|number| format!("error{number}")).collect();
    asm.lines(&backend.declare());
    for exit in operation.exits() {
        asm.lines(&backend.declare_exit(exit));
    }
    let refusal = backend.refusal();
    if let Some(label) = refusal.strip_prefix("%l[").and_then(|label| label.strip_suffix(']')) {
        asm.lines(&backend.declare_exit(label));
    }
    asm.compare_twice(|asm| errors.iter().for_each(|e| asm.lines(&backend.declare_exit(e))));
    asm.lines(&backend.enter());
    asm.lines(&backend.check_index(mode, &refusal));
    asm.point();

    let twice = |asm: &mut Asm| {
        asm.compare_twice(|asm| {
            asm.lines(&backend.check_index(mode, &format!("%l[{}]", errors[0])));
            let mut expected = errors[1..].iter();
            for step in &operation.steps[..operation.compared()] {
                let exit = step.word.exit().and_then(|_| expected.next());
                let exit = exit.map_or("", String::as_str);
                asm.lines(&arch::piece(backend, step, Order::Relaxed, exit).lines);
            }
        });
    };
    if operation.compared() == 0 {
        twice(&mut asm);
    }
    let last = pieces.pieces.len() - 1;
    for (number, piece) in pieces.pieces.iter().enumerate() {
        let commit = number == last;
        asm.note(&piece.note, commit);
        asm.lines(&piece.lines);
        if commit {
            asm.lines(&[arch::text(format!("{}:", backend.labels().commit))]);
        }
        if piece.point {
            asm.point();
        }
        if number + 1 == operation.compared() {
            twice(&mut asm);
        }
    }
    asm.lines(&backend.abort());

    let operand = |name: &str, constraint: &str, expression: &str| {
        let quote = if constraint.starts_with("__RSEQ") { "" } else { "\"" };
        format!("[{name}] {quote}{constraint}{quote} ({expression})")
    };
    let mut operands = vec![operand("cpu_id", backend.constraint(Kind::Index), backend.index())];
    operands.extend(operation.parameters.iter().map(|parameter| {
        let name = parameter.name;
        let expression =
            if parameter.kind == Kind::Word { backend.word(name) } else { name.to_string() };
        let constraint = if operation.commits_to(parameter) {
            backend.commit_constraint(order)
        } else {
            backend.constraint(parameter.kind)
        };
        operand(name, constraint, &expression)
    }));
    // Last: gcc then moves no parameter out of the way of an address that it has to load.
    let area = backend.area(mode);
    operands.extend(area.iter().map(|area| operand(area.name, area.constraint, &area.expression)));
    out.push_str("        : /* no outputs */\n");
    out.push_str(&list("        : ", &operands, WIDTH));
    out.push_str("          RSEQ_INJECT_INPUT\n");
    let clobbers: Vec<String> = std::iter::once("memory")
        .chain(arch::clobbers(backend, operation, order))
        .map(|register| format!("\"{register}\""))
        .collect();
    out.push_str(&list("        : ", &clobbers, WIDTH));
    out.push_str("          RSEQ_INJECT_CLOBBER\n");
    let labels: Vec<String> =
        std::iter::once("abort").chain(operation.exits()).map(ToString::to_string).collect();
    let _ = writeln!(out, "        : {}", labels.join(", "));
    let _ = writeln!(out, "#ifdef RSEQ_COMPARE_TWICE");
    let _ = writeln!(out, "          , {}", errors.join(", "));
    let _ = writeln!(out, "#endif\n    );");

    out.push_str("    rseq_after_asm_goto();\n    return 0;\n");
    out.push_str("abort:\n    rseq_after_asm_goto();\n    RSEQ_INJECT_FAILED\n    return -1;\n");
    for exit in operation.exits() {
        let _ = writeln!(out, "{exit}:\n    rseq_after_asm_goto();\n    return 1;");
    }
    out.push_str("#ifdef RSEQ_COMPARE_TWICE\n");
    for (error, message) in errors.iter().zip(operation.messages()) {
        let _ = writeln!(out, "{error}:\n    rseq_after_asm_goto();\n    rseq_bug(\"{message}\");");
    }
    out.push_str("#endif\n}\n");
    out
}

/// The template of an asm statement.
struct Asm<'a> {
    out: &'a mut String,
    /// The number of the next injection point.
    point: u32,
}

impl Asm<'_> {
    fn lines(&mut self, lines: &[Line]) {
        for line in lines {
            match line {
                // The assembler wants a label at the start of a line no more than the reader does.
                Line::Text(text) => {
                    let _ = writeln!(self.out, "        \"{text}\\n\\t\"");
                }
                Line::Macro(text) => {
                    let _ = writeln!(self.out, "        {text}");
                }
            }
        }
    }

    fn note(&mut self, note: &str, commit: bool) {
        let commit = if commit { " (commit)" } else { "" };
        let _ = writeln!(self.out, "        /* {note}{commit} */");
    }

    fn point(&mut self) {
        let _ = writeln!(self.out, "        RSEQ_INJECT_ASM({})", self.point);
        self.point += 1;
    }

    fn compare_twice(&mut self, print: impl FnOnce(&mut Self)) {
        self.out.push_str("#ifdef RSEQ_COMPARE_TWICE\n");
        print(self);
        self.out.push_str("#endif\n");
    }
}

fn wrapper(operation: &Operation) -> String {
    let mut out = String::new();
    if let Some(feature) = operation.feature {
        let _ = writeln!(out, "/** There is a {}(). */\n#define {feature}\n", operation.name);
    }
    let orders =
        if operation.release { "RSEQ_MO_RELAXED, or RSEQ_MO_RELEASE." } else { "RSEQ_MO_RELAXED." };
    out.push_str("/**\n");
    let _ = writeln!(out, " * {}\n *", operation.summary);
    for line in section_pseudocode(operation, "index", "    ").lines() {
        let _ = writeln!(out, " * {line}");
    }
    out.push_str(" *\n");
    let mut describe = |name: &str, doc: &str| {
        out.push_str(&wrap(&format!(" * @{name}: "), " *     ", doc));
    };
    describe("rseq_mo", orders);
    describe("percpu_mode", "What cpu is: RSEQ_PERCPU_CPU_ID or RSEQ_PERCPU_MM_CID.");
    operation.all_parameters().for_each(|p| describe(p.name, p.doc));
    let returns = if operation.exits().is_empty() {
        "Returns 0 when it committed, -1 when it was aborted."
    } else {
        "Returns 0 when it committed, 1 when the comparison told it not to, -1 when it was aborted."
    };
    for paragraph in operation.details.iter().copied().chain([returns]) {
        out.push_str(" *\n");
        out.push_str(&wrap(" * ", " * ", paragraph));
    }
    out.push_str(" */\n");

    out.push_str(&prototype(
        operation,
        operation.name,
        &["enum rseq_mo rseq_mo", "enum rseq_percpu_mode percpu_mode"],
    ));
    out.push_str("{\n");
    let arguments: Vec<_> = operation.all_parameters().map(|p| p.name).collect();
    for &order in operation.orders() {
        for mode in Mode::ALL {
            let _ = writeln!(
                out,
                "    if (rseq_mo == RSEQ_MO_{} && percpu_mode == RSEQ_PERCPU_{})",
                order.name().to_uppercase(),
                mode.name().to_uppercase()
            );
            let call = format!("        return {}(", operation.instance(order, mode));
            out.push_str(&list_ended(&call, &arguments, ");"));
        }
    }
    out.push_str("    return -1;\n}\n");
    out
}

/// The head of a function: the given parameters, then those of the operation.
fn prototype(operation: &Operation, name: &str, first: &[&str]) -> String {
    let parameters: Vec<String> = first
        .iter()
        .map(ToString::to_string)
        .chain(operation.all_parameters().map(|p| format!("{}{}", p.kind.c_type(), p.name)))
        .collect();
    let mut out = String::from("static inline __attribute__((always_inline)) int\n");
    out.push_str(&list_ended(&format!("{name}("), &parameters, ")"));
    out
}

/// A comma-separated list after `head`, on as many lines as it needs, aligned behind `head`.
fn list<T: AsRef<str>>(head: &str, items: &[T], width: usize) -> String {
    let indent = " ".repeat(head.len());
    let mut out = String::new();
    let mut line = head.to_string();
    for (number, item) in items.iter().enumerate() {
        let comma = if number + 1 == items.len() { "" } else { "," };
        let item = format!("{}{comma}", item.as_ref());
        if line.len() + item.len() + 1 > width && line.trim_start().len() > head.trim().len() {
            let _ = writeln!(out, "{}", line.trim_end());
            line.clone_from(&indent);
        }
        line.push_str(&item);
        line.push(' ');
    }
    let _ = writeln!(out, "{}", line.trim_end());
    out
}

fn list_ended<T: AsRef<str>>(head: &str, items: &[T], end: &str) -> String {
    let mut out = list(head, items, WIDTH - end.len());
    out.truncate(out.trim_end().len());
    out.push_str(end);
    out.push('\n');
    out
}

/// A comment of paragraphs, then of lines that stay as they are.
fn comment(paragraphs: &[String], lines: &str) -> String {
    let mut out = String::from("/*\n");
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if number > 0 {
            out.push_str(" *\n");
        }
        out.push_str(&wrap(" * ", " * ", paragraph));
    }
    if !paragraphs.is_empty() && !lines.is_empty() {
        out.push_str(" *\n");
    }
    for line in lines.lines() {
        let _ = writeln!(out, " * {line}");
    }
    out.push_str(" */\n");
    out
}

/// A paragraph, broken at spaces.
fn wrap(first: &str, next: &str, paragraph: &str) -> String {
    let mut out = String::new();
    let mut line = first.to_string();
    let mut empty = true;
    for word in paragraph.split_whitespace() {
        if !empty && line.len() + 1 + word.len() > WIDTH {
            let _ = writeln!(out, "{line}");
            line = next.to_string();
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    let _ = writeln!(out, "{line}");
    out
}
