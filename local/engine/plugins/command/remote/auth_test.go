package remote_test

import (
	"encoding/pem"
	"net"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"django-droplet/local/engine/plugins/command/internal/sshd"
)

func TestEncryptedPrivateKeyOpensWithItsPassword(t *testing.T) {
	server := sshd.Start(t, ed25519)
	key, err := ssh.ParseRawPrivateKey([]byte(server.PrivateKey))
	require.NoError(t, err)
	block, err := ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte("opens"))
	require.NoError(t, err)
	encrypted := values{"privateKey": string(pem.EncodeToMemory(block))}
	for password, works := range map[string]bool{"opens": true, "does not": false} {
		_, err := newEngine(t).command("web").up(inputs(
			connect(server, encrypted, values{"privateKeyPassword": password}), values{"create": "true"},
		))
		assert.Equal(t, works, err == nil, "%s: %v", password, err)
	}
}

func TestKeysOfTheAgentAreTried(t *testing.T) {
	server := sshd.Start(t, ed25519)
	socket := serveAgent(t, server.PrivateKey)
	connection := connect(server)
	delete(connection, "privateKey")
	run := func(settings values) error {
		_, err := newEngine(t).command("web").up(inputs(merge(connection, settings), values{"create": "true"}))
		return err
	}
	t.Run("at agentSocketPath", func(t *testing.T) {
		require.NoError(t, run(values{"agentSocketPath": socket}))
	})
	t.Run("at agentSocketPath after a private key", func(t *testing.T) {
		other := sshd.Start(t, ed25519)
		require.NoError(t, run(values{"agentSocketPath": socket, "privateKey": other.PrivateKey}))
	})
	t.Run("at SSH_AUTH_SOCK", func(t *testing.T) {
		t.Setenv("SSH_AUTH_SOCK", socket)
		require.NoError(t, run(nil))
	})
	t.Run("not at a stale SSH_AUTH_SOCK when there is a private key", func(t *testing.T) {
		t.Setenv("SSH_AUTH_SOCK", filepath.Join(t.TempDir(), "gone"))
		require.NoError(t, run(values{"privateKey": server.PrivateKey}))
		require.ErrorContains(t, run(nil), "agentSocketPath or SSH_AUTH_SOCK")
	})
}

// serveAgent runs an SSH agent that holds the key, and gives its socket.
func serveAgent(t *testing.T, privateKey string) string {
	t.Helper()
	key, err := ssh.ParseRawPrivateKey([]byte(privateKey))
	require.NoError(t, err)
	ring := agent.NewKeyring()
	require.NoError(t, ring.Add(agent.AddedKey{PrivateKey: key}))
	socket := filepath.Join(t.TempDir(), "agent")
	listener, err := net.Listen("unix", socket)
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(ring, connection) }()
		}
	}()
	return socket
}

// The password cases are answered by a server in Go: for sshd to check one, the
// user who runs the tests would need a password that is known.
func TestPasswordIsGivenAsSuchAndToQuestions(t *testing.T) {
	for method, accept := range map[string]func(*ssh.ServerConfig){
		"password": func(config *ssh.ServerConfig) {
			config.PasswordCallback = func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
				return nil, verify(string(password))
			}
		},
		"keyboard-interactive": func(config *ssh.ServerConfig) {
			config.KeyboardInteractiveCallback = func(
				_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge,
			) (*ssh.Permissions, error) {
				answers, err := ask("", "", []string{"Password:"}, []bool{false})
				if err != nil || len(answers) != 1 {
					return nil, err
				}
				return nil, verify(answers[0])
			}
		},
	} {
		t.Run(method, func(t *testing.T) {
			config := &ssh.ServerConfig{}
			accept(config)
			for password, expected := range map[string]string{"right": "ssh: rejected", "wrong": "unable to authenticate"} {
				_, err := newEngine(t).command("web").up(inputs(values{
					"host": "127.0.0.1", "port": handshakes(t, config), "password": password, "dialErrorLimit": 0,
				}, values{"create": "true"}))
				require.ErrorContains(t, err, expected)
			}
		})
	}
}

func verify(password string) error {
	if password != "right" {
		return assert.AnError
	}
	return nil
}

// handshakes serves logins on the port it gives, and then rejects every channel.
func handshakes(t *testing.T, config *ssh.ServerConfig) int {
	t.Helper()
	host, err := ssh.ParsePrivateKey([]byte(sshd.Start(t, ed25519).PrivateKey))
	require.NoError(t, err)
	config.AddHostKey(host)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		_, channels, requests, err := ssh.NewServerConn(connection, config)
		if err != nil {
			return
		}
		go ssh.DiscardRequests(requests)
		for channel := range channels {
			_ = channel.Reject(ssh.Prohibited, "only logins are served")
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port
}
