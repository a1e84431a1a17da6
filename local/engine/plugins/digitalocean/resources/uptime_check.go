package resources

import (
	"context"
	"fmt"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

var uptimeCheck = &schema.Resource{
	Token: "digitalocean:index/uptimeCheck:UptimeCheck",
	Fields: schema.Fields{
		"name":    {Kind: schema.String, Required: true, AutoName: true},
		"regions": optional(setOf(text)),
		"type":    optional(withDefault(oneOf("ping", "http", "https"), "https")),
		"target":  required(text),
		"enabled": optional(withDefault(flag, true)),
	},
	Create: createUptimeCheck,
	Read:   readUptimeCheck,
	Update: updateUptimeCheck,
	Delete: deleteUptimeCheck,
}

func createUptimeCheck(ctx context.Context, api *godo.Client, inputs schema.Values) (string, schema.Values, error) {
	created, _, err := api.UptimeChecks.Create(ctx, uptimeCheckRequest(inputs))
	if err != nil {
		return "", nil, fmt.Errorf("Error creating Check: %w", err)
	}
	attributes, err := readUptimeCheck(ctx, api, created.ID, nil)
	return created.ID, attributes, err
}

func readUptimeCheck(ctx context.Context, api *godo.Client, id string, _ schema.Values) (schema.Values, error) {
	found, response, err := api.UptimeChecks.Get(ctx, id)
	if isGone(response) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("Error retrieving check: %w", err)
	}
	attributes := schema.Values{
		"name":    found.Name,
		"target":  found.Target,
		"enabled": found.Enabled,
		"regions": schema.List(found.Regions),
	}
	if found.Type != "" {
		attributes["type"] = found.Type
	}
	return attributes, nil
}

func updateUptimeCheck(ctx context.Context, api *godo.Client, id string, change schema.Change) (schema.Values, error) {
	request := godo.UpdateUptimeCheckRequest(*uptimeCheckRequest(change.Inputs))
	if _, _, err := api.UptimeChecks.Update(ctx, id, &request); err != nil {
		return nil, fmt.Errorf("Error updating uptime check: %w", err)
	}
	return readUptimeCheck(ctx, api, id, nil)
}

func deleteUptimeCheck(ctx context.Context, api *godo.Client, id string, _ schema.Values) error {
	if _, err := api.UptimeChecks.Delete(ctx, id); err != nil {
		return fmt.Errorf("Error deleting uptime checks: %w", err)
	}
	return nil
}

func uptimeCheckRequest(inputs schema.Values) *godo.CreateUptimeCheckRequest {
	request := &godo.CreateUptimeCheckRequest{
		Name:    inputs.String("name"),
		Target:  inputs.String("target"),
		Type:    inputs.String("type"),
		Enabled: inputs.Bool("enabled"),
	}
	// No regions are null, not an empty list.
	if regions := inputs.Strings("regions"); len(regions) > 0 {
		request.Regions = regions
	}
	return request
}
