import fc from "fast-check";
import { join } from "node:path";
import { stringify } from "yaml";
import { madeConfig } from "../../tools/fuzz/made-configs";
import { Random } from "../../tools/fuzz/random";
import { judge } from "../../tools/fuzz/verdict";
import { propertyRuns } from "../property-runs";

/*
 * Without an account in the file every ARN holds a token of CDKTF: what is said to people must not show it, and what is written
 * must have it resolved.
 */

const folder = join(__dirname, "..", "..", "examples");

test("no warning, message or output shows a token, whatever is configured without an account", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const {
        account: _,
        environments: __,
        ...config
      } = madeConfig(new Random(seed)) as Record<string, unknown>;
      const { outcome, fault } = judge({ text: stringify(config), folder, origin: "made" });
      expect(fault).toBeUndefined();
      outcomes.push(outcome);
    }),
    propertyRuns(24),
  );
  // Refused ones show no warnings and no output: many must get through.
  expect(outcomes.filter((one) => one === "accepted").length).toBeGreaterThan(outcomes.length / 3);
});

const outcomes: string[] = [];
