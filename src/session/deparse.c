/* Expressions as SQL text, with the parentheses and labels that PostgreSQL puts there: of a plan, for EXPLAIN, and of declarations. */
#include "session/deparse_int.h"
#include "session/session_int.h"

#include <string.h>

#include "base/macros.h"
#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "types/ident.h"
#include "types/user.h"

static void put(struct deparse *d, const Node *e, const Plan *plan);

/* ---- parentheses: around every operator, or, where the text is to be pretty, where they say something ---- */

static void put_open(struct deparse *d)
{
    strbuf_addstr(d->out, d->pretty ? "" : "(");
}

static void put_close(struct deparse *d)
{
    strbuf_addstr(d->out, d->pretty ? "" : ")");
}

/* '+' or '*' for an operator of the precedence of one of these, 0 for others. */
static char arithmetic(const Node *e)
{
    const struct oper *o = IS_A(e, OpExpr) && list_length(((const OpExpr *)e)->args) == 2 ? oper_by_oid(((const OpExpr *)e)->opno) : NULL;
    if (o == NULL || strlen(o->name) != 1)
        return 0;
    return strchr("+-", o->name[0]) != NULL ? '+' : strchr("*/%", o->name[0]) != NULL ? '*' : 0;
}

/* Has parent brackets or commas of its own around its parts? */
static bool delimits(const Node *parent)
{
    switch (parent->tag) {
    case T_FuncExpr: {
        int format = ((const FuncExpr *)parent)->funcformat;
        return format == COERCE_EXPLICIT_CALL;
    }
    case T_SubscriptingRef: case T_ArrayExpr: case T_RowExpr: case T_CoalesceExpr: case T_MinMaxExpr: case T_NullIfExpr: case T_Aggref:
    case T_GroupingFunc: case T_WindowFunc: case T_CaseExpr: case T_XmlExpr:
        return true;
    default: return false;
    }
}

static bool is_simple_bool(const BoolExpr *b, const Node *parent)
{
    if (!IS_A(parent, BoolExpr))
        return delimits(parent);
    int outer = ((const BoolExpr *)parent)->boolop;
    return outer == OR_EXPR || (outer == AND_EXPR && b->boolop != OR_EXPR);
}

static bool is_simple_operator(const Node *e, const Node *parent)
{
    if (!IS_A(parent, OpExpr))
        return delimits(parent) || IS_A(parent, BoolExpr);
    char inner = arithmetic(e), outer = arithmetic(parent);
    if (inner == 0 || outer == 0)
        return false;
    return inner != outer ? inner == '*' : e == list_nth(((const OpExpr *)parent)->args, 0);
}

/* Needs e no parentheses as a part of parent? */
static bool is_simple(const Node *e, const Node *parent)
{
    switch (e->tag) {
    case T_Var: case T_Const: case T_Param: case T_SubscriptingRef: case T_ArrayExpr: case T_RowExpr: case T_CoalesceExpr: case T_MinMaxExpr:
    case T_SQLValueFunction: case T_NullIfExpr: case T_Aggref: case T_GroupingFunc: case T_WindowFunc: case T_FuncExpr: case T_CaseExpr:
    case T_CoerceToDomainValue:
        return true;
    case T_XmlExpr: return ((const XmlExpr *)e)->op != IS_DOCUMENT || is_simple_operator(e, parent);
    case T_FieldSelect: return !IS_A(parent, FieldSelect);
    case T_CoerceToDomain: return is_simple(((const CoerceToDomain *)e)->arg, e);
    case T_IndeterminateCollation: return is_simple(((const IndeterminateCollation *)e)->arg, parent);
    case T_RelabelType: return ((const RelabelType *)e)->collation == NULL && is_simple(((const RelabelType *)e)->arg, e);
    case T_CoerceViaIO: return is_simple(((const CoerceViaIO *)e)->arg, e);
    case T_ArrayCoerceExpr: return is_simple(((const ArrayCoerceExpr *)e)->arg, e);
    case T_OpExpr: case T_NullTest: case T_BooleanTest: case T_DistinctExpr: case T_SubLink: return is_simple_operator(e, parent);
    case T_BoolExpr: return is_simple_bool((const BoolExpr *)e, parent);
    default: return false;
    }
}

static void put_part(struct deparse *d, const Node *e, const void *parent, const Plan *plan)
{
    bool parens = d->pretty && !is_simple(e, parent);
    strbuf_addstr(d->out, parens ? "(" : "");
    put(d, e, plan);
    strbuf_addstr(d->out, parens ? ")" : "");
}

void deparse_line(struct deparse *d, int more, const char *words)
{
    enum { LIMIT = 40, BEYOND = 4 }; /* deep down the lines go in more slowly */
    int in = d->indent < LIMIT ? d->indent : (LIMIT + (d->indent - LIMIT) / BEYOND) % LIMIT;
    if (d->lines) {
        while (d->out->len > 0 && d->out->data[d->out->len - 1] == ' ')
            d->out->data[--d->out->len] = '\0';
        strbuf_printf(d->out, "\n%*s", in + more, "");
    }
    strbuf_addstr(d->out, words);
}

