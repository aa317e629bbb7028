import { parseArn } from "../../lib/rules/arn";
import { BuiltInTask } from "../../lib/jobs/built-in-task";
import type { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { hasSequenceFile } from "../../lib/jobs/label-categories";
import type { CreateLabelingJobRequest } from "../../lib/jobs/labeling-job-request";
import { lintTemplate } from "../../lib/jobs/template/lint-template";
import { isAccountOfAws } from "../../lib/permissions/function-accounts";
import { CorsVariant } from "../../lib/storage/cors-variant";
import { UserError } from "../../review/user-error";
import { awsFailure, type AwsSettings } from "../aws/aws-sdk";
import { S3Objects } from "../aws/s3-objects";
import { s3Place } from "../aws/s3-uri";
import { checkManifest, type ObjectToFind } from "../manifest/check-manifest";
import type { Fault } from "../manifest/fault";
import { lineContext } from "../manifest/line-context";
import { type Check, worst } from "./check";
import { corsProblem } from "./cors";
import { LabelingJobs } from "./labeling-jobs";
import { LiveAccount } from "./live-account";
import { mostRenderedLines, renderCheck, type SampleLine, type WorkerInputOf } from "./render-check";
import { type Judgement, RoleRights } from "./role-rights";

/** What is known of a job beside its request. */
interface JobToCheck {
  readonly request: CreateLabelingJobRequest;
  readonly region: string;
  /** @default - a custom task */
  readonly taskType?: BuiltInTaskType;
  /** What the workflow's role may read. */
  readonly inputs: readonly string[];
  readonly corsVariant: CorsVariant;
  /** What the template reads for a line of the manifest. */
  readonly workerInput: WorkerInputOf;
}

/** What came of it. */
export interface CheckedJob {
  readonly checks: readonly Check[];
  /** Objects in the manifest. @default - there is none, or it could not be read */
  readonly objects?: number;
}

const mostSamples = 20;
const fewestForAutomation = 1250;

/**
 * Everything that can be checked before people are paid. It only reads, with the caller's rights; whether the job will get
 * through is judged by the policies of its role, its buckets, its keys and its topics. Service control policies are not read.
 */
export async function checkJob(job: JobToCheck, settings: AwsSettings): Promise<CheckedJob> {
  const live = new LiveAccount(settings);
  const rights = new RoleRights(live, job.request.RoleArn, job.region);
  const jobs = new LabelingJobs(settings);
  const manifest = await manifestCheck(job, settings);
  const samples = manifest.samples.map(({ bucket, key }) => `s3://${bucket}/${key}`);
  const checks = await Promise.all([
    nameCheck(job, jobs),
    teamCheck(job, jobs),
    Promise.resolve(manifest.check),
    samplesCheck(samples, rights),
    labelsCheck(job, live, rights),
    templateCheck(job, live, rights),
    tasksCheck(job, manifest.lines, live),
    corsCheck(job, manifest.samples, live),
    answersCheck(job, rights),
    roleCheck(job, rights),
  ]);
  return { checks: checks.filter((check) => check !== undefined), objects: manifest.objects };
}

async function nameCheck({ request }: JobToCheck, jobs: LabelingJobs): Promise<Check> {
  const about = "name";
  const name = request.LabelingJobName;
  try {
    const taken = await jobs.describe(name);
    if (taken === undefined) return { about, verdict: "fine", found: `${name} is free` };
    const mend =
      "change the job, or give it another run or labelingJobName, and deploy; --name starts it under another name at once";
    return {
      about,
      verdict: "wrong",
      found: `${name} is taken for ever: a job that is ${taken.LabelingJobStatus}`,
      mend,
    };
  } catch (error) {
    return { about, verdict: "unsure", found: `${name}: ${awsFailure(error)}` };
  }
}

async function teamCheck({ request }: JobToCheck, jobs: LabelingJobs): Promise<Check> {
  const about = "team";
  const arn = request.HumanTaskConfig.WorkteamArn;
  const [, name] = /:workteam\/private-crowd\/(.+)$/.exec(arn) ?? [];
  if (name === undefined) {
    return {
      about,
      verdict: "unsure",
      found: `${arn} is a vendor's: whether your account is subscribed is not looked at`,
    };
  }
  try {
    const found = await jobs.teamArn(name);
    if (found === arn) return { about, verdict: "fine", found: name };
    if (found === undefined)
      return {
        about,
        verdict: "wrong",
        found: `there is no work team ${name}`,
        mend: "create it, or name another one",
      };
    return { about, verdict: "wrong", found: `${name} is ${found}, and the job says ${arn}` };
  } catch (error) {
    return { about, verdict: "unsure", found: `${name}: ${awsFailure(error)}` };
  }
}

interface ReadManifest {
  readonly check?: Check;
  readonly objects?: number;
  readonly samples: readonly ObjectToFind[];
  /** The first lines without a fault. */
  readonly lines: readonly SampleLine[];
}

async function manifestCheck(job: JobToCheck, settings: AwsSettings): Promise<ReadManifest> {
  const about = "manifest";
  const uri = job.request.InputConfig.DataSource.S3DataSource?.ManifestS3Uri;
  if (uri === undefined) return { samples: [], lines: [] };
  const samples: ObjectToFind[] = [];
  const first: SampleLine[] = [];
  const faults: Fault[] = [];
  try {
    const task = job.taskType && BuiltInTask.of(job.taskType);
    const { lines, faultyLines } = await checkManifest(await new S3Objects(settings).read(uri), {
      shown: uri,
      context: lineContext(job.inputs, task),
      findObjects: (objects) => {
        samples.push(...objects.slice(0, mostSamples - samples.length));
        return Promise.resolve([]);
      },
      eachLine: (number, text) => {
        if (first.length < mostRenderedLines) first.push({ number, text });
      },
      tell: (found) => void faults.push(...found.slice(0, 1)),
    });
    const count = `${counted(lines)} lines, ${counted(faultyLines)} faulty`;
    const [fault] = faults;
    const read = { objects: lines, samples, lines: first };
    if (fault !== undefined) {
      const found = `${count}; the first: line ${fault.line} ${fault.message}`;
      return {
        check: { about, verdict: "wrong", found, mend: `npx cdktf-ground-truth manifest check ${uri}` },
        ...read,
      };
    }
    const isAutomated = job.request.LabelingJobAlgorithmsConfig !== undefined;
    if (isAutomated && lines < fewestForAutomation) {
      const found = `${count}; automated labeling needs ${counted(fewestForAutomation)} objects at least`;
      return {
        check: { about, verdict: "wrong", found, mend: "list more objects, or turn automated labeling off" },
        ...read,
      };
    }
    return { check: { about, verdict: "fine", found: `${count}   ${uri}` }, ...read };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const isGone = /NoSuchKey|NotFound/.test(error.message);
    const found = isGone ? `${uri} is not there` : error.message;
    const mend = isGone ? "put it there: cdktf-ground-truth manifest make" : undefined;
    return { check: { about, verdict: isGone ? "wrong" : "unsure", found, mend }, samples, lines: [] };
  }
}

async function samplesCheck(uris: readonly string[], rights: RoleRights): Promise<Check | undefined> {
  if (uris.length === 0) return undefined;
  const judgements = await Promise.all(uris.map((uri) => rights.read(uri)));
  const count = (verdict: Judgement["verdict"]) => judgements.filter((one) => one.verdict === verdict).length;
  const first =
    judgements.find(({ verdict }) => verdict === "wrong") ??
    judgements.find(({ verdict }) => verdict === "unsure");
  const verdict = worst(judgements.map((one) => one.verdict));
  const found = `${count("fine")} of ${uris.length} samples readable by the role`;
  return {
    about: "objects",
    verdict,
    found: first === undefined ? found : `${found}; ${first.because}`,
    mend:
      verdict === "wrong"
        ? "let the role read them: add their folder to inputs, and deploy; or see to the bucket's and the key's policy"
        : undefined,
  };
}

async function labelsCheck(
  { request, taskType }: JobToCheck,
  live: LiveAccount,
  rights: RoleRights,
): Promise<Check | undefined> {
  const uri = request.LabelCategoryConfigS3Uri;
  if (uri === undefined) return undefined;
  const about = "labels";
  const mend = "deploy the stack, which puts them there";
  const text = await live.text(uri);
  if ("unseen" in text) return { about, verdict: "unsure", found: `${uri}: ${text.unseen}` };
  if (text.value === undefined) return { about, verdict: "wrong", found: `${uri} is not there`, mend };
  const right = await rights.read(uri);
  if (right.verdict !== "fine") return { about, verdict: right.verdict, found: right.because };
  const task = taskType && BuiltInTask.of(taskType);
  const problem = categoriesProblem(text.value, task);
  if (problem !== undefined) return { about, verdict: "wrong", found: `${uri} ${problem}` };
  return { about, verdict: "fine", found: labelsIn(text.value).join(", ") };
}

function labelsIn(text: string): string[] {
  try {
    const { labels } = JSON.parse(text) as { readonly labels?: readonly { readonly label?: unknown }[] };
    return Array.isArray(labels)
      ? labels.flatMap(({ label }) => (typeof label === "string" ? [label] : []))
      : [];
  } catch {
    return [];
  }
}

function categoriesProblem(text: string, task: BuiltInTask | undefined): string | undefined {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    return `is no JSON: ${(error as Error).message}`;
  }
  const labels = labelsIn(text);
  const least = task?.minLabelCategories ?? 0;
  if (labels.length < least) return `has ${labels.length} labels; ${task!.type} needs ${least}`;
  const key = hasSequenceFile(task) ? "documentVersion" : "document-version";
  return task === undefined || key in parsed
    ? undefined
    : `has no "${key}", which files of ${task.type} have`;
}

