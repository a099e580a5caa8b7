/*
 * How often a statement looks at interrupts, so that a cancel or a timeout is seen soon whatever it is at: at least once for
 * each row that an operator handles, for each step of a function that can be long. Counted, since a clock says nothing here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "sql_run.h"

static long looks;

static void look(void)
{
    looks++;
    interrupt_pending = 1;
}

struct statement {
    const char *sql;
    long least;
};

static void count_looks(const struct statement *list, size_t n)
{
    struct arena *a = arena_new(NULL, "looks");
    for (size_t i = 0; i < n; i++) {
        struct strbuf out;
        strbuf_init(&out, a);
        looks = 0;
        interrupt_set_handler(look);
        interrupt_pending = 1;
        sql_run(list[i].sql, &out);
        interrupt_pending = 0;
        interrupt_set_handler(NULL);
        if (out.data[0] == '!' || looks < list[i].least)
            fail_msg("%s: %s: looked %ld times, at least %ld wanted", list[i].sql, out.data, looks, list[i].least);
    }
    arena_free(a);
}

#define COUNT(list) count_looks(list, sizeof (list) / sizeof *(list))

/* 1,000 rows of each input: what reads them looks 1,000 times (2,000 for two), and so does the operator itself. */
#define ROWS "generate_series(1, 1000) t(i)"
#define MORE "generate_series(1, 1000) u(k)"
static void operators(void **state)
{
    static const struct statement list[] = {
        {"SELECT count(*) FROM " ROWS " WHERE i < 0", 1000},
        {"SELECT count(*) FROM " ROWS " JOIN " MORE " ON i = k AND i + k < 0", 4000},
        {"SELECT count(*) FROM (SELECT 1 AS i FROM " ROWS ") t JOIN (SELECT 1 AS k FROM " MORE ") u ON i = k AND random() < 0", 1000000},
        {"SELECT count(*) FROM " ROWS " JOIN " MORE " ON i + k < 0", 1000000},
        {"SELECT count(*) FROM " ROWS " FULL JOIN " MORE " ON i = k + 500", 4000},
        {"SELECT count(*) FROM " ROWS " WHERE i NOT IN (SELECT -k FROM " MORE ")", 3000},
        {"SELECT count(*) FROM " ROWS " WHERE i > ALL (SELECT -k FROM " MORE ")", 1000000},
        {"SELECT count(*) FROM (SELECT i, count(*) FROM " ROWS " GROUP BY i) g", 3000},
        {"SELECT count(*) FROM (SELECT b, count(*) FROM (SELECT i::bit(32) AS b FROM " ROWS ") t GROUP BY b) g", 3000},
        {"SELECT count(DISTINCT i), string_agg(i::text, ',' ORDER BY -i) FROM " ROWS, 4000},
        {"SELECT count(*) FROM (SELECT i FROM " ROWS " ORDER BY -i OFFSET 0) t", 3000},
        {"SELECT count(*) FROM (SELECT sum(i) OVER (ORDER BY i ROWS 99 PRECEDING) FROM " ROWS ") t", 3000},
        {"SELECT count(*) FROM (SELECT min(i) OVER (ORDER BY i ROWS BETWEEN 99 PRECEDING AND 1 PRECEDING) FROM " ROWS ") t", 3000},
        {"SELECT count(*) FROM (SELECT i FROM " ROWS " INTERSECT SELECT -k FROM " MORE ") t", 4000},
        {"SELECT count(*) FROM (SELECT i FROM " ROWS " EXCEPT ALL SELECT k FROM " MORE ") t", 4000},
        {"SELECT count(*) FROM (SELECT i FROM " ROWS " UNION SELECT k FROM " MORE ") t", 4000},
        {"WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 1000) SELECT count(*) FROM r", 2000},
        {"WITH RECURSIVE r(i) AS (SELECT 1 UNION SELECT i % 1000 + 1 FROM r) SELECT count(*) FROM r", 2000},
        {"WITH r AS MATERIALIZED (SELECT i FROM " ROWS ") SELECT count(*) FROM r a, r b WHERE a.i + b.i < 0", 1000000},
        {"SELECT i FROM " ROWS " OFFSET 1000", 1000},
        {"SELECT count(*) FROM (SELECT DISTINCT ON (i / 10) i FROM " ROWS " ORDER BY i / 10) t", 3000},
    };
    COUNT(list);
}

