import { createHash } from "node:crypto";
import { basename } from "node:path";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { asRoot, ROOT } from "./root";
import { script } from "./script";
import { quote } from "./shell";

/**
 * How long a step may take on the host before it is stopped, in seconds, where it does not say. What
 * is stopped in the middle of a switch has two minutes more, for its way back.
 */
const STEP_SECONDS = 900;
const STAGE_SECONDS = 60;

/** Where what another user than root uploads arrives: the first step makes the folder, for that user. */
export const ARRIVALS = "/var/lib/django-droplet-arrivals";

/** What a step waits for and belongs to. */
export interface StepOptions {
  parent: pulumi.Resource;
  dependsOn?: pulumi.Input<pulumi.Input<pulumi.Resource>[]>;
}

/** A text on the host, not yet in use: `digest` is its name there. */
export interface StagedText<Digest> {
  digest: Digest;
  resource: pulumi.Resource;
}

export interface RemoteHostArgs {
  connection: command.types.input.remote.ConnectionArgs & { user: string };
  /** Changes when the machine does: every step runs again on a new one. */
  machineId: pulumi.Input<string>;
}

/**
 * A host that is reached by ssh, and the two things that are done on it: a *step* converges it by
 * one idempotent script, a *staged text* is put beside the others under its digest.
 *
 * A step has neither `update` nor `delete`: any change of its input runs `create` again in place,
 * a new machine replaces it, and a host that is gone cannot fail a destroy. It has no
 * `environment` either, since stock sshd refuses it; secrets travel on standard input, which no
 * error message and no process list shows.
 */
export class RemoteHost {
  constructor(private readonly args: RemoteHostArgs) {}

  /** Runs a converge script; see `script()` for how its text is made. */
  step(
    name: string,
    text: pulumi.Input<string>,
    { seconds = STEP_SECONDS, ...options }: StepOptions & { seconds?: number },
  ): command.remote.Command {
    const create = `timeout --kill-after=120s ${seconds}s bash -euo pipefail -s`;
    return this.run(name, create, text, options);
  }

  /** Puts a text on the host under its SHA-256; the host refuses a text that arrived cut. */
  stage(name: string, label: string, text: string, options: StepOptions): StagedText<string> {
    const digest = createHash("sha256").update(text).digest("hex");
    const create = stageCommand(label, `sha256:${digest}`);
    const resource = this.run(name, create, text, options);
    return { digest, resource };
  }

  /**
   * The same for a secret text, named by `digest`, an HMAC of it: a plain hash in the state would
   * let a guess be checked. The host checks the length in its stead.
   */
  stageSecret(
    name: string,
    label: string,
    secret: { text: pulumi.Output<string>; digest: pulumi.Output<string> },
    options: StepOptions,
  ): StagedText<pulumi.Output<string>> {
    const bytes = pulumi.unsecret(secret.text.apply((text) => Buffer.byteLength(text)));
    const create = pulumi
      .all([secret.digest, bytes])
      .apply(([digest, length]) => stageCommand(label, `hmac:${digest}:${length}`));
    const resource = this.run(name, create, pulumi.secret(secret.text), options);
    return { digest: secret.digest, resource };
  }

  /**
   * Copies one file, as it is, to a path of root's. SFTP writes as whoever logs in, so for another
   * user it takes a second resource, which puts the file where it belongs.
   */
  upload(name: string, file: string, remotePath: string, options: StepOptions): pulumi.Resource {
    if (this.args.connection.user === ROOT) return this.copy(name, file, remotePath, options);
    // Two sites may have the same source, and each takes its own away.
    const arrived = `${ARRIVALS}/${name}-${basename(remotePath)}`;
    const copied = this.copy(name, file, arrived, options);
    return this.step(`${name}-place`, script(["place"], { ARRIVED: arrived, PLACE: remotePath }), {
      ...options,
      dependsOn: [copied],
    });
  }

  private copy(
    name: string,
    file: string,
    remotePath: string,
    options: StepOptions,
  ): command.remote.CopyToRemote {
    return new command.remote.CopyToRemote(
      name,
      {
        connection: this.args.connection,
        source: new pulumi.asset.FileAsset(file),
        remotePath,
        triggers: [this.args.machineId],
      },
      options,
    );
  }

  private run(
    name: string,
    create: pulumi.Input<string>,
    stdin: pulumi.Input<string>,
    options: StepOptions,
  ): command.remote.Command {
    return new command.remote.Command(
      name,
      {
        connection: this.args.connection,
        create: pulumi.output(create).apply((text) => asRoot(this.args.connection.user, text)),
        stdin,
        triggers: [this.args.machineId],
        addPreviousOutputInEnv: false,
        logging: "stdout",
      },
      options,
    );
  }
}

function stageCommand(label: string, digest: string): string {
  return `timeout ${STAGE_SECONDS}s django-droplet-stage ${quote(label)} ${quote(digest)}`;
}
