import { utils } from "ssh2";
import { ed25519Pair } from "./ed25519";

const draws = jest.spyOn(utils, "generateKeyPairSync");

afterAll(() => draws.mockRestore());

/** A draw of ssh2's whose public key has 31 bytes, behind the 19 that say what it is. */
function cutPair(): ReturnType<typeof ed25519Pair> {
  for (;;) {
    const pair = utils.generateKeyPairSync("ed25519");
    if (Buffer.from(pair.public.split(" ")[1] ?? "", "base64").length < 19 + 32) return pair;
  }
}

test("a pair that ssh2 has cut is drawn anew", () => {
  const cut = cutPair();
  const whole = ed25519Pair();
  draws.mockClear().mockReturnValueOnce(cut).mockReturnValueOnce(whole);
  expect(ed25519Pair()).toBe(whole);
  expect(draws).toHaveBeenCalledTimes(2);
});
