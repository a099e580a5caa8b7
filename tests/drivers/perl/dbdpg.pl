# DBD::Pg: types, placeholders, transactions with savepoints, COPY, cursors, catalog functions, errors. Prints findings as the other drivers do.
use strict;
use warnings;
use utf8;
use DBI;
use DBD::Pg qw(:pg_types);

binmode STDOUT, ':encoding(UTF-8)';
my $db = DBI->connect('dbi:Pg:', '', $ENV{PGPASSWORD} // '', { RaiseError => 1, PrintError => 0, AutoCommit => 1 });
$db->{PrintWarn} = 0;
my %sections;
my @names;

sub plain {
    my ($v) = @_;
    return 'undef' unless defined $v;
    return '[' . join(', ', map { plain($_) } @$v) . ']' if ref $v eq 'ARRAY';
    return '{' . join(', ', map { "$_: " . plain($v->{$_}) } sort keys %$v) . '}' if ref $v eq 'HASH';
    return $v;
}

sub say_ { print join(' ', map { plain($_) } @_), "\n" }

sub fails {
    my ($label, $work) = @_;
    eval { $work->(); say_('error', $label, 'NOT RAISED') };
    say_('error', $label, $db->state, split(/\n/, $db->errstr)) if $@;
}

sub section { my ($name, $work) = @_; push @names, $name; $sections{$name} = $work }

sub drop { $db->do("DROP TABLE IF EXISTS $_ CASCADE") for @_ }

section types => sub {
    for my $e ("1::int2", "2::int8", "1.5::float8", "'Infinity'::float8", "1.50::numeric", "true", "'a'::text", "'b'::char(3)", "NULL::int", "'2024-02-29'::date", "'2024-02-29 12:00:00.5'::timestamp",
               "'2024-02-29 12:00Z'::timestamptz", "'1 day 2 hours'::interval", "'\\x00ff'::bytea", "ARRAY[1,NULL,3]", "ARRAY[['a','b'],['c','d,']]", "'{\"a\": 1}'::jsonb", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
               "ROW(1, 'x')", "'{t,f}'::bool[]", "'žluť'::varchar") {
        my $s = $db->prepare("SELECT $e AS v");
        $s->execute;
        my ($v) = $s->fetchrow_array;
        $v = unpack('H*', $v) if $e =~ /bytea/;
        say_($e, $v, $s->{TYPE}[0], $s->{pg_type}[0], $s->{PRECISION}[0], $s->{SCALE}[0], $s->{NULLABLE}[0]);
    }
};

section tables => sub {
    drop('perl_book', 'perl_author');
    $db->do('CREATE TABLE perl_author (id serial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, born date)');
    $db->do('CREATE TABLE perl_book (id bigserial PRIMARY KEY, author_id int NOT NULL REFERENCES perl_author ON DELETE CASCADE, title text, price numeric(8,2) DEFAULT 9.90 CHECK (price >= 0), tags text[], raw bytea)');
    $db->do('CREATE INDEX perl_book_title ON perl_book (title, price)');
    my $put = $db->prepare('INSERT INTO perl_author (name, born) VALUES (?, ?)');
    say_($put->execute(@$_)) for ['Čapek', '1890-01-09'], ['Němcová', undef], ["O'Hara", '2000-01-01'];
    say_($db->last_insert_id(undef, undef, 'perl_author', undef));
    my $book = $db->prepare('INSERT INTO perl_book (author_id, title, tags, raw) VALUES (?, ?, ?, ?) RETURNING id, price');
    $book->bind_param(4, undef, { pg_type => PG_BYTEA });
    $book->execute(1, 'R.U.R.', ['a', undef, 'b"c'], "\x00\xff");
    say_($book->fetchrow_arrayref);
    say_($db->selectrow_arrayref('SELECT tags, octet_length(raw) FROM perl_book WHERE id = $1', undef, 1));
    say_(scalar $db->do('INSERT INTO perl_book (author_id, title, price) SELECT 1 + g % 3, \'t\' || g, g / 4.0 FROM generate_series(1, 30) g'));
    my @tuple_status;
    my $many = $db->prepare('UPDATE perl_book SET title = ? WHERE id = ?');
    say_(scalar $many->execute_array({ ArrayTupleStatus => \@tuple_status }, ['x', 'y', 'z'], [2, 3, 4000]));
    say_($db->selectall_arrayref('SELECT a.name, count(*) AS n, sum(b.price) AS s FROM perl_author a JOIN perl_book b ON a.id = b.author_id GROUP BY 1 ORDER BY 1', { Slice => {} }));
    say_($db->selectall_hashref('SELECT id, title, price FROM perl_book WHERE id < 4', 'id'), $db->selectcol_arrayref('SELECT title FROM perl_book WHERE price BETWEEN ? AND ? ORDER BY id', undef, 1, 2));
    say_(scalar $db->do('INSERT INTO perl_author (name, born) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET born = EXCLUDED.born', undef, 'Němcová', '1820-02-04'));
    say_($db->selectrow_hashref("SELECT * FROM perl_author WHERE name = 'Němcová'"));
    say_($db->selectall_arrayref('SELECT id FROM perl_book WHERE id = ANY(?) ORDER BY 1', undef, [1, 5, 99]));
    my $named = $db->prepare('SELECT title FROM perl_book WHERE id = :id OR price = :price ORDER BY id');
    $named->bind_param(':id', 1);
    $named->bind_param(':price', '7.50');
    $named->execute;
    say_($named->fetchall_arrayref);
};

section catalog => sub {
    my $columns = $db->column_info(undef, 'public', 'perl_book', '%')->fetchall_arrayref({});
    say_(map { [@$_{qw(COLUMN_NAME TYPE_NAME COLUMN_SIZE DECIMAL_DIGITS NULLABLE COLUMN_DEF ORDINAL_POSITION pg_type pg_constraint)}] } @$columns);
    say_($db->primary_key(undef, 'public', 'perl_book'), map { [@$_{qw(UK_TABLE_NAME UK_COLUMN_NAME FK_TABLE_NAME FK_COLUMN_NAME UPDATE_RULE DELETE_RULE FK_NAME UK_NAME)}] }
        @{ $db->foreign_key_info(undef, undef, 'perl_author', undef, undef, 'perl_book')->fetchall_arrayref({}) });
    say_(map { [@$_{qw(TABLE_SCHEM TABLE_NAME TABLE_TYPE)}] } @{ $db->table_info(undef, 'public', 'perl%', 'TABLE')->fetchall_arrayref({}) });
    say_(sort map { join ':', map { $_ // '' } @$_{qw(INDEX_NAME NON_UNIQUE TYPE ORDINAL_POSITION COLUMN_NAME ASC_OR_DESC)} } @{ $db->statistics_info(undef, 'public', 'perl_book', 0, 0)->fetchall_arrayref({}) });
    say_(scalar @{ $db->type_info_all }, $db->quote("a'b\\c"), $db->quote_identifier('select'), $db->quote([1, 'b']), $db->ping, $db->{pg_server_version} >= 150000 ? 'server 15' : 'old', $db->{pg_lib_version} > 0);
    say_(map { "$_=" . ($db->{$_} // '') } qw(pg_db pg_user pg_enable_utf8 pg_standard_conforming_strings pg_default_port));
};

section transactions => sub {
    my $n = sub { $db->selectrow_array('SELECT count(*) FROM perl_author') };
    $db->begin_work;
    $db->do("INSERT INTO perl_author (name) VALUES ('one')");
    $db->pg_savepoint('a');
    $db->do("INSERT INTO perl_author (name) VALUES ('two')");
    $db->pg_savepoint('b');
    fails('unique', sub { $db->do("INSERT INTO perl_author (name) VALUES ('two')") });
    fails('aborted', sub { $db->do('SELECT 1') });
    say_($db->ping);
    $db->pg_rollback_to('b');
    say_($n->());
    $db->pg_rollback_to('a');
    $db->pg_release('a');
    say_($n->());
    $db->commit;
    $db->begin_work;
    $db->do('DELETE FROM perl_author');
    say_($n->(), $db->selectrow_array('SELECT count(*) FROM perl_book'));
    $db->rollback;
    say_($n->(), $db->selectrow_array('SELECT count(*) FROM perl_book'));
    for (['unique', "INSERT INTO perl_author (name) VALUES ('one')"], ['null', 'INSERT INTO perl_author (name) VALUES (NULL)'], ['key', "INSERT INTO perl_book (author_id) VALUES (99)"],
         ['check', 'INSERT INTO perl_book (author_id, price) VALUES (1, -1)'], ['long', "INSERT INTO perl_author (name) VALUES (repeat('x', 41))"], ['syntax', 'SELEC 1'], ['relation', 'SELECT * FROM nope'],
         ['zero', 'SELECT 1/0'], ['input', "SELECT 'x'::int"]) {
        my ($label, $sql) = @$_;
        fails($label, sub { $db->do($sql) });
        say_($db->pg_error_field('constraint_name'), $db->pg_error_field('column_name'), $db->pg_error_field('message_detail'), $db->pg_error_field('statement_position'));
    }
};

section streams => sub {
    drop('perl_copy');
    $db->do('CREATE TABLE perl_copy (id int PRIMARY KEY, t text)');
    $db->do('COPY perl_copy FROM STDIN');
    $db->pg_putcopydata("$_\tline\\t$_\n") for 1 .. 2000;
    $db->pg_putcopyend;
    $db->do('COPY (SELECT * FROM perl_copy WHERE id % 700 = 0 ORDER BY id) TO STDOUT (FORMAT CSV, HEADER)');
    my ($line, @lines) = ('');
    push @lines, $line =~ s/\n//r while $db->pg_getcopydata($line) >= 0;
    say_(@lines);
    $db->do('COPY perl_copy FROM STDIN');
    $db->pg_putcopydata("1\tagain\n");
    fails('copy', sub { $db->pg_putcopyend });
    $db->begin_work;
    $db->do('DECLARE c SCROLL CURSOR FOR SELECT id FROM perl_copy ORDER BY id');
    say_($db->selectcol_arrayref('FETCH 3 c'), $db->selectcol_arrayref('FETCH BACKWARD 2 c'), $db->selectcol_arrayref('FETCH ABSOLUTE -1 c'));
    $db->commit;
    my $s = $db->prepare('SELECT pg_sleep(0), id FROM perl_copy WHERE id = ?', { pg_async => PG_ASYNC });
    $s->execute(5);
    say_($s->pg_result, ($s->fetchrow_array)[1]);
    say_($db->selectall_arrayref('SELECT * FROM perl_copy ORDER BY id DESC LIMIT 2'));
    my $p = $db->prepare('SELECT ?::int + ?', { pg_server_prepare => 0 });
    $p->execute(1, 2);
    say_($p->fetchrow_array, $p->rows);
    drop('perl_copy', 'perl_book', 'perl_author');
};

for my $name (@ARGV ? @ARGV : @names) {
    print "== $name\n";
    eval { $sections{$name}->(); 1 } or print "UNEXPECTED $@\n";
}
$db->disconnect;
