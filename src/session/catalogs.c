/* The system catalogs that only the session knows of: its settings, statements, cursors, and itself among the activity. */
#include <stdio.h>
#include <string.h>

#include "analyze/define.h"
#include "base/macros.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "mongo/advisory.h"
#include "session/activity.h"
#include "session/session_int.h"
#include "types/array.h"
#include "types/softfail.h"
#include "types/user.h"
#include "types/timezone.h"

Datum system_start_time(struct fcall *fc); /* funcs/system.c */

/* ---- pg_settings ---- */

static Datum words_array(struct arena *a, const char *words)
{
    Datum *values = ARENA_ARRAY(a, Datum, strlen(words) + 1);
    int n = 0;
    for (const char *s = words; *s != '\0';) {
        size_t len = strcspn(s, "|");
        if (*s != '~') /* taken but not offered */
            values[n++] = datum_from_text(a, s, len);
        s += len + (s[len] == '|');
    }
    return array_make(a, TYPE_text, values, NULL, n);
}

static const struct {
    const char *name, *settings;
} categories[] = {
#define SETTINGS(name, settings) {name, settings},
#include "catalog/system/settings.def"
#undef SETTINGS
};

static const char *setting_category(struct arena *a, const struct conf_facts *f)
{
    const char *word = arena_printf(a, " %s ", f->name);
    for (int i = 0; i < COUNTOF(categories); i++)
        if (strstr(categories[i].settings, word) != NULL)
            return categories[i].name;
    return f->own ? "pgleaf" : strchr(f->name, '.') != NULL ? "Customized Options" : "Preset Options";
}

static const struct setting_text {
    const char *name, *text, *more;
} setting_texts[] = {
#define TEXT(name, text, more) {name, text, more},
#include "catalog/system/setting_texts.def"
#undef TEXT
};

/* What a setting is for: pgleaf's word where it has one, else PostgreSQL's. */
static struct setting_text setting_text(const struct conf_facts *f)
{
    for (int i = 0; f->description[0] == '\0' && i < COUNTOF(setting_texts); i++)
        if (strcmp(setting_texts[i].name, f->name) == 0)
            return setting_texts[i];
    return (struct setting_text){f->name, f->description, NULL};
}

static void settings_rows(struct relation_scan *s)
{
    struct conf_facts f;
    for (int i = 0; conf_facts(i, &f); i++) {
        struct system_row r;
        char number[64];
        row_begin(&r, s);
        row_text(&r, COL_pg_settings_name, f.name);
        row_text(&r, COL_pg_settings_setting, f.setting);
        row_text(&r, COL_pg_settings_unit, f.unit);
        row_text(&r, COL_pg_settings_category, setting_category(s->arena, &f));
        struct setting_text text = setting_text(&f);
        row_text(&r, COL_pg_settings_short_desc, text.text);
        row_text(&r, COL_pg_settings_extra_desc, text.more);
        row_text(&r, COL_pg_settings_context, f.context);
        row_text(&r, COL_pg_settings_vartype, f.type);
        row_text(&r, COL_pg_settings_source, f.source);
        if (f.number) {
            const char *format = strcmp(f.type, "real") == 0 ? "%g" : "%.15g";
            snprintf(number, sizeof number, format, f.min);
            row_text(&r, COL_pg_settings_min_val, number);
            snprintf(number, sizeof number, format, f.max);
            row_text(&r, COL_pg_settings_max_val, number);
        }
        if (f.words != NULL)
            row_datum(&r, COL_pg_settings_enumvals, words_array(s->arena, f.words));
        row_text(&r, COL_pg_settings_boot_val, f.boot);
        row_text(&r, COL_pg_settings_reset_val, f.reset);
        row_datum(&r, COL_pg_settings_pending_restart, datum_from_bool(false));
        row_emit(&r);
    }
}

/* ---- the session itself ---- */

