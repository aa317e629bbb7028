import type { ILabelingKey } from "../encryption/labeling-key";
import { grantOnKey } from "../encryption/key-grant";
import type { IGrantee } from "../iam/grantee";
import type { WrittenConditions } from "../iam/statement";
import { escapeForTerraform, unescapeFromTerraform } from "../iam/terraform-string";
import {
  keyAllowsInputReaders,
  keyAllowsResultWriters,
  mayDecryptInput,
  mayEncryptResults,
  mayInvokeFunctions,
  mayReadInput,
  mayWriteResults,
  ownStatement,
} from "../permissions/function-rights";
import { functionRightsRules } from "../rules/lambda";
import {
  anyResourceProblem,
  conditionKeyRule,
  conditionOperatorRule,
  conditionsRule,
  conditionValues,
  ownStatementRules,
  reasonProblem,
} from "../rules/own-statement";
import type { AwsScope } from "../scope/aws-scope";
import { S3Location } from "../storage/s3-location";
import type { Problems } from "../validation/problems";

/** How an annotation function gets at the data objects themselves, and not only at what Ground Truth sends it. */
export enum InputAccess {
  /** Its own role reads the workflow's inputs, with the keys that encrypt them, and nothing else. */
  S3_READ = "s3-read",
}

/** A statement of one's own in the policy of a function's role. It always allows. */
export interface FunctionStatement {
  /** Name of the statement: letters and digits; unique in the function. In the policy it begins with `Own`. */
  readonly sid: string;
  /** What the function may do: `dynamodb:GetItem`, or the beginning of a few: `dynamodb:BatchGet*`. None of IAM's. */
  readonly actions: string[];
  /** ARNs, or `*` for actions that have no resource type. */
  readonly resources: string[];
  /** Operator, then key, then values, as IAM has them: a list, or a single value. @default - none */
  readonly conditions?: WrittenConditions;
  /** Why the function needs it: a sentence for the reviewer. */
  readonly reason: string;
}

/** What a function may do besides its work. */
export interface FunctionRights {
  /**
   * Folders below the workflow's output location that the function writes results of its own to, such as `_pages/`. The
   * first folder holds a `_`, which no job's name has: so it is never the folder of a job's answers.
   * @default - it writes nothing
   */
  readonly writePrefixes?: string[];
  /** ARNs of the functions that it calls, of whatever region and account. @default - none */
  readonly invokeFunctionArns?: string[];
  /** Whatever else it needs, each with a reason: statements of your own, which you answer for. @default - none */
  readonly statements?: FunctionStatement[];
}

/** The data of a workflow, as its functions may get at it. */
export interface FunctionData {
  /** The folders that jobs read. */
  readonly inputs: S3Location[];
  /** The folder that jobs write to. */
  readonly output: S3Location;
  /** Encrypts the answers. */
  readonly encryptionKey: ILabelingKey;
  /** Encrypt what lies in the inputs, besides `encryptionKey`. */
  readonly inputKeys: ILabelingKey[];
}

/** Adds what is wrong with the rights of a function. Tokens pass. */
export function checkRights(problems: Problems, rights: FunctionRights, here: Partial<AwsScope>): void {
  problems.checkAll(rights, functionRightsRules, here, "rights.");
  const sids = new Set<string>();
  for (const [index, { sid, actions, resources, conditions = {}, reason }] of (
    rights.statements ?? []
  ).entries()) {
    const at = `rights.statements[${index}]`;
    problems.checkAll({ sid, actions, resources, reason }, ownStatementRules, here, `${at}.`);
    if (sids.has(sid)) problems.add(`${at}.sid`, `"${sid}" stands there twice; give each a name of its own`);
    sids.add(sid);
    // They stand in the policy's text as they are, and `${` there would be Terraform's.
    for (const [operator, keys] of Object.entries(conditions)) {
      problems.check(`${at}.conditions`, operator, conditionOperatorRule);
      for (const [key, values] of Object.entries(keys)) {
        problems.check(`${at}.conditions`, key, conditionKeyRule);
        const read = conditionValues(operator, values);
        if (typeof read === "string") problems.add(`${at}.conditions`, read, conditionsRule.page);
      }
    }
    for (const [property, problem] of [
      ["resources", anyResourceProblem(actions, resources)],
      ["reason", reasonProblem(reason)],
    ] as const) {
      if (problem !== undefined) problems.add(`${at}.${property}`, problem);
    }
  }
}

/** Gives a function what its rights say and no workflow has to be known for. */
export function grantRights(
  role: IGrantee,
  { invokeFunctionArns = [], statements = [] }: FunctionRights,
): void {
  if (invokeFunctionArns.length > 0) role.addStatements([mayInvokeFunctions(invokeFunctionArns)]);
  role.addStatements(statements.map(ownStatement));
}

/** The statements that a user wrote, with their reasons, for whoever reviews them: what a policy has no place for. */
export function ownStatementsJson({ statements = [] }: FunctionRights): string | undefined {
  if (statements.length === 0) return undefined;
  const own = statements.map((statement) => ({ ...statement, sid: ownStatement(statement).sid }));
  // Reasons from the configuration are escaped already.
  return escapeForTerraform(unescapeFromTerraform(JSON.stringify(own)));
}

/** Gives a function what it may do with the data of a workflow, on its side and on that of the keys. */
export function grantOnData(
  role: IGrantee,
  { inputs, output, encryptionKey, inputKeys }: FunctionData,
  access: InputAccess | undefined,
  { writePrefixes = [] }: FunctionRights,
  scope: AwsScope,
): void {
  if (access === InputAccess.S3_READ) {
    role.addStatements([mayReadInput(inputs, scope)]);
    for (const key of [encryptionKey, ...inputKeys]) {
      grantOnKey(key, role, {
        ownSide: (target) => [mayDecryptInput(target, scope)],
        keySide: [keyAllowsInputReaders([role.principalArn], scope)],
      });
    }
  }
  if (writePrefixes.length === 0) return;
  const folders = writePrefixes.map(
    (prefix) => new S3Location(output.bucketName, `${output.prefix}${prefix.replace(/\/?$/, "/")}`),
  );
  role.addStatements([mayWriteResults(folders, scope)]);
  grantOnKey(encryptionKey, role, {
    ownSide: (target) => [mayEncryptResults(target, scope)],
    keySide: [keyAllowsResultWriters([role.principalArn], scope)],
  });
}
