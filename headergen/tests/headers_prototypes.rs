//! What the C API dictates, word by word: prototypes, variables, enums and macros that programs
//! were written against. cbindgen prints most of it, from Rust types that do not say everything.

use std::path::Path;

use headergen::template;

const RSEQ: &[&str] = &[
    "extern ptrdiff_t rseq_offset;",
    "extern unsigned int rseq_size;",
    "extern unsigned int rseq_flags;",
    "enum rseq_init_return { RSEQ_INIT_OK = 0, RSEQ_INIT_ERROR_MISSING_SYMBOLS = 1, };",
    "int rseq_init(void);",
    "enum rseq_available_query { RSEQ_AVAILABLE_QUERY_KERNEL = 0, RSEQ_AVAILABLE_QUERY_LIBC = 1, };",
    "bool rseq_available(unsigned int query);",
    "int rseq_register_current_thread(void);",
    "int rseq_unregister_current_thread(void);",
    "int32_t rseq_fallback_current_cpu(void);",
    "int32_t rseq_fallback_current_node(void);",
    "int rseq_get_max_nr_cpus(void);",
    "struct rseq_abi *rseq_get_abi(void) {",
    "bool rseq_registered(void) {",
    "int32_t rseq_current_cpu_raw(void) {",
    "uint32_t rseq_cpu_start(void) {",
    "uint32_t rseq_current_cpu(void) {",
    "bool rseq_node_id_available(void) {",
    "uint32_t rseq_current_node_id(void) {",
    "bool rseq_mm_cid_available(void) {",
    "uint32_t rseq_current_mm_cid(void) {",
    "bool rseq_slice_ctrl_available(void) {",
    "void rseq_clear_rseq_cs(void) {",
    "void rseq_prepare_unload(void) {",
    "int rseq_load_cbne_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode, \
     intptr_t *v, intptr_t expect, intptr_t newv, int cpu) {",
    "int rseq_load_add_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode, \
     intptr_t *v, intptr_t count, int cpu) {",
    "int rseq_load_cbeq_store_add_load_store__ptr(enum rseq_mo rseq_mo, \
     enum rseq_percpu_mode percpu_mode, intptr_t *v, intptr_t expectnot, long voffp, \
     intptr_t *load, int cpu) {",
    "int rseq_load_cbne_store_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode, \
     intptr_t *v, intptr_t expect, intptr_t *v2, intptr_t newv2, intptr_t newv, int cpu) {",
    "int rseq_load_cbne_load_cbne_store__ptr(enum rseq_mo rseq_mo, \
     enum rseq_percpu_mode percpu_mode, intptr_t *v, intptr_t expect, intptr_t *v2, \
     intptr_t expect2, intptr_t newv, int cpu) {",
    "int rseq_load_cbne_memcpy_store__ptr(enum rseq_mo rseq_mo, enum rseq_percpu_mode percpu_mode, \
     intptr_t *v, intptr_t expect, void *dst, void *src, size_t len, intptr_t newv, int cpu) {",
    "int rseq_load_add_load_load_add_store__ptr(enum rseq_mo rseq_mo, \
     enum rseq_percpu_mode percpu_mode, intptr_t *ptr, long off, intptr_t inc, int cpu) {",
];

