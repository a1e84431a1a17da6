// Command tls is the part of Pulumi's tls provider that this project uses: PrivateKey. It
// behaves as version 5.6.1 of the official one.
package main

import (
	"github.com/pulumi/pulumi-go-provider/infer"

	"django-droplet/local/engine/plugins/internal/plugin"
)

func main() {
	plugin.Main("tls", "5.6.1", infer.Resource(PrivateKey{}))
}