async function templateCheck(
  { request, taskType }: JobToCheck,
  live: LiveAccount,
  rights: RoleRights,
): Promise<Check | undefined> {
  const uri = request.HumanTaskConfig.UiConfig.UiTemplateS3Uri;
  if (uri === undefined) return undefined;
  const about = "template";
  const text = await live.text(uri);
  if ("unseen" in text) return { about, verdict: "unsure", found: `${uri}: ${text.unseen}` };
  if (text.value === undefined) {
    return {
      about,
      verdict: "wrong",
      found: `${uri} is not there`,
      mend: "deploy the stack, which puts it there",
    };
  }
  const right = await rights.read(uri);
  if (right.verdict !== "fine") return { about, verdict: right.verdict, found: right.because };
  const [finding] = lintTemplate(text.value.replaceAll("\r\n", "\n"));
  if (finding !== undefined) {
    const { line, column, message } = finding;
    return {
      about,
      verdict: "wrong",
      found: `${line}:${column} ${message}`,
      mend: "mend the template, and deploy",
    };
  }
  const labels = await labelsOf(request, live);
  if (taskType !== undefined && !/task\.input\.labels/.test(text.value)) {
    const missing = labels.filter((label) => !text.value!.includes(label));
    if (missing.length > 0) {
      const found = `never reads task.input.labels, and does not name ${missing.join(", ")}: workers could not choose it`;
      return { about, verdict: "wrong", found, mend: "take the labels from task.input.labels" };
    }
  }
  return { about, verdict: "fine", found: `nothing to find fault with   ${uri}` };
}

