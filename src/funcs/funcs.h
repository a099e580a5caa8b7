/* What every file of this folder includes: the calling convention, errors, and prototypes of all rows. */
#ifndef FUNCS_FUNCS_H
#define FUNCS_FUNCS_H

#include "base/error.h"
#include "base/strbuf.h"
#include "funcs/protos.h"
#include "types/func.h"
#include "types/type.h"

#endif
