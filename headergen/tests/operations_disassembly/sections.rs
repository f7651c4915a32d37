//! What the operations are in a linked program: their ELF sections are as debuggers and other tools
//! expect them, and agree with the instructions.

use std::collections::BTreeSet;

use crate::{Compiled, Target, compile, is_position_independent, targets};

const WRITE: u64 = 1;
const ALLOC: u64 = 2;
const EXECUTE: u64 = 4;

/// Addresses are what they are at run time only in a program that is not relocated.
const FIXED: [&str; 2] = ["-static", "-no-pie"];

fn every_target(test: &str, check: impl Fn(&Target, &[&str])) {
    for target in targets() {
        for flags in [&["-O0"][..], &["-O2"], &["-Os", "-DRSEQ_COMPARE_TWICE"]] {
            println!("{test}: {}: {}", target.name, flags.join(" "));
            check(&target, flags);
        }
    }
}

#[test]
fn sections_have_the_formats_that_tools_read() {
    every_target("sections", |target, flags| {
        let program = compile(target, "sections", &[flags, &FIXED].concat());
        let elf = &program.elf;
        let data = ["__rseq_cs", "__rseq_cs_ptr_array", "__rseq_exit_point_array"];
        for name in data {
            assert_eq!(elf.find(name).flags, WRITE | ALLOC, "{name}");
        }
        assert_eq!(elf.find("__rseq_cs").align % 32, 0);
        let descriptors = elf.entries("__rseq_cs_ptr_array");
        let unique: BTreeSet<_> = descriptors.iter().collect();
        assert_eq!(unique.len(), descriptors.len());
        let covered: BTreeSet<_> = descriptors
            .iter()
            .filter_map(|descriptor| elf.function(read(&program, *descriptor).start))
            .collect();
        for function in elf.functions.keys().filter(|name| name.starts_with("call_")) {
            let part = function.ends_with(".cold");
            assert!(part || covered.contains(function.as_str()), "{function} has no section");
        }
        // Descriptors are aligned to their size, so that the section is full of them.
        assert_eq!(elf.size("__rseq_cs"), 32 * descriptors.len());
        assert_eq!(elf.entries("__rseq_exit_point_array").len() % 2, 0);
        for descriptor in descriptors {
            check_section(target, &program, descriptor);
        }
        check_exits(&program);
    });
}

struct Descriptor {
    start: u64,
    commit: u64,
    abort: u64,
}

fn read(program: &Compiled, descriptor: u64) -> Descriptor {
    let member = |offset| program.elf.load(descriptor + offset, 8);
    assert_eq!(descriptor % 32, 0);
    assert_eq!(member(0), 0, "version and flags");
    let start = member(8);
    Descriptor { start, commit: start + member(16), abort: member(24) }
}

/// The section that a descriptor describes: its signature, its commit, its ways out.
fn check_section(target: &Target, program: &Compiled, descriptor: u64) {
    let Descriptor { start, commit, abort } = read(program, descriptor);
    let elf = &program.elf;
    let function = elf.function(start).expect("a function around the section");
    assert_eq!(elf.function(commit), Some(function));
    assert!(start < commit && !(start..commit).contains(&abort), "{function}");
    for address in [start, commit] {
        assert!(program.instructions.contains_key(&address), "{function}: {address:#x}");
    }
    let signature = target.isa.signature[usize::from(elf.big_endian)];
    assert_eq!(elf.load(abort - 4, 4), u64::from(signature), "{function}");
    let failure = elf.find("__rseq_failure");
    assert_eq!(failure.flags, ALLOC | EXECUTE);

    let last = program.before(commit).expect("an instruction");
    assert!((target.isa.stores)(last), "{function}: the commit is {last}");
    if target.isa.delays {
        let (_, behind) = program.range(start..commit).rev().nth(1).expect("two instructions");
        assert!(!(target.isa.jumps)(behind), "{function}: the commit is in the slot of {behind}");
    }
    // The descriptor becomes visible to the kernel right before the section.
    let first = program.before(start).expect("an instruction");
    assert!((target.isa.stores)(first), "{function}: entered by {first}");

    let exits: BTreeSet<u64> =
        exits(program).filter(|(of, _)| *of == start).map(|(_, exit)| exit).collect();
    let mut taken = BTreeSet::new();
    for (address, instruction) in program.range(start..commit) {
        assert!(!instruction.starts_with("call"), "{function}: {instruction}");
        if (target.isa.jumps)(instruction) {
            let to = target
                .destination(address, instruction)
                .unwrap_or_else(|| panic!("{function}: where does {instruction} go?"));
            if !(start..commit).contains(&to) {
                taken.insert(to);
            }
        }
    }
    // The check of the index goes to the abort handler, or to where that goes, which is declared.
    let handler = taken.remove(&abort);
    assert_eq!(taken, exits, "{function}: the ways out, and those declared");
    let label = program.instructions.get(&abort).and_then(|jump| target.destination(abort, jump));
    assert!(handler || label.is_none_or(|label| exits.contains(&label)), "{function}: the index");
}

fn exits(program: &Compiled) -> impl Iterator<Item = (u64, u64)> {
    let entries = program.elf.entries("__rseq_exit_point_array");
    (0..entries.len() / 2).map(move |pair| (entries[2 * pair], entries[2 * pair + 1]))
}

/// Every exit belongs to a section, and is in the function of the section.
fn check_exits(program: &Compiled) {
    let descriptors = program.elf.entries("__rseq_cs_ptr_array");
    let starts: BTreeSet<u64> =
        descriptors.iter().map(|descriptor| read(program, *descriptor).start).collect();
    for (start, exit) in exits(program) {
        assert!(starts.contains(&start), "{start:#x} starts no section");
        // -O2 moves what ends the program to a part of its own.
        let [name, other] = [start, exit].map(|address| program.elf.function(address));
        let name = name.expect("a function");
        let parts = [name.to_string(), format!("{name}.cold")];
        assert!(other.is_some_and(|other| parts.contains(&other.to_string())), "{name}");
    }
}

#[test]
fn position_independent_code_needs_no_relocation_of_text() {
    const TEXTREL: u64 = 22;
    every_target("relocations", |target, flags| {
        if target.compiler.is_bare {
            return is_position_independent(target, flags);
        }
        for position in [["-fPIC", "-shared"], ["-fPIE", "-pie"]] {
            // The linker warns, which is an error here, and says so in the file.
            let program = compile(target, "relocations", &[flags, &position].concat());
            assert!(!program.elf.has_dynamic(TEXTREL));
        }
    });
}
