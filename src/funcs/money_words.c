/* cash_words(): an amount of money in English. */
#include "base/macros.h"
#include "funcs/funcs.h"

static const char *const small[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                                    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
                                    "eighteen", "nineteen"};
static const char *const tens[] = {"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
/* with a blank behind, also where nothing follows: "one thousand  dollars" */
static const char *const thousands[] = {"", " thousand ", " million ", " billion ", " trillion ", " quadrillion "};

/* Below 1000. "and" stands after hundreds only where a single word follows. */
static void add_small(struct strbuf *out, unsigned v)
{
    unsigned rest = v % 100;
    if (v >= 100)
        strbuf_printf(out, "%s hundred%s", small[v / 100], rest == 0 ? "" : rest < 20 ? " and " : " ");
    if (v >= 100 && rest == 0)
        return;
    if (rest < 20)
        strbuf_printf(out, "%s", small[rest]);
    else if (rest % 10 == 0)
        strbuf_printf(out, "%s", tens[rest / 10]);
    else
        strbuf_printf(out, "%s %s", tens[rest / 10], small[rest % 10]);
}

Datum money_words(struct fcall *fc)
{
    int64_t v = ARG_INT64(0);
    uint64_t amount = v < 0 ? -(uint64_t)v : (uint64_t)v, dollars = amount / 100;
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    if (v < 0)
        strbuf_printf(&b, "minus ");
    uint64_t power = 1000000000000000;
    for (int i = COUNTOF(thousands) - 1; i >= 0; i--, power /= 1000) {
        unsigned part = (unsigned)(dollars / power % 1000);
        if (part == 0 && !(i == 0 && dollars == 0))
            continue;
        add_small(&b, part);
        strbuf_printf(&b, "%s", thousands[i]);
    }
    strbuf_printf(&b, dollars == 1 ? " dollar and " : " dollars and ");
    add_small(&b, (unsigned)(amount % 100));
    strbuf_printf(&b, amount % 100 == 1 ? " cent" : " cents");
    b.data[0] = (char)(b.data[0] - 'a' + 'A');
    return datum_from_text(fc->arena, b.data, b.len);
}
