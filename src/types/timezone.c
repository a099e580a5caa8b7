/* Time zones by name, and what holds in them when. */
#include "types/timezone.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/macros.h"
#include "types/type.h"
#include "types/tz_int.h"

#define ZONEINFO "/usr/share/zoneinfo"
#define ABBREV_SIGNIFICANT 10 /* bytes of a word that input looks at */

static struct arena *zones_arena; /* lives with the process */
static struct tz *zones;          /* all that were asked for */

static struct arena *arena_of_zones(void)
{
    if (zones_arena == NULL)
        zones_arena = arena_new(NULL, "time zones");
    return zones_arena;
}

static const struct tz *zone_add(struct tz *z, const char *name)
{
    z->name = arena_strdup(arena_of_zones(), name);
    z->next = zones;
    zones = z;
    return z;
}

/* The entry of directory `path` that is `name` in some case; it replaces name (same length). */
static bool find_entry(const char *path, char *name)
{
    DIR *d = opendir(path);
    if (d == NULL)
        return false;
    bool found = false;
    for (struct dirent *e; !found && (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.' && strcasecmp(e->d_name, name) == 0) {
            memcpy(name, e->d_name, strlen(name));
            found = true;
        }
    closedir(d);
    return found;
}

/* Opens name below ZONEINFO, first as it is written, then in any case; name becomes the file's own. */
static struct tz *load(char *name)
{
    char path[sizeof ZONEINFO + 2 + TZ_NAME_MAX];
    struct stat st;
    if (*name == '.' || *name == '/' || *name == '\0' || strstr(name, "/.") != NULL)
        return NULL;
    snprintf(path, sizeof path, "%s/%s", ZONEINFO, name);
    if (stat(path, &st) != 0) {
        size_t at = snprintf(path, sizeof path, "%s", ZONEINFO);
        for (char *part = name; part != NULL;) {
            char *slash = strchr(part, '/');
            if (slash != NULL)
                *slash = '\0';
            bool found = *part != '\0' && find_entry(path, part);
            at += (size_t)snprintf(path + at, sizeof path - at, "/%s", part);
            if (slash != NULL)
                *slash = '/';
            if (!found)
                return NULL;
            part = slash != NULL ? slash + 1 : NULL;
        }
        if (stat(path, &st) != 0)
            return NULL;
    }
    return S_ISREG(st.st_mode) ? tz_file_read(arena_of_zones(), path) : NULL;
}

const struct tz *tz_by_name(const char *name)
{
    char exact[TZ_NAME_MAX + 1], upper[TZ_NAME_MAX + 1];
    size_t len = strlen(name);
    if (len > TZ_NAME_MAX)
        return NULL;
    for (const struct tz *z = zones; z != NULL; z = z->next)
        if (strcasecmp(z->name, name) == 0)
            return z;
    memcpy(exact, name, len + 1);
    for (size_t i = 0; i <= len; i++)
        upper[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 32 : name[i]);
    struct tz *z = load(exact);
    if (z != NULL)
        return zone_add(z, exact);
    if (strcmp(upper, "GMT") == 0 || strcmp(upper, "UTC") == 0) /* on a machine without tzdata */
        z = tz_posix_parse(arena_of_zones(), arena_printf(arena_of_zones(), "%s0", upper));
    else if (*name != ':')
        z = tz_posix_parse(arena_of_zones(), upper);
    return z != NULL ? zone_add(z, upper) : NULL;
}

const struct tz *tz_fixed(int64_t west)
{
    char digits[40], name[100];
    int64_t n = west < 0 ? -west : west;
    int len = snprintf(digits, sizeof digits, "%02ld", (long)(n / 3600));
    if (n % 3600 != 0)
        len += snprintf(digits + len, sizeof digits - (size_t)len, ":%02ld", (long)(n / 60 % 60));
    if (n % 60 != 0)
        snprintf(digits + len, sizeof digits - (size_t)len, ":%02ld", (long)(n % 60));
    snprintf(name, sizeof name, west > 0 ? "<-%s>+%s" : "<+%s>-%s", digits, digits);
    return tz_by_name(name);
}

const struct tz *tz_utc(void)
{
    static const struct tz *utc;
    if (utc == NULL)
        utc = tz_by_name("UTC");
    return utc;
}

const struct tz *tz_session(void)
{
    return type_settings.timezone != NULL ? type_settings.timezone : tz_utc();
}

const char *tz_name(const struct tz *z)
{
    return z->name;
}

bool tz_has_leap_seconds(const struct tz *z)
{
    return z->leap_seconds;
}

/* t in the part of the table that has transitions: whole cycles off, where the zone repeats. */
static int64_t fold(const struct tz *z, int64_t t, int64_t *shift)
{
    *shift = 0;
    if (z->ntimes == 0)
        return t;
    int64_t first = z->times[0], last = z->times[z->ntimes - 1];
    if (z->cycle_on && t > last)
        *shift = ((t - last - 1) / SECONDS_PER_400_YEARS + 1) * SECONDS_PER_400_YEARS;
    else if (z->cycle_back && t < first)
        *shift = -((first - t - 1) / SECONDS_PER_400_YEARS + 1) * SECONDS_PER_400_YEARS;
    return t - *shift;
}

/* The number of transitions at or before t. */
static int passed(const struct tz *z, int64_t t)
{
    int lo = 0, hi = z->ntimes;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (z->times[mid] <= t)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static const struct tz_type *type_before(const struct tz *z, int i)
{
    return &z->types[i == 0 ? z->first : z->what[i - 1]];
}

const struct tz_type *tz_at(const struct tz *z, int64_t t)
{
    int64_t shift;
    return type_before(z, passed(z, fold(z, t, &shift)));
}

bool tz_next_change(const struct tz *z, int64_t t, const struct tz_type **before, int64_t *when,
                    const struct tz_type **after)
{
    int64_t shift;
    t = fold(z, t, &shift);
    int i = passed(z, t);
    *before = type_before(z, i);
    if (i == z->ntimes) {
        if (!z->cycle_on || z->ntimes == 0)
            return false;
        /* exactly at the table's end: the next is a cycle after the first one past one cycle ago */
        shift += SECONDS_PER_400_YEARS;
        i = passed(z, t - SECONDS_PER_400_YEARS);
        if (i == z->ntimes)
            return false;
    }
    *when = z->times[i] + shift;
    *after = &z->types[z->what[i]];
    return true;
}

bool tz_is_fixed(const struct tz *z, int32_t *offset)
{
    *offset = z->types[0].offset;
    for (int i = 1; i < z->ntypes; i++)
        if (z->types[i].offset != *offset)
            return false;
    return true;
}

bool tz_abbrev_at(const struct tz *z, const char *abbrev, int64_t t, int32_t *offset, bool *dst)
{
    int64_t shift;
    int cut = passed(z, fold(z, t, &shift));
    const struct tz_type *found = NULL;
    for (int i = cut; found == NULL && i > 0; i--)
        if (strcasecmp(z->types[z->what[i - 1]].abbrev, abbrev) == 0)
            found = &z->types[z->what[i - 1]];
    if (found == NULL && strcasecmp(z->types[z->first].abbrev, abbrev) == 0)
        found = &z->types[z->first];
    for (int i = cut; found == NULL && i < z->ntimes; i++)
        if (strcasecmp(z->types[z->what[i]].abbrev, abbrev) == 0)
            found = &z->types[z->what[i]];
    if (found == NULL)
        return false;
    *offset = found->offset;
    *dst = found->dst;
    return true;
}

static const struct tz_abbrev abbrevs[] = {
#define ABBREV(name, offset, dst) {name, offset, dst, NULL},
#define ABBREV_ZONE(name, zone) {name, 0, false, zone},
#include "types/tzabbrevs.def"
#undef ABBREV
#undef ABBREV_ZONE
};

static int by_abbrev(const void *key, const void *row)
{
    return strncmp(key, ((const struct tz_abbrev *)row)->name, ABBREV_SIGNIFICANT);
}

const struct tz_abbrev *tz_abbrev_lookup(const char *name)
{
    return bsearch(name, abbrevs, COUNTOF(abbrevs), sizeof abbrevs[0], by_abbrev);
}

int tz_abbrev_count(void)
{
    return COUNTOF(abbrevs);
}

const struct tz_abbrev *tz_abbrev_nth(int i)
{
    return &abbrevs[i];
}

static void each_below(const char *prefix, void (*each)(void *, const struct tz *), void *arg)
{
    char path[sizeof ZONEINFO + 2 + TZ_NAME_MAX], name[TZ_NAME_MAX + 1];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", ZONEINFO, prefix);
    DIR *d = opendir(path);
    if (d == NULL)
        return;
    struct dirent *e;
    while ((e = readdir(d)) != NULL) {
        int n = snprintf(name, sizeof name, "%s%s%s", prefix, *prefix != '\0' ? "/" : "", e->d_name);
        if (e->d_name[0] == '.' || n >= (int)sizeof name)
            continue;
        snprintf(path, sizeof path, "%s/%s", ZONEINFO, name);
        if (stat(path, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            each_below(name, each, arg);
            continue;
        }
        const struct tz *z = tz_by_name(name);
        if (z != NULL && !z->leap_seconds && strcmp(z->name, name) == 0)
            each(arg, z);
    }
    closedir(d);
}

void tz_each(void (*each)(void *arg, const struct tz *z), void *arg)
{
    each_below("", each, arg);
}
