/*
 * Where equal values come to stand can be seen in results: of a query's equal lexemes ts_rank() keeps the first, and their
 * weights are no part of their order. So this is the sort that PostgreSQL has, step by step (Bentley and McIlroy,
 * Engineering a Sort Function, 1993).
 */
#include "funcs/ts_int.h"

typedef const void *value_ref;
typedef int (*order_fn)(const void *, const void *);

static void swap(value_ref *a, value_ref *b)
{
    value_ref t = *a;
    *a = *b;
    *b = t;
}

static void swap_many(value_ref *a, value_ref *b, ptrdiff_t n)
{
    while (n-- > 0)
        swap(a++, b++);
}

static value_ref *median(value_ref *a, value_ref *b, value_ref *c, order_fn order)
{
    if (order(*a, *b) < 0)
        return order(*b, *c) < 0 ? b : order(*a, *c) < 0 ? c : a;
    return order(*b, *c) > 0 ? b : order(*a, *c) < 0 ? a : c;
}

static bool sort_few(value_ref *v, ptrdiff_t n, order_fn order)
{
    ptrdiff_t i = 1;
    while (n >= 7 && i < n && order(v[i - 1], v[i]) <= 0)
        i++;
    if (n >= 7)
        return i == n;
    for (i = 1; i < n; i++)
        for (ptrdiff_t j = i; j > 0 && order(v[j - 1], v[j]) > 0; j--)
            swap(&v[j], &v[j - 1]);
    return true;
}

static value_ref *pivot(value_ref *v, ptrdiff_t n, order_fn order)
{
    value_ref *low = v, *middle = v + n / 2, *high = v + n - 1;
    ptrdiff_t d = n / 8;
    if (n > 40) {
        low = median(low, low + d, low + 2 * d, order);
        middle = median(middle - d, middle, middle + d, order);
        high = median(high - 2 * d, high - d, high, order);
    }
    return n > 7 ? median(low, middle, high, order) : middle;
}

static void sort_values(value_ref *v, ptrdiff_t n, order_fn order)
{
    if (sort_few(v, n, order))
        return;
    swap(v, pivot(v, n, order));
    value_ref *equal_low = v + 1, *low = v + 1, *high = v + n - 1, *equal_high = high, *end = v + n;
    for (int c;; swap(low++, high--)) {
        for (; low <= high && (c = order(*low, *v)) <= 0; low++)
            if (c == 0)
                swap(equal_low++, low);
        for (; low <= high && (c = order(*high, *v)) >= 0; high--)
            if (c == 0)
                swap(high, equal_high--);
        if (low > high)
            break;
    }
    ptrdiff_t below = low - equal_low, above = equal_high - high, same = equal_low - v, same_high = end - equal_high - 1;
    same = same < below ? same : below;
    same_high = same_high < above ? same_high : above;
    swap_many(v, low - same, same);
    swap_many(low, end - same_high, same_high);
    sort_values(v, below, order);
    sort_values(end - above, above, order);
}

void ts_sort(const void **v, int n, int (*order)(const void *, const void *))
{
    sort_values(v, n, order);
}
