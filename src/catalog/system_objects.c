/* pg_namespace, pg_database, pg_class, pg_attribute and what else speaks of collections: one walk over them, made as asked. */
#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"

#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "types/array.h"
#include "types/func.h"
#include "types/reg.h"
#include "types/user.h"
#include "types/vector.h"

/* ---- schemas, databases, roles ---- */

void rows_pg_namespace(struct relation_scan *s)
{
    for (int i = 0; schema_nth(i) != NULL; i++) {
        struct system_row r;
        row_begin(&r, s);
        row_oid(&r, COL_pg_namespace_oid, schema_oid(schema_nth(i)));
        row_text(&r, COL_pg_namespace_nspname, schema_nth(i));
        row_oid(&r, COL_pg_namespace_nspowner, schema_oid(schema_nth(i)) == PUBLIC_OID ? DATABASE_OWNER_OID : OWNER_OID);
        if (schema_oid(schema_nth(i)) != PG_TOAST_OID && row_needs(&r, COL_pg_namespace_nspacl))
            row_datum(&r, COL_pg_namespace_nspacl, schema_acl(s->arena, schema_oid(schema_nth(i))));
        row_emit(&r);
    }
}

static void init_privs_row(struct relation_scan *s, Oid class, Oid oid, Datum acl)
{
    struct system_row r;
    row_begin(&r, s);
    row_oid(&r, COL_pg_init_privs_objoid, oid);
    row_oid(&r, COL_pg_init_privs_classoid, class);
    row_char(&r, COL_pg_init_privs_privtype, 'i');
    row_datum(&r, COL_pg_init_privs_initprivs, acl);
    row_emit(&r);
}

/* What schemas, relations and functions came with: grants that pg_dump need not repeat. */
void rows_pg_init_privs(struct relation_scan *s)
{
    enum { PG_NAMESPACE = 2615, PG_PROC = 1255, PG_CLASS = 1259 };
    static const Oid with[] = {PG_CATALOG_OID, PUBLIC_OID, INFORMATION_SCHEMA_OID};
    for (int i = 0; i < COUNTOF(with); i++)
        init_privs_row(s, PG_NAMESPACE, with[i], schema_acl(s->arena, with[i]));
    for (int i = 0; system_relation_nth(i) != NULL; i++) {
        struct object o;
        Datum acl;
        object_of_oid(system_relation_nth(i)->oid, &o);
        if (o.schema == PG_CATALOG_OID && relation_acl(s->arena, &o, &acl))
            init_privs_row(s, PG_CLASS, o.oid, acl);
    }
    for (int i = 0; i < func_count(); i++) {
        const struct func *f = func_nth(i);
        const char *acl = func_facts(f).acl;
        if (acl != NULL)
            init_privs_row(s, PG_PROC, f->oid, function_acl(s->arena, acl));
    }
}

Oid database_oid(const char *name)
{
    return relation_oid(name, "");
}

/* MongoDB has no transaction ids. Of a database and what stores rows tools (monitors of wraparound) ask how old the oldest one is:
 * now, by which age() counts. */
static void row_frozen(struct system_row *r, int xid, int multixact)
{
    enum { FIRST_NORMAL_XID = 3, NEXT_MULTIXACT = 1 };
    Oid now = (Oid)func_env.xact_start;
    row_oid(r, xid, now < FIRST_NORMAL_XID ? FIRST_NORMAL_XID : now);
    row_oid(r, multixact, NEXT_MULTIXACT);
}

static void database_row(struct relation_scan *s, const char *name)
{
    struct system_row r;
    Datum acl;
    row_begin(&r, s);
    row_oid(&r, COL_pg_database_oid, database_oid(name));
    row_text(&r, COL_pg_database_datname, name);
    row_oid(&r, COL_pg_database_datdba, OWNER_OID);
    row_int(&r, COL_pg_database_encoding, 6);
    row_char(&r, COL_pg_database_datlocprovider, 'c');
    row_bool(&r, COL_pg_database_datallowconn, true);
    row_int(&r, COL_pg_database_datconnlimit, -1);
    row_oid(&r, COL_pg_database_dattablespace, 1663);
    row_frozen(&r, COL_pg_database_datfrozenxid, COL_pg_database_datminmxid);
    row_text(&r, COL_pg_database_datcollate, "C");
    row_text(&r, COL_pg_database_datctype, "C");
    if (row_needs(&r, COL_pg_database_datacl) && database_acl(s->arena, name, &acl))
        row_datum(&r, COL_pg_database_datacl, acl);
    row_emit(&r);
}

