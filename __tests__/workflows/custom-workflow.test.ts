import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformOutput, TerraformStack, Token } from "cdktf";
import fc from "fast-check";
import {
  AnswerAccess,
  BuiltInTaskType,
  CorsVariant,
  type CustomTask,
  CustomWorkflow,
  type CustomWorkflowProps,
  ExecutionRole,
  FunctionCode,
  LabelingBucket,
  LabelingKey,
  PermissionStyle,
  PostAnnotationFunction,
  PreAnnotationFunction,
  ReadyHandler,
  S3Location,
  StreamingWorkflow,
  WorkerTaskTemplate,
  type WorkerTaskTemplateProps,
} from "../../lib";
import { unescapeFromTerraform } from "../../lib/iam/terraform-string";
import { propertyRuns } from "../property-runs";
import { all, bySid, only, synthesized, type TerraformJson } from "../synthesized";
import { account, here } from "../account";
import { scratchFolder } from "../scratch-folder";

const job = S3Location.parse("s3://acme-raw/job/");
const basics = {
  name: "signs",
  inputs: [S3Location.parse("s3://acme-raw/images/"), job],
  output: S3Location.parse("s3://acme-labels/signs/"),
};
const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:${account}:function:${name}`;
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

/** Of a template that exists it does not matter where it stands. */
const existingTemplate = (uri: string) =>
  WorkerTaskTemplate.fromS3Uri(new TerraformStack(new App(), "aside"), "Template", uri);

const folder = scratchFolder();

/** A file with this content, by its path. */
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const html = (text: string) =>
  `<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>\n` +
  `<crowd-form>{{ task.input.taskObject | grant_read_access }} ${text}<crowd-input name="a"></crowd-input></crowd-form>\n`;

function workflow(make: (stack: TerraformStack) => Partial<CustomWorkflowProps> = () => ({})) {
  let built: CustomWorkflow | undefined;
  const json = synthesized((stack) => {
    built = new CustomWorkflow(stack, "Signs", { ...basics, ...make(stack) });
  }, here);
  return { json, built: built! };
}

/** Functions with code that comes with the package. */
function functions(stack: TerraformStack, answerAccess?: AnswerAccess) {
  const pre = FunctionCode.ready(ReadyHandler.PASS_THROUGH_PRE_ANNOTATION);
  const post = FunctionCode.ready(ReadyHandler.MAJORITY_VOTE);
  return {
    preAnnotation: new PreAnnotationFunction(stack, "Pre", { name: "signs-pre", code: pre }),
    postAnnotation: new PostAnnotationFunction(stack, "Post", {
      name: "signs-post",
      code: post,
      answerAccess,
    }),
  };
}

/** The policies of roles, by the role's name. */
function statements(json: TerraformJson, name: string) {
  return bySid(all(json, "aws_iam_policy").find((policy) => policy.name === name)!.policy);
}

describe("a custom workflow", () => {
  test("needs no functions and no template: the role may call nothing", () => {
    const { json, built } = workflow();
    expect(built).toMatchObject({ corsVariant: CorsVariant.IMAGE, bucketsToGiveCors: ["acme-raw"] });
    expect(built.preAnnotationFunctionArn).toBeUndefined();
    expect(built.annotationConsolidationFunctionArn).toBeUndefined();
    expect(built.uiTemplateS3Uri).toBeUndefined();
    expect(Object.keys(statements(json, "signs-execution"))).not.toContain("LambdaFunctions");
    expect(only(json, "aws_iam_role")).toMatchObject({ name: "signs-execution", max_session_duration: 3600 });
    expect(only(json, "aws_kms_alias")).toMatchObject({ name: "alias/signs" });
  });

  test("lets the role call exactly its two functions", () => {
    const { json, built } = workflow((stack) => ({ customTask: functions(stack) }));
    expect(built.preAnnotationFunctionArn).toBe(functionArn("signs-pre"));
    expect(built.annotationConsolidationFunctionArn).toBe(functionArn("signs-post"));
    expect(statements(json, "signs-execution").LambdaFunctions).toMatchObject({
      Action: "lambda:InvokeFunction",
      Resource: ["signs-pre", "signs-post"].flatMap((name) => [functionArn(name), `${functionArn(name)}:*`]),
    });
  });

  test("lets the function after annotation read the answers, and nothing but them", () => {
    const { json } = workflow((stack) => ({ customTask: functions(stack) }));
    const own = statements(json, "signs-post");
    const reads = Object.values(own).filter(({ Action }) => String(Action).includes("s3:"));
    expect(reads).toMatchObject([{ Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-labels/signs/*" }]);
    // The key policy is enough for a key of the same stack.
    expect(JSON.stringify(own)).not.toContain("kms:");
    expect(JSON.stringify(only(json, "aws_kms_key").policy)).toContain(roleArn("signs-post"));
    expect(JSON.stringify(statements(json, "signs-pre"))).not.toMatch(/s3:|kms:|sts:/);
  });

  test("lets it assume the execution role instead, where the two roles know of each other and of nobody else", () => {
    const { json } = workflow((stack) => ({
      customTask: functions(stack, AnswerAccess.ASSUME_EXECUTION_ROLE),
    }));
    const own = Object.values(statements(json, "signs-post"));
    expect(own).toContainEqual(
      expect.objectContaining({ Action: "sts:AssumeRole", Resource: roleArn("signs-execution") }),
    );
    expect(JSON.stringify(own)).not.toContain("s3:");
    const role = all(json, "aws_iam_role").find(({ name }) => name === "signs-execution")!;
    const trusted = Object.values(bySid(role.assume_role_policy));
    expect(trusted.map(({ Principal }) => Principal)).toEqual([
      { Service: "sagemaker.amazonaws.com" },
      { AWS: `arn:aws:iam::${account}:root` },
    ]);
    // The one role of that account, which need not exist yet.
    expect(trusted[1]!.Condition).toEqual({ ArnEquals: { "aws:PrincipalArn": roleArn("signs-post") } });
    expect(role).not.toHaveProperty("depends_on");
  });

  test("takes functions that exist, and tells what the role of one needs", () => {
    const json = synthesized((stack) => {
      const preAnnotation = PreAnnotationFunction.fromFunctionArn(stack, "Pre", functionArn("prepare"));
      const postAnnotation = PostAnnotationFunction.fromFunctionArn(
        stack,
        "Post",
        functionArn("merge:live"),
        { roleArn: roleArn("merge") },
      );
      const built = new CustomWorkflow(stack, "Signs", {
        ...basics,
        customTask: { preAnnotation, postAnnotation },
      });
      expect(built.annotationConsolidationFunctionArn).toBe(functionArn("merge:live"));
      const value = postAnnotation.requiredRoleStatements;
      new TerraformOutput(stack, "Required", { value, staticId: true });
    }, here);
    expect(json.resource.aws_lambda_function).toBeUndefined();
    expect(statements(json, "signs-execution").LambdaFunctions).toMatchObject({
      Resource: [functionArn("prepare"), `${functionArn("prepare")}:*`, functionArn("merge:live")],
    });
    expect(json.output!.Required!.value).toContain("arn:aws:s3:::acme-labels/signs/*");
  });

  test("adds a statement to the AWS managed policy only for functions that it does not cover", () => {
    const { json } = workflow((stack) => ({
      executionRole: new ExecutionRole(stack, "Role", {
        name: "signs-execution",
        permissions: { style: PermissionStyle.AWS_MANAGED },
      }),
      customTask: {
        preAnnotation: PreAnnotationFunction.fromFunctionArn(stack, "Pre", functionArn("SageMaker-prepare")),
        postAnnotation: PostAnnotationFunction.fromFunctionArn(stack, "Post", functionArn("merge"), {
          roleArn: roleArn("merge"),
        }),
      },
    }));
    expect(statements(json, "signs-execution").LambdaFunctions).toMatchObject({
      Resource: [functionArn("merge"), `${functionArn("merge")}:*`],
    });
  });

  test("gives buckets the CORS rule that its template asks for", () => {
    const cors = (corsVariant?: CorsVariant) =>
      all(
        workflow((stack) => ({
          customTask: { cors: corsVariant },
          buckets: ["acme-raw", "acme-labels"].map((name) =>
            LabelingBucket.fromBucketName(stack, name, name, { manageCors: true }),
          ),
        })).json,
        "aws_s3_bucket_cors_configuration",
      ).map(({ bucket }) => bucket);
    expect(cors()).toEqual(["acme-raw"]);
    expect(cors(CorsVariant.VIDEO_FRAME_AND_3D).sort()).toEqual(["acme-labels", "acme-raw"]);
    expect(cors(CorsVariant.NONE)).toEqual([]);
  });

  test("tells all that is wrong with it at once", () => {
    const wrong = () =>
      workflow(() => ({
        name: "Signs",
        inputs: [],
        customTask: { template: existingTemplate("s3://acme-raw/elsewhere/t.html") },
      }));
    expect(wrong).toThrow(/name: got "Signs"[^]*inputs: got none[^]*template: lies in/);
  });

  test("hides no policy from the first plan", () => {
    const { json } = workflow((stack) => ({
      customTask: functions(stack, AnswerAccess.ASSUME_EXECUTION_ROLE),
    }));
    const policies = Object.values(json.resource).flatMap((them) =>
      Object.values(them).flatMap(({ policy, assume_role_policy }) => [policy, assume_role_policy]),
    );
    expect(policies.filter((policy) => policy !== undefined).length).toBeGreaterThan(6);
    for (const policy of policies) expect(String(policy)).not.toContain("${aws_");
  });
});

describe("a worker task template", () => {
  function template(props: Partial<WorkerTaskTemplateProps> & { content?: string } = {}) {
    const { content = html(""), ...more } = props;
    const json = synthesized((stack) => {
      const encryptionKey = LabelingKey.fromAlias(stack, "Key", "alias/acme");
      const { uiTemplateS3Uri } = new WorkerTaskTemplate(stack, "Template", {
        templateName: "signs",
        file: file("current.liquid.html", content),
        bucket: new LabelingBucket(stack, "Raw", { name: "acme-raw", encryptionKey }),
        prefix: "job/",
        ...more,
      });
      new TerraformOutput(stack, "Uri", { value: uiTemplateS3Uri, staticId: true });
    }, here);
    return { objects: json.resource.aws_s3_object!, uri: json.output!.Uri!.value as string };
  }

  test("lies in S3 as HTML, and can be read in the plan", () => {
    const { objects, uri } = template();
    expect(Object.values(objects)).toMatchObject([
      {
        bucket: "acme-raw",
        key: uri.slice("s3://acme-raw/".length),
        content: html(""),
        content_type: "text/html; charset=utf-8",
        server_side_encryption: "AES256",
      },
    ]);
    expect(uri).toMatch(/^s3:\/\/acme-raw\/job\/signs-[0-9a-f]{12}\.liquid\.html$/);
  });

  test("waits for its bucket, and for what makes the bucket fit for objects", () => {
    const [object] = Object.values(template().objects);
    expect(object!.depends_on).toEqual([
      expect.stringMatching(/^aws_s3_bucket_server_side_encryption_configuration\./),
      expect.stringMatching(/^aws_s3_bucket_versioning\./),
    ]);
  });

  test("is encrypted as its bucket is where that is asked for", () => {
    const [object] = Object.values(template({ encryptAsBucket: true }).objects);
    expect(object).not.toHaveProperty("server_side_encryption");
  });

  test("becomes another object with each edit, and leaves those that are kept where they were", () => {
    const first = template({ content: html("one") });
    const second = template({ content: html("two") });
    expect(second.uri).not.toBe(first.uri);
    const kept = template({ content: html("two"), keep: [file("version-1.html", html("one"))] });
    expect(kept.uri).toBe(second.uri);
    expect(kept.objects).toEqual({ ...first.objects, ...second.objects });
    // Back to the first version, which is kept too.
    const back = template({ content: html("one"), keep: [file("version-1.html", html("one"))] });
    expect(back).toEqual(first);
  });

  test("is the same whether its lines end as on Windows or not", () => {
    expect(template({ content: html("x").replaceAll("\n", "\r\n") })).toEqual(
      template({ content: html("x") }),
    );
  });

  test("reaches S3 as it stands in its file, whatever is in it", () => {
    const pieces = fc.constantFrom(
      "${",
      "%{",
      "$${",
      "{{ task.input.x }}",
      "{% if %}",
      "\\",
      '"',
      "'",
      "é€",
      "$",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const content = html(parts.join(""));
        const [object] = Object.values(template({ content }).objects);
        expect(unescapeFromTerraform(object!.content as string)).toBe(content);
        // Terraform would begin a template of its own here.
        expect(object!.content).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
      }),
      propertyRuns(20),
    );
  });

  test.each<[string, () => Partial<WorkerTaskTemplateProps>, RegExp]>([
    [
      "a file that is not there",
      () => ({ file: "no.html" }),
      /file: no\.html is not there; the path of a template/,
    ],
    ["a directory", () => ({ file: folder }), /file: .* is a directory; the path/],
    [
      "an empty file",
      () => ({ file: file("empty.html", " \n") }),
      /is empty; HTML with a form in it is needed/,
    ],
    [
      "another encoding",
      () => ({ file: file("latin1.html", Uint8Array.of(0xe9, 0x20)) }),
      /is not UTF-8 text/,
    ],
    [
      "more than Ground Truth takes",
      () => ({ file: file("long.html", "x".repeat(128_001)) }),
      /has 128001 characters; 128000 are allowed/,
    ],
    [
      "a name that no key should have",
      () => ({ templateName: "a b/c" }),
      /templateName: got "a b\/c"; a template name has/,
    ],
    [
      "a file too large to be one, which is not read",
      () => {
        const large = file("large.html", "<");
        truncateSync(large, 3 * 1024 ** 3);
        return { file: large };
      },
      /has 3221225472 bytes; 128000 characters are allowed/,
    ],
    ["a device", () => ({ file: "/dev/zero" }), /file: \/dev\/zero is no file; the path of a template/],
    ["a version that is gone", () => ({ keep: ["v1.html"] }), /keep\[0\]: v1\.html is not there/],
  ])("is refused for %s", (_, props, message) => {
    expect(() => template(props())).toThrow(message);
  });

  test("tells what is wrong with all its files at once", () => {
    expect(() => template({ file: "a.html", keep: ["b.html"] })).toThrow(
      /file: a\.html[^]*keep\[0\]: b\.html/,
    );
  });

  test.each([
    ["no form", "<p>{{ task.input.x }}</p>", "has neither <crowd-form> nor <form>"],
    ["no data", '<form><input name="a"><button>Send</button></form>', "never uses task.input"],
    [
      "no script for its elements",
      '<crowd-form>{{ task.input.x }}<crowd-input name="a"></crowd-input></crowd-form>',
      "uses crowd elements and does not load https://assets.crowd.aws/",
    ],
  ])("is warned of with %s", (_, content, message) => {
    const warned = (text: string) => {
      let found: string[] = [];
      synthesized((stack) => {
        const made = new WorkerTaskTemplate(stack, "Template", {
          templateName: "signs",
          file: file("warned.html", text),
          bucket: LabelingBucket.fromBucketName(stack, "Raw", "acme-raw"),
        });
        found = made.node.metadata.map(({ data }) => String(data));
      });
      return found;
    };
    expect(warned(content)).toEqual([expect.stringContaining(`warned.html:1:1 ${message}`)]);
    expect(warned(html(""))).toEqual([]);
  });

  test("that exists is taken by its URI, and must lie where the role may read", () => {
    const within = existingTemplate("s3://acme-raw/job/t/v1.liquid.html");
    expect(workflow(() => ({ customTask: { template: within } })).built.uiTemplateS3Uri).toBe(
      "s3://acme-raw/job/t/v1.liquid.html",
    );
    const outside = existingTemplate("s3://acme-raw/jobs.liquid.html");
    expect(() => workflow(() => ({ customTask: { template: outside } }))).toThrow(
      "template: lies in s3://acme-raw/, which the role may not read: it is in none of the inputs",
    );
  });

  test("that exists may be known to Terraform only", () => {
    const token = Token.asString({ resolve: () => "${var.template}" });
    expect(() => workflow(() => ({ customTask: { template: existingTemplate(token) } }))).not.toThrow();
  });

  test.each([
    "s3://acme-raw",
    "s3://acme-raw/job/",
    "https://acme.example/t.html",
    "t.html",
    "s3://acme-raw/*/t.html",
  ])("is not found at %s", (uri) => {
    expect(() => existingTemplate(uri)).toThrow(/uri: got /);
  });
});

describe("a custom task in a streaming workflow", () => {
  function streaming(
    make: (stack: TerraformStack) => {
      taskType?: BuiltInTaskType;
      customTask?: CustomTask;
      s3Events?: object;
    },
  ) {
    let built: StreamingWorkflow | undefined;
    const json = synthesized((stack) => {
      const encryptionKey = LabelingKey.fromKeyArn(stack, "Key", `arn:aws:kms:eu-west-1:${account}:key/k`);
      const bucket = new LabelingBucket(stack, "Raw", { name: "acme-raw", encryptionKey });
      const { s3Events, ...task } = make(stack);
      built = new StreamingWorkflow(stack, "Signs", {
        ...basics,
        encryptionKey,
        buckets: [bucket],
        s3Events: s3Events && [{ location: S3Location.parse("s3://acme-raw/images/"), ...s3Events }],
        ...task,
      });
    }, here);
    return { json, built: built! };
  }
  const templateAt = (uri: string): CustomTask => ({ template: existingTemplate(uri) });

  test("has topics and queue of the one, functions and template of the other", () => {
    const { json, built } = streaming((stack) => ({
      customTask: { ...functions(stack), ...templateAt("s3://acme-raw/job/t.html") },
      s3Events: {},
    }));
    expect(built).toMatchObject({
      preAnnotationFunctionArn: functionArn("signs-pre"),
      annotationConsolidationFunctionArn: functionArn("signs-post"),
      uiTemplateS3Uri: "s3://acme-raw/job/t.html",
      humanTaskUiArn: undefined,
      queueName: "GroundTruth-signs-*",
      corsVariant: CorsVariant.IMAGE,
    });
    expect(Object.keys(statements(json, "signs-execution"))).toEqual(
      expect.arrayContaining(["LambdaFunctions", "StreamingQueue", "S3ReadInput"]),
    );
    expect(JSON.stringify(statements(json, "signs-post"))).toContain("acme-labels/signs/*");
  });

  test("stands instead of a task type, never beside one or nowhere", () => {
    expect(() => streaming(() => ({}))).toThrow(
      "taskType: got neither a task type nor a custom task; give exactly one of taskType and customTask",
    );
    expect(() => streaming(() => ({ taskType: BuiltInTaskType.BOUNDING_BOX, customTask: {} }))).toThrow(
      "customTask: got a custom task beside BoundingBox; give exactly one",
    );
  });

  test("keeps its template away from the places whose new objects are data objects", () => {
    const inEvents = (suffix?: string) => () =>
      streaming(() => ({
        customTask: templateAt("s3://acme-raw/images/t.liquid.html"),
        s3Events: { suffix },
      }));
    expect(inEvents()).toThrow("so S3 would send it to the workers as a data object");
    expect(inEvents(".html")).toThrow("s3Events[0]: the worker task template");
    expect(inEvents(".jpg")).not.toThrow();
  });

  test("must have its template where the role may read", () => {
    expect(() => streaming(() => ({ customTask: templateAt("s3://acme-raw/x/t.html") }))).toThrow(
      "customTask.template: lies in s3://acme-raw/x/",
    );
  });
});
