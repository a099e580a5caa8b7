/* Type modifiers: format_type()'s words, and typmods from the constants in the SQL text. */
#include "types/type.h"

#include "base/macros.h"

/* SQL's names where they differ from pg_type's; `mod` goes behind the first word. */
static const struct {
    Oid oid;
    const char *name, *tail;
} sql_names[] = {
    {TYPE_bool, "boolean", ""},
    {TYPE_bpchar, "character", ""},
    {TYPE_float4, "real", ""},
    {TYPE_float8, "double precision", ""},
    {TYPE_int2, "smallint", ""},
    {TYPE_int4, "integer", ""},
    {TYPE_int8, "bigint", ""},
    {TYPE_time, "time", " without time zone"},
    {TYPE_timetz, "time", " with time zone"},
    {TYPE_timestamp, "timestamp", " without time zone"},
    {TYPE_timestamptz, "timestamp", " with time zone"},
    {TYPE_varbit, "bit varying", ""},
    {TYPE_varchar, "character varying", ""},
    {TYPE_char, "\"char\"", ""},
    {TYPE_any, "\"any\"", ""},
};

#define INTERVAL_FULL_RANGE 0x7fff
#define INTERVAL_FULL_PRECISION 0xffff

/* Interval field masks (1 << field code) as PostgreSQL's typmods carry them. */
#define F_MONTH (1 << 1)
#define F_YEAR (1 << 2)
#define F_DAY (1 << 3)
#define F_HOUR (1 << 10)
#define F_MINUTE (1 << 11)
#define F_SECOND (1 << 12)
static const struct {
    int range;
    const char *words;
} interval_ranges[] = {
    {F_YEAR, " year"},
    {F_MONTH, " month"},
    {F_DAY, " day"},
    {F_HOUR, " hour"},
    {F_MINUTE, " minute"},
    {F_SECOND, " second"},
    {F_YEAR | F_MONTH, " year to month"},
    {F_DAY | F_HOUR, " day to hour"},
    {F_DAY | F_HOUR | F_MINUTE, " day to minute"},
    {F_DAY | F_HOUR | F_MINUTE | F_SECOND, " day to second"},
    {F_HOUR | F_MINUTE, " hour to minute"},
    {F_HOUR | F_MINUTE | F_SECOND, " hour to second"},
    {F_MINUTE | F_SECOND, " minute to second"},
    {INTERVAL_FULL_RANGE, ""},
};

static const char *typmod_out(struct arena *a, Oid type, int32_t typmod)
{
    switch (type) {
    case TYPE_bool: case TYPE_int2: case TYPE_int4: case TYPE_int8: case TYPE_float4: case TYPE_float8:
        return "";
    case TYPE_varchar:
    case TYPE_bpchar:
        return typmod > 4 ? arena_printf(a, "(%d)", typmod - 4) : "";
    case TYPE_bit:
    case TYPE_varbit:
    case TYPE_time:
    case TYPE_timetz:
    case TYPE_timestamp:
    case TYPE_timestamptz:
        return arena_printf(a, "(%d)", typmod);
    case TYPE_numeric: {
        int scale = (((typmod - 4) & 0x7ff) ^ 1024) - 1024;
        return typmod < 4 ? "" : arena_printf(a, "(%d,%d)", ((typmod - 4) >> 16) & 0xffff, scale);
    }
    case TYPE_interval: {
        int range = (typmod >> 16) & 0x7fff, precision = typmod & 0xffff;
        const char *words = NULL;
        for (int i = 0; i < COUNTOF(interval_ranges); i++)
            if (interval_ranges[i].range == range)
                words = interval_ranges[i].words;
        if (words == NULL)
            raise(ERR_INTERNAL_ERROR, "invalid INTERVAL typmod: 0x%x", (unsigned)typmod);
        return precision == INTERVAL_FULL_PRECISION ? words : arena_printf(a, "%s(%d)", words, precision);
    }
    }
    return arena_printf(a, "(%d)", typmod);
}

const char *type_typmod_out(struct arena *a, Oid type, int32_t typmod)
{
    const char *tail = "";
    for (int i = 0; i < COUNTOF(sql_names); i++)
        if (sql_names[i].oid == type)
            tail = sql_names[i].tail;
    return arena_printf(a, "%s%s", typmod >= 0 ? typmod_out(a, type, typmod) : "", tail);
}

/* Is what it has found without its name? What no stage defines is NULL. */
extern bool schema_is_visible(const char *schema) __attribute__((weak));

static bool names_schema(const char *schema)
{
    if (strcmp(schema, "public") == 0)
        return schema_is_visible != NULL && !schema_is_visible(schema);
    return strcmp(schema, "pg_catalog") != 0;
}

static const char *quoted(struct arena *a, const char *name)
{
    bool plain = (*name >= 'a' && *name <= 'z') || *name == '_';
    for (const char *p = name; *p != '\0'; p++)
        plain = plain && ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_');
    return plain ? name : arena_printf(a, "\"%s\"", name);
}

