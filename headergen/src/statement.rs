//! The printed functions as a compiler and an assembler see them.
//!
//! The header is run through the C preprocessor with the macros of its target, so that what the
//! checks read is the text that is really assembled, whichever file each part of it comes from.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::arch::Backend;
use crate::print;

/// What stands in for the macros by which programs inject code, so that the checks see where they
/// are used.
pub mod injected {
    /// The asm operand of RSEQ_INJECT_INPUT.
    pub const OPERAND: &str = "injected_operand";
    /// The clobber of RSEQ_INJECT_CLOBBER.
    pub const CLOBBER: &str = "injected_clobber";
    /// The directive of RSEQ_INJECT_ASM(n).
    pub const DIRECTIVE: &str = ".injected";
    /// The C function that RSEQ_INJECT_C(9) calls.
    pub const BEFORE: &str = "injected_before";
    /// The C function that RSEQ_INJECT_FAILED calls.
    pub const FAILED: &str = "injected_failed";
    /// What rseq_bug() calls.
    pub const BUG: &str = "bug";
}

/// A function around one asm goto statement.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The tokens in front of the statement.
    pub before: Vec<Token>,
    /// The concatenated string literals.
    pub template: String,
    /// The input operands.
    pub inputs: Vec<Input>,
    /// The clobbers.
    pub clobbers: Vec<String>,
    /// The labels it may jump to.
    pub goto: Vec<String>,
    /// The tokens behind the statement: under "" where control falls through to, and under each C
    /// label.
    pub after: BTreeMap<String, Vec<Token>>,
}

/// An input operand.
#[derive(Clone, Debug)]
pub struct Input {
    /// The name in the template.
    pub name: String,
    /// The constraint.
    pub constraint: String,
    /// The tokens of the C expression.
    pub expression: Vec<Token>,
}

/// A token of C.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// An identifier or number.
    Word(String),
    /// The value of a string literal.
    Text(String),
    /// Anything else.
    Sign(char),
}

impl Token {
    /// Whether it is this identifier or number.
    #[must_use]
    pub fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(this) if this == word)
    }
}

