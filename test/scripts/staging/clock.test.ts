import { cloudClock } from "../../../scripts/staging/clock";

const LOCAL = new Date("2026-11-24T13:00:00Z");

beforeEach(() => jest.useFakeTimers({ now: LOCAL }));
afterEach(() => jest.useRealTimers());

it.each([
  ["2026-11-24T10:00:00Z", "this machine's clock is 3 h ahead of DigitalOcean's, which counts"],
  ["2026-11-26T13:00:00Z", "this machine's clock is 2 d behind DigitalOcean's, which counts"],
])("takes the cloud's %s, and says that the machine's is wrong", async (time, words) => {
  const report = jest.fn();
  const now = cloudClock(report, () => Promise.resolve(new Date(time)));
  expect(await now(false)).toEqual(new Date(time));
  jest.setSystemTime(LOCAL.getTime() + 5_000);
  expect(await now(false)).toEqual(new Date(Date.parse(time) + 5_000));
  expect(report).toHaveBeenCalledTimes(1);
  expect(report.mock.calls[0]?.[0]).toContain(words);
});

it("says nothing of what the way over the network takes", async () => {
  const report = jest.fn();
  await cloudClock(report, () => Promise.resolve(new Date(LOCAL.getTime() - 59_000)))(false);
  expect(report).not.toHaveBeenCalled();
});

it("does not ask for the local cloud, which is on this machine", async () => {
  const ask = jest.fn();
  expect(await cloudClock(jest.fn(), ask)(true)).toEqual(LOCAL);
  expect(ask).not.toHaveBeenCalled();
});

it("has no time where the cloud does not answer", async () => {
  const now = cloudClock(jest.fn(), () => Promise.reject(new Error("no answer")));
  await expect(now(false)).rejects.toThrow("no answer");
});
