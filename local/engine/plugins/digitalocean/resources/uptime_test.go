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
	uptimeCheckToken = "digitalocean:index/uptimeCheck:UptimeCheck"
	uptimeAlertToken = "digitalocean:index/uptimeAlert:UptimeAlert"
)

func TestUptimeCheckLife(t *testing.T) {
	api, check := newResource(t, uptimeCheckToken)
	program := schema.Values{"name": "site", "target": "https://example.com/"}
	state := check.MustUp(program)
	assert.Equal(t, "check-101", check.ID)
	assert.Equal(t, []string{"POST /v2/uptime/checks", "GET /v2/uptime/checks/check-101"}, api.Calls())
	assert.Equal(t, []string{`{"name":"site","type":"https","target":"https://example.com/","regions":null,"enabled":true}`},
		trimmed(api.Bodies("POST /v2/uptime/checks")))
	assert.Equal(t, schema.Values{"name": "site", "target": "https://example.com/", "type": "https", "enabled": true, "regions": []any{}}, state)
	require.True(t, check.Refresh())
	assert.False(t, check.Diff(program).HasChanges)

	changed := schema.Values{"name": "other", "target": "http://198.18.0.1/", "type": "http", "regions": []any{"eu_west", "us_east"}, "enabled": false}
	for name, change := range check.Diff(changed).DetailedDiff {
		assert.Contains(t, []p.DiffKind{p.Add, p.Update}, change.Kind, name)
	}
	assert.Len(t, check.Diff(changed).DetailedDiff, 5)
	check.MustUp(changed)
	assert.Equal(t, []string{`{"name":"other","type":"http","target":"http://198.18.0.1/","regions":["eu_west","us_east"],"enabled":false}`},
		trimmed(api.Bodies("PUT /v2/uptime/checks/check-101")))
	changed["regions"] = []any{"us_east", "eu_west"}
	assert.False(t, check.Diff(changed).HasChanges, "regions have no order")

	require.NoError(t, check.Delete())
	assert.EqualError(t, check.Delete(), "Error deleting uptime checks: DELETE "+api.URL+
		"/v2/uptime/checks/check-101: 404 The resource you were accessing could not be found.")
	assert.False(t, check.Refresh())
}

func TestUptimeCheckNameIsGenerated(t *testing.T) {
	_, check := newResource(t, uptimeCheckToken)
	assert.Regexp(t, "^it-[0-9a-f]{7}$", check.MustUp(schema.Values{"target": "https://example.com/"})["name"])
	assert.False(t, check.Diff(schema.Values{"target": "https://example.com/"}).HasChanges)
}

func TestUptimeCheckErrors(t *testing.T) {
	api, check := newResource(t, uptimeCheckToken)
	program := schema.Values{"name": "site", "target": "https://example.com/"}
	api.Fail("POST /v2/uptime/checks", 422, "no")
	assert.EqualError(t, check.Up(program), "Error creating Check: POST "+api.URL+"/v2/uptime/checks: 422 no")

	api, check = newResource(t, uptimeCheckToken)
	check.MustUp(program)
	api.Fail("PUT /v2/uptime/checks/check-101", 422, "no")
	assert.EqualError(t, check.Up(schema.Values{"name": "other", "target": "https://example.com/"}),
		"Error updating uptime check: PUT "+api.URL+"/v2/uptime/checks/check-101: 422 no")
	api.Fail("GET /v2/uptime/checks/check-101", 401, "no")
	assert.EqualError(t, check.TryRefresh(), "Error retrieving check: GET "+api.URL+"/v2/uptime/checks/check-101: 401 no")
}

func TestUptimeCheckProblems(t *testing.T) {
	_, check := newResource(t, uptimeCheckToken)
	for problem, program := range map[string]schema.Values{
		"target is missing: UptimeCheck needs a string":      {"name": "site"},
		`type is "tcp": it must be one of ping, http, https`: {"target": "t", "type": "tcp"},
	} {
		_, problems := check.Check(schema.Properties(program))
		assert.Equal(t, []string{problem}, problems)
	}
}

func downAlert(changes schema.Values) schema.Values {
	program := schema.Values{"name": "down", "checkId": "check-1", "type": "down", "period": "2m", "notifications": []any{by("ada@example.com")}}
	for name, value := range changes {
		program[name] = value
	}
	return program
}

func newUptimeAlert(t *testing.T) (*fakeapi.API, *stacktest.Resource) {
	api, alert := newResource(t, uptimeAlertToken)
	api.Checks["check-1"], api.Checks["check-2"] = fakeapi.Doc{"id": "check-1"}, fakeapi.Doc{"id": "check-2"}
	return api, alert
}