static void ssl_rows(struct relation_scan *s)
{
    struct system_row r;
    const struct func_env_tls *tls = func_env.tls;
    row_begin(&r, s);
    row_datum(&r, COL_pg_stat_ssl_pid, datum_from_int32(func_env.backend_pid));
    row_datum(&r, COL_pg_stat_ssl_ssl, datum_from_bool(tls != NULL));
    if (tls != NULL) {
        row_text(&r, COL_pg_stat_ssl_version, tls->version);
        row_text(&r, COL_pg_stat_ssl_cipher, tls->cipher);
        row_datum(&r, COL_pg_stat_ssl_bits, datum_from_int32(tls->bits));
        row_text(&r, COL_pg_stat_ssl_client_dn, tls->client_dn);
        row_text(&r, COL_pg_stat_ssl_issuer_dn, tls->issuer_dn);
        if (tls->client_serial != NULL)
            row_datum(&r, COL_pg_stat_ssl_client_serial,
                      type_input(s->arena, TYPE_numeric, -1, tls->client_serial, strlen(tls->client_serial), NULL));
    }
    row_emit(&r);
}

/* ---- statements and cursors ---- */

static void statement_rows(struct relation_scan *s)
{
    for (const struct statement *st = the_session.statements; st != NULL; st = st->next) {
        struct system_row r;
        const struct analyze_params *params = st->params;
        int n = params != NULL ? params->n : 0;
        if (st->name[0] == '\0')
            continue;
        Datum *types = ARENA_ARRAY(s->arena, Datum, n + 1);
        for (int i = 0; i < n; i++)
            types[i] = datum_from_oid(params->types[i]);
        row_begin(&r, s);
        row_text(&r, COL_pg_prepared_statements_name, st->name);
        row_text(&r, COL_pg_prepared_statements_statement, st->message);
        row_datum(&r, COL_pg_prepared_statements_prepare_time, datum_from_int64(st->made_at));
        row_datum(&r, COL_pg_prepared_statements_parameter_types, array_make(s->arena, TYPE_regtype, types, NULL, n));
        row_datum(&r, COL_pg_prepared_statements_from_sql, datum_from_bool(st->inner));
        row_datum(&r, COL_pg_prepared_statements_generic_plans, 0);
        row_datum(&r, COL_pg_prepared_statements_custom_plans, 0);
        row_emit(&r);
    }
}

/* SQL's cursors, and portals of the extended protocol that have a name. */
static void cursor_rows(struct relation_scan *s)
{
    for (const struct portal *p = the_session.portals; p != NULL; p = p->next) {
        struct system_row r;
        if (p->name[0] == '\0' || p->failed)
            continue;
        row_begin(&r, s);
        row_text(&r, COL_pg_cursors_name, p->name);
        row_text(&r, COL_pg_cursors_statement, p->text != NULL ? p->text : "");
        row_datum(&r, COL_pg_cursors_is_holdable, datum_from_bool(p->hold));
        row_datum(&r, COL_pg_cursors_is_binary, datum_from_bool(p->binary));
        row_datum(&r, COL_pg_cursors_is_scrollable, datum_from_bool(p->scroll));
        row_datum(&r, COL_pg_cursors_creation_time, datum_from_int64(p->made_at));
        row_emit(&r);
    }
}

/* ---- time zones ---- */

static void zone_row(void *arg, const struct tz *z)
{
    struct relation_scan *s = arg;
    struct system_row r;
    const struct tz_type *now = tz_at(z, func_env.stmt_start / 1000000 + INT64_C(946684800));
    row_begin(&r, s);
    row_text(&r, COL_pg_timezone_names_name, tz_name(z));
    row_text(&r, COL_pg_timezone_names_abbrev, now->abbrev);
    row_datum(&r, COL_pg_timezone_names_utc_offset,
              datum_from_interval(s->arena, (struct interval){.time = now->offset * INT64_C(1000000)}));
    row_datum(&r, COL_pg_timezone_names_is_dst, datum_from_bool(now->dst));
    row_emit(&r);
}

static void zone_rows(struct relation_scan *s)
{
    tz_each(zone_row, s);
}

