//go:build tools

package keep

import (
	_ "github.com/blang/semver"
	_ "github.com/digitalocean/godo"
	_ "github.com/pkg/sftp"
	_ "github.com/pulumi/pulumi-go-provider"
	_ "github.com/pulumi/pulumi-go-provider/infer"
	_ "github.com/pulumi/pulumi-go-provider/integration"
	_ "github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	_ "github.com/pulumi/pulumi/sdk/v3/go/property"
	_ "github.com/stretchr/testify/require"
	_ "golang.org/x/crypto/ssh"
	_ "golang.org/x/oauth2"
)
