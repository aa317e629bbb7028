import { AwsPage } from "../aws-page";
import { arn } from "./arn";
import { count, freeText, list, type Place, text, type TextRule } from "./rule";
import { logRetentionRule } from "./cloudwatch";
import { deadLetterQueueArnRule } from "./messaging";
import { securityGroupIdsRule, subnetIdsRule } from "./network";

const name = "[A-Za-z0-9_-]{1,64}";

export const longestFunctionName = 64;

export const functionNameRule = text(
  `a function name has 1 to ${longestFunctionName} letters, digits, - and _`,
  /^[\w-]+$/,
  { page: AwsPage.lambdaFunctionNames, most: longestFunctionName },
);

const lambdaFunction = {
  what: "the ARN of a function",
  service: "lambda",
  resource: new RegExp(`^function:${name}(:(\\$LATEST|[A-Za-z0-9_-]{1,128}))?$`),
  form: "function:<name>, with :<version or alias> or not",
  page: AwsPage.annotationFunctions,
} as const;

/** A function that a labeling job calls, of whatever account. */
export const annotationFunctionArnRule = arn({
  ...lambdaFunction,
  region: { because: "a labeling job calls functions of its own region" },
});

/** A function that a topic or a rule calls: its policy is set from here. */
export const calledFunctionArnRule = arn({
  ...lambdaFunction,
  page: AwsPage.snsToFunction,
  region: { because: "its policy cannot be set from another region" },
  account: { because: "its policy cannot be set from another account" },
});

/** What an annotation function may do besides its work. */
export const functionRightsRules = {
  // Jobs name folders of the output location after themselves.
  writePrefixes: list(
    "folders below the output location",
    text(
      "a folder is allowed whose first part holds a _, like _pages/: no job has such a name, so that it is never the folder of a job's answers",
      /^[A-Za-z0-9.-]*_[\w.-]*(\/[\w.-]+)*\/?$/,
      { page: AwsPage.outputData, most: 512 },
    ),
    { page: AwsPage.outputData },
  ),
  // Of whatever place.
  invokeFunctionArns: list(
    "ARNs of functions",
    arn({ ...lambdaFunction, page: AwsPage.lambdaIdentityPolicies, region: "any" }),
    { page: AwsPage.lambdaIdentityPolicies },
  ),
};

const layerArnRule = arn({
  what: "the ARN of a layer's version",
  service: "lambda",
  resource: /^layer:[A-Za-z0-9_-]{1,140}:[0-9]+$/,
  form: "layer:<name>:<version>",
  page: AwsPage.lambdaLayers,
  region: { because: "a function takes layers of its own region" },
});

const codeSigningConfigArnRule = arn({
  what: "the ARN of a code signing configuration",
  service: "lambda",
  resource: /^code-signing-config:csc-[a-z0-9]{17}$/,
  form: "code-signing-config:csc-<17 small letters and digits>",
  page: AwsPage.lambdaCodeSigning,
  region: { because: "a function is signed for by a configuration of its own region" },
});

/** The network that a function is attached to. */
export const functionVpcRules = {
  subnetIds: subnetIdsRule(AwsPage.lambdaVpc, AwsPage.lambdaVpcConfig),
  securityGroupIds: securityGroupIdsRule(AwsPage.lambdaVpc, AwsPage.lambdaVpcConfig),
};

export const functionDescriptionRule = freeText(
  "a text of at most 256 characters is allowed",
  256,
  AwsPage.lambdaFunctionNames,
);

/** The runtime checks the rest. */
export const handlerRule = text(
  "what Lambda calls is allowed, as the runtime writes it: file.function, without white space, up to 128 characters",
  /^\S+$/,
  { page: AwsPage.lambdaFunctionNames, most: 128 },
);

export const runtimeRule = text(
  "Lambda's name of a runtime is allowed, like python3.13",
  /^[a-z0-9.]{1,40}$/,
  {
    page: AwsPage.lambdaRuntimes,
  },
);

const image =
  /^\d{12}\.dkr(?:\.|-)(ecr|ecr-fips)\.([a-z0-9-]+)\.(?:[a-z0-9-]+\.)+[a-z]+\/([a-z0-9._/-]+)(:[\w.-]{1,128})?(@sha256:[0-9a-f]{64})?$/;

/** An image in ECR, of the function's region and whatever account. */
export const imageUriRule: TextRule = {
  ...text(
    "Lambda takes images from private ECR repositories only: " +
      "111122223333.dkr.ecr.us-east-1.amazonaws.com/repository:tag, or @sha256: and the digest after the repository",
    image,
    {
      page: AwsPage.lambdaImages,
      but: (uri) => {
        const [, service, , , tag, digest] = image.exec(uri) ?? [];
        if (service === undefined) return undefined;
        if (service === "ecr-fips") return "Lambda takes no images from FIPS endpoints. Use dkr.ecr";
        if (tag === undefined && digest === undefined)
          return "add a tag (:v1) or, better, a digest (@sha256:…), which stands for one image for ever";
        return undefined;
      },
    },
  ),
  elsewhere: (uri: string, here: Partial<Place>) => {
    const region = image.exec(uri)?.[2];
    if (region === undefined || !isLiteral(here.region) || here.region === region) return undefined;
    return `got an image in ${region}; the function is made in ${here.region}, and Lambda takes images of its own region only`;
  },
};

function isLiteral(part: string | undefined): part is string {
  return part !== undefined && !part.includes("${");
}

export const variableNameRule = text(
  "the name of a variable begins with a letter and has at least two letters, digits and _",
  /^[A-Za-z][A-Za-z0-9_]+$/,
  { page: AwsPage.lambdaEnvironment },
);

/** The value of an environment variable. */
export const variableRule = freeText("a mapping of names to texts is allowed, numbers in quotes", Infinity);

/** What replaces the command of an image. */
export const commandRule = list("words", freeText("a list of words is allowed, numbers in quotes", Infinity));

/** What a function runs with. */
export const functionSettingsRules = {
  memorySize: count("MB", 128, 10_240, AwsPage.lambdaQuotas),
  timeout: count("seconds", 1, 900, AwsPage.lambdaQuotas),
  layers: list("ARNs of layer versions", layerArnRule, { from: 0, to: 5, page: AwsPage.lambdaQuotas }),
  logRetentionInDays: logRetentionRule,
  reservedConcurrentExecutions: count(
    "calls",
    0,
    1_000_000,
    AwsPage.lambdaConcurrency,
    "; 0 stops the function",
  ),
  deadLetterQueueArn: deadLetterQueueArnRule,
  codeSigningConfigArn: codeSigningConfigArnRule,
};
