/* tsquery: the flat value and the tree, text and binary forms, order. */
#include "types/tsquery.h"

#include "base/utf8.h"
#include "types/hash.h"
#include "types/softfail.h"
#include "types/wirebytes.h"

struct tsq_item {
    uint8_t kind, weights;
    uint8_t prefix, padding;
    uint16_t distance, len;
    uint32_t offset; /* VALUE: of the lexeme, from the data's start */
};

#define TS_MAX_DEPTH 20000 /* of a tree; PostgreSQL asks its stack */

/* ---- the tree ---- */
struct tsq_node *tsq_value(struct arena *a, const char *s, size_t len, unsigned weights, bool prefix)
{
    struct tsq_node *n = ARENA_NEW(a, struct tsq_node);
    *n = (struct tsq_node){.kind = TSQ_VALUE, .weights = (uint8_t)weights, .prefix = prefix, .s = s, .len = (uint32_t)len};
    return n;
}

struct tsq_node *tsq_operator(struct arena *a, enum tsq_kind kind, int distance, struct tsq_node *left, struct tsq_node *right)
{
    struct tsq_node *n = ARENA_NEW(a, struct tsq_node);
    uint32_t l = left != NULL ? left->depth : 0, r = right != NULL ? right->depth : 0;
    *n = (struct tsq_node){.kind = kind, .distance = (uint16_t)distance, .left = left, .right = right,
                           .depth = (l > r ? l : r) + 1};
    if (n->depth > TS_MAX_DEPTH)
        raise(ERR_STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    return n;
}

static uint32_t item_count(Datum d)
{
    uint32_t n;
    memcpy(&n, VARDATA(d), sizeof n);
    return n;
}

static const struct tsq_item *items(Datum d)
{
    return (const struct tsq_item *)(VARDATA(d) + sizeof(uint32_t));
}

int tsquery_count(Datum d)
{
    return (int)item_count(d);
}

static struct tsq_node *read_tree(struct arena *a, Datum d, uint32_t *at)
{
    const struct tsq_item *i = items(d) + (*at)++;
    if (i->kind == TSQ_VALUE)
        return tsq_value(a, VARDATA(d) + i->offset, i->len, i->weights, i->prefix);
    struct tsq_node *n = tsq_operator(a, i->kind, i->distance, NULL, NULL);
    n->right = read_tree(a, d, at);
    if (i->kind != TSQ_NOT)
        n->left = read_tree(a, d, at);
    return n;
}

struct tsq_node *tsquery_tree(struct arena *a, Datum d)
{
    uint32_t at = 0;
    return item_count(d) == 0 ? NULL : read_tree(a, d, &at);
}

static void measure(const struct tsq_node *n, uint32_t *count, size_t *bytes)
{
    if (n == NULL)
        return;
    ++*count;
    if (n->kind == TSQ_VALUE)
        *bytes += n->len + 1;
    measure(n->right, count, bytes);
    measure(n->left, count, bytes);
}

static void flatten(struct varlena *v, const struct tsq_node *n, uint32_t *item, uint32_t *at)
{
    struct tsq_item *i = (struct tsq_item *)(v->data + sizeof(uint32_t)) + (*item)++;
    *i = (struct tsq_item){.kind = (uint8_t)n->kind, .weights = n->weights, .prefix = n->prefix, .distance = n->distance};
    if (n->kind == TSQ_VALUE) {
        i->len = (uint16_t)n->len;
        i->offset = *at;
        memcpy(v->data + *at, n->s, n->len);
        v->data[*at + n->len] = '\0';
        *at += n->len + 1;
        return;
    }
    flatten(v, n->right, item, at);
    if (n->left != NULL)
        flatten(v, n->left, item, at);
}

Datum tsquery_new(struct arena *a, const struct tsq_node *root)
{
    uint32_t count = 0, item = 0;
    size_t bytes = 0;
    measure(root, &count, &bytes);
    if (bytes > (size_t)0x3fffffff - 8 - 12 * (size_t)count)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "tsquery is too large");
    uint32_t at = (uint32_t)(sizeof count + count * sizeof(struct tsq_item));
    struct varlena *v = varlena_new(a, at + bytes);
    memcpy(v->data, &count, sizeof count);
    if (root != NULL)
        flatten(v, root, &item, &at);
    return (Datum)v;
}

