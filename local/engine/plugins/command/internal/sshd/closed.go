package sshd

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

// ClosedPort is a port of 127.0.0.1 where nothing listens.
func ClosedPort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
