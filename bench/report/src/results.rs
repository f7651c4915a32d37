// SPDX-License-Identifier: MIT
//! What rseq-bench wrote: the members of its JSON, see rseq-bench(1).

use serde::Deserialize;

/// A whole run.
#[derive(Deserialize)]
pub struct Run {
    /// Where and of what.
    pub machine: Machine,
    /// Whether the numbers mean nothing.
    pub smoke: bool,
    /// How often everything was measured, unless it takes long.
    pub repetitions: usize,
    /// How long one repetition of one subject took.
    pub milliseconds: f64,
    /// Everything that was measured, group by group.
    pub rows: Vec<Row>,
}

/// Where it was measured.
#[derive(Deserialize)]
pub struct Machine {
    /// The model of the processor.
    pub cpu: String,
    /// CPUs that the process may use.
    pub cpus_allowed: usize,
    /// Whether a hypervisor says that it is there.
    pub r#virtual: bool,
    /// As uname(2) has it.
    pub architecture: String,
    /// Name and release.
    pub kernel: String,
    /// Of rseq-bench.
    pub compiler: String,
    /// Its name and version.
    pub libc: String,
    /// Who registers threads.
    pub registered_by: String,
    /// Why there are no numbers of instructions.
    pub instructions_absent: Option<String>,
    /// What was measured.
    pub commit: Option<String>,
    /// The day.
    pub date: String,
}

/// One subject under one setup.
#[derive(Deserialize)]
pub struct Row {
    /// Its name.
    pub group: String,
    /// What is measured in the group.
    pub title: String,
    /// Of minimum, median and quartiles.
    pub unit: String,
    /// The way it is done.
    pub subject: String,
    /// How many threads do it at once.
    pub threads: usize,
    /// Whether each is bound to a CPU.
    pub pinned: bool,
    /// What the parameter is, as in "64 bytes".
    pub parameter_name: Option<String>,
    /// Its value.
    pub parameter: Option<u64>,
    /// The number of 2018.
    pub published: Option<f64>,
    /// Why there is no value.
    pub absent: Option<String>,
    /// The least value.
    pub minimum: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The first and the third.
    pub quartiles: Option<[f64; 2]>,
    /// Instructions of an operation.
    pub instructions: Option<f64>,
    /// One for each peer.
    pub ratios: Vec<Ratio>,
}

/// How many times the subject's value the peer's is.
#[derive(Deserialize)]
pub struct Ratio {
    /// Another subject of the group.
    pub peer: String,
    /// Of the medians.
    pub ratio: Option<f64>,
    /// Of the ratios within each repetition.
    pub quartiles: Option<[f64; 2]>,
}

impl Row {
    /// The circumstances, as rseq-bench's table says them.
    pub fn setup(&self) -> String {
        let threads = format!(
            "{} thread{}{}",
            self.threads,
            if self.threads > 1 { "s" } else { "" },
            if self.pinned { ", pinned" } else { "" }
        );
        match (self.parameter, &self.parameter_name) {
            (Some(value), Some(name)) => {
                let name = if value == 1 { name.trim_end_matches('s') } else { name };
                let parameter = format!("{} {name}", grouped(value));
                if self.threads > 1 { format!("{parameter}, {threads}") } else { parameter }
            }
            _ => threads,
        }
    }
}

impl Run {
    /// The groups in their order, each with its rows.
    pub fn groups(&self) -> Vec<Vec<&Row>> {
        self.rows
            .chunk_by(|one, next| one.group == next.group)
            .map(|rows| rows.iter().collect())
            .collect()
    }
}

/// A whole number with its thousands apart.
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number in so many digits that the last of them still means something.
pub fn number(value: f64) -> String {
    match value {
        v if v < 10.0 => format!("{v:.2}"),
        v if v < 1000.0 => format!("{v:.1}"),
        v => grouped(v.round() as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_or_more() {
        assert_eq!(number(0.8), "0.80");
        assert_eq!(number(15.34), "15.3");
        assert_eq!(number(1234567.4), "1,234,567");
        assert_eq!(grouped(100), "100");
    }
}
