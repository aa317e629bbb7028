import { Token, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import { labelingJobRules, stoppingRules } from "../rules/labeling-job";
import { jobTeamArnRule } from "../rules/sagemaker";
import { tagKeyRule, tagValueRule } from "../rules/tags";
import { statedScope, StackScope } from "../scope/stack-scope";
import type { Problem, Problems } from "../validation/problems";
import { WorkTeamKind } from "../workforce/work-team-kind";
import type { BuiltInTask } from "./built-in-task";
import { labelFilesOf, readsLabelFiles } from "./earlier-label-files";
import { reviewLabelAttributeName } from "./label-attribute-name";
import type { LabelingJobProps } from "./labeling-job-props";
import { labelingJobNameProblems } from "./labeling-job-name";
import { mostLabelsInManifest } from "./manifest-limits";
import { TaskVariant } from "./task-variant";

/** What a job is called. */
export interface NamedJob {
  readonly labelingJobName: string;
  readonly labelAttributeName: string;
}

/**
 * Adds everything that is wrong with a job.
 *
 * @param task undefined for a custom task
 * @returns what is allowed, and yet probably not meant
 */
export function checkLabelingJob(
  problems: Problems,
  job: IConstruct,
  props: LabelingJobProps,
  task: BuiltInTask | undefined,
  named: NamedJob,
): string[] {
  const check = new JobCheck(problems, job, props, task);
  check.names(named);
  check.data(named);
  check.people();
  check.task();
  check.interface();
  check.labels();
  check.automation();
  check.extras();
  return check.warnings;
}

class JobCheck {
  public readonly warnings: string[] = [];
  private readonly isStreaming: boolean;
  private readonly taskName: string;

  public constructor(
    private readonly problems: Problems,
    private readonly job: IConstruct,
    private readonly props: LabelingJobProps,
    private readonly builtIn: BuiltInTask | undefined,
  ) {
    this.isStreaming = props.workflow.inputTopic !== undefined;
    this.taskName = builtIn?.type ?? "a custom task";
  }

  public names({ labelingJobName, labelAttributeName }: NamedJob): void {
    const { props, problems, builtIn } = this;
    const { workflow, previousJob } = props;
    problems.checkAll(props, labelingJobRules, StackScope.of(this.job).stated);
    const isFixed = (props.labelingJobName ?? workflow.labelingJobName) !== undefined;
    if (props.run !== undefined && isFixed) {
      this.add(
        "run",
        "is the end of a name that is made here; this job has a name already. Keep one of the two",
      );
    }
    for (const { property, message, page } of labelingJobNameProblems(labelingJobName, "labelingJobName")) {
      problems.add(property, message, page);
    }
    this.queueName();
    if (props.asResource === true && isFixed) {
      this.warn(
        `labelingJobName: "${labelingJobName}" stays taken for ever, and Terraform replaces the job with whatever changes: it stops the old one, and AWS refuses the name. Change the name with every change, or leave it out`,
        AwsPage.createLabelingJobApi,
      );
    }
    const twin = jobNames.add(this.job, labelingJobName);
    if (twin !== undefined) {
      const message = `got "${labelingJobName}", the name of the job ${twin} too; AWS takes each name once in an account and region, in whatever case. Give another ${isFixed ? "one" : "run"}`;
      problems.add("labelingJobName", message, AwsPage.createLabelingJobApi);
    }
    const review = reviewLabelAttributeName(labelAttributeName, builtIn);
    for (const { property, message, page } of review.problems) problems.add(property, message, page);
    for (const { property, message, page } of review.warnings) this.warn(`${property}: ${message}`, page);
    const { labelAttributeName: ofWorkflow } = workflow;
    if (
      props.labelAttributeName !== undefined &&
      ofWorkflow !== undefined &&
      props.labelAttributeName !== ofWorkflow
    ) {
      this.add(
        "labelAttributeName",
        `got "${props.labelAttributeName}"; the workflow says "${ofWorkflow}". Keep one of the two`,
      );
    }
    this.chain(labelAttributeName);
    // A job of the same kind labels what the job before left unlabeled: under the same name.
    const isAboutLabels = builtIn !== undefined && builtIn.variant !== TaskVariant.BASE;
    if (isAboutLabels && previousJob?.labelAttributeName === labelAttributeName) {
      const message = `got "${labelAttributeName}", under which the job before wrote its labels; a job that adjusts or verifies them needs another name`;
      problems.add("labelAttributeName", message, AwsPage.verificationJobs);
    }
  }

  /** Each job of a chain adds its label to the lines of the manifest. */
  private chain(labelAttributeName: string): void {
    const { previousJob } = this.props;
    if (previousJob === undefined) return;
    const { earlierLabelAttributeNames = [], labelAttributeName: before } = previousJob;
    const labels = [...new Set([...earlierLabelAttributeNames, before, labelAttributeName])];
    if (labels.length <= mostLabelsInManifest) return;
    const message = `makes a chain with ${labels.length} label attributes in each line of its manifest (${labels.join(", ")}); a manifest has at most ${mostLabelsInManifest}. Begin a new manifest, or write under a label attribute that is there already`;
    this.add("previousJob", message, AwsPage.inputQuotas);
  }

  /** The role may make exactly the queues that are named after the workflow's jobs. */
  private queueName(): void {
    const { workflow, labelingJobName: name } = this.props;
    if (!this.isStreaming || name === undefined || Token.isUnresolved(name)) return;
    const { labelingJobName, workflowName } = workflow;
    const fits =
      labelingJobName === undefined
        ? name.toLowerCase().startsWith(`${workflowName}-`.toLowerCase())
        : name.toLowerCase() === labelingJobName.toLowerCase();
    if (fits) return;
    const rule = labelingJobName === undefined ? `begins with "${workflowName}-"` : `is "${labelingJobName}"`;
    this.problems.add(
      "labelingJobName",
      `got "${name}"; the role may make the queue of a job whose name ${rule}`,
      AwsPage.streamingQueue,
    );
  }

  public data({ labelingJobName }: NamedJob): void {
    const { props } = this;
    const { workflow, previousJob } = props;
    if (props.manifestS3Uri !== undefined && previousJob !== undefined) {
      this.add(
        "manifestS3Uri",
        "is that of the job before already; keep manifestS3Uri or previousJob",
        AwsPage.chaining,
      );
    }
    const manifest = props.manifestS3Uri ?? previousJob?.outputManifestUri;
    if (manifest === undefined && !this.isStreaming) {
      this.add(
        "manifestS3Uri",
        "is missing; a job needs the input manifest that lists its objects. Only a streaming job can do without",
        AwsPage.inputManifest,
      );
    }
    const property = previousJob === undefined ? "manifestS3Uri" : "previousJob";
    this.inInputs(property, manifest);
    if (manifest !== undefined && readsLabelFiles(this.builtIn?.type))
      this.inInputs(property, labelFilesOf(manifest), "which the manifest names its labels in");
    if (
      manifest !== undefined &&
      !Token.isUnresolved(manifest) &&
      manifest === `${workflow.output.uri}${labelingJobName}/manifests/output/output.manifest`
    ) {
      this.add(property, "is the output manifest of this very job", AwsPage.chaining);
    }
  }

  /** The role reads what lies in the inputs, and nothing else. */
  private inInputs(property: string, uri: string | undefined, what = ""): void {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri ?? "") ?? [];
    if (key === undefined || Token.isUnresolved(uri)) return;
    const isRead = this.props.workflow.inputs.some(({ bucketName, prefix, isFile }) => {
      if (Token.isUnresolved(bucketName) || Token.isUnresolved(prefix)) return true;
      return bucketName === bucket && (isFile ? key === prefix : key.startsWith(prefix));
    });
    if (isRead) return;
    this.add(
      property,
      `${uri}${what && `, ${what},`} lies in none of the workflow's inputs, so the role may not read it. Add its folder to them`,
      AwsPage.executionRole,
    );
  }

  /** S3 would tell the job of it as of an object to label. */
  private notInEvents(property: string, uri: string | undefined): void {
    if (uri === undefined || Token.isUnresolved(uri)) return;
    const hit = (this.props.workflow.s3Events ?? []).find(
      ({ location, suffix }) => uri.startsWith(location.uri) && uri.endsWith(suffix ?? ""),
    );
    if (hit === undefined) return;
    this.add(
      property,
      `${uri} lies in ${hit.location.uri}, so S3 would send it to the workers as a data object. Put it into another input, or give the event a suffix that it has not`,
      AwsPage.streamingS3,
    );
  }

  public people(): void {
    const { workTeam, workflow } = this.props;
    this.problems.check("workTeam", workTeam.workTeamArn, jobTeamArnRule, StackScope.of(this.job).stated);
    const closed = (workflow.buckets ?? []).find(({ vpcRestriction }) => vpcRestriction !== undefined);
    if (closed !== undefined && workTeam.kind === WorkTeamKind.VENDOR) {
      const message = `is a vendor's, and ${closed.bucketName} lets in nobody from outside a network: only a private team works there`;
      this.add("workTeam", message, AwsPage.vpcLabelingJob);
    }
  }

  public task(): void {
    const { props, builtIn } = this;
    if (isNumber(props.maxConcurrentTaskCount) && props.maxConcurrentTaskCount > 1000) {
      this.warn(
        `maxConcurrentTaskCount: ${props.maxConcurrentTaskCount} is above 1000, which an account has unless AWS Support raised it`,
        AwsPage.humanTaskConfig,
      );
    }
    const workers = props.numberOfHumanWorkersPerDataObject;
    const mostWorkers = builtIn?.maxWorkersPerObject ?? 9;
    if (isNumber(workers) && workers <= 9 && workers > mostWorkers) {
      this.add(
        "numberOfHumanWorkersPerDataObject",
        `got ${workers}; ${this.taskName} takes ${mostWorkers}`,
        AwsPage.humanTaskConfig,
      );
    }
    const time = props.taskTimeLimitInSeconds;
    const longest = builtIn?.maxTaskTimeLimitSeconds ?? 28_800;
    const advised = builtIn?.advisedMaxTaskTimeLimitSeconds ?? longest;
    if (!isNumber(time)) return;
    if (time > longest && labelingJobRules.taskTimeLimitInSeconds.problem(time) === undefined) {
      this.add(
        "taskTimeLimitInSeconds",
        `got ${time}; ${this.taskName} has at most ${longest} (8 hours)`,
        AwsPage.humanTaskConfig,
      );
    } else if (time > advised) {
      this.warn(
        `taskTimeLimitInSeconds: ${time} is above ${advised} (7 days), which the pages of ${this.taskName} allow; the API reference says 30 days`,
        AwsPage.humanTaskConfig,
      );
    }
  }

  /** A worker task template, or AWS's worker UI, exactly as the task demands. */
  public interface(): void {
    const { template, workflow } = this.props;
    if (workflow.humanTaskUiArn !== undefined) {
      if (template === undefined) return;
      return this.add(
        "template",
        `is for tasks without a worker UI of AWS; ${this.taskName} has one. Take it out`,
        AwsPage.uiConfig,
      );
    }
    if (template !== undefined && workflow.uiTemplateS3Uri !== undefined) {
      return this.add("template", "is that of the workflow already; keep one of the two", AwsPage.uiConfig);
    }
    if (template === undefined && workflow.uiTemplateS3Uri === undefined) {
      return this.add(
        "template",
        `is missing; ${this.taskName} shows workers a worker task template of your own`,
        AwsPage.createLabelingJob,
      );
    }
    const uri = template?.uiTemplateS3Uri;
    this.inInputs("template", uri);
    this.notInEvents("template", uri);
  }

  public labels(): void {
    const { builtIn, props } = this;
    const { labelCategories, previousJob, workflow } = props;
    if (labelCategories === undefined) {
      if (builtIn === undefined || builtIn.minLabelCategories === 0) return this.labelsOfBefore();
      return this.add(
        "labelCategories",
        `is missing; ${this.taskName} needs a label category file`,
        AwsPage.createLabelingJob,
      );
    }
    const { labelCategoryConfigS3Uri: uri, categories, taskType } = labelCategories;
    this.inInputs("labelCategories", uri);
    if (categories !== undefined && taskType !== builtIn?.type) {
      this.add(
        "labelCategories",
        `is a file for ${taskType ?? "a custom task"}; give it taskType ${this.taskName}, as files differ`,
        AwsPage.labelCategories,
      );
    }
    this.notInEvents("labelCategories", uri);
    const most = builtIn?.maxLabelCategoriesWithAutomatedLabeling;
    const count = categories?.labels.length ?? 0;
    if (workflow.labelingAlgorithmArn !== undefined && most !== undefined && count > most) {
      this.add(
        "labelCategories.labels",
        `got ${count}; ${this.taskName} with automated labeling has at most ${most}`,
        AwsPage.inputQuotas,
      );
    }
    const audited = categories?.auditLabelAttributeName;
    if (audited !== undefined && previousJob !== undefined && audited !== previousJob.labelAttributeName) {
      this.add(
        "labelCategories.auditLabelAttributeName",
        `got "${audited}"; the job before wrote its labels under "${previousJob.labelAttributeName}"`,
        AwsPage.labelCategories,
      );
    }
    this.labelsOfBefore();
  }

  private labelsOfBefore(): void {
    const { builtIn, props } = this;
    const { previousJob, labelCategories } = props;
    const variant = builtIn?.variant ?? TaskVariant.BASE;
    if (variant === TaskVariant.BASE) return;
    if (previousJob === undefined) {
      const { property, message, page } = noPreviousJob(builtIn!);
      return this.add(property, message, page);
    }
    if (previousJob.taskType !== undefined && subject(previousJob.taskType) !== subject(builtIn!.type)) {
      this.add(
        "previousJob",
        `is a job of ${previousJob.taskType}, and ${this.taskName} is about labels of ${subject(builtIn!.type)}`,
        AwsPage.verificationJobs,
      );
    }
    // AWS's page asks for the labels of the job before in verification too; its own template offers those of the file as verdicts.
    if (variant === TaskVariant.VERIFICATION) return;
    const labels = labelCategories?.categories?.labels;
    const missing = (previousJob.labels ?? []).filter((label) => labels?.includes(label) === false);
    if (missing.length === 0) return;
    const message = `lack ${missing.map((label) => `"${label}"`).join(", ")} of the job before; all of its labels must be there, and new ones may be added`;
    this.add("labelCategories.labels", message, AwsPage.verificationJobs);
  }

  public automation(): void {
    const { problems, props } = this;
    const { workflow, initialActiveLearningModelArn, stoppingConditions } = props;
    if (initialActiveLearningModelArn !== undefined && workflow.labelingAlgorithmArn === undefined) {
      this.add(
        "initialActiveLearningModelArn",
        "is where automated labeling begins, and this workflow has none",
        AwsPage.automatedLabeling,
      );
    }
    if (stoppingConditions !== undefined) {
      problems.checkAll(stoppingConditions, stoppingRules, undefined, "stoppingConditions.");
      if (Object.values(stoppingConditions).every((one) => one === undefined)) {
        const message = `names no condition; give ${Object.keys(stoppingRules).join(" or ")}, or leave it out`;
        this.add("stoppingConditions", message, AwsPage.stoppingConditions);
      }
      if (this.isStreaming) {
        this.add(
          "stoppingConditions",
          "are ignored by streaming jobs; take them out, and stop the job yourself",
          AwsPage.streamingCreateJob,
        );
      }
    }
    if (workflow.encryptsVolume === true && workflow.encryptionKey.keyArn.includes(":alias/")) {
      this.warn(
        "its VolumeKmsKeyId is the ARN of an alias, as another stack makes the key; the API reference names the id or the ARN of a key. " +
          "`job start` puts the ARN of the key in its place; not verified against AWS",
        AwsPage.labelingJobResourceConfig,
      );
    }
  }

  public extras(): void {
    const { problems, props } = this;
    const { contentClassifiers = [], tags = {} } = props;
    contentClassifiers.forEach((one, index) => {
      if (contentClassifiers.indexOf(one) < index) {
        this.add(
          `contentClassifiers[${index}]`,
          `"${one}" is there already; keep one`,
          AwsPage.dataAttributes,
        );
      }
    });
    const entries = Object.entries(tags);
    if (entries.length > 50)
      this.add("tags", `got ${entries.length}; a job has at most 50`, AwsPage.createLabelingJobApi);
    for (const [key, value] of entries) {
      problems.check(`tags.${key}`, key, tagKeyRule);
      problems.check(`tags.${key}`, value, tagValueRule);
    }
  }

  private add(property: string, message: string, page?: string): void {
    this.problems.add(property, message, page);
  }

  private warn(message: string, page?: string): void {
    this.warnings.push(page === undefined ? message : `${message} (${page})`);
  }
}

