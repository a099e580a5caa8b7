// A small application of GORM: AutoMigrate and the migrator, create, associations, queries, transactions.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"pgleaf/drivers/zoo"
)

// Author has books.
type Author struct {
	ID        uint
	Name      string     `gorm:"size:50;uniqueIndex;not null"`
	Born      *time.Time `gorm:"type:date"`
	Age       int        `gorm:"default:18;index:gm_author_age;check:gm_author_check,age >= 0"`
	Active    bool       `gorm:"default:true"`
	Big       int64
	Small     int8
	Score     float64
	Money     string `gorm:"type:numeric(10,2);default:0"`
	Logo      []byte
	Meta      string         `gorm:"type:jsonb;default:'{}'"`
	Token     string         `gorm:"type:uuid;default:gen_random_uuid()"`
	Note      string         `gorm:"comment:what is said"`
	Books     []Book         `gorm:"constraint:OnDelete:CASCADE"`
	CreatedAt time.Time      `gorm:"precision:3"`
	UpdatedAt time.Time      `gorm:"precision:3"`
	DeletedAt gorm.DeletedAt `gorm:"index;precision:3"`
}

// TableName is Author's.
func (Author) TableName() string { return "gm_authors" }

// Book is an author's.
type Book struct {
	ID       uint64
	AuthorID uint `gorm:"index:gm_books_both,unique,priority:1"`
	Author   *Author
	Title    string `gorm:"index:gm_books_both,unique,priority:2"`
	Pages    int
	Genres   []Genre `gorm:"many2many:gm_book_genres"`
}

// TableName is Book's.
func (Book) TableName() string { return "gm_books" }

// Genre is of many books.
type Genre struct {
	Word string `gorm:"primaryKey;size:20"`
}

// TableName is Genre's.
func (Genre) TableName() string { return "gm_genres" }

// Wider is Author later on.
type Wider struct {
	ID    uint
	Name  string `gorm:"size:80;uniqueIndex:idx_gm_authors_name;not null"`
	Age   int64  `gorm:"default:20"`
	Motto string `gorm:"default:none;not null"`
}

// TableName is Author's.
func (Wider) TableName() string { return "gm_authors" }

var db *gorm.DB

func say(values ...any) {
	words := make([]string, len(values))
	for i, v := range values {
		if s, ok := v.(string); ok {
			words[i] = s
			continue
		}
		b, err := json.Marshal(v)
		zoo.Check(err)
		words[i] = string(b)
	}
	fmt.Println(strings.Join(words, " "))
}

func fails(label string, err error) {
	var pg *pgconn.PgError
	switch {
	case err == nil:
		say("error", label, "NOT RAISED")
	case errors.As(err, &pg):
		say("error", label, pg.Code, pg.Message)
	default:
		say("error", label, err.Error())
	}
}

var models = []any{&Author{}, &Book{}, &Genre{}}

func describe(table string) {
	columns, err := db.Migrator().ColumnTypes(table)
	zoo.Check(err)
	sort.Slice(columns, func(i, j int) bool { return columns[i].Name() < columns[j].Name() })
	for _, c := range columns {
		kind, _ := c.ColumnType()
		primary, _ := c.PrimaryKey()
		unique, _ := c.Unique()
		counts, _ := c.AutoIncrement()
		null, _ := c.Nullable()
		value, _ := c.DefaultValue()
		comment, _ := c.Comment()
		length, _ := c.Length()
		precision, scale, _ := c.DecimalSize()
		say(table, c.Name(), c.DatabaseTypeName(), kind, primary, unique, counts, null, value, comment, length, precision, scale)
	}
	indexes, err := db.Migrator().GetIndexes(table)
	zoo.Check(err)
	sort.Slice(indexes, func(i, j int) bool { return indexes[i].Name() < indexes[j].Name() })
	for _, i := range indexes {
		primary, _ := i.PrimaryKey()
		unique, _ := i.Unique()
		names := i.Columns()
		sort.Strings(names)
		say(table, i.Name(), names, primary, unique)
	}
}

func tables() []string {
	all, err := db.Migrator().GetTables()
	zoo.Check(err)
	var ours []string
	for _, t := range all {
		if strings.HasPrefix(t, "gm_") {
			ours = append(ours, t)
		}
	}
	sort.Strings(ours)
	return ours
}

