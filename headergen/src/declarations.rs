//! The C declarations of one Rust source file, with its comments: cbindgen's part of a header.

use std::path::Path;

/// As in `.clang-format`.
const LINE_LENGTH: usize = 100;

/// Prints what the file `source` below the workspace root exports, as `cbindgen.toml` there says.
pub fn print(root: &Path, source: &str) -> Result<String, String> {
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml"))?;
    let bindings = cbindgen::Builder::new()
        .with_src(root.join(source))
        .with_config(config)
        .generate()
        .map_err(|error| error.to_string())?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    String::from_utf8(text).map(|text| tidy(&text)).map_err(|error| error.to_string())
}

/// Comments and declarations as the templates have them.
fn tidy(text: &str) -> String {
    let lines = text.lines().collect::<Vec<_>>();
    let mut tidy = String::new();
    let mut rest = &lines[..];
    while let [line, after @ ..] = rest {
        let (line, after) = match rest {
            // A comment of one line takes one line.
            [open, comment, close, after @ ..]
                if open.trim() == "/**"
                    && close.trim() == "*/"
                    && open.len() + comment.trim().len() + "*/".len() <= LINE_LENGTH =>
            {
                (format!("{open}{} */", comment.trim().trim_start_matches('*')), after)
            }
            _ if line.ends_with(");") => (wrap(&annotate(line)), after),
            _ => (line.to_string(), after),
        };
        // In Rust comments, backquotes mark code.
        tidy.push_str(&line.replace('`', ""));
        tidy.push('\n');
        rest = after;
    }
    tidy
}

/// Adds what C says and Rust has no words for: pointers to items of per-CPU pools are marked as
/// such, a poison is a word rather than a size, and what is 0 or 1 is a bool.
fn annotate(declaration: &str) -> String {
    let declaration = match declaration.strip_prefix("void *rseq_mempool_") {
        Some(rest) if rest.contains("percpu_") => {
            format!("void __rseq_percpu *rseq_mempool_{rest}")
        }
        _ => declaration.to_string(),
    };
    declaration
        .replace("percpu_free(void *ptr", "percpu_free(void __rseq_percpu *ptr")
        .replace("size_t poison", "uintptr_t poison")
        .replace("int rseq_available(", "bool rseq_available(")
}

/// Breaks a function declaration into lines, between parameters.
fn wrap(declaration: &str) -> String {
    let first = declaration.find('(').map_or(0, |open| open + 1);
    let (mut text, mut column) = (declaration[..first].to_string(), first);
    let mut depth = 0;
    let parameters = declaration[first..].split_inclusive(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    });
    for (number, parameter) in parameters.map(str::trim).enumerate() {
        if number > 0 && column + 1 + parameter.len() > LINE_LENGTH {
            text.push_str(&format!("\n{:first$}", ""));
            column = first;
        } else if number > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(parameter);
        column += parameter.len();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_one_line_take_one_line() {
        assert_eq!(tidy("/**\n * Of `x`.\n */\nint x(void);"), "/** Of x. */\nint x(void);\n");
        let two = "/**\n * One.\n * Two.\n */\n";
        assert_eq!(tidy(two), two);
    }

    #[test]
    fn a_long_comment_keeps_its_lines() {
        let comment = |length| format!("    /**\n     * {}\n     */\n", "x".repeat(length));
        assert_eq!(tidy(&comment(89)), format!("    /** {} */\n", "x".repeat(89)));
        assert_eq!(tidy(&comment(90)), comment(90));
    }

    #[test]
    fn long_declarations_are_broken_between_parameters() {
        let parameter = "int (*function)(int parameter, long other)";
        let long = format!("int name({parameter}, {parameter}, int x);");
        let broken = format!("int name({parameter}, {parameter},\n         int x);");
        assert_eq!(wrap(&long), broken);
        assert_eq!(wrap("int name(void);"), "int name(void);");
    }

    #[test]
    fn pointers_to_items_are_marked() {
        let marked = annotate("void *rseq_mempool_set_percpu_malloc(size_t len);");
        assert_eq!(marked, "void __rseq_percpu *rseq_mempool_set_percpu_malloc(size_t len);");
        let other = "void *rseq_mempool_malloc(struct rseq_mempool *pool);";
        assert_eq!(annotate(other), other);
    }
}
