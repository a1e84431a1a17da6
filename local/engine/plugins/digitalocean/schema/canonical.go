package schema

import (
	"encoding/json"
	"slices"
	"strings"
)

// same tells whether two values of a field mean the same to the API: sets in any order unless they
// are Ordered, and in objects what is absent, zero or the default alike.
func (f Field) same(a, b any) bool { return f.canonical(a) == f.canonical(b) }

// canonical is a text that is equal exactly for values that mean the same.
func (f Field) canonical(value any) string {
	if f.isZero(value) {
		return ""
	}
	switch value := value.(type) {
	case []any:
		items := make([]string, len(value))
		for i, item := range value {
			items[i] = f.Elem.canonical(item)
		}
		if f.Ordered {
			return text(items)
		}
		slices.Sort(items)
		return text(slices.Compact(items))
	case string:
		if f.IgnoreCase {
			value = strings.ToLower(value)
		}
		return text(value)
	case map[string]any:
		parts := map[string]string{}
		for name, field := range f.Fields {
			if part := field.canonical(value[name]); part != "" && part != field.canonical(field.Default) {
				parts[name] = part
			}
		}
		b, _ := json.Marshal(parts) // sorted by key, and a map of strings cannot fail
		return string(b)
	default:
		return text(value)
	}
}

func (f Field) isZero(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return value == ""
	case bool:
		return !value
	case float64:
		return value == 0
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	default:
		return false
	}
}

// normalize gives what the state keeps of an input.
func (f Field) normalize(value any) any {
	if s, ok := value.(string); ok && f.Normalize != nil {
		return f.Normalize(s)
	}
	return value
}

// align gives the API's value in the words of the program: the same elements in the program's
// order and spelling, then the others. So a difference shows what differs and nothing else.
func (f Field) align(api, program any) any {
	theirs, isList := api.([]any)
	ours, wasList := program.([]any)
	if !isList || !wasList || f.Ordered {
		if (f.Kind == Object || f.Ordered) && f.same(api, program) {
			return program
		}
		return api
	}
	rest := append([]any{}, theirs...)
	aligned := []any{}
	for _, item := range ours {
		for i, candidate := range rest {
			if f.Elem.same(item, candidate) {
				aligned = append(aligned, item)
				rest = append(rest[:i], rest[i+1:]...)
				break
			}
		}
	}
	return append(aligned, rest...)
}
