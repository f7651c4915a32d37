//! The manual pages: the comments of the printed headers once more, as roff.
//!
//! A page has the functions of one family. Their comments are read as they stand in the header:
//!
//! | in the comment | on the page |
//! |---|---|
//! | `@name: text` | an argument |
//! | `Returns ...` | a part of RETURN VALUE |
//! | lines indented by four | code |
//! | `NAME`, then indented text | a name and what it means |
//! | ` 0  text`, `-1  text` | the same of a value |
//! | a short line alone, without a full stop | a heading |

use std::path::PathBuf;

use crate::template::Files;

/// One page of section 3.
struct Page {
    /// The family, in a few words.
    about: &'static str,
    /// Below `include/`.
    header: &'static str,
    /// Whether the header's comment on all operations comes first.
    operations: bool,
    /// What is on it. The page is called like the first.
    names: &'static [&'static str],
}

const RSEQ: &str = "rseq/rseq.h";
const MEMPOOL: &str = "rseq/mempool.h";

const PAGES: &[Page] = &[
    Page {
        about: "register threads for restartable sequences",
        header: RSEQ,
        operations: false,
        names: &[
            "rseq_register_current_thread",
            "rseq_unregister_current_thread",
            "rseq_available",
            "rseq_registered",
            "rseq_init",
        ],
    },
    Page {
        about: "the CPU that a thread runs on",
        header: RSEQ,
        operations: false,
        names: &[
            "rseq_cpu_start",
            "rseq_current_cpu",
            "rseq_current_cpu_raw",
            "rseq_fallback_current_cpu",
            "rseq_get_max_nr_cpus",
            "rseq_get_abi",
        ],
    },
    Page {
        about: "what newer kernels say about a thread",
        header: RSEQ,
        operations: false,
        names: &[
            "rseq_current_mm_cid",
            "rseq_mm_cid_available",
            "rseq_current_node_id",
            "rseq_node_id_available",
            "rseq_fallback_current_node",
            "rseq_slice_ctrl_available",
        ],
    },
    Page {
        about: "operations on per-CPU data",
        header: RSEQ,
        operations: true,
        names: &[
            "rseq_load_cbne_store__ptr",
            "rseq_load_add_store__ptr",
            "rseq_load_cbeq_store_add_load_store__ptr",
            "rseq_load_cbne_store_store__ptr",
            "rseq_load_cbne_load_cbne_store__ptr",
            "rseq_load_cbne_memcpy_store__ptr",
            "rseq_load_add_load_load_add_store__ptr",
        ],
    },
    Page {
        about: "before critical sections are unmapped",
        header: RSEQ,
        operations: false,
        names: &["rseq_prepare_unload", "rseq_clear_rseq_cs"],
    },
    Page {
        about: "memory pools of per-CPU data",
        header: MEMPOOL,
        operations: false,
        names: &[
            "rseq_mempool_create",
            "rseq_mempool_destroy",
            "rseq_mempool_get_max_nr_cpus",
            "rseq_mempool_for_each_cpu",
        ],
    },
    Page {
        about: "what memory pools have and use",
        header: MEMPOOL,
        operations: false,
        names: &["rseq_mempool_stats", "rseq_mempool_get_nr_cached"],
    },
    Page {
        about: "attributes of memory pools",
        header: MEMPOOL,
        operations: false,
        names: &[
            "rseq_mempool_attr_create",
            "rseq_mempool_attr_destroy",
            "rseq_mempool_attr_set_percpu",
            "rseq_mempool_attr_set_global",
            "rseq_mempool_attr_set_populate_policy",
            "rseq_mempool_attr_set_max_nr_ranges",
            "rseq_mempool_attr_set_init",
            "rseq_mempool_attr_set_robust",
            "rseq_mempool_attr_set_poison",
        ],
    },
    Page {
        about: "items of memory pools",
        header: MEMPOOL,
        operations: false,
        names: &[
            "rseq_mempool_percpu_malloc",
            "rseq_mempool_percpu_zmalloc",
            "rseq_mempool_percpu_malloc_init",
            "rseq_mempool_percpu_free",
            "librseq_mempool_percpu_free",
            "rseq_percpu_ptr",
            "rseq_mempool_malloc",
            "rseq_mempool_zmalloc",
            "rseq_mempool_malloc_init",
            "rseq_mempool_free",
        ],
    },
    Page {
        about: "memory pools for several sizes of items",
        header: MEMPOOL,
        operations: false,
        names: &[
            "rseq_mempool_set_create",
            "rseq_mempool_set_destroy",
            "rseq_mempool_set_add_pool",
            "rseq_mempool_set_percpu_malloc",
            "rseq_mempool_set_percpu_zmalloc",
            "rseq_mempool_set_percpu_malloc_init",
            "rseq_mempool_set_malloc",
            "rseq_mempool_set_zmalloc",
            "rseq_mempool_set_malloc_init",
        ],
    },
    Page {
        about: "memory on the NUMA node of a CPU",
        header: MEMPOOL,
        operations: false,
        names: &["rseq_mempool_range_init_numa"],
    },
];

