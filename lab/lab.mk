# Real kernels in machines that qemu emulates. Included by the Makefile.

.PHONY: lab lab-smoke

LAB = TARGET="$(TARGET)" $(CARGO) run --quiet --package lab $(CARGOFLAGS) --

LAB_SMOKE = abort_test step_test kernel_ registration_test basic_ operations_test fork_test

lab: ## run the C tests on real kernels; ARCH, KERNEL, OWNER, TESTS: lists that limit it; CPUS=number
	@$(LAB) ARCH="$(ARCH)" KERNEL="$(KERNEL)" OWNER="$(OWNER)" TESTS="$(TESTS)" CPUS="$(CPUS)"

# What the kernel has a part in; without its packages it is left out, but for continuous integration.
lab-smoke: ## the same in short, on a few architectures with the kernel of Debian 12
	@$(LAB) ARCH="x86-64 aarch64 s390x i386" KERNEL=6.1 TESTS="$(LAB_SMOKE)" || \
		{ [ $$? = 3 ] && [ "$$CI" != true ] && echo 'lab-smoke: not run'; }
