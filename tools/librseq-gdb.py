# SPDX-License-Identifier: MIT
"""Critical sections for gdb: `info rseq`, `rseq step-out`, and a warning where steps would abort.

The kernel aborts a critical section when its thread stops in it, so one that is stepped through
never commits. gdb loads this file with librseq.so; for a program that has no shared object of the
library, there is the command `source`.
"""

import re
import struct

import gdb

# The address of the running thread's rseq area is a distance away from this (rseq_offset). Names in
# capital letters are those of qemu.
_RSEQ_THREAD_POINTERS = {
    "i386:x86-64": ["$fs_base"],
    "i386:x64-32": ["$fs_base"],
    "i386": ["$gs_base"],
    "aarch64": ["$tpidr", "$TPIDR_EL0"],
    "arm": ["$tpidruro", "$TPIDRURO"],
    "powerpc:common64": ["$r13"],
    "powerpc:common": ["$r2"],
    "riscv:rv64": ["$tp"],
    "riscv:rv32": ["$tp"],
    "Loongarch64": ["$r2"],
    "s390:64-bit": ["((unsigned long)$acr0 << 32) | (unsigned int)$acr1"],
    "or1k": ["$r10"],
}
_RSEQ_CPU_ID, _RSEQ_CS = 4, 8  # offsets in struct rseq_abi
_RSEQ_DESCRIPTOR = "IIQQQ"  # struct rseq_abi_cs


def _rseq_read(start, end, what):
    """A tuple of numbers for each element of an array; `what` is one for struct."""
    byte_order = ">" if "big" in gdb.execute("show endian", to_string=True) else "<"
    element = struct.Struct(byte_order + what)
    length = (end - start) // element.size * element.size
    memory = gdb.selected_inferior().read_memory(start, length) if length else b""
    return list(element.iter_unpack(memory))


def _rseq_read_one(address, what):
    return _rseq_read(address, address + struct.calcsize("=" + what), what)[0]


def _rseq_pc():
    """Where the selected thread is, also where gdb has no frames: in abort handlers."""
    return int(gdb.parse_and_eval("(unsigned long)$pc"))


def _rseq_names_at(pc):
    """Name of the function, or else of the nearest symbol, and of what is inline there."""
    outer, inner, block = None, None, gdb.block_for_pc(pc)
    while block is not None:
        if block.function is not None:
            outer = block.function.name
            inner = inner or outer
        block = block.superblock
    if outer is None:
        symbol = gdb.execute(f"info symbol {pc:#x}", to_string=True)
        outer = inner = symbol.split()[0] if " in section " in symbol else None
    return outer, inner


class _RseqSection:
    """One critical section of the program."""

    def __init__(self, descriptor, exits):
        _, _, self.start, length, self.abort = descriptor
        self.post_commit = self.start + length
        self.exits = sorted(exits.get(self.start, ()))

    def __contains__(self, pc):
        return self.start <= pc < self.post_commit

    def __str__(self):
        outer, inner = _rseq_names_at(self.start)
        return outer or "??" if outer == inner else f"{outer}, {inner}"


def _rseq_elf_sections(wanted=None):
    """(object, start, end) of each ELF section, or of those of that name, where it is in memory."""
    main = gdb.current_progspace().filename or ""
    line = re.compile(r"\s*0x([0-9a-f]+) - 0x([0-9a-f]+) is (\S+)(?: in (.*))?$")
    for match in map(line.match, gdb.execute("info files", to_string=True).splitlines()):
        if match and wanted in (None, match[3]):
            yield match[4] or main, int(match[1], 16), int(match[2], 16)


def _rseq_objects():
    """{object: sections}.

    The array of addresses leads to all descriptors, but a linker that is to remove what nothing
    refers to removes it; so they are taken from their ELF section. In a position independent
    program that was not started, the addresses in them may be missing."""
    exits, descriptors = {}, {}
    for _, start, end in _rseq_elf_sections("__rseq_exit_point_array"):
        for section, leave in _rseq_read(start, end, "QQ"):
            exits.setdefault(section, set()).add(leave)
    for name, start, end in _rseq_elf_sections("__rseq_cs"):
        # Two of one section are usual on some architectures.
        descriptors.setdefault(name, set()).update(_rseq_read(start, end, _RSEQ_DESCRIPTOR))
    return {name: [_RseqSection(descriptor, exits) for descriptor in
                   sorted(found, key=lambda descriptor: descriptor[2])]
            for name, found in descriptors.items()}


