// Package stacktest drives the provider the way the engine does: inputs are checked against the
// old ones, compared with the state, and then created, updated or replaced.
package stacktest

import (
	"context"
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/digitalocean/provider"
	"django-droplet/local/engine/plugins/digitalocean/resources"
	"django-droplet/local/engine/plugins/digitalocean/schema"
)

// Token is what the stack's provider says to the API.
const Token = "dop_v1_test"

// Serve starts a provider that is not configured yet.
func Serve(t *testing.T) integration.Server {
	t.Helper()
	server, err := integration.NewServer(context.Background(), provider.Name, semver.MustParse(provider.Version),
		integration.WithProvider(provider.New(resources.All()...)))
	require.NoError(t, err)
	return server
}

// Configured starts a provider for an endpoint, which retries at once.
func Configured(t *testing.T, endpoint string) integration.Server {
	t.Helper()
	server := Serve(t)
	require.NoError(t, server.Configure(p.ConfigureRequest{Args: schema.Properties(schema.Values{
		"apiEndpoint": endpoint, "token": Token,
		"httpRetryMax": "2", "httpRetryWaitMin": "0.001", "httpRetryWaitMax": "0.002",
	})}))
	return server
}

// Resource is one resource of a stack, with what the engine's state has of it.
type Resource struct {
	ID            string
	Inputs, State property.Map
	// Ignored are the program's ignoreChanges.
	Ignored []string

	t      *testing.T
	server integration.Server
	urn    resource.URN
}

// New makes a resource that does not exist yet; its type is the last part of the token.
func New(t *testing.T, server integration.Server, token, name string) *Resource {
	urn := resource.NewURN("test", "django-droplet", "", tokens.Type(token), name)
	return &Resource{t: t, server: server, urn: urn}
}

// Resume gives the resource to another provider, as the next run of the engine does.
func Resume(t *testing.T, server integration.Server, r *Resource) *Resource {
	next := *r
	next.t, next.server = t, server
	return &next
}

// Check gives the problems of the program's inputs, and the inputs as the provider completes them.
func (r *Resource) Check(program property.Map) (property.Map, []string) {
	r.t.Helper()
	inputs, problems, err := r.TryCheck(program)
	require.NoError(r.t, err)
	return inputs, problems
}

// TryCheck is Check that may fail.
func (r *Resource) TryCheck(program property.Map) (inputs property.Map, problems []string, err error) {
	response, err := r.server.Check(p.CheckRequest{Urn: r.urn, State: r.Inputs, Inputs: program})
	for _, failure := range response.Failures {
		problems = append(problems, failure.Reason)
	}
	return response.Inputs, problems, err
}

// Diff compares the state with the program's inputs.
func (r *Resource) Diff(program schema.Values) p.DiffResponse {
	r.t.Helper()
	response, err := r.server.Diff(p.DiffRequest{
		ID: r.ID, Urn: r.urn, State: r.State, OldInputs: r.Inputs, Inputs: r.checked(program), IgnoreChanges: r.Ignored,
	})
	require.NoError(r.t, err)
	return response
}

// Preview gives the state that a preview shows.
func (r *Resource) Preview(program schema.Values) schema.Values {
	r.t.Helper()
	inputs := r.checked(program)
	if r.ID == "" {
		response, err := r.server.Create(p.CreateRequest{Urn: r.urn, Properties: inputs, DryRun: true})
		require.NoError(r.t, err)
		return schema.Plain(response.Properties)
	}
	response, err := r.server.Update(p.UpdateRequest{
		ID: r.ID, Urn: r.urn, State: r.State, OldInputs: r.Inputs, Inputs: inputs, DryRun: true, IgnoreChanges: r.Ignored,
	})
	require.NoError(r.t, err)
	return schema.Plain(response.Properties)
}

// Up creates or updates in place, and keeps what the engine would keep, after a failure too.
func (r *Resource) Up(program schema.Values) error {
	r.t.Helper()
	return r.apply(r.checked(program), 0)
}

// UpWithin is Up with the program's customTimeouts.
func (r *Resource) UpWithin(seconds float64, program schema.Values) error {
	r.t.Helper()
	return r.apply(r.checked(program), seconds)
}

// UpChecked is Up with inputs that were checked already.
func (r *Resource) UpChecked(inputs property.Map) error { return r.apply(inputs, 0) }

// MustUp is Up that has to succeed; it gives the new state.
func (r *Resource) MustUp(program schema.Values) schema.Values {
	r.t.Helper()
	require.NoError(r.t, r.Up(program))
	return schema.Plain(r.State)
}

func (r *Resource) apply(inputs property.Map, timeout float64) error {
	if r.ID == "" {
		response, err := r.server.Create(p.CreateRequest{Urn: r.urn, Properties: inputs, Timeout: timeout})
		if err == nil || response.PartialState != nil {
			r.ID, r.Inputs, r.State = response.ID, inputs, response.Properties
		}
		return err
	}
	response, err := r.server.Update(p.UpdateRequest{
		ID: r.ID, Urn: r.urn, State: r.State, OldInputs: r.Inputs, Inputs: inputs, Timeout: timeout, IgnoreChanges: r.Ignored,
	})
	if err == nil || response.PartialState != nil {
		r.Inputs, r.State = inputs, response.Properties
	}
	return err
}

// Refresh reads the resource, and tells whether it is there.
func (r *Resource) Refresh() bool {
	r.t.Helper()
	require.NoError(r.t, r.TryRefresh())
	return r.ID != ""
}

// TryRefresh is Refresh that may fail, which leaves the state as it was.
func (r *Resource) TryRefresh() error {
	response, err := r.server.Read(p.ReadRequest{ID: r.ID, Urn: r.urn, Properties: r.State, Inputs: r.Inputs})
	if err == nil {
		r.ID, r.Inputs, r.State = response.ID, response.Inputs, response.Properties
	}
	return err
}

// Import reads a resource by its id alone.
func (r *Resource) Import(id string) schema.Values {
	r.t.Helper()
	r.ID = id
	require.True(r.t, r.Refresh())
	return schema.Plain(r.State)
}

// Delete deletes the resource.
func (r *Resource) Delete() error {
	return r.server.Delete(p.DeleteRequest{ID: r.ID, Urn: r.urn, Properties: r.State, OldInputs: r.Inputs})
}

func (r *Resource) checked(program schema.Values) property.Map {
	r.t.Helper()
	inputs, problems := r.Check(schema.Properties(program))
	require.Empty(r.t, problems)
	return inputs
}
