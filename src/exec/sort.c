#include "exec/sort.h"

#define MERGE_WAYS 64
#define RUN_BUFFER (32 * 1024)
#define BOUND_MAX 100000

/* A row to be sorted, with what its first key compares by. */
struct item {
    Datum key; /* the word, the first bytes of a text, or the value */
    struct flat *row;
    bool null;
};

enum first_key { KEY_INT, KEY_TEXT, KEY_OTHER };

struct run {
    uint64_t at, end;
};

struct reader {
    uint64_t at, end; /* what is not read yet */
    char *buf;
    size_t size, used, pos;
    struct item item;
    int order; /* equal rows: of the earlier run first */
};

struct sorter {
    struct arena *arena, *rows;
    struct exec *ex;
    struct columns cols;
    const struct sort_key *keys;
    int nkeys;
    enum first_key kind;
    size_t budget, peak;
    int64_t bound, count;
    struct item *items;
    size_t n, cap, next;
    bool cut; /* the first `bound` items are sorted, and later rows not below the last of them are useless */
    struct temp_file *file;
    struct run *runs;
    int nruns, runs_cap;
    uint64_t disk;
    struct arena *merge;
    struct reader **heap;
    int nheap;
    bool started;
    Datum *values;
};

struct sorter *sorter_new(struct arena *a, struct exec *ex, const struct columns *c, const struct sort_key *keys, int nkeys,
                          size_t budget, int64_t bound)
{
    struct arena *own = arena_new(a, "sort");
    struct sorter *s = ARENA_NEW(own, struct sorter);
    *s = (struct sorter){.arena = own, .ex = ex, .cols = *c, .keys = keys, .nkeys = nkeys, .budget = budget,
                         .bound = bound > BOUND_MAX ? -1 : bound};
    s->rows = arena_new(own, "sort rows");
    s->values = ARENA_ARRAY(own, Datum, c->n + 1);
    s->kind = KEY_OTHER;
    if (nkeys > 0) {
        type_cmp_fn cmp = keys[0].cmp;
        static const Oid words[] = {TYPE_int2, TYPE_int4, TYPE_int8, TYPE_date, TYPE_timestamp, TYPE_timestamptz, TYPE_time};
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (cmp == type_get(words[i])->cmp)
                s->kind = KEY_INT;
        if (cmp == type_get(TYPE_text)->cmp)
            s->kind = KEY_TEXT;
    }
    return s;
}

/* The first eight bytes, most significant first: orders as the bytes do. */
static Datum text_prefix(Datum d)
{
    uint64_t p = 0;
    size_t n = VARLEN(d) < 8 ? VARLEN(d) : 8;
    memcpy(&p, VARDATA(d), n);
    return (Datum)__builtin_bswap64(p);
}

static Datum item_key(const struct sorter *s, Datum d, bool null)
{
    return s->kind == KEY_TEXT && !null ? text_prefix(d) : d;
}

static int compare_word(const struct sorter *s, Datum x, Datum y)
{
    if (s->kind == KEY_INT)
        return (datum_int64(x) > datum_int64(y)) - (datum_int64(x) < datum_int64(y));
    if (s->kind == KEY_TEXT)
        return (x > y) - (x < y);
    return s->keys[0].cmp(x, y);
}

static inline Datum row_value(const struct sorter *s, const struct flat *f, int col, bool *isnull)
{
    return flat_get(f, s->cols.n, s->cols.byval[col], col, isnull);
}

static int item_cmp(const struct sorter *s, const struct item *x, const struct item *y)
{
    if (s->nkeys == 0)
        return 0;
    if (x->null || y->null) {
        if (x->null != y->null)
            return x->null == s->keys[0].nulls_first ? -1 : 1;
    } else {
        int c = compare_word(s, x->key, y->key);
        if (c != 0)
            return s->keys[0].descending ? -c : c;
    }
    for (int i = s->kind == KEY_TEXT ? 0 : 1; i < s->nkeys; i++) {
        bool xnull, ynull;
        Datum xv = row_value(s, x->row, s->keys[i].col, &xnull), yv = row_value(s, y->row, s->keys[i].col, &ynull);
        int c = sort_key_cmp(&s->keys[i], xv, xnull, yv, ynull);
        if (c != 0)
            return c;
    }
    return 0;
}

