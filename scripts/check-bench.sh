#!/bin/sh
# Runs rseq-bench of an installed library with tiny counts: every row has a value or a reason, with
# either owner of the registration and without rseq. Then the report, whose charts are XML, and the
# comparison with a second copy. The sources use no names that the librseq of August 2025 lacks.
#
# usage: check-bench.sh PREFIX
set -eu

stage=$1
cd "$(dirname "$0")/.."
: "${CC:=cc}" "${CARGO:=cargo}" "${TARGET:=target}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LD_LIBRARY_PATH="$stage/lib"
unset GLIBC_TUNABLES
passed=0
failed=0

# check NAME COMMAND...: one check, whose output says what is wrong
check() {
    name=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok - $name"
    else
        failed=$((failed + 1))
        cat "$work/log"
        echo "not ok - $name"
    fi
}

# What python3 thinks of the JSON: $1, with $2 groups, and at least $4 rows absent for a reason that
# has the words $3.
cat >"$work/rows.py" <<'END_OF_PYTHON'
import json, sys
run = json.load(open(sys.argv[1]))
rows = run["rows"]
groups = {row["group"] for row in rows}
assert len(groups) == int(sys.argv[2]), groups
for row in rows:
    assert bool(row.get("absent")) != ("median" in row), row
    if "median" in row:
        assert 0 <= row["minimum"] <= row["median"] <= row["maximum"], row
        assert row["quartiles"][0] <= row["median"] <= row["quartiles"][1], row
    values = {other["subject"]: other.get("median", 0) for other in rows
              if all(other.get(name) == row.get(name)
                     for name in ("group", "threads", "pinned", "parameter"))}
    for ratio in row["ratios"]:
        assert ratio["peer"] in values, row
        # A repetition of 0, as of aborts, has no ratio.
        both = row.get("minimum", 0) > 0 and values[ratio["peer"]] > 0
        assert "ratio" in ratio or not both, row
        if "ratio" in ratio:
            expected = values[ratio["peer"]] / row["median"]
            assert abs(ratio["ratio"] / expected - 1) < 1e-6, row
reasons = [row["absent"] for row in rows if "absent" in row and sys.argv[3] in row["absent"]]
assert len(reasons) >= int(sys.argv[4]), (sys.argv[3:], reasons)
END_OF_PYTHON
cat >"$work/charts.py" <<'END_OF_PYTHON'
import glob, sys, xml.dom.minidom
files = glob.glob(sys.argv[1] + "/*.svg")
assert len(files) > 15, files
for file in files:
    root = xml.dom.minidom.parse(file).documentElement
    assert root.tagName == "svg" and len(root.getElementsByTagName("text")) > 4, file
END_OF_PYTHON