/// The tokens as one text, for comparisons and messages.
#[must_use]
pub fn join(tokens: &[Token]) -> String {
    let words = tokens.iter().map(|token| match token {
        Token::Word(word) => word.clone(),
        Token::Text(text) => format!("{text:?}"),
        Token::Sign(sign) => sign.to_string(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The functions of a back end: printed, preprocessed and taken apart.
pub fn functions(backend: &dyn Backend, compare_twice: bool) -> Result<Vec<Function>, String> {
    let mut source = format!(
        "#define _RSEQ_RSEQ_H\n\
         #define RSEQ_INJECT_ASM(n) \"{} \" #n \"\\n\\t\"\n\
         #define RSEQ_INJECT_C(n) {}(n);\n\
         #define RSEQ_INJECT_INPUT , [{}] \"r\" (injected)\n\
         #define RSEQ_INJECT_CLOBBER , \"{}\"\n\
         #define RSEQ_INJECT_FAILED {}();\n\
         #define rseq_bug(message) {}(message)\n",
        injected::DIRECTIVE,
        injected::BEFORE,
        injected::OPERAND,
        injected::CLOBBER,
        injected::FAILED,
        injected::BUG,
    );
    if compare_twice {
        source.push_str("#define RSEQ_COMPARE_TWICE\n");
    }
    source.push_str("#include \"rseq/compiler.h\"\n#include \"rseq/inject.h\"\n");
    source.push_str("#include \"rseq/arch.h\"\n");
    source.push_str(&print::bits_of(&[backend]));
    let preprocessed = preprocess(&source, backend.target().predefined)?;
    take_apart(&tokens(&preprocessed)?)
}

/// Runs the C preprocessor as if it compiled for a target that predefines these macros.
fn preprocess(source: &str, predefined: &[&str]) -> Result<String, String> {
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_string());
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut child = Command::new(&compiler)
        .args(["-E", "-P", "-undef", "-nostdinc", "-x", "c", "-"])
        .args(predefined.iter().map(|macro_| format!("-D{macro_}")))
        .arg("-I")
        .arg(templates)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{compiler}: {error}"))?;
    let mut input = child.stdin.take().ok_or("no standard input")?;
    // The preprocessor reads all of its input before it writes: neither side can block the other.
    let written = input.write_all(source.as_bytes());
    drop(input);
    let output = child.wait_with_output().map_err(|error| format!("{compiler}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{compiler} -E: {}", String::from_utf8_lossy(&output.stderr)));
    }
    written.map_err(|error| format!("{compiler}: {error}"))?;
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

fn tokens(source: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut characters = source.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_whitespace() {
            continue;
        }
        if character.is_ascii_alphanumeric() || character == '_' {
            let mut word = String::from(character);
            while let Some(next) =
                characters.next_if(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '.')
            {
                word.push(next);
            }
            tokens.push(Token::Word(word));
        } else if character == '"' {
            let mut text = String::new();
            loop {
                match characters.next() {
                    Some('"') => break,
                    Some('\\') => match characters.next() {
                        Some('n') => text.push('\n'),
                        Some('t') => text.push('\t'),
                        Some(escaped @ ('"' | '\\')) => text.push(escaped),
                        other => return Err(format!("unknown escape {other:?}")),
                    },
                    Some(other) => text.push(other),
                    None => return Err("string literal without end".to_string()),
                }
            }
            // Adjacent literals are one.
            if let Some(Token::Text(last)) = tokens.last_mut() {
                last.push_str(&text);
            } else {
                tokens.push(Token::Text(text));
            }
        } else {
            tokens.push(Token::Sign(character));
        }
    }
    Ok(tokens)
}

/// The position behind the sign that closes what is opened at `open`.
fn closing(tokens: &[Token], open: usize) -> Result<usize, String> {
    let mut depth = 0;
    for (position, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Sign('(' | '{' | '[') => depth += 1,
            Token::Sign(')' | '}' | ']') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Ok(position + 1);
        }
    }
    Err("unbalanced brackets".to_string())
}

fn take_apart(tokens: &[Token]) -> Result<Vec<Function>, String> {
    let mut functions = Vec::new();
    let mut position = 0;
    while position + 2 < tokens.len() {
        let [Token::Word(kind), Token::Word(name), Token::Sign('(')] =
            &tokens[position..position + 3]
        else {
            position += 1;
            continue;
        };
        let body = closing(tokens, position + 2)?;
        if kind != "int" || tokens.get(body) != Some(&Token::Sign('{')) {
            position += 1;
            continue;
        }
        let end = closing(tokens, body)?;
        let function = function(name, &tokens[body + 1..end - 1])
            .map_err(|error| format!("{name}: {error}"))?;
        functions.push(function);
        position = end;
    }
    Ok(functions)
}

fn function(name: &str, body: &[Token]) -> Result<Function, String> {
    let goto = body
        .iter()
        .position(|token| token.is_word("goto"))
        .filter(|&goto| goto >= 2 && body[goto - 2].is_word("__asm__"))
        .ok_or("no asm goto")?;
    let end = closing(body, goto + 1)?;
    let statement = &body[goto + 2..end - 1];
    // The colons that part the statement, not any within brackets.
    let mut parts = vec![vec![]];
    let mut depth = 0;
    for token in statement {
        match token {
            Token::Sign('(' | '[') => depth += 1,
            Token::Sign(')' | ']') => depth -= 1,
            _ => {}
        }
        if depth == 0 && *token == Token::Sign(':') {
            parts.push(vec![]);
        } else if let Some(part) = parts.last_mut() {
            part.push(token.clone());
        }
    }
    let [template, outputs, inputs, clobbers, labels] = parts.as_slice() else {
        return Err(format!("{} parts instead of 5", parts.len()));
    };
    let [Token::Text(template)] = template.as_slice() else {
        return Err("the template is not a string literal".to_string());
    };
    if !outputs.is_empty() {
        return Err("asm goto with outputs".to_string());
    }
    let inputs = split(inputs).into_iter().map(input).collect::<Result<_, _>>()?;
    let clobbers = split(clobbers)
        .into_iter()
        .map(|clobber| match clobber {
            [Token::Text(clobber)] => Ok(clobber.clone()),
            other => Err(format!("clobber: {}", join(other))),
        })
        .collect::<Result<_, _>>()?;
    let labels = split(labels).into_iter().map(join).collect();
    let mut after = BTreeMap::new();
    let mut label = String::new();
    let mut rest = body.get(end + 1..).unwrap_or_default();
    while let Some((token, tail)) = rest.split_first() {
        if let (Token::Word(word), Some(Token::Sign(':'))) = (token, tail.first()) {
            label.clone_from(word);
            rest = &tail[1..];
            after.entry(label.clone()).or_insert_with(Vec::new);
        } else {
            after.entry(label.clone()).or_insert_with(Vec::new).push(token.clone());
            rest = tail;
        }
    }
    Ok(Function {
        name: name.to_string(),
        before: body[..goto - 2].to_vec(),
        template: template.clone(),
        inputs,
        clobbers,
        goto: labels,
        after,
    })
}

/// The elements of a list with commas.
fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0;
    tokens
        .split(|token| {
            match token {
                Token::Sign('(' | '[') => depth += 1,
                Token::Sign(')' | ']') => depth -= 1,
                _ => {}
            }
            depth == 0 && *token == Token::Sign(',')
        })
        .collect()
}

