package remote_test

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/command/internal/sshd"
)

// together runs as many commands at once, each of which waits for all others;
// the first has its connection before the others begin.
func together(t *testing.T, server *sshd.Server, count int) {
	t.Helper()
	engine, journal := newEngine(t), newJournal(t, server)
	wait := fmt.Sprintf(`; until [ "$(grep -c . %s)" = %d ]; do sleep 0.05; done`, journal.path, count)
	var all sync.WaitGroup
	for number := range count {
		all.Add(1)
		go func() {
			defer all.Done()
			command := values{"create": journal.write("here") + wait}
			_, err := engine.command(fmt.Sprintf("web-%d", number)).up(inputs(connect(server), command))
			assert.NoError(t, err)
		}()
		if number == 0 {
			require.Eventually(t, func() bool {
				_, err := os.Stat(journal.path)
				return err == nil
			}, time.Minute, 10*time.Millisecond)
		}
	}
	all.Wait()
}

func TestOperationsShareAConnection(t *testing.T) {
	server := sshd.Start(t, ed25519)
	together(t, server, 8)
	assert.Equal(t, 1, server.Accepted())
}

func TestMoreThanEightAtOnceGetAnother(t *testing.T) {
	server := sshd.Start(t, ed25519)
	together(t, server, 9)
	assert.Equal(t, 2, server.Accepted())
}

func TestOtherSettingsAreAnotherConnection(t *testing.T) {
	server := sshd.Start(t, ed25519)
	for _, seconds := range []int{5, 6} {
		connection := connect(server, values{"perDialTimeout": seconds})
		_, err := newEngine(t).command("web").up(inputs(connection, values{"create": "true"}))
		require.NoError(t, err)
	}
	assert.Equal(t, 2, server.Accepted())
}

func TestServerMayAllowFewerSessions(t *testing.T) {
	together(t, sshd.Start(t, ed25519, "MaxSessions 1"), 3)
}

func TestConnectionThatIsGoneIsMadeAgain(t *testing.T) {
	server := sshd.Start(t, ed25519)
	_, err := newEngine(t).command("web").up(inputs(connect(server), values{"create": "kill -9 $PPID"}))
	require.Error(t, err)
	_, err = newEngine(t).command("web").up(inputs(connect(server), values{"create": "true"}))
	require.NoError(t, err)
	assert.Equal(t, 2, server.Accepted())
}
