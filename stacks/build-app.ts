import { Annotations, type App, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../lib/aws-page";
import { InvalidInputError } from "../lib/validation/problems";
import { AccessStack } from "./access-stack";
import { chainOf, type Chain, inJobOrder, previousWorkflow } from "./facts/chains";
import { unsharedInputs } from "./config/checks/earlier-jobs";
import { withRulesOfRoles } from "./facts/execution-roles";
import { nearNames } from "./facts/near-names";
import { queuesMadeHere } from "./facts/queues-made-here";
import { ConfigurationError, type ConfigurationProblem } from "./file/configuration-error";
import { steps, type Places } from "./file/places";
import { checkCall, checkConfiguration } from "./checked-input";
import type { GroundTruthConfig } from "./config/schema";
import { stackId } from "./environments/environment";
import { Sharing } from "./facts/sharing";
import { shownPath } from "./file/shown-path";
import type { WorkflowConfig } from "./config/workflow-schema";
import type { Path } from "./file/yaml-document";
import type { GroundTruthStackProps } from "./ground-truth-stack";
import { MadeParts } from "./made-parts";
import { repeatedPolicyNames } from "./policy-names";
import { SharedStack } from "./shared-stack";
import { WorkforceStack } from "./workforce-stack";
import { accessStackName, sharedStackName, workforceStackName } from "./facts/stack-names";

/** The stack of each kind of workflow, by the workflow's `type`. */
export type WorkflowStacks = {
  readonly [Type in WorkflowConfig["type"]]: new (
    scope: Construct,
    id: string,
    props: GroundTruthStackProps &
      Chain & { readonly parts: MadeParts; readonly workflow: Extract<WorkflowConfig, { type: Type }> },
  ) => TerraformStack;
};

/**
 * Adds constructs of one's own to the stacks of a configuration, by their names: those of workflows, `shared` and `workforce`.
 * The stack of a workflow has its parts in `labeling`. What a deployer may do follows from the additions too.
 * Of a file with environments they are asked for in each, by the names that stacks have without them.
 */
export type Additions = (stacks: ReadonlyMap<string, TerraformStack>, environment?: string) => void;

/**
 * One stack for each workflow, one for what they share, one for the workforce and one for people's rights if there are any.
 * A workflow depends on the stacks that make its buckets, its key or the topic of its data objects.
 *
 * @param places where the keys of the configuration stand. Without it problems are told by their keys alone
 * @param add puts constructs of one's own into the stacks; not called where one of them cannot be built
 * @throws ConfigurationError naming everything that is wrong with any of the workflows, once each
 */
export function buildApp(
  said: GroundTruthConfig,
  app: App,
  stacks: WorkflowStacks,
  places?: Places,
  add?: Additions,
): void {
  checkCall("buildApp", {
    app: [app, "app"],
    stacks: [stacks, "stacks"],
    places: [places, "places"],
    add: [add, "additions"],
  });
  checkConfiguration(said);
  const config = withRulesOfRoles(said);
  const { workflows, shared, workforce, access, ...common } = config;
  const parts = new MadeParts(new Sharing(config));
  const problems = new Map<string, ConfigurationProblem>();
  const built = new Map<string, TerraformStack>();
  const build = <Type extends WorkflowConfig["type"]>(
    type: Type,
    workflow: Extract<WorkflowConfig, { type: Type }>,
  ) =>
    new stacks[type](app, stackId(config, workflow.name), {
      ...common,
      access,
      workforce,
      ...chainOf(workflow, workflows),
      parts,
      workflow,
    });
  const collecting = (path: Path, make: () => void) => {
    try {
      make();
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      // What stands above the workflows is used by each of them.
      for (const problem of inConfigurationAt(path, error, places)) {
        problems.set(`${problem.path} ${problem.message}`, problem);
      }
    }
  };
  // The first: the topics of its buckets' events are there before workflows listen to them.
  if (shared !== undefined) {
    collecting(["shared"], () => {
      const props = { ...common, shared, workflows, access, parts };
      built.set(sharedStackName, new SharedStack(app, stackId(config, sharedStackName), props));
    });
  }
  for (const { workflow, index } of inJobOrder(workflows)) {
    collecting(["workflows", index], () => {
      built.set(workflow.name, build(workflow.type, workflow));
    });
  }
  if (workforce !== undefined) {
    collecting(["workforce"], () => {
      const id = stackId(config, workforceStackName);
      built.set(workforceStackName, new WorkforceStack(app, id, { ...common, workforce }));
    });
  }
  if (problems.size === 0) add?.(built, config.environment?.name);
  let people: TerraformStack | undefined;
  // The last, and only beside whole stacks: what a deployer may do follows from them.
  if (access !== undefined && problems.size === 0) {
    const props = { ...common, workflows, shared, workforce, access, stacks: built };
    collecting(["access"], () => {
      people = new AccessStack(app, stackId(config, accessStackName), props);
    });
  }
  if (problems.size === 0) {
    for (const problem of nameProblems(config, built, places)) problems.set(problem.message, problem);
  }
  if (problems.size > 0) {
    throw new ConfigurationError(places?.file ?? "The configuration", inFileOrder([...problems.values()]));
  }
  for (const { path, message } of doubts(config, parts.sharing)) {
    const [section = "", index] = path;
    const stack = section === "workflows" ? workflows[Number(index)]!.name : String(section);
    // Where the key stands is read from the message again: cli/warnings.ts.
    Annotations.of(built.get(stack) ?? people!).addWarning(`${shownPath(path)}: ${message}`);
  }
  for (const [name, before] of parts.sharing.deployOrder) {
    for (const other of before) built.get(name)!.addDependency(built.get(other)!);
  }
}

/** What is allowed and yet probably not meant, as far as the file alone tells. */
function doubts(config: GroundTruthConfig, sharing: Sharing): { path: Path; message: string }[] {
  return [
    ...replacedWorkflows(config),
    ...unseenObjects(config),
    ...nearNames(config),
    ...queuesMadeHere(config, sharing),
  ];
}

/** Workflows that look at answers of others again, and could not read what these are about. */
function unseenObjects({ workflows }: GroundTruthConfig): { path: Path; message: string }[] {
  return workflows.flatMap((workflow, index) => {
    const before = () =>
      workflows.filter(
        ({ name, output }) =>
          name !== workflow.name &&
          // That one is refused.
          name !== previousWorkflow(workflow) &&
          workflow.inputs.some((input) => input.contains(output) || output.contains(input)),
      );
    const unshared = unsharedInputs(workflow, before);
    return unshared === undefined
      ? []
      : [{ path: ["workflows", index, "inputs"], message: unshared.message }];
  });
}

/** Nothing of what the file says of a workflow holds where an environment gives it another type. */
function replacedWorkflows({ workflows, environment }: GroundTruthConfig): { path: Path; message: string }[] {
  return (environment?.replaced ?? []).map((name) => {
    const index = workflows.findIndex((workflow) => workflow.name === name);
    const message =
      `is another type than outside the environment ${environment!.name}, and so another thing: nothing else that is said of ` +
      `"${name}" there holds here, its key and its buckets neither. Say here all that is meant`;
    return { path: ["workflows", index, "type"], message };
  });
}

function nameProblems(
  { workflows }: GroundTruthConfig,
  built: ReadonlyMap<string, TerraformStack>,
  places: Places | undefined,
): ConfigurationProblem[] {
  const placeOf = (stack: string): Path => {
    const index = workflows.findIndex(({ name }) => name === stack);
    return index < 0 ? [stack] : ["workflows", index];
  };
  return repeatedPolicyNames(built).map(({ name, stack, first }) => {
    const path = placeOf(stack);
    const message =
      `makes the policy "${name}", as ${shown(placeOf(first), places)} does: a role that may do much has further policies, ` +
      `with -2, -3, … behind its name, and IAM compares names without case. Name one of the two roles otherwise (${AwsPage.iamNames})`;
    return { path: shown(path, places), message, place: places?.of(path), excerpt: places?.excerptOf(path) };
  });
}

function shown(path: Path, places: Places | undefined): string {
  return places?.shown(path) ?? shownPath(path);
}

/** As they stand in the file; without a place they stay as they are. */
export function inFileOrder(problems: readonly ConfigurationProblem[]): ConfigurationProblem[] {
  const steps = ({ place = "" }: ConfigurationProblem) => {
    const [, line, column] = /:(\d+):(\d+)$/.exec(place) ?? [];
    return [Number(line ?? 0), Number(column ?? 0)] as const;
  };
  return [...problems].sort((one, other) => {
    const [[line, column], [otherLine, otherColumn]] = [steps(one), steps(other)];
    return line - otherLine || column - otherColumn;
  });
}

function inConfigurationAt(
  within: Path,
  { problems }: InvalidInputError,
  places: Places | undefined,
): ConfigurationProblem[] {
  return problems.map(({ property, message, page }) => {
    const path = property.startsWith("/") ? steps(property.slice(1)) : [...within, ...steps(property)];
    return {
      path: shown(path, places),
      message: page === undefined ? message : `${message} (${page})`,
      place: places?.of(path),
      excerpt: places?.excerptOf(path),
    };
  });
}
