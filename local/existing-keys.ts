import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformConfiguration } from "./local-configuration";
import { UserError } from "./user-error";
import type { WorkDirectory } from "./work-directory";

/** Tells such a key from those that stacks make. */
export const existingKeyDescription = "Exists already, as far as the stacks know";

interface Lookup {
  readonly alias: string;
  readonly region: string;
  readonly account?: string;
}

/** Makes the keys that stacks look up by an alias, which exist on AWS and not on an emulator. */
export async function provideExistingKeys(endpoint: string, works: readonly WorkDirectory[]): Promise<void> {
  for (const lookup of works.flatMap(lookups)) {
    const { Aliases = [] } = await kms<{ Aliases?: { AliasName: string }[] }>(
      endpoint,
      lookup,
      "ListAliases",
    );
    if (Aliases.some(({ AliasName }) => AliasName === lookup.alias)) continue;
    const made = await kms<{ KeyMetadata: { KeyId: string } }>(endpoint, lookup, "CreateKey", {
      Description: existingKeyDescription,
    });
    const TargetKeyId = made.KeyMetadata.KeyId;
    await kms(endpoint, lookup, "CreateAlias", { AliasName: lookup.alias, TargetKeyId });
  }
}

function lookups({ directory }: WorkDirectory): Lookup[] {
  const config = JSON.parse(
    readFileSync(join(directory, "cdk.tf.json"), "utf8"),
  ) as TerraformConfiguration & {
    readonly data?: { readonly aws_kms_key?: Readonly<Record<string, { readonly key_id?: string }>> };
  };
  const [provider = {}] = [config.provider?.["aws"] ?? {}].flat() as {
    readonly region?: string;
    readonly allowed_account_ids?: readonly string[];
  }[];
  return Object.values(config.data?.aws_kms_key ?? {}).flatMap(({ key_id = "" }) => {
    const alias = /(?:^|:)(alias\/[^:]+)$/.exec(key_id)?.[1];
    if (alias === undefined) return [];
    return [{ alias, region: provider.region ?? "us-east-1", account: provider.allowed_account_ids?.[0] }];
  });
}

/** Emulators check no signature; moto takes the account from a header. */
async function kms<Answer>(
  endpoint: string,
  { region, account }: Lookup,
  operation: string,
  parameters: object = {},
): Promise<Answer> {
  const credential = `Credential=emulator/20200101/${region}/kms/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    body: JSON.stringify(parameters),
    headers: {
      Authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `TrentService.${operation}`,
      ...(account !== undefined && { "X-Moto-Account-Id": account }),
    },
  });
  const text = await response.text();
  if (!response.ok) throw new UserError(`The emulator refused kms:${operation}: ${text}`);
  return JSON.parse(text) as Answer;
}