void rows_pg_database(struct relation_scan *s)
{
    struct catalog *c = func_env.catalog;
    List *names = c != NULL && c->source != NULL ? c->source->databases(c->source, s->arena) : NULL;
    bool own = false;
    for (int i = 0; i < list_length(names); i++) {
        own = own || strcmp(list_nth(names, i), c->database) == 0;
        database_row(s, list_nth(names, i));
    }
    if (!own) /* MongoDB makes it with its first collection */
        database_row(s, c->database);
}

/* The session's user: he may make databases where he may make collections in any, roles where he may make users. */
void rows_pg_authid(struct relation_scan *s)
{
    struct system_row r;
    unsigned rights = catalog_rights("", NULL);
    row_begin(&r, s);
    row_oid(&r, COL_pg_authid_oid, OWNER_OID);
    row_text(&r, COL_pg_authid_rolname, func_env.user);
    row_bool(&r, COL_pg_authid_rolsuper, (rights & RIGHT_SUPER) != 0);
    row_bool(&r, COL_pg_authid_rolbypassrls, (rights & RIGHT_SUPER) != 0);
    row_bool(&r, COL_pg_authid_rolcreaterole, (rights & RIGHT_USERS) != 0);
    row_bool(&r, COL_pg_authid_rolcreatedb, (rights & RIGHT_CREATE) != 0);
    row_bool(&r, COL_pg_authid_rolinherit, true);
    row_bool(&r, COL_pg_authid_rolcanlogin, true);
    row_int(&r, COL_pg_authid_rolconnlimit, -1);
    row_emit(&r);
    system_facts(s);
}

/* ---- pg_class ---- */

static int shown_columns(const struct relation *rel)
{
    int n = 0;
    for (int i = 0; i < rel->nvisible; i++)
        n += !((const struct column *)list_nth(rel->columns, i))->hidden;
    return n;
}

static Datum text_array(struct arena *a, const List *texts)
{
    int n = list_length(texts);
    Datum *items = ARENA_ARRAY(a, Datum, n + 1);
    for (int i = 0; i < n; i++)
        items[i] = datum_from_cstring(a, list_nth(texts, i));
    return array_make(a, TYPE_text, items, NULL, n);
}

static bool stores_rows(const struct object *o)
{
    return o->kind == 'r' || o->kind == 'm';
}

char object_replica_identity(const struct object *o)
{
    if (!stores_rows(o) || o->schema == PG_CATALOG_OID)
        return 'n';
    return o->def != NULL && o->def->replica != 0 ? o->def->replica : 'd';
}

/* pg_tablespace, pg_database and what else PostgreSQL has once for all databases. */
bool object_is_shared(const struct object *o)
{
    static const Oid shared[] = {1213, 1214, 1260, 1261, 1262, 2396, 2964, 3592, 6000, 6100, 6243};
    Oid oid = o->kind == 'i' ? o->table->oid : o->oid;
    for (int i = 0; i < COUNTOF(shared); i++)
        if (shared[i] == oid)
            return true;
    return false;
}

/* A column's own sequence is what its table is. */
static char persistence(const struct object *o)
{
    const struct object *table = o->kind == 'i' ? o->table : o->kind == 'S' && o->sequence->table != NULL ? object_in(o->schema, o->sequence->table) : o;
    const struct table_def *def = table != NULL ? table->def : NULL;
    bool own = o->kind != 'S';
    if (o->schema == TEMP_SCHEMA_OID)
        return 't';
    FOREACH (const struct column_def, c, own || def == NULL ? NULL : def->columns)
        own = own || (c->sequence != NULL && strcmp(c->sequence, o->sequence->name) == 0);
    return (own ? def != NULL && def->unlogged : o->sequence->unlogged) ? 'u' : 'p';
}

