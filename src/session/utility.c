/* Statements that are not queries: SET, SHOW, RESET, DISCARD, transactions, EXPLAIN; all others are refused by name. */
#include "session/foreign.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "analyze/raw.h"
#include "base/macros.h"
#include "types/ident.h"

/* ---- SET ---- */

/* Settings that are lists of names: each is quoted as an identifier where it needs to be; of DateStyle's, none. */
static bool takes_names(const char *name)
{
    return strcasecmp(name, "search_path") == 0 || strcasecmp(name, "temp_tablespaces") == 0;
}

static bool takes_list(const char *name)
{
    return takes_names(name) || strcasecmp(name, "datestyle") == 0 || strcasecmp(name, "restrict_nonsystem_relation_kind") == 0;
}

static void add_constant(struct strbuf *b, const PgQuery__AConst *c, bool names)
{
    RAW_FIELDS(c, c->location, "ival fval boolval sval bsval location");
    switch (c->val_case) {
    case PG_QUERY__A__CONST__VAL_IVAL: strbuf_printf(b, "%d", c->ival->ival); break;
    case PG_QUERY__A__CONST__VAL_FVAL: strbuf_addstr(b, c->fval->fval); break;
    case PG_QUERY__A__CONST__VAL_SVAL:
        if (names)
            ident_quote(b, c->sval->sval, strlen(c->sval->sval));
        else
            strbuf_addstr(b, c->sval->sval);
        break;
    default: raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "this kind of constant is not supported in SET");
    }
}

/* SET TIME ZONE INTERVAL '...': the word stays, and timezone_parse() knows it. */
static void add_interval(struct strbuf *b, const PgQuery__TypeCast *t)
{
    RAW_FIELDS(t, t->location, "arg type_name location");
    if (t->arg->node_case != PG_QUERY__NODE__NODE_A_CONST)
        raw_refuse(t->arg);
    strbuf_addstr(b, "INTERVAL '");
    add_constant(b, t->arg->a_const, false);
    strbuf_addch(b, '\'');
}

static const char *set_value(struct arena *a, const PgQuery__VariableSetStmt *v)
{
    struct strbuf b;
    strbuf_init(&b, a);
    if (v->n_args > 1 && !takes_list(v->name))
        raise(ERR_INVALID_PARAMETER_VALUE, "SET %s takes only one argument", v->name);
    for (size_t i = 0; i < v->n_args; i++) {
        const PgQuery__Node *n = v->args[i];
        if (i > 0)
            strbuf_addstr(&b, ", ");
        if (n->node_case == PG_QUERY__NODE__NODE_A_CONST)
            add_constant(&b, n->a_const, takes_names(v->name));
        else if (n->node_case == PG_QUERY__NODE__NODE_TYPE_CAST && strcasecmp(v->name, "timezone") == 0)
            add_interval(&b, n->type_cast);
        else
            raw_refuse(n);
    }
    return b.data;
}

static void set_several(struct session *s, PgQuery__VariableSetStmt *v, int location)
{
    if (strcmp(v->name, "TRANSACTION") == 0) {
        if (!xact_in_block(s))
            notice(SEV_WARNING, ERR_NO_ACTIVE_SQL_TRANSACTION, "SET TRANSACTION can only be used in transaction blocks");
        xact_set_characteristics(v->args, v->n_args, false, location);
    } else if (strcmp(v->name, "SESSION CHARACTERISTICS") == 0) {
        xact_set_characteristics(v->args, v->n_args, true, location);
    } else {
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "SET %s is not supported", v->name);
    }
}

/* SET ROLE, SET SESSION AUTHORIZATION: who the client is, MongoDB said; there is nobody else to become. */
static void set_identity(struct session *s, struct arena *a, const PgQuery__VariableSetStmt *v, int location)
{
    bool role = strcmp(v->name, "role") == 0;
    const char *who = v->kind == PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE ? set_value(a, v) : NULL;
    if (who != NULL && strcmp(who, s->user) != 0 && !(role && strcmp(who, "none") == 0))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "SET %s is not supported", role ? "ROLE" : "SESSION AUTHORIZATION");
}

