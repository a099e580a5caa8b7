/* Which system catalogs there are, and where their rows come from. */
#include "catalog/system.h"

#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "catalog/objects.h"

struct row {
    Oid oid, type; /* of a relation: its own and its row type's; of a column: 0 and its type */
    const char *schema, *name;
    int typmod;
    char kind;
    bool notnull;
    Oid collation; /* 0: the type's */
};

static const struct row rows[] = {
#define RELATION(oid, rowtype, schema, name, kind) {oid, rowtype, #schema, #name, -1, kind, false, 0},
#define COLUMN(relation, name, type, typmod, notnull) {0, TYPE_##type, NULL, #name, typmod, 0, notnull, 0},
#define COLUMN_C(relation, name, type, typmod, notnull) {0, TYPE_##type, NULL, #name, typmod, 0, notnull, C_COLLATION_OID},
#include "catalog/system/relations.def"
#undef RELATION
#undef COLUMN
#undef COLUMN_C
};
enum {
    RELATIONS = 0
#define RELATION(oid, rowtype, schema, name, kind) +1
#define COLUMN(relation, name, type, typmod, notnull)
#define COLUMN_C(relation, name, type, typmod, notnull)
#include "catalog/system/relations.def"
#undef RELATION
#undef COLUMN
#undef COLUMN_C
};

static const struct {
    const char *name, *sql;
} views[] = {
#define VIEW(name, sql) {#name, sql},
#include "catalog/system/views.def"
#include "catalog/system/information.def"
#undef VIEW
};

static const struct {
    const char *name;
    void (*scan)(struct relation_scan *s);
} fills[] = {
#define FILL(name, fn) {#name, fn},
#include "catalog/system/fill.def"
#undef FILL
};

static const char *const facts[] = {
#define FACTS(name) "\n" #name, /* no row begins so */
#define ROW(text) text,
#include "catalog/system/facts.def"
#undef FACTS
#undef ROW
    "\n",
};

/* Whose rows stand where: from begin up to end, which is the next one's name or the last line. */
static struct {
    const char *name;
    int begin, end;
} facts_of[] = {
#define FACTS(name) {#name, 0, 0},
#define ROW(text)
#include "catalog/system/facts.def"
#undef FACTS
#undef ROW
};

static void facts_index(void)
{
    for (int i = 0, n = 0; n < COUNTOF(facts_of); n++) {
        facts_of[n].begin = ++i;
        while (facts[i][0] != '\n')
            i++;
        facts_of[n].end = i;
    }
}

/* The place of the relation's first row, and behind its last; begin is end where it has none. */
static int facts_find_all(const char *relation, int *end)
{
    if (facts_of[0].end == 0)
        facts_index();
    for (int i = 0; i < COUNTOF(facts_of); i++)
        if (strcmp(facts_of[i].name, relation) == 0) {
            *end = facts_of[i].end;
            return facts_of[i].begin;
        }
    *end = COUNTOF(facts) - 1;
    return *end;
}

struct system {
    struct relation rel; /* first */
    const struct row *row;
    bool made;
};

static struct system systems[RELATIONS];
static struct system *by_name[RELATIONS]; /* in order of the names, then as above */
static struct arena *arena;
static List *registered;

/* What every table has beside its columns, behind them here. */
static const struct {
    const char *name;
    Oid type;
} system_columns[] = {{"tableoid", TYPE_oid}, {"xmin", TYPE_xid}};

/* About how many rows a busy database has in those that grow: what joins are planned by. */
static const struct {
    const char *name;
    double rows;
} sizes[] = {{"pg_attribute", 20000}, {"pg_class", 1000}, {"pg_type", 1000}, {"pg_proc", 2500}, {"pg_description", 3000},
             {"pg_index", 500}, {"pg_constraint", 300}, {"pg_attrdef", 200}, {"pg_operator", 700}, {"pg_amop", 1000}};

static double size_of(const char *name)
{
    for (int i = 0; i < COUNTOF(sizes); i++)
        if (strcmp(sizes[i].name, name) == 0)
            return sizes[i].rows;
    return -1;
}

/* ---- finding ---- */

static int compare_names(const void *a, const void *b)
{
    const struct system *x = *(struct system *const *)a, *y = *(struct system *const *)b;
    int order = strcmp(x->row->name, y->row->name);
    return order != 0 ? order : x < y ? -1 : x > y;
}

