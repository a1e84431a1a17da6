package schema

import (
	"encoding/json"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// Values are properties as plain Go values: string, bool, float64, []any, map[string]any, and
// Unknown in previews.
type Values map[string]any

type unknown struct{}

// Unknown is a value that only the update itself will tell.
var Unknown any = unknown{}

// Has tells whether the field is set, to an unknown value too.
func (v Values) Has(name string) bool { return v[name] != nil }

// String is the field's text, "" where it is unset.
func (v Values) String(name string) string { s, _ := v[name].(string); return s }

// Bool is the field's truth, false where it is unset.
func (v Values) Bool(name string) bool { b, _ := v[name].(bool); return b }

// Int is the field's whole number, 0 where it is unset.
func (v Values) Int(name string) int { n, _ := v[name].(float64); return int(n) }

// Number is the field's number, 0 where it is unset.
func (v Values) Number(name string) float64 { n, _ := v[name].(float64); return n }

// Object is the field's properties, empty where it is unset.
func (v Values) Object(name string) Values { m, _ := v[name].(map[string]any); return m }

// Strings are the field's elements, never nil.
func (v Values) Strings(name string) []string { return elements[string](v, name) }

// Ints are the field's elements, never nil.
func (v Values) Ints(name string) []int {
	numbers := elements[float64](v, name)
	ints := make([]int, len(numbers))
	for i, n := range numbers {
		ints[i] = int(n)
	}
	return ints
}

// Objects are the field's elements, never nil.
func (v Values) Objects(name string) []Values {
	maps := elements[map[string]any](v, name)
	objects := make([]Values, len(maps))
	for i, m := range maps {
		objects[i] = m
	}
	return objects
}

func elements[T any](v Values, name string) []T {
	list, _ := v[name].([]any)
	out := make([]T, 0, len(list))
	for _, item := range list {
		if element, ok := item.(T); ok {
			out = append(out, element)
		}
	}
	return out
}

// List makes a field's value of a slice.
func List[T any](items []T) []any {
	list := make([]any, len(items))
	for i, item := range items {
		list[i] = item
	}
	return list
}

// Plain takes secrecy, dependencies and nulls off a map of properties.
func Plain(m property.Map) Values {
	values := Values{}
	for key, value := range m.All {
		if !value.IsNull() {
			values[key] = plain(value)
		}
	}
	return values
}

func plain(v property.Value) any {
	switch {
	case v.IsComputed():
		return Unknown
	case v.IsBool():
		return v.AsBool()
	case v.IsNumber():
		return v.AsNumber()
	case v.IsString():
		return v.AsString()
	case v.IsArray():
		list := make([]any, 0, v.AsArray().Len())
		for _, item := range v.AsArray().All {
			list = append(list, plain(item))
		}
		return list
	case v.IsMap():
		return map[string]any(Plain(v.AsMap()))
	default:
		return nil
	}
}

// Properties makes properties of values, secret where the property of the same name is secret in
// any of the origins: an output is as secret as the input that it repeats.
func Properties(values Values, origins ...property.Map) property.Map {
	out := map[string]property.Value{}
	for key, value := range values {
		secret := false
		for _, origin := range origins {
			secret = secret || origin.Get(key).HasSecrets()
		}
		out[key] = lift(value).WithSecret(secret)
	}
	return property.NewMap(out)
}

func lift(value any) property.Value {
	switch value := value.(type) {
	case unknown:
		return property.New(property.Computed)
	case bool:
		return property.New(value)
	case string:
		return property.New(value)
	case float64:
		return property.New(value)
	case float32:
		return property.New(float64(value))
	case int:
		return property.New(float64(value))
	case []any:
		list := make([]property.Value, len(value))
		for i, item := range value {
			list[i] = lift(item)
		}
		return property.New(list)
	case Values:
		return property.New(Properties(value))
	case map[string]any:
		return property.New(Properties(value))
	default:
		return property.New(property.Null)
	}
}

// settle gives values from other sources (ints, Values) the shapes that Plain gives.
func settle(values Values) Values { return Plain(Properties(values)) }

// isUnknown tells whether the value, or anything in it, is unknown.
func isUnknown(value any) bool { return lift(value).HasComputed() }

// text is a value as it stands in error messages.
func text(value any) string {
	if value == Unknown {
		return "an unknown value"
	}
	b, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	return string(b)
}
