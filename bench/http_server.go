// An HTTP server on the listener that it was granted; `deno task bench:http` builds it for wasip1.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"syscall"
)

func main() {
	// The first granted stream: no directory is granted. Hosts that do not do it have to be told.
	const granted = 3
	syscall.SetNonblock(granted, true)
	listener, err := net.FileListener(os.NewFile(granted, "listener"))
	if err == nil {
		http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "Hello, %s\n", r.URL.Path)
		})
		err = http.Serve(listener, nil)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
