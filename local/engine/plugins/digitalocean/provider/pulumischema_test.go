package provider_test

import (
	"encoding/json"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	codegen "github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/digitalocean/internal/stacktest"
)

func TestSchemaIsOneThatCodeGeneratorsTake(t *testing.T) {
	response, err := stacktest.Serve(t).GetSchema(p.GetSchemaRequest{})
	require.NoError(t, err)
	var spec codegen.PackageSpec
	require.NoError(t, json.Unmarshal([]byte(response.Schema), &spec))
	_, err = codegen.ImportSpec(spec, nil, codegen.NewNullLoader(), codegen.ValidationOptions{})
	require.NoError(t, err)
	droplet := spec.Resources["digitalocean:index/droplet:Droplet"]
	assert.Equal(t, []string{"image", "size"}, droplet.RequiredInputs)
	assert.NotContains(t, droplet.InputProperties, "ipv4Address")
	assert.Equal(t, "integer", droplet.Properties["memory"].Type)
}
