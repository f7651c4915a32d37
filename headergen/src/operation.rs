//! The table of operations, in a language of eight words.
//!
//! Everything that depends on what an operation does comes from here: the printed functions, their
//! pseudo-code, their documentation, the wrappers, and the model that checks them. How a word
//! becomes instructions is the business of a back end ([`crate::arch`]).
//!
//! A critical section runs the steps of its operation in their order. The last step is the only
//! store that the rest of the program may rely on, the commit; a store or copy before it is
//! speculative and may have happened although the operation was aborted.

use std::fmt;

/// What a parameter is, which decides its C type and how a back end hands it to the asm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `intptr_t *`: the address of a word that the operation loads, compares or stores.
    Word,
    /// `intptr_t`: a value.
    Value,
    /// `long`: a distance in bytes, of any sign.
    Offset,
    /// `void *`: where a copy begins.
    Bytes,
    /// `size_t`: how many bytes a copy has.
    Length,
    /// `int`: the CPU number or concurrency id that the caller has read.
    Index,
}

impl Kind {
    /// The C type, complete with the space or star before the name.
    #[must_use]
    pub const fn c_type(self) -> &'static str {
        match self {
            Self::Word => "intptr_t *",
            Self::Value => "intptr_t ",
            Self::Offset => "long ",
            Self::Bytes => "void *",
            Self::Length => "size_t ",
            Self::Index => "int ",
        }
    }
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in C, which is also the name of the asm operand that stands for it.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// One sentence for the manual.
    pub doc: &'static str,
}

/// A value that lives from one step to another, in a register that the back end chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Temp(pub usize);

/// How pseudo-code names it.
impl fmt::Display for Temp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(["x", "y"][self.0])
    }
}

/// The first temporary.
pub const X: Temp = Temp(0);
/// The second temporary.
pub const Y: Temp = Temp(1);

/// What a comparison looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The word that a [`Kind::Word`] parameter points to.
    Word(&'static str),
    /// A temporary.
    Temp(Temp),
}

/// What a store stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The value of a parameter.
    Parameter(&'static str),
    /// A temporary.
    Temp(Temp),
}

/// One step of an operation. Names are those of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// load: `to` = the word that `from` points to.
    Load {
        /// Where the word goes.
        to: Temp,
        /// A [`Kind::Word`] parameter.
        from: &'static str,
    },
    /// load-at: `to` = the word at the address `base` + `offset` bytes.
    LoadAt {
        /// Where the word goes.
        to: Temp,
        /// The address.
        base: Temp,
        /// A [`Kind::Offset`] parameter to add to it.
        offset: Option<&'static str>,
    },
    /// store: the word that `to` points to = `value`.
    Store {
        /// A [`Kind::Word`] parameter.
        to: &'static str,
        /// What to store.
        value: Source,
    },
    /// store-at: the word at the address `base` = `value`.
    StoreAt {
        /// The address.
        base: Temp,
        /// What to store.
        value: Temp,
    },
    /// add: `to` += `amount`, modulo the size of a word.
    Add {
        /// What to add to.
        to: Temp,
        /// A [`Kind::Value`] parameter.
        amount: &'static str,
    },
    /// exit-if-equal: leave the section through its exit `eq` if `left` is `right`.
    ExitIfEqual {
        /// What to compare.
        left: Place,
        /// A [`Kind::Value`] parameter.
        right: &'static str,
    },
    /// exit-if-different: leave the section through its exit `ne` unless `left` is `right`.
    ExitIfDifferent {
        /// What to compare.
        left: Place,
        /// A [`Kind::Value`] parameter.
        right: &'static str,
    },
    /// memcpy: copy `length` bytes, which may be 0, between memory that does not overlap.
    Memcpy {
        /// A [`Kind::Bytes`] parameter: the destination.
        to: &'static str,
        /// A [`Kind::Bytes`] parameter: the source.
        from: &'static str,
        /// The [`Kind::Length`] parameter.
        length: &'static str,
    },
}

