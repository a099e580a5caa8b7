// pgx 5: every way to send a query, typed values, batches, COPY, cancel, pool.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	. "pgleaf/drivers/zoo"
)

var ctx = context.Background()

var modes = map[string]pgx.QueryExecMode{
	"cache statement": pgx.QueryExecModeCacheStatement, "cache describe": pgx.QueryExecModeCacheDescribe,
	"describe exec": pgx.QueryExecModeDescribeExec, "exec": pgx.QueryExecModeExec, "simple": pgx.QueryExecModeSimpleProtocol,
}
var modeNames = []string{"cache statement", "cache describe", "describe exec", "exec", "simple"}

func connected(options string, use func(c *pgx.Conn)) error {
	c, err := pgx.Connect(ctx, options)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	use(c)
	return nil
}

func pgError(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return fmt.Sprintf("%s %s %s %d", e.Severity, e.Code, e.Message, e.Position)
	}
	return err.Error()
}

func ask(c *pgx.Conn, sql string, values ...any) [][]any {
	rows, err := c.Query(ctx, sql, values...)
	Check(err)
	found, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) ([]any, error) { return r.Values() })
	Check(err)
	return found
}

func fails(c *pgx.Conn, label, sql string, values ...any) {
	rows, err := c.Query(ctx, sql, values...)
	n := 0
	if err == nil {
		for rows.Next() {
			n++
		}
		err = rows.Err()
	}
	if err == nil {
		Say("error", label, "NOT RAISED")
	} else {
		Say("error", label, n, pgError(err))
	}
}

func show(v any) string {
	switch x := v.(type) {
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano)
	case pgtype.Numeric:
		b, _ := x.MarshalJSON()
		return string(b) + fmt.Sprint(x.Exp)
	case []any:
		words := []string{}
		for _, e := range x {
			words = append(words, show(e))
		}
		return "[" + strings.Join(words, ", ") + "]"
	case map[string]any:
		b, _ := json.Marshal(x)
		return string(b)
	case float64:
		return fmt.Sprintf("float64 %v %v", x, math.Signbit(x))
	}
	return fmt.Sprintf("%T %v", v, v)
}

func connection() error {
	Check(connected("application_name=zoo", func(c *pgx.Conn) {
		p := c.PgConn()
		Say(p.ParameterStatus("client_encoding"), p.ParameterStatus("DateStyle"), p.ParameterStatus("application_name"), p.PID() > 0, string(p.TxStatus()))
		Say(ask(c, "SELECT current_user::text, current_database()::text"))
		Check(c.Ping(ctx))
	}))
	return connected("options='-c work_mem=8MB' timezone=Europe/Prague", func(c *pgx.Conn) { Say(ask(c, "SHOW work_mem"), ask(c, "SHOW TimeZone")) })
}