const MEMPOOL: &[&str] = &[
    "#define __rseq_percpu",
    "#define RSEQ_MEMPOOL_STRIDE (1U << 16)",
    "struct rseq_mempool;",
    "struct rseq_mempool_attr;",
    "struct rseq_mempool_set;",
    "struct rseq_mempool *rseq_mempool_create(const char *pool_name, size_t item_len, \
     const struct rseq_mempool_attr *attr);",
    "int rseq_mempool_destroy(struct rseq_mempool *pool);",
    "void __rseq_percpu *rseq_mempool_percpu_malloc(struct rseq_mempool *pool);",
    "void __rseq_percpu *rseq_mempool_percpu_zmalloc(struct rseq_mempool *pool);",
    "void __rseq_percpu *rseq_mempool_percpu_malloc_init(struct rseq_mempool *pool, \
     void *init_ptr, size_t init_len);",
    "void librseq_mempool_percpu_free(void __rseq_percpu *ptr, size_t stride);",
    "struct rseq_mempool_set *rseq_mempool_set_create(void);",
    "int rseq_mempool_set_destroy(struct rseq_mempool_set *pool_set);",
    "int rseq_mempool_set_add_pool(struct rseq_mempool_set *pool_set, struct rseq_mempool *pool);",
    "void __rseq_percpu *rseq_mempool_set_percpu_malloc(struct rseq_mempool_set *pool_set, \
     size_t len);",
    "void __rseq_percpu *rseq_mempool_set_percpu_zmalloc(struct rseq_mempool_set *pool_set, \
     size_t len);",
    "void __rseq_percpu *rseq_mempool_set_percpu_malloc_init(struct rseq_mempool_set *pool_set, \
     void *init_ptr, size_t len);",
    "struct rseq_mempool_attr *rseq_mempool_attr_create(void);",
    "void rseq_mempool_attr_destroy(struct rseq_mempool_attr *attr);",
    "int rseq_mempool_attr_set_init(struct rseq_mempool_attr *attr, \
     int (*init_func)(void *priv, void *addr, size_t len, int cpu), void *init_priv);",
    "int rseq_mempool_attr_set_robust(struct rseq_mempool_attr *attr);",
    "int rseq_mempool_attr_set_percpu(struct rseq_mempool_attr *attr, size_t stride, \
     int max_nr_cpus);",
    "int rseq_mempool_attr_set_global(struct rseq_mempool_attr *attr, size_t stride);",
    "int rseq_mempool_attr_set_max_nr_ranges(struct rseq_mempool_attr *attr, \
     unsigned long max_nr_ranges);",
    "int rseq_mempool_attr_set_poison(struct rseq_mempool_attr *attr, uintptr_t poison);",
    "enum rseq_mempool_populate_policy { RSEQ_MEMPOOL_POPULATE_COW_INIT = 0, \
     RSEQ_MEMPOOL_POPULATE_COW_ZERO = 1, };",
    "int rseq_mempool_attr_set_populate_policy(struct rseq_mempool_attr *attr, \
     enum rseq_mempool_populate_policy policy);",
    "int rseq_mempool_range_init_numa(void *addr, size_t len, int cpu, int numa_flags);",
    "int rseq_mempool_get_max_nr_cpus(struct rseq_mempool *mempool);",
    // Ours.
    "int rseq_mempool_stats(struct rseq_mempool *mempool, struct rseq_mempool_usage *stats, size_t len);",
    "int rseq_mempool_get_nr_cached(struct rseq_mempool *mempool, int cpu);",
    "void *rseq_mempool_malloc(struct rseq_mempool *pool) {",
    "void *rseq_mempool_zmalloc(struct rseq_mempool *pool) {",
    "void *rseq_mempool_malloc_init(struct rseq_mempool *pool, void *init_ptr, size_t init_len) {",
    "void *rseq_mempool_set_malloc(struct rseq_mempool_set *pool_set, size_t len) {",
    "void *rseq_mempool_set_zmalloc(struct rseq_mempool_set *pool_set, size_t len) {",
    "void *rseq_mempool_set_malloc_init(struct rseq_mempool_set *pool_set, void *init_ptr, \
     size_t len) {",
];

/// The header as printed now, without comments, all white space being one space.
fn code(header: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let printed = template::printed(root).unwrap();
    let mut rest = printed[&Path::new("include").join(header)].as_str();
    let mut code = String::new();
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        rest = comment.split_once("*/").unwrap().1;
    }
    code.push_str(rest);
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn contains_all(header: &str, expected: &[&str]) {
    let code = code(header);
    let missing = expected.iter().filter(|text| {
        // Nothing but the end of a word before it, as in "static inline int".
        !code.match_indices(**text).any(|(at, _)| code[..at].ends_with([' ', '*']))
    });
    let missing = missing.map(|text| format!("{text}\n")).collect::<String>();
    assert!(missing.is_empty(), "{header} lacks\n{missing}");
}

#[test]
fn rseq() {
    contains_all("rseq/rseq.h", RSEQ);
}

#[test]
fn mempool() {
    contains_all("rseq/mempool.h", MEMPOOL);
}

/// The comment in front of a declaration is the manual: there is one for every function.
#[test]
fn every_declaration_has_a_comment() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let printed = template::printed(root).unwrap();
    let headers = printed.iter().filter(|(path, _)| {
        path.starts_with("include/rseq") && !path.starts_with("include/rseq/arch")
    });
    let mut declarations = 0;
    for (path, text) in headers {
        let lines = text.lines().collect::<Vec<_>>();
        for pair in lines.windows(2) {
            let [before, line] = pair else { unreachable!() };
            let words = ["static inline", "extern ", "struct ", "enum ", "int", "void ", "bool "];
            let begins =
                words.iter().any(|word| line.starts_with(word)) && *line != "extern \"C\" {";
            // Each line of the API begins a declaration unless it goes on with one.
            if begins && !before.ends_with(')') {
                declarations += 1;
                assert!(before.ends_with("*/"), "{}: no comment: {line}", path.display());
            }
        }
    }
    assert!(declarations > 60, "{declarations}");
}
