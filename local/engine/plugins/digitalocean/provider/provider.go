// Package provider speaks the engine's protocol for a table of resources.
package provider

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/digitalocean/godo"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/middleware/cancel"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

// Name and Version are those that @pulumi/digitalocean asks the engine for.
const (
	Name    = "digitalocean"
	Version = "4.80.1"
)

type provider struct {
	resources map[tokens.Type]*schema.Resource
	// api is nil until Configure.
	api atomic.Pointer[godo.Client]
}

// New makes a provider of the given resources.
func New(resources ...*schema.Resource) p.Provider {
	d := &provider{resources: map[tokens.Type]*schema.Resource{}}
	for _, resource := range resources {
		d.resources[tokens.Type(resource.Token)] = resource
	}
	return cancel.Wrap(p.Provider{
		GetSchema:   d.getSchema,
		CheckConfig: checkConfig,
		DiffConfig:  diffConfig,
		Configure:   d.configure,
		Invoke:      d.invoke,
		Check:       d.check,
		Diff:        d.diff,
		Create:      d.create,
		Read:        d.read,
		Update:      d.update,
		Delete:      d.delete,
	})
}

func (d *provider) configure(_ context.Context, req p.ConfigureRequest) error {
	api, err := newClient(req.Args)
	if err == nil {
		d.api.Store(api)
	}
	return err
}

func (d *provider) invoke(_ context.Context, req p.InvokeRequest) (p.InvokeResponse, error) {
	return p.InvokeResponse{}, d.notCovered(string(req.Token))
}

func (d *provider) resource(token tokens.Type) (*schema.Resource, error) {
	if resource, ok := d.resources[token]; ok {
		return resource, nil
	}
	return nil, d.notCovered(string(token))
}

func (d *provider) notCovered(token string) error {
	var names []string
	for _, resource := range d.sorted() {
		names = append(names, resource.Name())
	}
	return fmt.Errorf("%s is not covered by this build of the digitalocean plugin, which has %s: "+
		"use the official plugin for it", token, strings.Join(names, ", "))
}
