//! Runs one machine.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::machines::End;
use crate::row::Job;
use crate::transcript;

/// Why there is no complete output.
pub struct Failure {
    /// Whether the first process was reached.
    pub booted: bool,
    /// For the reader.
    pub why: String,
}

/// The longest start that was seen took 139 seconds, with 64 CPUs.
const BOOT_LIMIT: Duration = Duration::from_secs(300);

/// Runs a machine to its end, or to that of the time limit, and returns what its console shows,
/// which is in the file `log` too.
pub fn run(
    mut qemu: Command,
    job: &Job,
    kernel: &Path,
    image: &Path,
    log: &Path,
    limit: Duration,
) -> Result<String, Failure> {
    let (machine, cpus) = (job.machine, job.cpus);
    let end = if machine.end == End::Restart { "restart" } else { "off" };
    // What the kernel does not know and has no "=" are words for the first process.
    let parameters =
        format!("console={} panic=-1 quiet {} -- {end}", machine.console, machine.parameters);
    qemu.args(machine.options)
        .args(["-smp", &cpus.to_string(), "-m", &machine.memory.to_string()])
        .args(["-nographic", "-no-reboot", "-nic", "none"])
        .arg("-kernel")
        .arg(kernel)
        .arg("-initrd")
        .arg(image)
        .args(["-append", &parameters]);
    if machine.nodes == 2 && cpus > 1 {
        for (node, first, last) in [(0, 0, cpus / 2 - 1), (1, cpus / 2, cpus - 1)] {
            let size = machine.memory / 2;
            qemu.args(["-object", &format!("memory-backend-ram,id=m{node},size={size}M")])
                .args(["-numa", &format!("node,nodeid={node},cpus={first}-{last},memdev=m{node}")]);
        }
    }
    let booted = || fs::read(log).is_ok_and(|console| transcript::has_booted(&console));
    let failure = |why: String| Failure { booted: booted(), why };
    let output =
        File::create(log).map_err(|error| failure(format!("{}: {error}", log.display())))?;
    let errors = output.try_clone().map_err(|error| failure(error.to_string()))?;
    let mut child = qemu
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .map_err(|error| failure(format!("{qemu:?}: {error}")))?;
    let start = Instant::now();
    let mut limit_now = BOOT_LIMIT.min(limit);
    loop {
        match child.try_wait() {
            Ok(None) if start.elapsed() < limit_now => thread::sleep(Duration::from_millis(50)),
            Ok(None) if limit_now < limit && booted() => limit_now = limit,
            Ok(Some(status)) if status.success() => break,
            result => {
                // It may have ended meanwhile; then there is nothing to kill.
                let _ = child.kill();
                let _ = child.wait();
                let why = match result {
                    Ok(Some(status)) => status.to_string(),
                    Ok(None) => format!("not finished after {} seconds", limit_now.as_secs()),
                    Err(error) => error.to_string(),
                };
                return Err(failure(format!("{}: {why}, see {}", machine.emulator, log.display())));
            }
        }
    }
    let console = fs::read(log).map_err(|error| failure(format!("{}: {error}", log.display())))?;
    Ok(String::from_utf8_lossy(&console).into_owned())
}
