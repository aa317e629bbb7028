import { grows, type AccessSide } from "../lib/access/growth";
import { parsePolicy } from "../lib/access/policy";

/*
 * Comparing two policies of 10 statements: at most 50 ms in the median, warm, and 300 ms in the worst case.
 */
type Statement = Record<string, unknown>;

function statement(index: number): Statement {
  return {
    Sid: `S${index}`,
    Effect: "Allow",
    Action: [`s3:GetObject${index % 3 === 0 ? "Tagging" : ""}`, "s3:PutObject", "s3:List*"],
    Resource: [`arn:aws:s3:::bucket-${index}/prefix-${index}/*`, `arn:aws:s3:::bucket-${index}`],
    Condition: {
      StringLike: { "s3:prefix": [`a${index}/*`, "b*"] },
      Bool: { "aws:SecureTransport": "true" },
      StringEquals: { "aws:ResourceAccount": "111122223333" },
    },
  };
}

const ten = Array.from({ length: 10 }, (_each, index) => statement(index));
const withOne = (more: Statement) => ten.map((each, index) => (index === 7 ? { ...each, ...more } : each));
const noPut = { Effect: "Deny", Action: "s3:Put*", Resource: "arn:aws:s3:::bucket-*" };

const pairs: Readonly<Record<string, readonly [before: Statement[], after: Statement[]]>> = {
  "reordered, Sids renamed": [ten, ten.map((each) => ({ ...each, Sid: "X" })).reverse()],
  "statements split": [
    ten,
    ten.flatMap((each) => (each["Action"] as string[]).map((Action) => ({ ...each, Action }))),
  ],
  "wildcard widened": [ten, withOne({ Resource: "arn:aws:s3:::bucket-7/prefix-7*" })],
  "condition dropped": [ten, withOne({ Condition: {} })],
  "deny removed": [[...ten, noPut], ten],
  "ten wildcards that overlap": [ten, ten.map((each, index) => ({ ...each, Resource: `*${index}*` }))],
};

const side = (Statement: Statement[]): AccessSide => ({
  policies: [parsePolicy("policy", { Version: "2012-10-17", Statement })],
});

process.stdout.write("pair of policies              answer     median ms   worst ms\n");
for (const [name, [before, after]] of Object.entries(pairs)) {
  const times: number[] = [];
  let result = "";
  for (let run = 0; run < 25; run += 1) {
    const start = performance.now();
    result = grows(side(before), side(after)).result;
    times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  const [median, worst] = [times[12]!, times.at(-1)!].map((time) => time.toFixed(1).padStart(10));
  process.stdout.write(`${name.padEnd(30)}${result.padEnd(11)}${median} ${worst}\n`);
}
