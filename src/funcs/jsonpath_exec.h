/* Paths run over jsonb, as SQL/JSON defines it (manual 9.16.2). */
#ifndef FUNCS_JSONPATH_EXEC_H
#define FUNCS_JSONPATH_EXEC_H

#include "funcs/jsonpath.h"
#include "types/jsonb.h"

#define J_DATETIME (J_OBJECT + 1) /* what .datetime() makes: only paths know it */

/* An item that a path finds. */
struct jp_value {
    struct jval v;
    Oid type;   /* J_DATETIME: date, time, timetz, timestamp or timestamptz */
    Datum when;
    int32_t west; /* of a timestamptz: the zone it was written with */
};

struct jp_list {
    struct jp_value *v;
    int n, cap;
};

enum jp_result { JP_RESULT_OK, JP_RESULT_NOT_FOUND, JP_RESULT_ERROR };
enum jp_truth { JP_FALSE, JP_TRUE, JP_UNKNOWN };

/* What .keyvalue() counts from: the value in which the containers at hand lie. */
struct jp_base {
    struct jval v;
    int id;
};

struct jp_run {
    struct arena *arena;
    const struct jval *vars; /* an object; NULL: none */
    struct jp_value root, current;
    struct jp_base base;
    int last_id;
    int64_t array_size;      /* of the innermost array that is subscripted; -1 none */
    bool lax, ignore_structure, throw, use_tz;
};

/* found NULL: only whether there is anything. Without throw, errors of the data give JP_RESULT_ERROR. */
enum jp_result jsonpath_run(struct arena *a, const struct jp_path *path, const struct jval *vars,
                            const struct jval *target, bool throw, bool use_tz, struct jp_list *found);

void jp_list_add(struct arena *a, struct jp_list *l, struct jp_value v);
/* An item as jsonb has it: dates and times are strings. */
struct jval jp_to_jval(struct arena *a, const struct jp_value *x);
const char *jp_type_name(const struct jp_value *x); /* what .type() says */

/* left op right; dates of different kinds are compared in the session's zone, where use_tz lets them (else 0A000). */
enum jp_truth jp_compare(const struct jp_run *run, enum jp_type op, const struct jp_value *left,
                         const struct jp_value *right);
/* The number that .keyvalue() gives an object: where PostgreSQL has it in its base's bytes. */
int64_t jp_object_id(const struct jp_base *base, const struct jval *object);

/* .datetime(), with a template or (NULL) for the forms of ISO 8601. False: error, or with throw it is raised. */
bool jp_datetime(const struct jp_run *run, const struct view *template, const struct jp_value *text,
                 struct jp_value *out);

#endif