tool=$work/rseq-bench
printf '#!/bin/sh\nexec timeout 60 "%s/bin/rseq-bench" "$@"\n' "$stage" >"$tool"
chmod +x "$tool"
groups=$("$tool" --list | wc -l)
# shellcheck disable=SC2086 # a list of words
"$CARGO" build --quiet --package bench-report ${CARGOFLAGS:-}
# shellcheck disable=SC2086
report=$("$CARGO" metadata --format-version 1 --no-deps ${CARGOFLAGS:-} |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/debug/bench-report

check 'everything once' "$tool" --smoke --json="$work/smoke.json"
check 'every row has a value or a reason' \
    python3 "$work/rows.py" "$work/smoke.json" "$groups" smoke 1
check 'JSON on standard output, one group' "$tool" --smoke --groups=counter --json
cp "$work/log" "$work/counter.json"
check 'it has that group alone' python3 "$work/rows.py" "$work/counter.json" 1 '' 0
check 'registered by the library' env GLIBC_TUNABLES=glibc.pthread.rseq=0 \
    "$tool" --smoke --json="$work/library.json"
check 'registered by the library: rows' \
    python3 "$work/rows.py" "$work/library.json" "$groups" smoke 1

"$CC" -O2 -I"$stage/include" tests-c/deny.c -o "$work/deny"
check 'rseq refused' "$work/deny" rseq=EPERM "$tool" --smoke --json="$work/refused.json"
check 'rseq refused: rows have the reason' \
    python3 "$work/rows.py" "$work/refused.json" "$groups" 'Operation not permitted' 20
refuses() {
    status=0
    "$tool" "$1" || status=$?
    [ "$status" = 2 ]
}
for wrong in --groups=none --threads=0 --repetitions=1000 --milliseconds=x --unknown word; do
    check "'$wrong' is refused" refuses "$wrong"
done
check '--help' "$tool" --help
check 'a line for each case' "$tool" --smoke --wide --groups='pool-*'
cp "$work/log" "$work/wide"
check 'with the ratios behind' grep -q ' mutex/COW_ZERO  *malloc()/COW_ZERO ' "$work/wide"

check 'the report' "$report" "$work/smoke.json" --html "$work/report.html" \
    --markdown "$work/benchmarks.md" --charts "$work/charts"
check 'its charts are XML' python3 "$work/charts.py" "$work/charts"
charts=$(grep -ho 'benchmarks/[a-z-]*\.svg' "$work/benchmarks.md" docs/benchmarks.md README.md |
    sort -u)
for chart in $charts; do
    check "$chart is printed" test -s "$work/$chart"
    check "$chart is committed" test -s "docs/$chart"
done

cp -R "$stage" "$work/other"
sed "s|$stage|$work/other|" "$stage/lib/pkgconfig/librseq.pc" >"$work/other/lib/pkgconfig/librseq.pc"
check 'the comparison with another librseq' env TURNS=2 TARGET="$work" \
    scripts/compare-bench.sh "$stage" "$work/other" --smoke --groups=counter,helper-size
cp "$work/log" "$work/compared"
check 'it has both values' grep -Eq '^ +load_add_store +[1-9][0-9.]* +[1-9][0-9.]* +1\.00' "$work/compared"

# Functions, variables and macros of the librseq of August 2025, as far as they are used here.
cat >"$work/names" <<'END_OF_NAMES'
rseq_available
rseq_cpu_start
rseq_current_cpu
rseq_current_cpu_raw
rseq_current_mm_cid
rseq_get_max_nr_cpus
rseq_likely
rseq_load_add_store__ptr
rseq_load_cbeq_store_add_load_store__ptr
rseq_load_cbne_load_cbne_store__ptr
rseq_load_cbne_memcpy_store__ptr
rseq_load_cbne_store__ptr
rseq_load_cbne_store_store__ptr
rseq_mempool
rseq_mempool_attr
rseq_mempool_attr_create
rseq_mempool_attr_destroy
rseq_mempool_attr_set_global
rseq_mempool_attr_set_percpu
rseq_mempool_attr_set_populate_policy
rseq_mempool_create
rseq_mempool_destroy
rseq_mempool_percpu_free
rseq_mempool_percpu_malloc
rseq_mempool_percpu_malloc_init
rseq_mempool_percpu_zmalloc
rseq_mempool_populate_policy
rseq_mm_cid_available
rseq_register_current_thread
rseq_size
rseq_smp_acquire__after_ctrl_dep
rseq_smp_store_release
rseq_smp_wmb
rseq_unlikely
END_OF_NAMES
# Of what the preprocessor leaves out there, nothing; of the program's own names, nothing.
uses_no_other() {
    sed -e '/^#ifdef rseq_arch_has_load_add_load_load_add_store/,/^#else/d' -e 's|//.*||' \
        -e 's/"[^"]*"//g' bench/*.c bench/*.h | grep -ow 'rseq_[a-z0-9_]*' | sort -u |
        grep -vxF -e rseq_cpu_id -e rseq_mm_cid -e rseq_fallback >"$work/used"
    ! grep -vxFf "$work/names" "$work/used"
}
check 'no names that the librseq of August 2025 lacks' uses_no_other

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
