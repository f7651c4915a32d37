//! A reader of ELF files, for as much as these tests look at.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// An ELF file.
pub struct Elf {
    bytes: Vec<u8>,
    wide: bool,
    /// Its byte order.
    pub big_endian: bool,
    sections: Vec<Section>,
    /// Addresses of functions by name.
    pub functions: BTreeMap<String, Range<u64>>,
}

/// A section.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// `SHF_WRITE` 1, `SHF_ALLOC` 2, `SHF_EXECINSTR` 4.
    pub flags: u64,
    /// Its address in memory.
    pub address: u64,
    /// Its alignment in bytes.
    pub align: u64,
    kind: u64,
    link: usize,
    content: Range<usize>,
}

impl Elf {
    /// Reads a file.
    pub fn read(path: &Path) -> Self {
        let bytes = fs::read(path).expect("ELF file");
        assert_eq!(&bytes[..4], b"\x7fELF");
        let mut elf = Self {
            wide: bytes[4] == 2,
            big_endian: bytes[5] == 2,
            bytes,
            sections: Vec::new(),
            functions: BTreeMap::new(),
        };
        let [table, size, count, names] =
            if elf.wide { [40, 58, 60, 62] } else { [32, 46, 48, 50] };
        let table = elf.word(table) as usize;
        let [size, count, names] = [size, count, names].map(|at| elf.number(at, 2) as usize);
        let headers: Vec<_> = (0..count).map(|number| elf.section(table + number * size)).collect();
        let names = headers[names].1.content.start;
        elf.sections = headers
            .into_iter()
            .map(|(name, section)| Section { name: elf.string(names + name), ..section })
            .collect();
        elf.read_functions();
        elf
    }

    /// A number at a position in the file.
    fn number(&self, at: usize, size: usize) -> u64 {
        let bytes = &self.bytes[at..at + size];
        let push = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        if self.big_endian { bytes.iter().fold(0, push) } else { bytes.iter().rev().fold(0, push) }
    }

    /// A number as wide as an address.
    fn word(&self, at: usize) -> u64 {
        self.number(at, if self.wide { 8 } else { 4 })
    }

    fn string(&self, at: usize) -> String {
        let end = self.bytes[at..].iter().position(|byte| *byte == 0).expect("string");
        String::from_utf8_lossy(&self.bytes[at..at + end]).into_owned()
    }

    /// A section header, and the position of its name.
    fn section(&self, at: usize) -> (usize, Section) {
        let word = if self.wide { 8 } else { 4 };
        let field = |number: usize| self.word(at + 8 + number * word);
        let content = field(2) as usize..(field(2) + field(3)) as usize;
        let behind = at + 8 + 4 * word;
        let section = Section {
            name: String::new(),
            kind: self.number(at + 4, 4),
            flags: field(0),
            address: field(1),
            link: self.number(behind, 4) as usize,
            align: self.word(behind + 8),
            content,
        };
        (self.number(at, 4) as usize, section)
    }

    fn read_functions(&mut self) {
        const SYMBOLS: u64 = 2;
        const FUNCTION: u64 = 2;
        let Some(table) = self.sections.iter().find(|section| section.kind == SYMBOLS) else {
            return;
        };
        let names = self.sections[table.link].content.start;
        let entry = if self.wide { 24 } else { 16 };
        // On ARM, the lowest bit tells that the function is Thumb code.
        const ARM: u64 = 40;
        let mode = u64::from(self.number(18, 2) == ARM);
        let mut functions = BTreeMap::new();
        for at in table.content.clone().step_by(entry) {
            let [info, value, size] =
                if self.wide { [4, 8, 16] } else { [12, 4, 8] }.map(|offset| at + offset);
            if self.number(info, 1) & 0xf == FUNCTION {
                let name = self.string(names + self.number(at, 4) as usize);
                let value = self.code(self.word(value) & !mode);
                functions.insert(name, value..value + self.word(size));
            }
        }
        self.functions = functions;
    }

    /// The code of the function with this address: on 64-bit PowerPC, the first of the two versions
    /// of ELF, that of a descriptor which begins with the address of the code.
    fn code(&self, address: u64) -> u64 {
        let holds = |section: &Section| {
            (section.address..section.address + section.content.len() as u64).contains(&address)
        };
        let descriptors = self.sections.iter().find(|section| section.name == ".opd");
        if descriptors.is_some_and(holds) { self.load(address, 8) } else { address }
    }

    /// The section of this name.
    pub fn find(&self, name: &str) -> &Section {
        self.sections
            .iter()
            .find(|section| section.name == name)
            .unwrap_or_else(|| panic!("there is no section {name}"))
    }

    /// Whether there is a dynamic entry of this kind.
    pub fn has_dynamic(&self, tag: u64) -> bool {
        const DYNAMIC: u64 = 6;
        let size = if self.wide { 16 } else { 8 };
        self.sections
            .iter()
            .filter(|section| section.kind == DYNAMIC)
            .any(|section| section.content.clone().step_by(size).any(|at| self.word(at) == tag))
    }

    /// How many bytes a section has, none if it does not exist.
    pub fn size(&self, name: &str) -> usize {
        let sections = self.sections.iter().filter(|section| section.name == name);
        sections.map(|section| section.content.len()).sum()
    }

    /// The numbers of 64 bits that a section consists of.
    pub fn entries(&self, name: &str) -> Vec<u64> {
        let section = self.find(name);
        assert_eq!(section.content.len() % 8, 0, "{name}");
        section.content.clone().step_by(8).map(|at| self.number(at, 8)).collect()
    }

    /// A number in memory.
    pub fn load(&self, address: u64, size: usize) -> u64 {
        const NO_CONTENT: u64 = 8;
        let holds = |section: &&Section| {
            section.flags & 2 != 0
                && section.kind != NO_CONTENT
                && section.address <= address
                && address + size as u64 <= section.address + section.content.len() as u64
        };
        let section = self.sections.iter().find(holds).expect("mapped address");
        self.number(section.content.start + (address - section.address) as usize, size)
    }

    /// The function that an address is in.
    pub fn function(&self, address: u64) -> Option<&str> {
        let (name, _) = self.functions.iter().find(|(_, range)| range.contains(&address))?;
        Some(name)
    }
}
