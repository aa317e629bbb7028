import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { Problem } from "../validation/problems";
import { reviewArchive } from "./archive-review";
import type { S3ObjectProps } from "./function-code-props";
import type { PackagedCode } from "./packaged-code";
import { bucketNameRule, objectKeyRule, objectVersionRule } from "../rules/s3";
import type { Rule } from "../rules/rule";

/** An archive in S3. */
export function packagedS3Object(props: S3ObjectProps): PackagedCode {
  const { s3Bucket: bucketName, s3Key: key, s3ObjectVersion: objectVersion, sourceCodeHash } = props;
  const review = reviewArchive(props, objectProblems(props));
  const unseen =
    objectVersion === undefined && sourceCodeHash === undefined
      ? [
          `Neither s3ObjectVersion nor sourceCodeHash is given: Terraform does not see when another archive lies at s3://${bucketName}/${key}`,
        ]
      : [];
  return {
    ...review,
    warnings: [...review.warnings, ...unseen],
    config: {
      ...review.config,
      s3Bucket: bucketName,
      s3Key: key,
      s3ObjectVersion: objectVersion,
      sourceCodeHash,
    },
  };
}

function objectProblems({
  s3Bucket: bucketName,
  s3Key: key,
  s3ObjectVersion: objectVersion,
  sourceCodeHash,
}: S3ObjectProps): Problem[] {
  const problems: Problem[] = [];
  const check = (property: string, value: string | undefined, rule: Rule) => {
    const message = value === undefined ? undefined : rule.problem(value);
    if (message !== undefined) problems.push({ property, message, page: rule.page });
  };
  check("code.s3Bucket", bucketName, bucketNameRule);
  check("code.s3Key", key, objectKeyRule);
  check("code.s3ObjectVersion", objectVersion, objectVersionRule);
  if (sourceCodeHash !== undefined && !isSha256(sourceCodeHash)) {
    problems.push({
      property: "code.sourceCodeHash",
      message:
        `got "${sourceCodeHash}"; Lambda writes the SHA-256 of an archive in base64, with 44 characters: ` +
        `openssl dgst -sha256 -binary <file> | base64`,
      page: AwsPage.lambdaFunctionNames,
    });
  }
  return problems;
}

function isSha256(hash: string): boolean {
  return Token.isUnresolved(hash) || /^[A-Za-z0-9+/]{43}=$/.test(hash);
}