/* A part of CASE. */
static void put_keyword(struct deparse *d, const char *word)
{
    strbuf_addstr(d->out, d->lines || strcmp(word, "CASE") == 0 ? "" : " ");
    deparse_line(d, 0, word);
}

void deparse_name(struct deparse *d, const char *name)
{
    ident_quote(d->out, name, strlen(name));
}

static void put_list(struct deparse *d, const List *l, const Plan *plan, const char *between)
{
    for (int i = 0; i < list_length(l); i++) {
        if (i > 0)
            strbuf_addstr(d->out, between);
        put(d, list_nth(l, i), plan);
    }
}

static void put_call(struct deparse *d, const char *name, const List *args, const Plan *plan)
{
    strbuf_printf(d->out, "%s(", name);
    put_list(d, args, plan, ", ");
    strbuf_addch(d->out, ')');
}

static void put_row(struct deparse *d, const List *items)
{
    strbuf_addstr(d->out, "ROW(");
    for (int i = 0; i < list_length(items); i++) {
        strbuf_addstr(d->out, i > 0 ? ", " : "");
        deparse_item(d, list_nth(items, i), true);
    }
    strbuf_addch(d->out, ')');
}

/* With its schema, where that is none that every name is looked for in. */
static void put_func_name(struct deparse *d, const struct func *f)
{
    const char *schema = schema_name(func_schema(f));
    if (strcmp(schema, "pg_catalog") != 0 && (d->qualified || !schema_is_visible(schema)))
        strbuf_printf(d->out, "%s.", schema);
    deparse_name(d, f->name);
}

static const char *func_name(Oid oid)
{
    const struct func *f = func_by_oid(oid);
    return f != NULL ? f->name : "?";
}

static const char *oper_name(Oid oid)
{
    const struct oper *o = oper_by_oid(oid);
    return o != NULL ? o->name : "?";
}

/* ---- columns: a scan's own, or what the node below computes ---- */

static void put_column(struct deparse *d, const char *relation, const char *column)
{
    if (d->prefix && relation != NULL) {
        deparse_name(d, relation);
        strbuf_addch(d->out, '.');
    }
    deparse_name(d, column);
}

/* The nth target below a subquery's scan: its columns have its names. */
static const TargetEntry *target_of(const Plan *plan, int n)
{
    while (plan != NULL && plan->targetlist == NULL && plan->lefttree != NULL)
        plan = plan->lefttree;
    return plan != NULL && n >= 1 && n <= list_length(plan->targetlist) ? list_nth(plan->targetlist, n - 1) : NULL;
}

/* The nth column of what is read under a name. */
static bool put_named_column(struct deparse *d, const Alias *eref, int n)
{
    if (eref == NULL || n < 1 || n > list_length(eref->colnames))
        return false;
    put_column(d, eref->aliasname, list_nth(eref->colnames, n - 1));
    return true;
}

static void put_scan_column(struct deparse *d, const Plan *plan, int n)
{
    const TargetEntry *t;
    switch (plan->tag) {
    case T_RemoteScan: {
        const RemoteScan *r = (const RemoteScan *)plan;
        if (n >= 1 && n <= r->remote->ncolumns) {
            put_column(d, r->relation == NULL ? NULL : plan->alias != NULL ? plan->alias : r->relation->name, r->remote->columns[n - 1].name);
            return;
        }
        break;
    }
    case T_LocalScan: {
        const struct relation *rel = ((const LocalScan *)plan)->relation;
        const struct column *c = n >= 1 && n <= list_length(rel->columns) ? relation_column_nth(rel, n) : NULL;
        if (c != NULL) {
            put_column(d, plan->alias != NULL ? plan->alias : rel->name, c->name);
            return;
        }
        break;
    }
    case T_SubqueryScan:
        t = target_of(plan->lefttree, n);
        if (t != NULL && t->resname != NULL) {
            put_column(d, plan->alias, t->resname);
            return;
        }
        break;
    case T_CteScan:
        if (put_named_column(d, ((const CteScan *)plan)->eref, n))
            return;
        break;
    case T_WorkTableScan:
        if (put_named_column(d, ((const WorkTableScan *)plan)->eref, n))
            return;
        break;
    case T_FunctionScan: {
        const RangeTblFunction *f = list_nth(((const FunctionScan *)plan)->functions, 0);
        if (put_named_column(d, ((const FunctionScan *)plan)->eref, n))
            return;
        if (IS_A(f->funcexpr, TableFunc) && n <= f->funccolcount) {
            put_column(d, NULL, list_nth(f->funccolnames, n - 1));
            return;
        }
        if (n == 1 && IS_A(f->funcexpr, FuncExpr) && f->funccolcount <= 1) {
            put_column(d, NULL, func_name(((const FuncExpr *)f->funcexpr)->funcid));
            return;
        }
        break;
    }
    default: break;
    }
    strbuf_printf(d->out, "column%d", n);
}