/// Pages of section 7: name, the header whose first comment it is, what it is about.
const OVERVIEWS: &[(&str, &str, &str)] = &[
    ("librseq", RSEQ, "restartable sequences, per-CPU data without atomic operations"),
    ("librseq-mempool", MEMPOOL, "memory pools, an allocator of per-CPU data"),
];

/// Of the text of the pages.
const DATE: &str = "2026-11-21";
const LINE_LENGTH: usize = 78;

/// All pages by their paths: `man/man3/rseq_init.3`. `headers` has the printed headers.
pub fn pages(headers: &Files) -> Result<Files, String> {
    for header in [RSEQ, MEMPOOL] {
        for Entry { name, .. } in entries(text_of(headers, header)?) {
            if !PAGES.iter().any(|page| page.names.contains(&name.as_str())) {
                return Err(format!("no manual page has {name}"));
            }
        }
    }
    let mut pages = Files::new();
    for page in PAGES {
        let name = page.names[0];
        pages.insert(path(name, 3), page.print(text_of(headers, page.header)?)?);
        for other in &page.names[1..] {
            pages.insert(path(other, 3), format!(".so man3/{name}.3\n"));
        }
    }
    for (name, header, about) in OVERVIEWS {
        pages.insert(path(name, 7), overview(name, about, header, text_of(headers, header)?));
    }
    Ok(pages)
}

fn path(name: &str, section: u32) -> PathBuf {
    format!("man/man{section}/{name}.{section}").into()
}

fn text_of<'a>(headers: &'a Files, header: &str) -> Result<&'a str, String> {
    let path = PathBuf::from("include").join(header);
    headers.get(&path).map(String::as_str).ok_or_else(|| format!("no header {header}"))
}

impl Page {
    fn print(&self, header: &str) -> Result<String, String> {
        let all = entries(header);
        let find = |name: &&str| {
            let found = all.iter().find(|entry| entry.name == **name);
            found.ok_or_else(|| format!("{} does not document {name}", self.header))
        };
        let entries = self.names.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        let mut page = head(self.names[0], 3, &self.names.join(", "), self.about, self.header);
        page.push_str(&format!(
            ".SH LIBRARY\nRestartable sequences library (librseq, \\-lrseq)\n\
             .SH SYNOPSIS\n.nf\n.B #include <{}>\n",
            self.header
        ));
        for entry in &entries {
            page.push_str(".PP\n");
            for line in entry.prototype.lines() {
                page.push_str(&format!("\\fB{}\\fP\n", escape(line)));
            }
        }
        page.push_str(".fi\n.SH DESCRIPTION\n");
        if self.operations {
            page.push_str(&roff(&blocks(&manual_of_operations(header)?)));
        }
        for entry in &entries {
            page.push_str(&format!(".SS {}()\n", escape(&entry.name)));
            page.push_str(&roff(&entry.description));
        }
        page.push_str(&returns(&entries));
        let see = OVERVIEWS.iter().map(|(name, ..)| format!(".BR {} (7)", escape(name)));
        let others = PAGES.iter().filter(|other| other.names[0] != self.names[0]);
        let others = others.map(|other| format!(".BR {} (3)", escape(other.names[0])));
        let see = see.chain(others).chain([".BR rseq (2)".to_string()]).collect::<Vec<_>>();
        page.push_str(&format!(".SH SEE ALSO\n{}\n", see.join(",\n")));
        Ok(page)
    }
}

fn returns(entries: &[&Entry]) -> String {
    let mut text = String::new();
    for entry in entries.iter().filter(|entry| !entry.returns.is_empty()) {
        if entries.len() > 1 {
            text.push_str(&format!(".TP\n.BR {} ()\n", escape(&entry.name)));
        }
        text.push_str(&filled(&entry.returns.join(" ")));
    }
    if text.is_empty() { text } else { format!(".SH RETURN VALUE\n{text}") }
}

