package remote

import (
	"context"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// check refuses inputs of the wrong name or type; where those are right, reject
// gives the reason why their values are not, or "".
func check[I any](
	ctx context.Context, req infer.CheckRequest, reject func(I) (property, reason string),
) (infer.CheckResponse[I], error) {
	inputs, failures, err := infer.DefaultCheck[I](ctx, req.NewInputs)
	if property, reason := reject(inputs); reason != "" && len(failures) == 0 {
		failures = append(failures, p.CheckFailure{Property: property, Reason: reason})
	}
	return infer.CheckResponse[I]{Inputs: inputs, Failures: withoutValues(failures)}, err
}

// withoutValues moves the properties' names into the reasons: for a failure that
// has a property of its own the engine prints the value too, secret or not, and
// so the private key for any mistake in a connection.
func withoutValues(failures []p.CheckFailure) []p.CheckFailure {
	for i, failure := range failures {
		reason := strings.Join(strings.Fields(failure.Reason), " ")
		failures[i] = p.CheckFailure{Reason: failure.Property + ": " + reason}
	}
	return failures
}
