//! Runs a test program with a time limit and judges it.

use std::fs::File;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::tap::{self, Report};

/// What became of one program.
#[derive(Debug)]
pub struct Outcome {
    /// What its output says. `problems` is empty if and only if the program passed.
    pub report: Report,
    /// What it wrote to standard error.
    pub stderr: String,
    /// How long it ran.
    pub elapsed: Duration,
}

/// Runs `command`, at most for `seconds`. Its output goes to files next to `program`, so that a
/// process which it leaves behind cannot keep a pipe open.
///
/// `may_skip`: skipped tests are no failure.
pub fn run(command: &Command, program: &Path, seconds: u32, may_skip: bool) -> Outcome {
    let start = Instant::now();
    let (status, stdout, stderr) = match execute(command, program, seconds) {
        Ok(result) => result,
        Err(error) => {
            let problem = format!("{command:?}: {error}");
            let report = Report { problems: vec![problem], ..Report::default() };
            return Outcome { report, stderr: String::new(), elapsed: start.elapsed() };
        }
    };
    let elapsed = start.elapsed();
    let mut report = tap::parse(&stdout);
    if !status.success() {
        // timeout(1) says so, or, where it had to kill the program, dies in the same way.
        let timed_out = status.code() == Some(TIMED_OUT)
            || status.signal() == Some(SIGKILL) && elapsed.as_secs() >= u64::from(seconds);
        report.problems.push(if timed_out {
            format!("not finished after {seconds} seconds")
        } else {
            status.to_string()
        });
    }
    if !may_skip {
        report.problems.extend(report.reasons.iter().map(|reason| format!("skipped: {reason}")));
    }
    Outcome { report, stderr, elapsed }
}

/// Exit code of timeout(1) after a program that had to be ended.
const TIMED_OUT: i32 = 124;
const SIGKILL: i32 = 9;

fn execute(
    command: &Command,
    program: &Path,
    seconds: u32,
) -> io::Result<(ExitStatus, String, String)> {
    let (stdout, stderr) = (program.with_extension("out"), program.with_extension("err"));
    // timeout(1) kills the children of the program as well.
    let mut limited = Command::new("timeout");
    limited.arg("--kill-after=2").arg(seconds.to_string());
    limited.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    if let Some(directory) = command.get_current_dir() {
        limited.current_dir(directory);
    }
    limited.stdin(Stdio::null()).stdout(File::create(&stdout)?).stderr(File::create(&stderr)?);
    let status = limited.status()?;
    let read = |path| std::fs::read(path).map(|text| String::from_utf8_lossy(&text).into_owned());
    Ok((status, read(stdout)?, read(stderr)?))
}
