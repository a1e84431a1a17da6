package resources_test

import (
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/digitalocean/internal/fakeapi"
	"django-droplet/local/engine/plugins/digitalocean/internal/stacktest"
	"django-droplet/local/engine/plugins/digitalocean/schema"
)

const dropletToken = "digitalocean:index/droplet:Droplet"

// with gives the inputs of a small droplet, changed by the given ones; nil takes one away.
func with(changes schema.Values) schema.Values {
	inputs := schema.Values{
		"image": "debian-13-x64", "size": "s-1vcpu-1gb", "region": "fra1", "monitoring": true,
		"userData": "#cloud-config\n", "sshKeys": []any{"aa:bb", "77"}, "tags": []any{"web"},
	}
	for name, value := range changes {
		inputs[name] = value
	}
	return inputs
}

func newDroplet(t *testing.T) (*fakeapi.API, *stacktest.Resource) {
	api := fakeapi.New(t)
	return api, stacktest.New(t, stacktest.Configured(t, api.URL), dropletToken, "web")
}

// upDroplet gives a droplet that exists, with the log of its creation forgotten.
func upDroplet(t *testing.T, inputs schema.Values) (*fakeapi.API, *stacktest.Resource) {
	api, droplet := newDroplet(t)
	droplet.MustUp(inputs)
	api.Forget()
	return api, droplet
}

func TestDropletIsCreatedWithTheOfficialBody(t *testing.T) {
	api, droplet := newDroplet(t)
	droplet.MustUp(with(schema.Values{"name": "web-1"}))
	assert.JSONEq(t, `{"name":"web-1","region":"fra1","size":"s-1vcpu-1gb","image":"debian-13-x64","ssh_keys":["aa:bb",77],
		"backups":false,"ipv6":false,"private_networking":false,"monitoring":true,"user_data":"#cloud-config\n","tags":["web"]}`,
		api.Bodies("POST /v2/droplets")[0])
}

func TestDropletBodyOfEveryOptionalInput(t *testing.T) {
	api, droplet := newDroplet(t)
	droplet.MustUp(schema.Values{
		"name": "web-1", "image": "123", "size": "s-1vcpu-1gb", "ipv6": true, "backups": true,
		"backupPolicy": map[string]any{"plan": "weekly", "weekday": "TUE", "hour": 8.0},
		"dropletAgent": false, "publicNetworking": false, "vpcUuid": "v", "volumeIds": []any{"vol-1"},
	})
	assert.JSONEq(t, `{"name":"web-1","region":"","size":"s-1vcpu-1gb","image":123,"ssh_keys":null,"backups":true,"ipv6":true,
		"private_networking":false,"monitoring":false,"tags":[],"vpc_uuid":"v","with_droplet_agent":false,"public_networking":false,
		"volumes":[{"id":"vol-1"}],"backup_policy":{"plan":"weekly","weekday":"TUE","hour":8}}`, api.Bodies("POST /v2/droplets")[0])
}

func TestDropletIsPolledUntilActiveAndNotReadAgain(t *testing.T) {
	api, droplet := newDroplet(t)
	api.PollsUntilActive = 2
	api.Invisible["GET /v2/droplets/101"] = 1
	state := droplet.MustUp(with(nil))
	assert.Equal(t, []string{"POST /v2/droplets", "GET /v2/droplets/101", "GET /v2/droplets/101",
		"GET /v2/droplets/101", "GET /v2/droplets/101"}, api.Calls())
	assert.Equal(t, "101", droplet.ID)
	assert.Equal(t, "active", state["status"])
}

func TestDropletOutputs(t *testing.T) {
	_, droplet := newDroplet(t)
	state := droplet.MustUp(with(schema.Values{"name": "web-1", "ipv6": true, "region": "FRA1"}))
	assert.Equal(t, schema.Values{
		"name": "web-1", "image": "debian-13-x64", "size": "s-1vcpu-1gb", "region": "fra1", "dropletUrn": "do:droplet:101",
		"sshKeys": []any{"aa:bb", "77"}, "tags": []any{"web"}, "volumeIds": []any{}, "userData": "c0af657a8122db11fb8541f90feab7871c2c3d71",
		"ipv4Address": "198.18.0.101", "ipv4AddressPrivate": "10.0.0.101", "ipv6Address": "2001:db8::101",
		"ipv6": true, "backups": false, "monitoring": true, "privateNetworking": true, "publicNetworking": true,
		"gracefulShutdown": false, "resizeDisk": true, "locked": false, "status": "active", "createdAt": "2026-01-02T03:04:05Z",
		"disk": 25.0, "memory": 1024.0, "vcpus": 1.0, "priceHourly": 0.00893, "priceMonthly": 6.0,
		"vpcUuid": "5a4981aa-9653-4bd1-bef5-d6bff52042e4",
	}, state)
}

