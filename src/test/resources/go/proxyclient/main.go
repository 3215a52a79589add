// Gets a URL through a proxy, as any Go program would, and prints what came of it.
package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"
)

func main() {
	proxy, err := url.Parse(os.Args[1])
	if err != nil {
		panic(err)
	}
	client := &http.Client{
		Transport: &http.Transport{Proxy: http.ProxyURL(proxy), TLSHandshakeTimeout: time.Second},
		Timeout:   5 * time.Second,
	}
	answer, err := client.Get(os.Args[2])
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.Status)
}
