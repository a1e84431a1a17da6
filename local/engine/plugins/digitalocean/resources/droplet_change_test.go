package resources_test

import (
	"testing"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

const (
	timeLimit = 10 * time.Second
	tick      = 5 * time.Millisecond
)

func TestDropletChangesThatReplace(t *testing.T) {
	base := with(schema.Values{"ipv6": true, "vpcUuid": "v", "publicNetworking": true, "dropletAgent": true})
	_, droplet := upDroplet(t, base)
	for name, value := range map[string]any{
		"image": "debian-12-x64", "region": "ams3", "userData": "#cloud-config\n{}\n", "sshKeys": []any{"aa:bb"}, "monitoring": false,
		"dropletAgent": false, "vpcUuid": "w", "publicNetworking": false, "gpuPartitionMode": "PARTITION_MODE_SPX_NPS1", "ipv6": false,
	} {
		changed := schema.Values{}
		for key, old := range base {
			changed[key] = old
		}
		changed[name] = value
		diff := droplet.Diff(changed)
		assert.Contains(t, []p.DiffKind{p.UpdateReplace, p.AddReplace}, diff.DetailedDiff[name].Kind, name)
		assert.Len(t, diff.DetailedDiff, 1, name)
	}
}

func TestDropletChangesInPlaceKeepIDAndAddressesKnown(t *testing.T) {
	_, droplet := upDroplet(t, with(nil))
	for name, value := range map[string]any{
		"size": "s-1vcpu-2gb", "name": "other", "backups": true, "ipv6": true, "tags": []any{"db"},
		"gracefulShutdown": true, "resizeDisk": false, "volumeIds": []any{"vol-1"},
	} {
		program := with(schema.Values{name: value})
		diff := droplet.Diff(program)
		assert.Equal(t, p.Update, diff.DetailedDiff[name].Kind, name)
		assert.Len(t, diff.DetailedDiff, 1, name)
		preview := droplet.Preview(program)
		for output, known := range schema.Plain(droplet.State) {
			switch {
			case output == name:
				assert.Equal(t, value, preview[output], name)
			case name == "ipv6" && output == "ipv6Address":
				assert.Equal(t, schema.Unknown, preview[output], "a new address cannot be known")
			default:
				assert.Equal(t, known, preview[output], "%s after a change of %s", output, name)
			}
		}
	}
}

func TestDropletPreviewOfACreationKnowsTheInputsOnly(t *testing.T) {
	api, droplet := newDroplet(t)
	preview := droplet.Preview(with(nil))
	assert.Equal(t, "s-1vcpu-1gb", preview["size"])
	for _, output := range []string{"ipv4Address", "ipv6Address", "dropletUrn", "vpcUuid", "memory"} {
		assert.Equal(t, schema.Unknown, preview[output], output)
	}
	assert.Empty(t, api.Calls(), "a preview makes no call")
}

func TestUnknownInputs(t *testing.T) {
	_, droplet := upDroplet(t, with(nil))
	assert.Equal(t, p.UpdateReplace, droplet.Diff(with(schema.Values{"sshKeys": []any{schema.Unknown}})).DetailedDiff["sshKeys"].Kind)
	assert.Equal(t, p.Update, droplet.Diff(with(schema.Values{"tags": []any{schema.Unknown, "web"}})).DetailedDiff["tags"].Kind)
}

func TestSetsHaveNoOrder(t *testing.T) {
	api, droplet := upDroplet(t, with(schema.Values{"tags": []any{"a", "b", "c"}}))
	assert.False(t, droplet.Diff(with(schema.Values{"tags": []any{"c", "a", "b"}, "sshKeys": []any{"77", "aa:bb"}})).HasChanges)
	api.Edit(func() { api.Droplets[101]["tags"] = []any{"c", "b", "a"} })
	require.True(t, droplet.Refresh())
	assert.Equal(t, []any{"a", "b", "c"}, schema.Plain(droplet.State)["tags"], "the state keeps the program's order")
}

func TestIgnoredChanges(t *testing.T) {
	_, droplet := upDroplet(t, with(nil))
	droplet.Ignored = []string{"monitoring"}
	assert.False(t, droplet.Diff(with(schema.Values{"monitoring": false})).HasChanges)
}

func TestComputedInputsThatTheProgramDropsStay(t *testing.T) {
	_, droplet := upDroplet(t, with(schema.Values{"vpcUuid": "5a4981aa-9653-4bd1-bef5-d6bff52042e4"}))
	assert.False(t, droplet.Diff(with(schema.Values{"region": nil, "vpcUuid": nil})).HasChanges)
}

func TestResizePowersOffResizesAndPowersOn(t *testing.T) {
	api, droplet := upDroplet(t, with(nil))
	state := droplet.MustUp(with(schema.Values{"size": "s-1vcpu-2gb", "resizeDisk": false}))
	assert.Equal(t, []string{`{"type":"power_off"}`, `{"disk":false,"size":"s-1vcpu-2gb","type":"resize"}`, `{"type":"power_on"}`},
		trimmed(api.Bodies("POST /v2/droplets/101/actions")))
	assert.Equal(t, []string{
		"POST /v2/droplets/101/actions", "GET /v2/droplets/101",
		"POST /v2/droplets/101/actions", "GET /v2/actions/103", "GET /v2/actions/103",
		"POST /v2/droplets/101/actions", "GET /v2/droplets/101", "GET /v2/droplets/101",
	}, api.Calls())
	assert.Equal(t, 2048.0, state["memory"])
	assert.Equal(t, 12.0, state["priceMonthly"])
}

func TestFailedResizePowersOnAgainAndIsDoneByTheNextUp(t *testing.T) {
	api, droplet := upDroplet(t, with(nil))
	api.ActionsEndErrored = true
	program := with(schema.Values{"size": "s-1vcpu-2gb"})
	assert.EqualError(t, droplet.Up(program),
		"Error waiting for resize droplet (101) to finish: unexpected state 'errored', wanted target 'completed'")
	assert.Equal(t, "active", api.Droplets[101]["status"])
	assert.Equal(t, "s-1vcpu-1gb", schema.Plain(droplet.State)["size"], "the state says what is")
	api.ActionsEndErrored = false
	assert.Contains(t, droplet.Diff(program).DetailedDiff, "size")
	assert.Equal(t, "s-1vcpu-2gb", droplet.MustUp(program)["size"])
}

func TestUpdateThatFailsHalfWayLeavesTheRestToTheNextUp(t *testing.T) {
	api, droplet := upDroplet(t, with(schema.Values{"name": "one"}))
	api.Fail("POST /v2/tags", 422, "no")
	program := with(schema.Values{"name": "two", "tags": []any{"new"}})
	assert.EqualError(t, droplet.Up(program), "Error updating tags: POST "+api.URL+"/v2/tags: 422 no")
	assert.Equal(t, map[string]p.PropertyDiff{"tags": {Kind: p.Update}}, droplet.Diff(program).DetailedDiff)
}

func TestDropletThatIsOffCanBeResized(t *testing.T) {
	api, droplet := upDroplet(t, with(nil))
	api.Edit(func() { api.Droplets[101]["status"] = "off" })
	droplet.MustUp(with(schema.Values{"size": "s-1vcpu-2gb"}))
	assert.Equal(t, "active", api.Droplets[101]["status"])
}

func TestOtherChangesRunInTheOfficialOrder(t *testing.T) {
	api, droplet := upDroplet(t, with(schema.Values{"name": "one", "tags": []any{"kept", "web"}}))
	state := droplet.MustUp(with(schema.Values{
		"name": "two", "backups": true, "backupPolicy": map[string]any{"plan": "daily", "hour": 4.0},
		"ipv6": true, "tags": []any{"kept", "new"}, "volumeIds": []any{"vol-1"},
	}))
	assert.Equal(t, []string{
		`{"name":"two","type":"rename"}`, `{"backup_policy":{"hour":4,"plan":"daily","weekday":""},"type":"enable_backups"}`,
		`{"backup_policy":{"hour":4,"plan":"daily","weekday":""},"type":"change_backup_policy"}`, `{"type":"enable_ipv6"}`,
	}, trimmed(api.Bodies("POST /v2/droplets/101/actions")))
	self := `{"resources":[{"resource_id":"101","resource_type":"droplet"}]}`
	assert.Equal(t, []string{self}, trimmed(api.Bodies("DELETE /v2/tags/web/resources")))
	assert.Equal(t, []string{`{"name":"new"}`}, trimmed(api.Bodies("POST /v2/tags")))
	assert.Equal(t, []string{self}, trimmed(api.Bodies("POST /v2/tags/new/resources")))
	assert.Equal(t, []string{`{"droplet_id":101,"type":"attach"}`}, trimmed(api.Bodies("POST /v2/volumes/vol-1/actions")))
	assert.Equal(t, "2001:db8::101", state["ipv6Address"])
	assert.Equal(t, []any{"kept", "new"}, state["tags"])
	assert.Empty(t, api.Bodies("POST /v2/tags/kept/resources"))
	assert.Empty(t, api.Bodies("DELETE /v2/tags/kept/resources"))
}

func TestDropletDeletionDetachesAndWaitsUntilItIsGone(t *testing.T) {
	api, droplet := upDroplet(t, with(schema.Values{"gracefulShutdown": true, "volumeIds": []any{"vol-1"}}))
	require.NoError(t, droplet.Delete())
	assert.Equal(t, []string{
		"GET /v2/droplets/101", "POST /v2/droplets/101/actions", "GET /v2/droplets/101",
		"POST /v2/volumes/vol-1/actions", "GET /v2/actions/103", "GET /v2/actions/103",
		"DELETE /v2/droplets/101", "GET /v2/droplets/101",
	}, api.Calls())
	assert.Equal(t, []string{`{"type":"shutdown"}`}, trimmed(api.Bodies("POST /v2/droplets/101/actions")))
}

func TestDestroyOfAVanishedDropletFailsUnlessRefreshed(t *testing.T) {
	api, droplet := upDroplet(t, with(nil))
	api.Edit(func() { delete(api.Droplets, 101) })
	assert.EqualError(t, droplet.Delete(),
		"Error waiting for droplet to be unlocked for destroy (101): unexpected state 'Not Found', wanted target 'false'")
	assert.False(t, droplet.Refresh())
}

func TestUpdateOfAVanishedDropletSaysSo(t *testing.T) {
	api, droplet := upDroplet(t, with(nil))
	api.Edit(func() { delete(api.Droplets, 101) })
	assert.EqualError(t, droplet.Up(with(schema.Values{"size": "s-1vcpu-2gb"})),
		"Error powering off droplet (101): POST "+api.URL+"/v2/droplets/101/actions: 404 The resource you were accessing could not be found.")
	assert.ErrorContains(t, droplet.Up(with(schema.Values{"gracefulShutdown": true})), "Droplet (101) not found")
}

func TestDropletDeletionIsBoundedByAMinute(t *testing.T) {
	assert.Equal(t, time.Minute, deleteTimeout(dropletToken))
}
