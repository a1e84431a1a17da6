package resources

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

var uptimeAlert = &schema.Resource{
	Token: "digitalocean:index/uptimeAlert:UptimeAlert",
	Fields: schema.Fields{
		"name": {Kind: schema.String, Required: true, AutoName: true},
		// Another check's id is an update in place, as in the official provider.
		"checkId":    required(text),
		"type":       required(oneOf("latency", "down", "down_global", "ssl_expiry")),
		"threshold":  optional(whole),
		"comparison": optional(oneOf(string(godo.UptimeAlertGreaterThan), string(godo.UptimeAlertLessThan))),
		"period":     optional(oneOf("2m", "3m", "5m", "10m", "15m", "30m", "1h")),
		// A list, of which the first element counts.
		"notifications": {Kind: schema.Set, Elem: &notifications, Ordered: true, Required: true, Validate: notNone},
	},
	Create: createUptimeAlert,
	Read:   readUptimeAlert,
	Import: importUptimeAlert,
	Update: updateUptimeAlert,
	Delete: deleteUptimeAlert,
}

func createUptimeAlert(ctx context.Context, api *godo.Client, inputs schema.Values) (string, schema.Values, error) {
	created, _, err := api.UptimeChecks.CreateAlert(ctx, inputs.String("checkId"), uptimeAlertRequest(inputs))
	if err != nil {
		return "", nil, fmt.Errorf("Error creating Uptime Alert: %w", err)
	}
	attributes, err := readUptimeAlert(ctx, api, created.ID, inputs)
	return created.ID, attributes, err
}

func readUptimeAlert(ctx context.Context, api *godo.Client, id string, state schema.Values) (schema.Values, error) {
	check := state.String("checkId")
	found, response, err := api.UptimeChecks.GetAlert(ctx, check, id)
	if isGone(response) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("Error retrieving check: %w", err)
	}
	if found.Notifications == nil {
		return nil, incomplete("uptime alert "+id, "notifications")
	}
	return schema.Values{
		"name":       found.Name,
		"checkId":    check,
		"type":       found.Type,
		"threshold":  found.Threshold,
		"comparison": string(found.Comparison),
		"period":     found.Period,
		"notifications": schema.List([]schema.Values{
			notificationsFromAPI(found.Notifications.Email, found.Notifications.Slack),
		}),
	}, nil
}

func importUptimeAlert(text string) (string, schema.Values, error) {
	parts := strings.Split(text, ",")
	if len(parts) < 2 {
		return "", nil, errors.New("must use the IDs of the check and alert joined with a comma (e.g. `check_id,alert_id`)")
	}
	return parts[1], schema.Values{"checkId": parts[0]}, nil
}

func updateUptimeAlert(ctx context.Context, api *godo.Client, id string, change schema.Change) (schema.Values, error) {
	request := godo.UpdateUptimeAlertRequest(*uptimeAlertRequest(change.Inputs))
	if _, _, err := api.UptimeChecks.UpdateAlert(ctx, change.Inputs.String("checkId"), id, &request); err != nil {
		return nil, fmt.Errorf("Error updating Alert: %w", err)
	}
	return readUptimeAlert(ctx, api, id, change.Inputs)
}

func deleteUptimeAlert(ctx context.Context, api *godo.Client, id string, state schema.Values) error {
	if _, err := api.UptimeChecks.DeleteAlert(ctx, state.String("checkId"), id); err != nil {
		return fmt.Errorf("Error deleting uptime alerts: %w", err)
	}
	return nil
}

func uptimeAlertRequest(inputs schema.Values) *godo.CreateUptimeAlertRequest {
	email, slack := notificationsToAPI(inputs.Objects("notifications")[0])
	return &godo.CreateUptimeAlertRequest{
		Name:          inputs.String("name"),
		Type:          inputs.String("type"),
		Notifications: &godo.Notifications{Email: email, Slack: slack},
		Comparison:    godo.UptimeAlertComp(inputs.String("comparison")),
		Threshold:     inputs.Int("threshold"),
		Period:        inputs.String("period"),
	}
}