/* ---- merge sort of the items ---- */

#define SMALL 12
#define CHECK_EVERY 1024 /* comparisons: memory may be large, and they dear */

static void sort_small(const struct sorter *s, struct item *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct item x = v[i];
        size_t j = i;
        for (; j > 0 && item_cmp(s, &x, &v[j - 1]) < 0; j--)
            v[j] = v[j - 1];
        v[j] = x;
    }
}

static void merge_halves(const struct sorter *s, const struct item *x, size_t nx, const struct item *y, size_t ny,
                         struct item *out)
{
    const struct item *xe = x + nx, *ye = y + ny;
    unsigned steps = 0;
    CHECK_INTERRUPTS();
    if (item_cmp(s, xe - 1, y) <= 0) { /* in order already */
        memcpy(out, x, sizeof *x * nx);
        memcpy(out + nx, y, sizeof *y * ny);
        return;
    }
    while (x < xe && y < ye) {
        if (++steps % CHECK_EVERY == 0)
            CHECK_INTERRUPTS();
        *out++ = item_cmp(s, y, x) < 0 ? *y++ : *x++;
    }
    memcpy(out, x, sizeof *x * (size_t)(xe - x));
    memcpy(out + (xe - x), y, sizeof *y * (size_t)(ye - y));
}

static void sort_items(struct sorter *s)
{
    size_t n = s->n;
    for (size_t i = 0; i < n; i += SMALL) {
        if (i % (SMALL * (size_t)CHECK_EVERY) == 0)
            CHECK_INTERRUPTS();
        sort_small(s, s->items + i, n - i < SMALL ? n - i : SMALL);
    }
    if (n <= SMALL)
        return;
    struct arena *scratch = arena_new(s->arena, "merge");
    struct item *from = s->items, *to = arena_alloc(scratch, sizeof *to * n);
    for (size_t width = SMALL; width < n; width *= 2) {
        for (size_t i = 0; i < n; i += 2 * width) {
            size_t nx = n - i < width ? n - i : width, rest = n - i - nx, ny = rest < width ? rest : width;
            if (ny == 0)
                memcpy(to + i, from + i, sizeof *to * nx);
            else
                merge_halves(s, from + i, nx, from + i + nx, ny, to + i);
        }
        struct item *t = from;
        from = to;
        to = t;
    }
    if (from != s->items)
        memcpy(s->items, from, sizeof *from * n);
    arena_free(scratch);
}

/* ---- rows in ---- */

static size_t memory_used(const struct sorter *s)
{
    return arena_used(s->rows) + s->cap * sizeof(struct item) * 2;
}

/* Only the first rows are wanted: those behind them go, and their memory. */
static void cut_items(struct sorter *s)
{
    sort_items(s);
    s->n = (size_t)s->bound;
    struct arena *rows = arena_new(s->arena, "sort rows");
    for (size_t i = 0; i < s->n; i++) {
        struct item *x = &s->items[i];
        x->row = arena_memdup(rows, x->row, x->row->len);
        if (s->kind == KEY_OTHER && s->nkeys > 0)
            x->key = row_value(s, x->row, s->keys[0].col, &x->null);
    }
    arena_free(s->rows);
    s->rows = rows;
    s->cut = true;
    if (memory_used(s) > s->budget / 2) /* not worth it: rows too large */
        s->bound = -1;
}