def _rseq_sections():
    return [section for sections in _rseq_objects().values() for section in sections]


def _rseq_thread_pointer():
    """The selected thread's. Raises gdb.error where that cannot be known."""
    architecture = gdb.selected_inferior().architecture().name()
    family = "arm" if architecture.startswith("arm") else architecture
    for register in _RSEQ_THREAD_POINTERS.get(family, ()):
        pointer = gdb.parse_and_eval(register)
        # A register that gdb or the target does not have.
        if pointer.type.code != gdb.TYPE_CODE_VOID:
            return int(pointer)
    if family.startswith("i386"):
        # The C library's pthread_t, which gdb has from libthread_db, is the thread pointer there.
        try:
            return int.from_bytes(gdb.selected_thread().handle(), "little")
        except RuntimeError:
            pass
    raise gdb.error(f"gdb has no thread pointer here ({architecture})")


def _rseq_area():
    """Address of the selected thread's rseq area. Raises gdb.error where that cannot be known."""
    pointer = _rseq_thread_pointer()
    # The library's, or in programs without it the C library's.
    for variable in "rseq_offset", "__rseq_offset":
        try:
            offset = int(gdb.parse_and_eval(f"*(long *)&{variable}"))
        except gdb.error:
            continue
        if variable == "__rseq_offset" and offset == 0:
            raise gdb.error("the C library has no rseq area")
        return (pointer + offset) % (1 << 8 * gdb.lookup_type("long").sizeof)
    raise gdb.error("there is neither rseq_offset nor __rseq_offset")


def _rseq_describe_thread():
    """What the selected thread's area says."""
    try:
        area = _rseq_area()
        (cpu,) = _rseq_read_one(area + _RSEQ_CPU_ID, "i")
        (address,) = _rseq_read_one(area + _RSEQ_CS, "Q")
        entered = address and _RseqSection(_rseq_read_one(address, _RSEQ_DESCRIPTOR), {})
    except (gdb.error, gdb.MemoryError) as error:
        return f"area unknown: {error}"
    if cpu < 0:
        return f"area {area:#x}, not registered"
    words = f"area {area:#x}, CPU {cpu}, rseq_cs {address:#x}"
    if not entered:
        return words
    where = "in" if _rseq_pc() in entered else "not any more in"
    return f"{words}: {where} the section of {entered}"


class InfoRseq(gdb.Command):
    """Critical sections (restartable sequences) of the program, and the one that a thread is in.

For each object: start, post-commit and abort address of each section, its function and what is
inline there, and exit points, where it is left otherwise. For each thread: its rseq area, the CPU
in that, and the descriptor that it points to."""

    def __init__(self):
        super().__init__("info rseq", gdb.COMMAND_STATUS)

    def invoke(self, argument, from_tty):
        objects = _rseq_objects()
        if not objects:
            print("There are no critical sections in what is loaded.")
        for name, sections in objects.items():
            # Not where it has a name: the shared object may be stripped.
            ranges = [(start, end) for owner, start, end in _rseq_elf_sections() if owner == name]
            known = [section for section in sections
                     if any(start <= section.start < end for start, end in ranges)]
            print(f"{name}: {len(sections)} critical section{'s' if len(sections) > 1 else ''}")
            if known != sections:
                print("  Addresses are known while the program runs.")
            if known:
                print(f"  {'start':<18} {'post-commit':<18} {'abort':<18} function")
            for section in known:
                print(f"  {section.start:<#18x} {section.post_commit:<#18x} {section.abort:<#18x} "
                      f"{section}")
                if section.exits:
                    print("    exit points: " + " ".join(map(hex, section.exits)))
        selected = gdb.selected_thread()
        if selected is None:
            return
        for thread in sorted(gdb.selected_inferior().threads(), key=lambda thread: thread.num):
            thread.switch()
            print(f"Thread {thread.num}: {_rseq_describe_thread()}")
        selected.switch()


class Rseq(gdb.Command):
    """Commands about critical sections (restartable sequences); see also info rseq."""

    def __init__(self):
        super().__init__("rseq", gdb.COMMAND_RUNNING, prefix=True)


