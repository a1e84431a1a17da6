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

const monitorAlertToken = "digitalocean:index/monitorAlert:MonitorAlert"

// by tells people by mail.
func by(addresses ...any) map[string]any { return map[string]any{"emails": addresses} }

func loadAlert(changes schema.Values) schema.Values {
	program := schema.Values{
		"type": "v1/insights/droplet/load_5", "compare": "GreaterThan", "description": "load", "value": 2.0, "window": "5m",
		"tags": []any{"web"}, "alerts": by("ada@example.com"),
	}
	for name, value := range changes {
		program[name] = value
	}
	return program
}

func newMonitorAlert(t *testing.T) (*fakeapi.API, *stacktest.Resource) {
	return newResource(t, monitorAlertToken)
}

func TestMonitorAlertLife(t *testing.T) {
	api, alert := newMonitorAlert(t)
	state := alert.MustUp(loadAlert(nil))
	assert.Equal(t, "policy-101", alert.ID)
	assert.Equal(t, []string{"POST /v2/monitoring/alerts", "GET /v2/monitoring/alerts/policy-101"}, api.Calls())
	assert.JSONEq(t, `{"type":"v1/insights/droplet/load_5","description":"load","compare":"GreaterThan","value":2,"window":"5m",
		"entities":[],"tags":["web"],"alerts":{"slack":null,"email":["ada@example.com"]},"enabled":true}`,
		api.Bodies("POST /v2/monitoring/alerts")[0])
	assert.Equal(t, true, state["enabled"], "by default")
	assert.NotContains(t, state, "uuid")
	require.True(t, alert.Refresh())
	assert.False(t, alert.Diff(loadAlert(nil)).HasChanges)

	changed := loadAlert(schema.Values{"value": 4.0, "alerts": by("bob@example.com"), "entities": []any{101.0}, "tags": nil})
	diff := alert.Diff(changed)
	assert.Equal(t, map[string]p.PropertyDiff{
		"value": {Kind: p.Update, InputDiff: true}, "alerts": {Kind: p.Update, InputDiff: true},
		"entities": {Kind: p.Update, InputDiff: true}, "tags": {Kind: p.Delete, InputDiff: true},
	}, diff.DetailedDiff, "nothing replaces")
	alert.MustUp(changed)
	assert.JSONEq(t, `{"type":"v1/insights/droplet/load_5","description":"load","compare":"GreaterThan","value":4,"window":"5m",
		"entities":["101"],"tags":[],"alerts":{"slack":null,"email":["bob@example.com"]},"enabled":true}`,
		api.Bodies("PUT /v2/monitoring/alerts/policy-101")[0])

	require.NoError(t, alert.Delete())
	assert.EqualError(t, alert.Delete(), "Error deleting monitor alert: DELETE "+api.URL+
		"/v2/monitoring/alerts/policy-101: 404 The resource you were accessing could not be found.")
	assert.False(t, alert.Refresh())
}

func TestMonitorAlertEveryInputIsChangedInPlace(t *testing.T) {
	_, alert := newMonitorAlert(t)
	alert.MustUp(loadAlert(nil))
	for name, value := range map[string]any{
		"type": "v1/insights/droplet/load_15", "compare": "LessThan", "description": "other", "enabled": false, "window": "1h",
	} {
		assert.Equal(t, p.Update, alert.Diff(loadAlert(schema.Values{name: value})).DetailedDiff[name].Kind, name)
	}
}

func TestMonitorAlertKeepsItsValueIn32Bits(t *testing.T) {
	api, alert := newMonitorAlert(t)
	alert.MustUp(loadAlert(schema.Values{"value": 0.7}))
	assert.Contains(t, api.Bodies("POST /v2/monitoring/alerts")[0], `"value":0.7,`)
	assert.True(t, alert.Diff(loadAlert(schema.Values{"value": 0.7})).HasChanges, "as with the official provider")
	exact := loadAlert(schema.Values{"value": float64(float32(0.7))})
	assert.False(t, alert.Diff(exact).HasChanges)
	alert.MustUp(exact)
	assert.Contains(t, api.Bodies("PUT /v2/monitoring/alerts/policy-101")[0], `"value":0.7,`)
}

func TestMonitorAlertAddressesHaveAnOrder(t *testing.T) {
	_, alert := newMonitorAlert(t)
	alert.MustUp(loadAlert(schema.Values{"alerts": by("ada@example.com", "bob@example.com"), "tags": []any{"a", "b"}}))
	same := schema.Values{"alerts": by("ada@example.com", "bob@example.com"), "tags": []any{"b", "a"}}
	assert.False(t, alert.Diff(loadAlert(same)).HasChanges, "tags have none")
	other := schema.Values{"alerts": by("bob@example.com", "ada@example.com"), "tags": []any{"a", "b"}}
	assert.True(t, alert.Diff(loadAlert(other)).HasChanges)
}

