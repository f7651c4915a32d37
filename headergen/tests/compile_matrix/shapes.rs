//! The program that is compiled: a function around each operation in each shape.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use headergen::operation::{Kind, Mode, OPERATIONS, Operation};

/// Where words are: the index from a pointer, in words. The first ones are at bytes that
/// instructions have immediates for, at least some; the third is beyond those of twelve bits, and
/// the next beyond all. The last is in a variable of the program.
const PLACES: [(&str, &str); 6] = [
    ("first", "0"),
    ("near", "3"),
    ("far", "1026"),
    ("beyond", "200000"),
    ("indexed", "at"),
    ("variable", ""),
];

/// What values, offsets and lengths are.
#[derive(Clone, Copy)]
struct Values {
    name: &'static str,
    /// Constants in C for a value, an offset and a length, or none: parameters of the function.
    constants: Option<[&'static str; 3]>,
}

const VALUES: [Values; 3] = [
    Values { name: "variables", constants: None },
    Values { name: "small", constants: Some(["5", "-8", "16"]) },
    Values { name: "wide", constants: Some(["INTPTR_MAX / 3", "0x1234568", "0x12345"]) },
];

/// The C program.
pub struct Program {
    /// Where it is.
    pub file: PathBuf,
    /// How many functions it has.
    pub shapes: usize,
}

impl Program {
    /// Writes it into a directory, with a text to begin with.
    pub fn write(directory: &Path, start: &str) -> Self {
        let mut text = format!("{start}#include <rseq/rseq.h>\nstatic intptr_t variable[16];\n");
        let mut shapes = 0;
        for operation in OPERATIONS {
            for &order in operation.orders() {
                for instance in Mode::ALL.map(|mode| operation.instance(order, mode)) {
                    for place in PLACES {
                        for values in VALUES {
                            function(&mut text, operation, &instance, place, values);
                            shapes += 1;
                        }
                    }
                }
            }
        }
        let file = directory.join("program.c");
        fs::write(&file, text).unwrap();
        Self { file, shapes }
    }
}

fn function(
    out: &mut String,
    operation: &Operation,
    instance: &str,
    (place, at): (&str, &str),
    values: Values,
) {
    let mut parameters = Vec::new();
    let mut arguments = Vec::new();
    for (number, parameter) in operation.all_parameters().enumerate() {
        let name = parameter.name;
        let constant = match parameter.kind {
            Kind::Value => values.constants.map(|constants| constants[0].to_string()),
            Kind::Offset => values.constants.map(|constants| constants[1].to_string()),
            Kind::Length => values.constants.map(|constants| constants[2].to_string()),
            Kind::Word if at.is_empty() => Some(format!("&variable[{number}]")),
            _ => None,
        };
        if constant.is_none() {
            parameters.push(format!("{}{name}", parameter.kind.c_type()));
        }
        arguments.push(match parameter.kind {
            Kind::Word if !at.is_empty() => format!("&{name}[{at}]"),
            _ => constant.unwrap_or_else(|| name.to_string()),
        });
    }
    if at == "at" {
        parameters.push("long at".to_string());
    }
    let _ = writeln!(
        out,
        "int {instance}_{place}_{}({});\nint {instance}_{place}_{}({})\n{{\n    return {instance}({});\n}}",
        values.name,
        parameters.join(", "),
        values.name,
        parameters.join(", "),
        arguments.join(", ")
    );
}