static void systems_find(void)
{
    arena = arena_new(NULL, "system catalogs");
    for (int i = 0, n = 0; i < COUNTOF(rows); i++)
        if (rows[i].oid != InvalidOid)
            systems[n++].row = &rows[i];
    for (int i = 0; i < RELATIONS; i++) {
        const struct row *r = systems[i].row;
        systems[i].rel = (struct relation){.oid = r->oid, .rowtype = r->type, .schema = r->schema, .name = r->name,
                                           .kind = REL_LOCAL, .rows = size_of(r->name)};
        by_name[i] = &systems[i];
    }
    qsort(by_name, RELATIONS, sizeof by_name[0], compare_names);
}

static struct system *system_find(const char *schema, const char *name)
{
    if (arena == NULL)
        systems_find();
    int begin = 0, end = RELATIONS;
    while (begin < end) {
        int mid = (begin + end) / 2;
        if (strcmp(by_name[mid]->row->name, name) < 0)
            begin = mid + 1;
        else
            end = mid;
    }
    for (int i = begin; i < RELATIONS && strcmp(by_name[i]->row->name, name) == 0; i++)
        if (schema == NULL || strcmp(by_name[i]->row->schema, schema) == 0)
            return by_name[i];
    return NULL;
}

static struct column *column_make(const char *name, int attnum, Oid type, int typmod, bool notnull, Oid collation)
{
    struct column *c = ARENA_NEW(arena, struct column);
    *c = (struct column){.name = name, .attnum = attnum, .type = type, .typmod = typmod, .notnull = notnull, .collation = collation};
    return c;
}

static struct relation *system_make(struct system *s)
{
    struct relation *rel = &s->rel;
    if (s->made)
        return rel;
    s->made = true;
    for (const struct row *c = s->row + 1; c < rows + COUNTOF(rows) && c->oid == InvalidOid; c++)
        rel->columns = list_append(arena, rel->columns, column_make(c->name, list_length(rel->columns) + 1, c->type,
                                                                    c->typmod, c->notnull, c->collation));
    rel->nvisible = list_length(rel->columns);
    for (int i = 0; i < COUNTOF(system_columns) && s->row->kind == 'r'; i++) {
        struct column *c = column_make(system_columns[i].name, list_length(rel->columns) + 1, system_columns[i].type, -1, true, InvalidOid);
        c->is_path = true;
        rel->columns = list_append(arena, rel->columns, c);
    }
    for (int i = 0; i < COUNTOF(views); i++)
        if (strcmp(views[i].name, rel->name) == 0)
            rel->view = views[i].sql;
    for (int i = 0; i < COUNTOF(fills) && rel->scan == NULL; i++)
        if (strcmp(fills[i].name, rel->name) == 0)
            rel->scan = fills[i].scan;
    int end;
    if (rel->scan == NULL && facts_find_all(rel->name, &end) < end)
        rel->scan = system_facts;
    return rel;
}

void catalog_register_local(struct relation *rel)
{
    if (arena == NULL)
        systems_find();
    registered = list_append(arena, registered, rel);
}

struct relation *system_relation(const char *schema, const char *name)
{
    FOREACH (struct relation, rel, registered)
        if (strcmp(rel->name, name) == 0 && strcmp(rel->schema, schema) == 0)
            return rel;
    struct system *s = system_find(schema, name);
    return s != NULL ? system_make(s) : NULL;
}

struct relation *system_relation_nth(int i)
{
    if (arena == NULL)
        systems_find();
    return i < RELATIONS ? system_make(&systems[i]) : NULL;
}

struct relation *system_relation_by_oid(Oid oid)
{
    if (arena == NULL)
        systems_find();
    for (int i = 0; i < RELATIONS; i++)
        if (systems[i].rel.oid == oid)
            return system_make(&systems[i]);
    return NULL;
}

char system_relation_kind(const struct relation *rel)
{
    return ((const struct system *)rel)->row->kind;
}

void system_fill(const char *name, void (*scan)(struct relation_scan *s))
{
    system_find(NULL, name)->rel.scan = scan;
}

