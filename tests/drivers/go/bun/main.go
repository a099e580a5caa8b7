// bun and squirrel: tables, relations, bulk inserts, upserts, transactions with savepoints, CTEs, scanned types.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/Masterminds/squirrel"
	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	. "pgleaf/drivers/zoo"
)

type author struct {
	bun.BaseModel `bun:"table:bun_author,alias:a"`
	ID            int64     `bun:"id,pk,autoincrement"`
	Name          string    `bun:"name,notnull,unique"`
	Born          time.Time `bun:"born,type:date,nullzero"`
	Books         []*book   `bun:"rel:has-many,join:id=author_id"`
}

type book struct {
	bun.BaseModel `bun:"table:bun_book,alias:b"`
	ID            int64          `bun:"id,pk,autoincrement"`
	AuthorID      int64          `bun:"author_id,notnull"`
	Title         string         `bun:"title"`
	Price         float64        `bun:"price,type:numeric(8,2),default:9.90"`
	Tags          []string       `bun:"tags,array"`
	More          map[string]any `bun:"more,type:jsonb,nullzero"`
	Sold          *int32         `bun:"sold"`
	At            time.Time      `bun:"at,type:timestamptz(3),nullzero"`
	DeletedAt     time.Time      `bun:"deleted_at,type:timestamptz(3),soft_delete,nullzero"`
	Author        *author        `bun:"rel:belongs-to,join:author_id=id"`
	Words         []word         `bun:"m2m:bun_book_word,join:Book=Word"`
}

type word struct {
	bun.BaseModel `bun:"table:bun_word,alias:w"`
	Word          string `bun:"word,pk"`
}

type bookWord struct {
	bun.BaseModel `bun:"table:bun_book_word"`
	BookID        int64  `bun:"book_id,pk"`
	Book          *book  `bun:"rel:belongs-to,join:book_id=id"`
	Word          *word  `bun:"rel:belongs-to,join:word_id=word"`
	WordID        string `bun:"word_id,pk"`
}

var ctx = context.Background()

func said(err error) string {
	var p *pgconn.PgError
	if errors.As(err, &p) {
		return p.Code + " " + p.Message + " " + p.ConstraintName
	}
	return fmt.Sprint(err)
}

func open() *bun.DB {
	plain, err := sql.Open("pgx", "")
	Check(err)
	db := bun.NewDB(plain, pgdialect.New())
	db.RegisterModel((*bookWord)(nil))
	return db
}

var models = []any{(*bookWord)(nil), (*word)(nil), (*book)(nil), (*author)(nil)}

func drop(db *bun.DB) {
	for _, m := range models {
		_, err := db.NewDropTable().Model(m).IfExists().Cascade().Exec(ctx)
		Check(err)
	}
}

