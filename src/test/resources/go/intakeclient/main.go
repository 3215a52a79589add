// Posts a flare the way a Go program does that streams a form through a pipe: chunked, the simple
// parts around the file, no length known in advance. Usage: intakeclient URL CASE_ID FILE
package main

import (
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(base, caseID, file string) error {
	head, err := http.NewRequest("HEAD", base+"/support/flare/"+caseID, nil)
	if err != nil {
		return err
	}
	head.Header.Add("DD-API-KEY", "0123")
	resolved, err := http.DefaultClient.Do(head)
	if err != nil {
		return err
	}
	resolved.Body.Close()
	fmt.Println("head", resolved.StatusCode)

	reader, writer := io.Pipe()
	form := multipart.NewWriter(writer)
	go func() { writer.CloseWithError(fill(form, caseID, file)) }()
	post, err := http.NewRequest("POST", resolved.Request.URL.String(), reader)
	if err != nil {
		return err
	}
	post.Header.Add("DD-API-KEY", "0123")
	post.Header.Set("Content-Type", form.FormDataContentType())
	answer, err := http.DefaultClient.Do(post)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	fmt.Println("post", answer.StatusCode, answer.Header.Get("Content-Type"), string(body))
	return err
}

func fill(form *multipart.Writer, caseID, file string) error {
	for _, field := range [][2]string{{"case_id", caseID}, {"email", "jane@example.com"}, {"source", "local"}} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			return err
		}
	}
	part, err := form.CreateFormFile("flare_file", filepath.Base(file))
	if err != nil {
		return err
	}
	content, err := os.Open(file)
	if err != nil {
		return err
	}
	defer content.Close()
	if _, err := io.Copy(part, content); err != nil {
		return err
	}
	for _, field := range [][2]string{{"agent_version", "7.85.0"}, {"hostname", "shop \"1\"\\2"}} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			return err
		}
	}
	return form.Close()
}
