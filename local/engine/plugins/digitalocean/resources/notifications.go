package resources

import (
	"github.com/digitalocean/godo"

	"django-droplet/local/engine/plugins/digitalocean/schema"
)

// notifications are those of an alert: addresses, and channels of Slack with the webhook of each.
var notifications = schema.Field{Kind: schema.Object, Fields: schema.Fields{
	"emails": optional(listOf(text)),
	"slacks": optional(listOf(schema.Field{Kind: schema.Object, Fields: schema.Fields{
		"channel": {Kind: schema.String, Required: true, IgnoreCase: true, Validate: notEmpty},
		"url":     {Kind: schema.String, Required: true, IgnoreCase: true, Validate: notEmpty},
	}})),
}}

// notificationsToAPI gives an empty list as null, as the official provider does.
func notificationsToAPI(value schema.Values) (email []string, slack []godo.SlackDetails) {
	if addresses := value.Strings("emails"); len(addresses) > 0 {
		email = addresses
	}
	for _, channel := range value.Objects("slacks") {
		slack = append(slack, godo.SlackDetails{Channel: channel.String("channel"), URL: channel.String("url")})
	}
	return email, slack
}

func notificationsFromAPI(email []string, slack []godo.SlackDetails) schema.Values {
	channels := make([]schema.Values, len(slack))
	for i, one := range slack {
		channels[i] = schema.Values{"channel": one.Channel, "url": one.URL}
	}
	return schema.Values{"emails": schema.List(email), "slacks": schema.List(channels)}
}