func migrate() error {
	m := db.Migrator()
	zoo.Check(m.DropTable("gm_book_genres", "gm_books", "gm_genres", "gm_authors"))
	zoo.Check(db.AutoMigrate(models...))
	zoo.Check(db.AutoMigrate(models...))
	say(tables())
	for _, t := range tables() {
		describe(t)
	}
	say(m.HasTable("gm_books"), m.HasColumn(&Author{}, "Note"), m.HasColumn(&Author{}, "nope"), m.HasIndex(&Author{}, "gm_author_age"), m.HasConstraint(&Author{}, "gm_author_check"), m.CurrentDatabase() != "")
	zoo.Check(m.RenameColumn(&Author{}, "note", "remark"))
	zoo.Check(m.DropIndex(&Author{}, "gm_author_age"))
	zoo.Check(m.DropConstraint(&Author{}, "gm_author_check"))
	zoo.Check(m.DropColumn(&Author{}, "remark"))
	zoo.Check(db.AutoMigrate(&Wider{}))
	describe("gm_authors")
	zoo.Check(m.RenameTable("gm_genres", "gm_kinds"))
	say(tables())
	zoo.Check(m.DropTable("gm_book_genres", "gm_books", "gm_kinds", "gm_authors"))
	return db.AutoMigrate(models...)
}

func queries() error {
	born := time.Date(1890, 1, 9, 0, 0, 0, 0, time.UTC)
	capek := Author{Name: "Čapek", Born: &born, Big: 1<<53 + 1, Small: -3, Score: 0.1, Money: "12.50", Logo: []byte{0, 255}, Meta: `{"a": [1, null]}`,
		Books: []Book{{Title: "R.U.R. '", Pages: 90, Genres: []Genre{{"drama"}, {"sf"}}}, {Title: "Krakatit", Pages: 300}}}
	zoo.Check(db.Create(&capek).Error)
	var back Author
	zoo.Check(db.Preload("Books", func(d *gorm.DB) *gorm.DB { return d.Order("title") }).Preload("Books.Genres", func(d *gorm.DB) *gorm.DB { return d.Order("word") }).First(&back, "name = ?", "Čapek").Error)
	say(back.Name, back.Born, back.Age, back.Active, back.Big, back.Small, back.Score, back.Money, back.Logo, back.Meta, len(back.Token), back.Books[0].Title, back.Books[1].Genres)
	more := []Author{{Name: "Němcová", Age: 41}, {Name: "Hašek", Age: 39}, {Name: "Nobody"}}
	zoo.Check(db.CreateInBatches(&more, 2).Error)
	var books []Book
	for i := 0; i < 12; i++ {
		books = append(books, Book{AuthorID: more[i%2].ID, Title: fmt.Sprint("t", i), Pages: i})
	}
	zoo.Check(db.Create(&books).Error)
	var titles []string
	zoo.Check(db.Model(&Book{}).Where("pages BETWEEN ? AND ?", 2, 9).Where("author_id IN (?)", db.Model(&Author{}).Select("id").Where("age > ?", 40)).Order("pages DESC").Limit(3).Offset(1).Pluck("title", &titles).Error)
	say(titles)
	var groups []struct {
		Name  string
		N     int
		Total *int
	}
	zoo.Check(db.Model(&Author{}).Select("gm_authors.name, count(b.id) AS n, sum(b.pages) AS total").Joins("LEFT JOIN gm_books b ON b.author_id = gm_authors.id").Group("gm_authors.name").Having("count(b.id) < ?", 100).Order("gm_authors.name").Scan(&groups).Error)
	say(groups)
	var joined []Book
	zoo.Check(db.Joins("Author").Where(map[string]any{"pages": []int{1, 3}}).Or("title LIKE ?", "t1_").Order("gm_books.pages").Find(&joined).Error)
	for _, b := range joined {
		say(b.Title, b.Author.Name)
	}
	var count int64
	zoo.Check(db.Model(&Book{}).Distinct("author_id").Count(&count).Error)
	say(count)
	zoo.Check(db.Model(&Author{}).Where("name = ?", "Hašek").Updates(map[string]any{"age": gorm.Expr("age + ?", 1), "meta": `{"b": 2}`}).Error)
	var updated []Author
	zoo.Check(db.Model(&updated).Clauses(clause.Returning{Columns: []clause.Column{{Name: "name"}, {Name: "age"}}}).Where("age > ?", 39).Update("active", false).Error)
	sort.Slice(updated, func(i, j int) bool { return updated[i].Age < updated[j].Age })
	for _, a := range updated {
		say(a.Name, a.Age)
	}
	zoo.Check(db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.AssignmentColumns([]string{"age"})}).Create(&Author{Name: "Hašek", Age: 7}).Error)
	say(db.Clauses(clause.OnConflict{DoNothing: true}).Create(&Author{Name: "Hašek"}).RowsAffected)
	var found Author
	zoo.Check(db.Where(Author{Name: "Hašek"}).FirstOrCreate(&found).Error)
	say(found.Age)
	var made Author
	zoo.Check(db.Where(Author{Name: "Hrabal"}).Attrs(Author{Age: 83}).FirstOrCreate(&made).Error)
	say(made.Age)
	zoo.Check(db.Delete(&Author{}, "name = ?", "Nobody").Error)
	var all int64
	zoo.Check(db.Model(&Author{}).Count(&count).Error)
	zoo.Check(db.Unscoped().Model(&Author{}).Count(&all).Error)
	say(count, all)
	zoo.Check(db.Model(&back.Books[1]).Association("Genres").Replace(&Genre{"drama"}))
	say(db.Model(&back.Books[1]).Association("Genres").Count(), db.Model(&capek).Association("Books").Count())
	seen := 0
	zoo.Check(db.FindInBatches(&books, 5, func(*gorm.DB, int) error { seen += len(books); return nil }).Error)
	say(seen)
	rows, err := db.Raw("SELECT name, age FROM gm_authors WHERE meta @> @m ORDER BY name", map[string]any{"m": `{"b": 2}`}).Rows()
	zoo.Check(err)
	for rows.Next() {
		var name string
		var age int
		zoo.Check(rows.Scan(&name, &age))
		say(name, age)
	}
	zoo.Check(rows.Close())
	fails("unique", db.Create(&Author{Name: "Čapek"}).Error)
	fails("check", db.Create(&Author{Name: "x", Age: -1}).Error)
	fails("foreign key", db.Create(&Book{AuthorID: 9999}).Error)
	fails("long", db.Create(&Genre{strings.Repeat("x", 21)}).Error)
	fails("not found", db.First(&Author{}, "name = ?", "x").Error)
	zoo.Check(db.Exec("DELETE FROM gm_book_genres").Error)
	zoo.Check(db.Unscoped().Delete(&capek).Error)
	zoo.Check(db.Model(&Book{}).Count(&count).Error)
	say(count)
	return nil
}

