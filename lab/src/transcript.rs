//! What a machine wrote to its console: the output of the first process, `guest/init.c`, which says
//! what it means, among that of firmware and kernel.

use tests_c::tap::{self, Report};

/// What became of one test.
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// What its output says. `problems` is empty if and only if it passed.
    pub report: Report,
    /// Its output, for the reader of a failure.
    pub output: Vec<String>,
    /// How long it ran.
    pub milliseconds: u64,
}

impl Outcome {
    /// What it says of aborts of the library's operations, `ok 2 - load_..., point 3: 20 aborts`: names
    /// and numbers.
    pub fn aborts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.output.iter().filter_map(|line| {
            let (_, text) = line.strip_prefix("ok ")?.split_once(" - ")?;
            let (operation, number) = text.strip_suffix(" aborts")?.rsplit_once(": ")?;
            let (operation, _) = operation.split_once(',').unwrap_or((operation, ""));
            operation.starts_with("load_").then_some((operation, number.parse().ok()?))
        })
    }
}

/// Whether the first process was reached.
pub fn has_booted(console: &[u8]) -> bool {
    String::from_utf8_lossy(console).lines().any(|line| line.starts_with("@lab machine "))
}

/// Reads the output of the tests `expected`; the error says why it is not complete.
pub fn read(console: &str, expected: &[String]) -> (Vec<Outcome>, Option<String>) {
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut current: Option<(String, Vec<String>)> = None;
    let mut done = false;
    let mut problem = None;
    for line in console.lines().map(|line| line.trim_end_matches('\r')) {
        let Some(words) = line.strip_prefix("@lab ") else {
            if let Some((_, output)) = &mut current {
                output.push(line.into());
            }
            continue;
        };
        let words: Vec<_> = words.split_whitespace().collect();
        match (&words[..], current.take()) {
            (["begin", name], None) => current = Some((name.to_string(), Vec::new())),
            (["end", name, how, number, milliseconds], Some((begun, output))) if *name == begun => {
                let mut report = tap::parse(&output.join("\n"));
                if (*how, *number) != ("exit", "0") {
                    report.problems.push(format!("{how} {number}"));
                }
                let milliseconds = milliseconds.parse().unwrap_or_default();
                outcomes.push(Outcome { name: begun, report, output, milliseconds });
            }
            (["machine", ..], None) => {}
            (["done"], None) => done = true,
            _ => problem = Some(format!("unexpected: {line}")),
        }
    }
    if let Some((name, _)) = current {
        problem = Some(format!("it ended during {name}"));
    } else if !done && problem.is_none() {
        problem = Some("it did not come to the end".into());
    }
    let run: Vec<_> = outcomes.iter().map(|outcome| &outcome.name).collect();
    if problem.is_none() && !run.iter().copied().eq(expected) {
        problem = Some("it did not run what it was told to".into());
    }
    (outcomes, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPLETE: &str = "firmware\n@lab machine 2 CPUs\n@lab begin a\n1..1\r\nok 1 - x\r\n\
                            @lab end a exit 0 12\n@lab begin b\n1..1\nok 1 # SKIP none\n\
                            @lab end b exit 0 3\n@lab done\nreboot: Power down\n";

    fn problem(console: &str) -> Option<String> {
        read(console, &["a".into(), "b".into()]).1
    }

    #[test]
    fn what_passed_and_was_skipped() {
        let (outcomes, problem) = read(COMPLETE, &["a".into(), "b".into()]);
        assert_eq!(problem, None);
        let numbers: Vec<_> = outcomes
            .iter()
            .map(|o| (o.name.as_str(), o.report.passed, o.report.skipped, o.milliseconds))
            .collect();
        assert_eq!(numbers, [("a", 1, 0, 12), ("b", 0, 1, 3)]);
        assert!(outcomes.iter().all(|outcome| outcome.report.problems.is_empty()));
    }

    #[test]
    fn aborts_are_counted_by_operation() {
        let report = "1..3\nok 1 - load_a: 20 aborts\nok 2 - load_a, point 3: 5 aborts\nok 3 - x: 1 aborts\n";
        let console = COMPLETE.replace("1..1\r\nok 1 - x\r\n", report);
        let (outcomes, _) = read(&console, &["a".into(), "b".into()]);
        assert_eq!(outcomes[0].aborts().collect::<Vec<_>>(), [("load_a", 20), ("load_a", 5)]);
    }

    #[test]
    fn a_machine_that_booted() {
        assert!(has_booted(COMPLETE.as_bytes()));
        assert!(!has_booted(b"firmware\nLinux version 6.1\n"));
    }

    #[test]
    fn a_signal_is_a_failure() {
        let console = COMPLETE.replace("b exit 0", "b signal 11");
        let (outcomes, _) = read(&console, &["a".into(), "b".into()]);
        assert_eq!(outcomes[1].report.problems, ["signal 11"]);
    }

    #[test]
    fn an_output_that_is_not_complete() {
        let (start, _) = COMPLETE.split_once("@lab end b").unwrap();
        assert_eq!(problem(start).unwrap(), "it ended during b");
        assert_eq!(
            problem(&COMPLETE.replace("@lab done", "")).unwrap(),
            "it did not come to the end"
        );
        assert_eq!(problem("").unwrap(), "it did not come to the end");
        let (start, end) = COMPLETE.split_once("@lab begin b").unwrap();
        let without = format!("{start}{}", &end[end.find("@lab done").unwrap()..]);
        assert_eq!(problem(&without).unwrap(), "it did not run what it was told to");
    }
}