static const struct {
    Oid oid;
    const char *name;
} schemas[] = {{PG_CATALOG_OID, "pg_catalog"}, {PUBLIC_OID, "public"}, {INFORMATION_SCHEMA_OID, "information_schema"},
               {PG_TOAST_OID, "pg_toast"}};

static const char *temp_schema;

void schema_set_temp(const char *name)
{
    temp_schema = name;
}

const char *schema_temp(void)
{
    return temp_schema;
}

bool schema_is_temp(const char *name)
{
    return strcmp(name, "pg_temp") == 0 || (temp_schema != NULL && strcmp(name, temp_schema) == 0);
}

Oid schema_oid(const char *schema)
{
    if (temp_schema != NULL && schema_is_temp(schema))
        return TEMP_SCHEMA_OID;
    for (int i = 0; i < COUNTOF(schemas); i++)
        if (strcmp(schemas[i].name, schema) == 0)
            return schemas[i].oid;
    return InvalidOid;
}

const char *schema_nth(int i)
{
    return i < COUNTOF(schemas) ? schemas[i].name : i == COUNTOF(schemas) ? temp_schema : NULL;
}

const char *schema_name(Oid oid)
{
    if (oid == TEMP_SCHEMA_OID)
        return temp_schema;
    for (int i = 0; i < COUNTOF(schemas); i++)
        if (schemas[i].oid == oid)
            return schemas[i].name;
    return NULL;
}

/* ---- rows ---- */

/* One value of COPY's text form, as far as facts need it; NULL for \N. What is behind it. */
static const char *fact_field(struct arena *a, const char *s, const char **value)
{
    size_t n = strcspn(s, "\t"), len = 0;
    char *out = arena_strndup(a, s, n);
    *value = n == 2 && memcmp(s, "\\N", 2) == 0 ? NULL : out;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\\' && i + 1 < n)
            i++;
        out[len++] = s[i] == 'n' && i > 0 && s[i - 1] == '\\' ? '\n' : s[i];
    }
    out[len] = '\0';
    return s + n + (s[n] == '\t');
}

static bool fact_wanted(const struct relation_scan *s, const struct column *c, const char *text)
{
    if (c->type == TYPE_name)
        return text != NULL && scan_wants_name(s, c->attnum - 1, text);
    if (c->type == TYPE_char)
        return text != NULL && scan_wants_char(s, c->attnum - 1, *text);
    if (c->type == TYPE_oid)
        return text != NULL && scan_wants_oid(s, c->attnum - 1, (Oid)strtoul(text, NULL, 10));
    return true;
}

/* Do the row's values meet all keys? */
static bool fact_row_wanted(const struct relation_scan *s, struct arena *a, const char *text)
{
    int last = 0;
    for (int k = 0; k < s->nkeys; k++)
        last = s->keys[k].attnum > last ? s->keys[k].attnum : last;
    for (int i = 0; i < last && i < s->rel->nvisible; i++) {
        const struct column *c = list_nth(s->rel->columns, i);
        const char *value;
        text = fact_field(a, text, &value);
        if (scan_key(s, i) != NULL && !fact_wanted(s, c, value))
            return false;
    }
    return true;
}

static void fact_row(struct relation_scan *s, struct arena *a, const char *text)
{
    struct system_row r;
    if (!fact_row_wanted(s, a, text))
        return;
    row_begin(&r, s);
    r.arena = a;
    for (int i = 0; i < s->rel->nvisible; i++) {
        const struct column *c = list_nth(s->rel->columns, i);
        const char *value;
        text = fact_field(a, text, &value);
        if (value != NULL && row_needs(&r, c->attnum - 1))
            row_datum(&r, c->attnum - 1, type_input(a, c->type, c->typmod, value, strlen(value), NULL));
    }
    row_emit(&r);
}

static Oid fact_oid(int i)
{
    return (Oid)strtoul(facts[i], NULL, 10);
}

/* From begin up to end: the first row whose first column, an oid that they are in order of, is not below this one. */
static int facts_bound(int begin, int end, Oid oid)
{
    while (begin < end) {
        int mid = (begin + end) / 2;
        if (fact_oid(mid) < oid)
            begin = mid + 1;
        else
            end = mid;
    }
    return begin;
}