/// The comment at the beginning of a header.
fn overview(name: &str, about: &str, source: &str, header: &str) -> String {
    let comment = comments(header).next().map(|(lines, _)| lines).unwrap_or_default();
    // The first paragraph says what the header is.
    let text = comment.iter().skip_while(|line| !line.is_empty()).map(String::as_str);
    let mut page = head(name, 7, name, about, source);
    page.push_str(&format!(
        ".SH SYNOPSIS\n.nf\n.B #include <{source}>\n.PP\n.BI \"cc \" program.c \" \\-lrseq\"\n.fi\n\
         .SH DESCRIPTION\n"
    ));
    page.push_str(&roff(&blocks(&text.collect::<Vec<_>>())));
    page.push_str(".SH SEE ALSO\n");
    let others = OVERVIEWS.iter().filter(|(other, ..)| *other != name);
    let others = others.map(|(other, ..)| format!(".BR {} (7)", escape(other)));
    let pages = PAGES.iter().map(|page| format!(".BR {} (3)", escape(page.names[0])));
    let tool = [".BR rseq\\-status (1)".to_string(), ".BR rseq (2)".to_string()];
    page.push_str(&others.chain(pages).chain(tool).collect::<Vec<_>>().join(",\n"));
    page.push('\n');
    page
}

/// Words stay whole: names are for copying.
fn head(title: &str, section: u32, names: &str, about: &str, source: &str) -> String {
    format!(
        ".\\\" Printed by headergen from include/{source}: \"make headers\" does it.\n\
         .\\\" SPDX-License-Identifier: MIT\n\
         .TH {} {section} {DATE} \"librseq {}\" librseq\n.ad l\n.nh\n.SH NAME\n{}\n",
        escape(&title.to_uppercase()),
        env!("CARGO_PKG_VERSION"),
        wrapped(&format!("{} \\- {}", escape(names), escape(about))),
    )
}

/// What a header says of a function or macro.
struct Entry {
    name: String,
    /// With its semicolon, as C or as the comment gives it.
    prototype: String,
    description: Vec<Block>,
    /// Paragraphs that begin with "Returns".
    returns: Vec<String>,
}

/// The functions and macros of a header that have comments.
fn entries(header: &str) -> Vec<Entry> {
    comments(header).filter_map(|(comment, code)| entry(comment, code)).collect()
}

/// The comments that begin with two stars: their lines, and the code that follows.
fn comments(header: &str) -> impl Iterator<Item = (Vec<String>, &str)> {
    header.match_indices("/**").filter_map(move |(start, _)| {
        let (comment, code) = header[start + 3..].split_once("*/")?;
        let strip = |line: &str| {
            let line = line.trim_start();
            let line = line.strip_prefix('*').unwrap_or(line);
            line.strip_prefix(' ').unwrap_or(line).trim_end().to_string()
        };
        let mut lines = comment.lines().map(strip).collect::<Vec<_>>();
        if lines.first().is_some_and(String::is_empty) {
            lines.remove(0);
        }
        if lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Some((lines, code.trim_start_matches('\n')))
    })
}

fn entry(mut comment: Vec<String>, code: &str) -> Option<Entry> {
    let (name, prototype) = if code.starts_with("#define ") {
        // Of a macro with arguments: "name(arguments): what it is".
        let (call, rest) = comment.first()?.split_once("): ")?;
        let name = call.split_once('(')?.0.to_string();
        let prototype = format!("{call});");
        comment[0] = capitalised(rest);
        (name, prototype)
    } else if code.starts_with('#') {
        return None;
    } else {
        let declaration = &code[..code.find([';', '{'])?];
        // The members of an enum come with comments of their own.
        if declaration.contains("/*") {
            return None;
        }
        let declaration = declaration
            .split_whitespace()
            .filter(|word| !["static", "inline", "__attribute__((always_inline))"].contains(word))
            .collect::<Vec<_>>()
            .join(" ");
        let (before, parameters) = declaration.split_once('(')?;
        let name = before.rsplit([' ', '*']).next()?.to_string();
        (name, rewrapped(before, parameters))
    };
    let lines = comment.iter().map(String::as_str).collect::<Vec<_>>();
    let mut returns = Vec::new();
    let description = blocks(&lines)
        .into_iter()
        .filter_map(|block| match block {
            Block::Text(text) if text.starts_with("Returns ") => {
                returns.push(text);
                None
            }
            other => Some(other),
        })
        .collect();
    Some(Entry { name, prototype, description, returns })
}

