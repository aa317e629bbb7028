import { allows } from "../../../lib/access/evaluation";
import { grows, type AccessSide } from "../../../lib/access/growth";
import { parsePolicy } from "../../../lib/access/policy";
import type { AccessRequest } from "../../../lib/access/request";
import { requester, requesterKeys } from "../../../lib/access/requester";
import {
  changedDocument,
  isContested,
  Random,
  randomDocument,
  type RandomRequest,
  randomRequest,
  resourceAccount,
  type Service,
} from "./random";
import { simulated, type Documents } from "./simulator";

/*
 * A few hundred in every run; `npm run prove:access` asks 100,000 requests and compares 10,000 pairs of documents.
 */
const requests = Number(process.env["ACCESS_REQUESTS"] ?? 300);
const pairs = Number(process.env["ACCESS_PAIRS"] ?? 120);
const seed = Number(process.env["PROPERTY_SEED"] ?? 1);
const services: Service[] = ["s3", "s3", "s3", "kms", "sts"];

const verdicts = {
  allowed: "Allowed",
  "explicitly denied": "ExplicitlyDenied",
  "implicitly denied": "ImplicitlyDenied",
} as const;

/** Keys that follow from the principal: the simulator wants them said. */
function withRequesterKeys<Request extends AccessRequest>(request: Request): Request & RandomRequest {
  const keys = Object.fromEntries(requesterKeys(requester(request.principal)));
  return { ...request, context: { ...keys, ...request.context } } as Request & RandomRequest;
}

it(`evaluates ${requests} random requests as the simulator does`, () => {
  const random = new Random(seed);
  const different: unknown[] = [];
  const count = { decided: 0, allowed: 0, "not decided": 0, contested: 0 };
  for (let index = 0; index < requests; index += 1) {
    const service = random.of(services);
    const request = withRequesterKeys(randomRequest(random, service));
    const bounded = requester(request.principal).account !== undefined && random.chance(30);
    const documents: Documents = {
      identity: Array.from({ length: random.below(3) }, () => randomDocument(random, service)),
      boundary: bounded ? randomDocument(random, service, false, 10) : undefined,
      resource: service !== "s3" || random.chance(60) ? randomDocument(random, service, true) : undefined,
    };
    const { identity = [], boundary, resource } = documents;
    if (
      isContested(
        request,
        [...identity, boundary, resource].filter((one) => one !== undefined),
      )
    ) {
      count.contested += 1;
      continue;
    }
    const { verdict } = allows(
      { ...request, resourceAccount },
      {
        identity: identity.map((document, at) => parsePolicy(`identity ${at}`, document)),
        boundary: boundary && parsePolicy("boundary", boundary),
        resource: resource && parsePolicy("resource", resource),
      },
    );
    if (verdict === "not decided") {
      count["not decided"] += 1;
      continue;
    }
    count.decided += 1;
    if (verdict === "allowed") count.allowed += 1;
    const { result } = simulated(request, documents, resourceAccount);
    if (verdicts[verdict] !== result) different.push({ result, verdict, request, documents });
  }
  report("requests", count);
  expect(different.map((one) => JSON.stringify(one))).toEqual([]);
  // A proof that asks about nothing proves nothing.
  expect(count.allowed).toBeGreaterThan(requests / 50);
  expect(count["not decided"]).toBeLessThan(requests / 50);
});

it(`compares ${pairs} random pairs as the simulator would`, () => {
  const random = new Random(seed + 1);
  const wrong: unknown[] = [];
  const count = { none: 0, grown: 0, "not decided": 0, contested: 0, asked: 0 };
  for (let index = 0; index < pairs; index += 1) {
    const service = random.of(services);
    const byResource = random.chance(40);
    const before = randomDocument(random, service, byResource, 15);
    const after = random.chance(75)
      ? changedDocument(random, service, before, byResource)
      : randomDocument(random, service, byResource, 15);
    const side = (document: object): AccessSide => ({ policies: [parsePolicy("policy", document)] });
    const growth = grows(side(before), side(after), { resourceAccount });
    count[growth.result] += 1;

    const isAllowed = (request: AccessRequest, document: object, delegated: boolean): boolean => {
      if (!byResource) {
        const account = accountOf(request);
        const documents = { identity: [document], resource: handsOver(account) };
        return simulated(request, documents, account).result === "Allowed";
      }
      const said = simulated(request, { resource: document }, resourceAccount).byResource;
      return said === "Allowed" || (delegated && said === "AllowedForAccount");
    };
    const isNew = (request: AccessRequest, delegated: boolean) =>
      isAllowed(request, after, delegated) && !isAllowed(request, before, delegated);

    for (const { request, delegated = false } of growth.findings) {
      if (request === undefined) continue;
      const sent = withRequesterKeys(request);
      if (isContested(sent, [before, after])) count.contested += 1;
      else if (!isNew(sent, delegated)) wrong.push({ "not new": sent, delegated, before, after });
    }
    if (growth.result !== "none") continue;
    for (let tries = 0; tries < 25; tries += 1) {
      const request = withRequesterKeys(randomRequest(random, service));
      if (isContested(request, [before, after])) continue;
      count.asked += 1;
      const local = requester(request.principal).account === resourceAccount;
      if (isNew(request, !local || random.chance(50)))
        wrong.push({ "new after all": request, before, after });
    }
  }
  report("pairs", count);
  expect(wrong.map((one) => JSON.stringify(one))).toEqual([]);
  expect(count.none).toBeGreaterThan(pairs / 10);
  expect(count.grown).toBeGreaterThan(pairs / 5);
  expect(count["not decided"]).toBeLessThan(pairs / 10);
});

const handedOver = new Map<string, object>();

/** A policy of a resource that leaves the decision to identity policies: keys and roles need one. */
function handsOver(account: string): object {
  let document = handedOver.get(account);
  if (document === undefined) {
    document = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { AWS: account }, Action: "*", Resource: "*" },
    };
    handedOver.set(account, document);
  }
  return document;
}

/** The account in which the principal of an identity policy finds the resource: its own. */
function accountOf({ principal }: AccessRequest): string {
  return principal.split(":")[4] ?? resourceAccount;
}

/** The command shows what it did. */
function report(what: string, count: object): void {
  if (process.env["ACCESS_REQUESTS"] !== undefined) console.log(what, `seed ${seed}`, count);
}