static void write_run(struct sorter *s)
{
    sort_items(s);
    if (s->file == NULL)
        s->file = temp_file_new(s->arena, &s->ex->temp);
    if (s->nruns == s->runs_cap) {
        int cap = s->runs_cap == 0 ? 16 : s->runs_cap * 2;
        s->runs = arena_grow(s->arena, s->runs, sizeof *s->runs * (size_t)s->runs_cap, sizeof *s->runs * (size_t)cap);
        s->runs_cap = cap;
    }
    struct run *r = &s->runs[s->nruns++];
    struct arena *scratch = arena_new(s->arena, "run");
    char *buf = arena_alloc(scratch, RUN_BUFFER);
    size_t used = 0;
    r->at = s->file->size;
    for (size_t i = 0; i < s->n; i++) {
        const struct flat *f = s->items[i].row;
        if (used + f->len > RUN_BUFFER) {
            temp_file_write(s->file, buf, used);
            used = 0;
        }
        if (f->len > RUN_BUFFER) {
            temp_file_write(s->file, f, f->len);
        } else {
            memcpy(buf + used, f, f->len);
            used += f->len;
        }
    }
    temp_file_write(s->file, buf, used);
    r->end = s->file->size;
    s->disk = s->file->size;
    arena_free(scratch);
    arena_reset(s->rows);
    s->n = 0;
    s->cut = false;
    s->bound = -1;
}

/* Sorts behind everything that is wanted. */
static bool useless(const struct sorter *s, const Datum *values, const bool *nulls)
{
    const struct flat *last = s->items[s->bound - 1].row;
    for (int i = 0; i < s->nkeys; i++) {
        bool null;
        int col = s->keys[i].col;
        Datum d = row_value(s, last, col, &null);
        int c = sort_key_cmp(&s->keys[i], values[col], nulls[col], d, null);
        if (c != 0)
            return c > 0;
    }
    return true;
}

void sorter_put(struct sorter *s, const Datum *values, const bool *nulls)
{
    s->count++;
    if (s->bound == 0 || (s->cut && s->bound > 0 && useless(s, values, nulls)))
        return;
    if (s->n == s->cap) {
        size_t cap = s->cap == 0 ? 64 : s->cap * 2;
        s->items = arena_grow(s->arena, s->items, sizeof *s->items * s->cap, sizeof *s->items * cap);
        s->cap = cap;
    }
    struct item *x = &s->items[s->n++];
    x->row = flat_make(s->rows, &s->cols, values, nulls);
    x->null = false;
    x->key = 0;
    if (s->nkeys > 0)
        x->key = item_key(s, row_value(s, x->row, s->keys[0].col, &x->null), nulls[s->keys[0].col]);
    size_t used = memory_used(s);
    if (used > s->peak)
        s->peak = used;
    if (s->bound > 0 && s->n >= (size_t)s->bound * 2 + 1000)
        cut_items(s);
    else if (used > s->budget && s->n > 1)
        write_run(s);
}

/* ---- merging ---- */

static void reader_fill(struct sorter *s, struct reader *r, size_t want)
{
    if (r->used - r->pos >= want)
        return;
    size_t left = r->used - r->pos;
    if (want > r->size) {
        char *more = arena_alloc(s->merge, want);
        memcpy(more, r->buf + r->pos, left);
        r->buf = more;
        r->size = want;
    } else {
        memmove(r->buf, r->buf + r->pos, left);
    }
    r->pos = 0;
    r->used = left;
    size_t n = r->size - left;
    if (n > r->end - r->at)
        n = (size_t)(r->end - r->at);
    temp_file_read(s->file, r->at, r->buf + r->used, n);
    r->at += n;
    r->used += n;
}

static bool reader_next(struct sorter *s, struct reader *r)
{
    if (r->item.row != NULL)
        r->pos += r->item.row->len;
    r->item.row = NULL;
    if (r->pos == r->used && r->at == r->end)
        return false;
    reader_fill(s, r, sizeof(struct flat));
    reader_fill(s, r, ((const struct flat *)(r->buf + r->pos))->len);
    r->item.row = (struct flat *)(r->buf + r->pos);
    if (s->nkeys > 0) {
        Datum d = row_value(s, r->item.row, s->keys[0].col, &r->item.null);
        r->item.key = item_key(s, d, r->item.null);
    }
    return true;
}

static bool reader_less(const struct sorter *s, const struct reader *x, const struct reader *y)
{
    int c = item_cmp(s, &x->item, &y->item);
    return c != 0 ? c < 0 : x->order < y->order;
}