static void class_row(struct relation_scan *s, const struct object *o)
{
    enum { PG_GLOBAL = 1664 };
    struct system_row r;
    Datum acl;
    row_begin(&r, s);
    row_oid(&r, COL_pg_class_oid, o->oid);
    row_text(&r, COL_pg_class_relname, o->name);
    row_oid(&r, COL_pg_class_relnamespace, o->schema);
    row_oid(&r, COL_pg_class_relowner, OWNER_OID);
    row_char(&r, COL_pg_class_relpersistence, persistence(o));
    row_char(&r, COL_pg_class_relkind, o->kind);
    row_char(&r, COL_pg_class_relreplident, object_replica_identity(o));
    row_bool(&r, COL_pg_class_relispopulated, o->def == NULL || !o->def->unpopulated);
    row_bool(&r, COL_pg_class_relhasrules, o->kind == 'v' || o->kind == 'm');
    row_bool(&r, COL_pg_class_relhastriggers, o->def != NULL && (o->def->foreign != NULL || o->def->referenced != NULL));
    row_float(&r, COL_pg_class_reltuples, -1);
    if (o->kind == 'i') {
        row_oid(&r, COL_pg_class_relam, index_method_oid(s->arena, o->index));
        row_int(&r, COL_pg_class_relnatts, o->index->nkeys + list_length(o->index->include));
    } else {
        row_oid(&r, COL_pg_class_reltype, o->rowtype);
        row_oid(&r, COL_pg_class_relam, stores_rows(o) ? HEAP_AM_OID : InvalidOid);
        if (stores_rows(o))
            row_frozen(&r, COL_pg_class_relfrozenxid, COL_pg_class_relminmxid);
    }
    row_bool(&r, COL_pg_class_relisshared, object_is_shared(o));
    row_oid(&r, COL_pg_class_reltablespace, object_is_shared(o) ? PG_GLOBAL : InvalidOid);
    if (o->kind != 'v' && o->kind != 'c')
        row_oid(&r, COL_pg_class_relfilenode, o->oid);
    if (o->kind == 'r' && (o->timeseries || (o->system == NULL && o->def == NULL) || (o->def != NULL && o->def->keys != NULL)))
        row_bool(&r, COL_pg_class_relhasindex, !o->timeseries);
    else if (o->system != NULL)
        row_bool(&r, COL_pg_class_relhasindex, system_has_index(o->oid));
    else if ((o->kind == 'm' || o->kind == 'r') && row_needs(&r, COL_pg_class_relhasindex))
        row_bool(&r, COL_pg_class_relhasindex, object_indexes(object_by_oid(o->oid)) != NULL);
    row_int(&r, COL_pg_class_relchecks, list_length(o->checks));
    const List *options = o->kind == 'i' ? o->index->options : o->def != NULL ? o->def->options : NULL;
    if (options != NULL)
        row_datum(&r, COL_pg_class_reloptions, text_array(s->arena, options));
    if (row_needs(&r, COL_pg_class_relacl) && relation_acl(s->arena, o, &acl))
        row_datum(&r, COL_pg_class_relacl, acl);
    bool details = row_needs(&r, COL_pg_class_relnatts) || row_needs(&r, COL_pg_class_reltuples);
    const struct relation *rel = o->kind == 'i' ? NULL : o->system != NULL ? o->system : details ? object_relation(o) : NULL;
    if (rel != NULL) {
        row_int(&r, COL_pg_class_relnatts, shown_columns(rel));
        row_float(&r, COL_pg_class_reltuples, o->kind == 'v' ? -1 : (float)rel->rows);
    } else if (o->kind == 'i' && o->table->system == NULL && o->index->filter == NULL && row_needs(&r, COL_pg_class_reltuples)) {
        const struct relation *table = object_relation(o);
        row_float(&r, COL_pg_class_reltuples, table != NULL ? (float)table->rows : -1);
    }
    row_emit(&r);
}

static void class_object(struct relation_scan *s, const struct object *o)
{
    if (scan_wants_char(s, COL_pg_class_relkind, o->kind) && scan_wants_oid(s, COL_pg_class_oid, o->oid) &&
        scan_wants_name(s, COL_pg_class_relname, o->name) && scan_wants_oid(s, COL_pg_class_relnamespace, o->schema) &&
        scan_wants_oid(s, COL_pg_class_reltype, o->rowtype))
        class_row(s, o);
}