impl Word {
    /// The name of the C label by which the section is left at this step, if it can be.
    #[must_use]
    pub const fn exit(&self) -> Option<&'static str> {
        match self {
            Self::ExitIfEqual { .. } => Some("eq"),
            Self::ExitIfDifferent { .. } => Some("ne"),
            _ => None,
        }
    }

    /// Whether the step stores to memory that others see.
    #[must_use]
    pub const fn stores(&self) -> bool {
        matches!(self, Self::Store { .. } | Self::StoreAt { .. } | Self::Memcpy { .. })
    }

    /// The step as one line of pseudo-code.
    #[must_use]
    pub fn pseudocode(&self) -> String {
        let place = |place: &Place| match place {
            Place::Word(name) => format!("*{name}"),
            Place::Temp(temp) => temp.to_string(),
        };
        match self {
            Self::Load { to, from } => format!("{to} = *{from};"),
            Self::LoadAt { to, base, offset: Some(offset) } => {
                format!("{to} = *(intptr_t *)({base} + {offset});")
            }
            Self::LoadAt { to, base, offset: None } => format!("{to} = *(intptr_t *){base};"),
            Self::Store { to, value: Source::Parameter(value) } => format!("*{to} = {value};"),
            Self::Store { to, value: Source::Temp(value) } => format!("*{to} = {value};"),
            Self::StoreAt { base, value } => format!("*(intptr_t *){base} = {value};"),
            Self::Add { to, amount } => format!("{to} += {amount};"),
            Self::ExitIfEqual { left, right } => {
                format!("if ({} == {right}) return 1;", place(left))
            }
            Self::ExitIfDifferent { left, right } => {
                format!("if ({} != {right}) return 1;", place(left))
            }
            Self::Memcpy { to, from, length } => format!("memcpy({to}, {from}, {length});"),
        }
    }

    /// The temporaries that the step names.
    #[must_use]
    pub fn temps(&self) -> Vec<Temp> {
        match *self {
            Self::Load { to, .. } | Self::Add { to, .. } => vec![to],
            Self::LoadAt { to, base, .. } => vec![to, base],
            Self::Store { value: Source::Temp(value), .. } => vec![value],
            Self::StoreAt { base, value } => vec![base, value],
            Self::ExitIfEqual { left: Place::Temp(temp), .. }
            | Self::ExitIfDifferent { left: Place::Temp(temp), .. } => vec![temp],
            _ => vec![],
        }
    }
}

/// A step of an operation.
#[derive(Debug)]
pub struct Step {
    /// What it does.
    pub word: Word,
    /// Whether an injection point follows. They count up from 4 (1 to 3 are those of entering the
    /// section), and programs that inject code know them by number.
    pub point: bool,
}

/// Memory order of the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// A plain store.
    Relaxed,
    /// Everything before it in program order is visible before the commit is.
    Release,
}

impl Order {
    /// As in the names of functions.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Relaxed => "relaxed",
            Self::Release => "release",
        }
    }
}

/// What the index of the caller is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The number of the current CPU.
    CpuId,
    /// The concurrency id.
    MmCid,
}

impl Mode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::CpuId, Self::MmCid];

    /// As in the names of functions, and of the member of `struct rseq_abi`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CpuId => "cpu_id",
            Self::MmCid => "mm_cid",
        }
    }
}

/// An operation: one public function.
#[derive(Debug)]
pub struct Operation {
    /// The C name.
    pub name: &'static str,
    /// One sentence for the manual: what it does.
    pub summary: &'static str,
    /// What else there is to say, in paragraphs.
    pub details: &'static [&'static str],
    /// Parameters in their order; the index follows them.
    pub parameters: &'static [Parameter],
    /// The steps; the last is the commit.
    pub steps: &'static [Step],
    /// Whether [`Order::Release`] exists.
    pub release: bool,
    /// A macro that is defined, empty, where the function exists.
    pub feature: Option<&'static str>,
}

