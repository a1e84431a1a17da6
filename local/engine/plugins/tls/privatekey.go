package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// PrivateKey is tls:index/privateKey:PrivateKey: a key pair that is generated once and
// kept in the state. It has no Update, so every changed input replaces it.
type PrivateKey struct{}

// Args are a key's inputs, with the official provider's names and defaults.
type Args struct {
	Algorithm  string  `pulumi:"algorithm"`
	EcdsaCurve *string `pulumi:"ecdsaCurve,optional"`
	RsaBits    *int    `pulumi:"rsaBits,optional"`
}

// State is a key's inputs and outputs.
type State struct {
	Args
	Encoded
}

// Annotate sets the official token.
func (k *PrivateKey) Annotate(annotator infer.Annotator) {
	annotator.SetToken("index/privateKey", "PrivateKey")
}

// Annotate sets the defaults, which the official provider also puts into the state of keys
// of another algorithm.
func (a *Args) Annotate(annotator infer.Annotator) {
	annotator.SetDefault(&a.EcdsaCurve, "P224")
	annotator.SetDefault(&a.RsaBits, 2048)
}

// WireDependencies marks the secret outputs: infer's secret tag reaches the schema, but not
// the values that Create returns.
func (PrivateKey) WireDependencies(fields infer.FieldSelector, _ *Args, state *State) {
	fields.OutputField(&state.PrivateKeyPem).AlwaysSecret()
	fields.OutputField(&state.PrivateKeyOpenssh).AlwaysSecret()
	fields.OutputField(&state.PrivateKeyPemPkcs8).AlwaysSecret()
}

// Check fills in the defaults and refuses an algorithm, curve or size that cannot be made.
// An input that is not known yet, in a preview, passes: it is checked when it is known.
func (PrivateKey) Check(
	ctx context.Context, request infer.CheckRequest,
) (infer.CheckResponse[Args], error) {
	args, failures, err := infer.DefaultCheck[Args](ctx, request.NewInputs)
	if err == nil && len(failures) == 0 && !property.New(request.NewInputs).HasComputed() {
		failures = args.problems()
	}
	return infer.CheckResponse[Args]{Inputs: args, Failures: failures}, err
}

func (a Args) problems() (failures []p.CheckFailure) {
	oneOf := func(name, value string, allowed []string) {
		if !slices.Contains(allowed, value) {
			failures = append(failures, p.CheckFailure{Property: name, Reason: fmt.Sprintf(
				"%s is %q: it must be one of %s", name, value, strings.Join(allowed, ", "))})
		}
	}
	oneOf("algorithm", a.Algorithm, []string{"RSA", "ECDSA", "ED25519"})
	oneOf("ecdsaCurve", *a.EcdsaCurve, []string{"P224", "P256", "P384", "P521"})
	if a.Algorithm == "RSA" && *a.RsaBits < 1024 {
		failures = append(failures, p.CheckFailure{Property: "rsaBits", Reason: fmt.Sprintf(
			"rsaBits is %d: it must be 1024 or more, and should be 2048 or more", *a.RsaBits)})
	}
	return failures
}

// Create generates the key. In a preview everything but the inputs stays unknown.
func (PrivateKey) Create(
	_ context.Context, request infer.CreateRequest[Args],
) (infer.CreateResponse[State], error) {
	response := infer.CreateResponse[State]{Output: State{Args: request.Inputs}}
	if request.DryRun {
		return response, nil
	}
	key, err := generate(request.Inputs)
	if err != nil {
		return response, err
	}
	response.ID, response.Output.Encoded, err = encode(key)
	return response, err
}

// Read has nothing to ask: a key is nowhere but in the state.
func (PrivateKey) Read(
	_ context.Context, request infer.ReadRequest[Args, State],
) (infer.ReadResponse[Args, State], error) {
	if request.State.PrivateKeyPem == "" {
		return infer.ReadResponse[Args, State]{}, errors.New(
			"PrivateKey: import and get are not supported by the plugin that is built from this project's sources")
	}
	return infer.ReadResponse[Args, State]{ID: request.ID, Inputs: request.Inputs, State: request.State}, nil
}