/** Told apart from faults of the template itself, which are told already. */
async function tasksCheck(
  { request, workerInput }: JobToCheck,
  lines: readonly SampleLine[],
  live: LiveAccount,
): Promise<Check | undefined> {
  const uri = request.HumanTaskConfig.UiConfig.UiTemplateS3Uri;
  if (uri === undefined) return undefined;
  const template = await live.text(uri);
  if ("unseen" in template || template.value === undefined) return undefined;
  return renderCheck(
    template.value.replaceAll("\r\n", "\n"),
    lines,
    await labelsOf(request, live),
    workerInput,
  );
}

async function labelsOf(
  { LabelCategoryConfigS3Uri: uri }: CreateLabelingJobRequest,
  live: LiveAccount,
): Promise<string[]> {
  const categories = uri === undefined ? undefined : await live.text(uri);
  return categories !== undefined && "value" in categories ? labelsIn(categories.value ?? "") : [];
}

async function corsCheck(
  { corsVariant, request }: JobToCheck,
  samples: readonly ObjectToFind[],
  live: LiveAccount,
): Promise<Check | undefined> {
  if (corsVariant === CorsVariant.NONE) return undefined;
  const writes = corsVariant === CorsVariant.VIDEO_FRAME_AND_3D;
  const output = s3Place(request.OutputConfig.S3OutputPath).bucket;
  const buckets = [...new Set([...samples.map(({ bucket }) => bucket), ...(writes ? [output] : [])])];
  if (buckets.length === 0) return undefined;
  const found = await Promise.all(
    buckets.map(async (bucket) => ({ bucket, rules: await live.corsRules(bucket) })),
  );
  const problems = found.flatMap(({ bucket, rules }) => {
    if ("unseen" in rules) return [];
    const problem = corsProblem(rules.value, corsVariant);
    return problem === undefined ? [] : [`${bucket} ${problem}`];
  });
  const about = "CORS";
  if (problems.length > 0) {
    const mend = "set the rule: cdktf-ground-truth explain <workflow> todo prints it";
    return { about, verdict: "wrong", found: `${problems.join("; ")}: workers would see no objects`, mend };
  }
  const unseen = found.flatMap(({ bucket, rules }) =>
    "unseen" in rules ? [`${bucket}: ${rules.unseen}`] : [],
  );
  if (unseen.length > 0) return { about, verdict: "unsure", found: unseen.join("; ") };
  return { about, verdict: "fine", found: buckets.join(", ") };
}

