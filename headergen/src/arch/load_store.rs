//! What back ends share that execute the instructions of a load-and-store machine: everything but
//! loads and stores works on registers.

use crate::arch::Backend;
use crate::model::{Form, Machine};

/// The modifier and the name in `%x[name]`.
pub(super) fn operand(text: &str) -> Option<(&str, &str)> {
    let (modifier, name) = text.strip_prefix('%')?.strip_suffix(']')?.split_once('[')?;
    Some((modifier, name))
}

/// The content of a register: one of the text, or one that the compiler chose for an operand. With
/// the modifier `zero`, an operand may also be the constant 0, for which there is a register.
pub(super) fn value(
    backend: &dyn Backend,
    zero: &str,
    text: &str,
    machine: &Machine,
) -> Result<u64, String> {
    let Some((modifier, name)) = operand(text) else {
        return machine.read(&register(backend, text)?);
    };
    match machine.binding(name)?.form {
        Form::Register(value) => Ok(value),
        Form::Constant(0) if modifier == zero => Ok(0),
        _ => Err(format!("{text} is no register")),
    }
}

/// The register that is changed: one of the text, none of the compiler's.
pub(super) fn register(backend: &dyn Backend, text: &str) -> Result<String, String> {
    backend.register(text).ok_or_else(|| format!("{text} is no register to use"))
}

/// The address of a memory operand, if it is one.
pub(super) fn memory(text: &str, machine: &Machine) -> Result<Option<u64>, String> {
    let Some(("", name)) = operand(text) else { return Ok(None) };
    match machine.binding(name)?.form {
        Form::Memory(address) => Ok(Some(address)),
        _ => Err(format!("{text} is not in memory")),
    }
}

/// A constant as it is written.
pub(super) fn immediate(text: &str) -> Result<i64, String> {
    let digits = text.strip_prefix("0x");
    let value = digits.map_or_else(|| text.parse(), |digits| i64::from_str_radix(digits, 16));
    value.map_err(|_| format!("{text} is no constant"))
}

/// The value, or an error if the address is not a multiple of the size.
pub(super) fn aligned(address: u64, size: usize) -> Result<u64, String> {
    if address % size as u64 == 0 {
        return Ok(address);
    }
    Err(format!("{size} bytes at {address:#x} are not aligned"))
}
