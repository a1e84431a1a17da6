package provider

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/digitalocean/godo"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

func (d *provider) check(_ context.Context, req p.CheckRequest) (p.CheckResponse, error) {
	resource, err := d.resource(req.Urn.Type())
	if err != nil {
		return p.CheckResponse{}, err
	}
	inputs, problems := resource.Check(req.Urn.Name(), req.State, req.Inputs)
	return p.CheckResponse{Inputs: inputs, Failures: failures(problems)}, nil
}

// failures name no property: the engine would print the property's whole value, and each problem
// names its own already.
func failures(problems []string) []p.CheckFailure {
	var failures []p.CheckFailure
	for _, problem := range problems {
		failures = append(failures, p.CheckFailure{Reason: problem})
	}
	return failures
}

func (d *provider) diff(_ context.Context, req p.DiffRequest) (p.DiffResponse, error) {
	resource, err := d.resource(req.Urn.Type())
	if err != nil {
		return p.DiffResponse{}, err
	}
	return resource.Diff(req), nil
}

func (d *provider) create(ctx context.Context, req p.CreateRequest) (p.CreateResponse, error) {
	resource, err := d.resource(req.Urn.Type())
	if err != nil {
		return p.CreateResponse{}, err
	}
	if req.DryRun {
		return p.CreateResponse{Properties: resource.PreviewCreate(req.Properties)}, nil
	}
	api, err := d.client()
	if err != nil {
		return p.CreateResponse{}, err
	}
	ctx, cancel := bound(ctx, req.Timeout, resource.CreateTimeout)
	defer cancel()
	id, attributes, err := resource.Create(ctx, api, schema.Plain(req.Properties))
	if id == "" {
		return p.CreateResponse{}, explain(err)
	}
	response := p.CreateResponse{ID: id, Properties: resource.State(req.Properties, property.Map{}, attributes)}
	response.PartialState, err = partial(err)
	return response, err
}

func (d *provider) read(ctx context.Context, req p.ReadRequest) (p.ReadResponse, error) {
	resource, err := d.resource(req.Urn.Type())
	if err != nil {
		return p.ReadResponse{}, err
	}
	api, err := d.client()
	if err != nil {
		return p.ReadResponse{}, err
	}
	id, known := req.ID, schema.Plain(req.Properties)
	if req.Properties.Len() == 0 && resource.Import != nil {
		if id, known, err = resource.Import(req.ID); err != nil {
			return p.ReadResponse{}, err
		}
	}
	attributes, err := resource.Read(ctx, api, id, known)
	if err != nil || attributes == nil {
		return p.ReadResponse{}, explain(err)
	}
	state := resource.Refreshed(req.Inputs, req.Properties, attributes)
	return p.ReadResponse{ID: id, Properties: state, Inputs: resource.RefreshedInputs(req.Inputs, state)}, nil
}

func (d *provider) update(ctx context.Context, req p.UpdateRequest) (p.UpdateResponse, error) {
	resource, err := d.resource(req.Urn.Type())
	if err != nil {
		return p.UpdateResponse{}, err
	}
	if req.DryRun {
		return p.UpdateResponse{Properties: resource.PreviewUpdate(req.State, req.Inputs, req.IgnoreChanges)}, nil
	}
	api, err := d.client()
	if err != nil {
		return p.UpdateResponse{}, err
	}
	ctx, cancel := bound(ctx, req.Timeout, resource.UpdateTimeout)
	defer cancel()
	attributes, err := resource.Apply(ctx, api, req)
	if err == nil {
		return p.UpdateResponse{Properties: resource.State(req.Inputs, req.State, attributes)}, nil
	}
	response := p.UpdateResponse{Properties: reached(ctx, api, resource, req, err)}
	response.PartialState, err = partial(err)
	return response, err
}

// reached is the state after a failed update. What was done before the failure is told by the API,
// so that the next update does the rest and not what is done already.
func reached(ctx context.Context, api *godo.Client, resource *schema.Resource, req p.UpdateRequest, failure error) property.Map {
	if errors.Is(failure, syscall.ECONNREFUSED) {
		return req.State
	}
	attributes, err := resource.Read(ctx, api, req.ID, schema.Plain(req.State))
	if err != nil || attributes == nil {
		return req.State
	}
	return resource.Refreshed(req.Inputs, req.State, attributes)
}

func (d *provider) delete(ctx context.Context, req p.DeleteRequest) error {
	resource, err := d.resource(req.Urn.Type())
	if err != nil {
		return err
	}
	api, err := d.client()
	if err != nil {
		return err
	}
	ctx, cancel := bound(ctx, req.Timeout, resource.DeleteTimeout)
	defer cancel()
	return explain(resource.Delete(ctx, api, req.ID, schema.Plain(req.Properties)))
}

func (d *provider) client() (*godo.Client, error) {
	if api := d.api.Load(); api != nil {
		return api, nil
	}
	return nil, errors.New("digitalocean: the provider is not configured yet")
}

func bound(ctx context.Context, customSeconds float64, otherwise time.Duration) (context.Context, context.CancelFunc) {
	switch {
	case customSeconds > 0:
		return context.WithTimeout(ctx, time.Duration(customSeconds*float64(time.Second)))
	case otherwise > 0:
		return context.WithTimeout(ctx, otherwise)
	default:
		return context.WithCancel(ctx)
	}
}

// partial keeps a resource that exists and is not right yet in the state, with the reason.
func partial(err error) (*p.InitializationFailed, error) {
	if err == nil {
		return nil, nil
	}
	err = explain(err)
	return &p.InitializationFailed{Reasons: []string{err.Error()}}, err
}

func explain(err error) error {
	if errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("%w (is the local cloud running? `npm run cloud -- start`)", err)
	}
	return err
}
