// SPDX-License-Identifier: GPL-3.0-or-later
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// fault is something that goes wrong on the way, for the next requests whose path and query contain a text.
type fault struct {
	Kind  string `json:"kind"`  // one of kinds
	Path  string `json:"path"`  // a part of path and query; empty: any
	Times int    `json:"times"` // for how many requests; 0: until cleared
	Code  int    `json:"code"`  // of status
	After int    `json:"after"` // bytes that pass before; for delay: milliseconds; of status 429: Retry-After
	Which string `json:"which"` // of certificate: name, authority, expired
}

// kinds of faults, and what each does.
var kinds = map[string]string{
	"status":      "answers with a code",
	"cut":         "ends the connection in the middle of an answer",
	"truncate":    "ends an answer properly, but too early",
	"corrupt":     "changes bytes of an answer",
	"delay":       "waits before it asks the server",
	"redirect":    "sends the client to another host, which writes down what it gets and answers like the server",
	"endwatch":    "ends an answer before it begins",
	"certificate": "shows a wrong certificate on new connections",
	"refuse":      "fails the handshake of new connections",
	"away":        "does not listen until cleared",
	"hangup":      "ends all connections, once",
	"http1":       "speaks no HTTP/2 on new connections",
}

// proxy stands between a client and the API server, writes down what is asked, and fails where it is told to.
type proxy struct {
	port     int
	mutex    sync.Mutex
	faults   []*fault
	record   *json.Encoder
	good     tls.Certificate
	bad      map[string]tls.Certificate
	server   *http.Server
	listener net.Listener // none while it is away
	other    string       // address of the host that redirects lead to
	open     map[net.Conn]bool
}

func startProxy(apiPort int, authority, dir string) (*proxy, error) {
	p := &proxy{bad: map[string]tls.Certificate{}, open: map[net.Conn]bool{}}
	file, err := os.Create(filepath.Join(dir, "requests.jsonl"))
	if err != nil {
		return nil, err
	}
	p.record = json.NewEncoder(file)
	if err := p.makeCertificates(dir); err != nil {
		return nil, err
	}
	pem, err := os.ReadFile(authority)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	target, _ := url.Parse(fmt.Sprintf("https://127.0.0.1:%d", apiPort))
	reverse := httputil.NewSingleHostReverseProxy(target)
	reverse.FlushInterval = -1
	reverse.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true, DisableCompression: true}
	quiet := log.New(io.Discard, "", 0)
	reverse.ErrorLog = quiet
	p.server = &http.Server{ErrorLog: quiet, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.handle(w, r, reverse) }),
		TLSConfig: &tls.Config{GetCertificate: p.certificate, GetConfigForClient: p.protocols},
		ConnState: func(c net.Conn, s http.ConnState) {
			p.mutex.Lock()
			defer p.mutex.Unlock()
			if s == http.StateNew {
				p.open[c] = true
			} else if s == http.StateClosed {
				delete(p.open, c)
			}
		}}
	elsewhere, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		return nil, err
	}
	p.other = elsewhere.Addr().String()
	go p.server.ServeTLS(elsewhere, "", "")
	return p, p.listen()
}

// listen opens the port: any at first, and the same again whenever it was away.
func (p *proxy) listen() error {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", p.port))
	if err != nil {
		return err
	}
	p.listener, p.port = listener, listener.Addr().(*net.TCPAddr).Port
	go p.server.ServeTLS(listener, "", "")
	return nil
}

func (p *proxy) address() string { return fmt.Sprintf("https://127.0.0.1:%d", p.port) }

// add makes something go wrong from now on. What concerns connections cuts those that are open.
func (p *proxy) add(f fault) error {
	if kinds[f.Kind] == "" {
		return fmt.Errorf("there is no fault %q", f.Kind)
	}
	if _, isKnown := p.bad[f.Which]; f.Kind == "certificate" && !isKnown {
		return fmt.Errorf("there is no wrong certificate %q", f.Which)
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch f.Kind {
	case "hangup":
	case "away":
		if p.listener != nil {
			p.listener.Close()
			p.listener = nil
		}
	default:
		p.faults = append(p.faults, &f)
	}
	if isOfConnections := strings.Contains("certificate refuse away hangup http1", f.Kind); isOfConnections {
		for c := range p.open {
			c.Close()
		}
	}
	return nil
}

func (p *proxy) clear() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.faults = nil
	if p.listener == nil {
		return p.listen()
	}
	return nil
}

// due gives the first fault of these kinds that is meant for this request, and counts it.
func (p *proxy) due(target string, of string) *fault {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for i, f := range p.faults {
		if !strings.Contains(of, f.Kind) || !strings.Contains(target, f.Path) {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				p.faults = append(p.faults[:i:i], p.faults[i+1:]...)
			}
		}
		return f
	}
	return nil
}

