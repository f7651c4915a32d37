//! What earlier generations of the API had under other names: helpers, and paths of headers.

use std::fmt::Write;

use crate::operation::{Mode, OPERATIONS, Operation, Order};
use crate::template::{Files, preamble};

/// Earlier name of an operation, and the operation.
const HELPERS: &[(&str, &str)] = &[
    ("rseq_cmpeqv_storev", "rseq_load_cbne_store__ptr"),
    ("rseq_addv", "rseq_load_add_store__ptr"),
    ("rseq_cmpnev_storeoffp_load", "rseq_load_cbeq_store_add_load_store__ptr"),
    ("rseq_cmpeqv_trystorev_storev", "rseq_load_cbne_store_store__ptr"),
    ("rseq_cmpeqv_cmpeqv_storev", "rseq_load_cbne_load_cbne_store__ptr"),
    ("rseq_cmpeqv_trymemcpy_storev", "rseq_load_cbne_memcpy_store__ptr"),
    ("rseq_offset_deref_addv", "rseq_load_add_load_load_add_store__ptr"),
    ("rseq_load_add_load_add_store__ptr", "rseq_load_add_load_load_add_store__ptr"),
];

/// The most parameters that an operation has, order and mode included, and one.
const MOST: usize = 10;

/// Macros for the earlier names of the operations.
#[must_use]
pub fn helpers() -> String {
    let mut out = String::new();
    for (old, new) in HELPERS {
        let operation = OPERATIONS.iter().find(|operation| operation.name == *new);
        out.push_str(&operation.map(|operation| helper(old, operation)).unwrap_or_default());
    }
    out
}

fn helper(old: &str, operation: &Operation) -> String {
    let new = operation.name;
    let names: Vec<_> = operation.all_parameters().map(|parameter| parameter.name).collect();
    let without = operation.instance(Order::Relaxed, Mode::CpuId);
    let mut lines = vec![
        format!("#define {old}(...)"),
        format!("    {}", warning(old, new)),
        format!("    RSEQ__TAKE_{MOST}({}__VA_ARGS__,", "0, ".repeat(MOST - 3 - names.len())),
        format!("        {new}, rseq__wrong_number_of_arguments,"),
        format!("        {without}, 0)(__VA_ARGS__)"),
    ];
    let mut out = format!("/** {old}([rseq_mo, percpu_mode,] {}) */\n", names.join(", "));
    out.push_str(&continued(&lines));
    for &order in operation.orders() {
        if order == Order::Release {
            let name = format!("{old}_{}", order.name());
            lines = renamed(&name, &operation.instance(order, Mode::CpuId));
            out.push_str(&continued(&lines));
        }
        for mode in Mode::ALL {
            let name = format!("{old}_{}_{}", order.name(), mode.name());
            lines = renamed(&name, &operation.instance(order, mode));
            out.push_str(&continued(&lines));
        }
    }
    out.push('\n');
    out
}

fn renamed(old: &str, new: &str) -> Vec<String> {
    vec![format!("#define {old}"), format!("    {}", warning(old, new)), format!("    {new}")]
}

fn warning(old: &str, new: &str) -> String {
    format!("RSEQ__DEPRECATED(GCC warning \"{old} is deprecated: use {new}\")")
}

/// Lines of a macro.
fn continued(lines: &[String]) -> String {
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        let _ = match number + 1 == lines.len() {
            true => writeln!(out, "{line}"),
            false => writeln!(out, "{line:<98} \\"),
        };
    }
    out
}

/// Earlier path of a header below `rseq/`, and the path of what is to be included now.
const PATHS: &[(&str, &str)] = &[
    ("rseq-abi.h", "abi.h"),
    ("rseq-pseudocode.h", "pseudocode.h"),
    ("rseq-thread-pointer.h", "thread-pointer.h"),
    ("rseq-generic-thread-pointer.h", "thread-pointer.h"),
    ("rseq-ppc-thread-pointer.h", "thread-pointer.h"),
    ("rseq-x86-thread-pointer.h", "thread-pointer.h"),
    ("rseq-arm.h", "rseq.h"),
    ("rseq-arm-bits.h", "rseq.h"),
    ("rseq-arm64.h", "rseq.h"),
    ("rseq-arm64-bits.h", "rseq.h"),
    ("rseq-mips.h", "rseq.h"),
    ("rseq-mips-bits.h", "rseq.h"),
    ("rseq-ppc.h", "rseq.h"),
    ("rseq-ppc-bits.h", "rseq.h"),
    ("rseq-riscv.h", "rseq.h"),
    ("rseq-riscv-bits.h", "rseq.h"),
    ("rseq-s390.h", "rseq.h"),
    ("rseq-s390-bits.h", "rseq.h"),
    ("rseq-skip.h", "rseq.h"),
    ("rseq-x86.h", "rseq.h"),
    ("rseq-x86-bits.h", "rseq.h"),
];

/// Headers at earlier paths, which include what they were renamed to.
#[must_use]
pub fn headers() -> Files {
    let path = |name: &str| format!("rseq/{name}");
    PATHS.iter().map(|(old, new)| (path(old).into(), forwarder(&path(old), &path(new)))).collect()
}

fn forwarder(old: &str, new: &str) -> String {
    let message = format!("\"{old} is deprecated: include {new}\"");
    let mut out = preamble("headergen/src/deprecated.rs");
    let _ = write!(
        out,
        "/** {old}: an earlier path, see rseq/deprecated.h. */\n\
         #ifdef RSEQ_NO_DEPRECATED\n\
         #error {message}\n\
         #endif\n\
         #ifdef RSEQ_WARN_DEPRECATED\n\
         #pragma GCC warning {message}\n\
         #endif\n\
         #include \"{new}\"\n"
    );
    out
}
