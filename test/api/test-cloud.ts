import type { Cloud } from "../../local/hosts/types";

/** A cloud that is in no register. */
export const testCloud = (over: Partial<Cloud> = {}): Cloud => ({
  id: "1a2b3c4d",
  checkout: "/nowhere",
  root: "/nowhere/1a2b3c4d",
  port: 0,
  token: "dop_v1_test",
  bridge: "ddbr-1a2b3c4d",
  ipv4Prefix: "198.18.7",
  ipv6Prefix: "2001:db8:d0:7",
  ...over,
});
