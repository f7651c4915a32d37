# Real kernels in machines that qemu emulates. Included by the Makefile.

.PHONY: lab lab-smoke

LAB = TARGET="$(TARGET)" $(CARGO) run --quiet --package lab $(CARGOFLAGS) --

lab: ## run the C tests on real kernels; ARCH, KERNEL, OWNER, TESTS: lists that limit it; CPUS=number
	@$(LAB) ARCH="$(ARCH)" KERNEL="$(KERNEL)" OWNER="$(OWNER)" TESTS="$(TESTS)" CPUS="$(CPUS)"

lab-smoke: ## the same on a few architectures, the kernel of Debian 12
	@$(LAB) ARCH="x86-64 aarch64 s390x i386" KERNEL=6.1