/* Of the schemas that users' relations are in, is one wanted? */
static bool wants_users(const struct relation_scan *s, int column)
{
    return scan_wants_oid(s, column, PUBLIC_OID) || scan_wants_oid(s, column, TEMP_SCHEMA_OID);
}

/* A name that is a collection's is no index's: indexes need not be listed. */
static bool wants_indexes(struct relation_scan *s)
{
    const struct relation_key *names = scan_key(s, COL_pg_class_relname);
    bool all = names != NULL;
    for (int i = 0; all && i < names->n; i++)
        all = object_in(PUBLIC_OID, datum_cstring(s->arena, names->values[i])) != NULL;
    return !all;
}

/* Each index of users' tables that the scan's column is to have the OID of; all of them when it may have any. */
static void each_index(struct relation_scan *s, int column, void (*row)(struct relation_scan *s, const struct object *o))
{
    const struct relation_key *k = scan_key(s, column);
    for (int i = 0; k != NULL && i < k->n; i++) {
        Oid oid = datum_oid(k->values[i]);
        bool again = oid < FIRST_USER_OID;
        for (int j = 0; j < i && !again; j++)
            again = datum_oid(k->values[j]) == oid;
        const struct object *o = again || object_by_oid(oid) != NULL ? NULL : object_index_by_oid(oid);
        if (o != NULL)
            row(s, o);
    }
    if (k != NULL)
        return;
    FOREACH (struct object, t, objects())
        FOREACH (struct object, o, object_indexes(t))
            row(s, o);
}

static void each_system_index(struct relation_scan *s, void (*row)(struct relation_scan *s, const struct object *o))
{
    FOREACH (struct object, t, system_tables())
        FOREACH (struct object, o, t->indexes)
            row(s, o);
}

void rows_pg_class(struct relation_scan *s)
{
    objects_begin_scan(s, scan_key(s, COL_pg_class_oid) != NULL ? COL_pg_class_oid : COL_pg_class_relname);
    if (scan_wants_oid(s, COL_pg_class_relnamespace, PG_CATALOG_OID) ||
        scan_wants_oid(s, COL_pg_class_relnamespace, INFORMATION_SCHEMA_OID))
        for (int i = 0; system_relation_nth(i) != NULL; i++) {
            struct object o = object_system(system_relation_nth(i));
            class_object(s, &o);
        }
    each_system_index(s, class_object);
    if (!wants_users(s, COL_pg_class_relnamespace))
        return;
    FOREACH (struct object, o, objects())
        class_object(s, o);
    if (scan_wants_char(s, COL_pg_class_relkind, 'i') && wants_indexes(s))
        each_index(s, COL_pg_class_oid, class_object);
}

/* ---- pg_attribute ---- */

/* NULL: nothing is declared. */
static const struct column_def *declared_column(const struct object *o, const struct column *c)
{
    FOREACH (struct column_def, d, o->def != NULL ? o->def->columns : NULL)
        if (strcmp(d->name, c->name) == 0)
            return d;
    return NULL;
}

/* As it was declared; a system view's columns come from a query. */
static int dimensions(const struct object *o, const struct column *c)
{
    const struct column_def *said = declared_column(o, c);
    if (said != NULL)
        return said->ndims;
    if (o->composite != NULL)
        return ((const struct type_attribute *)list_nth(o->composite->attributes, c->attnum - 1))->ndims;
    return type_is_array(c->type) && !(o->system != NULL && o->kind == 'v');
}

