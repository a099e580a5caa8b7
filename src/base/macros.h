/* MAP(m, a, b, c): m(a) m(b) m(c), for up to 16 arguments or none. For the tables (*.def). */
#ifndef BASE_MACROS_H
#define BASE_MACROS_H

#define MAP_PARENS ()
#define MAP_EXPAND(...) MAP_EXPAND2(MAP_EXPAND2(__VA_ARGS__))
#define MAP_EXPAND2(...) MAP_EXPAND1(MAP_EXPAND1(__VA_ARGS__))
#define MAP_EXPAND1(...) MAP_EXPAND0(MAP_EXPAND0(__VA_ARGS__))
#define MAP_EXPAND0(...) MAP_ONCE(MAP_ONCE(__VA_ARGS__))
#define MAP_ONCE(...) __VA_ARGS__
#define MAP(m, ...) __VA_OPT__(MAP_EXPAND(MAP_STEP(m, __VA_ARGS__)))
#define MAP_STEP(m, first, ...) m(first) __VA_OPT__(MAP_AGAIN MAP_PARENS(m, __VA_ARGS__))
#define MAP_AGAIN() MAP_STEP

#define COUNTOF(array) ((int)(sizeof(array) / sizeof((array)[0])))

#endif
