<?php
// PDO's pgsql driver and the pg_* functions: types, placeholders, transactions, COPY, large results, metadata, errors.
$dsn = sprintf('pgsql:host=%s;port=%s;dbname=%s;sslmode=%s', getenv('PGHOST'), getenv('PGPORT'), getenv('PGDATABASE'), getenv('PGSSLMODE'));
$db = new PDO($dsn, getenv('PGUSER'), getenv('PGPASSWORD') ?: '', [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC]);
$pg = null;

function say(...$values)
{
    echo implode(' ', array_map(fn ($v) => is_string($v) ? $v : json_encode($v, JSON_UNESCAPED_UNICODE | JSON_PARTIAL_OUTPUT_ON_ERROR), $values)), "\n";
}

function fails($label, $work)
{
    try {
        say('error', $label, 'NOT RAISED', $work());
    } catch (PDOException $e) {
        say('error', $label, $e->errorInfo[0], explode("\n", $e->errorInfo[2]));
    }
}

function drop(...$tables)
{
    foreach ($tables as $t) {
        $GLOBALS['db']->exec("DROP TABLE IF EXISTS $t CASCADE");
    }
}

$sections = [
    'types' => function () use ($db) {
        foreach (["1::int2", "2::int8", "1.5::float8", "1.50::numeric(5,2)", "true", "false", "'a'::text", "'b'::char(3)", "NULL::int", "'2024-02-29'::date", "'2024-02-29 12:00:00.5'::timestamp",
            "'2024-02-29 12:00Z'::timestamptz", "'1 day'::interval", "ARRAY[1,NULL]", "'{\"a\": 1}'::json", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "'žluť'::varchar(9)", "10.5::money", "5::oid"] as $e) {
            $s = $db->query("SELECT $e AS v");
            $meta = $s->getColumnMeta(0);
            say($e, $s->fetch(PDO::FETCH_NUM), $meta['native_type'], $meta['pdo_type'], $meta['len'], $meta['precision'], $meta['pgsql:oid']);
        }
        say(bin2hex(stream_get_contents($db->query("SELECT '\\x00ff'::bytea")->fetchColumn())));
        foreach ([[5, PDO::PARAM_INT], ['5', PDO::PARAM_STR], [true, PDO::PARAM_BOOL], [null, PDO::PARAM_NULL], ["\x00\x01", PDO::PARAM_LOB]] as [$value, $type]) {
            foreach ([false, true] as $emulated) {
                $s = $db->prepare($type == PDO::PARAM_LOB ? 'SELECT length(?::bytea) AS n' : 'SELECT ? AS n', [PDO::ATTR_EMULATE_PREPARES => $emulated]);
                $s->bindValue(1, $value, $type);
                $s->execute();
                say($type, $emulated, $s->fetchAll());
            }
        }
    },
    'tables' => function () use ($db) {
        drop('php_book', 'php_author');
        $db->exec('CREATE TABLE php_author (id serial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, born date)');
        $db->exec('CREATE TABLE php_book (id bigserial PRIMARY KEY, author_id int NOT NULL REFERENCES php_author ON DELETE CASCADE, title text, price numeric(8,2) DEFAULT 9.90 CHECK (price >= 0), more jsonb, good boolean)');
        $put = $db->prepare('INSERT INTO php_author (name, born) VALUES (:name, :born)');
        foreach ([['Čapek', '1890-01-09'], ['Němcová', null], ["O'Hara", '2000-01-01']] as [$name, $born]) {
            $put->execute(['name' => $name, 'born' => $born]);
            say($put->rowCount(), $db->lastInsertId(), $db->lastInsertId('php_author_id_seq'));
        }
        $book = $db->prepare('INSERT INTO php_book (author_id, title, more, good) VALUES (?, ?, ?, ?) RETURNING id, price');
        $book->bindValue(1, 1, PDO::PARAM_INT);
        $book->bindValue(2, 'R.U.R.');
        $book->bindValue(3, json_encode(['a' => [1, null]]));
        $book->bindValue(4, true, PDO::PARAM_BOOL);
        $book->execute();
        say($book->fetchAll());
        say($db->exec("INSERT INTO php_book (author_id, title, price) SELECT 1 + g % 3, 't' || g, g / 4.0 FROM generate_series(1, 30) g"));
        say($db->query('SELECT a.name, count(*) AS n, sum(b.price) AS s FROM php_author a JOIN php_book b ON a.id = b.author_id GROUP BY 1 ORDER BY 1')->fetchAll(PDO::FETCH_GROUP | PDO::FETCH_NUM));
        say($db->query('SELECT id, title FROM php_book WHERE id < 4 ORDER BY id')->fetchAll(PDO::FETCH_KEY_PAIR), $db->query("SELECT more->'a' AS a FROM php_book WHERE more ?? 'a'")->fetchColumn());
        say($db->query("INSERT INTO php_author (name, born) VALUES ('Němcová', '1820-02-04'), ('New', NULL) ON CONFLICT (name) DO UPDATE SET born = EXCLUDED.born RETURNING name, born")->rowCount());
        say($db->query("SELECT * FROM php_author WHERE name LIKE 'N%' ORDER BY id")->fetchAll(PDO::FETCH_OBJ));
        $s = $db->prepare('SELECT id FROM php_book ORDER BY id', [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]);
        $s->execute();
        say($s->fetch(PDO::FETCH_NUM), $s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_ABS, 5), $s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_PRIOR), $s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_LAST), $s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_REL, -3));
        $s->closeCursor();
        say($db->query('UPDATE php_book SET price = price * 2 WHERE id > 25')->rowCount(), $db->query('DELETE FROM php_book WHERE id = 99')->rowCount());
        say($db->quote("a'b\\c"), $db->getAttribute(PDO::ATTR_DRIVER_NAME), explode('.', $db->getAttribute(PDO::ATTR_SERVER_VERSION))[0] >= 15, $db->query('SELECT id FROM php_book LIMIT 1')->getColumnMeta(0)['table']);
    },
    'transactions' => function () use ($db) {
        $n = fn () => $db->query('SELECT count(*) FROM php_author')->fetchColumn();
        $db->beginTransaction();
        $db->exec("INSERT INTO php_author (name) VALUES ('one')");
        $db->exec('SAVEPOINT a');
        fails('unique', fn () => $db->exec("INSERT INTO php_author (name) VALUES ('one')"));
        fails('aborted', fn () => $n());
        $db->exec('ROLLBACK TO SAVEPOINT a');
        say($n(), $db->inTransaction());
        $db->commit();
        $db->beginTransaction();
        $db->exec('DELETE FROM php_author');
        say($n());
        $db->rollBack();
        say($n());
        foreach (['null' => 'INSERT INTO php_author (name) VALUES (NULL)', 'key' => 'INSERT INTO php_book (author_id) VALUES (99)', 'check' => 'INSERT INTO php_book (author_id, price) VALUES (1, -1)',
            'long' => "INSERT INTO php_author (name) VALUES (repeat('x', 41))", 'syntax' => 'SELEC 1', 'relation' => 'SELECT * FROM nope', 'zero' => 'SELECT 1/0', 'input' => "SELECT 'x'::int"] as $label => $sql) {
            fails($label, fn () => $db->exec($sql));
            fails("$label prepared", fn () => $db->prepare($sql)->execute());
        }
    },
    'copy' => function () use ($db) {
        drop('php_copy');
        $db->exec('CREATE TABLE php_copy (id int PRIMARY KEY, t text)');
        say($db->pgsqlCopyFromArray('php_copy', array_map(fn ($i) => "$i\tline $i", range(1, 1500))), $db->pgsqlCopyFromArray('php_copy', ["5000;x", "5001;NIL"], ';', 'NIL'));
        say(count($db->pgsqlCopyToArray('php_copy')), array_slice($db->pgsqlCopyToArray('php_copy', ';', 'NIL', 'id, t'), -2));
        fails('copy', fn () => $db->pgsqlCopyFromArray('php_copy', ["1\tagain"]));
        say($db->query('SELECT count(*), sum(id) FROM php_copy')->fetch());
    },
    'native' => function () {
        $pg = pg_connect(sprintf('host=%s port=%s dbname=%s user=%s sslmode=%s', getenv('PGHOST'), getenv('PGPORT'), getenv('PGDATABASE'), getenv('PGUSER'), getenv('PGSSLMODE')));
        say(pg_dbname($pg), pg_parameter_status($pg, 'server_encoding'), pg_parameter_status($pg, 'standard_conforming_strings'), pg_transaction_status($pg));
        $r = pg_query_params($pg, 'SELECT id, t, id / 2.0 AS h, id % 2 = 0 AS e FROM php_copy WHERE id < $1 ORDER BY id', [4]);
        say(pg_fetch_all($r), pg_num_rows($r), array_map(fn ($i) => [pg_field_name($r, $i), pg_field_type($r, $i), pg_field_size($r, $i), pg_field_table($r, $i)], range(0, 3)));
        pg_prepare($pg, 'put', 'INSERT INTO php_copy VALUES ($1, $2)');
        say(pg_affected_rows(pg_execute($pg, 'put', [9000, "q'\\"])), pg_fetch_result(pg_query($pg, 'SELECT t FROM php_copy WHERE id = 9000'), 0, 0));
        say(pg_meta_data($pg, 'php_copy'));
        say(pg_insert($pg, 'php_copy', ['id' => 9001, 't' => 'inserted']) !== false, pg_update($pg, 'php_copy', ['t' => 'updated'], ['id' => 9001]), pg_select($pg, 'php_copy', ['id' => 9001]), pg_delete($pg, 'php_copy', ['id' => 9001]));
        pg_send_query($pg, "SELECT 1 AS a; SELECT * FROM nope; SELECT 2");
        while ($r = pg_get_result($pg)) {
            say(pg_result_status($r), pg_result_error_field($r, PGSQL_DIAG_SQLSTATE), pg_result_error_field($r, PGSQL_DIAG_MESSAGE_PRIMARY), pg_result_error_field($r, PGSQL_DIAG_STATEMENT_POSITION));
        }
        say(pg_copy_from($pg, 'php_copy', ["7000\tx\n"]), array_slice(pg_copy_to($pg, 'php_copy'), -1), pg_convert($pg, 'php_copy', ['id' => '12', 't' => "a'b"]));
        say(pg_escape_literal($pg, "a'b\\c"), pg_escape_identifier($pg, 'a"b'), pg_escape_bytea($pg, "\x00'"), pg_unescape_bytea('\x4142'));
        pg_close($pg);
        drop('php_copy', 'php_book', 'php_author');
    },
];

foreach (array_slice($argv, 1) ?: array_keys($sections) as $name) {
    echo "== $name\n";
    try {
        $sections[$name]();
    } catch (Throwable $e) {
        say('UNEXPECTED', get_class($e), $e->getMessage());
    }
}