static const Plan *input_of(const Plan *plan, int varno)
{
    if (IS_A(plan, Append))
        return list_length(((const Append *)plan)->appendplans) > 0 ? list_nth(((const Append *)plan)->appendplans, 0) : NULL;
    return varno == INNER_VAR ? plan->righttree : plan->lefttree;
}

static void put_var(struct deparse *d, const Var *v, const Plan *plan)
{
    if (d->level != NULL) {
        deparse_var(d, v);
        return;
    }
    if (plan == NULL) {
        const struct column *c = d->relation != NULL && v->varattno > 0 ? relation_column_nth(d->relation, v->varattno) : NULL;
        if (c != NULL)
            deparse_name(d, c->name);
        else
            strbuf_printf(d->out, "column%d", v->varattno);
        return;
    }
    if (v->varno == SCAN_VAR) {
        put_scan_column(d, plan, v->varattno);
        return;
    }
    const Plan *in = input_of(plan, v->varno);
    while (in != NULL && in->targetlist == NULL && input_of(in, OUTER_VAR) != NULL)
        in = input_of(in, OUTER_VAR);
    if (in == NULL || v->varattno < 1 || v->varattno > list_length(in->targetlist)) {
        strbuf_printf(d->out, "column%d", v->varattno);
        return;
    }
    const Node *e = ((const TargetEntry *)list_nth(in->targetlist, v->varattno - 1))->expr;
    bool computed = !IS_A(e, Var);
    if (computed)
        strbuf_addch(d->out, '(');
    put(d, e, in);
    if (computed)
        strbuf_addch(d->out, ')');
}

/* ---- constants: labelled with their type, but for those whose text says it ---- */

static bool is_fraction(const char *s)
{
    return s[0] >= '0' && s[0] <= '9' && strpbrk(s, ".eE") != NULL && strspn(s, "0123456789.eE+-") == strlen(s);
}

/* Where these names alone would say a length of 1, others stand. */
static const char *type_words(struct deparse *d, Oid type, int32_t typmod)
{
    if (typmod < 0)
        switch (type) {
        case TYPE_bpchar: return "bpchar";
        case TYPE__bpchar: return "bpchar[]";
        case TYPE_bit: return "\"bit\"";
        case TYPE__bit: return "\"bit\"[]";
        default: break;
        }
    return type_format(d->arena, type, typmod);
}

/* A number without quotes. */
static bool says_type(struct deparse *d, const Const *c)
{
    const char *s = type_output_cstring(d->arena, c->consttype, c->constvalue);
    return (c->consttype == TYPE_int4 && s[0] != '-') || (c->consttype == TYPE_numeric && c->consttypmod < 0 && is_fraction(s));
}

static void put_const(struct deparse *d, const Const *c, bool label)
{
    const char *type = type_words(d, c->consttype, c->consttypmod);
    if (c->constisnull) {
        strbuf_printf(d->out, label ? "NULL::%s" : "NULL", type);
        return;
    }
    const char *s = type_output_cstring(d->arena, c->consttype, c->constvalue);
    if (c->consttype == TYPE_bool)
        strbuf_addstr(d->out, s[0] == 't' ? "true" : "false");
    else if (says_type(d, c))
        strbuf_addstr(d->out, s);
    else {
        strbuf_addch(d->out, '\'');
        for (; *s != '\0'; s++)
            strbuf_printf(d->out, *s == '\'' ? "''" : "%c", *s);
        strbuf_addch(d->out, '\'');
        strbuf_printf(d->out, label && c->consttype != TYPE_unknown ? "::%s" : "", type);
    }
}

/* ---- operators and calls ---- */

const Node *deparse_implicit_input(const Node *e)
{
    switch (e->tag) {
    case T_RelabelType: return ((const RelabelType *)e)->relabelformat == COERCE_IMPLICIT_CAST ? ((const RelabelType *)e)->arg : NULL;
    case T_CoerceViaIO: return ((const CoerceViaIO *)e)->coerceformat == COERCE_IMPLICIT_CAST ? ((const CoerceViaIO *)e)->arg : NULL;
    case T_ArrayCoerceExpr: return ((const ArrayCoerceExpr *)e)->coerceformat == COERCE_IMPLICIT_CAST ? ((const ArrayCoerceExpr *)e)->arg : NULL;
    case T_CoerceToDomain: return ((const CoerceToDomain *)e)->coercionformat == COERCE_IMPLICIT_CAST ? ((const CoerceToDomain *)e)->arg : NULL;
    case T_FuncExpr:
        return ((const FuncExpr *)e)->funcformat == COERCE_IMPLICIT_CAST ? list_nth(((const FuncExpr *)e)->args, 0) : NULL;
    default: return NULL;
    }
}

