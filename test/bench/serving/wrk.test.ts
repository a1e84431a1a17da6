import { otherCpus, parseWrk } from "./wrk";

/** As wrk 4.1.0 of Debian 12 prints it. */
const output = ({ p50 = "2.97ms", p99 = "55.04ms", requests = 2509, more = "" } = {}): string =>
  `Running 2s test @ http://198.18.22.2/static/guestbook/style.css
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     6.60ms    9.07ms  96.63ms   92.56%
    Req/Sec     1.27k   396.30     1.99k    68.42%
  Latency Distribution
     50%  ${p50.padStart(8)}
     75%    8.00ms
     90%   13.35ms
     99%  ${p99.padStart(8)}
  ${requests} requests in 2.01s, 5.39MB read
${more}Requests/sec:   1247.43
Transfer/sec:      2.68MB
`;

test("the figures are those that it printed", () => {
  expect(parseWrk(output())).toEqual({
    requests: 2509,
    requestsPerSecond: 1247.43,
    p50: 2.97,
    p99: 55.04,
    failed: 0,
  });
});

test.each([
  ["437.00us", 0.437],
  ["1.01s", 1_010],
  ["1.50m", 90_000],
])("%s is %d ms", (p99, milliseconds) => {
  expect(parseWrk(output({ p99 })).p99).toBe(milliseconds);
});

test("broken connections and answers of 400 and above have failed", () => {
  const more = `  Socket errors: connect 1, read 20, write 300, timeout 4000
  Non-2xx or 3xx responses: 50000
`;
  expect(parseWrk(output({ more })).failed).toBe(54_321);
  const [errors = "", refused = ""] = more.split(/(?<=\n)/);
  expect(parseWrk(output({ more: errors })).failed).toBe(4_321);
  expect(parseWrk(output({ more: refused })).failed).toBe(50_000);
});

test("nothing answered is no error of the tool", () => {
  const nothing = output({ p50: "0.00us", p99: "0.00us", requests: 0 });
  expect(parseWrk(nothing)).toMatchObject({ requests: 0, p50: 0, p99: 0 });
});

test("what is not wrk's is refused, with what it said", () => {
  expect(() => parseWrk("unable to connect to 198.18.22.2:81 Connection refused\n")).toThrow(
    /unable to connect to 198\.18\.22\.2:81/,
  );
  expect(() => parseWrk(output().replace(/ +99%.*\n/, ""))).toThrow("no percentile 99");
});

test("wrk takes the processors that the server does not have", () => {
  expect(otherCpus("1", 2)).toBe("0");
  expect(otherCpus("0", 4)).toBe("1,2,3");
  expect(otherCpus("0,1", 2)).toBe("");
  expect(otherCpus("", 2)).toBe("0,1");
});
