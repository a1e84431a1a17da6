import { nspawnArgs } from "../../../local/hosts/boot/nspawn-args";

const machine = {
  name: "dd-0123abcd-7",
  hostname: "web-1",
  namespace: "dd-0123abcd-7",
  root: "/c/hosts/7/root",
  boot: "/c/hosts/7/boot",
  seed: "/c/hosts/7/seed",
  cpus: "0,1",
  views: "/run/views",
};

test("the command line of a host", () => {
  expect(nspawnArgs(machine)).toMatchInlineSnapshot(`
    [
      "--quiet",
      "--register=no",
      "--keep-unit",
      "--directory=/c/hosts/7/root",
      "--machine=dd-0123abcd-7",
      "--hostname=web-1",
      "--network-namespace-path=/run/netns/dd-0123abcd-7",
      "--capability=CAP_NET_ADMIN,CAP_BPF",
      "--system-call-filter=bpf",
      "--cpu-affinity=0,1",
      "--resolv-conf=off",
      "--timezone=off",
      "--link-journal=no",
      "--console=pipe",
      "--kill-signal=SIGRTMIN+4",
      "--bind-ro=/c/hosts/7/boot:/run/local-host/boot",
      "--bind-ro=/c/hosts/7/seed:/var/lib/cloud/seed/nocloud",
      "--bind=/run/views:/run/local-host/views",
      "/run/local-host/boot/init.sh",
    ]
  `);
});

test("without lxcfs the host sees the machine's own", () => {
  const args = nspawnArgs({ ...machine, views: undefined });
  expect(args.join(" ")).not.toContain("views");
});