func parameters() error {
	day := time.Date(2024, 2, 29, 12, 34, 56, 789012000, time.UTC)
	values := map[string][]any{
		"int2": {int16(7), int16(-32768)}, "int4": {int32(0), int32(2147483647)}, "int8": {int64(math.MaxInt64), int64(math.MinInt64)},
		"float4": {float32(1.5), float32(math.Inf(1))}, "float8": {0.1, math.Copysign(0, -1), 5e-324, math.MaxFloat64, math.NaN()},
		"numeric": {pgtype.Numeric{Int: big.NewInt(150), Exp: -2, Valid: true}, pgtype.Numeric{NaN: true, Valid: true}, "1e-50", "123456789012345678901234567890.5"},
		"text":    {"", "žluťoučký 日本 😀", "q'\"\\", strings.Repeat("x", 5000)}, "bool": {true, false}, "bytea": {[]byte{}, []byte{0, 1, 255}},
		"uuid": {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}, "date": {day.Truncate(24 * time.Hour), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), pgtype.Date{InfinityModifier: pgtype.Infinity, Valid: true}},
		"time": {pgtype.Time{Microseconds: 86399999999, Valid: true}}, "timestamp": {day}, "timestamptz": {day, time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(1901, 1, 1, 0, 0, 0, 0, time.UTC)},
		"interval": {pgtype.Interval{Months: 14, Days: -3, Microseconds: 12345678, Valid: true}, 90 * time.Minute}, "json": {map[string]any{"a": []any{1, nil, "x"}}}, "jsonb": {map[string]any{"b": 1.5}},
		"int4[]": {[]int32{}, []int32{1, 2}, []*int32{nil}}, "text[]": {[]string{"a", "", "NULL", "q\"\\"}}, "float8[]": {[]float64{1.5, math.Inf(-1)}}, "uuid[]": {[]string{"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}},
		"timestamptz[]": {[]time.Time{day}}, "bytea[]": {[][]byte{{0}, {}}}, "inet": {"10.0.0.1/8"}, "varchar": {"é"}, "name": {"n"}, "oid": {uint32(42)},
	}
	kinds := []string{"int2", "int4", "int8", "float4", "float8", "numeric", "text", "bool", "bytea", "uuid", "date", "time", "timestamp", "timestamptz", "interval", "json", "jsonb",
		"int4[]", "text[]", "float8[]", "uuid[]", "timestamptz[]", "bytea[]", "inet", "varchar", "name", "oid"}
	return connected("", func(c *pgx.Conn) {
		for _, mode := range modeNames {
			for _, kind := range kinds {
				for _, v := range append(values[kind], nil) {
					rows, err := c.Query(ctx, "SELECT $1::"+kind, modes[mode], v)
					if err != nil {
						Say(mode, kind, pgError(err))
						continue
					}
					found, err := pgx.CollectOneRow(rows, func(r pgx.CollectableRow) ([]any, error) {
						Say(mode, kind, r.FieldDescriptions()[0].DataTypeOID, r.FieldDescriptions()[0].Format)
						return r.Values()
					})
					if err != nil {
						Say(mode, kind, pgError(err))
					} else {
						Say(show(found))
					}
				}
			}
		}
		Say(show(ask(c, "SELECT $1 + 1, $2 || 'x', $3 IN (1, 2), $4 = ANY($5::text[])", 1, "a", 2, "b", []string{"a", "b"})[0]))
	})
}

func collection() error {
	return connected("", func(c *pgx.Conn) {
		for _, mode := range []string{"cache statement", "exec", "simple"} {
			rows, err := c.Query(ctx, "SELECT * FROM every ORDER BY _id", modes[mode])
			Check(err)
			for _, f := range rows.FieldDescriptions() {
				Say(f.Name, f.DataTypeOID, f.DataTypeSize, f.TypeModifier, f.Format)
			}
			fields := rows.FieldDescriptions()
			for rows.Next() {
				values, err := rows.Values()
				Check(err)
				for i, v := range values {
					Say(fields[i].Name, show(v))
				}
			}
			Check(rows.Err())
		}
		for _, q := range []struct {
			where string
			value any
		}{{"_id = $1", 2}, {"s = $1", "one"}, {"at >= $1", time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}, {"_id = ANY($1)", []int32{1, 3}}, {"n = $1", "1.5"}, {"bin = $1", []byte{}},
			{"ok = $1", true}, {"l > $1", int64(1) << 40}, {"ref = $1", "65a000000000000000000002"}, {"u = $1", "a0eebc99-9c0b-4ef8-0000-000000000001"}, {"words @> $1", []string{"a"}},
			{"f < $1", 0.5}, {"$1 = ANY(words)", "a"}, {"doc @> $1", map[string]any{"x": 1}}} {
			Say(q.where, ask(c, "SELECT _id FROM every WHERE "+q.where+" ORDER BY _id", q.value))
		}
		var id int32
		var s *string
		var at time.Time
		var doc map[string]any
		var words []*string
		Check(c.QueryRow(ctx, "SELECT _id, s, at, doc, words FROM every WHERE _id = $1", 1).Scan(&id, &s, &at, &doc, &words))
		Say(id, *s, show(at), show(doc), len(words), *words[0], words[1] == nil)
	})
}

func parts() error {
	return connected("", func(c *pgx.Conn) {
		rows, err := c.Query(ctx, "SELECT _id, s FROM long ORDER BY _id")
		Check(err)
		total := 0
		for rows.Next() {
			var id int
			var s *string
			Check(rows.Scan(&id, &s))
			total += id
		}
		Say(total, rows.CommandTag().String())
		rows, err = c.Query(ctx, "SELECT _id FROM long ORDER BY _id")
		Check(err)
		rows.Next()
		rows.Close()
		tx, err := c.Begin(ctx)
		Check(err)
		_, err = tx.Exec(ctx, "DECLARE k CURSOR FOR SELECT _id FROM long ORDER BY _id")
		Check(err)
		for i := 0; i < 3; i++ {
			Say(ask(c, "FETCH 3 FROM k"))
		}
		Check(tx.Commit(ctx))
		Say(ask(c, "SELECT 1"))
	})
}

func wrong() error {
	return connected("", func(c *pgx.Conn) {
		for _, w := range Wrong {
			fails(c, w[0], w[1])
			fails(c, w[0]+", simple", w[1], pgx.QueryExecModeSimpleProtocol)
			fails(c, w[0]+", exec", w[1], pgx.QueryExecModeExec)
			Say(ask(c, "SELECT $1::int4", 1))
		}
		tx, err := c.Begin(ctx)
		Check(err)
		fails(c, "zero", "SELECT 1 / $1::int4", 0)
		Say(string(c.PgConn().TxStatus()))
		fails(c, "aborted", "SELECT 1")
		Check(tx.Rollback(ctx))
		Say(string(c.PgConn().TxStatus()), ask(c, "SELECT 1"))
	})
}

func transactions() error {
	return connected("", func(c *pgx.Conn) {
		tx, err := c.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
		Check(err)
		Say(ask(c, "SHOW transaction_isolation"), ask(c, "SHOW transaction_read_only"), string(c.PgConn().TxStatus()))
		Check(tx.Commit(ctx))
		Say(string(c.PgConn().TxStatus()))
	})
}

func batches() error {
	return connected("", func(c *pgx.Conn) {
		for _, mode := range modeNames {
			b := &pgx.Batch{}
			for i := 0; i < 5; i++ {
				b.Queue("SELECT $1::int4, s FROM every WHERE _id = $1", i)
			}
			config, _ := pgx.ParseConfig("")
			config.DefaultQueryExecMode = modes[mode]
			k, err := pgx.ConnectConfig(ctx, config)
			Check(err)
			results := k.SendBatch(ctx, b)
			for i := 0; i < 5; i++ {
				rows, err := results.Query()
				Check(err)
				n := 0
				for rows.Next() {
					v, _ := rows.Values()
					Say(mode, show(v))
					n++
				}
				Say(n)
			}
			Check(results.Close())
			b = &pgx.Batch{}
			b.Queue("SELECT 1")
			b.Queue("SELECT 1 / $1::int4", 0)
			b.Queue("SELECT 2")
			Say(mode, pgError(k.SendBatch(ctx, b).Close()))
			Say(ask(k, "SELECT 3"))
			Check(k.Close(ctx))
		}
		p := c.PgConn().StartPipeline(ctx)
		p.SendQueryParams("SELECT $1::text", [][]byte{[]byte("a")}, nil, nil, nil)
		p.SendQueryParams("SELECT 1 / 0", nil, nil, nil, nil)
		p.SendQueryParams("SELECT 'skipped'", nil, nil, nil, nil)
		Check(p.Sync())
		p.SendQueryParams("SELECT 'after'", nil, nil, nil, nil)
		Check(p.Sync())
		for {
			r, err := p.GetResults()
			if err != nil {
				Say(pgError(err))
				continue
			}
			if r == nil {
				break
			}
			switch x := r.(type) {
			case *pgconn.ResultReader:
				result := x.Read()
				if result.Err != nil {
					Say(pgError(result.Err))
				} else {
					Say(string(result.Rows[0][0]))
				}
			case *pgconn.PipelineSync:
				Say("sync")
			}
		}
		Check(p.Close())
	})
}

func copyOut() error {
	return connected("", func(c *pgx.Conn) {
		var out bytes.Buffer
		tag, err := c.PgConn().CopyTo(ctx, &out, "COPY (SELECT _id, s, n FROM every ORDER BY _id) TO STDOUT")
		Check(err)
		Say(tag.String(), out.String())
		_, err = c.PgConn().CopyTo(ctx, &out, "COPY nope TO STDOUT")
		Say(pgError(err))
		results, err := c.PgConn().Exec(ctx, "SELECT 1; SELECT 2, 3; SET DateStyle = ISO").ReadAll()
		Check(err)
		for _, r := range results {
			Say(r.CommandTag.String(), len(r.Rows))
		}
	})
}

func cancel() error {
	Check(connected("", func(c *pgx.Conn) {
		// again and again: a cancel that comes before the server has begun the statement means nothing
		ended, stopped := make(chan bool), make(chan bool)
		go func() {
			defer close(stopped)
			for {
				select {
				case <-ended:
					return
				case <-time.After(300 * time.Millisecond):
					Check(c.PgConn().CancelRequest(ctx))
				}
			}
		}()
		start := time.Now()
		fails(c, "cancelled", "SELECT pg_sleep(60)")
		close(ended)
		<-stopped
		Say(time.Since(start) < 30*time.Second, ask(c, "SELECT 1"))
	}))
	return connected("", func(c *pgx.Conn) {
		soon, done := context.WithTimeout(ctx, 300*time.Millisecond)
		defer done()
		_, err := c.Exec(soon, "SELECT pg_sleep(60)")
		Say(errors.Is(err, context.DeadlineExceeded), c.IsClosed())
	})
}

func main() {
	Main([]Section{{"connection", connection}, {"parameters", parameters}, {"collection", collection}, {"parts", parts}, {"errors", wrong},
		{"transactions", transactions}, {"batches", batches}, {"copy", copyOut}, {"cancel", cancel}})
}