/* ---- stop words ---- */

/* What of a phrase's distances falls to its left and right neighbour, as words of it went. */
struct lost {
    int left, right;
};

static struct tsq_node *drop(struct tsq_node *n, struct lost *lost);

static struct tsq_node *drop_binary(struct tsq_node *n, struct lost *lost)
{
    struct lost l, r;
    bool phrase = n->kind == TSQ_PHRASE;
    int distance = phrase ? n->distance : 0;
    n->left = drop(n->left, &l);
    n->right = drop(n->right, &r);
    if (n->left == NULL && n->right == NULL) {
        lost->left = lost->right = phrase ? l.left + distance + r.left : l.left > r.left ? l.left : r.left;
        return NULL;
    }
    if (n->left == NULL) {
        *lost = r;
        if (phrase)
            lost->left = l.left + distance + r.left;
        return n->right;
    }
    if (n->right == NULL) {
        *lost = l;
        if (phrase)
            lost->right = l.right + distance + r.right;
        return n->left;
    }
    if (phrase) {
        n->distance = (uint16_t)(n->distance + l.right + r.left);
        *lost = (struct lost){l.left, r.right};
    }
    return n;
}

static struct tsq_node *drop(struct tsq_node *n, struct lost *lost)
{
    *lost = (struct lost){0, 0};
    switch (n->kind) {
    case TSQ_VALUE: return n;
    case TSQ_STOP: return NULL;
    case TSQ_NOT:
        n->right = drop(n->right, lost);
        return n->right != NULL ? n : NULL;
    default: return drop_binary(n, lost);
    }
}

struct tsq_node *tsq_drop_stops(struct tsq_node *root)
{
    struct lost lost;
    return root != NULL ? drop(root, &lost) : NULL;
}

/* ---- text ---- */
static int priority(enum tsq_kind kind)
{
    return kind == TSQ_OR ? 1 : kind == TSQ_AND ? 2 : kind == TSQ_PHRASE ? 3 : 4;
}

static void write_value(const struct tsq_node *n, struct strbuf *out)
{
    ts_write_lexeme(n->s, n->len, out);
    if (n->weights == 0 && !n->prefix)
        return;
    strbuf_addstr(out, n->prefix ? ":*" : ":");
    for (int w = 3; w >= 0; w--)
        if (n->weights & 1 << w)
            strbuf_addch(out, "DCBA"[w]);
}

static void write_node(const struct tsq_node *n, int outer, bool right_of_phrase, struct strbuf *out)
{
    if (n->kind == TSQ_VALUE) {
        write_value(n, out);
        return;
    }
    int own = priority(n->kind);
    bool parentheses = own < outer || (n->kind == TSQ_PHRASE && right_of_phrase);
    if (parentheses)
        strbuf_addstr(out, "( ");
    if (n->kind == TSQ_NOT) {
        strbuf_addch(out, '!');
    } else {
        write_node(n->left, own, false, out);
        if (n->kind == TSQ_PHRASE && n->distance != 1)
            strbuf_printf(out, " <%d> ", n->distance);
        else
            strbuf_addstr(out, n->kind == TSQ_OR ? " | " : n->kind == TSQ_AND ? " & " : " <-> ");
    }
    write_node(n->right, own, n->kind == TSQ_PHRASE, out);
    if (parentheses)
        strbuf_addstr(out, " )");
}

void tsq_write(const struct tsq_node *root, struct strbuf *out)
{
    if (root != NULL)
        write_node(root, -1, false, out);
}

void tsquery_out(struct io *io, Datum d, struct strbuf *out)
{
    tsq_write(tsquery_tree(io->arena, d), out);
}

static struct tsq_node *as_written(struct tsq_parser *p, const struct tsq_token *t)
{
    return tsq_value(p->reader.arena, t->s, t->len, t->weights, t->prefix);
}

Datum tsquery_in(struct io *io, const char *s, size_t len)
{
    struct tsq_parser p = {.reader = {.text = s, .at = s, .arena = io->arena, .soft = io->soft, .query = true},
                           .value = as_written,
                           .token = tsq_standard};
    return tsq_parse(&p);
}

