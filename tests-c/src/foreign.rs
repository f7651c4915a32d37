//! Programs of another architecture, which an emulator runs where the kernel cannot. The variables
//! that say so are set by `cross/check.sh`.

use std::env;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Whether the programs are for another architecture, TEST_ARCHITECTURE.
pub fn is_set() -> bool {
    words("TEST_ARCHITECTURE").is_some()
}

/// Words that stand before a program, TEST_EMULATOR: qemu-user, which knows no rseq and so makes
/// every program take its fallback paths. None for programs that the kernel runs.
pub fn emulator() -> Option<String> {
    words("TEST_EMULATOR").map(|words| words.join(" "))
}

/// Words for the compiler when it links a program with shared objects, TEST_LDFLAGS.
pub fn link_flags() -> Vec<String> {
    words("TEST_LDFLAGS").unwrap_or_default()
}

/// Why a test cannot be run in an emulator with these system calls denied. Programs get rseq's
/// ENOSYS from the emulator itself, which needs other system calls and has a substitute for those
/// that do not exist.
pub fn cannot_deny(rules: &str) -> Option<&'static str> {
    let other_errors = rules.split(',').any(|rule| !rule.is_empty() && !rule.ends_with("=ENOSYS"));
    (emulator().is_some() && other_errors).then_some("emulated system calls fail with ENOSYS alone")
}

/// How much longer than by a processor a program may take.
pub const TIMES_SLOWER: u32 = 5;

/// Puts a script in the place of a program, which starts the program in the emulator: so that
/// other programs, `deny` among them, can run it by its name.
pub fn wrap(program: &Path, emulator: &str) -> io::Result<()> {
    let emulated = program.with_extension("emulated");
    fs::rename(program, &emulated)?;
    fs::write(program, format!("#!/bin/sh\nexec {emulator} '{}' \"$@\"\n", emulated.display()))?;
    fs::set_permissions(program, fs::Permissions::from_mode(0o755))
}

fn words(variable: &str) -> Option<Vec<String>> {
    let text = env::var(variable).unwrap_or_default();
    let words: Vec<_> = text.split_whitespace().map(String::from).collect();
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn an_emulated_program_runs_under_its_name() {
        let program = env::temp_dir().join(format!("emulated-{}", std::process::id()));
        fs::write(&program, "not a program of this machine").unwrap();
        wrap(&program, "echo word").unwrap();
        let output = Command::new(&program).args(["a b", "c"]).output().unwrap();
        let emulated = program.with_extension("emulated");
        let expected = format!("word {} a b c\n", emulated.display());
        fs::remove_file(&program).unwrap();
        fs::remove_file(emulated).unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    }
}
