package remote_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/command/internal/sshd"
)

// values are a resource's inputs, or parts of them.
type values = map[string]any

// ed25519 is the host key that most servers of the tests have.
var ed25519 = []string{"ed25519"}

// connect is a connection to the server that is pinned to its ed25519 key and
// gives up at once; more settings, or others, can follow.
func connect(server *sshd.Server, more ...values) values {
	connection := values{
		"host": "127.0.0.1", "port": server.Port, "user": server.User, "privateKey": server.PrivateKey,
		"hostKey": server.HostKeys["ed25519"], "dialErrorLimit": 0,
	}
	for _, settings := range more {
		maps.Copy(connection, settings)
	}
	return connection
}

func inputs(connection values, more values) resource.PropertyMap {
	return resource.NewPropertyMapFromMap(merge(values{"connection": connection}, more))
}

func merge(base, more values) values {
	all := maps.Clone(base)
	maps.Copy(all, more)
	return all
}

// journal is a file on the server that commands of a test append a line to.
type journal struct {
	t    *testing.T
	path string
}

func newJournal(t *testing.T, server *sshd.Server) journal {
	return journal{t, filepath.Join(server.Home, "journal")}
}

// write is a command that appends the line.
func (j journal) write(line string) string { return "echo " + line + " >> " + j.path }

func (j journal) clear() { require.NoError(j.t, os.RemoveAll(j.path)) }

// lines are what was written until now, joined by spaces.
func (j journal) lines() string {
	text, err := os.ReadFile(j.path)
	if os.IsNotExist(err) {
		return ""
	}
	require.NoError(j.t, err)
	return strings.Join(strings.Fields(string(text)), " ")
}

func unknown() resource.PropertyValue {
	return resource.MakeComputed(resource.NewStringProperty(""))
}

func secret(text string) resource.PropertyValue {
	return resource.MakeSecret(resource.NewStringProperty(text))
}
