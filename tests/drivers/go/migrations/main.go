// golang-migrate and goose: migrations up, to a version, one that fails, down; what they keep in their tables.
package main

import (
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/golang-migrate/migrate/v4"
	migratepgx "github.com/golang-migrate/migrate/v4/database/pgx/v5"
	"github.com/golang-migrate/migrate/v4/source/iofs"
	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	. "pgleaf/drivers/zoo"
)

//go:embed sql
var files embed.FS

func open() *sql.DB {
	db, err := sql.Open("pgx", "")
	Check(err)
	return db
}

func rows(db *sql.DB, query string) {
	r, err := db.Query(query)
	Check(err)
	defer r.Close()
	names, _ := r.Columns()
	for r.Next() {
		values, places := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			places[i] = &values[i]
		}
		Check(r.Scan(places...))
		fmt.Println(values...)
	}
	Check(r.Err())
}

func columns(db *sql.DB, tables string) {
	rows(db, "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_name LIKE '"+tables+"' ORDER BY table_name, ordinal_position")
}

// said is an error in the server's own words where it is the server's.
func said(err error) string {
	var p *pgconn.PgError
	if errors.As(err, &p) {
		return p.Code + " " + p.Message
	}
	return fmt.Sprint(err)
}

func golangMigrate() error {
	db := open()
	defer db.Close()
	driver, err := migratepgx.WithInstance(db, &migratepgx.Config{})
	Check(err)
	source, err := iofs.New(files, "sql/migrate")
	Check(err)
	m, err := migrate.NewWithInstance("files", source, "pgx5", driver)
	Check(err)
	version := func() {
		v, dirty, err := m.Version()
		fmt.Println(v, dirty, err)
	}
	version()
	Check(m.Steps(1))
	version()
	columns(db, "mig%")
	_, err = db.Exec("WITH o AS (INSERT INTO mig_owner (name) VALUES ('Ada') RETURNING id) INSERT INTO mig_pet (owner_id, name) SELECT id, 'cat' FROM o")
	Check(err)
	Check(m.Migrate(2))
	version()
	rows(db, "SELECT * FROM mig_pet")
	rows(db, "SELECT * FROM mig_pets")
	err = m.Up()
	var failed interface{ Unwrap() error }
	fmt.Println(errors.As(err, &failed), err != nil)
	version()
	Check(m.Force(2))
	fmt.Println(m.Migrate(2) == migrate.ErrNoChange)
	rows(db, "SELECT * FROM schema_migrations")
	rows(db, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
	Check(m.Down())
	version()
	_, err = db.Exec("DROP TABLE schema_migrations") // m.Drop() would drop all there is
	Check(err)
	rows(db, "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'mig%' OR tablename = 'schema_migrations'")
	return nil
}

func gooseSection() error {
	db := open()
	defer db.Close()
	sub, err := fs.Sub(files, "sql/goose")
	Check(err)
	goose.SetBaseFS(sub)
	goose.SetLogger(goose.NopLogger())
	Check(goose.SetDialect("postgres"))
	version := func() {
		v, err := goose.GetDBVersion(db)
		fmt.Println(v, err)
	}
	version()
	Check(goose.UpTo(db, ".", 1))
	version()
	columns(db, "goose%")
	Check(goose.Up(db, "."))
	version()
	rows(db, "SELECT id, title, body, tags::text, state::text FROM goose_post ORDER BY id")
	_, err = db.Exec("INSERT INTO goose_post (title) VALUES ('first')")
	fmt.Println(said(err))
	_, err = db.Exec("INSERT INTO goose_post (title, state) VALUES ('x', 'none')")
	fmt.Println(said(err))
	Check(goose.Down(db, "."))
	Check(goose.Redo(db, "."))
	version()
	rows(db, "SELECT version_id, is_applied FROM goose_db_version ORDER BY id")
	rows(db, "SELECT indexrelid::regclass::text, indisvalid FROM pg_index WHERE indrelid = 'goose_post'::regclass ORDER BY 1")
	Check(goose.Reset(db, "."))
	version()
	_, err = db.Exec("DROP TABLE goose_db_version")
	return err
}

func main() {
	Main([]Section{{Name: "golang-migrate", Run: golangMigrate}, {Name: "goose", Run: gooseSection}})
}
