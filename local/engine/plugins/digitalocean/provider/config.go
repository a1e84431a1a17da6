package provider

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"

	"github.com/digitalocean/godo"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"golang.org/x/oauth2"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

// AllowRemote is the environment variable that lifts the restriction to loopback when it is 1.
const AllowRemote = "DJANGO_DROPLET_ALLOW_REMOTE_ENDPOINT"

const officialEndpoint = "https://api.digitalocean.com"

// setting is a provider input that the plugin reads, with the variables that stand in for it.
type setting struct {
	field    schema.Field
	env      []string
	fallback string
}

// settings are the inputs that the official provider takes. Those of Spaces are accepted since the
// SDK sends them, and have no effect: no resource of this plugin uses Spaces.
var settings = map[string]setting{
	"token":             {field: text, env: []string{"DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"}},
	"apiEndpoint":       {field: text, env: []string{"DIGITALOCEAN_API_URL"}, fallback: officialEndpoint},
	"requestsPerSecond": {field: number, env: []string{"DIGITALOCEAN_REQUESTS_PER_SECOND"}, fallback: "0"},
	"httpRetryMax":      {field: whole, env: []string{"DIGITALOCEAN_HTTP_RETRY_MAX"}, fallback: "4"},
	"httpRetryWaitMin":  {field: number, env: []string{"DIGITALOCEAN_HTTP_RETRY_WAIT_MIN"}, fallback: "1"},
	"httpRetryWaitMax":  {field: number, env: []string{"DIGITALOCEAN_HTTP_RETRY_WAIT_MAX"}, fallback: "30"},
	"spacesEndpoint":    {field: text},
	"spacesAccessId":    {field: text},
	"spacesSecretKey":   {field: text},
}

var (
	text   = schema.Field{Kind: schema.String, Optional: true}
	number = schema.Field{Kind: schema.Number, Optional: true}
	whole  = schema.Field{Kind: schema.Int, Optional: true}
)

// engineSettings are inputs of every provider, which the engine adds and reads itself.
var engineSettings = []string{"version", "pluginDownloadURL", "pluginChecksums", "parameterization"}

func configFields() schema.Fields {
	fields := schema.Fields{}
	for name, setting := range settings {
		fields[name] = setting.field
	}
	return fields
}

func checkConfig(_ context.Context, req p.CheckRequest) (p.CheckResponse, error) {
	own := req.Inputs.Delete(engineSettings...)
	inputs, problems := (&schema.Resource{Token: "digitalocean:Provider", Fields: configFields()}).
		Check(req.Urn.Name(), property.Map{}, own)
	for _, name := range engineSettings {
		if value, ok := req.Inputs.GetOk(name); ok {
			inputs = inputs.Set(name, value)
		}
	}
	return p.CheckResponse{Inputs: inputs.Delete(schema.Defaults), Failures: failures(problems)}, nil
}

// diffConfig never replaces: another endpoint or token is another way to the same resources.
func diffConfig(_ context.Context, req p.DiffRequest) (p.DiffResponse, error) {
	return (&schema.Resource{Fields: configFields()}).Diff(req), nil
}

func newClient(args property.Map) (*godo.Client, error) {
	values := schema.Plain(args)
	endpoint, err := endpointURL(settings["apiEndpoint"].read(values, "apiEndpoint"))
	if err != nil {
		return nil, err
	}
	numbers := map[string]float64{}
	for name, setting := range settings {
		if setting.field.Kind == schema.String {
			continue
		}
		text := setting.read(values, name)
		if numbers[name], err = strconv.ParseFloat(text, 64); err != nil {
			return nil, fmt.Errorf("digitalocean: %s is %q: it must be %s", name, text, setting.field.Kind)
		}
	}
	options := []godo.ClientOpt{
		godo.SetUserAgent("django-droplet/" + Version),
		godo.WithRetryAndBackoffs(godo.RetryConfig{
			RetryMax:     int(numbers["httpRetryMax"]),
			RetryWaitMin: godo.PtrTo(numbers["httpRetryWaitMin"]),
			RetryWaitMax: godo.PtrTo(numbers["httpRetryWaitMax"]),
		}),
	}
	if perSecond := numbers["requestsPerSecond"]; perSecond > 0 {
		options = append(options, godo.SetStaticRateLimit(perSecond))
	}
	token := &oauth2.Token{AccessToken: settings["token"].read(values, "token")}
	client, err := godo.New(oauth2.NewClient(context.Background(), oauth2.StaticTokenSource(token)), options...)
	if err != nil {
		return nil, fmt.Errorf("digitalocean: %w", err)
	}
	client.HTTPClient.Transport = toTheEnd{client.HTTPClient.Transport}
	client.BaseURL = endpoint
	return client, nil
}

func (s setting) read(values schema.Values, name string) string {
	switch value := values[name].(type) {
	case string:
		if value != "" {
			return value
		}
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	for _, variable := range s.env {
		if value := os.Getenv(variable); value != "" {
			return value
		}
	}
	return s.fallback
}

// endpointURL accepts a bare origin only, since the client resolves absolute paths against it and
// would lose a prefix.
func endpointURL(endpoint string) (*url.URL, error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Path != "" && u.Path != "/" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("digitalocean: apiEndpoint is %q: it must be a bare origin such as http://127.0.0.1:8080", endpoint)
	}
	if !isLoopback(u.Hostname()) && os.Getenv(AllowRemote) != "1" {
		return nil, fmt.Errorf("digitalocean: apiEndpoint is %q: this build of the plugin serves loopback only: "+
			"use the official plugin, or set %s=1", endpoint, AllowRemote)
	}
	return u, nil
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// toTheEnd lets a call that was begun come to its answer when the operation is cancelled: a
// creation cut off on its way would leave something that no state knows of.
type toTheEnd struct{ http.RoundTripper }

func (t toTheEnd) RoundTrip(req *http.Request) (*http.Response, error) {
	return t.RoundTripper.RoundTrip(req.WithContext(context.WithoutCancel(req.Context())))
}
