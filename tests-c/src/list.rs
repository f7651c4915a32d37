//! The list of tests, `tests.list`, which says itself what its columns mean.

use std::collections::HashSet;

/// How a program is linked with the library.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Link {
    /// Position-independent executable and the shared object.
    Shared,
    /// Executable at a fixed address and the shared object.
    NonPie,
    /// Static executable.
    Static,
    /// Static position-independent executable.
    StaticPie,
    /// The headers alone.
    HeaderOnly,
}

/// One line of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Test {
    /// Name of the program and of the test.
    pub name: String,
    /// File name in `tests-c/`.
    pub source: String,
    /// How it is linked.
    pub link: Link,
    /// Additional words for the compiler.
    pub flags: Vec<String>,
    /// System calls that fail, as the program `deny` reads them; empty for none.
    pub denied: String,
    /// Environment variables.
    pub environment: Vec<(String, String)>,
    /// Arguments of the program.
    pub arguments: Vec<String>,
    /// Time limit; 0 for a program that other tests run.
    pub seconds: u32,
    /// The same source is compiled and run as C++ too.
    pub cxx: bool,
    /// Compiled by clang it is run too, and not only by the default compiler.
    pub clang: bool,
    /// It may skip tests on a system that lacks something. Never under continuous integration.
    pub may_skip: bool,
}

impl Test {
    /// Whether it is this name's: its own, or that of its program compiled as C++.
    pub fn is_named(&self, name: &str) -> bool {
        name.strip_suffix("_cxx").unwrap_or(name) == self.name
    }
}

/// Reads the list; the error names the line.
pub fn parse(text: &str) -> Result<Vec<Test>, String> {
    let mut names = HashSet::new();
    let mut tests = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let test = parse_line(line).map_err(|error| format!("line {}: {error}", index + 1))?;
        if !names.insert(test.name.clone()) {
            return Err(format!("line {}: second test named {}", index + 1, test.name));
        }
        tests.push(test);
    }
    Ok(tests)
}

fn parse_line(line: &str) -> Result<Test, String> {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let [name, source, link, flags, denied, environment, arguments, seconds, options] = columns[..]
    else {
        return Err(format!("{} columns instead of 9", columns.len()));
    };
    if name.is_empty() || source.is_empty() {
        return Err("no name or no source".into());
    }
    let mut test = Test {
        name: name.into(),
        source: source.into(),
        link: match link {
            "shared" => Link::Shared,
            "nonpie" => Link::NonPie,
            "static" => Link::Static,
            "static-pie" => Link::StaticPie,
            "header-only" => Link::HeaderOnly,
            other => return Err(format!("unknown link kind {other:?}")),
        },
        flags: words(flags),
        denied: denied.into(),
        environment: environment
            .split_whitespace()
            .map(|word| {
                let (name, value) = word.split_once('=').ok_or(format!("{word:?} has no '='"))?;
                Ok((name.into(), value.into()))
            })
            .collect::<Result<_, String>>()?,
        arguments: words(arguments),
        seconds: seconds.parse().map_err(|_| format!("{seconds:?} is no time limit"))?,
        cxx: false,
        clang: false,
        may_skip: false,
    };
    for option in options.split_whitespace() {
        match option {
            "c++" => test.cxx = true,
            "clang" => test.clang = true,
            "may-skip" => test.may_skip = true,
            other => return Err(format!("unknown option {other:?}")),
        }
    }
    Ok(test)
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(String::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_line() {
        let text = "# comment\n\nx | x.c | static-pie | -DA -O0 | rseq=EPERM | A=b C=d=e | 1 2 | 7 \
                    | c++ clang may-skip\n";
        assert_eq!(
            parse(text).unwrap(),
            [Test {
                name: "x".into(),
                source: "x.c".into(),
                link: Link::StaticPie,
                flags: vec!["-DA".into(), "-O0".into()],
                denied: "rseq=EPERM".into(),
                environment: vec![("A".into(), "b".into()), ("C".into(), "d=e".into())],
                arguments: vec!["1".into(), "2".into()],
                seconds: 7,
                cxx: true,
                clang: true,
                may_skip: true,
            }]
        );
    }

    #[test]
    fn mistakes_are_found() {
        for (line, message) in [
            ("x|x.c|shared||||", "7 columns"),
            ("x|x.c|shared||||||", "\"\" is no time limit"),
            ("x|x.c|dynamic|||||1|", "link kind"),
            ("x|x.c|shared|||||1|skip", "option"),
            ("x|x.c|shared|||A||1|", "no '='"),
            ("|x.c|shared|||||1|", "no name"),
            ("x|x.c|shared|||||1|\nx|y.c|shared|||||1|", "line 2: second test"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(message), "{line:?}: {error}");
        }
    }
}
