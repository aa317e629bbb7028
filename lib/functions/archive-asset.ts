import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { Construct } from "constructs";
import type { Archive } from "./archive";

/**
 * Writes an archive beside the stack's Terraform, from memory.
 *
 * A `TerraformAsset` of CDKTF copies a file instead, which would have to lie somewhere until the app is synthesized:
 * see docs/decisions/0008-function-archives.md.
 */
export class ArchiveAsset extends Construct {
  /** Relative to the stack's Terraform directory. Does not change with the content, so that addresses and plans stay calm. */
  public readonly path: string;

  public constructor(scope: Construct, id: string, archive: Archive) {
    super(scope, id);
    const stack = TerraformStack.of(this);
    this.path = `assets/${stack.getLogicalId(this.node)}.zip`;
    addCustomSynthesis(this, {
      onSynthesize: ({ outdir, manifest }) => {
        const file = join(outdir, manifest.forStack(stack).workingDirectory, this.path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, archive.bytes);
      },
    });
  }
}
