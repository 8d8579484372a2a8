// SPDX-License-Identifier: GPL-3.0-or-later
package main

import (
	"bufio"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	_ "embed"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// stages say how pods and machines live; kwok reads them.
//
//go:embed stages.yaml
var stages []byte

// users of the token file: name, group. What they may do is RBAC's business.
var users = [][2]string{{"admin", "system:masters"}, {"viewer", "viewers"}, {"no-nodes", "no-nodes"},
	{"shop-only", "shop-only"}, {"nobody", "nobodies"}, {"expiring", "viewers"}}

// plane is one control plane: its folder, its processes, its addresses.
type plane struct {
	dir       string
	etcdPort  int
	apiPort   int
	flags     map[string][]string // further flags, by program
	processes map[string]*process
	proxy     *proxy
}

// process is a program that runs until it has ended.
type process struct {
	*exec.Cmd
	ended chan struct{}
}

// order is a line on standard input.
type order struct {
	Do   string   `json:"do"` // stop, continue, kill, start, fault, clear
	What string   `json:"what"`
	Args []string `json:"args"`
	fault
}

func serve(args []string) error {
	runtime.LockOSThread() // children end with the thread that started them
	p := &plane{flags: map[string][]string{}, processes: map[string]*process{}}
	flags := flag.NewFlagSet("serve", flag.ExitOnError)
	flags.StringVar(&p.dir, "dir", "", "folder for everything: empty, and gone at the end")
	keeps := flags.Bool("keep", false, "leave the folder as it is at the end")
	sample := flags.String("restore", "", "a saved List whose objects are made at the start")
	programs := flags.String("programs", "kube-controller-manager,kube-scheduler,kwok", "what runs beside etcd and kube-apiserver")
	for _, name := range []string{"kube-apiserver", "kube-controller-manager", "etcd"} {
		flags.Func(name, "a further flag of "+name, func(value string) error {
			p.flags[name] = append(p.flags[name], value)
			return nil
		})
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := p.prepare(); err != nil {
		return err
	}
	defer p.end(*keeps)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // who started us may be gone; there is still a folder to take away
	for _, name := range append([]string{"etcd", "kube-apiserver"}, strings.FieldsFunc(*programs, func(r rune) bool { return r == ',' })...) {
		if err := p.start(name); err != nil {
			return err
		}
	}
	if *sample != "" {
		r, err := newRestorer(p.server(), p.path("certs", "apiserver.crt"), "admin-token")
		if err == nil {
			err = errors.Join(r.restore(*sample), r.defineCustom())
		}
		if err != nil {
			return err
		}
	}
	var err error
	if p.proxy, err = startProxy(p.apiPort, filepath.Join(p.dir, "certs", "apiserver.crt"), p.dir); err != nil {
		return err
	}
	p.writeKubeconfigs()
	answer := json.NewEncoder(os.Stdout)
	answer.Encode(map[string]any{"ready": true, "dir": p.dir, "server": p.server(), "proxy": p.proxy.address(), "pids": p.pids()})
	lines := linesOf(os.Stdin)
	for {
		select {
		case <-signals:
			return nil
		case line, isOpen := <-lines:
			if !isOpen {
				return nil
			}
			if err := p.obey(line); err != nil {
				answer.Encode(map[string]any{"error": err.Error()})
			} else {
				answer.Encode(map[string]any{"ok": true, "pids": p.pids()})
			}
		}
	}
}

// linesOf hands on the lines of a file until it ends; orders stay with the thread that starts programs.
func linesOf(file *os.File) <-chan []byte {
	lines := make(chan []byte)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(file)
		scanner.Buffer(nil, 1<<20)
		for scanner.Scan() {
			lines <- append([]byte{}, scanner.Bytes()...)
		}
	}()
	return lines
}

func (p *plane) obey(line []byte) error {
	var o order
	if err := json.Unmarshal(line, &o); err != nil {
		return err
	}
	switch o.Do {
	case "fault":
		return p.proxy.add(o.fault)
	case "clear":
		return p.proxy.clear()
	case "start":
		p.flags[o.What] = append(p.flags[o.What], o.Args...)
		return p.start(o.What)
	}
	process := p.processes[o.What]
	if process == nil {
		return fmt.Errorf("%q does not run", o.What)
	}
	switch o.Do {
	case "stop":
		return process.Process.Signal(syscall.SIGSTOP)
	case "continue":
		return process.Process.Signal(syscall.SIGCONT)
	case "kill":
		process.Process.Kill()
		<-process.ended
		delete(p.processes, o.What)
		return nil
	}
	return fmt.Errorf("unknown order %q", o.Do)
}

func (p *plane) server() string { return fmt.Sprintf("https://127.0.0.1:%d", p.apiPort) }

func (p *plane) pids() map[string]int {
	pids := map[string]int{}
	for name, process := range p.processes {
		pids[name] = process.Process.Pid
	}
	return pids
}

func (p *plane) path(parts ...string) string {
	return filepath.Join(append([]string{p.dir}, parts...)...)
}

func (p *plane) prepare() error {
	if inside, err := os.ReadDir(p.dir); err != nil || len(inside) > 0 {
		return fmt.Errorf("--dir takes an empty folder, not %q", p.dir)
	}
	p.etcdPort, p.apiPort = freePort(), freePort()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	writePem(p.path("service-account.key"), "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	if err := p.makeClientCertificate(); err != nil {
		return err
	}
	var tokens strings.Builder
	for i, user := range users {
		fmt.Fprintf(&tokens, "%s-token,%s,%d,%q\n", user[0], user[0], i+1, user[1])
	}
	if err := os.WriteFile(p.path("tokens.csv"), []byte(tokens.String()), 0o600); err != nil {
		return err
	}
	return os.WriteFile(p.path("stages.yaml"), stages, 0o600)
}

// makeClientCertificate makes an authority for clients, and a certificate of an administrator.
func (p *plane) makeClientCertificate() error {
	authorityKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	now := time.Now()
	authority := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "clients"}, NotBefore: now.Add(-time.Hour),
		NotAfter: now.Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	signed, err := x509.CreateCertificate(rand.Reader, authority, authority, &authorityKey.PublicKey, authorityKey)
	if err != nil {
		return err
	}
	writePem(p.path("client-ca.crt"), "CERTIFICATE", signed)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	client := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "system:admin", Organization: []string{"system:masters"}},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	signed, err = x509.CreateCertificate(rand.Reader, client, authority, &key.PublicKey, authorityKey)
	if err != nil {
		return err
	}
	writePem(p.path("client.crt"), "CERTIFICATE", signed)
	writePem(p.path("client.key"), "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	return nil
}

