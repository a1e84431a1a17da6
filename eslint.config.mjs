import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", ".local/", "**/*.js", "**/*.mjs", "**/*.cjs"] },
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "@pulumi": pulumi },
    rules: {
      // An output in a plain template literal prints "Calling [toString] on an [Output<T>]".
      "@pulumi/no-output-in-template-literal": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // A component's children name it as their parent from hoisted functions, as Pulumi's own do.
      "@typescript-eslint/no-this-alias": ["error", { allowedNames: ["parent"] }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { varsIgnorePattern: "^_", argsIgnorePattern: "^_" },
      ],
      eqeqeq: "error",
    },
  },
);
