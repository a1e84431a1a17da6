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

const firewallToken = "digitalocean:index/firewall:Firewall"

type rule = map[string]any

func rules(name string, rules ...any) schema.Values { return schema.Values{"name": "fw", name: rules} }

func ssh() rule {
	return rule{"protocol": "tcp", "portRange": "22", "sourceAddresses": []any{"0.0.0.0/0", "::/0"}}
}

func newFirewall(t *testing.T) (*fakeapi.API, *stacktest.Resource) {
	api := fakeapi.New(t)
	return api, stacktest.New(t, stacktest.Configured(t, api.URL), firewallToken, "fw")
}

func TestFirewallLife(t *testing.T) {
	api, firewall := newFirewall(t)
	program := rules("inboundRules", ssh(), rule{"protocol": "icmp", "sourceTags": []any{"web"}})
	program["outboundRules"] = []any{rule{"protocol": "udp", "portRange": "all", "destinationDropletIds": []any{7.0}}}
	program["tags"] = []any{"web"}
	state := firewall.MustUp(program)
	assert.JSONEq(t, `{"name":"fw","droplet_ids":null,"tags":["web"],
		"inbound_rules":[{"protocol":"tcp","ports":"22","sources":{"addresses":["0.0.0.0/0","::/0"]}},{"protocol":"icmp","sources":{"tags":["web"]}}],
		"outbound_rules":[{"protocol":"udp","ports":"all","destinations":{"droplet_ids":[7]}}]}`, api.Bodies("POST /v2/firewalls")[0])
	assert.Equal(t, "succeeded", state["status"])
	assert.Equal(t, program["inboundRules"], state["inboundRules"])
	assert.Equal(t, program["outboundRules"], state["outboundRules"], "0 is read as all, and as none for icmp")
	require.True(t, firewall.Refresh())
	assert.False(t, firewall.Diff(program).HasChanges)

	changed := rules("inboundRules", ssh())
	changed["dropletIds"] = []any{101.0}
	assert.Equal(t, p.Update, firewall.Diff(changed).DetailedDiff["inboundRules"].Kind)
	assert.Equal(t, p.Delete, firewall.Diff(changed).DetailedDiff["tags"].Kind)
	assert.Equal(t, "succeeded", firewall.Preview(changed)["status"])
	firewall.MustUp(changed)
	assert.JSONEq(t, `{"name":"fw","droplet_ids":[101],"tags":[],"outbound_rules":null,
		"inbound_rules":[{"protocol":"tcp","ports":"22","sources":{"addresses":["0.0.0.0/0","::/0"]}}]}`,
		api.Bodies("PUT /v2/firewalls/" + firewall.ID)[0])

	require.NoError(t, firewall.Delete())
	assert.EqualError(t, firewall.Delete(), "Error deleting firewall: DELETE "+api.URL+"/v2/firewalls/"+firewall.ID+
		": 404 The resource you were accessing could not be found.")
	assert.False(t, firewall.Refresh())
}

func TestFirewallRulesHaveNoOrderAndAllowIsTheDefaultAction(t *testing.T) {
	_, firewall := newFirewall(t)
	https := rule{"protocol": "tcp", "portRange": "443", "sourceAddresses": []any{"::/0"}}
	firewall.MustUp(rules("inboundRules", ssh(), https))
	reversed := rule{"protocol": "tcp", "portRange": "22", "action": "allow", "sourceAddresses": []any{"::/0", "0.0.0.0/0"}}
	assert.False(t, firewall.Diff(rules("inboundRules", https, reversed)).HasChanges)
	assert.False(t, firewall.Diff(rules("inboundRules", https, reversed, ssh())).HasChanges, "twice is once")
	reversed["action"] = "deny"
	assert.True(t, firewall.Diff(rules("inboundRules", https, reversed)).HasChanges)
}

func TestFirewallDriftIsAChange(t *testing.T) {
	api, firewall := newFirewall(t)
	firewall.MustUp(rules("inboundRules", ssh()))
	api.Edit(func() { api.Firewalls[firewall.ID]["inbound_rules"] = []any{} })
	require.True(t, firewall.Refresh())
	assert.True(t, firewall.Diff(rules("inboundRules", ssh())).HasChanges)
}

func TestFirewallProblems(t *testing.T) {
	_, firewall := newFirewall(t)
	for name, given := range map[string]schema.Values{
		"At least one rule must be specified: set inboundRules or outboundRules": {"name": "fw"},
		"inboundRules[0].portRange is missing: protocol tcp needs a port, a range such as 8000-9000, or 1-65535": rules(
			"inboundRules", rule{"protocol": "tcp"}),
		"outboundRules[1].portRange is missing: protocol udp needs a port, a range such as 8000-9000, or 1-65535": rules(
			"outboundRules", rule{"protocol": "icmp"}, rule{"protocol": "udp"}),
		`inboundRules[0].protocol is "gre": it must be one of tcp, udp, icmp`: rules("inboundRules", rule{"protocol": "gre"}),
		"inboundRules[0].protocol is missing: inboundRules[0] needs a string": rules("inboundRules", rule{"portRange": "1"}),
		"inboundRules[0].ports is not an input of inboundRules[0], which takes action, portRange, protocol, sourceAddresses, " +
			"sourceDropletIds, sourceKubernetesIds, sourceLoadBalancerUids, sourceTags": rules("inboundRules", rule{"protocol": "icmp", "ports": "1"}),
	} {
		_, problems := firewall.Check(schema.Properties(given))
		assert.Equal(t, []string{name}, problems)
	}
}

func TestFirewallWhoseRulesAreUnknownIsNotRefused(t *testing.T) {
	_, firewall := newFirewall(t)
	_, problems := firewall.Check(schema.Properties(schema.Values{"inboundRules": schema.Unknown}))
	assert.Empty(t, problems)
	for _, unsure := range []rule{{"protocol": "tcp", "portRange": schema.Unknown}, {"protocol": schema.Unknown}} {
		_, problems = firewall.Check(schema.Properties(rules("inboundRules", unsure)))
		assert.Empty(t, problems)
	}
}

func TestFirewallWithoutSourcesIsAnErrorAndNoCrash(t *testing.T) {
	api, firewall := newFirewall(t)
	firewall.MustUp(rules("inboundRules", ssh()))
	api.Edit(func() {
		api.Firewalls[firewall.ID]["inbound_rules"] = []any{fakeapi.Doc{"protocol": "tcp", "ports": "22"}}
	})
	assert.ErrorContains(t, firewall.TryRefresh(), "has no sources in an inbound rule")
}
