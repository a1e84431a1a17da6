// Package plugintest drives a plugin's resources in the test's own process, through the
// provider protocol's calls.
package plugintest

import (
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/internal/plugin"
)

// Resource is one resource of a running plugin.
type Resource struct {
	t      *testing.T
	server integration.Server
	urn    resource.URN
}

// New serves the resources as package name and speaks to the one of them that has token.
func New(t *testing.T, name string, token tokens.Type, resources ...infer.InferredResource) Resource {
	t.Helper()
	provider, err := plugin.Build(resources...)
	require.NoError(t, err)
	server, err := integration.NewServer(
		t.Context(), name, semver.MustParse("1.0.0"), integration.WithProvider(provider))
	require.NoError(t, err)
	return Resource{t, server, resource.NewURN("stack", "project", "", token, "name")}
}

// Check returns the checked inputs and the failures.
func (r Resource) Check(inputs map[string]property.Value) (property.Map, []p.CheckFailure) {
	r.t.Helper()
	response, err := r.server.Check(p.CheckRequest{Urn: r.urn, Inputs: property.NewMap(inputs)})
	require.NoError(r.t, err)
	return response.Inputs, response.Failures
}

// Create checks the inputs, which must pass, and creates.
func (r Resource) Create(inputs map[string]property.Value, dryRun bool) p.CreateResponse {
	r.t.Helper()
	checked, failures := r.Check(inputs)
	require.Empty(r.t, failures)
	response, err := r.server.Create(p.CreateRequest{Urn: r.urn, Properties: checked, DryRun: dryRun})
	require.NoError(r.t, err)
	return response
}

// Diff is what a change of the inputs of a resource that exists leads to.
func (r Resource) Diff(old, new map[string]property.Value) p.DiffResponse {
	r.t.Helper()
	created := r.Create(old, false)
	oldInputs, _ := r.Check(old)
	newInputs, failures := r.Check(new)
	require.Empty(r.t, failures)
	response, err := r.server.Diff(p.DiffRequest{
		ID: created.ID, Urn: r.urn, State: created.Properties, OldInputs: oldInputs, Inputs: newInputs,
	})
	require.NoError(r.t, err)
	return response
}

// Import reads a resource of which only the id is known.
func (r Resource) Import(id string) error {
	_, err := r.server.Read(p.ReadRequest{ID: id, Urn: r.urn})
	return err
}

// Refresh reads a resource that exists.
func (r Resource) Refresh(created p.CreateResponse, inputs property.Map) (p.ReadResponse, error) {
	return r.server.Read(p.ReadRequest{
		ID: created.ID, Urn: r.urn, Properties: created.Properties, Inputs: inputs,
	})
}