func TestUptimeAlertLife(t *testing.T) {
	api, alert := newUptimeAlert(t)
	state := alert.MustUp(downAlert(nil))
	assert.Equal(t, "alert-101", alert.ID)
	assert.Equal(t, []string{"POST /v2/uptime/checks/check-1/alerts", "GET /v2/uptime/checks/check-1/alerts/alert-101"}, api.Calls())
	assert.Equal(t, []string{`{"name":"down","type":"down","threshold":0,"comparison":"",` +
		`"notifications":{"email":["ada@example.com"],"slack":null},"period":"2m"}`}, trimmed(api.Bodies("POST /v2/uptime/checks/check-1/alerts")))
	assert.Equal(t, "check-1", state["checkId"])
	require.True(t, alert.Refresh())
	assert.False(t, alert.Diff(downAlert(nil)).HasChanges, "what was not set is no change")

	changed := downAlert(schema.Values{"threshold": 1.0, "comparison": "less_than", "notifications": []any{by("bob@example.com")}})
	assert.Equal(t, map[string]p.PropertyDiff{
		"threshold": {Kind: p.Update, InputDiff: true}, "comparison": {Kind: p.Update, InputDiff: true},
		"notifications": {Kind: p.Update, InputDiff: true},
	}, alert.Diff(changed).DetailedDiff, "nothing replaces")
	alert.MustUp(changed)
	assert.Equal(t, []string{`{"name":"down","type":"down","threshold":1,"comparison":"less_than",` +
		`"notifications":{"email":["bob@example.com"],"slack":null},"period":"2m"}`}, trimmed(api.Bodies("PUT /v2/uptime/checks/check-1/alerts/alert-101")))
	assert.False(t, alert.Diff(changed).HasChanges)

	require.NoError(t, alert.Delete())
	assert.EqualError(t, alert.Delete(), "Error deleting uptime alerts: DELETE "+api.URL+
		"/v2/uptime/checks/check-1/alerts/alert-101: 404 The resource you were accessing could not be found.")
	assert.False(t, alert.Refresh())
}

func TestUptimeAlertOfAnotherCheckIsAskedForThere(t *testing.T) {
	api, alert := newUptimeAlert(t)
	alert.MustUp(downAlert(nil))
	moved := downAlert(schema.Values{"checkId": "check-2"})
	assert.Equal(t, p.Update, alert.Diff(moved).DetailedDiff["checkId"].Kind, "as with the official provider")
	assert.EqualError(t, alert.Up(moved), "Error updating Alert: PUT "+api.URL+
		"/v2/uptime/checks/check-2/alerts/alert-101: 404 The resource you were accessing could not be found.")
	assert.Equal(t, "check-1", schema.Plain(alert.State)["checkId"])
}

func TestUptimeAlertImport(t *testing.T) {
	api, alert := newUptimeAlert(t)
	alert.MustUp(downAlert(nil))
	imported := stacktest.New(t, stacktest.Configured(t, api.URL), uptimeAlertToken, "it")
	imported.ID = "alert-101"
	assert.EqualError(t, imported.TryRefresh(), "must use the IDs of the check and alert joined with a comma (e.g. `check_id,alert_id`)")
	assert.Equal(t, "check-1", imported.Import("check-1,alert-101")["checkId"])
	assert.Equal(t, "alert-101", imported.ID)
	assert.False(t, imported.Diff(downAlert(nil)).HasChanges)
}

func TestUptimeAlertErrors(t *testing.T) {
	api, alert := newUptimeAlert(t)
	api.Fail("POST /v2/uptime/checks/check-1/alerts", 422, "no")
	assert.EqualError(t, alert.Up(downAlert(nil)), "Error creating Uptime Alert: POST "+api.URL+"/v2/uptime/checks/check-1/alerts: 422 no")

	api, alert = newUptimeAlert(t)
	alert.MustUp(downAlert(nil))
	api.Edit(func() { delete(api.Alerts["check-1/alert-101"], "notifications") })
	assert.EqualError(t, alert.TryRefresh(), "the API's answer for uptime alert alert-101 has no notifications")
	api.Fail("GET /v2/uptime/checks/check-1/alerts/alert-101", 401, "no")
	assert.EqualError(t, alert.TryRefresh(), "Error retrieving check: GET "+api.URL+"/v2/uptime/checks/check-1/alerts/alert-101: 401 no")
}

func TestUptimeAlertProblems(t *testing.T) {
	_, alert := newUptimeAlert(t)
	for problem, changes := range map[string]schema.Values{
		"checkId is missing: UptimeAlert needs a string":                                         {"checkId": nil},
		`type is "up": it must be one of latency, down, down_global, ssl_expiry`:                 {"type": "up"},
		`period is "7m": it must be one of 2m, 3m, 5m, 10m, 15m, 30m, 1h`:                        {"period": "7m"},
		`comparison is "equal": it must be one of greater_than, less_than`:                       {"comparison": "equal"},
		"threshold is 0.5: it must be a whole number":                                            {"threshold": 0.5},
		"notifications is missing: UptimeAlert needs a list":                                     {"notifications": nil},
		"notifications is []: it must have at least one element":                                 {"notifications": []any{}},
		"notifications[0].email is not an input of notifications[0], which takes emails, slacks": {"notifications": []any{rule{"email": []any{"a"}}}},
	} {
		_, problems := alert.Check(schema.Properties(downAlert(changes)))
		assert.Equal(t, []string{problem}, problems)
	}
}
