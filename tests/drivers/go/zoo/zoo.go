// Package zoo is what the Go programs share: sections, and how findings are printed.
package zoo

import (
	"fmt"
	"os"
	"strings"
)

// Section is a named part of a program.
type Section struct {
	Name string
	Run  func() error
}

// Wrong are statements that fail, and are to leave the connection as it was.
var Wrong = [][2]string{
	{"syntax", "SELEC 1"}, {"relation", "SELECT * FROM nope"}, {"column", "SELECT nope FROM every"}, {"function", "SELECT nope(1)"},
	{"zero", "SELECT 1 / 0"}, {"zero late", "SELECT 10 / (3 - g) FROM generate_series(1, 5) g"}, {"input", "SELECT 'x'::int4"},
	{"range", "SELECT 2147483647 + 1"}, {"type", "SELECT 1 + true"}, {"date", "SELECT '2024-02-30'::date"},
}

// Say prints a finding.
func Say(values ...any) {
	words := make([]string, len(values))
	for i, v := range values {
		if s, ok := v.(string); ok {
			words[i] = s
		} else {
			words[i] = fmt.Sprintf("%#v", v)
		}
	}
	fmt.Println(strings.Join(words, " "))
}

// Check stops a section: the error was not expected.
func Check(err error) {
	if err != nil {
		panic(err)
	}
}

// Main runs the sections that are named on the command line, or all.
func Main(sections []Section) {
	wanted := strings.Join(os.Args[1:], " ")
	for _, s := range sections {
		if wanted != "" && !strings.Contains(" "+wanted+" ", " "+s.Name+" ") {
			continue
		}
		fmt.Println("==", s.Name)
		run(s)
	}
}

func run(s Section) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("UNEXPECTED", r)
		}
	}()
	Check(s.Run())
}
