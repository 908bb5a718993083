// Lists the directory that its argument names, with everything below it, reads each file and tries
// to change one. The programs in C and Rust beside it print the same.
package main

import (
	"fmt"
	"os"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func list(path, label string) {
	entries, err := os.ReadDir(path)
	check(err)
	for _, entry := range entries {
		inner := path + "/" + entry.Name()
		info, err := os.Lstat(inner)
		check(err)
		switch {
		case info.IsDir():
			fmt.Printf("dir %s%s\n", label, entry.Name())
			list(inner, label+entry.Name()+"/")
		case info.Mode()&os.ModeSymlink != 0:
			target, err := os.Readlink(inner)
			check(err)
			fmt.Printf("link %s%s -> %s\n", label, entry.Name(), target)
		default:
			text, err := os.ReadFile(inner)
			check(err)
			fmt.Printf("file %s%s %s", label, entry.Name(), text)
		}
	}
}

func answer(what string, err error) {
	if err != nil {
		fmt.Println(what, "refused")
	} else {
		fmt.Println(what, "allowed")
	}
}

func main() {
	root := os.Args[1]
	list(root, "")
	answer("overwriting", os.WriteFile(root+"/hello.txt", []byte("changed"), 0o666))
	_, err := os.Create(root + "/new.txt")
	answer("creating", err)
	answer("removing", os.Remove(root+"/new.txt"))
}