/** What a job is told that adjusts or verifies labels, and says of no job that made them. */
export function noPreviousJob({ type }: BuiltInTask): Problem {
  const message = `is missing; ${type} is about labels of an earlier job: its output manifest and its label attribute name`;
  return { property: "previousJob", message, page: AwsPage.verificationJobs };
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && !Token.isUnresolved(value);
}

/** The task type that made the labels which an adjustment or verification is about. */
function subject(type: string): string {
  const plain = type.replace(/^(Adjustment|LabelVerification)/, "");
  // Its labels are those of tracking in point clouds, and so are the functions that adjust them.
  return plain === "3D2DObjectTracking" ? "3DPointCloudObjectTracking" : plain;
}

/** Names of jobs of one app, each of which AWS takes once in an account and region. */
class JobNames {
  private readonly ofApp = new WeakMap<IConstruct, Map<string, IConstruct[]>>();

  /** @returns the path of another job of the same name */
  public add(job: IConstruct, name: string): string | undefined {
    if (Token.isUnresolved(name)) return undefined;
    const { root } = job.node;
    const names = this.ofApp.get(root) ?? new Map<string, IConstruct[]>();
    this.ofApp.set(root, names);
    const others = names.get(name.toLowerCase()) ?? [];
    names.set(name.toLowerCase(), [...others, job]);
    return others.find((other) => maySharePlace(other, job))?.node.path;
  }
}

const jobNames = new JobNames();

function maySharePlace(one: IConstruct, other: IConstruct): boolean {
  const [here, there] = [statedScope(TerraformStack.of(one)), statedScope(TerraformStack.of(other))];
  return (["region", "account"] as const).every(
    (part) => here[part] === undefined || there[part] === undefined || here[part] === there[part],
  );
}
