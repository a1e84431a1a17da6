// Package sshd runs OpenSSH's own server for tests: with keys of its own, on a
// loopback port that is picked by the kernel, for the user that runs the tests.
package sshd

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// binary is where Debian's openssh-server puts it; it wants an absolute path.
const binary = "/usr/sbin/sshd"

// Server is a running server.
type Server struct {
	// Port on 127.0.0.1.
	Port int
	// User may log in with PrivateKey.
	User       string
	PrivateKey string
	// HostKeys are the server's public keys by type (ed25519, ecdsa, rsa), as in .pub files.
	HostKeys map[string]string
	// Home is the user's home there: an empty folder, so that nobody's .bashrc has a say.
	Home string

	config   string
	listener net.Listener
	running  context.Context
	kill     context.CancelFunc
	sessions sync.WaitGroup
	lock     sync.Mutex
	accepted int
	log      bytes.Buffer
}

// Start starts a server with the given kinds of host key, which ends with the
// test. More lines of configuration can follow.
//
// The test itself listens and hands each connection to an `sshd -i`: so there
// is no race for the port, no waiting for the server to be up, and the test can
// count connections and see them end.
func Start(t testing.TB, hostKeyTypes []string, configLines ...string) *Server {
	t.Helper()
	require.FileExists(t, binary, "install Debian's package openssh-server")
	if os.Geteuid() == 0 {
		// Where sshd locks in the part of itself that has no privileges.
		require.NoError(t, os.MkdirAll("/run/sshd", 0o755))
	}
	me, err := user.Current()
	require.NoError(t, err)
	folder := t.TempDir()
	s := &Server{
		User: me.Username, Home: t.TempDir(), HostKeys: map[string]string{}, config: filepath.Join(folder, "sshd_config"),
	}
	config := fmt.Sprintf("StrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\nAcceptEnv LANG LC_*\n"+
		"AuthorizedKeysFile %s\nSubsystem sftp internal-sftp -u 0022\nSetEnv HOME=%s\n",
		keygen(t, folder, "login", "ed25519")+".pub", s.Home)
	for _, kind := range hostKeyTypes {
		key := keygen(t, folder, "host_"+kind, kind)
		config += "HostKey " + key + "\n"
		s.HostKeys[kind] = read(t, key+".pub")
	}
	for _, line := range configLines {
		config += line + "\n"
	}
	require.NoError(t, os.WriteFile(s.config, []byte(config), 0o600))
	s.PrivateKey = read(t, filepath.Join(folder, "login"))

	s.listener, err = net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.Port = s.listener.Addr().(*net.TCPAddr).Port
	s.running, s.kill = context.WithCancel(context.Background())
	s.sessions.Add(1)
	go s.serve()
	t.Cleanup(func() {
		s.Stop(t)
		if t.Failed() {
			t.Logf("sshd said:\n%s", s.log.String())
		}
	})
	return s
}

func keygen(t testing.TB, folder, name, kind string) string {
	t.Helper()
	file := filepath.Join(folder, name)
	out, err := exec.Command("ssh-keygen", "-q", "-N", "", "-t", kind, "-f", file).CombinedOutput()
	require.NoError(t, err, string(out))
	return file
}

func read(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

func (s *Server) serve() {
	defer s.sessions.Done()
	for {
		connection, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.lock.Lock()
		s.accepted++
		s.lock.Unlock()
		s.sessions.Add(1)
		go s.session(connection.(*net.TCPConn))
	}
}

func (s *Server) session(connection *net.TCPConn) {
	defer s.sessions.Done()
	defer connection.Close()
	socket, err := connection.File()
	if err != nil {
		return
	}
	defer socket.Close()
	var log bytes.Buffer
	command := exec.CommandContext(s.running, binary, "-i", "-e", "-f", s.config)
	command.Stdin, command.Stdout, command.Stderr = socket, socket, &log
	_ = command.Run()
	s.lock.Lock()
	defer s.lock.Unlock()
	s.log.Write(log.Bytes())
}

// Accepted is how many connections were made until now.
func (s *Server) Accepted() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.accepted
}

// Stop closes the port and waits for every session to end. It fails the test if
// one does not, which is what a client that stays connected looks like.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	_ = s.listener.Close()
	ended := make(chan struct{})
	go func() {
		s.sessions.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("a client stays connected")
		s.kill()
		<-ended
	}
}