func TestMonitorAlertChannelsInAnotherCaseAreTheSame(t *testing.T) {
	api, alert := newMonitorAlert(t)
	to := func(channel string) schema.Values {
		slack := map[string]any{"channel": channel, "url": "https://hooks.example/1"}
		return loadAlert(schema.Values{"alerts": map[string]any{"slacks": []any{slack}}})
	}
	alert.MustUp(to("Alerts"))
	assert.Contains(t, api.Bodies("POST /v2/monitoring/alerts")[0],
		`"alerts":{"slack":[{"url":"https://hooks.example/1","channel":"Alerts"}],"email":null}`)
	assert.False(t, alert.Diff(to("alerts")).HasChanges)
	assert.True(t, alert.Diff(to("other")).HasChanges)
}

func TestMonitorAlertDriftIsAChange(t *testing.T) {
	api, alert := newMonitorAlert(t)
	alert.MustUp(loadAlert(nil))
	api.Edit(func() { api.Policies[alert.ID]["enabled"] = false })
	require.True(t, alert.Refresh())
	assert.Equal(t, p.Update, alert.Diff(loadAlert(nil)).DetailedDiff["enabled"].Kind)
}

func TestMonitorAlertImport(t *testing.T) {
	api, alert := newMonitorAlert(t)
	alert.MustUp(loadAlert(nil))
	imported := stacktest.New(t, stacktest.Configured(t, api.URL), monitorAlertToken, "it")
	assert.Equal(t, 2.0, imported.Import("policy-101")["value"])
	assert.False(t, imported.Diff(loadAlert(nil)).HasChanges)
}

func TestMonitorAlertErrors(t *testing.T) {
	api, alert := newMonitorAlert(t)
	api.Fail("POST /v2/monitoring/alerts", 422, "no")
	assert.EqualError(t, alert.Up(loadAlert(nil)), "Error creating Alert Policy: POST "+api.URL+"/v2/monitoring/alerts: 422 no")

	api, alert = newMonitorAlert(t)
	alert.MustUp(loadAlert(nil))
	api.Fail("PUT /v2/monitoring/alerts/policy-101", 422, "no")
	assert.EqualError(t, alert.Up(loadAlert(schema.Values{"value": 4.0})),
		"Error updating monitoring alert: PUT "+api.URL+"/v2/monitoring/alerts/policy-101: 422 no")
	api.Fail("GET /v2/monitoring/alerts/policy-101", 401, "no")
	assert.EqualError(t, alert.TryRefresh(), "Error reading Alert: GET "+api.URL+"/v2/monitoring/alerts/policy-101: 401 no")
}

func TestMonitorAlertProblems(t *testing.T) {
	_, alert := newMonitorAlert(t)
	for problem, changes := range map[string]schema.Values{
		`compare is "MoreThan": it must be one of GreaterThan, LessThan`: {"compare": "MoreThan"},
		`window is "7m": it must be one of 5m, 10m, 30m, 1h`:             {"window": "7m"},
		"value is -1: it must be at least 0":                             {"value": -1.0},
		"entities is []: it must have at least one element": {
			"entities": []any{}},
		"alerts is missing: MonitorAlert needs an object":                                      {"alerts": nil},
		"alerts.email is not an input of alerts, which takes emails, slacks":                   {"alerts": map[string]any{"email": []any{"a"}}},
		`alerts.slacks[0].url is "": it must not be empty`:                                     {"alerts": slackTo("")},
		`tags[0] is "a b": a tag has 1 to 255 letters, digits, colons, dashes and underscores`: {"tags": []any{"a b"}},
		"uuid is not an input of MonitorAlert, which takes alerts, compare, description, enabled, entities, tags, type, value, window": {
			"uuid": "x"},
	} {
		_, problems := alert.Check(schema.Properties(loadAlert(changes)))
		assert.Equal(t, []string{problem}, problems)
	}
	_, problems := alert.Check(schema.Properties(loadAlert(schema.Values{"type": "v1/insights/droplet/load_7"})))
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0], `type is "v1/insights/droplet/load_7": it must be one of v1/insights/droplet/cpu, `)
}

func slackTo(url string) map[string]any {
	return map[string]any{"slacks": []any{map[string]any{"channel": "c", "url": url}}}
}