static void abbreviation_rows(struct relation_scan *s)
{
    for (int i = 0; i < tz_abbrev_count(); i++) {
        const struct tz_abbrev *x = tz_abbrev_nth(i);
        struct system_row r;
        int32_t offset = x->offset;
        bool dst = x->dst;
        char name[32];
        size_t n = 0;
        if (x->zone != NULL &&
            !tz_abbrev_at(tz_by_name(x->zone), x->name, func_env.stmt_start / 1000000 + INT64_C(946684800), &offset, &dst))
            continue;
        for (; x->name[n] != '\0' && n < sizeof name - 1; n++)
            name[n] = (char)(x->name[n] >= 'a' && x->name[n] <= 'z' ? x->name[n] - 32 : x->name[n]);
        name[n] = '\0';
        row_begin(&r, s);
        row_text(&r, COL_pg_timezone_abbrevs_abbrev, name);
        row_datum(&r, COL_pg_timezone_abbrevs_utc_offset,
                  datum_from_interval(s->arena, (struct interval){.time = offset * INT64_C(1000000)}));
        row_datum(&r, COL_pg_timezone_abbrevs_is_dst, datum_from_bool(dst));
        row_emit(&r);
    }
}

/* Advisory locks, those of declarations, and what the session's own transaction has named: MongoDB does not show its own. */
static void lock_rows(struct relation_scan *s)
{
    const struct session *own = &the_session;
    relation_lock_rows(s);
    List *locks = own->mongo != NULL ? advisory_list(s->arena, own->mongo, own->database) : NULL;
    FOREACH (struct advisory_held, h, locks) {
        struct system_row r;
        bool declaration = h->key.kind == LOCK_OF_DECLARATION;
        if (declaration && strcmp(h->owner, owner_self()) == 0 && relation_locks_tell(h->key.object))
            continue;
        row_begin(&r, s);
        row_oid(&r, COL_pg_locks_database, database_oid(own->database));
        if (declaration) {
            row_text(&r, COL_pg_locks_locktype, "relation");
            row_oid(&r, COL_pg_locks_relation, h->key.object);
        } else {
            row_text(&r, COL_pg_locks_locktype, "advisory");
            row_oid(&r, COL_pg_locks_classid, h->key.class);
            row_oid(&r, COL_pg_locks_objid, h->key.object);
            row_int(&r, COL_pg_locks_objsubid, h->key.kind);
        }
        row_datum(&r, COL_pg_locks_pid, datum_from_int32(owner_pid(h->owner)));
        row_text(&r, COL_pg_locks_mode, declaration ? "AccessExclusiveLock" : h->exclusive ? "ExclusiveLock" : "ShareLock");
        row_bool(&r, COL_pg_locks_granted, true);
        row_bool(&r, COL_pg_locks_fastpath, false);
        row_emit(&r);
    }
}

/* ---- expressions of declarations ---- */

static bool names_path_walker(Node *n, void *rel)
{
    if (IS_A(n, Var))
        return ((Var *)n)->varattno > 0 && relation_column_nth(rel, ((Var *)n)->varattno)->is_path;
    return node_walk(n, names_path_walker, rel);
}

static const char *domain_text(struct arena *a, const struct user_type *t, const char *text, bool check, bool pretty)
{
    const char *volatile printed = text;
    TRY {
        printed = deparse_declared(a, analyze_domain_text(a, func_env.catalog, t, text, check), NULL, pretty);
    } CATCH (e) {
        (void)e; /* it names what is no more */
    } END_TRY;
    return printed;
}

