import { report, runMain, stackCommand } from "./lib/command";
import { ROOT } from "./lib/project";
import { Pulumi } from "./lib/pulumi";
import { readSecrets } from "./lib/secrets";
import { describeSource } from "./preview/git";
import { exitCode, failedModel, modelOf, type Model } from "./preview/model";
import { redact } from "./preview/redact";
import { renderModel } from "./preview/render";
import { sourcesByDigest } from "./preview/sources";
import { takePreview } from "./preview/take";
import { SECRET } from "./preview/values";

interface Options {
  stack: string;
  json?: true;
}

const { stack, json } = stackCommand(
  "preview",
  "what an `up` would do, as Markdown for a pull request",
)
  .option("--json", "print the same as JSON")
  .addHelpText(
    "after",
    "\nThe exit code is 0 where there is nothing to do, 2 for changes, 1 for an error.",
  )
  .parse()
  .opts<Options>();

runMain(async () => {
  const model = await previewModel().catch((error: unknown) =>
    failedModel(stack, [error instanceof Error ? error.message : String(error)]),
  );
  process.stdout.write(json ? `${JSON.stringify(model, null, 2)}\n` : renderModel(model));
  return exitCode(model);
});

async function previewModel(): Promise<Model> {
  const pulumi = await Pulumi.forStack(stack, report);
  // A local stack is there as soon as its config is; making another one is nothing for a preview.
  if (pulumi.local) await pulumi.ensureStack();
  const { preview, succeeded } = await takePreview(pulumi);
  const sources = sourcesByDigest(preview, ROOT);
  const model = modelOf(preview, {
    stack,
    succeeded,
    gitSource: (digest, oldDigest) => {
      const directory = sources.get(digest);
      return directory === undefined ? undefined : describeSource(directory, oldDigest);
    },
  });
  const hasSecrets = Object.values(preview.config).includes(SECRET);
  const secrets = hasSecrets ? await readSecrets(pulumi) : [];
  return { ...redact(model, secrets), stack, result: model.result };
}