static void heap_down(struct sorter *s, int i)
{
    for (;;) {
        int least = i;
        for (int c = 2 * i + 1; c <= 2 * i + 2 && c < s->nheap; c++)
            if (reader_less(s, s->heap[c], s->heap[least]))
                least = c;
        if (least == i)
            return;
        struct reader *t = s->heap[i];
        s->heap[i] = s->heap[least];
        s->heap[least] = t;
        i = least;
    }
}

static void merge_begin(struct sorter *s, int first, int n)
{
    if (s->merge == NULL)
        s->merge = arena_new(s->arena, "merge");
    arena_reset(s->merge);
    s->heap = ARENA_ARRAY(s->merge, struct reader *, n + 1);
    s->nheap = 0;
    size_t size = s->budget / (size_t)(n + 1);
    size = size > RUN_BUFFER ? RUN_BUFFER : size < 4096 ? 4096 : size & ~(size_t)7;
    for (int i = 0; i < n; i++) {
        struct reader *r = ARENA_NEW(s->merge, struct reader);
        *r = (struct reader){.at = s->runs[first + i].at, .end = s->runs[first + i].end, .order = i, .size = size,
                             .buf = arena_alloc(s->merge, size)};
        if (reader_next(s, r))
            s->heap[s->nheap++] = r;
    }
    for (int i = s->nheap / 2; i >= 0; i--)
        heap_down(s, i);
}

static void merge_advance(struct sorter *s)
{
    if (!reader_next(s, s->heap[0]))
        s->heap[0] = s->heap[--s->nheap];
    heap_down(s, 0);
}

/* Too many runs for one merge: groups of them become longer runs at the file's end. */
static void merge_pass(struct sorter *s)
{
    int out = 0;
    for (int first = 0; first < s->nruns; first += MERGE_WAYS) {
        int n = s->nruns - first < MERGE_WAYS ? s->nruns - first : MERGE_WAYS;
        struct run r = {.at = s->file->size};
        char *buf = arena_alloc(s->rows, RUN_BUFFER);
        size_t used = 0;
        for (merge_begin(s, first, n); s->nheap > 0; merge_advance(s)) {
            const struct flat *f = s->heap[0]->item.row;
            CHECK_INTERRUPTS();
            if (used + f->len > RUN_BUFFER) {
                temp_file_write(s->file, buf, used);
                used = 0;
            }
            if (f->len > RUN_BUFFER) {
                temp_file_write(s->file, f, f->len);
            } else {
                memcpy(buf + used, f, f->len);
                used += f->len;
            }
        }
        temp_file_write(s->file, buf, used);
        arena_reset(s->rows);
        r.end = s->file->size;
        s->runs[out++] = r;
    }
    s->nruns = out;
    s->disk = s->file->size;
}

/* ---- rows out ---- */

void sorter_finish(struct sorter *s)
{
    if (s->nruns == 0) {
        sort_items(s);
        if (s->bound >= 0 && s->n > (size_t)s->bound)
            s->n = (size_t)s->bound;
    } else {
        if (s->n > 0)
            write_run(s);
        while (s->nruns > MERGE_WAYS)
            merge_pass(s);
    }
    sorter_rewind(s);
}

void sorter_rewind(struct sorter *s)
{
    s->next = 0;
    s->started = false;
    if (s->nruns > 0)
        merge_begin(s, 0, s->nruns);
}

bool sorter_next(struct sorter *s, const Datum **values, const bool **nulls)
{
    const struct flat *f;
    if (s->nruns == 0) {
        if (s->next == s->n)
            return false;
        f = s->items[s->next++].row;
    } else {
        if (s->started && s->nheap > 0)
            merge_advance(s);
        s->started = true;
        if (s->nheap == 0)
            return false;
        f = s->heap[0]->item.row;
    }
    flat_read(f, &s->cols, s->values, nulls);
    *values = s->values;
    return true;
}

void sorter_free(struct sorter *s)
{
    if (s != NULL)
        arena_free(s->arena);
}

int64_t sorter_count(const struct sorter *s)
{
    return s->count;
}

size_t sorter_peak(const struct sorter *s)
{
    return s->peak;
}

uint64_t sorter_disk(const struct sorter *s)
{
    return s->disk;
}

/* ---- the node ---- */

