import { arn, maybe, some } from "./made-parts";
import type { Random } from "./random";

/** What a job must fit. */
interface JobPlace {
  /** Undefined for a custom task. */
  readonly taskType?: string;
  readonly isStreaming: boolean;
  readonly isAutomated: boolean;
  readonly inputs: readonly string[];
  /** Workflows that have a job already. */
  readonly before: readonly string[];
}

/** The section `job` of a workflow. Most are allowed. */
export function madeJob(place: JobPlace, random: Random): object {
  const { taskType = "", isStreaming, inputs, before } = place;
  const folders = inputs.filter((input) => input.endsWith("/"));
  const folder = random.one(folders.length > 0 ? folders : inputs);
  const isSequence = /^(Adjustment)?(3D|VideoObject)/.test(taskType);
  const isAboutLabels = /^(Adjustment|LabelVerification)/.test(taskType);
  const takesUp = isAboutLabels || random.chance(0.15);
  const labelFile = maybe(random, 0.15, () => `${folder}labels.json`);
  const manifestS3Uri =
    takesUp || (isStreaming && random.chance(0.5)) ? undefined : `${folder}input.manifest`;
  const labelingJobName = maybe(random, 0.2, () => `acme-${random.one(["signs", "lamps"])}-one`);
  const attributes = () =>
    some(random, [
      { name: "colour", type: "string", enum: ["red", "blue"], labels: maybe(random, 0.3, () => ["car"]) },
      { name: "age", type: "number", minimum: 0, maximum: 9, isRequired: true },
      { name: "plate", type: "string", editsAllowed: maybe(random, 0.3, () => random.one(["any", "none"])) },
    ]);
  return {
    workTeam: random.one(["sign-experts", arn("sagemaker", "workteam/private-crowd/sign-experts")]),
    labelingJobName,
    run: labelingJobName === undefined ? maybe(random, 0.3, () => "2") : undefined,
    labelAttributeName: maybe(random, 0.2, () => random.one(["signs", "lamps", "signs-ref"])),
    manifestS3Uri,
    previousJob: takesUp ? previousJob(folder, before, random) : undefined,
    ...(labelFile === undefined && (taskType !== "" || random.chance(0.3))
      ? {
          labels: some(random, ["car", "traffic light", "Straße", "<b>", "'\"&"]),
          ...(isSequence && random.chance(0.6)
            ? {
                labelAttributes: maybe(random, 0.6, attributes),
                frameAttributes: maybe(random, 0.6, () =>
                  attributes().map(({ labels: _, ...one }) => ({ ...one, description: "what it shows" })),
                ),
                annotationType: maybe(random, taskType.startsWith("Video") ? 0.5 : 0, () =>
                  random.one(["BoundingBox", "Polyline", "Polygon", "Keypoint"]),
                ),
                editsAllowed: maybe(random, isAboutLabels ? 0.4 : 0, () => random.one(["any", "none"])),
              }
            : {}),
        }
      : { labelCategoryConfigS3Uri: taskType === "" ? undefined : labelFile }),
    instructions: maybe(random, /Named/.test(taskType) ? 0.95 : 0.25, () => ({
      shortInstruction: random.one(["Draw tightly.", "<p>{ }</p>", "a\nb"]),
      fullInstruction: "<ul><li>one</li></ul>",
    })),
    template: maybe(random, templateChance(taskType), () => madeTemplate(folder, random)),
    location: maybe(random, 0.2, () => random.one([folder, `${folder}task/`])),
    taskTitle: maybe(random, 0.3, () =>
      random.one(["Signs", "Größe", "<b>", random.chance(0.1) ? "a ${title}" : "a $ {"]),
    ),
    taskDescription: maybe(random, 0.2, () => "Draw a box around each sign."),
    taskKeywords: maybe(random, 0.2, () => some(random, ["signs", "street view"])),
    numberOfHumanWorkersPerDataObject: maybe(random, 0.3, () => random.one([1, 1, 3])),
    taskTimeLimitInSeconds: maybe(random, 0.2, () => random.one([300, 3600])),
    taskAvailabilityLifetimeInSeconds: maybe(random, 0.2, () => 86_400),
    maxConcurrentTaskCount: maybe(random, 0.2, () => random.one([1, 1000, 5000])),
    contentClassifiers: maybe(random, 0.2, () =>
      some(random, ["FreeOfPersonallyIdentifiableInformation", "FreeOfAdultContent"]),
    ),
    stoppingConditions: maybe(random, isStreaming ? 0 : 0.2, () => ({
      maxHumanLabeledObjectCount: 100,
      maxPercentageOfInputDatasetLabeled: 50,
    })),
    initialActiveLearningModelArn: maybe(random, place.isAutomated ? 0.3 : 0, () =>
      arn("sagemaker", "model/before"),
    ),
    asResource: maybe(random, 0.3, () => random.chance(0.8)),
  };
}

function templateChance(taskType: string): number {
  if (taskType === "PassThrough") return 0.95;
  return /^$|Named|3D|VideoObject/.test(taskType) ? 0.02 : 0.2;
}

function previousJob(folder: string, before: readonly string[], random: Random): object {
  return before.length > 0 && random.chance(0.8)
    ? { workflow: random.one(before), labelingJobName: maybe(random, 0.3, () => "acme-signs-before") }
    : {
        manifestS3Uri: `${folder}before/manifests/output/output.manifest`,
        labelAttributeName: "before",
      };
}

/** A template of a job or of a custom task. */
export function madeTemplate(folder: string, random: Random): object {
  if (random.chance(0.15)) return { existing: `${folder}templates/own.liquid.html` };
  const file = `templates/${random.one(["parcel-damage", "bird-songs", "price-tags", "support-calls"])}.liquid.html`;
  return {
    file,
    keep: maybe(random, 0.2, () => [random.one([file, "templates/bird-songs.liquid.html"])]),
    location: maybe(random, 0.3, () => random.one([folder, `${folder}templates/`])),
    encryptAsBucket: maybe(random, 0.3, () => random.chance(0.7)),
  };
}
