package resources_test

import (
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/digitalocean/internal/fakeapi"
	"django-droplet/local/engine/plugins/digitalocean/internal/stacktest"
	"django-droplet/local/engine/plugins/digitalocean/schema"
)

const (
	sshKeyToken = "digitalocean:index/sshKey:SshKey"
	tagToken    = "digitalocean:index/tag:Tag"
	publicKey   = "ssh-ed25519 AAAA admin"
)

func newResource(t *testing.T, token string) (*fakeapi.API, *stacktest.Resource) {
	api := fakeapi.New(t)
	return api, stacktest.New(t, stacktest.Configured(t, api.URL), token, "it")
}

func TestSSHKeyLife(t *testing.T) {
	api, key := newResource(t, sshKeyToken)
	api.Invisible["GET /v2/account/keys/101"] = 1
	state := key.MustUp(schema.Values{"name": "k", "publicKey": publicKey + "\n"})
	assert.Equal(t, schema.Values{"name": "k", "publicKey": publicKey, "fingerprint": "aa:bb:101"}, state)
	assert.Equal(t, []string{"POST /v2/account/keys", "GET /v2/account/keys/101", "GET /v2/account/keys/101"}, api.Calls())
	for _, same := range []string{publicKey, publicKey + "\n"} {
		assert.False(t, key.Diff(schema.Values{"name": "k", "publicKey": same}).HasChanges, "a line break is no other key")
	}

	renamed := schema.Values{"name": "l", "publicKey": publicKey}
	assert.Equal(t, map[string]p.PropertyDiff{"name": {Kind: p.Update, InputDiff: true}}, key.Diff(renamed).DetailedDiff)
	assert.Equal(t, "aa:bb:101", key.Preview(renamed)["fingerprint"])
	assert.Equal(t, "l", key.MustUp(renamed)["name"])
	assert.Equal(t, []string{`{"name":"l"}`}, trimmed(api.Bodies("PUT /v2/account/keys/101")))
	other := schema.Values{"name": "l", "publicKey": "ssh-ed25519 BBBB admin"}
	assert.Equal(t, p.UpdateReplace, key.Diff(other).DetailedDiff["publicKey"].Kind)

	require.NoError(t, key.Delete())
	assert.EqualError(t, key.Delete(), "Error deleting SSH key: DELETE "+api.URL+
		"/v2/account/keys/101: 404 The resource you were accessing could not be found.")
	assert.False(t, key.Refresh())
}

func TestSSHKeyErrors(t *testing.T) {
	api, key := newResource(t, sshKeyToken)
	api.Fail("POST /v2/account/keys", 422, "SSH Key is already in use on your account")
	assert.EqualError(t, key.Up(schema.Values{"publicKey": publicKey}),
		"Error creating SSH Key: POST "+api.URL+"/v2/account/keys: 422 SSH Key is already in use on your account")
	_, problems := key.Check(schema.Properties(schema.Values{"name": "k"}))
	assert.Equal(t, []string{"publicKey is missing: SshKey needs a string"}, problems)
}

func TestTagLife(t *testing.T) {
	api, tag := newResource(t, tagToken)
	state := tag.MustUp(schema.Values{"name": "web:1"})
	assert.Equal(t, "web:1", tag.ID)
	assert.Equal(t, schema.Values{"name": "web:1", "totalResourceCount": 0.0, "dropletsCount": 0.0, "imagesCount": 0.0,
		"volumesCount": 0.0, "volumeSnapshotsCount": 0.0, "databasesCount": 0.0}, state)
	diff := tag.Diff(schema.Values{"name": "web:2"})
	assert.Equal(t, p.UpdateReplace, diff.DetailedDiff["name"].Kind)
	assert.True(t, diff.DeleteBeforeReplace)

	imported := stacktest.New(t, stacktest.Configured(t, api.URL), tagToken, "it")
	assert.Equal(t, "web:1", imported.Import("web:1")["name"])
	assert.False(t, imported.Diff(schema.Values{"name": "web:1"}).HasChanges)

	require.NoError(t, tag.Delete())
	assert.EqualError(t, tag.Delete(), "Error deleting tag: DELETE "+api.URL+
		"/v2/tags/web:1: 404 The resource you were accessing could not be found.")
	assert.False(t, tag.Refresh())
}

func TestTagProblems(t *testing.T) {
	api, tag := newResource(t, tagToken)
	_, problems := tag.Check(schema.Properties(schema.Values{"name": "no blanks"}))
	assert.Equal(t, []string{`name is "no blanks": a tag has 1 to 255 letters, digits, colons, dashes and underscores`}, problems)
	api.Tags["bare"] = fakeapi.Doc{"name": "bare", "resources": fakeapi.Doc{"count": 0}}
	assert.ErrorContains(t, tag.Up(schema.Values{"name": "bare"}), "the API's answer for tag bare has no resources with droplets")
	assert.Equal(t, "bare", tag.ID, "it was made, so the state keeps it")
}