func TestDropletKeepsUserDataAsInputAndItsDigestAsOutput(t *testing.T) {
	_, droplet := upDroplet(t, with(nil))
	assert.Equal(t, "#cloud-config\n", droplet.Inputs.Get("userData").AsString())
	assert.Len(t, droplet.State.Get("userData").AsString(), 40)
	assert.False(t, droplet.Diff(with(nil)).HasChanges)
}

func TestSecretUserDataMakesItsOutputSecretAndNoOther(t *testing.T) {
	_, droplet := newDroplet(t)
	secret := property.New("#cloud-config\nssh_keys: x\n").WithSecret(true)
	inputs, problems := droplet.Check(schema.Properties(with(nil)).Set("userData", secret))
	require.Empty(t, problems)
	assert.True(t, inputs.Get("userData").Secret())
	require.NoError(t, droplet.UpChecked(inputs))
	assert.True(t, droplet.State.Get("userData").Secret())
	assert.False(t, droplet.State.Get("ipv4Address").Secret())
	require.True(t, droplet.Refresh())
	assert.True(t, droplet.State.Get("userData").Secret(), "a refresh keeps it secret")
}

func TestDropletErrors(t *testing.T) {
	api, droplet := newDroplet(t)
	assert.EqualError(t, droplet.Up(with(schema.Values{"size": "s-huge"})),
		"Error creating droplet: POST "+api.URL+"/v2/droplets: 422 You specified an invalid size for Droplet creation.")
	assert.Empty(t, droplet.ID, "what was not created is not in the state")
}

func TestDropletThatIsOffAfterCreationFailsAndIsKept(t *testing.T) {
	api, droplet := newDroplet(t)
	api.PollsUntilActive = 1000
	done := make(chan error)
	go func() { done <- droplet.Up(with(nil)) }()
	require.Eventually(t, func() bool { return len(api.Calls()) >= 2 }, timeLimit, tick)
	api.Edit(func() { api.Droplets[101]["status"] = "off" })
	assert.EqualError(t, <-done, "Error waiting for droplet (101) to become ready: unexpected state 'off', wanted target 'active'")
	assert.Equal(t, "101", droplet.ID, "it exists, so the state keeps it")

	api.Edit(func() { api.Droplets[101]["status"] = "active" })
	assert.Equal(t, schema.Unknown, droplet.Preview(with(nil))["ipv4Address"], "never read, so not known")
	assert.Equal(t, "198.18.0.101", droplet.MustUp(with(nil))["ipv4Address"], "the next up reads it")
}

func TestDropletCreationObeysCustomTimeouts(t *testing.T) {
	api, droplet := newDroplet(t)
	api.PollsUntilActive = 1000
	err := droplet.UpWithin(1, with(nil))
	assert.ErrorContains(t, err, "Error waiting for droplet (101) to become ready: "+
		"timeout while waiting for state to become 'active' (last state: 'new', timeout: 1s)")
}

func TestCancelledCreationIsKept(t *testing.T) {
	api := fakeapi.New(t)
	api.PollsUntilActive = 1000
	server := stacktest.Configured(t, api.URL)
	droplet := stacktest.New(t, server, dropletToken, "web")
	done := make(chan error)
	go func() { done <- droplet.Up(with(nil)) }()
	require.Eventually(t, func() bool { return len(api.Calls()) >= 2 }, timeLimit, tick)
	require.NoError(t, server.Cancel())
	assert.EqualError(t, <-done, "Error waiting for droplet (101) to become ready: "+
		"cancelled while waiting for state to become 'active' (last state: 'new')")
	assert.Equal(t, "101", droplet.ID)

	polls := len(api.Calls())
	api.Edit(func() { api.PollsUntilActive = polls + 1 })
	state := stacktest.Resume(t, stacktest.Configured(t, api.URL), droplet).MustUp(with(nil))
	assert.Equal(t, "active", state["status"], "the next up waits for the rest")
}

func TestCancellationDoesNotCutOffACreationCall(t *testing.T) {
	api := fakeapi.New(t)
	api.PollsUntilActive = 1000
	server := stacktest.Configured(t, api.URL)
	api.Before = func(call string) {
		if call == "POST /v2/droplets" {
			assert.NoError(t, server.Cancel())
		}
	}
	droplet := stacktest.New(t, server, dropletToken, "web")
	assert.ErrorContains(t, droplet.Up(with(nil)), "cancelled while waiting")
	assert.Equal(t, "101", droplet.ID, "the droplet exists, so the state has to know it")
}

