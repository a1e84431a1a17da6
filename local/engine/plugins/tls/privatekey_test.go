package main

import (
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"django-droplet/local/engine/plugins/internal/plugintest"
)

type inputs = map[string]property.Value

func privateKey(t *testing.T) plugintest.Resource {
	return plugintest.New(t, "tls", "tls:index/privateKey:PrivateKey", infer.Resource(PrivateKey{}))
}

var ed25519Inputs = inputs{"algorithm": property.New("ED25519")}

func TestCreateEchoesTheInputsWithTheirDefaults(t *testing.T) {
	created := privateKey(t).Create(ed25519Inputs, false)

	assert.Equal(t, property.New("ED25519"), created.Properties.Get("algorithm"))
	assert.Equal(t, property.New("P224"), created.Properties.Get("ecdsaCurve"))
	assert.Equal(t, property.New(2048.0), created.Properties.Get("rsaBits"))
}

func TestOnlyThePrivateFormsAreSecret(t *testing.T) {
	created := privateKey(t).Create(ed25519Inputs, false)

	for name, secret := range map[string]bool{
		"privateKeyPem": true, "privateKeyOpenssh": true, "privateKeyPemPkcs8": true,
		"publicKeyPem": false, "publicKeyOpenssh": false,
		"publicKeyFingerprintMd5": false, "publicKeyFingerprintSha256": false,
	} {
		value := created.Properties.Get(name)
		assert.Equal(t, secret, value.Secret(), name)
		assert.NotEmpty(t, value.AsString(), name)
	}
}

func TestPreviewLeavesTheOutputsUnknown(t *testing.T) {
	created := privateKey(t).Create(ed25519Inputs, true)

	assert.Empty(t, created.ID)
	assert.True(t, created.Properties.Get("publicKeyOpenssh").HasComputed())
	assert.True(t, created.Properties.Get("privateKeyOpenssh").HasComputed())
	assert.Equal(t, property.New("ED25519"), created.Properties.Get("algorithm"))
}

func TestPreviewTakesAnUnknownAlgorithm(t *testing.T) {
	created := privateKey(t).Create(inputs{"algorithm": property.New(property.Computed)}, true)

	assert.True(t, created.Properties.Get("algorithm").HasComputed())
}

func TestEveryChangedInputReplaces(t *testing.T) {
	for name, value := range (inputs{
		"algorithm": property.New("ECDSA"), "ecdsaCurve": property.New("P256"), "rsaBits": property.New(4096.0),
	}) {
		t.Run(name, func(t *testing.T) {
			changed := inputs{"algorithm": property.New("ED25519")}
			changed[name] = value

			diff := privateKey(t).Diff(ed25519Inputs, changed)

			assert.True(t, diff.HasChanges)
			assert.Equal(t, p.UpdateReplace, diff.DetailedDiff[name].Kind)
		})
	}
}

func TestADefaultThatIsWrittenOutIsNoChange(t *testing.T) {
	same := inputs{"algorithm": property.New("ED25519"), "rsaBits": property.New(2048.0)}

	assert.False(t, privateKey(t).Diff(ed25519Inputs, same).HasChanges)
}

func TestCheckRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		inputs   inputs
		property string
		reason   string
	}{
		"an input it does not know": {
			inputs{"algorithm": property.New("ED25519"), "comment": property.New("x")}, "comment", "comment"},
		"no algorithm": {inputs{}, "algorithm", "issing"},
		"another algorithm": {
			inputs{"algorithm": property.New("ed25519")}, "algorithm",
			`algorithm is "ed25519": it must be one of RSA, ECDSA, ED25519`},
		"another curve": {
			inputs{"algorithm": property.New("ECDSA"), "ecdsaCurve": property.New("P-256")}, "ecdsaCurve",
			`ecdsaCurve is "P-256": it must be one of P224, P256, P384, P521`},
		"a short RSA key": {
			inputs{"algorithm": property.New("RSA"), "rsaBits": property.New(512.0)}, "rsaBits", "rsaBits is 512"},
	} {
		t.Run(name, func(t *testing.T) {
			_, failures := privateKey(t).Check(test.inputs)

			require.Len(t, failures, 1)
			assert.Equal(t, test.property, failures[0].Property)
			assert.Contains(t, failures[0].Reason, test.reason)
		})
	}
}

func TestRefreshKeepsTheState(t *testing.T) {
	resource := privateKey(t)
	checked, _ := resource.Check(ed25519Inputs)
	created := resource.Create(ed25519Inputs, false)

	read, err := resource.Refresh(created, checked)

	require.NoError(t, err)
	assert.Equal(t, created.ID, read.ID)
	assert.Equal(t, created.Properties.Get("publicKeyOpenssh"), read.Properties.Get("publicKeyOpenssh"))
}

func TestImportIsRefused(t *testing.T) {
	assert.ErrorContains(t, privateKey(t).Import("key"), "import and get are not supported")
}
