package remote_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/command/internal/sshd"
)

func TestUnknownInputsAreErrorsThatNameThem(t *testing.T) {
	server := sshd.Start(t, ed25519)
	for name, more := range map[string]values{
		"createe":     {"create": "true", "createe": "true"},
		"interpreter": {"create": "true", "interpreter": []any{"sh"}},
		"keyFile":     {"create": "true", "connection": connect(server, values{"keyFile": "id"})},
		"jump":        {"create": "true", "connection": connect(server, values{"proxy": values{"host": "h", "jump": "j"}})},
		"logging":     {"create": "true", "logging": "loud"},
		"port":        {"create": "true", "connection": connect(server, values{"port": "ssh"})},
		"connection":  {"create": "true", "connection": nil},
	} {
		t.Run(name, func(t *testing.T) {
			operation, err := newEngine(t).command("web").up(inputs(connect(server), more))
			require.ErrorContains(t, err, name)
			assert.Equal(t, "check", operation)
			assert.NotContains(t, err.Error(), "PRIVATE KEY")
		})
	}
	assert.Equal(t, 0, server.Accepted())
}

func TestConnectionIsSecretAsAWholeAndOutputsAreNot(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{"create": "cat", "stdin": secret("hidden")}))
	require.NoError(t, err)
	for _, properties := range []resource.PropertyMap{command.inputs, command.state} {
		assert.True(t, properties["connection"].IsSecret())
		assert.True(t, properties["stdin"].IsSecret())
		assert.False(t, properties["create"].IsSecret())
	}
	assert.Equal(t, resource.NewStringProperty("hidden"), command.state["stdout"], "what a command prints is its own affair")
}

func TestDefaultsAreThoseOfTheSdk(t *testing.T) {
	server := sshd.Start(t, ed25519)
	_, outputs, err := newEngine(t).command("web").preview(inputs(
		values{"host": "192.0.2.1", "proxy": values{"host": "127.0.0.1", "port": server.Port}}, values{"create": "true"},
	))
	require.NoError(t, err)
	connection := outputs["connection"].SecretValue().Element.ObjectValue()
	for _, endpoint := range []resource.PropertyMap{connection, connection["proxy"].ObjectValue()} {
		assert.Equal(t, "root", endpoint["user"].StringValue())
		assert.InDelta(t, 10, endpoint["dialErrorLimit"].NumberValue(), 0)
		assert.InDelta(t, 15, endpoint["perDialTimeout"].NumberValue(), 0)
	}
	assert.InDelta(t, 22, connection["port"].NumberValue(), 0)
}

func TestPreviewOfACreationKnowsInputsAndNoOutputs(t *testing.T) {
	server := sshd.Start(t, ed25519)
	_, outputs, err := newEngine(t).command("web").preview(inputs(
		connect(server, values{"host": unknown()}), values{"create": "true", "stdin": "text"},
	))
	require.NoError(t, err)
	assert.Equal(t, resource.NewStringProperty("text"), outputs["stdin"])
	assert.True(t, outputs["stdout"].IsComputed())
	assert.True(t, outputs["stderr"].IsComputed())
	assert.Equal(t, 0, server.Accepted())
}

func TestPreviewOfAnUpdateDoesNotKnowWhatWillBePrinted(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	_, err := command.up(inputs(connect(server), values{"create": "cat", "stdin": "old"}))
	require.NoError(t, err)
	for what, stdin := range map[string]any{"known": "new", "unknown": unknown()} {
		operation, outputs, err := command.preview(inputs(connect(server), values{"create": "cat", "stdin": stdin}))
		require.NoError(t, err)
		assert.Equal(t, "update", operation, what)
		assert.True(t, outputs["stdout"].IsComputed(), what)
		assert.True(t, outputs["stderr"].IsComputed(), what)
		assert.Equal(t, "cat", outputs["create"].StringValue(), what)
	}
	assert.Equal(t, 1, server.Accepted())
}

func TestPreviewWithoutAChangeKnowsEverything(t *testing.T) {
	server := sshd.Start(t, ed25519)
	command := newEngine(t).command("web")
	same := inputs(connect(server), values{"create": "echo hello"})
	_, err := command.up(same)
	require.NoError(t, err)
	operation, outputs, err := command.preview(same)
	require.NoError(t, err)
	assert.Equal(t, "same", operation)
	assert.False(t, resource.NewObjectProperty(outputs).ContainsUnknowns())
}

func TestResourcesThatThisPluginLacksAreNamed(t *testing.T) {
	local := newEngine(t).entry("command:local:Command", "here")
	_, err := local.up(resource.NewPropertyMapFromMap(values{"create": "true"}))
	require.ErrorContains(t, err, "local:Command")
}