func TestLockedDropletIsNotReady(t *testing.T) {
	api, droplet := newDroplet(t)
	api.PollsUntilActive = 1000
	done := make(chan error)
	go func() { done <- droplet.Up(with(nil)) }()
	require.Eventually(t, func() bool { return len(api.Calls()) >= 2 }, timeLimit, tick)
	api.Edit(func() { api.Droplets[101]["status"], api.Droplets[101]["locked"] = "active", true })
	polls := len(api.Calls())
	require.Eventually(t, func() bool { return len(api.Calls()) >= polls+2 }, timeLimit, tick)
	select {
	case err := <-done:
		t.Fatalf("ended while locked: %v", err)
	default:
	}
	api.Edit(func() { api.Droplets[101]["locked"] = false })
	require.NoError(t, <-done)
}

func TestDropletWithoutNetworksIsAnErrorAndNoCrash(t *testing.T) {
	api, droplet := upDroplet(t, with(nil))
	api.Edit(func() { delete(api.Droplets[101], "networks") })
	assert.EqualError(t, droplet.Up(with(schema.Values{"gracefulShutdown": true})),
		"the API's answer for droplet 101 has no region, size or networks")
}

func TestRefreshedInputsStaySecret(t *testing.T) {
	api, droplet := newDroplet(t)
	inputs, problems := droplet.Check(schema.Properties(with(schema.Values{"name": nil})).
		Set("name", property.New("hidden").WithSecret(true)))
	require.Empty(t, problems)
	require.NoError(t, droplet.UpChecked(inputs))
	api.Edit(func() { api.Droplets[101]["name"] = "drifted" })
	require.True(t, droplet.Refresh())
	assert.Equal(t, property.New("drifted").WithSecret(true), droplet.Inputs.Get("name"))
	assert.Equal(t, property.New("drifted").WithSecret(true), droplet.State.Get("name"))
}

func TestComputedOutputsThatTheAPILeavesOutStay(t *testing.T) {
	api, droplet := upDroplet(t, with(nil))
	api.Edit(func() { api.Droplets[101]["features"] = nil })
	state := droplet.MustUp(with(schema.Values{"gracefulShutdown": true}))
	assert.Equal(t, true, state["privateNetworking"])
	assert.Equal(t, true, state["monitoring"])
}

func TestDropletImport(t *testing.T) {
	api, first := upDroplet(t, with(schema.Values{"name": "web-1"}))
	imported := stacktest.New(t, stacktest.Configured(t, api.URL), dropletToken, "web")
	state := imported.Import(first.ID)
	assert.Equal(t, "debian-13-x64", state["image"])
	assert.Equal(t, true, state["resizeDisk"])
	assert.Nil(t, state["userData"])
	inputs := schema.Plain(imported.Inputs)
	assert.Equal(t, "s-1vcpu-1gb", inputs["size"])
	assert.Equal(t, []any{"web"}, inputs["tags"])
	assert.NotContains(t, inputs, "ipv4Address")
	assert.False(t, imported.Diff(with(schema.Values{"name": "web-1", "userData": nil, "sshKeys": nil})).HasChanges)
}

func TestDropletRefresh(t *testing.T) {
	api, droplet := upDroplet(t, with(nil))
	require.True(t, droplet.Refresh())
	assert.Equal(t, []string{"GET /v2/droplets/101"}, api.Calls())
	assert.False(t, droplet.Diff(with(nil)).HasChanges)

	api.Edit(func() { api.Droplets[101]["image"] = fakeapi.Doc{"id": 8, "slug": nil} })
	require.True(t, droplet.Refresh())
	assert.False(t, droplet.Diff(with(nil)).HasChanges, "an image that moved on is no drift")

	api.Edit(func() { api.Droplets[101]["tags"] = []any{"web", "stray"} })
	require.True(t, droplet.Refresh())
	assert.Equal(t, map[string]p.PropertyDiff{"tags": {Kind: p.Update, InputDiff: true}}, droplet.Diff(with(nil)).DetailedDiff)

	api.Edit(func() { api.Droplets[101]["features"] = nil; api.Droplets[101]["tags"] = []any{"web"} })
	require.True(t, droplet.Refresh())
	assert.False(t, droplet.Diff(with(nil)).HasChanges, "no list of features says nothing of them")

	api.Edit(func() { api.Droplets[101]["features"] = []any{} })
	require.True(t, droplet.Refresh())
	assert.Equal(t, p.UpdateReplace, droplet.Diff(with(nil)).DetailedDiff["monitoring"].Kind, "lost monitoring replaces")

	api.Edit(func() { delete(api.Droplets, 101) })
	assert.False(t, droplet.Refresh(), "a droplet that is gone leaves the state")
}
