package resources

import (
	"context"
	"fmt"
	"strings"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

var firewall = &schema.Resource{
	Token: "digitalocean:index/firewall:Firewall",
	Fields: schema.Fields{
		"name":          autoNamed,
		"dropletIds":    optional(setOf(whole)),
		"tags":          optional(setOf(tagName)),
		"inboundRules":  optional(setOf(firewallRule("source"))),
		"outboundRules": optional(setOf(firewallRule("destination"))),
		"status":        text,
		"createdAt":     text,
		"pendingChanges": setOf(schema.Field{Kind: schema.Object, Fields: schema.Fields{
			"dropletId": whole, "removing": flag, "status": text,
		}}),
	},
	Rules:  firewallProblems,
	Create: createFirewall,
	Read:   readFirewall,
	Update: updateFirewall,
	Delete: deleteFirewall,
}

func createFirewall(ctx context.Context, api *godo.Client, inputs schema.Values) (string, schema.Values, error) {
	created, _, err := api.Firewalls.Create(ctx, firewallRequest(inputs))
	if err != nil {
		return "", nil, fmt.Errorf("Error creating firewall: %w", err)
	}
	attributes, err := readFirewall(ctx, api, created.ID, nil)
	return created.ID, attributes, err
}

func readFirewall(ctx context.Context, api *godo.Client, id string, _ schema.Values) (schema.Values, error) {
	found, response, err := api.Firewalls.Get(ctx, id)
	if isGone(response) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("Error retrieving firewall: %w", err)
	}
	inbound, outbound, err := rulesFromAPI(found)
	if err != nil {
		return nil, err
	}
	changes := make([]schema.Values, len(found.PendingChanges))
	for i, change := range found.PendingChanges {
		changes[i] = schema.Values{"dropletId": change.DropletID, "removing": change.Removing, "status": change.Status}
	}
	return schema.Values{
		"name":           found.Name,
		"dropletIds":     schema.List(found.DropletIDs),
		"tags":           schema.List(found.Tags),
		"inboundRules":   inbound,
		"outboundRules":  outbound,
		"status":         found.Status,
		"createdAt":      found.Created,
		"pendingChanges": schema.List(changes),
	}, nil
}

func updateFirewall(ctx context.Context, api *godo.Client, id string, change schema.Change) (schema.Values, error) {
	if _, _, err := api.Firewalls.Update(ctx, id, firewallRequest(change.Inputs)); err != nil {
		return nil, fmt.Errorf("Error updating firewall: %w", err)
	}
	return readFirewall(ctx, api, id, nil)
}

func deleteFirewall(ctx context.Context, api *godo.Client, id string, _ schema.Values) error {
	_, err := api.Firewalls.Delete(ctx, id)
	// The official provider takes a firewall for gone by these words alone.
	if err != nil && !strings.Contains(err.Error(), "404 Not Found") {
		return fmt.Errorf("Error deleting firewall: %w", err)
	}
	return nil
}

func firewallRequest(inputs schema.Values) *godo.FirewallRequest {
	request := &godo.FirewallRequest{
		Name:          inputs.String("name"),
		Tags:          inputs.Strings("tags"),
		InboundRules:  inboundToAPI(inputs.Objects("inboundRules")),
		OutboundRules: outboundToAPI(inputs.Objects("outboundRules")),
	}
	if ids := inputs.Ints("dropletIds"); len(ids) > 0 {
		request.DropletIDs = ids
	}
	return request
}