static void attribute_row(struct relation_scan *s, const struct object *o, const struct column *c, int attnum, int ndims, bool collated)
{
    struct system_row r;
    const struct type_info *t = type_get(c->type);
    row_begin(&r, s);
    row_oid(&r, COL_pg_attribute_attrelid, o->oid);
    row_text(&r, COL_pg_attribute_attname, c->name);
    row_oid(&r, COL_pg_attribute_atttypid, c->type);
    const struct column_def *said = declared_column(o, c);
    row_int(&r, COL_pg_attribute_attstattarget, attnum < 0 ? 0 : said != NULL ? said->statistics - 1 : -1);
    row_int(&r, COL_pg_attribute_attlen, t->len);
    row_int(&r, COL_pg_attribute_attnum, attnum);
    row_int(&r, COL_pg_attribute_attndims, ndims);
    row_int(&r, COL_pg_attribute_attcacheoff, -1);
    row_int(&r, COL_pg_attribute_atttypmod, c->typmod);
    struct type_facts f = type_facts(c->type);
    row_bool(&r, COL_pg_attribute_attbyval, f.byval);
    row_char(&r, COL_pg_attribute_attalign, f.align);
    row_char(&r, COL_pg_attribute_attstorage, said != NULL && said->storage != 0 ? said->storage : f.storage);
    row_char(&r, COL_pg_attribute_attcompression, said != NULL ? said->compression : '\0');
    if (said != NULL && said->options != NULL)
        row_datum(&r, COL_pg_attribute_attoptions, text_array(s->arena, said->options));
    bool catalog = o->schema == PG_CATALOG_OID && o->kind != 'v' && f.collation == DEFAULT_COLLATION_OID, of_names = o->kind == 'i' && c->type == TYPE_cstring;
    Oid collation = c->collation != InvalidOid ? c->collation : f.collation;
    row_oid(&r, COL_pg_attribute_attcollation, catalog || of_names ? C_COLLATION_OID : collated ? collation : InvalidOid);
    row_bool(&r, COL_pg_attribute_attnotnull, c->notnull && (o->kind == 'r' || o->kind == 'S' || attnum < 0));
    row_bool(&r, COL_pg_attribute_atthasdef, (c->default_text != NULL && c->identity == '\0') || c->generated != NULL);
    row_char(&r, COL_pg_attribute_attidentity, c->identity);
    row_char(&r, COL_pg_attribute_attgenerated, c->generated != NULL ? 's' : '\0');
    row_bool(&r, COL_pg_attribute_attislocal, true);
    row_emit(&r);
}

/* What a query may ask of a row of any table, too. */
static const struct {
    const char *name;
    int attnum;
    Oid type;
} system_columns[] = {
    {"tableoid", -6, TYPE_oid}, {"cmax", -5, TYPE_cid}, {"xmax", -4, TYPE_xid}, {"cmin", -3, TYPE_cid}, {"xmin", -2, TYPE_xid}, {"ctid", -1, TYPE_tid},
};

bool column_name_is_system(const char *name)
{
    for (int i = 0; i < COUNTOF(system_columns); i++)
        if (strcmp(system_columns[i].name, name) == 0)
            return true;
    return false;
}

static void system_attributes(struct relation_scan *s, const struct object *o)
{
    for (int i = 0; i < COUNTOF(system_columns); i++) {
        struct column c = {.name = system_columns[i].name, .type = system_columns[i].type, .typmod = -1, .notnull = true};
        if (scan_wants_name(s, COL_pg_attribute_attname, c.name))
            attribute_row(s, o, &c, system_columns[i].attnum, 0, true);
    }
}

static bool has_system_columns(const struct object *o)
{
    return o->kind == 'r' || o->kind == 'm' || o->kind == 'S';
}

static void attributes_of(struct relation_scan *s, const struct object *o)
{
    if (!scan_wants_oid(s, COL_pg_attribute_attrelid, o->oid))
        return;
    if (has_system_columns(o))
        system_attributes(s, o);
    const struct relation *rel = o->system != NULL ? o->system : object_relation(o);
    for (int i = 0; rel != NULL && i < rel->nvisible; i++) {
        const struct column *c = list_nth(rel->columns, i);
        if (!c->hidden && scan_wants_name(s, COL_pg_attribute_attname, c->name))
            attribute_row(s, o, c, c->attnum, dimensions(o, c), true);
    }
}

/* Of the index: how many columns it has, and the path of each. */
static int index_columns(const struct object *o)
{
    return o->index->nkeys + list_length(o->index->include);
}

static const char *index_path(const struct object *o, int i)
{
    return i < o->index->nkeys ? o->index->keys[i].path : list_nth(o->index->include, i - o->index->nkeys);
}