struct sort_node {
    struct sort_key *keys;
    int nkeys, presorted;
    struct expr_state *bound;
    struct sorter *sorter;
    bool filled, eof;
    struct arena *ahead; /* presorted: the first row of the next group */
    const struct flat *ahead_row;
    Datum *ahead_values;
    const bool *ahead_nulls;
};

static void sort_init(struct node *n)
{
    const Sort *p = (const Sort *)n->plan;
    struct sort_node *s = n->state = ARENA_NEW(n->arena, struct sort_node);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    s->nkeys = list_length(p->sortkeys);
    s->keys = sort_keys_make(n->arena, p->sortkeys, &n->cols);
    s->presorted = p->presorted < s->nkeys ? p->presorted : 0;
    s->ahead = arena_new(n->arena, "sort ahead");
    s->ahead_values = ARENA_ARRAY(n->arena, Datum, n->cols.n + 1);
    if (p->bound != NULL)
        s->bound = expr_compile(n->arena, n->ex, p->bound);
}

static int64_t sort_bound(struct node *n, struct sort_node *s)
{
    struct expr_rows none = {0};
    bool isnull = true;
    int64_t v = s->bound == NULL ? 0 : datum_int64(expr_eval(s->bound, &none, n->row, &isnull));
    return isnull || v < 0 ? -1 : v;
}

static bool same_prefix(const struct sort_node *s, const Datum *xv, const bool *xn, const Datum *yv, const bool *yn)
{
    for (int i = 0; i < s->presorted; i++) {
        int c = s->keys[i].col;
        if (sort_key_cmp(&s->keys[i], xv[c], xn[c], yv[c], yn[c]) != 0)
            return false;
    }
    return true;
}

/* Takes in all rows, or, when the input is sorted on the first keys, those equal in these. */
static void sort_fill(struct node *n, struct sort_node *s)
{
    sorter_free(s->sorter);
    s->sorter = sorter_new(n->arena, n->ex, &n->cols, s->keys, s->nkeys, n->ex->set.work_mem, sort_bound(n, s));
    s->filled = true;
    bool grouped = false;
    if (s->ahead_row != NULL) {
        sorter_put(s->sorter, s->ahead_values, s->ahead_nulls);
        grouped = true;
    }
    while (node_next(n->left)) {
        if (s->presorted == 0) {
            sorter_put(s->sorter, n->left->values, n->left->nulls);
            continue;
        }
        bool ends = grouped && !same_prefix(s, s->ahead_values, s->ahead_nulls, n->left->values, n->left->nulls);
        if (ends || !grouped) {
            arena_reset(s->ahead);
            s->ahead_row = flat_make(s->ahead, &n->cols, n->left->values, n->left->nulls);
            flat_read(s->ahead_row, &n->cols, s->ahead_values, &s->ahead_nulls);
            grouped = true;
        }
        if (ends) {
            sorter_finish(s->sorter);
            return;
        }
        sorter_put(s->sorter, n->left->values, n->left->nulls);
    }
    s->eof = true;
    s->ahead_row = NULL;
    sorter_finish(s->sorter);
    if (sorter_peak(s->sorter) > n->instr.peak_memory)
        n->instr.peak_memory = sorter_peak(s->sorter);
    n->instr.disk += sorter_disk(s->sorter);
}

static bool sort_next(struct node *n)
{
    struct sort_node *s = n->state;
    if (!s->filled)
        sort_fill(n, s);
    while (!sorter_next(s->sorter, &n->values, &n->nulls)) {
        if (s->eof)
            return false;
        sort_fill(n, s);
    }
    return true;
}

static void sort_rescan(struct node *n, const struct param_set *changed)
{
    struct sort_node *s = n->state;
    bool bound_changed = s->bound != NULL && node_changed(n, changed);
    if (s->filled && s->presorted == 0 && !bound_changed && !node_changed(n, changed)) {
        sorter_rewind(s->sorter);
        return;
    }
    s->filled = s->eof = false;
    s->ahead_row = NULL;
    node_rescan(n->left, changed);
}

const struct node_ops sort_ops = {sort_init, sort_next, sort_rescan, NULL};
