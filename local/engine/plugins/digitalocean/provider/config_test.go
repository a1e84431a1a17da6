package provider_test

import (
	"strings"
	"testing"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/digitalocean/internal/fakeapi"
	"django-droplet/local/engine/plugins/digitalocean/internal/stacktest"
	"django-droplet/local/engine/plugins/digitalocean/provider"
	"django-droplet/local/engine/plugins/digitalocean/schema"
)

const (
	tagToken    = "digitalocean:index/tag:Tag"
	providerURN = "urn:pulumi:test::django-droplet::pulumi:providers:digitalocean::local"
)

func configure(t *testing.T, args schema.Values) error {
	return stacktest.Serve(t).Configure(p.ConfigureRequest{Args: schema.Properties(args)})
}

func TestOnlyLoopbackIsServed(t *testing.T) {
	for _, endpoint := range []string{"http://127.0.0.1:8080", "http://127.9.9.9:1", "http://[::1]:8080", "http://localhost:8080/"} {
		assert.NoError(t, configure(t, schema.Values{"apiEndpoint": endpoint}), endpoint)
	}
	for _, endpoint := range []string{"https://api.digitalocean.com", "http://127.0.0.1.example.org", "http://10.0.0.1:8080"} {
		err := configure(t, schema.Values{"apiEndpoint": endpoint})
		assert.EqualError(t, err, `digitalocean: apiEndpoint is "`+endpoint+`": this build of the plugin serves loopback only: `+
			"use the official plugin, or set DJANGO_DROPLET_ALLOW_REMOTE_ENDPOINT=1", endpoint)
	}
	assert.ErrorContains(t, configure(t, nil), "https://api.digitalocean.com", "which is the endpoint where none is set")
	t.Setenv(provider.AllowRemote, "1")
	assert.NoError(t, configure(t, nil))
}

func TestEndpointIsABareOrigin(t *testing.T) {
	for _, endpoint := range []string{"http://127.0.0.1:8080/v2", "127.0.0.1:8080", "ftp://127.0.0.1"} {
		assert.ErrorContains(t, configure(t, schema.Values{"apiEndpoint": endpoint}), "it must be a bare origin", endpoint)
	}
}

func TestEndpointAndTokenFromTheEnvironment(t *testing.T) {
	api := fakeapi.New(t)
	t.Setenv("DIGITALOCEAN_API_URL", api.URL)
	t.Setenv("DIGITALOCEAN_TOKEN", "")
	t.Setenv("DIGITALOCEAN_ACCESS_TOKEN", "second")
	up := func(args schema.Values) string {
		server := stacktest.Serve(t)
		require.NoError(t, server.Configure(p.ConfigureRequest{Args: schema.Properties(args)}))
		stacktest.New(t, server, tagToken, "t").MustUp(schema.Values{"name": "t"})
		return api.LastAuthorization()
	}
	assert.Equal(t, "Bearer second", up(nil))
	t.Setenv("DIGITALOCEAN_TOKEN", "first")
	assert.Equal(t, "Bearer first", up(nil))
	assert.Equal(t, "Bearer explicit", up(schema.Values{"token": "explicit"}))
}

func TestConfigureAndPreviewMakeNoCall(t *testing.T) {
	server := stacktest.Serve(t)
	require.NoError(t, server.Configure(p.ConfigureRequest{Args: schema.Properties(schema.Values{"apiEndpoint": "http://127.0.0.1:1"})}))
	assert.Equal(t, "t", stacktest.New(t, server, tagToken, "t").Preview(schema.Values{"name": "t"})["name"])
}

func TestRetriesAsConfigured(t *testing.T) {
	api := fakeapi.New(t)
	api.Fail("POST /v2/tags", 500, "Unexpected server-side error")
	tag := stacktest.New(t, stacktest.Configured(t, api.URL), tagToken, "t")
	assert.EqualError(t, tag.Up(schema.Values{"name": "t"}),
		"Error creating tag: POST "+api.URL+"/v2/tags: 500 Unexpected server-side error; giving up after 3 attempt(s)")
	assert.Len(t, api.Calls(), 3)
}

func TestRequestsPerSecond(t *testing.T) {
	api := fakeapi.New(t)
	server := stacktest.Serve(t)
	require.NoError(t, server.Configure(p.ConfigureRequest{Args: schema.Properties(schema.Values{
		"apiEndpoint": api.URL, "requestsPerSecond": "10",
	})}))
	begun := time.Now()
	stacktest.New(t, server, tagToken, "t").MustUp(schema.Values{"name": "t"})
	assert.GreaterOrEqual(t, time.Since(begun), 90*time.Millisecond, "the second of two calls waits")
}

func TestACloudThatIsDownIsNamed(t *testing.T) {
	tag := stacktest.New(t, stacktest.Configured(t, "http://127.0.0.1:1"), tagToken, "t")
	err := tag.Up(schema.Values{"name": "t"})
	assert.ErrorContains(t, err, "Error creating tag: ")
	assert.ErrorContains(t, err, "connection refused (is the local cloud running? `npm run cloud -- start`)")
	assert.NotContains(t, err.Error(), "\n")
}

func TestSettingsAsTheSDKSendsThem(t *testing.T) {
	token := property.New("t").WithSecret(true)
	sent := schema.Properties(schema.Values{
		"apiEndpoint": "http://127.0.0.1:1", "spacesEndpoint": "https://{{.Region}}.digitaloceanspaces.com",
		"httpRetryMax": "3", "version": "4.80.1",
	}).Set("token", token)
	response, err := stacktest.Serve(t).CheckConfig(p.CheckRequest{Urn: providerURN, Inputs: sent})
	require.NoError(t, err)
	assert.Empty(t, response.Failures)
	assert.True(t, response.Inputs.Get("token").Secret())
	assert.Equal(t, "4.80.1", response.Inputs.Get("version").AsString())

	response, err = stacktest.Serve(t).CheckConfig(p.CheckRequest{Urn: providerURN, Inputs: sent.Set("apiEndPoint", token)})
	require.NoError(t, err)
	require.Len(t, response.Failures, 1)
	assert.True(t, strings.HasPrefix(response.Failures[0].Reason, "apiEndPoint is not an input of Provider"))
}

func TestAnotherEndpointDoesNotReplaceTheProvider(t *testing.T) {
	response, err := stacktest.Serve(t).DiffConfig(p.DiffRequest{
		State:  schema.Properties(schema.Values{"apiEndpoint": "http://127.0.0.1:1"}),
		Inputs: schema.Properties(schema.Values{"apiEndpoint": "http://127.0.0.1:2"}),
	})
	require.NoError(t, err)
	assert.Equal(t, map[string]p.PropertyDiff{"apiEndpoint": {Kind: p.Update, InputDiff: true}}, response.DetailedDiff)
}
