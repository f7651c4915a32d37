# librseq: `make help` lists the targets.

PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
DESTDIR    ?=

CARGO      ?= cargo
# Words for every cargo command, for example --offline or --locked.
CARGOFLAGS ?=
CC         ?= cc
CFLAGS     ?= -O2 -g -Wall -Wextra
INSTALL    ?= install
PKG_CONFIG ?= pkg-config

# Everything that is built goes here.
TARGET     ?= target

# Architectures, and another C library, whose C tests `make check` runs: in an emulator, where the
# kernel cannot.
CHECK_EMULATED ?= aarch64 s390x i386 x86-64-musl

export CARGO CARGOFLAGS

VERSION   := $(shell scripts/version.sh)
# Below man/ here, below MANDIR when installed.
PAGES      = $(sort $(shell cd man && find man3 man7 -type f))
# Below include/ here, below INCLUDEDIR when installed.
HEADERS    = $(sort $(shell cd include && find rseq -name '*.h'))
LIBRARY    = $(TARGET)/lib
SOURCES    = Cargo.toml Cargo.lock scripts/build-library.sh $(addprefix include/,$(HEADERS)) \
	$(shell find src core -name '*.rs' -o -name '*.c' -o -name '*.toml')
STAGE      = $(abspath $(TARGET))/stage

# cargo runs its own jobs in parallel; the rest is a few short steps in the order given, so that
# `make -j8 setup check` is right too.
.NOTPARALLEL:
.PHONY: all install uninstall stage demo check check-all check-libcs check-sanitizers check-miri \
	check-kernel-selftests check-packages check-abi abi dist setup headers clean help

# The same bytes, wherever the sources are.
MAP      = -ffile-prefix-map="$(CURDIR)"=/usr/src/librseq
PROGRAMS = $(TARGET)/bin/rseq-status $(TARGET)/bin/rseq-bench

all: $(LIBRARY)/librseq.a $(PROGRAMS) ## build the library into target/lib, programs into target/bin

# With its sources, so that `sudo make install` after `make` needs no cargo.
$(LIBRARY)/librseq.a: $(SOURCES)
	scripts/build-library.sh $(LIBRARY) $(TARGET)
	touch $@

$(TARGET)/bin/rseq-status: tools/rseq-status.c $(LIBRARY)/librseq.a
	$(INSTALL) -d $(TARGET)/bin
	$(CC) $(CPPFLAGS) -Iinclude $(MAP) $(CFLAGS) $(LDFLAGS) -o $@ $< -L$(LIBRARY) -lrseq

