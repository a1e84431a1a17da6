package remote_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	rpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/emptypb"

	"django-droplet/local/engine/plugins/command/internal/sshd"
)

func TestOutputsAreWhatWasPrintedWithoutTheLastNewline(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{"create": "printf 'a\n\nb\n\n'; echo oops >&2"}))
	require.NoError(t, err)
	assert.Equal(t, "a\n\nb\n", command.state["stdout"].StringValue())
	assert.Equal(t, "oops", command.state["stderr"].StringValue())
}

func TestEnvironmentThatAcceptEnvDoesNotNameFails(t *testing.T) {
	server := sshd.Start(t, ed25519)
	journal := newJournal(t, server)
	_, err := newEngine(t).command("web").up(inputs(connect(server), values{
		"create": journal.write("ran"), "environment": values{"X": "1"},
	}))
	require.ErrorContains(t, err, `could not set environment variable "X"`)
	assert.Empty(t, journal.lines())
}

func TestEnvironmentThatAcceptEnvNamesArrives(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{
		"create": "echo $LC_ONE $LC_TWO", "environment": values{"LC_ONE": "1", "LC_TWO": "2"},
	}))
	require.NoError(t, err)
	assert.Equal(t, "1 2", command.state["stdout"].StringValue())
}

func TestRefusedPreviousOutputIsWarnedOfUnlessItIsNotSent(t *testing.T) {
	server := sshd.Start(t, ed25519)
	engine := newEngine(t)
	command := engine.command("web")
	for _, more := range []values{{"stdin": "1"}, {"stdin": "2", "addPreviousOutputInEnv": false}} {
		_, err := command.up(inputs(connect(server), merge(values{"create": "echo out; echo err >&2"}, more)))
		require.NoError(t, err)
	}
	assert.Empty(t, engine.logged(rpc.LogSeverity_WARNING))
	_, err := command.up(inputs(connect(server), values{"create": "true", "stdin": "3"}))
	require.NoError(t, err)
	warnings := engine.logged(rpc.LogSeverity_WARNING)
	require.Len(t, warnings, 2)
	assert.Contains(t, warnings[0], "Unable to set 'PULUMI_COMMAND_STDOUT'")
	assert.Contains(t, warnings[1], "Unable to set 'PULUMI_COMMAND_STDERR'")
}

func TestAcceptedPreviousOutputArrives(t *testing.T) {
	server := sshd.Start(t, ed25519, "AcceptEnv PULUMI_COMMAND_*")
	journal, command := newJournal(t, server), newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{
		"create": "echo first; echo problem >&2", "delete": journal.write("$PULUMI_COMMAND_STDOUT $PULUMI_COMMAND_STDERR"),
	}))
	require.NoError(t, err)
	require.NoError(t, command.destroy())
	assert.Equal(t, "first problem", journal.lines())
}

func TestErrorShowsTheCommandAndAllThatItPrintedEvenWithoutLogging(t *testing.T) {
	server := sshd.Start(t, ed25519)
	_, err := newEngine(t).command("web").up(inputs(connect(server), values{
		"create": secret("PASS=hunter2 sh -c 'echo out; echo err >&2; exit 3'"), "logging": "none",
	}))
	require.ErrorContains(t, err,
		`Process exited with status 3: running "PASS=hunter2 sh -c 'echo out; echo err >&2; exit 3'":`)
	assert.ErrorContains(t, err, "out\n")
	assert.ErrorContains(t, err, "err\n")
}

func TestErrorDoesNotShowStdin(t *testing.T) {
	server := sshd.Start(t, ed25519)
	_, err := newEngine(t).command("web").up(inputs(connect(server), values{
		"create": "bash -euo pipefail -s", "stdin": secret("PASS=hunter2\nfalse\n"),
	}))
	require.ErrorContains(t, err, `Process exited with status 1: running "bash -euo pipefail -s":`)
	assert.NotContains(t, err.Error(), "hunter2")
}

func TestTimeoutDoesNotEndARunningCommand(t *testing.T) {
	server := sshd.Start(t, ed25519)
	engine := newEngine(t)
	command := engine.command("web")
	command.timeout = 1
	_, err := command.up(inputs(connect(server), values{"create": "sleep 1.3; echo done"}))
	require.NoError(t, err)
	assert.Equal(t, []string{"done"}, engine.logged(rpc.LogSeverity_INFO), "nor its log")
	assert.Equal(t, "done", command.state["stdout"].StringValue())
}

