import { join } from "node:path";
import { Command } from "commander";
import { cloudStatus, resetCloud, startCloud, stopCloud } from "../local/cloud";
import { renderStatus } from "../local/cloud/status";

/** `npm run cloud -- start|stop|status|reset`: the local cloud of this checkout by hand. */
const program = new Command("cloud").description("the local cloud of this checkout");

function add(name: string, description: string, run: (checkout: string) => Promise<void>): void {
  program
    .command(name)
    .description(description)
    .option(
      "--checkout <folder>",
      "whose cloud; stop, reset and status also take the path of one that is gone",
      join(__dirname, ".."),
    )
    .action(({ checkout }: { checkout: string }) => run(checkout));
}

const report = (line: string) => console.log(line);

add("start", "bring it up, with the droplets that were on", (checkout) =>
  startCloud(checkout, report),
);
add("stop", "power it off; state and disks are kept", (checkout) => stopCloud(checkout, report));
add("reset", "delete it, disks and all", (checkout) => resetCloud(checkout, report));
add("status", "show API, droplets, base images and what this kernel refuses", async (checkout) => {
  console.log(renderStatus(await cloudStatus(checkout)));
});

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