impl Operation {
    /// The orders that exist.
    #[must_use]
    pub fn orders(&self) -> &'static [Order] {
        if self.release { &[Order::Relaxed, Order::Release] } else { &[Order::Relaxed] }
    }

    /// The name of the function with this order and mode.
    #[must_use]
    pub fn instance(&self, order: Order, mode: Mode) -> String {
        format!("{}_{}_{}", self.name, order.name(), mode.name())
    }

    /// The parameters and the index.
    pub fn all_parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        self.parameters.iter().chain(std::iter::once(&INDEX))
    }

    /// The exits of the comparisons, each once, in order.
    #[must_use]
    pub fn exits(&self) -> Vec<&'static str> {
        let mut exits: Vec<_> = self.steps.iter().filter_map(|step| step.word.exit()).collect();
        exits.dedup();
        exits
    }

    /// Whether the commit stores to the word that this parameter points to.
    #[must_use]
    pub fn commits_to(&self, parameter: &Parameter) -> bool {
        let commit = self.steps.last().map(|step| step.word);
        matches!(commit, Some(Word::Store { to, .. }) if to == parameter.name)
    }

    /// How many steps there are up to the last comparison, it included.
    #[must_use]
    pub fn compared(&self) -> usize {
        self.steps.iter().rposition(|step| step.word.exit().is_some()).map_or(0, |last| last + 1)
    }

    /// What is said when the comparisons of RSEQ_COMPARE_TWICE fail: of the index, then of each
    /// expected value.
    #[must_use]
    pub fn messages(&self) -> Vec<&'static str> {
        let mut messages = vec!["cpu_id comparison failed"];
        match self.steps.iter().filter(|step| step.word.exit().is_some()).count() {
            0 => {}
            1 => messages.push("expected value comparison failed"),
            _ => messages.extend([
                "1st expected value comparison failed",
                "2nd expected value comparison failed",
            ]),
        }
        messages
    }
}

/// The last parameter of every operation.
pub static INDEX: Parameter = Parameter {
    name: "cpu",
    kind: Kind::Index,
    doc: "The index that the caller used to find the data: rseq_cpu_start() or, of mode \
          RSEQ_PERCPU_MM_CID, rseq_current_mm_cid().",
};

const fn parameter(name: &'static str, kind: Kind, doc: &'static str) -> Parameter {
    Parameter { name, kind, doc }
}

const fn step(word: Word) -> Step {
    Step { word, point: false }
}

/// A step that an injection point follows.
const fn step_point(word: Word) -> Step {
    Step { word, point: true }
}

const V: Parameter = parameter("v", Kind::Word, "The word to update.");
const EXPECT: Parameter =
    parameter("expect", Kind::Value, "What *v must be for the operation to go on.");
const NEWV: Parameter = parameter("newv", Kind::Value, "What to store to *v.");

/// What is to be said of all operations, a C comment.
pub const MANUAL: &str = r#"/*
 * Operations on per-CPU data.
 *
 * The caller reads an index, finds the data of that index with it, and hands both to an operation.
 * The operation takes effect as a whole, by its commit, or not at all, and only while the thread has
 * that index: there is nobody else who could have looked at the data or changed it in between, as
 * long as all who do use these operations with the same kind of index. A value may be any constant
 * or expression; words must be aligned as intptr_t is.
 *
 * What they return.
 *
 *  0  The operation committed.
 *  1  A comparison told it not to: see the operation. Operations without comparison never return 1.
 * -1  The operation was aborted. The kernel preempted the thread, moved it or delivered a signal to
 *     it, or the thread has not, or no longer, the index cpu. Read the index again and retry.
 *
 * On 1 and -1 the commit did not happen; what the operation stores before it may have happened on
 * -1. errno stays as it is.
 *
 * Retrying for ever. Some operations return -1 each time: in a thread that is not registered, with a
 * memory order or kind of index that the operation does not have, and with a negative constant as
 * cpu. A program that cannot rule these out limits its retries, or looks whether
 * rseq_current_cpu_raw() is negative, before it falls back to something else.
 *
 * Threads that are not registered. Their cpu_id is negative and equals no index, so that operations
 * with RSEQ_PERCPU_CPU_ID return -1: unless the program passes that negative number itself as a
 * variable, what rseq_current_cpu_raw() returned for example, which makes the operation run
 * unprotected. Use rseq_cpu_start(), or check the number. The mm_cid of a thread area that belongs
 * to this library is -1 until the thread is registered and on kernels that do not have it (before
 * Linux 6.3), so that operations with RSEQ_PERCPU_MM_CID return -1 as well. In an area of the C
 * library it is 0 then, which is a valid index: use RSEQ_PERCPU_MM_CID only if
 * rseq_mm_cid_available().
 *
 * Memory order. The loads and stores of an operation are those of one thread on its CPU. With
 * RSEQ_MO_RELEASE, where it exists, everything before the commit is visible to other CPUs before it
 * is. To keep what follows behind what was loaded, use rseq_smp_acquire__after_ctrl_dep() after the
 * operation returned 0.
 *
 * All are thread-safe and async-signal-safe; a signal handler that runs one aborts the operation that
 * it interrupted, if any. A thread that has used them calls rseq_prepare_unload() before their code
 * is unmapped.
 *
 * Each exists once more for every order and index under the name with a suffix, such as
 * rseq_load_add_store__ptr_relaxed_cpu_id(v, count, cpu), without the first two arguments.
 */
