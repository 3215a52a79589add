// Command intake takes flares as a Go server reads them: net/http and mime/multipart decide what is a
// request and a form. It prints its address on the first line and tells on GET /last what it got.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
)

type part struct {
	Name     string
	FileName string
	Header   map[string][]string
	Bytes    int64
	Sha256   string
	Value    string
}

type request struct {
	Method           string
	Path             string
	Header           map[string][]string
	TransferEncoding []string
	ContentLength    int64
	Parts            []part
}

var (
	mutex sync.Mutex
	last  request
)

func main() {
	cert := flag.String("cert", "", "certificate in PEM; TLS is spoken when it is given")
	key := flag.String("key", "", "its key")
	flag.Parse()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().String())
	go func() {
		// the parent holds our standard input: when it is gone, so are we
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	http.HandleFunc("/last", func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(last)
	})
	http.HandleFunc("/", take)
	if *cert != "" {
		err = http.ServeTLS(listener, nil, *cert, *key)
	} else {
		err = http.Serve(listener, nil)
	}
	panic(err)
}

func take(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		return
	}
	got := request{
		Method: r.Method, Path: r.URL.Path, Header: r.Header,
		TransferEncoding: r.TransferEncoding, ContentLength: r.ContentLength,
	}
	reader, err := r.MultipartReader()
	for err == nil {
		var p, e = reader.NextPart()
		if e == io.EOF {
			break
		}
		if e != nil {
			err = e
			break
		}
		entry := part{Name: p.FormName(), FileName: p.FileName(), Header: p.Header}
		hash := sha256.New()
		if entry.FileName == "" {
			var value []byte
			value, err = io.ReadAll(io.TeeReader(p, hash))
			entry.Value, entry.Bytes = string(value), int64(len(value))
		} else {
			entry.Bytes, err = io.Copy(hash, p)
		}
		entry.Sha256 = hex.EncodeToString(hash.Sum(nil))
		got.Parts = append(got.Parts, entry)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	mutex.Lock()
	last = got
	mutex.Unlock()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	fmt.Fprint(w, `{"case_id":4711,"request_uuid":"u-1"}`)
}
