package main

import (
	"context"
	"errors"

	"github.com/pulumi/pulumi-go-provider/infer"
	"golang.org/x/crypto/bcrypt"
)

// RandomPassword is random:index/randomPassword:RandomPassword: characters that are drawn
// once and kept in the state. It has no Update, so every changed input replaces it.
type RandomPassword struct{}

// State is a password's inputs and outputs.
type State struct {
	Args
	BcryptHash string `pulumi:"bcryptHash" provider:"secret"`
	Result     string `pulumi:"result" provider:"secret"`
}

// Annotate sets the official token.
func (r *RandomPassword) Annotate(annotator infer.Annotator) {
	annotator.SetToken("index/randomPassword", "RandomPassword")
}

// WireDependencies marks the secret outputs: infer's secret tag reaches the schema, but not
// the values that Create returns.
func (RandomPassword) WireDependencies(fields infer.FieldSelector, _ *Args, state *State) {
	fields.OutputField(&state.Result).AlwaysSecret()
	fields.OutputField(&state.BcryptHash).AlwaysSecret()
}

// Create draws the password. The id is the constant "none", as the official provider's:
// an id cannot be secret. In a preview id, result and bcryptHash stay unknown.
func (RandomPassword) Create(
	_ context.Context, request infer.CreateRequest[Args],
) (infer.CreateResponse[State], error) {
	response := infer.CreateResponse[State]{Output: State{Args: request.Inputs}}
	if request.DryRun {
		return response, nil
	}
	password := generate(request.Inputs.recipe())
	hash, err := bcrypt.GenerateFromPassword(bcryptInput(password), bcrypt.DefaultCost)
	if err != nil {
		return response, err
	}
	response.ID = "none"
	response.Output.Result = password
	response.Output.BcryptHash = string(hash)
	return response, nil
}

// bcryptInput is the part of a password that bcrypt can hash: its first 72 bytes.
func bcryptInput(password string) []byte {
	return []byte(password[:min(len(password), 72)])
}

// Read has nothing to ask: a password is nowhere but in the state.
func (RandomPassword) Read(
	_ context.Context, request infer.ReadRequest[Args, State],
) (infer.ReadResponse[Args, State], error) {
	if request.State.Result == "" {
		return infer.ReadResponse[Args, State]{}, errors.New(
			"RandomPassword: import and get are not supported by the plugin that is built from this project's sources")
	}
	return infer.ReadResponse[Args, State]{ID: request.ID, Inputs: request.Inputs, State: request.State}, nil
}