/* Of the rows from begin up to end: those between the least and the greatest OID that a key of the first column names. */
static void facts_narrow(const struct relation_scan *s, int *begin, int *end)
{
    const struct relation_key *k = scan_key(s, 0);
    if (k == NULL || relation_column_nth(s->rel, 1)->type != TYPE_oid)
        return;
    Oid low = UINT32_MAX, high = 0;
    for (int i = 0; i < k->n; i++) {
        Oid oid = datum_oid(k->values[i]);
        low = oid < low ? oid : low;
        high = oid > high ? oid : high;
    }
    *begin = facts_bound(*begin, *end, low);
    if (high < UINT32_MAX)
        *end = facts_bound(*begin, *end, high + 1);
}

void system_facts_but(struct relation_scan *s, bool (*elsewhere)(Oid oid))
{
    struct arena *a = arena_new(s->arena, "facts");
    int end, i = facts_find_all(s->rel->name, &end);
    facts_narrow(s, &i, &end);
    for (; i < end; i++) {
        if (elsewhere == NULL || !elsewhere(fact_oid(i)))
            fact_row(s, a, facts[i]);
        arena_reset(a);
    }
    arena_free(a);
}

void system_facts(struct relation_scan *s)
{
    system_facts_but(s, NULL);
}

/* In PostgreSQL's order, which psql's \dAf shows: that of the OIDs that initdb gave, with those that were given before among them. */
void rows_pg_opclass(struct relation_scan *s)
{
    enum { FIRST_GIVEN = 10000 };
    static const struct {
        Oid oid, before;
    } ahead[] = {{3122, 10011}, {3123, 10014}, {1979, 10019}, {1978, 10020}, {3124, 10021}, {3125, 10030}, {1981, 10031},
                 {3126, 10037}, {3127, 10040}, {3128, 10046}, {4217, 10047}, {4218, 10047}, {4219, 10047}};
    int end, i = facts_find_all(s->rel->name, &end);
    if (scan_key(s, 0) != NULL) {
        system_facts(s);
        return;
    }
    struct arena *a = arena_new(s->arena, "facts");
    for (i = facts_bound(i, end, FIRST_GIVEN); i < end; i++) {
        for (int k = 0; k < COUNTOF(ahead); k++)
            if (ahead[k].before == fact_oid(i))
                fact_row(s, a, system_fact_row(s->rel->name, ahead[k].oid));
        fact_row(s, a, facts[i]);
        arena_reset(a);
    }
    arena_free(a);
}

/* The first row whose first column is the oid, and where the relation's rows end; rows are in its order. */
static int facts_find(const char *relation, Oid oid, int *end)
{
    int begin = facts_find_all(relation, end), found = facts_bound(begin, *end, oid);
    return found < *end && fact_oid(found) == oid ? found : -1;
}

const char *system_fact_value(struct arena *a, const char *row, int column)
{
    const char *value = NULL;
    for (int i = 0; i <= column; i++)
        row = fact_field(a, row, &value);
    return value;
}

const char *system_fact_row(const char *relation, Oid oid)
{
    int end, i = facts_find(relation, oid, &end);
    return i >= 0 ? facts[i] : NULL;
}

const char *system_fact(struct arena *a, const char *relation, Oid oid, int column)
{
    const char *row = system_fact_row(relation, oid);
    return row != NULL ? system_fact_value(a, row, column) : NULL;
}

const char *system_description(struct arena *a, Oid oid, Oid class)
{
    int end, i = facts_find("pg_description", oid, &end);
    for (; i >= 0 && i < end && (Oid)strtoul(facts[i], NULL, 10) == oid; i++)
        if (class == InvalidOid || (Oid)strtoul(system_fact_value(a, facts[i], COL_pg_description_classoid), NULL, 10) == class)
            return system_fact_value(a, facts[i], COL_pg_description_description);
    return NULL;
}

Oid system_fact_oid(struct arena *a, const char *relation, int column, const char *value)
{
    int end, i = facts_find_all(relation, &end);
    for (; i < end; i++)
        if (strcmp(system_fact_value(a, facts[i], column), value) == 0)
            return (Oid)strtoul(facts[i], NULL, 10);
    return InvalidOid;
}

const char *const *system_fact_rows(const char *relation)
{
    int end;
    return &facts[facts_find_all(relation, &end)];
}