static void functions(void **state)
{
    static const struct statement list[] = {
        {"SELECT count(*) FROM generate_series(1::numeric, 1000)", 2000},
        {"SELECT count(*) FROM generate_series('2000-01-01'::timestamp, '2000-01-01 16:39', '1 minute')", 2000},
        {"SELECT length(repeat('ab', 1000))", 1000},
        {"SELECT length(lpad('x', 1001, 'a'))", 1000},
        {"SELECT length(replace(repeat('a', 1000), 'a', 'bc'))", 2000},
        {"SELECT length(translate(repeat('a', 1000), 'a', 'b'))", 2000},
        {"SELECT length(reverse(repeat('a', 1000)))", 2000},
        {"SELECT length(btrim(repeat('a', 1000), 'a'))", 2000},
        {"SELECT length(initcap(upper(repeat('a', 1000))))", 3000},
        {"SELECT split_part(repeat('a,', 1000), ',', 1001)", 2000},
        {"SELECT split_part(repeat('a,', 1000), ',', -1001)", 2000},
        {"SELECT length(format(repeat('%1$s', 1000), 1))", 2000},
        {"SELECT cardinality(string_to_array(repeat('a,', 1000), ','))", 2000},
        {"SELECT length(array_to_string(array_fill(1, ARRAY[1000]), ','))", 1000},
        {"SELECT length(encode(repeat('abc', 1000)::bytea, 'base64'))", 2000},
        {"SELECT length(to_char('2000-01-01'::timestamp, repeat('DD ', 1000)))", 4000},
        {"SELECT length(to_char(1, repeat('\"a\"', 1000)))", 3000},
        {"SELECT repeat('ab', 1000) ~ '(ab)*(a|c)$'", 2000},
        {"SELECT repeat('ab', 1000) ~ '([ab]*)*[cd]'", 2000},
        {"SELECT length(regexp_replace(repeat('a', 1000), 'a', 'bc', 'g'))", 3000},
        {"SELECT cardinality(regexp_split_to_array(repeat('ab', 1000), 'b'))", 2000},
        {"SELECT jsonb_array_length(('[' || repeat('1,', 1000) || '1]')::jsonb)", 3000},
        {"SELECT jsonb_path_exists(jsonb_agg(i), '$[*] ? (@ == $x[*])', jsonb_build_object('x', jsonb_agg(-i))) FROM " ROWS, 1000000},
        {"SELECT jsonb_path_exists(jsonb_agg(i), '$[*] ? (@ < 0)') FROM " ROWS, 3000},
        {"SELECT jsonb_agg(i) @> jsonb_agg(-i) FROM " ROWS, 2000},
        {"SELECT jsonb_agg(i) @> (jsonb_agg(i) || '[0]') FROM " ROWS, 400000},
        {"SELECT jsonb_array_length(jsonb_agg('a' || i) - array_agg('b' || i)) FROM " ROWS, 1000000},
    };
    COUNT(list);
}

/* Rounds of one row each, more rows than memory holds: none is compared with all that was put aside. */
static void recursion_beyond_memory(void **state)
{
    static const struct statement list[] = {
        {"WITH RECURSIVE r(i) AS (SELECT 1 UNION SELECT i % 30000 + 1 FROM r) SELECT count(*) FROM r", 60000},
    };
    COUNT(list);
    assert_in_range(looks, 60000, 600000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(operators), cmocka_unit_test(functions),
                                      cmocka_unit_test(recursion_beyond_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
