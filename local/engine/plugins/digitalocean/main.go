// The digitalocean plugin for places where the official one cannot be downloaded: the resources
// that the program uses, against a local cloud on loopback.
package main

import (
	"context"
	"fmt"
	"os"

	"django-droplet/local/engine/plugins/digitalocean/provider"
	"django-droplet/local/engine/plugins/digitalocean/resources"
)

func main() {
	p := provider.New(resources.All()...)
	if err := p.Run(context.Background(), provider.Name, provider.Version); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
