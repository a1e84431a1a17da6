// Command random is the part of Pulumi's random provider that this project uses:
// RandomPassword. It behaves as version 4.21.2 of the official one.
package main

import (
	"github.com/pulumi/pulumi-go-provider/infer"

	"django-droplet/local/engine/plugins/internal/plugin"
)

func main() {
	plugin.Main("random", "4.21.2", infer.Resource(RandomPassword{}))
}
