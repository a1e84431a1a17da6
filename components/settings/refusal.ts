/** Why a value is refused. Where in the config it stands is added by whoever asked. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
