package main

import "github.com/pulumi/pulumi-go-provider/infer"

// Args are the inputs of a RandomPassword, with the official provider's names and defaults.
type Args struct {
	Keepers         map[string]string `pulumi:"keepers,optional"`
	Length          int               `pulumi:"length"`
	Lower           *bool             `pulumi:"lower,optional"`
	MinLower        *int              `pulumi:"minLower,optional"`
	MinNumeric      *int              `pulumi:"minNumeric,optional"`
	MinSpecial      *int              `pulumi:"minSpecial,optional"`
	MinUpper        *int              `pulumi:"minUpper,optional"`
	Number          *bool             `pulumi:"number,optional"`
	Numeric         *bool             `pulumi:"numeric,optional"`
	OverrideSpecial *string           `pulumi:"overrideSpecial,optional"`
	Special         *bool             `pulumi:"special,optional"`
	Upper           *bool             `pulumi:"upper,optional"`
}

// Annotate sets the defaults. Those of number and numeric, two names of one switch,
// depend on each other and are set by Check.
func (a *Args) Annotate(annotator infer.Annotator) {
	annotator.Describe(&a.Length, "How many characters; at least 1 and at least the sum of the min… inputs.")
	annotator.SetDefault(&a.Lower, true)
	annotator.SetDefault(&a.Upper, true)
	annotator.SetDefault(&a.Special, true)
	annotator.SetDefault(&a.MinLower, 0)
	annotator.SetDefault(&a.MinUpper, 0)
	annotator.SetDefault(&a.MinNumeric, 0)
	annotator.SetDefault(&a.MinSpecial, 0)
}

// recipe is what the characters are drawn by. It is called after Check only, when every
// optional switch and minimum has its default.
func (a Args) recipe() recipe {
	special := specialChars
	if a.OverrideSpecial != nil && *a.OverrideSpecial != "" {
		special = *a.OverrideSpecial
	}
	return recipe{length: a.Length, classes: []class{
		{lowerChars, *a.Lower, *a.MinLower},
		{upperChars, *a.Upper, *a.MinUpper},
		{numericChars, *a.Numeric, *a.MinNumeric},
		{special, *a.Special, *a.MinSpecial},
	}}
}