const char *type_format(struct arena *a, Oid oid, int32_t typmod)
{
    if (oid == InvalidOid)
        return "-";
    const struct type_info *t = type_lookup(oid);
    if (t == NULL)
        return "???";
    const char *brackets = "";
    bool vector = oid == TYPE_oidvector || oid == TYPE_int2vector;
    if (type_is_array(oid) && !vector) {
        brackets = "[]";
        const struct type_info *elem = type_lookup(t->elem);
        if (elem == NULL) /* a system catalog's row type */
            return arena_printf(a, "%s[]", quoted(a, t->name + 1));
        t = elem;
    }
    const char *mod = typmod >= 0 ? typmod_out(a, t->oid, typmod) : "";
    for (int i = 0; i < COUNTOF(sql_names); i++)
        if (sql_names[i].oid == t->oid) {
            if (t->oid == TYPE_bpchar && typmod == -1)
                return arena_printf(a, "character%s", brackets);
            return arena_printf(a, "%s%s%s%s", sql_names[i].name, mod, sql_names[i].tail, brackets);
        }
    const char *schema = type_schema(t->oid);
    bool named = names_schema(schema);
    return arena_printf(a, "%s%s%s%s%s", named ? schema : "", named ? "." : "", quoted(a, t->name), mod, brackets);
}

static int32_t length_typmod(Oid type, const int32_t *mods, int n, int max, int add, const char *name)
{
    if (n != 1)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid type modifier");
    if (mods[0] < 1)
        raise(ERR_INVALID_PARAMETER_VALUE, "length for type %s must be at least 1", name);
    if (mods[0] > max)
        raise(ERR_INVALID_PARAMETER_VALUE, "length for type %s cannot exceed %d", name, max);
    (void)type;
    return mods[0] + add;
}

static int32_t precision_typmod(const int32_t *mods, int n, const char *name, const char *tail)
{
    if (n != 1)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid type modifier");
    if (mods[0] < 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "%s(%d)%s precision must not be negative", name, mods[0], tail);
    if (mods[0] > 6) {
        notice(SEV_WARNING, ERR_INVALID_PARAMETER_VALUE, "%s(%d)%s precision reduced to maximum allowed, %d",
               name, mods[0], tail, 6);
        return 6;
    }
    return mods[0];
}

static int32_t numeric_typmod(const int32_t *mods, int n)
{
    if (n != 1 && n != 2)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid NUMERIC type modifier");
    if (mods[0] < 1 || mods[0] > 1000)
        raise(ERR_INVALID_PARAMETER_VALUE, "NUMERIC precision %d must be between 1 and %d", mods[0], 1000);
    if (n == 2 && (mods[1] < -1000 || mods[1] > 1000))
        raise(ERR_INVALID_PARAMETER_VALUE, "NUMERIC scale %d must be between %d and %d", mods[1], -1000, 1000);
    return NUMERIC_TYPMOD(mods[0], n == 2 ? mods[1] : 0);
}

static int32_t interval_typmod(const int32_t *mods, int n)
{
    int range = n > 0 ? mods[0] : INTERVAL_FULL_RANGE;
    int precision = INTERVAL_FULL_PRECISION;
    bool known = false;
    for (int i = 0; i < COUNTOF(interval_ranges); i++)
        known = known || interval_ranges[i].range == range;
    if (!known || n > 2)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid INTERVAL type modifier");
    if (n == 1 && range == INTERVAL_FULL_RANGE)
        return -1;
    if (n == 2) {
        precision = mods[1];
        if (precision < 0)
            raise(ERR_INVALID_PARAMETER_VALUE, "INTERVAL(%d) precision must not be negative", precision);
        if (precision > 6) {
            notice(SEV_WARNING, ERR_INVALID_PARAMETER_VALUE,
                   "INTERVAL(%d) precision reduced to maximum allowed, %d", precision, 6);
            precision = 6;
        }
    }
    return (int32_t)((precision & 0xffff) | ((range & 0x7fff) << 16));
}

int32_t type_typmod_in(Oid oid, const char *name, const int32_t *mods, int n)
{
    switch (oid) {
    case TYPE_varchar: return length_typmod(oid, mods, n, 10485760, 4, "varchar");
    case TYPE_bpchar: return length_typmod(oid, mods, n, 10485760, 4, "char");
    case TYPE_bit: return length_typmod(oid, mods, n, 83886080, 0, "bit");
    case TYPE_varbit: return length_typmod(oid, mods, n, 83886080, 0, "bit varying");
    case TYPE_time: return precision_typmod(mods, n, "TIME", "");
    case TYPE_timetz: return precision_typmod(mods, n, "TIME", " WITH TIME ZONE");
    case TYPE_timestamp: return precision_typmod(mods, n, "TIMESTAMP", "");
    case TYPE_timestamptz: return precision_typmod(mods, n, "TIMESTAMP", " WITH TIME ZONE");
    case TYPE_numeric: return numeric_typmod(mods, n);
    case TYPE_interval: return interval_typmod(mods, n);
    }
    raise(ERR_SYNTAX_ERROR, "type modifier is not allowed for type \"%s\"", name != NULL ? name : type_get(oid)->name);
}
