import { controlsSection } from "./controls";
import { documentedSection, escalationSection } from "./escalations";
import { documentedStacks, judgedStacks } from "./judged-stacks";

/** docs/scoreboard.md: how the shipped examples stand before others' lists. */
export function scoreboardPage(stacks = judgedStacks()): string {
  return `# Scoreboard

Others' lists, held against what this package makes of ${stacks
    .slice(0, -1)
    .map(({ title }) => `\`${title}\``)
    .join(", ")},
and of somebody who deploys everything in the first. \`npm run docs\` writes this page; it fails where something is new and nobody has said why. Nothing was run in an account, and no scanner: the rules were read, and are checked by a program of their own.

## Ways to raise one's rights

The ways are those that [pathfinding.cloud](https://pathfinding.cloud) lists (Datadog, [Apache-2.0](https://github.com/DataDog/pathfinding.cloud), state of 17 December 2025): which
actions open them. A way is open where the policies of somebody allow each of its actions on anything at all, in a request that \`review\` finds. Somebody whose policies are not in these stacks has more.

${escalationSection(stacks)}

### The same with AWS's own text

With \`style: as-documented\` everywhere: the policies that AWS's pages print, with their errors corrected. Only what they open besides the above.

${documentedSection(stacks, documentedStacks())}

## Controls and scanner rules

Security Hub's controls (\`S3.5\`), CIS AWS Foundations, and rules of Checkov (\`CKV\`) and Trivy (\`AVD\`) that are about something in these stacks.
Controls of an account or an organization (CloudTrail, GuardDuty, root user) are not this package's.

${controlsSection(stacks.flatMap(({ resources }) => resources))}
`;
}
