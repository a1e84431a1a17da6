package remote_test

import (
	"net"
	"testing"
	"time"

	rpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/command/internal/sshd"
)

func TestClosedPortIsGivenUpAfterTheDialLimit(t *testing.T) {
	server, engine := sshd.Start(t, ed25519), newEngine(t)
	_, err := engine.command("web").up(inputs(
		connect(server, values{"port": sshd.ClosedPort(t), "dialErrorLimit": 2}), values{"create": "true"},
	))
	require.ErrorContains(t, err, "after 3 failed attempts")
	assert.ErrorContains(t, err, "connection refused")
	assert.Len(t, engine.logged(rpc.LogSeverity_INFO), 2, "each retry is told")
}

func TestTimeoutBoundsDialling(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	command.timeout = 1
	begin := time.Now()
	_, err := command.up(inputs(
		connect(server, values{"port": sshd.ClosedPort(t), "dialErrorLimit": -1}), values{"create": "true"},
	))
	require.ErrorContains(t, err, "context deadline exceeded")
	assert.ErrorContains(t, err, "connection refused", "the reason of the last attempt")
	assert.Less(t, time.Since(begin), 5*time.Second)
}

func TestPerDialTimeoutBoundsTheHandshakeToo(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()
	server := sshd.Start(t, ed25519)
	_, err = newEngine(t).command("web").up(inputs(
		connect(server, values{"port": silent.Addr().(*net.TCPAddr).Port, "perDialTimeout": 1}), values{"create": "true"},
	))
	require.ErrorContains(t, err, "no SSH handshake within perDialTimeout")
}

func TestPinnedHostKeyIsEnforced(t *testing.T) {
	server, other := sshd.Start(t, ed25519), sshd.Start(t, ed25519)
	journal := newJournal(t, server)
	_, err := newEngine(t).command("web").up(inputs(
		connect(server, values{"hostKey": other.HostKeys["ed25519"]}), values{"create": journal.write("ran")},
	))
	require.ErrorContains(t, err, "ssh: host key mismatch")
	assert.Empty(t, journal.lines())
}

func TestWithoutAHostKeyTheServerIsNotVerified(t *testing.T) {
	server := sshd.Start(t, ed25519)
	connection := connect(server)
	delete(connection, "hostKey")
	_, err := newEngine(t).command("web").up(inputs(connection, values{"create": "true"}))
	require.NoError(t, err)
}

func TestPinnedHostKeyIsFoundAmongSeveral(t *testing.T) {
	kinds := []string{"rsa", "ecdsa", "ed25519"}
	server := sshd.Start(t, kinds)
	for _, kind := range kinds {
		_, err := newEngine(t).command("web").up(inputs(
			connect(server, values{"hostKey": server.HostKeys[kind]}), values{"create": "true"},
		))
		assert.NoError(t, err, kind)
	}
}

func TestUnreadableKeysAreNamedAtOnceAndNotShown(t *testing.T) {
	server := sshd.Start(t, ed25519)
	for name, setting := range map[string]values{
		`hostKey "AAAA"`:            {"hostKey": "AAAA"},
		"privateKey cannot be read": {"privateKey": "hunter2"},
	} {
		_, err := newEngine(t).command("web").up(inputs(
			connect(server, setting, values{"dialErrorLimit": 10}), values{"create": "true"},
		))
		require.ErrorContains(t, err, name)
		assert.NotContains(t, err.Error(), "hunter2")
	}
	assert.Equal(t, 0, server.Accepted())
}

func TestProxyIsPassedThrough(t *testing.T) {
	server, bastion := sshd.Start(t, ed25519), sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	_, err := command.up(inputs(connect(server, values{"proxy": connect(bastion)}), values{"create": "echo $SSH_CONNECTION"}))
	require.NoError(t, err)
	assert.Contains(t, command.state["stdout"].StringValue(), "127.0.0.1")
	assert.Equal(t, 1, server.Accepted())
	assert.Equal(t, 1, bastion.Accepted())
	server.Stop(t)
	bastion.Stop(t) // which waits for the session on the bastion
}

func TestErrorsOfTheProxySaySo(t *testing.T) {
	server := sshd.Start(t, ed25519)
	_, err := newEngine(t).command("web").up(inputs(
		connect(server, values{"proxy": connect(server, values{"port": sshd.ClosedPort(t)})}), values{"create": "true"},
	))
	require.ErrorContains(t, err, "proxy: connection to")
}
