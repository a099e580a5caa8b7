#!/usr/bin/python3
"""Prints the stop words of PostgreSQL 15's Snowball dictionaries (redirect to src/funcs/ts_stop_words.def).

  gen-stop-words.py DSN WORDS...    files of words, one a line

Asks a running server which of the words each dictionary takes for stop words.
"""
import re
import subprocess
import sys
import textwrap


def sql(q):
    return subprocess.run(['psql', sys.argv[1], '-AtXq'], input=q, capture_output=True, text=True, check=True).stdout.split('\n')[:-1]


words = sorted({w for f in sys.argv[2:] for w in re.findall(r'\S+', open(f, encoding='utf-8').read())})
print('/* Stop words of the Snowball dictionaries: STOP_WORDS(language, "words"), in bytewise order.\n'
      ' * Facts of PostgreSQL 15 (tests/tools/gen-stop-words.py). */')
sql_words = "','".join(w.replace("'", "''") for w in words)
for language in sql("""SELECT substring(dictinitoption FROM $$language = '(\\w+)'$$) FROM pg_ts_dict
                       WHERE dictinitoption ~ 'stopwords' ORDER BY 1;"""):
    stop = sql(f"""SELECT w FROM unnest(ARRAY['{sql_words}']) w
                   WHERE ts_lexize('{language}_stem', w) = '{{}}' AND w = lower(w) COLLATE "C" ORDER BY w COLLATE "C";""")
    lines = textwrap.wrap(' '.join(stop), 112, break_long_words=False, break_on_hyphens=False)
    print('STOP_WORDS(%s,\n%s)' % (language, '\n'.join('    "%s%s"' % (l, ' ' if l is not lines[-1] else '') for l in lines)))