/* ---- binary: count; of each node 1, its weights, whether prefix, bytes and a NUL; or 2, the operator, a phrase's distance ---- */
static const uint8_t wire_operator[] = {[TSQ_NOT] = 1, [TSQ_AND] = 2, [TSQ_OR] = 3, [TSQ_PHRASE] = 4};

static void send_node(const struct tsq_node *n, struct strbuf *out)
{
    if (n->kind == TSQ_VALUE) {
        char head[3] = {1, (char)n->weights, n->prefix};
        strbuf_add(out, head, 3);
        strbuf_add(out, n->s, n->len);
        strbuf_addch(out, '\0');
        return;
    }
    char head[2] = {2, (char)wire_operator[n->kind]};
    strbuf_add(out, head, 2);
    if (n->kind == TSQ_PHRASE)
        wire_put16(out, n->distance);
    send_node(n->right, out);
    if (n->left != NULL)
        send_node(n->left, out);
}

void tsquery_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put32(out, item_count(d));
    if (item_count(d) > 0)
        send_node(tsquery_tree(io->arena, d), out);
}

struct receiving {
    struct io *io;
    const uint8_t *p, *end;
    size_t bytes;
};

static struct tsq_node *malformed(struct receiving *r, const char *words, int value)
{
    soft_raise(r->io->soft, ERR_INTERNAL_ERROR, words, value);
    return NULL;
}

static int receive_byte(struct receiving *r)
{
    return wire_has(r->io, (size_t)(r->end - r->p), 1) ? *r->p++ : -1;
}

static struct tsq_node *receive_value(struct receiving *r)
{
    int weights = receive_byte(r), prefix = weights < 0 ? -1 : receive_byte(r);
    if (prefix < 0)
        return NULL;
    const uint8_t *nul = memchr(r->p, '\0', (size_t)(r->end - r->p));
    if (nul == NULL) {
        soft_raise(r->io->soft, ERR_PROTOCOL_VIOLATION, "invalid string in message");
        return NULL;
    }
    const char *s = (const char *)r->p;
    size_t len = (size_t)(nul - r->p);
    utf8_require(s, len);
    r->p = nul + 1;
    if (weights > 0xf)
        return malformed(r, "invalid tsquery: invalid weight bitmap", 0);
    if (len > TS_MAX_LEXEME)
        return malformed(r, "invalid tsquery: operand too long", 0);
    if (r->bytes > TS_MAX_BYTES)
        return malformed(r, "invalid tsquery: total operand length exceeded", 0);
    r->bytes += len + 1;
    return tsq_value(r->io->arena, s, len, (unsigned)weights, prefix != 0);
}

static struct tsq_node *receive_operator(struct receiving *r, bool last)
{
    int op = receive_byte(r), distance = 0;
    if (op < 0)
        return NULL;
    if (op < 1 || op > 4)
        return malformed(r, "invalid tsquery: unrecognized operator type %d", (int8_t)op);
    if (last)
        return malformed(r, "invalid pointer to right operand", 0);
    if (op == wire_operator[TSQ_PHRASE]) {
        if (!wire_has(r->io, (size_t)(r->end - r->p), 2))
            return NULL;
        distance = wire_get16(r->p);
        r->p += 2;
    }
    return tsq_operator(r->io->arena, op == 1 ? TSQ_NOT : op == 2 ? TSQ_AND : op == 3 ? TSQ_OR : TSQ_PHRASE, distance, NULL, NULL);
}

static struct tsq_node *receive_node(struct receiving *r, bool last)
{
    int kind = receive_byte(r);
    return kind < 0    ? NULL
           : kind == 1 ? receive_value(r)
           : kind == 2 ? receive_operator(r, last)
                       : malformed(r, "unrecognized tsquery node type: %d", (int8_t)kind);
}

static uint32_t operands_of(const struct tsq_node *n)
{
    return n->kind == TSQ_VALUE ? 0 : n->kind == TSQ_NOT ? 1 : 2;
}