async function answersCheck({ request }: JobToCheck, rights: RoleRights): Promise<Check> {
  const { S3OutputPath: path, KmsKeyId: key } = request.OutputConfig;
  const folder = path.endsWith("/") ? path : `${path}/`;
  const { verdict, because } = await rights.write(
    `${folder}${request.LabelingJobName}/manifests/output/output.manifest`,
    key,
  );
  const found = verdict === "fine" ? `the role may write to ${folder}${request.LabelingJobName}/` : because;
  const mend =
    verdict === "wrong"
      ? "deploy the stack; of what exists already, see to the bucket's and the key's policy"
      : undefined;
  return { about: "answers", verdict, found, mend };
}

async function roleCheck({ request, region }: JobToCheck, rights: RoleRights): Promise<Check> {
  const {
    HumanTaskConfig: task,
    LabelingJobAlgorithmsConfig: algorithms,
    InputConfig,
    OutputConfig,
    RoleArn,
  } = request;
  const { account = "", partition = "aws" } = parseArn(RoleArn) ?? {};
  const functions = [
    task.PreHumanTaskLambdaArn,
    task.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn,
  ].flatMap((arn) => (arn === undefined || isOfAws(arn) ? [] : [arn]));
  const queue = `arn:${partition}:sqs:${region}:${account}:GroundTruth-${request.LabelingJobName.toLowerCase()}`;
  const input = InputConfig.DataSource.SnsDataSource?.SnsTopicArn;
  const volumeKey = algorithms?.LabelingJobResourceConfig?.VolumeKmsKeyId;
  const needs: Promise<Judgement>[] = [
    rights.trust(),
    ...functions.map((arn) =>
      // A function of another account has a policy that is not read here.
      parseArn(arn)?.account === account
        ? rights.may("lambda:InvokeFunction", arn)
        : Promise.resolve<Judgement>({
            verdict: "unsure",
            because: `${arn} is in another account, whose function policy is not read`,
          }),
    ),
    ...(input === undefined
      ? []
      : [
          ...["sqs:CreateQueue", "sqs:SetQueueAttributes", "sqs:ReceiveMessage", "sqs:DeleteMessage"].map(
            (action) => rights.may(action, queue),
          ),
          rights.onTopic("sns:Subscribe", input, { "sns:Protocol": "sqs", "sns:Endpoint": queue }),
        ]),
    ...(OutputConfig.SnsTopicArn === undefined
      ? []
      : [rights.onTopic("sns:Publish", OutputConfig.SnsTopicArn)]),
    ...(algorithms === undefined
      ? []
      : [
          rights.may("iam:PassRole", RoleArn, undefined, {
            "iam:PassedToService": "sagemaker.amazonaws.com",
          }),
        ]),
    ...(volumeKey === undefined
      ? []
      : [rights.onKey(["kms:CreateGrant"], volumeKey, undefined, { "kms:GrantIsForAWSResource": "true" })]),
  ];
  const judgements = await Promise.all(needs);
  const verdict = worst(judgements.map((one) => one.verdict));
  const about = "role";
  if (verdict === "fine") {
    return {
      about,
      verdict,
      found:
        "Ground Truth may assume it, and it may do what the job does; service control policies are not read",
    };
  }
  const because = judgements.filter((one) => one.verdict === verdict).map((one) => one.because);
  const mend =
    verdict === "wrong"
      ? "deploy the stack; an existing role has its part in: cdktf-ground-truth explain <workflow> todo"
      : undefined;
  return { about, verdict, found: because.join("; "), mend };
}

function isOfAws(arn: string): boolean {
  const { account = "", region = "" } = parseArn(arn) ?? {};
  return isAccountOfAws(account, region);
}

function counted(count: number): string {
  return count.toLocaleString("en");
}
