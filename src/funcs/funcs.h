/* What every file of this folder includes: the calling convention, errors, and prototypes of all rows. */
#ifndef FUNCS_FUNCS_H
#define FUNCS_FUNCS_H

#include "base/error.h"
#include "base/strbuf.h"
#include "funcs/protos.h"
#include "types/func.h"
#include "types/type.h"

/* The schemas of search_path that exist, in its order, at most max; pg_catalog, which comes first, only if it is named. */
int schema_search_path(struct arena *a, const char **schemas, int max);
/* While fn runs the path is the one that texts of declarations (views, DEFAULT, CHECK) name things by, whatever the session's is. */
void schema_path_declared(void (*fn)(void *arg), void *arg);

#endif