func (p *plane) arguments(name string) []string {
	etcd := fmt.Sprintf("http://127.0.0.1:%d", p.etcdPort)
	switch name {
	case "etcd":
		return []string{"--data-dir=" + p.path("etcd"), "--listen-client-urls=" + etcd, "--advertise-client-urls=" + etcd,
			"--listen-peer-urls=http://127.0.0.1:0", "--unsafe-no-fsync", "--log-level=error"}
	case "kube-apiserver":
		return []string{"--etcd-servers=" + etcd, fmt.Sprintf("--secure-port=%d", p.apiPort), "--bind-address=127.0.0.1",
			"--advertise-address=192.168.1.10", "--cert-dir=" + p.path("certs"), "--service-account-key-file=" + p.path("service-account.key"),
			"--service-account-signing-key-file=" + p.path("service-account.key"), "--service-account-issuer=https://kubernetes.default.svc",
			"--token-auth-file=" + p.path("tokens.csv"), "--client-ca-file=" + p.path("client-ca.crt"), "--authorization-mode=RBAC",
			"--service-cluster-ip-range=10.43.0.0/16", "--disable-admission-plugins=ServiceAccount"}
	case "kube-controller-manager":
		return []string{"--kubeconfig=" + p.path("admin.kubeconfig"), "--service-account-private-key-file=" + p.path("service-account.key"),
			"--allocate-node-cidrs", "--cluster-cidr=10.42.0.0/16", "--leader-elect=false", "--secure-port=0", "--node-monitor-grace-period=12h",
			"--kube-api-qps=200", "--kube-api-burst=300"}
	case "kube-scheduler":
		return []string{"--kubeconfig=" + p.path("admin.kubeconfig"), "--leader-elect=false", "--secure-port=0", "--kube-api-qps=200", "--kube-api-burst=300"}
	case "kwok":
		return []string{"--kubeconfig=" + p.path("admin.kubeconfig"), "--manage-all-nodes", "--config=" + p.path("stages.yaml")}
	}
	return nil
}

