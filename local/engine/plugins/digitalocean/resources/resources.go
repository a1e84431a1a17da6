// Package resources holds the resources that this plugin covers, one file each, with the schema,
// the calls and the error texts of the official provider.
package resources

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

// All lists the resources covered.
func All() []*schema.Resource {
	return []*schema.Resource{droplet, firewall, monitorAlert, sshKey, tag, uptimeAlert, uptimeCheck}
}

var (
	text      = schema.Field{Kind: schema.String}
	whole     = schema.Field{Kind: schema.Int}
	flag      = schema.Field{Kind: schema.Bool}
	decimal   = schema.Field{Kind: schema.Number}
	tagName   = schema.Field{Kind: schema.String, Validate: isTag}
	autoNamed = schema.Field{Kind: schema.String, Required: true, AutoName: true, Validate: notEmpty}
)

func setOf(elem schema.Field) schema.Field { return schema.Field{Kind: schema.Set, Elem: &elem} }

func listOf(elem schema.Field) schema.Field {
	return schema.Field{Kind: schema.Set, Elem: &elem, Ordered: true}
}

func required(f schema.Field) schema.Field { f.Required = true; return f }
func optional(f schema.Field) schema.Field { f.Optional = true; return f }
func computed(f schema.Field) schema.Field { f.Computed = true; return f }
func forceNew(f schema.Field) schema.Field { f.ForceNew = true; return f }

func withDefault(f schema.Field, value any) schema.Field { f.Default = value; return f }

func oneOf(allowed ...string) schema.Field {
	return schema.Field{Kind: schema.String, Validate: func(value any) error {
		for _, option := range allowed {
			if value == option {
				return nil
			}
		}
		return fmt.Errorf("it must be one of %s", strings.Join(allowed, ", "))
	}}
}

func notEmpty(value any) error {
	if value == "" {
		return errors.New("it must not be empty")
	}
	return nil
}

func filled(f schema.Field) schema.Field { f.Validate = notEmpty; return f }

func isGone(response *godo.Response) bool {
	return response != nil && response.StatusCode == http.StatusNotFound
}

// incomplete is an answer that the official provider would crash on.
func incomplete(what, missing string) error {
	return fmt.Errorf("the API's answer for %s has no %s", what, missing)
}
