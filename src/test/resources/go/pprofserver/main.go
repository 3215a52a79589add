// Command pprofserver is an ordinary Go program with net/http/pprof in it and a little to profile.
// Its argument, if any, is the server's WriteTimeout.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"sync"
	"time"
)

var kept [][]byte

func main() {
	runtime.SetMutexProfileFraction(1)
	runtime.SetBlockProfileRate(1)
	for i := 0; i < 64; i++ {
		kept = append(kept, make([]byte, 1<<20))
	}
	var mutex sync.Mutex
	for i := 0; i < 2; i++ {
		go func() {
			for {
				mutex.Lock()
				spin(time.Millisecond)
				mutex.Unlock()
				time.Sleep(4 * time.Millisecond)
			}
		}()
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().String())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	server := &http.Server{}
	if len(os.Args) > 1 {
		server.WriteTimeout, err = time.ParseDuration(os.Args[1])
		if err != nil {
			panic(err)
		}
	}
	panic(server.Serve(listener))
}

func spin(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
	}
}