/* As the grammar has a constant where it takes no expression; what analysis made of it is made of it again. */
void deparse_literal(struct deparse *d, const Node *e)
{
    for (const Node *in; (in = deparse_implicit_input(e)) != NULL;)
        e = in;
    const Const *c = (const Const *)e;
    if (!IS_A(e, Const)) {
        d->unsaid = true;
        return;
    }
    if (!c->constisnull && c->consttype != TYPE_unknown && c->consttype != TYPE_bool && !says_type(d, c))
        strbuf_printf(d->out, "%s ", type_words(d, c->consttype, c->consttypmod));
    put_const(d, c, false);
}

/* A cast hides the implicit ones below it. */
static void put_cast(struct deparse *d, const Node *e, const Node *arg, const Plan *plan, Oid type, int32_t typmod)
{
    for (const Node *in; (in = deparse_implicit_input(arg)) != NULL;)
        arg = in;
    if (IS_A(arg, Const) && ((const Const *)arg)->consttype == type && ((const Const *)arg)->consttypmod == -1) {
        put_const(d, (const Const *)arg, false);
    } else {
        put_open(d);
        put_part(d, arg, e, plan);
        put_close(d);
    }
    strbuf_printf(d->out, "::%s", type_words(d, type, typmod));
}

static void put_binary(struct deparse *d, const void *e, const char *word, const List *args, const Plan *plan)
{
    put_open(d);
    if (list_length(args) == 2) {
        put_part(d, list_nth(args, 0), e, plan);
        strbuf_addch(d->out, ' ');
    }
    strbuf_printf(d->out, "%s ", word);
    put_part(d, list_nth(args, list_length(args) - 1), e, plan);
    put_close(d);
}

static void put_array_op(struct deparse *d, const ScalarArrayOpExpr *s, const Plan *plan)
{
    put_open(d);
    put_part(d, list_nth(s->args, 0), s, plan);
    strbuf_printf(d->out, " %s %s (", oper_name(s->opno), s->useOr ? "ANY" : "ALL");
    const Node *array = list_nth(s->args, 1);
    put_part(d, array, s, plan);
    if (IS_A(array, SubLink) && ((const SubLink *)array)->subLinkType == EXPR_SUBLINK) /* x = ANY (SELECT ...) would be its rows */
        strbuf_printf(d->out, "::%s", type_words(d, expr_type(array), expr_typmod(array)));
    strbuf_addch(d->out, ')');
    put_close(d);
}

/* The arguments that a call was written with: analysis gives pg_collation_for() its answer as one more. */
static int written_args(const FuncExpr *f)
{
    const struct func *fn = func_by_oid(f->funcid);
    int n = list_length(f->args);
    return fn != NULL && (fn->flags & F_VARIADIC) == 0 && fn->nargs < n ? fn->nargs : n;
}

static void put_uncast(struct deparse *d, const Node *e, const Plan *plan);

static void put_collate(struct deparse *d, const RelabelType *r, const Plan *plan, bool implicit)
{
    bool parens = d->pretty && !is_simple(r->arg, (const Node *)r);
    put_open(d);
    strbuf_addstr(d->out, parens ? "(" : "");
    if (implicit)
        put(d, r->arg, plan);
    else
        put_uncast(d, r->arg, plan);
    strbuf_addstr(d->out, parens ? ")" : "");
    strbuf_printf(d->out, " COLLATE \"%s\"", r->collation);
    put_close(d);
}

static void put_sql_form(struct deparse *d, const FuncExpr *f, const char *form, const Plan *plan)
{
    for (const char *s = form; *s != '\0'; s++) {
        if (strchr("$&!", *s) == NULL) {
            strbuf_addch(d->out, *s);
            continue;
        }
        char how = *s++;
        const Node *arg = list_nth(f->args, *s - '1');
        bool parens = how == '&' && d->pretty && !is_simple(arg, (const Node *)f);
        strbuf_addstr(d->out, parens ? "(" : "");
        if (how == '!')
            strbuf_addstr(d->out, type_output_cstring(d->arena, TYPE_text, ((const Const *)arg)->constvalue));
        else
            put_uncast(d, arg, plan);
        strbuf_addstr(d->out, parens ? ")" : "");
    }
}

