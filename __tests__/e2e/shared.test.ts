import { join } from "node:path";
import { deployInTurn } from "./stacks-that-need-others";
import { projectRoot } from "./throwaway-project";

describe("two workflows on one bucket and key", () => {
  deployInTurn(join(projectRoot, "examples", "shared.yaml"), (names) => expect(names[0]).toBe("shared"));
});