func TestCancellationDoesNotEndARunningCommand(t *testing.T) {
	server := sshd.Start(t, ed25519)
	journal, engine := newJournal(t, server), newEngine(t)
	goOn := filepath.Join(server.Home, "go")
	command, ended := engine.command("web"), make(chan error)
	go func() {
		_, err := command.up(inputs(connect(server), values{
			"create": journal.write("started") + "; until [ -e " + goOn + " ]; do sleep 0.02; done; echo done",
		}))
		ended <- err
	}()
	require.Eventually(t, func() bool { return journal.lines() == "started" }, 10*time.Second, 10*time.Millisecond)
	_, err := engine.provider.Cancel(context.Background(), &emptypb.Empty{})
	require.NoError(t, err)
	write(t, goOn, "")
	require.NoError(t, <-ended)
	assert.Equal(t, "done", command.state["stdout"].StringValue())
}

func TestLoggingModesChooseTheStreams(t *testing.T) {
	server := sshd.Start(t, ed25519)
	for mode, expected := range map[string][]string{
		"": {"err", "out"}, "stdoutAndStderr": {"err", "out"}, "stdout": {"out"}, "stderr": {"err"}, "none": nil,
	} {
		t.Run("mode "+mode, func(t *testing.T) {
			more := values{"create": "echo out; echo err >&2"}
			if mode != "" {
				more["logging"] = mode
			}
			engine := newEngine(t)
			command := engine.command("web")
			_, err := command.up(inputs(connect(server), more))
			require.NoError(t, err)
			assert.ElementsMatch(t, expected, engine.logged(rpc.LogSeverity_INFO))
			assert.Equal(t, "out", command.state["stdout"].StringValue())
			assert.Equal(t, "err", command.state["stderr"].StringValue())
		})
	}
}

func TestLinesThatFitAreLoggedWhole(t *testing.T) {
	server := sshd.Start(t, ed25519)
	engine := newEngine(t)
	long := "head -c 65535 /dev/zero | tr '\\0' x"
	_, err := engine.command("web").up(inputs(connect(server), values{"create": long + "; echo; echo; printf 'cr\\r\\nend'"}))
	require.NoError(t, err)
	assert.Equal(t, []string{strings.Repeat("x", 65535), "", "cr", "end"}, engine.logged(rpc.LogSeverity_INFO))
}

func TestLineThatIsTooLongToLogFailsAfterTheCommandHasRun(t *testing.T) {
	server := sshd.Start(t, ed25519)
	journal := newJournal(t, server)
	tooLong := "echo short; head -c 200000 /dev/zero | tr '\\0' x; echo; echo after; " + journal.write("ran")
	_, err := newEngine(t).command("web").up(inputs(connect(server), values{"create": tooLong}))
	require.ErrorContains(t, err, "line 2 of stdout is longer than 65535 bytes")
	assert.ErrorContains(t, err, strings.Repeat("x", 40))
	assert.NotContains(t, err.Error(), "\n")
	assert.Equal(t, "ran", journal.lines())
}

func TestLongLineIsFineWhereItsStreamIsNotLogged(t *testing.T) {
	server := sshd.Start(t, ed25519)
	for _, mode := range []string{"none", "stderr"} {
		command := newEngine(t).command("web")
		_, err := command.up(inputs(connect(server), values{
			"create": "head -c 200000 /dev/zero | tr '\\0' x", "logging": mode,
		}))
		require.NoError(t, err)
		assert.Len(t, command.state["stdout"].StringValue(), 200000)
	}
}

func TestFortyCommandsEightAtATime(t *testing.T) {
	server := sshd.Start(t, ed25519)
	journal, engine := newJournal(t, server), newEngine(t)
	var group sync.WaitGroup
	slots := make(chan struct{}, 8)
	for range 40 {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			_, err := engine.command("web").up(inputs(connect(server), values{"create": journal.write("x")}))
			assert.NoError(t, err)
		})
	}
	group.Wait()
	assert.Len(t, strings.Fields(journal.lines()), 40)
}

func TestConnectionIsClosedWhenTheOperationEnds(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{"create": "true", "delete": "exit 1"}))
	require.NoError(t, err)
	require.Error(t, command.destroy())
	server.Stop(t) // which waits for both sessions
}

func BenchmarkCommandOnLoopback(b *testing.B) {
	server := sshd.Start(b, ed25519)
	engine := newEngine(b)
	for b.Loop() {
		_, err := engine.command("web").up(inputs(connect(server), values{"create": "bash -s", "stdin": "true"}))
		require.NoError(b, err)
	}
}
