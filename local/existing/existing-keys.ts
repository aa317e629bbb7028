import { readFileSync } from "node:fs";
import { join } from "node:path";
import { firstProvider, type TerraformConfiguration } from "../local-configuration";
import type { WorkDirectory } from "../work-directory";
import { jsonRequest, type Place } from "./emulator-request";

/** Tells such a key from those that stacks make. */
export const existingKeyDescription = "Exists already, as far as the stacks know";

interface Lookup extends Place {
  readonly alias: string;
}

/**
 * Makes the keys that stacks look up by an alias, which exist on AWS and not on an emulator.
 *
 * @returns the aliases that were made
 */
export async function provideExistingKeys(
  endpoint: string,
  works: readonly WorkDirectory[],
): Promise<string[]> {
  const made: string[] = [];
  for (const lookup of works.flatMap(lookups)) {
    const { Aliases = [] } = await kms<{ Aliases?: { AliasName: string }[] }>(
      endpoint,
      lookup,
      "ListAliases",
    );
    if (Aliases.some(({ AliasName }) => AliasName === lookup.alias)) continue;
    const { KeyMetadata } = await kms<{ KeyMetadata: { KeyId: string } }>(endpoint, lookup, "CreateKey", {
      Description: existingKeyDescription,
    });
    await kms(endpoint, lookup, "CreateAlias", { AliasName: lookup.alias, TargetKeyId: KeyMetadata.KeyId });
    made.push(lookup.alias);
  }
  return made;
}

function lookups({ directory }: WorkDirectory): Lookup[] {
  const config = JSON.parse(
    readFileSync(join(directory, "cdk.tf.json"), "utf8"),
  ) as TerraformConfiguration & {
    readonly data?: { readonly aws_kms_key?: Readonly<Record<string, { readonly key_id?: string }>> };
  };
  const place = firstProvider(config);
  return Object.values(config.data?.aws_kms_key ?? {}).flatMap(({ key_id = "" }) => {
    const alias = /(?:^|:)(alias\/[^:]+)$/.exec(key_id)?.[1];
    return alias === undefined ? [] : [{ alias, ...place }];
  });
}

function kms<Answer>(
  endpoint: string,
  place: Place,
  operation: string,
  parameters?: object,
): Promise<Answer> {
  return jsonRequest(endpoint, place, "kms", "TrentService", operation, parameters);
}