"#;

/// All operations, in the order of the headers.
pub static OPERATIONS: &[Operation] = &[
    Operation {
        name: "rseq_load_cbne_store__ptr",
        summary: "Stores newv to *v if *v is expect.",
        details: &["The compare-and-exchange of per-CPU data: a spinlock, a flag, the head of a \
                    list to push to."],
        parameters: &[V, EXPECT, NEWV],
        steps: &[
            step_point(Word::ExitIfDifferent { left: Place::Word("v"), right: "expect" }),
            step_point(Word::Store { to: "v", value: Source::Parameter("newv") }),
        ],
        release: false,
        feature: None,
    },
    Operation {
        name: "rseq_load_add_store__ptr",
        summary: "Adds count to *v.",
        details: &["The fetch-and-add of per-CPU data: a counter."],
        parameters: &[V, parameter("count", Kind::Value, "What to add; wraps around.")],
        steps: &[
            step(Word::Load { to: X, from: "v" }),
            step(Word::Add { to: X, amount: "count" }),
            step_point(Word::Store { to: "v", value: Source::Temp(X) }),
        ],
        release: false,
        feature: None,
    },
    Operation {
        name: "rseq_load_cbeq_store_add_load_store__ptr",
        summary: "Unless *v is expectnot, stores it to *load and the word at *v + voffp to *v.",
        details: &[
            "Pops the first node of a linked list: v is the head, expectnot the end of the list \
             (NULL), voffp the offset of the link in a node, and load receives the node.",
            "*load may have been written when the operation returns -1.",
        ],
        parameters: &[
            V,
            parameter("expectnot", Kind::Value, "What *v must not be for the operation to go on."),
            parameter("voffp", Kind::Offset, "Distance in bytes of the word from the address *v."),
            parameter("load", Kind::Word, "Receives what *v was."),
        ],
        steps: &[
            step(Word::Load { to: X, from: "v" }),
            step_point(Word::ExitIfEqual { left: Place::Temp(X), right: "expectnot" }),
            step(Word::Store { to: "load", value: Source::Temp(X) }),
            step(Word::LoadAt { to: X, base: X, offset: Some("voffp") }),
            step_point(Word::Store { to: "v", value: Source::Temp(X) }),
        ],
        release: false,
        feature: None,
    },
    Operation {
        name: "rseq_load_cbne_store_store__ptr",
        summary: "If *v is expect, stores newv2 to *v2, then newv to *v.",
        details: &[
            "Appends to an array: *v2 is the free slot and *v the number of slots in use. With \
             RSEQ_MO_RELEASE whoever sees newv in *v sees *v2 as well.",
            "*v2 may have been written when the operation returns -1.",
        ],
        parameters: &[
            V,
            EXPECT,
            parameter("v2", Kind::Word, "The word to write first."),
            parameter("newv2", Kind::Value, "What to store to *v2."),
            NEWV,
        ],
        steps: &[
            step_point(Word::ExitIfDifferent { left: Place::Word("v"), right: "expect" }),
            step_point(Word::Store { to: "v2", value: Source::Parameter("newv2") }),
            step_point(Word::Store { to: "v", value: Source::Parameter("newv") }),
        ],
        release: true,
        feature: None,
    },
    Operation {
        name: "rseq_load_cbne_load_cbne_store__ptr",
        summary: "Stores newv to *v if *v is expect and *v2 is expect2.",
        details: &["Takes from an array: *v is the number of slots in use and *v2 the slot that \
                    the caller has read."],
        parameters: &[
            V,
            EXPECT,
            parameter("v2", Kind::Word, "A second word to compare."),
            parameter("expect2", Kind::Value, "What *v2 must be for the operation to go on."),
            NEWV,
        ],
        steps: &[
            step_point(Word::ExitIfDifferent { left: Place::Word("v"), right: "expect" }),
            step_point(Word::ExitIfDifferent { left: Place::Word("v2"), right: "expect2" }),
            step_point(Word::Store { to: "v", value: Source::Parameter("newv") }),
        ],
        release: false,
        feature: None,
    },
    Operation {
        name: "rseq_load_cbne_memcpy_store__ptr",
        summary: "If *v is expect, copies len bytes from src to dst, then stores newv to *v.",
        details: &[
            "Moves records into an array of them, or out of it: *v is the number of bytes in use. \
             With RSEQ_MO_RELEASE whoever sees newv in *v sees the copy as well.",
            "Source and destination must not overlap and may be aligned in any way; words are \
             copied where that is faster than bytes, in no particular order. The copy may have \
             happened in part or as a whole when the operation returns -1. The longer the copy, \
             the more likely is the abort: some hundred bytes are fine, a page is not.",
        ],
        parameters: &[
            V,
            EXPECT,
            parameter("dst", Kind::Bytes, "Where to copy to."),
            parameter("src", Kind::Bytes, "Where to copy from."),
            parameter("len", Kind::Length, "How many bytes to copy; may be 0."),
            NEWV,
        ],
        steps: &[
            step_point(Word::ExitIfDifferent { left: Place::Word("v"), right: "expect" }),
            step_point(Word::Memcpy { to: "dst", from: "src", length: "len" }),
            step_point(Word::Store { to: "v", value: Source::Parameter("newv") }),
        ],
        release: true,
        feature: None,
    },
    Operation {
        name: "rseq_load_add_load_load_add_store__ptr",
        summary: "Adds inc to the word whose address is in the word at *ptr + off.",
        details: &["Updates a counter that is found through a table of pointers which another \
                    thread may exchange (and then wait for with membarrier(2), \
                    MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ): *ptr is the table of this CPU and off \
                    the offset of the pointer in it."],
        parameters: &[
            parameter("ptr", Kind::Word, "The word that holds the address of the table."),
            parameter("off", Kind::Offset, "Distance in bytes of the pointer in the table."),
            parameter("inc", Kind::Value, "What to add; wraps around."),
        ],
        steps: &[
            step(Word::Load { to: X, from: "ptr" }),
            step(Word::LoadAt { to: X, base: X, offset: Some("off") }),
            step(Word::LoadAt { to: Y, base: X, offset: None }),
            step(Word::Add { to: Y, amount: "inc" }),
            step_point(Word::StoreAt { base: X, value: Y }),
        ],
        release: false,
        feature: Some("rseq_arch_has_load_add_load_load_add_store"),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_well_formed() {
        for operation in OPERATIONS {
            let name = operation.name;
            let kind = |wanted: &str| {
                operation.parameters.iter().find(|p| p.name == wanted).map(|p| p.kind)
            };
            let last = operation.steps.last().expect(name);
            assert!(matches!(last.word, Word::Store { .. } | Word::StoreAt { .. }), "{name}");
            assert!(last.point, "{name}: no injection point after the commit");
            assert!(operation.exits().len() <= 1, "{name}: exits of both kinds");
            for step in operation.steps {
                let expected: &[(&str, Kind)] = match step.word {
                    Word::Load { from, .. } => &[(from, Kind::Word)],
                    Word::LoadAt { offset: Some(offset), .. } => &[(offset, Kind::Offset)],
                    Word::LoadAt { offset: None, .. } | Word::StoreAt { .. } => &[],
                    Word::Store { to, value: Source::Parameter(value) } => {
                        &[(to, Kind::Word), (value, Kind::Value)]
                    }
                    Word::Store { to, value: Source::Temp(_) } => &[(to, Kind::Word)],
                    Word::Add { amount, .. } => &[(amount, Kind::Value)],
                    Word::ExitIfEqual { left: Place::Word(left), right }
                    | Word::ExitIfDifferent { left: Place::Word(left), right } => {
                        &[(left, Kind::Word), (right, Kind::Value)]
                    }
                    Word::ExitIfEqual { right, .. } | Word::ExitIfDifferent { right, .. } => {
                        &[(right, Kind::Value)]
                    }
                    Word::Memcpy { to, from, length } => {
                        &[(to, Kind::Bytes), (from, Kind::Bytes), (length, Kind::Length)]
                    }
                };
                for &(parameter, wanted) in expected {
                    assert_eq!(kind(parameter), Some(wanted), "{name}: {parameter}");
                }
            }
        }
    }
}