bool object_has_column(const struct object *o, const char *name, int number)
{
    const struct relation *rel = o->system != NULL ? o->system : object_relation(o);
    for (int i = 0; has_system_columns(o) && i < COUNTOF(system_columns); i++)
        if (name != NULL ? strcmp(system_columns[i].name, name) == 0 : system_columns[i].attnum == number)
            return true;
    if (o->kind == 'i' && name == NULL)
        return number > 0 && number <= index_columns(o);
    for (int i = 0; o->kind == 'i' && i < index_columns(o); i++)
        if (strcmp(index_path(o, i), name) == 0)
            return true;
    for (int i = 0; o->kind != 'i' && rel != NULL && i < rel->nvisible; i++) {
        const struct column *c = list_nth(rel->columns, i);
        if (!c->hidden && (name != NULL ? strcmp(c->name, name) == 0 : c->attnum == number))
            return true;
    }
    return false;
}

/* An index' columns have the names of those that they are of; expressions are called expr, expr1, ... */
static void index_attributes(struct relation_scan *s, const struct object *o)
{
    if (!scan_wants_oid(s, COL_pg_attribute_attrelid, o->oid))
        return;
    struct relation *rel = object_relation(o);
    int nkeys = o->index->nkeys;
    for (int i = 0, exprs = 0; rel != NULL && i < index_columns(o); i++) {
        const char *path = index_path(o, i);
        const struct column *c = relation_column(rel, path, true, -1);
        int ndims = c != NULL ? dimensions(o->table, c) : 0; /* the column's, whatever the index keeps of it */
        struct column expr = {.type = TYPE_jsonb, .typmod = -1};
        if (c != NULL) {
            expr = *c;
        } else {
            expr.name = exprs == 0 ? "expr" : arena_printf(s->arena, "expr%d", exprs);
            exprs++;
        }
        if (expr.collation == InvalidOid) /* the column's, whatever the index keeps of it */
            expr.collation = type_facts(expr.type).collation;
        bool collated = i < nkeys && expr.collation != InvalidOid;
        Oid kept = i < nkeys ? index_key_type(s->arena, o->index, &o->index->keys[i], expr.type) : expr.type;
        if (kept != type_base(expr.type)) {
            expr.type = kept;
            expr.typmod = -1;
        }
        if (expr.type == TYPE_name) /* as name_ops keeps them */
            expr.type = TYPE_cstring;
        expr.notnull = false;
        expr.default_text = expr.generated = NULL;
        expr.identity = '\0';
        attribute_row(s, o, &expr, i + 1, ndims, collated);
    }
}

void rows_pg_attribute(struct relation_scan *s)
{
    objects_begin_scan(s, COL_pg_attribute_attrelid);
    for (int i = 0; system_relation_nth(i) != NULL; i++) {
        struct object o = object_system(system_relation_nth(i));
        attributes_of(s, &o);
    }
    each_system_index(s, index_attributes);
    FOREACH (struct object, o, objects())
        attributes_of(s, o);
    each_index(s, COL_pg_attribute_attrelid, index_attributes);
}

/* Of a default that is nextval('NAME'::regclass) and no more, in the schema of o. NULL: it is another expression. */
static const struct object *sequence_in_call(struct arena *a, const struct object *o, const char *text)
{
    static const char call[] = "nextval('";
    const char *parts[2], *end = text != NULL ? strrchr(text, '\'') : NULL;
    if (end == NULL || strncmp(text, call, sizeof call - 1) != 0 || end < text + sizeof call - 1 ||
        (strcmp(end, "'::regclass)") != 0 && strcmp(end, "')") != 0))
        return NULL;
    const char *name = arena_strndup(a, text + sizeof call - 1, (size_t)(end - text) - (sizeof call - 1));
    int n = reg_split_name(a, name, parts, 2);
    const struct object *found = n == 1 || n == 2 ? object_in(o->schema, parts[n - 1]) : NULL;
    return found != NULL && found->kind == 'S' ? found : NULL;
}