/* Functions that have a syntax of their own: before each argument a word, $n is the argument, &n one that parentheses may be around, !n a word. second: the second argument's type, 0: any. */
static bool put_sql_call(struct deparse *d, const FuncExpr *f, const Plan *plan)
{
    static const struct {
        const char *name;
        int nargs;
        Oid second;
        const char *form;
    } forms[] = {
        {"timezone", 2, 0, "(&2 AT TIME ZONE &1)"},
        {"overlay", 3, 0, "OVERLAY($1 PLACING $2 FROM $3)"},
        {"overlay", 4, 0, "OVERLAY($1 PLACING $2 FROM $3 FOR $4)"},
        {"overlaps", 4, 0, "(($1, $2) OVERLAPS ($3, $4))"},
        {"position", 2, 0, "POSITION(($2) IN ($1))"},
        {"substring", 2, TYPE_int4, "SUBSTRING($1 FROM $2)"},
        {"substring", 3, TYPE_int4, "SUBSTRING($1 FROM $2 FOR $3)"},
        {"substring", 3, TYPE_text, "SUBSTRING($1 SIMILAR $2 ESCAPE $3)"},
        {"normalize", 1, 0, "NORMALIZE($1)"},
        {"normalize", 2, 0, "NORMALIZE($1, !2)"},
        {"is_normalized", 1, 0, "(&1 IS NORMALIZED)"},
        {"is_normalized", 2, 0, "(&1 IS !2 NORMALIZED)"},
        {"pg_collation_for", 1, 0, "COLLATION FOR ($1)"},
        {"xmlexists", 2, 0, "XMLEXISTS(($1) PASSING ($2))"},
        {"btrim", 1, 0, "TRIM(BOTH FROM $1)"},
        {"btrim", 2, 0, "TRIM(BOTH $2 FROM $1)"},
        {"ltrim", 1, 0, "TRIM(LEADING FROM $1)"},
        {"ltrim", 2, 0, "TRIM(LEADING $2 FROM $1)"},
        {"rtrim", 1, 0, "TRIM(TRAILING FROM $1)"},
        {"rtrim", 2, 0, "TRIM(TRAILING $2 FROM $1)"},
    };
    const char *name = func_name(f->funcid);
    const Node *first = f->args != NULL ? list_nth(f->args, 0) : NULL;
    if (strcmp(name, "extract") == 0 && IS_A(first, Const)) {
        const Const *c = (const Const *)first;
        strbuf_printf(d->out, "EXTRACT(%s FROM ", type_output_cstring(d->arena, c->consttype, c->constvalue));
        put(d, list_nth(f->args, 1), plan);
        strbuf_addch(d->out, ')');
        return true;
    }
    for (int i = 0; i < COUNTOF(forms); i++) {
        if (strcmp(forms[i].name, name) != 0 || forms[i].nargs != (f->written != NULL ? list_length(f->written) : written_args(f)) ||
            (forms[i].second != 0 && expr_type(list_nth(f->args, 1)) != forms[i].second))
            continue;
        put_sql_form(d, f, forms[i].form, plan);
        return true;
    }
    return false;
}

static void put_func(struct deparse *d, const FuncExpr *f, const Plan *plan)
{
    if (f->funcformat == COERCE_EXPLICIT_CAST || f->funcformat == COERCE_IMPLICIT_CAST) {
        put_cast(d, (const Node *)f, list_nth(f->args, 0), plan, f->funcresulttype, expr_typmod((const Node *)f));
    } else if (f->funcformat != COERCE_SQL_SYNTAX || !put_sql_call(d, f, plan)) {
        const struct func *fn = func_by_oid(f->funcid);
        bool array = fn != NULL && (fn->flags & F_VARIADIC) && fn->nargs > 0 && fn->args[fn->nargs - 1] != TYPE_any;
        bool whole = f->written == NULL || plan != NULL; /* a plan's calls are complete */
        if (fn != NULL)
            put_func_name(d, fn);
        strbuf_addch(d->out, '(');
        for (int i = 0; i < (whole ? written_args(f) : list_length(f->written)); i++) {
            int at = whole ? i : ITEM_INT(list_nth(f->written, i));
            const char *name = whole ? "" : list_nth(f->written_names, i);
            strbuf_addstr(d->out, i > 0 ? ", " : "");
            if (name[0] != '\0') {
                deparse_name(d, name);
                strbuf_addstr(d->out, " => ");
            }
            strbuf_addstr(d->out, (array || f->funcvariadic) && at == list_length(f->args) - 1 ? "VARIADIC " : "");
            put(d, list_nth(f->args, at), plan);
        }
        strbuf_addch(d->out, ')');
    }
}

static void put_filter(struct deparse *d, const Node *filter, const Plan *plan)
{
    if (filter == NULL)
        return;
    strbuf_addstr(d->out, " FILTER (WHERE ");
    put(d, filter, plan);
    strbuf_addch(d->out, ')');
}

/* What is aggregated, without what it is only sorted by. */
static void put_arguments(struct deparse *d, const Aggref *g, const Plan *plan)
{
    int n = 0, last = 0;
    FOREACH (TargetEntry, t, g->args)
        last += !t->resjunk;
    FOREACH (TargetEntry, t, g->args) {
        if (t->resjunk)
            continue;
        strbuf_printf(d->out, "%s%s", n > 0 ? ", " : "", g->aggvariadic && n == last - 1 ? "VARIADIC " : "");
        put(d, t->expr, plan);
        n++;
    }
}

