import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** The folders of lib/, from top to bottom. A folder imports itself, the folders below it and lib/aws-page.ts. */
const layers = [
  "workflows",
  "jobs",
  "functions",
  "streaming",
  "workforce",
  "roles",
  "storage",
  "encryption",
  "permissions",
  "iam",
  "access",
  "scope",
  "validation",
  "rules",
];

/** Layers of plain functions: they know neither constructs nor resources. */
const plainLayers = ["permissions", "iam", "access"];

/** Folders beside lib/, which nothing in lib/ may know. */
const besideLib = ["cli", "tasks", "review", "stacks", "local", "main", "__tests__", "examples", "bench"];

const banned = (regex, message) => ({ regex, message });
const up = "^(\\.{1,2}/)+(lib/)?";

const providerRoot = banned(
  "^@cdktf/provider-aws(/lib(/index(\\.js)?)?/?)?$",
  "The root of @cdktf/provider-aws costs 4 s and 500 MB: import @cdktf/provider-aws/lib/<resource>.",
);
const agpl = banned(
  "^@cloud-copilot(/|$)",
  "@cloud-copilot is for tests only: iam-simulate is AGPL and must not reach anything that ships.",
);
const agplButActionData = banned(
  "^@cloud-copilot(?!/iam-data$)",
  "Of @cloud-copilot only iam-data (MIT) may ship: iam-simulate is AGPL, and for tests.",
);
const beyondLib = (folders, who) =>
  banned(`^(\\.{1,2}/)+(${folders.join("|")})(/|\\.js$|$)`, `${who} knows nothing of ${folders.join(", ")}.`);
const upward = (above, layer) =>
  banned(
    `${up}(${above.join("|")})(/|$)`,
    `Imports in lib/ point downwards: ${layer} stands below ${above.join(", ")}.`,
  );
const ownIndex = banned(`${up}(index(\\.js)?)?$`, "lib/index.ts is for users: import the file itself.");
const resources = banned(
  "^(constructs$|@cdktf/provider-aws(/|$)|(\\.{1,2}/)+scope/stack-scope(\\.js)?$)",
  "permissions/, iam/ and access/ are plain functions: no constructs, no resources.",
);

const restrictImports = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

const defaultExports = [
  "ExportDefaultDeclaration",
  "ExportSpecifier[exported.name='default']",
  "TSExportAssignment",
].map((selector) => ({ selector, message: "No default exports: a name is the same everywhere." }));
// What no-restricted-imports does not see would be a way round the layers.
const dynamicImports = { selector: "ImportExpression", message: "lib/ imports at the top of the file only." };
const fixedPartition = ["Literal[value=/arn:aws:/]", "TemplateElement[value.raw=/arn:aws:/]"].map(
  (selector) => ({ selector, message: "The partition varies: build the ARN with the stack's scope." }),
);
const restrictSyntax = (...rules) => ({ "no-restricted-syntax": ["error", ...rules] });

/** One entry per folder, as a later entry for the same rule would replace an earlier one and not add to it. */
const layerRules = layers.map((layer, index) => ({
  name: `layer ${layer}`,
  files: [`lib/${layer}/**/*.ts`],
  rules: restrictImports(
    providerRoot,
    agpl,
    beyondLib(besideLib, "lib/"),
    ownIndex,
    ...(index > 0 ? [upward(layers.slice(0, index), layer)] : []),
    ...(plainLayers.includes(layer) ? [resources] : []),
  ),
}));

/** Run in Lambda and in users' programs: they import nothing of CDKTF, nothing of this library, and the AWS SDK only when they read. */
const handlersAlone = banned(
  "^(?!\\./|\\.\\./|@aws-sdk/|node:).|^(\\.\\./)+(aws-page|access|iam|scope|validation|rules|permissions|encryption|storage|roles|workforce|streaming|functions|jobs|workflows)(/|$)",
  "handlers/ runs in Lambda: it imports its own files, node: and the AWS SDK only.",
);

export default defineConfig(
  { ignores: ["**/dist/", "**/cdktf.out/", "**/.local/", "**/.gen/", "**/coverage/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    name: "typescript",
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      eqeqeq: "error",
      "no-constant-condition": "error",
      "no-control-regex": "error",
      "no-empty-character-class": "error",
      "no-fallthrough": "error",
      "no-irregular-whitespace": "error",
      "no-unsafe-finally": "error",
      "no-unsafe-optional-chaining": "error",
      "no-useless-escape": "error",
      ...restrictImports(providerRoot, agpl),
      ...restrictSyntax(...defaultExports),
    },
  },
  {
    name: "lib",
    files: ["lib/**/*.ts"],
    rules: {
      "@typescript-eslint/explicit-member-accessibility": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "no-console": "error",
      ...restrictImports(providerRoot, agpl, beyondLib(besideLib, "lib/")),
      ...restrictSyntax(...defaultExports, dynamicImports, ...fixedPartition),
    },
  },
  ...layerRules,
  {
    // Ground Truth's own functions, worker UIs and algorithms exist in the partition `aws` only.
    name: "AWS's own ARNs",
    files: ["lib/jobs/**/*.ts"],
    rules: restrictSyntax(...defaultExports, dynamicImports),
  },
  {
    name: "handlers",
    files: ["lib/handlers/**/*.ts"],
    rules: { ...restrictImports(handlersAlone), ...restrictSyntax(...defaultExports) },
  },
  {
    name: "stacks",
    files: ["stacks/**/*.ts"],
    rules: restrictImports(
      providerRoot,
      agpl,
      beyondLib(["cli", "tasks", "review", "local", "main", "__tests__", "bench"], "stacks/"),
    ),
  },
  {
    name: "review",
    files: ["review/**/*.ts"],
    rules: restrictImports(
      providerRoot,
      agplButActionData,
      beyondLib(["cli", "tasks", "stacks", "local", "main", "__tests__", "bench"], "review/"),
    ),
  },
  {
    // Of the review it takes what pages and errors are written with.
    name: "tasks",
    files: ["tasks/**/*.ts"],
    rules: restrictImports(
      providerRoot,
      agpl,
      beyondLib(["cli", "stacks", "local", "main", "__tests__", "bench"], "tasks/"),
      banned(
        "^(\\.{1,2}/)+review/(?!user-error$|asset$|page/html$)",
        "tasks/ takes errors and HTML of review/ only.",
      ),
    ),
  },
  {
    name: "the script of the page",
    files: ["review/page/assets/*.js", "tasks/*/assets/*.js"],
    languageOptions: {
      globals: { document: "readonly", window: "readonly", location: "readonly", setTimeout: "readonly" },
    },
  },
  {
    name: "tests",
    files: ["__tests__/**/*.ts"],
    rules: {
      // Tests read synthesized JSON, which has no type.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      ...restrictImports(providerRoot),
    },
  },
);
