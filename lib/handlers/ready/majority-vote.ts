import { majorityVote } from "../consolidation/majority-vote";
import { readyHandler } from "../consolidation/ready-handler";

/** Takes what most workers chose, see `majorityVote`. */
export const handler = readyHandler(majorityVote);
