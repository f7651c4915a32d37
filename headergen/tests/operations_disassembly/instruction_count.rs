//! How many instructions the operations take.
//!
//! Counted as: gcc -O2 -fPIE, one function around each operation whose operands are its parameters,
//! all instructions of the function in the disassembly, without those that only fill space and
//! without the abort handler, which is in a section of its own. The limits are what librseq needs.
//! With -fPIC, the address of rseq_offset is one more load. Where the linker knows only programs at
//! fixed addresses, so is the program.

use crate::{Target, caller, compile, targets};
use headergen::operation::OPERATIONS;

const LIMITS: [(&str, usize); 6] = [
    ("rseq_load_add_store__ptr", 11),
    ("rseq_load_cbne_store__ptr", 15),
    ("rseq_load_cbne_store_store__ptr", 16),
    ("rseq_load_cbne_load_cbne_store__ptr", 16),
    ("rseq_load_cbeq_store_add_load_store__ptr", 22),
    ("rseq_load_add_load_load_add_store__ptr", 19),
];

fn counts(target: &Target, flags: &[&str]) -> Vec<(&'static str, usize)> {
    let program = compile(target, "count", &[&["-O2"], flags].concat());
    let count = |name: &str| {
        let function = program.elf.functions[name].clone();
        program.range(function).filter(|(_, text)| !(target.isa.fills)(text)).count()
    };
    OPERATIONS.iter().map(|operation| (operation.name, count(&caller(operation)))).collect()
}

#[test]
fn no_operation_takes_more_instructions_than_in_librseq() {
    for target in targets() {
        let links = match target.compiler.is_bare {
            true => [["-fPIE", "-static"], ["-fPIC", "-static"]],
            false => [["-fPIE", "-pie"], ["-fPIC", "-shared"]],
        };
        let [pie, pic] = links.map(|flags| counts(&target, &flags));
        println!("{:<45} -fPIE -fPIC librseq", target.name);
        for ((name, pie), (_, pic)) in pie.iter().zip(&pic) {
            let limit = LIMITS.iter().find(|(limited, _)| limited == name);
            let limit = limit.filter(|_| target.name == "x86-64").map(|(_, limit)| *limit);
            let shown = limit.map_or(String::new(), |limit| limit.to_string());
            println!("{name:<45} {pie:>5} {pic:>5} {shown:>7}");
            assert!(limit.is_none_or(|limit| *pie <= limit), "{name}");
        }
    }
}
