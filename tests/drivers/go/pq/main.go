// lib/pq through database/sql.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/lib/pq"

	. "pgleaf/drivers/zoo"
)

func show(v any) string {
	switch x := v.(type) {
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano)
	case []byte:
		return fmt.Sprintf("%q", x)
	case float64:
		return fmt.Sprint(x, math.Signbit(x))
	}
	return fmt.Sprintf("%T %v", v, v)
}

func print(rows *sql.Rows, err error) {
	Check(err)
	defer rows.Close()
	types, err := rows.ColumnTypes()
	Check(err)
	for rows.Next() {
		values, places := make([]any, len(types)), make([]any, len(types))
		for i := range values {
			places[i] = &values[i]
		}
		Check(rows.Scan(places...))
		words := []string{}
		for i, v := range values {
			words = append(words, types[i].DatabaseTypeName()+" "+show(v))
		}
		Say(strings.Join(words, ", "))
	}
	Check(rows.Err())
}

func pqError(err error) string {
	var e *pq.Error
	if errors.As(err, &e) {
		return fmt.Sprintf("%s %s %s %s", e.Severity, e.Code, e.Message, e.Position)
	}
	return err.Error()
}

func fails(db interface {
	Query(string, ...any) (*sql.Rows, error)
}, label, query string, values ...any) {
	rows, err := db.Query(query, values...)
	if err == nil {
		for rows.Next() {
		}
		err = rows.Err()
		rows.Close()
	}
	if err == nil {
		Say("error", label, "NOT RAISED")
	} else {
		Say("error", label, pqError(err))
	}
}

func connected(options string, use func(db *sql.DB)) error {
	db, err := sql.Open("postgres", options)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(2)
	use(db)
	return nil
}

func connection() error {
	Check(connected("application_name=zoo connect_timeout=10", func(db *sql.DB) {
		Check(db.Ping())
		print(db.Query("SELECT current_user, current_database(), current_setting('application_name')"))
	}))
	return connected("TimeZone=Europe/Prague", func(db *sql.DB) { print(db.Query("SHOW TimeZone")) })
}

func parameters() error {
	day := time.Date(2024, 2, 29, 12, 34, 56, 789012000, time.UTC)
	values := [][]any{{"int2", 7}, {"int4", -2147483648}, {"int8", int64(math.MaxInt64)}, {"float4", 1.5}, {"float8", 0.1}, {"float8", math.Inf(-1)}, {"float8", math.NaN()},
		{"numeric", "1.50"}, {"numeric", "NaN"}, {"numeric", 1e20}, {"text", "žluťoučký 日本 😀 q'\"\\"}, {"text", ""}, {"bool", true}, {"bytea", []byte{0, 1, 255, 92}}, {"bytea", []byte{}},
		{"uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}, {"date", day}, {"date", "0001-01-01"}, {"timestamp", day}, {"timestamptz", day}, {"timestamptz", time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"time", "23:59:59.999999"}, {"interval", "1 mon 2 days 03:04:05.6"}, {"json", `{"a": [1, null]}`}, {"jsonb", `{"b":  1}`}, {"int4[]", pq.Array([]int32{1, 2})},
		{"text[]", pq.Array([]string{"a", "", "NULL", "q\"\\"})}, {"float8[]", pq.Array([]float64{1.5, math.NaN()})}, {"bool[]", pq.Array([]bool{true, false})}, {"bytea[]", pq.Array([][]byte{{0}, {}})},
		{"int4[]", "{1,NULL}"}, {"varchar", "é"}}
	for _, binary := range []string{"", "binary_parameters=yes"} {
		Check(connected(binary, func(db *sql.DB) {
			for _, v := range values {
				print(db.Query("SELECT $1::"+v[0].(string), v[1]))
				print(db.Query("SELECT $1::"+v[0].(string), nil))
			}
			print(db.Query("SELECT $1 + 1, $2 || 'x', $3 IN (1, 2)", 1, "a", 2))
		}))
	}
	return nil
}

func collection() error {
	return connected("", func(db *sql.DB) {
		print(db.Query("SELECT * FROM every ORDER BY _id"))
		print(db.Query("SELECT * FROM every WHERE _id > $1 ORDER BY _id", 0))
		for _, q := range [][]any{{"_id = $1", 2}, {"s = $1", "one"}, {"at >= $1", time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}, {"_id = ANY($1)", pq.Array([]int32{1, 3})}, {"n = $1", "1.5"},
			{"bin = $1", []byte{}}, {"ok = $1", true}, {"l > $1", int64(1) << 40}, {"ref = $1", "65a000000000000000000002"}, {"$1 = ANY(words)", "a"}, {"f < $1", 0.5}} {
			print(db.Query("SELECT _id FROM every WHERE "+q[0].(string)+" ORDER BY _id", q[1]))
		}
	})
}

func prepared() error {
	return connected("", func(db *sql.DB) {
		statement, err := db.Prepare("SELECT _id, s FROM every WHERE _id = $1")
		Check(err)
		for i := 0; i < 8; i++ {
			print(statement.Query(i))
		}
		Check(statement.Close())
		rows, err := db.Query("SELECT _id FROM long ORDER BY _id")
		Check(err)
		total := 0
		for rows.Next() {
			var id int
			Check(rows.Scan(&id))
			total += id
		}
		Say(total)
		rows, err = db.Query("SELECT 1; SELECT 2")
		Check(err)
		for more := true; more; more = rows.NextResultSet() {
			for rows.Next() {
				var v int
				Check(rows.Scan(&v))
				Say(v)
			}
		}
		Check(rows.Close())
	})
}

func wrong() error {
	return connected("", func(db *sql.DB) {
		for _, w := range Wrong {
			fails(db, w[0], w[1])
			fails(db, w[0]+", extended", w[1]+" -- $1", 1)
			print(db.Query("SELECT $1::int4", 1))
		}
		tx, err := db.Begin()
		Check(err)
		fails(tx, "zero", "SELECT 1 / $1::int4", 0)
		fails(tx, "aborted", "SELECT 1")
		Check(tx.Rollback())
		tx, err = db.BeginTx(context.Background(), &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
		Check(err)
		print(tx.Query("SHOW transaction_isolation"))
		print(tx.Query("SHOW transaction_read_only"))
		Check(tx.Commit())
	})
}

func cancel() error {
	return connected("", func(db *sql.DB) {
		// the time runs from where there is a connection: making one may take longer than it
		c, err := db.Conn(context.Background())
		Check(err)
		defer c.Close()
		Check(c.PingContext(context.Background()))
		soon, done := context.WithTimeout(context.Background(), time.Second)
		defer done()
		start := time.Now()
		_, err = c.ExecContext(soon, "SELECT pg_sleep(60)")
		Say(err.Error(), time.Since(start) < 30*time.Second)
		print(db.Query("SELECT 1"))
	})
}

func main() {
	Main([]Section{{"connection", connection}, {"parameters", parameters}, {"collection", collection}, {"prepared", prepared}, {"errors", wrong}, {"cancel", cancel}})
}
