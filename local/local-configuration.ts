import { forMoto, mapValues, type Resources } from "./emulator-gaps";

/** As much of a synthesized `cdk.tf.json` as has to be known here. */
export interface TerraformConfiguration {
  readonly terraform?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly resource?: Resources;
  readonly [block: string]: unknown;
}

type ProviderBlock = Readonly<Record<string, unknown>>;

/** What a provider block says about the resources. The rest says how to reach AWS, which is the emulator here. */
const keptArguments = [
  "alias",
  "region",
  "default_tags",
  "ignore_tags",
  "allowed_account_ids",
  "forbidden_account_ids",
];

/**
 * The same stack for the emulator: its resources without what moto forgets and without protection, its state in the work directory, its AWS
 * provider without credentials, profiles, roles or endpoints of the user's.
 *
 * The copy is rewritten instead of being joined by an override file, since an override can replace a nested block such
 * as `assume_role` but cannot take it away.
 *
 * @param account that the stack is for, where its provider names none
 */
export function localConfiguration(config: TerraformConfiguration, account?: string): TerraformConfiguration {
  const { cloud: _cloud, backend: _backend, ...terraform } = config.terraform ?? {};
  const { aws, ...otherProviders } = config.provider ?? {};
  return {
    ...config,
    terraform: { ...terraform, backend: { local: {} } },
    provider: { ...otherProviders, aws: blocks(aws).map((block) => forEmulator(block, account)) },
    ...(config.resource && { resource: forMoto(unprotected(config.resource)) }),
  };
}

/** Region and account of the first AWS provider of a stack, or of its copy for the emulator. */
export function firstProvider(config: TerraformConfiguration): { region: string; account?: string } {
  const [block = {}] = blocks(config.provider?.["aws"]);
  const { region } = block;
  const [role] = [block["assume_role"]].flat() as ({ readonly role_arn?: string } | undefined)[];
  return {
    region: typeof region === "string" ? region : "us-east-1",
    account: configuredAccount(block) ?? role?.role_arn?.split(":")[4],
  };
}

/** Nothing on an emulator is worth keeping: everything there can be destroyed. */
function unprotected(resources: Resources): Resources {
  return mapValues(resources, (ofType) =>
    mapValues(ofType, ({ lifecycle, ...resource }) => {
      const { prevent_destroy: _, ...others } = (lifecycle ?? {}) as Record<string, unknown>;
      return Object.keys(others).length === 0 ? resource : { ...resource, lifecycle: others };
    }),
  );
}

function blocks(aws: unknown): ProviderBlock[] {
  if (aws === undefined) return [{}];
  return Array.isArray(aws) ? (aws as ProviderBlock[]) : [aws as ProviderBlock];
}

function forEmulator(block: ProviderBlock, otherwise: string | undefined): ProviderBlock {
  const account = configuredAccount(block) ?? otherwise;
  return {
    ...Object.fromEntries(keptArguments.filter((name) => name in block).map((name) => [name, block[name]])),
    // Credentials of a role belong to the role's account: so the emulator acts for the account of the stack.
    ...(account && {
      assume_role: [{ role_arn: emulatorRole(account, block["region"]), session_name: "local" }],
    }),
    s3_use_path_style: true,
    skip_credentials_validation: true,
    skip_metadata_api_check: "true",
  };
}

/** A role that need not exist: emulators let everybody assume it. */
function emulatorRole(account: string, region: unknown): string {
  const partition = /^(cn|us-gov)-/.exec(String(region))?.[1];
  return `arn:aws${partition ? `-${partition}` : ""}:iam::${account}:role/local`;
}

function configuredAccount(block: ProviderBlock): string | undefined {
  const allowed = block["allowed_account_ids"];
  const first: unknown = Array.isArray(allowed) ? allowed[0] : undefined;
  return typeof first === "string" && /^\d{12}$/.test(first) ? first : undefined;
}
