# Measuring, with rseq-bench of the staged installation. Included by the Makefile.

.PHONY: bench bench-mempool bench-report bench-compare

BENCH_DIR  = $(TARGET)/bench
BENCH_RUN  = LD_LIBRARY_PATH=$(STAGE)/lib $(STAGE)/bin/rseq-bench
BENCH_JSON = $(BENCH_DIR)/bench.json
REPORT     = $(CARGO) run --quiet --package bench-report $(CARGOFLAGS) --

bench: stage ## measure everything, into target/bench/bench.json; BENCH="options of rseq-bench"
	$(INSTALL) -d $(BENCH_DIR)
	$(BENCH_RUN) --json=$(BENCH_JSON).new $(BENCH) \
		--commit="$$(git describe --always --dirty 2>/dev/null || echo unknown)"
	mv $(BENCH_JSON).new $(BENCH_JSON)

bench-mempool: stage ## measure memory pools alone, a line for each case; BENCH="options"
	$(BENCH_RUN) --wide --groups='pool-*,global-pool' $(BENCH)

$(BENCH_JSON):
	$(MAKE) --no-print-directory bench

bench-report: $(BENCH_JSON) ## print docs/benchmarks.md and target/bench/report.html from bench.json
	$(REPORT) $(BENCH_JSON) --html $(BENCH_DIR)/report.html --markdown docs/benchmarks.md

bench-compare: stage ## measure this library and OTHER=prefix of another by turns; BENCH="options"
	CARGO="$(CARGO)" TARGET="$(TARGET)" CC="$(CC)" CFLAGS="$(CFLAGS)" \
		scripts/compare-bench.sh $(STAGE) "$(OTHER)" $(BENCH)