/// A prototype on lines that are short enough for a page.
fn rewrapped(before: &str, parameters: &str) -> String {
    let (mut text, mut column) = (format!("{before}("), before.len() + 1);
    for (number, parameter) in parameters.split(", ").enumerate() {
        if number > 0 && column + parameter.len() + 3 > LINE_LENGTH - 8 {
            text.push_str(",\n        ");
            column = 8;
        } else if number > 0 {
            text.push_str(", ");
            column += 2;
        }
        text.push_str(parameter);
        column += parameter.len();
    }
    format!("{text};")
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The lines of the comment that is on all operations.
fn manual_of_operations(header: &str) -> Result<Vec<&str>, String> {
    let begin = "/*\n * Operations on per-CPU data.\n *\n";
    let (_, text) = header.split_once(begin).ok_or("no comment on all operations")?;
    let (text, _) = text.split_once(" */").ok_or("no end of a comment")?;
    let strip = |line| {
        let line: &str = str::strip_prefix(line, " *").unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line)
    };
    Ok(text.lines().map(strip).collect())
}

/// A piece of a comment.
enum Block {
    Text(String),
    Code(Vec<String>),
    Heading(String),
    Term(String, Vec<Block>),
}

fn indented(line: &str) -> bool {
    line.starts_with("    ")
}

/// What stands for itself and has its meaning below, indented.
fn is_term(line: &str) -> bool {
    line.starts_with("RSEQ_") || line == "NDEBUG"
}

/// A value in a list: the value and the text behind it.
fn value(line: &str) -> Option<(&str, &str)> {
    let (value, text) = line.trim_start().split_once("  ")?;
    let digits = value.strip_prefix('-').unwrap_or(value);
    let indent = line.len() - line.trim_start().len();
    (indent <= 1 && digits.chars().all(|c| c.is_ascii_digit()) && !digits.is_empty())
        .then_some((value, text))
}

fn blocks(lines: &[&str]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = lines;
    while let [line, after @ ..] = rest {
        // The lines that go on with this one.
        let count = |goes_on: &dyn Fn(&str) -> bool| {
            after.iter().position(|line| !goes_on(line)).unwrap_or(after.len())
        };
        let taken = if line.is_empty() {
            0
        } else if indented(line) {
            let mut taken = count(&|line| indented(line) || line.is_empty());
            while taken > 0 && after[taken - 1].is_empty() {
                taken -= 1;
            }
            let code = rest[..=taken].iter().map(|line| line.get(4..).unwrap_or("").to_string());
            blocks.push(Block::Code(code.collect()));
            taken
        } else if let Some((name, text)) =
            line.strip_prefix('@').and_then(|line| line.split_once(": "))
        {
            let taken = count(&|line| !line.is_empty() && !line.starts_with('@'));
            let text = joined(text, &after[..taken]);
            blocks.push(Block::Term(name.to_string(), vec![Block::Text(capitalised(&text))]));
            taken
        } else if let Some((number, text)) = value(line) {
            let taken = count(&|line| indented(line) && value(line).is_none());
            let text = joined(text, &after[..taken]);
            blocks.push(Block::Term(number.to_string(), vec![Block::Text(text)]));
            taken
        } else if is_term(line) && after.first().is_some_and(|line| indented(line)) {
            let taken = count(&|line| indented(line) || line.is_empty());
            let meaning = after[..taken].iter().map(|line| line.get(4..).unwrap_or(""));
            let meaning = self::blocks(&meaning.collect::<Vec<_>>());
            blocks.push(Block::Term((*line).to_string(), meaning));
            taken
        } else {
            let taken =
                count(&|line| !line.is_empty() && !indented(line) && !line.starts_with('@'));
            let text = joined(line, &after[..taken]);
            blocks.push(match taken == 0 && text.len() < 40 && !text.ends_with(['.', ':']) {
                true => Block::Heading(text),
                false => Block::Text(text),
            });
            taken
        };
        rest = &after[taken..];
    }
    blocks
}

fn joined(first: &str, more: &[&str]) -> String {
    let more = more.iter().map(|line| line.trim());
    std::iter::once(first.trim()).chain(more).collect::<Vec<_>>().join(" ")
}