static struct completion run_set(struct session *s, struct arena *a, PgQuery__VariableSetStmt *v, int location)
{
    RAW_FIELDS(v, location, "kind name args is_local");
    bool reset = v->kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET || v->kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL;
    if (v->is_local && !xact_in_block(s) && v->kind != PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI)
        notice(SEV_WARNING, ERR_NO_ACTIVE_SQL_TRANSACTION, "SET LOCAL can only be used in transaction blocks");
    bool identity = strcmp(v->name, "role") == 0 || strcmp(v->name, "session_authorization") == 0;
    switch (v->kind) {
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE:
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_DEFAULT:
    case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET:
        if (identity)
            set_identity(s, a, v, location);
        else
            conf_set(v->name, v->kind == PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE ? set_value(a, v) : NULL, CONF_FROM_SESSION,
                     v->is_local);
        break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI: set_several(s, v, location); break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL: conf_reset_all(); break;
    default: raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "SET ... FROM CURRENT is not supported");
    }
    return DONE(reset ? "RESET" : "SET");
}

/* ---- SHOW ---- */

struct shown {
    const char *row[3]; /* name, setting, description */
};

static int by_name(const void *x, const void *y)
{
    return strcasecmp(((const struct shown *)x)->row[0], ((const struct shown *)y)->row[0]);
}

static void show_all(struct arena *a, struct row_dest *dest)
{
    struct shown *all = NULL, one;
    size_t n = 0, cap = 0;
    for (int i = 0; (one.row[0] = conf_nth(i, &one.row[1], &one.row[2])) != NULL; i++) {
        if (n == cap) {
            all = arena_grow(a, all, cap * sizeof *all, (cap + 128) * sizeof *all);
            cap += 128;
        }
        one.row[1] = arena_strdup(a, one.row[1]);
        all[n++] = one;
    }
    qsort(all, n, sizeof *all, by_name);
    for (size_t i = 0; i < n; i++)
        put_text_row(a, dest, 3, all[i].row);
}

static bool is_all(const PgQuery__VariableShowStmt *v)
{
    return strcmp(v->name, "all") == 0;
}

static const char *show_name(const PgQuery__VariableShowStmt *v)
{
    const char *name = conf_name(v->name);
    if (name == NULL)
        raise(ERR_UNDEFINED_OBJECT, "unrecognized configuration parameter \"%s\"", v->name);
    return name;
}

static const List *show_desc(struct arena *a, const PgQuery__VariableShowStmt *v)
{
    static const char *const all[] = {"name", "setting", "description"};
    if (is_all(v))
        return text_desc(a, TYPE_text, 3, all);
    return text_desc(a, TYPE_text, 1, (const char *const[]){arena_strdup(a, show_name(v))});
}

static struct completion run_show(struct arena *a, PgQuery__VariableShowStmt *v, int location, struct row_dest *dest)
{
    RAW_FIELDS(v, location, "name");
    if (is_all(v))
        show_all(a, dest);
    else
        put_text_row(a, dest, 1, (const char *const[]){conf_show(show_name(v))});
    return DONE("SHOW");
}

/* ---- DISCARD ---- */

static struct completion run_discard(struct session *s, PgQuery__DiscardStmt *d, int location)
{
    static const char *const tags[] = {"", "DISCARD ALL", "DISCARD PLANS", "DISCARD SEQUENCES", "DISCARD TEMP"};
    RAW_FIELDS(d, location, "target");
    if (d->target == PG_QUERY__DISCARD_MODE__DISCARD_ALL) {
        xact_not_in_block(s, "DISCARD ALL");
        portals_drop(s, true);
        conf_reset_all();
        statements_drop(s);
        advisory_unlock_all(s);
        temp_drop_all(s);
        sequences_forget(NULL);
    } else if (d->target == PG_QUERY__DISCARD_MODE__DISCARD_SEQUENCES) {
        sequences_forget(NULL);
    } else if (d->target == PG_QUERY__DISCARD_MODE__DISCARD_TEMP) {
        temp_drop_all(s);
    } else if (d->target == PG_QUERY__DISCARD_MODE__DISCARD_PLANS) {
        statements_forget_plans(s);
    }
    return DONE(tags[d->target]);
}