static void put_aggref(struct deparse *d, const Aggref *g, const Plan *plan)
{
    deparse_name(d, func_name(g->aggfnoid));
    strbuf_printf(d->out, "(%s", g->aggdistinct != NULL ? "DISTINCT " : "");
    const struct func *f = func_by_oid(g->aggfnoid);
    if (f != NULL && (f->flags & F_ORDERED_SET)) {
        put_list(d, g->aggdirectargs, plan, ", ");
        strbuf_addstr(d->out, ") WITHIN GROUP (ORDER BY ");
        deparse_order(d, g->aggorder, g->args, false);
    } else {
        strbuf_addstr(d->out, g->aggstar ? "*" : "");
        put_arguments(d, g, plan);
        if (g->aggorder != NULL && plan == NULL) {
            strbuf_addstr(d->out, " ORDER BY ");
            deparse_order(d, g->aggorder, g->args, false);
        }
    }
    strbuf_addch(d->out, ')');
    put_filter(d, g->aggfilter, plan);
}

static void put_window_func(struct deparse *d, const WindowFunc *w, const Plan *plan)
{
    deparse_name(d, func_name(w->winfnoid));
    strbuf_printf(d->out, "(%s", w->winstar ? "*" : "");
    put_list(d, w->args, plan, ", ");
    strbuf_addch(d->out, ')');
    put_filter(d, w->aggfilter, plan);
    strbuf_addstr(d->out, " OVER ");
    if (d->level != NULL)
        deparse_over(d, w);
    else
        strbuf_addstr(d->out, "(?)");
}

static void put_bool(struct deparse *d, const BoolExpr *b, const Plan *plan)
{
    put_open(d);
    strbuf_addstr(d->out, b->boolop == NOT_EXPR ? "NOT " : "");
    for (int i = 0; i < list_length(b->args); i++) {
        strbuf_addstr(d->out, i == 0 ? "" : b->boolop == AND_EXPR ? " AND " : " OR ");
        put_part(d, list_nth(b->args, i), b, plan);
    }
    put_close(d);
}

/* What follows WHEN: of CASE x, which compares, what x is compared with. */
static const Node *when_of(const CaseExpr *c, const CaseWhen *w)
{
    const Node *left = c->arg != NULL && IS_A(w->expr, OpExpr) ? list_nth(((const OpExpr *)w->expr)->args, 0) : NULL;
    for (const Node *in; left != NULL && (in = deparse_implicit_input(left)) != NULL;)
        left = in;
    return left != NULL && IS_A(left, CaseTestExpr) ? list_nth(((const OpExpr *)w->expr)->args, 1) : w->expr;
}

static void put_case(struct deparse *d, const CaseExpr *c, const Plan *plan)
{
    enum { INDENT = 4 };
    put_keyword(d, "CASE");
    d->indent += INDENT;
    if (c->arg != NULL) {
        strbuf_addch(d->out, ' ');
        put(d, c->arg, plan);
    }
    FOREACH (CaseWhen, w, c->args) {
        put_keyword(d, "WHEN ");
        put_uncast(d, when_of(c, w), plan);
        strbuf_addstr(d->out, " THEN ");
        put(d, w->result, plan);
    }
    if (c->defresult != NULL) {
        put_keyword(d, "ELSE ");
        put(d, c->defresult, plan);
    }
    d->indent -= INDENT;
    put_keyword(d, "END");
}

static void put_test(struct deparse *d, const void *e, const Node *arg, const Plan *plan, const char *words)
{
    put_open(d);
    put_part(d, arg, e, plan);
    strbuf_printf(d->out, " %s", words);
    put_close(d);
}

static void put_array(struct deparse *d, const ArrayExpr *x, const Plan *plan)
{
    strbuf_addstr(d->out, "ARRAY[");
    put_list(d, x->elements, plan, ", ");
    strbuf_addch(d->out, ']');
    if (x->elements == NULL)
        strbuf_printf(d->out, "::%s", type_format(d->arena, x->array_typeid, -1));
}

static void put_row_compare(struct deparse *d, const RowCompareExpr *r, const Plan *plan)
{
    strbuf_addch(d->out, '(');
    put_call(d, "ROW", r->largs, plan);
    strbuf_printf(d->out, " %s ", oper_name(ITEM_OID(list_nth(r->opnos, 0))));
    put_call(d, "ROW", r->rargs, plan);
    strbuf_addch(d->out, ')');
}

static void put_bound(struct deparse *d, const List *bounds, int i, const Plan *plan)
{
    if (i < list_length(bounds) && list_nth(bounds, i) != NULL)
        put(d, list_nth(bounds, i), plan);
}

static void put_subscript(struct deparse *d, const SubscriptingRef *s, const Plan *plan)
{
    const Node *of = deparse_implicit_input(s->refexpr); /* a domain's array is subscripted as it is */
    of = of != NULL ? of : s->refexpr;
    bool simple = IS_A(of, Var) || IS_A(of, FieldSelect);
    strbuf_addstr(d->out, simple ? "" : "(");
    put(d, of, plan);
    strbuf_addstr(d->out, simple ? "" : ")");
    for (int i = 0; i < list_length(s->refupperindexpr); i++) {
        strbuf_addch(d->out, '[');
        if (s->isslice) {
            put_bound(d, s->reflowerindexpr, i, plan);
            strbuf_addch(d->out, ':');
        }
        put_bound(d, s->refupperindexpr, i, plan);
        strbuf_addch(d->out, ']');
    }
}

