package resources_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/digitalocean/internal/stacktest"
	"django-droplet/local/engine/plugins/digitalocean/schema"
)

func TestGeneratedNames(t *testing.T) {
	_, droplet := newDroplet(t)
	first, _ := droplet.Check(schema.Properties(with(nil)))
	assert.Regexp(t, "^web-[0-9a-f]{7}$", first.Get("name").AsString())
	second, _ := droplet.Check(schema.Properties(with(nil)))
	assert.NotEqual(t, first.Get("name"), second.Get("name"))

	droplet.MustUp(with(nil))
	name := droplet.Inputs.Get("name")
	again, _ := droplet.Check(schema.Properties(with(nil)))
	assert.Equal(t, name, again.Get("name"), "kept until the droplet is replaced")
}

func TestReplacementOrderFollowsTheName(t *testing.T) {
	_, generated := upDroplet(t, with(nil))
	assert.False(t, generated.Diff(with(schema.Values{"image": "debian-12-x64"})).DeleteBeforeReplace, "both may exist at once")
	_, given := upDroplet(t, with(schema.Values{"name": "web"}))
	assert.True(t, given.Diff(with(schema.Values{"name": "web", "image": "debian-12-x64"})).DeleteBeforeReplace)
	assert.False(t, given.Diff(with(schema.Values{"name": "web", "size": "s-1vcpu-2gb"})).DeleteBeforeReplace, "nothing is replaced")
}

func TestDefaultsStandInTheInputs(t *testing.T) {
	_, droplet := newDroplet(t)
	inputs, problems := droplet.Check(schema.Properties(schema.Values{"name": "web", "image": "i", "size": "s"}))
	require.Empty(t, problems)
	assert.Equal(t, schema.Values{
		"name": "web", "image": "i", "size": "s", "backups": false, "ipv6": false, "monitoring": false,
		"gracefulShutdown": false, "resizeDisk": true,
		schema.Defaults: []any{"backups", "gracefulShutdown", "ipv6", "monitoring", "resizeDisk"},
	}, schema.Plain(inputs))
}

func TestDropletProblems(t *testing.T) {
	_, droplet := newDroplet(t)
	for problem, changes := range map[string]schema.Values{
		"backup_policy can only be set when backups are enabled: set backups to true": {"backupPolicy": map[string]any{"plan": "daily"}},
		`backupPolicy.plan is "hourly": it must be one of daily, weekly`: {
			"backups": true, "backupPolicy": map[string]any{"plan": "hourly"}},
		"backupPolicy.hour is 23: a backup begins at hour 0, 4, 8, 12, 16 or 20": {
			"backups": true, "backupPolicy": map[string]any{"hour": 23.0}},
		"image is missing: Droplet needs a string":      {"image": nil},
		`image is "": it must not be empty`:             {"image": ""},
		`ipv6 is "perhaps": it must be a boolean`:       {"ipv6": "perhaps"},
		`tags is "web": it must be a list`:              {"tags": "web"},
		`sshKeys[0] is true: it must be a string`:       {"sshKeys": []any{true}},
		`backupPolicy is "daily": it must be an object`: {"backupPolicy": "daily"},
		"ipv4Address is not an input of Droplet, which takes backupPolicy, backups, dropletAgent, gpuPartitionMode, gracefulShutdown, " +
			"image, ipv6, ipv6Address, monitoring, name, privateNetworking, publicNetworking, region, resizeDisk, size, sshKeys, tags, " +
			"userData, volumeIds, vpcUuid": {"ipv4Address": "10.0.0.1"},
	} {
		_, problems := droplet.Check(schema.Properties(with(changes)))
		assert.Equal(t, []string{problem}, problems)
	}
}

func TestSecretsStayOutOfProblems(t *testing.T) {
	_, droplet := newDroplet(t)
	inputs := schema.Properties(with(nil)).Set("ipv6", property.New("hunter2").WithSecret(true))
	_, problems := droplet.Check(inputs)
	assert.Equal(t, []string{"ipv6 is a secret: it must be a boolean"}, problems)
	tags := schema.Properties(schema.Values{"tags": []any{"hunter 2"}}).Get("tags").WithSecret(true)
	_, problems = droplet.Check(schema.Properties(with(nil)).Set("tags", tags))
	assert.Equal(t, []string{"tags[0] is a secret: a tag has 1 to 255 letters, digits, colons, dashes and underscores"}, problems)
}

func TestIdsMayBeStringsOrNumbers(t *testing.T) {
	_, droplet := newDroplet(t)
	inputs, problems := droplet.Check(schema.Properties(with(schema.Values{"sshKeys": []any{77.0}, "image": 123.0, "ipv6": "true"})))
	require.Empty(t, problems)
	values := schema.Plain(inputs)
	assert.Equal(t, []any{"77"}, values["sshKeys"])
	assert.Equal(t, "123", values["image"])
	assert.Equal(t, true, values["ipv6"])

	_, firewall := newFirewall(t)
	inputs, problems = firewall.Check(schema.Properties(schema.Values{"dropletIds": []any{"101"}, "inboundRules": []any{ssh()}}))
	require.Empty(t, problems)
	assert.Equal(t, []int{101}, schema.Plain(inputs).Ints("dropletIds"))
}

func TestResourcesThatAreNotCovered(t *testing.T) {
	volume := stacktest.New(t, stacktest.Serve(t), "digitalocean:index/volume:Volume", "v")
	_, _, err := volume.TryCheck(property.Map{})
	assert.EqualError(t, err, "digitalocean:index/volume:Volume is not covered by this build of the digitalocean plugin, "+
		"which has Droplet, Firewall, MonitorAlert, SshKey, Tag, UptimeAlert, UptimeCheck: use the official plugin for it")
}
