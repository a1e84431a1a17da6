// Package remote holds the resources command:remote:Command and
// command:remote:CopyToRemote: a command run, or a file copied, over SSH.
//
// Operations may run at the same time; those that follow each other, or overlap,
// share a connection (pool.go).
package remote

import "github.com/pulumi/pulumi-go-provider/infer"

// Resources lists what a provider needs to serve this package.
func Resources() []infer.InferredResource {
	return []infer.InferredResource{infer.Resource(Command{}), infer.Resource(CopyToRemote{})}
}