func transactions() error {
	db.Unscoped().Where("1 = 1").Delete(&Author{})
	var inside, outside int64
	fails("back", db.Transaction(func(t *gorm.DB) error {
		zoo.Check(t.Create(&Author{Name: "gone"}).Error)
		t.Model(&Author{}).Count(&inside)
		db.Model(&Author{}).Count(&outside)
		return errors.New("enough")
	}))
	say(inside, outside)
	zoo.Check(db.Transaction(func(t *gorm.DB) error {
		zoo.Check(t.Create(&Author{Name: "outer"}).Error)
		fails("nested", t.Transaction(func(n *gorm.DB) error {
			zoo.Check(n.Create(&Author{Name: "inner"}).Error)
			return errors.New("inner")
		}))
		t.SavePoint("sp")
		zoo.Check(t.Create(&Author{Name: "lost"}).Error)
		t.RollbackTo("sp")
		var a Author
		zoo.Check(t.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, "name = ?", "outer").Error)
		return t.Model(&a).Update("age", 50).Error
	}))
	var names []string
	zoo.Check(db.Model(&Author{}).Order("name").Pluck("name", &names).Error)
	say(names)
	zoo.Check(db.Migrator().DropTable("gm_book_genres", "gm_books", "gm_genres", "gm_authors"))
	say(tables())
	return nil
}

func main() {
	var err error
	db, err = gorm.Open(postgres.Open(""), &gorm.Config{Logger: logger.Discard, NowFunc: func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }})
	zoo.Check(err)
	zoo.Main([]zoo.Section{{Name: "migrate", Run: migrate}, {Name: "queries", Run: queries}, {Name: "transactions", Run: transactions}})
}
