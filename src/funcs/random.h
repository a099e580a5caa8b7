/* random()'s generator, for SET seed. */
#ifndef FUNCS_RANDOM_H
#define FUNCS_RANDOM_H

/* As setseed(v), -1 to 1. */
void random_seed_from(double v);

#endif
