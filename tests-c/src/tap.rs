//! Reads TAP strictly: whatever a program did not say in so many words is a failure.

/// What the output of one program amounts to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed.
    pub failed: usize,
    /// Tests that were skipped; 1 for a program that skipped everything.
    pub skipped: usize,
    /// Reasons of what was skipped, without repetitions.
    pub reasons: Vec<String>,
    /// What is wrong: failed tests by name, and everything that is not as TAP wants it.
    pub problems: Vec<String>,
}

/// Reads a program's standard output.
pub fn parse(output: &str) -> Report {
    let mut report = Report::default();
    let mut plan = None;
    for line in output.lines() {
        if line.starts_with('#') {
            continue;
        } else if let Some(rest) = line.strip_prefix("1..") {
            let (number, skip) = directive(rest);
            if plan.is_some() {
                report.problems.push("second plan".into());
            }
            match number.trim().parse::<usize>() {
                Ok(0) if skip.is_some() => report.skip(1, skip.unwrap_or_default()),
                Ok(n) if n > 0 && skip.is_none() => {}
                _ => report.problems.push(format!("bad plan: {line}")),
            }
            plan = number.trim().parse().ok();
        } else if let Some(rest) = line.strip_prefix("ok ") {
            let (text, skip) = directive(rest);
            report.expect_number(text, line);
            match skip {
                Some(reason) => report.skip(1, reason),
                None => report.passed += 1,
            }
        } else if let Some(rest) = line.strip_prefix("not ok ") {
            report.expect_number(rest, line);
            report.failed += 1;
            report.problems.push(line.into());
        } else {
            // "Bail out!" is one of these, with its reason.
            report.problems.push(format!("not TAP: {line}"));
        }
    }
    let run = report.tests();
    match plan {
        None => report.problems.push("no plan".into()),
        Some(0) if run == 1 && report.skipped == 1 => {}
        Some(planned) if planned != run => {
            report.problems.push(format!("{planned} tests planned, {run} run"));
        }
        Some(_) => {}
    }
    report
}

impl Report {
    fn tests(&self) -> usize {
        self.passed + self.failed + self.skipped
    }

    fn skip(&mut self, tests: usize, reason: &str) {
        self.skipped += tests;
        if reason.is_empty() {
            self.problems.push("skipped without a reason".into());
        }
        if !self.reasons.iter().any(|known| known == reason) {
            self.reasons.push(reason.into());
        }
    }

    fn expect_number(&mut self, text: &str, line: &str) {
        let number = text.split_whitespace().next().and_then(|word| word.parse().ok());
        if number != Some(self.tests() + 1) {
            self.problems.push(format!("test {} expected: {line}", self.tests() + 1));
        }
    }
}

/// Splits `text # SKIP reason` into the text and the reason.
fn directive(text: &str) -> (&str, Option<&str>) {
    match text.split_once("# SKIP") {
        Some((text, reason)) => (text, Some(reason.trim())),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expect(output: &str, counts: (usize, usize, usize), problems: &[&str]) {
        let report = parse(output);
        assert_eq!((report.passed, report.failed, report.skipped), counts, "{output}");
        assert_eq!(report.problems, problems, "{output}");
    }

    #[test]
    fn good_output() {
        expect("1..2\nok 1 - a\n# b\nok 2 - c\n", (2, 0, 0), &[]);
        expect("ok 1 - a\n1..1\n", (1, 0, 0), &[]);
        expect("1..2\nok 1 - a\nok 2 # SKIP old kernel\n", (1, 0, 1), &[]);
        expect("1..0 # SKIP no rseq\n", (0, 0, 1), &[]);
        assert_eq!(parse("1..0 # SKIP no rseq\n").reasons, ["no rseq"]);
    }

    #[test]
    fn bad_output() {
        expect("", (0, 0, 0), &["no plan"]);
        expect("ok 1 - a\n", (1, 0, 0), &["no plan"]);
        expect("1..2\nok 1 - a\n", (1, 0, 0), &["2 tests planned, 1 run"]);
        expect("1..1\nok 1 - a\nok 2 - b\n", (2, 0, 0), &["1 tests planned, 2 run"]);
        expect("1..1\nnot ok 1 - a\n", (0, 1, 0), &["not ok 1 - a"]);
        expect("1..1\nok 2 - a\n", (1, 0, 0), &["test 1 expected: ok 2 - a"]);
        expect("1..1\n1..1\nok 1 - a\n", (1, 0, 0), &["second plan"]);
        expect("1..0\n", (0, 0, 0), &["bad plan: 1..0"]);
        expect("1..0 # SKIP\n", (0, 0, 1), &["skipped without a reason"]);
        expect("1..1\nok 1 # SKIP \n", (0, 0, 1), &["skipped without a reason"]);
        expect("1..1\nhello\nok 1 - a\n", (1, 0, 0), &["not TAP: hello"]);
        expect(
            "1..1\nBail out! broken\n",
            (0, 0, 0),
            &["not TAP: Bail out! broken", "1 tests planned, 0 run"],
        );
        expect(
            "1..0 # SKIP all\nok 1 - a\n",
            (1, 0, 1),
            &["test 2 expected: ok 1 - a", "0 tests planned, 2 run"],
        );
    }
}