/* Each operator gets its operands from those that follow, the last first: they are whole by then. */
static struct tsq_node *link_nodes(struct receiving *r, struct tsq_node **v, uint32_t n)
{
    uint32_t wanted = 1, whole = 0; /* whole ones are at the end of v, the first of them last */
    for (uint32_t i = 0; i < n; i++) {
        if (wanted == 0)
            return malformed(r, "malformed tsquery: extra nodes", 0);
        wanted += operands_of(v[i]) - 1;
    }
    if (wanted > 0)
        return malformed(r, "malformed tsquery: operand not found", 0);
    for (uint32_t i = n; i-- > 0;) {
        struct tsq_node *x = v[i];
        uint32_t operands = operands_of(x);
        if (operands > 0)
            x = tsq_operator(r->io->arena, x->kind, x->distance, operands == 2 ? v[n - whole + 1] : NULL, v[n - whole]);
        whole -= operands;
        v[n - ++whole] = x;
    }
    return v[n - 1];
}

Datum tsquery_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (!wire_has(io, len, 4))
        return (Datum)0;
    struct receiving r = {.io = io, .p = p + 4, .end = p + len};
    struct tsq_node *root = NULL;
    uint32_t n = wire_get32(p);
    if (n > 0x3fffffff / 12) {
        malformed(&r, "invalid size of tsquery", 0);
        return (Datum)0;
    }
    struct tsq_node **v = ARENA_ARRAY(io->arena, struct tsq_node *, n < len ? n : len);
    for (uint32_t i = 0; i < n; i++)
        if ((v[i] = receive_node(&r, i == n - 1)) == NULL)
            return (Datum)0;
    if (n > 0 && (root = link_nodes(&r, v, n)) == NULL)
        return (Datum)0;
    return wire_length(io, (size_t)(r.end - r.p), 0) ? tsquery_new(io->arena, root) : (Datum)0;
}

/* ---- order ---- */

/* The CRC that PostgreSQL keeps with each lexeme and sorts by: CRC-32's table of the reflected polynomial, shifted the other way. */
int32_t tsq_crc(const char *s, size_t len)
{
    static uint32_t table[256];
    uint32_t crc = UINT32_MAX;
    if (table[1] == 0)
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t c = i;
            for (int bit = 0; bit < 8; bit++)
                c = c & 1 ? c >> 1 ^ UINT32_C(0xedb88320) : c >> 1;
            table[i] = c;
        }
    for (size_t i = 0; i < len; i++)
        crc = table[(crc >> 24 ^ (uint8_t)s[i]) & 0xff] ^ crc << 8;
    return (int32_t)~crc;
}

static int greater(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int tsq_node_cmp(const struct tsq_node *a, const struct tsq_node *b)
{
    bool value = a->kind == TSQ_VALUE;
    if (value != (b->kind == TSQ_VALUE))
        return value ? 1 : -1;
    if (value) {
        int c = greater(tsq_crc(a->s, a->len), tsq_crc(b->s, b->len));
        return c != 0 ? -c : ts_compare(a->s, a->len, b->s, b->len, false);
    }
    if (a->kind != b->kind)
        return greater(b->kind, a->kind);
    int c = tsq_node_cmp(a->right, b->right);
    if (c == 0 && a->left != NULL)
        c = tsq_node_cmp(a->left, b->left);
    return c != 0 || a->kind != TSQ_PHRASE ? c : greater(b->distance, a->distance);
}

int tsquery_cmp(Datum a, Datum b)
{
    int n = tsquery_count(a), m = tsquery_count(b);
    if (n != m)
        return n < m ? -1 : 1;
    if (VARLEN(a) != VARLEN(b))
        return VARLEN(a) < VARLEN(b) ? -1 : 1;
    if (n == 0)
        return 0;
    struct arena *scratch = arena_new(NULL, "tsquery order");
    int c = tsq_node_cmp(tsquery_tree(scratch, a), tsquery_tree(scratch, b));
    arena_free(scratch);
    return c;
}

uint64_t tsquery_hash(Datum d) /* of what counts in the order: nodes and lexemes, not weights */
{
    uint64_t h = item_count(d);
    for (uint32_t i = 0; i < item_count(d); i++) {
        const struct tsq_item *item = items(d) + i;
        h = hash_combine(h, (uint64_t)item->kind << 16 | item->distance);
        if (item->kind == TSQ_VALUE)
            h = hash_combine(h, hash_bytes(VARDATA(d) + item->offset, item->len));
    }
    return h;
}