const struct object *default_sequence(struct arena *a, const struct object *o, const struct column *c)
{
    FOREACH (struct column_def, d, o->def != NULL ? o->def->columns : NULL)
        if (strcmp(d->name, c->name) == 0 && d->sequence != NULL && c->identity == '\0' && c->default_text != NULL &&
            strncmp(c->default_text, "nextval(", 8) == 0)
            return object_named(d->sequence);
    return c->identity == '\0' ? sequence_in_call(a, o, c->default_text) : NULL;
}

void rows_pg_attrdef(struct relation_scan *s)
{
    objects_begin_scan(s, COL_pg_attrdef_adrelid);
    FOREACH (struct object, o, objects()) {
        if ((o->kind != 'r' && o->kind != 'v') || !scan_wants_oid(s, COL_pg_attrdef_adrelid, o->oid))
            continue;
        const struct relation *rel = object_relation(o);
        for (int i = 0; rel != NULL && i < rel->nvisible; i++) {
            const struct column *c = list_nth(rel->columns, i);
            struct system_row r;
            const char *text = c->generated != NULL ? c->generated : c->default_text;
            if (text == NULL || c->identity != '\0')
                continue;
            row_begin(&r, s);
            const struct object *sequence = default_sequence(s->arena, o, c);
            if (sequence != NULL) {
                text = arena_printf(s->arena, "nextval('%s'::regclass)", reg_class_name(s->arena, sequence->oid));
            } else if (row_needs(&r, COL_pg_attrdef_adbin)) {
                const char *printed = describe_expr(s->arena, o, text, c->type, c->typmod, false);
                text = printed != NULL ? printed : text;
            }
            row_oid(&r, COL_pg_attrdef_oid, object_oid(o, "default", c->name));
            row_oid(&r, COL_pg_attrdef_adrelid, o->oid);
            row_int(&r, COL_pg_attrdef_adnum, c->attnum);
            row_text(&r, COL_pg_attrdef_adbin, text);
            row_emit(&r);
        }
    }
}

/* ---- pg_sequence ---- */

void rows_pg_sequence(struct relation_scan *s)
{
    objects_begin();
    FOREACH (struct object, o, objects()) {
        struct system_row r;
        const struct sequence_def *q = o->sequence;
        if (q == NULL || !scan_wants_oid(s, COL_pg_sequence_seqrelid, o->oid))
            continue;
        row_begin(&r, s);
        row_oid(&r, COL_pg_sequence_seqrelid, o->oid);
        row_oid(&r, COL_pg_sequence_seqtypid, q->type);
        row_int(&r, COL_pg_sequence_seqstart, q->start);
        row_int(&r, COL_pg_sequence_seqincrement, q->increment);
        row_int(&r, COL_pg_sequence_seqmax, q->max);
        row_int(&r, COL_pg_sequence_seqmin, q->min);
        row_int(&r, COL_pg_sequence_seqcache, q->cache);
        row_bool(&r, COL_pg_sequence_seqcycle, q->cycle);
        row_emit(&r);
    }
}

/* ---- pg_type ---- */

static void composite_row(struct relation_scan *s, const struct object *o, bool array)
{
    struct system_row r;
    const char *name = array ? arena_printf(s->arena, "_%s", o->name) : o->name;
    Oid oid = array ? row_array_oid(o->rowtype) : o->rowtype;
    if (!scan_wants_oid(s, COL_pg_type_oid, oid) || !scan_wants_name(s, COL_pg_type_typname, name))
        return;
    row_begin(&r, s);
    row_oid(&r, COL_pg_type_oid, oid);
    row_text(&r, COL_pg_type_typname, name);
    row_oid(&r, COL_pg_type_typnamespace, o->schema);
    row_oid(&r, COL_pg_type_typowner, OWNER_OID);
    row_int(&r, COL_pg_type_typlen, -1);
    row_char(&r, COL_pg_type_typtype, array ? 'b' : 'c');
    row_char(&r, COL_pg_type_typcategory, array ? 'A' : 'C');
    row_bool(&r, COL_pg_type_typisdefined, true);
    row_char(&r, COL_pg_type_typdelim, ',');
    row_oid(&r, COL_pg_type_typrelid, array ? InvalidOid : o->oid);
    row_oid(&r, COL_pg_type_typsubscript, array ? 6179 : InvalidOid);
    row_oid(&r, COL_pg_type_typelem, array ? o->rowtype : InvalidOid);
    row_oid(&r, COL_pg_type_typarray, array ? InvalidOid : row_array_oid(o->rowtype));
    static const Oid io[2][4] = {{2290, 2291, 2402, 2403}, {750, 751, 2400, 2401}}; /* record_*, array_* */
    row_oid(&r, COL_pg_type_typinput, io[array][0]);
    row_oid(&r, COL_pg_type_typoutput, io[array][1]);
    row_oid(&r, COL_pg_type_typreceive, io[array][2]);
    row_oid(&r, COL_pg_type_typsend, io[array][3]);
    row_oid(&r, COL_pg_type_typanalyze, array ? 3816 : InvalidOid);
    row_char(&r, COL_pg_type_typalign, 'd');
    row_char(&r, COL_pg_type_typstorage, 'x');
    row_int(&r, COL_pg_type_typtypmod, -1);
    row_emit(&r);
}