static void put_sql_value(struct deparse *d, const SQLValueFunction *f)
{
    static const char *const words[] = {
        "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIME",
        "LOCALTIMESTAMP", "LOCALTIMESTAMP", "CURRENT_ROLE", "CURRENT_USER", "USER", "SESSION_USER", "CURRENT_CATALOG",
        "CURRENT_SCHEMA"};
    strbuf_addstr(d->out, f->op >= 0 && f->op < COUNTOF(words) ? words[f->op] : "?");
    if (f->typmod >= 0)
        strbuf_printf(d->out, "(%d)", f->typmod);
}

static void put_subplan(struct deparse *d, const SubPlan *s)
{
    if (s->isInitPlan && list_length(s->setParam) > 0)
        strbuf_printf(d->out, "$%d", ITEM_INT(list_nth(s->setParam, 0)));
    else
        strbuf_printf(d->out, "(%sSubPlan %d)", s->useHashTable ? "hashed " : "", s->plan_id);
}

static const char *const bool_tests[] = {"IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN"};

/* (c).name; where nothing says the name, its place. */
static void put_field(struct deparse *d, const FieldSelect *f, const Plan *plan)
{
    const struct user_type *t = user_type(type_base(expr_type(f->arg)));
    const RowExpr *row = IS_A(f->arg, RowExpr) ? (const RowExpr *)f->arg : NULL;
    /* to be read again it stands in parentheses, whatever it is */
    bool parens = d->qualified || (!IS_A(f->arg, SubscriptingRef) && !IS_A(f->arg, FieldSelect));
    strbuf_addstr(d->out, parens ? "(" : "");
    put(d, f->arg, plan);
    strbuf_addstr(d->out, parens ? ")." : ".");
    if (t != NULL && t->kind == 'c' && f->fieldnum <= list_length(t->attributes)) {
        deparse_name(d, ((const struct type_attribute *)list_nth(t->attributes, f->fieldnum - 1))->name);
    } else if (row != NULL && f->fieldnum <= list_length(row->colnames)) {
        deparse_name(d, list_nth(row->colnames, f->fieldnum - 1));
    } else {
        strbuf_printf(d->out, "f%d", f->fieldnum);
        d->unsaid = true;
    }
}

/* ---- by kind ---- */

#define CAST_TO(type, var) const type *var = (const type *)e

