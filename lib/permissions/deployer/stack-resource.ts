import type { AwsScope } from "../../scope/aws-scope";

/** One resource or data source of a stack, as far as its configuration says who it is. */
export interface StackResource {
  /** Terraform type: `aws_sqs_queue`, `data.aws_region`. */
  readonly type: string;
  /** `<stack>: aws_sqs_queue.answers` */
  readonly address: string;
  /** Where the resource lives. */
  readonly scope: AwsScope;

  /**
   * A text of the configuration. What another resource of the same stack is called is looked up there.
   *
   * @param attribute as Terraform writes it: `policy_arn`
   * @returns undefined when it is not set, or when only AWS will know it
   */
  text(attribute: string): string | undefined;

  /** Whether the configuration sets the attribute, to whatever. */
  has(attribute: string): boolean;

  /** Whether the attribute is, or may be, true. */
  flag(attribute: string): boolean;

  /** The tags that it is made with, as far as they are known, those of the provider among them. */
  readonly tags: Readonly<Record<string, string>>;

  /** The values of a list of texts that are known. */
  texts(attribute: string): readonly string[];
}
