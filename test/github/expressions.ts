import type { data } from "@actions/expressions" with { "resolution-mode": "import" };

/** What the expressions of a workflow can name: `github`, `vars`, `secrets`, `steps` and so on. */
export type Contexts = Record<string, unknown>;

/** How the steps before this one ended, which `success()` and its like ask. */
export type Status = "success" | "failure";

/** GitHub's own evaluator of `${{ … }}`. */
export class Expressions {
  private constructor(private readonly library: Library) {}

  static async load(): Promise<Expressions> {
    return new Expressions(await import("@actions/expressions"));
  }

  /** A text with its `${{ … }}` filled in; a name that is not there is empty. */
  fill(text: string, contexts: Contexts): string {
    return text.replace(/\$\{\{(.+?)\}\}/gs, (_, inner: string) =>
      this.evaluate(inner, contexts, "success").coerceString(),
    );
  }

  /** A value that is one expression, as data. */
  value(text: string, contexts: Contexts): unknown {
    const inner = /^\$\{\{(.+)\}\}$/s.exec(text.trim())?.[1];
    if (inner === undefined) return text;
    const { data } = this.library;
    return JSON.parse(JSON.stringify(this.evaluate(inner, contexts, "success"), data.replacer));
  }

  /** Whether an `if` lets its job or step run: one that asks for no status needs success. */
  holds(condition: string | undefined, contexts: Contexts, status: Status): boolean {
    const inner = (condition ?? "success()").trim().replace(/^\$\{\{(.+)\}\}$/s, "$1");
    const asks = /\b(success|failure|cancelled|always)\(\)/.test(inner);
    if (!asks && status !== "success") return false;
    const value = this.evaluate(inner, contexts, status);
    return !["", "false", "0"].includes(value.coerceString());
  }

  private evaluate(text: string, contexts: Contexts, status: Status): data.ExpressionData {
    const { Lexer, Parser, Evaluator, data } = this.library;
    const truths = {
      success: status === "success",
      failure: status === "failure",
      cancelled: false,
      always: true,
    };
    const functions = Object.entries(truths).map(([name, truth]) => ({
      ...{ name, minArgs: 0, maxArgs: 0 },
      call: () => new data.BooleanData(truth),
    }));
    const parsed = new Parser(
      new Lexer(text).lex().tokens,
      Object.keys(contexts),
      functions,
    ).parse();
    const given = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
    return new Evaluator(
      parsed,
      given,
      new Map(functions.map((each) => [each.name, each])),
    ).evaluate();
  }
}

type Library = typeof import("@actions/expressions", {
  with: { "resolution-mode": "import" },
});
