import { DataAwsSecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version";
import { Fn, propertyAccess, TerraformVariable, Token } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { InvalidInputError } from "../validation/problems";
import { secretIdRule, secretFieldRule } from "../rules/sign-in";
import { Problems } from "../validation/problems";
import { checkCalls } from "../validation/check-input";

/**
 * Where Terraform finds the secret that Ground Truth proves itself to an identity provider with. There is no way to write
 * the secret itself into a program or a configuration.
 *
 * However it is given, Terraform keeps it in the state, as AWS never gives it back: encrypt the state, let few people read
 * it, and give Ground Truth a client of its own at the provider, good for nothing else.
 */
export class OidcClientSecret {
  /**
   * A variable of the stack, marked sensitive and without a default: whoever runs Terraform brings the value, as in
   * `TF_VAR_<name>`, or as a sensitive variable of an HCP Terraform workspace.
   *
   * @param variableName letters, digits, `_` and `-`, beginning with a letter
   * @throws InvalidInputError when Terraform takes no such name
   */
  public static fromVariable(variableName: string): OidcClientSecret {
    if (!/^[A-Za-z_][\w-]*$/.test(variableName)) {
      const rule = "a variable's name has letters, digits, _ and -, and begins with a letter";
      throw invalid("variableName", `got "${variableName}"; ${rule}`);
    }
    return new OidcClientSecret((scope) => {
      const variable = new TerraformVariable(scope, "OidcClientSecret", {
        type: "string",
        description: "Client secret of Ground Truth at the identity provider of the workforce",
        sensitive: true,
        nullable: false,
      });
      variable.overrideLogicalId(variableName);
      return variable.stringValue;
    });
  }

  /**
   * A secret in AWS Secrets Manager, in the stack's account and region. Terraform reads it in every plan.
   *
   * @param secretId name or ARN of the secret
   * @param jsonField name of the field, if the secret is a JSON object @default - the whole text is the client secret
   * @throws InvalidInputError when a secret cannot have this name, or the field's name has quotes or the like
   */
  public static fromSecretsManager(secretId: string, jsonField?: string): OidcClientSecret {
    const problems = new Problems("OidcClientSecret");
    problems.check("secretId", secretId, secretIdRule);
    problems.check("jsonField", jsonField, secretFieldRule);
    problems.throwIfAny();
    return new OidcClientSecret((scope) => {
      const { secretString } = new DataAwsSecretsmanagerSecretVersion(scope, "OidcClientSecret", {
        secretId,
      });
      if (jsonField === undefined) return secretString;
      return Token.asString(propertyAccess(Fn.jsondecode(secretString), [jsonField]));
    });
  }

  /**
   * A value that only Terraform knows: a variable of yours, an attribute of a data source. Terraform must know it as
   * sensitive, else it shows in plans.
   *
   * @throws InvalidInputError when it is the secret itself
   */
  public static fromToken(value: string): OidcClientSecret {
    if (!Token.isUnresolved(value)) {
      const why = "it would stand in the program, in its output, in every plan and in every copy of these";
      const instead = "bring it in with fromVariable or fromSecretsManager";
      throw invalid("clientSecret", `got a literal text (not shown); ${why}. ${instead}`, AwsPage.oidcConfig);
    }
    return new OidcClientSecret(() => value);
  }

  private constructor(private readonly make: (scope: Construct) => string) {}

  /** Makes what Terraform reads the secret by. For `PrivateWorkforce`. */
  public bind(scope: Construct): string {
    return this.make(scope);
  }
}

checkCalls(OidcClientSecret, "OidcClientSecret");

function invalid(property: string, message: string, page?: string): InvalidInputError {
  return new InvalidInputError("OidcClientSecret", [{ property, message, page }]);
}
