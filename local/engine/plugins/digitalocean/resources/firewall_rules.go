package resources

import (
	"fmt"

	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

// firewallRule describes a rule whose peers are named by the prefix: sourceAddresses and so on.
func firewallRule(prefix string) schema.Field {
	protocol := oneOf("tcp", "udp", "icmp")
	protocol.Required = true
	action := oneOf(string(godo.FirewallRuleActionAllow), string(godo.FirewallRuleActionDeny))
	return schema.Field{Kind: schema.Object, Fields: schema.Fields{
		"protocol":                  protocol,
		"portRange":                 optional(filled(text)),
		"action":                    optional(withDefault(action, string(godo.FirewallRuleActionAllow))),
		prefix + "Addresses":        optional(setOf(filled(text))),
		prefix + "Tags":             optional(setOf(tagName)),
		prefix + "DropletIds":       optional(setOf(whole)),
		prefix + "LoadBalancerUids": optional(setOf(filled(text))),
		prefix + "KubernetesIds":    optional(setOf(filled(text))),
	}}
}

// firewallProblems are the checks that the official provider makes in the preview.
func firewallProblems(inputs schema.Values) []string {
	if inputs[inbound.rules] == nil && inputs[outbound.rules] == nil {
		return []string{"At least one rule must be specified: set inboundRules or outboundRules"}
	}
	var problems []string
	for _, way := range []direction{inbound, outbound} {
		for i, rule := range inputs.Objects(way.rules) {
			protocol, isKnown := rule["protocol"].(string)
			if isKnown && protocol != "icmp" && !rule.Has("portRange") {
				problems = append(problems, fmt.Sprintf("%s[%d].portRange is missing: protocol %s needs a port, "+
					"a range such as 8000-9000, or 1-65535", way.rules, i, protocol))
			}
		}
	}
	return problems
}

// direction names the inputs of the rules of one way.
type direction struct{ rules, prefix string }

var (
	inbound  = direction{"inboundRules", "source"}
	outbound = direction{"outboundRules", "destination"}
)

// peersToAPI fits both ways: the API's sources and destinations have the same parts.
func (d direction) peersToAPI(rule schema.Values) godo.Sources {
	return godo.Sources{
		Addresses:        rule.Strings(d.prefix + "Addresses"),
		Tags:             rule.Strings(d.prefix + "Tags"),
		DropletIDs:       rule.Ints(d.prefix + "DropletIds"),
		LoadBalancerUIDs: rule.Strings(d.prefix + "LoadBalancerUids"),
		KubernetesIDs:    rule.Strings(d.prefix + "KubernetesIds"),
	}
}

func inboundToAPI(rules []schema.Values) []godo.InboundRule {
	var out []godo.InboundRule
	for _, rule := range rules {
		sources := inbound.peersToAPI(rule)
		out = append(out, godo.InboundRule{
			Protocol:  rule.String("protocol"),
			PortRange: rule.String("portRange"),
			Action:    godo.FirewallRuleAction(rule.String("action")),
			Sources:   &sources,
		})
	}
	return out
}

func outboundToAPI(rules []schema.Values) []godo.OutboundRule {
	var out []godo.OutboundRule
	for _, rule := range rules {
		destinations := godo.Destinations(outbound.peersToAPI(rule))
		out = append(out, godo.OutboundRule{
			Protocol:     rule.String("protocol"),
			PortRange:    rule.String("portRange"),
			Action:       godo.FirewallRuleAction(rule.String("action")),
			Destinations: &destinations,
		})
	}
	return out
}

func rulesFromAPI(found *godo.Firewall) (in, out []any, err error) {
	for _, rule := range found.InboundRules {
		if rule.Sources == nil {
			return nil, nil, incomplete("firewall "+found.ID, "sources in an inbound rule")
		}
		in = append(in, inbound.ruleFromAPI(rule.Protocol, rule.PortRange, rule.Action, *rule.Sources))
	}
	for _, rule := range found.OutboundRules {
		if rule.Destinations == nil {
			return nil, nil, incomplete("firewall "+found.ID, "destinations in an outbound rule")
		}
		peers := godo.Sources(*rule.Destinations)
		out = append(out, outbound.ruleFromAPI(rule.Protocol, rule.PortRange, rule.Action, peers))
	}
	return in, out, nil
}

func (d direction) ruleFromAPI(protocol, ports string, action godo.FirewallRuleAction, peers godo.Sources) schema.Values {
	// The API says 0 for all ports, and for the ports of icmp, which has none.
	if ports == "0" && protocol != "icmp" {
		ports = "all"
	} else if ports == "0" {
		ports = ""
	}
	rule := schema.Values{"protocol": protocol}
	for name, value := range map[string]string{"portRange": ports, "action": string(action)} {
		if value != "" {
			rule[name] = value
		}
	}
	for name, list := range map[string][]any{
		"Addresses":        schema.List(peers.Addresses),
		"Tags":             schema.List(peers.Tags),
		"DropletIds":       schema.List(peers.DropletIDs),
		"LoadBalancerUids": schema.List(peers.LoadBalancerUIDs),
		"KubernetesIds":    schema.List(peers.KubernetesIDs),
	} {
		if len(list) > 0 {
			rule[d.prefix+name] = list
		}
	}
	return rule
}
