// Command pprofguarded serves its profiles behind a password, a token, TLS or a UNIX socket:
// pprofguarded [-user USER:PASSWORD] [-token TOKEN] [-cert FILE -key FILE] [-unix PATH].
package main

import (
	_ "expvar"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
)

func main() {
	user := flag.String("user", "", "USER:PASSWORD of Basic")
	token := flag.String("token", "", "bearer token")
	cert := flag.String("cert", "", "certificate, PEM")
	key := flag.String("key", "", "its key, PEM")
	unix := flag.String("unix", "", "path of a socket to listen on")
	flag.Parse()
	network, address := "tcp", "127.0.0.1:0"
	if *unix != "" {
		network, address = "unix", *unix
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().String())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, password, _ := r.BasicAuth()
		switch {
		case *user != "" && name+":"+password != *user:
			http.Error(w, "who are you?", http.StatusUnauthorized)
		case *token != "" && r.Header.Get("Authorization") != "Bearer "+*token:
			http.Error(w, "not with that", http.StatusForbidden)
		default:
			http.DefaultServeMux.ServeHTTP(w, r)
		}
	})
	if *cert != "" {
		panic(http.ServeTLS(listener, handler, *cert, *key))
	}
	panic(http.Serve(listener, handler))
}
