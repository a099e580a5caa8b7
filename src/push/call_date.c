/*
 * Dates, where the session's time zone is UTC: what both know of other zones' past may differ.
 *
 *     date_trunc('month', t)   {$dateTrunc: {date: t, unit: "month"}}
 *     extract(dow FROM t)      {$subtract: [{$dayOfWeek: t}, 1]}
 *     t::date                  {$dateTrunc: {date: t, unit: "day"}}, read as a time and cast here
 */
#include <string.h>

#include "push/calls.h"
#include "types/datetime.h"

static bool is_utc(struct pc *c)
{
    int32_t offset;
    if (tz_is_fixed(tz_session(), &offset) && offset == 0)
        return true;
    return pc_no(c, "time zone %s", tz_name(tz_session())) != NULL;
}

static enum datetime_unit unit_of(const Node *e)
{
    const Const *k = (const Const *)e;
    if (!IS_A(e, Const) || k->constisnull || !type_is_text(k->consttype))
        return UNIT_UNKNOWN;
    char word[32];
    size_t len = VARLEN(k->constvalue);
    if (len >= sizeof word)
        return UNIT_UNKNOWN;
    for (size_t i = 0; i <= len; i++) {
        char ch = i < len ? VARDATA(k->constvalue)[i] : '\0';
        word[i] = (char)(ch >= 'A' && ch <= 'Z' ? ch | 0x20 : ch);
    }
    return datetime_unit(word);
}

static struct bv *truncated(struct arena *a, struct bv *date, const char *unit)
{
    struct bv *doc = bv_set(a, bv_op(a, "date", date), "unit", bv_str(a, unit));
    if (strcmp(unit, "week") == 0)
        bv_set(a, doc, "startOfWeek", bv_str(a, "monday"));
    return bv_op(a, "$dateTrunc", doc);
}

struct bv *push_date_trunc(struct pc *c, List *args, const Node *call)
{
    static const char *const units[] = {[UNIT_SECOND] = "second", [UNIT_MINUTE] = "minute", [UNIT_HOUR] = "hour",
                                        [UNIT_DAY] = "day", [UNIT_WEEK] = "week", [UNIT_MONTH] = "month",
                                        [UNIT_QUARTER] = "quarter", [UNIT_YEAR] = "year"};
    enum datetime_unit unit = unit_of(list_nth(args, 0));
    (void)call;
    if (!is_utc(c))
        return NULL;
    if (unit != UNIT_MILLISECOND && unit != UNIT_MICROSECOND && (unit > UNIT_YEAR || units[unit] == NULL))
        return pc_no(c, "date_trunc to this unit");
    struct bv *date = pc_value(c, list_nth(args, 1)); /* null stays null */
    return date == NULL || unit > UNIT_YEAR || units[unit] == NULL ? date : truncated(c->arena, date, units[unit]);
}

struct bv *push_date(struct pc *c, List *args, const Node *call)
{
    (void)call;
    struct bv *date = is_utc(c) ? pc_value(c, list_nth(args, 0)) : NULL;
    return date == NULL ? NULL : truncated(c->arena, date, "day");
}

/* There is no year 0: what MongoDB calls so is 1 BC, year -1 of extract(). */
static struct bv *make_year(struct arena *a, struct bv **v, const void *arg)
{
    struct bv *year = bv_op(a, arg, v[0]);
    struct bv *bc = bv_op3(a, "$cond", bv_op2(a, "$lte", year, bv_int(a, 0)), bv_int(a, 1), bv_int(a, 0));
    return bv_op2(a, "$subtract", year, bc);
}

static struct bv *make_dow(struct arena *a, struct bv **v, const void *arg)
{
    (void)arg;
    return bv_op2(a, "$subtract", bv_op(a, "$dayOfWeek", v[0]), bv_int(a, 1));
}

/* An integer, as the others are: sum() keeps the scale of what it is given. */
static struct bv *make_quarter(struct arena *a, struct bv **v, const void *arg)
{
    (void)arg;
    return bv_op(a, "$toInt", bv_op(a, "$ceil", bv_op2(a, "$divide", bv_op(a, "$month", v[0]), bv_int(a, 3))));
}

static const char *part_operator(enum datetime_unit unit)
{
    switch (unit) {
    case UNIT_MINUTE: return "$minute";
    case UNIT_HOUR: return "$hour";
    case UNIT_DAY: return "$dayOfMonth";
    case UNIT_WEEK: return "$isoWeek";
    case UNIT_MONTH: return "$month";
    case UNIT_ISODOW: return "$isoDayOfWeek";
    case UNIT_DOY: return "$dayOfYear";
    case UNIT_DOW: case UNIT_QUARTER: case UNIT_YEAR: case UNIT_ISOYEAR: return "";
    default: return NULL;
    }
}

static struct bv *make_part(struct arena *a, struct bv **v, const void *arg)
{
    return bv_op(a, arg, v[0]);
}

struct bv *push_date_part(struct pc *c, List *args, const Node *call)
{
    enum datetime_unit unit = unit_of(list_nth(args, 0));
    const char *op = part_operator(unit);
    List *date = list_make(c->arena, 1, list_nth(args, 1));
    (void)call;
    if (!is_utc(c))
        return NULL;
    if (op == NULL)
        return pc_no(c, "extract of this field");
    switch (unit) {
    case UNIT_YEAR: return pc_strict(c, date, make_year, "$year");
    case UNIT_ISOYEAR: return pc_strict(c, date, make_year, "$isoWeekYear");
    case UNIT_DOW: return pc_strict(c, date, make_dow, NULL);
    case UNIT_QUARTER: return pc_strict(c, date, make_quarter, NULL);
    default: return pc_strict(c, date, make_part, op);
    }
}

bool is_whole(const Node *e)
{
    const FuncExpr *f = (const FuncExpr *)e;
    if (!IS_A(e, FuncExpr))
        return false;
    switch (f->funcid) {
    case 1171: case 6203: /* date_part, extract (text, timestamptz) */
        return part_operator(unit_of(list_nth(f->args, 0))) != NULL;
    default:
        return false;
    }
}

struct bv *push_whole(struct pc *c, List *args, const Node *call)
{
    const Node *e = list_nth(args, 0);
    if (!is_whole(e))
        return pc_no(c, "cast from %s to %s", type_display(c->arena, push_type(e)),
                     type_display(c->arena, push_type(call)));
    return pc_value(c, list_nth(args, 0));
}
