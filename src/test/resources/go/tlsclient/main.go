// Gets a URL over TLS, as any Go program would, and prints what came of it.
// Arguments: URL, file of certificates to trust or "", lowest version as 12 or 13, and for a client certificate its
// file and that of its key.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"time"
)

func main() {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if os.Args[3] == "13" {
		config.MinVersion = tls.VersionTLS13
	}
	if os.Args[2] != "" {
		pem, err := os.ReadFile(os.Args[2])
		if err != nil {
			panic(err)
		}
		config.RootCAs = x509.NewCertPool()
		config.RootCAs.AppendCertsFromPEM(pem)
	}
	if len(os.Args) > 4 {
		certificate, err := tls.LoadX509KeyPair(os.Args[4], os.Args[5])
		if err != nil {
			panic(err)
		}
		config.Certificates = []tls.Certificate{certificate}
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: config}, Timeout: 10 * time.Second}
	answer, err := client.Get(os.Args[1])
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.Status)
}
