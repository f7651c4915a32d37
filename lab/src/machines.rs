//! The machines: one table of architectures, the only place that knows one.

use crate::kernel::Recipe;

/// An architecture as qemu emulates it.
pub struct Machine {
    /// Its name, as in `make lab ARCH=name`.
    pub name: &'static str,
    /// The architecture of its programs, as `cross/architectures` names it.
    pub programs: &'static str,
    /// The program of qemu-system, and its words for the machine.
    pub emulator: &'static str,
    /// Words that stand after it.
    pub options: &'static [&'static str],
    /// The kernel's name for the serial line.
    pub console: &'static str,
    /// Further words for the kernel.
    pub parameters: &'static str,
    /// Memory in MiB.
    pub memory: u32,
    /// CPUs, unless more are asked for.
    pub cpus: u32,
    /// Whether a CPU can be taken away.
    pub hotplug: bool,
    /// NUMA nodes: one, or two that share memory and CPUs in equal parts.
    pub nodes: u32,
    /// How it is ended: not every machine can be powered off.
    pub end: End,
    /// The kernels it is run with.
    pub kernels: &'static [Kernel],
}

/// How a machine is ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// By switching it off.
    PowerOff,
    /// By a restart, which qemu is told not to do.
    Restart,
}

/// A kernel.
pub struct Kernel {
    /// Its version, as in `make lab KERNEL=version`.
    pub version: &'static str,
    /// Where it comes from.
    pub source: Source,
    /// What it must have, as the variable EXPECT names it for the tests, separated by commas.
    pub has: &'static str,
}

/// Where a kernel comes from.
pub enum Source {
    /// The package of a Debian release that depends on its newest kernel.
    Debian {
        /// The release.
        release: &'static str,
        /// Debian's name of the architecture.
        architecture: &'static str,
        /// The package.
        package: &'static str,
    },
    /// We build it.
    Own(Recipe),
}

const fn bookworm(architecture: &'static str, package: &'static str) -> Kernel {
    let source = Source::Debian { release: "bookworm", architecture, package };
    Kernel { version: "6.1", source, has: "" }
}

const fn forky(architecture: &'static str, package: &'static str, has: &'static str) -> Kernel {
    let source = Source::Debian { release: "forky", architecture, package };
    Kernel { version: "7.2", source, has }
}

const fn own(
    config: &'static str,
    architecture: &'static str,
    tools: &'static str,
    file: &'static str,
    has: &'static str,
) -> Kernel {
    let source = Source::Own(Recipe { config, architecture, tools, file });
    Kernel { version: "own", source, has }
}

/// All of them.
pub static MACHINES: &[Machine] = &[
    Machine {
        options: &["-accel", "tcg", "-cpu", "max"],
        nodes: 2,
        kernels: &[
            bookworm("amd64", "linux-image-amd64"),
            forky("amd64", "linux-image-amd64", "optimized,nodes"),
            own("x86-64", "x86_64", "", "arch/x86/boot/bzImage", "optimized,nodes,slice,debug"),
        ],
        ..machine("x86-64", "qemu-system-x86_64", "ttyS0")
    },
    Machine {
        options: &["-accel", "tcg"],
        kernels: &[bookworm("i386", "linux-image-686-pae")],
        ..machine("i386", "qemu-system-i386", "ttyS0")
    },
    Machine {
        options: &["-M", "virt,gic-version=3", "-cpu", "cortex-a72"],
        nodes: 2,
        kernels: &[
            bookworm("arm64", "linux-image-arm64"),
            forky("arm64", "linux-image-arm64", "optimized,nodes"),
        ],
        ..machine("aarch64", "qemu-system-aarch64", "ttyAMA0")
    },
    Machine {
        options: &["-M", "virt", "-cpu", "cortex-a15"],
        kernels: &[bookworm("armhf", "linux-image-armmp"), forky("armhf", "linux-image-armmp", "")],
        ..machine("armhf", "qemu-system-arm", "ttyAMA0")
    },
    Machine {
        options: &["-M", "pseries", "-cpu", "power9", "-vga", "none"],
        kernels: &[
            bookworm("ppc64el", "linux-image-powerpc64le"),
            forky("ppc64el", "linux-image-powerpc64le", "optimized"),
        ],
        ..machine("powerpc64le", "qemu-system-ppc64", "hvc0")
    },
    Machine {
        options: &["-M", "s390-ccw-virtio"],
        kernels: &[
            bookworm("s390x", "linux-image-s390x"),
            forky("s390x", "linux-image-s390x", "optimized"),
        ],
        ..machine("s390x", "qemu-system-s390x", "ttysclp0")
    },
    Machine {
        options: &["-M", "virt"],
        kernels: &[forky("riscv64", "linux-image-riscv64", "optimized")],
        ..machine("riscv64", "qemu-system-riscv64", "ttyS0")
    },
    Machine {
        options: &["-M", "virt", "-cpu", "la464"],
        // Its driver of a keyboard that is not there waits for it.
        parameters: "initcall_blacklist=i8042_init",
        memory: 2048,
        kernels: &[forky("loong64", "linux-image-loong64", "optimized")],
        ..machine("loongarch64", "qemu-system-loongarch64", "ttyS0,115200")
    },
    Machine {
        options: &["-M", "malta", "-cpu", "5KEf"],
        cpus: 1,
        kernels: &[bookworm("mips64el", "linux-image-5kc-malta")],
        ..machine("mips64el", "qemu-system-mips64el", "ttyS0")
    },
    Machine {
        options: &["-M", "malta", "-cpu", "24Kf"],
        memory: 512,
        cpus: 1,
        kernels: &[bookworm("mipsel", "linux-image-4kc-malta")],
        ..machine("mipsel", "qemu-system-mipsel", "ttyS0")
    },
    Machine {
        options: &["-M", "pseries", "-cpu", "power9", "-vga", "none"],
        kernels: &[own(
            "powerpc64",
            "powerpc",
            "powerpc64-linux-gnu-",
            "vmlinux",
            "optimized,debug",
        )],
        ..machine("powerpc64", "qemu-system-ppc64", "hvc0")
    },
    Machine {
        options: &["-M", "ppce500", "-cpu", "e500mc"],
        memory: 512,
        hotplug: false,
        kernels: &[own("powerpc", "powerpc", "powerpc-linux-gnu-", "vmlinux", "optimized,debug")],
        ..machine("powerpc", "qemu-system-ppc", "ttyS0")
    },
    Machine {
        options: &["-M", "malta", "-cpu", "24Kf"],
        memory: 512,
        cpus: 1,
        end: End::Restart,
        kernels: &[own("mips", "mips", "mips-linux-gnu-", "vmlinux", "debug")],
        ..machine("mips", "qemu-system-mips", "ttyS0")
    },
    Machine {
        options: &["-M", "malta", "-cpu", "MIPS64R2-generic"],
        memory: 512,
        cpus: 1,
        end: End::Restart,
        kernels: &[own("mips64", "mips", "mips64-linux-gnuabi64-", "vmlinux", "debug")],
        ..machine("mips64", "qemu-system-mips64", "ttyS0")
    },
];

/// What most of them have in common.
const fn machine(name: &'static str, emulator: &'static str, console: &'static str) -> Machine {
    Machine {
        name,
        programs: name,
        emulator,
        options: &[],
        console,
        parameters: "",
        memory: 1024,
        cpus: 2,
        hotplug: true,
        nodes: 1,
        end: End::PowerOff,
        kernels: &[],
    }
}
