package provider

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	codegen "github.com/pulumi/pulumi/pkg/v3/codegen/schema"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

// getSchema tells the engine's code generators (`pulumi import`) of the resources covered.
func (d *provider) getSchema(context.Context, p.GetSchemaRequest) (p.GetSchemaResponse, error) {
	spec := codegen.PackageSpec{
		Name: Name, Version: Version, Resources: map[string]codegen.ResourceSpec{},
		// Tokens such as index/droplet:Droplet belong to the module index.
		Meta: &codegen.MetadataSpec{ModuleFormat: "(.*)(?:/[^/]*)"},
	}
	for _, resource := range d.sorted() {
		required := func(f schema.Field) bool { return f.Required && !f.AutoName }
		spec.Resources[resource.Token] = codegen.ResourceSpec{
			ObjectTypeSpec: codegen.ObjectTypeSpec{
				Properties: properties(resource.Fields, func(schema.Field) bool { return true }),
				Required:   resource.Fields.Names(func(f schema.Field) bool { return f.Required || f.Computed || !f.IsInput() }),
			},
			InputProperties: properties(resource.Fields, schema.Field.IsInput),
			RequiredInputs:  resource.Fields.Names(required),
		}
	}
	settings := properties(configFields(), schema.Field.IsInput)
	spec.Config = codegen.ConfigSpec{Variables: settings}
	spec.Provider = &codegen.ResourceSpec{InputProperties: settings}
	text, err := json.Marshal(spec)
	return p.GetSchemaResponse{Schema: string(text)}, err
}

func (d *provider) sorted() []*schema.Resource {
	var resources []*schema.Resource
	for _, resource := range d.resources {
		resources = append(resources, resource)
	}
	slices.SortFunc(resources, func(a, b *schema.Resource) int { return strings.Compare(a.Token, b.Token) })
	return resources
}

func properties(fields schema.Fields, keep func(schema.Field) bool) map[string]codegen.PropertySpec {
	specs := map[string]codegen.PropertySpec{}
	for _, name := range fields.Names(keep) {
		specs[name] = codegen.PropertySpec{TypeSpec: typeSpec(fields[name])}
	}
	return specs
}

func typeSpec(field schema.Field) codegen.TypeSpec {
	switch field.Kind {
	case schema.Bool:
		return codegen.TypeSpec{Type: "boolean"}
	case schema.Int:
		return codegen.TypeSpec{Type: "integer"}
	case schema.Number:
		return codegen.TypeSpec{Type: "number"}
	case schema.Set:
		items := typeSpec(*field.Elem)
		return codegen.TypeSpec{Type: "array", Items: &items}
	case schema.Object:
		return codegen.TypeSpec{Type: "object", AdditionalProperties: &codegen.TypeSpec{Ref: "pulumi.json#/Any"}}
	default:
		return codegen.TypeSpec{Type: "string"}
	}
}
