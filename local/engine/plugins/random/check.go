package main

import (
	"context"
	"fmt"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// Check fills in the defaults and refuses what cannot be made. An input that is not known
// yet, in a preview, passes: it is checked again when it is known.
func (RandomPassword) Check(
	ctx context.Context, request infer.CheckRequest,
) (infer.CheckResponse[Args], error) {
	args, failures, err := infer.DefaultCheck[Args](ctx, request.NewInputs)
	if err != nil || len(failures) > 0 {
		return infer.CheckResponse[Args]{Inputs: args, Failures: failures}, err
	}
	if failure := args.settleNumeric(); failure != nil {
		failures = append(failures, *failure)
	}
	if !anyUnknown(request.NewInputs) {
		failures = append(failures, args.problems()...)
	}
	return infer.CheckResponse[Args]{Inputs: args, Failures: failures}, nil
}

// settleNumeric gives number and numeric, its newer name, the same value: the one that is
// given, or true.
func (a *Args) settleNumeric() *p.CheckFailure {
	if a.Number != nil && a.Numeric != nil && *a.Number != *a.Numeric {
		return &p.CheckFailure{Property: "number", Reason: fmt.Sprintf(
			"number is %t but numeric is %t: they are two names of one input; leave out number",
			*a.Number, *a.Numeric)}
	}
	value := true
	if a.Numeric != nil {
		value = *a.Numeric
	} else if a.Number != nil {
		value = *a.Number
	}
	a.Number, a.Numeric = &value, &value
	return nil
}

// problems are the rules about values.
func (a Args) problems() (failures []p.CheckFailure) {
	fail := func(name, format string, values ...any) {
		failures = append(failures, p.CheckFailure{Property: name, Reason: fmt.Sprintf(format, values...)})
	}
	sum := 0
	for _, minimum := range []struct {
		name  string
		value int
	}{
		{"minLower", *a.MinLower}, {"minUpper", *a.MinUpper},
		{"minNumeric", *a.MinNumeric}, {"minSpecial", *a.MinSpecial},
	} {
		if minimum.value < 0 {
			fail(minimum.name, "%s is %d: it must be 0 or more", minimum.name, minimum.value)
		}
		sum += max(minimum.value, 0)
	}
	switch {
	case a.Length < 1:
		fail("length", "length is %d: it must be 1 or more", a.Length)
	case a.Length < sum:
		fail("length", "length is %d, but the min… inputs add up to %d: raise length or lower them", a.Length, sum)
	case a.Length > sum && !*a.Lower && !*a.Upper && !*a.Numeric && !*a.Special:
		fail("length", "lower, upper, numeric and special are all false, and the min… inputs give only %d of %d characters: "+
			"set one of them to true", sum, a.Length)
	}
	return failures
}

func anyUnknown(inputs property.Map) bool {
	return property.New(inputs).HasComputed()
}