static void put(struct deparse *d, const Node *e, const Plan *plan)
{
    switch (e->tag) {
    case T_TargetEntry: put(d, ((const TargetEntry *)e)->expr, plan); break;
    case T_Var: put_var(d, (const Var *)e, plan); break;
    case T_Const: put_const(d, (const Const *)e, true); break;
    case T_IndeterminateCollation: put(d, ((const IndeterminateCollation *)e)->arg, plan); break;
    case T_Param: strbuf_printf(d->out, "$%d", ((const Param *)e)->paramid); break;
    case T_OpExpr: put_binary(d, e, oper_name(((const OpExpr *)e)->opno), ((const OpExpr *)e)->args, plan); break;
    case T_DistinctExpr: put_binary(d, e, "IS DISTINCT FROM", ((const DistinctExpr *)e)->args, plan); break;
    case T_NullIfExpr: put_call(d, "NULLIF", ((const NullIfExpr *)e)->args, plan); break;
    case T_ScalarArrayOpExpr: put_array_op(d, (const ScalarArrayOpExpr *)e, plan); break;
    case T_BoolExpr: put_bool(d, (const BoolExpr *)e, plan); break;
    case T_FuncExpr: put_func(d, (const FuncExpr *)e, plan); break;
    case T_Aggref: put_aggref(d, (const Aggref *)e, plan); break;
    case T_GroupingFunc: put_call(d, "GROUPING", ((const GroupingFunc *)e)->args, plan); break;
    case T_WindowFunc: put_window_func(d, (const WindowFunc *)e, plan); break;
    case T_RelabelType: {
        CAST_TO(RelabelType, r);
        if (r->collation != NULL) {
            put_collate(d, r, plan, true);
            break;
        }
        put_cast(d, e, r->arg, plan, r->resulttype, r->resulttypmod);
        break;
    }
    case T_CoerceViaIO: put_cast(d, e, ((const CoerceViaIO *)e)->arg, plan, ((const CoerceViaIO *)e)->resulttype, -1); break;
    case T_ArrayCoerceExpr: {
        CAST_TO(ArrayCoerceExpr, c);
        put_cast(d, e, c->arg, plan, c->resulttype, c->resulttypmod);
        break;
    }
    case T_CoerceToDomain: {
        CAST_TO(CoerceToDomain, c);
        put_cast(d, e, c->arg, plan, c->resulttype, c->resulttypmod);
        break;
    }
    case T_CaseExpr: put_case(d, (const CaseExpr *)e, plan); break;
    case T_CurrentOfExpr: strbuf_printf(d->out, "CURRENT OF %s", ident_quoted(d->arena, ((const CurrentOfExpr *)e)->cursor_name)); break;
    case T_CaseTestExpr: strbuf_addstr(d->out, "CASE_TEST_EXPR"); break;
    case T_CoerceToDomainValue: strbuf_addstr(d->out, "VALUE"); break;
    case T_CoalesceExpr: put_call(d, "COALESCE", ((const CoalesceExpr *)e)->args, plan); break;
    case T_MinMaxExpr:
        put_call(d, ((const MinMaxExpr *)e)->op == 0 ? "GREATEST" : "LEAST", ((const MinMaxExpr *)e)->args, plan);
        break;
    case T_NullTest: {
        static const char *const words[] = {"IS NULL", "IS NOT NULL", "IS NOT DISTINCT FROM NULL", "IS DISTINCT FROM NULL"};
        CAST_TO(NullTest, t);
        Oid type = type_base(expr_type(t->arg));
        bool whole = !t->argisrow && (type == TYPE_record || type_get(type)->typtype == 'c'); /* not each of its columns */
        put_test(d, e, t->arg, plan, words[t->nulltesttype + (whole ? 2 : 0)]);
        break;
    }
    case T_TableFunc: deparse_xml_table(d, (const TableFunc *)e, plan); break;
    case T_XmlExpr:
        if (((const XmlExpr *)e)->op == IS_DOCUMENT)
            put_test(d, e, list_nth(((const XmlExpr *)e)->args, 0), plan, "IS DOCUMENT");
        else
            deparse_xml(d, (const XmlExpr *)e, plan);
        break;
    case T_BooleanTest: put_test(d, e, ((const BooleanTest *)e)->arg, plan, bool_tests[((const BooleanTest *)e)->booltesttype]); break;
    case T_ArrayExpr: put_array(d, (const ArrayExpr *)e, plan); break;
    case T_RowExpr:
        if (d->level == NULL)
            put_call(d, "ROW", ((const RowExpr *)e)->args, plan);
        else if (!deparse_row(d, (const RowExpr *)e, false))
            put_row(d, ((const RowExpr *)e)->args);
        if (((const RowExpr *)e)->row_typeid != TYPE_record && ((const RowExpr *)e)->row_format == COERCE_EXPLICIT_CAST)
            strbuf_printf(d->out, "::%s", type_display(d->out->arena, ((const RowExpr *)e)->row_typeid));
        break;
    case T_SubLink: deparse_sublink(d, (const SubLink *)e); break;
    case T_RowCompareExpr: put_row_compare(d, (const RowCompareExpr *)e, plan); break;
    case T_SubscriptingRef: put_subscript(d, (const SubscriptingRef *)e, plan); break;
    case T_FieldSelect: put_field(d, (const FieldSelect *)e, plan); break;
    case T_SubPlan: put_subplan(d, (const SubPlan *)e); break;
    case T_SQLValueFunction: put_sql_value(d, (const SQLValueFunction *)e); break;
    default:
        strbuf_printf(d->out, "<%s>", node_name(e->tag));
        d->unsaid = true;
        break;
    }
}

void deparse_in(struct deparse *d, const Node *e, const Plan *plan)
{
    put(d, e, plan);
}

/* Without the implicit casts on top; what the last of them is of stands in parentheses all the same, unless that is one to a domain. */
static void put_uncast(struct deparse *d, const Node *e, const Plan *plan)
{
    const Node *cast = NULL;
    for (const Node *in; (in = deparse_implicit_input(e)) != NULL; e = in)
        cast = e;
    if (IS_A(e, RelabelType) && ((const RelabelType *)e)->collation != NULL) {
        put_collate(d, (const RelabelType *)e, plan, false);
        return;
    }
    if (cast != NULL && !IS_A(cast, CoerceToDomain))
        put_part(d, e, cast, plan);
    else
        put(d, e, plan);
}

void deparse_put(struct deparse *d, const Node *e, bool implicit)
{
    if (implicit)
        put(d, e, NULL);
    else
        put_uncast(d, e, NULL);
}

void deparse_part(struct deparse *d, const Node *e, const Node *of)
{
    put_part(d, e, of, NULL);
}

void deparse_labelled(struct deparse *d, const Const *c)
{
    size_t from = d->out->len;
    put_const(d, c, true);
    if (strstr(d->out->data + from, "::") == NULL)
        strbuf_printf(d->out, "::%s", type_words(d, c->consttype, c->consttypmod));
}

const char *deparse_expr(struct arena *a, const Node *e, const Plan *plan, bool prefix)
{
    struct strbuf b;
    struct deparse d = {.arena = a, .out = &b, .prefix = prefix};
    strbuf_init(&b, a);
    put(&d, e, plan);
    return b.data;
}

const char *deparse_declared(struct arena *a, const Node *e, const struct relation *rel, bool pretty)
{
    struct strbuf b;
    struct deparse d = {.arena = a, .out = &b, .pretty = pretty, .lines = true, .relation = rel};
    strbuf_init(&b, a);
    put_uncast(&d, e, NULL);
    return b.data;
}