/* ---- CREATE EXTENSION ---- */

/* PostgreSQL has plpgsql from the start, and Rails' schemas ask for it; its functions are refused where one would be made. */
static struct completion run_create_extension(const struct session *s, const PgQuery__CreateExtensionStmt *x)
{
    RAW_FIELDS(x, -1, "extname if_not_exists options"); /* options say nothing of one that is there */
    xact_may_write(s, "CREATE EXTENSION");
    bool there = strcmp(x->extname, "plpgsql") == 0;
    if (!there)
        error_throw(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "extension \"%s\" is not available", x->extname),
                               "The extension must first be installed on the system where PostgreSQL is running."));
    if (!x->if_not_exists)
        raise(ERR_DUPLICATE_OBJECT, "extension \"%s\" already exists", x->extname);
    notice(SEV_NOTICE, ERR_DUPLICATE_OBJECT, "extension \"%s\" already exists, skipping", x->extname);
    return DONE("CREATE EXTENSION");
}

/* ---- all of them ---- */

static const struct {
    PgQuery__Node__NodeCase kind;
    const char *name;
} refused[] = {
#define REFUSED(kind, name) {PG_QUERY__NODE__NODE_##kind##_STMT, name},
#include "session/refused.def"
#undef REFUSED
};

static _Noreturn void refuse(const struct raw_stmt *raw, int location)
{
    const char *name = raw_kind_name(raw->node);
    for (int i = 0; i < COUNTOF(refused); i++)
        if (refused[i].kind == raw->node->node_case)
            name = refused[i].name;
    struct error *e = error_at(error_new(ERR_FEATURE_NOT_SUPPORTED, "%s is not supported yet", name), location);
    if (raw->node->node_case == PG_QUERY__NODE__NODE_GRANT_STMT || raw->node->node_case == PG_QUERY__NODE__NODE_GRANT_ROLE_STMT)
        error_hint(e, "Rights are those of MongoDB's roles: see its commands createRole and grantRolesToUser.");
    error_throw(e);
}

void prepare_utility(struct session *s, struct prepared *p)
{
    switch (p->raw->node->node_case) {
    case PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT: p->desc = show_desc(p->arena, p->raw->node->variable_show_stmt); break;
    case PG_QUERY__NODE__NODE_EXECUTE_STMT: p->desc = execute_desc(s, p->arena, p->raw->node->execute_stmt); break;
    case PG_QUERY__NODE__NODE_EXPLAIN_STMT: prepare_explain(s, p); break;
    case PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT: prepare_cursor(s, p); break;
    case PG_QUERY__NODE__NODE_FETCH_STMT: prepare_fetch(s, p); break;
    case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT: prepare_create_as(s, p); break;
    case PG_QUERY__NODE__NODE_CALL_STMT: prepare_call(s, p); break;
    default: break;
    }
}