$(TARGET)/bin/rseq-bench: $(wildcard bench/*.[ch]) $(LIBRARY)/librseq.a
	$(INSTALL) -d $(TARGET)/bin
	$(CC) $(CPPFLAGS) -Iinclude $(MAP) $(CFLAGS) $(LDFLAGS) -pthread -o $@ $(filter %.c,$^) \
		-L$(LIBRARY) -lrseq -ldl

# Directories below the prefix are written relative to it: a tree that was moved can be used.
below_prefix = $(patsubst $(PREFIX)/%,$${prefix}/%,$(1))
FILL_IN = sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(call below_prefix,$(LIBDIR))|' \
	-e 's|@INCLUDEDIR@|$(call below_prefix,$(INCLUDEDIR))|' -e 's|@VERSION@|$(VERSION)|'
# Below LIBDIR; the source of each is here, with .in behind its name.
FILLED_IN = pkgconfig/rseq.pc pkgconfig/librseq.pc \
	cmake/librseq/librseq-config.cmake cmake/librseq/librseq-config-version.cmake
# gdb looks there when it loads the shared object.
GDB_SCRIPT = $(DATADIR)/gdb/auto-load$(LIBDIR)/librseq.so.0.0.0-gdb.py

install: all ## install below PREFIX; BINDIR, LIBDIR, INCLUDEDIR, DATADIR, MANDIR, DESTDIR
	for header in $(HEADERS); do \
		$(INSTALL) -D -m 644 include/$$header "$(DESTDIR)$(INCLUDEDIR)/$$header" || exit 1; \
	done
	for page in $(PAGES); do \
		$(INSTALL) -D -m 644 man/$$page "$(DESTDIR)$(MANDIR)/$$page" || exit 1; \
	done
	for program in $(notdir $(PROGRAMS)); do \
		$(INSTALL) -D -m 644 tools/$$program.1 "$(DESTDIR)$(MANDIR)/man1/$$program.1" && \
		$(INSTALL) -D -m 755 $(TARGET)/bin/$$program "$(DESTDIR)$(BINDIR)/$$program" || exit 1; \
	done
	$(INSTALL) -D -m 644 tools/librseq-gdb.py "$(DESTDIR)$(GDB_SCRIPT)"
	$(INSTALL) -d "$(DESTDIR)$(LIBDIR)"
	$(INSTALL) -m 755 $(LIBRARY)/librseq.so.0.0.0 "$(DESTDIR)$(LIBDIR)"
	ln -sf librseq.so.0.0.0 "$(DESTDIR)$(LIBDIR)/librseq.so.0"
	ln -sf librseq.so.0.0.0 "$(DESTDIR)$(LIBDIR)/librseq.so"
	$(INSTALL) -m 644 $(LIBRARY)/librseq.a "$(DESTDIR)$(LIBDIR)"
	for file in $(FILLED_IN); do \
		$(INSTALL) -d $(TARGET)/$${file%/*} "$(DESTDIR)$(LIBDIR)/$${file%/*}" && \
		$(FILL_IN) $$file.in >$(TARGET)/$$file && \
		$(INSTALL) -m 644 $(TARGET)/$$file "$(DESTDIR)$(LIBDIR)/$$file" || exit 1; \
	done

uninstall: ## remove what install put there, with the same variables
	rm -f "$(DESTDIR)$(GDB_SCRIPT)"
	if cd "$(DESTDIR)$(BINDIR)"; then rm -f $(notdir $(PROGRAMS)); fi
	if cd "$(DESTDIR)$(MANDIR)"; then \
		rm -f $(patsubst %,man1/%.1,$(notdir $(PROGRAMS))) $(PAGES); fi
	if cd "$(DESTDIR)$(LIBDIR)"; then rm -f librseq.so librseq.so.0 librseq.so.0.0.0 librseq.a \
		$(FILLED_IN); find cmake/librseq -type d -empty -delete; fi
	if cd "$(DESTDIR)$(INCLUDEDIR)/rseq"; then cd .. && rm -f $(HEADERS) && \
		find rseq -depth -type d -empty -delete; fi

# Tests and examples use the library the way everybody does: installed, found by pkg-config. The
# tree is put in place as a whole, so that no file of an older one stays behind.
stage: all ## install into target/stage
	rm -rf $(STAGE).new
	$(MAKE) --no-print-directory install DESTDIR=$(STAGE).new PREFIX=$(STAGE) \
		BINDIR=$(STAGE)/bin LIBDIR=$(STAGE)/lib INCLUDEDIR=$(STAGE)/include \
		DATADIR=$(STAGE)/share MANDIR=$(STAGE)/share/man
	rm -rf $(STAGE)
	mv $(STAGE).new$(STAGE) $(STAGE)
	rm -rf $(STAGE).new

demo: stage ## compile examples/percpu_counter.c against the staged library and run it
	PKG_CONFIG_PATH=$(STAGE)/lib/pkgconfig; export PKG_CONFIG_PATH; \
	$(CC) $(CFLAGS) -pthread examples/percpu_counter.c -o $(TARGET)/percpu_counter \
		$$($(PKG_CONFIG) --cflags --libs rseq)
	LD_LIBRARY_PATH=$(STAGE)/lib $(TARGET)/percpu_counter

check: stage ## run all tests: Rust, C, documentation, installation, examples
	status=0; \
	RSEQ_STAGE=$(STAGE) MAKEFLAGS= $(CARGO) test --workspace --no-fail-fast $(CARGOFLAGS) || status=1; \
	scripts/check-docs.sh || status=1; \
	scripts/check-install.sh || status=1; \
	scripts/check-examples.sh $(STAGE) || status=1; \
	scripts/check-status.sh $(STAGE) || status=1; \
	scripts/check-consumers.sh $(STAGE) || status=1; \
	scripts/check-gdb.sh $(STAGE) || status=1; \
	TARGET="$(TARGET)" scripts/check-bench.sh $(STAGE) || status=1; \
	$(if $(CHECK_EMULATED),TARGET="$(TARGET)" cross/check.sh $(CHECK_EMULATED) || status=1;) \
	scripts/setup.sh --report || status=1; \
	exit $$status

check-all: ## run all tests for all architectures, installing what they need
	TARGET="$(TARGET)" scripts/check-all.sh

check-libcs: stage ## run the C tests on the C libraries of later Debian releases
	TARGET="$(TARGET)" scripts/check-libcs.sh $(STAGE)

check-sanitizers: stage ## run tests of pools and registration with AddressSanitizer, ThreadSanitizer
	TARGET="$(TARGET)" scripts/check-sanitizers.sh $(STAGE)

check-miri: ## run the core's tests in Miri, for this machine, s390x and i686; TARGETS="names"
	TARGET="$(TARGET)" scripts/check-miri.sh $(TARGETS)

check-kernel-selftests: stage ## run the kernel's own tests; VERSIONS="6.1 7.2", SELFTESTS=short|long
	TARGET="$(TARGET)" SELFTESTS="$(SELFTESTS)" scripts/check-kernel-selftests.sh $(STAGE) $(VERSIONS)

check-packages: ## build and try packages of distributions; PARTS="dist deb abi reproducible debian rust rpm arch alpine"
	TARGET="$(TARGET)" scripts/check-packages.sh $(PARTS)

check-abi: all ## compare the library and its headers with the ABI that abi/ records
	TARGET="$(TARGET)" scripts/abi.sh check

abi: all ## record the ABI of the library and its headers in abi/
	TARGET="$(TARGET)" scripts/abi.sh record

dist: ## pack sources with the crates they need: target/dist/librseq-VERSION.tar.xz
	scripts/dist.sh $(TARGET)/dist

setup: ## install the distribution packages that are missing (Debian, Ubuntu)
	scripts/setup.sh $(MAKECMDGOALS)

headers: ## print include/ and man/ anew from headergen, src/ and the templates
	$(CARGO) run --quiet --package headergen $(CARGOFLAGS)

clean: ## remove everything that was built
	rm -rf $(TARGET)

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | expand -t 16

include bench/bench.mk
include cross/cross.mk
include lab/lab.mk
