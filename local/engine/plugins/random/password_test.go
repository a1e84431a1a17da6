package main

import (
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"

	"django-droplet/local/engine/plugins/internal/plugintest"
)

type inputs = map[string]property.Value

func password(t *testing.T) plugintest.Resource {
	return plugintest.New(t, "random", "random:index/randomPassword:RandomPassword",
		infer.Resource(RandomPassword{}))
}

func number(n float64) property.Value { return property.New(n) }

func TestCreateHasTheOfficialOutputs(t *testing.T) {
	created := password(t).Create(inputs{"length": number(20)}, false)

	assert.Equal(t, "none", created.ID)
	for name, want := range (inputs{
		"length": number(20),
		"lower":  property.New(true), "upper": property.New(true),
		"number": property.New(true), "numeric": property.New(true), "special": property.New(true),
		"minLower": number(0), "minUpper": number(0), "minNumeric": number(0), "minSpecial": number(0),
	}) {
		assert.Equal(t, want, created.Properties.Get(name), name)
	}
	for _, name := range []string{"keepers", "overrideSpecial"} {
		_, present := created.Properties.GetOk(name)
		assert.False(t, present, name)
	}
}

func TestResultAndHashAreSecretAndBelongTogether(t *testing.T) {
	created := password(t).Create(inputs{"length": number(20)}, false)

	result, hash := created.Properties.Get("result"), created.Properties.Get("bcryptHash")
	assert.True(t, result.Secret())
	assert.True(t, hash.Secret())
	assert.Len(t, result.AsString(), 20)
	assert.NoError(t, bcrypt.CompareHashAndPassword([]byte(hash.AsString()), []byte(result.AsString())))
}

func TestHashIsOfTheFirst72Bytes(t *testing.T) {
	created := password(t).Create(inputs{"length": number(100)}, false)

	hash := []byte(created.Properties.Get("bcryptHash").AsString())
	result := created.Properties.Get("result").AsString()
	assert.Len(t, result, 100)
	assert.NoError(t, bcrypt.CompareHashAndPassword(hash, []byte(result[:72])))
}

func TestPreviewLeavesTheResultUnknownAndTheInputsKnown(t *testing.T) {
	created := password(t).Create(inputs{"length": number(20)}, true)

	assert.Empty(t, created.ID)
	assert.True(t, created.Properties.Get("result").HasComputed())
	assert.True(t, created.Properties.Get("bcryptHash").HasComputed())
	assert.Equal(t, number(20), created.Properties.Get("length"))
}

func TestPreviewTakesAnUnknownLength(t *testing.T) {
	created := password(t).Create(inputs{"length": property.New(property.Computed)}, true)

	assert.True(t, created.Properties.Get("length").HasComputed())
}

func TestEveryChangedInputReplaces(t *testing.T) {
	old := inputs{"length": number(20)}
	for name, value := range (inputs{
		"keepers":  property.New(inputs{"release": property.New("2")}),
		"length":   number(21),
		"lower":    property.New(false),
		"minLower": number(1), "minNumeric": number(1), "minSpecial": number(1), "minUpper": number(1),
		"number": property.New(false), "numeric": property.New(false),
		"overrideSpecial": property.New("_"),
		"special":         property.New(false), "upper": property.New(false),
	}) {
		t.Run(name, func(t *testing.T) {
			changed := inputs{"length": number(20)}
			changed[name] = value

			diff := password(t).Diff(old, changed)

			assert.True(t, diff.HasChanges)
			assert.Contains(t, []p.DiffKind{p.AddReplace, p.UpdateReplace}, diff.DetailedDiff[name].Kind)
		})
	}
}

func TestADefaultThatIsWrittenOutIsNoChange(t *testing.T) {
	old := inputs{"length": number(20)}
	same := inputs{"length": number(20), "special": property.New(true), "minLower": number(0), "number": property.New(true)}

	assert.False(t, password(t).Diff(old, same).HasChanges)
}

func TestCheckRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		inputs   inputs
		property string
		reason   string
	}{
		"an input it does not know": {inputs{"length": number(8), "lenght": number(9)}, "lenght", "lenght"},
		"no length":                 {inputs{}, "length", "missing"},
		"a length of 0":             {inputs{"length": number(0)}, "length", "length is 0"},
		"a negative minimum":        {inputs{"length": number(8), "minUpper": number(-1)}, "minUpper", "minUpper is -1"},
		"minimums over the length": {
			inputs{"length": number(8), "minUpper": number(5), "minLower": number(4)}, "length", "add up to 9"},
		"no characters to choose from": {
			inputs{
				"length": number(8), "lower": property.New(false), "upper": property.New(false),
				"numeric": property.New(false), "special": property.New(false),
			}, "length", "all false"},
		"number against numeric": {
			inputs{"length": number(8), "number": property.New(true), "numeric": property.New(false)},
			"number", "two names of one input"},
	} {
		t.Run(name, func(t *testing.T) {
			_, failures := password(t).Check(test.inputs)

			require.NotEmpty(t, failures)
			assert.Equal(t, test.property, failures[0].Property)
			assert.Contains(t, strings.ToLower(failures[0].Reason), strings.ToLower(test.reason))
		})
	}
}

func TestRefreshKeepsTheState(t *testing.T) {
	resource := password(t)
	checked, _ := resource.Check(inputs{"length": number(20)})
	created := resource.Create(inputs{"length": number(20)}, false)

	read, err := resource.Refresh(created, checked)

	require.NoError(t, err)
	assert.Equal(t, created.ID, read.ID)
	assert.Equal(t, created.Properties.Get("result").AsString(), read.Properties.Get("result").AsString())
}

func TestImportIsRefused(t *testing.T) {
	assert.ErrorContains(t, password(t).Import("hunter2"), "import and get are not supported")
}