fn input(tokens: &[Token]) -> Result<Input, String> {
    if let [
        Token::Sign('['),
        Token::Word(name),
        Token::Sign(']'),
        Token::Text(constraint),
        Token::Sign('('),
        expression @ ..,
        Token::Sign(')'),
    ] = tokens
    {
        Ok(Input {
            name: name.clone(),
            constraint: constraint.clone(),
            expression: expression.to_vec(),
        })
    } else {
        Err(format!("operand: {}", join(tokens)))
    }
}

/// A line of assembly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A local label.
    Label(u32),
    /// An instruction.
    Instruction(Instruction),
    /// Data: the bytes of each word, and its expression.
    Data(usize, Vec<String>),
    /// An alignment in bytes.
    Align(u64),
    /// An injection point.
    Point(u32),
}

/// An instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// The mnemonic.
    pub mnemonic: String,
    /// The operands as they are written.
    pub operands: Vec<String>,
    /// The position of its line, which local labels are looked up from.
    pub line: usize,
}

/// A line and where it is.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its section; "" is that of the function.
    pub section: String,
    /// Its address.
    pub address: u64,
    /// What it is.
    pub item: Item,
}

/// An assembled template.
#[derive(Clone, Debug)]
pub struct Program {
    /// All lines, as written.
    pub lines: Vec<Placed>,
    /// The flags of each section.
    pub flags: BTreeMap<String, String>,
    /// The lines that hold instructions or data, by address.
    contents: BTreeMap<u64, usize>,
    /// Where the code of the function ends.
    pub end: u64,
}

/// Bytes that stand for an instruction in addresses: more than any has.
pub const INSTRUCTION: u64 = 16;

/// Distance between sections.
const SECTION: u64 = 0x1_0000;

/// Where the code of the function begins: addresses fit a signed 32-bit number.
pub const ENTRY: u64 = 0x40_0000;

/// Where the C label with this position in the list is.
#[must_use]
pub fn label_address(position: usize) -> u64 {
    ENTRY - SECTION + position as u64 * INSTRUCTION
}

/// Assembles a template.
pub fn assemble(template: &str) -> Result<Program, String> {
    let mut program = Program {
        lines: Vec::new(),
        flags: BTreeMap::new(),
        contents: BTreeMap::new(),
        end: ENTRY,
    };
    let mut sections = vec![String::new()];
    let mut addresses = BTreeMap::from([(String::new(), ENTRY)]);
    for text in template.split(['\n', ';']).map(str::trim).filter(|text| !text.is_empty()) {
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if first == ".pushsection" {
            let (name, flags) = rest.split_once(',').ok_or_else(|| format!("flags: {text}"))?;
            let flags = flags.trim().trim_matches('"').to_string();
            if program.flags.insert(name.to_string(), flags.clone()).is_some_and(|f| f != flags) {
                return Err(format!("section {name} with different flags"));
            }
            let origin = ENTRY + SECTION * (addresses.len() as u64);
            addresses.entry(name.to_string()).or_insert(origin);
            sections.push(name.to_string());
            continue;
        }
        if first == ".popsection" {
            sections.pop();
            if sections.is_empty() {
                return Err(".popsection without .pushsection".to_string());
            }
            continue;
        }
        // How the assembler helps: branches must not have slots that instructions run in.
        if first == ".set" && ["push", "pop", "noat", "mips2"].contains(&rest) {
            continue;
        }
        let section = sections.last().cloned().unwrap_or_default();
        let address = addresses.entry(section.clone()).or_default();
        let operands = || rest.split(',').map(|operand| operand.trim().to_string()).collect();
        let data = |size: usize| Item::Data(size, operands());
        let item = match first {
            ".byte" => data(1),
            ".short" | ".hword" => data(2),
            ".long" | ".word" => data(4),
            ".quad" | ".dword" => data(8),
            ".balign" => {
                let align = rest.parse().map_err(|_| format!("alignment: {text}"))?;
                *address = address.next_multiple_of(align);
                Item::Align(align)
            }
            injected::DIRECTIVE => {
                Item::Point(rest.parse().map_err(|_| format!("injection point: {text}"))?)
            }
            _ if first.starts_with('.') => return Err(format!("unknown directive: {text}")),
            _ if first.ends_with(':') => {
                let number = first.trim_end_matches(':').parse();
                if !rest.is_empty() {
                    return Err(format!("label and instruction on one line: {text}"));
                }
                Item::Label(number.map_err(|_| format!("label: {text}"))?)
            }
            _ => Item::Instruction(Instruction {
                mnemonic: first.to_string(),
                operands: instruction_operands(rest),
                line: program.lines.len(),
            }),
        };
        let size = match &item {
            Item::Instruction(_) => INSTRUCTION,
            Item::Data(size, words) => (size * words.len()) as u64,
            _ => 0,
        };
        if size > 0 {
            program.contents.insert(*address, program.lines.len());
        }
        program.lines.push(Placed { section, address: *address, item });
        *address += size;
    }
    if sections.len() != 1 {
        return Err(".pushsection without .popsection".to_string());
    }
    program.end = addresses[""];
    Ok(program)
}