func bunSection() error {
	db := open()
	defer db.Close()
	drop(db)
	for i := len(models) - 1; i >= 0; i-- {
		q := db.NewCreateTable().Model(models[i]).IfNotExists()
		if i == 2 {
			q = q.ForeignKey(`("author_id") REFERENCES "bun_author" ("id") ON DELETE CASCADE`)
		}
		_, err := q.Exec(ctx)
		Check(err)
	}
	_, err := db.NewCreateIndex().Model((*book)(nil)).Index("bun_book_title").Column("title").IfNotExists().Exec(ctx)
	Check(err)
	authors := []*author{{Name: "Čapek", Born: time.Date(1890, 1, 9, 0, 0, 0, 0, time.UTC)}, {Name: "Němcová"}, {Name: "Nobody"}}
	_, err = db.NewInsert().Model(&authors).Exec(ctx)
	Check(err)
	sold := int32(7)
	books := []*book{{AuthorID: 1, Title: "R.U.R.", Price: 1.25, Tags: []string{"a", "b\"c"}, More: map[string]any{"n": 1, "l": []int{1, 2}}, Sold: &sold, At: time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)},
		{AuthorID: 1, Title: "Krakatit"}, {AuthorID: 2, Title: "Babička", Price: 3}}
	_, err = db.NewInsert().Model(&books).Returning("*").Exec(ctx)
	Check(err)
	words := []word{{Word: "new"}, {Word: "old"}}
	_, err = db.NewInsert().Model(&words).Exec(ctx)
	Check(err)
	links := []bookWord{{BookID: 1, WordID: "new"}, {BookID: 1, WordID: "old"}, {BookID: 3, WordID: "old"}}
	_, err = db.NewInsert().Model(&links).Exec(ctx)
	Check(err)
	show := func() {
		var found []book
		Check(db.NewSelect().Model(&found).Relation("Author").Relation("Words", func(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("w.word") }).OrderExpr("b.id").Scan(ctx))
		for _, b := range found {
			fmt.Println(b.ID, b.Title, b.Price, b.Tags, b.More, b.Sold != nil, b.At.UTC(), b.Author.Name, b.Words)
		}
	}
	show()
	var all []author
	Check(db.NewSelect().Model(&all).Relation("Books").Order("a.id").Scan(ctx))
	for _, a := range all {
		fmt.Println(a.ID, a.Name, a.Born.UTC(), len(a.Books))
	}
	var sums []struct {
		Name string
		N    int
		S    sql.NullString
	}
	Check(db.NewSelect().Model((*author)(nil)).ColumnExpr("a.name, count(b.id) AS n, sum(b.price) AS s").Join("LEFT JOIN bun_book AS b ON b.author_id = a.id").Group("a.name").OrderExpr("a.name").Scan(ctx, &sums))
	fmt.Println(sums)
	_, err = db.NewInsert().Model(&author{Name: "Nobody", Born: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}).On("CONFLICT (name) DO UPDATE").Set("born = EXCLUDED.born").Exec(ctx)
	Check(err)
	_, err = db.NewInsert().Model(&author{Name: "Nobody"}).Exec(ctx)
	fmt.Println(said(err))
	_, err = db.NewInsert().Model(&book{AuthorID: 99, Title: "x"}).Exec(ctx)
	fmt.Println(said(err))
	values := db.NewValues(&[]*book{{ID: 1, Title: "one"}, {ID: 2, Title: "two"}}).Column("id", "title").WithOrder()
	r, err := db.NewUpdate().With("_data", values).Model((*book)(nil)).TableExpr("_data").Set("title = _data.title").Where("b.id = _data.id").Exec(ctx)
	Check(err)
	n, _ := r.RowsAffected()
	fmt.Println(n)
	r, err = db.NewDelete().Model((*book)(nil)).Where("id = 2").Exec(ctx)
	Check(err)
	n, _ = r.RowsAffected()
	kept, err := db.NewSelect().Model((*book)(nil)).Count(ctx)
	Check(err)
	whole, err := db.NewSelect().Model((*book)(nil)).WhereAllWithDeleted().Count(ctx)
	Check(err)
	exists, err := db.NewSelect().Model((*book)(nil)).Where("more->>'n' = ?", "1").Where("? = ANY (tags)", "a").Exists(ctx)
	fmt.Println(n, kept, whole, exists, err)
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewUpdate().Model((*book)(nil)).Set("price = price + 1").Where("TRUE").Exec(ctx)
		Check(err)
		inner := tx.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			_, err := tx.NewInsert().Model(&author{Name: "Nobody"}).Exec(ctx)
			return err
		})
		fmt.Println(said(inner))
		return nil
	})
	fmt.Println(err)
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewTruncateTable().Model((*bookWord)(nil)).Exec(ctx)
		Check(err)
		return errors.New("back")
	})
	fmt.Println(err)
	show()
	many := make([]*book, 1200)
	for i := range many {
		many[i] = &book{AuthorID: 2, Title: fmt.Sprint("t", i), Price: float64(i) / 4}
	}
	_, err = db.NewInsert().Model(&many).Exec(ctx)
	Check(err)
	rows, err := db.NewSelect().Model((*book)(nil)).Where("title LIKE 't%'").Order("id").Rows(ctx)
	Check(err)
	sum := 0.0
	for rows.Next() {
		var b book
		Check(db.ScanRow(ctx, rows, &b))
		sum += b.Price
	}
	fmt.Println(sum, rows.Err(), many[0].ID, many[1199].ID)
	return nil
}

func squirrelSection() error {
	db := open()
	defer db.Close()
	sq := squirrel.StatementBuilder.PlaceholderFormat(squirrel.Dollar).RunWith(db.DB)
	rows, err := sq.Select("b.title", "b.price::text", "a.name").From("bun_book b").Join("bun_author a ON a.id = b.author_id").
		Where(squirrel.And{squirrel.Eq{"a.id": []int{1, 2}}, squirrel.Or{squirrel.Lt{"b.price": 3}, squirrel.Like{"b.title": "%99"}}, squirrel.NotEq{"b.title": nil}}).OrderBy("b.id").Limit(4).Offset(1).Query()
	Check(err)
	for rows.Next() {
		var title, price, name string
		Check(rows.Scan(&title, &price, &name))
		fmt.Println(title, price, name)
	}
	Check(rows.Err())
	var id int
	fmt.Println(sq.Insert("bun_author").Columns("name").Values("New").Values("Newer").Suffix("ON CONFLICT DO NOTHING RETURNING id").QueryRow().Scan(&id), id > 0)
	r, err := sq.Update("bun_book").Set("price", squirrel.Expr("price * ?", 2)).Set("title", squirrel.Case("title").When("'one'", "'uno'").Else("title")).Where(squirrel.Expr("id IN (SELECT book_id FROM bun_book_word WHERE word_id = ?)", "old")).Exec()
	Check(err)
	n, _ := r.RowsAffected()
	fmt.Println(n)
	r, err = sq.Delete("bun_book").Where(squirrel.GtOrEq{"price": 100}).Exec()
	Check(err)
	n, _ = r.RowsAffected()
	fmt.Println(n)
	_, err = sq.Insert("bun_author").SetMap(map[string]any{"name": "New"}).Exec()
	fmt.Println(said(err))
	drop(db)
	return nil
}

func main() {
	Main([]Section{{Name: "bun", Run: bunSection}, {Name: "squirrel", Run: squirrelSection}})
}
