// Command pulumi-resource-command is the plugin "command" of django-droplet's
// own engine: the remote resources of @pulumi/command, for places where the
// official plugin cannot be downloaded.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/pulumi/pulumi-go-provider/infer"

	"django-droplet/local/engine/plugins/command/remote"
)

// version is the official plugin's whose behaviour this one has: the engine
// asks for exactly the version that the npm package names.
const version = "1.2.1"

func main() {
	if err := serve(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(ctx context.Context) error {
	provider, err := infer.NewProviderBuilder().WithResources(remote.Resources()...).Build()
	if err != nil {
		return err
	}
	return provider.Run(ctx, "command", version)
}