Oid system_row_array(struct arena *a, Oid rowtype)
{
    const char *text = system_fact(a, "pg_type", rowtype, COL_pg_type_typarray);
    return text != NULL ? (Oid)strtoul(text, NULL, 10) : InvalidOid;
}

/* objectid and its array: as text, but a domain; of public, so that pg_dump makes it elsewhere too. */
static void own_type_row(struct relation_scan *s, Oid oid)
{
    struct system_row r;
    const struct type_info *t = type_get(oid);
    bool array = t->category == 'A';
    if (!scan_wants_oid(s, COL_pg_type_oid, oid) || !scan_wants_name(s, COL_pg_type_typname, t->name))
        return;
    row_begin(&r, s);
    row_oid(&r, COL_pg_type_oid, oid);
    row_text(&r, COL_pg_type_typname, t->name);
    row_oid(&r, COL_pg_type_typnamespace, PUBLIC_OID);
    row_oid(&r, COL_pg_type_typowner, OWNER_OID);
    row_int(&r, COL_pg_type_typlen, t->len);
    row_char(&r, COL_pg_type_typtype, t->typtype);
    row_char(&r, COL_pg_type_typcategory, t->category);
    row_bool(&r, COL_pg_type_typisdefined, true);
    row_char(&r, COL_pg_type_typdelim, ',');
    row_oid(&r, COL_pg_type_typsubscript, array ? 6179 : InvalidOid);
    row_oid(&r, COL_pg_type_typelem, array ? t->elem : InvalidOid);
    row_oid(&r, COL_pg_type_typarray, t->array);
    static const Oid io[2][4] = {{2597, 47, 2598, 2415}, {750, 751, 2400, 2401}}; /* domain_in, textout, ...; array_* */
    row_oid(&r, COL_pg_type_typinput, io[array][0]);
    row_oid(&r, COL_pg_type_typoutput, io[array][1]);
    row_oid(&r, COL_pg_type_typreceive, io[array][2]);
    row_oid(&r, COL_pg_type_typsend, io[array][3]);
    row_oid(&r, COL_pg_type_typanalyze, array ? 3816 : InvalidOid);
    row_char(&r, COL_pg_type_typalign, 'i');
    row_char(&r, COL_pg_type_typstorage, 'x');
    row_oid(&r, COL_pg_type_typbasetype, t->base);
    row_int(&r, COL_pg_type_typtypmod, -1);
    row_oid(&r, COL_pg_type_typcollation, DEFAULT_COLLATION_OID);
    row_emit(&r);
}

void rows_pg_type(struct relation_scan *s)
{
    system_facts(s);
    own_type_row(s, TYPE_objectid);
    own_type_row(s, TYPE__objectid);
    if (!wants_users(s, COL_pg_type_typnamespace))
        return;
    user_type_rows(s);
    const struct relation_key *k = scan_key(s, COL_pg_type_oid);
    bool user = k == NULL;
    for (int i = 0; k != NULL && i < k->n; i++)
        user = user || datum_oid(k->values[i]) >= FIRST_USER_OID;
    if (!user)
        return;
    objects_begin();
    FOREACH (struct object, o, objects()) {
        if (o->kind == 'S' || o->kind == 'c')
            continue;
        composite_row(s, o, false);
        composite_row(s, o, true);
    }
}