// start starts a program and waits until it answers, where others need it.
func (p *plane) start(name string) error {
	if p.processes[name] != nil {
		return fmt.Errorf("%q runs already", name)
	}
	here, err := os.Executable()
	if err != nil {
		return err
	}
	program := filepath.Join(filepath.Dir(here), name)
	if assets := os.Getenv("KUBEBUILDER_ASSETS"); assets != "" {
		if _, err := os.Stat(filepath.Join(assets, name)); err == nil {
			program = filepath.Join(assets, name)
		}
	}
	log, err := os.OpenFile(p.path(name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	arguments := p.arguments(name)
	if arguments == nil {
		return fmt.Errorf("there is no program %q", name)
	}
	started := &process{exec.Command(program, append(arguments, p.flags[name]...)...), make(chan struct{})}
	started.Stdout, started.Stderr = log, log
	started.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := started.Start(); err != nil {
		return err
	}
	go func() {
		started.Wait()
		close(started.ended)
	}()
	p.processes[name] = started
	if name != "kube-apiserver" {
		return nil
	}
	if err := p.waitReady(started.ended); err != nil {
		text, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%w; its log ends: %s", err, text[max(0, len(text)-2000):])
	}
	p.writeKubeconfigs()
	return nil
}

func (p *plane) waitReady(ended <-chan struct{}) error {
	client := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	request, err := http.NewRequest("GET", p.server()+"/readyz", nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer admin-token")
	for end := time.After(90 * time.Second); ; {
		if answer, err := client.Do(request); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ended:
			return errors.New("kube-apiserver ended")
		case <-end:
			return errors.New("kube-apiserver did not become ready in 90 s")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (p *plane) writeKubeconfigs() {
	for _, user := range users {
		p.writeKubeconfig(user[0]+".kubeconfig", p.server(), p.path("certs", "apiserver.crt"), "token: "+user[0]+"-token")
		if p.proxy != nil {
			p.writeKubeconfig(user[0]+"-proxy.kubeconfig", p.proxy.address(), p.path("proxy.crt"), "token: "+user[0]+"-token")
		}
	}
	p.writeKubeconfig("certificate.kubeconfig", p.server(), p.path("certs", "apiserver.crt"),
		"client-certificate: "+p.path("client.crt")+"\n    client-key: "+p.path("client.key"))
}

func (p *plane) writeKubeconfig(name, server, authority, user string) {
	text := fmt.Sprintf("apiVersion: v1\nkind: Config\ncurrent-context: practice\nclusters:\n- name: practice\n  cluster:\n    server: %s\n"+
		"    certificate-authority: %s\nusers:\n- name: me\n  user:\n    %s\ncontexts:\n- name: practice\n  context: {cluster: practice, user: me}\n",
		server, authority, user)
	if err := os.WriteFile(p.path(name), []byte(text), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func (p *plane) end(keeps bool) {
	for _, process := range p.processes {
		process.Process.Kill()
		<-process.ended
	}
	if !keeps {
		os.RemoveAll(p.dir)
	}
}

func freePort() int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func writePem(path, kind string, bytes []byte) {
	text := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes})
	if err := os.WriteFile(path, text, 0o600); err != nil {
		panic(err)
	}
}
