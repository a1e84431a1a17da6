package schema

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// Defaults is the input that lists the inputs which the program did not give. The official
// provider keeps the same list, by which it knows a generated name from a given one.
const Defaults = "__defaults"

// maxNameLength and nameSuffixLength are those of the official provider's generated names.
const maxNameLength, nameSuffixLength = 255, 7

// Check completes the program's inputs with defaults and says, a line each, what is wrong with
// them. The resource's name and the old inputs serve the generated name.
func (r *Resource) Check(name string, old, inputs property.Map) (property.Map, []string) {
	checked, problems := checker{owner: r.Name()}.object(r.Fields, inputs)
	var defaulted []string
	for _, field := range r.InputNames() {
		if _, given := checked[field]; given {
			continue
		}
		value, err := r.Fields[field].fallback(name, old.Get(field))
		if err != nil {
			problems = append(problems, err.Error())
		}
		if value != nil {
			checked[field] = lift(value)
			defaulted = append(defaulted, field)
		}
	}
	checked[Defaults] = lift(List(defaulted))
	out := property.NewMap(checked)
	if r.Rules != nil && len(problems) == 0 {
		problems = r.Rules(Plain(out))
	}
	return out, problems
}

func (f Field) fallback(name string, old property.Value) (any, error) {
	switch {
	case f.AutoName && old.IsString():
		return old.AsString(), nil
	case f.AutoName:
		return resource.NewUniqueHex(name+"-", nameSuffixLength, maxNameLength)
	default:
		return f.Default, nil
	}
}

// checker checks one value; it knows where that stands.
type checker struct {
	// owner is what the inputs belong to, path how the value is reached in it.
	owner, path string
	// secret: the value is part of a secret, and must not stand in messages.
	secret bool
}

func (c checker) object(fields Fields, in property.Map) (map[string]property.Value, []string) {
	out := map[string]property.Value{}
	var problems []string
	prefix := c.path
	if prefix != "" {
		prefix += "."
	}
	for key, value := range in.AllStable {
		field, known := fields[key]
		switch {
		case strings.HasPrefix(key, "__") || value.IsNull():
			// The engine's and the bridge's own keys; and null is what the program did not give.
		case !known || !field.IsInput():
			problems = append(problems, fmt.Sprintf("%s%s is not an input of %s, which takes %s",
				prefix, key, c.owner, strings.Join(fields.Names(Field.IsInput), ", ")))
		default:
			checked, wrong := c.at(prefix+key).value(field, value)
			out[key] = checked
			problems = append(problems, wrong...)
		}
	}
	for _, key := range fields.Names(func(f Field) bool { return f.Required && !f.AutoName }) {
		if _, given := out[key]; !given {
			problems = append(problems, fmt.Sprintf("%s%s is missing: %s needs %s", prefix, key, c.owner, fields[key].Kind))
		}
	}
	return out, problems
}

func (c checker) at(path string) checker { return checker{owner: path, path: path, secret: c.secret} }

func (c checker) value(f Field, value property.Value) (property.Value, []string) {
	if value.IsComputed() {
		return value, nil
	}
	value, c.secret = coerce(f.Kind, value), c.secret || value.HasSecrets()
	var problems []string
	switch {
	case f.Kind == Set && value.IsArray():
		items := make([]property.Value, 0, value.AsArray().Len())
		for i, item := range value.AsArray().All {
			checked, wrong := c.at(fmt.Sprintf("%s[%d]", c.path, i)).value(*f.Elem, item)
			items = append(items, checked)
			problems = append(problems, wrong...)
		}
		value = property.WithGoValue(value, items)
	case f.Kind == Object && value.IsMap():
		checked, wrong := c.object(f.Fields, value.AsMap())
		value, problems = property.WithGoValue(value, checked), wrong
	case !f.Kind.holds(value):
		return value, []string{fmt.Sprintf("%s is %s: it must be %s", c.path, c.shown(value), f.Kind)}
	}
	if f.Validate != nil && !value.HasComputed() {
		if err := f.Validate(plain(value)); err != nil {
			problems = append(problems, fmt.Sprintf("%s is %s: %s", c.path, c.shown(value), err))
		}
	}
	return value, problems
}

func (c checker) shown(value property.Value) string {
	if c.secret {
		return "a secret"
	}
	return text(plain(value))
}

// coerce takes numbers and booleans that were written as strings, and strings as numbers: ids are
// strings in Pulumi and numbers in this API.
func coerce(kind Kind, value property.Value) property.Value {
	switch {
	case kind == String && value.IsNumber():
		return property.WithGoValue(value, strconv.FormatFloat(value.AsNumber(), 'f', -1, 64))
	case (kind == Int || kind == Number) && value.IsString():
		if n, err := strconv.ParseFloat(value.AsString(), 64); err == nil {
			return property.WithGoValue(value, n)
		}
	case kind == Bool && value.IsString():
		if b, err := strconv.ParseBool(value.AsString()); err == nil {
			return property.WithGoValue(value, b)
		}
	}
	return value
}

func (k Kind) holds(value property.Value) bool {
	switch k {
	case String:
		return value.IsString()
	case Bool:
		return value.IsBool()
	case Int:
		return value.IsNumber() && value.AsNumber() == math.Trunc(value.AsNumber())
	case Number:
		return value.IsNumber()
	case Set:
		return value.IsArray()
	default:
		return value.IsMap()
	}
}
