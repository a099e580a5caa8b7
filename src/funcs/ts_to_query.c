/* to_tsquery(), plainto_, phraseto_ and websearch_to_tsquery() (manual 9.13, 12.3.2). */
#include <strings.h>

#include "funcs/ts_int.h"

struct making {
    const struct ts_config *config;
    enum tsq_kind join; /* of the words of one operand */
};

static struct tsq_node *stop(struct arena *a)
{
    return tsq_operator(a, TSQ_STOP, 0, NULL, NULL);
}

static struct tsq_node *joined(struct arena *a, enum tsq_kind join, struct tsq_node *left, struct tsq_node *right)
{
    return left != NULL ? tsq_operator(a, join, 1, left, right) : right;
}

/* An operand becomes its words, with a stop word in the place of each that is one between two others. */
static struct tsq_node *words_of(struct tsq_parser *p, const struct tsq_token *t)
{
    struct making *m = p->arg;
    struct arena *a = p->reader.arena;
    struct ts_words w = {.arena = a};
    struct tsq_node *n = NULL;
    if (t->s != NULL)
        ts_words_add(&w, m->config, t->s, t->len);
    for (int i = 0; i < w.n; i++) {
        for (int at = i > 0 ? w.v[i - 1].position + 1 : w.v[0].position; at < w.v[i].position; at++)
            n = joined(a, m->join, n, stop(a));
        n = joined(a, m->join, n, tsq_value(a, w.v[i].s, w.v[i].len, t->weights, t->prefix));
    }
    return n != NULL ? n : stop(a);
}

/* ---- plain text: one operand ---- */
static enum tsq_token_kind plain_token(struct tsq_parser *p, struct tsq_token *t)
{
    t->s = p->reader.at;
    t->len = (uint32_t)strlen(t->s);
    p->reader.at += t->len;
    return t->len > 0 ? TSQ_T_VALUE : TSQ_T_END;
}

/* ---- as web search engines: "a phrase", or, -not ---- */
static bool is_or(const char *s)
{
    if (strncasecmp(s, "or", 2) != 0 || s[2] == '\0' || s[2] == '-' || s[2] == '_' || (s[2] >= '0' && s[2] <= '9') ||
        (s[2] >= 'a' && s[2] <= 'z') || (s[2] >= 'A' && s[2] <= 'Z'))
        return false;
    s += 3;
    while (((unsigned char)*s & 0xc0) == 0x80)
        s++;
    while (ts_is_space(*s))
        s++;
    return *s != '\0';
}

static enum tsq_token_kind web_operand(struct tsq_parser *p, struct tsq_token *t)
{
    struct ts_lexeme l;
    if (*p->reader.at == '-') {
        p->reader.at++;
        p->state = TSQ_OPERAND;
        t->op = TSQ_NOT;
        return TSQ_T_OPERATOR;
    }
    bool first = p->state == TSQ_FIRST_OPERAND;
    p->state = TSQ_OPERATOR;
    if (*p->reader.at == '"') {
        t->s = ++p->reader.at;
        t->len = (uint32_t)strcspn(t->s, "\"");
        p->reader.at += t->len;
        p->reader.at += *p->reader.at != '\0';
        return TSQ_T_VALUE;
    }
    if (!ts_read_lexeme(&p->reader, &l))
        return first ? TSQ_T_END : TSQ_T_VALUE; /* an operator without its operand: that of no word */
    t->s = l.s;
    t->len = l.len;
    return TSQ_T_VALUE;
}

static enum tsq_token_kind web_token(struct tsq_parser *p, struct tsq_token *t)
{
    /* the other syntax's operators say nothing here, but that something is to come */
    for (; *p->reader.at != '\0' && (strchr("!&|()<", *p->reader.at) != NULL || ts_is_space(*p->reader.at)); p->reader.at++)
        if (p->state == TSQ_FIRST_OPERAND && !ts_is_space(*p->reader.at))
            p->state = TSQ_OPERAND;
    if (p->state != TSQ_OPERATOR)
        return web_operand(p, t);
    if (*p->reader.at == '\0')
        return TSQ_T_END;
    bool or = is_or(p->reader.at);
    p->reader.at += or ? 2 : 0;
    p->state = TSQ_OPERAND;
    t->op = or ? TSQ_OR : TSQ_AND;
    return TSQ_T_OPERATOR;
}

/* ---- the functions ---- */
static Datum make(struct fcall *fc, enum tsq_kind join, enum tsq_token_kind (*token)(struct tsq_parser *, struct tsq_token *))
{
    int i;
    struct making m = {.config = ts_config_arg(fc, &i), .join = join};
    const char *s = datum_cstring(fc->arena, ARG_DATUM(i));
    struct tsq_parser p = {.reader = {.text = s, .at = s, .arena = fc->arena, .query = true, .web = token == web_token},
                           .value = words_of, .token = token, .arg = &m};
    return tsq_parse(&p);
}

Datum to_tsquery(struct fcall *fc)
{
    return make(fc, TSQ_PHRASE, tsq_standard);
}

Datum plainto_tsquery(struct fcall *fc)
{
    return make(fc, TSQ_AND, plain_token);
}

Datum phraseto_tsquery(struct fcall *fc)
{
    return make(fc, TSQ_PHRASE, plain_token);
}

Datum websearch_to_tsquery(struct fcall *fc)
{
    return make(fc, TSQ_PHRASE, web_token);
}

/* ---- text @@ ---- */
Datum ts_match_tq(struct fcall *fc)
{
    const struct ts_config *c = ts_config_get(ts_config_current(fc->arena));
    return datum_from_bool(ts_holds(fc->arena, ts_vector_of(fc->arena, c, ARG_DATUM(0)), ARG_DATUM(1)));
}

Datum ts_match_tt(struct fcall *fc)
{
    const struct ts_config *c = ts_config_get(ts_config_current(fc->arena));
    Datum vector = ts_vector_of(fc->arena, c, ARG_DATUM(0));
    struct fcall query = *fc;
    query.args = &fc->args[1];
    query.argtypes = &fc->argtypes[1];
    query.nargs = 1;
    return datum_from_bool(ts_holds(fc->arena, vector, plainto_tsquery(&query)));
}
