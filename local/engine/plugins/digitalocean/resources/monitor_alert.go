package resources

import (
	"context"
	"errors"
	"fmt"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

var monitorAlert = &schema.Resource{
	Token: "digitalocean:index/monitorAlert:MonitorAlert",
	Fields: schema.Fields{
		"type": required(oneOf(
			godo.DropletCPUUtilizationPercent,
			godo.DropletMemoryUtilizationPercent,
			godo.DropletDiskUtilizationPercent,
			godo.DropletPublicOutboundBandwidthRate,
			godo.DropletPublicInboundBandwidthRate,
			godo.DropletPrivateOutboundBandwidthRate,
			godo.DropletPrivateInboundBandwidthRate,
			godo.DropletDiskReadRate,
			godo.DropletDiskWriteRate,
			godo.DropletOneMinuteLoadAverage,
			godo.DropletFiveMinuteLoadAverage,
			godo.DropletFifteenMinuteLoadAverage,
			godo.LoadBalancerCPUUtilizationPercent,
			godo.LoadBalancerConnectionUtilizationPercent,
			godo.LoadBalancerDropletHealth,
			godo.LoadBalancerTLSUtilizationPercent,
			godo.LoadBalancerIncreaseInHTTPErrorRatePercentage4xx,
			godo.LoadBalancerIncreaseInHTTPErrorRatePercentage5xx,
			godo.LoadBalancerIncreaseInHTTPErrorRateCount4xx,
			godo.LoadBalancerIncreaseInHTTPErrorRateCount5xx,
			godo.LoadBalancerHighHttpResponseTime,
			godo.LoadBalancerHighHttpResponseTime50P,
			godo.LoadBalancerHighHttpResponseTime95P,
			godo.LoadBalancerHighHttpResponseTime99P,
			godo.DbaasFifteenMinuteLoadAverage,
			godo.DbaasMemoryUtilizationPercent,
			godo.DbaasDiskUtilizationPercent,
			godo.DbaasCPUUtilizationPercent,
		)),
		"compare":     required(oneOf(string(godo.GreaterThan), string(godo.LessThan))),
		"description": required(text),
		"enabled":     optional(withDefault(flag, true)),
		"value":       {Kind: schema.Number, Required: true, Validate: notNegative},
		"tags":        optional(setOf(tagName)),
		"alerts":      required(notifications),
		"entities":    {Kind: schema.Set, Elem: &text, Optional: true, Validate: notNone},
		"window":      required(oneOf("5m", "10m", "30m", "1h")),
		// It is the id; the official provider leaves it empty.
		"uuid": text,
	},
	Create: createMonitorAlert,
	Read:   readMonitorAlert,
	Update: updateMonitorAlert,
	Delete: deleteMonitorAlert,
}

func notNegative(value any) error {
	if number, ok := value.(float64); !ok || number < 0 {
		return errors.New("it must be at least 0")
	}
	return nil
}

func notNone(value any) error {
	if list, ok := value.([]any); !ok || len(list) == 0 {
		return errors.New("it must have at least one element")
	}
	return nil
}

func createMonitorAlert(ctx context.Context, api *godo.Client, inputs schema.Values) (string, schema.Values, error) {
	created, _, err := api.Monitoring.CreateAlertPolicy(ctx, monitorAlertRequest(inputs))
	if err != nil {
		return "", nil, fmt.Errorf("Error creating Alert Policy: %w", err)
	}
	attributes, err := readMonitorAlert(ctx, api, created.UUID, nil)
	return created.UUID, attributes, err
}

func readMonitorAlert(ctx context.Context, api *godo.Client, id string, _ schema.Values) (schema.Values, error) {
	found, response, err := api.Monitoring.GetAlertPolicy(ctx, id)
	if isGone(response) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("Error reading Alert: %w", err)
	}
	return schema.Values{
		"type":        found.Type,
		"compare":     string(found.Compare),
		"description": found.Description,
		"enabled":     found.Enabled,
		// The client's numbers here have 32 bits, so the state has 0.699999988079071 where the
		// API says 0.7. The official provider keeps the same.
		"value":    found.Value,
		"tags":     schema.List(found.Tags),
		"alerts":   notificationsFromAPI(found.Alerts.Email, found.Alerts.Slack),
		"entities": schema.List(found.Entities),
		"window":   found.Window,
	}, nil
}

func updateMonitorAlert(ctx context.Context, api *godo.Client, id string, change schema.Change) (schema.Values, error) {
	request := godo.AlertPolicyUpdateRequest(*monitorAlertRequest(change.Inputs))
	if _, _, err := api.Monitoring.UpdateAlertPolicy(ctx, id, &request); err != nil {
		return nil, fmt.Errorf("Error updating monitoring alert: %w", err)
	}
	return readMonitorAlert(ctx, api, id, nil)
}

func deleteMonitorAlert(ctx context.Context, api *godo.Client, id string, _ schema.Values) error {
	if _, err := api.Monitoring.DeleteAlertPolicy(ctx, id); err != nil {
		return fmt.Errorf("Error deleting monitor alert: %w", err)
	}
	return nil
}

func monitorAlertRequest(inputs schema.Values) *godo.AlertPolicyCreateRequest {
	email, slack := notificationsToAPI(inputs.Object("alerts"))
	return &godo.AlertPolicyCreateRequest{
		Type:        inputs.String("type"),
		Enabled:     godo.PtrTo(inputs.Bool("enabled")),
		Description: inputs.String("description"),
		Tags:        inputs.Strings("tags"),
		Compare:     godo.AlertPolicyComp(inputs.String("compare")),
		Window:      inputs.String("window"),
		Value:       float32(inputs.Number("value")),
		Entities:    inputs.Strings("entities"),
		Alerts:      godo.Alerts{Email: email, Slack: slack},
	}
}