class RseqStepOut(gdb.Command):
    """Lets the thread run out of the critical section that it is in, or through the next one.

It stops behind the commit, at the abort handler or at an exit point, and says at which; or where
the function returns. A section that a thread stopped in is aborted when the thread goes on: to see
it commit, use this command again."""

    def __init__(self):
        super().__init__("rseq step-out", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        thread = gdb.selected_thread()
        if thread is None:
            raise gdb.GdbError("The program is not being run.")
        stops = self.stops()
        breakpoints = []
        try:
            for address in stops:
                stop = gdb.Breakpoint(f"*{address:#x}", internal=True)
                stop.silent = True
                stop.thread = thread.num
                breakpoints.append(stop)
            gdb.execute("continue")
            if gdb.selected_thread() is not None:
                gdb.execute("frame")
        except gdb.error:
            # Abort handlers have no unwind information, which gdb needs on some architectures to
            # say where it stopped.
            if gdb.selected_thread() is None or _rseq_pc() not in stops:
                raise
        finally:
            for stop in breakpoints:
                stop.delete()
        if gdb.selected_thread() is not None:
            print(stops.get(_rseq_pc(), "stopped for another reason"))

    @staticmethod
    def stops():
        """{address: what it means to be there}"""
        pc = _rseq_pc()
        sections = _rseq_sections()
        function = _rseq_names_at(pc)[0]
        for section in sections:
            if pc == section.abort:
                function = _rseq_names_at(section.start)[0]
        stops = {}
        within = [section for section in sections if pc in section]
        for section in within or [section for section in sections
                                  if function and _rseq_names_at(section.start)[0] == function]:
            stops[section.post_commit] = f"committed: {section}"
            stops[section.abort] = f"aborted: {section}"
            for leave in section.exits:
                stops.setdefault(leave, f"left by an exit point: {section}")
        if not stops:
            raise gdb.GdbError(f"There is no critical section in {function}.")
        if gdb.block_for_pc(pc) is not None:
            frame = gdb.newest_frame()
            while frame is not None and frame.type() == gdb.INLINE_FRAME:
                frame = frame.older()
            caller = frame and frame.older()
            if caller:
                stops.setdefault(caller.pc(), f"returned from {function}")
        return stops


def _rseq_instruction():
    """First address behind this instruction, and the next."""
    frame = gdb.selected_frame()
    behind = frame.pc() + frame.architecture().disassemble(frame.pc())[0]["length"]
    return behind, behind + 1


def _rseq_line():
    """Addresses from here to those of another line of this source file: what is inline in the line
    is of other files. Where the compiler mixes lines that is less than the line."""
    pc, place = _rseq_pc(), gdb.selected_frame().find_sal()
    if place.symtab is None:
        return pc, pc
    lines = {}
    for entry in place.symtab.linetable():
        if entry.line:
            lines.setdefault(entry.pc, set()).add(entry.line)
    return pc, min((address for address, numbers in lines.items()
                    if address > pc and place.line not in numbers), default=pc)


def _rseq_warn(reached):
    """Called before a step, which reaches addresses from the first to before the second."""
    if gdb.selected_thread() is None:
        return
    try:
        pc = _rseq_pc()
        first, behind = reached()
        for section in _rseq_sections():
            if pc in section or first <= section.start < behind:
                print(f"warning: each step aborts the critical section of {section}: "
                      "use `rseq step-out`")
                return
    except (gdb.error, gdb.MemoryError):
        # Where there is no code that gdb can read, there is no section either.
        pass


def _rseq_hook_steps(event=None):
    """Has steps warn. Not while the program runs, when gdb loads this file: defining a command would
    make gdb forget what it waits for."""
    if event is None and any(thread.is_running() for thread in gdb.selected_inferior().threads()):
        gdb.events.stop.connect(_rseq_hook_steps)
        return
    if event is not None:
        gdb.events.stop.disconnect(_rseq_hook_steps)
    for command, reached in (("step", "_rseq_line"), ("next", "_rseq_line"),
                             ("stepi", "_rseq_instruction"), ("nexti", "_rseq_instruction")):
        try:
            # The user's own hook stays.
            gdb.execute(f"show user hook-{command}", to_string=True)
        except gdb.error:
            gdb.execute(f"define hook-{command}\npython _rseq_warn({reached})\nend")


InfoRseq()
Rseq()
RseqStepOut()
_rseq_hook_steps()