/// The operands of an instruction: at commas, except those in brackets.
fn instruction_operands(text: &str) -> Vec<String> {
    let mut depth = 0;
    text.split(|character| {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        depth == 0 && character == ','
    })
    .map(|operand| operand.trim().to_string())
    .filter(|operand| !operand.is_empty())
    .collect()
}

impl Program {
    /// The lines that define this label.
    pub fn definitions(&self, label: u32) -> impl DoubleEndedIterator<Item = (usize, &Placed)> {
        self.lines.iter().enumerate().filter(move |(_, placed)| placed.item == Item::Label(label))
    }

    /// The address of a local label as `1f` or `1b` says it in this line.
    pub fn local_label(&self, reference: &str, line: usize) -> Option<u64> {
        let number = reference.get(..reference.len().checked_sub(1)?)?.parse().ok()?;
        let mut definitions = self.definitions(number);
        let found = match reference.as_bytes().last() {
            Some(b'f') => definitions.find(|(position, _)| *position > line),
            Some(b'b') => definitions.rfind(|(position, _)| *position < line),
            _ => None,
        };
        found.map(|(_, placed)| placed.address)
    }

    /// The value of an expression of numbers, labels, `+`, `-` and brackets in this line. `goto` are
    /// the labels that `%l[name]` may name.
    pub fn value(&self, expression: &str, line: usize, goto: &[String]) -> Result<u64, String> {
        let mut sum: u64 = 0;
        let mut sign = 1_i64;
        let mut signs = vec![1_i64];
        let mut rest = expression.trim();
        while let Some(character) = rest.chars().next() {
            match character {
                ' ' => {}
                '+' => sign = 1,
                '-' => sign = -1,
                '(' => {
                    signs.push(signs.last().unwrap_or(&1) * sign);
                    sign = 1;
                }
                ')' => {
                    signs.pop();
                }
                _ => {
                    let end = if rest.starts_with("%l[") {
                        rest.find(']').map(|end| end + 1)
                    } else {
                        rest.find(|c: char| !c.is_ascii_alphanumeric())
                    };
                    let (word, tail) = rest.split_at(end.unwrap_or(rest.len()));
                    let value = self
                        .word(word, line, goto)
                        .ok_or_else(|| format!("{word:?} in {expression:?}"))?;
                    let sign = sign * signs.last().unwrap_or(&1);
                    sum = if sign > 0 { sum.wrapping_add(value) } else { sum.wrapping_sub(value) };
                    rest = tail;
                    continue;
                }
            }
            rest = &rest[1..];
        }
        Ok(sum)
    }

    fn word(&self, word: &str, line: usize, goto: &[String]) -> Option<u64> {
        if let Some(name) = word.strip_prefix("%l[").and_then(|name| name.strip_suffix(']')) {
            return goto.iter().position(|label| label == name).map(label_address);
        }
        if let Some(digits) = word.strip_prefix("0x") {
            return u64::from_str_radix(digits, 16).ok();
        }
        word.parse().ok().or_else(|| self.local_label(word, line))
    }

    /// The position of the line at this address that holds an instruction or data.
    #[must_use]
    pub fn at(&self, address: u64) -> Option<usize> {
        self.contents.get(&address).copied()
    }
}