static struct completion dispatch(struct session *s, const struct portal *portal, struct row_dest *dest)
{
    struct arena *a = portal->arena;
    const struct prepared *p = portal->prepared;
    PgQuery__Node *n = p->raw->node;
    int location = raw_start(p->raw);
    switch (n->node_case) {
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT: return run_set(s, a, n->variable_set_stmt, location);
    case PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT: return run_show(a, n->variable_show_stmt, location, dest);
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT: return xact_command(s, n->transaction_stmt, location);
    case PG_QUERY__NODE__NODE_DISCARD_STMT: return run_discard(s, n->discard_stmt, location);
    case PG_QUERY__NODE__NODE_PREPARE_STMT: return run_prepare(s, portal);
    case PG_QUERY__NODE__NODE_EXECUTE_STMT: return run_execute(s, portal, dest);
    case PG_QUERY__NODE__NODE_DEALLOCATE_STMT: return run_deallocate(s, n->deallocate_stmt, location);
    case PG_QUERY__NODE__NODE_EXPLAIN_STMT: return run_explain(s, portal, dest);
    case PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT: return run_declare(s, portal);
    case PG_QUERY__NODE__NODE_FETCH_STMT: return run_fetch(s, portal, dest);
    case PG_QUERY__NODE__NODE_COPY_STMT: return run_copy(s, portal);
    case PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT: return run_create_extension(s, n->create_extension_stmt);
    case PG_QUERY__NODE__NODE_CREATE_STMT: return run_create_table(s, portal);
    case PG_QUERY__NODE__NODE_COMMENT_STMT: return run_comment(s, portal);
    case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT: return run_create_schema(s, portal);
    case PG_QUERY__NODE__NODE_CREATEDB_STMT: return run_create_database(s, portal);
    case PG_QUERY__NODE__NODE_DROPDB_STMT: return run_drop_database(s, portal);
    case PG_QUERY__NODE__NODE_VIEW_STMT: return run_create_view(s, portal);
    case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT: return run_create_as(s, portal);
    case PG_QUERY__NODE__NODE_REINDEX_STMT: return run_reindex(s, portal);
    case PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT: return run_refresh(s, portal);
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT: return run_create_sequence(s, portal);
    case PG_QUERY__NODE__NODE_ALTER_SEQ_STMT: return run_alter_sequence(s, portal);
    case PG_QUERY__NODE__NODE_CREATE_ENUM_STMT: return run_create_enum(s, portal);
    case PG_QUERY__NODE__NODE_CREATE_RANGE_STMT: return run_create_range(s, portal);
    case PG_QUERY__NODE__NODE_COMPOSITE_TYPE_STMT: return run_create_composite(s, portal);
    case PG_QUERY__NODE__NODE_CREATE_CAST_STMT: return run_create_cast(s, portal);
    case PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT: return run_create_domain(s, portal);
    case PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT: return run_alter_domain(s, portal);
    case PG_QUERY__NODE__NODE_ALTER_ENUM_STMT: return run_alter_enum(s, portal);
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT: return run_alter_table(s, portal);
    case PG_QUERY__NODE__NODE_ALTER_OWNER_STMT: return run_alter_owner(s, portal);
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT: return run_set_schema(s, portal);
    case PG_QUERY__NODE__NODE_RENAME_STMT: return run_rename(s, portal);
    case PG_QUERY__NODE__NODE_DROP_STMT: return run_drop(s, portal);
    case PG_QUERY__NODE__NODE_TRUNCATE_STMT: return run_truncate(s, portal);
    case PG_QUERY__NODE__NODE_INDEX_STMT: return run_create_index(s, portal);
    case PG_QUERY__NODE__NODE_CLOSE_PORTAL_STMT: return run_close(s, portal);
    case PG_QUERY__NODE__NODE_VACUUM_STMT: return run_vacuum(s, portal);
    case PG_QUERY__NODE__NODE_CALL_STMT: return run_call(s, portal);
    case PG_QUERY__NODE__NODE_CONSTRAINTS_SET_STMT: return run_set_constraints(s, portal);
    case PG_QUERY__NODE__NODE_LOCK_STMT: return run_lock(s, portal);
    case PG_QUERY__NODE__NODE_UNLISTEN_STMT: return DONE("UNLISTEN"); /* nobody listens: LISTEN is refused */
    case PG_QUERY__NODE__NODE_DROP_ROLE_STMT: return run_drop_role(s, portal);
    case PG_QUERY__NODE__NODE_DROP_SUBSCRIPTION_STMT: return run_drop_subscription(s, portal);
    case PG_QUERY__NODE__NODE_DROP_TABLE_SPACE_STMT: return run_drop_tablespace(s, portal);
    case PG_QUERY__NODE__NODE_GRANT_STMT: check_grant(s, portal); break;
    case PG_QUERY__NODE__NODE_GRANT_ROLE_STMT: check_grant_role(s, portal); break;
    default: break;
    }
    refuse(p->raw, location);
}

struct completion run_utility(struct session *s, const struct portal *portal, struct row_dest *dest)
{
    struct completion c = dispatch(s, portal, dest);
    change_over(s);
    return c;
}
