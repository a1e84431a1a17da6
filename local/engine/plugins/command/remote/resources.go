// Package remote holds the resources command:remote:Command and
// command:remote:CopyToRemote: a command run, or a file copied, over SSH.
//
// Each operation makes a connection of its own and closes it when it ends, so
// nothing is shared and operations may run at the same time.
package remote

import "github.com/pulumi/pulumi-go-provider/infer"

// Resources lists what a provider needs to serve this package.
func Resources() []infer.InferredResource {
	return []infer.InferredResource{infer.Resource(Command{}), infer.Resource(CopyToRemote{})}
}
