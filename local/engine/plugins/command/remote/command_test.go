package remote_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/command/internal/sshd"
)

func TestChangedTriggerReplacesAlthoughThereIsAnUpdateCommand(t *testing.T) {
	server := sshd.Start(t, ed25519)
	journal, command := newJournal(t, server), newEngine(t).command("web")
	commands := values{"create": journal.write("create"), "update": journal.write("update")}
	_, err := command.up(inputs(connect(server), commands))
	require.NoError(t, err)
	for _, triggers := range [][]any{{"a", 1}, {"b", 1}, {"b", 2}, {"b", 2, "c"}, {"b"}, {}} {
		operation, err := command.up(inputs(connect(server), merge(commands, values{"triggers": triggers})))
		require.NoError(t, err)
		assert.Equal(t, "replace", operation, "triggers %v", triggers)
	}
	assert.NotContains(t, journal.lines(), "update")
}

func TestReplacementDeletesWithTheOldCommandOverTheOldConnection(t *testing.T) {
	before, after := sshd.Start(t, ed25519), sshd.Start(t, ed25519)
	journal, command := newJournal(t, before), newEngine(t).command("web")
	_, err := command.up(inputs(connect(before), values{
		"create": journal.write("create-1"), "delete": journal.write("delete-1 ${SSH_CONNECTION##* }"), "triggers": []any{1},
	}))
	require.NoError(t, err)
	operation, err := command.up(inputs(connect(after), values{
		"create": journal.write("create-2"), "delete": journal.write("delete-2"), "triggers": []any{2},
	}))
	require.NoError(t, err)
	assert.Equal(t, "replace", operation)
	assert.Equal(t, fmt.Sprintf("create-1 create-2 delete-1 %d", before.Port), journal.lines())
	assert.Equal(t, 1, after.Accepted())
}

func TestAnyOtherChangedInputRunsUpdateOrElseCreateInPlace(t *testing.T) {
	server := sshd.Start(t, ed25519)
	journal := newJournal(t, server)
	changes := map[string]values{
		"create":                 {"create": journal.write("create") + "; true"},
		"delete":                 {"delete": "true"},
		"stdin":                  {"stdin": "text"},
		"logging":                {"logging": "none"},
		"environment":            {"environment": values{"LC_NAME": "C"}},
		"addPreviousOutputInEnv": {"addPreviousOutputInEnv": false},
		"perDialTimeout":         {"connection": connect(server, values{"perDialTimeout": 7})},
	}
	for _, update := range []string{"", "update"} {
		runs := "create create"
		if update != "" {
			runs = "create update"
		}
		for input, change := range changes {
			t.Run(runs+" for "+input, func(t *testing.T) {
				journal.clear()
				base := values{"create": journal.write("create")}
				if update != "" {
					base["update"] = journal.write("update")
				}
				command := newEngine(t).command("web")
				_, err := command.up(inputs(connect(server), base))
				require.NoError(t, err)
				operation, err := command.up(inputs(connect(server), merge(base, change)))
				require.NoError(t, err)
				assert.Equal(t, "update", operation)
				assert.Equal(t, runs, journal.lines())
			})
		}
	}
}

func TestUnchangedInputsRunNothing(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	same := inputs(connect(server), values{"create": "echo hello", "stdin": secret("s"), "triggers": []any{"a"}})
	for _, expected := range []string{"create", "same", "same"} {
		operation, err := command.up(same)
		require.NoError(t, err)
		assert.Equal(t, expected, operation)
	}
	assert.Equal(t, 1, server.Accepted())
}

func TestFailedCreateLeavesNothingAndIsCreatedAgain(t *testing.T) {
	server := sshd.Start(t, ed25519)
	journal, command := newJournal(t, server), newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{
		"create": journal.write("half") + "; false", "delete": journal.write("delete"),
	}))
	require.ErrorContains(t, err, "Process exited with status 1")
	assert.Empty(t, command.id)
	operation, err := command.up(inputs(connect(server), values{"create": journal.write("whole")}))
	require.NoError(t, err)
	assert.Equal(t, "create", operation)
	assert.Equal(t, "half whole", journal.lines())
}

func TestAfterAFailedUpdateTheRevertedProgramIsUnchanged(t *testing.T) {
	server := sshd.Start(t, ed25519)
	journal, command := newJournal(t, server), newEngine(t).command("web")
	good := inputs(connect(server), values{"create": journal.write("good")})
	_, err := command.up(good)
	require.NoError(t, err)
	_, err = command.up(inputs(connect(server), values{"create": journal.write("bad") + "; false"}))
	require.Error(t, err)
	operation, err := command.up(good)
	require.NoError(t, err)
	assert.Equal(t, "same", operation)
	assert.Equal(t, "good bad", journal.lines(), "the host keeps what the failed update did")
}

func TestStdinIsFedToTheDeleteCommandToo(t *testing.T) {
	server := sshd.Start(t, ed25519)
	journal, command := newJournal(t, server), newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{
		"create": "sh -s", "delete": "sh -s", "stdin": journal.write("script"),
	}))
	require.NoError(t, err)
	require.NoError(t, command.destroy())
	assert.Equal(t, "script script", journal.lines())
}

func TestDeletionWithoutADeleteCommandDoesNotDial(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{"create": "true"}))
	require.NoError(t, err)
	server.Stop(t)
	require.NoError(t, command.destroy())
	assert.Equal(t, 1, server.Accepted())
}

func TestWithoutACreateCommandCreationDoesNotDial(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{"update": "echo updated"}))
	require.NoError(t, err)
	assert.Equal(t, 0, server.Accepted())
	_, err = command.up(inputs(connect(server), values{"update": "echo updated; true"}))
	require.NoError(t, err)
	assert.Equal(t, "updated", command.state["stdout"].StringValue())
}