func (p *proxy) handle(w http.ResponseWriter, r *http.Request, reverse http.Handler) {
	target := r.URL.RequestURI()
	p.write(r, target)
	if f := p.due(target, "delay"); f != nil {
		time.Sleep(time.Duration(f.After) * time.Millisecond)
	}
	if p.due(target, "endwatch") != nil {
		w.Header().Set("Content-Type", "application/json")
		return
	}
	if f := p.due(target, "status redirect"); f != nil {
		if f.Kind == "redirect" {
			http.Redirect(w, r, "https://"+p.other+target, http.StatusTemporaryRedirect)
			return
		}
		if f.After > 0 {
			w.Header().Set("Retry-After", fmt.Sprint(f.After))
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(f.Code)
		fmt.Fprintf(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","message":"made to fail with %d","code":%d}`, f.Code, f.Code)
		return
	}
	if f := p.due(target, "cut truncate corrupt"); f != nil {
		reverse.ServeHTTP(&damaging{ResponseWriter: w, fault: *f}, r)
		if f.Kind == "cut" {
			panic(http.ErrAbortHandler)
		}
		return
	}
	reverse.ServeHTTP(w, r)
}

func (p *proxy) write(r *http.Request, target string) {
	names := []string{}
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.record.Encode(map[string]any{"method": r.Method, "host": r.Host, "target": target, "proto": r.Proto, "headers": names, "authorized": r.Header.Get("Authorization") != ""})
}

// damaging lets some bytes of an answer pass and spoils the rest.
type damaging struct {
	http.ResponseWriter
	fault  fault
	passed int
}

func (d *damaging) WriteHeader(status int) {
	d.Header().Del("Content-Length")
	d.ResponseWriter.WriteHeader(status)
}

func (d *damaging) Flush() {
	if flusher, ok := d.ResponseWriter.(http.Flusher); ok {
		flusher.Flush()
	}
}

func (d *damaging) Write(bytes []byte) (int, error) {
	rest := d.fault.After - d.passed
	d.passed += len(bytes)
	if rest >= len(bytes) {
		return d.ResponseWriter.Write(bytes)
	}
	switch rest = max(rest, 0); d.fault.Kind {
	case "cut":
		d.ResponseWriter.Write(bytes[:rest])
		d.Flush()
		panic(http.ErrAbortHandler)
	case "truncate":
		d.ResponseWriter.Write(bytes[:rest])
		return len(bytes), nil
	default:
		spoiled := append([]byte{}, bytes...)
		for i := rest; i < len(spoiled); i += 97 {
			spoiled[i] = 1
		}
		return d.ResponseWriter.Write(spoiled)
	}
}

func (p *proxy) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if p.due("", "refuse") != nil {
		return nil, fmt.Errorf("refused")
	}
	if f := p.due("", "certificate"); f != nil {
		bad := p.bad[f.Which]
		return &bad, nil
	}
	return &p.good, nil
}

func (p *proxy) protocols(*tls.ClientHelloInfo) (*tls.Config, error) {
	if p.due("", "http1") == nil {
		return nil, nil
	}
	return &tls.Config{GetCertificate: p.certificate, NextProtos: []string{"http/1.1"}}, nil
}

// makeCertificates makes one that is right, signed by proxy.crt, and three that are not.
func (p *proxy) makeCertificates(dir string) error {
	authority, key, err := newAuthority("proxy")
	if err != nil {
		return err
	}
	writePem(filepath.Join(dir, "proxy.crt"), "CERTIFICATE", authority.Raw)
	other, otherKey, err := newAuthority("another")
	if err != nil {
		return err
	}
	hour := time.Hour
	here := []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(127, 0, 0, 2)}
	if p.good, err = issue(authority, key, here, hour); err != nil {
		return err
	}
	for which, make := range map[string]func() (tls.Certificate, error){
		"name":      func() (tls.Certificate, error) { return issue(authority, key, []net.IP{net.IPv4(10, 1, 2, 3)}, hour) },
		"authority": func() (tls.Certificate, error) { return issue(other, otherKey, here, hour) },
		"expired":   func() (tls.Certificate, error) { return issue(authority, key, here, -hour) },
	} {
		if p.bad[which], err = make(); err != nil {
			return err
		}
	}
	return nil
}

func newAuthority(name string) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-24 * time.Hour),
		NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, nil, err
	}
	parsed, err := x509.ParseCertificate(raw)
	return parsed, key, err
}

func issue(authority *x509.Certificate, authorityKey *ecdsa.PrivateKey, addresses []net.IP, valid time.Duration) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "server"}, NotBefore: time.Now().Add(-12 * time.Hour),
		NotAfter: time.Now().Add(valid), IPAddresses: addresses, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	raw, err := x509.CreateCertificate(rand.Reader, template, authority, &key.PublicKey, authorityKey)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, err
}
