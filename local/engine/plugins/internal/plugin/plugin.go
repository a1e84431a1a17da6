// Package plugin is what the provider plugins of this module share.
package plugin

import (
	"context"
	"fmt"
	"os"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Build makes a provider that serves resources, each under the token that its own
// Annotate method sets.
func Build(resources ...infer.InferredResource) (p.Provider, error) {
	return infer.NewProviderBuilder().WithResources(resources...).Build()
}

// Main serves resources as the provider name at version, which is the version that the
// npm package of the same name asks the engine for. An error ends the process with one
// line on stderr, where the engine reads it.
func Main(name, version string, resources ...infer.InferredResource) {
	provider, err := Build(resources...)
	if err == nil {
		err = provider.Run(context.Background(), name, version)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-%s: %v\n", name, err)
		os.Exit(1)
	}
}