fn roff(blocks: &[Block]) -> String {
    let mut text = String::new();
    for (number, block) in blocks.iter().enumerate() {
        // The first paragraph below a heading needs no space before it.
        let first = number == 0 || matches!(blocks[number - 1], Block::Heading(_));
        match block {
            Block::Heading(heading) => text.push_str(&format!(".SS {}\n", escape(heading))),
            Block::Text(paragraph) => {
                text.push_str(if first { "" } else { ".PP\n" });
                text.push_str(&filled(paragraph));
            }
            Block::Code(lines) => {
                text.push_str(if first { "" } else { ".PP\n" });
                text.push_str(".in +4n\n.EX\n");
                for line in lines {
                    text.push_str(&protected(&escape(line)));
                    text.push('\n');
                }
                // groff's .EE turns hyphenation on again.
                text.push_str(".EE\n.nh\n.in\n");
            }
            Block::Term(term, meaning) => {
                text.push_str(&format!(".TP\n.B {}\n", escape(term)));
                text.push_str(&roff(meaning).replace(".PP\n", ".IP\n"));
            }
        }
    }
    text
}

/// Text for roff to fill, with functions and pages of the manual in bold.
fn filled(text: &str) -> String {
    let bold = |word: &str| {
        let is_call = |&open: &usize| {
            let inside = word[open + 1..].split_once(')').map(|(inside, _)| inside);
            inside.is_some_and(|text| text.len() < 2 && text.chars().all(|c| c.is_ascii_digit()))
        };
        let Some(open) = word.match_indices('(').map(|(at, _)| at).find(is_call) else {
            return escape(word);
        };
        let start = word[..open].rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let start = start.map_or(0, |before| before + 1);
        if start == open {
            return escape(word);
        }
        let (before, name, after) = (&word[..start], &word[start..open], &word[open..]);
        format!("{}\\fB{}\\fP{}", escape(before), escape(name), escape(after))
    };
    let words = text.split_whitespace().map(bold).collect::<Vec<_>>().join(" ");
    format!("{}\n", wrapped(&words))
}

/// On lines that do not begin with what is a request to roff.
fn wrapped(text: &str) -> String {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split(' ') {
        if !line.is_empty() && line.len() + 1 + word.len() > LINE_LENGTH {
            lines.push(protected(&line));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(protected(&line));
    lines.join("\n")
}

fn protected(line: &str) -> String {
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line.to_string() }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(comment: &str) -> String {
        roff(&blocks(&comment.lines().collect::<Vec<_>>()))
    }

    #[test]
    fn functions_and_pages_are_bold() {
        assert_eq!(
            filled("Calls (f_1()), see rseq(2)."),
            "Calls (\\fBf_1\\fP()), see \\fBrseq\\fP(2).\n"
        );
        assert_eq!(filled("Of (two) a_b (x)"), "Of (two) a_b (x)\n");
    }

    #[test]
    fn arguments_values_and_names_have_their_meaning_beside_them() {
        assert_eq!(page("@a: one\nline.\n@b: two."), ".TP\n.B a\nOne line.\n.TP\n.B b\nTwo.\n");
        assert_eq!(
            page(" 0  Good.\n-1  Not\n    good."),
            ".TP\n.B 0\nGood.\n.TP\n.B \\-1\nNot good.\n"
        );
        assert_eq!(page("RSEQ_A, RSEQ_B\n    Text."), ".TP\n.B RSEQ_A, RSEQ_B\nText.\n");
    }

    #[test]
    fn code_and_headings() {
        let code = "A:\n\n    b();\n\n    c\n\nOther things\n\nText.";
        assert_eq!(
            page(code),
            "A:\n.PP\n.in +4n\n.EX\nb();\n\nc\n.EE\n.nh\n.in\n.SS Other things\nText.\n"
        );
    }

    #[test]
    fn what_roff_would_take_for_a_request_is_protected() {
        assert_eq!(filled(".so what"), "\\&.so what\n");
        assert_eq!(escape("a\\-b"), "a\\e\\-b");
    }

    #[test]
    fn prototypes_and_macros_are_found() {
        let header = "/**\n * Does it.\n *\n * Returns 0.\n */\nstatic inline \
                      __attribute__((always_inline)) int f(int a)\n{\n}\n\
                      /** m(a[, b]): makes it. */\n#define m(...) 1\n/** No function. */\n\
                      #define NUMBER 3\n";
        let found = entries(header);
        let found = found.iter().map(|e| (e.name.as_str(), e.prototype.as_str()));
        assert_eq!(found.collect::<Vec<_>>(), [("f", "int f(int a);"), ("m", "m(a[, b]);")]);
    }

    #[test]
    fn a_function_without_a_page_is_an_error() {
        let mut headers = Files::new();
        let text = "/** Text. */\nint rseq_unheard_of(void);\n".to_string();
        headers.insert("include/rseq/rseq.h".into(), text);
        headers.insert("include/rseq/mempool.h".into(), String::new());
        assert_eq!(pages(&headers).unwrap_err(), "no manual page has rseq_unheard_of");
    }
}
