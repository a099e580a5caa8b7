/*
 * Settings: one table (settings.def) behind the configuration file, -o, the startup packet, SET, SHOW, RESET and the manual page.
 *
 * A value is set in layers: default, file, -o, startup packet (these make what RESET goes back to), session, transaction (SET
 * LOCAL). What SET did inside a transaction is undone by its rollback.
 */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

enum conf_id {
#define SETTING(id, name, type, context, flags, unit, dflt, min, max, values, description) CONF_##id,
#include "conf/settings.def"
#undef SETTING
    CONF_COUNT
};

enum conf_source { CONF_FROM_FILE, CONF_FROM_STARTUP, CONF_FROM_SESSION };

/* The defaults; what was set before is forgotten. Raises 53200. */
void conf_init(void);

/* Reads a file of `name = value` lines. false: *message says file, line, what is wrong and what would be right (in a). A file
 * that is not there is no error when must_exist is false. */
bool conf_read_file(struct arena *a, const char *path, bool must_exist, const char **message);

/* "NAME=VALUE" from the command line; the same. A password must not come this way. */
bool conf_set_argument(struct arena *a, const char *text, const char **message);

/* value NULL: the reset value. local: until the transaction's end. Raises 42704 unknown, 22023 ill-formed, 55P02 not to be
 * changed now. */
void conf_set(const char *name, const char *value, enum conf_source source, bool local);
void conf_reset_all(void);

/* As SHOW shows it (borrowed until the next change); NULL when there is no such setting. */
const char *conf_show(const char *name);
/* The nth setting of all (custom ones too): its name, NULL beyond the last; secrets, and what SHOW ALL has not, are left out. */
const char *conf_nth(int n, const char **value, const char **description);
/* What pg_settings tells of it: numbers in the unit, words as the table has them ("a|b"). NULL: not set, or it has none. */
struct conf_facts {
    const char *name, *setting, *unit, *description, *context, *type, *source, *boot, *reset, *words;
    bool number;
    double min, max;     /* of a number */
    bool own;            /* pgleaf's, not PostgreSQL's */
    bool plans;          /* it has a say in them: EXPLAIN (SETTINGS) shows it */
};
bool conf_facts(int n, struct conf_facts *f); /* the nth as conf_nth() counts; false: beyond the last */
const char *conf_name(const char *name); /* the table's spelling; NULL unknown */

const char *conf_string(enum conf_id id); /* NULL when not set */
/* Of a file's name: NULL when not set; one without a slash is below $CREDENTIALS_DIRECTORY where that is set. */
const char *conf_path(struct arena *a, enum conf_id id);
bool conf_bool(enum conf_id id);
int64_t conf_int(enum conf_id id);        /* in the setting's base unit: kB, ms, s */
void conf_set_fixed(enum conf_id id, const char *value); /* what only the program itself sets */

/* Called before a new value counts: may raise, may give another text (PostgreSQL's spelling of it). */
typedef const char *(*conf_assign_fn)(struct arena *scratch, const char *value);
void conf_on_assign(enum conf_id id, conf_assign_fn fn);
/* In such a function: is it a value of before that counts again (ROLLBACK, an error)? Then it may not raise. */
bool conf_restoring(void);
/* Called after a REPORT setting changed; also once for each by conf_report_all(), in the table's order. */
void conf_on_report(void (*fn)(const char *name, const char *value));
void conf_report_all(void);

/* Another number after each change of a value. */
unsigned long conf_generation(void);

/* SET's part in transactions. */
void conf_xact_begin(void);
void conf_xact_end(bool commit);
/* A savepoint, and the way back to it: what was SET since is undone. */
int conf_xact_mark(void);
void conf_xact_rollback_to(int mark);
/* A value of before counts again, in the transaction: what a savepoint's RELEASE does to READ ONLY. */
void conf_put_back(enum conf_id id, const char *value);

/* The rows of pgleaf's own settings as mdoc, for pgleaf.conf(5). */
void conf_print_mdoc(struct strbuf *out);

#endif