/* Values of domains that are read: parameters, COPY, elements of arrays. */
static void look_at_domain(struct arena *a, Oid domain, Datum value, bool isnull, struct soft_error *soft)
{
    struct error *volatile failed = NULL;
    TRY {
        bool null;
        expr_eval_const(a, analyze_domain_value(a, func_env.catalog, domain, value, isnull), &null);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    if (failed != NULL)
        soft_throw(soft, failed);
}

static const char *declared_text(struct arena *a, struct relation *rel, const char *text, Oid type, int32_t typmod, bool pretty)
{
    const char *volatile printed = NULL;
    TRY {
        Node *e = analyze_declared(a, func_env.catalog, rel, text, type, typmod);
        if (!names_path_walker(e, rel))
            printed = deparse_declared(a, e, rel, pretty);
    } CATCH (e) {
        (void)e; /* it names what is no more */
    } END_TRY;
    return printed;
}

static const char *query_text(struct arena *a, const char *text, const List *uses, const List *names, bool pretty, int wrap)
{
    const char *volatile printed = NULL;
    struct table_def def = {.view = text, .uses = (List *)(uintptr_t)uses};
    TRY {
        printed = deparse_query(a, analyze_view_query(a, func_env.catalog, &def), names, pretty, wrap);
    } CATCH (e) {
        (void)e; /* it names what is no more */
    } END_TRY;
    return printed;
}

/* A name in a tree's text: what would end it stands behind a backslash. */
static const char *tree_token(struct arena *a, const char *name)
{
    struct strbuf b;
    if (name == NULL)
        return "<>";
    strbuf_init(&b, a);
    strbuf_addstr(&b, *name == '\0' ? "\"\"" : *name == '<' || *name == '"' || (*name >= '0' && *name <= '9') ? "\\" : "");
    for (; *name != '\0'; name++) {
        if (strchr(" \n\t(){}\\", *name) != NULL)
            strbuf_addch(&b, '\\');
        strbuf_addch(&b, *name);
    }
    return b.data;
}

static const char *query_origins(struct arena *a, const char *text, const List *uses)
{
    const char *volatile printed = NULL;
    struct table_def def = {.view = text, .uses = (List *)(uintptr_t)uses};
    TRY {
        struct strbuf b;
        strbuf_init(&b, a);
        strbuf_addstr(&b, "({QUERY :commandType 1 :targetList (");
        const Query *q = analyze_view_query(a, func_env.catalog, &def);
        FOREACH (TargetEntry, t, q->targetList)
            strbuf_printf(&b, "%s{TARGETENTRY :expr <> :resno %d :resname %s :ressortgroupref %d :resorigtbl %u :resorigcol %d :resjunk %s}",
                          FOREACH_INDEX(t, q->targetList) > 0 ? " " : "", t->resno, tree_token(a, t->resname), t->ressortgroupref,
                          t->resorigtbl, t->resorigcol > 0 ? t->resorigcol : 0, t->resjunk ? "true" : "false");
        strbuf_addstr(&b, ")})");
        printed = b.data;
    } CATCH (e) {
        (void)e; /* it names what is no more */
    } END_TRY;
    return printed;
}

struct named {
    struct arena *arena;
    List *columns; /* attnums */
};

static bool named_walker(Node *n, void *arg)
{
    struct named *x = arg;
    if (!IS_A(n, Var))
        return node_walk(n, named_walker, arg);
    int attnum = ((const Var *)n)->varattno;
    for (int i = 0; i < list_length(x->columns); i++)
        if (ITEM_INT(list_nth(x->columns, i)) == attnum)
            return false;
    x->columns = list_append(x->arena, x->columns, INT_ITEM(attnum));
    return false;
}

static List *declared_columns(struct arena *a, struct relation *rel, const char *text)
{
    struct named x = {.arena = a};
    struct named *volatile found = &x;
    TRY {
        Node *e = analyze_declared(a, func_env.catalog, rel, text, InvalidOid, -1);
        if (!names_path_walker(e, rel))
            named_walker(e, found);
    } CATCH (e) {
        (void)e; /* it names what is no more */
    } END_TRY;
    return found->columns;
}

void catalogs_init(void)
{
    system_declared_columns = declared_columns;
    system_declared_text = declared_text;
    system_query_text = query_text;
    system_query_origins = query_origins;
    system_domain_text = domain_text;
    user_domain_check = look_at_domain;
    system_fill("pg_settings", settings_rows);
    system_fill("pg_stat_activity", activity_rows);
    system_fill("pg_stat_ssl", ssl_rows);
    system_fill("pg_prepared_statements", statement_rows);
    system_fill("pg_cursors", cursor_rows);
    system_fill("pg_locks", lock_rows);
    system_fill("pg_timezone_names", zone_rows);
    system_fill("pg_timezone_abbrevs", abbreviation_rows);
}
