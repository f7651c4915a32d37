# Other architectures, those of cross/architectures. Included by the Makefile.

.PHONY: cross check-core-emulated check-emulated check-freebsd setup-cross

cross: ## build the library and the C tests for ARCH=name, into target/cross/name
	@TARGET="$(TARGET)" cross/build.sh $(ARCH)

check-emulated: ## run the C tests under qemu-user, or for ARCH="names" alone
	@TARGET="$(TARGET)" TESTS="$(TESTS)" cross/check.sh $(ARCH)

check-core-emulated: ## run the core's model test under qemu-user, big endian, of 64 and 32 bits
	@TARGET="$(TARGET)" cross/check-core.sh $(ARCH)

check-freebsd: ## cargo check for FreeBSD
	@TARGET="$(TARGET)" cross/build.sh freebsd

setup-cross: ## install the packages that ARCH="names", or all architectures, need
	ARCH="$(ARCH)" scripts/setup.sh $@
